"""Statements about orders at suppliers as lists and boards show them.

Each list is put together of one stretch of its index a state, so that a rare state is found as
fast as a common one.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.purchasing.model.states import State

OF_STATES = """
    select found.* from unnest($5::text[]) as wanted (state) cross join lateral (
        select * from purchasing_orders
        where workspace_id = $1 and state = wanted.state and (made_at, id) < ($2, $3)
        order by made_at desc, id desc limit $4) as found
    order by made_at desc, id desc limit $4
"""
OF_SUPPLIER = """
    select found.* from unnest($5::text[]) as wanted (state) cross join lateral (
        select * from purchasing_orders
        where workspace_id = $1 and supplier_id = $6 and state = wanted.state
          and (made_at, id) < ($2, $3)
        order by made_at desc, id desc limit $4) as found
    order by made_at desc, id desc limit $4
"""
OF_ACCOUNT = """
    select found.* from unnest($5::text[]) as wanted (state) cross join lateral (
        select * from purchasing_orders
        where workspace_id = $1 and account_id = $6 and state = wanted.state
          and (made_at, id) < ($2, $3)
        order by made_at desc, id desc limit $4) as found
    order by made_at desc, id desc limit $4
"""
LATE = """
    select * from purchasing_orders
    where workspace_id = $1 and state in ('placed', 'sent') and arrives_by is not null
      and arrives_by < $2 and (arrives_by, id) > ($3, $4)
    order by arrives_by, id limit $5
"""
COUNTS = """
    select wanted.state, (select count(*) from (
        select from purchasing_orders where workspace_id = $1 and state = wanted.state
        limit $3) as few) as count
    from unnest($2::text[]) as wanted (state)
"""
COUNT_LATE = """
    select count(*) from (select from purchasing_orders
        where workspace_id = $1 and state in ('placed', 'sent') and arrives_by is not null
          and arrives_by < $2 limit $3) as few
"""
FIRSTS = """
    select found.* from unnest($2::text[]) as wanted (state) cross join lateral (
        select * from purchasing_orders where workspace_id = $1 and state = wanted.state
        order by made_at desc, id desc limit $3) as found
"""
LINES = """
    select line.id, line.purchase_id, line.order_line_id, line.variant_id, line.offer_id,
        line.quantity, line.unwanted, line.settled, line.expected_minor, line.price_minor,
        offer.sku, offer.product_remote_id, offer.variant_remote_id
    from purchasing_order_lines as line join purchasing_offers as offer
      on offer.workspace_id = $1 and offer.id = line.offer_id
    where line.workspace_id = $1 and line.purchase_id = any($2::uuid[])
    order by line.purchase_id, line.id
"""
EVENTS = """
    select parcel.id as parcel_id, event.* from unnest($2::uuid[]) as parcel (id)
    cross join lateral (
        select at, at_text, state, word, said, place, heard_at from purchasing_track_events
        where workspace_id = $1 and parcel_id = parcel.id
        order by at desc nulls last, heard_at desc limit $3) as event
"""

Row = Any


async def page(
    tx: Tx,
    states: Sequence[State],
    supplier_id: UUID | None,
    account_id: UUID | None,
    before: tuple[datetime, UUID],
    rows_max: int,
) -> Sequence[Row]:
    """The newest first, as rows of the orders. No state: of every state."""
    args = tx.workspace_id, *before, rows_max
    given = [each.value for each in states or State]
    if supplier_id is not None:
        return await tx.fetch(OF_SUPPLIER, *args, given, supplier_id)
    if account_id is not None:
        return await tx.fetch(OF_ACCOUNT, *args, given, account_id)
    return await tx.fetch(OF_STATES, *args, given)


async def late(tx: Tx, after: tuple[datetime, UUID], rows_max: int) -> Sequence[Row]:
    """What should have arrived by now, the longest overdue first."""
    return await tx.fetch(LATE, tx.workspace_id, tx.now, *after, rows_max)


async def counts(tx: Tx, count_max: int) -> Mapping[State, int]:
    """Counted no further than so far."""
    given = [each.value for each in State]
    rows = await tx.fetch(COUNTS, tx.workspace_id, given, count_max)
    return {State(row["state"]): row["count"] for row in rows}


async def count_late(tx: Tx, count_max: int) -> int:
    return int(await tx.fetchval(COUNT_LATE, tx.workspace_id, tx.now, count_max))


async def firsts(tx: Tx, states: Sequence[State], rows_max: int) -> Sequence[Row]:
    """Of each state the newest."""
    given = [each.value for each in states]
    return await tx.fetch(FIRSTS, tx.workspace_id, given, rows_max)


async def lines(tx: Tx, purchase_ids: Sequence[UUID]) -> Sequence[Row]:
    return await tx.fetch(LINES, tx.workspace_id, list(purchase_ids))


async def events(tx: Tx, parcel_ids: Sequence[UUID], rows_max: int) -> Sequence[Row]:
    """The newest of each parcel first."""
    return await tx.fetch(EVENTS, tx.workspace_id, list(parcel_ids), rows_max)
