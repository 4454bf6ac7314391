"""A canary: marked secrets go out with calls, and turn up in nothing that is told about them."""

import asyncio
import io
import logging
import traceback
from collections.abc import Awaitable, Iterator
from dataclasses import replace

import pytest

from hanse.base.faults import Fault, Rejected
from hanse.engine.wire.wire import Answer, Call, Limits, Timeouts, Trace, Wire
from tests.engine.wire_servers import (
    Answers,
    everybody_at,
    http,
    resets,
    saying,
    says_nothing,
    stranger,
    unused_port,
    wire,
)

MARK = "cAnArY"
SECRETS = {
    name: f"{MARK}-{name}-0123456789" for name in ("header", "cookie", "query", "body", "path")
}


def call_to(url: str, writes: bool) -> Call:
    return Call(
        "PUT" if writes else "GET",
        f"{url}bot{SECRETS['path']}/send",
        writes=writes,
        headers={
            "Authorization": f"Bearer {SECRETS['header']}",
            "Cookie": f"session={SECRETS['cookie']}",
            "X-Page": "2",
        },
        query=[("page", "2"), ("consumer_secret", SECRETS["query"])],
        body=f'{{"password": "{SECRETS["body"]}"}}'.encode(),
        timeouts=Timeouts(first_byte_s=0.1),
        limits=Limits(redirects_max=2, received_bytes_max=10_000),
        secrets=(SECRETS["path"],),
    )


ECHO = (" ".join(SECRETS.values()) + " ").encode()


async def echoes_in_a_title(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    told = f"{SECRETS['header']} {SECRETS['path']}"
    writer.write(http(200, f"<html><title>{told}</title></html>".encode()))


async def echoes_the_address(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    where = f"http://other.example:9/bot{SECRETS['path']}?consumer_secret={SECRETS['query']}"
    writer.write(http(303, ECHO, Location=where))


BAD_WAYS: list[Answers] = [
    saying(http(200, ECHO)),
    saying(http(400, ECHO)),
    saying(http(401, ECHO)),
    saying(http(500, ECHO)),
    saying(http(200, ECHO, Content_Encoding="gzip")),
    saying(http(200, ECHO * 500)),
    saying(ECHO + b"\r\n\r\n", then_close=True),
    saying(http(200, ECHO)[:-20], then_close=True),
    saying(b"", then_close=True),
    echoes_in_a_title,
    echoes_the_address,
    resets,
    says_nothing,
]


def reads(answer: Answer) -> Fault | None:
    answer.json()
    return None


@pytest.fixture
def told() -> Iterator[io.StringIO]:
    """Everything that anybody logs, down to the least."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    before = logging.root.level
    logging.root.addHandler(handler)
    logging.root.setLevel(logging.DEBUG)
    yield stream
    logging.root.removeHandler(handler)
    logging.root.setLevel(before)


def everything(fault: Fault, call: Call, traces: list[Trace], told: io.StringIO) -> str:
    shown = [str(fault), repr(fault), fault.sentence, fault.next_step, repr(call), repr(traces)]
    shown += traceback.format_exception(fault)
    # A careless printer shows what hangs on an exception even where it is suppressed.
    hanging = [fault.__cause__, fault.__context__]
    return "\n".join([*shown, *map(repr, hanging), told.getvalue()])


async def tried(sending: Awaitable[object]) -> Fault:
    with pytest.raises(Fault) as raised:
        await sending
    return raised.value


@pytest.mark.parametrize("writes", [False, True], ids=["read", "write"])
@pytest.mark.parametrize("answers", BAD_WAYS, ids=range(len(BAD_WAYS)))
async def test_no_secret_is_told_however_a_call_ends(
    answers: Answers, writes: bool, told: io.StringIO
) -> None:
    traces: list[Trace] = []
    async with stranger(answers) as shop, wire(traces) as out:
        call = call_to(shop.url(), writes)
        for words in (None, reads):
            sending = out.send(call, words) if words else sent_and_read(out, call)
            fault = await tried(sending)
            assert MARK not in everything(fault, call, traces, told)
    assert all(SECRETS[name].encode() in shop.requests[0] for name in SECRETS)
    assert traces[0].url.startswith(f"http://127.0.0.1:{shop.port}/bot********/send?page=2&")


async def sent_and_read(out: Wire, call: Call) -> object:
    answer = await out.send(call)
    assert MARK not in repr(answer)
    return answer.json()


async def test_no_secret_is_told_when_nothing_was_sent(told: io.StringIO) -> None:
    traces: list[Trace] = []
    bad_addresses = [
        f"http://127.0.0.1:{await unused_port()}/",
        f"http://{MARK}:{MARK}@127.0.0.1/",
        "http://127.0.0.1 /",
        "http://shop.invalid/",
        "http://10.0.0.1:5432/",
        "gopher://127.0.0.1/",
    ]
    async with wire(traces) as out:
        for url in bad_addresses:
            call = call_to(url, writes=True)
            fault = await tried(out.send(call))
            assert MARK not in everything(fault, call, traces, told)
        smuggling = replace(call_to("http://127.0.0.1/", True), headers={"Cookie": f"{MARK}\r\n"})
        fault = await tried(out.send(smuggling))
        assert MARK not in everything(fault, smuggling, traces, told)
    assert len(traces) == len(bad_addresses) + 1


async def test_the_words_of_a_connector_are_cleaned_in_the_trace() -> None:
    def words(answer: Answer) -> Fault | None:
        return Rejected(f"It says: token={SECRETS['query']}, {answer.body.decode()}")

    traces: list[Trace] = []
    async with stranger(saying(http(200, ECHO))) as shop, wire(traces) as out:
        await tried(out.send(call_to(shop.url(), True), words))
    assert traces[0].fault.startswith("It says: token=********, ")
    assert not [name for name in ("header", "query", "path") if SECRETS[name] in traces[0].fault]


async def test_a_proxy_keeps_its_password(told: io.StringIO) -> None:
    traces: list[Trace] = []
    port = await unused_port()
    async with wire(
        traces, proxy=f"http://ada:{MARK}@127.0.0.1:{port}", lookup=everybody_at("127.0.0.1")
    ) as out:
        call = Call("GET", "https://shop.example/", writes=False)
        fault = await tried(out.send(call))
    assert MARK not in everything(fault, call, traces, told)
