"""A live shop whose orders stand in the book, and what is given back of them."""

from dataclasses import dataclass, replace
from uuid import UUID

from hanse.app.wiring import CARDS
from hanse.base.money import Money
from hanse.changes.model.limits import SAFE
from hanse.changes.service import ruling
from hanse.engine.log.followers import advance, enrol
from hanse.rooms.orders.jobs.intake import follower
from hanse.rooms.orders.model.shown import Asked, WholeOrder
from hanse.rooms.orders.model.states import Payment, State
from hanse.rooms.orders.service import intake, refunding, showing
from hanse.rooms.orders.service.refunding import Standing
from hanse.trade.ports_read import Kind
from tests.changes.market import Market

READ = {"shopify": (Kind.orders,), "woocommerce": (Kind.orders, Kind.refunds)}


@dataclass
class Desk:
    market: Market
    platform: str

    @classmethod
    async def open(cls, market: Market, platform: str) -> "Desk":
        """So much may be given back in a day that the guard holds nothing."""
        desk = cls(market, platform)
        await enrol(market.shops.database, [follower()])
        await market.shops.pull(market.workspace, Kind.orders)
        await desk.follow()
        async with market.tx() as tx:
            currency = market.accounts[platform].shop.currency
            most = replace(SAFE, spend_day_max=(Money.of(currency, 100_000),))
            await ruling.set_limits(tx, most, 0)
        return desk

    async def follow(self) -> None:
        """What happened reaches the book."""
        await self.market.shops.follow()
        while await advance(self.market.shops.database, follower()):
            pass
        account = self.market.accounts[self.platform]
        while (await intake.take(self.market.tx, CARDS, account.id)).asked:
            pass

    async def look(self) -> None:
        """What the shop shows now reaches the book."""
        for kind in READ[self.platform][:1]:
            await self.market.shops.pull_again(self.market.workspace, kind)
        await self.follow()

    async def orders(self, *states: State) -> list[WholeOrder]:
        """Those that were paid, the newest first."""
        async with self.market.tx() as tx:
            found = await showing.list_orders(tx, Asked(states=states), None, 50)
            return [
                await showing.order(tx, each.id) for each in found if each.payment is Payment.paid
            ]

    async def standing(self, order_id: UUID) -> Standing:
        async with self.market.tx() as tx:
            return await refunding.standing(tx, order_id)

    async def goes_through(self, set_id: UUID | None) -> None:
        assert set_id is not None
        await self.market.approve(set_id)
        await self.market.send(self.platform)
        await self.follow()

    def counted(self, what: str) -> int:
        """By the shop's own count."""
        kinds = {
            ("shopify", "refund"): "order.refund",
            ("woocommerce", "refund"): "refund.create",
        }
        ledger = self.market.shops.shop(self.platform).ledger
        return sum(ledger.kind(self.platform, kinds[self.platform, what]).values())
