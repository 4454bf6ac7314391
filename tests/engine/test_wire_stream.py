"""Large answers: piece by piece, within limits, and a fault where it ends."""

import asyncio
import gzip
import tracemalloc
from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest

from hanse.base.faults import Fault, Gone, Rejected, Unavailable
from hanse.engine.wire.wire import Call, Timeouts, Trace, Wire
from tests.engine.wire_servers import (
    Answers,
    fault_of,
    get,
    http,
    saying,
    says_nothing,
    stranger,
    wire,
)

MB = 1024**2


async def whole(out: Wire, call: Call, **more: object) -> bytes:
    limits: dict[str, object] = {"bytes_max": 100 * MB} | more
    return b"".join([piece async for piece in out.stream(call, **limits)])  # type: ignore[arg-type]


async def streamed_fault(answers: Answers, **more: object) -> Fault:
    async with stranger(answers) as shop, wire() as out:
        with pytest.raises(Fault) as raised:
            await whole(out, get(shop.url()), **more)
    return raised.value


async def test_what_is_streamed_is_what_was_sent_packed_or_not() -> None:
    body = b"".join(b'{"id": %d}\n' % number for number in range(50_000))
    traces: list[Trace] = []
    packed = gzip.compress(body[:400_000]) + gzip.compress(body[400_000:])
    for answer in (http(200, body), http(200, packed, Content_Encoding="gzip")):
        async with stranger(saying(answer)) as shop, wire(traces) as out:
            assert await whole(out, get(shop.url())) == body
    assert [(trace.outcome, trace.status) for trace in traces] == [("ok", 200)] * 2
    assert traces[1].received_bytes == len(packed)


async def test_a_large_stream_takes_little_memory() -> None:
    """100 MB of what packs well come as a tenth of one."""
    answer = http(200, gzip.compress(b"x" * 100 * MB), Content_Encoding="gzip")
    async with stranger(saying(answer)) as shop, wire() as out:
        size = 0
        tracemalloc.start()
        async for piece in out.stream(get(shop.url()), bytes_max=100 * MB):
            size += len(piece)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert size == 100 * MB
    assert most < 8 * MB


async def test_a_stream_above_its_limit_is_cut_off() -> None:
    for answer in (
        http(200, b"x" * 3 * MB),
        http(200, gzip.compress(b"x" * 3 * MB), Content_Encoding="gzip"),
    ):
        fault = await streamed_fault(saying(answer), bytes_max=2 * MB)
        assert isinstance(fault, Rejected)
        assert "sent an answer of more than 2097152 bytes" in str(fault)


async def test_a_status_that_is_a_fault_is_that_fault() -> None:
    assert isinstance(await streamed_fault(saying(http(404, b"no"))), Gone)
    moved = await streamed_fault(saying(http(302, Location="https://example.com/")))
    assert isinstance(moved, Rejected)
    traces: list[Trace] = []
    async with stranger(saying(http(404))) as shop, wire(traces) as out:
        with pytest.raises(Gone):
            await whole(out, get(shop.url()))
    assert [(trace.outcome, trace.status) for trace in traces] == [("gone", 404)]


async def test_a_stream_that_stops_in_the_middle_is_unavailable() -> None:
    begun = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"

    async def stops(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(begun)
        await says_nothing(reader, writer)

    late = await streamed_fault(stops, read_s=0.2)
    assert str(late) == "127.0.0.1 did not go on with its answer within 0.2 s. Try again later."
    late = await streamed_fault(stops, whole_s=0.3)
    assert "did not complete its answer within 0.3 s" in str(late)
    half = await streamed_fault(saying(begun, then_close=True))
    assert "sent only a part of its answer" in str(half)
    packed = gzip.compress(b"x" * 1_000)[:-4]
    cut = await streamed_fault(saying(http(200, packed, Content_Encoding="gzip")))
    assert "is packed and its end is missing" in str(cut)
    for fault in (late, half, cut):
        assert isinstance(fault, Unavailable)


async def test_a_stream_that_begins_too_late_is_as_any_call() -> None:
    timeouts = Timeouts(first_byte_s=0.2)
    async with stranger(says_nothing) as shop, wire() as out:
        with pytest.raises(Unavailable) as raised:
            await whole(out, get(shop.url(), timeouts=timeouts))
    assert str(raised.value) == str(await fault_of(says_nothing, get, timeouts=timeouts))


async def test_whoever_stops_reading_ends_the_call() -> None:
    gone = asyncio.Event()

    async def pours(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
        try:
            while True:
                writer.write(b"x" * 65_536)
                await writer.drain()
        finally:
            gone.set()

    traces: list[Trace] = []
    async with stranger(pours) as shop, wire(traces) as out:
        async with aclosing(out.stream(get(shop.url()), bytes_max=10**10)) as pieces:
            assert await first_of(pieces)
        await asyncio.wait_for(gone.wait(), 5)
    assert [trace.outcome for trace in traces] == ["broken off"]


async def first_of(pieces: AsyncIterator[bytes]) -> bytes:
    async for piece in pieces:
        return piece
    return b""
