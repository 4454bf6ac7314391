"""Statements about goods that come back."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.orders.model.returning import (
    Received,
    Return,
    ReturnLine,
    ReturnPart,
    ReturnReason,
    ReturnState,
)

ADD = """
    with made as (
        insert into orders_returns (workspace_id, id, order_id, account_id, state, reason, note,
            person_id, requested_at, state_since)
        values ($1, $2, $3, $4, 'requested', $5, $6, $7, $8, $8))
    insert into orders_return_lines (workspace_id, return_id, line_id, count)
    select $1, $2, given.* from unnest($9::uuid[], $10::bigint[]) as given
"""
# Of each state along its index, then the newest of all.
LIST = """
    select found.id
    from unnest($2::text[]) as asked (state), lateral (
        select id from orders_returns
        where workspace_id = $1 and state = asked.state and id < $3::uuid
        order by id desc limit $4) as found
    order by found.id desc limit $4
"""
OF_ORDER = """
    select id from orders_returns
    where workspace_id = $1 and order_id = $5 and state = any($2::text[]) and id < $3::uuid
    order by id desc limit $4
"""
ROWS = """
    select back.id, back.order_id, back.account_id, book.number, back.state, back.reason, back.note,
        back.answer, back.carrier, back.tracking_number, back.label_url, back.requested_at,
        back.state_since, back.version,
        exists (select from orders_refunds as refund
                where refund.workspace_id = $1 and refund.order_id = back.order_id
                  and refund.state = 'open' and refund.return_id = back.id) as refund_open
    from orders_returns as back join orders_orders as book
      on book.workspace_id = $1 and book.id = back.order_id
    where back.workspace_id = $1 and back.id = any($2::uuid[]) order by back.id desc
"""
LINES = """
    select part.return_id, line.id, line.remote_id, line.title, line.sku, line.variant_id,
        part.count, part.restocked, part.written_off, part.place_id
    from orders_return_lines as part join orders_lines as line
      on line.workspace_id = $1 and line.id = part.line_id
    where part.workspace_id = $1 and part.return_id = any($2::uuid[])
    order by line.position, line.id
"""
LOCK = "select id from orders_returns where workspace_id = $1 and id = $2 for update"
# Pieces that are in another return that is not declined do not come back twice.
COMING = """
    select part.line_id, sum(case when back.state in ('received', 'closed')
        then part.restocked + part.written_off else part.count end)::bigint
    from orders_returns as back join orders_return_lines as part
      on part.workspace_id = $1 and part.return_id = back.id
    where back.workspace_id = $1 and back.order_id = $2 and back.state <> 'declined'
    group by part.line_id
"""
# By our own acts: what a refund takes in when it is done, and what is in a return.
OURS = """
    select line_id, sum(count)::bigint from (
        select part.line_id, part.take_in as count
        from orders_refunds as refund join orders_refund_lines as part
          on part.workspace_id = $1 and part.refund_id = refund.id
        where refund.workspace_id = $1 and refund.order_id = $2 and refund.state <> 'ended'
        union all
        select part.line_id, case when back.state in ('received', 'closed')
            then part.restocked + part.written_off else part.count end
        from orders_returns as back join orders_return_lines as part
          on part.workspace_id = $1 and part.return_id = back.id
        where back.workspace_id = $1 and back.order_id = $2 and back.state <> 'declined') as ours
    group by line_id
"""
CAME = "select id, came from orders_lines where workspace_id = $1 and order_id = $2 and came > 0"
MOVE = """
    update orders_returns set state = $3, state_since = $4, version = version + 1,
        answer = case when $5 = '' then answer else $5 end
    where workspace_id = $1 and id = $2
"""
LABEL = """
    update orders_returns set carrier = $3, tracking_number = $4, label_url = $5,
        version = version + 1
    where workspace_id = $1 and id = $2
