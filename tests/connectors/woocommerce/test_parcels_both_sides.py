"""Parcels between the connector and its other side, over HTTP: the order is completed, and each
parcel is a note of ours on it."""

import pytest

from hanse.base.faults import Gone, OutcomeUnknown, Rejected
from hanse.connectors.woocommerce import manifest
from hanse.connectors.woocommerce.writes.parcels import PORT
from hanse.engine.wire.wire import Timeouts
from hanse.trade.fields import Fields
from hanse.trade.orders import Order, OrderState
from hanse.trade.ports_read import Ask, Reach
from hanse.trade.ports_write import Target, Wanted
from tests.connectors.sides import Side, side
from tests.connectors.woocommerce.test_both_sides import SHOP, WOO, sent

SHORT = Timeouts(connect_s=1, first_byte_s=0.5, whole_s=1)
SHOWN = ("carrier", "tracking_number", "tracking_url")


async def open_order(shop: Side) -> Order:
    pages = await shop.pages(manifest.ORDERS, Ask(Reach.everything))
    found: list[Order] = [row.value for page in pages for row in page.rows]
    return next(each for each in found if each.state is OrderState.to_fulfil)


async def read(shop: Side, order: Order) -> Order:
    [reading] = PORT.readings([Target("x", order.remote_id)])
    found: Order = (await shop.page(manifest.ORDERS, reading.ask)).rows[0].value
    return found


def wanted(order_id: str, number: str, mark: str, **more: object) -> Wanted:
    after: Fields = {
        "carrier": "DHL",
        "tracking_number": number,
        "tracking_url": None,
        "notify": True,
        **more,  # type: ignore[dict-item]
    }
    return Wanted(Target(None, order_id), {}, after, mark)


async def test_a_part_leaves_the_order_open_and_the_rest_completes_it() -> None:
    async with side(WOO) as shop:
        order = await open_order(shop)
        line = order.lines[0].remote_id
        first = wanted(order.remote_id, "JD1", "one", lines=((line, 1),), complete=False)
        rest = wanted(order.remote_id, "JD2", "two")
        for wish, state in ((first, OrderState.to_fulfil), (rest, OrderState.done)):
            for _ in range(2):  # written twice, it is there once
                [told] = await sent(shop, PORT, [PORT.piece(wish, SHOP)])
                assert told.fault is None, told.fault
            now = await read(shop, order)
            assert now.state is state
            found = {each.target: each.fields for each in PORT.found(manifest.ORDERS.kind, now)}
            assert found[Target(told.remote_id, order.remote_id)] == {
                name: wish.after[name] for name in SHOWN
            }
        assert [each.order_line_ids for each in now.fulfilments] == [(line,), ()]
        assert [each.order_id for each in now.fulfilments] == [order.remote_id] * 2


@pytest.mark.parametrize("fault", ["lost_before", "lost_after"])
async def test_a_parcel_whose_answer_was_lost_is_found_by_its_own_key(fault: str) -> None:
    async with side(WOO) as shop:
        assert PORT.lookup
        order = await open_order(shop)
        wish = wanted(order.remote_id, "JD1", "one")
        shop.fault(fault, calls="^PUT", count=1)
        shop.timeouts, patient = SHORT, shop.timeouts
        with pytest.raises(OutcomeUnknown):
            await sent(shop, PORT, [PORT.piece(wish, SHOP)])
        shop.timeouts = patient
        reply = await shop.ask(PORT.lookup.question(wish, SHOP))
        assert len(PORT.lookup.found(wish, reply, SHOP)) == (1 if fault == "lost_after" else 0)
        assert not PORT.lookup.found(wanted(order.remote_id, "JD1", "two"), reply, SHOP)


async def test_an_order_that_is_not_there_is_said_to_be_gone() -> None:
    async with side(WOO) as shop:
        with pytest.raises(Gone):
            await sent(shop, PORT, [PORT.piece(wanted("99999999", "JD1", "one"), SHOP)])


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("lines", (("41", 0),), "no_lines"),
        ("complete", "yes", "no_yes_or_no"),
        ("tracking_number", " ", "no_text"),
        ("carrier", "x" * 501, "no_text"),
    ],
)
def test_what_is_no_parcel_is_refused_in_words(field: str, value: object, code: str) -> None:
    wish = wanted("12", "JD1", "one", **{field: value})
    with pytest.raises(Rejected) as raised:
        PORT.piece(wish, SHOP)
    assert [(each.code, each.field) for each in raised.value.findings] == [(code, field)]


def test_the_preview_says_that_the_store_writes_to_the_buyer() -> None:
    [said] = PORT.piece(wanted("12", "JD1", "one", notify=False), SHOP).findings
    assert said.code == "tells_the_buyer"
    assert not PORT.piece(wanted("12", "JD1", "one", notify=False, complete=False), SHOP).findings
