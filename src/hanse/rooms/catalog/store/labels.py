"""Statements about what variants are called."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.catalog.model.goods import Label, State

LABELS = """
    select held.id, held.product_id, product.title, held.sku, held.gtin, held.choices, held.state,
        exists (select from catalog_bundles part
            where part.workspace_id = $1 and part.variant_id = held.id)
    from catalog_variants held join catalog_products product
      on product.workspace_id = held.workspace_id and product.id = held.product_id
    where held.workspace_id = $1 and held.id = any($2::uuid[])
"""
BY_SKU = """
    select sku, id from catalog_variants
    where workspace_id = $1 and state = 'active' and sku <> '' and sku = any($2::text[])
"""


async def labels(tx: Tx, variant_ids: Sequence[UUID]) -> Mapping[UUID, Label]:
    rows = await tx.fetch(LABELS, tx.workspace_id, list(variant_ids))
    return {
        id_: Label(
            *(id_, product_id, titled(title, choices), sku, gtin, State(state)), is_bundle=is_bundle
        )
        for id_, product_id, title, sku, gtin, choices, state, is_bundle in rows
    }


def titled(title: str, choices: Sequence[str]) -> str:
    return f"{title}, {' / '.join(choices)}" if choices else title


async def by_sku(tx: Tx, skus: Sequence[str]) -> Mapping[str, UUID]:
    return {row["sku"]: row["id"] for row in await tx.fetch(BY_SKU, tx.workspace_id, list(skus))}
