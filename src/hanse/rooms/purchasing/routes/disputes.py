"""HTTP of disputes with suppliers: what one could come to, opened, and taken back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.base.money import Money
from hanse.engine.doors.doors import Body, Called, Doors, InTx
from hanse.engine.manifest import Ends
from hanse.rooms.purchasing.model.disputes import Cannot, Kept, State
from hanse.rooms.purchasing.routes.held import OfCards, OfHands, OfSuppliers, Opening
from hanse.rooms.purchasing.routes.permissions import READ_COSTS, READ_ORDERS, WRITE_ORDERS
from hanse.rooms.purchasing.service import disputing
from hanse.rooms.purchasing.service.disputing import NOTE_CHARS_MAX, Asked, Offered, Shown
from hanse.trade.supply import ITEMS_MAX, PIECES_MAX, Dispute, RefundTo, Wants

doors = Doors("purchasing")

Id = Annotated[UUID, Path(description="The id of the supplier order.")]
Of = Annotated[UUID, Path(description="The id of the dispute.")]
ID = "0190a2b4-0000-7000-8000-000000000001"
LINE: JsonDict = {"line_id": "77001", "title": "Brass lamp", "quantity": 1}
DISPUTE: JsonDict = {
    "id": ID,
    "number": "1001-7K2M9QWE-D1",
    "state": "open",
    "state_since": "2026-12-10T09:00:00Z",
    "reason": "Damaged products",
    "wants": "refund",
    "refund_to": "balance",
    "currency": "USD",
    "amount_minor": 1250,
    "lines": [LINE],
    "set_id": ID,
    "end_set_id": None,
    "remote_id": "DS501",
    "word": "IN_PROGRESS",
    "decided_minor": None,
    "resend_id": "",
    "why": "",
    "made_at": "2026-12-10T09:00:00Z",
}
SHOWN: JsonDict = {
    "number": "1001-7K2M9QWE",
    "account": "CJ of ours",
    "how": "by_call",
    "last_day": "2026-12-20T00:00:00Z",
    "cannot": None,
    "why_not": "",
    "next_step": "",
    "items": [DISPUTE],
}
CHOICE: JsonDict = {
    "line_id": "77001",
    "title": "Brass lamp",
    "sku": "BL-77",
    "quantity": 2,
    "chosen": 1,
    "price_minor": 990,
}
TERMS: JsonDict = {
    "currency": "USD",
    "lines": [CHOICE],
    "most_minor": 1250,
    "most_goods_minor": 990,
    "most_freight_minor": 260,
    "wants": ["refund", "reissue"],
    "reasons": [{"id": "2", "name": "Damaged products"}],
    "before": 0,
}


class DisputedLineIn(Body):
    line_id: Annotated[str, Field(min_length=1, max_length=200)]
    quantity: Annotated[int, Field(ge=1, le=PIECES_MAX)]


Lines = Annotated[
    list[DisputedLineIn],
    Field(max_length=ITEMS_MAX, description="Lines there, each once; none: all of them, whole."),
]


class TermsIn(Body):
    """What a dispute would be about."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"lines": []}]})

    lines: Lines = Field(default_factory=list)


class DisputeIn(Body):
    """A dispute to be opened; the reason is one of those that the supplier lists."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "lines": [{"line_id": "77001", "quantity": 1}],
                    "reason": "2",
                    "wants": "refund",
                    "refund_to": "balance",
                    "note": "It came broken.",
                }
            ]
        }
    )

    lines: Lines = Field(default_factory=list)
    reason: Annotated[str, Field(min_length=1, max_length=100)]
    wants: Wants
    refund_to: RefundTo = RefundTo.balance
    note: Annotated[str, Field(min_length=1, max_length=NOTE_CHARS_MAX)]


class DisputedLineOut(BaseModel):
    line_id: str
    title: str
    quantity: int


class DisputeOut(BaseModel):
    """A dispute. `amount_minor` could come back at most, `decided_minor` did; `word` is the
    supplier's own for how it stands. `set_id` opens it, `end_set_id` takes it back. One that was
    opened on the supplier's own site says not what it wants."""

    model_config = ConfigDict(json_schema_extra={"examples": [DISPUTE]})

    id: UUID
    number: str
    state: State
    state_since: datetime
    reason: str
    wants: Wants | None
    refund_to: RefundTo | None
    currency: str | None
    amount_minor: int | None
    lines: list[DisputedLineOut]
    set_id: UUID | None
    end_set_id: UUID | None
    remote_id: str
    word: str
    decided_minor: int | None
    resend_id: str
    why: str
    made_at: datetime


