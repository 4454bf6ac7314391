"""What suppliers offer: listed, set one by one, many at once and as a table."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from uuid import UUID

from hanse.engine.log import events as log
from hanse.engine.sheets import reading as sheets
from hanse.engine.sheets.writing import Cell, CsvSheet
from hanse.engine.tx import Tx
from hanse.rooms.catalog.model.goods import Label
from hanse.rooms.catalog.service import labels
from hanse.rooms.purchasing.model import offer_sheets
from hanse.rooms.purchasing.model import offers as model
from hanse.rooms.purchasing.model.offers import Done, Ground, Line, Offer
from hanse.rooms.purchasing.model.suppliers import Supplier
from hanse.rooms.purchasing.service import suppliers
from hanse.rooms.purchasing.service.term_facts import OffersChanged, OffersExported
from hanse.rooms.purchasing.store import offerings as store
from hanse.rooms.purchasing.store import suppliers as suppliers_store
from hanse.rooms.stock.model.wording import refused, wrong

ROWS_AT_ONCE = 2_000
TOLD_MAX = 100
OpenTx = Callable[[], AbstractAsyncContextManager[Tx]]


@dataclass(frozen=True, slots=True)
class Shown:
    """An offer with what its supplier and our variant are called."""

    offer: Offer
    supplier: Supplier
    label: Label | None


async def page(
    tx: Tx,
    supplier_id: UUID | None,
    variant_id: UUID | None,
    after: UUID | None,
    rows_max: int,
    *,
    off: bool = False,
) -> Sequence[Shown]:
    """Of a supplier, of a variant, or of all; `after` is what the last page ended with: of a
    supplier the variant, else the offer."""
    if supplier_id is not None:
        await suppliers.meant(tx, supplier_id)
        found = await store.of_supplier(tx, supplier_id, after, rows_max, off=off)
    elif variant_id is not None:
        found = await store.of_variant(tx, variant_id, after, rows_max)
    else:
        found = await store.everything(tx, after, rows_max, off=off)
    return await shown(tx, found)


async def shown(tx: Tx, found: Sequence[Offer]) -> Sequence[Shown]:
    names = await suppliers.names(tx, [each.supplier_id for each in found])
    called = await labels.labels(tx, sorted({each.variant_id for each in found}))
    return [Shown(each, names[each.supplier_id], called.get(each.variant_id)) for each in found]


async def of_variants(tx: Tx, variant_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Offer]]:
    """Active ones of suppliers of whom something can be bought."""
    found: dict[UUID, list[Offer]] = {}
    for each in await store.of_variants(tx, variant_ids):
        found.setdefault(each.variant_id, []).append(each)
    return found


async def put(tx: Tx, lines: Sequence[Line], *, preview: bool, noun: str = "lines") -> Done:
    """All lines or none; what each would do is said first."""
    ground = await ground_of(tx, lines, lock=not preview)
    planned = model.plan(lines, ground)
    if preview:
        return Done(planned, written=False)
    if findings := [finding for each in planned for finding in each.findings]:
        count = sum(1 for each in planned if each.findings)
        sentence = f"{count:,} of {len(lines):,} {noun} cannot be; nothing was written."
        first = replace(findings[0], sentence=f"{findings[0].sentence} {sentence}")
        raise refused([first, *findings[1 : model.FINDINGS_MAX]])
    changed = [each.after for each in planned if each.after and each.changes]
    await write(tx, changed, "set")
    return Done(planned, written=True)


async def ground_of(tx: Tx, lines: Sequence[Line], *, lock: bool) -> Ground:
    """Five statements, however many lines there are. Who writes offers of a supplier does it
    alone."""
    names = sorted({each.supplier for each in lines if each.supplier})
    named = await suppliers_store.by_names(tx, names) if names else {}
    ids = sorted({*named.values(), *(each.supplier_id for each in lines if each.supplier_id)})
    if lock:
        await suppliers_store.hold_all(tx, ids)
    known = await suppliers_store.of_ids(tx, ids)
    skus = sorted({each.goods for each in lines if each.goods and not each.variant_id})
    by_sku = await labels.labels_of_skus(tx, skus)
    variants = {*by_sku.values(), *(each.variant_id for each in lines if each.variant_id)}
    goods = await labels.labels(tx, sorted(variants))
    wanted = sorted(
        {
            (supplier, variant)
            for each in lines
            if (supplier := each.supplier_id or named.get(each.supplier.lower()))
            if (variant := each.variant_id or by_sku.get(each.goods))
        }
    )
    offers = await store.pairs(tx, wanted, lock=lock)
    return Ground(known, named, by_sku, goods, offers)


async def write(tx: Tx, changed: Sequence[Offer], what: str) -> None:
    if not changed:
        return
    new = [replace(each, id=tx.ids.new()) if each.id == model.NOBODY else each for each in changed]
    ids = await store.put(tx, new)
    of = sorted({each.supplier_id for each in new})
    await log.append(tx, OffersChanged(what, len(ids), ids[:TOLD_MAX], of[:TOLD_MAX]))


async def begin(tx: Tx, supplier_id: UUID | None) -> None:
    """Who took it is in the log, before the first byte leaves."""
    name = (await suppliers.meant(tx, supplier_id)).name if supplier_id else "all suppliers"
    await log.append(tx, OffersExported(name))


async def table(open_tx: OpenTx, supplier_id: UUID | None) -> AsyncIterator[bytes]:
    """Each page has a short transaction of its own, so a slow reader holds nothing up."""
    sheet = CsvSheet()
    yield sheet.write([offer_sheets.HEADS])
    after: UUID | None = None
    while True:
        async with open_tx() as tx:
            found = await page(tx, supplier_id, None, after, ROWS_AT_ONCE, off=True)
        rows: list[Sequence[Cell]] = [
            offer_sheets.row_of(
                *(each.offer, each.supplier.name, each.supplier.currency),
                *(each.label.sku if each.label else "", each.label.title if each.label else ""),
            )
            for each in found
        ]
        yield sheet.write(rows)
        if len(found) < ROWS_AT_ONCE:
            break
        after = found[-1].offer.variant_id if supplier_id else found[-1].offer.id
    yield sheet.end()


async def bring(tx: Tx, content: bytes, supplier_id: UUID | None, *, preview: bool) -> Done:
    """Every row is checked first; then all are written, or none."""
    if supplier_id is not None:
        await suppliers.meant(tx, supplier_id)
    lines = await asyncio.to_thread(lines_of, content, supplier_id)
    return await put(tx, lines, preview=preview, noun="rows")


def lines_of(content: bytes, supplier_id: UUID | None) -> Sequence[Line]:
    facts = sheets.facts_of(content)
    columns = offer_sheets.columns_of(facts.columns)
    lines: list[Line] = []
    for row in sheets.rows_of(content, facts):
        line = None
        if row.number > 1:
            line = offer_sheets.line_of(row.number, row.cells, columns, supplier_id)
        if line:
            lines.append(line)
        if len(lines) > offer_sheets.ROWS_MAX:
            sentence = f"The table has more than {offer_sheets.ROWS_MAX:,} rows."
            raise refused([wrong("many", sentence, "Divide it into several files.", "file")])
    return lines
