"""The door itself: sockets, certificates, a stop that lets work end, peers that misbehave."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest

from hanse.app.api.app import build
from hanse.app.api.ground import Ground
from hanse.app.api.reading import Limits
from hanse.app.api.serving import Protocol, Server, configured, listen, metrics_app, serve
from hanse.base.faults import Rejected, Unavailable
from hanse.engine.health.certificates import with_files
from hanse.engine.settings import LOCAL
from tests.api.conftest import LIMIT_S, Door, opened

BOOKS = "/api/shelf/books"


def test_a_taken_port_is_told_with_the_way_out() -> None:
    with listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(Unavailable, match=f"Port {port} on 127.0.0.1 is taken") as told:
            listen("127.0.0.1", port)
    assert "HANSE_PORT" in told.value.next_step
    with pytest.raises(Unavailable, match=r"Nothing can listen on 192\.0\.2\.1"):
        listen("192.0.2.1", 0)


def test_a_socket_notices_peers_that_are_gone() -> None:
    with listen("::1", 0) if socket.has_ipv6 else listen("127.0.0.1", 0) as opened_socket:
        assert opened_socket.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        assert opened_socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert opened_socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 60_000


async def test_work_that_runs_ends_before_the_door_does(ground: Ground, manager: str) -> None:
    async with opened(ground) as door:

        async def work() -> int:
            async with door.ask("POST", "/api/shelf/delays?seconds=0.5", manager) as response:
                return response.status

        working = asyncio.create_task(work())
        pool = ground.database.app
        async with asyncio.timeout(LIMIT_S):
            while pool.get_idle_size() == pool.get_size():
                await asyncio.sleep(0.01)
        door.stop.set()
        assert await working == 200


async def test_a_door_with_a_certificate_speaks_https(ground: Ground) -> None:
    settings = replace(ground.settings, tls_certificate=LOCAL, public_url="https://hub.example.com")
    async with opened(replace(ground, settings=settings)) as door:
        served = Path(with_files(settings, ground.clock).tls_certificate)
        trusting = ssl.create_default_context(cafile=served.with_name("authority.pem"))
        address = door.address.replace("http:", "https:")
        async with door.session.get(f"{address}/health/live", ssl=trusting) as response:
            assert response.status == 200
            assert response.headers["Strict-Transport-Security"] == "max-age=31536000"
        with pytest.raises(aiohttp.ClientError):
            await door.session.get(f"{door.address}/health/live")


async def test_a_certificate_that_cannot_be_read_is_told(ground: Ground) -> None:
    settings = replace(ground.settings, tls_certificate="/nowhere/c.pem")
    with listen("127.0.0.1", 0) as sock, pytest.raises(Rejected, match="cannot be used"):
        await serve(build(replace(ground, settings=settings)), settings, [sock], asyncio.Event())


async def test_a_body_that_trickles_is_given_up(
    changed: Callable[..., Ground], manager: str
) -> None:
    async with opened(changed(limits=Limits(body_s=0.2))) as door:
        head, _ = await raw(
            door,
            f"POST {BOOKS} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {manager}\r\n"
            "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{",
        )
    assert head.startswith("HTTP/1.1 408")
    assert "connection: close" in head.lower()


async def test_a_body_too_large_is_refused_before_it_is_sent(door: Door, manager: str) -> None:
    head, _ = await raw(
        door,
        f"POST {BOOKS} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {manager}\r\n"
        "Expect: 100-continue\r\nContent-Length: 5000000\r\n\r\n",
    )
    assert head.startswith("HTTP/1.1 413")


async def test_a_body_without_a_length_is_counted(door: Door, manager: str) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b" " * 50_000

    async with door.ask(
        "POST", BOOKS, manager, data=pieces(), headers={"Content-Type": "application/json"}
    ) as response:
        assert response.status == 413


async def test_a_request_that_takes_too_long_is_stopped(
    changed: Callable[..., Ground], manager: str
) -> None:
    async with (
        opened(changed(limits=Limits(request_s=0.2))) as door,
        door.ask("POST", "/api/shelf/delays?seconds=5", manager) as response,
    ):
        assert response.status == 503
        assert (await response.json(content_type=None))["code"] == "too_slow"
    async with opened(changed()) as door, door.ask("GET", BOOKS, manager) as response:
        assert (await response.json())["items"] == []


class Hasty(Protocol):
    """Waits a little while only."""

    head_s = 0.2


@pytest.mark.parametrize("begun", ["", "GET /health/live HTTP/1.1\r\nHost: "])
async def test_a_head_that_does_not_come_is_given_up(ground: Ground, begun: str) -> None:
    sock = listen("127.0.0.1", 0)
    server = Server(configured(metrics_app(ground), protocol=Hasty))
    running = asyncio.create_task(server.serve([sock]))
    async with asyncio.timeout(LIMIT_S):
        reader, writer = await asyncio.open_connection(*sock.getsockname())
        writer.write(b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n" if begun else b"")
        if begun:
            await reader.readuntil(b"hanse_")
        writer.write(begun.encode())
        await reader.read()
    writer.close()
    server.should_exit = True
    await running


async def test_nonsense_on_the_line_harms_nobody(door: Door) -> None:
    for nonsense in ("\0\0\0\r\n\r\n", "GET\r\n\r\n", "CONNECT x:1 HTTP/1.1\r\n\r\n"):
        head, _ = await raw(door, nonsense)
        assert head.startswith("HTTP/1.1 4")
    async with door.ask("GET", "/health/live") as response:
        assert response.status == 200


async def raw(door: Door, text: str) -> tuple[str, bytes]:
    """What a bare socket gets back: the head and the rest."""
    port = int(door.address.rpartition(":")[2])
    async with asyncio.timeout(LIMIT_S):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(text.encode())
        answer = await reader.readuntil(b"\r\n\r\n")
        rest = await reader.read(10_000) if b"close" in answer else b""
        writer.close()
    return answer.decode(), rest


async def test_figures_have_a_port_of_their_own(ground: Ground) -> None:
    sock = listen("127.0.0.1", 0)
    address = f"http://127.0.0.1:{sock.getsockname()[1]}"
    server = Server(configured(metrics_app(ground)))
    running = asyncio.create_task(server.serve([sock]))
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{address}/metrics") as response:
            assert response.status == 200
            assert 'hanse_check_ok{check="database"} 1.0' in await response.text()
        async with session.get(f"{address}/") as response:
            assert response.status == 404
    server.should_exit = True
    await running
