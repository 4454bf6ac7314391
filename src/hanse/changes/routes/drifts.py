"""HTTP of drift: what was changed at shops, how much is as we left it, and what is decided."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field, JsonValue
from pydantic.config import JsonDict

from hanse.changes.model.drifts import Drift, DriftDecision, DriftState
from hanse.changes.model.owners import Owner
from hanse.changes.model.states import State
from hanse.changes.routes.held import OfHands
from hanse.changes.routes.permissions import APPROVE_DRIFT, READ_DRIFT
from hanse.changes.routes.sets import before
from hanse.changes.routes.shapes import ACCOUNT, FINDING, ID, FindingOut, findings_out
from hanse.changes.routes.values import value_out
from hanse.changes.service import drifting, restoring
from hanse.changes.service.drifting import Reading
from hanse.engine.doors.doors import Body, Doors, InTx
from hanse.engine.doors.paging import PAGE_USUAL, Cursor, Limit, Page, cut

doors = Doors("changes")

DAYS_MAX = 366
DRIFT: JsonDict = {
    "id": ID,
    "account_id": ACCOUNT,
    "thing": "offers/4711",
    "field": "price",
    "title": "Brass lamp, large",
    "owner": "hub",
    "base": {"currency": "EUR", "minor": 1290},
    "ours": {"currency": "EUR", "minor": 1290},
    "theirs": {"currency": "EUR", "minor": 990},
    "sentence": "Brass lamp, large: price belongs to the hub and was EUR 12.90; somebody at the"
    " shop made EUR 9.90 of it.",
    "first_at": "2026-11-20T14:43:05Z",
    "seen_at": "2026-11-20T15:43:05Z",
    "modified_at": "2026-11-20T14:12:00Z",
    "state": "found",
    "decided_at": None,
    "decider": "",
    "set_id": None,
}
READING: JsonDict = {
    "id": ID,
    "account_id": ACCOUNT,
    "asked_at": "2026-11-20T14:03:05Z",
    "actor": "Sari",
    "things": 412,
    "looked": 200,
    "proven": 199,
    "ended_at": None,
}


class DriftOut(BaseModel):
    """A field that is ours, and of which a shop shows something else."""

    model_config = ConfigDict(json_schema_extra={"examples": [DRIFT]})

    id: UUID
    account_id: UUID
    thing: str
    field: str = Field(description="Empty: the shop does not show the thing at all any more.")
    title: str
    owner: Owner
    base: JsonValue = Field(description="What was proven or agreed on last.")
    ours: JsonValue
    theirs: JsonValue
    sentence: str
    first_at: datetime
    seen_at: datetime
    modified_at: datetime | None = Field(
        description="When the platform says that the thing was changed, whatever of it."
    )
    state: DriftState
    decided_at: datetime | None
    decider: str
    set_id: UUID | None = Field(description="The changes that restore ours.")


class DriftsOut(Page[DriftOut]):
    """Drifts, those that were found last first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [DRIFT], "next_cursor": None}]}
    )


class DayOut(BaseModel):
    """Of one shop on one day: listings that were read there, and those as we left them."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"account_id": ACCOUNT, "day": "2026-11-20", "looked": 1200, "proven": 1197}
            ]
        }
    )

    account_id: UUID
    day: date
    looked: int
    proven: int


class ReadingOut(BaseModel):
    """A reading of all that is ours at a shop, and how far it is."""

    model_config = ConfigDict(json_schema_extra={"examples": [READING]})

    id: UUID
    account_id: UUID
    asked_at: datetime
    actor: str
    things: int = Field(description="How many there were when it began.")
    looked: int
    proven: int
    ended_at: datetime | None


class SharesOut(BaseModel):
    """How much of each shop is as we left it, and the last reading of all of each."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"days": [], "waiting": {ACCOUNT: 2}, "readings": [READING]}]
        }
    )

    days: list[DayOut]
    waiting: dict[UUID, int] = Field(description="Drifts that nobody has decided about, by shop.")
    readings: list[ReadingOut]


