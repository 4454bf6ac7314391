"""Counts of a place. Sales go on meanwhile: what is moved is by how much what was found differed
from what was on hand at that moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from hanse.base.faults import Conflict, Finding, Gone
from hanse.base.text import clean
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.catalog.model.goods import Label
from hanse.rooms.catalog.service import labels
from hanse.rooms.identity.service import names
from hanse.rooms.stock.model import counts as model
from hanse.rooms.stock.model.counts import Closed, Count, CountLine, CountState, Found
from hanse.rooms.stock.model.holding import Reservation
from hanse.rooms.stock.model.moves import Cause, Move, MoveKind
from hanse.rooms.stock.model.naming import called, named
from hanse.rooms.stock.model.wording import refused, wrong
from hanse.rooms.stock.service import moving, naming, places
from hanse.rooms.stock.service.place_facts import CountCancelled, CountClosed, CountOpened
from hanse.rooms.stock.service.telling import tell_moved
from hanse.rooms.stock.store import believing
from hanse.rooms.stock.store import counts as store
from hanse.rooms.stock.store import naming as levels_store

CAUSE = "stock.count"
AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Line:
    line: CountLine
    label: Label | None


async def list_counts(
    tx: Tx, state: CountState | None, before: UUID | None, rows_max: int
) -> Sequence[Count]:
    return await summed(tx, await store.find(tx, state, before, rows_max))


async def summed(tx: Tx, found: Sequence[Count]) -> Sequence[Count]:
    sums = await store.sums(tx, [each.id for each in found])
    return [
        replace(each, lines=lines, counted=counted, differing=differing)
        for each in found
        for lines, counted, differing in [sums.get(each.id, (0, 0, 0))]
    ]


async def count(tx: Tx, count_id: UUID) -> Count:
    found = await store.get(tx, count_id)
    if found is None:
        raise Gone("There is no such count, or not any more.")
    [whole] = await summed(tx, [found])
    return whole


async def lines(
    tx: Tx, found: Count, after: UUID | None, *, differing: bool, rows_max: int
) -> Sequence[Line]:
    rows = await store.lines(tx, found, after, differing, rows_max)
    called_so = await labels.labels(tx, [each.variant_id for each in rows])
    return [Line(each, called_so.get(each.variant_id)) for each in rows]


async def begin(
    tx: Tx, place_id: UUID, name: str, variant_ids: Sequence[UUID], *, everything: bool
) -> Count:
    """What is on hand now is kept. Of these variants, or of all that lie there."""
    place = await places.usable(tx, place_id)
    if bool(variant_ids) == everything:
        sentence = "It is said either which variants are counted, or that all are."
        raise refused([wrong("lines", sentence, "Give one of the two.", "variant_ids")])
    if await store.open_count(tx) >= model.OPEN_MAX:
        sentence = f"{model.OPEN_MAX} counts are open, the most."
        raise refused([wrong("many", sentence, "Close or cancel one first.", "")])
    who = tx.actor.person_id or tx.actor.id
    called_so = clean(name) or place.name
    made = Count(*(tx.ids.new(), place.id, called_so, CountState.open_, tx.now, who, None, 1))
    await store.add(tx, made)
    if everything:
        count_ = await store.freeze_all(tx, made, model.LINES_MAX + 1)
    else:
        await check(
            tx, [Found(at, each, "", 0) for at, each in enumerate(variant_ids)], "variant_ids"
        )
        count_ = await store.freeze(tx, made, variant_ids)
    if count_ > model.LINES_MAX:
        sentence = f"More than {model.LINES_MAX:,} variants lie at {place.name}."
        raise refused([wrong("many", sentence, "Name those to be counted.", "all")])
    if not count_:
        sentence = f"Nothing lies at {place.name} that could be counted."
        raise refused([wrong("none", sentence, "Name the variants to be counted.", "variant_ids")])
    await log.append(tx, CountOpened(made.id, made.name, place.name, count_))
    return replace(made, lines=count_)


async def check(tx: Tx, found: Sequence[Found], field: str) -> dict[UUID, Found]:
    """What was found by variant, or all that is wrong with it."""
    known = await naming.known(tx, ((each.variant_id, each.sku) for each in found))
    findings: list[Finding] = []
    counts: dict[UUID, Found] = {}
    for each in found:
        label, finding = named(known, each.variant_id, each.sku, f"{field}.{each.number}.")
        if label and label.variant_id in counts:
            sentence = f"{called(label)} stands here twice."
            finding = wrong("twice", sentence, "Leave one out.", f"{field}.{each.number}")
        if finding or label is None:
            findings.extend(filter(None, [finding]))
        else:
            counts[label.variant_id] = each
    if findings:
        raise refused(findings[:100])
    return counts


async def put(tx: Tx, count_id: UUID, found: Sequence[Found]) -> tuple[Count, Sequence[Line]]:
    """What lies there as it was found just now, or what a scanner adds to it; and the lines as they
    are then. Whoever types over what somebody else entered meanwhile is told."""
    held = still_open(await store.shared(tx, count_id))
    counts = await check(tx, found, "lines")
    await check_seen(tx, held, counts)
    await store.found(tx, held, counts)
    if await store.size(tx, count_id) > model.LINES_MAX:
        sentence = f"A count has {model.LINES_MAX:,} variants at most."
        raise refused([wrong("many", sentence, "Begin another one.", "lines")])
    called_so = await labels.labels(tx, sorted(counts))
    rows = await store.named(tx, held, sorted(counts))
    entered = [Line(each, called_so.get(each.variant_id)) for each in rows]
    return await count(tx, count_id), entered


async def check_seen(tx: Tx, held: Count, counts: Mapping[UUID, Found]) -> None:
    typed = {variant_id: each for variant_id, each in counts.items() if each.seen}
    others = [
        each
        for each in (await store.entered(tx, held.id, sorted(typed)) if typed else ())
        if each.found != typed[each.variant_id].was
    ]
    if not others:
        return
    called_so = await labels.labels(tx, [each.variant_id for each in others])
    who = await names.names(tx, {each.found_by for each in others if each.found_by})
    findings = []
    for each in others[:100]:
        name = who.get(each.found_by, "Somebody else") if each.found_by else "Somebody else"
        what = "nothing" if each.found is None else f"{each.found:,}"
        sentence = f"{name} entered {what} for {called(called_so[each.variant_id])} meanwhile."
        field = f"lines.{typed[each.variant_id].number}.found"
        findings.append(wrong("meanwhile", sentence, "Look again, and enter what is right.", field))
    raise refused(findings)


def still_open(found: Count | None) -> Count:
    if found is None:
        raise Gone("There is no such count, or not any more.")
    if found.state is not CountState.open_:
        what = {"closed": "closed already", "cancelled": "given up"}[found.state.value]
        raise Conflict(f"The count {found.name} is {what}.", "Begin a new one.")
    return found


async def close(tx: Tx, count_id: UUID) -> Closed:
    """On hand becomes what was found and what moved since. Where that is fewer than is promised,
    the youngest orders give way, and whoever closes it is told."""
    held = still_open(await store.locked(tx, count_id))
    [whole] = await summed(tx, [held])
    if not whole.counted:
        sentence = f"Nothing of {held.name} was counted yet."
        raise refused([wrong("none", sentence, "Enter what was found, or cancel it.", "lines")])
    first = await store.differing(tx, held)
    await levels_store.count(tx, [each.variant_id for each in first])
    await levels_store.locked(tx, [(each.variant_id, held.place_id) for each in first])
    moved = await store.differing(tx, held)
    await check_left(tx, moved)
    cause = Cause(CAUSE, held.id, held.name)
    lost: list[Reservation] = []
    for at in range(0, len(moved), AT_ONCE):
        moves = [
            Move(each.variant_id, held.place_id, MoveKind("count"), each.difference or 0)
            for each in moved[at : at + AT_ONCE]
        ]
        lost.extend(await moving.take_away(tx, moves, cause))
    await store.note(tx, held.id)
    await store.end(tx, held.id, CountState.closed)
    await tell_moved(tx, await believing.counted(tx, held.id))
    by = [each.difference or 0 for each in moved]
    missing, surplus = -sum(each for each in by if each < 0), sum(each for each in by if each > 0)
    line_ids = {each.line_id for each in lost}
    told = CountClosed(
        *(held.id, held.name, whole.counted, len(moved), missing, surplus, len(line_ids))
    )
    await log.append(tx, told)
    done = replace(whole, state=CountState.closed, closed_at=tx.now, version=held.version + 1)
    orders = tuple(dict.fromkeys(each.order_id for each in lost))
    return Closed(done, missing, surplus, whole.lines - whole.counted, len(line_ids), orders)


async def check_left(tx: Tx, moved: Sequence[CountLine]) -> None:
    """More left since it was found than was found: the number cannot be right."""
    short = [each for each in moved if each.on_hand + (each.difference or 0) < 0]
    if not short:
        return
    called_so = await labels.labels(tx, [each.variant_id for each in short[:100]])
    raise refused(
        [
            wrong(
                "too_few",
                f"{called_so[each.variant_id].title}: {each.found:,} were found, and"
                f" {-each.moved_since:,} have left since.",
                "Count it again.",
                "lines",
            )
            for each in short[:100]
        ]
    )


async def cancel(tx: Tx, count_id: UUID) -> Count:
    """Nothing moves by it. What was entered stays to be read."""
    held = still_open(await store.locked(tx, count_id))
    await store.end(tx, held.id, CountState.cancelled)
    await log.append(tx, CountCancelled(held.id, held.name))
    return await count(tx, count_id)
