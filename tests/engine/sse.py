"""Server-sent events, taken apart."""

import asyncio
import json
from dataclasses import dataclass

import aiohttp

LIMIT_S = 60.0


@dataclass(frozen=True)
class Frame:
    """One event of a stream."""

    event: str
    id: str
    data: dict[str, object]


def frames(text: bytes) -> list[Frame]:
    """The events in this text; comments are left out."""
    found = []
    for block in text.decode().split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines() if line[:1] != ":")
        if lines:
            data = json.loads(lines.get("data", "{}"))
            found.append(Frame(lines.get("event", "message"), lines.get("id", ""), data))
    return found


async def read(response: aiohttp.ClientResponse, count: int) -> list[Frame]:
    """The next so many events of a stream."""
    text = b""
    async with asyncio.timeout(LIMIT_S):
        while len(frames(text)) < count:
            piece = await response.content.readuntil(b"\n\n")
            assert piece, f"the stream ended after {text!r}"
            text += piece
    return frames(text)
