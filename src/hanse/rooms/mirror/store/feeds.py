"""Statements about how kinds of accounts are kept up to date."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.mirror.model.feeds import Feed, FeedState, Trouble
from hanse.trade.ports_read import Kind

BEGIN = """
    insert into mirror_feeds (workspace_id, id, account_id, kind, state, next_at, full_at)
    select $1, given.id, $2, given.kind,
        case when given.pulled then 'waiting' else 'current' end,
        case when given.pulled then $5::timestamptz end,
        case when given.pulled then $5::timestamptz end
    from unnest($3::uuid[], $4::text[], $6::boolean[]) as given (id, kind, pulled)
    on conflict (workspace_id, account_id, kind) do update
    set state = case when excluded.state = 'waiting' then 'waiting' else 'current' end,
        cursor = null, next_at = excluded.next_at, full_at = excluded.full_at, fault = '',
        fault_step = '', fault_at = null
"""
STOP = """
    update mirror_feeds set state = 'stopped', cursor = null
    where workspace_id = $1 and account_id = $2
"""
GET = """
    select id, account_id, kind, state, cursor::text as cursor, rows_done, rows_total,
        rows_changed, rows_gone, began_at, ended_at, mark_at, looked_at, next_at, full_at,
        fault, fault_step, fault_at
    from mirror_feeds where workspace_id = $1 and id = $2
"""
FIND = """
    select id, account_id, kind, state, cursor::text as cursor, rows_done, rows_total,
        rows_changed, rows_gone, began_at, ended_at, mark_at, looked_at, next_at, full_at,
        fault, fault_step, fault_at
    from mirror_feeds
    where workspace_id = $1 and ($2::uuid is null or account_id = $2)
    order by account_id, kind
"""
OF_KIND = """
    select id, account_id, kind, state, cursor::text as cursor, rows_done, rows_total,
        rows_changed, rows_gone, began_at, ended_at, mark_at, looked_at, next_at, full_at,
        fault, fault_step, fault_at
    from mirror_feeds where workspace_id = $1 and account_id = $2 and kind = $3
"""
DUE = """
    select workspace_id, id, account_id, full_at <= $1 as full
    from mirror_feeds where next_at <= $1 and state <> 'stopped'
    order by next_at limit $2
"""
PUT_OFF = "update mirror_feeds set next_at = $3 where workspace_id = $1 and id = any($2::uuid[])"
START = """
    update mirror_feeds
    set state = 'pulling', cursor = $3::text::jsonb, rows_done = 0, rows_total = null,
        rows_changed = 0, rows_gone = 0, began_at = $4, ended_at = null
    where workspace_id = $1 and id = $2
"""
ADVANCE = """
    update mirror_feeds
    set cursor = $3::text::jsonb, rows_done = rows_done + $4, rows_total = coalesce($5, rows_total),
        rows_changed = rows_changed + $6, fault = '', fault_step = '', fault_at = null
    where workspace_id = $1 and id = $2 and state = 'pulling'
"""
NOTE_GONE = "update mirror_feeds set rows_gone = rows_gone + $3 where workspace_id = $1 and id = $2"
FINISH = """
    update mirror_feeds
    set state = 'current', cursor = null, ended_at = $3, mark_at = greatest(mark_at, $4),
        looked_at = $3, next_at = $5, full_at = $6, rows_total = rows_done
    where workspace_id = $1 and id = $2 and state = 'pulling'
"""
LOOKED = """
    update mirror_feeds
    set mark_at = $3, looked_at = $4, next_at = $5, fault = '', fault_step = '', fault_at = null,
        state = case when state = 'failed' then 'current' else state end
    where workspace_id = $1 and id = $2 and state <> 'stopped'
"""
TROUBLE = """
    update mirror_feeds
    set fault = $3, fault_step = $4, fault_at = $5,
        next_at = case when next_at is not null then greatest(next_at, $6) end,
        state = case when $7::boolean then 'failed' else state end
    where workspace_id = $1 and id = $2 and state <> 'stopped'
"""
ASK_FULL = """
    update mirror_feeds set full_at = $3, next_at = $3,
        state = case when state in ('failed', 'stopped') then 'waiting' else state end
    where workspace_id = $1 and id = $2
"""
HASTEN = """
    update mirror_feeds set next_at = least(next_at, $3)
    where workspace_id = $1 and account_id = $2 and state = 'current'
