"""A live shop whose goods are bought at a supplier: nobody writes into a table but the supplier's
terms and what it offers."""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from hanse.app import wiring
from hanse.base.money import Money
from hanse.changes.model.limits import Limits
from hanse.changes.model.policies import Policy
from hanse.changes.service import ruling
from hanse.engine.log.followers import enrol
from hanse.engine.tx import Tx
from hanse.rooms.catalog.service import deciding, matching, offering
from hanse.rooms.connections.model.accounts import Account, WriteMode
from hanse.rooms.connections.service import connecting
from hanse.rooms.stock.model.adjusting import Line
from hanse.rooms.stock.service import adjusting, opened, places
from hanse.sandbox.cj.goods import Variant
from hanse.sandbox.world import World
from tests.changes.market import Market, at_once
from tests.engine.job_workers import until
from tests.rooms.shops import Street

WOO, CJ = "woocommerce", "cj"
SHELF = World(seed=7, products=6, customers=2)
SOLD = "HZ-0000003"  # which the supplier has as well
LONG_S = 60.0

SUPPLIER = """
    insert into purchasing_suppliers (workspace_id, id, name, account_id, state, currency,
        from_country, buffer_minutes, above_percent, margin_percent, accepted, made_at)
    values ($1, $2, 'CJ', $3, 'active', 'USD', 'CN', 0, 1000, -100, '{no_logo,no_price}', $4)
"""
OFFER = """
    insert into purchasing_offers (workspace_id, id, supplier_id, variant_id, state,
        product_remote_id, variant_remote_id, order_key, price_minor)
    values ($1, $2, $3, $4, 'active', $5, $6, $6, $7)
"""
PURCHASES = """
    select number, state, remote_id, total_minor, paid_minor, findings from purchasing_orders
    where workspace_id = $1 order by id
"""


@dataclass
class Bought:
    market: Market
    variant_id: UUID

    @property
    def shops(self) -> Street:
        return self.market.shops

    def tx(self) -> AbstractAsyncContextManager[Tx]:
        return self.market.tx()

    async def purchases(self) -> list[Mapping[str, Any]]:
        async with self.tx() as tx:
            return [dict(row) for row in await tx.fetch(PURCHASES, tx.workspace_id)]

    async def all_are(self, state: str, count: int = 1) -> None:
        async def there() -> bool:
            found = await self.purchases()
            return [each["state"] for each in found] == [state] * count

        await until(there, LONG_S)


async def connect_cj(shops: Street, workspace: UUID) -> Account:
    fields = {"api_key": shops.sandbox.cj.named("").api_key}
    looked = await connecting.look(shops.reach, CJ, fields)
    account = await connecting.connect(shops.opener(workspace), looked, "")
    await shops.follow()
    return account


async def ready(shops: Street, workspace: UUID) -> Market:
    """Connected, live, and everything may go out by itself up to a limit for the day."""
    await enrol(shops.database, wiring.followers(shops.reach))
    market = Market(shops, workspace, at_once(wiring.hands_of(shops.reach)))
    market.accounts[WOO] = await shops.connect(workspace, WOO)
    await shops.listen(workspace, market.accounts[WOO])
    market.accounts[CJ] = await connect_cj(shops, workspace)
    await shops.listen(workspace, market.accounts[CJ])
    await market.switch(WriteMode.live)
    async with market.tx() as tx:
        limits = await ruling.limits(tx)
        spend = (Money("USD", 1_000_000_00),)
        await ruling.set_limits(tx, Limits(spend_day_max=spend), limits.version)
        policy = await ruling.policy(tx)
        await ruling.set_policy(tx, Policy(otherwise=()), policy.version)
    return market


async def read(market: Market) -> UUID:
    """The shop's goods stand in the catalogue, while somebody is at work; the one that is sold."""
    account_id = market.accounts[WOO].id

    async def is_read() -> bool:
        async with market.tx() as tx:
            return await matching.is_done(tx, account_id)

    await until(is_read, LONG_S)
    async with market.tx() as tx:
        await deciding.make_all_new(tx, account_id)
    found: dict[str, UUID] = {}

    async def is_made() -> bool:
        async with market.tx() as tx:
            found.update(await offering.variants_by_sku(tx, [SOLD]))
        return bool(found)

    await until(is_made, LONG_S)
    await until(lambda: is_counted(market, found[SOLD]), LONG_S)
    async with market.tx() as tx:
        here = (await places.first_own(tx)).id
        await adjusting.adjust(tx, [Line(0, found[SOLD], "", here, to=0)], preview=False)
    return found[SOLD]


async def is_counted(market: Market, variant_id: UUID) -> bool:
    async with market.tx() as tx:
        return bool(await opened.opened(tx, [variant_id]))


async def offered(market: Market, variant_id: UUID) -> UUID:
    """The supplier's offer of what is sold."""
    good = goods_of(market.shops)
    async with market.tx() as tx:
        supplier, offer, account = tx.ids.new(), tx.ids.new(), market.accounts[CJ].id
        await tx.execute(SUPPLIER, tx.workspace_id, supplier, account, tx.now)
        await tx.execute(
            OFFER, tx.workspace_id, offer, supplier, variant_id, good.pid, good.vid, good.cents
        )
    return offer


def goods_of(shops: Street) -> Variant:
    found = shops.sandbox.cj.goods.variant(SOLD)
    assert found is not None
    return found
