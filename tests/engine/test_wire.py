"""One call out, one answer or one fault back, in time, told to whoever watches."""

import asyncio
import gzip
from decimal import Decimal

import pytest

from hanse.base.faults import Fault, OutcomeUnknown, Rejected, Unavailable
from hanse.engine.telemetry import in_request, request_id
from hanse.engine.wire.wire import Answer, Call, Timeouts, Trace
from tests.engine.wire_servers import (
    Answers,
    drips,
    everybody_at,
    fault_of,
    get,
    given_up,
    http,
    put,
    resets,
    saying,
    says_nothing,
    stranger,
    wire,
)

# One limit each is short, so that a busy machine cannot run into another one first.
SHORT_CONNECT = Timeouts(connect_s=0.2)
SHORT_FIRST_BYTE = Timeouts(first_byte_s=0.2)
SHORT_WHOLE = Timeouts(whole_s=0.4)


async def test_an_answer_comes_back_whole() -> None:
    answers = saying(http(201, b'{"price": 9.90, "stock": 3}', X_Page="2"))
    traces: list[Trace] = []
    async with stranger(answers) as shop, wire(traces) as out:
        with in_request("r-7"):
            answer = await out.send(
                Call(
                    "POST",
                    shop.url("/v1/p?fixed=%2F"),
                    writes=True,
                    headers={"X-Kind": "price", "Content-Type": "application/json"},
                    query=[("q", "a b/c+d"), ("q", "ü")],
                    body=b"{}",
                )
            )
    assert (answer.status, answer.headers["x-page"]) == (201, "2")
    assert answer.json() == {"price": Decimal("9.90"), "stock": 3}
    assert repr(answer.json()["price"]) == "Decimal('9.90')"
    (request,) = shop.requests
    head, _, body = request.partition(b"\r\n\r\n")
    assert head.startswith(b"POST /v1/p?fixed=%2F&q=a%20b%2Fc%2Bd&q=%C3%BC HTTP/1.1\r\n")
    assert b"\r\nX-Kind: price\r\n" in head
    assert b"\r\nAccept-Encoding: gzip\r\n" in head
    assert b"\r\nUser-Agent: Hanse\r\n" in head
    assert body == b"{}"
    (trace,) = traces
    assert (trace.method, trace.status, trace.outcome, trace.fault) == ("POST", 201, "ok", "")
    assert (trace.host, trace.request_id) == ("127.0.0.1", "r-7")
    assert (trace.sent_bytes, trace.received_bytes) == (2, 27)
    assert trace.connect_s is not None
    assert trace.first_byte_s is not None
    assert 0 < trace.connect_s <= trace.first_byte_s <= trace.elapsed_s


async def test_a_packed_answer_is_unpacked() -> None:
    body = gzip.compress(b'{"a":') + gzip.compress(b"1}")
    async with (
        stranger(saying(http(200, body, Content_Encoding="gzip"))) as shop,
        wire() as out,
    ):
        answer = await out.send(get(shop.url()))
    assert answer.json() == {"a": 1}


async def test_nothing_is_kept_between_calls() -> None:
    answers = saying(http(200, b"{}", Set_Cookie="session=abcdef; Path=/"))
    async with stranger(answers) as shop, wire(lookup=everybody_at("127.0.0.1")) as out:
        await out.send(get(shop.url(host="shop.example")))
        await out.send(get(shop.url(host="shop.example")))
    assert b"ookie" not in b"".join(shop.requests)


async def test_every_call_carries_what_the_program_gives_it() -> None:
    def carry() -> dict[str, str]:
        return {"X-Request-Id": request_id(), "X-Kind": "none"}

    async with stranger(saying(http(200))) as shop, wire(carry=carry) as out:
        with in_request("r-8"):
            await out.send(get(shop.url(), headers={"X-Kind": "price"}))
    assert b"\r\nX-Request-Id: r-8\r\n" in shop.requests[0]
    assert b"\r\nX-Kind: price\r\n" in shop.requests[0]


# Time


