"""HTTP of prices: why one is what it is, floors under them, and exchange rates."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.base.money import Money
from hanse.engine.doors.doors import Body, Doors, Expected, InTx
from hanse.engine.doors.instants import Day
from hanse.engine.doors.paging import PAGE_USUAL, Cursor, Limit, Page, cut, read_id
from hanse.rooms.pricing.model.explaining import Line, Quote, digits
from hanse.rooms.pricing.model.floors import FLOORS_AT_ONCE_MAX, Floor, Subject
from hanse.rooms.pricing.routes import values
from hanse.rooms.pricing.routes.permissions import (
    READ_COSTS,
    READ_FLOORS,
    READ_RATES,
    WRITE_FLOORS,
)
from hanse.rooms.pricing.routes.rules import NIL
from hanse.rooms.pricing.routes.values import RuleJson, SumJson
from hanse.rooms.pricing.service import floors, quoting, rates

doors = Doors("pricing")

OFFER = "0190a2b4-0000-7000-8000-000000000002"
LINE: JsonDict = {
    "layer": "fees",
    "currency": "EUR",
    "amount": "1.4592",
    "after": "12.16",
    "words": "plus fees, 12 % of the price",
    "told": {"percent": "12"},
    "rule": "Lamps",
}
QUOTE: JsonDict = {
    "offer_id": OFFER,
    "title": "Brass lamp",
    "currency": "EUR",
    "now_minor": 1290,
    "price_minor": 1299,
    "edge": None,
    "margin": 2581,
    "rules": ["Lamps"],
    "lines": [LINE],
    "findings": [],
}
FLOOR: JsonDict = {
    "id": "0190a2b4-0000-7000-8000-000000000003",
    "subject": "variant",
    "subject_id": OFFER,
    "currency": "EUR",
    "minor": 1200,
    "since": "2026-05-03T09:00:00Z",
    "person": "Sari",
    "version": 1,
}
ONE_FLOOR: JsonDict = {
    "subject": "variant",
    "subject_id": OFFER,
    "price": {"currency": "EUR", "minor": 1200},
}
RATE: JsonDict = {
    "currency": "USD",
    "per_euro": "1.0842",
    "day": "2026-11-20",
    "source": "ecb",
    "days_old": 1,
}


class QuoteIn(Body):
    """An offer; with a rule, what it would cost if that were kept."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"offer_id": OFFER, "id": None, "rule": None}]}
    )

    offer_id: UUID
    id: UUID | None = Field(None, description="The rule in whose place the draft stands.")
    rule: RuleJson | None = None


class LayerLineOut(BaseModel):
    """One layer, in the currency of that moment, not rounded yet."""

    layer: str
    currency: str
    amount: str | None = Field(description="What it adds; null where the currency changes.")
    after: str
    words: str = Field(description="In English.")
    told: dict[str, str] = Field(description="What the words are made of, for other languages.")
    rule: str


class WhyOut(BaseModel):
    code: str
    sentence: str
    next_step: str
    field: str


class QuoteOut(BaseModel):
    """What an offer should cost by the rules, and why, line by line."""

    model_config = ConfigDict(json_schema_extra={"examples": [QUOTE]})

    offer_id: UUID
    title: str
    currency: str
    now_minor: int | None = Field(description="What the shop shows.")
    price_minor: int | None = Field(description="Null: the findings say why there is none.")
    edge: str | None = Field(description="floor or ceiling, where it was stopped by one.")
    margin: int | None = Field(description="In hundredths of a per cent, after tax and fees.")
    rules: list[str]
    lines: list[LayerLineOut]
    findings: list[WhyOut]


class FloorOut(BaseModel):
    """A price below which nothing goes, whoever wants it."""

    model_config = ConfigDict(json_schema_extra={"examples": [FLOOR]})

    id: UUID
    subject: Subject
    subject_id: UUID
    currency: str
    minor: int
    since: datetime
    person: str
    version: int


class FloorsOut(Page[FloorOut]):
    """Floors, the newest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [FLOOR], "next_cursor": None}]}
    )


class FloorIn(Body):
    """A floor for one offer, a variant wherever it is sold, or a category and all below it."""

    model_config = ConfigDict(json_schema_extra={"examples": [ONE_FLOOR]})

    subject: Subject
    subject_id: UUID
    price: SumJson


class FloorsIn(Body):
    """Floors to be set; one that is there is replaced."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"floors": [ONE_FLOOR]}]})

    floors: Annotated[list[FloorIn], Field(min_length=1, max_length=FLOORS_AT_ONCE_MAX)]


