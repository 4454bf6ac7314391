"""An order in the book of somebody, read as every order is."""

from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID

from hanse.app.wiring import CARDS
from hanse.engine.tx import Tx
from hanse.rooms.orders.service import intake, preparing
from hanse.trade.ports_read import Kind
from tests.api import shops

ORDER = "7"  # as the shop of the tests calls it


async def order(tx: Tx, mark: str) -> UUID:
    account_id = await shops.account(tx, mark)
    await shops.thing(tx, account_id, Kind.orders, mark)
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


MAKERS: Mapping[str, Callable[[Tx, str], Awaitable[object]]] = {
    "/api/orders/orders/{id}": order,
    "/api/orders/customers/{id}": customer,
}
