"""How jobs end: retried, kept with their story, cancelled, stopped for time, handed back."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

import pytest

from hanse.base.faults import (
    AuthLapsed,
    Conflict,
    Gone,
    OutcomeUnknown,
    Rejected,
    Throttled,
    Unavailable,
)
from hanse.engine.jobs import kept as kept_jobs
from hanse.engine.jobs.handlers import Job, Jobs, collect
from hanse.engine.jobs.jobs import enqueue
from hanse.engine.jobs.kept import Found, Try
from hanse.engine.jobs.verdicts import State
from hanse.engine.jobs.workers import prepare
from hanse.engine.log.events import START
from hanse.engine.log.history import Filters, read
from hanse.engine.tx import Database
from tests.conftest import NOBODY
from tests.engine.job_workers import until, working

jobs = Jobs("trial")
faults: dict[str, list[BaseException]] = {}
ran: list[str] = []
stopped: list[str] = []


@jobs.job("trial.fail", lane="account", lane_max=5)
async def fail(job: Job, database: Database) -> None:
    """Raises what the test has laid ready for this key, then ends well."""
    ran.append(job.key)
    if faults.get(job.key):
        raise faults[job.key].pop(0)


@jobs.job("trial.sleep")
async def sleep(job: Job, database: Database) -> None:
    ran.append(job.key)
    try:
        await asyncio.Event().wait()
    finally:
        stopped.append(job.key)


@jobs.job("trial.slow", time_s=0.2, tries_max=1)
async def slow(job: Job, database: Database) -> None:
    await asyncio.Event().wait()


@pytest.fixture(autouse=True, scope="module")
async def known(database: Database) -> None:
    await prepare(database, collect([jobs]))


@pytest.fixture(autouse=True)
async def fresh(database: Database) -> None:
    async with database.system_tx("test") as tx:
        await tx.execute("delete from jobs")
        await tx.execute("delete from jobs_tries")
    faults.clear()
    ran.clear()
    stopped.clear()


async def ask(
    database: Database, workspace: UUID, key: str, *raised: BaseException, name: str = "trial.fail"
) -> UUID:
    faults[key] = list(raised)
    async with database.tx(workspace, NOBODY) as tx:
        return await enqueue(tx, name, key, {"account": "shop 1"})


async def look(database: Database, workspace: UUID) -> Sequence[Found]:
    async with database.tx(workspace, NOBODY) as tx:
        return await kept_jobs.find(tx)


async def show(database: Database, workspace: UUID, job_id: UUID) -> tuple[Found, Sequence[Try]]:
    async with database.tx(workspace, NOBODY) as tx:
        return await kept_jobs.show(tx, job_id)


async def log_of(database: Database, workspace: UUID) -> list[str]:
    async with database.tx(workspace, NOBODY) as tx:
        return [event.name for event in await read(tx, Filters(), START, 100)]


async def reaches(database: Database, workspace: UUID, *states: State) -> None:
    async def so() -> bool:
        return sorted(found.state for found in await look(database, workspace)) == sorted(states)

    await until(so)


async def test_a_throttled_job_comes_again_by_itself(database: Database, workspace: UUID) -> None:
    async with working(database, jobs):
        await ask(database, workspace, "a", Throttled("Slow down.", after_s=0.2))
        await reaches(database, workspace)
    assert ran == ["a", "a"]


async def test_a_kept_job_tells_its_whole_story(database: Database, workspace: UUID) -> None:
    async with working(database, jobs, worker="hub/1"):
        job_id = await ask(
            database,
            workspace,
            "a",
            Throttled("Slow down.", after_s=0.1),
            Rejected("The title is too long.", next_step="Shorten it."),
        )
        await reaches(database, workspace, State.failed)
    found, story = await show(database, workspace, job_id)
    assert (found.fault, found.sentence) == ("rejected", "The title is too long.")
    assert found.ended_at
    assert [(one.number, one.outcome, one.fault, one.worker) for one in story] == [
        (1, "again", "throttled", "hub/1"),
        (2, "failed", "rejected", "hub/1"),
    ]
    assert story[1].next_step == "Shorten it."
    assert story[0].started_at < story[0].ended_at < story[1].started_at
    assert await log_of(database, workspace) == ["jobs.job.stopped"]


async def test_a_story_goes_with_a_job_that_ends_well(database: Database, workspace: UUID) -> None:
    async with working(database, jobs):
        await ask(database, workspace, "a", Throttled("Slow down.", after_s=0.0))
        await until(lambda: ran == ["a", "a"])
        await reaches(database, workspace)
    async with database.tx(workspace, NOBODY) as tx:
        assert await tx.fetchval("select count(*) from jobs_tries") == 0


async def test_a_lapsed_account_parks_its_jobs_until_it_is_connected_again(
    database: Database, workspace: UUID
) -> None:
    async with working(database, jobs):
        await ask(database, workspace, "a", AuthLapsed("The token ran out."))
        await reaches(database, workspace, State.parked)
        await ask(database, workspace, "a", AuthLapsed("The token ran out."))
        await until(lambda: ran == ["a", "a"])
        await reaches(database, workspace, State.parked)  # one of a key is enough
        async with database.tx(workspace, NOBODY) as tx:
            assert await kept_jobs.release(tx, "another shop") == 0
            assert await kept_jobs.release(tx, "shop 1") == 1
        await reaches(database, workspace)
    assert ran == ["a", "a", "a"]


async def test_an_unknown_outcome_is_not_repeated_before_somebody_has_looked(
    database: Database, workspace: UUID
) -> None:
    async with working(database, jobs):
        job_id = await ask(database, workspace, "a", OutcomeUnknown("No answer to the order."))
        await reaches(database, workspace, State.unknown)
        with pytest.raises(OutcomeUnknown, match="No answer to the order") as refused:
            async with database.tx(workspace, NOBODY) as tx:
                await kept_jobs.retry(tx, job_id)
        assert "retry it with --settled" in refused.value.next_step
        async with database.tx(workspace, NOBODY) as tx:
            await kept_jobs.retry(tx, job_id, settled=True)
        await reaches(database, workspace)
    assert ran == ["a", "a"]


async def test_a_nudge_during_a_run_that_is_to_wait_does_not_jump_the_wait(
    database: Database, workspace: UUID
) -> None:
    """Else a webhook would send us to a platform that has just asked us to slow down."""
    nudged = Jobs("nudge")

    @nudged.job("nudge.go")
    async def go(job: Job, database: Database) -> None:
        ran.append(job.key)
        async with job.tx(database) as tx:
            await enqueue(tx, "nudge.go", job.key, {})
        raise Throttled("Slow down.", after_s=3_600)

    async with working(database, nudged):
        async with database.tx(workspace, NOBODY) as tx:
            await enqueue(tx, "nudge.go", "a", {})
        await reaches(database, workspace, State.later)
        async with database.tx(workspace, NOBODY) as tx:
            await enqueue(tx, "nudge.go", "a", {})
        await reaches(database, workspace, State.later)
    assert ran == ["a"]


async def test_a_waiting_job_is_cancelled_and_can_be_retried(
    database: Database, workspace: UUID
) -> None:
    job_id = await ask(database, workspace, "a")
    async with database.tx(workspace, NOBODY) as tx:
        assert await kept_jobs.cancel(tx, job_id) is State.cancelled
        with pytest.raises(Conflict, match=r"trial\.fail is cancelled: there is nothing to stop"):
            await kept_jobs.cancel(tx, job_id)
    async with working(database, jobs):
        await ask(database, workspace, "b")
        await until(lambda: ran == ["b"])
        async with database.tx(workspace, NOBODY) as tx:
            await kept_jobs.retry(tx, job_id)
        await until(lambda: ran == ["b", "a"])
        await reaches(database, workspace)


async def test_a_running_job_is_cancelled_within_seconds(
    database: Database, workspace: UUID
) -> None:
    async with working(database, jobs):
        job_id = await ask(database, workspace, "a", name="trial.sleep")
        await until(lambda: ran == ["a"])
        async with database.tx(workspace, NOBODY) as tx:
            assert await kept_jobs.cancel(tx, job_id) is State.running
        await reaches(database, workspace, State.cancelled)
        assert stopped == ["a"]
    _, [last] = await show(database, workspace, job_id)
    assert (last.outcome, last.sentence) == ("cancelled", "It was cancelled while it ran.")
    assert await log_of(database, workspace) == ["jobs.job.cancelled"]


async def test_a_job_that_takes_too_long_is_stopped(database: Database, workspace: UUID) -> None:
    async with working(database, jobs):
        job_id = await ask(database, workspace, "a", name="trial.slow")
        await reaches(database, workspace, State.failed)
    found, _ = await show(database, workspace, job_id)
    assert found.fault == "too_slow"
    assert found.sentence == ("It took longer than 0.2 s and was stopped. That was failure 1 of 1.")


async def test_a_worker_that_is_asked_to_stop_hands_its_work_back(
    database: Database, workspace: UUID
) -> None:
    async with working(database, jobs, grace_s=0.1):
        job_id = await ask(database, workspace, "a", name="trial.sleep")
        await until(lambda: ran == ["a"])
    assert stopped == ["a"]
    found, [handed] = await show(database, workspace, job_id)
    assert (found.state, handed.outcome, handed.fault) == (
        State.waiting,
        "handed back",
        "handed_back",
    )
    async with working(database, jobs, worker="there", grace_s=0.1):
        await until(lambda: ran == ["a", "a"])


async def test_a_worker_that_is_asked_to_stop_lets_its_jobs_end(
    database: Database, workspace: UUID
) -> None:
    go = asyncio.Event()
    short = Jobs("short")

    @short.job("short.wait")
    async def wait(job: Job, database: Database) -> None:
        ran.append(job.key)
        await go.wait()

    async with working(database, short) as stop:
        async with database.tx(workspace, NOBODY) as tx:
            await enqueue(tx, "short.wait", "a", {})
            await enqueue(tx, "short.wait", "b", {})
        await until(lambda: len(ran) == 2)
        stop.set()
        await asyncio.sleep(0)
        go.set()
    assert await look(database, workspace) == []
    assert sorted(ran) == ["a", "b"]


async def test_a_mistake_is_kept_after_three_tries(database: Database, workspace: UUID) -> None:
    """The waits are shortened by hand: the row is made due."""
    async with working(database, jobs):
        job_id = await ask(database, workspace, "a", *(ValueError("x") for _ in range(9)))
        for _ in range(2):
            await reaches(database, workspace, State.later)
            async with database.system_tx("test") as tx:
                await tx.execute("update jobs set due_at = clock_timestamp() where id = $1", job_id)
        await reaches(database, workspace, State.failed)
    _, story = await show(database, workspace, job_id)
    assert [one.fault for one in story] == ["mistake"] * 3
    assert "ValueError: x" in story[0].trace


async def test_a_job_that_cancels_itself_made_a_mistake(
    database: Database, workspace: UUID
) -> None:
    async with working(database, jobs, jobs_max=1):
        job_id = await ask(database, workspace, "a", asyncio.CancelledError())
        await reaches(database, workspace, State.later)
        await ask(database, workspace, "b")
        await until(lambda: ran == ["a", "b"])  # its place is free again
    _, [first] = await show(database, workspace, job_id)
    assert (first.fault, first.sentence) == ("mistake", "It cancelled itself.")


async def test_what_is_not_there_is_said(database: Database, workspace: UUID) -> None:
    async with database.tx(workspace, NOBODY) as tx:
        with pytest.raises(Gone, match="A job that ended well leaves no row"):
            await kept_jobs.show(tx, workspace)
        with pytest.raises(Gone):
            await kept_jobs.cancel(tx, workspace)


async def test_another_workspace_touches_none_of_our_jobs(
    database: Database, workspace: UUID
) -> None:
    job_id = await ask(database, workspace, "a")
    async with database.tx(database.ids.new(), NOBODY) as tx:
        assert await kept_jobs.find(tx) == []
        for touch in (kept_jobs.show, kept_jobs.cancel, kept_jobs.retry):
            with pytest.raises(Gone):
                await touch(tx, job_id)
        assert await kept_jobs.release(tx, "shop 1") == 0
    [ours] = await look(database, workspace)
    assert ours.state is State.waiting


async def test_kept_jobs_are_forgotten_after_a_month(database: Database, workspace: UUID) -> None:
    async with working(database, jobs):
        await ask(database, workspace, "old", Rejected("no"))
        await reaches(database, workspace, State.failed)
    async with database.system_tx("test") as tx:
        assert await kept_jobs.forget(tx) == 0
        await tx.execute("update jobs set ended_at = ended_at - interval '31 days'")
        assert await kept_jobs.forget(tx) >= 1
        assert await tx.fetchval("select count(*) from jobs_tries") == 0
    assert await look(database, workspace) == []


async def test_an_outage_is_waited_out(database: Database, workspace: UUID) -> None:
    async with working(database, jobs):
        await ask(database, workspace, "a", Unavailable("Nobody answered."))
        await reaches(database, workspace, State.later)
    [found] = await look(database, workspace)
    assert (found.due_at - found.asked_at).total_seconds() > 0.9
