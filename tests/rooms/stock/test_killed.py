"""A worker is killed with -9 on the way of an order from one shop to what the other shows: nothing
is lost, nothing is done twice, by the count of the shops themselves."""

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
from tests.rooms.shops import street
from tests.rooms.stock.whole import (
    ON_HAND,
    SHELF,
    SHOPIFY,
    SHOPS,
    SKUS,
    WOO,
    Whole,
    at_work,
    opened_by_jobs,
    ready,
)

# From the webhook to the mirror, to the book with its stock, to the mark, to the proposal.
STEPS: Mapping[str, Step] = {
    "news unread": unwritten("mirror_rows"),
    "order unasked for": unwritten("orders_wanted"),
    "order unwritten": unwritten("orders_orders"),
    "stock unheld": unwritten("stock_moves"),
    "order still asked for": committed("orders_orders", "orders_wanted"),
    "other shop unmarked": unwritten("stock_shown"),
    "change unproposed": unwritten("changes_changes"),
    **{f"push {name}": step for name, step in ON_THE_WAY.items()},
}
LEAN = ("stock unheld", "push after send")


@dataclass
class Scene:
    whole: Whole
    mortals: Mortals

    async def until_it_stands(self, sku: str, left: int) -> None:
        """Another one goes on."""
        await self.mortals.time_goes_by()
        async with self.mortals.another():
            await self.whole.both_show(sku, left)
            await self.mortals.nothing_under_way()


@pytest.fixture
async def scene(
    database: Database, module_dsns: Dsns, admin_dsn: str, ring: KeyRing, workspace: UUID
) -> AsyncIterator[Scene]:
    async with street(database, SHELF, SHOPS) as shops:
        market = await ready(shops, workspace)
        async with at_work(shops):
            whole = await opened_by_jobs(market)
        told = {
            "app": module_dsns.app,
            "system": module_dsns.system,
            "key": ring.masters[1].hex(),
            "address": shops.address,
            "base": shops.reach.base,
        }
        app = parse(module_dsns.app).user
        yield Scene(whole, Mortals(shops, workspace, admin_dsn, json.dumps(told), app))


@pytest.mark.parametrize(
    "rounds",
    [
        pytest.param([LEAN], id="lean"),
        *(pytest.param([(name,)] * 5, id=name, marks=pytest.mark.prove) for name in STEPS),
    ],
)
async def test_an_order_is_counted_once_wherever_the_worker_dies(
    scene: Scene, rounds: list[tuple[str, ...]]
) -> None:
    """Whoever goes on may be killed as well, further on."""
    whole, sku, bought = scene.whole, SKUS[0], 2
    for number, steps in enumerate(rounds, 1):
        left = ON_HAND - bought * number
        await scene.mortals.killed_at(STEPS[steps[0]], lambda: whole.buys(WOO, sku, bought))
        for step in steps[1:]:
            await scene.mortals.time_goes_by()
            await scene.mortals.killed_at(STEPS[step], lambda: None)
        await scene.until_it_stands(sku, left)
        level = await whole.level(sku)
        assert (level.on_hand, level.reserved) == (ON_HAND, bought * number)
    assert len(await whole.book()) == len(rounds)
    lines = await whole.lines()
    assert (lines["wanted"], lines["held"]) == (bought * len(rounds),) * 2
    assert (lines["short"], lines["sold"]) == (0, 0)
    assert await whole.differences() == []
    # By the shop's own count: each number went out once, or again where its answer was lost.
    set_there = whole.shops.shop(SHOPIFY).ledger.count(SHOPIFY, "inventory.set")
    assert len(rounds) <= set_there <= 2 * len(rounds)
