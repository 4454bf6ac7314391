"""What stands behind the addresses of purchasing: a supplier, a voucher of it, an order there."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.purchasing.model.booking import Booked, VoucherState
from hanse.rooms.purchasing.model.suppliers import Supplier, SupplierState
from hanse.rooms.purchasing.model.topics import Topic, TopicState
from hanse.rooms.purchasing.service import restocks, suppliers, vouchers
from hanse.rooms.purchasing.service.restocks import Head
from hanse.rooms.purchasing.store import topics
from hanse.trade.trends import By, Sought
from tests.api import shops

NOW = datetime(2026, 11, 20, 14, 3, 5, tzinfo=UTC)
# No platform of a supplier is connected here, so nothing can be begun there.
ORDER = """
    insert into purchasing_orders (workspace_id, id, number, supplier_id, account_id, order_id,
        order_number, state, state_since, country, ship_to, made_at)
    values ($1, $2, $3, $4, $7, $2, $5, 'stopped', $6, 'DE', 'o', $6)
"""

# One that was taken back: of nothing else can be said here what becomes of it.
DISPUTE = """
    insert into purchasing_disputes (workspace_id, id, number, purchase_id, account_id,
        order_remote_id, state, state_since, reason, wants, refund_to, made_at)
    select workspace_id, $2, $3, id, account_id, 'R', 'withdrawn', $4, $3, 'refund', 'balance', $4
    from purchasing_orders where workspace_id = $1 and id = $5
"""


async def supplier(tx: Tx, mark: str) -> UUID:
    wanted = Supplier(
        id=UUID(int=0),
        name=f"{mark} {tx.ids.new()}",
        account_id=None,
        email="",
        state=SupplierState.active,
        currency="USD",
        from_country="",
        minimum_minor=0,
        lead_days=Decimal(7),
        lead_spread=Decimal(2),
        buffer_minutes=10,
        above_percent=Decimal(10),
        margin_percent=Decimal(0),
        dispute_days=None,
        wishes={},
        memo=mark,
        accepted=(),
        accepted_by=None,
        accepted_at=None,
        version=1,
        made_at=NOW,
    )
    return (await suppliers.make(tx, {}, wanted)).id


async def voucher(tx: Tx, mark: str) -> UUID:
    wanted = Booked(
        id=UUID(int=0),
        supplier_id=await supplier(tx, mark),
        code=f"{mark}{tx.ids.new()}",
        currency="",
        off_minor=500,
        off_percent=None,
        off_max_minor=None,
        spend_min_minor=0,
        valid_from=None,
        valid_to=None,
        uses_max=1,
        store_id="",
        product_ids=(),
        note=mark,
        state=VoucherState.active,
        version=1,
        made_at=NOW,
    )
    return (await vouchers.book(tx, wanted)).id


async def order(tx: Tx, mark: str) -> UUID:
    made = tx.ids.new()
    of, account = await supplier(tx, mark), await shops.account(tx, mark)
    await tx.execute(ORDER, tx.workspace_id, made, f"{mark}-{made}", of, mark, tx.now, account)
    return made


async def dispute(tx: Tx, mark: str) -> UUID:
    made, about = tx.ids.new(), await order(tx, mark)
    await tx.execute(DISPUTE, tx.workspace_id, made, f"{mark} {made}", tx.now, about)
    return made


async def restock(tx: Tx, mark: str) -> UUID:
    return (await restocks.draft(tx, await supplier(tx, mark), Head(note=mark), [])).id


async def topic(tx: Tx, mark: str) -> UUID:
    """Of an account that tells nothing of trends, so nothing is read."""
    made, account = tx.ids.new(), await shops.account(tx, mark)
    sought = Sought(By.words, f"{mark} {made}", "", "", "ID", "USD")
    await topics.add(tx, Topic(made, account, sought, 1, TopicState.active, NOW, NOW))
    return made


MAKERS: Mapping[str, Callable[[Tx, str], Awaitable[object]]] = {
    "/api/purchasing/suppliers/{id}": supplier,
    "/api/purchasing/vouchers/{id}": voucher,
    "/api/purchasing/orders/{id}": order,
    "/api/purchasing/disputes/{id}": dispute,
    "/api/purchasing/restocks/{id}": restock,
    "/api/purchasing/topics/{id}": topic,
}
