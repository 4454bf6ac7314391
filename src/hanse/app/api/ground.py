"""What the HTTP doors stand on, handed in by whoever starts the program."""

from collections.abc import Awaitable, Callable, Sequence
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
from hanse.engine.live.live import Hub
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
    tracer: Tracer = field(default_factory=NoTracer)
    web: Path = WEB
    limits: Limits = field(default_factory=Limits)


def ground_of(request: Request) -> Ground:
    ground: Ground = request.app.state.ground
    return ground


OfGround = Annotated[Ground, Depends(ground_of)]
