"""The nudges: what is approved is sent, what is open is asked about. The truth is in the tables."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime
from uuid import UUID

from hanse.changes.model.states import State
from hanse.engine.jobs.handlers import Ids
from hanse.engine.jobs.jobs import enqueue, enqueue_many
from hanse.engine.tx import Tx

SEND_JOB = "changes.send"
SETTLE_JOB = "changes.settle"
CARRY_JOB = "changes.carry"
UNDO_JOB = "changes.undo"
SAMPLE_JOB = "changes.sample"
REREAD_JOB = "changes.reread"
SLOTS = 2  # senders of one shop at a time, over all workers
PRIORITY = 5  # before readings, which can wait


async def ask_to_send(tx: Tx, account_ids: Iterable[UUID], *, at: datetime | None = None) -> None:
    items: list[tuple[str, Ids]] = [
        (f"{account_id} {slot}", {"account": account_id, "slot": slot})
        for account_id in sorted(account_ids)
        for slot in range(SLOTS)
    ]
    due = at if at and at > tx.now else None
    await enqueue_many(tx, SEND_JOB, items, priority=PRIORITY, at=due)


async def ask_to_settle(tx: Tx, account_id: UUID, *, at: datetime | None = None) -> None:
    await enqueue(
        tx, SETTLE_JOB, str(account_id), {"account": account_id}, priority=PRIORITY, at=at
    )


async def ask_to_carry(tx: Tx, set_id: UUID) -> None:
    await enqueue(tx, CARRY_JOB, str(set_id), {"set": set_id}, priority=PRIORITY)


async def ask_to_undo(tx: Tx, undo_id: UUID) -> None:
    await enqueue(tx, UNDO_JOB, str(undo_id), {"set": undo_id}, priority=PRIORITY)


async def nudge(tx: Tx, states: Mapping[State, AbstractSet[UUID]]) -> None:
    """For these shops, each of which has changes in these states."""
    if waiting := states.get(State.approved):
        await ask_to_send(tx, waiting)
    for account_id in sorted({*states.get(State.sending, ()), *states.get(State.unknown, ())}):
        await ask_to_settle(tx, account_id)


async def ask_to_sample(tx: Tx, account_ids: Iterable[UUID]) -> None:
    items: list[tuple[str, Ids]] = [(str(each), {"account": each}) for each in sorted(account_ids)]
    await enqueue_many(tx, SAMPLE_JOB, items)


async def ask_to_reread(
    tx: Tx, account_id: UUID, reading_id: UUID, *, at: datetime | None = None
) -> None:
    ids = {"account": account_id, "reading": reading_id}
    await enqueue(tx, REREAD_JOB, str(reading_id), ids, at=at)