"""
RECEIVE = """
    update orders_return_lines as part
    set restocked = came.restock, written_off = came.write_off, place_id = came.place_id
    from unnest($3::uuid[], $4::bigint[], $5::bigint[], $6::uuid[])
        as came (line_id, restock, write_off, place_id)
    where part.workspace_id = $1 and part.return_id = $2 and part.line_id = came.line_id
"""
CLOSE = """
    update orders_returns set state = 'closed', state_since = $3, version = version + 1
    where workspace_id = $1 and id = any($2::uuid[]) and state = 'received' returning id
"""


async def add(
    tx: Tx,
    return_id: UUID,
    order: tuple[UUID, UUID],
    reason: ReturnReason,
    note: str,
    parts: Sequence[ReturnPart],
) -> None:
    """Of an order, with its account."""
    await tx.execute(
        ADD,
        *(tx.workspace_id, return_id, *order, reason.value, note, tx.actor.person_id, tx.now),
        *([each.line_id for each in parts], [each.count for each in parts]),
    )


async def page(
    tx: Tx,
    states: Sequence[ReturnState],
    order_id: UUID | None,
    before: UUID,
    rows_max: int,
) -> Sequence[UUID]:
    given = (tx.workspace_id, [each.value for each in states], before, rows_max)
    if order_id is None:
        rows = await tx.fetch(LIST, *given)
    else:
        rows = await tx.fetch(OF_ORDER, *given, order_id)
    return [row["id"] for row in rows]


async def rows(tx: Tx, ids: Sequence[UUID]) -> Sequence[Return]:
    if not ids:
        return []
    lines: dict[UUID, list[ReturnLine]] = {}
    for return_id, *line in await tx.fetch(LINES, tx.workspace_id, list(ids)):
        lines.setdefault(return_id, []).append(ReturnLine(*line))
    found = await tx.fetch(ROWS, tx.workspace_id, list(ids))
    return [return_of(dict(row), tuple(lines.get(row["id"], ()))) for row in found]


def return_of(row: Mapping[str, object], lines: tuple[ReturnLine, ...]) -> Return:
    given = dict(row)
    given["state"] = ReturnState(str(row["state"]))
    given["reason"] = ReturnReason(str(row["reason"]))
    return Return(**given, lines=lines)  # type: ignore[arg-type]


async def lock(tx: Tx, return_id: UUID) -> None:
    await tx.fetchval(LOCK, tx.workspace_id, return_id)


async def coming(tx: Tx, order_id: UUID) -> dict[UUID, int]:
    """By line, pieces that are on their way back or came."""
    return {row[0]: row[1] for row in await tx.fetch(COMING, tx.workspace_id, order_id)}


async def ours(tx: Tx, order_id: UUID) -> dict[UUID, int]:
    """By line, pieces that came back by an act of ours, or will."""
    return {row[0]: row[1] for row in await tx.fetch(OURS, tx.workspace_id, order_id)}


async def came(tx: Tx, order_id: UUID) -> dict[UUID, int]:
    """By line, pieces that came back as the shop says."""
    return {row[0]: row[1] for row in await tx.fetch(CAME, tx.workspace_id, order_id)}


async def move(tx: Tx, return_id: UUID, state: ReturnState, answer: str) -> None:
    await tx.execute(MOVE, tx.workspace_id, return_id, state.value, tx.now, answer)


async def label(tx: Tx, return_id: UUID, carrier: str, number: str, url: str) -> None:
    await tx.execute(LABEL, tx.workspace_id, return_id, carrier, number, url)


async def receive(tx: Tx, return_id: UUID, came: Sequence[Received]) -> None:
    columns = [
        [getattr(each, name) for each in came]
        for name in ("line_id", "restock", "write_off", "place_id")
    ]
    await tx.execute(RECEIVE, tx.workspace_id, return_id, *columns)


async def close(tx: Tx, ids: Sequence[UUID]) -> frozenset[UUID]:
    """Those that were received."""
    found = await tx.fetch(CLOSE, tx.workspace_id, list(ids), tx.now) if ids else []
    return frozenset(row["id"] for row in found)