class DisputesOut(BaseModel):
    """Those about one order, the newest first. `how` is how one is opened at this supplier, and
    `cannot` why none can be now; `last_day` null: the supplier tells none."""

    model_config = ConfigDict(json_schema_extra={"examples": [SHOWN]})

    number: str
    account: str
    how: Ends
    last_day: datetime | None
    cannot: Cannot | None
    why_not: str
    next_step: str
    items: list[DisputeOut]


class DisputableOut(BaseModel):
    """A line there: so many were ordered, and so many the terms are about."""

    line_id: str
    title: str
    sku: str
    quantity: int
    chosen: int
    price_minor: int | None


class ReasonOut(BaseModel):
    id: str
    name: str


class TermsOut(BaseModel):
    """What the supplier says of it now. `before`: so many disputes there were."""

    model_config = ConfigDict(json_schema_extra={"examples": [TERMS]})

    currency: str | None
    lines: list[DisputableOut]
    most_minor: int | None
    most_goods_minor: int | None
    most_freight_minor: int | None
    wants: list[Wants]
    reasons: list[ReasonOut]
    before: int


@doors.get("/api/purchasing/orders/{id}/disputes", needs=READ_ORDERS)
async def list_disputes(tx: InTx, caller: Called, cards: OfCards, id: Id) -> DisputesOut:  # noqa: A002
    """List disputes about a supplier order, and whether one can be opened and until when."""
    return shown_out(await disputing.shown(tx, cards, id), costs=caller.may(READ_COSTS))


@doors.post("/api/purchasing/orders/{id}/disputes/terms", needs=WRITE_ORDERS, repeatable=True)
async def read_terms(
    suppliers: OfSuppliers,
    open_tx: Opening,
    cards: OfCards,
    id: Id,  # noqa: A002
    asked: TermsIn,
) -> TermsOut:
    """Ask the supplier what a dispute about these lines could come to; nothing is opened."""
    found, before = await disputing.offer(suppliers, open_tx, cards, id, Asked(of(asked.lines)))
    return terms_out(found, before)


@doors.post("/api/purchasing/orders/{id}/disputes", needs=WRITE_ORDERS, status=201, repeatable=True)
async def open_dispute(
    hands: OfHands,
    suppliers: OfSuppliers,
    open_tx: Opening,
    cards: OfCards,
    id: Id,  # noqa: A002
    asked: DisputeIn,
) -> DisputeOut:
    """Open a dispute by a change of its own. While one is open, or on its way, there is no
    second."""
    wanted = Asked(of(asked.lines), asked.reason, asked.wants, asked.refund_to, asked.note)
    return one_out(await disputing.open_one(hands, suppliers, open_tx, cards, id, wanted))


@doors.post("/api/purchasing/disputes/{id}/withdraw", needs=WRITE_ORDERS)
async def withdraw_dispute(tx: InTx, hands: OfHands, id: Of) -> DisputeOut:  # noqa: A002
    """Take a dispute back: one that waits is not sent, an open one is ended by a change."""
    return one_out(await disputing.withdraw(hands, tx, id))


def of(lines: Sequence[DisputedLineIn]) -> dict[str, int]:
    return {each.line_id: each.quantity for each in lines}


def shown_out(found: Shown, *, costs: bool) -> DisputesOut:
    return DisputesOut(
        number=found.purchase.number,
        account=found.account,
        how=found.how,
        last_day=found.purchase.dispute_by,
        cannot=found.cannot,
        why_not=found.why_not,
        next_step=found.next_step,
        items=[one_out(each, costs=costs) for each in found.disputes],
    )


def one_out(found: Kept, *, costs: bool = True) -> DisputeOut:
    given = {name: getattr(found, name) for name in DisputeOut.model_fields if name != "lines"}
    sums = {} if costs else {"amount_minor": None, "decided_minor": None}
    lines = [
        DisputedLineOut(line_id=each.line_id, title=each.title, quantity=each.quantity)
        for each in found.lines
    ]
    return DisputeOut.model_validate({**given, **sums, "lines": lines})


def terms_out(found: Offered, before: Sequence[Dispute]) -> TermsOut:
    chosen = {each.line_id: each.quantity for each in found.chosen}
    terms = found.terms
    return TermsOut(
        currency=terms.most.currency if terms.most else None,
        lines=[
            DisputableOut(
                line_id=each.line_id,
                title=found.titles.get(each.line_id, ""),
                sku=each.sku,
                quantity=each.quantity,
                chosen=chosen.get(each.line_id, 0),
                price_minor=minor(each.price),
            )
            for each in found.lines
        ],
        most_minor=minor(terms.most),
        most_goods_minor=minor(terms.most_goods),
        most_freight_minor=minor(terms.most_freight),
        wants=list(terms.wants),
        reasons=[ReasonOut(id=key, name=name) for key, name in terms.reasons],
        before=len(before),
    )


def minor(amount: Money | None) -> int | None:
    return amount.minor if amount is not None else None
