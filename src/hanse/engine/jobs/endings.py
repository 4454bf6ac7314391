"""How a run goes on and ends: signs of life, progress, how it ended, and whose worker is gone."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.engine.jobs.claims import BY_INDEX, Run, run_of
from hanse.engine.jobs.facts import JobStopped
from hanse.engine.jobs.jobs import WAKE
from hanse.engine.jobs.verdicts import State, Verdict
from hanse.engine.log.events import append
from hanse.engine.tx import Database, Tx

LOST_MAX = 500
STORY_MAX = 50  # tries that are remembered of one job
PURPOSE = "jobs"
STOPPED = (State.failed, State.unknown, State.parked)

BEAT = """
    update jobs set heartbeat_at = clock_timestamp()
    from unnest($2::uuid[], $3::uuid[], $4::integer[]) as ours(workspace_id, id, tries)
    where jobs.workspace_id = ours.workspace_id and jobs.id = ours.id
      and jobs.tries = ours.tries and jobs.worker = $1
    returning jobs.id, jobs.tries, jobs.cancel
"""

LOST = """
    select workspace_id, id, name, key, ids, tries, strikes, request_id, worker,
        extract(epoch from clock_timestamp() - asked_at)::float8 as age_s
    from jobs
    where state = 'running' and heartbeat_at < clock_timestamp() - make_interval(secs => $1)
      and not (worker = $2 and id = any($3::uuid[]))
      -- While the server was away nobody could show that he lives.
      and pg_postmaster_start_time() < clock_timestamp() - 2 * make_interval(secs => $1)
    limit $4
"""
SAY = """
    update jobs set message = $5, done = $6, total = $7
    where workspace_id = $1 and id = $2 and tries = $3 and worker = $4
"""
END_WELL = """
    with ended as (
        delete from jobs
        using unnest($2::uuid[], $3::uuid[], $4::integer[]) as ours(workspace_id, id, tries)
        where jobs.workspace_id = ours.workspace_id and jobs.id = ours.id
          and jobs.tries = ours.tries and jobs.worker = $1
        returning jobs.workspace_id, jobs.id, jobs.name, jobs.key, jobs.lane, jobs.tries
    ), story as (
        delete from jobs_tries using ended
        where ended.tries > 1 and jobs_tries.workspace_id = ended.workspace_id
          and job_id = ended.id
    )
    select pg_notify('hanse_jobs', $5)
    where exists (
        select from ended cross join lateral (
            select from jobs next
            where ended.lane <> '' and next.state = 'waiting'
              and next.workspace_id = ended.workspace_id and next.lane = ended.lane limit 1
        ) next
    ) or exists (
        select from ended join jobs next using (workspace_id, name, key)
        where next.state in ('later', 'waiting')
    )
