"""HTTP of levels as a table."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from starlette.responses import StreamingResponse

from hanse.engine.doors.doors import Called, Doors, FileBrought, InDatabase, InTx
from hanse.engine.sheets.reading import BYTES_MAX
from hanse.rooms.stock.model.adjusting import REASON_CHARS_MAX
from hanse.rooms.stock.routes.permissions import READ_LEVELS, WRITE_LEVELS
from hanse.rooms.stock.routes.shapes import AdjustedOut, adjusted_out
from hanse.rooms.stock.service import files as service

doors = Doors("stock")

OfPlace = Annotated[UUID | None, Query(alias="place", description="Of this place alone.")]
Usual = Annotated[
    UUID | None,
    Query(alias="place", description="Where rows are meant that name no place; the first of all."),
]
Why = Annotated[str, Query(max_length=REASON_CHARS_MAX, description="Of rows that give none.")]


class LevelsFile(StreamingResponse):
    """Levels, as CSV."""

    media_type = "text/csv"


@doors.get(
    "/api/stock/files/levels.csv",
    needs=READ_LEVELS,
    example="variant_id,sku,title,place,on_hand,...\r\n01930b6e-7c1a-7d52-9a54-0d7c8f0f6c61,...",
)
async def export_stock(database: InDatabase, caller: Called, place: OfPlace = None) -> LevelsFile:
    """Export what lies at each place, as a table that can be edited and brought back."""
    async with database.tx(caller.workspace_id, caller.actor) as tx:
        await service.begin(tx, place)
        day = tx.now.date()
    lines = service.levels(lambda: database.tx(caller.workspace_id, caller.actor), place)
    named = f'attachment; filename="hanse-stock-{day}.csv"'
    return LevelsFile(lines, headers={"content-disposition": named})


@doors.post("/api/stock/files/levels", needs=WRITE_LEVELS, file_bytes_max=BYTES_MAX)
async def import_stock(
    tx: InTx,
    content: FileBrought,
    preview: Annotated[bool, Query(description="Say what would be; nothing is done.")] = True,
    place: Usual = None,
    reason: Why = "",
) -> AdjustedOut:
    """Bring levels in as a table, CSV or XLSX: rows of sku, place, and on_hand or by. First look at
    what each row would do; then all are written, or none. The same on_hand twice changes nothing
    the second time."""
    return adjusted_out(await service.bring(tx, content, place, reason, preview=preview))
