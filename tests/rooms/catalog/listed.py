"""A shop of which we have read listings, without anybody to ask."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from uuid import UUID

from hanse.base.money import Money
from hanse.engine.tx import Actor, ActorKind, Database, Tx
from hanse.rooms.catalog.service import deciding, matching
from hanse.rooms.catalog.store import matching as store
from hanse.rooms.mirror.service import storing
from hanse.rooms.mirror.service.storing import Source
from hanse.trade.goods import Choice, Image, Label, ListingState, Offer, Option, Product
from hanse.trade.goods import ProductKind as Kinds
from hanse.trade.ports_read import Kind, Row
from hanse.trade.stock import StockLevel

TESTER = Actor(ActorKind.person, UUID(int=7), "Test Person")
NO_STOCK = StockLevel(None, None, None)
ACCOUNT = """
    insert into connections_accounts (workspace_id, id, platform, name, address, shop_key, state,
        currency, decimals, weight_unit, scopes, missing, secrets, made_at, connected_at)
    values ($1, $2, 'woocommerce', $3, 'https://shop.test', $3, 'active', 'EUR', 2, 'kg', '{}',
        '{}', '\\x00', $4, $4)
"""
FEED = """
    insert into mirror_feeds (workspace_id, id, account_id, kind, state, ended_at, full_at)
    values ($1, $2, $3, 'products', 'current', $4, $5)
"""
READ = "update mirror_feeds set ended_at = $2 where workspace_id = $1"


def offer(product_id: str, variant_id: str | None = None, **more: object) -> Offer:
    bare = Offer(
        *(product_id, variant_id, None, None, None, ListingState.live),
        *(Money("EUR", 990), None, None, None, NO_STOCK),
    )
    return replace(bare, **more)  # type: ignore[arg-type]


def product(remote_id: str, title: str, *offers: Offer, **more: object) -> Product:
    options = {each.option: None for one in offers for each in one.choices}
    bare = Product(
        *(remote_id, Kinds.single, ListingState.live, True, title, "<p>Good.</p>", None, None),
        *(None, NO_STOCK, offers),
        options=tuple(Option(name, ()) for name in options),
        images=(Image(None, "https://shop.test/lamp.jpg"),),
    )
    return replace(bare, **more)  # type: ignore[arg-type]


def simple(remote_id: str, title: str, sku: str = "", gtin: str = "", **more: object) -> Product:
    one = offer(remote_id, sku=sku or None, gtin=gtin or None, weight="0.25")
    return product(remote_id, title, one, **more)


def coloured(remote_id: str, title: str, **skus: str) -> Product:
    """With a variant for each colour."""
    offers = [
        offer(remote_id, f"{remote_id}-{colour}", sku=sku, choices=(Choice("Colour", colour),))
        for colour, sku in skus.items()
    ]
    return product(remote_id, title, *offers, kind=Kinds.variants)


@dataclass
class Shop:
    """One account in one workspace."""

    database: Database
    workspace: UUID
    account_id: UUID
    feed_id: UUID

    @classmethod
    async def open(
        cls, database: Database, workspace: UUID, name: str, *, is_read: bool = True
    ) -> "Shop":
        shop = cls(database, workspace, database.ids.new(), database.ids.new())
        async with shop.tx() as tx:
            await tx.execute(ACCOUNT, workspace, shop.account_id, name, tx.now)
            ended = tx.now if is_read else None
            await tx.execute(FEED, workspace, shop.feed_id, shop.account_id, ended, tx.now)
        return shop

    def tx(self) -> AbstractAsyncContextManager[Tx]:
        return self.database.tx(self.workspace, TESTER)

    async def shows(self, *products: Product) -> None:
        """Read these, and have them looked at."""
        async with self.tx() as tx:
            source = Source(self.feed_id, self.account_id, Kind.products, "pull", tx.now)
            rows = [Row(each.remote_id, {"id": each.remote_id}, each) for each in products]
            await storing.store_rows(tx, source, rows)
            ids = await tx.fetch(
                "select id from mirror_rows where workspace_id = $1 and account_id = $2"
                " and remote_id = any($3::text[])",
                *(self.workspace, self.account_id, [each.remote_id for each in products]),
            )
            await store.add_looks(tx, self.account_id, "products", [row["id"] for row in ids])
        await self.match()

    async def match(self) -> None:
        assert await matching.match(self.tx, self.account_id, lambda: False)

    async def make(self) -> None:
        assert await deciding.make(self.tx, self.account_id, lambda: False)

    async def waiting(self, state: str = "open") -> Sequence[deciding.Asked]:
        async with self.tx() as tx:
            return await deciding.list_matches(tx, state, self.account_id, None, None, 200)


def labels(*names: str) -> tuple[Label, ...]:
    return tuple(Label(name.lower(), name) for name in names)
