"""HTTP of feeds: how far each kind of each account has been read, and reading it all again."""

from datetime import datetime
from typing import Annotated, Literal, cast
from uuid import UUID

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors.doors import Doors, InTx
from hanse.rooms.mirror.model.feeds import Feed, FeedState
from hanse.rooms.mirror.routes.held import OfReach
from hanse.rooms.mirror.routes.permissions import READ_PULLS, WRITE_PULLS
from hanse.rooms.mirror.service import away, showing
from hanse.rooms.mirror.service import feeds as service
from hanse.trade.ports_read import Kind

doors = Doors("mirror")

FEED: JsonDict = {
    "id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c51",
    "account_id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c21",
    "kind": "products",
    "state": "pulling",
    "rows": 1_200,
    "doubtful": 3,
    "rows_done": 1_200,
    "rows_total": 2_000,
    "rows_changed": 1_200,
    "rows_gone": 0,
    "began_at": "2026-11-20T14:03:05Z",
    "ended_at": None,
    "looked_at": None,
    "next_at": "2026-11-20T14:33:05Z",
    "full_at": "2026-11-20T14:03:05Z",
    "fault": "",
    "next_step": "",
    "fault_at": None,
}

AWAY: JsonDict = {
    "account_id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c21",
    "kind": "products",
    "read_at": "2026-11-20T14:03:05Z",
    "since": "2026-11-20T14:14:40Z",
    "next_try_at": "2026-11-20T14:15:10Z",
}

Id = Annotated[UUID, Path(description="The id of a feed.")]
FeedKind = Literal[
    "products",
    "offers",
    "locations",
    "levels",
    "orders",
    "refunds",
    "buyers",
    "supplied",
    "purchases",
]
OfKind = Annotated[FeedKind | None, Query(alias="kind", description="Of this kind alone.")]
OfAccount = Annotated[UUID | None, Query(alias="account", description="Of this account alone.")]


class FeedOut(BaseModel):
    """How a kind of an account is kept up to date."""

    model_config = ConfigDict(json_schema_extra={"examples": [FEED]})

    id: UUID
    account_id: UUID
    kind: FeedKind
    state: FeedState
    rows: int = Field(description="What the account shows now, as far as we know.")
    doubtful: int = Field(description="Rows in which something could not be read.")
    rows_done: int = Field(description="Of the reading of everything that runs, or ran last.")
    rows_total: int | None
    rows_changed: int
    rows_gone: int
    began_at: datetime | None
    ended_at: datetime | None
    looked_at: datetime | None = Field(description="When what changed was last asked for.")
    next_at: datetime | None = Field(description="None: read only when something names it.")
    full_at: datetime | None = Field(description="When everything is read again.")
    fault: str
    next_step: str
    fault_at: datetime | None


class FeedsOut(BaseModel):
    """Feeds by account and kind."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [FEED]}]})

    items: list[FeedOut]


class AwayOut(BaseModel):
    """A kind of an account that does not answer: what is shown of it is as old as `read_at`."""

    model_config = ConfigDict(json_schema_extra={"examples": [AWAY]})

    account_id: UUID
    kind: FeedKind
    read_at: datetime | None = Field(description="None: it was never read to its end.")
    since: datetime | None = Field(description="Left alone since; none: it is asked as always.")
    next_try_at: datetime | None = Field(description="When one call tries whether it is back.")


class AwaysOut(BaseModel):
    """What does not answer now, by account and kind."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [AWAY]}]})

    items: list[AwayOut]


@doors.get("/api/mirror/feeds", needs=READ_PULLS)
async def list_feeds(tx: InTx, account: OfAccount = None) -> FeedsOut:
    """List how far each kind of each account has been read."""
    counts = await showing.counts(tx, account)
    found = await service.list_feeds(tx, account)
    return FeedsOut(
        items=[shaped(one, *counts.get((one.account_id, one.kind), (0, 0))) for one in found]
    )


@doors.get("/api/mirror/away", needs=READ_PULLS)
async def list_away(
    tx: InTx, reach: OfReach, account: OfAccount = None, kind: OfKind = None
) -> AwaysOut:
    """List what does not answer now, how old what is shown of it is, and when it is tried again."""
    found = await away.away(tx, reach.platforms, account, Kind(kind) if kind else None)
    return AwaysOut(
        items=[
            AwayOut(
                account_id=each.account_id,
                kind=cast("FeedKind", each.kind.value),
                read_at=each.read_at,
                since=each.since,
                next_try_at=each.next_try_at,
            )
            for each in found
        ]
    )


@doors.post("/api/mirror/feeds/{id}/pull", needs=WRITE_PULLS, status=202)
async def pull_feed(tx: InTx, id: Id) -> FeedOut:  # noqa: A002
    """Read everything of a feed again. What is the same is not written again."""
    found = await service.ask_pull(tx, id)
    counts = await showing.counts(tx, found.account_id)
    return shaped(found, *counts.get((found.account_id, found.kind), (0, 0)))


def shaped(found: Feed, rows: int, doubtful: int) -> FeedOut:
    trouble = found.trouble
    return FeedOut(
        id=found.id,
        account_id=found.account_id,
        kind=cast("FeedKind", found.kind.value),
        state=found.state,
        rows=rows,
        doubtful=doubtful,
        rows_done=found.rows_done,
        rows_total=found.rows_total,
        rows_changed=found.rows_changed,
        rows_gone=found.rows_gone,
        began_at=found.began_at,
        ended_at=found.ended_at,
        looked_at=found.looked_at,
        next_at=found.next_at,
        full_at=found.full_at,
        fault=trouble.sentence if trouble else "",
        next_step=trouble.next_step if trouble else "",
        fault_at=trouble.at if trouble else None,
    )
