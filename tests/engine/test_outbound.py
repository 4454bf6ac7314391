"""The road out: paced, tried again where that is harmless, kept, counted, and told of."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from email.utils import format_datetime
from uuid import UUID

import asyncpg
import pytest

from hanse.base.faults import Fault, Gone, OutcomeUnknown, Rejected, Throttled, Unavailable
from hanse.base.ids import RandomIds
from hanse.engine import calls, pace
from hanse.engine.pace import Breaker, Bucket, CircuitOpen, states
from hanse.engine.tx import Database
from hanse.engine.wire.call import Answer, Quota
from hanse.engine.wire.status import by_status
from tests.conftest import NOBODY
from tests.engine.buckets import ask, later, rate, take_all
from tests.engine.lines import figure, line_of, outbound
from tests.engine.wire_servers import (
    Answers,
    get,
    given_up,
    http,
    in_turn,
    put,
    resets,
    saying,
    says_nothing,
    stranger,
)

FINE = saying(http(200, b"{}"))
BROKEN = saying(http(503))


@pytest.fixture(scope="module")
async def admin(admin_dsn: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(admin_dsn)
    yield connection
    await connection.close()


@pytest.fixture
def account(ids: RandomIds) -> UUID:
    return ids.new()


async def test_a_call_is_answered_kept_and_counted(
    database: Database, workspace: UUID, account: UUID
) -> None:
    async with stranger(FINE) as shop, outbound(database) as out:
        answer = await out.ask(line_of(workspace, account), get(shop.url()), family="products")
        await out.recorder.flush()
    assert answer.json() == {}
    async with database.tx(workspace, NOBODY) as tx:
        (kept,) = await calls.find(tx, account)
    assert (kept.platform, kept.family, kept.outcome) == ("shopper", "products", "ok")
    assert (kept.status, kept.method, kept.url) == (200, "GET", shop.url())
    assert (kept.request_id, kept.received_bytes) == ("r-12345678", 2)
    labels = 'family="products",outcome="ok",platform="shopper"'
    assert figure(out, f"hanse_platform_calls_total{{{labels}}}") == 1
    assert figure(out, "hanse_platform_call_seconds_count") == 1


async def test_a_read_that_is_not_answered_is_asked_twice_more(
    database: Database, workspace: UUID, account: UUID
) -> None:
    line = line_of(workspace, account)
    async with outbound(database) as out:
        async with stranger(in_turn([resets, BROKEN, FINE])) as shop:
            assert (await out.ask(line, get(shop.url()), family="products")).status == 200
        async with stranger(in_turn([BROKEN] * 3 + [FINE])) as shop:
            with pytest.raises(Unavailable, match="answered 503"):
                await out.ask(line, get(shop.url()), family="products")
            assert len(shop.requests) == 3
        await out.recorder.flush()
    async with database.tx(workspace, NOBODY) as tx:
        outcomes = [call.outcome for call in await calls.find(tx, account)]
    assert outcomes == ["unavailable"] * 3 + ["ok"] + ["unavailable"] * 2


async def test_a_call_that_is_good_for_one_sending_is_made_anew_for_each(
    database: Database, workspace: UUID, account: UUID
) -> None:
    nonces = iter(["one", "two"])
    async with stranger(in_turn([BROKEN, FINE])) as shop, outbound(database) as out:
        await out.ask(
            line_of(workspace, account),
            lambda: get(shop.url(), query=[("nonce", next(nonces))]),
            family="products",
        )
    assert [request.split(b" ")[1] for request in shop.requests] == [b"/?nonce=one", b"/?nonce=two"]


@pytest.mark.parametrize(("answers", "fault"), [(resets, OutcomeUnknown), (BROKEN, OutcomeUnknown)])
async def test_a_write_is_sent_once(
    database: Database, workspace: UUID, account: UUID, answers: Answers, fault: type[Fault]
) -> None:
    async with stranger(answers) as shop, outbound(database) as out:
        with pytest.raises(fault):
            await out.ask(line_of(workspace, account), put(shop.url()), family="products")
    assert len(shop.requests) == 1


async def test_a_write_that_got_no_connection_is_not_repeated_by_itself(
    database: Database, workspace: UUID, account: UUID
) -> None:
    async with outbound(database) as out:
        with pytest.raises(Unavailable, match="does not take connections"):
            await out.ask(
                line_of(workspace, account), put("http://127.0.0.1:1/"), family="products"
            )
        assert figure(out, "hanse_platform_calls_total") == 1


async def test_the_breaker_opens_under_calls_and_the_first_that_is_answered_closes_it(
    database: Database, workspace: UUID, account: UUID, admin: asyncpg.Connection
) -> None:
    line = line_of(workspace, account)
    bucket = Bucket(account, line.rates["products"])
    async with stranger(in_turn([BROKEN] * 5 + [FINE] * 2)) as shop, outbound(database) as out:
        for calls_made in (3, 5):
            # The second one stops in the middle: what it would try again is left alone by now.
            with pytest.raises(Unavailable, match="answered 503"):
                await out.ask(line, get(shop.url()), family="products")
            assert len(shop.requests) == calls_made
        with pytest.raises(CircuitOpen):
            await out.ask(line, get(shop.url()), family="products")
        with pytest.raises(CircuitOpen):
            await out.ask(line, put(shop.url()), family="products")
        assert len(shop.requests) == 5
        await later(admin, bucket, 16)
        await out.ask(line, get(shop.url()), family="products")
        async with database.tx(workspace, NOBODY) as tx:
            (state,) = await states(tx, [account])
        assert (state.breaker, state.failures) == (Breaker.closed, 0)
        await out.ask(line, get(shop.url()), family="products")


async def test_a_connectors_own_kind_of_unavailable_counts_for_the_breaker(
    database: Database, workspace: UUID, account: UUID
) -> None:
    class Maintenance(Unavailable):
        code = "maintenance"

    def words(answer: Answer) -> Fault | None:
        return Maintenance("The shop is being mended.")

    line = line_of(workspace, account)
    async with stranger(FINE) as shop, outbound(database) as out:
        for _ in range(2):
            with pytest.raises(Maintenance):
                await out.ask(line, get(shop.url()), words, family="products")
    async with database.tx(workspace, NOBODY) as tx:
        (state,) = await states(tx, [account])
    assert state.breaker is Breaker.open


# Pace


async def test_a_call_waits_for_the_pace_and_not_longer_than_it_may(
    database: Database, workspace: UUID, account: UUID
) -> None:
    line = line_of(workspace, account, rate(100, 100.0))
    await take_all(database, workspace, Bucket(account, line.rates["products"]))
    async with stranger(FINE) as shop, outbound(database) as out:
        with pytest.raises(Throttled, match=r"shopper bears no more calls to its products") as told:
            await out.ask(line, get(shop.url()), family="products", wait_max_s=0.01)
        assert 0.01 < told.value.after_s <= 1.1
        assert shop.requests == []
        started = time.monotonic()
        await out.ask(line, get(shop.url()), family="products", wait_max_s=60)
        assert 0.0 < time.monotonic() - started < 30
        assert figure(out, "hanse_platform_throttled_total") == 0


async def test_who_is_throttled_keeps_everybody_off_for_as_long_as_the_platform_says(
    database: Database, workspace: UUID, account: UUID
) -> None:
    line = line_of(workspace, account)
    async with stranger(saying(http(429, Retry_After="7"))) as shop, outbound(database) as out:
        with pytest.raises(Throttled):
            await out.ask(line, get(shop.url()), family="products")
        assert figure(out, "hanse_platform_throttled_total") == 1
        with pytest.raises(Throttled) as told:
            await out.ask(line, get(shop.url()), family="products", wait_max_s=1)
    assert 6 < told.value.after_s <= 7
    assert len(shop.requests) == 1


async def test_what_the_platform_says_is_left_is_learned_from_faults_as_well(
    database: Database, workspace: UUID, account: UUID
) -> None:
    def left(answer: Answer) -> Quota | None:
        return Quota(float(answer.json()["left"]), 100, 0.01)

    line = line_of(workspace, account, rate(100, 3_600.0))
    bucket = Bucket(account, line.rates["products"])
    answers = in_turn([saying(http(404, b'{"left": 40}')), saying(http(200, b"no"))])
    async with stranger(answers) as shop, outbound(database) as out:
        with pytest.raises(Gone):
            await out.ask(line, get(shop.url()), family="products", quota_of=left)
        assert await take_all(database, workspace, bucket) == 40
        # An answer that cannot be read says nothing about what is left, and is an answer.
        other = line_of(workspace, database.ids.new())
        await out.ask(other, get(shop.url()), family="products", quota_of=left)


async def test_the_urgent_call_of_a_process_overtakes_those_that_wait(
    database: Database, workspace: UUID, account: UUID
) -> None:
    line = line_of(workspace, account, rate(20, 1.0))
    bucket = Bucket(account, line.rates["products"])
    await take_all(database, workspace, bucket)
    async with stranger(FINE) as shop, outbound(database) as out:
        crowd = [
            asyncio.create_task(out.ask(line, get(shop.url(f"/{n}")), family="products"))
            for n in range(8)
        ]
        await asyncio.sleep(0)  # they stand in the queue by now
        await out.ask(line, get(shop.url("/urgent")), family="products", priority=5)
        await asyncio.gather(*crowd)
    paths = [request.split(b" ")[1] for request in shop.requests]
    assert b"/urgent" in paths[:2]


async def test_no_more_calls_run_at_once_than_a_family_bears(
    database: Database, workspace: UUID, account: UUID
) -> None:
    running = most = 0

    async def slowly(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.02)
        running -= 1
        await FINE(reader, writer)

    line = line_of(workspace, account)
    async with stranger(slowly) as shop, outbound(database) as out:
        await asyncio.gather(
            *(out.ask(line, get(shop.url()), family="products") for _ in range(20))
        )
    assert most == line.rates["products"].at_once_max == 4


async def test_whoever_gives_up_waiting_leaves_the_queue(
    database: Database, workspace: UUID, account: UUID
) -> None:
    line = line_of(workspace, account, rate(10, 10.0))
    await take_all(database, workspace, Bucket(account, line.rates["products"]))
    async with stranger(FINE) as shop, outbound(database) as out:
        waiting: asyncio.Task[object] = asyncio.create_task(
            out.ask(line, get(shop.url()), family="products", priority=9)
        )
        await asyncio.sleep(0.01)
        await given_up(waiting)
        await out.ask(line, get(shop.url()), family="products")
    assert len(shop.requests) == 1


async def test_a_call_that_its_caller_breaks_off_is_kept_and_frees_its_place(
    database: Database, workspace: UUID, account: UUID
) -> None:
    arrived = asyncio.Event()

    async def waits(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        arrived.set()
        await says_nothing(reader, writer)

    line = line_of(workspace, account)
    async with stranger(waits) as shop, outbound(database) as out:
        for _ in range(line.rates["products"].at_once_max + 1):
            arrived.clear()
            task: asyncio.Task[object] = asyncio.create_task(
                out.ask(line, get(shop.url()), family="products")
            )
            await asyncio.wait_for(arrived.wait(), 5)
            await given_up(task)
        await out.recorder.flush()
    async with database.tx(workspace, NOBODY) as tx:
        kept = await calls.find(tx, account)
    assert {call.outcome for call in kept} == {"broken off"}


async def test_a_call_that_cannot_be_made_frees_its_place(
    database: Database, workspace: UUID, account: UUID
) -> None:
    def fails() -> None:
        raise Rejected("No key.")

    line = line_of(workspace, account)
    async with stranger(FINE) as shop, outbound(database) as out:
        for _ in range(line.rates["products"].at_once_max):
            with pytest.raises(Rejected):
                await out.ask(line, fails, family="products")  # type: ignore[arg-type]
        await out.ask(line, get(shop.url()), by_status, family="products", wait_max_s=5)


# Clocks


@pytest.mark.parametrize("ahead_s", [-3_600, 90])
async def test_the_platforms_clock_is_measured_and_kept(
    database: Database, workspace: UUID, account: UUID, ahead_s: int
) -> None:
    def dated() -> bytes:
        at = database.clock.now() + timedelta(seconds=ahead_s)
        return http(200, b"{}", Date=format_datetime(at, usegmt=True))

    line = line_of(workspace, account)
    cached = http(200, b"{}", Date="Tue, 20 Nov 2001 10:00:00 GMT", Age="60")
    undated = http(200, b"{}", Date="yesterday")
    answers = in_turn([saying(dated()), saying(cached), saying(undated)])
    async with stranger(answers) as shop, outbound(database) as out:
        for _ in range(3):
            await out.ask(line, get(shop.url()), family="products")
        assert out.ahead_s(account, 0.0) == pytest.approx(ahead_s, abs=1.5)
    async with database.tx(workspace, NOBODY) as tx:
        assert await pace.skew_s(tx, account) == pytest.approx(ahead_s, abs=1.5)
    async with outbound(database) as another:  # it has heard nothing yet
        assert another.ahead_s(account, 7.0) == 7.0


async def test_a_pace_that_cannot_be_told_does_not_cost_the_answer(
    database: Database, workspace: UUID, account: UUID, admin: asyncpg.Connection
) -> None:
    """The server ends our connection after the answer, when the pace is told of it."""
    line = line_of(workspace, account)
    assert await ask(database, workspace, Bucket(account, line.rates["products"])) == 0.0

    async def dated(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await admin.execute("begin; lock table engine_pace in access exclusive mode")
        writer.write(http(200, b"{}", Date="Tue, 20 Nov 2001 10:00:00 GMT"))

    async with stranger(dated) as shop, outbound(database) as out:
        asking = asyncio.create_task(out.ask(line, get(shop.url()), family="products"))
        async with asyncio.timeout(60):
            while not await admin.fetchval(END_BLOCKED):
                await admin.execute("select pg_stat_clear_snapshot()")
                await asyncio.sleep(0.01)
        assert (await asking).status == 200
    await admin.execute("rollback")


END_BLOCKED = """
    select count(pg_terminate_backend(pid)) from pg_stat_activity
    where wait_event_type = 'Lock' and query like '%insert into engine_pace%'
"""
