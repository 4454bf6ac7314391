"""What platforms say by themselves of parcels on their way, as it comes."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from hanse.engine.jobs.jobs import enqueue
from hanse.engine.tx import Tx
from hanse.rooms.purchasing.service import followed, tracking
from hanse.rooms.purchasing.service.tracking import TRACK_JOB
from hanse.rooms.purchasing.store import followed as followed_store
from hanse.rooms.purchasing.store import parcels as store
from hanse.trade.tracking import TrackReport, merged


async def hear(
    tx: Tx, account_id: UUID, reports: Sequence[TrackReport], dropped: Sequence[str]
) -> None:
    """By a service that follows parcels, or by the supplier that sent them. One of which no state
    is told is asked for at once: a supplier that signs nothing is believed no state."""
    told: dict[str, TrackReport] = {}
    for each in reports:
        told[each.number] = together(told[each.number], each) if each.number in told else each
    if await followed_store.tracker(tx, account_id) is not None:
        await followed.pushed(tx, account_id, told, dropped)
        return
    ids = await store.numbered(tx, account_id, list(told))
    if not ids:
        return
    await tracking.told(tx, ids, told)
    await store.ask_now(tx, ids)
    await enqueue(tx, TRACK_JOB, str(account_id), {"account": account_id})


def together(known: TrackReport, told: TrackReport) -> TrackReport:
    """Two that tell no state make none, whatever their scans say."""
    whole = merged(known, told)
    return replace(whole, state=None) if known.state is None and told.state is None else whole
