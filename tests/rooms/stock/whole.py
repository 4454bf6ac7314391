"""Two live shops that sell the same goods of ours. Shops are read, matched, opened and told by the
jobs and followers of the product; nobody writes into a table."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from hanse.app import wiring
from hanse.base.faults import Conflict
from hanse.changes.model.states import Reason
from hanse.engine.jobs.handlers import collect
from hanse.engine.jobs.jobs import enqueue
from hanse.engine.log import following
from hanse.engine.log.followers import enrol
from hanse.engine.tx import Tx
from hanse.rooms.catalog.service import deciding, matching, offering
from hanse.rooms.connections.model.accounts import WriteMode
from hanse.rooms.stock.model.moves import Level
from hanse.rooms.stock.service import channels, moving, opened
from hanse.rooms.stock.service.looking import OPEN_JOB
from hanse.sandbox.shopify.mounted import Mounted
from hanse.sandbox.world import World, product
from tests.changes.market import Market, at_once
from tests.engine.job_workers import until, working
from tests.rooms.shops import Street

WOO, SHOPIFY = "woocommerce", "shopify"
SHOPS = ((WOO, "lamps"), (SHOPIFY, "mugs"))
SHELF = World(seed=7, products=6, customers=2)
SKUS = [found.sku for n in range(SHELF.products) if not (found := product(SHELF, n)).variants]
ON_HAND = 100
LONG_S = 120.0
POLL_S = 0.1

BOOK = """
    select number, state from orders_orders where workspace_id = $1 order by number
"""
LINES = """
    select coalesce(sum(quantity), 0)::bigint as wanted, coalesce(sum(held), 0)::bigint as held,
        coalesce(sum(sold), 0)::bigint as sold, coalesce(sum(short), 0)::bigint as short
    from orders_lines where workspace_id = $1
"""
RETURNED = "select count(*) from changes_steps where workspace_id = $1 and reason = $2"
BEHIND = """
    select count(*) from stock_shown
    where workspace_id = $1 and (moved_at is not null or marked_at is not null)
"""


@dataclass
class Whole:
    """Each of `skus` is sold at both shops and lies here."""

    market: Market
    variants: dict[str, UUID]

    @property
    def shops(self) -> Street:
        return self.market.shops

    def tx(self) -> AbstractAsyncContextManager[Tx]:
        return self.market.tx()

    def shows(self, platform: str, sku: str) -> int:
        """What the shop itself says can be bought there."""
        found = self.shops.shop(platform).counter.good(sku).stock
        assert found is not None
        return found

    def buys(self, platform: str, sku: str, count: int) -> None:
        self.shops.shop(platform).counter.order(sku, count)

    async def level(self, sku: str) -> Level:
        async with self.tx() as tx:
            [found] = (await moving.levels(tx, [self.variants[sku]]))[self.variants[sku]]
        return found

    async def book(self) -> list[str]:
        """The state of each order that is there."""
        async with self.tx() as tx:
            return [row["state"] for row in await tx.fetch(BOOK, tx.workspace_id)]

    async def lines(self) -> dict[str, int]:
        async with self.tx() as tx:
            row = await tx.fetchrow(LINES, tx.workspace_id)
        assert row is not None
        return dict(row)

    async def outrun(self) -> int:
        """How often a shop had moved and wrote nothing."""
        async with self.tx() as tx:
            found: int = await tx.fetchval(RETURNED, tx.workspace_id, Reason.outrun.value)
        return found

    async def is_told(self) -> bool:
        """No shop is behind."""
        async with self.tx() as tx:
            return bool(await tx.fetchval(BEHIND, tx.workspace_id) == 0)

    async def differences(self) -> list[object]:
        async with self.tx() as tx:
            return list((await moving.verify(tx)).differences)

    async def both_show(self, sku: str, count: int) -> None:
        """Until they do, and nothing more is on its way to them."""

        async def there() -> bool:
            shown = {self.shows(platform, sku) for platform, _ in SHOPS}
            return shown == {count} and await self.is_told()

        await until(there, LONG_S)


@asynccontextmanager
async def at_work(shops: Street) -> AsyncIterator[None]:
    """All that `hanse work` does, in this process."""
    registry = collect(wiring.jobs_of(shops.reach.wire, shops.reach, shops.meter))
    followers = wiring.followers(shops.reach)
    async with working(shops.database, registry, poll_s=POLL_S) as stop:
        running = asyncio.create_task(following.run(shops.database, followers, stop, POLL_S))
        try:
            yield
        finally:
            stop.set()
            await running


async def ready(shops: Street, workspace: UUID) -> Market:
    """Connected and listened to; a shop of Shopify has one place, and both show the same."""
    mugs = shops.shop(SHOPIFY)
    assert isinstance(mugs, Mounted)
    del mugs.shop.locations[1:]
    for platform, _ in SHOPS:
        for sku in SKUS:
            shops.shop(platform).counter.edit(sku, {"stock": ON_HAND})
    await enrol(shops.database, wiring.followers(shops.reach))
    market = Market(shops, workspace, at_once(wiring.hands_of(shops.reach)))
    for platform, _ in SHOPS:
        market.accounts[platform] = await shops.connect(workspace, platform)
        await shops.listen(workspace, market.accounts[platform])
    await market.switch(WriteMode.live)
    return market


async def opened_by_jobs(market: Market) -> Whole:
    """While somebody is at work: read, made, matched at the other shop, and counted."""
    ours, other = (market.accounts[platform].id for platform, _ in SHOPS)
    whole = Whole(market, {})

    async def is_read() -> bool:
        async with market.tx() as tx:
            return all([await matching.is_done(tx, each) for each in (ours, other)])

    async def is_counted() -> bool:
        async with market.tx() as tx:
            whole.variants = dict(await offering.variants_by_sku(tx, SKUS))
            if not whole.variants:
                # Listings may be noted a moment after the last of them was read.
                await deciding.make_all_new(tx, ours)
            links = await offering.links_of_variants(tx, list(whole.variants.values()))
            known = await opened.opened(tx, list(whole.variants.values()))
            linked = {(each.account_id, each.variant_id) for each in links}
            if len(linked) == 2 * len(SKUS) and len(known) < len(SKUS):
                # The job comes back by itself in 20 s, for which a test does not wait.
                await enqueue(tx, OPEN_JOB, "", {})
        return len(linked) == 2 * len(SKUS) and len(known) == len(SKUS)

    await until(is_read, LONG_S)
    await until(is_counted, LONG_S)
    for account in market.accounts.values():
        await until(partial(is_switched_on, market, account.id), LONG_S)
    return whole


async def is_switched_on(market: Market, account_id: UUID) -> bool:
    """What a shop shows of goods that are counted may be seen a moment after they are."""
    async with market.tx() as tx:
        try:
            await channels.switch_on(tx, account_id)
        except Conflict:
            return False
    return True
