"""The demo's stock: opened, told to both shops, at two places; once, and whole or not at all."""

import pytest

from hanse.app import demo_shops, demo_stock, wiring
from hanse.engine.tx import Database
from hanse.rooms.stock.service import (
    alerts,
    channels,
    listing,
    places,
    promoting,
    setting_out,
    transferring,
)
from hanse.trade.stock import Location
from tests.rooms.billing.conftest import made as made_workspace
from tests.rooms.pricing.conftest import known_jobs
from tests.rooms.stock.windows import Windows, at_places, lamp, opened

__all__ = ["known_jobs"]

NAME = """
    update connections_accounts set platform = $3, name = $4 where workspace_id = $1 and id = $2
"""


@pytest.fixture
async def windows(database: Database, known_jobs: None) -> Windows:
    found = await opened(database, await made_workspace(database))
    for platform, _, title in demo_shops.SHOPS:
        shop = await found.open_shop(title)
        async with shop.tx() as tx:
            await tx.execute(NAME, found.workspace, shop.account_id, platform, title)
    return found


async def test_both_shops_are_told_of_stock_and_a_few_counts_are_left_to_a_person(
    windows: Windows,
) -> None:
    plain, placed = windows.shops
    await windows.shows(placed, Location("11", "Warehouse", True), Location("12", "Corner", True))
    ids = list(await windows.goods(12))
    for number, variant_id in enumerate(ids):
        differs = number < 5
        await windows.shows(plain, lamp(str(number), 27 + differs))
        await windows.link(plain, variant_id, str(number))
        await windows.shows(placed, lamp(str(number), 27, item=str(number)))
        item = at_places(str(number), str(number), **{"11": 25, "12": 2})
        await windows.shows(placed, item)
        await windows.link(placed, variant_id, str(number), f"v{number}")
    async with plain.tx() as tx:
        assert not await demo_stock.step(tx), "nobody knows yet how they begin"
    assert await windows.settle()
    for _ in range(2):  # the same at every start
        async with plain.tx() as tx:
            assert await demo_stock.step(tx)
    async with plain.tx() as tx:
        stands = await channels.list_channels(tx, wiring.CARDS, None, 9)
        assert {each.channel.state for each in stands} == {"on"}
        assert len(await setting_out.waiting(tx, None, 99)) == demo_stock.WAIT_STILL
        here = await places.places(tx)
        assert [each.name for each in here if each.kind == "own"] == ["Main", "Corner"]
        running = await promoting.list_promotions(tx, None, None, 99)
        assert {(each.state, each.left) for each in running} == {("running", 5)}
        [first, second] = await transferring.list_transfers(tx, None, None, 99)
        assert (first.state, first.on_the_way, second.state) == ("sent", 8, "received")
        assert len(await alerts.list_alerts(tx, None, None, 99)) == 1
        rows = (await listing.list_levels(tx, listing.Asked(), None, 99)).rows
        at_corner = [at for row in rows for at in row.places if at.place.name == "Corner"]
        assert [each.level.on_hand for each in at_corner] == [2] * 9
