"""Jobs at work: after the commit, one run of a key at a time, nobody starves."""

import asyncio
from collections import Counter
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest

from hanse.engine import telemetry
from hanse.engine.jobs import kept as kept_jobs
from hanse.engine.jobs.claims import claim
from hanse.engine.jobs.handlers import Job, Jobs, collect
from hanse.engine.jobs.jobs import enqueue, enqueue_many
from hanse.engine.jobs.workers import prepare
from hanse.engine.tx import Database
from tests.conftest import NOBODY
from tests.engine.job_workers import until, working

jobs = Jobs("shop")


class Seen:
    """What the handlers of one test saw, and what holds them."""

    def __init__(self) -> None:
        self.started: list[Job] = []
        self.ended: list[str] = []
        self.beside: Counter[str] = Counter()
        self.most: Counter[str] = Counter()
        self.go = asyncio.Event()

    async def wait(self, job: Job, lane: str) -> None:
        self.started.append(job)
        self.beside[lane] += 1
        self.most[lane] = max(self.most[lane], self.beside[lane])
        try:
            await self.go.wait()
        finally:
            self.beside[lane] -= 1
        self.ended.append(job.key)

    def order(self) -> list[str]:
        return [job.key for job in self.started]


seen: dict[UUID, Seen] = {}


@jobs.job("shop.hold")
async def hold(job: Job, database: Database) -> None:
    await seen[job.workspace_id].wait(job, job.key)


@jobs.job("shop.lane", lane="account", lane_max=2)
async def in_lane(job: Job, database: Database) -> None:
    await seen[job.workspace_id].wait(job, str(job.ids["account"]))


@pytest.fixture(autouse=True, scope="module")
async def known(database: Database) -> None:
    await prepare(database, collect([jobs]))


@pytest.fixture
def held(workspace: UUID) -> Seen:
    seen[workspace] = Seen()
    return seen[workspace]


async def ask(database: Database, workspace: UUID, key: str, *, priority: int = 0) -> None:
    async with database.tx(workspace, NOBODY, "r-9") as tx:
        await enqueue(tx, "shop.hold", key, {}, priority=priority)


@pytest.fixture(autouse=True)
async def fresh(database: Database) -> None:
    async with database.system_tx("test") as tx:
        await tx.execute("delete from jobs")


async def nothing_left(database: Database, workspace: UUID) -> bool:
    async with database.tx(workspace, NOBODY) as tx:
        return not await kept_jobs.find(tx)


async def test_a_job_runs_after_the_commit_and_leaves_no_row(
    database: Database, workspace: UUID, held: Seen
) -> None:
    async with working(database, jobs):
        async with database.tx(workspace, NOBODY, "r-9") as tx:
            await enqueue(tx, "shop.hold", "a", {"offer": workspace})
        await until(lambda: len(held.started) == 1)
        [job] = held.started
        assert (job.tries, job.request_id, job.one("offer")) == (1, "r-9", workspace)
        held.go.set()
        await until(lambda: nothing_left(database, workspace))
    assert held.ended == ["a"]


async def test_the_request_travels_into_the_job_and_its_transactions(
    database: Database, workspace: UUID
) -> None:
    told = Jobs("told")
    found: list[tuple[str, str, str, UUID]] = []

    @told.job("told.say")
    async def say(job: Job, database: Database) -> None:
        async with job.tx(database) as tx:
            found.append((telemetry.request_id(), tx.request_id, tx.actor.name, tx.workspace_id))

    async with working(database, told):
        async with database.tx(workspace, NOBODY, "r-11") as tx:
            await enqueue(tx, "told.say", "", {})
        await until(lambda: len(found) == 1)
    assert found == [("r-11", "r-11", "told.say", workspace)]


async def test_a_key_that_comes_while_its_job_runs_makes_one_more_run_after_it(
    database: Database, workspace: UUID, held: Seen
) -> None:
    async with working(database, jobs), working(database, jobs, worker="there"):
        await ask(database, workspace, "a")
        await until(lambda: held.order() == ["a"])
        for _ in range(3):
            await ask(database, workspace, "a")
        await ask(database, workspace, "b")
        await until(lambda: held.order() == ["a", "b"])
        held.go.set()
        await until(lambda: nothing_left(database, workspace))
    assert Counter(held.order()) == {"a": 2, "b": 1}
    assert held.most["a"] == 1


