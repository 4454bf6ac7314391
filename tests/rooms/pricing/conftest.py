"""A live shop with goods that are known, costed, and priced by the hub."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

import pytest

from hanse.app import wiring
from hanse.base.money import UnitCost
from hanse.changes.model.owners import Owner
from hanse.changes.service import owning
from hanse.engine.jobs.handlers import collect
from hanse.engine.jobs.workers import prepare
from hanse.engine.metrics import Meter
from hanse.engine.tx import Database, Tx
from hanse.rooms.catalog.model.goods import CostKind, CostRow, OfferLink
from hanse.rooms.catalog.service import costing, offering
from hanse.trade.goods import Offer
from tests.api.conftest import reaching
from tests.changes.market import Market
from tests.rooms.catalog.some import made, variant_ids
from tests.rooms.shops import Street, street


@dataclass
class Counter:
    """Offers of one shop, in the order of their links."""

    market: Market
    links: list[OfferLink]
    shown: list[Offer]

    @property
    def account_id(self) -> UUID:
        return self.links[0].account_id

    async def cost(self, tx: Tx, place: int, amount: str, currency: str = "") -> None:
        shown = self.shown[place].price
        assert shown is not None
        given = UnitCost.of(currency or shown.currency, amount)
        row = CostRow(self.links[place].variant_id, CostKind.landed, given, tx.now, "a test")
        await costing.set_costs(tx, [row])

    async def hand_over(self, tx: Tx, *places: int) -> None:
        fields = [(f"offers/{self.links[each].remote_name}", "price") for each in places]
        await owning.hand_over(tx, self.account_id, fields, Owner.hub)

    def half(self, place: int) -> Decimal:
        price = self.shown[place].price
        assert price is not None
        return price.amount / 2


@pytest.fixture(scope="module")
async def known_jobs(database: Database) -> None:
    """What a rule asks for when it is kept can be asked for."""
    async with reaching(database, Meter()) as reach:
        await prepare(database, collect(wiring.jobs_of(reach.wire, reach)))


@pytest.fixture
async def shops(database: Database) -> AsyncIterator[Street]:
    async with street(database) as opened:
        yield opened


@pytest.fixture
async def counter(shops: Street, workspace: UUID) -> Counter:
    market = await Market.open(shops, workspace, "woocommerce")
    account = market.accounts["woocommerce"]
    links: list[OfferLink] = []
    shown: list[Offer] = []
    async with market.tx() as tx:
        for target, offer in await market.offers("woocommerce", 3):
            product_id = await made(tx, f"Lamp {len(links)}", f"L-{len(links)}")
            [variant_id] = await variant_ids(tx, product_id)
            listing = target.parent_id or target.remote_id
            assert listing
            ids = (account.id, product_id, variant_id)
            link = OfferLink(tx.ids.new(), *ids, listing, offer.variant_id)
            links.append(link)
            shown.append(offer)
        await offering.link(tx, links, "person")
    return Counter(market, links, shown)
