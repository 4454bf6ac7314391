"""Statements about a workspace's own tax rates."""

from collections.abc import Sequence
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.pricing.model.places import OURS, TaxRate

TAXES_MAX = 1_000
FIND = """
    select id, place, sort, percent, since, until, included from pricing_taxes
    where workspace_id = $1 order by place, sort, since desc limit $2
"""
PUT = """
    insert into pricing_taxes (workspace_id, id, place, sort, percent, since, until, included)
    values ($1, $2, $3, $4, $5, $6, $7, $8)
    on conflict (workspace_id, place, sort, since) do update
    set percent = excluded.percent, until = excluded.until, included = excluded.included
    returning id
"""
REMOVE = "delete from pricing_taxes where workspace_id = $1 and id = $2"


async def find(tx: Tx) -> Sequence[tuple[UUID, TaxRate]]:
    return [
        (
            row["id"],
            TaxRate(
                *(row["place"], row["sort"], row["percent"], row["since"], row["until"]),
                *(row["included"], OURS),
            ),
        )
        for row in await tx.fetch(FIND, tx.workspace_id, TAXES_MAX)
    ]


async def put(tx: Tx, rate: TaxRate) -> UUID:
    found: UUID = await tx.fetchval(
        PUT,
        *(tx.workspace_id, tx.ids.new(), rate.place, rate.sort, rate.percent, rate.since),
        *(rate.until, rate.included),
    )
    return found


async def remove(tx: Tx, tax_id: UUID) -> int:
    return await tx.execute(REMOVE, tx.workspace_id, tax_id)
