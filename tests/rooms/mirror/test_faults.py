"""A shop that fails now and then ends up as it is, whatever was lost on the way."""

import asyncio
import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from uuid import UUID

import pytest

from hanse.base.faults import Throttled, Unavailable
from hanse.engine.tx import Database
from hanse.rooms.mirror.model.feeds import FeedState
from hanse.rooms.mirror.service import feeds
from hanse.sandbox.counter import Turned
from hanse.sandbox.shopify.mounted import Mounted
from hanse.sandbox.shopify.shop import PLANS
from hanse.sandbox.world import World, product
from hanse.trade.ports_read import Kind
from tests.rooms.mirror.truth import as_kept, differences, of_the_shop
from tests.rooms.shops import OPERATOR, Street, street

FEW = World(seed=11, products=600, customers=5, orders=20, order_days=5)
MANY = World(seed=11, products=10_000, customers=50, orders=200, order_days=5)
SHARE = 0.05  # one call in twenty goes wrong
PATIENCE = 400
PAUSE_S = 0.05

Fault = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Trouble:
    """What goes wrong with a platform: now and then, and once each for certain."""

    calls: str
    kinds: tuple[str, ...]
    certain: tuple[Fault, ...] = ()

    def set(self, shops: Street, platform: str, more: Sequence[Fault]) -> None:
        for fault in (*self.certain, *more):
            shops.sandbox.faults.set({"platform": platform, "count": 1, **fault})
        each = {"platform": platform, "calls": self.calls, "share": SHARE / len(self.kinds)}
        for kind in self.kinds:
            shops.sandbox.faults.set({"kind": kind, **each})


FILE = "^GET /_bulk"
GRAPHQL = "/graphql"
KINDS = ("gateway", "database_down", "half_answer", "throttled", "noise", "bom")
OF_WOOCOMMERCE = Trouble("^(GET|HEAD) /wp-json", KINDS)
# Few calls read a Shopify shop, so that each way to fail is made to happen once besides.
OF_SHOPIFY = Trouble(
    f"{GRAPHQL}|{FILE}",
    (*KINDS, "maintenance"),
    (
        *({"kind": kind, "calls": GRAPHQL} for kind in (*KINDS, "maintenance")),
        *({"kind": kind, "calls": FILE} for kind in ("half_answer", "gateway", "noise", "bom")),
        {"kind": "half_answer", "calls": FILE},
    ),
)
# Until we give up waiting: 20 s for an answer, 30 s for the next piece of a file.
SLOWLY: tuple[Fault, ...] = (
    {"kind": "lost_before", "calls": GRAPHQL},
    {"kind": "lost_after", "calls": GRAPHQL},
    {"kind": "lost_after", "calls": FILE},
)
TROUBLES = {"woocommerce": OF_WOOCOMMERCE, "shopify": OF_SHOPIFY}
PAGES = ("gateway", "half_answer")
LEFT_ALONE = ("woocommerce", "throttled")  # it does not say for how long, which is half a minute
KINDS_READ = (Kind.products, Kind.offers, Kind.orders, Kind.buyers)


async def read_until_done(shops: Street, workspace: UUID, kind: Kind) -> None:
    """As the jobs do it: what fails is tried again."""
    feed = (await shops.feeds(workspace))[kind]
    for _ in range(PATIENCE):
        try:
            if await shops.pull_on(workspace, feed):
                state = (await shops.feeds(workspace))[kind]
                assert state.state is FeedState.current, state.trouble
                return
        except (Unavailable, Throttled) as fault:
            await asyncio.sleep(max(PAUSE_S, min(getattr(fault, "after_s", 0.0), 1.0)))
    raise AssertionError("It did not come to an end.")


async def look_until_done(shops: Street, workspace: UUID, kind: Kind) -> None:
    for _ in range(PATIENCE):
        with contextlib.suppress(Unavailable, Throttled):
            await shops.look(workspace, kind)
            return
        await asyncio.sleep(PAUSE_S)
    raise AssertionError("It was not looked at.")


async def read_all(shops: Street, workspace: UUID) -> None:
    for kind in await pulled(shops, workspace):
        await read_until_done(shops, workspace, kind)


async def pulled(shops: Street, workspace: UUID) -> Sequence[Kind]:
    found = await shops.feeds(workspace)
    return [kind for kind in KINDS_READ if kind in found and found[kind].full_at is not None]


