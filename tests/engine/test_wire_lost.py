"""Lost, cut off and oversized answers: a write is in doubt, a read is not."""

import asyncio
import gzip

import pytest

from hanse.base.faults import OutcomeUnknown, Rejected, Unavailable
from hanse.engine.wire.wire import Call, Limits, Trace
from tests.engine.wire_servers import (
    Answers,
    CallOf,
    fault_of,
    get,
    http,
    in_turn,
    put,
    resets,
    saying,
    stranger,
    unused_port,
    wire,
)

# What a lost answer means


@pytest.mark.parametrize("call_of", [get, put])
async def test_a_refused_connection_changed_nothing(call_of: CallOf) -> None:
    async with wire() as out:
        with pytest.raises(Unavailable) as raised:
            await out.send(call_of(f"http://127.0.0.1:{await unused_port()}/"))
    assert raised.value.sentence == "127.0.0.1 does not take connections there."


@pytest.mark.parametrize("call_of", [get, put])
async def test_an_unknown_name_changed_nothing(call_of: CallOf) -> None:
    async with wire() as out:
        with pytest.raises(Unavailable) as raised:
            await out.send(call_of("http://shop.invalid/"))
    assert str(raised.value) == (
        "shop.invalid is a name that leads nowhere. "
        "See that the address is spelled as in the browser."
    )


HALF = b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345"
HALF_CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n"
HALF_PACKED = http(200, gzip.compress(b"12345" * 100)[:-9], Content_Encoding="gzip")
LOST: list[tuple[Answers, str]] = [
    (resets, "broke the connection."),
    (saying(b"", then_close=True), "hung up without an answer."),
    (saying(b"HTTP/1.1 200 OK\r\nConte", then_close=True), "hung up without an answer."),
    (
        saying(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 20_000 + b"\r\n\r\n"),
        "answered something that is not HTTP.",
    ),
    (saying(b"no HTTP at all\r\n\r\n"), "answered something that is not HTTP."),
    (saying(HALF, then_close=True), "sent only a part of its answer."),
    (saying(HALF_CHUNKED, then_close=True), "sent only a part of its answer."),
    (saying(HALF_PACKED), "sent an answer that is packed and its end is missing."),
    (
        saying(http(200, b"12345", Content_Encoding="gzip")),
        "sent an answer that is packed and cannot be unpacked.",
    ),
    (
        saying(http(200, b"12345", Content_Encoding="br")),
        "sent an answer that is packed as 'br', which we did not ask for.",
    ),
]


@pytest.mark.parametrize(("answers", "what"), LOST, ids=range(len(LOST)))
async def test_a_lost_write_is_unknown_and_a_lost_read_is_unavailable(
    answers: Answers, what: str
) -> None:
    read = await fault_of(answers, get)
    assert isinstance(read, Unavailable)
    assert read.sentence == f"127.0.0.1 {what}"
    write = await fault_of(answers, put)
    assert isinstance(write, OutcomeUnknown)
    assert write.sentence == (f"127.0.0.1 {what} What was sent may have been done all the same.")
    assert write.__context__ is None


@pytest.mark.parametrize("method", ["PUT", "DELETE", "POST", "PATCH"])
@pytest.mark.parametrize("answers", [resets, saying(b"", then_close=True)], ids=["reset", "end"])
async def test_a_write_leaves_once(method: str, answers: Answers) -> None:
    async with stranger(answers) as shop, wire() as out:
        with pytest.raises(OutcomeUnknown):
            await out.send(Call(method, shop.url(), writes=True, body=b"{}"))  # type: ignore[arg-type]
    assert (len(shop.requests), shop.connections) == (1, 1)


async def test_a_read_over_a_kept_connection_that_has_ended_is_asked_anew() -> None:
    hung_up: Answers = saying(b"", then_close=True)
    fine = saying(http(200, b"{}"))
    async with stranger(in_turn([fine, hung_up, fine])) as shop, wire() as out:
        await out.send(get(shop.url()))
        answer = await out.send(Call("POST", shop.url(), writes=False, body=b"{query}"))
    assert answer.status == 200
    assert (len(shop.requests), shop.connections) == (3, 2)
    assert shop.requests[1].endswith(b"{query}")
    assert shop.requests[2].endswith(b"{query}")


