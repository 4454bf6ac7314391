"""What the routes of suppliers take and give."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.base.money import MINOR_MAX
from hanse.engine.doors.doors import Body
from hanse.engine.doors.paging import Page
from hanse.engine.manifest import Ends, Sureness, Wish
from hanse.rooms.purchasing.model.scores import Part, Score
from hanse.rooms.purchasing.model.suppliers import (
    DAYS_MAX,
    MEMO_CHARS_MAX,
    MINUTES_MAX,
    NAME_CHARS_MAX,
    NOTE_CHARS_MAX,
    Defaults,
)
from hanse.rooms.purchasing.model.suppliers import SupplierState as State
from hanse.rooms.purchasing.service.suppliers import Shown

ID = "0190a2b4-0000-7000-8000-000000000001"
OTHER = "0190a2b4-0000-7000-8000-000000000002"
SUPPLIER_IN: JsonDict = {"name": "Lamp factory", "currency": "USD", "email": "ana@example.com"}
CAN: JsonDict = {
    "wishes": {"no_logo": "memo_only", "no_price": "none", "gift_note": "none", "voucher": "none"},
    "ends_unpaid": "by_call",
    "ends_paid": "by_site",
    "pays_itself": False,
    "has_balance": True,
    "currencies": ["USD"],
    "disputes": "by_call",
}
PART: JsonDict = {
    "part": "on_time",
    "well": 18,
    "of": 20,
    "usual_share": "0.85",
    "usual_cases": 10,
    "share": "0.8833",
    "points_max": "35",
    "points": "30.92",
    "few": False,
}
SCORE: JsonDict = {"points": "90.12", "few": False, "parts": [PART]}
SUPPLIER: JsonDict = {
    "id": ID,
    "name": "Lamp factory",
    "account_id": None,
    "account": "",
    "platform": "",
    "email": "ana@example.com",
    "state": "active",
    "currency": "USD",
    "from_country": "CN",
    "minimum_minor": 0,
    "lead_days": "7",
    "lead_spread": "2",
    "buffer_minutes": 10,
    "above_percent": "10",
    "margin_percent": "0",
    "dispute_days": None,
    "wishes": {"no_logo": True},
    "memo": "",
    "accepted": [],
    "accepted_by": None,
    "accepted_at": None,
    "can": None,
    "score": SCORE,
    "version": 1,
    "made_at": "2026-11-20T14:03:05Z",
}
DEFAULTS_IN: JsonDict = {"wishes": {"no_price": True}, "gift_note": "With love from us"}

Name = Annotated[str, Field(min_length=1, max_length=NAME_CHARS_MAX)]
Email = Annotated[
    str, Field(max_length=320, description="Where purchase orders are sent to; may be empty.")
]
Currency = Annotated[str, Field(pattern="^[A-Z]{3}$")]
Country = Annotated[
    str, Field(pattern="^([A-Z]{2})?$", description="Where goods start from; empty: not said.")
]
Minor = Annotated[int, Field(ge=0, le=MINOR_MAX)]
Days = Annotated[Decimal, Field(ge=0, le=DAYS_MAX, max_digits=6, decimal_places=2)]
Buffer = Annotated[
    int,
    Field(ge=0, le=MINUTES_MAX, description="So long an order can be stopped, counted from it."),
]
Above = Annotated[
    Decimal,
    Field(
        ge=0,
        le=1000,
        max_digits=6,
        decimal_places=2,
        description="Per cent above what was expected, from which a person is asked.",
    ),
]
Margin = Annotated[
    Decimal,
    Field(
        ge=-100,
        le=100,
        max_digits=5,
        decimal_places=2,
        description="Per cent of the sale that must remain, or a person is asked.",
    ),
]
DisputeDays = Annotated[
    int,
    Field(
        ge=0,
        le=DAYS_MAX,
        description="So long after the promise a dispute can be opened; null: not counted.",
    ),
]
MAY_END = {"account_id", "dispute_days"}
Wishes = Annotated[
    dict[str, bool],
    Field(max_length=20, description="By name: no_logo, no_price, gift_note, voucher."),
]
Memo = Annotated[
    str, Field(max_length=MEMO_CHARS_MAX, description="Written with every order there.")
]


class SupplierIn(Body):
    """Somebody to buy of; without an account purchase orders go out by mail or by hand."""

    model_config = ConfigDict(json_schema_extra={"examples": [SUPPLIER_IN]})

    name: Name
    currency: Currency
    account_id: UUID | None = None
    email: Email = ""
    from_country: Country = ""
    minimum_minor: Minor = 0
    lead_days: Days = Decimal(7)
    lead_spread: Days = Decimal(2)
    buffer_minutes: Buffer = 10
    above_percent: Above = Decimal(10)
    margin_percent: Margin = Decimal(0)
    dispute_days: DisputeDays | None = None
    wishes: Wishes = Field(default_factory=dict)
    memo: Memo = ""


class SupplierChangeIn(Body):
    """What is to be another from now on; what is left out stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"state": "paused"}]})

    name: Name | None = None
    currency: Currency | None = None
    account_id: UUID | None = None
    email: Email | None = None
    state: State | None = None
    from_country: Country | None = None
    minimum_minor: Minor | None = None
    lead_days: Days | None = None
    lead_spread: Days | None = None
    buffer_minutes: Buffer | None = None
    above_percent: Above | None = None
    margin_percent: Margin | None = None
    dispute_days: DisputeDays | None = None
    wishes: Wishes | None = None
    memo: Memo | None = None


