"""Statements that find orders at suppliers by what people call them, and those of one supplier."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.purchasing.model.states import State

# Each part finds along an index of its own; then the filters pass over what was found.
SEARCH = """
    with found as (
        (select id from purchasing_orders where workspace_id = $1 and number like $6 limit 500)
        union
        (select id from purchasing_orders where workspace_id = $1 and number like $7 limit 500)
        union
        (select id from purchasing_orders where workspace_id = $1 and order_number like $6
         limit 500)
        union
        (select id from purchasing_orders where workspace_id = $1 and order_number = $8 limit 500)
        union
        (select purchase_id from purchasing_remotes where workspace_id = $1 and remote_id like $6
         limit 500)
        union
        (select purchase_id from purchasing_parcels where workspace_id = $1 and number like $6
         limit 500)
        union
        (select purchase_id from purchasing_parcels where workspace_id = $1
           and former[1] = $9 limit 500))
    select purchase.* from found join purchasing_orders as purchase
      on purchase.workspace_id = $1 and purchase.id = found.id
    where purchase.state = any($5::text[]) and (purchase.made_at, purchase.id) < ($2, $3)
      and ($10::uuid is null or purchase.supplier_id = $10)
    order by purchase.made_at desc, purchase.id desc limit $4
"""
LATE_OF = """
    select * from purchasing_orders
    where workspace_id = $1 and supplier_id = $6 and state in ('placed', 'sent')
      and arrives_by is not null and arrives_by < $2 and (arrives_by, id) > ($3, $4)
    order by arrives_by, id limit $5
"""
COUNTS_OF = """
    select wanted.state, (select count(*) from (
        select from purchasing_orders
        where workspace_id = $1 and supplier_id = $4 and state = wanted.state
        limit $3) as few) as count
    from unnest($2::text[]) as wanted (state)
"""
COUNT_LATE_OF = """
    select count(*) from (select from purchasing_orders
        where workspace_id = $1 and supplier_id = $4 and state in ('placed', 'sent')
          and arrives_by is not null and arrives_by < $2 limit $3) as few
"""
FIRSTS_OF = """
    select found.* from unnest($2::text[]) as wanted (state) cross join lateral (
        select * from purchasing_orders
        where workspace_id = $1 and supplier_id = $4 and state = wanted.state
        order by made_at desc, id desc limit $3) as found
"""
BEGINNING_CHARS_MIN = 3

Row = Any


def begins(text: str) -> str:
    """How a number begins; of less than three signs it is the whole one, else it would be half of
    all orders."""
    whole = len(text) < BEGINNING_CHARS_MIN
    for sign in ("\\", "%", "_"):
        text = text.replace(sign, f"\\{sign}")
    return text if whole else f"{text}%"


async def search(
    tx: Tx,
    text: str,
    states: Sequence[State],
    supplier_id: UUID | None,
    before: tuple[datetime, UUID],
    rows_max: int,
) -> Sequence[Row]:
    """The newest first, by our number, the shop's, the supplier's or that of a parcel."""
    return await tx.fetch(SEARCH, *searched(tx, text, states, supplier_id, before, rows_max))


def searched(
    tx: Tx,
    text: str,
    states: Sequence[State],
    supplier_id: UUID | None,
    before: tuple[datetime, UUID],
    rows_max: int,
) -> Sequence[object]:
    plain = text.strip()
    given = [each.value for each in states or State]
    patterns = begins(plain), begins(plain.upper())
    return (
        *(tx.workspace_id, *before, rows_max, given, *patterns),
        *(f"#{plain}", plain, supplier_id),
    )


async def late(
    tx: Tx, supplier_id: UUID, after: tuple[datetime, UUID], rows_max: int
) -> Sequence[Row]:
    return await tx.fetch(LATE_OF, tx.workspace_id, tx.now, *after, rows_max, supplier_id)


async def counts(tx: Tx, supplier_id: UUID, count_max: int) -> Mapping[State, int]:
    given = [each.value for each in State]
    rows = await tx.fetch(COUNTS_OF, tx.workspace_id, given, count_max, supplier_id)
    return {State(row["state"]): row["count"] for row in rows}


async def count_late(tx: Tx, supplier_id: UUID, count_max: int) -> int:
    args = tx.workspace_id, tx.now, count_max, supplier_id
    return int(await tx.fetchval(COUNT_LATE_OF, *args))


async def firsts(
    tx: Tx, supplier_id: UUID, states: Sequence[State], rows_max: int
) -> Sequence[Row]:
    given = [each.value for each in states]
    return await tx.fetch(FIRSTS_OF, tx.workspace_id, given, rows_max, supplier_id)
