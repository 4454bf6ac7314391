"""Statements about parcels of our own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.orders.model.states import State

LOCK = """
    select account_id, remote_id, number, state, state_since, held_why from orders_orders
    where workspace_id = $1 and id = $2 for update
"""
LEFT = """
    select id, remote_id, title, variant_id, quantity - refunded - shipped as left, held, short
    from orders_lines
    where workspace_id = $1 and order_id = $2 and not removed and quantity > refunded + shipped
    order by position, id for update
"""
ADD = """
    with sent as (
        select id, count, from_held
        from unnest($8::uuid[], $9::bigint[], $10::bigint[]) as given (id, count, from_held)),
    lines as (
        update orders_lines as line set shipped = line.shipped + sent.count,
            sold = greatest(line.sold, line.shipped) + sent.count,
            held = line.held - sent.from_held,
            waits = line.quantity > line.refunded + line.shipped + sent.count
        from sent where line.workspace_id = $1 and line.id = sent.id),
    parcel as (
        insert into orders_parcels (workspace_id, id, order_id, made_by, state, carrier,
            tracking_number, tracking_url, shipped_at, made_at)
        values ($1, $2, $3, 'us', 'shipped', $4, $5, $6, $7, $7))
    insert into orders_parcel_lines (workspace_id, parcel_id, line_id, count)
    select $1, $2, id, count from sent
"""
STAND = """
    with was as (
        select state, state_since, account_id from orders_orders
        where workspace_id = $1 and id = $2),
    stay as (
        insert into orders_stays (workspace_id, order_id, state, account_id, from_at, until_at)
        select $1, $2, state, account_id, state_since, $4 from was where state <> $3
        on conflict do nothing)
    update orders_orders set state = $3, version = version + 1,
        state_since = case when state = $3 then state_since else $4 end
    where workspace_id = $1 and id = $2
"""
TOLD = "update orders_parcels set told = 'asked' where workspace_id = $1 and id = $2"


@dataclass(frozen=True, slots=True)
class Standing:
    account_id: UUID
    remote_id: str
    number: str
    state: State
    state_since: datetime
    held_why: str | None


@dataclass(frozen=True, slots=True)
class Left:
    """A line of which something is still to be sent."""

    id: UUID
    remote_id: str
    title: str
    variant_id: UUID | None
    left: int
    held: int
    short: int


async def lock(tx: Tx, order_id: UUID) -> Standing | None:
    row = await tx.fetchrow(LOCK, tx.workspace_id, order_id)
    if row is None:
        return None
    account_id, remote_id, number, state, since, why = row
    return Standing(account_id, remote_id, number, State(state), since, why)


async def left(tx: Tx, order_id: UUID) -> Sequence[Left]:
    return [Left(*row) for row in await tx.fetch(LEFT, tx.workspace_id, order_id)]


async def add(
    tx: Tx,
    parcel_id: UUID,
    order_id: UUID,
    texts: tuple[str, str, str],
    sent: Sequence[tuple[UUID, int, int]],
) -> None:
    """Carrier, number and address of the tracking; of each line how many, and of these held."""
    rows = map(list, zip(*sent, strict=True))
    await tx.execute(ADD, tx.workspace_id, parcel_id, order_id, *texts, tx.now, *rows)


async def stand(tx: Tx, order_id: UUID, state: State) -> None:
    await tx.execute(STAND, tx.workspace_id, order_id, state.value, tx.now)


async def told(tx: Tx, parcel_id: UUID) -> None:
    await tx.execute(TOLD, tx.workspace_id, parcel_id)
