"""Levels as people set them: goods taken in, what is there corrected, ten thousand at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from hanse.base.text import clean, truncate
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.stock.model import adjusting as model
from hanse.rooms.stock.model.adjusting import Ground, Line, Planned
from hanse.rooms.stock.model.moves import Cause
from hanse.rooms.stock.model.places import Place, PlaceKind, PlaceState
from hanse.rooms.stock.model.wording import refused, wrong
from hanse.rooms.stock.service import moving, naming
from hanse.rooms.stock.service.place_facts import LevelsAdjusted
from hanse.rooms.stock.service.telling import tell_moved
from hanse.rooms.stock.store import believing
from hanse.rooms.stock.store import naming as store
from hanse.rooms.stock.store import places as places_store

CAUSE = "stock.adjustment"
CAUSE_TOLD = "stock.told"  # by a supplier, whose word comes in by itself
COUNTED = "counted"
AT_ONCE = 2_000
TOLD_MAX = 100
FINDINGS_MAX = 100


@dataclass(frozen=True, slots=True)
class Adjusted:
    """What becomes of each line, in their order. `written`: it has been done."""

    lines: Sequence[Planned]
    written: bool

    @property
    def changed(self) -> int:
        return sum(1 for each in self.lines if not each.findings and each.changes)

    @property
    def refused(self) -> int:
        return sum(1 for each in self.lines if each.findings)


async def adjust(
    tx: Tx,
    lines: Sequence[Line],
    *,
    preview: bool,
    usual: Place | None = None,
    noun: str = "lines",
    by_itself: bool = False,
) -> Adjusted:
    """All lines or none. Twice the same `to` changes nothing the second time. `by_itself`: no
    person says so; what is promised gives way, and what nobody counts is not counted by it."""
    tidied = [replace(each, reason=reason_of(each.reason)) for each in lines]
    if len({each.reason for each in tidied}) > model.REASONS_MAX:
        sentence = f"There are more than {model.REASONS_MAX} different reasons."
        raise refused(
            [wrong("reasons", sentence, "Say the same for lines that go together.", "reason")]
        )
    ground = replace(await ground_of(tx, tidied, usual), by_itself=by_itself)
    planned = model.plan(tidied, ground)
    if preview:
        return Adjusted(planned, written=False)
    keys = [(each.label.variant_id, each.place.id) for each in planned if each.label and each.place]
    if not any(each.findings for each in planned):
        # What was read before may have moved: it is looked at again once nobody else can move it.
        now = await store.locked(tx, keys)
        if any(now[each] != ground.levels.get(each) for each in keys):
            planned = model.plan(tidied, replace(ground, levels=now))
    if findings := model.refusals(planned, noun):
        raise refused(findings[:FINDINGS_MAX])
    uncounted = [each for each, _ in keys if ground.known.states.get(each) != COUNTED]
    if uncounted and not by_itself:
        await store.count(tx, uncounted)
    await write(tx, planned, gives_way=by_itself)
    return Adjusted(planned, written=True)


def reason_of(given: str) -> str:
    return truncate(clean(given), model.REASON_CHARS_MAX)


async def ground_of(tx: Tx, lines: Sequence[Line], usual: Place | None) -> Ground:
    known = await naming.known(tx, ((each.variant_id, each.sku) for each in lines))
    found = await places_store.find(tx, archived=True)
    # Of two of one name the one in use is meant.
    places = {
        each.id: each for each in sorted(found, key=lambda each: each.state is PlaceState.archived)
    }
    if usual is None:
        usual = next(
            (
                each
                for each in found
                if each.kind is PlaceKind.own and each.state is PlaceState.active
            ),
            None,
        )
    levels = await store.levels(tx, list(known.labels), list(places))
    return Ground(known, places, levels, tx.now, usual=usual)


async def write(tx: Tx, planned: Sequence[Planned], *, gives_way: bool) -> None:
    cause_id, count = tx.ids.new(), await retell(tx, planned)
    for reason, moves in model.moves_of(planned).items():
        count += len(moves)
        for at in range(0, len(moves), AT_ONCE):
            part = moves[at : at + AT_ONCE]
            cause = Cause(CAUSE_TOLD if gives_way else CAUSE, cause_id, reason)
            await (moving.take_away if gives_way else moving.move)(tx, part, cause)
    if count:
        await log.append(tx, told(planned, count))


async def retell(tx: Tx, planned: Sequence[Planned]) -> int:
    """Suppliers' words, each the last of its level; how many of them move nothing."""
    words = {
        (each.label.variant_id, each.place.id): (each.word.told_at, each.word.confidence)
        for each in planned
        if each.retold and each.label and each.place and each.word
    }
    if not words:
        return 0
    await believing.tell(tx, [(*key, *word) for key, word in words.items()])
    still = [each for each in planned if each.retold and not each.by and each.label]
    await tell_moved(tx, [each.label.variant_id for each in still if each.label])
    return len(still)


def told(planned: Sequence[Planned], count: int) -> LevelsAdjusted:
    moved = [each for each in planned if each.changes]
    names: dict[UUID, str] = {}
    for each in moved[:TOLD_MAX]:
        if each.label:
            names.setdefault(each.label.variant_id, each.label.title)
    by = {
        f"{each.label.variant_id} {each.place.id}": each.by
        for each in moved[:TOLD_MAX]
        if each.label and each.place
    }
    first = next(iter(names.values()), "")
    what = first if count == 1 else f"{count:,} levels"
    return LevelsAdjusted(list(names), what, count, by, moved[0].line.reason if moved else "")
