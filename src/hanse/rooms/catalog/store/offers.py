"""Statements about what is sold where."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.catalog.model.goods import OfferLink

OFFERS = """
    select id, account_id, product_id, variant_id, remote_product_id, remote_variant_id
    from catalog_offers where workspace_id = $1
"""
NAMED = f"{OFFERS} and id = any($2::uuid[])"
OF_PRODUCTS = f"{OFFERS} and product_id = any($2::uuid[]) order by product_id, account_id, id"
OF_VARIANTS = f"{OFFERS} and variant_id = any($2::uuid[])"
PAGE = f"""{OFFERS} and ($2::uuid is null or account_id = $2) and ($3::uuid is null or id > $3)
    order by id limit $4
"""
REMOTE = f"""{OFFERS} and account_id = $2
    and coalesce(remote_variant_id, remote_product_id) = any($3::text[])
"""
REMOTE_PRODUCTS = f"{OFFERS} and account_id = $2 and remote_product_id = any($3::text[])"
ADD = """
    insert into catalog_offers (workspace_id, id, account_id, product_id, variant_id,
        remote_product_id, remote_variant_id, how, linked_at, linked_by)
    select $1, given.*, $8, $9, $10
    from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[]) as given
    on conflict (workspace_id, account_id, (coalesce(remote_variant_id, remote_product_id)))
    do update
    set product_id = excluded.product_id, variant_id = excluded.variant_id, how = excluded.how,
        remote_product_id = excluded.remote_product_id, linked_at = excluded.linked_at,
        linked_by = excluded.linked_by
    where (catalog_offers.product_id, catalog_offers.variant_id)
        is distinct from (excluded.product_id, excluded.variant_id)
    returning id, account_id, product_id, variant_id, remote_product_id, remote_variant_id
"""
FOLLOW_VARIANTS = """
    update catalog_offers as held set product_id = given.product_id
    from unnest($2::uuid[], $3::uuid[]) as given (variant_id, product_id)
    where held.workspace_id = $1 and held.variant_id = given.variant_id
    returning held.id
"""
REMOVE = """
    delete from catalog_offers where workspace_id = $1 and id = any($2::uuid[])
    returning id, account_id, product_id, variant_id, remote_product_id, remote_variant_id
"""


async def named(tx: Tx, ids: Sequence[UUID]) -> Sequence[OfferLink]:
    return [OfferLink(*row) for row in await tx.fetch(NAMED, tx.workspace_id, list(ids))]


async def of_products(tx: Tx, product_ids: Sequence[UUID]) -> Sequence[OfferLink]:
    rows = await tx.fetch(OF_PRODUCTS, tx.workspace_id, list(product_ids))
    return [OfferLink(*row) for row in rows]


async def of_variants(tx: Tx, variant_ids: Sequence[UUID]) -> Sequence[OfferLink]:
    rows = await tx.fetch(OF_VARIANTS, tx.workspace_id, list(variant_ids))
    return [OfferLink(*row) for row in rows]


async def page(
    tx: Tx, account_id: UUID | None, after: UUID | None, rows_max: int
) -> Sequence[OfferLink]:
    rows = await tx.fetch(PAGE, tx.workspace_id, account_id, after, rows_max)
    return [OfferLink(*row) for row in rows]


async def remote(tx: Tx, account_id: UUID, names: Sequence[str]) -> Mapping[str, OfferLink]:
    rows = await tx.fetch(REMOTE, tx.workspace_id, account_id, list(names))
    return {link.remote_name: link for link in (OfferLink(*row) for row in rows)}


async def remote_products(
    tx: Tx, account_id: UUID, remote_product_ids: Sequence[str]
) -> Sequence[OfferLink]:
    rows = await tx.fetch(REMOTE_PRODUCTS, tx.workspace_id, account_id, list(remote_product_ids))
    return [OfferLink(*row) for row in rows]


async def add(tx: Tx, links: Sequence[OfferLink], how: str) -> Sequence[OfferLink]:
    """Those that are new or lead elsewhere than before; the others are as they were."""
    columns = zip(
        *(
            (
                *(each.id, each.account_id, each.product_id, each.variant_id),
                *(each.remote_product_id, each.remote_variant_id),
            )
            for each in links
        ),
        strict=True,
    )
    rows = await tx.fetch(ADD, tx.workspace_id, *map(list, columns), how, tx.now, tx.actor.id)
    return [OfferLink(*row) for row in rows]


async def follow_variants(tx: Tx, products: Mapping[UUID, UUID]) -> Sequence[UUID]:
    """Variants stand under other products now, by variant; the offers that went with them."""
    rows = await tx.fetch(FOLLOW_VARIANTS, tx.workspace_id, list(products), list(products.values()))
    return [row["id"] for row in rows]


async def remove(tx: Tx, ids: Sequence[UUID]) -> Sequence[OfferLink]:
    return [OfferLink(*row) for row in await tx.fetch(REMOVE, tx.workspace_id, list(ids))]
