"""What the routes of supplier orders take and give."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors.doors import Body
from hanse.engine.doors.paging import Page
from hanse.engine.manifest import Ends, Sureness, Wish
from hanse.rooms.purchasing.model.parcels import Parcel
from hanse.rooms.purchasing.model.purchases import Purchase
from hanse.rooms.purchasing.model.states import State
from hanse.rooms.purchasing.service.acting import ID_CHARS_MAX, IDS_MAX
from hanse.rooms.purchasing.service.listing import Listed, ShownLine, Step, Whole
from hanse.trade.tracking import ParcelState

ID = "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c61"
OTHER = "0190a2b4-0000-7000-8000-000000000002"
PURCHASE: JsonDict = {
    "id": ID,
    "number": "1001-7K2M9QWE",
    "state": "quoted",
    "state_since": "2026-11-20T14:03:05Z",
    "supplier_id": OTHER,
    "supplier": "Lamp factory",
    "account_id": OTHER,
    "order_id": ID,
    "order_number": "1001",
    "country": "DE",
    "remote_id": None,
    "currency": "USD",
    "total_minor": 1250,
    "due_at": "2026-11-20T14:13:05Z",
    "arrives_by": "2026-12-02T14:03:05Z",
    "findings": [],
    "costs_hidden": False,
    "version": 2,
    "made_at": "2026-11-20T14:03:00Z",
    "held": False,
}
LINE: JsonDict = {
    "id": ID,
    "order_line_id": ID,
    "variant_id": ID,
    "offer_id": OTHER,
    "quantity": 1,
    "unwanted": 0,
    "settled": 0,
    "expected_minor": 900,
    "price_minor": 900,
    "sku": "L-1",
    "title": "Brass lamp, large",
    "supplier_sku": "BL-77",
    "product_remote_id": "1005001",
    "variant_remote_id": "12000017",
}
STEP: JsonDict = {
    "at": "2026-11-22T08:00:00Z",
    "at_text": "",
    "state": "in_transit",
    "word": "",
    "said": "Departed from sorting centre",
    "place": "Shenzhen",
    "heard_at": "2026-11-22T09:00:00Z",
}
PARCEL: JsonDict = {
    "id": ID,
    "number": "LP001",
    "carrier": "YunExpress",
    "url": "",
    "state": "in_transit",
    "state_since": "2026-11-22T08:00:00Z",
    "promised_by": "2026-12-02T14:03:05Z",
    "delivered_at": None,
    "events": [STEP],
}
QUOTE: JsonDict = {
    "freight_code": "YT",
    "freight_name": "YunExpress",
    "days_min": 7,
    "days_max": 12,
    "goods_minor": 900,
    "freight_minor": 350,
    "discount_minor": 0,
    "expected_minor": 900,
    "sale_minor": 2400,
    "sale_currency": "EUR",
    "sold_minor": 2210,
    "rate": "1.0859",
    "rate_on": "2026-11-20",
    "voucher_id": None,
    "voucher_code": "",
    "quoted_at": "2026-11-20T14:03:05Z",
}
WISH: JsonDict = {"name": "no_logo", "sureness": "memo_only"}
WHOLE: JsonDict = {
    **PURCHASE,
    "account": "CJ of ours",
    "platform": "cj",
    "from_country": "CN",
    "region": "",
    "postcode": "10115",
    "quote": QUOTE,
    "paid_minor": None,
    "wishes": [WISH],
    "own_wishes": {},
    "memo": "Please pack it without any logo or brand.",
    "said_by": None,
    "set_id": None,
    "pay_set_id": None,
    "placed_at": None,
    "sent_at": None,
    "delivered_at": None,
    "dispute_by": None,
    "dispute_id": "",
    "ends_now": "by_call",
    "disputes": "by_call",
    "remotes": {},
    "lines": [LINE],
    "parcels": [PARCEL],
}
ACTED: JsonDict = {"count": 1, "set_id": None}
Word = str | int


class ActIn(Body):
    """What is to be done, and with which supplier orders."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"act": "again", "ids": [ID]}]})

    act: Literal["place_now", "stop", "agree", "again", "pay"]
    ids: Annotated[list[UUID], Field(min_length=1, max_length=IDS_MAX)]


class NamedIn(Body):
    """The supplier's own number of the order."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"remote_id": "8170001"}]})

    remote_id: Annotated[str, Field(min_length=1, max_length=ID_CHARS_MAX)]


class ActedOut(BaseModel):
    """With how many it was done; the set of changes where it is one."""

    model_config = ConfigDict(json_schema_extra={"examples": [ACTED]})

    count: int
    set_id: UUID | None


class PurchaseOut(BaseModel):
    """A supplier order. `findings` are codes with the facts that their sentences name."""

    model_config = ConfigDict(json_schema_extra={"examples": [PURCHASE]})

    id: UUID
    number: str
    state: State
    state_since: datetime
    supplier_id: UUID
    supplier: str
    account_id: UUID
    order_id: UUID
    order_number: str
    country: str
    remote_id: str | None
    currency: str | None
    total_minor: int | None
    due_at: datetime | None
    arrives_by: datetime | None
    findings: list[dict[str, Word]]
    costs_hidden: bool = Field(description="What it costs is not for you: it is left out.")
    version: int
    made_at: datetime
    held: bool = Field(description="The order of the buyer is held, so this one waits.")


class PurchasesOut(Page[PurchaseOut]):
    """Supplier orders."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [PURCHASE], "next_cursor": None}]}
    )