def world_turns(shops: Street, platform: str) -> Iterator[None]:
    """At each step somebody edits, counts, deletes, buys, sends or gives back something."""
    counter, world = shops.shop(platform).counter, shops.sandbox.world
    for number in count(1):
        seed = product(world, number * 7 % world.products)
        sku = seed.variants[number % 3].sku if seed.variants else seed.sku
        try:
            if number % 5 == 0:
                order = counter.order(sku, 1 + number % 2)
                if number % 10 == 0:
                    counter.fulfil(order)
                if number % 15 == 0:
                    counter.refund(order, None)
            elif number % 11 == 0:
                counter.delete(sku)  # of a product in sizes it is the size, or all of it
            elif number % 3 == 0:
                counter.edit(sku, {"stock": number % 90})
            elif seed.variants:
                counter.edit(sku, {"price": f"{number}.25"})
            else:
                counter.edit(sku, {"price": f"{number}.50", "title": f"Edited {number}"})
        except Turned:
            pass  # it is sold out, or gone
        yield


async def same_as_the_shop(shops: Street, workspace: UUID, platform: str) -> None:
    """What we keep is what the shop has: each product and size with its price, SKU and stock, each
    order with what was bought, and as many buyers."""
    ours, theirs = await as_kept(shops, workspace), of_the_shop(shops, platform)
    assert differences(ours.goods, theirs.goods) == {}
    assert differences(ours.orders, theirs.orders) == {}
    assert ours.buyers == theirs.buyers


async def through_faults(
    shops: Street, workspace: UUID, platform: str, edits: int, *more: Fault
) -> None:
    await shops.connect(workspace, platform)
    start = of_the_shop(shops, platform)
    TROUBLES[platform].set(shops, platform, more)
    reading = asyncio.create_task(read_all(shops, workspace))
    turns = world_turns(shops, platform)
    for _ in range(edits):
        await asyncio.sleep(0.005)
        next(turns)
    await reading
    # What changed behind the back of the reading is found by the next looks and readings.
    for kind in await pulled(shops, workspace):
        await look_until_done(shops, workspace, kind)
        async with shops.database.tx(workspace, OPERATOR) as tx:
            await feeds.ask_pull(tx, (await shops.feeds(workspace))[kind].id)
        await read_until_done(shops, workspace, kind)
    await same_as_the_shop(shops, workspace, platform)
    struck = shops.sandbox.faults.struck
    assert struck.keys() >= {each["kind"] for each in (*TROUBLES[platform].certain, *more)}
    assert sum(struck.values()) > 0
    end = of_the_shop(shops, platform)
    assert start.goods.keys() > end.goods.keys()
    assert end.orders.keys() > start.orders.keys()
    assert len([key for key in end.goods if end.goods[key] != start.goods[key]]) > edits // 4


@pytest.mark.parametrize("platform", TROUBLES)
async def test_a_shop_that_fails_now_and_then_ends_up_as_it_is(
    database: Database, workspace: UUID, platform: str
) -> None:
    async with street(database, FEW, [(platform, "lamps")]) as shops:
        await through_faults(shops, workspace, platform, 60)


@pytest.mark.parametrize("platform", TROUBLES)
async def test_what_changed_is_found_by_looking_while_calls_go_wrong(
    database: Database, workspace: UUID, platform: str
) -> None:
    async with street(database, FEW, [(platform, "lamps")]) as shops:
        shop = shops.shop(platform)
        if isinstance(shop, Mounted):
            shop.shop.plan = PLANS["enterprise"]  # lost calls cost as well, and points come back
        await shops.connect(workspace, platform)
        await read_all(shops, workspace)
        counter, trouble = shop.counter, TROUBLES[platform]
        kinds = [each for each in trouble.kinds if (platform, each) != LEFT_ALONE]
        for place, kind in enumerate(kinds):
            for number in range(10 * place + 1, 10 * place + 12):  # some of them twice
                seed = product(FEW, number)
                if seed.variants:
                    counter.edit(seed.variants[number % 3].sku, {"price": f"{number}.{place}5"})
                else:
                    counter.edit(seed.sku, {"title": f"Found {place}", "stock": number + place})
            times = 3 if kind in PAGES else 1  # which is more than a call tries by itself
            fault = {"platform": platform, "kind": kind, "calls": trouble.calls}
            shops.sandbox.faults.set({**fault, "count": times})
            for each in await pulled(shops, workspace):
                await look_until_done(shops, workspace, each)
            theirs = of_the_shop(shops, platform).goods
            assert differences((await as_kept(shops, workspace)).goods, theirs) == {}
        assert shops.sandbox.faults.struck.keys() == set(kinds)


@pytest.mark.prove
@pytest.mark.parametrize("platform", TROUBLES)
async def test_ten_thousand_products_end_up_as_they_are_at_one_fault_in_twenty(
    database: Database, workspace: UUID, platform: str
) -> None:
    slowly = SLOWLY if platform == "shopify" else ()
    async with street(database, MANY, [(platform, "lamps")]) as shops:
        await through_faults(shops, workspace, platform, 600, *slowly)
