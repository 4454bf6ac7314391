"""HTTP of what runs low, of why a shop shows what it shows, and of when stock counts as low."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors.doors import Body, Doors, Expected, InTx
from hanse.engine.doors.paging import PAGE_USUAL, Cursor, Limit, cut, read_id
from hanse.engine.doors.versions import etag
from hanse.rooms.stock.model.alerts import LevelState
from hanse.rooms.stock.model.channels import PIECES_MAX, ChannelState, Rhythm
from hanse.rooms.stock.model.why import Truth, Verdict
from hanse.rooms.stock.routes.held import OfCards
from hanse.rooms.stock.routes.permissions import READ_LEVELS, READ_SETTINGS, WRITE_LEVELS
from hanse.rooms.stock.service import alerts as service
from hanse.rooms.stock.service import explaining
from hanse.rooms.stock.service.alerts import Settings, Told
from hanse.rooms.stock.service.explaining import AtShop

doors = Doors("stock")

ID = "0190a2b4-0000-7000-8000-000000000001"
NOW = "2026-01-01T00:00:00Z"
ALERT: JsonDict = {
    "variant_id": ID,
    "title": "Brass lamp",
    "sku": "L-1",
    "level": "low",
    "level_at": NOW,
    "available": 3,
    "low_at": 5,
    "per_day": "1.5",
    "lasts_days": 2,
}
AT_SHOP: JsonDict = {
    "account_id": ID,
    "name": "Lamps",
    "platform": "shopify",
    "state": "on",
    "rhythm": "events",
    "sells_from": ["Main"],
    "kept_back": 1,
    "should": 4,
    "shows": 4,
    "seen_at": NOW,
    "truth": "proven",
    "asked_at": NOW,
    "proven_at": NOW,
    "latency_ms": 900,
    "held_why": "",
}
WHY: JsonDict = {
    "should": 4,
    "shows": 4,
    "steps": [
        {
            "code": "on_hand",
            "text": "5 lie there.",
            "told": {"count": "5", "left": "5"},
            "change": 5,
            "left": 5,
        }
    ],
    "found": "proven",
    "verdict": "It should show 4, and it does.",
    "what_if": [{"code": "keep_count", "text": "Keep none back", "would_show": 5}],
}
SETTINGS: JsonDict = {"low_at": 5, "opening": "ask", "opening_account_id": None}

Variant = Annotated[UUID, Path(description="The id of the variant.")]
Pieces = Annotated[int, Field(ge=0, le=PIECES_MAX)]


class Opening(StrEnum):
    """Which number a variant begins with where shops disagree."""

    ask = "ask"
    lowest = "lowest"
    shop = "shop"


class AlertOut(BaseModel):
    """A variant that is low or out, since when, and how long it lasts at the pace it sells."""

    model_config = ConfigDict(json_schema_extra={"examples": [ALERT]})

    variant_id: UUID
    title: str
    sku: str
    level: LevelState
    level_at: datetime | None
    available: int
    low_at: int
    per_day: str = Field(description="Sold a day, over the last 28 days.")
    lasts_days: int | None = Field(description="Null: nothing was sold, so nobody knows.")


class AlertsOut(BaseModel):
    """One page of what is low or out."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [ALERT], "next_cursor": None}]}
    )

    items: list[AlertOut]
    next_cursor: str | None


class LowAtIn(Body):
    """From how many on it counts as low; null: as the workspace has it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"low_at": 3}]})

    low_at: Pieces | None


class LowAtOut(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"variant_id": ID, "low_at": 3, "version": 2}]}
    )

    variant_id: UUID
    low_at: int | None
    version: int


class AtShopOut(BaseModel):
    """A variant at a shop: what it should show there, and what it shows."""

    account_id: UUID
    name: str
    platform: str
    state: ChannelState
    rhythm: Rhythm
    sells_from: list[str] = Field(description="Empty: from all places that are own.")
    kept_back: int
    should: int | None = Field(description="Null: the shop is told nothing of it.")
    shows: int | None = Field(description="Null: it is sold there without counting.")
    seen_at: datetime | None
    truth: Truth
    asked_at: datetime | None
    proven_at: datetime | None
    latency_ms: int | None
    held_why: str


class AtShopsOut(BaseModel):
    """The shops that sell it. They are few, so in one page."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [AT_SHOP]}]})

    items: list[AtShopOut]


class StepOut(BaseModel):
    """One step from what lies there to what the shop shows."""

    code: str
    text: str
    told: dict[str, str] = Field(
        description="What the text names, to say it in another language; may be empty."
    )
    change: int
    left: int


class WhatIfOut(BaseModel):
    """What it would show without one of the rules."""

    code: str
    text: str
    would_show: int


class WhyNumberOut(BaseModel):
    """Why a shop shows what it shows: the very computation of the push."""

    model_config = ConfigDict(json_schema_extra={"examples": [WHY]})

    should: int | None
    shows: int | None
    steps: list[StepOut]
    found: Verdict
    verdict: str = Field(description="What `found` says.")
    what_if: list[WhatIfOut]


