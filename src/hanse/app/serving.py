"""`hanse serve`: the web door."""

import asyncio
from importlib.metadata import version

from hanse.app import wiring
from hanse.app.api import serving as door
from hanse.app.api.app import build
from hanse.app.api.ground import Ground
from hanse.app.api.operator import any_of, by_metrics_token, by_operator_token, operator_token
from hanse.app.opened import Opened
from hanse.app.running import Running, running
from hanse.engine.health.certificates import with_files
from hanse.engine.health.health import ready
from hanse.engine.live.live import Hub
from hanse.engine.processes import ProcessRole


async def serve(bare: Opened, *, demo: bool, child: bool) -> int:
    settings = with_files(bare.settings, bare.clock)
    # The port is taken first: a second start says so before it opens a database.
    sockets = [door.listen(settings.host, settings.port)]
    async with running(bare, ProcessRole.web, child=child) as here:
        ground = ground_of(here, demo=demo)
        app = build(ground)
        bare.out(f"Hanse is on {address(here, sockets[0].getsockname()[1])}")
        async with asyncio.TaskGroup() as group:
            group.create_task(door.serve(app, settings, sockets, here.stop))
            if settings.metrics_port:
                group.create_task(serve_metrics(here, ground))
    return 0


async def serve_metrics(here: Running, ground: Ground) -> None:
    settings = here.opened.settings
    server = door.Server(door.configured(door.metrics_app(ground)))
    async with asyncio.TaskGroup() as group:
        group.create_task(server.serve([door.listen("127.0.0.1", settings.metrics_port)]))
        await here.stop.wait()
        server.should_exit = True


def ground_of(here: Running, *, demo: bool) -> Ground:
    settings = here.opened.settings
    return Ground(
        database=here.database,
        settings=settings,
        clock=here.opened.clock,
        ids=here.opened.ids,
        meter=here.meter,
        hub=Hub(here.database, here.meter),
        doors=wiring.DOORS,
        authenticate=any_of(
            by_operator_token(operator_token(settings.home)),
            by_metrics_token(settings.metrics_token),
        ),
        checks=lambda: ready(here.database, settings.home),
        version=version("hanse"),
        started_at=here.process.started_at,
        demo=demo,
        tracer=here.tracer,
    )


def address(here: Running, port: int) -> str:
    """Where a person finds us: the public address, or this machine by its own name."""
    settings = here.opened.settings
    if settings.public_url:
        return settings.public_url
    scheme = "https" if settings.tls_certificate else "http"
    host = "localhost" if settings.host in ("127.0.0.1", "::1", "0.0.0.0", "::") else settings.host  # noqa: S104
    return f"{scheme}://{host}:{port}"
