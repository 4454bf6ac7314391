"""A live shop whose goods are bought at a supplier: nobody writes into a table but the supplier's
terms and what it offers."""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

import aiohttp

from hanse.app import wiring
from hanse.base.money import Money
from hanse.changes.model.limits import Limits
from hanse.changes.model.policies import Policy
from hanse.changes.service import ruling
from hanse.engine.jobs.jobs import enqueue
from hanse.engine.log.followers import enrol
from hanse.engine.tx import Tx
from hanse.rooms.catalog.service import deciding, matching, offering
from hanse.rooms.connections.model.accounts import Account, WriteMode
from hanse.rooms.connections.service import connecting, consents
from hanse.rooms.mirror.service import storing
from hanse.rooms.orders.service import sourcing
from hanse.rooms.purchasing.service import supplier_places
from hanse.rooms.purchasing.store.looks import Lying
from hanse.rooms.stock.model.adjusting import Line
from hanse.rooms.stock.model.places import PlaceKind
from hanse.rooms.stock.service import adjusting, moving, opened, places
from hanse.rooms.stock.service.looking import OPEN_JOB
from hanse.sandbox.aliexpress import life
from hanse.sandbox.aliexpress.counter import HubCounter
from hanse.sandbox.aliexpress.hub import Hub
from hanse.sandbox.aliexpress.mounted import Mounted
from hanse.sandbox.cj import desk
from hanse.sandbox.world import World
from hanse.trade.ports_read import Kind
from tests.changes.market import Market, at_once
from tests.engine.job_workers import until
from tests.rooms.shops import OPERATOR, Street

WOO, CJ, ALIEXPRESS = "woocommerce", "cj", "aliexpress"
SHELF = World(seed=7, products=6, customers=2)
SOLD = {CJ: "HZ-0000003", ALIEXPRESS: "HZ-0000002"}  # which the supplier has as well
SHOPS = ((WOO, "lamps"), (ALIEXPRESS, "api-sg"))
LONG_S = 120.0
LYING = 5

SUPPLIER = """
    insert into purchasing_suppliers (workspace_id, id, name, account_id, state, currency,
        from_country, buffer_minutes, above_percent, margin_percent, accepted, made_at)
    values ($1, $2, 'Supplier', $3, 'active', 'USD', $5, 0, 1000, -100, '{no_logo,no_price}', $4)
"""
OFFER = """
    insert into purchasing_offers (workspace_id, id, supplier_id, variant_id, state,
        product_remote_id, variant_remote_id, order_key, price_minor)
    values ($1, $2, $3, $4, 'active', $5, $6, $6, $7)
"""
SOLD_LINE = """
    select id, order_id, bought, held from orders_lines
    where workspace_id = $1 and bought + held > 0
"""
PURCHASES = """
    select number, state, remote_id, total_minor, paid_minor, findings from purchasing_orders
    where workspace_id = $1 order by id
"""


@dataclass
class Bought:
    """A shop and one supplier, `supplier` by name."""

    market: Market
    supplier: str
    variant_id: UUID

    @property
    def shops(self) -> Street:
        return self.market.shops

    @property
    def sku(self) -> str:
        return SOLD[self.supplier]

    def tx(self) -> AbstractAsyncContextManager[Tx]:
        return self.market.tx()

    async def purchases(self) -> list[Mapping[str, Any]]:
        async with self.tx() as tx:
            return [dict(row) for row in await tx.fetch(PURCHASES, tx.workspace_id)]

    async def sold(self, pieces: int) -> None:
        """Bought of a supplier. Where a count of the shop came late and the shelf holds it, a
        person has it bought all the same."""
        self.shops.shop(WOO).counter.order(self.sku, pieces)
        held: list[Any] = []

        async def is_taken() -> bool:
            async with self.tx() as tx:
                held[:] = await tx.fetch(SOLD_LINE, tx.workspace_id)
            return bool(held)

        await until(is_taken, LONG_S)
        [line] = held
        if not line["bought"]:
            async with self.tx() as tx:
                [choice] = await sourcing.choices(tx, line["order_id"])
                best = choice.offered[0].placed.alternative.id
                await sourcing.take(tx, line["order_id"], [sourcing.Pick(line["id"], best)])

    async def all_are(self, state: str, count: int = 1) -> None:
        found: list[Mapping[str, Any]] = []

        async def there() -> bool:
            found[:] = await self.purchases()
            return [each["state"] for each in found] == [state] * count

        try:
            await until(there, LONG_S)
        except TimeoutError:
            raise AssertionError(f"{found} and not {count} {state}") from None

    def counted(self, number: str) -> tuple[int, int]:
        """By the supplier's own count: how many orders there are of this number, and how many of
        them were paid."""
        if self.supplier == CJ:
            told = desk.counted(self.shops.sandbox.cj, number)
            return told["exist"], told["paid"]
        found = [each for each in hub_of(self.shops).orders.values() if each.out_id == number]
        return len(found), sum(each.paid_at is not None for each in found)

    async def told_of(self, remote_id: str) -> None:
        """The news of AliExpress goes to an address that a person enters there: here it is as if
        it had come."""
        if self.supplier == ALIEXPRESS:
            async with self.tx() as tx:
                wanted = [(Kind.purchases, remote_id, "")]
                await storing.want(tx, self.market.accounts[ALIEXPRESS].id, wanted)

    async def lies_there(self) -> int:
        """By our own ledger: what the supplier said that it has, less what was bought of it."""
        async with self.tx() as tx:
            places_there = [
                each.id for each in await places.places(tx) if each.kind is PlaceKind.supplier
            ]
            levels = (await moving.levels(tx, [self.variant_id]))[self.variant_id]
        return sum(each.on_hand for each in levels if each.place_id in places_there)

    def ship(self, number: str) -> None:
        if self.supplier == CJ:
            desk.act(self.shops.sandbox.cj, {"order": number, "do": "ship"})
            return
        hub = hub_of(self.shops)
        [order] = [each for each in hub.orders.values() if each.out_id == number]
        life.ship(hub, order, hub.clock.now(), None, "", "")


