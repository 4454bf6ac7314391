"""Queues as a whole: which jobs there are, what is paused, how much waits."""

from collections.abc import Sequence
from dataclasses import dataclass

from hanse.base.faults import Rejected
from hanse.engine.jobs.facts import QueuePaused, QueueResumed
from hanse.engine.jobs.handlers import Registry
from hanse.engine.jobs.jobs import WAKE
from hanse.engine.log.events import append
from hanse.engine.tx import Tx

ANNOUNCE = """
    insert into jobs_names as known (name, lane, lane_max)
    select * from unnest($1::text[], $2::text[], $3::integer[])
    on conflict (name) do update set lane = excluded.lane, lane_max = excluded.lane_max
    where (known.lane, known.lane_max) is distinct from (excluded.lane, excluded.lane_max)
"""
HANDLED = """
    update jobs_names set handled_at = clock_timestamp() where name = any($1::text[])
"""
UNHANDLED = """
    select distinct jobs.name from jobs left join jobs_names known using (name)
    where jobs.state = 'waiting' and jobs.due_at < clock_timestamp() - make_interval(secs => $1)
      and (known.handled_at > clock_timestamp() - make_interval(secs => $1)) is not true
"""
FIGURES = """
    select count(*) filter (where state = 'waiting') as waiting,
        count(*) filter (where state = 'later') as later,
        count(*) filter (where state = 'running') as running,
        count(*) filter (where state = 'failed') as failed,
        count(*) filter (where state = 'unknown') as unknown,
        count(*) filter (where state = 'parked') as parked,
        greatest(extract(epoch from clock_timestamp()
            - min(due_at) filter (where state = 'waiting')), 0)::float8 as oldest_waiting_s
    from jobs
"""


@dataclass(frozen=True, slots=True)
class JobFigures:
    """How much there is to do, over all workspaces."""

    waiting: int  # due, and not started
    later: int  # their time has not come
    running: int
    failed: int
    unknown: int
    parked: int
    oldest_waiting_s: float  # 0 if nothing waits
    paused: Sequence[str]


async def announce(tx: Tx, registry: Registry) -> None:
    """Make the names known to `enqueue` and their limits to claims: once when a process starts."""
    declared = registry.declarations.values()
    await tx.execute(
        ANNOUNCE,
        [declaration.name for declaration in declared],
        [declaration.lane for declaration in declared],
        [declaration.lane_max for declaration in declared],
    )


async def handled(tx: Tx, registry: Registry) -> None:
    """Say that a worker is there for these names."""
    await tx.execute(HANDLED, list(registry.declarations))


async def unhandled(tx: Tx, silent_s: float) -> Sequence[str]:
    """Names of jobs that have waited so long without any worker that knows them."""
    return [row["name"] for row in await tx.fetch(UNHANDLED, silent_s)]


async def figures(tx: Tx) -> JobFigures:
    """For health, metrics and the status page. `tx` is a system_tx: it sees all workspaces."""
    row = await tx.fetchrow(FIGURES)
    assert row is not None, "an aggregate always has a row"
    return JobFigures(
        waiting=row["waiting"],
        later=row["later"],
        running=row["running"],
        failed=row["failed"],
        unknown=row["unknown"],
        parked=row["parked"],
        oldest_waiting_s=row["oldest_waiting_s"] or 0.0,
        paused=await paused(tx),
    )


async def paused(tx: Tx) -> Sequence[str]:
    rows = await tx.fetch("select scope from jobs_pauses order by scope")
    return [row["scope"] for row in rows]


async def pause(tx: Tx, scope: str) -> None:
    """Start no more jobs of this name, or of this room; what runs may end."""
    known = await tx.fetchval(
        "select count(*) from jobs_names where $1 in (name, split_part(name, '.', 1))", scope
    )
    if not known:
        raise Rejected(
            f"There is no job and no room called {scope!r}.",
            next_step="`hanse jobs names` lists them.",
        )
    made = await tx.execute(
        "insert into jobs_pauses (scope) values ($1) on conflict do nothing", scope
    )
    if made:
        await append(tx, QueuePaused(scope))


async def resume(tx: Tx, scope: str) -> None:
    """Let them start again."""
    if not await tx.execute("delete from jobs_pauses where scope = $1", scope):
        stopped = ", ".join(await paused(tx)) or "nothing"
        raise Rejected(f"{scope!r} is not paused.", next_step=f"Paused at the moment: {stopped}.")
    await append(tx, QueueResumed(scope))
    await tx.execute("select pg_notify('hanse_jobs', $1)", WAKE)


async def names(tx: Tx) -> Sequence[str]:
    rows = await tx.fetch("select name from jobs_names order by name")
    return [row["name"] for row in rows]
