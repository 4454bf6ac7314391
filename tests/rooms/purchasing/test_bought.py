"""From a shopper's order to the supplier's parcel at the shop, with everything between at work."""

from uuid import UUID

from hanse.engine.tx import Database
from hanse.sandbox.cj import desk
from tests.engine.job_workers import until
from tests.rooms.purchasing.bought import (
    LONG_S,
    SHELF,
    SOLD,
    WOO,
    Bought,
    offered,
    read,
    ready,
)
from tests.rooms.shops import street
from tests.rooms.stock.whole import at_work


async def test_what_is_sold_is_bought_once_at_the_supplier_and_its_parcel_shown_by_the_shop(
    database: Database, workspace: UUID
) -> None:
    async with street(database, SHELF, ((WOO, "lamps"),)) as shops:
        supplier = shops.sandbox.cj
        supplier.rules.per_ip, supplier.rules.ship_after_s = 0, None
        supplier.named("").qps = 0
        market = await ready(shops, workspace)
        async with at_work(shops):
            bought = Bought(market, await read(market))
            await offered(market, bought.variant_id)
            shops.shop(WOO).counter.order(SOLD, 2)
            await bought.all_are("placed")
            [purchase] = await bought.purchases()
            told = desk.counted(supplier, purchase["number"])
            assert (told["exist"], told["created"], told["paid"]) == (1, 1, 1)
            assert purchase["paid_minor"] == purchase["total_minor"]
            desk.act(supplier, {"order": purchase["number"], "do": "ship"})
            await bought.all_are("sent")

            async def shown() -> bool:
                [sale] = shops.shop(WOO).counter.sales(0, 1).rows
                return bool(sale.parcels)

            await until(shown, LONG_S)
