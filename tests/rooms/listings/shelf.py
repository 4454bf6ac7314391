"""A workspace with two shops and goods of its own: what tests of listings stand on."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.app import wiring
from hanse.changes.model.states import State
from hanse.changes.service import reading
from hanse.engine.log.followers import advance, enrol
from hanse.engine.tx import Tx
from hanse.rooms.catalog.model.goods import OfferLink
from hanse.rooms.catalog.service import offering
from hanse.rooms.catalog.service import reading as goods
from hanse.rooms.connections.model.accounts import Account
from hanse.rooms.listings.jobs.planning import follower
from hanse.rooms.listings.model.listings import Act, Listing
from hanse.rooms.listings.service import acting, planning, showing
from hanse.rooms.listings.service.acting import Acted
from hanse.rooms.listings.service.loading import Desk
from hanse.rooms.listings.service.planning import Planned
from hanse.rooms.listings.service.showing import Wanted
from hanse.rooms.mirror.service import feeds
from hanse.rooms.mirror.service import showing as mirror
from hanse.rooms.mirror.store import feeds as feeds_store
from hanse.trade.goods import Product
from hanse.trade.pictures import pictures_of, pictures_value
from hanse.trade.ports_read import Kind
from tests.changes.market import Market
from tests.rooms.catalog.some import made
from tests.rooms.shops import Street

PLATFORMS = ("woocommerce", "shopify")


@dataclass
class Shelf:
    """Listings, as the jobs and the routes see them."""

    market: Market
    desk: Desk

    @classmethod
    async def open(cls, shops: Street, workspace: UUID) -> "Shelf":
        market = await Market.open(shops, workspace, *PLATFORMS)
        desk = Desk(market.hands, wiring.CARDS)
        await enrol(shops.database, [follower()])
        return cls(market, desk)

    @property
    def accounts(self) -> Sequence[Account]:
        return [self.market.accounts[each] for each in PLATFORMS]

    async def follow(self) -> None:
        await self.market.shops.follow()
        while await advance(self.market.shops.database, follower()):
            pass

    async def remote(self, account: Account, place: int = 0) -> Product:
        """A product of the shop that is sold as one thing."""
        found: list[Product] = []
        for row in await self.market.shops.things(self.market.workspace, Kind.products):
            if row.account_id == account.id:
                kind = Kind.products
                value: Product = (
                    await self.market.shops.value(self.market.workspace, kind, row.id)
                ).value
                if len(value.offers) == 1 and not value.variant_ids:
                    found.append(value)
        return sorted(found, key=lambda each: each.remote_id)[place]

    async def linked(self, title: str, sku: str, place: int = 0) -> UUID:
        """A product of ours that both shops sell, each under a title of its own."""
        shown = [(account, await self.remote(account, place)) for account in self.accounts]
        async with self.market.tx() as tx:
            product_id = await made(tx, title, sku)
            await self.link(tx, product_id, shown)
        await self.follow()
        return product_id

    async def link(
        self, tx: Tx, product_id: UUID, shown: Sequence[tuple[Account, Product]]
    ) -> None:
        [variant] = (await goods.variants_of(tx, [product_id]))[product_id]
        links = [
            OfferLink(
                *(tx.ids.new(), account.id, product_id, variant.id, product.remote_id),
                product.offers[0].variant_id,
            )
            for account, product in shown
        ]
        await offering.link(tx, links, "person")

    async def plan(self, *, whole: bool = False) -> Planned:
        """As the jobs do it, of all shops."""
        found = Planned()
        for account in self.accounts:
            do = planning.plan_whole if whole else planning.plan_due
            opener = self.market.shops.opener(self.market.workspace)
            found = found.joined(await do(self.desk, opener, account.id))
        return found

    async def listings(self, product_id: UUID) -> Sequence[Listing]:
        """In the order of the shops."""
        async with self.market.tx() as tx:
            [row] = await showing.list_matrix(tx, Wanted(product_ids=[product_id]), None, 2)
        order = [each.id for each in self.accounts]
        return sorted(row.cells, key=lambda cell: order.index(cell.account_id))

    async def act(self, what: Act, *listings: Listing, dry: bool = False) -> Acted:
        async with self.market.tx() as tx:
            ids = [each.id for each in listings]
            return await acting.act(self.desk, tx, what, ids, None, dry=dry)

    async def through(self, set_id: UUID | None) -> dict[State, int]:
        """Approved, sent and read back at both shops."""
        assert set_id is not None
        await self.market.approve(set_id)
        for platform in PLATFORMS:
            await self.market.send(platform)
            await self.market.settle(platform)
        await self.follow()
        return await self.market.states(set_id)

    async def pictures(self, listing: Listing) -> Sequence[tuple[str, str]]:
        """Of what the shop was last seen to show, names and words."""
        assert listing.remote_id is not None
        async with self.market.tx() as tx:
            names = [listing.remote_id]
            found = await mirror.named(tx, listing.account_id, Kind.products, names)
        shown = found[listing.remote_id]
        assert isinstance(shown, Product)
        pictures = pictures_of(pictures_value(shown.images)) or ()
        return [(each.name, each.alt) for each in pictures]

    async def read_offers(self, account_id: UUID) -> None:
        """Those of a shop that tells of them apart from their products."""
        async with self.market.tx() as tx:
            feed = await feeds_store.of_kind(tx, account_id, Kind.offers)
            assert feed is not None
            await feeds.ask_pull(tx, feed.id)
        await self.market.shops.pull_on(self.market.workspace, feed)

    async def sets(self) -> int:
        async with self.market.tx() as tx:
            return len(await reading.list_sets(tx, None, None, 100))
