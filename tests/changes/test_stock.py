"""Stock on its way to the shops: by itself, never over what a shop sold meanwhile."""

from collections.abc import AsyncIterator, Sequence
from uuid import UUID

import pytest

from hanse.changes.model.owners import Owner
from hanse.changes.model.planned import Planned, Wish
from hanse.changes.model.states import Reason, State
from hanse.changes.service import drifting, owning
from hanse.changes.service.proposing import Proposed
from hanse.engine.tx import Actor, ActorKind, Database
from hanse.rooms.mirror.service import showing
from hanse.trade.goods import Product
from hanse.trade.ports_read import Kind
from hanse.trade.ports_write import Target
from hanse.trade.stock import ItemStock
from tests.changes.market import Market
from tests.rooms.shops import street

HUB = Actor(ActorKind.system, None, "stock")
SHOPIFY, WOO = "shopify", "woocommerce"
KIND = "offers.stock"


@pytest.fixture
async def places(database: Database, workspace: UUID) -> AsyncIterator[Market]:
    """A shop that keeps stock by place, read as a whole."""
    async with street(database, shops=((SHOPIFY, "lamps"),)) as shops:
        market = await Market.open(shops, workspace, SHOPIFY)
        await shops.pull(workspace, Kind.levels, Kind.locations)
        await switched_on(market, SHOPIFY)
        yield market


async def switched_on(market: Market, platform: str) -> None:
    async with market.tx() as tx:
        fields = {"offers": ["quantity"]}
        account_id = market.accounts[platform].id
        await owning.hand_over_shop(tx, account_id, fields, Owner.hub, persons=True)


async def levels(market: Market, count: int) -> Sequence[tuple[Target, int, str]]:
    """Levels with something on them: their numbers, and the SKUs that are sold from them."""
    found: list[tuple[Target, int, str]] = []
    for row in await market.shops.things(market.workspace, Kind.levels):
        value = (await market.shops.value(market.workspace, Kind.levels, row.id)).value
        assert isinstance(value, ItemStock)
        first = next((each for each in value.levels if each.available), None)
        if first and first.available and value.tracked and value.sku and len(found) < count:
            target = Target(f"{value.remote_id}@{first.location_id}", value.product_id)
            found.append((target, first.available, value.sku))
    return found


def wish(market: Market, platform: str, target: Target, quantity: int) -> Wish:
    return Wish(market.accounts[platform].id, KIND, target, {"quantity": quantity})


async def pushed(market: Market, *wishes: Wish) -> Proposed:
    """As the hub wishes: nobody is asked."""
    return await market.propose(*wishes, actor=HUB)


async def changes_of(market: Market, made: Proposed) -> Sequence[Planned]:
    assert made.set_id is not None
    return await market.changes(made.set_id)


async def number_known(market: Market, target: Target) -> int | None:
    """At Shopify, in the mirror."""
    item, _, place = (target.remote_id or "").partition("@")
    async with market.tx() as tx:
        found = await showing.stocked(tx, market.accounts[SHOPIFY].id, [item])
    return next(each.available for each in found[item].levels if each.location_id == place)


async def test_stock_goes_out_by_itself_and_its_title_names_the_place(places: Market) -> None:
    [(one, before, _), (other, _, _)] = await levels(places, 2)
    made = await pushed(
        places, wish(places, SHOPIFY, one, before + 5), wish(places, SHOPIFY, other, 0)
    )
    assert (made.state, made.refused) == (State.approved, ())
    await places.send(SHOPIFY)
    planned = await changes_of(places, made)
    assert {each.change.state for each in planned} == {State.proven}
    assert await number_known(places, one) == before + 5
    products = await places.shops.things(places.workspace, Kind.products)
    titles = [
        value.title
        for row in products
        for value in [(await places.shops.value(places.workspace, Kind.products, row.id)).value]
        if isinstance(value, Product) and value.title
    ]
    for each in planned:
        title = each.change.thing.title
        assert any(title.startswith(known) for known in titles), title
        assert title.endswith(")"), title


