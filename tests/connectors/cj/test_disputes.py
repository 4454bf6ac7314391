"""Disputes at CJ: what goes out, what is ours among those that are listed, what is read back."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from hanse.base.faults import Rejected
from hanse.base.money import Money
from hanse.changes.model.kinds import KINDS, Undo, joined
from hanse.connectors.cj import manifest as cj
from hanse.connectors.cj.mapping import disputes as mapping
from hanse.connectors.cj.writes import disputing
from hanse.trade.documents import Document
from hanse.trade.fields import Fields, Value
from hanse.trade.ports_read import Ask, Kind, Reach
from hanse.trade.ports_write import Found, Piece, Target, Wanted
from hanse.trade.supply import (
    DISPUTED,
    Dispute,
    DisputeLine,
    DisputeState,
    Wants,
    dispute_lines_of,
    dispute_lines_value,
)
from tests.connectors.cj.said import SHOP, reply

LINES = [DisputeLine("L2", 1, Money.of("USD", "4.10")), DisputeLine("L1", 2, Money.of("USD", "9"))]
AFTER: Fields = {
    DISPUTED: True,
    "number": "H-1-D1",
    "lines": dispute_lines_value(LINES),
    "reason": "2",
    "reason_name": "Damaged products",
    "wants": "refund",
    "refund_to": "balance",
    "amount": Money.of("USD", "22.10"),
    "note": "Two came broken.",
    "others": ("DS1",),
}


def wanted(**more: Value) -> Wanted:
    after = {**AFTER, **more}
    known = {name: each for name, each in after.items() if each is not None}
    return Wanted(Target(None, "2101"), {}, known)


def piece(**more: Value) -> Piece:
    return disputing.piece(wanted(**more), SHOP)


def shown(**more: Any) -> Mapping[str, Any]:
    lines = [{"lineItemId": "L1", "quantity": 2}, {"lineItemId": "L2", "quantity": 1}]
    return {
        "id": "DS2",
        "status": "IN_PROGRESS",
        "disputeReason": "Damaged products",
        "money": None,
        "replacementAmount": None,
        "resendOrderCode": None,
        "finallyDeal": None,
        "createDate": "2026-12-01 10:00:00",
        "productList": lines,
        **more,
    }


def test_what_opens_one_is_taken_back_by_another_and_neither_is_sent_blindly_twice() -> None:
    ways = joined(cj.CARD.writes)
    kind = KINDS["purchases.dispute"]
    assert (kind.undo, kind.hidden_by) == (Undo.hide, "purchases.undispute")
    assert ways["purchases.dispute"].write.unique_by == "number"
    assert not ways["purchases.dispute"].harmless_twice


def test_a_dispute_names_its_order_lines_reason_and_what_is_wanted() -> None:
    question = disputing.OPEN_PORT.request([piece()], "key", SHOP)
    assert (question.method, question.path) == ("POST", "disputes/create")
    assert question.change == "purchases.dispute"
    assert json.loads(question.body or b"") == {
        "orderId": "2101",
        "businessDisputeId": "H-1-D1",
        "disputeReasonId": "2",
        "expectType": 1,
        "refundType": 1,
        "messageText": "Two came broken.",
        "imageUrl": [],
        "videoUrl": [],
        "productInfoList": [
            {"lineItemId": "L1", "quantity": 2, "price": "9.00"},
            {"lineItemId": "L2", "quantity": 1, "price": "4.10"},
        ],
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (DISPUTED, None),
        ("number", "two words"),
        ("lines", None),
        ("lines", (("L1", 0, Money.of("USD", "9")),)),
        ("lines", (("L1", 1, None),)),
        ("reason", None),
        ("wants", "apology"),
        ("refund_to", None),
        ("note", " "),
        ("note", "x" * 501),
        ("colour", "red"),
    ],
)
def test_what_cannot_be_disputed_is_named(name: str, value: Value) -> None:
    with pytest.raises(Rejected) as refused:
        piece(**{name: value})
    assert name in {each.field for each in refused.value.findings}
    with pytest.raises(Rejected):
        disputing.piece(Wanted(Target("DS2", "2101"), {}, AFTER), SHOP)


def test_the_lines_of_a_dispute_are_what_they_were() -> None:
    assert dispute_lines_of(dispute_lines_value(LINES)) == tuple(
        sorted(LINES, key=lambda each: each.line_id)
    )


def looked(*rows: Mapping[str, Any]) -> list[Found]:
    answer = reply({"list": list(rows), "total": len(rows)})
    return list(disputing.lookup_found(wanted(), answer, SHOP))


def test_what_is_new_in_the_list_with_our_lines_and_reason_is_ours() -> None:
    question = disputing.lookup_question(wanted(), SHOP)
    assert (question.path, ("orderId", "2101") in question.query) == (
        "disputes/getDisputeList",
        True,
    )
    assert looked(shown()) == [Found(Target("DS2", "2101"), {DISPUTED: True})]
    assert looked(shown(id="DS1")) == []
    assert looked(shown(disputeReason="Products lost")) == []
    assert looked(shown(productList=[{"lineItemId": "L1", "quantity": 1}])) == []
    assert looked(shown(productList=None, disputeReason=None))
    assert looked() == []


@pytest.mark.parametrize(
    ("more", "state"),
    [
        ({}, DisputeState.opened),
        ({"status": "CLOSED"}, DisputeState.closed),
        ({"status": "CLOSED", "finallyDeal": 1, "money": "9.00"}, DisputeState.refunded),
        ({"status": "CLOSED", "finallyDeal": "2"}, DisputeState.reissued),
        ({"status": "CLOSED", "finallyDeal": 3}, DisputeState.rejected),
        ({"status": "CANCELLED"}, DisputeState.withdrawn),
        ({"status": "UNDER_REVIEW"}, None),
    ],
)
def test_how_one_stands_is_read_and_a_strange_word_is_none(
    more: Mapping[str, Any], state: DisputeState | None
) -> None:
    ask = Ask(Reach.named, ids=("2101",))
    page = cj.disputes_page(ask, reply({"list": [shown(**more)]}), SHOP)
    [row] = page.rows
    assert isinstance(row.value, Dispute)
    assert (row.remote_id, row.value.order_id, row.value.state) == ("DS2", "2101", state)
    assert bool(row.value.findings) is (state is None)
    [found] = disputing.found(Kind.disputes, row.value)
    assert found.fields == {DISPUTED: state is not DisputeState.withdrawn}
    [reading] = disputing.readings([Target("DS2", "2101")])
    assert (reading.kind, reading.ask.ids) == (Kind.disputes, ("2101",))


def test_one_is_withdrawn_by_its_own_number() -> None:
    asked = Wanted(Target("DS2", "2101"), {DISPUTED: True}, {DISPUTED: False})
    made = disputing.undo_piece(asked, SHOP)
    question = disputing.WITHDRAW_PORT.request([made], "key", SHOP)
    assert (question.path, question.change) == ("disputes/cancel", "purchases.undispute")
    assert json.loads(question.body or b"") == {"orderId": "2101", "disputeId": "DS2"}
    with pytest.raises(Rejected):
        disputing.undo_piece(Wanted(Target("DS2", "2101"), {}, {DISPUTED: True}), SHOP)
    with pytest.raises(Rejected):
        disputing.undo_piece(Wanted(Target(None, "2101"), {}, {DISPUTED: False}), SHOP)


def test_what_one_can_come_to_is_told_in_our_words() -> None:
    told = {
        "maxAmount": "22.10",
        "maxProductPrice": 18,
        "maxPostage": "4.1",
        "expectResultOptionList": [1, "2", 9],
        "disputeReasonList": [{"disputeReasonId": 2, "reasonName": "Damaged products"}, {}],
    }
    terms = mapping.terms(Document(told))
    assert (terms.most, terms.most_freight) == (Money("USD", 2210), Money("USD", 410))
    assert terms.wants == (Wants.refund, Wants.reissue)
    assert terms.reasons == (("2", "Damaged products"),)
    rows = [
        {"lineItemId": "L1", "quantity": 2, "price": 9, "sku": "S", "canChoose": False},
        {"lineItemId": "L2", "quantity": 1, "price": "4.10"},
        {"quantity": 1},
    ]
    lines = mapping.lines(Document({"productInfoList": rows}))
    assert [(each.line_id, each.may) for each in lines] == [("L1", False), ("L2", True)]
