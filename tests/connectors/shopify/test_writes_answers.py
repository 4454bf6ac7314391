"""What an answer says of each row: one that is refused takes none of the others with it."""

from collections.abc import Sequence
from typing import Any

import pytest

from hanse.base.faults import (
    Conflict,
    Denied,
    Fault,
    Gone,
    OutcomeUnknown,
    Rejected,
    Throttled,
)
from hanse.connectors.shopify.wire.answer import reply_of, words
from hanse.trade.ports_read import Reply
from hanse.trade.ports_write import Outcome, WritePort
from tests.connectors.shopify import documents as made
from tests.connectors.shopify.told import SHOP, answer, error
from tests.connectors.shopify.wishes import CREATE, PRICE, TEXTS, pieces_of

Document = dict[str, Any]
OFFERS = pieces_of("offers.price", "31 of 12", "41 of 14", "32 of 12")
PRODUCTS = pieces_of("products.texts", "12", "13")
NEW = pieces_of("products.create", "", "")


def refused(message: str, *field: str, code: str | None = None) -> Document:
    return {"field": list(field) or None, "message": message, "code": code}


def rows(*ids: int, errors: Sequence[Document] = ()) -> Document:
    variants = [{"id": made.of("ProductVariant", each)} for each in ids]
    return {"productVariants": variants, "userErrors": list(errors)}


def one(number: int | None, *errors: Document) -> Document:
    made_of = None if number is None else {"id": made.of("Product", number)}
    return {"product": made_of, "userErrors": list(errors)}


def outcomes(port: WritePort, pieces: Any, document: object) -> list[Outcome]:
    """As the answer would come: first it must be no fault."""
    told = answer(document, writes=True)
    assert words(told) is None
    return list(port.outcomes(pieces, reply_of(told), SHOP))


def faults(found: Sequence[Outcome]) -> list[type[Fault] | None]:
    return [type(each.fault) if each.fault else None for each in found]


# Rows that share a product


def test_all_rows_that_are_named_are_done() -> None:
    told = outcomes(PRICE, OFFERS, {"data": {"w0": rows(31, 32), "w1": rows(41)}})
    assert told == [Outcome()] * 3


def test_one_bad_row_is_refused_and_the_others_are_done() -> None:
    bad = refused("Price is wrong", "variants", "1", "compareAtPrice", code="INVALID_INPUT")
    told = outcomes(PRICE, OFFERS, {"data": {"w0": rows(31, 32, errors=[bad]), "w1": rows(41)}})
    assert faults(told) == [None, None, Rejected]
    fault = told[2].fault
    assert isinstance(fault, Rejected)
    (finding,) = fault.findings
    assert (finding.field, finding.code) == ("compare_at", "INVALID_INPUT")
    assert finding.sentence == "Price is wrong"
    assert "variants.1.compareAtPrice" in finding.next_step
    assert "Price is wrong" in fault.sentence


def test_a_product_that_is_gone_takes_its_own_rows_only() -> None:
    gone = refused("Product does not exist", "productId", code="PRODUCT_DOES_NOT_EXIST")
    lost = {"productVariants": None, "userErrors": [gone]}
    told = outcomes(PRICE, OFFERS, {"data": {"w0": lost, "w1": rows(41)}})
    assert faults(told) == [Gone, None, Gone]


def test_a_refusal_that_names_no_row_leaves_all_that_may_be_done_unknown() -> None:
    for odd in (refused("Something went wrong"), refused("No.", "media", "0", "alt")):
        told = outcomes(PRICE, OFFERS, {"data": {"w0": rows(31, errors=[odd]), "w1": rows(41)}})
        assert faults(told) == [OutcomeUnknown, None, OutcomeUnknown]


@pytest.mark.parametrize("place", ["2", "99999999999", "-1", "x", "²", ""])
def test_a_row_that_there_is_not_is_none(place: str) -> None:
    odd = refused("No.", "variants", place, "price")
    told = outcomes(PRICE, OFFERS, {"data": {"w0": rows(31, 32, errors=[odd]), "w1": rows(41)}})
    assert faults(told) == [OutcomeUnknown, None, OutcomeUnknown]


