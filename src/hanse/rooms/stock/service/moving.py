"""Pieces move at places, all of a call or none; levels and the ledger are read."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from hanse.base.faults import Conflict, Finding, Rejected, Severity
from hanse.engine.tx import Tx
from hanse.rooms.stock.model.holding import Reservation
from hanse.rooms.stock.model.moves import (
    EVERYTHING,
    Asked,
    Cause,
    Level,
    Move,
    Moved,
    Short,
    Verified,
)
from hanse.rooms.stock.service.telling import signer, tell_lost, tell_moved
from hanse.rooms.stock.store import levels as reading
from hanse.rooms.stock.store import moves as store

MOVES_MAX = 10_000
FINDINGS_MAX = 100
TRIES_MAX = 10
LEDGER_MAX = 500
VERIFY_MAX = 500  # variants a page


async def move(tx: Tx, moves: Sequence[Move], cause: Cause) -> None:
    """All of them or none: where one would leave less than is promised, a finding names it.

    What orders hold moves by `holding` alone. A receipt makes a variant counted that nobody has
    said anything about.
    """
    await prepare(tx, moves)
    outcome = await store.move(tx, moves, cause, signer(tx))
    if outcome.refused:
        raise refused(outcome.refused)
    await tell_moved(tx, [each.variant_id for each in moves])


async def take_away(tx: Tx, moves: Sequence[Move], cause: Cause) -> Sequence[Reservation]:
    """What is not there cannot be promised: as `move`, but pieces kept for promotions make room,
    and then the lines that are held for the shortest time, each whole; these are returned, and
    their orders told."""
    await prepare(tx, moves)
    for _ in range(TRIES_MAX):
        outcome = await store.move(tx, moves, cause, signer(tx), shed=True)
        if not outcome.refused:
            break
        if outcome.gone:
            raise refused(outcome.refused)
    else:
        raise Conflict("Orders came in faster than room could be made.", "Try again in a moment.")
    moved = [each.variant_id for each in moves] + [each.variant_id for each in outcome.lost]
    await tell_moved(tx, moved)
    await tell_lost(tx, outcome.lost)
    return outcome.lost


async def prepare(tx: Tx, moves: Sequence[Move]) -> None:
    if len(moves) > MOVES_MAX:
        sentence = f"{len(moves):,} moves are more than {MOVES_MAX:,}, the most at once."
        raise Rejected(sentence, next_step="Send them in several parts.")
    if any(each.reserved for each in moves):
        raise ValueError("What is reserved moves by holding, with the line that it is for.")
    # A level is there from the first move on, be it of nothing.
    more = {(each.variant_id, each.place_id) for each in moves if each.on_hand >= 0}
    if more:
        await store.make(tx, sorted(more))


def refused(short: Sequence[Short]) -> Rejected:
    findings = [finding(each) for each in short[:FINDINGS_MAX]]
    return Rejected(findings[0].sentence, findings, findings[0].next_step)


def finding(short: Short) -> Finding:
    """`field` names the variant and the place; the doors put their own words to it."""
    held = short.reserved + short.promised
    sentence = (
        f"{short.on_hand:,} are there and {held:,} of them promised, so {-short.by:,} cannot go."
    )
    step = f"Take {short.on_hand - held:,} at most, or let go of what is promised first."
    return Finding(
        Severity.error, "not_there", sentence, step, f"{short.variant_id}/{short.place_id}"
    )


async def levels(tx: Tx, variant_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Level]]:
    """At every place that ever had something of it."""
    return await reading.levels(tx, variant_ids)


async def ledger(
    tx: Tx, variant_id: UUID, before_id: UUID | None, rows_max: int, asked: Asked = EVERYTHING
) -> Sequence[Moved]:
    """The newest first, in the order in which they took place."""
    return await reading.ledger(tx, variant_id, asked, before_id, min(rows_max, LEDGER_MAX))


async def verify(tx: Tx, after: UUID | None = None, variants_max: int = VERIFY_MAX) -> Verified:
    """Whether levels are what the ledger adds up to, and what orders and promotions hold: a page of
    variants."""
    return await reading.verify(tx, after, variants_max)
