"""HTTP of how shops are told of stock: on and off, held, what is kept back, and how live it is."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from fastapi import Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors.doors import Body, Doors, Expected, InTx
from hanse.engine.doors.paging import PAGE_USUAL, Cursor, Limit, cut, read_id
from hanse.engine.doors.versions import etag
from hanse.rooms.stock.model.channels import (
    MINOR_MAX,
    PIECES_MAX,
    PLACES_MAX,
    WHY_CHARS_MAX,
    Channel,
    ChannelState,
    Rhythm,
    WhenOut,
)
from hanse.rooms.stock.routes.held import OfCards
from hanse.rooms.stock.routes.permissions import READ_CHANNELS, WRITE_CHANNELS
from hanse.rooms.stock.service import channels as service
from hanse.rooms.stock.service import explaining
from hanse.rooms.stock.service.channels import Stand

doors = Doors("stock")

ID = "0190a2b4-0000-7000-8000-000000000001"
NOW = "2026-01-01T00:00:00Z"
RULES: JsonDict = {
    "rhythm": "events",
    "places": [],
    "supplied": False,
    "keep_percent": "10",
    "keep_count": 1,
    "show_max": None,
    "safety": True,
    "oversell_minor": 1500,
    "oversell_currency": "EUR",
    "when_out": "zero",
}
CHANNEL: JsonDict = {
    **RULES,
    "account_id": ID,
    "name": "Lamps",
    "platform": "woocommerce",
    "state": "on",
    "held_why": "",
    "next_at": NOW,
    "pushed_at": NOW,
    "differing": 0,
    "waiting": 3,
    "p50_ms": 900,
    "p99_ms": 2600,
    "version": 2,
}
SYNC: JsonDict = {
    "id": ID,
    "at": NOW,
    "why": "moved",
    "compared": 12,
    "differing": 2,
    "set_id": ID,
}
LATENCY: JsonDict = {
    "buckets": [{"up_to_ms": 1000, "count": 40}, {"up_to_ms": None, "count": 0}],
    "p50_ms": 900,
    "p99_ms": 2600,
    "slowest": [{"variant_id": ID, "title": "Brass lamp", "ms": 2600, "at": NOW}],
}

Account = Annotated[UUID, Path(description="The id of the shop.")]
Percent = Annotated[Decimal, Field(max_digits=6, decimal_places=3)]
Pieces = Annotated[int, Field(ge=0, le=PIECES_MAX)]


class ChannelChangeIn(Body):
    """What is to be another from now on; what is left out stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [RULES]})

    rhythm: Rhythm | None = None
    places: Annotated[
        list[UUID] | None,
        Field(max_length=PLACES_MAX, description="It sells from these; empty: from all own ones."),
    ] = None
    supplied: bool | None = Field(None, description="Sell what suppliers have, too.")
    keep_percent: Percent | None = None
    keep_count: Pieces | None = None
    show_max: Pieces | None = None
    safety: bool | None = None
    oversell_minor: Annotated[int | None, Field(ge=0, le=MINOR_MAX)] = None
    oversell_currency: Annotated[str | None, Field(pattern="^[A-Z]{3}$")] = None
    when_out: WhenOut | None = None


class ChannelHoldIn(Body):
    """Why a shop is held; others will ask."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"why": "We count the shelves."}]})

    why: Annotated[str, Field(min_length=1, max_length=WHY_CHARS_MAX)]


class ChannelOut(BaseModel):
    """How a shop is told of stock, and how it stands."""

    model_config = ConfigDict(json_schema_extra={"examples": [CHANNEL]})

    account_id: UUID
    name: str
    platform: str
    state: ChannelState
    held_why: str
    rhythm: Rhythm
    places: list[UUID]
    supplied: bool
    keep_percent: str
    keep_count: int
    show_max: int | None
    safety: bool
    oversell_minor: int | None
    oversell_currency: str | None
    when_out: WhenOut
    next_at: datetime | None
    pushed_at: datetime | None
    differing: int = Field(description="So many numbers there are behind what they should be.")
    waiting: int = Field(description="So many wait for their opening count.")
    p50_ms: int | None = Field(description="Of the last 7 days, from the movement to the proof.")
    p99_ms: int | None
    version: int


class ChannelsOut(BaseModel):
    """One page of shops, the newest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [CHANNEL], "next_cursor": None}]}
    )

    items: list[ChannelOut]
    next_cursor: str | None


class SyncOut(BaseModel):
    """One comparison of a shop with what it should show."""

    model_config = ConfigDict(json_schema_extra={"examples": [SYNC]})

    id: UUID
    at: datetime
    why: str
    compared: int
    differing: int
    set_id: UUID | None


