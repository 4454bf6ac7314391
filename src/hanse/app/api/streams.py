"""A stream of server-sent events as an answer; it ends when either side has had enough."""

import asyncio
from contextlib import AbstractAsyncContextManager

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from hanse.engine.live.readers import Reader

# A client that lost the line comes back after this time by itself.
OPENING = b"retry: 2000\n\n"

Opening = AbstractAsyncContextManager[tuple[Reader, bytes]]


class EventStream(Response):
    """Opens the reader when the answer begins and leaves it when it ends, however it ends."""

    media_type = "text/event-stream"

    def __init__(self, opening: Opening) -> None:
        super().__init__(headers={"x-accel-buffering": "no"})
        del self.headers["content-length"]
        self._opening = opening

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with self._opening as (reader, first):
            leaving = asyncio.create_task(close_when_gone(receive, reader))
            try:
                head = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
                await send(head)
                await send_piece(send, OPENING + first)
                while piece := await reader.next():
                    await send_piece(send, piece)
                await send({"type": "http.response.body", "body": b""})
            finally:
                leaving.cancel()


async def send_piece(send: Send, piece: bytes) -> None:
    await send({"type": "http.response.body", "body": piece, "more_body": True})


async def close_when_gone(receive: Receive, reader: Reader) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    reader.close()
