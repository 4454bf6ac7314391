"""The breaker: who does not answer is left alone, tried by one call, and asked again by all."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from hanse.base.faults import Unavailable
from hanse.base.ids import RandomIds
from hanse.engine.pace import Breaker, Bucket, BucketState, CircuitOpen, report, states
from hanse.engine.postgres.dsns import Dsns
from hanse.engine.tx import Database
from tests.conftest import NOBODY
from tests.engine.buckets import ask, later, rate

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
async def admin(admin_dsn: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(admin_dsn)
    yield connection
    await connection.close()


@pytest.fixture(params=[1_000, None], ids=["counted", "unlimited"])
def bucket(ids: RandomIds, request: pytest.FixtureRequest) -> Bucket:
    return Bucket(ids.new(), rate(request.param, 1.0))


async def tell(database: Database, workspace: UUID, bucket: Bucket, *outcomes: str) -> BucketState:
    async with database.tx(workspace, NOBODY) as tx:
        for outcome in outcomes:
            await report(tx, bucket, outcome=outcome)
        (state,) = await states(tx, [bucket.account_id])
    return state


async def test_five_in_a_row_without_an_answer_open_it(
    database: Database, workspace: UUID, bucket: Bucket
) -> None:
    state = await tell(database, workspace, bucket, *["unavailable"] * 4)
    assert (state.breaker, state.failures) == (Breaker.closed, 4)
    assert await ask(database, workspace, bucket) == 0.0
    state = await tell(database, workspace, bucket, "ok", *["unavailable"] * 4)
    assert state.breaker is Breaker.closed
    state = await tell(database, workspace, bucket, "outcome_unknown")
    assert state.breaker is Breaker.open
    assert state.since is not None
    assert state.next_try_at is not None
    assert (state.next_try_at - state.since).total_seconds() == pytest.approx(15, abs=0.1)
    with pytest.raises(CircuitOpen) as raised:
        await ask(database, workspace, bucket, priority=9)
    assert isinstance(raised.value, Unavailable)
    assert str(raised.value) == (
        f"The part 'products' of this account has not answered since {state.since:%H:%M:%S} UTC, "
        f"so it is left alone. It is tried again at {state.next_try_at:%H:%M:%S} UTC."
    )


async def test_half_of_the_last_twenty_open_it_too(
    database: Database, workspace: UUID, bucket: Bucket
) -> None:
    state = await tell(database, workspace, bucket, *["unavailable", "ok"] * 9)
    assert state.breaker is Breaker.closed
    state = await tell(database, workspace, bucket, "unavailable")
    assert (state.breaker, state.failures) == (Breaker.open, 10)


async def test_faults_that_are_answers_do_not_open_it(
    database: Database, workspace: UUID, bucket: Bucket
) -> None:
    answers = ["rejected", "gone", "auth_lapsed", "conflict", "denied"] * 5
    assert (await tell(database, workspace, bucket, *answers)).failures == 0


async def test_exactly_one_of_all_workers_tries_whether_it_is_back(
    database: Database, workspace: UUID, bucket: Bucket, admin: asyncpg.Connection
) -> None:
    await tell(database, workspace, bucket, *["unavailable"] * 5)
    await later(admin, bucket, 14)
    with pytest.raises(CircuitOpen):
        await ask(database, workspace, bucket)
    await later(admin, bucket, 1.5)
    asked = await asyncio.gather(
        *(ask(database, workspace, bucket) for _ in range(12)), return_exceptions=True
    )
    assert asked.count(0.0) == 1
    assert sum(isinstance(one, CircuitOpen) for one in asked) == 11
    state = await tell(database, workspace, bucket, "ok")
    assert (state.breaker, state.failures, state.since) == (Breaker.closed, 0, None)
    assert await ask(database, workspace, bucket) == 0.0


async def test_each_try_that_fails_doubles_the_pause_up_to_five_minutes(
    database: Database, workspace: UUID, bucket: Bucket, admin: asyncpg.Connection
) -> None:
    state = await tell(database, workspace, bucket, *["unavailable"] * 5)
    pauses, since = [], state.since
    for _ in range(6):
        await later(admin, bucket, 400)
        assert await ask(database, workspace, bucket) == 0.0
        now = await admin.fetchval("select clock_timestamp()")
        state = await tell(database, workspace, bucket, "unavailable")
        assert state.next_try_at is not None
        assert state.since == since  # the trouble began then, whatever was tried meanwhile
        pauses.append(round((state.next_try_at - now).total_seconds()))
    assert pauses == [30, 60, 120, 240, 300, 300]


async def test_an_answer_with_a_fault_closes_it_as_well(
    database: Database, workspace: UUID, bucket: Bucket, admin: asyncpg.Connection
) -> None:
    await tell(database, workspace, bucket, *["unavailable"] * 5)
    await later(admin, bucket, 20)
    assert await ask(database, workspace, bucket) == 0.0
    assert (await tell(database, workspace, bucket, "gone")).breaker is Breaker.closed


async def test_a_late_answer_to_an_old_call_does_not_close_it(
    database: Database, workspace: UUID, bucket: Bucket
) -> None:
    await tell(database, workspace, bucket, *["unavailable"] * 5)
    assert (await tell(database, workspace, bucket, "ok")).breaker is Breaker.open


async def test_a_worker_that_dies_while_it_tries_holds_up_nobody_for_long(
    database: Database,
    module_dsns: Dsns,
    workspace: UUID,
    bucket: Bucket,
    admin: asyncpg.Connection,
) -> None:
    await tell(database, workspace, bucket, *["unavailable"] * 5)
    await later(admin, bucket, 20)
    victim = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.engine.pace_worker"),
        *(str(workspace), str(bucket.account_id), str(bucket.rate.units or "")),
        cwd=ROOT,
        env={**os.environ, "TEST_APP_DSN": module_dsns.app, "TEST_SYSTEM_DSN": module_dsns.system},
        stdout=PIPE,
    )
    assert victim.stdout is not None
    assert await asyncio.wait_for(victim.stdout.readline(), 30) == b"0.0\n"
    victim.send_signal(signal.SIGKILL)
    await victim.wait()
    with pytest.raises(CircuitOpen):
        await ask(database, workspace, bucket)
    await later(admin, bucket, 125)
    assert await ask(database, workspace, bucket) == 0.0
