"""What is due, over all workspaces, and what nobody has told us of for long."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.mirror.service import storing
from hanse.rooms.purchasing.model.quoting import Code
from hanse.rooms.purchasing.model.states import State
from hanse.rooms.purchasing.service import facts
from hanse.rooms.purchasing.service.needing import QUOTE_JOB
from hanse.rooms.purchasing.service.quoting import PLACE_JOB
from hanse.rooms.purchasing.service.tracking import TRACK_JOB
from hanse.rooms.purchasing.store import parcels as parcels_store
from hanse.rooms.purchasing.store import purchases as store
from hanse.trade.ports_read import Kind

LISTEN_JOB = "purchasing.listen"
SILENT_MAX = 500
SILENT_AFTER = timedelta(hours=2)  # a supplier that told nothing of an order is asked about it
PAID_AFTER = timedelta(minutes=3)
JOBS: Mapping[State, str] = {State.waiting: QUOTE_JOB, State.quoted: PLACE_JOB}

Due = tuple[UUID, UUID, str]  # workspace, account, job


async def due_everywhere(tx: Tx, rows_max: int) -> Sequence[Due]:
    """In the system's transaction."""
    return [*await of_orders(tx, rows_max), *await of_parcels(tx, rows_max)]


async def of_orders(tx: Tx, rows_max: int) -> Iterable[Due]:
    found = await store.everywhere(tx, tx.now, rows_max)
    listening = await store.standing_everywhere(tx, rows_max)
    return [
        *((workspace, account, JOBS[state]) for workspace, account, state in found),
        *((workspace, account, LISTEN_JOB) for workspace, account in listening),
    ]


async def of_parcels(tx: Tx, rows_max: int) -> Iterable[Due]:
    found = await parcels_store.everywhere(tx, tx.now, rows_max)
    return [(workspace, account, TRACK_JOB) for workspace, account in found]


async def ask_silent(tx: Tx, account_id: UUID) -> None:
    """What stands at the supplier and was not heard of since is read again, the longest silent
    first; what is past its promise is shown before the buyer asks."""
    before, soon = tx.now - SILENT_AFTER, tx.now - PAID_AFTER
    names = await store.silent(tx, account_id, before, soon, SILENT_MAX)
    await storing.want(tx, account_id, [(Kind.purchases, each, "") for each in names])
    late = await store.late(tx, account_id)
    await log.append(
        tx,
        *(facts.Doubted(each.id, each.order_id, each.number, Code.late.value) for each in late),
    )
    await store.heard_of(tx, account_id, names)
