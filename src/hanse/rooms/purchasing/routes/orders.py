"""HTTP of orders at suppliers: lists, the board, one with all that is known, and what is done."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query

from hanse.engine.doors.doors import Called, Doors, InTx
from hanse.engine.doors.paging import PAGE_USUAL, Cursor, Limit, cut, read_cursor
from hanse.rooms.purchasing.model.states import State
from hanse.rooms.purchasing.routes.held import OfCards, OfHands, OfSuppliers
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
from hanse.rooms.purchasing.routes.permissions import READ_ORDERS, READ_VOUCHERS, WRITE_ORDERS
from hanse.rooms.purchasing.service import acting, listing

doors = Doors("purchasing")

Id = Annotated[UUID, Path(description="The id of the supplier order.")]
States = Annotated[
    list[State] | None, Query(alias="state", max_length=13, description="In any of these states.")
]


@doors.get("/api/purchasing/orders", needs=READ_ORDERS)
async def list_purchases(
    tx: InTx,
    state: States = None,
    supplier: Annotated[UUID | None, Query(description="Of this supplier alone.")] = None,
    account: Annotated[UUID | None, Query(description="Of this account alone.")] = None,
    order: Annotated[UUID | None, Query(description="For this order of a buyer.")] = None,
    late: Annotated[bool, Query(description="Those that should have arrived by now.")] = False,
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> PurchasesOut:
    """List supplier orders, the newest first; what is late, the longest overdue first.

    One of late, order, supplier and account is looked for at a time; states narrow the last two.
    """
    asked = listing.Asked(tuple(state or ()), supplier, account, order, late)
    found = await listing.page(tx, asked, place_of(cursor), limit + 1)
    page, following = cut(found, limit, lambda each: listing.place(each, late=late))
    return PurchasesOut(items=[listed_out(each) for each in page], next_cursor=following)


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
    each: Annotated[int, Query(ge=0, le=50, description="So many of each state.")] = 10,
) -> BoardOut:
    """Show how many supplier orders stand where, with the newest of each; counted up to 10,000."""
    columns, late = await listing.board(tx, each)
    return BoardOut(
        late=late,
        columns=[
            ColumnOut(
                state=column.state,
                count=column.count,
                items=[listed_out(one) for one in column.first],
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

    The code of its voucher is shown to whoever may read vouchers."""
    return whole_out(await listing.one(tx, cards, id), with_code=caller.may(READ_VOUCHERS))


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
    return whole_out(await listing.one(tx, cards, id), with_code=caller.may(READ_VOUCHERS))
