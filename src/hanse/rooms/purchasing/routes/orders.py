"""HTTP of orders at suppliers: lists, the board, one with all that is known, and what is done."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query

from hanse.engine.doors.access import Caller
from hanse.engine.doors.doors import Called, Doors, InTx
from hanse.engine.doors.paging import PAGE_USUAL, Cursor, Limit, cut, read_cursor
from hanse.engine.tx import Tx
from hanse.rooms.purchasing.model.states import State
from hanse.rooms.purchasing.routes.held import OfCards, OfHands, OfSuppliers
from hanse.rooms.purchasing.routes.order_masks import seen
from hanse.rooms.purchasing.routes.order_shapes import (
    ActedOut,
    ActIn,
    BoardOut,
    ColumnOut,
    NamedIn,
    PurchasesOut,
    PurchaseWholeOut,
    listed_out,
    whole_out,
)
from hanse.rooms.purchasing.routes.permissions import (
    READ_COSTS,
    READ_ORDERS,
    READ_VOUCHERS,
    WRITE_ORDERS,
)
from hanse.rooms.purchasing.service import acting, listing
from hanse.rooms.purchasing.service.suppliers import Cards

doors = Doors("purchasing")

Id = Annotated[UUID, Path(description="The id of the supplier order.")]
States = Annotated[
    list[State] | None, Query(alias="state", max_length=13, description="In any of these states.")
]


@doors.get("/api/purchasing/orders", needs=READ_ORDERS)
async def list_purchases(
    tx: InTx,
    caller: Called,
    search: Annotated[
        str,
        Query(
            max_length=100,
            description="Our number, the shop's, the supplier's or a parcel's, or how it begins.",
        ),
    ] = "",
    state: States = None,
    supplier: Annotated[UUID | None, Query(description="Of this supplier alone.")] = None,
    account: Annotated[UUID | None, Query(description="Of this account alone.")] = None,
    order: Annotated[UUID | None, Query(description="For this order of a buyer.")] = None,
    late: Annotated[bool, Query(description="Those that should have arrived by now.")] = False,
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> PurchasesOut:
    """List supplier orders, the newest first; what is late, the longest overdue first.

    One of late, order, search, supplier and account is looked for at a time, in this order; a
    supplier narrows late and search, and states narrow what comes after order.
    """
    asked = listing.Asked(tuple(state or ()), supplier, account, order, late, search)
    found = await listing.page(tx, asked, place_of(cursor), limit + 1)
    page, following = cut(found, limit, lambda each: listing.place(each, late=late))
    costs = caller.may(READ_COSTS)
    items = [seen(listed_out(each), costs=costs) for each in page]
    return PurchasesOut(items=items, next_cursor=following)


def place_of(cursor: str | None) -> tuple[datetime, UUID] | None:
    if cursor is None:
        return None
    at, row = read_cursor(cursor, datetime, UUID)
    assert isinstance(at, datetime)
    assert isinstance(row, UUID)
    return at, row


@doors.get("/api/purchasing/orders/board", needs=READ_ORDERS)
async def show_board(
    tx: InTx,
    caller: Called,
    supplier: Annotated[UUID | None, Query(description="Of this supplier alone.")] = None,
    each: Annotated[int, Query(ge=0, le=50, description="So many of each state.")] = 10,
) -> BoardOut:
    """Show how many supplier orders stand where, with the newest of each; counted up to 10,000."""
    columns, late = await listing.board(tx, each, supplier)
    costs = caller.may(READ_COSTS)
    return BoardOut(
        late=late,
        columns=[
            ColumnOut(
                state=column.state,
                count=column.count,
                items=[seen(listed_out(one), costs=costs) for one in column.first],
            )
            for column in columns
        ],
    )


@doors.post("/api/purchasing/orders/act", needs=WRITE_ORDERS)
async def act_on_purchases(tx: InTx, hands: OfHands, asked: ActIn) -> ActedOut:
    """Do something with many supplier orders; what cannot be is left as it is, and not counted.

    place_now ends the time in which they can be stopped; stop ends them before anything is
    ordered; agree says yes to what was asked; again has them quoted anew; pay has the supplier
    paid by a change of its own.
    """
    if asked.act == "pay":
        count, set_id = await listing.pay(hands, tx, asked.ids)
        return ActedOut(count=count, set_id=set_id)
    acts = {
        "place_now": acting.place_now,
        "stop": acting.stop,
        "agree": acting.agree,
        "again": acting.again,
    }
    return ActedOut(count=await acts[asked.act](tx, asked.ids), set_id=None)


@doors.get("/api/purchasing/orders/{id}", needs=READ_ORDERS)
async def read_purchase(
    tx: InTx,
    caller: Called,
    cards: OfCards,
    id: Id,  # noqa: A002
) -> PurchaseWholeOut:
    """Show a supplier order: its lines, quote, wishes, what was sent and confirmed, its parcels.

    The code of its voucher is shown to whoever may read vouchers, and what it costs to whoever may
    see that."""
    return await told(tx, caller, cards, id)


async def told(tx: Tx, caller: Caller, cards: Cards, purchase_id: UUID) -> PurchaseWholeOut:
    found = await listing.one(tx, cards, purchase_id)
    out = whole_out(found, with_code=caller.may(READ_VOUCHERS))
    return seen(out, costs=caller.may(READ_COSTS))


@doors.post("/api/purchasing/orders/{id}/cancel", needs=WRITE_ORDERS)
async def cancel_purchase(
    tx: InTx,
    hands: OfHands,
    suppliers: OfSuppliers,
    id: Id,  # noqa: A002
) -> ActedOut:
    """End a supplier order that stands, where its supplier lets us, by a change of its own."""
    return ActedOut(count=1, set_id=await acting.cancel(hands, suppliers, tx, id))


@doors.post("/api/purchasing/orders/{id}/name", needs=WRITE_ORDERS)
async def name_purchase(
    tx: InTx,
    caller: Called,
    cards: OfCards,
    id: Id,  # noqa: A002
    asked: NamedIn,
) -> PurchaseWholeOut:
    """Say under which number it stands at its supplier, where that was never told."""
    await acting.name(tx, id, asked.remote_id)
    return await told(tx, caller, cards, id)
