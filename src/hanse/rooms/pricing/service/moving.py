"""Prices of what costs something else now: worked out together, however many moved one by one."""

from collections.abc import AsyncIterator

from hanse.changes.service.hands import Hands
from hanse.rooms.pricing.service import proposing
from hanse.rooms.pricing.service.offers import PAGE, OpenTx
from hanse.rooms.pricing.service.proposing import Repriced
from hanse.rooms.pricing.store import moved


async def reprice_moved(hands: Hands, open_tx: OpenTx) -> AsyncIterator[Repriced]:
    """Until nothing is noted any more. Who is killed at it has forgotten nothing."""
    while True:
        async with open_tx() as tx:
            noted = await moved.noted(tx, PAGE)
        if not noted:
            return
        yield await proposing.reprice(hands, open_tx, "costs", list(noted))
        async with open_tx() as tx:
            await moved.done(tx, noted)
