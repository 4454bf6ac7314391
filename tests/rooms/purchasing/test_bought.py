"""From a shopper's order to the supplier's parcel at the shop, with everything between at work."""

from uuid import UUID

import pytest

from hanse.engine.tx import Database
from hanse.sandbox.cj import desk
from tests.engine.job_workers import until
from tests.rooms.purchasing.bought import (
    ALIEXPRESS,
    CJ,
    LONG_S,
    LYING,
    SHELF,
    SHOPS,
    WOO,
    Bought,
    read,
    ready,
)
from tests.rooms.shops import street
from tests.rooms.stock.whole import at_work

PARCELS = "select state, events_seen from purchasing_parcels where workspace_id = $1"


@pytest.mark.parametrize("supplier", [CJ, pytest.param(ALIEXPRESS, marks=pytest.mark.prove)])
async def test_what_is_sold_is_bought_once_at_the_supplier_and_its_parcel_shown_by_the_shop(
    database: Database, workspace: UUID, supplier: str
) -> None:
    async with street(database, SHELF, SHOPS) as shops:
        market = await ready(shops, workspace, supplier)
        async with at_work(shops):
            bought = await read(market, supplier)
            till = shops.shop(WOO).counter
            till.order(bought.sku, 2)
            await bought.all_are("placed")
            [purchase] = await bought.purchases()
            assert bought.counted(purchase["number"]) == (1, 1)
            assert await bought.lies_there() == LYING - 2
            bought.ship(purchase["number"])
            await bought.told_of(purchase["remote_id"])
            await bought.all_are("sent")

            async def shown() -> bool:
                [sale] = till.sales(0, 1).rows
                return bool(sale.parcels)

            await until(shown, LONG_S)
            assert bought.counted(purchase["number"]) == (1, 1)
            if supplier == CJ:
                await moved_as_cj_tells(bought, purchase["number"])


async def moved_as_cj_tells(bought: Bought, number: str) -> None:
    """What CJ says by itself of a parcel counts at once, long before its turn to be asked for."""
    desk.act(bought.shops.sandbox.cj, {"order": number, "do": "track", "status": 10})

    async def there() -> bool:
        async with bought.tx() as tx:
            rows = await tx.fetch(PARCELS, tx.workspace_id)
        return [(row["state"], row["events_seen"] > 0) for row in rows] == [
            ("out_for_delivery", True)
        ]

    await until(there, LONG_S)
