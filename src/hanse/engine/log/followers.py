"""Followers of the log: each event handled once, in order within its workspace, never skipped.

A follower reads behind every running transaction. In each workspace its effect and its mark (how
far it has come there) are one transaction, so a crash repeats nothing and loses nothing. A
workspace whose event cannot be handled keeps its place and is tried again later, more and more
seldom; the others go on. One with much to read gets a batch at a time, in turn with the others.
"""

import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hanse.base.faults import Fault
from hanse.engine.log.events import DECLARED, Position, read_after
from hanse.engine.log.history import Event, from_row
from hanse.engine.log.history_rows import COLUMNS
from hanse.engine.redaction import redacted
from hanse.engine.tx import Actor, ActorKind, Database, Tx

log = logging.getLogger(__name__)

BATCH = 200
SCAN_MAX = 1_000  # events of all workspaces in one look
PROBLEM_CHARS_MAX = 500
LAG_MAX = 10_000  # counted no further

Handle = Callable[[Tx, Sequence[Event]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Follower:
    """Who follows which events. `handle` gets those of one workspace, in its transaction.

    It has to be done within the 5 s that a transaction may take. What it does outside the database
    may happen twice; it had better enqueue a job for that.
    """

    name: str
    events: Collection[str]
    handle: Handle
    batch: int = BATCH
    from_beginning: bool = False  # else from the moment that it is first enrolled


@dataclass(frozen=True, slots=True)
class Failing:
    """An event that a follower cannot handle in one workspace."""

    workspace_id: UUID
    event_id: UUID | None
    failures: int
    problem: str
    since: datetime
    retry_at: datetime


@dataclass(frozen=True, slots=True)
class State:
    """How far a follower is, and where it is stuck."""

    name: str
    position: Position
    lag: int  # events not read yet, counted up to LAG_MAX
    failing: tuple[Failing, ...]


async def enrol(database: Database, followers: Sequence[Follower]) -> None:
    """Give each follower that is new its place in the log."""
    for follower in followers:
        if unknown := sorted(set(follower.events) - DECLARED.keys()):
            raise ValueError(f"{follower.name} follows {unknown[0]}, which nobody declares.")
    async with database.system_tx("followers") as tx:
        await tx.execute(
            """
            insert into events_followers (name, xact, seq)
            select name, case when from_beginning then 0 else events_horizon() end, 0
            from unnest($1::text[], $2::boolean[]) as new (name, from_beginning)
            on conflict (name) do nothing
            """,
            [follower.name for follower in followers],
            [follower.from_beginning for follower in followers],
        )


async def advance(database: Database, follower: Follower) -> bool:
    """Visit each workspace that has something next in the log, or is due; whether more waits."""
    async with database.system_tx(follower.name) as tx:
        row = await tx.fetchrow(
            "select xact, seq from events_followers where name = $1", follower.name
        )
        assert row is not None, "enrol it first"
        after = Position(row["xact"], row["seq"])
        heads = await read_after(tx, after, SCAN_MAX)
        due = await tx.fetch(
            """
            select workspace_id from events_marks
            where follower = $1 and retry_at <= clock_timestamp()
            """,
            follower.name,
        )
    until = heads[-1].position if heads else after
    concerned = {head.workspace_id for head in heads if head.name in follower.events}
    more = len(heads) == SCAN_MAX
    for workspace_id in sorted(concerned.union(row["workspace_id"] for row in due)):
        more |= await visit(database, follower, workspace_id, after, until)
    if heads:
        async with database.system_tx(follower.name) as tx:
            await tx.execute(
                """
                update events_followers set xact = $2, seq = $3, moved_at = clock_timestamp()
                where name = $1 and (xact, seq) < ($2, $3)
                """,
                *(follower.name, until.xact, until.seq),
            )
    return more


async def visit(
    database: Database, follower: Follower, workspace_id: UUID, after: Position, until: Position
) -> bool:
    """Handle a batch in one workspace, one by one if that fails; whether more waits there."""
    actor = Actor(ActorKind.system, None, follower.name)

    async def handled(rows_max: int) -> bool:
        async with database.tx(workspace_id, actor) as tx:
            return await step(tx, follower, after, until, rows_max)

    about = {"follower": follower.name, "workspace": workspace_id}
    try:
        return await handled(follower.batch)
    except Exception:
        log.info("engine.log.follower_stumbled", extra=about, exc_info=True)
    try:
        for _ in range(follower.batch):
            if not await handled(1):
                return False
    except Exception as error:
        # A database that went away is raised from here too, and is no failure of the event.
        async with database.tx(workspace_id, actor) as tx:
            event_id = await note_failure(tx, follower, after, error)
        log.exception("engine.log.follower_failed", extra={**about, "event": event_id})
        return False
    return True


async def step(tx: Tx, follower: Follower, after: Position, until: Position, rows_max: int) -> bool:
    """Handle the next events of this workspace and move its mark; whether there may be more.

    The mark is locked before anything is read. So when one process passes by a failing workspace
    while another tries it again, the one that tries reads at least as far as the other one.
    """
    row = await tx.fetchrow(LOCK_MARK, tx.workspace_id, follower.name, after.xact, after.seq)
    assert row is not None
    if row["waits"]:
        return False
    mark = Position(row["xact"], row["seq"])
    events = await next_events(tx, follower, mark, rows_max)
    if events:
        requests = {event.request_id for event in events}
        tx.request_id = requests.pop() if len(requests) == 1 else ""
        await follower.handle(tx, events)
        mark = events[-1].position
    more = len(events) == rows_max
    if not more:
        mark = max(mark, until)
    await tx.execute(MOVE_MARK, tx.workspace_id, follower.name, mark.xact, mark.seq, more)
    return more


LOCK_MARK = """
    insert into events_marks (workspace_id, follower, xact, seq) values ($1, $2, $3, $4)
    on conflict (workspace_id, follower) do update set follower = excluded.follower
    returning xact, seq, coalesce(retry_at > clock_timestamp(), false) as waits
"""
MOVE_MARK = """
    update events_marks set xact = $3, seq = $4, failures = 0, failed_id = null, problem = '',
        failing_since = null, retry_at = case when $5 then clock_timestamp() end
    where workspace_id = $1 and follower = $2
"""
FAIL_MARK = """
    update events_marks set failures = failures + 1, failed_id = $3, problem = $4,
        failing_since = coalesce(failing_since, clock_timestamp()),
        retry_at = clock_timestamp()
            + make_interval(secs => least(power(2, least(failures, 10)), 600))
    where workspace_id = $1 and follower = $2
"""
NEXT_EVENTS = f"""{COLUMNS}
    where workspace_id = $1 and name = any($2::text[])
      and (xact, seq) > ($3, $4) and xact < (select events_horizon())
    order by xact, seq limit $5
"""


async def next_events(tx: Tx, follower: Follower, mark: Position, rows_max: int) -> list[Event]:
    rows = await tx.fetch(
        NEXT_EVENTS, tx.workspace_id, list(follower.events), mark.xact, mark.seq, rows_max
    )
    return [from_row(row) for row in rows]


async def note_failure(
    tx: Tx, follower: Follower, after: Position, error: Exception
) -> UUID | None:
    """Keep the place, say why, and try again after 1, 2, 4 ... 600 s; the event that failed."""
    row = await tx.fetchrow(LOCK_MARK, tx.workspace_id, follower.name, after.xact, after.seq)
    assert row is not None
    events = await next_events(tx, follower, Position(row["xact"], row["seq"]), 1)
    event_id = events[0].id if events else None
    told = error.sentence if isinstance(error, Fault) else f"{type(error).__name__}: {error}"
    problem = redacted(told)[:PROBLEM_CHARS_MAX]
    await tx.execute(FAIL_MARK, tx.workspace_id, follower.name, event_id, problem)
    return event_id


async def states(tx: Tx) -> list[State]:
    """Every follower that was ever enrolled. Needs a system transaction."""
    failing: dict[str, list[Failing]] = {}
    for row in await tx.fetch(
        """
        select follower, workspace_id, failed_id, failures, problem, failing_since, retry_at
        from events_marks where failures > 0 order by failing_since
        """
    ):
        failing.setdefault(row["follower"], []).append(
            Failing(
                row["workspace_id"],
                row["failed_id"],
                row["failures"],
                row["problem"],
                row["failing_since"],
                row["retry_at"],
            )
        )
    rows = await tx.fetch(
        """
        select name, follower.xact, follower.seq, (
            select count(*) from (
                select from events
                where (events.xact, events.seq) > (follower.xact, follower.seq)
                  and events.xact < (select events_horizon())
                order by events.xact, events.seq limit $1) as waiting) as lag
        from events_followers as follower order by name
        """,
        LAG_MAX,
    )
    return [
        State(
            row["name"],
            Position(row["xact"], row["seq"]),
            row["lag"],
            tuple(failing.get(row["name"], ())),
        )
        for row in rows
    ]


async def forget(tx: Tx, name: str) -> bool:
    """Drop the places of a follower that the program no longer has; whether there was one."""
    await tx.execute("delete from events_marks where follower = $1", name)
    return bool(await tx.execute("delete from events_followers where name = $1", name))
