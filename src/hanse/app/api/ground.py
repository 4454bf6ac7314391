"""What the HTTP doors stand on, handed in by whoever starts the program."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request

from hanse.app.api.reading import Limits
from hanse.base.clock import Clock
from hanse.base.ids import Ids
from hanse.engine.doors.access import Authenticate
from hanse.engine.doors.doors import Doors
from hanse.engine.health.checks import Check
from hanse.engine.intake import Intake
from hanse.engine.live.live import Hub
from hanse.engine.log.history import Names, nameless
from hanse.engine.metrics import Meter
from hanse.engine.settings import Settings
from hanse.engine.tracing import NoTracer, Tracer
from hanse.engine.tx import Database

WEB = Path(__file__).resolve().parents[1] / "web"


@dataclass(frozen=True, slots=True)
class Ground:
    database: Database
    settings: Settings
    clock: Clock
    ids: Ids
    meter: Meter
    hub: Hub
    doors: Sequence[Doors]
    authenticate: Authenticate
    checks: Callable[[], Awaitable[Sequence[Check]]]
    version: str
    started_at: datetime
    demo: bool = False
    names: Names = nameless  # of the people and keys that the log knows by their ids alone
    tracer: Tracer = field(default_factory=NoTracer)
    web: Path = WEB
    held: Mapping[str, object] = field(default_factory=dict)  # what doors of rooms need, by room
    limits: Limits = field(default_factory=Limits)
    hooks: Intake | None = None  # none: no address takes webhooks


def ground_of(request: Request) -> Ground:
    ground: Ground = request.app.state.ground
    return ground


async def ground_asked_for(request: Request) -> Ground:
    return ground_of(request)


OfGround = Annotated[Ground, Depends(ground_asked_for)]
