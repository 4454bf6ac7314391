"""Each code of CJ's table, and what is an answer at all."""

import pytest

from hanse.base.faults import (
    AuthLapsed,
    Conflict,
    Denied,
    Fault,
    Gone,
    OutcomeUnknown,
    Rejected,
    Throttled,
    Unavailable,
)
from hanse.connectors.cj.wire import asking
from hanse.connectors.cj.wire.access import LOGIN, REFRESH
from hanse.connectors.cj.wire.answer import CODES, reply_of, words
from tests.connectors.cj.said import KEY, answer, envelope

Kinds = tuple[type[Fault], type[Fault]]  # of a question, and of an order that is being made
LOST: Kinds = (Unavailable, OutcomeUnknown)
NO: Kinds = (Rejected, Rejected)
TABLE: dict[int, Kinds] = {
    **dict.fromkeys((1600000, 1600301), LOST),
    **dict.fromkeys((1600200, 1600201), (Throttled, Throttled)),
    **dict.fromkeys((1600001, 1600002, 1600030, 1600003), (AuthLapsed, AuthLapsed)),
    1600031: (Denied, Denied),
    **dict.fromkeys((*range(1600004, 1600009), 1600012, 1601000), (Denied, Denied)),
    **dict.fromkeys((1600009, 1600010, 1600011, 1600013, 1600100, 1600101, 1600300), NO),
    **dict.fromkeys((16900403, *range(16900202, 16900206)), NO),
    **dict.fromkeys(range(1602000, 1602004), (Gone, Rejected)),
    1603000: NO,
    1603001: (Rejected, OutcomeUnknown),  # the order may be there, and not confirmed
    1603002: NO,
    1603100: (Gone, Gone),
    1603101: (Rejected, OutcomeUnknown),  # the order may be there, and not paid
    # The order may be there, and wait for its money.
    **dict.fromkeys((1603102, 1604000, 1604001), (Rejected, OutcomeUnknown)),
    **dict.fromkeys((1605000, 1605001, 1605002), NO),
    **dict.fromkeys((1606000, 1606001, *range(1607000, 1607004)), NO),
    **dict.fromkeys((1607004, *range(1607006, 1607011)), LOST),
    1608001: (Gone, Gone),
    **dict.fromkeys((804, 806), NO),
    1999999: LOST,  # that nobody has heard of: see below for a question
}


@pytest.mark.parametrize("code", TABLE)
def test_every_code_is_the_fault_that_says_what_to_do(code: int) -> None:
    read, write = TABLE[code]
    found = words(answer(asking.FREIGHT, envelope(None, code)))
    assert type(found) is (Rejected if code == 1999999 else read)
    assert str(code) in str(found)
    made = words(answer(asking.CREATE, envelope(None, code), writes=True))
    assert type(made) is write
    assert str(code) in str(made)


def test_the_table_is_whole() -> None:
    assert set(CODES) == {*TABLE, 1603003} - {1999999}


def test_an_order_that_exists_is_told_of_its_piece() -> None:
    taken = envelope(None, 1603003)
    assert words(answer(asking.CREATE, taken, writes=True)) is None
    assert type(words(answer(asking.PAY, taken, writes=True))) is Conflict


@pytest.mark.parametrize(
    ("path", "code"),
    [(asking.DETAIL, 1603100), (asking.PRODUCT, 1602000), (asking.PRODUCT, 1602003)],
)
def test_what_is_asked_for_and_is_not_there_is_no_fault(path: str, code: int) -> None:
    found = answer(path, envelope(None, code))
    assert words(found) is None
    assert list(asking.found_in(reply_of(found))) == []
    assert words(answer(asking.TRACK, envelope(None, code))) is not None


@pytest.mark.parametrize("code", [1602001, 1605000, 1605002])
def test_what_a_person_can_mend_says_how(code: int) -> None:
    found = words(answer(asking.CREATE, envelope(None, code), writes=True))
    assert isinstance(found, Rejected)
    [finding] = found.findings
    assert finding.next_step
    assert finding.field in {"lines", "amount", "freight", "country"}


@pytest.mark.parametrize("path", [LOGIN, REFRESH])
@pytest.mark.parametrize("code", [1600004, 1600008, 1601000])
def test_a_key_that_is_refused_asks_for_a_person(path: str, code: int) -> None:
    assert isinstance(words(answer(path, envelope(None, code), writes=True)), AuthLapsed)


@pytest.mark.parametrize(
    ("path", "document", "status", "wait_s"),
    [
        (LOGIN, envelope(None, 1600200), 200, 300.0),
        (LOGIN, "Too Many Requests", 429, 300.0),
        (asking.PRODUCT, envelope(None, 1600200), 200, 1.0),
        (asking.PRODUCT, envelope(None, 1600201), 200, 12_600.0),  # it is 20:30 there
        (asking.PRODUCT, "Too Many Requests", 429, 1.0),
        (
            asking.PRODUCT,
            "Too Many Requests: reached the daily request limit (1000 times/day)",
            429,
            12_600.0,
        ),
    ],
)
def test_it_is_waited_for_as_long_as_it_takes(
    path: str, document: object, status: int, wait_s: float
) -> None:
    found = words(answer(path, document, status=status, writes=path == LOGIN))
    assert isinstance(found, Throttled)
    assert found.after_s == wait_s


def test_without_a_clock_over_there_a_day_is_asked_for_each_hour() -> None:
    found = words(answer(asking.PRODUCT, envelope(None, 1600201), headers={}))
    assert isinstance(found, Throttled)
    assert found.after_s == 3_600.0


@pytest.mark.parametrize(
    "document",
    [
        envelope([], 200),
        envelope([], 0, success=True),
        {"data": []},
        {"code": None, "data": [], "result": True},
        {"code": "200", "data": [], "result": True},
    ],
)
def test_a_good_code_is_200_or_0_or_none(document: object) -> None:
    assert words(answer(asking.FREIGHT, document)) is None


@pytest.mark.parametrize(
    "document", ["<html>", "", "[]", "{", {}, {"code": "odd", "data": []}, {"message": "hello"}]
)
def test_what_is_no_answer_leaves_a_change_unknown(document: object) -> None:
    assert isinstance(words(answer(asking.PAY, document, writes=True)), OutcomeUnknown)
    assert isinstance(words(answer(asking.FREIGHT, document)), Unavailable)


def test_a_refusal_without_a_code_is_none_that_proves_anything() -> None:
    refused = {"code": 200, "result": False, "data": None, "message": "no"}
    assert isinstance(words(answer(asking.PAY, refused, writes=True)), OutcomeUnknown)
    assert isinstance(words(answer(asking.FREIGHT, refused)), Rejected)


def test_an_order_that_is_to_go_and_is_not_there_is_no_fault() -> None:
    assert words(answer(asking.DELETE, envelope(None, 1603100), writes=True)) is None
    assert isinstance(words(answer(asking.DELETE, envelope(None, 1603002), writes=True)), Rejected)
    assert isinstance(words(answer(asking.PAY, envelope(None, 1603100), writes=True)), Gone)


def test_the_code_counts_whatever_the_status() -> None:
    found = answer(asking.FREIGHT, envelope(None, 1600001), status=401)
    assert isinstance(words(found), AuthLapsed)
    broke = answer(asking.CREATE, "<html>", status=502, writes=True)
    assert isinstance(words(broke), OutcomeUnknown)


def test_the_key_is_in_no_sentence() -> None:
    told = words(answer(LOGIN, envelope(None, 1600005, message=f"bad {KEY}"), writes=True))
    assert KEY not in str(told)
    assert "bad" in str(told)
