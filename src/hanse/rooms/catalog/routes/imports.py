"""HTTP of tables: products brought in, step by step, and taken out."""

from collections.abc import AsyncIterator
from typing import Annotated, ClassVar
from uuid import UUID

from fastapi import Path, Query
from starlette.responses import StreamingResponse

from hanse.engine.doors.doors import Called, Doors, FileBrought, InDatabase, InTx
from hanse.engine.doors.paging import (
    PAGE_USUAL,
    Cursor,
    Limit,
    cut,
    read_cursor,
    read_id,
)
from hanse.engine.sheets.reading import BYTES_MAX
from hanse.rooms.catalog.model.bulks import Selection
from hanse.rooms.catalog.model.imports import RowState, Step
from hanse.rooms.catalog.routes.file_held import OfShelf
from hanse.rooms.catalog.routes.import_shapes import (
    TableOut,
    TableRowsOut,
    TablesOut,
    TableStepIn,
    WholeTableOut,
    import_out,
    places_of,
    row_out,
    whole_out,
)
from hanse.rooms.catalog.routes.permissions import READ, WRITE
from hanse.rooms.catalog.service import exporting
from hanse.rooms.catalog.service import importing as service
from hanse.rooms.catalog.service.exporting import Format

doors = Doors("catalog")
# Who may read products may not read these: a file may hold what they cost.

IDS_MAX = 150  # as many as an address holds

Id = Annotated[UUID, Path(description="The id of the import.")]
Name = Annotated[str, Query(min_length=1, max_length=200, description="The name of the file.")]
Delimiter = Annotated[
    str, Query(pattern="^[,;|\t]?$", description="Between cells; without it it is found out.")
]
OfState = Annotated[RowState | None, Query(alias="state", description="Rows of this state alone.")]
Filter = Annotated[str | None, Query(max_length=100, description="As in the table of products.")]


class TableFile(StreamingResponse):
    """A table, as CSV or as Excel opens it."""

    media_type = Format.csv.media_type
    media_types: ClassVar = (Format.csv.media_type, Format.xlsx.media_type)


class ResultFile(StreamingResponse):
    """What came of each row, as CSV."""

    media_type = "text/csv"


@doors.get("/api/catalog/imports", needs=WRITE)
async def list_tables(tx: InTx, limit: Limit = PAGE_USUAL, cursor: Cursor = None) -> TablesOut:
    """List the tables that were uploaded, the newest first."""
    found = await service.page(tx, read_id(cursor), limit + 1)
    page, following = cut(found, limit, lambda each: [each.id])
    return TablesOut(items=[import_out(each) for each in page], next_cursor=following)


@doors.post("/api/catalog/imports", needs=WRITE, status=201, file_bytes_max=BYTES_MAX)
async def upload_table(
    tx: InTx, shelf: OfShelf, content: FileBrought, name: Name, delimiter: Delimiter = ""
) -> TableOut:
    """Upload a table of products, CSV or XLSX. Nothing changes by it: next its columns get their
    places, and its rows are checked."""
    return import_out(await service.upload(tx, shelf, name, content, delimiter))


@doors.get("/api/catalog/imports/{id}", needs=WRITE)
async def read_table(tx: InTx, id: Id) -> WholeTableOut:  # noqa: A002
    """Show an import with its first rows, and the places that its columns may have."""
    return whole_out(await service.whole(tx, id))


@doors.delete("/api/catalog/imports/{id}", needs=WRITE, versioned=False)
async def delete_table(tx: InTx, id: Id) -> None:  # noqa: A002
    """Delete an uploaded table and what came of its rows. What it changed stays."""
    await service.delete(tx, id)


@doors.post("/api/catalog/imports/{id}/steps", needs=WRITE)
async def step_table(tx: InTx, id: Id, asked: TableStepIn) -> TableOut:  # noqa: A002
    """Have the rows checked, or what was checked applied; or give it up."""
    places = places_of(asked.places) if asked.places else None
    wanted = Step(asked.step)
    return import_out(await service.step(tx, id, wanted, asked.version, places, asked.template))


@doors.get("/api/catalog/imports/{id}/rows", needs=WRITE)
async def list_table_rows(
    tx: InTx,
    id: Id,  # noqa: A002
    state: OfState = None,
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> TableRowsOut:
    """List the rows of an import, with what is wrong with each and what came of it."""
    after = 0
    if cursor is not None:
        [last] = read_cursor(cursor, int)
        after = min(max(int(str(last)), 0), 2**31 - 1)
    found = await service.rows(tx, id, after, state, limit + 1)
    page, following = cut(found, limit, lambda each: [each.number])
    return TableRowsOut(items=[row_out(each) for each in page], next_cursor=following)


@doors.get(
    "/api/catalog/imports/{id}/result",
    needs=WRITE,
    example="row,state,product_id,field,reason,next_step\r\n7,refused,,price,...",
)
async def export_table_result(
    database: InDatabase,
    caller: Called,
    id: Id,  # noqa: A002
) -> ResultFile:
    """Export what came of each row, with the reason and the next step of those refused."""
    async with database.tx(caller.workspace_id, caller.actor) as tx:
        found = await service.one(tx, id)
    lines = exporting.result(lambda: database.tx(caller.workspace_id, caller.actor), found.id)
    return ResultFile(lines, headers=named("hanse-import-result", "csv"))


@doors.get(
    "/api/catalog/export",
    needs=READ,
    example="product_id,variant_id,sku,...\r\n01930b6e-7c1a-7d52-9a54-0d7c8f0f6c61,...",
)
async def export_products(
    database: InDatabase,
    caller: Called,
    format: Format = Format.csv,  # noqa: A002
    id: Annotated[  # noqa: A002
        list[UUID] | None, Query(max_length=IDS_MAX, description="These products alone.")
    ] = None,
    state: Filter = None,
    brand: Filter = None,
    category: Filter = None,
    tag: Filter = None,
    account: Filter = None,
    not_account: Filter = None,
    no_barcode: Filter = None,
    q: Filter = None,
) -> TableFile:
    """Export products as a table that can be edited and brought back: those chosen, or all that
    the filters let through."""
    given = {
        "state": state,
        "brand": brand,
        "category": category,
        "tag": tag,
        "q": q,
        "account": account,
        "not_account": not_account,
        "no_barcode": no_barcode,
    }
    filters = {name: text for name, text in given.items() if text}
    selection = Selection(tuple(id or ()), filters)
    async with database.tx(caller.workspace_id, caller.actor) as tx:
        await exporting.begin(tx, selection, format)
        day = tx.now.date()
    lines: AsyncIterator[bytes] = exporting.products(
        lambda: database.tx(caller.workspace_id, caller.actor), selection, format
    )
    headers = named(f"hanse-products-{day}", format.ending)
    return TableFile(lines, media_type=format.media_type, headers=headers)


def named(name: str, ending: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}.{ending}"'}
