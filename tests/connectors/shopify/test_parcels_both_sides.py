"""Parcels between the connector and its other side, over HTTP: which fulfilment orders hold the
goods is asked just before, and what was sent is read back with its order."""

from dataclasses import replace

import pytest

from hanse.base.faults import OutcomeUnknown, Rejected
from hanse.engine.wire.wire import Timeouts
from hanse.trade.fields import Fields
from hanse.trade.orders import Order, OrderState
from hanse.trade.parcels import Part, parts_value
from hanse.trade.ports_read import Ask, Kind, Reach
from hanse.trade.ports_write import Found, Outcome, Target, Wanted
from tests.connectors.shopify.agreeing import SHOPIFY
from tests.connectors.shopify.told import SHOP
from tests.connectors.shopify.wishes import PORTS
from tests.connectors.sides import SMALL, Side, side

SHIP = PORTS["orders.ship"]
SHORT = Timeouts(connect_s=1, first_byte_s=0.5, whole_s=1)
BUSY = replace(SMALL, orders=30)


async def orders(shop: Side) -> list[Order]:
    """Those of which nothing was sent, with several pieces in them first."""
    pages = await shop.pages(SHOPIFY.port(Kind.orders), Ask(Reach.everything))
    found: list[Order] = [row.value for page in pages for row in page.rows]
    left = [each for each in found if each.state is OrderState.to_fulfil and not each.fulfilments]
    return sorted(left, key=lambda each: -sum(line.quantity or 0 for line in each.lines))


def wanted(order: Order, number: str | None, *parts: Part, **more: object) -> Wanted:
    after: Fields = {
        "carrier": "DHL",
        "tracking_number": number,
        "tracking_url": f"https://dhl.example/{number}",
        "lines": parts_value(parts),
        "notify": False,
        **more,  # type: ignore[dict-item]
    }
    return Wanted(Target(None, order.remote_id), {}, after, "0192-ab")


async def sent(shop: Side, wish: Wanted) -> Outcome:
    assert SHIP.first
    pieces = [SHIP.piece(wish, SHOP)]
    told = await shop.ask(SHIP.first.question(pieces, SHOP))
    question = SHIP.first.filled(SHIP.request(pieces, "key-1", SHOP), told)
    [outcome] = SHIP.outcomes(pieces, await shop.ask(question), SHOP)
    return outcome


async def shown(shop: Side, target: Target) -> list[Found]:
    """All parcels of the order."""
    [reading] = SHIP.readings([target])
    page = await shop.page(SHOPIFY.port(reading.kind), reading.ask)
    return [each for row in page.rows for each in SHIP.found(reading.kind, row.value)]


async def looked_up(shop: Side, wish: Wanted) -> list[Found]:
    assert SHIP.lookup
    question = SHIP.lookup.question(wish, SHOP)
    return list(SHIP.lookup.found(wish, await shop.ask(question), SHOP))


async def test_a_part_and_then_the_rest_are_two_parcels() -> None:
    async with side(SHOPIFY, BUSY) as shop:
        order = (await orders(shop))[0]
        [line] = [each for each in order.lines if (each.quantity or 0) > 1][:1]
        first = wanted(order, "JD1", Part(line.remote_id, 1))
        one = await sent(shop, first)
        assert one.fault is None, one.fault
        rest = wanted(order, "JD2")
        two = await sent(shop, rest)
        assert two.fault is None, two.fault
        read = await shown(shop, Target(two.remote_id, order.remote_id))
        assert {each.target.remote_id: each.fields for each in read} == {
            told.remote_id: {
                name: wish.after[name] for name in ("carrier", "tracking_number", "tracking_url")
            }
            for told, wish in ((one, first), (two, rest))
        }
        # Nothing is left, so there is nothing to send, and nothing else is sent instead.
        assert isinstance((await sent(shop, wanted(order, "JD3"))).fault, Rejected)
        assert len(await shown(shop, Target(two.remote_id, order.remote_id))) == 2


async def test_more_than_is_left_or_what_is_not_in_the_order_is_refused_by_the_shop() -> None:
    async with side(SHOPIFY, BUSY) as shop:
        order, other = (await orders(shop))[:2]
        line, foreign = order.lines[0], other.lines[0]
        for part in (
            Part(line.remote_id, (line.quantity or 0) + 1),
            Part(foreign.remote_id, 1),
        ):
            assert isinstance((await sent(shop, wanted(order, "JD1", part))).fault, Rejected)
        assert await shown(shop, Target("1", order.remote_id)) == []


@pytest.mark.parametrize("fault", ["lost_before", "lost_after"])
async def test_a_parcel_whose_answer_was_lost_is_found_by_its_number(fault: str) -> None:
    async with side(SHOPIFY, BUSY) as shop:
        assert SHIP.first
        order = (await orders(shop))[0]
        wish = wanted(order, "JD7")
        pieces = [SHIP.piece(wish, SHOP)]
        told = await shop.ask(SHIP.first.question(pieces, SHOP))
        question = SHIP.first.filled(SHIP.request(pieces, "", SHOP), told)
        shop.fault(fault, count=1)
        shop.timeouts, patient = SHORT, shop.timeouts
        with pytest.raises(OutcomeUnknown):
            await shop.ask(question)
        shop.timeouts = patient
        assert len(await looked_up(shop, wish)) == (1 if fault == "lost_after" else 0)
        assert await looked_up(shop, wanted(order, "JD8")) == []
        assert await looked_up(shop, wanted(order, None)) == []


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("lines", (("41", 0),), "no_lines"),
        ("lines", (("41", 1), ("41", 1)), "no_lines"),
        ("lines", "all", "no_lines"),
        ("notify", "yes", "no_yes_or_no"),
        ("tracking_number", " ", "empty_text"),
        ("carrier", 7, "wrong_type"),
    ],
)
def test_what_is_no_parcel_is_refused_in_words(field: str, value: object, code: str) -> None:
    after: Fields = {"tracking_number": "JD1", field: value}  # type: ignore[dict-item]
    with pytest.raises(Rejected) as raised:
        SHIP.piece(Wanted(Target(None, "12"), {}, after), SHOP)
    assert [(each.code, each.field) for each in raised.value.findings] == [(code, field)]
