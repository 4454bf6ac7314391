"""Who moved it, and that stock moved, once for all that moved."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from hanse.engine.log import events as log
from hanse.engine.tx import ActorKind, Tx
from hanse.rooms.stock.model.holding import Reservation
from hanse.rooms.stock.model.moves import Signer
from hanse.rooms.stock.service.facts import LevelsMoved, ReservationsLost

EVENT_MAX = 500


def signer(tx: Tx) -> Signer:
    """A person's name would outlive the person in the ledger; it is asked for when it is shown."""
    actor = tx.actor
    person_id = actor.id if actor.kind is ActorKind.person else actor.person_id
    return person_id, actor.name if actor.kind is ActorKind.system else actor.kind.value


async def tell_moved(tx: Tx, variant_ids: Iterable[UUID]) -> None:
    moved = sorted(set(variant_ids))
    parts = [moved[at : at + EVENT_MAX] for at in range(0, len(moved), EVENT_MAX)]
    await log.append(tx, *(LevelsMoved(part, len(part)) for part in parts))


async def tell_lost(tx: Tx, lost: Sequence[Reservation]) -> None:
    lines = sorted({each.line_id for each in lost})
    for at in range(0, len(lines), EVENT_MAX):
        part = set(lines[at : at + EVENT_MAX])
        rows = [each for each in lost if each.line_id in part]
        told = ReservationsLost(
            sorted({each.order_id for each in rows}),
            sorted(part),
            sorted({each.variant_id for each in rows}),
            len(part),
        )
        await log.append(tx, told)
