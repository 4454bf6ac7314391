"""What the routes of purchase orders take and give."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, JsonValue
from pydantic.config import JsonDict

from hanse.base.money import MINOR_MAX
from hanse.engine.doors.doors import Body
from hanse.engine.doors.instants import Day
from hanse.engine.doors.paging import Page
from hanse.rooms.purchasing.model import restocks as model
from hanse.rooms.purchasing.model.offers import SKU_CHARS_MAX
from hanse.rooms.purchasing.model.restocks import (
    LINES_MAX,
    NOTE_CHARS_MAX,
    PIECES_MAX,
    REFERENCE_CHARS_MAX,
    RestockState,
)
from hanse.rooms.purchasing.service import reordering
from hanse.rooms.purchasing.service.restocks import Shown

ID = "0190a2b4-0000-7000-8000-000000000001"
OTHER = "0190a2b4-0000-7000-8000-000000000002"
LINE_IN: JsonDict = {"sku": "L-1", "quantity": 100}
RESTOCK_IN: JsonDict = {"supplier_id": OTHER, "lines": [LINE_IN], "freight_minor": 5000}
LINE: JsonDict = {
    "id": ID,
    "variant_id": ID,
    "sku": "L-1",
    "title": "Brass lamp, large",
    "supplier_sku": "BL-77",
    "quantity": 100,
    "received": 0,
    "defective": 0,
    "price_minor": 420,
    "landed_minor": 47000,
    "landed_each": "4.700000",
}
RESTOCK: JsonDict = {
    "id": ID,
    "number": "PO-7K2M9QWE",
    "supplier_id": OTHER,
    "supplier": "Lamp factory",
    "state": "draft",
    "state_since": "2026-11-20T14:03:05Z",
    "place_id": None,
    "currency": "USD",
    "goods_minor": 42000,
    "freight_minor": 5000,
    "duty_minor": 0,
    "other_minor": 0,
    "expected_on": None,
    "note": "",
    "reference": "",
    "why": [],
    "made_at": "2026-11-20T14:03:05Z",
    "made_by": None,
    "sent_at": None,
    "closed_at": None,
    "version": 1,
    "lines": [LINE],
    "warnings": [{"code": "case_pack", "line": ID, "pieces": 100, "case_pack": 30}],
}
REORDER: JsonDict = {
    "variant_id": ID,
    "sku": "L-1",
    "title": "Brass lamp, large",
    "supplier_id": OTHER,
    "supplier": "Lamp factory",
    "offer_id": ID,
    "pieces": 60,
    "currency": "USD",
    "cost_each": "4.20",
    "on_hand": 12,
    "promised": 2,
    "coming": 0,
    "point": 25,
    "sells_in_lead": 16.8,
    "safety": 7.4,
    "sold_per_day": 1.4,
    "spread_per_day": 1.2,
    "lead_days": 12,
    "lead_spread": 2,
    "reasons": [{"code": "below_point", "needed": "15"}],
}
Minor = Annotated[int, Field(ge=0, le=MINOR_MAX)]
Pieces = Annotated[int, Field(ge=1, le=PIECES_MAX)]
Note = Annotated[str, Field(max_length=NOTE_CHARS_MAX, description="Printed below the lines.")]
Reference = Annotated[
    str, Field(max_length=REFERENCE_CHARS_MAX, description="The supplier's own number.")
]
Word = str | int


class RestockLineIn(Body):
    """So many of a variant or an SKU; without a price it is the offer's."""

    model_config = ConfigDict(json_schema_extra={"examples": [LINE_IN]})

    variant_id: UUID | None = None
    sku: Annotated[str, Field(max_length=SKU_CHARS_MAX)] = ""
    quantity: Pieces
    price_minor: Minor | None = None


Lines = Annotated[list[RestockLineIn], Field(max_length=LINES_MAX)]


class RestockIn(Body):
    """A purchase order for your own shelf, in the supplier's currency."""

    model_config = ConfigDict(json_schema_extra={"examples": [RESTOCK_IN]})

    supplier_id: UUID
    lines: Lines
    place_id: UUID | None = Field(None, description="Where they are to lie; null: the first place.")
    expected_on: Day | None = None
    note: Note = ""
    reference: Reference = ""
    freight_minor: Minor = 0
    duty_minor: Minor = 0
    other_minor: Minor = 0


class RestockChangeIn(Body):
    """What is to be another from now on; what is left out stays. Lines are all of them."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"freight_minor": 5000}]})

    lines: Lines | None = None
    place_id: UUID | None = None
    expected_on: Day | None = None
    note: Note | None = None
    reference: Reference | None = None
    freight_minor: Minor | None = None
    duty_minor: Minor | None = None
    other_minor: Minor | None = None


class MovedIn(Body):
    """How it goes on: mailed sends it now; handed says that a person has sent it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"to": "handed"}]})

    to: Literal["mailed", "handed", "confirmed", "closed", "cancelled"]
    reference: Reference | None = Field(None, description="With confirmed.")
    expected_on: Day | None = Field(None, description="With confirmed.")


