"""The months of the ledger are made ahead, so that a move finds its table. None is ever dropped."""

from hanse.engine.tx import Tx
from hanse.rooms.stock.store import moves as store

AHEAD = 3


async def make_ahead(tx: Tx) -> None:
    await store.make_months(tx, AHEAD)
