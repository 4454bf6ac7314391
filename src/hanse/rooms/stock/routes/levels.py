"""HTTP of levels: the list, one variant with its ledger, goods taken in and levels corrected."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from hanse.engine.doors.doors import Doors, InTx
from hanse.engine.doors.instants import At
from hanse.engine.doors.paging import (
    PAGE_USUAL,
    Cursor,
    Limit,
    cut,
    read_cursor,
    read_id,
    write_cursor,
)
from hanse.engine.doors.versions import etag
from hanse.rooms.stock.model.listing import ItemState
from hanse.rooms.stock.model.moves import Asked as Wanted
from hanse.rooms.stock.model.moves import Doer, MoveKind
from hanse.rooms.stock.routes.permissions import READ_LEVELS, WRITE_LEVELS
from hanse.rooms.stock.routes.shapes import (
    AdjustedOut,
    AdjustIn,
    AdjustManyIn,
    LedgerOut,
    StockOut,
    StockRowsOut,
    VariantId,
    adjusted_out,
    moved_out,
    row_out,
    whole_out,
)
from hanse.rooms.stock.service import adjusting, listing, moving, places
from hanse.rooms.stock.service.listing import After, Asked

doors = Doors("stock")

NIL = UUID(int=0)
Search = Annotated[
    str, Query(max_length=200, description="Words of the title, an SKU or a barcode.")
]
AtPlace = Annotated[UUID | None, Query(alias="place", description="That lie at this place.")]
AtAccount = Annotated[UUID | None, Query(alias="account", description="Sold at this account.")]
OfState = Annotated[ItemState | None, Query(alias="state", description="As they stand.")]
OfKind = Annotated[MoveKind | None, Query(description="Moves of this kind alone.")]
MovedAt = Annotated[UUID | None, Query(description="At this place.")]
From = Annotated[At | None, Query(alias="from", description="Then or later.")]
To = Annotated[At | None, Query(description="Before then.")]
By = Annotated[
    Doer | UUID | None,
    Query(description="By people, by itself, or by the person with this id."),
]


@doors.get("/api/stock/levels", needs=READ_LEVELS)
async def list_stock(
    tx: InTx,
    search: Search = "",
    place: AtPlace = None,
    account: AtAccount = None,
    state: OfState = None,
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> StockRowsOut:
    """List what is there of each variant, the newest first."""
    asked = Asked(search.replace("\0", "").strip(), place, account, state)
    found = await listing.list_levels(tx, asked, after_of(cursor), limit)
    after = found.after
    following = write_cursor([after.variant_id, after.product_id or NIL]) if after else None
    return StockRowsOut(items=[row_out(each) for each in found.rows], next_cursor=following)


def after_of(cursor: str | None) -> After | None:
    if cursor is None:
        return None
    variant_id, product_id = read_cursor(cursor, UUID, UUID)
    assert isinstance(variant_id, UUID)
    assert isinstance(product_id, UUID)
    return After(variant_id, product_id if product_id.int else None)


@doors.post("/api/stock/levels/bulk", needs=WRITE_LEVELS)
async def adjust_stocks(tx: InTx, asked: AdjustManyIn) -> AdjustedOut:
    """Take goods in or correct what is there, many lines at once: all of them or none."""
    lines = [
        each.line(number, each.variant_id, each.sku) for number, each in enumerate(asked.lines)
    ]
    return adjusted_out(await adjusting.adjust(tx, lines, preview=asked.preview))


@doors.get("/api/stock/levels/{variant_id}", needs=READ_LEVELS, versioned=True)
async def read_stock(tx: InTx, variant_id: VariantId, answer: Response) -> StockOut:
    """Show what is there of a variant, and how fast it sells."""
    found = await listing.level(tx, variant_id)
    answer.headers["etag"] = etag(found.row.item.version)
    return whole_out(found)


@doors.post("/api/stock/levels/{variant_id}/adjust", needs=WRITE_LEVELS)
async def adjust_stock(tx: InTx, variant_id: VariantId, asked: AdjustIn) -> StockOut:
    """Take goods of one variant in, or correct what is there."""
    before = await listing.level(tx, variant_id)
    line = asked.line(0, before.row.item.variant_id)
    await adjusting.adjust(tx, [line], preview=False, noun="")
    return whole_out(await listing.level(tx, variant_id))


@doors.get("/api/stock/levels/{variant_id}/ledger", needs=READ_LEVELS)
async def list_moves(
    tx: InTx,
    variant_id: VariantId,
    kind: OfKind = None,
    place: MovedAt = None,
    from_: From = None,
    to: To = None,
    who: By = None,
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> LedgerOut:
    """List every move of a variant, the newest first, with what it was for and what was left."""
    await listing.level(tx, variant_id)
    asked = Wanted(kind, place, from_, to, who)
    found = await moving.ledger(tx, variant_id, read_id(cursor), limit + 1, asked)
    page, following = cut(found, limit, lambda each: [each.id])
    known = {each.id: each for each in await places.places(tx, archived=True)}
    names = await listing.who(tx, page)
    return LedgerOut(
        items=[moved_out(each, known.get(each.place_id), names[each.id]) for each in page],
        next_cursor=following,
    )
