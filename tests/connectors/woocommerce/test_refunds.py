"""Refunds as calls, and what the store makes of them over HTTP."""

import pytest

from hanse.base.faults import Rejected
from hanse.base.money import Money
from hanse.connectors.woocommerce import manifest
from hanse.connectors.woocommerce.writes.refunds import PORT
from hanse.trade.fields import Fields
from hanse.trade.orders import Order
from hanse.trade.ports_read import Ask, Reach
from hanse.trade.ports_write import Target, Wanted
from tests.connectors.sides import side
from tests.connectors.woocommerce.test_both_sides import SHOP, WOO, sent, usd


def wanted(order_id: str, **after: object) -> Wanted:
    fields: Fields = {"amount": usd("1.00"), **after}  # type: ignore[dict-item]
    return Wanted(Target(None, order_id), {}, fields, "refund-1")


async def test_what_goes_back_is_read_with_its_order_and_too_much_is_refused() -> None:
    async with side(WOO) as shop:
        order: Order = (await shop.page(manifest.ORDERS, Ask(Reach.everything))).rows[0].value
        wish = wanted(order.remote_id, note="Damaged", by_hand=True)
        [told] = await sent(shop, PORT, [PORT.piece(wish, SHOP)])
        assert told.remote_id
        [reading] = PORT.readings([Target(told.remote_id, order.remote_id)])
        page = await shop.page(manifest.REFUNDS, reading.ask)
        [found] = [one for row in page.rows for one in PORT.found(reading.kind, row.value)]
        assert found.target == Target(told.remote_id, order.remote_id)
        assert found.fields == {"amount": usd("1.00"), "note": "Damaged"}, "our mark is cut off"
        # The store answers both of these with 500, and has done nothing (recordings 135, 136).
        for more in ({"amount": usd("99999.00"), "by_hand": True}, {"by_hand": False}):
            with pytest.raises(Rejected):
                await sent(shop, PORT, [PORT.piece(wanted(order.remote_id, **more), SHOP)])
        assert len((await shop.page(manifest.REFUNDS, reading.ask)).rows) == 1


@pytest.mark.parametrize(
    ("after", "code", "field"),
    [
        ({"amount": usd("0.00")}, "nothing_back", "amount"),
        ({"amount": None}, "no_money", "amount"),
        ({"amount": Money("EUR", 100)}, "other_currency", "amount"),
        ({"shipping": usd("1.01")}, "not_in_it", "shipping"),
        ({"lines": (("41", 1, True), ("42", 1, False))}, "all_or_none", "lines"),
        ({"lines": (("41", 1),)}, "no_lines", "lines"),
        ({"by_hand": "yes"}, "no_yes_or_no", "by_hand"),
        ({"note": " "}, "no_text", "note"),
    ],
)
def test_what_is_no_refund_is_refused_in_words(after: Fields, code: str, field: str) -> None:
    with pytest.raises(Rejected) as raised:
        PORT.piece(wanted("12", **after), SHOP)
    assert [(each.code, each.field) for each in raised.value.findings] == [(code, field)]