async def test_a_read_over_a_new_connection_is_asked_once() -> None:
    async with stranger(saying(b"", then_close=True)) as shop, wire() as out:
        with pytest.raises(Unavailable):
            await out.send(get(shop.url()))
    assert len(shop.requests) == 1


async def test_reads_share_a_connection_and_a_write_has_its_own() -> None:
    async with stranger(saying(http(200, b"{}"))) as shop, wire() as out:
        for _ in range(3):
            await out.send(get(shop.url()))
        assert shop.connections == 1
        for _ in range(2):
            await out.send(put(shop.url()))
        assert shop.connections == 3


# Size


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(http(200, b"x" * 5_001), id="plain"),
        pytest.param(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 5_001, id="without a length"),
        pytest.param(http(200, gzip.compress(b"\0" * 5_001), Content_Encoding="gzip"), id="packed"),
        pytest.param(
            http(200, gzip.compress(b"\0" * 50_000_000), Content_Encoding="gzip"), id="bomb"
        ),
        pytest.param(
            http(200, gzip.compress(b"") * 500, Content_Encoding="gzip"), id="packed nothing"
        ),
    ],
)
async def test_an_answer_over_its_limit_is_cut_off(answer: bytes) -> None:
    small = Limits(received_bytes_max=5_000)
    read = await fault_of(saying(answer, then_close=True), get, limits=small)
    assert isinstance(read, Rejected)
    assert str(read) == (
        "127.0.0.1 sent an answer of more than 5000 bytes, which are the most. "
        "Ask for less in one call."
    )
    write = await fault_of(saying(answer, then_close=True), put, limits=small)
    assert isinstance(write, OutcomeUnknown)


async def test_an_answer_as_large_as_its_limit_is_taken() -> None:
    body = gzip.compress(b"\0" * 5_000)
    async with (
        stranger(saying(http(200, body, Content_Encoding="gzip"))) as shop,
        wire() as out,
    ):
        answer = await out.send(get(shop.url(), limits=Limits(received_bytes_max=5_000)))
    assert answer.body == b"\0" * 5_000


async def test_an_endless_answer_is_cut_off() -> None:
    async def floods(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while not writer.transport.is_closing():
            writer.write(b"x" * 65_536)
            await writer.drain()
        raise ConnectionResetError

    traces: list[Trace] = []
    async with stranger(floods) as shop, wire(traces) as out:
        with pytest.raises(Rejected, match="more than 1000000 bytes"):
            await out.send(get(shop.url(), limits=Limits(received_bytes_max=1_000_000)))
    assert traces[0].received_bytes < 3_000_000


async def test_too_much_is_not_sent() -> None:
    async with stranger(saying(http(200))) as shop, wire() as out:
        with pytest.raises(Rejected, match="would send 12 bytes; 11 are the most"):
            await out.send(put(shop.url(), limits=Limits(sent_bytes_max=11)))
    assert shop.requests == []


async def test_a_large_body_goes_out_whole() -> None:
    async with stranger(saying(http(200))) as shop, wire() as out:
        await out.send(Call("POST", shop.url(), writes=True, body=b"x" * 3_000_000))
    assert shop.requests[0].endswith(b"\r\n\r\n" + b"x" * 3_000_000)


async def test_an_answer_that_comes_before_the_body_has_left_counts() -> None:
    """The server refuses after the head and reads no further."""
    refused = asyncio.Event()

    async def refuses(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(http(413))
        await writer.drain()
        await refused.wait()
        writer.close()

    server = await asyncio.start_server(refuses, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, wire() as out:
        call = Call("POST", f"http://127.0.0.1:{port}/", writes=True, body=b"x" * 15_000_000)
        with pytest.raises(Rejected, match="answered 413: what we sent is too large for it"):
            await out.send(call)
        refused.set()
