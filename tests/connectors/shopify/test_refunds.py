"""Refunds between the connector and its other side, over HTTP: under our key, paid once."""

import json

import pytest

from hanse.base.faults import OutcomeUnknown, Rejected
from hanse.base.money import Money
from hanse.connectors.shopify.writes.refunds import PORT
from hanse.trade.fields import Fields
from hanse.trade.ports_read import Question, Reply
from hanse.trade.ports_write import Target, Wanted
from tests.connectors.shopify.agreeing import SHOPIFY
from tests.connectors.shopify.test_parcels_both_sides import BUSY, orders
from tests.connectors.shopify.told import SHOP
from tests.connectors.shopify.wishes import pieces_of
from tests.connectors.sides import Side, side


async def filled(shop: Side, wish: Wanted, key: str = "key-1") -> Question:
    assert PORT.first
    pieces = [PORT.piece(wish, SHOP)]
    told = await shop.ask(PORT.first.question(pieces, SHOP))
    return PORT.first.filled(PORT.request(pieces, key, SHOP), told)


async def test_it_goes_back_to_the_payment_and_the_same_bytes_pay_once() -> None:
    async with side(SHOPIFY, BUSY) as shop:
        order = (await orders(shop))[0]
        line = order.lines[0]
        assert line.unit_price
        worth = line.unit_price.to_money()
        assert isinstance(worth, Money)
        after: Fields = {
            "amount": worth,
            "note": "Damaged",
            "lines": ((line.remote_id, 1, True),),
            "notify": True,
        }
        wish = Wanted(Target(None, order.remote_id), {}, after, "refund-1")
        first = await filled(shop, wish)
        row = json.loads(first.body or b"")["variables"]["w0"]
        [paid] = row["transactions"]
        assert (paid["kind"], paid["amount"]) == ("REFUND", f"{worth.amount:f}")
        assert paid["gateway"]
        assert "OrderTransaction" in paid["parentId"]
        [back] = row["refundLineItems"]
        assert (back["restockType"], back["quantity"]) == ("RETURN", 1)
        assert "Location" in back["locationId"]
        pieces = [PORT.piece(wish, SHOP)]
        told = [
            PORT.outcomes(pieces, await shop.ask(question), SHOP)[0]
            for question in (first, await filled(shop, wish))
        ]
        assert told[0].remote_id
        assert told[1] == told[0], "the first answer once more"
        [reading] = PORT.readings([Target(told[0].remote_id, order.remote_id)])
        page = await shop.page(SHOPIFY.port(reading.kind), reading.ask)
        found = [one for each in page.rows for one in PORT.found(reading.kind, each.value)]
        assert [each.fields["note"] for each in found] == ["Damaged"]


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("Refund line items quantity cannot refund more items than were purchased", Rejected),
        ("The idempotency key was used with other parameters.", OutcomeUnknown),
    ],
)
def test_a_key_that_was_used_leaves_it_unknown(said: str, fault: type[Exception]) -> None:
    payload = {"refund": None, "userErrors": [{"field": None, "message": said}]}
    [told] = PORT.outcomes(pieces_of("orders.refund", " of 12"), Reply({"w0": payload}), SHOP)
    assert type(told.fault) is fault


@pytest.mark.parametrize(
    ("after", "code", "field"),
    [
        ({"amount": Money("USD", 0)}, "nothing_back", "amount"),
        ({"amount": Money("EUR", 100)}, "other_currency", "amount"),
        ({"amount": None}, "wrong_type", "amount"),
        ({"lines": (("41", 1, "burn"),)}, "no_lines", "lines"),
        ({"by_hand": 1}, "no_yes_or_no", "by_hand"),
    ],
)
def test_what_is_no_refund_is_refused_in_words(after: Fields, code: str, field: str) -> None:
    fields: Fields = {"amount": Money("USD", 100), **after}
    with pytest.raises(Rejected) as raised:
        PORT.piece(Wanted(Target(None, "12"), {}, fields, "refund-1"), SHOP)
    assert [(each.code, each.field) for each in raised.value.findings] == [(code, field)]
