"""Shapes of market trends in HTTP: products with their points and how these are made."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors.paging import Page
from hanse.rooms.purchasing.model.trends import POINTS, Note, Part, Scored, Standing
from hanse.rooms.purchasing.routes.topic_shapes import ID, OTHER
from hanse.rooms.purchasing.service.topics import Risen

PART: JsonDict = {
    "part": "faster",
    "now": 12.5,
    "before": 4.0,
    "share": 0.4857,
    "points": "17.00",
    "points_max": "35",
}
DAY: JsonDict = {
    "day": "2026-11-20",
    "rank": 3,
    "sold": 812,
    "at_least": False,
    "price_minor": 990,
}
TREND: JsonDict = {
    "topic_id": ID,
    "topic": "table lamp",
    "account_id": OTHER,
    "product_id": "1005006000000002",
    "title": "Brass table lamp",
    "image_url": "https://ae01.alicdn.com/kf/1.jpg",
    "url": "https://www.aliexpress.com/item/1005006000000002.html",
    "rank": 3,
    "currency": "USD",
    "price_minor": 990,
    "sold": 812,
    "at_least": False,
    "liked": "94.0",
    "first_on": "2026-11-12",
    "last_on": "2026-11-20",
    "standing": "rising",
    "points": "61.20",
    "per_day": 12.5,
    "before_per_day": 4.0,
    "needs_days": 0,
    "parts": [PART],
    "notes": [],
    "course": [DAY],
    "variant_id": None,
    "sku": "",
    "our_title": "",
}


class TrendPartOut(BaseModel):
    """A part of the points: `points` = `share` * `points_max`. What `now` and `before` count: for
    `pace` pieces a day and the most of the topic; for `faster` pieces a day now and before; for
    `rank` places; for `cheaper` prices; for `fresh` days since it was first seen."""

    model_config = ConfigDict(json_schema_extra={"examples": [PART]})

    part: Part
    now: float | None
    before: float | None
    share: float
    points: str
    points_max: str


class TrendDayOut(BaseModel):
    """How a product stood on a day. `at_least`: the platform rounds the count."""

    model_config = ConfigDict(json_schema_extra={"examples": [DAY]})

    day: date
    rank: int
    sold: int | None
    at_least: bool
    price_minor: int | None


class TrendOut(BaseModel):
    """A product as it was last seen in a topic, and what is said of it. `variant_id`: the variant
    of yours that it is offered for."""

    model_config = ConfigDict(json_schema_extra={"examples": [TREND]})

    topic_id: UUID
    topic: str
    account_id: UUID
    product_id: str
    title: str
    image_url: str | None
    url: str | None
    rank: int
    currency: str
    price_minor: int | None
    sold: int | None
    at_least: bool
    liked: str | None = Field(description="Of a hundred buyers so many liked it.")
    first_on: date
    last_on: date
    standing: Standing
    points: str
    per_day: float | None = Field(description="Pieces a day in the last days.")
    before_per_day: float | None
    needs_days: int = Field(description="So many days more until something can be said.")
    parts: list[TrendPartOut]
    notes: list[Note]
    course: list[TrendDayOut]
    variant_id: UUID | None
    sku: str
    our_title: str


class TrendsOut(Page[TrendOut]):
    """Products, those of most points first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [TREND], "next_cursor": None}]}
    )


def part_out(found: Scored) -> TrendPartOut:
    return TrendPartOut(
        part=found.part,
        now=found.now,
        before=found.before,
        share=found.share,
        points=f"{found.points:f}",
        points_max=f"{POINTS[found.part]:f}",
    )


def trend_out(found: Risen) -> TrendOut:
    shown, judged, label = found.shown, found.shown.judged, found.label
    return TrendOut(
        topic_id=found.topic.id,
        topic=found.topic.name,
        account_id=found.topic.account_id,
        product_id=shown.product_id,
        title=shown.title,
        image_url=shown.image_url,
        url=shown.url,
        rank=shown.rank,
        currency=found.topic.sought.currency,
        price_minor=shown.price_minor,
        sold=shown.sold,
        at_least=shown.at_least,
        liked=f"{shown.liked:f}" if shown.liked is not None else None,
        first_on=shown.first_on,
        last_on=shown.last_on,
        standing=judged.standing,
        points=f"{judged.points:f}",
        per_day=judged.per_day,
        before_per_day=judged.before_per_day,
        needs_days=judged.needs_days,
        parts=[part_out(each) for each in judged.parts],
        notes=list(judged.notes),
        course=[
            TrendDayOut(
                day=each.day,
                rank=each.rank,
                sold=each.sold,
                at_least=each.at_least,
                price_minor=each.price_minor,
            )
            for each in found.course
        ],
        variant_id=found.variant_id,
        sku=label.sku if label else "",
        our_title=label.title if label else "",
    )
