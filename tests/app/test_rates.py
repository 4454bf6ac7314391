"""When rates are asked for, and what becomes of the bank's answers."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.app import rates
from hanse.app.rates import Fetched, Shelf, due, expected
from hanse.app.wiring import RATES
from hanse.base.clock import FixedClock
from hanse.base.ids import RandomIds
from hanse.engine import calls, pace
from hanse.engine.calls import Recorder
from hanse.engine.jobs.handlers import Job, collect
from hanse.engine.jobs.schedules import following
from hanse.engine.jobs.workers import prepare
from hanse.engine.metrics import Meter, render
from hanse.engine.outbound import Outbound
from hanse.engine.postgres.dsns import Dsns
from hanse.engine.routing import Route
from hanse.engine.seal import KeyRing
from hanse.engine.tx import INSTALLATION, Database, Tx
from hanse.trade.rates import Rates, Span
from tests.conftest import NOBODY
from tests.connectors.ecb.documents import daily, history
from tests.engine.wire_servers import Stranger, http, in_turn, saying, stranger, wire

WEDNESDAY = datetime(2026, 3, 18, 15, 35, tzinfo=UTC)  # 16:35 in Brussels
USD = {"USD": "1.15"}


# When


def at(day: str, clock: str = "17:00") -> datetime:
    """An instant in Brussels, in winter."""
    return datetime.fromisoformat(f"{day}T{clock}:00+01:00")


@pytest.mark.parametrize(
    ("newest", "now", "wanted"),
    [
        (None, at("2026-03-18"), Span.days_90),
        ("2026-03-18", at("2026-03-18"), None),
        ("2026-03-17", at("2026-03-18"), Span.day),
        ("2026-03-17", at("2026-03-18", "15:59"), None),  # it is not out yet
        ("2026-03-16", at("2026-03-18", "09:00"), Span.day),
        ("2026-03-16", at("2026-03-18"), Span.days_90),
        ("2026-03-13", at("2026-03-14"), None),  # Friday's, on a weekend
        ("2026-03-13", at("2026-03-15", "23:00"), None),
        ("2026-03-13", at("2026-03-16", "12:00"), None),
        ("2026-03-13", at("2026-03-16"), Span.day),
        ("2025-12-29", at("2026-03-18"), Span.days_90),
        ("2025-12-26", at("2026-03-18"), Span.everything),
        ("2026-03-19", at("2026-03-18"), None),
    ],
)
def test_the_smallest_file_that_closes_the_gap_is_asked_for(
    newest: str | None, now: datetime, wanted: Span | None
) -> None:
    assert due(date.fromisoformat(newest) if newest else None, now) == wanted


@given(st.integers(0, 36_000 * 24), st.integers(0, 4000))
def test_no_gap_is_left_and_nothing_is_asked_for_twice(hours: int, days: int) -> None:
    now = datetime(1999, 2, 1, tzinfo=UTC) + timedelta(hours=hours)
    last = expected(now)
    assert last.weekday() < 5
    assert timedelta(0) <= rates.today_there(now) - last <= timedelta(days=3)
    assert due(last, now) is None
    newest = last - timedelta(days=days)
    match due(newest, now):
        case None:
            assert days == 0
        case Span.day:  # then no working day stands between
            between = [newest + timedelta(days=each) for each in range(1, days)]
            assert not [each for each in between if each.weekday() < 5]
        case Span.days_90:
            assert days <= 80
        case Span.everything:
            assert days > 80


# What becomes of it


@dataclass
class Held:
    """A shelf in memory, as the room that keeps rates offers one."""

    days: dict[date, Rates] = field(default_factory=dict)
    sources: set[str] = field(default_factory=set)

    async def newest(self, tx: Tx) -> date | None:
        return max(self.days, default=None)

    async def on(self, tx: Tx, day: date) -> Rates | None:
        return self.days.get(max((each for each in self.days if each <= day), default=day))

    async def keep(self, tx: Tx, found: Sequence[Rates], source: str) -> int:
        news = [each for each in found if self.days.get(each.day) != each]
        self.days |= {each.day: each for each in news}
        self.sources.add(source)
        return len(news)

    @property
    def shelf(self) -> Shelf:
        return Shelf(self.newest, self.on, self.keep)


@pytest.fixture(scope="module")
async def living(module_dsns: Dsns, ring: KeyRing) -> AsyncIterator[Database]:
    """The database of a program that lives on that Wednesday."""
    clock = FixedClock(WEDNESDAY)
    opened = await Database.open(
        module_dsns.app, module_dsns.system, clock=clock, ids=RandomIds(clock), ring=ring
    )
    yield opened
    await opened.close()


@pytest.fixture
async def that_day(living: Database) -> Database:
    """The same, and nobody has asked the bank yet."""
    bank = rates.line_of(RATES).account_id
    async with living.tx(INSTALLATION, NOBODY) as tx:
        await pace.forget(tx, bank)
        await calls.forget_account(tx, bank)
    return living


@asynccontextmanager
async def road_to(bank: Stranger, database: Database) -> AsyncIterator[Outbound]:
    """The bank's own name leads to a server of the test's."""
    route = Route("www.ecb.europa.eu", bank.url("").rstrip("/"))
    async with wire(routes=[route]) as out:
        meter = Meter()
        yield Outbound(database, out, meter, Recorder(database, meter), database.clock)


async def fetched(bank: Stranger, database: Database, held: Held) -> Fetched:
    async with road_to(bank, database) as out:
        done = await rates.bring(database, out, RATES, held.shelf, NOBODY)
        await out.recorder.flush()
    return done


def xml(body: bytes) -> bytes:
    return http(200, body, Content_Type="text/xml")


async def test_a_new_installation_reads_ninety_days_and_then_one_at_a_time(
    that_day: Database,
) -> None:
    held = Held()
    ninety = history([("2026-03-17", [("USD", "1.14")]), ("2026-03-16", [("USD", "1.13")])])
    async with stranger(in_turn([saying(xml(ninety)), saying(xml(daily()))])) as bank:
        assert await fetched(bank, that_day, held) == Fetched(Span.days_90, 2)
        assert await fetched(bank, that_day, held) == Fetched(Span.day, 1)
        assert await fetched(bank, that_day, held) == Fetched(None)
    first, second = bank.requests  # nothing was asked once the day was there
    assert b"GET /stats/eurofxref/eurofxref-hist-90d.xml" in first
    assert b"if-modified-since" not in first.lower()
    assert b"GET /stats/eurofxref/eurofxref-daily.xml" in second
    # After all that was written on the 17th, Brussels time.
    assert b"If-Modified-Since: Tue, 17 Mar 2026 23:00:00 GMT" in second
    assert b"Host: www.ecb.europa.eu" in second
    assert held.sources == {"ecb"}
    assert held.days[date(2026, 3, 18)].per_euro["IDR"].as_tuple().exponent == -2
    async with that_day.tx(INSTALLATION, NOBODY) as tx:
        kept = await calls.find(tx, rates.line_of(RATES).account_id)
    assert [(each.platform, each.family, each.outcome) for each in kept] == [
        ("ecb", "files", "ok")
    ] * 2


@pytest.mark.parametrize(
    "answer",
    [xml(daily("2026-03-17", USD)), http(304)],
    ids=["yesterday's file", "nothing has changed"],
)
async def test_a_day_that_is_not_out_yet_is_no_fault(that_day: Database, answer: bytes) -> None:
    held = Held()
    held.days[date(2026, 3, 17)] = RATES.read_file(
        daily("2026-03-17", USD), date(2026, 3, 18)
    ).rates[0]
    async with stranger(saying(answer)) as bank:
        assert await fetched(bank, that_day, held) == Fetched(Span.day, 0)
    assert list(held.days) == [date(2026, 3, 17)]


async def test_a_finding_is_counted_and_takes_no_rate_with_it(that_day: Database) -> None:
    held = Held()
    odd = {"XYZ": "9", "JPY": "N/A", **USD}
    async with stranger(saying(xml(daily("2026-03-18", odd)))) as bank:
        done = await fetched(bank, that_day, held)
    assert (done.days, set(held.days[date(2026, 3, 18)].per_euro)) == (1, {"USD"})
    meter = Meter()
    rates.tell(done, "ecb", meter)
    told = render(meter).decode()
    assert 'hanse_rates_days_total{source="ecb"} 1.0' in told
    assert 'hanse_rates_findings_total{code="unknown_currency",source="ecb"} 1.0' in told
    assert 'hanse_rates_findings_total{code="no_rate",source="ecb"} 1.0' in told


# By the clock and at the start


async def job_of(database: Database, bank: Stranger, held: Held, meter: Meter) -> None:
    async def report(message: str, done: int | None, total: int | None) -> None:
        pytest.fail(f"{message}: nobody asked")

    async with road_to(bank, database) as out:
        jobs = rates.jobs_of(out, RATES, held.shelf, meter, by_the_clock=True)
        (declared,) = jobs
        job = Job(INSTALLATION, database.ids.new(), declared.name, "", {}, 1, "", report)
        await declared.handle(job, database)
        await out.recorder.flush()


async def test_the_job_keeps_what_is_new_and_counts_it(that_day: Database) -> None:
    held, meter = Held(), Meter()
    async with stranger(saying(xml(daily()))) as bank:
        await job_of(that_day, bank, held, meter)
        await job_of(that_day, bank, held, meter)
        assert len(bank.requests) == 1
    assert list(held.days) == [date(2026, 3, 18)]
    assert 'hanse_rates_days_total{source="ecb"} 1.0' in render(meter).decode()


async def test_it_comes_on_working_days_once_the_bank_has_published_and_at_the_start(
    that_day: Database,
) -> None:
    async with wire() as out:
        road = Outbound(that_day, out, Meter(), Recorder(that_day), that_day.clock)
        every, never = (
            rates.jobs_of(road, RATES, Held().shelf, Meter(), by_the_clock=flag)
            for flag in (True, False)
        )
    assert list(never.schedules) == []
    (schedule,) = every.schedules
    comes = at("2026-03-20", "16:54")  # a Friday
    found = [comes := following(schedule.cron, schedule.zone, comes) for _ in range(8)]
    brussels = [each.astimezone(rates.ZONE) for each in found]
    assert [f"{each:%d %H:%M}" for each in brussels[:7]] == [
        f"20 {clock}" for clock in ("16:55", "17:05", "17:15", "17:25", "17:35", "17:45", "17:55")
    ]
    assert f"{brussels[7]:%d %H:%M}" == "23 16:05"  # Monday

    await prepare(that_day, collect([every]))
    await rates.ask_at_start(that_day)
    await rates.ask_at_start(that_day)
    async with that_day.tx(INSTALLATION, NOBODY) as tx:
        asked = await tx.fetch("select state from jobs where name = $1", rates.FETCH)
    assert [row["state"] for row in asked] == ["waiting"]