class StockSettingsIn(Body):
    """What holds for the whole workspace."""

    model_config = ConfigDict(json_schema_extra={"examples": [SETTINGS]})

    low_at: Pieces = 5
    opening: Opening = Opening.ask
    opening_account_id: UUID | None = None


class StockSettingsOut(BaseModel):
    """What holds for the whole workspace; version 0: as it comes."""

    model_config = ConfigDict(json_schema_extra={"examples": [{**SETTINGS, "version": 1}]})

    low_at: int
    opening: Opening
    opening_account_id: UUID | None
    version: int


@doors.get("/api/stock/alerts", needs=READ_LEVELS)
async def list_alerts(
    tx: InTx,
    level: Annotated[LevelState | None, Query(description="Only these.")] = None,
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> AlertsOut:
    """List what is low or sold out."""
    found = await service.list_alerts(tx, level, read_id(cursor), limit + 1)
    page, following = cut(found, limit, lambda each: [each.alert.variant_id])
    return AlertsOut(items=[alert_out(each) for each in page], next_cursor=following)


@doors.patch("/api/stock/levels/{variant_id}", needs=WRITE_LEVELS)
async def edit_low_at(
    tx: InTx, variant_id: Variant, asked: LowAtIn, expected: Expected, answer: Response
) -> LowAtOut:
    """Say from how many on a variant counts as low."""
    version = await service.set_low(tx, variant_id, asked.low_at, expected)
    answer.headers["etag"] = etag(version)
    return LowAtOut(variant_id=variant_id, low_at=asked.low_at, version=version)


@doors.get("/api/stock/levels/{variant_id}/shops", needs=READ_LEVELS)
async def list_shops_of(tx: InTx, variant_id: Variant) -> AtShopsOut:
    """List what each shop should show of a variant, and what it shows."""
    return AtShopsOut(
        items=[at_shop_out(each) for each in await explaining.at_shops(tx, variant_id)]
    )


@doors.get("/api/stock/levels/{variant_id}/why/{account_id}", needs=READ_LEVELS)
async def explain_number(
    tx: InTx,
    cards: OfCards,
    variant_id: Variant,
    account_id: Annotated[UUID, Path(description="The id of the shop.")],
) -> WhyNumberOut:
    """Show step by step why a shop shows what it shows, and what it would without each rule."""
    found = await explaining.why(tx, variant_id, account_id, cards)
    return WhyNumberOut(
        should=found.at.visible.count,
        shows=found.at.shows,
        steps=[
            StepOut(code=each.code, text=text, told=dict(told), change=each.change, left=each.left)
            for each, text, told in found.steps
        ],
        found=found.found,
        verdict=found.verdict,
        what_if=[
            WhatIfOut(code=code, text=text, would_show=count) for code, text, count in found.what_if
        ],
    )


@doors.get("/api/stock/settings", needs=READ_SETTINGS, versioned=True)
async def show_stock_settings(tx: InTx, answer: Response) -> StockSettingsOut:
    """Show when stock counts as low, and which number a variant begins with."""
    found = await service.settings(tx)
    answer.headers["etag"] = etag(found.version)
    return settings_out(found)


@doors.put("/api/stock/settings", needs=WRITE_LEVELS)
async def edit_stock_settings(
    tx: InTx, asked: StockSettingsIn, expected: Expected, answer: Response
) -> StockSettingsOut:
    """Say when stock counts as low, and which number a variant begins with."""
    wanted = Settings(asked.low_at, asked.opening.value, asked.opening_account_id)
    made = await service.put_settings(tx, wanted, expected)
    answer.headers["etag"] = etag(made.version)
    return settings_out(made)


def settings_out(found: Settings) -> StockSettingsOut:
    return StockSettingsOut(
        low_at=found.low_at,
        opening=Opening(found.opening),
        opening_account_id=found.opening_account_id,
        version=found.version,
    )


def alert_out(found: Told) -> AlertOut:
    alert = found.alert
    return AlertOut(
        variant_id=alert.variant_id,
        title=found.title,
        sku=found.sku,
        level=alert.level,
        level_at=alert.level_at,
        available=alert.available,
        low_at=alert.low_at,
        per_day=f"{found.per_day.normalize():f}",
        lasts_days=found.lasts_days,
    )


def at_shop_out(found: AtShop) -> AtShopOut:
    return AtShopOut(
        account_id=found.account.id,
        name=found.account.name,
        platform=found.account.platform,
        state=found.channel.state,
        rhythm=found.channel.rhythm,
        sells_from=list(found.sells_from),
        kept_back=found.kept_back,
        should=found.visible.count,
        shows=found.shows,
        seen_at=found.seen_at,
        truth=found.truth,
        asked_at=found.asked_at,
        proven_at=found.proven_at,
        latency_ms=found.latency_ms,
        held_why=found.channel.held_why,
    )