class CameIn(Body):
    """So many of a line came, and so many of these are defective."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"line_id": ID, "count": 40}]})

    line_id: UUID
    count: Pieces
    defective: Annotated[int, Field(ge=0, le=PIECES_MAX)] = 0


class ReceiptIn(Body):
    """What came, and where it lies."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"lines": [{"line_id": ID, "count": 40}]}]}
    )

    lines: Annotated[list[CameIn], Field(min_length=1, max_length=LINES_MAX)]
    place_id: UUID | None = None


class ReorderLineIn(Body):
    """A variant that is due; without a number as many as are proposed."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"variant_id": ID, "pieces": 60}]})

    variant_id: UUID
    pieces: Pieces | None = None


class ReorderDraftsIn(Body):
    """Proposals that are to be drafted."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"lines": [{"variant_id": ID, "pieces": 60}]}]}
    )

    lines: Annotated[list[ReorderLineIn], Field(min_length=1, max_length=LINES_MAX)]
    service: Annotated[float, Field(ge=0.5, le=0.9999)] = 0.95


class RestockLineOut(BaseModel):
    """A line; `landed_minor` is what all of it costs with its share of freight, duty and other."""

    id: UUID
    variant_id: UUID
    sku: str
    title: str
    supplier_sku: str
    quantity: int
    received: int
    defective: int
    price_minor: int
    landed_minor: int
    landed_each: str | None


class RestockOut(BaseModel):
    """A purchase order. `why`: what proposed it; `warnings`: what its supplier may not accept, as
    codes and facts."""

    model_config = ConfigDict(json_schema_extra={"examples": [RESTOCK]})

    id: UUID
    number: str
    supplier_id: UUID
    supplier: str
    state: RestockState
    state_since: datetime
    place_id: UUID | None
    currency: str
    goods_minor: int
    freight_minor: int
    duty_minor: int
    other_minor: int
    expected_on: date | None
    note: str
    reference: str
    why: list[dict[str, JsonValue]]
    made_at: datetime
    made_by: UUID | None
    sent_at: datetime | None
    closed_at: datetime | None
    version: int
    lines: list[RestockLineOut]
    warnings: list[dict[str, Word]]


class RestocksOut(Page[RestockOut]):
    """Purchase orders, the newest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [RESTOCK], "next_cursor": None}]}
    )


class ReorderOut(BaseModel):
    """What is due, and the arithmetic: `point` is what sells in the lead time and what is kept
    above it, and what is there and coming has fallen to it."""

    model_config = ConfigDict(json_schema_extra={"examples": [REORDER]})

    variant_id: UUID
    sku: str
    title: str
    supplier_id: UUID
    supplier: str
    offer_id: UUID
    pieces: int
    currency: str
    cost_each: str
    on_hand: int
    promised: int
    coming: int
    point: int
    sells_in_lead: float
    safety: float
    sold_per_day: float
    spread_per_day: float
    lead_days: float
    lead_spread: float
    reasons: list[dict[str, Word]]


class ReordersOut(Page[ReorderOut]):
    """What is due to be ordered again."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [REORDER], "next_cursor": None}]}
    )


def restock_out(shown: Shown) -> RestockOut:
    found = shown.restock
    names = RestockOut.model_fields.keys() - {"supplier", "lines", "warnings"}
    warned = model.warnings(found, shown.offers, shown.supplier.minimum_minor)
    return RestockOut.model_validate(
        {
            **{name: getattr(found, name) for name in names},
            "why": [dict(each) for each in found.why],
            "supplier": shown.supplier.name,
            "lines": lines_out(shown),
            "warnings": [{"code": each.code, **each.facts} for each in warned],
        }
    )


def lines_out(shown: Shown) -> list[RestockLineOut]:
    landed = {each.line_id: each for each in model.landed(shown.restock)}
    return [
        RestockLineOut(
            id=each.id,
            variant_id=each.variant_id,
            sku=label.sku if label else "",
            title=label.title if label else "",
            supplier_sku=offer.sku if offer else "",
            quantity=each.quantity,
            received=each.received,
            defective=each.defective,
            price_minor=each.price_minor,
            landed_minor=landed[each.id].total.minor,
            landed_each=f"{unit.value:f}" if (unit := landed[each.id].each) else None,
        )
        for each in shown.restock.lines
        for label in [shown.labels.get(each.variant_id)]
        for offer in [shown.offers.get(each.variant_id)]
    ]


def reorder_out(shown: reordering.Shown) -> ReorderOut:
    due, holding = shown.due, shown.holding
    cost = due.proposal.cost
    return ReorderOut(
        variant_id=due.variant_id,
        sku=shown.label.sku if shown.label else "",
        title=shown.label.title if shown.label else "",
        supplier_id=due.supplier.id,
        supplier=due.supplier.name,
        offer_id=due.offer.id,
        pieces=due.proposal.pieces,
        currency=due.supplier.currency,
        cost_each=cost.digits if cost else "",
        on_hand=holding.on_hand,
        promised=holding.promised,
        coming=holding.coming,
        point=due.proposal.point,
        sells_in_lead=round(due.proposal.sells, 2),
        safety=round(due.proposal.safety, 2),
        sold_per_day=round(due.demand.mean, 4),
        spread_per_day=round(due.demand.spread, 4),
        lead_days=due.lead.mean,
        lead_spread=due.lead.spread,
        reasons=[{"code": each.code, **dict(each.facts)} for each in due.proposal.reasons],
    )
