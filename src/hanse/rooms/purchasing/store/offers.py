"""Statements about what suppliers offer."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from hanse.engine.tx import Tx

KEYS = """
    select id, order_key from purchasing_offers
    where workspace_id = $1 and id = any($2::uuid[])
"""
TOLD = """
    update purchasing_offers as offer set order_key = given.key, read_at = $2,
        price_minor = coalesce(given.price, offer.price_minor), breaks = given.breaks::jsonb,
        stock = given.stock, stock_sure = given.sure, version = offer.version + 1
    from unnest($4::text[], $5::text[], $6::text[], $7::bigint[], $8::text[], $9::bigint[],
            $10::bigint[])
        as given (product, variant, key, price, breaks, stock, sure),
        purchasing_suppliers as supplier
    where supplier.workspace_id = $1 and supplier.account_id = $3
      and offer.workspace_id = $1 and offer.supplier_id = supplier.id
      and offer.product_remote_id = given.product and offer.variant_remote_id = given.variant
"""

Told = tuple[str, str, str, int | None, str, int | None, int | None]


async def keys(tx: Tx, offer_ids: Sequence[UUID]) -> Mapping[UUID, str]:
    """What orders name them by."""
    rows = await tx.fetch(KEYS, tx.workspace_id, list(offer_ids))
    return {row["id"]: row["order_key"] for row in rows}


async def told(tx: Tx, account_id: UUID, rows: Sequence[Told]) -> None:
    """What a supplier said of its goods: product, variant, key, price, its steps, and how many."""
    if rows:
        columns = [list(each) for each in zip(*rows, strict=True)]
        await tx.execute(TOLD, tx.workspace_id, tx.now, account_id, *columns)
