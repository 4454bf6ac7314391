"""A real web door on a real socket, with the rooms of the program and a shelf to try things on."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

import aiohttp
import pytest

from hanse.app import wiring
from hanse.app.api.app import build
from hanse.app.api.ground import Ground
from hanse.app.api.serving import listen, serve
from hanse.app.portability import PARTS
from hanse.app.supplying import Suppliers
from hanse.base.clock import SystemClock
from hanse.engine.calls import Recorder
from hanse.engine.doors.access import PERMISSIONS, ROLES, Caller, Knock, Role
from hanse.engine.health.health import ready
from hanse.engine.live.live import Hub
from hanse.engine.metrics import Meter
from hanse.engine.outbound import Outbound
from hanse.engine.passwords import Passwords
from hanse.engine.settings import load
from hanse.engine.tx import INSTALLATION, Actor, ActorKind, Database
from hanse.rooms.connections.service.reach import Reach
from tests.api import shelf
from tests.engine.wire_servers import wire

LIMIT_S = 60.0


OPERATOR = "operator"


async def by_role(knock: Knock) -> Caller | None:
    """`Bearer viewer:<workspace>`: a person of that role there; or the operator."""
    scheme, _, token = knock.headers.get("authorization", "").partition(" ")
    if token == OPERATOR:
        actor = Actor(ActorKind.system, None, OPERATOR)
        return Caller(actor, INSTALLATION, frozenset(PERMISSIONS), OPERATOR)
    role, _, workspace = token.partition(":")
    if scheme != "Bearer" or role not in Role.__members__:
        return None
    permissions = frozenset(permission.name for permission in ROLES[Role(role)])
    person = Actor(ActorKind.person, UUID(int=9), f"Test {role}")
    return Caller(person, UUID(workspace), permissions, token, proven_at=SystemClock().now())


def identity(registration: str = "open", setup_code: str = "") -> wiring.Held:
    """What the doors of people need."""
    return wiring.Held(
        passwords=Passwords(),
        setup_code=setup_code,
        public_url="http://localhost:8700",
        registration=registration,
        mail_ready=False,
        access_minutes=15,
    )


@dataclass(frozen=True)
class Door:
    """A web door that runs: its address, and requests as somebody."""

    address: str
    session: aiohttp.ClientSession
    ground: Ground
    stop: asyncio.Event

    def ask(
        self, method: str, path: str, who: str = "", **more: object
    ) -> "aiohttp.client._RequestContextManager":
        headers = dict(more.pop("headers", {}))  # type: ignore[call-overload]
        if who:
            headers["Authorization"] = f"Bearer {who}"
        return self.session.request(method, self.address + path, headers=headers, **more)  # type: ignore[arg-type]


@contextlib.asynccontextmanager
async def reaching(database: Database, meter: Meter) -> AsyncIterator[Reach]:
    """The way to shops, of which there is none in these tests."""
    async with wire() as out:
        outbound = Outbound(database, out, meter, Recorder(database), database.clock)
        platforms = {each.CARD.name: each for each in wiring.CONNECTORS}
        yield Reach(database, outbound, out, platforms, "http://localhost:8700")


@pytest.fixture(scope="module")
async def ground(
    database: Database, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Ground]:
    home = tmp_path_factory.mktemp("home")
    clock = SystemClock()
    meter = Meter()
    fast = {"HANSE_REQUESTS_PER_MINUTE": "100000", "HANSE_WRONG_CREDENTIALS_PER_MINUTE": "100000"}
    settings = load({"HANSE_HOME": str(home), **fast}).settings
    async with reaching(database, meter) as reach:
        yield Ground(
            database=database,
            settings=settings,
            clock=clock,
            ids=database.ids,
            meter=meter,
            hub=Hub(database, meter),
            doors=(shelf.doors, *wiring.DOORS),
            authenticate=by_role,
            checks=lambda: ready(database, home),
            version="0.0.1",
            started_at=clock.now(),
            web=Path(home / "no-web"),
            held={
                "identity": identity(),
                "reach": reach,
                "hands": wiring.hands_of(reach),
                "suppliers": Suppliers(reach),
                "config": PARTS,
            },
        )


@contextlib.asynccontextmanager
async def opened(ground: Ground) -> AsyncIterator[Door]:
    """A door on a free port of loopback, closed at the end."""
    stop = asyncio.Event()
    sock = listen("127.0.0.1", 0)
    port = sock.getsockname()[1]
    running = asyncio.create_task(serve(build(ground), ground.settings, [sock], stop))
    timeout = aiohttp.ClientTimeout(total=LIMIT_S)
    try:
        async with aiohttp.ClientSession(timeout=timeout) as session:
            yield Door(f"http://127.0.0.1:{port}", session, ground, stop)
    finally:
        stop.set()
        async with asyncio.timeout(LIMIT_S):
            await running


@pytest.fixture(scope="module")
async def door(ground: Ground) -> AsyncIterator[Door]:
    async with opened(ground) as running:
        yield running


@pytest.fixture
def changed(ground: Ground) -> Callable[..., Ground]:
    """The same ground with some of it different."""

    def change(**different: object) -> Ground:
        return replace(ground, **different)  # type: ignore[arg-type]

    return change


@pytest.fixture
def manager(workspace: UUID) -> str:
    return f"manager:{workspace}"


@pytest.fixture
def viewer(workspace: UUID) -> str:
    return f"viewer:{workspace}"
