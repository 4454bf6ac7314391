"""What was checked is applied: in pages, each row once, and each told what came of it."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from uuid import UUID

from hanse.base.faults import Conflict, Denied, Finding, Rejected, Severity
from hanse.engine.tx import Tx
from hanse.rooms.catalog.model.edits import Edited
from hanse.rooms.catalog.model.goods import CostKind, CostRow, Variant
from hanse.rooms.catalog.model.imports import Import, ImportRow, ImportState, RowState
from hanse.rooms.catalog.service import costing, editing, importing, making, reading
from hanse.rooms.catalog.service.checking import OpenTx, Progress
from hanse.rooms.catalog.service.making import NewGoods
from hanse.rooms.catalog.store import imports as store

LEADS_AT_ONCE = 200
HOW = "file"


async def apply(open_tx: OpenTx, import_id: UUID, progress: Progress, slice_s: float) -> bool:
    """Whether it is done; a row and its effect are one transaction, so nobody does it twice."""
    loop = asyncio.get_running_loop()
    until = loop.time() + slice_s
    done = 0
    while loop.time() < until:
        async with open_tx() as tx:
            found = await importing.one(tx, import_id, locked=True)
            if found.state is not ImportState.applying:
                return True
            rows = await store.ready(tx, import_id, LEADS_AT_ONCE)
            if not rows:
                counts = await store.counts(tx, import_id)
                await importing.move(tx, replace(found, state=ImportState.done, counts=counts))
                return True
            await store.put_rows(tx, import_id, await applied(tx, found, rows))
        done += len(rows)
        total = found.counts.get(RowState.ready, 0)
        await progress("rows are applied", min(done, total), total)
    return False


async def applied(tx: Tx, found: Import, rows: Sequence[ImportRow]) -> Sequence[ImportRow]:
    """The rows with what came of them."""
    edits = [each for row in rows for each in row.plan.edits]
    edited = await editing.edit(tx, edits) if edits else Edited((), 0)
    ends = [ended(row, said_of(edited)) for row in rows if not row.plan.makes]
    made, variants = await make(tx, [row for row in rows if row.plan.makes])
    ends += made
    priced = [*variants]
    priced += [
        (row.plan.variant_id, row)
        for row in ends
        if row.plan.variant_id and row.plan.costs and row.state is not RowState.refused
    ]
    costs = [
        CostRow(variant_id, CostKind(kind), cost, tx.now, f"file {found.name}"[:200])
        for variant_id, row in priced
        for kind, cost in row.plan.costs.items()
    ]
    if costs:
        await costing.set_costs(tx, costs)
    return ends


Said = Mapping[tuple[UUID, str], tuple[RowState, Finding]]


def said_of(edited: Edited) -> Said:
    return {
        **{
            (each.edit.id, each.edit.field): (RowState.moved, each.finding)
            for each in edited.clashes
        },
        **{
            (each.edit.id, each.edit.field): (RowState.refused, each.finding)
            for each in edited.refused
        },
    }


def ended(row: ImportRow, said: Said) -> ImportRow:
    """Fields of others stay as they are, and the row says which; its other fields are edited."""
    told = [said[each.id, each.field] for each in row.plan.edits if (each.id, each.field) in said]
    if not told:
        return replace(row, state=RowState.changed)
    states = {state for state, _ in told}
    state = RowState.refused if RowState.refused in states else RowState.moved
    return replace(row, state=state, findings=[finding for _, finding in told])


async def make(
    tx: Tx, rows: Sequence[ImportRow]
) -> tuple[Sequence[ImportRow], Sequence[tuple[UUID, ImportRow]]]:
    """The rows with what came of them, and each variant that was made with its row."""
    groups: dict[int, list[ImportRow]] = {}
    for row in rows:
        groups.setdefault(row.lead, []).append(row)
    if not groups:
        return (), ()
    held = list(groups.values())
    try:
        async with tx.savepoint():
            outcome = await making.make(tx, [new_goods(each) for each in held], HOW)
    except (Rejected, Conflict, Denied) as refused:
        finding = Finding(Severity.error, refused.code, refused.sentence, refused.next_step)
        return [replace(row, state=RowState.refused, findings=[finding]) for row in rows], ()
    unmade = {each.place: each.findings for each in outcome.unmade}
    made = iter(outcome.product_ids)
    ends: list[ImportRow] = []
    ids: list[tuple[UUID, Sequence[ImportRow]]] = []
    for place, group in enumerate(held):
        if place in unmade:
            ends += [replace(row, state=RowState.refused, findings=unmade[place]) for row in group]
            continue
        product_id = next(made)
        done = [replace(row, state=RowState.made, product_id=product_id) for row in group]
        ends += done
        ids.append((product_id, done))
    variants = await reading.variants_of(tx, [each for each, _ in ids])
    return ends, [pair for each, done in ids for pair in paired(variants.get(each, ()), done)]


def paired(
    variants: Sequence[Variant], rows: Sequence[ImportRow]
) -> Sequence[tuple[UUID, ImportRow]]:
    """Variants stand in the order of their rows, unless a column says otherwise."""
    by_sku = {each.sku: each.id for each in variants if each.sku}
    pairs = []
    for place, row in enumerate(rows):
        makes = row.plan.makes
        sku = str(makes[1].get("sku") or "") if makes else ""
        with suppress(IndexError):
            pairs.append((by_sku.get(sku) or variants[place].id, row))
    return pairs


def new_goods(group: Sequence[ImportRow]) -> NewGoods:
    product: dict[str, object] = {}
    for row in group:
        if row.plan.makes:
            product |= row.plan.makes[0]
    variants = [row.plan.makes[1] for row in group if row.plan.makes]
    return NewGoods(product, variants)  # type: ignore[arg-type]
