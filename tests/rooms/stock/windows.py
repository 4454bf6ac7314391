"""Shops of one workspace that show stock, without anybody to ask: what they show is put into the
mirror, and goes the way from there that it always goes."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from hanse.engine.log.followers import advance, enrol
from hanse.engine.tx import Database
from hanse.rooms.catalog.model.goods import OfferLink
from hanse.rooms.catalog.service import offering
from hanse.rooms.mirror.service import storing
from hanse.rooms.mirror.service.storing import Source
from hanse.rooms.stock.jobs import shown as jobs
from hanse.rooms.stock.model.shown import ShownRow
from hanse.rooms.stock.service import looking, opening, showing
from hanse.trade.goods import ListingState, Offer, Product
from hanse.trade.ports_read import Kind, Row
from hanse.trade.stock import CountedBy, ItemStock, LevelAt, Location, StockLevel, StockState
from tests.rooms.catalog import listed
from tests.rooms.catalog.listed import Shop
from tests.rooms.catalog.some import made, variant_ids

NOBODY_COUNTS = StockLevel(None, CountedBy.nobody, StockState.in_stock)


def counted(quantity: int, by: CountedBy = CountedBy.offer) -> StockLevel:
    state = StockState.in_stock if quantity > 0 else StockState.out_of_stock
    return StockLevel(quantity, by, state)


def lamp(
    remote_id: str,
    stock: int | StockLevel,
    *,
    item: str | None = None,
    state: ListingState = ListingState.live,
) -> Product:
    """Sold by itself; with `item`, its stock is told by place."""
    level = counted(stock) if isinstance(stock, int) else stock
    variant = f"v{remote_id}" if item else None
    one = listed.offer(remote_id, variant, stock=level, stock_item_id=item)
    return listed.product(remote_id, f"Lamp {remote_id}", one, state=state)


def shades(remote_id: str, stock: StockLevel, *offers: tuple[str, StockLevel]) -> Product:
    """Sold by its variants."""
    found: tuple[Offer, ...] = tuple(
        listed.offer(remote_id, name, stock=each) for name, each in offers
    )
    return listed.product(remote_id, f"Shade {remote_id}", *found, stock=stock)


def at_places(item: str, product_id: str, **available: int) -> ItemStock:
    levels = tuple(LevelAt(place, count) for place, count in available.items())
    return ItemStock(item, product_id, f"v{product_id}", None, tracked=True, levels=levels)


@dataclass
class Windows:
    """One workspace with shops."""

    database: Database
    workspace: UUID
    shops: list[Shop] = field(default_factory=list)

    async def open_shop(self, name: str, *, is_read: bool = True) -> Shop:
        shop = await Shop.open(self.database, self.workspace, name, is_read=is_read)
        self.shops.append(shop)
        return shop

    async def shows(self, shop: Shop, *values: Product | ItemStock | Location) -> None:
        """The mirror reads these; nothing is looked at yet."""
        kinds = {Product: Kind.products, ItemStock: Kind.levels, Location: Kind.locations}
        async with shop.tx() as tx:
            for value in values:
                kind = kinds[type(value)]
                source = Source(shop.feed_id, shop.account_id, kind, "pull", tx.now)
                row = Row(value.remote_id, {"id": value.remote_id}, value)
                await storing.store_rows(tx, source, [row])

    async def shows_no_more(self, shop: Shop, *remote_ids: str) -> None:
        async with shop.tx() as tx:
            source = Source(shop.feed_id, shop.account_id, Kind.products, "pull", tx.now)
            await storing.remove(tx, source, remote_ids)

    async def link(self, shop: Shop, variant_id: UUID, remote_id: str, variant: str = "") -> UUID:
        async with shop.tx() as tx:
            row = await tx.fetchval(
                "select product_id from catalog_variants where id = $1", variant_id
            )
            ids = (tx.ids.new(), shop.account_id, row, variant_id)
            await offering.link(tx, [OfferLink(*ids, remote_id, variant or None)], "person")
            return ids[0]

    async def goods(self, count: int = 1) -> Sequence[UUID]:
        async with self.shops[0].tx() as tx:
            skus = [f"L-{tx.ids.new()}" for _ in range(count)]
            return await variant_ids(tx, await made(tx, "Lamp", *skus))

    async def settle(self, *, decide: bool = True) -> bool:
        """As the follower and the jobs do; whether nothing is left to decide."""
        follower = replace(jobs.follower(), batch=50)
        while await advance(self.database, follower):
            pass
        for shop in self.shops:
            assert await looking.look(shop.tx, shop.account_id, lambda: False)
        return not decide or await opening.decide_all(self.shops[0].tx, lambda: False)

    async def rows(self, *variant_ids: UUID, shop: Shop | None = None) -> Sequence[ShownRow]:
        async with self.shops[0].tx() as tx:
            return await showing.shown(tx, shop.account_id if shop else None, variant_ids)

    async def quantities(self, *variant_ids: UUID) -> dict[str, int | None]:
        return {each.target: each.quantity for each in await self.rows(*variant_ids)}


async def opened(database: Database, workspace: UUID) -> Windows:
    await enrol(database, [jobs.follower()])
    return Windows(database, workspace)
