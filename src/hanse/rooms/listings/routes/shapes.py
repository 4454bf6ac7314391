"""What goes in and out of the routes about listings."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field, JsonValue
from pydantic.config import JsonDict

from hanse.base.faults import Finding
from hanse.engine.doors.paging import Page
from hanse.rooms.listings.model.listings import Listing, Status
from hanse.rooms.listings.model.overlays import OverlayMode, Source
from hanse.rooms.listings.model.scores import Score
from hanse.trade.fields import Value, told

ID = "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c61"
ACCOUNT = "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c21"
PRODUCT = "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c31"

Id = Annotated[UUID, Path(description="Its id.")]
OfAccount = Annotated[UUID | None, Query(alias="account", description="At this shop.")]
Statuses = Annotated[
    list[Status] | None, Query(alias="status", max_length=6, description="Any of these.")
]
NotAt = Annotated[
    UUID | None, Query(alias="not_at", description="Products that this shop does not show.")
]
ScoreBelow = Annotated[
    int | None, Query(ge=0, le=101, description="With a listing that scores less than this.")
]
Text = Annotated[
    str | None,
    Query(alias="q", min_length=1, max_length=100, description="How the title begins."),
]

FINDING: JsonDict = {
    "severity": "error",
    "code": "too_long",
    "sentence": "Title has 260 characters; Shopify takes at most 255.",
    "next_step": "Shorten it by 5 characters.",
    "field": "title",
}
CELL: JsonDict = {
    "id": ID,
    "account_id": ACCOUNT,
    "market": "",
    "product_id": PRODUCT,
    "status": "live",
    "remote_id": "4711",
    "score": 72,
    "errors": 0,
    "warnings": 1,
    "differs": 1,
    "drifts": 0,
    "owner": "hub",
    "set_id": None,
    "finding": None,
    "version": 3,
}
LINE: JsonDict = {
    "field": "title",
    "thing": "products/4711",
    "owner": "hub",
    "base": "Lamp",
    "ours": "Brass lamp",
    "theirs": "Lamp",
    "differs": True,
    "wanted": True,
}
RESOLVED: JsonDict = {
    "field": "title",
    "mode": "overridden",
    "source": "own",
    "value": "Brass lamp",
    "inherited": "Lamp",
    "template": "",
}
REASON: JsonDict = {
    "code": "title_length",
    "points": 8,
    "most": 20,
    "sentence": "The title has 10 characters.",
    "next_step": "Write 25 to 80 characters: what it is, of what, for whom.",
}
WHOLE: JsonDict = {
    "listing": CELL,
    "title": "Brass lamp",
    "account": "Rumah Kain",
    "platform": "shopify",
    "lines": [LINE],
    "fields": [RESOLVED],
    "findings": [FINDING],
    "score": {"points": 72, "reasons": [REASON]},
}
ROW: JsonDict = {"product_id": PRODUCT, "title": "Brass lamp", "listings": [CELL]}


class ListingFindingOut(BaseModel):
    """What a check has to say, and what to do about it."""

    model_config = ConfigDict(json_schema_extra={"examples": [FINDING]})

    severity: str
    code: str
    sentence: str
    next_step: str
    field: str


class ListingOut(BaseModel):
    """One product at one shop in one market."""

    model_config = ConfigDict(json_schema_extra={"examples": [CELL]})

    id: UUID
    account_id: UUID
    market: str = Field(description="Empty: all of them.")
    product_id: UUID
    status: Status
    remote_id: str | None = Field(description="Of the product at the shop; null: not there.")
    score: int | None = Field(description="0 to 100; null: not looked at yet.")
    errors: int
    warnings: int
    differs: int = Field(description="Fields in which the shop shows something else.")
    drifts: int = Field(description="Fields of ours that somebody changed at the shop.")
    owner: str = Field(description="Of its fields: channel, hub, person or mixed.")
    set_id: UUID | None = Field(description="The set of changes that was proposed for it last.")
    finding: ListingFindingOut | None = Field(description="Why it was refused.")
    version: int


class MatrixRowOut(BaseModel):
    """A product, and its listings at shops."""

    model_config = ConfigDict(json_schema_extra={"examples": [ROW]})

    product_id: UUID
    title: str
    listings: list[ListingOut]


class MatrixOut(Page[MatrixRowOut]):
    """Products by shops, those that we met last first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [ROW], "next_cursor": None}]}
    )


