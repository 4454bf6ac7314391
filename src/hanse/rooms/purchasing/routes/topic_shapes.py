"""Shapes of topics in HTTP: what is watched at suppliers, and what may be."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors.doors import Body
from hanse.rooms.purchasing.model import topics as model
from hanse.rooms.purchasing.model.topics import Proposed, Topic, TopicState
from hanse.rooms.purchasing.model.trends import DAYS_LEAST, Standing
from hanse.rooms.purchasing.service.topics import Watched
from hanse.trade.trends import By, Category, Feed

ID = "0190a2b4-0000-7000-8000-000000000001"
OTHER = "0190a2b4-0000-7000-8000-000000000002"
TOPIC_IN: JsonDict = {
    "account_id": OTHER,
    "by": "words",
    "words": "table lamp",
    "country": "ID",
    "currency": "USD",
}
TOPIC: JsonDict = {
    "id": ID,
    "account_id": OTHER,
    "by": "words",
    "words": "table lamp",
    "category_id": "",
    "feed": "",
    "country": "ID",
    "currency": "USD",
    "pages": 3,
    "state": "active",
    "due_at": "2026-11-21T01:12:00Z",
    "first_on": "2026-11-12",
    "read_on": "2026-11-20",
    "read_at": "2026-11-20T01:12:04Z",
    "products": 60,
    "standings": {"rising": 4, "steady": 51, "new": 5},
    "said_code": "",
    "said": "",
    "version": 1,
}
ACCOUNT: JsonDict = {"id": OTHER, "name": "AliExpress 4711", "platform": "aliexpress"}

Pages = Annotated[
    int, Field(ge=1, le=model.PAGES_MAX, description="How many pages of the list are read.")
]


class TopicIn(Body):
    """What is to be watched: by words, by a category with its name as words, or a feed."""

    model_config = ConfigDict(json_schema_extra={"examples": [TOPIC_IN]})

    account_id: UUID
    by: By
    words: Annotated[str, Field(max_length=model.WORDS_CHARS_MAX)] = ""
    category_id: Annotated[str, Field(max_length=40)] = ""
    feed: Annotated[str, Field(max_length=model.NAME_CHARS_MAX)] = ""
    country: Annotated[str, Field(max_length=2, description="Where it is sent, in two letters.")]
    currency: Annotated[str, Field(max_length=3)]
    pages: Pages = model.PAGES_USUAL


class TopicChangeIn(Body):
    """What is to be another from now on; what is left out stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"state": "paused"}]})

    pages: Pages | None = None
    state: TopicState | None = None


class TopicOut(BaseModel):
    """A topic, and how its last reading went. `said`: why it could not be read."""

    model_config = ConfigDict(json_schema_extra={"examples": [TOPIC]})

    id: UUID
    account_id: UUID
    by: By
    words: str
    category_id: str
    feed: str
    country: str
    currency: str
    pages: int
    state: TopicState
    due_at: datetime
    first_on: date | None
    read_on: date | None
    read_at: datetime | None
    products: int = Field(description="Seen in the last whole reading.")
    standings: dict[Standing, int] = Field(description="How many products stand how.")
    said_code: str
    said: str
    version: int


class TrendAccountOut(BaseModel):
    """A connected account at which lists of what sells can be read."""

    model_config = ConfigDict(json_schema_extra={"examples": [ACCOUNT]})

    id: UUID
    name: str
    platform: str


class TopicsOut(BaseModel):
    """All topics. Nothing is said of a product before it was seen over `days_least` days."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "items": [TOPIC],
                    "accounts": [ACCOUNT],
                    "topics_max": 20,
                    "days_least": 3,
                    "keep_days": 180,
                }
            ]
        }
    )

    items: list[TopicOut]
    accounts: list[TrendAccountOut]
    topics_max: int
    days_least: int
    keep_days: int


class ProposalOut(BaseModel):
    """Words that may be worth watching. `why`: `best_seller`, so many pieces of yours in it were
    sold in 30 days; `category`, it is one of yours."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"words": "Lamp", "why": "best_seller", "pieces": 41, "of": "Lamp"}]
        }
    )

    words: str
    why: str
    pieces: int
    of: str


class ProposalsOut(BaseModel):
    """What is proposed to be watched."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"items": [{"words": "Lamp", "why": "best_seller", "pieces": 41, "of": "Lamp"}]}
            ]
        }
    )

    items: list[ProposalOut]


class TrendFeedOut(BaseModel):
    """A list that the supplier's platform keeps itself."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"name": "DS bestseller", "about": "What sells best", "items": 250}]
        }
    )

    name: str
    about: str
    items: int | None


class TrendCategoryOut(BaseModel):
    """A category of the supplier's platform."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"id": "200000001", "name": "Lamps", "parent_id": None}]}
    )

    id: str
    name: str
    parent_id: str | None


class ChoicesOut(BaseModel):
    """What a supplier's platform has to choose from."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "feeds": [{"name": "DS new", "about": "What is new", "items": 12}],
                    "categories": [{"id": "200000001", "name": "Lamps", "parent_id": None}],
                }
            ]
        }
    )

    feeds: list[TrendFeedOut]
    categories: list[TrendCategoryOut]


def topics_out(found: Watched) -> TopicsOut:
    return TopicsOut(
        items=[topic_out(each, found.counts.get(each.id, {})) for each in found.topics],
        accounts=[
            TrendAccountOut(id=each.id, name=each.name, platform=each.platform)
            for each in found.accounts
        ],
        topics_max=model.TOPICS_MAX,
        days_least=DAYS_LEAST,
        keep_days=model.KEEP_DAYS,
    )


def topic_out(found: Topic, counts: Mapping[Standing, int]) -> TopicOut:
    sought = found.sought
    return TopicOut(
        id=found.id,
        account_id=found.account_id,
        by=sought.by,
        words=sought.words,
        category_id=sought.category_id,
        feed=sought.feed,
        country=sought.country,
        currency=sought.currency,
        pages=found.pages,
        state=found.state,
        due_at=found.due_at,
        first_on=found.first_on,
        read_on=found.read_on,
        read_at=found.read_at,
        products=found.products,
        standings=dict(counts),
        said_code=found.said_code,
        said=found.said,
        version=found.version,
    )


def proposals_out(found: Sequence[Proposed]) -> ProposalsOut:
    rows = [
        ProposalOut(words=each.words, why=each.why, pieces=each.pieces, of=each.of)
        for each in found
    ]
    return ProposalsOut(items=rows)


def choices_out(feeds: Sequence[Feed], categories: Sequence[Category]) -> ChoicesOut:
    return ChoicesOut(
        feeds=[
            TrendFeedOut(name=each.name, about=each.about or "", items=each.items) for each in feeds
        ],
        categories=[
            TrendCategoryOut(
                id=each.remote_id, name=each.name or each.remote_id, parent_id=each.parent_id
            )
            for each in categories
        ],
    )