async def test_a_job_does_not_start_before_it_can_see_what_made_it_necessary(
    database: Database, workspace: UUID, held: Seen
) -> None:
    """The second to ask finds a job waiting, and its own rows are not committed yet."""
    held.go.set()
    await ask(database, workspace, "a")
    async with AsyncExitStack() as worker:
        async with database.tx(workspace, NOBODY) as second:
            # It stays open for as long as a slow machine needs, which is longer than work may take.
            await second.execute("set local transaction_timeout = 0")
            await enqueue(second, "shop.hold", "a", {})
            await worker.enter_async_context(working(database, jobs))
            await ask(database, workspace, "b")
            await until(lambda: held.ended == ["b"])
        await until(lambda: held.ended == ["b", "a"])
        await until(lambda: nothing_left(database, workspace))
    assert held.ended == ["b", "a"]


async def test_two_who_asked_at_the_same_time_get_one_run(
    database: Database, workspace: UUID, held: Seen
) -> None:
    async with database.tx(workspace, NOBODY) as one, database.tx(workspace, NOBODY) as other:
        await enqueue(one, "shop.hold", "a", {})
        await enqueue(other, "shop.hold", "a", {})
    held.go.set()
    async with working(database, jobs):
        await until(lambda: nothing_left(database, workspace))
    assert held.order() == ["a"]


async def test_the_database_itself_refuses_a_second_run_beside_the_first(
    database: Database, workspace: UUID, held: Seen
) -> None:
    async with working(database, jobs):
        await ask(database, workspace, "a")
        await until(lambda: held.order() == ["a"])
        await ask(database, workspace, "a")
        with pytest.raises(asyncpg.UniqueViolationError):
            async with database.system_tx("test") as tx:
                await tx.execute(
                    "update jobs set state = 'running', worker = 'x' where workspace_id = $1",
                    workspace,
                )
        held.go.set()


async def test_more_priority_comes_first_and_then_who_asked_first(
    database: Database, workspace: UUID, held: Seen
) -> None:
    for key, priority in (("a", 0), ("b", 0), ("c", 9), ("d", -1)):
        await ask(database, workspace, key, priority=priority)
    held.go.set()
    async with working(database, jobs, jobs_max=1):
        await until(lambda: len(held.ended) == 4)
    assert held.ended == ["c", "a", "b", "d"]


async def test_a_job_waits_for_its_time(database: Database, workspace: UUID, held: Seen) -> None:
    at = database.clock.now() + timedelta(seconds=1)
    async with database.tx(workspace, NOBODY) as tx:
        await enqueue(tx, "shop.hold", "later", {}, at=at)
    held.go.set()
    async with working(database, jobs):
        await ask(database, workspace, "now")
        await until(lambda: len(held.ended) == 2)
    assert held.ended == ["now", "later"]
    assert database.clock.now() >= at


async def test_one_account_never_starves_the_others(
    database: Database, workspace: UUID, held: Seen
) -> None:
    async with database.tx(workspace, NOBODY) as tx:
        items = [(f"big {n}", {"account": "big"}) for n in range(300)]
        await enqueue_many(tx, "shop.lane", items)
        await enqueue(tx, "shop.lane", "small", {"account": "small"})
    async with working(database, jobs), working(database, jobs, worker="there"):
        await until(lambda: "small" in held.order())
        assert len(held.started) == 3
        held.go.set()
        await until(lambda: nothing_left(database, workspace))
    assert held.most["big"] == 2
    assert len(held.started) == len(set(held.order())) == 301


async def test_one_workspace_never_starves_the_others(database: Database, held: Seen) -> None:
    big, small = database.ids.new(), database.ids.new()
    seen[big] = seen[small] = held
    async with database.tx(big, NOBODY) as tx:
        await enqueue_many(tx, "shop.hold", [(f"big {n}", {}) for n in range(200)])
    await ask(database, small, "small")
    async with working(database, jobs, jobs_max=4):
        await until(lambda: len(held.started) == 4)
        assert "small" in held.order()
        held.go.set()
        await until(lambda: len(held.ended) == 201)