class ListingCountOut(BaseModel):
    """How many listings of a shop stand there."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "account_id": ACCOUNT,
                    "status": "live",
                    "count": 412,
                    "differ": 3,
                    "drifted": 1,
                    "faulty": 0,
                }
            ]
        }
    )

    account_id: UUID
    status: Status
    count: int
    differ: int
    drifted: int
    faulty: int


class ListingCountsOut(BaseModel):
    """Of each shop, how many listings stand where."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "counts": [
                        {
                            "account_id": ACCOUNT,
                            "status": "live",
                            "count": 412,
                            "differ": 3,
                            "drifted": 1,
                            "faulty": 0,
                        }
                    ]
                }
            ]
        }
    )

    counts: list[ListingCountOut]


class ResolvedOut(BaseModel):
    """What a field should show, and where that comes from."""

    model_config = ConfigDict(json_schema_extra={"examples": [RESOLVED]})

    field: str
    mode: OverlayMode
    source: Source
    value: JsonValue
    inherited: JsonValue = Field(description="What it would show without an own value.")
    template: str = Field(description="The template that makes what is inherited, if one does.")


class ListingLineOut(BaseModel):
    """A field at the shop: what both sides agreed on, what is wanted, and what is shown."""

    model_config = ConfigDict(json_schema_extra={"examples": [LINE]})

    field: str
    thing: str = Field(description="The product or offer at the shop, as changes names it.")
    owner: str
    base: JsonValue
    ours: JsonValue
    theirs: JsonValue
    differs: bool
    wanted: bool = Field(description="It would be proposed.")


class ReasonOut(BaseModel):
    """A part of the score, and what would bring the rest of it."""

    model_config = ConfigDict(json_schema_extra={"examples": [REASON]})

    code: str
    points: int
    most: int
    sentence: str
    next_step: str


class ScoreOut(BaseModel):
    """How well it is found, with the reasons."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"points": 72, "reasons": [REASON]}]})

    points: int
    reasons: list[ReasonOut]


class ListingTriedOut(BaseModel):
    """A listing as it would be; nothing of it is kept."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "fields": [RESOLVED],
                    "findings": [FINDING],
                    "score": {"points": 72, "reasons": [REASON]},
                }
            ]
        }
    )

    fields: list[ResolvedOut]
    findings: list[ListingFindingOut]
    score: ScoreOut


class ListingWholeOut(ListingTriedOut):
    """A listing side by side: what the product says, its own values, what the shop shows."""

    model_config = ConfigDict(json_schema_extra={"examples": [WHOLE]})

    listing: ListingOut
    title: str
    account: str
    platform: str
    lines: list[ListingLineOut]


def finding_out(found: Finding) -> ListingFindingOut:
    return ListingFindingOut(
        severity=found.severity,
        code=found.code,
        sentence=found.sentence,
        next_step=found.next_step,
        field=found.field,
    )


def listing_out(found: Listing) -> ListingOut:
    return ListingOut(
        id=found.id,
        account_id=found.account_id,
        market=found.market,
        product_id=found.product_id,
        status=found.status,
        remote_id=found.remote_id,
        score=found.score,
        errors=found.errors,
        warnings=found.warnings,
        differs=found.differs,
        drifts=found.drifts,
        owner=found.owner,
        set_id=found.set_id,
        finding=finding_out(found.finding) if found.finding else None,
        version=found.version,
    )


def score_out(found: Score) -> ScoreOut:
    return ScoreOut(
        points=found.points,
        reasons=[
            ReasonOut(
                code=each.code,
                points=each.points,
                most=each.most,
                sentence=each.sentence,
                next_step=each.next_step,
            )
            for each in found.reasons
        ],
    )


def value_out(value: Value) -> JsonValue:
    found: JsonValue = told(value)  # type: ignore[assignment]
    return found
