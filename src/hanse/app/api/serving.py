"""Runs the web door on a socket: uvicorn without its signals, its log and its trust in headers."""

import asyncio
import contextlib
import errno
import socket
from collections.abc import Iterator, Sequence

import uvicorn
from fastapi import FastAPI
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from hanse.app.api.ground import Ground
from hanse.app.api.health import MetricsText, figures
from hanse.base.faults import Rejected, Unavailable
from hanse.engine.health.certificates import TlsFiles, tls_files
from hanse.engine.settings import Settings

BACKLOG = 2_048
GRACE_S = 10
KEEP_ALIVE_S = 20
HEAD_S = 10.0
UNREAD_S = 60  # a peer that takes nothing for so long is gone, whatever its machine says


class Protocol(HttpToolsProtocol):
    """Ends a connection whose request has not begun properly after HEAD_S.

    uvicorn itself has a time for silence between requests, and none for the head of one.
    """

    head_s = HEAD_S
    head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.expect_head()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.expect_head()

    def on_headers_complete(self) -> None:
        self.stop_waiting()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self.stop_waiting()
        super().connection_lost(exc)

    def expect_head(self) -> None:
        self.stop_waiting()
        self.head_timer = self.loop.call_later(self.head_s, self.timeout_keep_alive_handler)

    def stop_waiting(self) -> None:
        if self.head_timer:
            self.head_timer.cancel()


class Server(uvicorn.Server):
    """Signals belong to the program; it stops by being told."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens, or a sentence that says why not."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_STREAM)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    # A body that waited for the head to be acknowledged would come 40 ms later. asyncio sees to
    # that itself for sockets of its own alone; those that are accepted here are as this one.
    opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD_S * 1_000)
    try:
        opened.bind((host, port))
        opened.listen(BACKLOG)
    except OSError as refused:
        opened.close()
        raise unbound(host, port, refused) from refused
    opened.setblocking(False)
    return opened


def unbound(host: str, port: int, refused: OSError) -> Unavailable:
    if refused.errno == errno.EADDRINUSE:
        sentence = f"Port {port} on {host} is taken by another program."
        return Unavailable(sentence, "Stop it, or choose another port with HANSE_PORT.")
    if refused.errno == errno.EACCES:
        sentence = f"This user may not listen on port {port}."
        return Unavailable(sentence, "Choose a port above 1023 with HANSE_PORT.")
    return Unavailable(
        f"Nothing can listen on {host}:{port}: {refused.strerror}.",
        "Give HANSE_HOST an address of this machine, such as 127.0.0.1.",
    )


async def serve(
    app: FastAPI, settings: Settings, sockets: Sequence[socket.socket], stop: asyncio.Event
) -> None:
    """Answer until `stop` is set; then end all streams, and give the rest GRACE_S to end."""
    ground: Ground = app.state.ground
    streams = (ground.hub, app.state.pulse)
    server = Server(configured(app, tls_files(settings, ground.clock)))
    async with asyncio.TaskGroup() as group:
        for source in streams:
            group.create_task(source.run())
        group.create_task(server.serve(list(sockets)))
        await stop.wait()
        # A stream never ends by itself, and uvicorn waits for all that still runs.
        for source in streams:
            source.close()
        server.should_exit = True


def configured(
    app: ASGIApp, tls: TlsFiles | None = None, protocol: type[Protocol] = Protocol
) -> uvicorn.Config:
    config = uvicorn.Config(
        app,
        loop="none",
        http=protocol,
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        backlog=BACKLOG,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=GRACE_S,
        ssl_certfile=tls.certificate if tls else None,
        ssl_keyfile=tls.key if tls else None,
    )
    try:
        config.load()
    except OSError as wrong:
        raise Rejected(
            f"The certificate {tls and tls.certificate} cannot be used: {wrong}.",
            next_step="Give HANSE_TLS_CERTIFICATE and HANSE_TLS_KEY readable PEM files.",
        ) from wrong
    return config


def metrics_app(ground: Ground) -> ASGIApp:
    """/metrics for a port of its own, which listens on loopback only and so asks for no token."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == "/metrics":
            response: Response = MetricsText(await figures(ground))
        else:
            response = PlainTextResponse("There is only /metrics here.\n", 404)
        await response(scope, receive, send)

    return answer
