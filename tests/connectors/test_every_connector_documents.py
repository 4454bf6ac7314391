"""Every connector is asked the same: documents as they come, and as they should not come."""

import dataclasses
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hanse.base.faults import Fault, Finding
from hanse.base.money import Money
from hanse.trade.ports_read import Kind, Reply
from hanse.trade.shop import Shop
from tests.connectors.sides import Pair, every, every_port, read, whole

HUGE = "x" * 200_000


def row_of(pair: Pair, kind: Kind, document: object) -> Any:
    """The value of a document that can be read."""
    page = read(pair, kind, document)
    assert page.findings == ()
    (row,) = page.rows
    return row.value


def codes(value: Any, field: str) -> list[str]:
    return [each.code for each in value.findings if each.field == field]


def changed(pair: Pair, kind: Kind, **fields: object) -> dict[str, Any]:
    return {**pair.suite.DOCUMENTS[kind], **fields}


# What is right


@every_port
def test_every_kind_has_a_document_that_is_read_without_a_doubt(pair: Pair, kind: Kind) -> None:
    document = pair.suite.DOCUMENTS[kind]
    value = row_of(pair, kind, document)
    assert value.findings == ()
    assert value == row_of(pair, kind, document)


@every_port
def test_instants_come_out_in_utc(pair: Pair, kind: Kind) -> None:
    value = row_of(pair, kind, pair.suite.DOCUMENTS[kind])
    for instant in instants(value):
        assert instant.utcoffset() == timedelta(0)
    if kind in pair.suite.INSTANTS:
        field, where = pair.suite.INSTANTS[kind]
        told = changed(pair, kind, **{field: "2026-11-21T23:21:32+08:00"})
        assert getattr(row_of(pair, kind, told), where) == datetime(
            2026, 11, 21, 15, 21, 32, tzinfo=UTC
        )


def instants(value: object) -> Iterator[datetime]:
    if isinstance(value, datetime):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from instants(each)
    elif dataclasses.is_dataclass(value):
        for each in dataclasses.fields(value):
            yield from instants(getattr(value, each.name))


@every
@pytest.mark.parametrize(
    ("currency", "decimals", "amount", "minor"),
    [("USD", 2, "12.50", 1250), ("JPY", 0, "1500", 1500), ("KWD", 3, "1.234", 1234)],
)
def test_money_has_the_decimals_of_its_currency(
    pair: Pair, currency: str, decimals: int, amount: str, minor: int
) -> None:
    value = priced(pair, Shop(currency, decimals), amount)
    assert value.offers[0].price == Money(currency, minor)
    assert not [each for each in value.findings if "price" in each.field.lower()]


@every
@pytest.mark.parametrize("amount", ["12.50", "0.5"])
def test_a_part_of_a_yen_is_a_finding_and_no_price(pair: Pair, amount: str) -> None:
    value = priced(pair, Shop("JPY", 0), amount)
    assert value.offers[0].price is None
    assert any("price" in each.field.lower() for each in value.findings)


def priced(pair: Pair, shop: Shop, amount: str) -> Any:
    page = read(pair, Kind.products, pair.suite.priced(amount), shop)
    (row,) = page.rows
    return row.value


# What is not


@every_port
def test_a_word_that_we_do_not_know_is_a_finding_with_the_word_in_it(
    pair: Pair, kind: Kind
) -> None:
    if (field := pair.suite.WORDS.get(kind)) is None:
        assert not [e for e in pair.platform.CARD.meanings if e.field.startswith(f"{kind}.")]
        return
    value = row_of(pair, kind, changed(pair, kind, **{field: "wc-on-the-moon"}))
    (finding,) = [each for each in value.findings if each.code == "unknown_word"]
    assert "wc-on-the-moon" in finding.sentence
    long = row_of(pair, kind, changed(pair, kind, **{field: HUGE}))
    assert all(len(each.sentence) < 500 for each in long.findings)


@every_port
def test_a_field_that_is_missing_is_named(pair: Pair, kind: Kind) -> None:
    document = dict(pair.suite.DOCUMENTS[kind])
    field = pair.suite.NEEDED[kind]
    del document[field]
    assert "missing_field" in codes(row_of(pair, kind, document), field)


@every_port
@pytest.mark.parametrize("wrong", [{"a": 1}, [[]], True], ids=["object", "list", "flag"])
def test_a_field_of_another_type_is_a_finding_and_not_a_guess(
    pair: Pair, kind: Kind, wrong: object
) -> None:
    if kind not in pair.suite.TEXTS:
        return
    field, where = pair.suite.TEXTS[kind]
    value = row_of(pair, kind, changed(pair, kind, **{field: wrong}))
    assert getattr(value, where) is None
    assert codes(value, field) == ["wrong_type"]


@every_port
def test_a_huge_text_is_kept_and_does_not_take_long(pair: Pair, kind: Kind) -> None:
    document = {
        name: HUGE if isinstance(each, str) and name != "id" else each
        for name, each in pair.suite.DOCUMENTS[kind].items()
    }
    started = time.process_time()
    value = row_of(pair, kind, document)
    assert time.process_time() - started < 2
    assert all(len(each.sentence) < 500 for each in value.findings)
    if kind in pair.suite.TEXTS:
        assert getattr(value, pair.suite.TEXTS[kind][1]) == HUGE


@every_port
@pytest.mark.parametrize("row", [None, 7, "text", [], {}, {"id": None}, {"id": []}, {"id": True}])
def test_a_row_that_is_none_does_not_take_the_others_with_it(
    pair: Pair, kind: Kind, row: object
) -> None:
    good = pair.suite.DOCUMENTS[kind]
    page = read(pair, kind, good, rows=[row, good])
    assert len(page.rows) == 1
    assert len(page.findings) == 1
    assert page.findings[0].sentence


# Whatever comes

JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.text(max_size=12)
    | st.sampled_from(["-1", "1e9", "٣", "2026-13-01T00:00:00", "0000-00-00", "gid://x", "\x00"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)


def spoilt(document: Any, data: st.DataObject, depth: int = 0) -> Any:
    """The document with fields dropped or replaced, at any depth."""
    if isinstance(document, Mapping):
        found = {}
        for name, value in document.items():
            fate = data.draw(st.integers(0, 9), label=name)
            if fate == 0 and name != "id":
                continue
            junk = fate == 1 and (name != "id" or depth > 0)
            found[name] = data.draw(JUNK) if junk else spoilt(value, data, depth + 1)
        return found
    if isinstance(document, list):
        return [spoilt(each, data, depth + 1) for each in document[:4]]
    return document


@every_port
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data())
def test_no_document_raises_and_every_doubt_is_said(
    pair: Pair, kind: Kind, data: st.DataObject
) -> None:
    page = read(pair, kind, spoilt(pair.suite.DOCUMENTS[kind], data))
    assert len(page.rows) + len(page.findings) == 1
    for row in page.rows:
        assert isinstance(row.value.findings, tuple)
        assert all(isinstance(each, Finding) for each in row.value.findings)
        assert repr(row.value)


@every_port
@settings(max_examples=40, deadline=None)
@given(junk=JUNK)
def test_an_answer_of_any_shape_is_an_empty_page_or_a_fault(
    pair: Pair, kind: Kind, junk: object
) -> None:
    port = pair.port(kind)
    with suppress(Fault):
        assert port.page(whole(port), Reply(junk), pair.suite.SHOP).rows == ()