def test_a_row_that_is_not_named_is_unknown() -> None:
    told = outcomes(PRICE, OFFERS, {"data": {"w0": rows(31), "w1": rows(99)}})
    assert faults(told) == [None, OutcomeUnknown, OutcomeUnknown]


# Rows of their own


def test_each_product_has_an_outcome_of_its_own() -> None:
    bad = refused("Title is too long", "title")
    told = outcomes(TEXTS, PRODUCTS, {"data": {"w0": one(12), "w1": one(None, bad)}})
    assert faults(told) == [None, Rejected]
    assert told[0].remote_id == "12"


def test_another_product_than_the_one_that_was_asked_for_proves_nothing() -> None:
    told = outcomes(TEXTS, PRODUCTS, {"data": {"w0": one(13), "w1": one(13)}})
    assert faults(told) == [OutcomeUnknown, None]


@pytest.mark.parametrize(
    ("bad", "kind"),
    [
        (refused("Product does not exist", "id"), Gone),
        (refused("No.", "id", code="PRODUCT_DOES_NOT_EXIST"), Gone),
        (refused("Title has already been taken", "title"), Conflict),
        (refused("Another operation already in progress for this product"), Throttled),
        (refused("busy", code="OPERATION_IN_PROGRESS"), Throttled),
        (refused("Title is too long", "title"), Rejected),
        ({}, Rejected),
    ],
)
def test_what_a_row_is_refused_for_says_what_to_do_next(bad: Document, kind: type[Fault]) -> None:
    told = outcomes(TEXTS, PRODUCTS, {"data": {"w0": one(None, bad), "w1": one(13)}})
    assert faults(told) == [kind, None]


# What was made


def test_what_was_made_has_an_id() -> None:
    told = outcomes(CREATE, NEW, {"data": {"w0": one(77), "w1": one(78)}})
    assert [each.remote_id for each in told] == ["77", "78"]


@pytest.mark.parametrize(
    ("bad", "taken"),
    [
        (refused("Handle 'lamp' already in use. Choose another.", "input", "handle"), True),
        (refused("No.", "input", "handle", code="HANDLE_NOT_UNIQUE"), True),
        (refused("has already been taken", "input", "handle", code="TAKEN"), True),
        (refused("Handle is too long", "input", "handle"), False),
        (refused("already been taken", "input", "variants", "0", "barcode"), False),
    ],
)
def test_a_handle_that_is_taken_is_said_to_be(bad: Document, taken: bool) -> None:
    told = outcomes(CREATE, NEW, {"data": {"w0": one(None, bad), "w1": one(78)}})
    assert [each.number_taken for each in told] == [taken, False]
    assert told[0].fault is not None
    assert told[0].remote_id is None


def test_what_is_made_later_is_not_yet_made() -> None:
    """It says so where it was not asked to wait, which we do."""
    later: Document = {"product": None, "productSetOperation": {"id": "x"}, "userErrors": []}
    told = outcomes(CREATE, NEW, {"data": {"w0": later, "w1": one(78)}})
    assert faults(told) == [OutcomeUnknown, None]


# Errors beside the data


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("RESOURCE_NOT_FOUND", Gone),
        ("NOT_FOUND", Gone),
        ("ACCESS_DENIED", Denied),
        ("THROTTLED", Throttled),
        ("INVALID_FIELD_ARGUMENTS", Rejected),
        ("BAD_REQUEST", Rejected),
        ("INTERNAL_SERVER_ERROR", OutcomeUnknown),
        ("TIMEOUT", OutcomeUnknown),
        ("SOMETHING_NEW", OutcomeUnknown),
    ],
)
def test_an_error_that_names_a_row_is_of_that_row(code: str, kind: type[Fault]) -> None:
    bad = {**error(code, "It is so."), "path": ["w1"]}
    told = outcomes(TEXTS, PRODUCTS, {"data": {"w0": one(12), "w1": None}, "errors": [bad]})
    assert faults(told) == [None, kind]
    assert "It is so." in str(told[1].fault)