class DecideDriftsIn(Body):
    """keep: what the shop shows stays; restore: ours is proposed over it; hand: the fields are the
    shop's from now on."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"ids": [ID], "decision": "restore"}]}
    )

    ids: Annotated[list[UUID], Field(min_length=1, max_length=restoring.AT_ONCE_MAX)]
    decision: DriftDecision


class StillOpenOut(BaseModel):
    """A drift that could not be decided about like this, and why."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"id": ID, "findings": [FINDING]}]})

    id: UUID
    findings: list[FindingOut]


class DecidedOut(BaseModel):
    """What was decided, and the changes that restore ours."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"count": 1, "set_id": ID, "state": "proposed", "left": []}]
        }
    )

    count: int
    set_id: UUID | None
    state: State | None
    left: list[StillOpenOut]


class ReadAgainIn(Body):
    """All that is ours at this shop is read there again."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"account_id": ACCOUNT}]})

    account_id: UUID


@doors.get("/api/changes/drifts", needs=READ_DRIFT)
async def list_drifts(
    tx: InTx,
    account: Annotated[UUID | None, Query(description="At this shop alone.")] = None,
    state: Annotated[DriftState | None, Query(description="In this state alone.")] = None,
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> DriftsOut:
    """List what somebody changed at shops in fields that are ours, the newest first."""
    found = await drifting.list_drifts(tx, account, state, before(cursor), limit + 1)
    page, following = cut(found, limit, lambda each: [each.first_at, each.id])
    return DriftsOut(items=[drift_out(each) for each in page], next_cursor=following)


@doors.get("/api/changes/drift/shares", needs=READ_DRIFT)
async def read_shares(
    tx: InTx, days: Annotated[int, Query(ge=1, le=DAYS_MAX, description="So many days.")] = 30
) -> SharesOut:
    """Show how much of what was read at shops is as we left it, by shop and day."""
    found = await drifting.standing(tx, days)
    return SharesOut(
        days=[
            DayOut(account_id=each.account_id, day=each.day, looked=each.looked, proven=each.proven)
            for each in found.shares
        ],
        waiting=dict(found.waiting),
        readings=[reading_out(each) for each in found.readings],
    )


@doors.post("/api/changes/drifts/decide", needs=APPROVE_DRIFT)
async def decide_drifts(tx: InTx, hands: OfHands, asked: DecideDriftsIn) -> DecidedOut:
    """Keep what the shop shows, propose ours over it, or hand the fields over to the shop."""
    done = await restoring.decide(hands, tx, asked.ids, asked.decision)
    return DecidedOut(
        count=done.count,
        set_id=done.set_id,
        state=done.state,
        left=[
            StillOpenOut(id=each.drift_id, findings=findings_out(each.findings))
            for each in done.left
        ],
    )


@doors.post("/api/changes/drift/readings", needs=APPROVE_DRIFT, status=201)
async def read_again(tx: InTx, hands: OfHands, asked: ReadAgainIn) -> ReadingOut:
    """Read all that is ours at a shop again. One that is under way goes on instead."""
    return reading_out(await drifting.begin(hands, tx, asked.account_id))


def drift_out(drift: Drift) -> DriftOut:
    return DriftOut(
        id=drift.id,
        account_id=drift.account_id,
        thing=drift.thing,
        field=drift.field,
        title=drift.title,
        owner=drift.owner,
        base=value_out(drift.base),
        ours=value_out(drift.ours),
        theirs=value_out(drift.theirs),
        sentence=str(drift),
        first_at=drift.first_at,
        seen_at=drift.seen_at,
        modified_at=drift.modified_at,
        state=drift.state,
        decided_at=drift.decided_at,
        decider=drift.decider,
        set_id=drift.set_id,
    )


def reading_out(reading: Reading) -> ReadingOut:
    return ReadingOut(
        id=reading.id,
        account_id=reading.account_id,
        asked_at=reading.asked_at,
        actor=reading.actor,
        things=reading.things,
        looked=reading.looked,
        proven=reading.proven,
        ended_at=reading.ended_at,
    )
