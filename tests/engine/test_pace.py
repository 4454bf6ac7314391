"""Pace: never faster than a platform bears, nearly as fast as that, and the urgent ones first."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
import pytest

from hanse.base.ids import RandomIds
from hanse.engine import pace
from hanse.engine.pace import Bucket, report, states, take, worth_reporting
from hanse.engine.tx import Database, Tx
from tests.conftest import NOBODY
from tests.engine.buckets import ask, later, quota, rate, take_all, take_waiting


@pytest.fixture(scope="module")
async def admin(admin_dsn: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(admin_dsn)
    yield connection
    await connection.close()


@pytest.fixture
def slow(ids: RandomIds) -> Bucket:
    """So slow that nothing comes back while a test looks."""
    return Bucket(ids.new(), rate(100, 3_600.0))


# A bucket


async def test_a_bucket_is_taken_from_at_once_and_then_told_how_long_to_wait(
    database: Database, workspace: UUID, slow: Bucket
) -> None:
    assert await take_all(database, workspace, slow) == 95  # a twentieth is kept for late arrivals
    assert await ask(database, workspace, slow) == pytest.approx(36.0, rel=0.1)
    assert await ask(database, workspace, slow, cost=10) == pytest.approx(363.0, rel=0.1)


async def test_what_comes_back_in_time_can_be_taken_again(
    database: Database, workspace: UUID, slow: Bucket, admin: asyncpg.Connection
) -> None:
    await take_all(database, workspace, slow)
    await later(admin, slow, 10 * 36.5)
    assert await take_all(database, workspace, slow) == 10
    await later(admin, slow, 10 * 3_600)
    assert await take_all(database, workspace, slow) == 95


async def test_a_cost_larger_than_the_bucket_waits_until_it_is_full_and_then_leaves_a_debt(
    database: Database, workspace: UUID, slow: Bucket, admin: asyncpg.Connection
) -> None:
    assert await ask(database, workspace, slow) == 0.0
    assert await ask(database, workspace, slow, cost=200) == pytest.approx(36.4, rel=0.1)
    await later(admin, slow, 40)
    assert await ask(database, workspace, slow, cost=200) == 0.0
    assert await ask(database, workspace, slow) == pytest.approx(106 * 36.4, rel=0.1)


async def test_two_workspaces_and_two_accounts_do_not_share(
    database: Database, workspace: UUID, slow: Bucket, ids: RandomIds
) -> None:
    await take_all(database, workspace, slow)
    assert await ask(database, workspace, Bucket(ids.new(), slow.rate)) == 0.0
    assert await ask(database, ids.new(), slow) == 0.0


async def test_without_a_limit_nothing_is_counted_and_nothing_is_written(
    database: Database, workspace: UUID, ids: RandomIds, admin: asyncpg.Connection
) -> None:
    bucket = Bucket(ids.new(), rate(None))
    for _ in range(30):
        assert await ask(database, workspace, bucket, cost=1_000) == 0.0
    rows = await admin.fetch(
        "select left_units, flying, ctid::text from engine_pace where account_id = $1",
        bucket.account_id,
    )
    assert [tuple(row) for row in rows] == [(None, 0.0, rows[0]["ctid"])]


async def test_a_negative_cost_is_a_mistake(tx: Tx, slow: Bucket) -> None:
    with pytest.raises(ValueError, match="cannot cost -1"):
        await pace.take(tx, slow, -1)


async def test_two_that_take_at_once_never_take_the_same_unit(
    database: Database, workspace: UUID, slow: Bucket
) -> None:
    taken = await asyncio.gather(*(take_all(database, workspace, slow) for _ in range(8)))
    assert sum(taken) == 95


# A window


@pytest.mark.parametrize("costs", [(1,), (1, 3, 2), (4,)])
async def test_no_window_ever_holds_more_than_its_limit_and_it_is_made_use_of(
    database: Database, workspace: UUID, ids: RandomIds, costs: tuple[int, ...]
) -> None:
    limit, window_s, run_s = 40, 0.5, 4.0
    bucket = Bucket(ids.new(), rate(limit, window_s, windowed=True))
    taken: list[tuple[datetime, int]] = []
    ends_at = time.monotonic() + run_s
    turns = itertools.cycle(costs)

    async def worker() -> None:
        while time.monotonic() < ends_at:
            cost = next(turns)
            async with database.tx(workspace, NOBODY) as tx:
                wait_s = await take(tx, bucket, cost)
                if wait_s == 0.0:
                    taken.append((await tx.fetchval(TAKEN_AT, bucket.account_id), cost))
            await asyncio.sleep(wait_s)

    await asyncio.gather(*(worker() for _ in range(3)))
    taken.sort()
    window = timedelta(seconds=window_s)
    for at, _ in taken:
        assert sum(cost for other, cost in taken if at <= other <= at + window) <= limit
    first, last = taken[0][0], taken[-1][0]
    windows = (last - first) // window + 1
    # How much of it is used is a matter of the machine: `make bench B=pace` measures that.
    assert sum(cost for _, cost in taken) >= limit * windows / 4


TAKEN_AT = "select counted_at from engine_pace where account_id = $1"


async def test_a_window_is_free_again_exactly_when_it_has_passed(
    database: Database, workspace: UUID, ids: RandomIds, admin: asyncpg.Connection
) -> None:
    bucket = Bucket(ids.new(), rate(10, 3_600.0, windowed=True))
    assert await take_all(database, workspace, bucket) == 10
    wait_s = await ask(database, workspace, bucket)
    assert 3_600 < wait_s <= 3_600 * 62 / 60
    await admin.execute(
        "update engine_pace set slot = slot - 61 where account_id = $1", bucket.account_id
    )
    assert 0 < await ask(database, workspace, bucket) <= 60
    await admin.execute(
        "update engine_pace set slot = slot - 1 where account_id = $1", bucket.account_id
    )
    assert await take_all(database, workspace, bucket) == 10


async def test_a_cost_larger_than_a_window_waits_until_the_window_is_empty(
    database: Database, workspace: UUID, ids: RandomIds, admin: asyncpg.Connection
) -> None:
    bucket = Bucket(ids.new(), rate(10, 3_600.0, windowed=True))
    assert await ask(database, workspace, bucket) == 0.0
    assert await ask(database, workspace, bucket, cost=25) > 3_600
    await admin.execute(
        "update engine_pace set slot = slot - 70 where account_id = $1", bucket.account_id
    )
    assert await ask(database, workspace, bucket, cost=25) == 0.0
    assert await ask(database, workspace, bucket) > 3_600


# Who goes first


async def test_a_less_urgent_one_waits_behind_an_urgent_one_that_waits(
    database: Database, workspace: UUID, slow: Bucket, admin: asyncpg.Connection
) -> None:
    await take_all(database, workspace, slow)
    urgent_s = await ask(database, workspace, slow, priority=5)
    await later(admin, slow, urgent_s)
    # There is a unit now, and it is the urgent one's.
    assert 0 < await ask(database, workspace, slow) <= 0.25
    assert await ask(database, workspace, slow, priority=5) == 0.0
    assert await ask(database, workspace, slow) == pytest.approx(36.4, rel=0.1)


async def test_the_mark_of_one_that_never_came_back_passes(
    database: Database, workspace: UUID, slow: Bucket, admin: asyncpg.Connection
) -> None:
    await take_all(database, workspace, slow)
    await later(admin, slow, await ask(database, workspace, slow, priority=5) + 0.3)
    assert await ask(database, workspace, slow) == 0.0


async def test_the_urgent_ones_go_first_however_many_push(
    database: Database, workspace: UUID, ids: RandomIds
) -> None:
    bucket = Bucket(ids.new(), rate(4, 1.0))
    await take_all(database, workspace, bucket)
    stop = asyncio.Event()

    async def pushing() -> None:
        while not stop.is_set():
            if wait_s := await ask(database, workspace, bucket):
                await asyncio.sleep(wait_s)

    crowd = [asyncio.create_task(pushing()) for _ in range(6)]
    try:
        started = time.monotonic()
        for _ in range(4):
            async with asyncio.timeout(60):
                await take_waiting(database, workspace, bucket, priority=9)
        # Four turns of a quarter of a second; behind six others it would be seven seconds.
        assert time.monotonic() - started < 4.0
    finally:
        stop.set()
        await asyncio.gather(*crowd)


# What the platform says


async def test_who_is_told_to_slow_down_keeps_everybody_off(
    database: Database, workspace: UUID, ids: RandomIds, admin: asyncpg.Connection
) -> None:
    for bucket in (Bucket(ids.new(), rate(100, 10)), Bucket(ids.new(), rate(None))):
        async with database.tx(workspace, NOBODY) as tx:
            await report(tx, bucket, outcome="throttled", after_s=20)
        assert await ask(database, workspace, bucket) == pytest.approx(20, abs=1)
        async with database.tx(workspace, NOBODY) as tx:
            await report(tx, bucket, outcome="throttled", after_s=5)
        assert await ask(database, workspace, bucket, priority=9) == pytest.approx(20, abs=1)
        await later(admin, bucket, 21)


async def test_a_quota_lowers_what_is_left_and_sets_size_and_speed(
    database: Database, workspace: UUID, slow: Bucket
) -> None:
    assert await ask(database, workspace, slow) == 0.0
    async with database.tx(workspace, NOBODY) as tx:
        await report(tx, slow, outcome="ok", quota=quota(7, size=200, per_s=0.001))
        (state,) = await states(tx, [slow.account_id])
    assert state.left == pytest.approx(7, abs=0.1)
    assert (state.size, state.restored_per_s) == (200, 0.001)
    assert await take_all(database, workspace, slow) == 7


async def test_a_call_that_was_cheaper_gives_back_the_rest(
    database: Database, workspace: UUID, slow: Bucket
) -> None:
    assert await ask(database, workspace, slow, cost=60) == 0.0
    async with database.tx(workspace, NOBODY) as tx:
        await report(tx, slow, outcome="ok", cost=60, quota=quota(90, per_s=0.001))
        (state,) = await states(tx, [slow.account_id])
    assert state.left == pytest.approx(90, abs=0.1)


async def test_what_others_have_under_way_is_not_given_back(
    database: Database, workspace: UUID, slow: Bucket
) -> None:
    """The platform has seen one of two calls, and somebody else has used half of the bucket."""
    for _ in range(2):
        assert await ask(database, workspace, slow, cost=20) == 0.0
    async with database.tx(workspace, NOBODY) as tx:
        await report(tx, slow, outcome="ok", cost=20, quota=quota(50, per_s=0.001))
        (state,) = await states(tx, [slow.account_id])
    assert state.left == pytest.approx(30, abs=0.5)


async def test_an_answer_that_was_overtaken_gives_back_no_more_than_its_own(
    database: Database, workspace: UUID, slow: Bucket
) -> None:
    for _ in range(2):
        assert await ask(database, workspace, slow, cost=40) == 0.0
    async with database.tx(workspace, NOBODY) as tx:
        # The second call was counted last and is told of first.
        await report(tx, slow, outcome="ok", cost=40, quota=quota(20, per_s=0.001))
        await report(tx, slow, outcome="ok", cost=40, quota=quota(90, per_s=0.001))
        (state,) = await states(tx, [slow.account_id])
    assert state.left is not None
    assert state.left <= 60.5


async def test_a_window_that_others_have_used_is_smaller(
    database: Database, workspace: UUID, ids: RandomIds
) -> None:
    bucket = Bucket(ids.new(), rate(10, 3_600.0, windowed=True))
    assert await ask(database, workspace, bucket) == 0.0
    async with database.tx(workspace, NOBODY) as tx:
        await report(tx, bucket, outcome="ok", quota=quota(4, size=10, per_s=0))
    assert await take_all(database, workspace, bucket) == 4


def test_an_answer_with_nothing_to_correct_is_not_told_of() -> None:
    assert not worth_reporting("ok", None, rate())
    assert not worth_reporting("gone", None, rate())
    assert not worth_reporting("ok", quota(5), rate(None))
    assert worth_reporting("ok", quota(5), rate())
    assert worth_reporting("ok", None, rate(), uneasy=True)
    for outcome in ("throttled", "unavailable", "outcome_unknown"):
        assert worth_reporting(outcome, None, rate(None)), outcome


# Beside the pace


async def test_the_skew_of_a_clock_is_kept_for_the_account(
    database: Database, workspace: UUID, slow: Bucket
) -> None:
    async with database.tx(workspace, NOBODY) as tx:
        assert await pace.skew_s(tx, slow.account_id) == 0.0
        await pace.note_skew(tx, slow.account_id, -90.5)
        await pace.note_skew(tx, slow.account_id, -91.5)
        assert await pace.skew_s(tx, slow.account_id) == -91.5
        assert await states(tx, [slow.account_id]) == []
        await pace.forget(tx, slow.account_id)
        assert await pace.skew_s(tx, slow.account_id) == 0.0
