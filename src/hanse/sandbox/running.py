"""The sandbox on its sockets: plain http, and https beside it where that is wanted."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator, Sequence
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from hanse.sandbox.held import Sandbox
from hanse.sandbox.serving import application

GRACE_S = 2
BACKLOG = 2_048


class Server(uvicorn.Server):
    """Signals belong to the program; it stops by being told."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def configured(
    app: ASGIApp, *, first: bool, files: tuple[Path, Path] | None = None
) -> uvicorn.Config:
    """Of several servers of one application the first one starts its shoppers and postmen."""
    return uvicorn.Config(
        app,
        loop="none",
        http="httptools",
        ws="none",
        lifespan="on" if first else "off",
        log_config=None,
        log_level="warning",
        access_log=False,
        proxy_headers=False,  # the shops themselves look at X-Forwarded-Proto
        server_header=False,
        date_header=False,  # the shops date their answers by their own clock
        backlog=BACKLOG,
        timeout_graceful_shutdown=GRACE_S,
        ssl_certfile=files and str(files[0]),
        ssl_keyfile=files and str(files[1]),
    )


async def run(
    sandbox: Sandbox,
    plain: Sequence[socket.socket],
    secure: Sequence[socket.socket] = (),
    files: tuple[Path, Path] | None = None,
) -> None:
    """Serve until cancelled."""
    app = application(sandbox)
    servers = [(Server(configured(app, first=True)), plain)]
    if secure:
        servers.append((Server(configured(app, first=False, files=files)), secure))
    tasks = [asyncio.create_task(server.serve(list(at))) for server, at in servers]
    try:
        await asyncio.gather(*(asyncio.shield(task) for task in tasks))
    finally:
        for server, _ in servers:
            server.should_exit = True
        await asyncio.gather(*tasks)
