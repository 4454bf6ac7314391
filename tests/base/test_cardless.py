"""Numbers of cards go out of documents, and ids that look like them stay."""

import json
from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.base.card_numbers import REMOVED
from hanse.base.cardless import document_without, may_hold, told_without, value_without
from hanse.base.faults import Finding, Severity
from tests.base.some_cards import AMEX, VISA, card

GAPS = "4111 1111-1111 1111"


@pytest.mark.parametrize(
    "name",
    ["id", "ids", "parent_id", "line_ids", "__parentId", "variantId", "order_key", "endCursor"],
)
def test_an_id_that_passes_for_a_card_stays(name: str) -> None:
    document = {name: f"gid://shopify/Order/{VISA}", "inner": [{name: VISA}, {name: int(VISA)}]}
    assert document_without(document) is document
    told = json.dumps(document)
    assert told_without(told) == told


@pytest.mark.parametrize(
    "name", ["note", "title", "valid", "paid", "company", "email", "sku", "phone", "customerNote"]
)
def test_what_people_write_does_not(name: str) -> None:
    document = {"id": 7, name: f"x {GAPS}", "inner": {name: [GAPS, VISA]}}
    assert may_hold(json.dumps(document).encode())
    without = {"id": 7, name: f"x {REMOVED}", "inner": {name: [REMOVED, REMOVED]}}
    assert document_without(document) == without
    assert json.loads(told_without(json.dumps(document))) == without


def test_of_a_pair_the_key_says_what_its_value_is() -> None:
    pairs = [{"key": "_charge_id", "value": VISA}, {"key": "gift", "value": int(VISA)}]
    assert document_without(pairs) == [pairs[0], {"key": "gift", "value": REMOVED}]


def test_of_other_fields_beside_a_key_it_says_nothing() -> None:
    told = {"key": "order_id", "value": VISA, "note": VISA}
    assert document_without(told) == {**told, "note": REMOVED}


def test_whole_numbers_go_from_15_to_19_digits() -> None:
    for size in (15, 16, 19):
        assert document_without([int(card(size))]) == [REMOVED]
        assert document_without([Decimal(card(size))]) == [REMOVED]
    for stays in (int(card(14)), int(card(20)), Decimal(f"{VISA}.5"), int(VISA) + 1):
        assert document_without(stays) is stays


def test_codes_and_links_may_have_14_digits_of_their_own() -> None:
    number, link = card(14), f"https://shop.example/p/{card(14)}"
    document = {"sku": number, "barcode": number, "note": link}
    assert document_without(document) is document
    assert document_without({"note": number, "sku": VISA, "link": f"https://x/{VISA}"}) == {
        "note": REMOVED,
        "sku": REMOVED,
        "link": f"https://x/{REMOVED}",
    }


def test_prices_and_barcodes_stay() -> None:
    document = {"price": 4.166666666666666, "sku": "4006381333931", "taken_at": 1764244800000}
    assert document_without(document) is document
    told = '{"note": "taken at 1764244800000"}'
    assert told_without(told) == told


@settings(max_examples=100)
@given(
    st.sampled_from(["note", "paid", "id", "line_ids"]),
    st.text('41 -.,\u00a0\u2013"\\\n\u0001x[]{:', max_size=40).map(lambda text: text + VISA),
    st.booleans(),
)
def test_what_is_not_looked_at_holds_none(name: str, text: str, is_list: bool) -> None:
    document = {"id": f"gid://shopify/Order/{VISA}", name: [text, text] if is_list else text}
    if document_without(document) is not document:
        assert may_hold(json.dumps(document, ensure_ascii=False).encode())


def test_a_document_of_long_ids_alone_is_not_looked_at() -> None:
    ids = {"id": f"gid://shopify/Order/{VISA}", "line_ids": [VISA, VISA], "productId": int(VISA)}
    assert not may_hold(json.dumps(ids).encode())
    assert may_hold(json.dumps([ids, VISA]).encode())


def test_an_id_with_digits_apart_is_one_id() -> None:
    assert may_hold(json.dumps({"id": f"{VISA} 1234567890"}).encode()) is False
    assert may_hold(f'"id": {VISA}'.encode()) is False
    assert may_hold(b"[1, 2]") is False
    assert may_hold(f"{VISA}".encode()) is True


def test_a_document_that_begins_in_the_middle_is_read() -> None:
    assert told_without(f'"id": {VISA}, "note": "{VISA}') == f'"id": {VISA}, "note": "{REMOVED}'
    assert told_without(f"{VISA}, and {card(13, '1')}") == f"{REMOVED}, and {card(13, '1')}"


@dataclass(frozen=True)
class Person:
    phone: str = ""
    note: str = ""


@dataclass(frozen=True)
class Order:
    id: str = VISA
    buyer: Person = Person(note="ring twice")
    notes: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    findings: tuple[Finding, ...] = ()


def test_a_value_without_one_is_the_very_same() -> None:
    value = Order(notes=("one", "two"), people=(Person(phone=f"+{AMEX}"),))
    assert value_without(value) is value


def test_each_field_that_held_one_has_a_finding() -> None:
    before = Finding(Severity.hint, "seen", "It was seen.")
    value = Order(
        buyer=Person(note=GAPS),
        notes=("one", VISA, VISA),
        people=(Person(note="none"), Person(phone=VISA)),
        findings=(before,),
    )
    found = value_without(value)
    assert found.buyer == Person(note=REMOVED)
    assert found.notes == ("one", REMOVED, REMOVED)
    assert found.people == (Person(note="none"), Person(phone=REMOVED))
    assert found.people[0] is value.people[0]
    assert found.id == VISA
    assert found.findings[0] is before
    told = [(each.severity, each.code, each.field) for each in found.findings[1:]]
    assert told == [
        (Severity.warning, "card_number", "buyer.note"),
        (Severity.warning, "card_number", "notes"),
        (Severity.warning, "card_number", "people.phone"),
    ]