def test_a_row_that_is_null_and_not_spoken_of_is_unknown() -> None:
    bad = {**error("NOT_FOUND"), "path": ["w0"]}
    told = outcomes(TEXTS, PRODUCTS, {"data": {"w0": None, "w1": None}, "errors": [bad]})
    assert faults(told) == [Gone, OutcomeUnknown]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("THROTTLED", Throttled),
        ("MAX_COST_EXCEEDED", Rejected),
        ("ACCESS_DENIED", Denied),
        ("INTERNAL_SERVER_ERROR", OutcomeUnknown),
        ("undefinedField", Rejected),
    ],
)
def test_an_error_of_the_whole_call_is_a_fault_of_it(code: str, kind: type[Fault]) -> None:
    for body in ({"errors": [error(code)]}, {"errors": [error(code)], "data": None}):
        assert type(words(answer(body, writes=True))) is kind


def test_an_error_of_the_whole_call_is_a_fault_also_beside_rows() -> None:
    """Nobody knows which of them is done."""
    body = {"data": {"w0": one(12), "w1": None}, "errors": [error("INTERNAL_SERVER_ERROR")]}
    assert type(words(answer(body, writes=True))) is OutcomeUnknown


def test_a_right_that_is_missing_is_missing_for_all_rows() -> None:
    """Then it is a fault of the account, which a person is told."""
    said = "Access denied for productUpdate field. Required access: `write_products` access scope."
    errors = [{**error("ACCESS_DENIED", said), "path": [row]} for row in ("w0", "w1")]
    found = words(answer({"data": {"w0": None, "w1": None}, "errors": errors}, writes=True))
    assert type(found) is Denied
    assert "write_products" in found.sentence


def test_as_many_errors_as_rows_are_told_apart() -> None:
    pieces = pieces_of("products.texts", *map(str, range(1, 51)))
    errors = [{**error("NOT_FOUND", "No."), "path": [f"w{row}"]} for row in range(1, 50)]
    data = {f"w{row}": None if row else one(1) for row in range(50)}
    told = outcomes(TEXTS, pieces, {"data": data, "errors": errors})
    assert faults(told) == [None, *([Gone] * 49)]


def test_a_question_that_is_no_change_is_read_as_before() -> None:
    """Its names are the platform's, and what it refuses is a fault of the call."""
    refusal = {"data": {"webhookSubscriptionCreate": {"userErrors": [refused("No.")]}}}
    assert type(words(answer(refusal, writes=True))) is Rejected
    mixed = {"data": {"w0": one(12), "shop": None}, "errors": [{"path": ["shop"]}]}
    assert type(words(answer(mixed, writes=True))) is Rejected


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "x",
        {"w0": 7, "w1": []},
        {"w0": {}, "w1": {"userErrors": None}},
        {"w0": {"product": 7, "userErrors": 7}, "w1": {"product": [], "userErrors": [7]}},
        {"w0": {"product": {"id": 7}}, "w1": {"product": {"id": "gid://shopify/Product/"}}},
        {"w0": one(12) | {"userErrors": [7]}, "w1": one(13) | {"userErrors": None}},
        {"w0": rows(31, 32) | {"userErrors": "No."}, "w1": {"productVariants": rows(41)}},
        {"w0": {"productVariants": [7, None]}, "w1": {"productVariants": {"id": 7}}},
    ],
)
def test_an_answer_of_any_shape_leaves_all_unknown(data: object) -> None:
    for port, pieces in ((TEXTS, PRODUCTS), (CREATE, NEW), (PRICE, OFFERS)):
        found = port.outcomes(pieces, Reply(data), SHOP)
        assert faults(list(found)) == [OutcomeUnknown] * len(pieces)
