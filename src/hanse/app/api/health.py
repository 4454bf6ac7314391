"""Doors for those who watch: alive, ready, figures."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request
from pydantic import BaseModel, ConfigDict
from starlette.responses import PlainTextResponse, Response

from hanse.app.api.ground import Ground, OfGround
from hanse.app.api.operator import METRICS
from hanse.app.api.recent import Recent
from hanse.engine import metrics
from hanse.engine.doors import access
from hanse.engine.doors.access import PUBLIC
from hanse.engine.doors.doors import Doors
from hanse.engine.health.checks import Check
from hanse.engine.health.health import measure

doors = Doors("health")

READ_METRICS = access.declare(METRICS, "Read the figures of the program for monitoring.")


EXAMPLE = """# HELP hanse_live_readers Open streams of live changes.
# TYPE hanse_live_readers gauge
hanse_live_readers 3.0
"""


class AliveOut(BaseModel):
    """The process answers. Whether it can work is another question: see ready."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"status": "alive"}]})

    status: str


class CheckOut(BaseModel):
    name: str
    ok: bool
    sentence: str
    next_step: str
    figure: float | None


class ReadyOut(BaseModel):
    """Whether this process can do its work now, check by check."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "status": "ready",
                    "checks": [
                        {
                            "name": "database",
                            "ok": True,
                            "sentence": "The database answers in 1 ms.",
                            "next_step": "",
                            "figure": 0.001,
                        }
                    ],
                }
            ]
        }
    )

    status: str
    checks: list[CheckOut]


class MetricsText(PlainTextResponse):
    media_type = metrics.CONTENT_TYPE


async def _readiness(request: Request) -> Recent[Sequence[Check]]:
    recent: Recent[Sequence[Check]] = request.app.state.readiness
    return recent


Readiness = Annotated[Recent[Sequence[Check]], Depends(_readiness)]


@doors.get("/health/live", needs=PUBLIC)
async def read_liveness() -> AliveOut:
    """Say that the process answers. It asks nobody else, not even the database."""
    return AliveOut(status="alive")


@doors.get("/health/ready", needs=PUBLIC, also={503: ReadyOut})
async def read_readiness(readiness: Readiness, response: Response) -> ReadyOut:
    """Say whether this process can work now: 503 tells a load balancer to ask another."""
    checks = await readiness.get()
    ready = all(check.ok for check in checks)
    response.status_code = 200 if ready else 503
    return ReadyOut(
        status="ready" if ready else "not ready", checks=[shaped(check) for check in checks]
    )


@doors.get("/metrics", needs=READ_METRICS, example=EXAMPLE)
async def read_metrics(ground: OfGround) -> MetricsText:
    """Show the figures of this process in the text format of Prometheus."""
    return MetricsText(await figures(ground))


async def figures(ground: Ground) -> bytes:
    """All figures as they are now."""
    settings = ground.settings
    backups = Path(settings.backup_folder or settings.home / "backup").expanduser()
    await measure(ground.database, settings.home, ground.meter, backups)
    ground.meter.set("hanse_live_readers", len(ground.hub.readers))
    return metrics.render(ground.meter)


def shaped(check: Check) -> CheckOut:
    return CheckOut(
        name=check.name,
        ok=check.ok,
        sentence=check.sentence,
        next_step=check.next_step,
        figure=check.figure,
    )
