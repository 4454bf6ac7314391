"""What suppliers say they have: taken down as it comes, and told to shops anew as it gets old."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from hanse.engine.jobs.jobs import enqueue
from hanse.engine.tx import Database, Tx
from hanse.rooms.stock.model.adjusting import Line, Planned
from hanse.rooms.stock.model.moves import Cause, Move, MoveKind
from hanse.rooms.stock.model.places import PlaceKind
from hanse.rooms.stock.model.sheets import ROWS_MAX
from hanse.rooms.stock.model.wording import refused, wrong
from hanse.rooms.stock.service import adjusting, moving, places, pushing
from hanse.rooms.stock.service.pushing import OpenTx
from hanse.rooms.stock.store import believing as store
from hanse.rooms.stock.store import naming as levels_store
from hanse.rooms.stock.store.naming import Key

FADE_JOB = "stock.fade"
PAGE = 2_000
PAGES_MAX = 5_000
WORKSPACES_MAX = 1_000

# A variant, how many there are, how sure that is of 100 (None: as the place), when it was said
# (None: now).
Said = tuple[UUID, int, int | None, datetime | None]


@dataclass(frozen=True, slots=True)
class Heard:
    """`left_out`: with their findings; the others were written."""

    written: int
    left_out: Sequence[Planned]


async def told(tx: Tx, place_id: UUID, said: Sequence[Said]) -> Heard:
    """What a supplier says goes into the ledger of its place. What was said before the newest word
    that is known, and what cannot be, is left out and returned. Where fewer are told than are
    promised, that gives way; a variant that nobody counts is not counted by it, so shops are told
    nothing of it until a person says so."""
    place = await places.usable(tx, place_id)
    if place.kind is not PlaceKind.supplier:
        sentence = f"{place.name} is no place of a supplier."
        raise refused([wrong("kind", sentence, "Choose one of a supplier.", "place_id")])
    if len(said) > ROWS_MAX:
        sentence = f"{len(said):,} are more than {ROWS_MAX:,}, the most at once."
        raise refused([wrong("many", sentence, "Send them in several parts.", "said")])
    if not said:
        return Heard(0, ())
    lines = [
        Line(at, variant_id, "", place_id, to=to, told_at=when, confidence=sure)
        for at, (variant_id, to, sure, when) in enumerate(said)
    ]
    good, bad = await sifted(tx, lines)
    if good:
        # What holds while it is looked at holds while it is written.
        keys = {(each.variant_id, place_id) for each in good if each.variant_id}
        await levels_store.locked(tx, sorted(keys))
        good, late = await sifted(tx, good)
        bad = [*bad, *late]
    if good:
        await adjusting.adjust(tx, good, preview=False, by_itself=True)
    return Heard(len(good), bad)


async def taken(tx: Tx, pieces: Mapping[Key, int], cause: Cause) -> None:
    """What was bought there lies there no more, whatever was said last; its word is as old as it
    was. By variant and place; of what nobody told, nothing can go."""
    held = await levels_store.locked(tx, sorted(pieces))
    moves = [
        Move(variant_id, place_id, MoveKind.sale, on_hand=-gone)
        for (variant_id, place_id), count in sorted(pieces.items())
        if (gone := min(count, held[variant_id, place_id].available)) > 0
    ]
    if moves:
        await moving.move(tx, moves, cause)


async def sifted(tx: Tx, lines: Sequence[Line]) -> tuple[Sequence[Line], Sequence[Planned]]:
    seen = (await adjusting.adjust(tx, lines, preview=True, by_itself=True)).lines
    return [each.line for each in seen if not each.findings], [
        each for each in seen if each.findings
    ]


async def fade(open_tx: OpenTx) -> int:
    """Shops are told of what is believed less than when it was last looked; of how many."""
    count, after, at = 0, None, None
    for _ in range(PAGES_MAX):
        async with open_tx() as tx:
            at = at or tx.now
            found = await store.faded(tx, at, after, PAGE)
            await pushing.mark(tx, dict.fromkeys(found, at))
            count += len(found)
            if len(found) < PAGE:
                await store.looked(tx, at)
                break
            after = found[-1]
    return count


async def fade_everywhere(database: Database, job: str) -> None:
    after = UUID(int=0)
    while True:
        async with database.system_tx(job) as tx:
            found = await store.everywhere(tx, after, WORKSPACES_MAX)
            for workspace_id in found:
                await enqueue(replace(tx, workspace_id=workspace_id), FADE_JOB, "", {})
        if len(found) < WORKSPACES_MAX:
            return
        after = found[-1]