class ColumnOut(BaseModel):
    state: State
    count: int
    items: list[PurchaseOut]


class BoardOut(BaseModel):
    """Supplier orders by how they stand: first what waits for a person."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"late": 0, "columns": [{"state": "quoted", "count": 1, "items": [PURCHASE]}]}
            ]
        }
    )

    late: int
    columns: list[ColumnOut]


class PurchaseLineOut(BaseModel):
    """Pieces of one variant; prices are of one piece, as known before and as quoted."""

    id: UUID
    order_line_id: UUID
    variant_id: UUID
    offer_id: UUID
    quantity: int
    unwanted: int = Field(description="Of them, what the buyer does not want any more.")
    settled: int = Field(description="Of those, what somebody has answered for.")
    expected_minor: int | None
    price_minor: int | None
    sku: str
    title: str
    supplier_sku: str
    product_remote_id: str
    variant_remote_id: str


class TrackStepOut(BaseModel):
    at: datetime | None
    at_text: str
    state: str | None
    word: str
    said: str
    place: str
    heard_at: datetime


class SupplierParcelOut(BaseModel):
    """A parcel, with what was told of its way, the newest first."""

    id: UUID
    number: str
    carrier: str
    url: str
    state: ParcelState
    state_since: datetime
    promised_by: datetime | None
    delivered_at: datetime | None
    events: list[TrackStepOut]


class QuoteOut(BaseModel):
    """What it costs, in the supplier's money, and what the buyer pays for it."""

    freight_code: str
    freight_name: str
    days_min: int | None
    days_max: int | None
    goods_minor: int | None
    freight_minor: int | None
    discount_minor: int
    expected_minor: int | None
    sale_minor: int | None
    sale_currency: str | None
    sold_minor: int | None
    rate: str | None
    rate_on: date | None
    voucher_id: UUID | None
    voucher_code: str
    quoted_at: datetime | None


class WishOut(BaseModel):
    """What is wanted of how it is sent, and how sure it is there."""

    name: str
    sureness: Sureness


class PurchaseWholeOut(PurchaseOut):
    """A supplier order with all that is known. `set_id` is the change that orders it, `pay_set_id`
    the one that pays; `ends_now` says who can end it as it stands, `disputes` how one is opened."""

    model_config = ConfigDict(json_schema_extra={"examples": [WHOLE]})

    account: str
    platform: str
    from_country: str
    region: str
    postcode: str
    quote: QuoteOut
    paid_minor: int | None
    wishes: list[WishOut]
    own_wishes: dict[str, bool]
    memo: str
    said_by: UUID | None
    set_id: UUID | None
    pay_set_id: UUID | None
    placed_at: datetime | None
    sent_at: datetime | None
    delivered_at: datetime | None
    dispute_by: datetime | None
    dispute_id: str
    ends_now: Ends
    disputes: Ends
    remotes: dict[str, str]
    lines: list[PurchaseLineOut]
    parcels: list[SupplierParcelOut]


def plain(found: Purchase, supplier: str) -> Mapping[str, object]:
    names = PurchaseOut.model_fields.keys() - {"supplier", "findings", "costs_hidden"}
    findings = [dict(each) for each in found.findings]
    given = {name: getattr(found, name) for name in names}
    return {**given, "supplier": supplier, "findings": findings, "costs_hidden": False}


def listed_out(found: Listed) -> PurchaseOut:
    return PurchaseOut.model_validate(plain(found.purchase, found.supplier))


def whole_out(found: Whole, *, with_code: bool) -> PurchaseWholeOut:
    of, card = found.purchase, found.card
    names = (
        *("from_country", "region", "postcode", "paid_minor", "own_wishes", "memo", "said_by"),
        *("set_id", "pay_set_id", "placed_at", "sent_at", "delivered_at", "dispute_by"),
        "dispute_id",
    )
    ends = Ends.never
    if card:
        ends = card.ends_unpaid if of.state is State.unpaid else card.ends_paid
    known = set(Wish)
    return PurchaseWholeOut.model_validate(
        {
            **plain(of, found.supplier),
            **{name: getattr(of, name) for name in names},
            "account": found.account,
            "platform": found.platform,
            "quote": quote_out(of, with_code),
            "wishes": [
                WishOut(name=each, sureness=card.sureness(Wish(each)) if card else Sureness.none)
                for each in of.wishes
                if each in known
            ],
            "ends_now": ends,
            "disputes": card.disputes if card else Ends.never,
            "remotes": dict(found.remotes),
            "lines": [line_out(each) for each in found.lines],
            "parcels": [parcel_out(*each) for each in found.parcels],
        }
    )


def quote_out(found: Purchase, with_code: bool) -> QuoteOut:
    given = {name: getattr(found, name) for name in QuoteOut.model_fields}
    rate = f"{found.rate:f}" if found.rate is not None else None
    code = found.voucher_code if with_code else ""
    return QuoteOut.model_validate({**given, "rate": rate, "voucher_code": code})


def line_out(found: ShownLine) -> PurchaseLineOut:
    return PurchaseLineOut.model_validate(
        {name: getattr(found, name) for name in PurchaseLineOut.model_fields}
    )


def parcel_out(found: Parcel, steps: Sequence[Step]) -> SupplierParcelOut:
    names = SupplierParcelOut.model_fields.keys() - {"events"}
    events = [
        TrackStepOut.model_validate(
            {name: getattr(each, name) for name in TrackStepOut.model_fields}
        )
        for each in steps
    ]
    given = {name: getattr(found, name) for name in names}
    return SupplierParcelOut.model_validate({**given, "events": events})
