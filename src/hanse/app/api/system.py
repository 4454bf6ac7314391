"""Doors for everybody who opens the first page: which version, which processes, how much to do."""

from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request
from pydantic import BaseModel, ConfigDict

from hanse.app.api.client import name_for_limits
from hanse.app.api.ground import Ground
from hanse.app.api.pulse import Pulse
from hanse.app.api.recent import Recent
from hanse.app.api.streams import EventStream
from hanse.engine.doors.access import PUBLIC
from hanse.engine.doors.doors import Doors
from hanse.engine.live.readers import Readers
from hanse.engine.overview import overview
from hanse.engine.processes import Seen

doors = Doors("system")

MAX_AGE_S = 1.0  # less than the time between two beats, so that every beat is a new look


EXAMPLE = """event: pulse
data: {"version":"0.1.0","started_at":"2026-11-20T14:00:00Z","now":"2026-11-20T14:03:05Z",...}

"""


class ProcessOut(BaseModel):
    role: str
    host: str
    pid: int
    started_at: datetime
    seen_at: datetime
    version: str


class JobsOut(BaseModel):
    waiting: int
    running: int
    failed: int


class LogOut(BaseModel):
    last_at: datetime | None
    sealed_until: datetime | None


class SystemOut(BaseModel):
    """What runs, how much work there is, and how far the log is sealed."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "version": "0.1.0",
                    "started_at": "2026-11-20T14:00:00Z",
                    "now": "2026-11-20T14:03:05Z",
                    "processes": [
                        {
                            "role": "web",
                            "host": "hub",
                            "pid": 4711,
                            "started_at": "2026-11-20T14:00:00Z",
                            "seen_at": "2026-11-20T14:03:04Z",
                            "version": "0.1.0",
                        }
                    ],
                    "jobs": {"waiting": 3, "running": 1, "failed": 0},
                    "events": {
                        "last_at": "2026-11-20T14:03:04Z",
                        "sealed_until": "2026-11-20T14:02:50Z",
                    },
                    "demo": False,
                }
            ]
        }
    )

    version: str
    started_at: datetime
    now: datetime
    processes: list[ProcessOut]
    jobs: JobsOut
    events: LogOut
    demo: bool


def recent_system(ground: Ground) -> Recent[SystemOut]:
    return Recent(ground.clock, MAX_AGE_S, lambda: read(ground))


def open_pulse(ground: Ground, system: Recent[SystemOut]) -> Pulse:
    async def look() -> bytes:
        return (await system.get()).model_dump_json().encode()

    return Pulse(ground.clock, Readers(ground.meter), look)


async def read(ground: Ground) -> SystemOut:
    found = await overview(ground.database)
    return SystemOut(
        version=ground.version,
        started_at=ground.started_at,
        now=ground.clock.now(),
        processes=[shaped(seen) for seen in found.processes],
        jobs=JobsOut(
            waiting=found.jobs_waiting, running=found.jobs_running, failed=found.jobs_failed
        ),
        events=LogOut(last_at=found.last_event_at, sealed_until=found.sealed_until),
        demo=ground.demo,
    )


def shaped(seen: Seen) -> ProcessOut:
    process = seen.process
    return ProcessOut(
        role=process.role.value,
        host=process.host,
        pid=process.pid,
        started_at=process.started_at,
        seen_at=seen.seen_at,
        version=process.version,
    )


async def _system(request: Request) -> Recent[SystemOut]:
    system: Recent[SystemOut] = request.app.state.system
    return system


async def _pulse(request: Request) -> Pulse:
    pulse: Pulse = request.app.state.pulse
    return pulse


@doors.get("/api/system", needs=PUBLIC)
async def read_system(system: Annotated[Recent[SystemOut], Depends(_system)]) -> SystemOut:
    """Say what runs and how much there is to do; at most a second old."""
    return await system.get()


@doors.get("/api/system/live", needs=PUBLIC, example=EXAMPLE)
async def follow_system(pulse: Annotated[Pulse, Depends(_pulse)], request: Request) -> EventStream:
    """Say the same every two seconds, as server-sent events called `pulse`."""
    return EventStream(pulse.stream(name_for_limits(request.state.address)))
