"""Jobs by the clock on the wall: time zones, the two nights of the year, once for all workers."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from hanse.base.clock import FixedClock
from hanse.base.faults import Rejected
from hanse.engine.jobs import kept as kept_jobs
from hanse.engine.jobs import schedules
from hanse.engine.jobs.handlers import Job, Jobs, Schedule, collect
from hanse.engine.jobs.schedules import following
from hanse.engine.jobs.workers import prepare
from hanse.engine.tx import INSTALLATION, Database
from tests.conftest import NOBODY
from tests.engine.job_workers import until, working

jobs = Jobs("clock")


@jobs.job("clock.strike")
async def strike(job: Job, database: Database) -> None: ...


@pytest.fixture(autouse=True)
async def fresh(database: Database) -> None:
    await prepare(database, collect([jobs]))
    async with database.system_tx("test") as tx:
        await tx.execute("delete from jobs")
        await tx.execute("delete from jobs_schedules")


@pytest.fixture
def timed(database: Database, clock: FixedClock) -> Database:
    """The same database under a clock that the test moves."""
    return replace(database, clock=clock)


def coming(cron: str, zone: str, start: str, count: int) -> list[str]:
    """The next instants after this local time, as the clock on the wall and UTC show them."""
    at = datetime.fromisoformat(start)
    found = []
    for _ in range(count):
        at = following(cron, zone, at)
        found.append(f"{at:%m-%d %H:%M}")
    return found


def test_a_schedule_follows_the_clock_of_its_zone() -> None:
    assert coming("30 8 * * 1-5", "Asia/Singapore", "2026-11-20T00:00+00:00", 3) == [
        "11-20 00:30",
        "11-23 00:30",
        "11-24 00:30",
    ]
    assert coming("0 0 * mar fri", "UTC", "2026-03-01T00:00+00:00", 1) == ["03-06 00:00"]
    assert coming("0 8 * * *", "Asia/Kolkata", "2026-11-20T00:00+00:00", 1) == ["11-20 02:30"]


def test_the_hour_that_is_missing_in_spring_is_made_up_for_once() -> None:
    """In Berlin 02:00 to 03:00 of 29 March does not exist; 01:00 UTC is 03:00 there."""
    assert coming("30 2 * * *", "Europe/Berlin", "2026-03-28T00:00+00:00", 3) == [
        "03-28 01:30",
        "03-29 01:00",
        "03-30 00:30",
    ]
    assert coming("*/30 * * * *", "Europe/Berlin", "2026-03-29T00:10+00:00", 3) == [
        "03-29 00:30",
        "03-29 01:00",
        "03-29 01:30",
    ]


def test_the_hour_that_comes_twice_in_autumn_runs_once_or_all_the_time() -> None:
    """In Berlin 02:00 to 03:00 of 25 October comes twice: at 00:00 and at 01:00 UTC."""
    assert coming("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00+00:00", 2) == [
        "10-25 00:30",
        "10-26 01:30",
    ]
    assert coming("0 */2 * * *", "Europe/Berlin", "2026-10-24T23:00+00:00", 2) == [
        "10-25 00:00",
        "10-25 03:00",
    ]
    assert coming("*/30 * * * *", "Europe/Berlin", "2026-10-24T23:45+00:00", 5) == [
        "10-25 00:00",
        "10-25 00:30",
        "10-25 01:00",
        "10-25 01:30",
        "10-25 02:00",
    ]
    half_an_hour = coming("45 1 * * *", "Australia/Lord_Howe", "2026-04-04T12:00+00:00", 2)
    assert half_an_hour == ["04-04 14:45", "04-05 15:15"]


@pytest.mark.parametrize(
    "cron",
    ["", "* * * *", "61 * * * *", "0 0 * * * *", "@daily", "a b c d e", "R R * * *", "0 0 30 2 *"],
)
def test_what_is_no_schedule_is_refused(cron: str) -> None:
    with pytest.raises(Rejected, match="is no schedule") as refused:
        following(cron, "UTC", datetime(2026, 11, 20, tzinfo=UTC))
    assert refused.value.next_step.startswith("Write minute, hour, day, month and weekday")


@pytest.mark.parametrize("zone", ["Europe/Bremenhaven", "", "../etc/passwd"])
def test_what_is_no_time_zone_is_refused(zone: str) -> None:
    with pytest.raises(Rejected, match="There is no time zone"):
        following("0 8 * * *", zone, datetime(2026, 11, 20, tzinfo=UTC))


async def fire(database: Database) -> float | None:
    async with database.system_tx("test") as tx:
        return await schedules.fire(tx)


async def asked(database: Database, workspace: UUID) -> int:
    async with database.tx(workspace, NOBODY) as tx:
        return len(await kept_jobs.find(tx))


async def test_it_comes_once_however_many_workers_there_are(
    timed: Database, clock: FixedClock, workspace: UUID
) -> None:
    async with timed.tx(workspace, NOBODY) as tx:
        await schedules.keep(tx, Schedule("clock.strike", "0 15 * * *", "UTC", "tea"))
    assert await fire(timed) == 57 * 60 - 5 - 0.0
    assert await asked(timed, workspace) == 0
    clock.advance(3_600)
    await asyncio.gather(*(fire(timed) for _ in range(4)))
    assert await asked(timed, workspace) == 1
    async with timed.system_tx("test") as tx:
        await tx.execute("delete from jobs")
    clock.advance(3_600)
    assert await fire(timed) == 22 * 3_600 + 56 * 60 + 55
    assert await asked(timed, workspace) == 0


async def test_what_was_missed_is_made_up_for_once(
    timed: Database, clock: FixedClock, workspace: UUID
) -> None:
    async with timed.tx(workspace, NOBODY) as tx:
        await schedules.keep(tx, Schedule("clock.strike", "* * * * *", "UTC"))
    clock.advance(timedelta(days=3).total_seconds())
    assert await fire(timed) == 55
    assert await asked(timed, workspace) == 1


async def test_a_schedule_is_replaced_and_dropped(
    timed: Database, clock: FixedClock, workspace: UUID
) -> None:
    async with timed.tx(workspace, NOBODY) as tx:
        await schedules.keep(tx, Schedule("clock.strike", "0 15 * * *", "UTC"))
        await schedules.keep(tx, Schedule("clock.strike", "5 14 * * *", "UTC"))
    assert await fire(timed) == 115
    async with timed.tx(workspace, NOBODY) as tx:
        await schedules.drop(tx, "clock.strike")
    assert await fire(timed) is None


async def test_declared_schedules_are_kept_and_others_of_the_program_go(timed: Database) -> None:
    old, new = Jobs("old"), Jobs("new")
    for room in (old, new):
        room.job(f"{room.room}.go")(strike)
        room.every(f"{room.room}.go", "0 3 * * *", "Asia/Jakarta")
    for registry in (collect([old]), collect([old, new]), collect([new])):
        await prepare(timed, registry)
    async with timed.system_tx("test") as tx:
        rows = await tx.fetch("select workspace_id, name, zone from jobs_schedules")
    assert [tuple(row) for row in rows] == [(INSTALLATION, "new.go", "Asia/Jakarta")]


async def test_a_schedule_whose_job_or_zone_is_gone_stops_nobody(
    timed: Database, clock: FixedClock, workspace: UUID, caplog: pytest.LogCaptureFixture
) -> None:
    async with timed.tx(workspace, NOBODY) as tx:
        await schedules.keep(tx, Schedule("clock.strike", "5 14 * * *", "UTC"))
        await schedules.keep(tx, Schedule("clock.stroke", "4 14 * * *", "UTC"))
        await schedules.keep(tx, Schedule("clock.strike", "4 14 * * *", "UTC", "moved"))
    async with timed.system_tx("test") as tx:
        await tx.execute("update jobs_schedules set zone = 'Europe/Atlantis' where key = 'moved'")
    clock.advance(3_600)
    await fire(timed)
    assert await asked(timed, workspace) == 1
    told = [one for one in caplog.records if one.getMessage() == "jobs.schedule.refused"]
    whole = " ".join(str(vars(record)) for record in told)
    assert "No job is called 'clock.stroke'. Did you mean clock.strike?" in whole
    assert "There is no time zone 'Europe/Atlantis'" in whole


async def test_a_worker_asks_for_what_is_due(database: Database, workspace: UUID) -> None:
    rang: list[UUID] = []
    bell = Jobs("bell")

    @bell.job("bell.ring")
    async def ring(job: Job, database: Database) -> None:
        rang.append(job.workspace_id)

    await prepare(database, collect([bell]))
    late = replace(database, clock=FixedClock(database.clock.now() - timedelta(hours=1)))
    async with late.tx(workspace, NOBODY) as tx:
        await schedules.keep(tx, Schedule("bell.ring", "* * * * *", "UTC"))
    async with working(database, bell):
        await until(lambda: rang == [workspace], 8)
