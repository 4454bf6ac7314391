"""Orders at CJ: what goes out, what the answer says, and what is read back."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from hanse.base.faults import Conflict, OutcomeUnknown, Rejected
from hanse.base.money import Money
from hanse.changes.model.kinds import KINDS, joined
from hanse.changes.service.addressing import unfit
from hanse.connectors.cj import manifest as cj
from hanse.connectors.cj.writes import ordering, standing
from hanse.trade.fields import Fields, Value
from hanse.trade.people import Address
from hanse.trade.ports_read import Kind, Question
from hanse.trade.ports_write import Found, Piece, Target, Wanted, WritePort
from hanse.trade.supply import ORDER_FIELDS, Item, items_value
from tests.connectors.cj.said import SHOP, line, order, reply

LAMP, VASE = Item("P1", "V1", "V1", 2), Item("P2", "V2", "V2", 1)
AFTER: Fields = {
    "number": "H-1",
    "lines": items_value([VASE, LAMP]),
    "country": "US",
    "from_country": "CN",
    "freight": "CJPacket Ordinary",
    "ship_to": "order-address:77",
    "ship_to_mark": "a1b2",
    "amount": Money.of("USD", "12.34"),
    "memo": "No logo, please",
}
ANA = Address(
    *("Ana", "Lim", "Lim Ltd", "1 Hill Road", "Flat 2", "Reno", "NV", "89501", "US", "+1 775 1")
)
TARGET = Target("2101")


def wanted(**more: Value) -> Wanted:
    after = {**AFTER, **more}
    return Wanted(
        Target(None), {}, {name: each for name, each in after.items() if each is not None}
    )


def piece(**more: Value) -> Piece:
    return ordering.piece(wanted(**more), SHOP)


def sent(question: Question) -> Mapping[str, Any]:
    return dict(json.loads(question.body or b""))


def asked() -> Question:
    return ordering.PORT.request([piece()], "key", SHOP)


# The card


def test_the_card_fits_the_kinds_and_the_ports() -> None:
    ways = joined(cj.CARD.writes)
    assert set(ways) == {port.kind for port in cj.WRITES}
    assert not ways["purchases.pay"].harmless_twice
    assert not ways["purchases.order"].harmless_twice
    for port in cj.WRITES:
        write = ways[port.kind].write
        assert not write.unique_by or write.unique_by in port.fields
        assert {name for name, _ in KINDS[port.kind].gauges} <= port.fields
        assert set(port.names) <= port.fields


# What goes out


def test_an_order_names_nobody_before_it_leaves() -> None:
    question = asked()
    assert (question.method, question.path) == ("POST", "shopping/order/createOrderV2")
    assert question.change == "purchases.order"
    later = "(filled in as it leaves)"
    assert sent(question) == {
        "orderNumber": "H-1",
        "products": [
            {"vid": "V1", "quantity": 2, "storeLineItemId": "P1"},
            {"vid": "V2", "quantity": 1, "storeLineItemId": "P2"},
        ],
        "logisticName": "CJPacket Ordinary",
        "fromCountryCode": "CN",
        "shippingCountryCode": "US",
        "shippingCustomerName": later,
        "shippingAddress": later,
        "shippingCity": later,
        "shippingProvince": later,
        "shippingCountry": later,
        "payType": 2,
        "shopLogisticsType": 2,
        "remark": "No logo, please",
    }
    assert b"order-address" not in (question.body or b"")


def test_the_address_is_filled_in_as_it_leaves() -> None:
    sealed = ordering.PORT.sealed
    assert sealed is not None
    assert {sealed.name, sealed.mark_name} <= ORDER_FIELDS
    before = sent(asked())
    after = sent(sealed.filled(asked(), ANA))
    assert {name: each for name, each in after.items() if each != before.get(name)} == {
        "shippingCustomerName": "Ana Lim",
        "shippingAddress": "1 Hill Road",
        "shippingAddress2": "Flat 2, Lim Ltd",
        "shippingCity": "Reno",
        "shippingProvince": "NV",
        "shippingCountry": "US",
        "shippingZip": "89501",
        "shippingPhone": "+1 775 1",
    }
    numbered = sent(sealed.filled(asked(), replace(ANA, tax_number="123.456.789-09")))
    assert numbered["taxId"] == "123.456.789-09"
    firm = sent(sealed.filled(asked(), replace(ANA, first_name=None, last_name="", region=None)))
    assert firm["shippingCustomerName"] == "Lim Ltd"
    assert firm["shippingAddress2"] == "Flat 2"
    assert firm["shippingProvince"] == "Reno"


@pytest.mark.parametrize(
    ("lacks", "said"),
    [
        ({"line_1": " "}, "street"),
        ({"tax_number": "x" * 101}, "tax number"),
        ({"city": None, "region": None}, "city"),
        ({"first_name": "", "last_name": None, "company": None}, "name"),
        ({"country": "CA"}, "another country"),
    ],
)
def test_an_address_that_cannot_be_is_refused_before_a_byte_leaves(
    lacks: Mapping[str, str | None], said: str
) -> None:
    sealed = ordering.PORT.sealed
    assert sealed is not None
    with pytest.raises(Rejected, match=said) as refused:
        sealed.filled(asked(), replace(ANA, **lacks))
    assert "Hill Road" not in str(refused.value)
    why = unfit(ordering.PORT, piece(), replace(ANA, **lacks), SHOP)
    assert why is not None
    assert said in why.sentence
    assert why.next_step
    assert unfit(ordering.PORT, piece(), ANA, SHOP) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("number", None),
        ("number", "x" * 51),
        ("number", "two words"),
        ("lines", None),
        ("lines", (("P1", "V1", "V1", 2), ("P1", "V1", "V1", 1))),
        ("lines", (("P2", "V2", "V2", 1), ("P1", "V1", "V1", 2))),
        ("lines", (("P1", "V1", "V1:red", 2),)),
        ("lines", (("P" * 126, "V1", "V1", 2),)),
        ("country", "USA"),
        ("from_country", None),
        ("freight", ""),
        ("ship_to", None),
        ("ship_to_mark", None),
        ("amount", None),
        ("amount", Money.of("EUR", "12.34")),
        ("amount", Money.of("USD", "0")),
        ("memo", "x" * 501),
        ("voucher", "SAVE10"),
        ("colour", "red"),
    ],
)
def test_what_cannot_be_ordered_is_named(name: str, value: Value) -> None:
    with pytest.raises(Rejected) as refused:
        piece(**{name: value})
    assert name in {each.field for each in refused.value.findings}
    assert all(each.next_step for each in refused.value.findings)


def test_the_same_order_is_the_same_bytes() -> None:
    turned = Wanted(Target(None), {}, dict(reversed(list(AFTER.items()))))
    assert ordering.piece(turned, SHOP).body == piece().body
    assert piece(number="H-2").body != piece().body
    with pytest.raises(Rejected):
        ordering.piece(replace(wanted(), target=TARGET), SHOP)
    with pytest.raises(ValueError, match="one order"):
        ordering.PORT.request([piece(), piece()], "key", SHOP)


# What the answer says


def test_an_order_that_was_made_is_known_by_its_id() -> None:
    told = {"orderId": "2101", "orderNumber": "H-1", "orderStatus": "UNSHIPPED"}
    assert made(told).remote_id == "2101"
    assert made(told).fault is None
    assert made({**told, "interceptOrderReasons": [{"code": 1, "message": "?"}]}).fault is None


def made(told: object, code: int = 200) -> Any:
    [outcome] = ordering.PORT.outcomes([piece()], reply(told, code), SHOP)
    return outcome


@pytest.mark.parametrize(
    "told", [None, {}, {"orderNumber": "H-1"}, {"orderId": "2101", "orderNumber": "H-9"}]
)
def test_an_answer_that_names_no_order_of_ours_leaves_it_unknown(told: object) -> None:
    assert isinstance(made(told).fault, OutcomeUnknown)


def test_why_it_was_held_back_is_said_where_no_order_is_named() -> None:
    told = {"interceptOrderReasons": [{"code": 9, "message": "No such street"}]}
    assert "No such street" in str(made(told).fault)


def test_a_number_that_is_taken_makes_no_second_order() -> None:
    found = made(None, 1603003)
    assert found.number_taken
    assert isinstance(found.fault, Conflict)


# What is read back


def read(port: WritePort, **more: object) -> Found:
    [row] = cj.PURCHASES.page(cj_ask(), reply(order(**more)), SHOP).rows
    [found] = port.found(Kind.purchases, row.value)
    return found


def cj_ask() -> Any:
    [reading] = ordering.PORT.readings([TARGET])
    assert reading.kind is Kind.purchases
    return reading.ask


def test_each_order_is_read_in_a_call_of_its_own() -> None:
    found = ordering.PORT.readings([TARGET, Target("2102"), TARGET, Target(None)])
    assert [each.ask.ids for each in found] == [("2101",), ("2102",)]


@pytest.mark.parametrize("word", ["UNSHIPPED", "UNPAID", "CANCELLED", "OTHER"])
def test_what_an_order_shows_is_what_was_wanted_whatever_its_state(word: str) -> None:
    lines = [line("V2", "1", "P2"), line("V1", 2, "P1")]
    found = read(ordering.PORT, orderStatus=word, productList=lines)
    assert found.target == TARGET
    along = KINDS["purchases.order"].along
    assert found.fields == {name: each for name, each in AFTER.items() if name not in along}


@pytest.mark.parametrize(
    "told",
    [{"productList": [line(pid="")]}, {"productList": [line(quantity=None)]}, {"productList": []}],
)
def test_lines_that_are_not_ours_are_not_compared(told: Mapping[str, object]) -> None:
    assert "lines" not in read(ordering.PORT, **told).fields


def test_an_order_is_found_by_its_number_and_by_nothing_else() -> None:
    lookup = ordering.PORT.lookup
    assert lookup is not None
    assert lookup.question(wanted(), SHOP).query == (("orderId", "H-1"),)
    [found] = lookup.found(wanted(), reply(order()), SHOP)
    assert found.target == TARGET
    assert lookup.found(wanted(), reply(order(orderNum="H-2")), SHOP) == []
    assert lookup.found(wanted(), reply(None, 1603100), SHOP) == []
    with pytest.raises(Rejected):
        lookup.question(wanted(number=None), SHOP)


# What becomes of one that is there

STANDING: Mapping[str, tuple[WritePort, str, str, str]] = {
    port.kind: (port, *told)
    for port, told in (
        (standing.CONFIRM_PORT, ("confirmed", "PATCH", "shopping/order/confirmOrder")),
        (standing.PAY_PORT, ("paid", "POST", "shopping/pay/payBalance")),
        (standing.CANCEL_PORT, ("cancelled", "DELETE", "shopping/order/deleteOrder")),
    )
}
every = pytest.mark.parametrize("kind", STANDING)


def after(kind: str, **more: Value) -> Fields:
    port, field, *_ = STANDING[kind]
    usual: Mapping[str, Value] = {field: True, "amount": Money.of("USD", "12.34"), **more}
    return {name: each for name, each in usual.items() if name in port.fields}


@every
def test_it_is_done_to_the_order_that_is_named(kind: str) -> None:
    port, _, method, path = STANDING[kind]
    made = port.piece(Wanted(TARGET, {}, after(kind)), SHOP)
    assert json.loads(made.body) == {"orderId": "2101"}
    asked = port.request([made], "key", SHOP)
    assert (asked.method, asked.path, asked.change) == (method, path, kind)
    if method == "DELETE":
        assert (asked.query, asked.body) == ((("orderId", "2101"),), None)
    else:
        assert (asked.query, asked.body) == ((), made.body)


@every
def test_it_is_never_turned_back(kind: str) -> None:
    port, field, *_ = STANDING[kind]
    for bad in (False, None, "yes"):
        with pytest.raises(Rejected):
            port.piece(Wanted(TARGET, {}, after(kind, **{field: bad})), SHOP)
    with pytest.raises(Rejected):
        port.piece(Wanted(Target(None), {}, after(kind)), SHOP)
    with pytest.raises(Rejected, match="already"):
        port.piece(Wanted(TARGET, {field: True}, after(kind)), SHOP)


def test_what_is_paid_is_said() -> None:
    for bad in (None, Money.of("EUR", "1"), Money.of("USD", "0")):
        wish = Wanted(TARGET, {}, after(standing.PAYING, amount=bad))
        with pytest.raises(Rejected):
            standing.PAY_PORT.piece(wish, SHOP)


@every
def test_a_good_answer_is_about_the_order_that_was_named(kind: str) -> None:
    port = STANDING[kind][0]
    made = port.piece(Wanted(TARGET, {}, after(kind)), SHOP)
    for good in (None, "2101", {"orderId": "2101"}):
        [outcome] = port.outcomes([made], reply(good), SHOP)
        assert outcome.fault is None
    [outcome] = port.outcomes([made], reply({"orderId": "2102"}), SHOP)
    assert isinstance(outcome.fault, OutcomeUnknown)


@pytest.mark.parametrize(
    ("word", "confirmed", "paid", "cancelled"),
    [
        ("CREATED", False, False, False),
        ("IN_CART", False, False, False),
        ("UNPAID", True, False, False),
        ("UNSHIPPED", True, True, False),
        ("SHIPPED", True, True, False),
        ("DELIVERED", True, True, False),
        ("CANCELLED", None, None, True),
        ("OTHER", None, None, None),
    ],
)
def test_what_its_state_shows(
    word: str, confirmed: bool | None, paid: bool | None, cancelled: bool | None
) -> None:
    shown = zip(STANDING.values(), (confirmed, paid, cancelled), strict=True)
    for (port, field, *_), told in shown:
        fields = read(port, orderStatus=word).fields
        assert fields == ({} if told is None else {field: told})