"""
END_BADLY = """
    with ended as (
        update jobs
        set state = ours.state, worker = null, heartbeat_at = null,
            strikes = jobs.strikes + ours.strike,
            due_at = clock_timestamp() + make_interval(secs => ours.wait_s),
            ended_at = case when ours.state not in ('later', 'waiting')
                then clock_timestamp() end
        from unnest($2::uuid[], $3::integer[], $4::text[], $5::text[], $6::float8[],
                $7::integer[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[])
            as ours(id, tries, worker, state, wait_s, strike, outcome, fault, sentence,
                next_step, trace)
        where jobs.workspace_id = $1 and jobs.id = ours.id and jobs.tries = ours.tries
          and jobs.worker = ours.worker
          and jobs.heartbeat_at <= clock_timestamp() - make_interval(secs => $13)
        returning jobs.workspace_id, jobs.id, jobs.name, jobs.key, jobs.state, jobs.tries,
            jobs.started_at, ours.worker, ours.outcome, ours.fault, ours.sentence,
            ours.next_step, ours.trace
    ), story as (
        insert into jobs_tries (workspace_id, job_id, number, started_at, worker, outcome, fault,
            sentence, next_step, trace)
        select workspace_id, id, tries, started_at, worker, outcome, fault, sentence, next_step,
            trace
        from ended
    ), twins as (
        -- Asked for while it ran: the retry is that run. And one parked job of a key is enough.
        select twin.workspace_id, twin.id
        from ended join jobs twin using (workspace_id, name, key)
        where twin.id <> ended.id and twin.state in ('waiting', 'parked')
          and twin.state = case ended.state when 'later' then 'waiting' else ended.state end
        for update of twin skip locked
    ), merged as (
        delete from jobs using twins
        where jobs.workspace_id = twins.workspace_id and jobs.id = twins.id
    ), forgotten as (
        delete from jobs_tries using ended
        where jobs_tries.workspace_id = ended.workspace_id and job_id = ended.id
          and number <= ended.tries - $14
    ), forgotten_too as (
        delete from jobs_tries using twins
        where jobs_tries.workspace_id = twins.workspace_id and job_id = twins.id
    )
    select id, name, state, fault, pg_notify('hanse_jobs', $15) from ended
"""


@dataclass(frozen=True, slots=True)
class Ending:
    """How a try ended: well, or by a verdict."""

    run: Run
    verdict: Verdict | None = None


async def beat(tx: Tx, worker: str, runs: Sequence[Run]) -> Mapping[tuple[UUID, int], bool]:
    """Show that these still run; of each that is still ours, whether it is to stop."""
    rows = await tx.fetch(
        BEAT,
        worker,
        [run.workspace_id for run in runs],
        [run.id for run in runs],
        [run.tries for run in runs],
    )
    return {(row["id"], row["tries"]): row["cancel"] for row in rows}


async def lost(tx: Tx, worker: str, ours: Collection[UUID], silent_s: float) -> Sequence[Run]:
    """Runs whose worker has shown no life for so long."""
    rows = await tx.fetch(LOST, silent_s, worker, list(ours), LOST_MAX)
    return [run_of(row) for row in rows]


async def say(tx: Tx, run: Run, message: str, done: int | None, total: int | None) -> None:
    await tx.execute(SAY, run.workspace_id, run.id, run.tries, run.worker, message, done, total)


async def end(database: Database, endings: Sequence[Ending], silent_s: float = 0.0) -> None:
    """Write how these runs ended. With `silent_s`, only of those still silent for so long."""
    well = [ending.run for ending in endings if ending.verdict is None]
    if well:
        async with database.system_tx(PURPOSE) as tx:
            await tx.execute(BY_INDEX)
            await tx.execute(
                END_WELL,
                well[0].worker,
                [run.workspace_id for run in well],
                [run.id for run in well],
                [run.tries for run in well],
                WAKE,
            )
    badly: dict[UUID, list[tuple[Run, Verdict]]] = {}
    for ending in endings:
        if ending.verdict is not None:
            badly.setdefault(ending.run.workspace_id, []).append((ending.run, ending.verdict))
    for workspace_id, ended in badly.items():
        # In the workspace of the jobs, for its log tells what was stopped.
        async with database.system_tx(PURPOSE, workspace_id) as tx:
            await end_badly(tx, ended, silent_s)


async def end_badly(tx: Tx, ended: Sequence[tuple[Run, Verdict]], silent_s: float) -> None:
    rows = await tx.fetch(
        END_BADLY,
        tx.workspace_id,
        [run.id for run, _ in ended],
        [run.tries for run, _ in ended],
        [run.worker for run, _ in ended],
        [verdict.state for _, verdict in ended],
        [verdict.wait_s for _, verdict in ended],
        [int(verdict.strike) for _, verdict in ended],
        [verdict.outcome for _, verdict in ended],
        [verdict.fault for _, verdict in ended],
        [verdict.sentence for _, verdict in ended],
        [verdict.next_step for _, verdict in ended],
        [verdict.trace for _, verdict in ended],
        silent_s,
        STORY_MAX,
        WAKE,
    )
    stopped = [row for row in rows if row["state"] in STOPPED]
    await append(
        tx, *(JobStopped(row["id"], row["name"], row["state"], row["fault"]) for row in stopped)
    )
