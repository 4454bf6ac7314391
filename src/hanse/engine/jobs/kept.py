"""Jobs as people see them: found, shown with their whole story, retried, cancelled, released.

Everything works in the workspace of `tx`; a system_tx finds and shows those of all workspaces.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from hanse.base.faults import Conflict, Gone, OutcomeUnknown
from hanse.engine.jobs.facts import JobCancelled, JobRetried
from hanse.engine.jobs.handlers import Ids
from hanse.engine.jobs.jobs import WAKE
from hanse.engine.jobs.verdicts import State
from hanse.engine.log.events import append
from hanse.engine.tx import Tx

KEEP_DAYS = 30
FORGET_MAX = 1_000
FIND_MAX = 500

FIND = """
    select jobs.*, coalesce(last.fault, '') as fault, coalesce(last.sentence, '') as sentence
    from jobs left join jobs_tries last
        on last.workspace_id = jobs.workspace_id and last.job_id = jobs.id
        and last.number = jobs.tries and jobs.state <> 'running'
    where ($1::text[] is null or jobs.state = any($1))
      and ($2::text is null or $2 in (jobs.name, split_part(jobs.name, '.', 1)))
      and ($3::uuid is null or jobs.id = $3)
      and ($5::uuid is null or jobs.id < $5)
    order by jobs.id desc limit $4
"""
STORY = """
    select number, started_at, ended_at, worker, outcome, fault, sentence, next_step, trace
    from jobs_tries where workspace_id = $1 and job_id = $2 order by number
"""
# A running job is asked to stop: its worker hears of it with the next sign of life.
CANCEL = """
    update jobs
    set cancel = true, state = case when state = 'running' then state else 'cancelled' end,
        ended_at = case when state = 'running' then ended_at else clock_timestamp() end
    where workspace_id = $1 and id = $2 and state in ('later', 'waiting', 'running', 'parked')
    returning name, state
"""
RETRY = """
    update jobs
    set state = 'waiting', due_at = clock_timestamp(), asked_at = clock_timestamp(), strikes = 0,
        ended_at = null, cancel = false
    where workspace_id = $1 and id = $2 and state in ('failed', 'unknown', 'parked', 'cancelled')
    returning name, pg_notify('hanse_jobs', $3)
"""
RELEASE = """
    update jobs
    set state = 'waiting', due_at = clock_timestamp(), asked_at = clock_timestamp(), strikes = 0,
        ended_at = null
    where workspace_id = $1 and lane = $2 and state = 'parked'
"""
FORGET = """
    with old as (
        select workspace_id, id from jobs
        where ended_at < clock_timestamp() - make_interval(days => $1)
        order by ended_at limit $2
        for update skip locked
    ), story as (
        delete from jobs_tries using old
        where jobs_tries.workspace_id = old.workspace_id and job_id = old.id
    )
    delete from jobs using old where jobs.workspace_id = old.workspace_id and jobs.id = old.id
"""


@dataclass(frozen=True, slots=True)
class Try:
    """One try that did not end well."""

    number: int
    started_at: datetime
    ended_at: datetime
    worker: str
    outcome: str
    fault: str
    sentence: str
    next_step: str
    trace: str


class Found(msgspec.Struct, frozen=True):
    """A job as it stands, with how its last try ended."""

    workspace_id: UUID
    id: UUID
    name: str
    key: str
    lane: str
    ids: Ids
    priority: int
    state: State
    asked_at: datetime
    due_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    tries: int
    worker: str | None
    cancel: bool
    message: str
    done: int | None
    total: int | None
    request_id: str
    fault: str
    sentence: str


async def find(
    tx: Tx,
    states: Sequence[State] | None = None,
    scope: str | None = None,
    *,
    limit: int = 100,
    before: UUID | None = None,
) -> Sequence[Found]:
    """The newest jobs in these states, of one name or room, older than `before`; else all."""
    rows = await tx.fetch(FIND, states, scope, None, min(limit, FIND_MAX), before)
    return [found(row) for row in rows]


async def show(tx: Tx, job_id: UUID) -> tuple[Found, Sequence[Try]]:
    """One job and every try of it that did not end well, the first one first."""
    rows = await tx.fetch(FIND, None, None, job_id, 1, None)
    if not rows:
        raise gone(job_id)
    job = found(rows[0])
    story = await tx.fetch(STORY, job.workspace_id, job.id)
    return job, [Try(*row) for row in story]


async def cancel(tx: Tx, job_id: UUID) -> State:
    """A job that waits is not run; one that runs is stopped within seconds. How it stands now."""
    row = await tx.fetchrow(CANCEL, tx.workspace_id, job_id)
    if row is None:
        job, _ = await show(tx, job_id)
        raise Conflict(
            f"{job.name} is {job.state}: there is nothing to stop.",
            "`hanse jobs show` tells its story.",
        )
    await append(tx, JobCancelled(job_id, row["name"]))
    return State(row["state"])


async def retry(tx: Tx, job_id: UUID, *, settled: bool = False) -> None:
    """Let a kept job run again. One whose outcome is unknown only when somebody has looked."""
    job, _ = await show(tx, job_id)
    if job.state is State.unknown and not settled:
        raise OutcomeUnknown(
            f"{job.name} may have done its work: nobody knows. {job.sentence}",
            "Look whether it happened. Then retry it with --settled, or cancel what it made.",
        )
    row = await tx.fetchrow(RETRY, tx.workspace_id, job_id, WAKE)
    if row is None:
        raise Conflict(f"{job.name} is {job.state} already.", "Nothing is to be done.")
    await append(tx, JobRetried(job_id, row["name"]))


async def release(tx: Tx, lane: str) -> int:
    """The account of this lane is connected again: its parked jobs go on. How many."""
    released = await tx.execute(RELEASE, tx.workspace_id, lane)
    if released:
        await tx.execute("select pg_notify('hanse_jobs', $1)", WAKE)
    return released


async def forget(tx: Tx) -> int:
    """Delete what was kept for KEEP_DAYS, in all workspaces; how many. Repeat until it is none."""
    return await tx.execute(FORGET, KEEP_DAYS, FORGET_MAX)


def gone(job_id: UUID) -> Gone:
    return Gone(
        f"There is no job {job_id}.",
        "A job that ended well leaves no row; `hanse jobs list` shows the others.",
    )


def found(row: asyncpg.Record) -> Found:
    return Found(
        workspace_id=row["workspace_id"],
        id=row["id"],
        name=row["name"],
        key=row["key"],
        lane=row["lane"],
        ids=msgspec.json.decode(row["ids"]),
        priority=row["priority"],
        state=State(row["state"]),
        asked_at=row["asked_at"],
        due_at=row["due_at"],
        started_at=row["started_at"],
        ended_at=row["ended_at"],
        tries=row["tries"],
        worker=row["worker"],
        cancel=row["cancel"],
        message=row["message"],
        done=row["done"],
        total=row["total"],
        request_id=row["request_id"],
        fault=row["fault"],
        sentence=row["sentence"],
    )
