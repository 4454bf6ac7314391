"""A product, its variants and then buyers: each step through the whole write path, and back."""

from dataclasses import replace
from uuid import UUID

from hanse.base.money import Money
from hanse.changes.model.planned import Wish
from hanse.changes.model.states import State
from hanse.changes.service import carrying, undoing
from hanse.changes.service.undoing import Undone
from hanse.engine.tx import Database
from hanse.trade.drafts import Variant, choices_value, options_value, variants_value
from hanse.trade.fields import Fields
from hanse.trade.goods import Choice, Option
from hanse.trade.ports_read import Kind
from hanse.trade.ports_write import Target
from tests.changes.market import Market
from tests.rooms.shops import street

WOO, SHOPIFY = "woocommerce", "shopify"
COLOURS = [Option("Colour", ("Red", "Blue"))]


def usd(minor: int) -> Money:
    return Money("USD", minor)


def candle(market: Market) -> Wish:
    """To be made in colours."""
    after: Fields = {"title": "Candle", "sku": "CANDLE", "options": options_value(COLOURS)}
    return Wish(market.accounts[WOO].id, "products.create", Target(None), after, mark="candle")


def coloured(market: Market, parent_id: str, colour: str) -> Wish:
    after: Fields = {
        "choices": choices_value([Choice("Colour", colour)]),
        "sku": f"CANDLE-{colour}",
        "price": usd(990),
        "state": "live",
    }
    target = Target(None, parent_id)
    return Wish(market.accounts[WOO].id, "offers.create", target, after, colour, mark=colour)


async def sent(market: Market, *wishes: Wish) -> UUID:
    set_id = await market.agreed(*wishes)
    await market.send()
    return set_id


async def made_id(market: Market, set_id: UUID) -> str:
    [change] = await market.changes(set_id)
    assert change.change.state is State.proven
    assert change.change.thing.remote_id is not None
    return change.change.thing.remote_id


async def undone(market: Market, set_id: UUID) -> Undone:
    async with market.tx() as tx:
        return await undoing.undo_set(market.hands, tx, set_id, frozenset(), frozenset())


async def test_a_product_is_made_in_variants_step_by_step_and_they_are_hidden_again(
    market: Market,
) -> None:
    """One answer is lost on the way; they are found by their SKUs and made no second time. Where a
    platform hides no variants, that is said of each."""
    parent_id = await made_id(market, await sent(market, candle(market)))
    market.fault("half_answer")
    variants = await sent(market, *(coloured(market, parent_id, each) for each in ("Red", "Blue")))
    assert await market.states(variants) == {State.unknown: 2}
    await market.settle()
    assert await market.states(variants) == {State.proven: 2}
    [row] = [
        await market.shops.value(market.workspace, Kind.products, each.id)
        for each in await market.shops.things(market.workspace, Kind.products)
        if each.remote_id == parent_id
    ]
    assert row.value.state == "draft"
    live = Wish(market.accounts[WOO].id, "products.state", Target(parent_id), {"state": "live"})
    assert await market.states(await sent(market, live)) == {State.proven: 1}
    await market.shops.pull_again(market.workspace, Kind.offers)
    shown = {key: each for key, each in market.hands.powers.items() if key[1] != "offers.state"}
    stays = await undone(replace(market, hands=replace(market.hands, powers=shown)), variants)
    assert [each.finding.code for each in stays.left] == ["no_way", "no_way"]
    assert stays.proposed is None
    back = await undone(market, variants)
    assert back.left == ()
    assert back.proposed is not None
    assert back.proposed.set_id is not None
    await market.approve(back.proposed.set_id)
    await market.send()
    assert await market.states(back.proposed.set_id) == {State.proven: 2}
    assert await market.states(variants) == {State.undone: 2}


async def test_a_product_in_variants_is_one_change_at_shopify_and_its_prices_are_watched(
    database: Database, workspace: UUID
) -> None:
    async with street(database, shops=((SHOPIFY, "lamps"),)) as shops:
        market = await Market.open(shops, workspace, SHOPIFY)
        made = [Variant((each,), {"price": usd(990), "sku": each}) for each in COLOURS[0].values]
        after: Fields = {
            "title": "Candle",
            "options": options_value(COLOURS),
            "variants": variants_value(COLOURS, made),
        }
        account = market.accounts[SHOPIFY]
        wish = Wish(account.id, "products.create", Target(None), after, mark="candle")
        set_id = await market.agreed(wish)
        async with market.tx() as tx:
            [load] = await carrying.loads_of(tx, set_id, State.approved)
        assert load.stake == (usd(2 * 990),)
        await market.send(SHOPIFY)
        assert await market.states(set_id) == {State.proven: 1}
        free = [Variant((each,), {"price": usd(0)}) for each in COLOURS[0].values]
        given = {**after, "variants": variants_value(COLOURS, free)}
        held = await market.propose(
            Wish(account.id, "products.create", Target(None), given, mark="other")
        )
        assert held.set_id is not None
        assert await market.states(held.set_id) == {State.held: 1}
