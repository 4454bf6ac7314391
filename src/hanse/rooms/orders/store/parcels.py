"""Statements about parcels of our own."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.orders.model.sending import Left, Standing
from hanse.rooms.orders.model.states import State

LOCK = """
    select id from orders_orders where workspace_id = $1 and id = any($2::uuid[])
    order by id for update
"""
STANDING = """
    select id, account_id, remote_id, number, state, held_why, exists (
        select from orders_refunds as refund
        where refund.workspace_id = $1 and refund.order_id = book.id and refund.state = 'open')
    from orders_orders as book where workspace_id = $1 and id = any($2::uuid[])
"""
LEFT = """
    select order_id, id, remote_id, sku, title,
        greatest(quantity - refunded - shipped - bought, 0) as left, held, short, bought
    from orders_lines
    where workspace_id = $1 and order_id = any($2::uuid[]) and not removed
      and quantity > refunded + shipped
    order by order_id, position, id for update
"""
# By the number as the shop writes it, by its own id, or by ours.
FIND = """
    select id, number, remote_id, account_id from orders_orders
    where workspace_id = $1 and number = any($2::text[])
    union
    select id, number, remote_id, account_id from orders_orders
    where workspace_id = $1 and remote_id = any($2::text[])
    union
    select id, number, remote_id, account_id from orders_orders
    where workspace_id = $1 and id = any($3::uuid[])
    limit 20000
"""
NUMBERS = """
    select order_id, tracking_number from orders_parcels
    where workspace_id = $1 and order_id = any($2::uuid[]) and tracking_number <> ''
"""
ADD = """
    with parcels as (
        insert into orders_parcels (workspace_id, id, order_id, made_by, state, carrier,
            tracking_number, tracking_url, notify, shipped_at, made_at)
        select $1, id, order_id, 'us', 'shipped', carrier, number, url, notify, $2, $2
        from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::boolean[])
            as given (id, order_id, carrier, number, url, notify)),
    lines as (
        update orders_lines as line set shipped = line.shipped + sent.count,
            sold = greatest(line.sold, line.shipped) + sent.count,
            held = line.held - sent.from_held,
            waits = line.quantity > line.refunded + line.shipped + sent.count
        from unnest($9::uuid[], $10::bigint[], $11::bigint[]) as sent (id, count, from_held)
        where line.workspace_id = $1 and line.id = sent.id)
    insert into orders_parcel_lines (workspace_id, parcel_id, line_id, count)
    select $1, parcel_id, line_id, count
    from unnest($12::uuid[], $13::uuid[], $14::bigint[]) as given (parcel_id, line_id, count)
"""
STAND = """
    with given as (
        select id, state from unnest($2::uuid[], $3::text[]) as given (id, state)),
    was as (
        select book.id, book.state, book.state_since, book.account_id
        from orders_orders as book join given on given.id = book.id
        where book.workspace_id = $1 and book.state <> given.state),
    stay as (
        insert into orders_stays (workspace_id, order_id, state, account_id, from_at, until_at)
        select $1, id, state, account_id, state_since, $4 from was on conflict do nothing)
    update orders_orders as book set state = given.state, version = book.version + 1,
        state_since = case when book.state = given.state then book.state_since else $4 end
    from given where book.workspace_id = $1 and book.id = given.id
"""


async def lock(tx: Tx, order_ids: Sequence[UUID]) -> None:
    """In one order, so that two who do the same wait for each other."""
    await tx.fetch(LOCK, tx.workspace_id, list(order_ids))


async def standing(tx: Tx, order_ids: Sequence[UUID]) -> Mapping[UUID, Standing]:
    rows = await tx.fetch(STANDING, tx.workspace_id, list(order_ids))
    return {
        id_: Standing(id_, account_id, remote_id, number, State(state), why, giving)
        for id_, account_id, remote_id, number, state, why, giving in rows
    }


async def left(tx: Tx, order_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Left]]:
    found: dict[UUID, list[Left]] = {}
    for row in await tx.fetch(LEFT, tx.workspace_id, list(order_ids)):
        found.setdefault(row["order_id"], []).append(Left(*row))
    return found


async def find(
    tx: Tx, names: Sequence[str], ids: Sequence[UUID]
) -> Sequence[tuple[UUID, str, str, UUID]]:
    """Orders by what people call them: id, number, the shop's id, the shop."""
    return [(*row,) for row in await tx.fetch(FIND, tx.workspace_id, list(names), list(ids))]


async def numbers(tx: Tx, order_ids: Sequence[UUID]) -> Mapping[UUID, frozenset[str]]:
    """The tracking numbers that orders have."""
    found: dict[UUID, set[str]] = {}
    for order_id, number in await tx.fetch(NUMBERS, tx.workspace_id, list(order_ids)):
        found.setdefault(order_id, set()).add(number)
    return {key: frozenset(each) for key, each in found.items()}


async def add(
    tx: Tx,
    parcels: Sequence[tuple[UUID, UUID, str, str, str, bool]],
    lines: Sequence[tuple[UUID, int, int]],
    parts: Sequence[tuple[UUID, UUID, int]],
) -> None:
    """Parcels: id, order, carrier, number, address, whether the buyer is told. Lines: how many of
    each, and of these held. Parts: parcel, line, how many."""
    columns = [list(each) for rows in (parcels, lines, parts) for each in zip(*rows, strict=True)]
    await tx.execute(ADD, tx.workspace_id, tx.now, *columns)


async def stand(tx: Tx, states: Mapping[UUID, State]) -> None:
    words = [each.value for each in states.values()]
    await tx.execute(STAND, tx.workspace_id, list(states), words, tx.now)