class AcceptedIn(Body):
    """Wishes that only a memo tells, and that are agreed to for this supplier."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"wishes": ["no_logo"]}]})

    wishes: Annotated[list[Wish], Field(min_length=1, max_length=10)]


class AbilitiesOut(BaseModel):
    """What the supplier's platform can do: how sure each wish is, and who can end an order."""

    model_config = ConfigDict(json_schema_extra={"examples": [CAN]})

    wishes: dict[str, Sureness]
    ends_unpaid: Ends
    ends_paid: Ends
    pays_itself: bool
    has_balance: bool
    currencies: list[str] = Field(description="Empty: that of the account.")
    disputes: Ends = Field(description="How a dispute is opened there.")


class ScorePartOut(BaseModel):
    """share = (well + usual_cases * usual_share) / (of + usual_cases); points = share * points_max.
    `few`: it rests on what is usual more than on facts."""

    part: Part
    well: int
    of: int
    usual_share: str
    usual_cases: int
    share: str
    points_max: str
    points: str
    few: bool


class ScoreOut(BaseModel):
    """Of what the supplier did with our orders in the last year: the sum of its parts, to 100."""

    model_config = ConfigDict(json_schema_extra={"examples": [SCORE]})

    points: str
    few: bool
    parts: list[ScorePartOut]


class SupplierOut(BaseModel):
    """A supplier. `can` is null where no account is connected."""

    model_config = ConfigDict(json_schema_extra={"examples": [SUPPLIER]})

    id: UUID
    name: str
    account_id: UUID | None
    account: str
    platform: str
    email: str
    state: State
    currency: str
    from_country: str
    minimum_minor: int
    lead_days: str
    lead_spread: str
    buffer_minutes: int
    above_percent: str
    margin_percent: str
    dispute_days: int | None
    wishes: dict[str, bool]
    memo: str
    accepted: list[str]
    accepted_by: UUID | None
    accepted_at: datetime | None
    can: AbilitiesOut | None
    score: ScoreOut
    version: int
    made_at: datetime


class SuppliersOut(Page[SupplierOut]):
    """Suppliers, the newest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [SUPPLIER], "next_cursor": None}]}
    )


class WantedIn(Body):
    """What is wanted of every supplier unless it is said otherwise there, or on an order."""

    model_config = ConfigDict(json_schema_extra={"examples": [DEFAULTS_IN]})

    wishes: Wishes
    gift_note: Annotated[str, Field(max_length=NOTE_CHARS_MAX)] = ""


class WantedOut(BaseModel):
    """What is wanted of every supplier."""

    model_config = ConfigDict(json_schema_extra={"examples": [{**DEFAULTS_IN, "version": 1}]})

    wishes: dict[str, bool]
    gift_note: str
    version: int


def wanted_out(found: Defaults) -> WantedOut:
    return WantedOut(wishes=dict(found.wishes), gift_note=found.gift_note, version=found.version)


def score_out(found: Score) -> ScoreOut:
    return ScoreOut(
        points=f"{found.points:f}",
        few=found.few,
        parts=[
            ScorePartOut(
                part=each.part,
                well=each.counted.well,
                of=each.counted.of,
                usual_share=f"{each.usual.share:f}",
                usual_cases=each.usual.cases,
                share=f"{each.share:.4f}",
                points_max=f"{each.usual.points:f}",
                points=f"{each.points:f}",
                few=each.few,
            )
            for each in found.parts
        ],
    )


def supplier_out(shown: Shown, score: Score) -> SupplierOut:
    found, card = shown.supplier, shown.card
    can = (
        AbilitiesOut(
            wishes={each.value: card.sureness(each) for each in Wish},
            ends_unpaid=card.ends_unpaid,
            ends_paid=card.ends_paid,
            pays_itself=card.pays_itself,
            has_balance=card.has_balance,
            currencies=list(card.currencies),
            disputes=card.disputes,
        )
        if card
        else None
    )
    return SupplierOut(
        id=found.id,
        name=found.name,
        account_id=found.account_id,
        account=shown.account.name if shown.account else "",
        platform=shown.account.platform if shown.account else "",
        email=found.email,
        state=found.state,
        currency=found.currency,
        from_country=found.from_country,
        minimum_minor=found.minimum_minor,
        lead_days=f"{found.lead_days:f}",
        lead_spread=f"{found.lead_spread:f}",
        buffer_minutes=found.buffer_minutes,
        above_percent=f"{found.above_percent:f}",
        margin_percent=f"{found.margin_percent:f}",
        dispute_days=found.dispute_days,
        wishes=dict(found.wishes),
        memo=found.memo,
        accepted=list(found.accepted),
        accepted_by=found.accepted_by,
        accepted_at=found.accepted_at,
        can=can,
        score=score_out(score),
        version=found.version,
        made_at=found.made_at,
    )
