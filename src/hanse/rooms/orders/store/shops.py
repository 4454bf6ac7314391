"""Statements about which business sells at which shop."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from hanse.engine.tx import Tx

SHOPS_MAX = 10_000
SHOPS = """
    select business_id, account_id from orders_shops
    where workspace_id = $1 order by account_id limit $2
"""
BUSINESS = "select business_id from orders_shops where workspace_id = $1 and account_id = $2"
# A shop is of one business: whoever names it takes it over.
PUT = """
    with gone as (
        delete from orders_shops
        where workspace_id = $1 and business_id = $2 and account_id <> all($3::uuid[]))
    insert into orders_shops (workspace_id, account_id, business_id)
    select $1, account_id, $2 from unnest($3::uuid[]) as account_id
    on conflict (workspace_id, account_id) do update set business_id = excluded.business_id
"""


async def shops(tx: Tx) -> Mapping[UUID, Sequence[UUID]]:
    """By business."""
    found: dict[UUID, list[UUID]] = {}
    for business_id, account_id in await tx.fetch(SHOPS, tx.workspace_id, SHOPS_MAX):
        found.setdefault(business_id, []).append(account_id)
    return found


async def business(tx: Tx, account_id: UUID) -> UUID | None:
    found: UUID | None = await tx.fetchval(BUSINESS, tx.workspace_id, account_id)
    return found


async def put(tx: Tx, business_id: UUID, account_ids: Sequence[UUID]) -> None:
    await tx.execute(PUT, tx.workspace_id, business_id, sorted(set(account_ids)))
