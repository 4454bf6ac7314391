"""A worker is killed with -9 on the way of a shopper's order to its supplier: it stands there once,
paid once, by the supplier's own count."""

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from uuid import UUID

import pytest

from hanse.engine.postgres.dsns import Dsns, parse
from hanse.engine.seal import KeyRing
from hanse.engine.tx import Database
from tests.changes.frost import STEPS as ON_THE_WAY
from tests.rooms.killing import Mortals, Step, committed, unwritten
from tests.rooms.purchasing.bought import CJ, SHELF, WOO, Bought, read, ready
from tests.rooms.shops import street
from tests.rooms.stock.whole import at_work

pytestmark = pytest.mark.prove

# From the order in the book to the quote, to the change, to the supplier and back.
STEPS: Mapping[str, Step] = {
    "purchase unwritten": unwritten("purchasing_orders"),
    "purchase without lines": unwritten("purchasing_order_lines"),
    "prices unwritten": unwritten("purchasing_offers"),
    "quote unwritten": committed("purchasing_offers", "purchasing_orders"),
    "change unproposed": unwritten("changes_changes"),
    **{f"order {name}": step for name, step in ON_THE_WAY.items()},
    "proof unheard": unwritten("purchasing_remotes"),
}


@dataclass
class Scene:
    bought: Bought
    mortals: Mortals


@pytest.fixture
async def scene(
    database: Database, module_dsns: Dsns, admin_dsn: str, ring: KeyRing, workspace: UUID
) -> AsyncIterator[Scene]:
    async with street(database, SHELF, ((WOO, "lamps"),)) as shops:
        market = await ready(shops, workspace, CJ)
        async with at_work(shops):
            bought = await read(market, CJ)
        told = {
            "app": module_dsns.app,
            "system": module_dsns.system,
            "key": ring.masters[1].hex(),
            "address": shops.address,
            "base": shops.reach.base,
        }
        app = parse(module_dsns.app).user
        yield Scene(bought, Mortals(shops, workspace, admin_dsn, json.dumps(told), app))


@pytest.mark.parametrize("step", STEPS)
async def test_an_order_stands_at_the_supplier_once_wherever_the_worker_dies(
    scene: Scene, step: str
) -> None:
    rounds = 2

    def buys() -> None:
        scene.bought.shops.shop(WOO).counter.order(scene.bought.sku, 1)

    for number in range(1, rounds + 1):
        await scene.mortals.killed_at(STEPS[step], buys)
        await scene.mortals.time_goes_by()
        async with scene.mortals.another():
            await scene.bought.all_are("placed", number)
            await scene.mortals.nothing_under_way()
    for purchase in await scene.bought.purchases():
        assert scene.bought.counted(purchase["number"]) == (1, 1)
    assert scene.bought.shops.sandbox.cj.ledger.count(CJ, "order.create") == rounds
