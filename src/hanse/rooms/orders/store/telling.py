"""Statements about what shops were told of parcels."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.orders.model.sending import fields_of
from hanse.rooms.orders.model.telling import Untold

ASKED = """
    update orders_parcels set told = 'asked', told_why = ''
    where workspace_id = $1 and id = any($2::uuid[])
"""
PROVEN = """
    update orders_parcels set told = 'proven', told_why = ''
    where workspace_id = $1 and id = any($2::uuid[]) returning order_id
"""
# What was proven stays so, whoever comes late.
REFUSED = """
    update orders_parcels as parcel set told = 'refused', told_why = given.why
    from unnest($2::uuid[], $3::text[]) as given (id, why)
    where parcel.workspace_id = $1 and parcel.id = given.id and parcel.told <> 'proven'
    returning parcel.order_id
"""
SHOWN = """
    update orders_parcels set told = 'proven', told_why = ''
    where workspace_id = $1 and order_id = any($2::uuid[]) and told = 'refused'
      and remote_id is not null
"""
UNTOLD = """
    select parcel.id, parcel.order_id, book.account_id, book.remote_id, book.number,
        parcel.carrier, parcel.tracking_number, parcel.tracking_url, parcel.notify,
        not exists (
            select from orders_lines as line
            where line.workspace_id = $1 and line.order_id = book.id and line.waits) as complete,
        array(
            select line.remote_id from orders_parcel_lines as part join orders_lines as line
              on line.workspace_id = $1 and line.id = part.line_id
            where part.workspace_id = $1 and part.parcel_id = parcel.id
            order by part.line_id) as line_ids,
        array(
            select part.count from orders_parcel_lines as part
            where part.workspace_id = $1 and part.parcel_id = parcel.id
            order by part.line_id) as counts
    from orders_parcels as parcel join orders_orders as book
      on book.workspace_id = $1 and book.id = parcel.order_id
    where parcel.workspace_id = $1 and parcel.order_id = any($2::uuid[])
      and parcel.told = 'refused'
    order by parcel.id limit 2000 for update of parcel
"""
OPEN_TROUBLES = """
    with lacking as (
        select order_id, (array_agg(told_why order by id desc))[1] as why,
            string_agg(coalesce(nullif(tracking_number, ''), '-'), ', ' order by id) as numbers
        from orders_parcels
        where workspace_id = $1 and order_id = any($2::uuid[]) and told = 'refused'
        group by order_id),
    opened as (
        insert into orders_exceptions as stands (workspace_id, id, kind, account_id, order_id,
            remote_id, facts, state, placed_at, opened_at)
        select $1, given.id, 'not_told', book.account_id, book.id, book.remote_id,
            jsonb_build_object('numbers', lacking.numbers, 'why', lacking.why), 'open',
            book.placed_at, $4
        from lacking join unnest($2::uuid[], $3::uuid[]) as given (order_id, id) using (order_id)
        join orders_orders as book on book.workspace_id = $1 and book.id = lacking.order_id
        on conflict (workspace_id, account_id, remote_id, kind) do update set
            state = 'open', answer = '', facts = excluded.facts, settled_at = null,
            settled_by = null
        returning order_id, id, account_id)
    select opened.order_id, opened.id, opened.account_id, book.number
    from opened join orders_orders as book on book.workspace_id = $1 and book.id = opened.order_id
"""
SETTLE = """
    update orders_exceptions as stands set state = 'settled', answer = 'itself', settled_at = $3
    where stands.workspace_id = $1 and stands.order_id = any($2::uuid[])
      and stands.kind = 'not_told' and stands.state = 'open' and not exists (
        select from orders_parcels as parcel
        where parcel.workspace_id = $1 and parcel.order_id = stands.order_id
          and parcel.told = 'refused')
"""


async def asked(tx: Tx, parcel_ids: Sequence[UUID]) -> None:
    if parcel_ids:
        await tx.execute(ASKED, tx.workspace_id, list(parcel_ids))


async def proven(tx: Tx, parcel_ids: Sequence[UUID]) -> Sequence[UUID]:
    """Their orders."""
    rows = await tx.fetch(PROVEN, tx.workspace_id, list(parcel_ids))
    return sorted({row["order_id"] for row in rows})


async def refused(tx: Tx, whys: Mapping[UUID, str]) -> Sequence[UUID]:
    """Their orders."""
    if not whys:
        return []
    rows = await tx.fetch(REFUSED, tx.workspace_id, list(whys), list(whys.values()))
    return sorted({row["order_id"] for row in rows})


async def shown(tx: Tx, order_ids: Sequence[UUID]) -> None:
    await tx.execute(SHOWN, tx.workspace_id, list(order_ids))


async def untold(tx: Tx, order_ids: Sequence[UUID]) -> Sequence[Untold]:
    found = []
    for row in await tx.fetch(UNTOLD, tx.workspace_id, list(order_ids)):
        texts = row["carrier"], row["tracking_number"], row["tracking_url"]
        parts = list(zip(row["line_ids"], row["counts"], strict=True))
        said = fields_of(texts, parts, complete=row["complete"], notify=row["notify"])
        about = row["id"], row["order_id"], row["account_id"], row["remote_id"], row["number"]
        found.append(Untold(*about, said))
    return found


async def open_troubles(
    tx: Tx, order_ids: Sequence[UUID]
) -> Sequence[tuple[UUID, UUID, UUID, str]]:
    """Order, exception, shop, number."""
    if not order_ids:
        return []
    ids = [tx.ids.new() for _ in order_ids]
    rows = await tx.fetch(OPEN_TROUBLES, tx.workspace_id, list(order_ids), ids, tx.now)
    return [(*row,) for row in rows]


async def settle(tx: Tx, order_ids: Sequence[UUID]) -> None:
    if order_ids:
        await tx.execute(SETTLE, tx.workspace_id, list(order_ids), tx.now)
