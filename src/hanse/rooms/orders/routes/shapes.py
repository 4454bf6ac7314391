"""What goes in and out of the routes about orders."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors.instants import At
from hanse.engine.doors.paging import Page
from hanse.rooms.orders.model.exceptions import Trouble
from hanse.rooms.orders.model.states import Payment, State

ID = "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c61"
ACCOUNT = "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c21"
AT = "2026-11-20T14:03:05Z"

Id = Annotated[UUID, Path(description="Its id.")]
OfAccount = Annotated[UUID | None, Query(alias="account", description="Of this shop.")]
States = Annotated[
    list[State] | None, Query(alias="state", max_length=9, description="In any of these states.")
]
Tag = Annotated[str | None, Query(max_length=40, description="With this tag.")]
OfTrouble = Annotated[
    Trouble | None, Query(alias="exception", description="With an open exception of this kind.")
]
Told = Annotated[
    dict[str, str],
    Field(description="What the sentence names, to say it in another language; may be empty."),
]
From = Annotated[At | None, Query(alias="from", description="Placed then or later.")]
To = Annotated[At | None, Query(alias="to", description="Placed before then.")]
Search = Annotated[
    str | None,
    Query(
        min_length=1,
        max_length=100,
        description="A number, an SKU, a tag, a tracking number, an email address or a telephone.",
    ),
]

LISTED: JsonDict = {
    "id": ID,
    "account_id": ACCOUNT,
    "number": "5001",
    "state": "confirmed",
    "payment": "paid",
    "placed_at": AT,
    "currency": "EUR",
    "total_minor": 2_880,
    "country": "DE",
    "tags": ["gift"],
    "held": False,
    "risks": 0,
    "exceptions": ["no_stock"],
    "lines": 1,
    "pieces": 2,
    "version": 3,
}
LINE: JsonDict = {
    "id": ID,
    "remote_id": "1",
    "sku": "L-1",
    "title": "Lamp",
    "variant_id": ID,
    "matched_by": "offer",
    "quantity": 2,
    "refunded": 0,
    "shipped": 0,
    "held": 2,
    "short": 0,
    "bought": 0,
    "unit_price": "10.00",
    "subtotal_minor": 2_000,
    "total_minor": 2_000,
    "tax_minor": 400,
    "removed": False,
}
SUMS: JsonDict = {
    "currency": "EUR",
    "goods": 2_000,
    "discount": 0,
    "tip": None,
    "duty": None,
    "gift_card": None,
    "shipping": 400,
    "fees": 0,
    "tax": 480,
    "total": 2_880,
    "refunded": 0,
    "remainder": 0,
}
PARCEL: JsonDict = {
    "id": ID,
    "remote_id": "9",
    "made_by": "shop",
    "state": "shipped",
    "carrier": "DHL",
    "tracking_number": "JJD1",
    "tracking_url": "",
    "shipped_at": AT,
    "told": "",
    "told_why": "",
    "supplier": "",
}
TROUBLE: JsonDict = {
    "id": ID,
    "kind": "no_stock",
    "account_id": ACCOUNT,
    "order_id": ID,
    "remote_id": "5001",
    "sentence": "2 pieces of it are not there: Lamp.",
    "told": {"count": "2", "lines": "Lamp"},
    "next_step": "Receive or transfer stock, or cancel the order at the shop.",
    "state": "open",
    "answer": "",
    "placed_at": AT,
    "opened_at": AT,
}
ADDRESS: JsonDict = {
    "first_name": "Eve",
    "last_name": "Baker",
    "company": None,
    "line_1": "Main Street 1",
    "line_2": None,
    "city": "Berlin",
    "region": None,
    "postcode": "10115",
    "country": "DE",
    "phone": None,
}
PERSON: JsonDict = {
    "name": "Eve Baker",
    "email": "eve@example.com",
    "phone": "+49 151 2345678",
    "billing": ADDRESS,
    "shipping": ADDRESS,
    "note": "",
}
WHOLE: JsonDict = {
    "order": LISTED,
    "remote_id": "5001",
    "state_word": "processing",
    "paid_word": "",
    "state_since": AT,
    "paid_at": AT,
    "gone_at": None,
    "sums": SUMS,
    "buyer_sums": {**SUMS, "currency": None},
    "prices_include_tax": False,
    "customer_id": ID,
    "region": None,
    "payment_method": "Card",
    "coupons": [],
    "risks": [],
    "findings": [],
    "held_why": None,
    "held_code": "",
    "lines": [LINE],
    "parcels": [PARCEL],
    "exceptions": [TROUBLE],
    "person": PERSON,
    "hidden": False,
    "notes": [],
    "timeline": [
        {
            "at": AT,
            "name": "orders.order.placed",
            "sentence": "Order 5001 came in",
            "told": {"number": "5001"},
        }
    ],
    "next_action": "Pack it and send it.",
}


class OrderOut(BaseModel):
    """An order as the list shows it; nothing personal."""

    model_config = ConfigDict(json_schema_extra={"examples": [LISTED]}, from_attributes=True)

    id: UUID
    account_id: UUID
    number: str
    state: State
    payment: Payment
    placed_at: datetime
    currency: str | None
    total_minor: int | None
    country: str | None
    tags: list[str]
    held: bool
    risks: int
    troubles: list[str] = Field(serialization_alias="exceptions")
    lines: int
    pieces: int
    version: int


class OrdersOut(Page[OrderOut]):
    """A page of the book."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [LISTED], "next_cursor": None}]}
    )


