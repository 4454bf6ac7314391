"""The HTTP door, built from the ground and from what the rooms declare."""

import re
from collections.abc import Iterable, Mapping

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from hanse.app.api import audit, health, jobs, live, mails, reference, system
from hanse.app.api.admission import Admission
from hanse.app.api.compress import Compress
from hanse.app.api.envelope import Envelope
from hanse.app.api.ground import Ground
from hanse.app.api.hooks import HookDoor
from hanse.app.api.problems import problem_of, render
from hanse.app.api.recent import Recent
from hanse.app.api.route import DoorRoute
from hanse.app.api.site import Site
from hanse.engine.doors.doors import Doors

READINESS_S = 1.0
PARAMETER = re.compile(r"\{\w+\}")
OWN_DOORS = (
    health.doors,
    system.doors,
    live.doors,
    jobs.doors,
    audit.doors,
    mails.doors,
    reference.doors,
)


def build(ground: Ground) -> FastAPI:
    """Every route stands behind a door that says what it needs, or this raises."""
    app = FastAPI(
        title="Hanse",
        version=ground.version,
        openapi_url=None,
        redirect_slashes=False,
        exception_handlers={HTTPException: answer, RequestValidationError: answer},
        middleware=[
            Middleware(HookDoor, clock=ground.clock, meter=ground.meter, intake=ground.hooks),
            Middleware(Envelope, ground=ground),
            Middleware(Compress),
            Middleware(Admission, ground=ground),
        ],
    )
    app.state.ground = ground
    for room, held in ground.held.items():
        setattr(app.state, room, held)
    app.state.system = system.recent_system(ground)
    app.state.pulse = system.open_pulse(ground, app.state.system)
    app.state.readiness = Recent(ground.clock, READINESS_S, ground.checks)
    routes = routes_of(ground.doors)
    app.router.routes.extend(routes)
    app.state.reference = reference.Pages(ground.version, routes)
    app.router.default = Site(ground.web)
    check(app.router.routes)
    return app


def routes_of(rooms: Iterable[Doors]) -> list[DoorRoute]:
    """The routes of the program itself and of these rooms."""
    return [DoorRoute(door) for doors in (*OWN_DOORS, *rooms) for door in doors]


def check(routes: list[BaseRoute]) -> None:
    """Raise if a route came in past the doors, or two share an address or a name."""
    seen: set[object] = set()
    for route in routes:
        if not isinstance(route, DoorRoute):
            raise TypeError(f"{route} was not declared by Doors, so nobody knows what it needs.")
        address = f"{route.door.method} {PARAMETER.sub('{}', route.door.path)}"
        for name in (address, route.operation_id):
            if name in seen:
                raise ValueError(f"{name} is declared twice.")
            seen.add(name)


async def answer(request: Request, error: Exception) -> Response:
    """The framework's own refusals, in our shape; a 405 names all methods of the address."""
    problem = problem_of(error)
    if problem.status == 405 and (route := request.scope.get("route")):
        known = methods(request.app.router.routes)
        # An address without a parameter is nearer than one whose parameter it would fit.
        allowed = known.get(request.url.path) or known.get(route.door.path, "")
        problem = problem.with_header("allow", allowed)
    return render(problem, request.state.request_id)


def methods(routes: list[BaseRoute]) -> Mapping[str, str]:
    """The methods that each address takes, as the header Allow spells them."""
    found: dict[str, list[str]] = {}
    for route in routes:
        if isinstance(route, DoorRoute):
            found.setdefault(route.door.path, []).append(route.door.method)
    return {path: ", ".join(sorted(names)) for path, names in found.items()}
