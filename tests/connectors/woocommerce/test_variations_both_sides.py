"""A product and its variations, between the connector and its other side, over HTTP."""

import pytest

from hanse.base.faults import Conflict, OutcomeUnknown
from hanse.connectors.woocommerce import manifest
from hanse.connectors.woocommerce.writes import creation, state, variations
from hanse.engine.wire.wire import Timeouts
from hanse.trade.drafts import choices_value, options_value
from hanse.trade.fields import Fields, all_same
from hanse.trade.goods import Choice, Option, Product
from hanse.trade.ports_read import Ask, Reach
from hanse.trade.ports_write import Piece, Target, Wanted
from tests.connectors.sides import Side, side
from tests.connectors.woocommerce.test_both_sides import SHOP, WOO, sent, shown, usd, written

CREATE, STATE = variations.PORTS
PHONE: Fields = {
    "title": "A phone",
    "state": "draft",
    "sku": "PHONE",
    "options": options_value([Option("Colour", ("Red", "Blue")), Option("Storage", ("64GB",))]),
}
SHORT = Timeouts(connect_s=1, first_byte_s=0.5, whole_s=1)
PRICES = {"Red": "199.00", "Blue": "209.00"}


def variation(parent: Target, colour: str, **more: str) -> Wanted:
    choices = choices_value([Choice("Colour", colour), Choice("Storage", "64GB")])
    sku, price = f"PHONE-{colour}", usd(PRICES[colour])
    after: Fields = {"choices": choices, "sku": sku, "price": price, "state": "live", **more}
    return Wanted(Target(None, parent.remote_id), {}, after, f"mark-{colour}")


async def made(shop: Side) -> Target:
    """The product alone, as a draft."""
    phone = creation.PORT.piece(Wanted(Target(None), {}, PHONE, "mark-1"), SHOP)
    (told,) = await sent(shop, creation.PORT, [phone])
    assert told.fault is None, told.fault
    return Target(told.remote_id)


async def product(shop: Side, target: Target) -> Product:
    page = await shop.page(manifest.PRODUCTS, Ask(Reach.named, ids=(target.remote_id or "",)))
    found: Product = page.rows[0].value
    return found


def rows(*wanted: Wanted) -> list[Piece]:
    return [CREATE.piece(each, SHOP) for each in wanted]


async def test_a_product_its_variations_and_then_the_shop() -> None:
    """Each step is proven by its id before the next; until the last a buyer sees nothing of it."""
    async with side(WOO) as shop:
        parent = await made(shop)
        now = (await shown(shop, creation.PORT, [parent]))[parent]
        assert all_same(PHONE, now, PHONE), now
        wanted = [variation(parent, colour) for colour in PRICES]
        told = await sent(shop, CREATE, rows(*wanted))
        assert [each.fault for each in told] == [None, None]
        ids = [Target(each.remote_id, parent.remote_id) for each in told]
        read = await shown(shop, CREATE, ids)
        for target, each in zip(ids, wanted, strict=True):
            assert all_same(each.after, read[target], each.after), read[target]
        assert (await product(shop, parent)).variant_ids == tuple(
            each.remote_id or "" for each in ids
        )
        await written(shop, state.PORT, {parent: {"state": "live"}})
        await written(shop, STATE, {ids[0]: {"state": "draft"}})


async def test_a_variation_with_a_sku_that_is_there_is_refused_and_the_others_are_made() -> None:
    async with side(WOO) as shop:
        parent = await made(shop)
        wanted = [variation(parent, "Red"), variation(parent, "Blue", sku="PHONE")]
        told = await sent(shop, CREATE, rows(*wanted))
        assert [type(each.fault) for each in told] == [type(None), Conflict]
        assert [each.number_taken for each in told] == [False, True]
        assert len((await product(shop, parent)).variant_ids) == 1


@pytest.mark.parametrize("fault", ["lost_after", "half_answer"])
async def test_a_variation_that_was_made_without_an_answer_is_found_by_its_sku(fault: str) -> None:
    async with side(WOO) as shop:
        assert CREATE.lookup
        parent, other = await made(shop), Target("99")
        wanted = variation(parent, "Red")
        asked = CREATE.lookup.question(wanted, SHOP)
        assert not CREATE.lookup.found(wanted, await shop.ask(asked), SHOP)
        shop.fault(fault, calls="^POST", count=1)
        shop.timeouts = SHORT
        with pytest.raises(OutcomeUnknown):
            await sent(shop, CREATE, rows(wanted))
        (found,) = CREATE.lookup.found(wanted, await shop.ask(asked), SHOP)
        assert all_same(wanted.after, found.fields, wanted.after), found.fields
        (again,) = await sent(shop, CREATE, rows(wanted))
        assert again.number_taken
        strange = variation(other, "Red")
        nothing = await shop.ask(CREATE.lookup.question(strange, SHOP))
        assert not CREATE.lookup.found(strange, nothing, SHOP)
