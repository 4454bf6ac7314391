"""Nudges: prices are to be worked out anew, all of them or those of some goods."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from hanse.engine.jobs.jobs import enqueue
from hanse.engine.tx import Database, Tx
from hanse.rooms.pricing.store import moved
from hanse.rooms.pricing.store import rules as store

REPRICE = "pricing.reprice"
REPRICE_SOME = "pricing.reprice_some"
SPREAD = "pricing.spread_rates"
TEND = "pricing.tend"
LOOK_BACK = timedelta(minutes=70)  # tended every hour, and a little late at times
NOTED_MAX = 2_000  # at once; of more than that, everything is looked at
ALL = "all"
SOME = "some"


# Why prices are worked out anew, as a set of changes says it.
CAUSES = {
    "rules": "The price rules have changed.",
    "costs": "Costs have changed.",
    "rates": "Exchange rates have changed.",
    "goods": "Offers were added or moved.",
    "asked": "Somebody asked for it.",
    "bounds": "Floors or taxes have changed.",
    "time": "A campaign began or ended.",
}


async def ask_all(tx: Tx, cause: str) -> None:
    """Everything of the workspace; asked for twice while it waits, it is done once."""
    await enqueue(tx, REPRICE, ALL, {"cause": cause})


async def ask_some(tx: Tx, variant_ids: Sequence[UUID]) -> None:
    """Whatever comes while others are worked out is one job and one set of changes after them, so
    many small moves cost little more than one."""
    if len(variant_ids) > NOTED_MAX:
        await ask_all(tx, "costs")
        return
    await moved.note(tx, variant_ids)
    await enqueue(tx, REPRICE_SOME, SOME, {})


async def spread(database: Database, job: str) -> int:
    """Rates have changed for everybody: each workspace with rules at work looks again."""
    async with database.system_tx(job) as tx:
        found = await store.workspaces_at_work(tx)
        await ask_everywhere(tx, found, "rates")
    return len(found)


async def tend(database: Database, job: str) -> int:
    """A campaign begins and ends without anybody touching it."""
    async with database.system_tx(job) as tx:
        found = await store.workspaces_turning(tx, tx.now - LOOK_BACK, tx.now)
        await ask_everywhere(tx, found, "time")
    return len(found)


async def ask_everywhere(tx: Tx, workspace_ids: Sequence[UUID], cause: str) -> None:
    for workspace_id in workspace_ids:
        await ask_all(replace(tx, workspace_id=workspace_id), cause)