class OrderLineOut(BaseModel):
    """A line of an order."""

    model_config = ConfigDict(json_schema_extra={"examples": [LINE]}, from_attributes=True)

    id: UUID
    remote_id: str
    sku: str
    title: str
    variant_id: UUID | None = Field(description="Null: of nothing that we know.")
    matched_by: str
    quantity: int
    refunded: int
    shipped: int
    held: int = Field(description="Pieces that the ledger holds for it.")
    short: int = Field(description="Pieces that are not there.")
    bought: int = Field(description="Pieces that a supplier sends, and has not sent yet.")
    unit_price: str | None
    subtotal_minor: int | None
    total_minor: int | None
    tax_minor: int | None
    removed: bool


class OrderSumsOut(BaseModel):
    """In minor units; null: the shop does not tell it."""

    model_config = ConfigDict(json_schema_extra={"examples": [SUMS]}, from_attributes=True)

    currency: str | None
    goods: int | None
    discount: int | None
    tip: int | None
    duty: int | None
    gift_card: int | None
    shipping: int | None
    fees: int | None
    tax: int | None
    total: int | None
    refunded: int
    remainder: int | None = Field(description="What of the total its lines do not add up to.")


class OrderReasonOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    code: str
    sentence: str
    told: Told


class ParcelOut(BaseModel):
    """One parcel."""

    model_config = ConfigDict(json_schema_extra={"examples": [PARCEL]}, from_attributes=True)

    id: UUID
    remote_id: str | None
    made_by: str
    state: str
    carrier: str
    tracking_number: str
    tracking_url: str
    shipped_at: datetime | None
    told: Literal["", "asked", "proven", "refused"] = Field(
        description="Whether its shop has it; empty: the shop made it itself."
    )
    told_why: str = Field(description="Why the shop does not have it.")
    supplier: str = Field(description="Who sends it, where a supplier does; else empty.")


class ExceptionOut(BaseModel):
    """What keeps an order from going its way, and the next step."""

    model_config = ConfigDict(json_schema_extra={"examples": [TROUBLE]})

    id: UUID
    kind: Trouble
    account_id: UUID
    order_id: UUID | None
    remote_id: str
    sentence: str
    told: Told
    next_step: str
    state: str
    answer: str
    placed_at: datetime
    opened_at: datetime


class ExceptionsOut(Page[ExceptionOut]):
    """A page of exceptions."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [TROUBLE], "next_cursor": None}]}
    )


class ExceptionCountsOut(BaseModel):
    """How many exceptions are open; of kinds that are not named, none."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"counts": {"no_stock": 3}}]})

    counts: dict[Trouble, int]


class BuyerAddressOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    first_name: str | None
    last_name: str | None
    company: str | None
    line_1: str | None
    line_2: str | None
    city: str | None
    region: str | None
    postcode: str | None
    country: str | None
    phone: str | None
    tax_number: str | None = Field(None, description="By which customs know them.")


class BuyerOut(BaseModel):
    """Who bought and where it goes."""

    model_config = ConfigDict(json_schema_extra={"examples": [PERSON]}, from_attributes=True)

    name: str
    email: str
    phone: str
    billing: BuyerAddressOut | None
    shipping: BuyerAddressOut | None
    note: str


class OrderNoteOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    at: datetime
    person_id: UUID | None
    text: str


class OrderEventOut(BaseModel):
    at: datetime
    name: str
    sentence: str
    told: Told


class OrderWholeOut(BaseModel):
    """All of one order."""

    model_config = ConfigDict(json_schema_extra={"examples": [WHOLE]}, from_attributes=True)

    order: OrderOut
    remote_id: str
    state_word: str = Field(description="The platform's own.")
    paid_word: str
    state_since: datetime
    paid_at: datetime | None
    gone_at: datetime | None
    sums: OrderSumsOut
    buyer_sums: OrderSumsOut = Field(description="In the money that the buyer saw, where told.")
    prices_include_tax: bool | None
    customer_id: UUID | None
    region: str | None
    payment_method: str
    coupons: list[str]
    risks: list[OrderReasonOut]
    findings: list[OrderReasonOut]
    held_why: str | None
    held_code: str = Field(
        description="Where nobody typed why. answer: an exception was; deleted: at its shop."
    )
    lines: list[OrderLineOut]
    parcels: list[ParcelOut]
    exceptions: list[ExceptionOut]
    person: BuyerOut | None
    hidden: bool = Field(description="Who bought is not shown to your role.")
    notes: list[OrderNoteOut]
    timeline: list[OrderEventOut]
    next_action: str