@pytest.mark.parametrize(
    ("answers", "timeouts", "sentence"),
    [
        (says_nothing, SHORT_FIRST_BYTE, "127.0.0.1 did not begin to answer within 0.2 s."),
        (drips, SHORT_WHOLE, "127.0.0.1 did not complete its answer within 0.4 s."),
        (says_nothing, SHORT_WHOLE, "127.0.0.1 did not complete its answer within 0.4 s."),
    ],
)
async def test_a_slow_answer_is_given_up(
    answers: Answers, timeouts: Timeouts, sentence: str
) -> None:
    read = await fault_of(answers, get, timeouts=timeouts)
    assert str(read) == f"{sentence} Try again later."
    assert isinstance(read, Unavailable)
    write = await fault_of(answers, put, timeouts=timeouts)
    assert str(write) == (
        f"{sentence} What was sent may have been done all the same. "
        "Look whether it happened before you repeat it."
    )
    assert isinstance(write, OutcomeUnknown)


async def test_a_write_that_never_got_a_connection_changed_nothing() -> None:
    """Here the other side takes the connection and never speaks TLS."""

    async def hangs(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(hangs, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, wire() as out:
        with pytest.raises(Unavailable) as raised:
            await out.send(put(f"https://127.0.0.1:{port}/", timeouts=SHORT_CONNECT))
    assert str(raised.value) == (
        "127.0.0.1 did not take a connection within 0.2 s. Try again later."
    )


async def test_a_name_that_is_looked_up_for_too_long_is_given_up() -> None:
    async def never(host: str, port: int) -> list[str]:
        await asyncio.Event().wait()
        return []

    async with wire(lookup=never) as out:
        with pytest.raises(Unavailable, match=r"shop\.example did not take a connection within"):
            await out.send(put("http://shop.example/", timeouts=SHORT_CONNECT))


@pytest.mark.parametrize("headers", [{"X-A": "a\r\nX-B: b"}, {"X A": "a"}, {"X-A\n": "a"}])
async def test_a_header_cannot_smuggle_another(headers: dict[str, str]) -> None:
    async with wire() as out:
        with pytest.raises(Rejected, match="holds a character that ends a header") as raised:
            await out.send(get("http://127.0.0.1:9/", headers=headers))
    assert "X-B" not in str(raised.value)


# Whoever watches


async def test_a_watcher_that_fails_does_not_cost_the_answer(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fails(trace: Trace) -> None:
        raise RuntimeError(f"no room for {trace.outcome}")

    async with stranger(saying(http(200, b"{}"))) as shop, wire(observe=fails) as out:
        answer = await out.send(put(shop.url()))
    assert answer.status == 200
    assert "wire.trace.lost" in caplog.text


async def test_a_call_that_its_caller_breaks_off_is_told_too() -> None:
    arrived = asyncio.Event()

    async def waits(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        arrived.set()
        await says_nothing(reader, writer)

    traces: list[Trace] = []
    async with stranger(waits) as shop, wire(traces) as out:
        task: asyncio.Task[object] = asyncio.create_task(out.send(put(shop.url())))
        await asyncio.wait_for(arrived.wait(), 5)
        await given_up(task)
    assert [trace.outcome for trace in traces] == ["broken off"]


async def test_a_fault_is_told_with_its_code() -> None:
    traces: list[Trace] = []
    async with stranger(resets) as shop, wire(traces) as out:
        with pytest.raises(OutcomeUnknown):
            await out.send(put(shop.url()))
    (trace,) = traces
    assert (trace.outcome, trace.status, trace.sent_bytes) == ("outcome_unknown", 0, 12)
    assert trace.fault.startswith("127.0.0.1 broke the connection.")


async def test_a_connector_reads_its_own_words_first() -> None:
    def words(answer: Answer) -> Fault | None:
        return Rejected("It says no.") if answer.json()["error"] else None

    traces: list[Trace] = []
    async with stranger(saying(http(200, b'{"error": "no"}'))) as shop, wire(traces) as out:
        with pytest.raises(Rejected, match="It says no"):
            await out.send(get(shop.url()), words)
    assert (traces[0].status, traces[0].outcome) == (200, "rejected")