async def test_a_job_is_found_behind_any_number_of_queues_that_may_not_start(
    database: Database, held: Seen
) -> None:
    before, behind = sorted((database.ids.new(), database.ids.new()))
    async with database.tx(before, NOBODY) as tx:
        items = [(str(n), {"account": f"{n:02}"}) for n in range(10)]
        await enqueue_many(tx, "shop.lane", items)
    await ask(database, behind, "found")
    async with database.system_tx("test") as tx:
        claimed = await claim(tx, "w", ["shop.hold"], 5, queues_max=3)
        assert [run.key for run in claimed.runs] == ["found"]
        again = await claim(tx, "w", ["shop.hold"], 5, claimed.stopped, queues_max=3)
        assert not again.runs
        others = [
            (await claim(tx, "w", ["shop.lane"], 5, claimed.stopped, queues_max=3)).runs
            for _ in range(4)
        ]
        await tx.execute("delete from jobs")
    assert sorted(run.key for runs in others for run in runs) == [str(n) for n in range(10)]


async def test_no_more_run_than_the_worker_may(
    database: Database, workspace: UUID, held: Seen
) -> None:
    async with database.tx(workspace, NOBODY) as tx:
        await enqueue_many(tx, "shop.hold", [(str(n), {}) for n in range(9)])
    async with working(database, jobs, jobs_max=3):
        await until(lambda: len(held.started) == 3)
        await ask(database, workspace, "x")
        await until(lambda: still(lambda: len(held.started), 3))
        held.go.set()
        await until(lambda: len(held.ended) == 10)


async def still(count: Callable[[], int], expected: int) -> bool:
    """It stays so while the worker has every chance to do more."""
    for _ in range(20):
        await asyncio.sleep(0.01)
        if count() != expected:
            return False
    return True


async def test_a_worker_that_was_silent_too_long_lets_go_and_its_late_end_finds_no_row(
    database: Database, workspace: UUID, held: Seen
) -> None:
    """As after a blocked loop: the other one took it, and both run for a moment."""
    async with working(database, jobs), working(database, collect([Jobs("none")]), worker="there"):
        await ask(database, workspace, "a")
        await until(lambda: held.order() == ["a"])

        async def begun_again() -> bool:
            async with database.system_tx("test") as tx:
                await tx.execute("""
                    update jobs set heartbeat_at = heartbeat_at - interval '1 minute'
                    where tries = 1 and state = 'running'""")
            return held.order() == ["a", "a"]

        # Whoever recovers it need not be able to run it: here it comes back to the first.
        await until(begun_again)
        await until(lambda: held.beside["a"] == 1)
        assert [job.tries for job in held.started] == [1, 2]
        held.go.set()
        await until(lambda: nothing_left(database, workspace))
    assert held.ended == ["a"]


async def test_progress_is_seen_while_it_runs(database: Database, workspace: UUID) -> None:
    slow = Jobs("slow")
    go = asyncio.Event()

    @slow.job("slow.count")
    async def count(job: Job, database: Database) -> None:
        await job.progress("reading page 3", 3, 12)
        await job.progress("reading page 4", 4, 12)  # too soon after the other to be written
        await go.wait()

    async def said() -> bool:
        async with database.tx(workspace, NOBODY) as tx:
            return any(found.message for found in await kept_jobs.find(tx))

    async with working(database, slow):
        async with database.tx(workspace, NOBODY) as tx:
            await enqueue(tx, "slow.count", "", {})
        await until(said)
        async with database.tx(workspace, NOBODY) as tx:
            [found] = await kept_jobs.find(tx)
        assert (found.message, found.done, found.total) == ("reading page 3", 3, 12)
        assert found.worker == "here"
        go.set()
        await until(lambda: nothing_left(database, workspace))


async def test_a_worker_hears_again_after_its_connections_were_ended(
    database: Database, admin_dsn: str, workspace: UUID, held: Seen
) -> None:
    held.go.set()
    # It polls so seldom that only a notification can wake it in time.
    async with working(database, jobs, poll_s=600.0):
        await ask(database, workspace, "before")
        await until(lambda: held.ended == ["before"])
        admin = await asyncpg.connect(admin_dsn)
        ended = await admin.fetch("""
            select pid, pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and usename in ('hanse_system', 'hanse_app')""")
        listening = """
            select count(*) from pg_stat_activity where query ilike 'listen%'
            and datname = current_database() and pid <> all($1::int[])"""

        async def listens() -> bool:
            return bool(await admin.fetchval(listening, [row["pid"] for row in ended]))

        await until(listens)
        await admin.close()
        await ask(database, workspace, "after")
        await until(lambda: held.ended == ["before", "after"])
