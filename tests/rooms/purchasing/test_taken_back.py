"""A shopper takes something back at the shop: by the supplier's own count nothing is ordered that
was taken back in time, and a person is told of the rest."""

import json
from typing import Any
from uuid import UUID

from hanse.engine.tx import Database
from hanse.sandbox.woocommerce.counter import StoreCounter
from hanse.sandbox.woocommerce.envelope import Call
from hanse.sandbox.woocommerce.news import telling
from hanse.sandbox.woocommerce.order_rows import orders, update_order
from tests.engine.job_workers import until
from tests.rooms.purchasing.bought import CJ, LONG_S, SHELF, WOO, Bought, read, ready
from tests.rooms.shops import street
from tests.rooms.stock.whole import at_work

BUFFER = "update purchasing_suppliers set buffer_minutes = $2 where workspace_id = $1"
PIECES = """
    select purchase.state, line.quantity, purchase.total_minor from purchasing_orders as purchase
    join purchasing_order_lines as line
      on line.workspace_id = $1 and line.purchase_id = purchase.id
    where purchase.workspace_id = $1 order by purchase.id
"""
TROUBLE = """
    select facts from orders_exceptions
    where workspace_id = $1 and kind = 'supplier' and state = 'open'
"""


async def rows(bought: Bought, statement: str) -> list[tuple[Any, ...]]:
    async with bought.tx() as tx:
        return [(*row,) for row in await tx.fetch(statement, tx.workspace_id)]


async def buffer(bought: Bought, minutes: int) -> None:
    async with bought.tx() as tx:
        await tx.execute(BUFFER, tx.workspace_id, minutes)


def changes(till: StoreCounter, order: str, body: dict[str, Any]) -> None:
    """In the shop's own admin, of which its webhooks tell."""
    call = Call(till.store, "PUT", "https://shop.test", "", "", {"id": int(order)}, {}, body)
    call.telling = telling
    telling(update_order)(call)


async def test_what_a_shopper_takes_back_in_time_is_never_ordered_and_else_a_person_is_told(
    database: Database, workspace: UUID
) -> None:
    async with street(database, SHELF, ((WOO, "lamps"),)) as shops:
        market = await ready(shops, workspace, CJ)
        async with at_work(shops):
            bought = await read(market, CJ)
            await buffer(bought, 600)
            till = shops.shop(WOO).counter
            assert isinstance(till, StoreCounter)
            first = till.order(bought.sku, 3)
            await bought.all_are("quoted")
            [(_, _, dear)] = await rows(bought, PIECES)
            [line] = orders(till.store)[int(first)]["line_items"]
            changes(till, first, {"line_items": [{"id": line["id"], "quantity": 1}]})

            async def smaller() -> bool:
                [(state, pieces, total)] = await rows(bought, PIECES)
                return (state, pieces) == ("quoted", 1) and total < dear

            await until(smaller, LONG_S)
            changes(till, first, {"status": "cancelled"})
            await bought.all_are("stopped")
            [purchase] = await bought.purchases()
            assert bought.counted(purchase["number"]) == (0, 0)

            await buffer(bought, 0)
            second = till.order(bought.sku, 2)

            async def stands() -> bool:
                return [each["state"] for each in await bought.purchases()] == ["stopped", "placed"]

            await until(stands, LONG_S)
            assert await rows(bought, TROUBLE) == []
            changes(till, second, {"status": "cancelled"})

            async def told() -> bool:
                return len(await rows(bought, TROUBLE)) == 1

            await until(told, LONG_S)
            [(facts,)] = await rows(bought, TROUBLE)
            said = json.loads(facts)
            assert (said["codes"], said["pieces"]) == ("bought_too_much", 2)
            _, standing = await bought.purchases()
            assert said["number"] == standing["number"]
            assert bought.counted(standing["number"]) == (1, 1), (
                "it stands there until a person acts"
            )
