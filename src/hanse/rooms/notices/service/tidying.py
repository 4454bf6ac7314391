"""What is old is forgotten, in all workspaces. Needs a system transaction."""

from datetime import timedelta

from hanse.engine.tx import Tx
from hanse.rooms.notices.model.webhooks import KEPT_FOR
from hanse.rooms.notices.store import deliveries, notices

NOTICES_KEPT_FOR = timedelta(days=90)
ROWS_MAX = 5_000


async def forget(tx: Tx) -> int:
    """Delete at most so many rows; how many. Repeat until it is none."""
    forgotten = await notices.forget(tx, tx.now - NOTICES_KEPT_FOR, ROWS_MAX)
    return forgotten + await deliveries.forget(tx, tx.now - KEPT_FOR, ROWS_MAX)
