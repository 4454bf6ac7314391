"""From a shopper at one shop to what the other one shows, with everything between at work."""

from uuid import UUID

from hanse.engine.tx import Database
from tests.rooms.shops import street
from tests.rooms.stock.whole import (
    ON_HAND,
    SHELF,
    SHOPIFY,
    SHOPS,
    SKUS,
    WOO,
    at_work,
    opened_by_jobs,
    ready,
)


async def test_what_is_bought_at_one_shop_is_gone_at_the_other_whoever_was_faster(
    database: Database, workspace: UUID
) -> None:
    sku, other = SKUS[:2]
    async with street(database, SHELF, SHOPS) as shops:
        market = await ready(shops, workspace)
        async with at_work(shops):
            whole = await opened_by_jobs(market)
            assert (await whole.level(sku)).on_hand == ON_HAND
            whole.buys(WOO, sku, 3)
            await whole.both_show(sku, ON_HAND - 3)
            whole.buys(SHOPIFY, sku, 2)
            await whole.both_show(sku, ON_HAND - 5)
            assert (await whole.level(sku)).reserved == 5

            # Shopify has sold, and its news is late: it compares, and writes nothing over that.
            shops.shop(SHOPIFY).outbox.manners.delay_s = 3_600
            whole.buys(SHOPIFY, sku, 4)
            assert await whole.outrun() == 0
            whole.buys(WOO, sku, 1)
            await whole.both_show(sku, ON_HAND - 10)
            assert await whole.outrun() == 1
        assert await whole.book() == ["confirmed"] * 4
        level = await whole.level(sku)
        assert (level.on_hand, level.reserved) == (ON_HAND, 10)
        assert (await whole.level(other)).reserved == 0
        assert await whole.differences() == []
