"""A shop that fails now and then ends up as it is, whatever was lost on the way."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from hanse.base.faults import Fault, Throttled, Unavailable
from hanse.engine.tx import Database
from hanse.rooms.mirror.model.feeds import FeedState
from hanse.sandbox.world import World, product
from hanse.trade.ports_read import Kind
from tests.rooms.shops import Street, street

FEW = World(seed=11, products=600, customers=5, orders=20, order_days=5)
MANY = World(seed=11, products=10_000, customers=50, orders=200, order_days=5)
KINDS = ("gateway", "database_down", "half_answer", "throttled", "noise", "bom")
EACH = 0.05 / len(KINDS)  # so that one call in twenty goes wrong
PATIENCE = 400


def break_now_and_then(shops: Street) -> None:
    for kind in KINDS:
        shops.sandbox.faults.set({"kind": kind, "share": EACH, "calls": "^(GET|HEAD) /wp-json"})


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
            await asyncio.sleep(min(getattr(fault, "after_s", 0.0), 1.0))
    raise AssertionError("It did not come to an end.")


async def same_as_the_shop(shops: Street, workspace: UUID) -> None:
    """What we show is what the shop shows, product by product."""
    counter = shops.shop("woocommerce").counter
    goods = counter.goods(0, 1_000_000).rows
    theirs = {each.reference: (each.title, each.price) for each in goods}
    rows = await shops.things(workspace, Kind.products)
    ours = {
        each.remote_id: (
            each.label.title,
            str(each.label.amount.amount) if each.label.amount else None,
        )
        for each in rows
    }
    assert ours.keys() == theirs.keys()
    singles = {each.reference for each in goods if not each.sizes}
    assert {key: ours[key] for key in singles} == {key: theirs[key] for key in singles}


async def through_faults(shops: Street, workspace: UUID, edits: int) -> None:
    await shops.connect(workspace)
    break_now_and_then(shops)
    reading = asyncio.create_task(read_until_done(shops, workspace, Kind.products))
    counter = shops.shop("woocommerce").counter
    world = shops.sandbox.world
    for number in range(1, edits + 1):
        await asyncio.sleep(0.005)
        sku = product(world, number * 7 % world.products).sku
        if number % 5 == 0:
            counter.delete(sku)
        elif (number * 7 % world.products) % 10:
            counter.edit(sku, {"price": f"{number}.50", "title": f"Edited {number}"})
    await reading
    # What changed behind the back of the reading is found by the next increment and reading.
    for _ in range(PATIENCE):
        try:
            await shops.look(workspace, Kind.products)
            break
        except (Unavailable, Throttled):
            continue
    for _ in range(PATIENCE):
        try:
            await shops.pull_again(workspace, Kind.products)
        except Fault:
            await read_until_done(shops, workspace, Kind.products)
        break
    assert sum(shops.sandbox.faults.struck.values()) > 0
    await same_as_the_shop(shops, workspace)


@pytest.fixture
async def few(database: Database) -> AsyncIterator[Street]:
    async with street(database, FEW) as opened:
        yield opened


async def test_a_shop_that_fails_now_and_then_ends_up_as_it_is(
    few: Street, workspace: UUID
) -> None:
    await through_faults(few, workspace, edits=40)


@pytest.mark.prove
async def test_ten_thousand_products_end_up_as_they_are_at_one_fault_in_twenty(
    database: Database, workspace: UUID
) -> None:
    async with street(database, MANY) as shops:
        await through_faults(shops, workspace, edits=400)
