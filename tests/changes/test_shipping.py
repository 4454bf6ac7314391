"""Parcels of orders on their way to the shops: each once, whatever answer is lost."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from uuid import UUID

import pytest

from hanse.base.money import Money
from hanse.changes.model.limits import SAFE
from hanse.changes.model.planned import Target, Wish
from hanse.changes.model.states import State
from hanse.changes.service import ruling
from hanse.engine.tx import Database
from hanse.trade.fields import Fields
from hanse.trade.orders import Order, OrderState
from hanse.trade.ports_read import Ask, Kind, Reach
from tests.changes.market import Market
from tests.rooms.shops import street

KIND, REFUND = "orders.ship", "orders.refund"


@dataclass
class Desk:
    """One shop with an order in it that waits for its parcel."""

    market: Market
    platform: str
    order: Order

    async def orders(self) -> list[Order]:
        return await orders_of(self.market, self.platform)

    async def refunds(self) -> int:
        """By the shop's own count."""
        kind = {"shopify": "order.refund", "woocommerce": "refund.create"}[self.platform]
        counted = self.market.shops.shop(self.platform).ledger.kind(self.platform, kind)
        return sum(counted.values())

    def refund(self) -> Wish:
        line = self.order.lines[0]
        assert line.subtotal
        assert line.quantity
        account = self.market.accounts[self.platform]
        worth = Money(line.subtotal.currency, line.subtotal.minor // line.quantity)
        after: Fields = {
            "amount": worth,
            "note": "It came too late",
            "lines": ((line.remote_id, 1, False),),
            "by_hand": self.platform == "woocommerce",
        }
        target = Target(None, self.order.remote_id)
        return Wish(account.id, REFUND, target, after, title="1001", mark="refund-1")

    async def parcels(self) -> list[str | None]:
        [now] = [each for each in await self.orders() if each.remote_id == self.order.remote_id]
        return [each.tracking_number for each in now.fulfilments]

    def wish(self, number: str, mark: str = "parcel-1") -> Wish:
        after: Fields = {
            "carrier": "DHL",
            "tracking_number": number,
            "tracking_url": f"https://dhl.example/{number}",
            "lines": (),
            "notify": True,
        }
        account = self.market.accounts[self.platform]
        target = Target(None, self.order.remote_id)
        return Wish(account.id, KIND, target, after, title=self.order.number or "", mark=mark)


async def orders_of(market: Market, platform: str) -> list[Order]:
    """As the shop itself shows them now."""
    road, account = await market.road(platform), market.accounts[platform]
    port = market.hands.power(platform, KIND).reads[Kind.orders]
    ask: Ask | None = Ask(Reach.everything)
    found: list[Order] = []
    while ask is not None:
        reply = await market.hands.shops.ask(road.opened, port.question(ask, account.shop))
        page = port.page(ask, reply, account.shop)
        found += [row.value for row in page.rows]
        ask = page.next
    return found


@pytest.fixture(params=["shopify", "woocommerce"])
async def desk(
    request: pytest.FixtureRequest, database: Database, workspace: object
) -> AsyncIterator[Desk]:
    platform: str = request.param
    async with street(database, shops=((platform, "lamps"),)) as shops:
        market = await Market.open(shops, workspace, platform)  # type: ignore[arg-type]
        waiting = [
            each
            for each in await orders_of(market, platform)
            if each.state is OrderState.to_fulfil and not each.fulfilments
        ]
        yield Desk(market, platform, waiting[0])


async def test_a_parcel_is_made_and_proven_with_its_number(desk: Desk) -> None:
    """Nobody is asked what the order was, so nothing about its buyer is opened."""
    made = await desk.market.propose(desk.wish("JD1"))
    assert (made.state, made.refused) == (State.approved, ()), "a person has sent it already"
    assert made.set_id
    await desk.market.send(desk.platform)
    assert await desk.market.states(made.set_id) == {State.proven: 1}
    assert await desk.parcels() == ["JD1"]
    [change] = [each.change for each in await desk.market.changes(made.set_id)]
    assert change.thing.remote_id, "the parcel's own id is known from now on"


@pytest.mark.parametrize("fault", ["half_answer", "gateway"])
async def test_a_parcel_is_made_once_whatever_answer_is_lost(desk: Desk, fault: str) -> None:
    """Whether or not the first call did it, the order is read before anything is sent again."""
    set_id = (await desk.market.propose(desk.wish("JD1"))).set_id
    assert set_id
    if desk.platform == "shopify":  # where the question just before looks like the call itself
        desk.market.fault("slow", seconds=0.01)
    desk.market.fault(fault)
    await desk.market.send(desk.platform)
    before = await desk.market.states(set_id)
    assert before == {State.unknown: 1}
    for _ in range(3):
        await desk.market.settle(desk.platform)
    assert await desk.market.states(set_id) == {State.proven: 1}
    assert await desk.parcels() == ["JD1"]


async def refunding(desk: Desk) -> UUID:
    """What may be spent in a day is set first: until then the guard holds every refund."""
    made = await desk.market.propose(desk.refund())
    assert made.state is State.held, made
    async with desk.market.tx() as tx:
        hundred = Money.of(desk.order.currency or "", 1000)
        await ruling.set_limits(tx, replace(SAFE, spend_day_max=(hundred,)), 0)
    return await desk.market.agreed(desk.refund())


async def test_money_goes_back_once_and_is_proven(desk: Desk) -> None:
    set_id = await refunding(desk)
    await desk.market.send(desk.platform)
    assert await desk.market.states(set_id) == {State.proven: 1}
    assert await desk.refunds() == 1


@pytest.mark.parametrize("fault", ["half_answer", "gateway"])
async def test_money_goes_back_once_whatever_answer_is_lost(desk: Desk, fault: str) -> None:
    """Shopify knows our key. At WooCommerce it is looked for, and where it is not found a person
    is asked: the store would pay a second time."""
    set_id = await refunding(desk)
    if desk.platform == "shopify":  # where the question just before looks like the call itself
        desk.market.fault("slow", seconds=0.01)
    desk.market.fault(fault)
    await desk.market.send(desk.platform)
    assert await desk.market.states(set_id) == {State.unknown: 1}
    for _ in range(3):
        await desk.market.settle(desk.platform)
    waits = (desk.platform, fault) == ("woocommerce", "gateway")
    assert await desk.market.states(set_id) == {State.unknown if waits else State.proven: 1}
    assert await desk.refunds() == (0 if waits else 1)