async def test_a_shop_that_sold_meanwhile_is_not_written_over(places: Market) -> None:
    """Whoever was faster is seen at once, and a new number takes the place of the old one."""
    [(one, before, _), (other, _, _)] = await levels(places, 2)
    first = await pushed(
        places, wish(places, SHOPIFY, one, before + 5), wish(places, SHOPIFY, other, 71)
    )
    places.shops.shop(SHOPIFY).shop.moods.stale_next = 1  # type: ignore[attr-defined]
    await places.send(SHOPIFY)
    planned = await changes_of(places, first)
    states = {each.target: each.change.state for each in planned}
    assert sorted(states.values()) == [State.proposed, State.proven], "the good row goes again"
    [lost] = [each for each in planned if each.change.state is State.proposed]
    [number] = [before for target, before, _ in await levels(places, 2) if target == lost.target]
    assert lost.change.reason is Reason.outrun
    assert lost.change.before == {"quantity": number}, "as it is now"
    assert await number_known(places, lost.target) == number
    again = await pushed(places, wish(places, SHOPIFY, lost.target, 33))
    await places.send(SHOPIFY)
    assert [each.change.state for each in await changes_of(places, again)] == [State.proven]
    assert lost.change.id in {
        each.change.id
        for each in await changes_of(places, first)
        if each.change.state is State.superseded
    }


async def test_a_number_that_the_shop_came_to_by_itself_leaves_nothing_to_do(
    places: Market,
) -> None:
    [(one, before, _), *_] = await levels(places, 1)
    made = await pushed(places, wish(places, SHOPIFY, one, before - 1))
    places.shops.shop(SHOPIFY).shop.moods.stale_next = 1  # type: ignore[attr-defined]
    await places.send(SHOPIFY)
    [change] = [each.change for each in await changes_of(places, made)]
    assert (change.state, change.reason) == (State.superseded, Reason.nothing_left)
    assert await number_known(places, one) == before - 1


async def test_a_lost_answer_is_read_and_not_guessed(places: Market) -> None:
    [(one, before, _), *_] = await levels(places, 1)
    made = await pushed(places, wish(places, SHOPIFY, one, before + 2))
    places.fault("half_answer")
    await places.send(SHOPIFY)
    assert [each.change.state for each in await changes_of(places, made)] == [State.unknown]
    await places.settle(SHOPIFY)
    assert [each.change.state for each in await changes_of(places, made)] == [State.proven]
    assert await number_known(places, one) == before + 2


async def test_a_shop_that_would_be_sold_out_as_a_whole_is_held(places: Market) -> None:
    wishes = [wish(places, SHOPIFY, target, 0) for target, _, _ in await levels(places, 200)]
    made = await pushed(places, *wishes)
    assert made.state is State.held


async def test_what_a_shop_sells_by_itself_is_no_drift(places: Market) -> None:
    """A number falls with every order of the shop: nobody is told, and the hub's word counts."""
    found = await levels(places, 3)
    await pushed(places, *(wish(places, SHOPIFY, each, 40) for each, _, _ in found))
    await places.send(SHOPIFY)
    places.shops.shop(SHOPIFY).counter.order(found[0][2], 1)
    road = await places.road(SHOPIFY)
    looked = await drifting.sample(places.hands, road.open_tx, road.opened)
    assert (looked.count, looked.proven, looked.drifts) == (3, 3, 0)
    assert await number_known(places, found[0][0]) == 39, "but it is known now"


async def test_woocommerce_is_read_before_and_what_moved_is_told(market: Market) -> None:
    """It compares nothing, so we do; what was seen is known to all at once."""
    [(target, offer)] = await market.offers(WOO, 1)
    before = offer.stock.quantity
    assert before
    assert offer.sku
    await switched_on(market, WOO)
    made = await pushed(market, wish(market, WOO, target, before + 5))
    assert made.state is State.approved
    market.shops.shop(WOO).counter.order(offer.sku, 1)
    await market.send()
    [change] = [each.change for each in await changes_of(market, made)]
    assert (change.state, change.reason) == (State.proposed, Reason.moved)
    assert change.before == {"quantity": before - 1}
    [(_, now)] = await market.offers(WOO, 1)
    assert now.stock.quantity == before - 1
    again = await pushed(market, wish(market, WOO, target, before + 4))
    await market.send()
    assert [each.change.state for each in await changes_of(market, again)] == [State.proven]
