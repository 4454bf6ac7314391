"""Statements about what of orders is paid."""

from collections.abc import Sequence
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.orders.model.earning import Standing
from hanse.rooms.orders.model.states import Payment

STANDINGS = """
    select id, account_id, number, payment, currency, total_minor, refunded_minor,
        coalesce(paid_at, placed_at) as paid_at
    from orders_orders where workspace_id = $1 and id = any($2::uuid[]) order by id
"""


async def standings(tx: Tx, order_ids: Sequence[UUID]) -> Sequence[Standing]:
    rows = await tx.fetch(STANDINGS, tx.workspace_id, list(order_ids))
    return [
        Standing(
            *(row["id"], row["account_id"], row["number"], Payment(row["payment"])),
            *(row["currency"], row["total_minor"], row["refunded_minor"], row["paid_at"]),
        )
        for row in rows
    ]
