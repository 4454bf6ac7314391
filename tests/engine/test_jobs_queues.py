"""Queues as a whole: paused, counted, and jobs that nobody knows."""

import asyncio
from uuid import UUID

import pytest

from hanse.app.cli import jobs as command
from hanse.app.cli.main import parser
from hanse.app.opened import Opened
from hanse.base.faults import Fault, Gone, OutcomeUnknown, Rejected
from hanse.engine.jobs import kept as kept_jobs
from hanse.engine.jobs import queues
from hanse.engine.jobs.handlers import Job, Jobs, collect
from hanse.engine.jobs.jobs import enqueue
from hanse.engine.jobs.queues import JobFigures
from hanse.engine.jobs.verdicts import State
from hanse.engine.jobs.workers import prepare, sort_out_strangers
from hanse.engine.settings import load
from hanse.engine.tx import Database
from tests.conftest import NOBODY
from tests.engine.job_workers import until, working

jobs = Jobs("desk")
ran: list[str] = []
raised: dict[str, Fault] = {}
go = asyncio.Event()


@jobs.job("desk.write")
async def write(job: Job, database: Database) -> None:
    ran.append(job.key)
    if job.key in raised:
        raise raised.pop(job.key)


@jobs.job("desk.wait")
async def wait(job: Job, database: Database) -> None:
    await job.progress("counting sheep", 3, 100)
    ran.append(job.key)
    await go.wait()


@pytest.fixture(autouse=True)
async def fresh(database: Database) -> None:
    await prepare(database, collect([jobs]))
    async with database.system_tx("test") as tx:
        for table in ("jobs", "jobs_tries", "jobs_pauses"):
            await tx.execute(
                {
                    "jobs": "delete from jobs",
                    "jobs_tries": "delete from jobs_tries",
                    "jobs_pauses": "delete from jobs_pauses",
                }[table]
            )
    ran.clear()
    raised.clear()
    go.clear()


async def ask(database: Database, workspace: UUID, key: str, name: str = "desk.write") -> UUID:
    async with database.tx(workspace, NOBODY) as tx:
        return await enqueue(tx, name, key, {"offer": "O-1"})


async def count(database: Database) -> JobFigures:
    async with database.system_tx("test") as tx:
        return await queues.figures(tx)


async def reaches(database: Database, **figures: int) -> None:
    async def so() -> bool:
        found = await count(database)
        return all(getattr(found, name) == value for name, value in figures.items())

    await until(so)


@pytest.mark.parametrize("scope", ["desk", "desk.write"])
async def test_a_paused_queue_starts_nothing_until_it_is_resumed(
    database: Database, workspace: UUID, scope: str
) -> None:
    async with database.system_tx("test") as tx:
        await queues.pause(tx, scope)
        await queues.pause(tx, scope)
    async with working(database, jobs):
        await ask(database, workspace, "held")
        other = Jobs("other")

        @other.job("other.write")
        async def write_other(job: Job, database: Database) -> None:
            ran.append(job.key)

        async with working(database, other, worker="there"):
            await ask(database, workspace, "free", "other.write")
            await until(lambda: ran == ["free"])
        assert (await count(database)).paused == [scope]
        async with database.system_tx("test") as tx:
            await queues.resume(tx, scope)
        await until(lambda: ran == ["free", "held"])


async def test_only_what_there_is_can_be_paused(database: Database) -> None:
    async with database.system_tx("test") as tx:
        with pytest.raises(Rejected, match="no job and no room called 'dsek'") as refused:
            await queues.pause(tx, "dsek")
        assert refused.value.next_step == "`hanse jobs names` lists them."
        with pytest.raises(Rejected, match="'desk' is not paused") as refused:
            await queues.resume(tx, "desk")
        assert refused.value.next_step == "Paused at the moment: nothing."


async def test_the_figures_tell_how_much_there_is_to_do(
    database: Database, workspace: UUID
) -> None:
    assert await count(database) == JobFigures(0, 0, 0, 0, 0, 0, 0.0, [])
    await ask(database, workspace, "a")
    raised["a"] = Rejected("no")
    await until(lambda: waited(database, 0.05))
    async with working(database, jobs, jobs_max=1):
        await reaches(database, failed=1)
        await ask(database, workspace, "b", "desk.wait")
        await reaches(database, running=1)
        await ask(database, workspace, "c")
        found = await count(database)
        assert (found.waiting, found.running, found.failed) == (1, 1, 1)
        go.set()
        await reaches(database, waiting=0, running=0)


