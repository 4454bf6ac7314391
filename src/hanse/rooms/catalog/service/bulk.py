"""Edits of many things: previewed first, applied upon what was seen, undone from what was kept."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from hanse.base.faults import Conflict, Finding, Gone, Rejected, Severity
from hanse.engine.jobs.jobs import enqueue
from hanse.engine.log import events as log
from hanse.engine.tx import Actor, ActorKind, Tx
from hanse.rooms.catalog.model import bulk as model
from hanse.rooms.catalog.model import fields
from hanse.rooms.catalog.model.bulk import THINGS_MAX, Operation
from hanse.rooms.catalog.model.bulks import (
    OPERATIONS_MAX,
    Bulk,
    BulkRow,
    BulkState,
    FieldState,
    Selection,
    Step,
    is_translation,
    next_state,
    outcome,
)
from hanse.rooms.catalog.model.cells import Names
from hanse.rooms.catalog.model.goods import State
from hanse.rooms.catalog.service import editing, file_facts, importing, reading, selecting
from hanse.rooms.catalog.service.checking import OpenTx, Progress
from hanse.rooms.catalog.service.selecting import Goods
from hanse.rooms.catalog.store import bulk as store
from hanse.trade.fields import Fields

JOB = "catalog.edit_many"
PRODUCTS_AT_ONCE = 500
FIELDS_AT_ONCE = 1_000
SAMPLES = 20
TITLE_CHARS_MAX = 200
# What is done in each state, from which rows to which, and where it ends.
WORK: Mapping[BulkState, tuple[FieldState, FieldState, FieldState, BulkState]] = {
    BulkState.applying: (
        *(FieldState.ready, FieldState.changed, FieldState.moved),
        BulkState.done,
    ),
    BulkState.undoing: (
        *(FieldState.changed, FieldState.undone, FieldState.kept),
        BulkState.undone,
    ),
}


@dataclass(frozen=True, slots=True)
class Whole:
    """An edit with some of its fields: those that will be or were changed, and those that are not,
    with the reason."""

    found: Bulk
    samples: Sequence[BulkRow]


async def begin(tx: Tx, selection: Selection, operations: Sequence[Operation]) -> Bulk:
    """Have it counted and sampled. Nothing of ours changes by it."""
    if not 1 <= len(operations) <= OPERATIONS_MAX:
        sentence = f"An edit has from 1 to {OPERATIONS_MAX} operations."
        raise Rejected(sentence, next_step="Divide it into several edits.")
    selecting.checked(selection)
    names = await importing.names(tx)
    for each in operations:
        model.check(each, names)
        if is_translation(each) and each.way not in (model.BulkWay.set, model.BulkWay.clear):
            sentence = "Translations of many products can be set and emptied."
            raise Rejected(sentence, next_step="Bring other changes of them in a file.")
    made = Bulk(
        *(tx.ids.new(), BulkState.counting, selection, tuple(operations), None, {}, None),
        made_at=tx.now,
        made_by=tx.actor.person_id or tx.actor.id,
        made_by_name=tx.actor.name,
        state_at=tx.now,
    )
    await store.add(tx, made)
    await tell(tx, made)
    await enqueue(tx, JOB, str(made.id), {"bulk": made.id})
    return made


async def one(tx: Tx, bulk_id: UUID, *, locked: bool = False) -> Bulk:
    found = await store.get(tx, bulk_id, locked=locked)
    if found is None:
        raise Gone("There is no such edit here.")
    return found


async def page(tx: Tx, before: UUID | None, rows_max: int) -> Sequence[Bulk]:
    return await store.page(tx, before, rows_max)


async def whole(tx: Tx, bulk_id: UUID) -> Whole:
    found = await one(tx, bulk_id)
    # By their states, which are few.
    samples = [
        row
        for state in FieldState
        if found.counts.get(state)
        for row in await store.rows(tx, bulk_id, state, None, SAMPLES)
    ]
    return Whole(found, samples)


async def step(tx: Tx, bulk_id: UUID, wanted: Step, version: int) -> Bulk:
    """The next step, asked for upon what the person saw. A job does it."""
    found = await one(tx, bulk_id, locked=True)
    if found.version != version:
        raise Conflict(f"The edit is {found.state} by now.", "Look at it again, then decide.")
    moved = replace(found, state=next_state(found.state, wanted))
    await move(tx, moved)
    if moved.state in WORK:
        await enqueue(tx, JOB, str(bulk_id), {"bulk": bulk_id})
    return replace(moved, version=moved.version + 1)


async def move(tx: Tx, moved: Bulk) -> None:
    await store.move(tx, moved)
    await tell(tx, replace(moved, version=moved.version + 1))


async def tell(tx: Tx, found: Bulk) -> None:
    await log.append(
        tx,
        file_facts.BulkChanged(found.id, found.state.value, dict(found.counts), found.version),
    )


def actor_of(found: Bulk) -> Actor:
    """Whoever asked for it is who edits."""
    if found.made_by is None:
        return Actor(ActorKind.system, None, found.made_by_name)
    return Actor(ActorKind.person, found.made_by, found.made_by_name, found.made_by)


async def work(open_tx: OpenTx, bulk_id: UUID, progress: Progress, slice_s: float) -> bool:
    """Whether there is nothing more to do. Each page and how far it has come are one transaction,
    so whoever goes on after a kill does nothing twice."""
    loop = asyncio.get_running_loop()
    until = loop.time() + slice_s
    while loop.time() < until:
        async with open_tx() as tx:
            found = await one(tx, bulk_id, locked=True)
            if found.state is BulkState.counting:
                more = await count_page(tx, found)
            elif found.state in WORK:
                more = await edit_page(tx, found)
            else:
                return True
        if not more:
            return True
        await progress(found.state.value, found.counts.get("things", 0), None)
    return False


async def count_page(tx: Tx, found: Bulk) -> bool:
    goods = await selecting.page(tx, found.selection, found.after, PRODUCTS_AT_ONCE)
    names = await importing.names(tx)
    rows, things = await rows_of(tx, found.operations, goods, names)
    await store.add_rows(tx, found.id, rows)
    seen = found.counts.get("things", 0) + things
    counts = recounted(found.counts, rows) | {"things": seen}
    if seen > THINGS_MAX:
        sentence = f"More than {THINGS_MAX:,} things are chosen."
        finding = Finding(Severity.error, "too_many", sentence, "Narrow the filters.")
        await move(tx, replace(found, state=BulkState.failed, finding=finding, counts=counts))
        return False
    more = len(goods.products) == PRODUCTS_AT_ONCE or (
        bool(found.selection.ids) and bool(goods.products)
    )
    if more:
        await store.move(tx, replace(found, after=goods.last, counts=counts))
    else:
        await move(tx, replace(found, state=BulkState.previewed, counts=counts))
    return more


async def rows_of(
    tx: Tx, operations: Sequence[Operation], goods: Goods, names: Names
) -> tuple[Sequence[BulkRow], int]:
    """The fields that would change or cannot, and how many things were looked at."""
    of_product = [each for each in operations if not each.of_variant]
    of_variant = [each for each in operations if each.of_variant]
    texts = await texts_of(tx, of_product, goods)
    things: list[tuple[UUID, str, Sequence[Operation], Fields]] = []
    for product in goods.products:
        if of_product:
            standing = {**fields.of_product(product), **texts.get(product.id, {})}
            things.append((product.id, product.title, of_product, standing))
        for variant in goods.variants.get(product.id, ()) if of_variant else ():
            if variant.state is State.active or any(each.field == "state" for each in of_variant):
                parts = (product.title, variant.sku or " / ".join(variant.choices))
                title = ", ".join(filter(None, parts))
                things.append((variant.id, title, of_variant, fields.of_variant(variant)))
    rows = [
        BulkRow(
            *(tx.ids.new(), thing_id, title[:TITLE_CHARS_MAX], name, was, now),
            FieldState.refused if finding else FieldState.ready,
            finding,
        )
        for thing_id, title, ways, standing in things
        for name, was, now, finding in outcome(ways, standing, names)
    ]
    return rows, len(things)


async def texts_of(tx: Tx, operations: Sequence[Operation], goods: Goods) -> Mapping[UUID, Fields]:
    languages = {each.field.split(".")[1] for each in operations if is_translation(each)}
    ids = [each.id for each in goods.products]
    texts: dict[UUID, dict[str, str]] = {}
    for language in sorted(languages):
        for product_id, found in (await reading.translations(tx, ids, language)).items():
            texts.setdefault(product_id, {}).update(
                {f"{fields.TRANSLATION}{language}.{name}": text for name, text in found.items()}
            )
    return texts


async def edit_page(tx: Tx, found: Bulk) -> bool:
    origin, done, lost, end = WORK[found.state]
    rows = await store.rows(tx, found.id, origin, None, FIELDS_AT_ONCE)
    if not rows:
        await move(tx, replace(found, state=end))
        return False
    undoing = found.state is BulkState.undoing
    edited = await editing.edit(tx, [each.undo if undoing else each.edit for each in rows])
    clashed = {(each.edit.id, each.edit.field): each.finding for each in edited.clashes}
    refused = {(each.edit.id, each.edit.field): each.finding for each in edited.refused}
    ends = []
    for row in rows:
        place = (row.thing_id, row.field)
        if place in clashed:
            ends.append(replace(row, state=lost, finding=clashed[place]))
        elif place in refused:
            state = FieldState.kept if undoing else FieldState.refused
            ends.append(replace(row, state=state, finding=refused[place]))
        else:
            ends.append(replace(row, state=done, finding=None))
    await store.put_rows(tx, found.id, ends)
    left = {**found.counts, origin: found.counts.get(origin, 0) - len(rows)}
    await store.move(tx, replace(found, counts=recounted(left, ends)))
    return True


def recounted(counts: Mapping[str, int], rows: Sequence[BulkRow]) -> dict[str, int]:
    """With these counted too: counting all of them at each page would cost more than the edits."""
    found = Counter(row.state.value for row in rows)
    both = {**counts, **{name: counts.get(name, 0) + more for name, more in found.items()}}
    return {name: count for name, count in both.items() if count or name == "things"}
