"""Who follows the way of goods to tell buyers of it."""

from collections.abc import Sequence

from hanse.engine.log.followers import Follower
from hanse.engine.log.history import Event
from hanse.engine.tx import Tx
from hanse.rooms.orders.service import lettering

BATCH = 20  # events; each may be a mail


def follower(base: str) -> Follower:
    """`base` is the address under which buyers find this hub; links in letters begin with it."""

    async def tell(tx: Tx, happened: Sequence[Event]) -> None:
        await lettering.follow(tx, happened, base)

    return Follower("letters", lettering.FOLLOWED, tell, batch=BATCH)
