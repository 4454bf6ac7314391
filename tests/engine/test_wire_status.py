"""The default table: what each HTTP status means for a read and for a write."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hanse.base.faults import Fault, OutcomeUnknown, Throttled, Unavailable
from hanse.engine.wire.status import ANSWERS, HUNDREDS, STATUSES, Meaning, retry_after
from hanse.engine.wire.wire import Call
from tests.engine.wire_servers import http, in_turn, saying, stranger, wire

NOW = datetime(2026, 11, 20, 14, 3, 5, tzinfo=UTC)

ROWS = [*STATUSES.items(), *((hundred * 100 + 77, row) for hundred, row in HUNDREDS.items())]


@pytest.mark.parametrize(("status", "meaning"), ROWS)
async def test_each_status_becomes_its_fault(status: int, meaning: Meaning) -> None:
    answers = saying(http(status, b"{}", Location="/elsewhere?code=canary"))
    async with stranger(answers) as shop, wire() as out:
        for writes, kind in [(False, meaning.read), (True, meaning.write)]:
            with pytest.raises(Fault) as raised:
                await out.send(Call("POST", shop.url(), writes=writes, body=b"{}"))
            assert type(raised.value) is kind
            assert raised.value.sentence.startswith(f"127.0.0.1 answered {status}: {meaning.why}")
            assert "canary" not in str(raised.value)


@pytest.mark.parametrize("status", [200, 201, 202, 206, 299, 304])
async def test_an_answer_is_no_fault(status: int) -> None:
    async with stranger(saying(http(status))) as shop, wire() as out:
        answer = await out.send(Call("GET", shop.url(), writes=False))
    assert answer.status == status
    assert status in ANSWERS


def test_a_write_that_may_have_happened_is_never_unavailable() -> None:
    """`Unavailable` promises that nothing was changed; a failing server promises no such thing."""
    table = {status: STATUSES.get(status, HUNDREDS[status // 100]) for status in range(500, 600)}
    assert {row.write for row in table.values()} == {OutcomeUnknown}
    assert {row.read for row in table.values()} == {Unavailable}


async def test_a_status_that_nobody_knows_is_a_failure() -> None:
    async with stranger(saying(http(777))) as shop, wire() as out:
        with pytest.raises(OutcomeUnknown, match="answered 777"):
            await out.send(Call("PUT", shop.url(), writes=True, body=b"{}"))


async def test_the_sentences_help() -> None:
    answers = [
        http(401),
        http(429, Retry_After="2.0"),
        http(503, Retry_After="600"),
        http(301, Location="https://www.shop.example/wp-json/?token=abcdefgh#x"),
        http(303),
    ]
    said = []
    async with stranger(in_turn([saying(answer) for answer in answers])) as shop, wire() as out:
        for _ in answers:
            with pytest.raises(Fault) as raised:
                await out.send(Call("GET", shop.url(), writes=False))
            said.append(str(raised.value))
    assert said == [
        "127.0.0.1 answered 401: it does not accept our key, or not any more. "
        "Connect the account again.",
        "127.0.0.1 answered 429: it asks us to slow down. Try again in 2 s.",
        "127.0.0.1 answered 503: it is overloaded or under maintenance. "
        "Try again in 600 s, as it asks.",
        "127.0.0.1 answered 301: it sends the call to another address. "
        "It points to https://www.shop.example/wp-json/. Correct it and send it again.",
        "127.0.0.1 answered 303: it sends the call to another address. "
        "It points to nowhere. Correct it and send it again.",
    ]


@pytest.mark.parametrize(
    ("headers", "after_s"),
    [
        ({}, 30.0),
        ({"Retry_After": "soon"}, 30.0),
        ({"Retry_After": "7"}, 7.0),
        (
            {
                "Retry_After": "Fri, 20 Nov 2026 14:04:05 GMT",
                "Date": "Fri, 20 Nov 2026 14:03:05 GMT",
            },
            60.0,
        ),
    ],
)
async def test_a_429_says_how_long_to_wait(headers: dict[str, str], after_s: float) -> None:
    async with stranger(saying(http(429, b"", **headers))) as shop, wire() as out:
        with pytest.raises(Throttled) as raised:
            await out.send(Call("PUT", shop.url(), writes=True, body=b"{}"))
    assert raised.value.after_s == after_s


@pytest.mark.parametrize(
    ("value", "date", "seconds"),
    [
        ("", "", None),
        ("2.0", "", 2.0),
        (" 120 ", "", 120.0),
        ("-5", "", 0.0),
        ("1e9", "", 86_400.0),
        ("nan", "", None),
        ("inf", "", None),
        ("Fri, 20 Nov 2026 14:03:35 GMT", "", 30.0),  # by our clock
        ("Fri, 20 Nov 2026 14:03:35 -0000", "nonsense", 30.0),
        ("Fri, 20 Nov 2026 15:00:10 GMT", "Fri, 20 Nov 2026 15:00:00 GMT", 10.0),  # by theirs
        ("Fri, 20 Nov 2020 14:03:35 GMT", "", 0.0),
        ("Fri, 99 Nov 2026 14:03:35 GMT", "", None),
        ("tomorrow", "", None),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(
    value: str, date: str, seconds: float | None
) -> None:
    assert retry_after(value, date, NOW) == seconds


def test_the_page_for_operators_shows_the_table() -> None:
    page = (Path(__file__).parents[2] / "docs/reference/outbound.md").read_text("utf-8")
    rows = re.findall(r"^\| (\d[^|]*) \| `(\w+)` \| `(\w+)` \|$", page, re.MULTILINE)
    shown = {
        int(status): (read, write)
        for statuses, read, write in rows
        for status in re.findall(r"\d{3}", statuses)
    }
    assert shown.keys() >= STATUSES.keys()
    for status, codes in shown.items():
        row = STATUSES.get(status, HUNDREDS[status // 100])
        assert codes == (row.read.code, row.write.code)
