"""Every connector is asked the same: answers that no sandbox gives, from a server on loopback."""

import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from hanse.base.faults import Fault, OutcomeUnknown, Rejected, Throttled, Unavailable
from hanse.engine.wire.wire import Limits, Timeouts, Trace
from hanse.trade.ports_read import Ask, Kind, Reach
from tests.connectors.sides import Line, Pair, every, line
from tests.engine.wire_servers import (
    Answers,
    Stranger,
    http,
    resets,
    saying,
    says_nothing,
    stranger,
)

HTML = b"<!doctype html><html><head><title>Just a moment</title></head><body>No.</body></html>"
FAMILY = "👩‍👩‍👧‍👦 Ünïcødé 漢字 \u202e"
ALL = Ask(Reach.everything, rows_max=2)


@asynccontextmanager
async def at(
    pair: Pair, answers: Answers, traces: list[Trace] | None = None
) -> AsyncIterator[tuple[Line, Stranger]]:
    """A line to a server that always does this."""
    async with stranger(answers) as there, line(pair, there.url(), traces) as way:
        yield way, there


async def read_fault(pair: Pair, answers: Answers, timeouts: Timeouts | None = None) -> Fault:
    async with at(pair, answers) as (way, _):
        way.timeouts = timeouts or way.timeouts
        with pytest.raises(Fault) as raised:
            await way.page(pair.port(Kind.products), ALL)
    return raised.value


async def write_fault(pair: Pair, answers: Answers, timeouts: Timeouts | None = None) -> Fault:
    """Of a write, which must have been sent once and no more."""
    async with at(pair, answers) as (way, there):
        way.timeouts = timeouts or way.timeouts
        with pytest.raises(Fault) as raised:
            await way.ask(way.subscribe())
        assert len(there.requests) == 1
    return raised.value


def refusing(pair: Pair, status: int, said: str = "No.", **headers: str) -> Answers:
    body, kind = pair.suite.refusal(status, said)
    return saying(http(status, body, Content_Type=kind, **headers))


# Statuses


@every
@pytest.mark.parametrize("status", [401, 403, 404, 409, 422])
async def test_a_refusal_is_named_by_what_to_do_next(pair: Pair, status: int) -> None:
    for fault in (
        await read_fault(pair, refusing(pair, status)),
        await write_fault(pair, refusing(pair, status)),
    ):
        assert type(fault) is pair.suite.REFUSALS[status], fault
        assert fault.sentence.endswith((".", '"'))
        assert fault.next_step


@every
@pytest.mark.parametrize(("header", "seconds"), [("7", 7.0), ("0", 0.0), ("2.5", 2.5)])
async def test_429_waits_as_long_as_it_says(pair: Pair, header: str, seconds: float) -> None:
    slow = refusing(pair, 429, Retry_After=header)
    for fault in (await read_fault(pair, slow), await write_fault(pair, slow)):
        assert isinstance(fault, Throttled)
        assert fault.after_s == seconds


@every
async def test_429_without_a_word_about_when_waits_some_time(pair: Pair) -> None:
    for headers in ({}, {"Retry_After": "soon"}):
        fault = await read_fault(pair, refusing(pair, 429, **headers))
        assert isinstance(fault, Throttled)
        assert 0 < fault.after_s < 3600
        assert math.isfinite(fault.after_s)


@every
@pytest.mark.parametrize("status", [500, 502, 503, 504, 520, 530])
@pytest.mark.parametrize("page", [True, False])
async def test_5xx_of_a_read_is_asked_again_and_of_a_write_is_unknown(
    pair: Pair, status: int, page: bool
) -> None:
    broken = saying(http(status, HTML)) if page else refusing(pair, status)
    assert type(await read_fault(pair, broken)) is Unavailable
    assert type(await write_fault(pair, broken)) is OutcomeUnknown


# Answers that are none


@every
@pytest.mark.parametrize(
    "body",
    [HTML, b"", b"   ", b"{", b"null", b"NaN", b"42", b'"no"', b"[1,", b"\xff\xfe", b"[" * 99_999],
    ids=["html", "empty", "blank", "cut", "null", "nan", "number", "text", "half", "bytes", "deep"],
)
async def test_an_answer_that_is_no_document_is_lost(pair: Pair, body: bytes) -> None:
    fault = await read_fault(pair, saying(http(200, body)))
    assert isinstance(fault, Unavailable), fault
    assert "<" not in str(fault)


@every
async def test_a_write_answered_with_a_page_may_have_been_done(pair: Pair) -> None:
    assert isinstance(await write_fault(pair, saying(http(200, HTML))), OutcomeUnknown)