def hub_of(shops: Street) -> Hub:
    found = shops.shop(ALIEXPRESS)
    assert isinstance(found, Mounted)
    return found.hub


async def connect(shops: Street, workspace: UUID, supplier: str) -> Account:
    if supplier == CJ:
        cj = shops.sandbox.cj
        cj.rules.per_ip, cj.rules.ship_after_s, cj.named("").qps = 0, None, 0
        fields = {"api_key": cj.named("").api_key}
        looked = await connecting.look(shops.reach, CJ, fields)
        return await connecting.connect(shops.opener(workspace), looked, "")
    hub = hub_of(shops)
    hub.moods.approves, hub.moods.order_readable_after_s = True, 0.0
    hub.moods.paid_after_s, hub.moods.ships_after_s = 0.0, None
    fields = {"app_key": hub.app.key, "app_secret": hub.app.secret}
    async with shops.database.tx(workspace, OPERATOR) as tx:
        began = await consents.begin(shops.reach, tx, ALIEXPRESS, fields, "", None)
    named, asked = urlsplit(began.url).netloc, urlsplit(began.url)
    page_at = f"{shops.address}{asked.path}?{asked.query}"
    async with (
        aiohttp.ClientSession() as browser,
        browser.get(page_at, headers={"host": named}, allow_redirects=False) as page,
    ):
        back = parse_qsl(urlsplit(page.headers["location"]).query)
    return await consents.finish(shops.reach, shops.opener(workspace), ALIEXPRESS, back)


async def ready(shops: Street, workspace: UUID, supplier: str) -> Market:
    """Connected, live, and everything may go out by itself up to a limit for the day."""
    await enrol(shops.database, wiring.followers(shops.reach))
    market = Market(shops, workspace, at_once(wiring.hands_of(shops.reach)))
    market.accounts[WOO] = await shops.connect(workspace, WOO)
    market.accounts[supplier] = await connect(shops, workspace, supplier)
    await shops.follow()
    for account in market.accounts.values():
        await shops.listen(workspace, account)
    await market.switch(WriteMode.live)
    async with market.tx() as tx:
        limits = await ruling.limits(tx)
        spend = (Money("USD", 1_000_000_00),)
        await ruling.set_limits(tx, Limits(spend_day_max=spend), limits.version)
        policy = await ruling.policy(tx)
        await ruling.set_policy(tx, Policy(otherwise=()), policy.version)
    return market


async def read(market: Market, supplier: str) -> Bought:
    """The shop's goods stand in the catalogue, while somebody is at work; the one that is sold is
    not on our shelf, and the supplier offers it."""
    account_id, sku = market.accounts[WOO].id, SOLD[supplier]

    async def is_read() -> bool:
        async with market.tx() as tx:
            return await matching.is_done(tx, account_id)

    await until(is_read, LONG_S)
    found: dict[str, UUID] = {}

    async def is_made() -> bool:
        async with market.tx() as tx:
            found.update(await offering.variants_by_sku(tx, [sku]))
            if not found:
                # Its listings may be noted a moment after the last of them was read.
                await deciding.make_all_new(tx, account_id)
            counted = bool(found) and bool(await opened.opened(tx, [found[sku]]))
            if not counted:
                # The job comes back by itself in 20 s, for which a test does not wait.
                await enqueue(tx, OPEN_JOB, "", {})
        return counted

    await until(is_made, LONG_S)
    async with market.tx() as tx:
        here = (await places.first_own(tx)).id
        await adjusting.adjust(tx, [Line(0, found[sku], "", here, to=0)], preview=False)
    await offered(market, supplier, found[sku])
    return Bought(market, supplier, found[sku])


async def offered(market: Market, supplier: str, variant_id: UUID) -> None:
    product_id, variant, cents, country = goods_of(market.shops, supplier)
    async with market.tx() as tx:
        mine, account = tx.ids.new(), market.accounts[supplier].id
        await tx.execute(SUPPLIER, tx.workspace_id, mine, account, tx.now, country)
        args = tx.ids.new(), mine, variant_id, product_id, variant, cents
        await tx.execute(OFFER, tx.workspace_id, *args)
        lying = Lying(mine, "Supplier", country or "CN", None, variant_id, LYING)
        await supplier_places.told(tx, [lying])


def goods_of(shops: Street, supplier: str) -> tuple[str, str, int, str]:
    """Product and variant as the supplier calls them, the price of one, and where it starts."""
    sku = SOLD[supplier]
    if supplier == CJ:
        found = shops.sandbox.cj.goods.variant(sku)
        assert found is not None
        return found.pid, found.vid, found.cents, "CN"
    item, one = HubCounter(hub_of(shops)).found(sku)
    assert one is not None
    return str(item.id), str(one.id), one.price_minor, ""
