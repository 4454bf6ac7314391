"""Asking for work: in the transaction, once for each key, by names and ids that are known."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from hanse.base.faults import Rejected
from hanse.engine.jobs import kept as kept_jobs
from hanse.engine.jobs.handlers import Job, Jobs, collect
from hanse.engine.jobs.jobs import enqueue, enqueue_many
from hanse.engine.jobs.kept import Found
from hanse.engine.jobs.verdicts import State
from hanse.engine.jobs.workers import prepare
from hanse.engine.tx import Database, Tx
from tests.conftest import NOBODY, TakenBackError

jobs = Jobs("stock")


@jobs.job("stock.push")
async def push(job: Job, database: Database) -> None: ...


@jobs.job("stock.pull", lane="account")
async def pull(job: Job, database: Database) -> None: ...


@pytest.fixture(autouse=True, scope="module")
async def known(database: Database) -> None:
    await prepare(database, collect([jobs]))


async def waiting(database: Database, workspace: UUID) -> Sequence[Found]:
    async with database.tx(workspace, NOBODY) as tx:
        return await kept_jobs.find(tx)


async def test_a_job_is_asked_for_by_the_transaction_that_needs_it(
    database: Database, workspace: UUID
) -> None:
    with pytest.raises(TakenBackError):
        async with database.tx(workspace, NOBODY) as tx:
            await enqueue(tx, "stock.push", "a", {})
            raise TakenBackError
    assert await waiting(database, workspace) == []
    async with database.tx(workspace, NOBODY, "r-7") as tx:
        job_id = await enqueue(tx, "stock.push", "a", {"account": workspace})
    [job] = await waiting(database, workspace)
    assert (job.id, job.name, job.key, job.state) == (job_id, "stock.push", "a", State.waiting)
    assert (job.ids, job.request_id, job.tries) == ({"account": str(workspace)}, "r-7", 0)


async def test_the_same_key_twice_while_waiting_is_one_job(
    database: Database, workspace: UUID
) -> None:
    async with database.tx(workspace, NOBODY) as tx:
        first = await enqueue(tx, "stock.push", "a", {"n": 1})
        assert await enqueue(tx, "stock.push", "a", {"n": 2}) == first
    async with database.tx(workspace, NOBODY) as tx:
        assert await enqueue(tx, "stock.push", "a", {}) == first
        assert await enqueue(tx, "stock.push", "b", {}) != first
        assert await enqueue(tx, "stock.pull", "a", {"account": "x"}) != first
    assert len(await waiting(database, workspace)) == 3


async def test_many_are_asked_for_at_once_and_a_key_twice_is_one(tx: Tx) -> None:
    a, b, again = await enqueue_many(tx, "stock.push", [("a", {}), ("b", {}), ("a", {})])
    assert a == again != b
    assert await enqueue_many(tx, "stock.push", []) == []


async def test_the_same_key_in_two_workspaces_is_two_jobs(
    database: Database, workspace: UUID
) -> None:
    theirs = database.ids.new()
    for owner in (workspace, theirs):
        async with database.tx(owner, NOBODY) as tx:
            await enqueue(tx, "stock.push", "a", {})
    assert len(await waiting(database, workspace)) == len(await waiting(database, theirs)) == 1


async def test_a_waiting_job_comes_sooner_if_somebody_asks_for_that(tx: Tx) -> None:
    tomorrow = database_now(tx) + timedelta(days=1)
    job_id = await enqueue(tx, "stock.push", "a", {}, at=tomorrow)
    [later] = await kept_jobs.find(tx)
    assert (later.state, later.due_at) == (State.later, tomorrow)
    await enqueue(tx, "stock.push", "a", {}, priority=5)
    [now] = await kept_jobs.find(tx)
    assert (now.id, now.state, now.priority) == (job_id, State.waiting, 5)
    await enqueue(tx, "stock.push", "a", {}, at=tomorrow)
    assert await kept_jobs.find(tx) == [now]


def database_now(tx: Tx) -> datetime:
    return tx.clock.now()


async def test_asking_never_waits_for_another_transaction(
    database: Database, workspace: UUID
) -> None:
    async with asyncio.timeout(60), database.tx(workspace, NOBODY) as one:
        await enqueue(one, "stock.push", "a", {})
        await enqueue(one, "stock.push", "b", {})
        async with database.tx(workspace, NOBODY) as other:
            await enqueue(other, "stock.push", "b", {})
            await enqueue(other, "stock.push", "a", {})


async def test_an_unknown_name_is_refused_with_the_nearest(tx: Tx) -> None:
    with pytest.raises(Rejected) as refused:
        await enqueue(tx, "stock.pusch", "a", {})
    assert str(refused.value) == "No job is called 'stock.pusch'. Did you mean stock.push?"
    with pytest.raises(Rejected, match=r"Declare it in its room's jobs\.py"):
        await enqueue(tx, "x.y", "a", {})


async def test_a_job_in_lanes_needs_the_id_of_its_lane(tx: Tx) -> None:
    with pytest.raises(Rejected, match="runs in lanes by 'account', and that id is missing"):
        await enqueue(tx, "stock.pull", "a", {"shop": "x"})


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"price": 9.5}, "'price' of stock.push is a float; a job gets ids only"),
        ({"api_key": "k"}, "'api_key' of stock.push is named like a secret"),
        ({"live": True}, "'live' of stock.push is a bool"),
        ({"a": [None]}, "'a' of stock.push is a NoneType"),
        ({"text": "x" * 201}, "'text' of stock.push has 201 characters, too many for an id"),
        ({"many": list(range(3_000))}, "the limit is 8,000"),
    ],
)
async def test_a_job_gets_ids_and_not_too_many(
    tx: Tx, given: dict[str, object], message: str
) -> None:
    with pytest.raises(Rejected, match=message) as refused:
        await enqueue(tx, "stock.push", "a", given)  # type: ignore[arg-type]
    assert "Keep " in refused.value.next_step


async def test_limits_are_in_the_message(tx: Tx) -> None:
    with pytest.raises(Rejected, match="has 201 characters; the limit is 200"):
        await enqueue(tx, "stock.push", "k" * 201, {})
    with pytest.raises(Rejected, match=r"1,001 jobs of stock\.push at once; the limit is 1,000"):
        await enqueue_many(tx, "stock.push", [(str(n), {}) for n in range(1_001)])
    with pytest.raises(Rejected, match="Priority 1001 is beyond 1000"):
        await enqueue(tx, "stock.push", "a", {}, priority=1_001)


def test_a_name_is_registered_once_and_well() -> None:
    twice = Jobs("stock")
    twice.job("stock.push")(push)
    with pytest.raises(ValueError, match=r"stock\.push is declared twice"):
        collect([jobs, twice])
    with pytest.raises(ValueError, match=r"a job of stock is named stock\.verb"):
        jobs.job("orders.pull")
    with pytest.raises(ValueError, match=r"a job is named room\.verb"):
        Jobs("stock").job("stock.Push!")(push)
    with pytest.raises(ValueError, match="limits must be above zero"):
        Jobs("stock").job("stock.push", time_s=0)(push)
    stray = Jobs("stock")
    stray.every("stock.nothing", "0 * * * *")
    with pytest.raises(ValueError, match="is scheduled, but no job of that name is declared"):
        collect([stray])


async def test_a_handler_asks_for_its_ids_by_name_and_kind(workspace: UUID) -> None:
    async def nowhere(message: str, done: int | None, total: int | None) -> None: ...

    ids = {"account": str(workspace), "offers": [str(workspace)], "order": "SN-1"}
    job = Job(workspace, workspace, "stock.push", "a", ids, 1, "", nowhere)
    assert job.one("account") == workspace
    assert job.many("offers") == job.many("account") == [workspace]
    with pytest.raises(Rejected, match="without the id 'shop'; it has account, offers, order"):
        job.one("shop")
    with pytest.raises(Rejected, match=r"'order' of stock\.push is 'SN-1', which is no UUID"):
        job.one("order")
