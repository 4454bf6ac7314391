"""Servers on loopback that answer as they are told, byte by byte, and count what they were sent."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from ipaddress import ip_network

import pytest

from hanse.base.clock import SystemClock
from hanse.base.faults import Fault
from hanse.engine.wire.wire import Call, Trace, Wire

LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1"))
EVERY_PORT = range(1, 65_536)

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
CallOf = Callable[..., Call]
Answers = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Stranger:
    """The other side, as the test sees it."""

    port: int
    scheme: str = "http"
    requests: list[bytes] = field(default_factory=list)
    connections: int = 0

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"


async def request_of(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return head + await reader.readexactly(int(line.partition(b":")[2]))
    return head


@asynccontextmanager
async def stranger(answers: Answers, tls: ssl.SSLContext | None = None) -> AsyncIterator[Stranger]:
    """Reads whole requests, one after the other, and lets `answers` do the rest."""
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        tasks.add(task)
        task.add_done_callback(tasks.discard)
        here.connections += 1
        try:
            while not writer.transport.is_closing():
                here.requests.append(await request_of(reader))
                await answers(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.transport.abort()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    here = Stranger(server.sockets[0].getsockname()[1], "https" if tls else "http")
    try:
        yield here
    finally:
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def saying(answer: bytes, *, then_close: bool = False) -> Answers:
    """Always this, to the byte."""

    async def answers(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        await writer.drain()
        if then_close:
            writer.close()

    return answers


def in_turn(steps: Sequence[Answers]) -> Answers:
    """One behaviour for each request, in their order."""
    left = iter(steps)

    async def answers(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await next(left)(reader, writer)

    return answers


async def says_nothing(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    """Waits until the caller gives up."""
    await reader.read()
    raise ConnectionResetError


async def drips(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Begins at once and then sends a byte at a time, for ever."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while not writer.transport.is_closing():
        writer.write(b".")
        await writer.drain()
        await asyncio.sleep(0.01)
    raise ConnectionResetError


async def resets(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    connection = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    writer.transport.abort()
    raise ConnectionResetError


def http(status: int = 200, body: bytes = b"", **headers: str) -> bytes:
    """A plain answer; `Retry_After` becomes `Retry-After`."""
    lines = [f"HTTP/1.1 {status} Said", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


@asynccontextmanager
async def wire(traces: list[Trace] | None = None, **options: object) -> AsyncIterator[Wire]:
    """A wire that may reach loopback, and tells its traces to the list."""
    chosen: dict[str, object] = {"allow_private": LOOPBACK, "ports": EVERY_PORT} | options
    if traces is not None:
        chosen["observe"] = traces.append
    opened = await Wire.open(SystemClock(), **chosen)  # type: ignore[arg-type]
    try:
        yield opened
    finally:
        await opened.close()


async def unused_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def everybody_at(address: str) -> Callable[[str, int], Awaitable[Sequence[str]]]:
    """A DNS in which every name leads to one address."""

    async def lookup(host: str, port: int) -> Sequence[str]:
        return [address]

    return lookup


async def given_up(task: "asyncio.Task[object]") -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def get(url: str, **more: object) -> Call:
    return Call("GET", url, writes=False, **more)  # type: ignore[arg-type]


def put(url: str, **more: object) -> Call:
    return Call("PUT", url, writes=True, body=b'{"price": 1}', **more)  # type: ignore[arg-type]


async def fault_of(answers: Answers, call_of: CallOf = get, **more: object) -> Fault:
    """What one call to such a server ends in."""
    async with stranger(answers) as shop, wire() as out:
        with pytest.raises(Fault) as raised:
            await out.send(call_of(shop.url(), **more))
    return raised.value