@every
async def test_half_an_answer_is_lost(pair: Pair) -> None:
    whole = pair.suite.listed(pair.port(Kind.products), [], more=False)
    half = saying(whole[:-1], then_close=True)
    assert isinstance(await read_fault(pair, half), Unavailable)
    assert isinstance(await write_fault(pair, half), OutcomeUnknown)


@every
@pytest.mark.parametrize("answers", [says_nothing, resets, saying(b"", then_close=True)])
async def test_no_answer_at_all_is_lost(pair: Pair, answers: Answers) -> None:
    short = Timeouts(connect_s=1, first_byte_s=0.3, whole_s=0.6)
    assert isinstance(await read_fault(pair, answers, short), Unavailable)
    assert isinstance(await write_fault(pair, answers, short), OutcomeUnknown)


@every
async def test_a_shop_that_takes_no_connection_got_nothing(pair: Pair) -> None:
    """Then also a write is known not to have been done."""
    async with stranger(saying(b"")) as gone:
        url = gone.url()
    async with line(pair, url) as way:
        with pytest.raises(Unavailable):
            await way.ask(way.subscribe())
        with pytest.raises(Unavailable):
            await way.page(pair.port(Kind.products), ALL)


@every
async def test_an_answer_larger_than_its_limit_is_refused(pair: Pair) -> None:
    most = Limits().received_bytes_max
    large = max(most, 48 * 1024**2) + 1
    body = b'{"padding":"' + b"x" * large + b'"}'
    fault = await read_fault(pair, saying(http(200, body)))
    assert isinstance(fault, Rejected)
    assert "which are the most" in fault.sentence


@every
async def test_a_call_is_not_led_to_another_host(pair: Pair) -> None:
    seen: list[bytes] = []
    async with stranger(saying(http(200, b"[]"))) as thief:
        moved = saying(http(302, Location=thief.url("/take")))
        assert isinstance(await read_fault(pair, moved), Rejected)
        assert isinstance(await write_fault(pair, moved), OutcomeUnknown)
        seen += thief.requests
    assert seen == []


# Lists


@every
async def test_a_page_that_comes_again_and_again_does_not_keep_us(pair: Pair) -> None:
    """It ends, or it is a fault; what is on it is counted once."""
    port = pair.port(Kind.products)
    same = pair.suite.listed(port, [pair.suite.DOCUMENTS[Kind.products]] * 2, more=True)
    async with at(pair, saying(same)) as (way, there):
        with suppress(Unavailable):
            pages = await way.pages(port, ALL)
            assert len({each for page in pages for each in page.seen_ids}) == 1
        assert len(there.requests) < 5


@every
async def test_a_list_that_says_there_is_no_more_is_not_asked_again(pair: Pair) -> None:
    port = pair.port(Kind.products)
    last = pair.suite.listed(port, [pair.suite.DOCUMENTS[Kind.products]] * 2, more=False)
    async with at(pair, saying(last)) as (way, there):
        assert len(await way.pages(port, ALL)) == 1
        assert len(there.requests) == 1


@every
@pytest.mark.parametrize(
    "text", ["👩‍👩‍👧‍👦 Ünïcødé 漢字 \u202e", 'a\\b"c', "\u0000", "é" * 400_000]
)
async def test_a_text_arrives_as_it_was_sent(pair: Pair, text: str) -> None:
    port = pair.port(Kind.products)
    field, where = pair.suite.TEXTS[Kind.products]
    document = {**pair.suite.DOCUMENTS[Kind.products], field: text}
    async with at(pair, saying(pair.suite.listed(port, [document], more=False))) as (way, _):
        (row,) = (await way.page(port, ALL)).rows
    assert getattr(row.value, where) == text


# Secrets


@every
async def test_no_secret_is_shown_also_where_the_shop_says_it_back(pair: Pair) -> None:
    access = pair.suite.access_at("http://127.0.0.1:1")
    secrets = [each for each in pair.suite.secrets_of(access) if each]
    assert secrets
    traces: list[Trace] = []
    told = [repr(access), str(access), repr(access.tokens)]
    for status in (200, 400, 401, 403, 404, 422, 429, 500):
        echo = refusing(pair, status, f"You sent {' and '.join(secrets)}, which is wrong.")
        async with at(pair, echo, traces) as (way, _):
            asked = [pair.port(Kind.products).question(ALL, pair.suite.SHOP), way.subscribe()]
            for question in asked:
                call = way.call(question)
                told += [repr(question), str(question), repr(call), str(call)]
                try:
                    answer = await way.out.send(call, pair.platform.words)
                    told += [repr(answer), str(answer)]
                    pair.platform.reply_of(answer)
                except Fault as fault:
                    findings = getattr(fault, "findings", ())
                    told += [repr(fault), str(fault), fault.next_step, repr(findings)]
    assert len(traces) == 16
    told.append(repr(traces))
    text = "\n".join(told)
    assert not [secret for secret in secrets if secret in text]
