"""HTTP of purchase orders for our own shelf, and of what is proposed to be ordered again."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Response
from starlette.responses import Response as Plain

from hanse.engine.doors.doors import Doors, Expected, InTx
from hanse.engine.doors.paging import PAGE_USUAL, Cursor, Limit, cut, read_id, write_cursor
from hanse.engine.doors.versions import etag
from hanse.rooms.purchasing.model.reorder import Policy
from hanse.rooms.purchasing.model.restocks import Restock, RestockState
from hanse.rooms.purchasing.routes.orders import place_of
from hanse.rooms.purchasing.routes.permissions import READ_RESTOCKS, WRITE_RESTOCKS
from hanse.rooms.purchasing.routes.restock_shapes import (
    MovedIn,
    ReceiptIn,
    ReorderDraftsIn,
    ReordersOut,
    RestockChangeIn,
    RestockIn,
    RestockLineIn,
    RestockOut,
    RestocksOut,
    reorder_out,
    restock_out,
)
from hanse.rooms.purchasing.service import reordering, restocks, taking_in
from hanse.rooms.purchasing.service.reordering import Chosen
from hanse.rooms.purchasing.service.restocks import Head, Wanted
from hanse.rooms.purchasing.service.taking_in import Came

doors = Doors("purchasing")

Id = Annotated[UUID, Path(description="The id of the purchase order.")]
HEAD = Head.__dataclass_fields__.keys()


class OrderPaper(Plain):
    """A purchase order to print."""

    media_type = "application/pdf"


@doors.get("/api/purchasing/restocks", needs=READ_RESTOCKS)
async def list_restocks(
    tx: InTx,
    state: Annotated[
        list[RestockState] | None, Query(max_length=6, description="In any of these states.")
    ] = None,
    supplier: Annotated[UUID | None, Query(description="Of this supplier alone.")] = None,
    limit: Annotated[int, Query(ge=1, le=50, description="How many rows at most.")] = 20,
    cursor: Cursor = None,
) -> RestocksOut:
    """List purchase orders for your own shelf, the newest first."""
    found = await restocks.page(tx, state or [], supplier, place_of(cursor), limit + 1)
    page, following = cut(found, limit, lambda each: [each.restock.made_at, each.restock.id])
    return RestocksOut(items=[restock_out(each) for each in page], next_cursor=following)


@doors.post("/api/purchasing/restocks", needs=WRITE_RESTOCKS, status=201)
async def draft_restock(tx: InTx, asked: RestockIn) -> RestockOut:
    """Draft a purchase order. Nothing goes out by it."""
    head = Head(**{name: getattr(asked, name) for name in HEAD})
    return await told(tx, await restocks.draft(tx, asked.supplier_id, head, wanted(asked.lines)))


@doors.get("/api/purchasing/restocks/{id}", needs=READ_RESTOCKS, versioned=True)
async def read_restock(tx: InTx, id: Id, answer: Response) -> RestockOut:  # noqa: A002
    """Show a purchase order, with what its pieces come to in the end."""
    found = await restocks.one(tx, id)
    answer.headers["etag"] = etag(found.version)
    return await told(tx, found)


@doors.patch("/api/purchasing/restocks/{id}", needs=WRITE_RESTOCKS)
async def edit_restock(
    tx: InTx,
    id: Id,  # noqa: A002
    asked: RestockChangeIn,
    expected: Expected,
    answer: Response,
) -> RestockOut:
    """Change a purchase order: its lines while it is a draft, freight, duty and other until the
    end. What came already is kept at its new landed cost then."""
    head = restocks.head_of(await restocks.one(tx, id))
    may_end = {"place_id", "expected_on"}
    given = {
        name: getattr(asked, name)
        for name in HEAD
        if name in asked.model_fields_set
        if getattr(asked, name) is not None or name in may_end
    }
    lines = wanted(asked.lines) if asked.lines is not None else None
    merged = Head(**{name: given.get(name, getattr(head, name)) for name in HEAD})
    made = await taking_in.change(tx, id, merged, lines, expected)
    answer.headers["etag"] = etag(made.version)
    return await told(tx, made)


@doors.post("/api/purchasing/restocks/{id}/move", needs=WRITE_RESTOCKS, versioned=True)
async def move_restock(
    tx: InTx,
    id: Id,  # noqa: A002
    asked: MovedIn,
    expected: Expected,
    answer: Response,
) -> RestockOut:
    """Send a purchase order by mail with its PDF, or note that it was sent by hand, confirmed,
    closed or cancelled."""
    if asked.to == "confirmed":
        made = await restocks.confirm(tx, id, asked.reference, asked.expected_on, expected)
    elif asked.to == "closed":
        made = await taking_in.close(tx, id, expected)
    elif asked.to == "cancelled":
        made = await restocks.cancel(tx, id, expected)
    else:
        by_mail = asked.to == "mailed"
        made = await taking_in.send(tx, id, expected, by_mail=by_mail)
    answer.headers["etag"] = etag(made.version)
    return await told(tx, made)


@doors.post("/api/purchasing/restocks/{id}/receive", needs=WRITE_RESTOCKS, versioned=True)
async def receive_restock(
    tx: InTx,
    id: Id,  # noqa: A002
    asked: ReceiptIn,
    expected: Expected,
    answer: Response,
) -> RestockOut:
    """Take in what came, all or part, with what of it is defective; the rest is still to come."""
    came = [Came(each.line_id, each.count, each.defective) for each in asked.lines]
    made = await taking_in.receive(tx, id, came, asked.place_id, expected)
    answer.headers["etag"] = etag(made.version)
    return await told(tx, made)


@doors.get("/api/purchasing/restocks/{id}/paper.pdf", needs=READ_RESTOCKS, example="%PDF-1.7...")
async def print_restock(tx: InTx, id: Id) -> OrderPaper:  # noqa: A002
    """Print a purchase order: as it was sent last, or a draft as it would be sent now."""
    return OrderPaper(await taking_in.paper(tx, id))


@doors.get("/api/purchasing/reorders", needs=READ_RESTOCKS)
async def list_reorders(
    tx: InTx,
    service: Annotated[
        float,
        Query(ge=0.5, le=0.9999, description="In this share of lead times nothing runs out."),
    ] = 0.95,
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> ReordersOut:
    """List what is due to be ordered again, by what sold lately and how long suppliers take. A page
    may be short, or empty, and have a next one."""
    page = await reordering.page(tx, read_id(cursor), limit, Policy(service=service))
    following = write_cursor([page.next]) if page.next else None
    return ReordersOut(items=[reorder_out(each) for each in page.items], next_cursor=following)


@doors.post("/api/purchasing/reorders", needs=WRITE_RESTOCKS, status=201)
async def draft_reorders(tx: InTx, asked: ReorderDraftsIn) -> RestocksOut:
    """Draft what is due: a purchase order for each supplier, which a person sends. What is drafted
    counts as coming and is proposed no more."""
    chosen = [Chosen(each.variant_id, each.pieces) for each in asked.lines]
    made = await reordering.draft(tx, chosen, Policy(service=asked.service))
    found = await restocks.shown(tx, made)
    return RestocksOut(items=[restock_out(each) for each in found], next_cursor=None)


def wanted(lines: Sequence[RestockLineIn]) -> Sequence[Wanted]:
    return [
        Wanted(number, each.variant_id, each.sku, each.quantity, each.price_minor)
        for number, each in enumerate(lines)
    ]


async def told(tx: InTx, found: Restock) -> RestockOut:
    [shown] = await restocks.shown(tx, [found])
    return restock_out(shown)
