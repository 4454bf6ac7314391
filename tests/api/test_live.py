"""The door to live changes, over a real socket."""

import asyncio
import socket
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import pytest

from hanse.app.api.ground import Ground
from hanse.engine.live.live import Hub
from hanse.engine.log.events import append, declare
from hanse.engine.tx import Database
from tests.api.conftest import LIMIT_S, Door, opened
from tests.conftest import NOBODY
from tests.engine.sse import read


@declare("shelf.book.returned", "A book was returned", subject=("shelf.book", "id"))
@dataclass(frozen=True, slots=True)
class Returned:
    """For the tests of this file."""

    id: UUID
    version: int


async def give_back(database: Database, workspace: UUID, version: int) -> UUID:
    async with database.tx(workspace, NOBODY) as tx:
        book = tx.ids.new()
        await append(tx, Returned(book, version))
    return book


async def test_a_stream_says_hello_and_then_what_changes(
    door: Door, database: Database, viewer: str, workspace: UUID
) -> None:
    async with door.ask("GET", "/api/live", viewer) as response:
        assert (response.status, response.content_type) == (200, "text/event-stream")
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["X-Accel-Buffering"] == "no"
        assert "Content-Encoding" not in response.headers
        # The first piece tells the browser when to come back.
        assert [frame.event for frame in await read(response, 2)] == ["message", "hello"]
        book = await give_back(database, workspace, 3)
        [told] = await read(response, 1)
    assert told.data == {"topic": "shelf.book.returned", "id": str(book), "version": 3}


@pytest.mark.parametrize("by", ["header", "query"])
async def test_a_stream_goes_on_where_it_was(
    door: Door, database: Database, viewer: str, workspace: UUID, by: str
) -> None:
    async with door.ask("GET", "/api/live", viewer) as response:
        last = (await read(response, 2))[-1].id
    await give_back(database, workspace, 1)
    path = f"/api/live?after={last}" if by == "query" else "/api/live"
    headers = {"Last-Event-ID": last} if by == "header" else {}
    async with door.ask("GET", path, viewer, headers=headers) as response:
        seen = await read(response, 3)
    assert sorted(frame.event for frame in seen) == ["hello", "message", "message"]
    assert [frame.data["version"] for frame in seen if frame.data] == [1]


async def test_a_client_that_leaves_is_forgotten(door: Door, viewer: str, ground: Ground) -> None:
    async with door.ask("GET", "/api/live", viewer) as response:
        await read(response, 2)
        # A stream of the test before may be on its way out.
        await until_readers(ground, 1)
        response.close()
    await until_readers(ground, 0)


async def until_readers(ground: Ground, count: int) -> None:
    async with asyncio.timeout(LIMIT_S):
        while len(ground.hub.readers) != count:
            await asyncio.sleep(0.01)


async def test_a_client_that_reads_nothing_is_dropped_and_comes_back(
    door: Door, database: Database, viewer: str, workspace: UUID, ground: Ground
) -> None:
    """First the sockets fill, then the queue; the others are told meanwhile."""
    port = int(door.address.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)) as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        slow.settimeout(LIMIT_S)
        slow.sendall(f"GET /api/live HTTP/1.1\r\nAuthorization: Bearer {viewer}\r\n\r\n".encode())
        text = b""
        while b"hello" not in text:
            text += await asyncio.to_thread(slow.recv, 4_096)
        async with asyncio.timeout(60):
            while len(ground.hub.readers):
                async with database.tx(workspace, NOBODY) as tx:
                    await append(tx, *(Returned(tx.ids.new(), 1) for _ in range(5_000)))
        text = b""
        while b"event: dropped" not in text:
            text = text[-500:] + await asyncio.to_thread(slow.recv, 1_000_000)
    last = text.partition(b"event: dropped")[0].rpartition(b"id: ")[2].split()[0].decode()
    async with door.ask("GET", f"/api/live?after={last}", viewer) as response:
        assert {frame.event for frame in await read(response, 3)} >= {"reset", "hello"}


async def test_a_wrong_position_is_told(door: Door, viewer: str) -> None:
    async with door.ask("GET", "/api/live?after=yesterday", viewer) as response:
        assert response.status == 422


async def test_the_door_stops_with_streams_open(
    database: Database, ground: Ground, changed: Callable[..., Ground], viewer: str
) -> None:
    """Streams are ended, not waited for."""
    loop = asyncio.get_running_loop()
    own = changed(hub=Hub(database, ground.meter))
    async with (
        opened(own) as door,
        door.ask("GET", "/api/live", viewer) as changes,
        door.ask("GET", "/api/system/live") as pulse,
    ):
        for stream in (changes, pulse):
            await read(stream, 2)
        began = loop.time()
        door.stop.set()
        for stream in (changes, pulse):
            await stream.content.read()
    assert loop.time() - began < 9