async def waited(database: Database, limit_s: float) -> bool:
    return (await count(database)).oldest_waiting_s > limit_s


async def test_a_job_that_no_worker_knows_is_seen_and_stops_nobody(
    database: Database, workspace: UUID
) -> None:
    gone = Jobs("gone")
    gone.job("gone.away")(write)
    await prepare(database, collect([gone]))
    job_id = await ask(database, workspace, "a", "gone.away")
    async with database.system_tx("test") as tx:
        await tx.execute("delete from jobs_tries")
    async with working(database, jobs):
        await ask(database, workspace, "b")
        await until(lambda: ran == ["b"])
        await sort_out_strangers(database, "here", unhandled_s=3_600)
        assert (await count(database)).failed == 0  # a worker that knows it may be starting
        await sort_out_strangers(database, "here", unhandled_s=0)
        await reaches(database, failed=1)
    async with database.tx(workspace, NOBODY) as tx:
        found, [last] = await kept_jobs.show(tx, job_id)
    assert found.state is State.failed
    assert last.sentence == "No worker knows a job called gone.away."
    assert last.next_step.startswith("Start a worker of the version that knows it")


# The command


async def run(database: Database, *words: str) -> list[str]:
    said: list[str] = []
    arguments = parser()
    command.add(arguments.add_subparsers(dest="command"))
    opened = Opened(load({}), database.clock, database.ids, said.append, opened_database=database)
    assert await command.run(arguments.parse_args(["jobs", *words]), opened) == 0
    return said


async def test_the_command_lists_and_shows(database: Database, workspace: UUID) -> None:
    raised["a"] = Rejected("The title is too long.", next_step="Shorten it.")
    async with working(database, jobs, worker="hub/1"):
        failed = await ask(database, workspace, "a")
        await reaches(database, failed=1)
        running = await ask(database, workspace, "b", "desk.wait")
        await until(lambda: ran == ["a", "b"])
        lines = await run(database, "list")
        assert lines[-1] == "0 waiting, 0 later, 1 running, 1 failed, 0 unknown, 0 parked"
        assert str(running) in lines[0]
        assert "counting sheep" in lines[0]
        [line, _] = await run(database, "list", "--state", "failed", "--name", "desk")
        assert "desk.write  a  since" in line
        assert line.endswith("The title is too long.")
        assert "progress   3 of 100 counting sheep" in await run(database, "show", str(running))
        told = await run(database, "show", str(failed))
        assert told[-1] == "  failed (rejected): The title is too long. Shorten it."
        assert "hub/1" in told[-2]
        assert "ids        offer=O-1" in told
        go.set()


async def test_the_command_retries_cancels_pauses_and_resumes(
    database: Database, workspace: UUID
) -> None:
    assert await run(database, "pause", "desk") == [
        "No job of desk starts until: hanse jobs resume desk"
    ]
    assert "desk.write  paused" in await run(database, "names")
    assert (await run(database, "list"))[-1].endswith("; paused: desk")
    job_id = await ask(database, workspace, "a")
    assert await run(database, "cancel", str(job_id)) == ["desk.write a was cancelled."]
    assert await run(database, "retry", str(job_id)) == ["desk.write a will run again."]
    async with working(database, jobs):
        assert await run(database, "resume", "desk") == ["The jobs of desk go on."]
        await until(lambda: ran == ["a"])
        running = await ask(database, workspace, "b", "desk.wait")
        await until(lambda: ran == ["a", "b"])
        assert await run(database, "cancel", str(running)) == ["desk.wait b is being stopped."]
        go.set()


async def test_the_command_asks_to_look_before_an_unknown_outcome_is_retried(
    database: Database, workspace: UUID
) -> None:
    raised["a"] = OutcomeUnknown("No answer to the order.")
    async with working(database, jobs):
        job_id = await ask(database, workspace, "a")
        await reaches(database, unknown=1)
        with pytest.raises(OutcomeUnknown, match="nobody knows"):
            await run(database, "retry", str(job_id))
        await run(database, "retry", "--settled", str(job_id))
        await reaches(database, unknown=0, waiting=0, running=0)
    with pytest.raises(Gone):
        await run(database, "show", str(job_id))
