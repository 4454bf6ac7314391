"""A stream of server-sent events as an answer; it ends when either side has had enough."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from hanse.engine.live.readers import Reader

# A client that lost the line comes back after this time by itself.
OPENING = b"retry: 2000\n\n"

Opening = AbstractAsyncContextManager[tuple[Reader, bytes]]
# Whether the reader may still read what it may at the beginning.
Still = Callable[[], Awaitable[bool]]


class EventStream(Response):
    """Opens the reader when the answer begins and leaves it when it ends, however it ends."""

    media_type = "text/event-stream"

    def __init__(
        self, opening: Opening, still: Still | None = None, ask_again_s: float = 10.0
    ) -> None:
        super().__init__(headers={"x-accel-buffering": "no"})
        del self.headers["content-length"]
        self._opening, self._still, self._ask_again_s = opening, still, ask_again_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with self._opening as (reader, first):
            watching = [asyncio.create_task(close_when_gone(receive, reader))]
            if self._still:
                asking = close_when_not_allowed(self._still, self._ask_again_s, reader)
                watching.append(asyncio.create_task(asking))
            try:
                head = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
                await send(head)
                await send_piece(send, OPENING + first)
                while piece := await reader.next():
                    await send_piece(send, piece)
                await send({"type": "http.response.body", "body": b""})
            finally:
                for task in watching:
                    task.cancel()


async def send_piece(send: Send, piece: bytes) -> None:
    await send({"type": "http.response.body", "body": piece, "more_body": True})


async def close_when_gone(receive: Receive, reader: Reader) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    reader.close()


async def close_when_not_allowed(still: Still, every_s: float, reader: Reader) -> None:
    """A stream may be open for days; whoever is signed out meanwhile hears no more."""
    while await still():  # noqa: ASYNC110 - nobody announces it; the database is asked
        await asyncio.sleep(every_s)
    reader.close()
