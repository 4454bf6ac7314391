"""Orders that stay longer in a state than is usual at their shop."""

from uuid import UUID

from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.orders.model.exceptions import Problem, Trouble
from hanse.rooms.orders.service import facts
from hanse.rooms.orders.store import queue, usual

AT_ONCE_MAX = 200


async def find_stuck(tx: Tx, account_id: UUID) -> int:
    """How many are new; each is told once, and settled by itself when the order moves on."""
    told: list[object] = []
    for order_id, remote_id, number, state, placed_at, days, longest in await usual.stuck(
        tx, account_id, AT_ONCE_MAX
    ):
        problem = Problem(Trouble.stuck, {"state": state, "days": days, "usual": longest})
        fresh = await queue.except_(
            *(tx, account_id, remote_id, order_id, placed_at),
            *([problem], [Trouble.stuck.value]),
        )
        told += [
            facts.ExceptionFound(order_id, each, account_id, number, kind) for each, kind in fresh
        ]
    await log.append(tx, *told)
    return len(told)
