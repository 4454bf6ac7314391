"""`hanse changes drift`: what somebody changed at shops, in words."""

import argparse
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest

from hanse.app.cli import changes
from hanse.app.opened import Opened
from hanse.changes.service import drifting
from hanse.engine.settings import load
from hanse.engine.tx import Database
from tests.changes.market import SARI, Market
from tests.rooms.identity.team import founded, somebody
from tests.rooms.shops import Street, street

SHOP = "woocommerce"


@pytest.fixture
async def shops(database: Database) -> AsyncIterator[Street]:
    async with street(database) as opened:
        yield opened


async def drift_of(shops: Street, account_id: UUID) -> list[str]:
    lines: list[str] = []
    parser = argparse.ArgumentParser()
    changes.add(parser.add_subparsers(required=True))
    args = parser.parse_args(["changes", "drift", "--account", str(account_id)])
    base = shops.database
    opened = Opened(load({}), base.clock, base.ids, lines.append, opened_database=base)
    assert await changes.run(args, opened) == 0
    return lines


async def test_drift_is_listed_in_words(shops: Street) -> None:
    workspace = await founded(shops.database, await somebody(shops.database, SARI.name))
    market = await Market.open(shops, workspace, SHOP)
    await market.agreed(*await market.dearer(SHOP, 1))
    await market.send()
    [(_, offer)] = await market.offers(SHOP, 1)
    market.shops.shop(SHOP).counter.edit(offer.sku or "", {"price": "77.00"})
    road = await market.road(SHOP)
    await drifting.sample(market.hands, road.open_tx, road.opened)
    drift, count = await drift_of(shops, market.accounts[SHOP].id)
    assert "somebody at the shop made USD 77.00 of it." in drift
    assert count == "1 drift"
    assert await drift_of(shops, uuid4()) == ["0 drifts"]
