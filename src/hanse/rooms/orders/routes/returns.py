"""HTTP of returns: listed, written down, and taken one step further at a time."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors.doors import Body, Doors, InTx
from hanse.engine.doors.paging import PAGE_USUAL, Cursor, Limit, Page, cut, read_id
from hanse.rooms.orders.model.returning import Act, Received, Return, ReturnReason, ReturnState
from hanse.rooms.orders.routes.held import OfHands
from hanse.rooms.orders.routes.refund_permissions import READ_RETURNS, WRITE_RETURNS
from hanse.rooms.orders.routes.shapes import ACCOUNT, AT, ID, Id
from hanse.rooms.orders.service import returning
from hanse.rooms.orders.service.returning import Asked

doors = Doors("orders")

LINE: JsonDict = {
    "line_id": ID,
    "title": "Lamp",
    "sku": "L-1",
    "variant_id": ID,
    "count": 1,
    "restocked": 0,
    "written_off": 0,
    "place_id": None,
}
RETURN: JsonDict = {
    "id": ID,
    "order_id": ID,
    "account_id": ACCOUNT,
    "number": "1001",
    "state": "approved",
    "reason": "damaged",
    "note": "The shade is broken",
    "answer": "",
    "carrier": "DHL",
    "tracking_number": "R1",
    "label_url": "",
    "requested_at": AT,
    "state_since": AT,
    "version": 2,
    "lines": [LINE],
    "refund_open": False,
    "next_action": "Give the buyer a label or an address, then wait for the parcel.",
    "acts": ["decline", "label", "sent", "receive"],
}

OfStates = Annotated[
    list[ReturnState] | None,
    Query(alias="state", max_length=6, description="In any of these states."),
]
OfOrder = Annotated[UUID | None, Query(alias="order", description="Of this order.")]
Pieces = Annotated[int, Field(ge=0, le=1_000_000)]


class ReturnLineOut(BaseModel):
    """Pieces that are to come back, and what came of them."""

    model_config = ConfigDict(json_schema_extra={"examples": [LINE]}, from_attributes=True)

    line_id: UUID
    title: str
    sku: str
    variant_id: UUID | None
    count: int
    restocked: int
    written_off: int
    place_id: UUID | None


class ReturnOut(BaseModel):
    """A return. `acts`: what may be done with it now."""

    model_config = ConfigDict(json_schema_extra={"examples": [RETURN]}, from_attributes=True)

    id: UUID
    order_id: UUID
    account_id: UUID
    number: str = Field(description="Of the order.")
    state: ReturnState
    reason: ReturnReason
    note: str
    answer: str = Field(description="Why it was declined, or closed without money.")
    carrier: str
    tracking_number: str
    label_url: str
    requested_at: datetime
    state_since: datetime
    version: int
    lines: list[ReturnLineOut]
    refund_open: bool
    next_action: str
    acts: list[Act]


class ReturnsOut(Page[ReturnOut]):
    """A page of returns."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [RETURN], "next_cursor": None}]}
    )


class ReturnLineIn(Body):
    """So many pieces of a line are to come back."""

    line_id: UUID
    count: Annotated[int, Field(ge=1, le=1_000_000)]


class GoodsBackIn(Body):
    """Why goods come back; no line named: all that has left and does not come back already."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"reason": "damaged", "lines": [{"line_id": ID, "count": 1}]}]
        }
    )

    reason: ReturnReason
    note: Annotated[str, Field(max_length=500)] = ""
    lines: Annotated[tuple[ReturnLineIn, ...], Field(max_length=500)] = ()


class CameIn(Body):
    """What came of a line: pieces that can be sold again, and pieces of no use."""

    line_id: UUID
    restock: Pieces = 0
    write_off: Pieces = 0
    place_id: UUID | None = None


class ReturnActIn(Body):
    """One step, with what it needs: `why` to decline or close; a tracking number or a link as its
    label; what came, and where it lies; whether shipping is refunded too."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"act": "receive", "came": [{"line_id": ID, "restock": 1, "write_off": 0}]},
            ]
        }
    )

    act: Act
    why: Annotated[str, Field(max_length=500)] = ""
    carrier: Annotated[str, Field(max_length=100)] = ""
    tracking_number: Annotated[str, Field(max_length=100)] = ""
    label_url: Annotated[str, Field(max_length=500)] = ""
    came: Annotated[tuple[CameIn, ...], Field(max_length=500)] = ()
    place_id: UUID | None = None
    shipping: bool = False
    by_hand: bool = False
    notify: bool = True


@doors.get("/api/orders/returns", needs=READ_RETURNS)
async def list_returns(
    tx: InTx,
    state: OfStates = None,
    order: OfOrder = None,
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> ReturnsOut:
    """List returns, the newest first."""
    found = await returning.list_returns(tx, state or (), order, read_id(cursor), limit + 1)
    page, following = cut(found, limit, lambda each: [each.id])
    return ReturnsOut(items=[return_out(each) for each in page], next_cursor=following)


@doors.get("/api/orders/returns/{id}", needs=READ_RETURNS)
async def read_return(tx: InTx, id: Id) -> ReturnOut:  # noqa: A002
    """Show a return with what came of its goods, and the next action."""
    return return_out(await returning.one(tx, id))


@doors.post("/api/orders/orders/{id}/returns", needs=WRITE_RETURNS, status=201)
async def request_return(tx: InTx, id: Id, asked: GoodsBackIn) -> ReturnOut:  # noqa: A002
    """Write down that goods of an order are to come back."""
    lines = {each.line_id: each.count for each in asked.lines}
    return return_out(await returning.request(tx, id, asked.reason, asked.note, lines))


@doors.post("/api/orders/returns/{id}/act", needs=WRITE_RETURNS)
async def act_on_return(
    tx: InTx,
    hands: OfHands,
    id: Id,  # noqa: A002
    asked: ReturnActIn,
) -> ReturnOut:
    """Take a return one step further.

    What came is in the ledger at once. A refund is proposed as a change; once the shop has made it,
    the return is closed.
    """
    given = Asked(
        asked.act,
        *(asked.why, asked.carrier, asked.tracking_number, asked.label_url),
        tuple(
            Received(*(each.line_id, each.restock, each.write_off, each.place_id))
            for each in asked.came
        ),
        *(asked.place_id, asked.shipping, asked.by_hand, asked.notify),
    )
    return return_out(await returning.act(hands, tx, id, given))


def return_out(found: Return) -> ReturnOut:
    return ReturnOut.model_validate(found)