class WorthOut(BaseModel):
    """What one euro was worth."""

    model_config = ConfigDict(json_schema_extra={"examples": [RATE]})

    currency: str
    per_euro: Decimal
    day: date
    source: str
    days_old: int


class RatesOut(BaseModel):
    """Of each currency the newest rate that is not after the day. Few, so in one page."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"day": "2026-11-20", "items": [RATE]}]}
    )

    day: date
    items: list[WorthOut]


@doors.post("/api/pricing/quotes", needs=READ_COSTS)
async def explain_price(tx: InTx, asked: QuoteIn) -> QuoteOut:
    """Say why one offer costs what it costs. Nothing is kept."""
    draft = values.rule_in(asked.rule, asked.id or NIL) if asked.rule else None
    return quote_out(await quoting.explain(tx, asked.offer_id, draft))


@doors.get("/api/pricing/floors", needs=READ_FLOORS)
async def list_floors(tx: InTx, limit: Limit = PAGE_USUAL, cursor: Cursor = None) -> FloorsOut:
    """List the floors under prices, the newest first."""
    found = await floors.list_floors(tx, read_id(cursor), limit + 1)
    page, following = cut(found, limit, lambda each: [each.id])
    return FloorsOut(items=[floor_out(each) for each in page], next_cursor=following)


@doors.post("/api/pricing/floors", needs=WRITE_FLOORS)
async def set_floors(tx: InTx, asked: FloorsIn) -> FloorsOut:
    """Set floors. From now on the guard holds whatever is below, whoever wants it."""
    wanted = [
        (each.subject, each.subject_id, each.price.value(f"floors.{place}.price"))
        for place, each in enumerate(asked.floors)
    ]
    made = await floors.set_floors(tx, wanted)
    return FloorsOut(items=[floor_out(each) for each in made], next_cursor=None)


@doors.delete("/api/pricing/floors/{id}", needs=WRITE_FLOORS)
async def remove_floor(
    tx: InTx,
    id: Annotated[UUID, Path(description="The id of the floor.")],  # noqa: A002
    expected: Expected,
) -> None:
    """Take a floor away."""
    await floors.remove_floor(tx, id, expected)


@doors.get("/api/pricing/rates", needs=READ_RATES)
async def list_rates(
    tx: InTx,
    day: Annotated[
        Day | None, Query(description="As of this day; today if it is left out.")
    ] = None,
) -> RatesOut:
    """List exchange rates to the euro with the day that each is of."""
    board = await rates.rates(tx, day or tx.now.date())
    return RatesOut(
        day=board.day,
        items=[
            WorthOut(
                currency=currency,
                per_euro=each.per_euro,
                day=each.day,
                source=each.source,
                days_old=(board.day - each.day).days,
            )
            for currency, each in sorted(board.rates.items())
        ],
    )


def quote_out(found: Quote) -> QuoteOut:
    return QuoteOut(
        offer_id=found.offer.id,
        title=found.offer.title,
        currency=found.offer.currency,
        now_minor=found.offer.now.minor if found.offer.now else None,
        price_minor=found.price.minor if found.price else None,
        edge=found.edge.value if found.edge else None,
        margin=found.margin,
        rules=list(found.rules),
        lines=[line_out(found, place, each) for place, each in enumerate(found.lines)],
        findings=[
            WhyOut(
                code=each.code, sentence=each.sentence, next_step=each.next_step, field=each.field
            )
            for each in found.findings
        ],
    )


def line_out(found: Quote, place: int, line: Line) -> LayerLineOut:
    same = place == 0 or found.lines[place - 1].currency == line.currency
    return LayerLineOut(
        layer=line.layer,
        currency=line.currency,
        amount=digits(line.amount, line.currency) if same else None,
        after=digits(line.after, line.currency),
        words=line.words,
        told=dict(line.told),
        rule=line.rule,
    )


def floor_out(found: Floor) -> FloorOut:
    price: Money = found.price
    return FloorOut(
        id=found.id,
        subject=found.subject,
        subject_id=found.subject_id,
        currency=price.currency,
        minor=price.minor,
        since=found.since,
        person=found.person,
        version=found.version,
    )
