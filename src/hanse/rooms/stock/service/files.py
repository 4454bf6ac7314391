"""Levels as a table: taken out page by page, and brought back as adjustments."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from uuid import UUID

from hanse.engine.log import events as log
from hanse.engine.sheets import reading as sheets
from hanse.engine.sheets.writing import Cell, CsvSheet
from hanse.engine.tx import Tx
from hanse.rooms.catalog.service import labels
from hanse.rooms.stock.model import sheets as model
from hanse.rooms.stock.model.adjusting import Line
from hanse.rooms.stock.model.believing import percent_of
from hanse.rooms.stock.model.wording import refused, wrong
from hanse.rooms.stock.service import adjusting, places
from hanse.rooms.stock.service.adjusting import Adjusted
from hanse.rooms.stock.service.place_facts import LevelsExported
from hanse.rooms.stock.store import listing as store

ROWS_AT_ONCE = 2_000
OpenTx = Callable[[], AbstractAsyncContextManager[Tx]]


async def begin(tx: Tx, place_id: UUID | None) -> None:
    """Who took it is in the log, before the first byte leaves."""
    name = await places.name_of(tx, place_id, "place") if place_id else "all places"
    await log.append(tx, LevelsExported(name))


async def levels(open_tx: OpenTx, place_id: UUID | None) -> AsyncIterator[bytes]:
    """Each page has a short transaction of its own, so a slow reader holds nothing up."""
    sheet = CsvSheet()
    async with open_tx() as tx:
        names = {each.id: each.name for each in await places.places(tx, archived=True)}
    yield sheet.write([model.HEADS])
    after: tuple[UUID, UUID] | None = None
    while True:
        async with open_tx() as tx:
            found = await store.page(tx, after, place_id, ROWS_AT_ONCE)
            called = await labels.labels(tx, sorted({each.variant_id for each in found}))
        lines: list[Sequence[Cell]] = [
            [
                *(str(each.variant_id), called[each.variant_id].sku, called[each.variant_id].title),
                *(names.get(each.place_id, ""), each.on_hand, each.reserved, each.promised),
                *(each.available, each.moved_at.isoformat(timespec="seconds")),
                each.told_at.isoformat(timespec="seconds") if each.told_at else "",
                percent_of(each.confidence) if each.told_at and each.confidence is not None else "",
            ]
            for each in found
            if each.variant_id in called
        ]
        yield sheet.write(lines)
        if len(found) < ROWS_AT_ONCE:
            break
        after = found[-1].variant_id, found[-1].place_id
    yield sheet.end()


async def bring(
    tx: Tx, content: bytes, place_id: UUID | None, reason: str, *, preview: bool
) -> Adjusted:
    """Every row is checked first; then all are written, or none."""
    usual = await places.usable(tx, place_id) if place_id else None
    lines = await asyncio.to_thread(lines_of, content, reason)
    return await adjusting.adjust(tx, lines, preview=preview, usual=usual, noun="rows")


def lines_of(content: bytes, reason: str) -> Sequence[Line]:
    facts = sheets.facts_of(content)
    columns = model.columns_of(facts.columns)
    lines: list[Line] = []
    for row in sheets.rows_of(content, facts):
        line = model.line_of(row.number, row.cells, columns, reason) if row.number > 1 else None
        if line:
            lines.append(line)
        if len(lines) > model.ROWS_MAX:
            sentence = f"The table has more than {model.ROWS_MAX:,} rows that say a number."
            raise refused([wrong("many", sentence, "Divide it into several files.", "file")])
    return lines
