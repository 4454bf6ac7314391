"""A shopper takes something back at the shop: by the supplier's own count nothing is ordered that
was taken back in time, and a person is told of the rest."""

import json
from typing import Any
from uuid import UUID

from hanse.changes.model.policies import Policy
from hanse.changes.service import ruling
from hanse.engine.tx import Database
from hanse.rooms.orders.service import acting
from hanse.rooms.purchasing.model.states import State
from hanse.rooms.purchasing.service import following
from hanse.rooms.purchasing.store import purchases as store
from hanse.sandbox.cj import desk as cj
from hanse.sandbox.woocommerce.counter import StoreCounter
from hanse.sandbox.woocommerce.envelope import Call
from hanse.sandbox.woocommerce.news import telling
from hanse.sandbox.woocommerce.order_rows import orders, update_order
from tests.engine.job_workers import until
from tests.rooms.purchasing.bought import CJ, LONG_S, SHELF, WOO, Bought, read, ready
from tests.rooms.purchasing.conftest import Desk
from tests.rooms.shops import street
from tests.rooms.stock.whole import at_work

BUFFER = "update purchasing_suppliers set buffer_minutes = $2 where workspace_id = $1"
PIECES = """
    select purchase.state, line.quantity, purchase.total_minor from purchasing_orders as purchase
    join purchasing_order_lines as line
      on line.workspace_id = $1 and line.purchase_id = purchase.id
    where purchase.workspace_id = $1 order by purchase.id
"""
ORDER = "select order_id from purchasing_orders where workspace_id = $1"
SETS = "select set_id, state from purchasing_orders where workspace_id = $1"
ENDING = "update purchasing_orders set state = 'cancelling' where workspace_id = $1"
DOUBTS = """
    select payload->>'code' as code from events
    where workspace_id = $1 and name = 'purchasing.order.doubted'
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


async def test_a_change_that_waits_is_withdrawn_and_the_smaller_one_is_ordered_once_nobody_holds_it(
    database: Database, workspace: UUID
) -> None:
    async with street(database, SHELF, ((WOO, "lamps"),)) as shops:
        market = await ready(shops, workspace, CJ)
        async with market.tx() as tx:
            policy = await ruling.policy(tx)
            await ruling.set_policy(tx, Policy(), policy.version)
        async with at_work(shops):
            bought = await read(market, CJ)
            till = shops.shop(WOO).counter
            assert isinstance(till, StoreCounter)
            order = till.order(bought.sku, 3)
            await bought.all_are("placing")
            [first] = await rows(bought, SETS)
            [line] = orders(till.store)[int(order)]["line_items"]
            changes(till, order, {"line_items": [{"id": line["id"], "quantity": 1}]})

            async def anew() -> bool:
                found = await rows(bought, SETS)
                return found != [first] and found[0][1] == "placing"

            await until(anew, LONG_S)
            [(set_id, _)] = await rows(bought, SETS)
            [(order_id,)] = await rows(bought, ORDER)
            async with bought.tx() as tx:
                await acting.hold(tx, order_id, "Is that address right?")
            assert [each[1] for each in await rows(bought, SETS)] == ["quoted"]
            async with bought.tx() as tx:
                await acting.release(tx, order_id)

            async def goes_on() -> bool:
                [(found, state)] = await rows(bought, SETS)
                return bool(state == "placing" and found != set_id)

            await until(goes_on, LONG_S)
            [(set_id, _)] = await rows(bought, SETS)
            await market.approve(set_id)
            await bought.all_are("placed")
            [purchase] = await bought.purchases()
            told = cj.counted(shops.sandbox.cj, purchase["number"])
            assert (told["exist"], told["created"]) == (1, 1)
            [there] = told["orders"]
            assert [each["quantity"] for each in there["lines"]] == [1]


async def test_what_a_supplier_does_not_end_stands_there_and_wants_a_person(desk: Desk) -> None:
    given = {"product_remote_id": "P", "variant_remote_id": "V"}
    purchase_id = await desk.buy(await desk.offer(desk.connected, 0, **given), 0)
    account_id = desk.connected.account_id
    assert account_id is not None
    async with desk.tx() as tx:
        await tx.execute(ENDING, desk.workspace)
        await store.name(tx, [(purchase_id, ["R-1"])])
        await following.not_ended(tx, account_id, ["R-1"], refused=True)
        found = (await store.ones(tx, [purchase_id]))[purchase_id]
        assert found.state is State.placed
        rows = await tx.fetch(DOUBTS, desk.workspace)
    assert [row["code"] for row in rows] == ["not_ended"]
