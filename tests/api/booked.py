"""An order in the book of somebody, read as every order is."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from uuid import UUID

from hanse.app.wiring import CARDS
from hanse.engine.tx import Tx
from hanse.rooms.mirror.service import storing
from hanse.rooms.mirror.service.storing import Source
from hanse.rooms.orders.model.returning import ReturnReason
from hanse.rooms.orders.service import intake, preparing, showing
from hanse.rooms.orders.store import returns
from hanse.trade.people import Buyer
from hanse.trade.ports_read import Kind, Row
from tests.api import shops

ORDER = "7"  # as the shop of the tests calls it


async def order(tx: Tx, mark: str) -> UUID:
    account_id = await shops.account(tx, mark)
    buyer = Buyer("7", "who@example.com", mark, None, None)
    bought = replace(shops.order(mark), buyer=buyer)
    source = Source(tx.ids.new(), account_id, Kind.orders, "pull", tx.now)
    await storing.store_rows(tx, source, [Row(ORDER, {"id": 7}, bought)])
    prepared = await preparing.prepare(tx, account_id, [ORDER], CARDS["woocommerce"].ours)
    [ready] = prepared.ready
    assert await intake.write(tx, ready, {})
    return ready.id


async def customer(tx: Tx, mark: str) -> UUID:
    order_id = await order(tx, mark)
    found: UUID = await tx.fetchval(
        "select customer_id from orders_orders where workspace_id = $1 and id = $2",
        *(tx.workspace_id, order_id),
    )
    return found


async def back(tx: Tx, mark: str) -> UUID:
    """A return of something that it bought."""
    order_id, return_id = await order(tx, mark), tx.ids.new()
    account_id = (await showing.one(tx, order_id)).account_id
    await returns.add(tx, return_id, (order_id, account_id), ReturnReason.other, mark, [])
    return return_id


MAKERS: Mapping[str, Callable[[Tx, str], Awaitable[object]]] = {
    "/api/orders/orders/{id}": order,
    "/api/orders/customers/{id}": customer,
    "/api/orders/returns/{id}": back,
}
