"""The demo's goods: made of the first shop, known at the second, with costs; once."""

from hanse.app import demo_goods
from hanse.engine.jobs.handlers import collect
from hanse.engine.jobs.workers import prepare
from hanse.engine.tx import Database
from hanse.rooms.catalog.jobs import matching as jobs
from hanse.rooms.catalog.service import costing, offering
from tests.rooms.billing.conftest import made
from tests.rooms.catalog.listed import Shop, simple

GOODS = [simple(str(number), f"Lamp {number}", f"L-{number}") for number in range(12)]


async def test_the_first_shops_listings_become_products_which_the_second_shop_sells_too(
    database: Database,
) -> None:
    await prepare(database, collect([jobs.jobs]))
    first = await Shop.open(database, await made(database), "first")
    second = await Shop.open(database, first.workspace, "second")
    async with first.tx() as tx:
        assert not await demo_goods.step(tx), "nothing was read yet"
    await first.shows(*GOODS)
    async with first.tx() as tx:
        assert not await demo_goods.step(tx)
    await first.make()
    await second.shows(*GOODS[:5])
    async with first.tx() as tx:
        assert await demo_goods.step(tx)
        assert await demo_goods.step(tx), "a second time nothing happens"
        links = await offering.links_page(tx, first.account_id, None, 50)
        assert len(await offering.links_page(tx, second.account_id, None, 50)) == 5
        costs = await costing.costs_told(tx, [each.variant_id for each in links])
    assert [str(each.cost) for each in costs] == ["EUR 5.445"] * 12
