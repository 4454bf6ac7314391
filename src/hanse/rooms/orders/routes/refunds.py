"""HTTP of money that goes back: what is left, refunds and cancellations, proposed as changes."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.base.money import MINOR_MAX
from hanse.engine.doors.doors import Body, Doors, InTx
from hanse.rooms.orders.model.refunding import LineLeft, Shares, Take, Wanted
from hanse.rooms.orders.model.refunds import Refund
from hanse.rooms.orders.routes.held import OfHands
from hanse.rooms.orders.routes.refund_permissions import READ_REFUNDS, WRITE_REFUNDS
from hanse.rooms.orders.routes.shapes import AT, ID, Id
from hanse.rooms.orders.service import refunding
from hanse.rooms.orders.service.refunding import Cancelling, Refunding, Standing

doors = Doors("orders")

SHARES: JsonDict = {"goods": 1_000, "tax": 190, "shipping": 0, "total": 1_190}
LINE: JsonDict = {"line_id": ID, "title": "Lamp", "quantity": 2, "left": 1, "here": 0}
REFUND: JsonDict = {
    "id": ID,
    "kind": "refund",
    "state": "open",
    "outcome": "",
    "outcome_code": "",
    "set_id": ID,
    "return_id": None,
    "currency": "EUR",
    "shares": SHARES,
    "note": "It came too late",
    "made_at": AT,
    "ended_at": None,
}
STANDING: JsonDict = {
    "currency": "EUR",
    "paid": SHARES,
    "left": SHARES,
    "lines": [LINE],
    "refunds": [REFUND],
}
PREVIEW: JsonDict = {"currency": "EUR", "shares": SHARES, "standing": STANDING}

Note = Annotated[str, Field(max_length=250, description="Why; the shop may show it to the buyer.")]
Notify = Annotated[bool, Field(description="Whether the shop is to tell the buyer.")]


class RefundSharesOut(BaseModel):
    """In minor units; goods and shipping without their tax."""

    model_config = ConfigDict(json_schema_extra={"examples": [SHARES]}, from_attributes=True)

    goods: int
    tax: int
    shipping: int
    total: int


class RefundOut(BaseModel):
    """What a shop was asked for. `set_id`: the change that a person approves."""

    model_config = ConfigDict(json_schema_extra={"examples": [REFUND]}, from_attributes=True)

    id: UUID
    kind: Literal["refund", "cancel"]
    state: Literal["open", "done", "ended"]
    outcome: str = Field(description="Why it ended without being done.")
    outcome_code: Literal["", "refused", "withdrawn", "late", "rehearsed"]
    set_id: UUID | None
    return_id: UUID | None
    currency: str
    shares: RefundSharesOut
    note: str
    made_at: datetime
    ended_at: datetime | None


class LineLeftOut(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [LINE]})

    line_id: UUID
    title: str
    quantity: int
    left: int = Field(description="Pieces that are paid for still.")
    here: int = Field(description="Of these, pieces that have not left.")


class RefundsOut(BaseModel):
    """What was paid for an order, what is left of it, and all refunds, the newest first."""

    model_config = ConfigDict(json_schema_extra={"examples": [STANDING]})

    currency: str | None
    paid: RefundSharesOut | None = Field(description="Null: nothing of it can go back.")
    left: RefundSharesOut | None
    lines: list[LineLeftOut]
    refunds: list[RefundOut]


class ProposedRefundOut(BaseModel):
    """What goes back, and how the order stands. A preview proposes nothing."""

    model_config = ConfigDict(json_schema_extra={"examples": [PREVIEW]})

    currency: str
    shares: RefundSharesOut
    standing: RefundsOut


class RefundLineIn(Body):
    """So many pieces of a line. `restock`: they can be sold again."""

    line_id: UUID
    count: Annotated[int, Field(ge=1, le=1_000_000)]
    restock: bool = True


class RefundIn(Body):
    """All that is left; or pieces of lines, with shipping or without; or an amount with its tax."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "lines": [{"line_id": ID, "count": 1, "restock": True}],
                    "shipping": False,
                    "note": "It came too late",
                    "preview": True,
                }
            ]
        }
    )

    whole: bool = False
    lines: Annotated[tuple[RefundLineIn, ...], Field(max_length=500)] = ()
    shipping: bool = False
    amount_minor: Annotated[int | None, Field(ge=1, le=MINOR_MAX)] = None
    place_id: Annotated[
        UUID | None, Field(description="Where goods that came back lie; null: the first place.")
    ] = None
    note: Note = ""
    by_hand: Annotated[
        bool, Field(description="The money goes back outside the shop, which only notes it.")
    ] = False
    notify: Notify = True
    preview: bool = False


class CancelIn(Body):
    """How an order is cancelled. `refund`: what is left of the money goes back with it."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"note": "The buyer asked", "refund": True}]}
    )

    note: Note = ""
    refund: bool = True
    restock: bool = True
    notify: Notify = True


@doors.get("/api/orders/orders/{id}/refunds", needs=READ_REFUNDS)
async def list_order_refunds(tx: InTx, id: Id) -> RefundsOut:  # noqa: A002
    """Show what was paid for an order, what is left of it, and what was given back."""
    return standing_out(await refunding.standing(tx, id))


@doors.post("/api/orders/orders/{id}/refunds", needs=WRITE_REFUNDS)
async def propose_refund(
    tx: InTx,
    hands: OfHands,
    id: Id,  # noqa: A002
    asked: RefundIn,
) -> ProposedRefundOut:
    """Propose a refund, or with `preview` say only what would go back, to the minor unit.

    It is a change at the shop: it goes out when a person approved it. One is open at a time.
    """
    takes = {each.line_id: Take(each.count, each.restock) for each in asked.lines}
    wanted = Wanted(asked.whole, takes, asked.shipping, asked.amount_minor)
    if asked.preview:
        shares = await refunding.preview(tx, id, wanted)
    else:
        given = Refunding(wanted, asked.note, asked.by_hand, asked.notify, asked.place_id)
        shares = (await refunding.refund(hands, tx, id, given)).shares
    return await proposed_out(tx, id, shares)


@doors.post("/api/orders/orders/{id}/cancel", needs=WRITE_REFUNDS)
async def cancel_order(
    tx: InTx,
    hands: OfHands,
    id: Id,  # noqa: A002
    asked: CancelIn,
) -> ProposedRefundOut:
    """Propose to cancel an order at its shop, with the money that is left where the shop can."""
    given = Cancelling(asked.note, asked.refund, asked.restock, asked.notify)
    return await proposed_out(tx, id, (await refunding.cancel(hands, tx, id, given)).shares)


async def proposed_out(tx: InTx, order_id: UUID, shares: Shares) -> ProposedRefundOut:
    standing = await refunding.standing(tx, order_id)
    return ProposedRefundOut(
        currency=standing.order.currency or "",
        shares=RefundSharesOut.model_validate(shares),
        standing=standing_out(standing),
    )


def standing_out(found: Standing) -> RefundsOut:
    account = found.account
    return RefundsOut(
        currency=found.order.currency,
        paid=RefundSharesOut.model_validate(account.paid) if account else None,
        left=RefundSharesOut.model_validate(account.left) if account else None,
        lines=[line_out(each) for each in found.order.lines],
        refunds=[refund_out(each) for each in found.refunds],
    )


def line_out(line: LineLeft) -> LineLeftOut:
    return LineLeftOut(
        line_id=line.id,
        title=line.title,
        quantity=line.quantity,
        left=line.left,
        here=line.here,
    )


def refund_out(refund: Refund) -> RefundOut:
    return RefundOut.model_validate(refund)