"""


async def begin(tx: Tx, account_id: UUID, kinds: Sequence[tuple[Kind, bool]]) -> None:
    """Rows for these kinds, each to be read whole or only when something names it."""
    await tx.execute(
        BEGIN,
        *(tx.workspace_id, account_id, [tx.ids.new() for _ in kinds]),
        *([kind.value for kind, _ in kinds], tx.now, [pulled for _, pulled in kinds]),
    )


async def stop(tx: Tx, account_id: UUID) -> None:
    await tx.execute(STOP, tx.workspace_id, account_id)


async def get(tx: Tx, feed_id: UUID) -> Feed | None:
    row = await tx.fetchrow(GET, tx.workspace_id, feed_id)
    return feed(*row) if row else None


async def of_kind(tx: Tx, account_id: UUID, kind: Kind) -> Feed | None:
    row = await tx.fetchrow(OF_KIND, tx.workspace_id, account_id, kind.value)
    return feed(*row) if row else None


async def find(tx: Tx, account_id: UUID | None) -> Sequence[Feed]:
    return [feed(*row) for row in await tx.fetch(FIND, tx.workspace_id, account_id)]


async def due(tx: Tx, rows_max: int) -> Sequence[tuple[UUID, UUID, UUID, bool]]:
    """In the system's transaction: workspace, feed, account, and whether all is to be read."""
    rows = await tx.fetch(DUE, tx.now, rows_max)
    return [(row["workspace_id"], row["id"], row["account_id"], row["full"]) for row in rows]


async def put_off(tx: Tx, feed_ids: Sequence[UUID], until: datetime) -> None:
    await tx.execute(PUT_OFF, tx.workspace_id, list(feed_ids), until)


async def start(tx: Tx, feed_id: UUID, cursor: str) -> None:
    await tx.execute(START, tx.workspace_id, feed_id, cursor, tx.now)


async def advance(
    tx: Tx, feed_id: UUID, cursor: str, rows: int, total: int | None, changed: int
) -> bool:
    """Whether it is still being pulled: it may have been stopped meanwhile."""
    done = await tx.execute(ADVANCE, tx.workspace_id, feed_id, cursor, rows, total, changed)
    return done > 0


async def note_gone(tx: Tx, feed_id: UUID, rows: int) -> None:
    await tx.execute(NOTE_GONE, tx.workspace_id, feed_id, rows)


async def finish(
    tx: Tx, feed_id: UUID, mark_at: datetime, next_at: datetime, full_at: datetime
) -> None:
    await tx.execute(FINISH, tx.workspace_id, feed_id, tx.now, mark_at, next_at, full_at)


async def looked(tx: Tx, feed_id: UUID, mark_at: datetime | None, next_at: datetime) -> None:
    await tx.execute(LOOKED, tx.workspace_id, feed_id, mark_at, tx.now, next_at)


async def trouble(tx: Tx, feed_id: UUID, told: Trouble, next_at: datetime, failed: bool) -> None:
    await tx.execute(
        TROUBLE,
        *(tx.workspace_id, feed_id, told.sentence, told.next_step, told.at, next_at, failed),
    )


async def ask_full(tx: Tx, feed_id: UUID) -> None:
    await tx.execute(ASK_FULL, tx.workspace_id, feed_id, tx.now)


async def hasten(tx: Tx, account_id: UUID, until: datetime) -> None:
    await tx.execute(HASTEN, tx.workspace_id, account_id, until)


def feed(
    feed_id: UUID,
    account_id: UUID,
    kind: str,
    state: str,
    cursor: str | None,
    rows_done: int,
    rows_total: int | None,
    rows_changed: int,
    rows_gone: int,
    began_at: datetime | None,
    ended_at: datetime | None,
    mark_at: datetime | None,
    looked_at: datetime | None,
    next_at: datetime | None,
    full_at: datetime | None,
    fault: str,
    fault_step: str,
    fault_at: datetime | None,
) -> Feed:
    return Feed(
        id=feed_id,
        account_id=account_id,
        kind=Kind(kind),
        state=FeedState(state),
        cursor=cursor,
        rows_done=rows_done,
        rows_total=rows_total,
        rows_changed=rows_changed,
        rows_gone=rows_gone,
        began_at=began_at,
        ended_at=ended_at,
        mark_at=mark_at,
        looked_at=looked_at,
        next_at=next_at,
        full_at=full_at,
        trouble=Trouble(fault, fault_step, fault_at) if fault_at else None,
    )