class SyncsOut(BaseModel):
    """One page of comparisons, the newest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [SYNC], "next_cursor": None}]}
    )

    items: list[SyncOut]
    next_cursor: str | None


class BucketOut(BaseModel):
    """So many took longer than the bound before and up to this one."""

    up_to_ms: int | None = Field(description="Null: longer than all others.")
    count: int


class SlowOut(BaseModel):
    variant_id: UUID
    title: str
    ms: int
    at: datetime


class LatencyOut(BaseModel):
    """How long it took from a movement until the shop was seen to show it."""

    model_config = ConfigDict(json_schema_extra={"examples": [LATENCY]})

    buckets: list[BucketOut]
    p50_ms: int | None
    p99_ms: int | None
    slowest: list[SlowOut]


@doors.get("/api/stock/channels", needs=READ_CHANNELS)
async def list_channels(
    tx: InTx, cards: OfCards, limit: Limit = PAGE_USUAL, cursor: Cursor = None
) -> ChannelsOut:
    """List how each shop is told of stock, and how it stands."""
    found = await service.list_channels(tx, cards, read_id(cursor), limit + 1)
    page, following = cut(found, limit, lambda each: [each.account.id])
    return ChannelsOut(items=[channel_out(each) for each in page], next_cursor=following)


@doors.patch("/api/stock/channels/{account_id}", needs=WRITE_CHANNELS)
async def edit_channel(
    tx: InTx, account_id: Account, asked: ChannelChangeIn, expected: Expected, answer: Response
) -> ChannelOut:
    """Say how often a shop is told, and what is kept back. Version 0 if that was never said."""
    found = (await service.one(tx, account_id)).channel
    made = await service.change(tx, changed(found, asked), expected)
    answer.headers["etag"] = etag(made.channel.version)
    return channel_out(made)


@doors.post("/api/stock/channels/{account_id}/on", needs=WRITE_CHANNELS)
async def switch_on(tx: InTx, account_id: Account) -> ChannelOut:
    """Tell a shop of stock from now on; its quantities belong to the hub then."""
    return channel_out(await service.switch_on(tx, account_id))


@doors.post("/api/stock/channels/{account_id}/off", needs=WRITE_CHANNELS)
async def switch_off(tx: InTx, account_id: Account) -> ChannelOut:
    """Let a shop count for itself again; what waits to go out does not go."""
    return channel_out(await service.switch_off(tx, account_id))


@doors.post("/api/stock/channels/{account_id}/hold", needs=WRITE_CHANNELS)
async def hold_channel(tx: InTx, account_id: Account, asked: ChannelHoldIn) -> ChannelOut:
    """Let nothing go out to a shop until somebody lets it go on."""
    return channel_out(await service.hold(tx, account_id, asked.why))


@doors.post("/api/stock/channels/{account_id}/resume", needs=WRITE_CHANNELS)
async def resume_channel(tx: InTx, account_id: Account) -> ChannelOut:
    """Let a shop that is held go on; all of it is compared."""
    return channel_out(await service.resume(tx, account_id))


@doors.post("/api/stock/channels/{account_id}/push", needs=WRITE_CHANNELS)
async def push_channel(tx: InTx, account_id: Account) -> ChannelOut:
    """Have all of a shop compared now, and told what is other."""
    return channel_out(await service.push_now(tx, account_id))


@doors.get("/api/stock/channels/{account_id}/syncs", needs=READ_CHANNELS)
async def list_syncs(
    tx: InTx, account_id: Account, limit: Limit = PAGE_USUAL, cursor: Cursor = None
) -> SyncsOut:
    """List when a shop was compared and how much was different, the newest first."""
    found = await service.syncs(tx, account_id, read_id(cursor), limit + 1)
    page, following = cut(found, limit, lambda each: [each.id])
    items = [
        SyncOut(
            id=each.id,
            at=each.at,
            why=each.why,
            compared=each.compared,
            differing=each.differing,
            set_id=each.set_id,
        )
        for each in page
    ]
    return SyncsOut(items=items, next_cursor=following)


@doors.get("/api/stock/channels/{account_id}/latency", needs=READ_CHANNELS)
async def show_latency(
    tx: InTx,
    account_id: Account,
    days: Annotated[int, Query(ge=1, le=90, description="So far back.")] = 7,
) -> LatencyOut:
    """Show how live a shop is: from the movement of stock to the proof that it is shown."""
    found = await explaining.latency(tx, account_id, days)
    return LatencyOut(
        buckets=[BucketOut(up_to_ms=bound, count=count) for bound, count in found.buckets],
        p50_ms=found.p50_ms,
        p99_ms=found.p99_ms,
        slowest=[
            SlowOut(variant_id=each.variant_id, title=title, ms=each.ms, at=each.at)
            for each, title in found.slowest
        ],
    )


def changed(found: Channel, asked: ChannelChangeIn) -> Channel:
    """Null is a word of its own only where it means something: no maximum, no cost of our own."""
    given = asked.model_dump(exclude_unset=True)
    nullable = {"show_max", "oversell_minor", "oversell_currency"}
    kept: Any = {
        name: value for name, value in given.items() if value is not None or name in nullable
    }
    if "places" in kept:
        kept["places"] = tuple(kept["places"])
    return Channel(
        **{name: kept.get(name, getattr(found, name)) for name in Channel.__dataclass_fields__}
    )


def channel_out(found: Stand) -> ChannelOut:
    channel, figures = found.channel, found.figures
    return ChannelOut(
        account_id=found.account.id,
        name=found.account.name,
        platform=found.account.platform,
        state=channel.state,
        held_why=channel.held_why,
        rhythm=channel.rhythm,
        places=list(channel.places),
        supplied=channel.supplied,
        keep_percent=f"{channel.keep_percent.normalize():f}",
        keep_count=channel.keep_count,
        show_max=channel.show_max,
        safety=channel.safety,
        oversell_minor=channel.oversell_minor,
        oversell_currency=channel.oversell_currency,
        when_out=channel.when_out,
        next_at=channel.next_at,
        pushed_at=channel.pushed_at,
        differing=figures.differing,
        waiting=figures.waiting,
        p50_ms=figures.p50_ms,
        p99_ms=figures.p99_ms,
        version=channel.version,
    )
