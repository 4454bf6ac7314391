"""What the first page shows: which processes run, and a pulse that says so every two seconds."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID

import pytest

from hanse.app.api.pulse import Pulse
from hanse.app.api.recent import Recent
from hanse.base.clock import FixedClock
from hanse.base.ids import RandomIds
from hanse.engine.live.readers import Readers
from hanse.engine.metrics import Meter
from hanse.engine.processes import (
    SILENT_AFTER_S,
    Process,
    ProcessRole,
    beat,
    farewell,
    running,
)
from hanse.engine.tx import Database
from tests.api.conftest import Door
from tests.engine.sse import read

STARTED_AT = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)


def process(ids: RandomIds, role: ProcessRole = ProcessRole.web) -> Process:
    return Process(ids.new(), role, "hub", 4711, "0.0.1", STARTED_AT)


async def known(database: Database) -> dict[UUID, Process]:
    async with database.system_tx("test") as tx:
        return {seen.process.id: seen.process for seen in await running(tx)}


async def test_a_process_that_beats_is_running_until_it_says_farewell(
    database: Database, ids: RandomIds
) -> None:
    web, worker = process(ids), process(ids, ProcessRole.worker)
    for one in (worker, web, web):
        async with database.system_tx("test") as tx:
            await beat(tx, one)
    found = await known(database)
    assert (found[web.id], found[worker.id]) == (web, worker)
    async with database.system_tx("test") as tx:
        await farewell(tx, worker.id)
    found = await known(database)
    assert web.id in found
    assert worker.id not in found


async def test_a_process_that_is_silent_is_not_running(database: Database, ids: RandomIds) -> None:
    silent, gone, alive = process(ids), process(ids), process(ids)
    async with database.system_tx("test") as tx:
        for one in (silent, gone):
            await beat(tx, one)
        for one, seconds in ((silent, SILENT_AFTER_S + 1), (gone, 90_000)):
            await tx.execute(
                "update engine_processes set seen_at = seen_at - make_interval(secs => $1) "
                "where id = $2",
                *(seconds, one.id),
            )
        await beat(tx, alive)
        ids_kept = {row["id"] for row in await tx.fetch("select id from engine_processes")}
        assert ids_kept >= {silent.id, alive.id}
        assert gone.id not in ids_kept
        assert silent.id not in {seen.process.id for seen in await running(tx)}


async def test_everybody_may_see_what_runs(door: Door, database: Database, ids: RandomIds) -> None:
    async with database.system_tx("test") as tx:
        await beat(tx, process(ids))
    async with door.ask("GET", "/api/system") as response:
        assert response.status == 200
        system = await response.json()
    assert set(system) == {"version", "started_at", "now", "processes", "jobs", "events", "demo"}
    assert system["version"] == "0.0.1"
    assert set(system["jobs"]) == {"waiting", "running", "failed"}
    assert set(system["events"]) == {"last_at", "sealed_until"}


async def test_the_pulse_beats_with_the_same_document(door: Door) -> None:
    async with door.ask("GET", "/api/system/live") as response:
        assert response.content_type == "text/event-stream"
        seen = [frame for frame in await read(response, 4) if frame.event == "pulse"]
    nows = [datetime.fromisoformat(str(frame.data["now"])) for frame in seen]
    assert len(nows) == 3
    assert 1.5 < (nows[2] - nows[1]).total_seconds() < 4


async def test_many_who_ask_cost_one_look(clock: FixedClock) -> None:
    looks = 0

    async def look() -> int:
        nonlocal looks
        looks += 1
        await asyncio.sleep(0)
        return looks

    recent = Recent(clock, 1.0, look)
    assert set(await asyncio.gather(*(recent.get() for _ in range(50)))) == {1}
    clock.advance(0.9)
    assert await recent.get() == 1
    clock.advance(0.2)
    assert await recent.get() == 2


async def test_a_pulse_outlives_an_outage_of_the_database(
    clock: FixedClock, caplog: pytest.LogCaptureFixture
) -> None:
    answers = [b"1", b"", b"2"]

    async def look() -> bytes:
        answer = answers.pop(0)
        if not answer:
            raise ConnectionResetError("gone")
        return answer

    pulse = Pulse(clock, Readers(Meter()), look, every_s=0.01)
    task = asyncio.create_task(pulse.run())
    async with pulse.stream("somebody") as (reader, first):
        assert first == b"event: pulse\ndata: 1\n\n"
        async with asyncio.timeout(60):
            text = b""
            while b"data: 2" not in text:
                text += await reader.next()
        assert b": still here" in text
        pulse.close()
    await task
    assert "live.log.unreachable" in caplog.text
