"""The doors to the log: who did what, when, to what; as pages, as a file, and how far it is proven.

Nobody reads personal fields by accident: they are sealed in every answer but one, which asks why.
"""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from hanse.app.api.exporting import ExportFormat, LogFile, begin
from hanse.app.api.ground import OfGround
from hanse.base.text import clean
from hanse.engine.doors import access, feed
from hanse.engine.doors.access import ADMINS
from hanse.engine.doors.doors import Called, Doors, InDatabase, InTx
from hanse.engine.doors.feed import READ_LOG, EventOut, EventsOut, Place
from hanse.engine.doors.instants import At
from hanse.engine.doors.paging import PAGE_USUAL, Limit
from hanse.engine.log import audit, history
from hanse.engine.log.audit import Standing
from hanse.engine.log.chain import Block
from hanse.engine.log.events import Position
from hanse.engine.log.history import Filters
from hanse.engine.log.personal import open_personal

doors = Doors("audit")

READ_PERSONAL = access.declare(
    "audit.personal.read", "Open sealed personal fields of the log, with a reason.", *ADMINS
)

Name = Annotated[
    str,
    Query(
        pattern=r"^[a-z][a-z0-9_.]{0,99}$",
        description="A name or the front of it: identity, identity.key, identity.key.created.",
    ),
]
Words = Annotated[
    str,
    Query(max_length=100, description="Words that stand in the name or sentence of the event."),
]
Routine = Annotated[
    bool,
    Query(description="False: without what follows from others or happens by itself every day."),
]
Kind = Annotated[
    str, Query(pattern=r"^[a-z][a-z0-9]*\.[a-z0-9_]{1,60}$", description="Such as orders.order.")
]
RequestId = Annotated[
    str, Query(pattern=r"^[A-Za-z0-9._:-]{1,100}$", description="As it stands in an answer.")
]
Where = Annotated[
    str, Path(pattern=r"^\d{1,18}-\d{1,18}$", description="The position of an event.")
]
Reason = Annotated[
    str,
    Query(
        min_length=3,
        max_length=300,
        pattern=r"\S",
        description="Why the fields are opened; it stands in the log from then on.",
    ),
]


async def filters_of(
    caller: Called,
    name: Name = "",
    words: Words = "",
    routine: Routine = True,
    actor_id: UUID | None = None,
    subject_kind: Kind = "",
    subject_id: UUID | None = None,
    person_id: UUID | None = None,
    request_id: RequestId = "",
    since: At | None = None,
    until: At | None = None,
) -> Filters:
    """What of the log is wanted, the same for the list and the file."""
    some = words.strip() or not routine
    return Filters(
        workspace_id=caller.workspace_id,
        name=name,
        names=history.names_with(words, routine=routine) if some else None,
        actor_id=actor_id,
        subject_kind=subject_kind,
        subject_id=subject_id,
        person_id=person_id,
        request_id=request_id,
        since=since,
        until=until,
    )


Wanted = Annotated[Filters, Depends(filters_of)]


class SealOut(BaseModel):
    """How far the log is sealed by the hash chain, and how far it was found right."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "sealed_until": "8123-40551",
                    "sealed_until_at": "2026-11-20T14:03:05Z",
                    "sealed_at": "2026-11-20T14:03:20Z",
                    "verified_until": "8120-40210",
                    "verified_until_at": "2026-11-20T13:59:40Z",
                    "verified_at": "2026-11-20T14:00:00Z",
                    "right": True,
                    "sentence": "The log was last checked on 2026-11-20 14:00 UTC, and nothing was "
                    "altered, removed or inserted.",
                }
            ]
        }
    )

    sealed_until: str | None = Field(description="The last position that a block covers.")
    sealed_until_at: datetime | None
    sealed_at: datetime | None = Field(description="When that block was closed.")
    verified_until: str | None = Field(description="The last position that was found right.")
    verified_until_at: datetime | None
    verified_at: datetime | None = Field(description="When somebody last checked.")
    right: bool = Field(description="False if the last check found a difference.")
    sentence: str


@doors.get("/api/events", needs=READ_LOG)
async def list_events(
    ground: OfGround, tx: InTx, wanted: Wanted, limit: Limit = PAGE_USUAL, cursor: Place = None
) -> EventsOut:
    """List what happened in the workspace, newest first. A cursor is a position in the log."""
    found = await history.read_back(tx, wanted, feed.before(cursor), limit + 1)
    return feed.paged(found, limit, await history.actor_names(tx, ground.names, found))


@doors.get(
    "/api/events/export",
    needs=READ_LOG,
    step_up=True,
    example="position,recorded_at,name,sentence\r\n8123-40551,2026-11-20T14:03:05+00:00,...",
)
async def export_events(
    ground: OfGround,
    database: InDatabase,
    caller: Called,
    wanted: Wanted,
    format: ExportFormat = ExportFormat.csv,  # noqa: A002
) -> LogFile:
    """Export what happened as a file, oldest first; refused beyond 100,000 events."""
    return await begin(ground, database, caller, wanted, format)


@doors.get("/api/events/{position}/personal", needs=READ_PERSONAL)
async def open_event(ground: OfGround, tx: InTx, position: Where, reason: Reason) -> EventOut:
    """Open the sealed personal fields of one event. Who opened them, and why, is an event too."""
    event = await history.read_one(tx, Position.parse(position))
    [opened] = await open_personal(tx, [event], clean(reason))
    return feed.shaped(opened, await history.actor_names(tx, ground.names, [opened]))


@doors.get("/api/audit/seal", needs=READ_LOG)
async def read_seal(database: InDatabase) -> SealOut:
    """Show how far the log is sealed, and when it was last checked."""
    async with database.system_tx("audit") as tx:
        standing = await audit.standing(tx)
    sealed, verified = standing.sealed, standing.verified
    return SealOut(
        sealed_until=place(sealed),
        sealed_until_at=sealed.last_recorded_at if sealed else None,
        sealed_at=sealed.closed_at if sealed else None,
        verified_until=place(verified),
        verified_until_at=verified.last_recorded_at if verified else None,
        verified_at=standing.verified_at,
        right=standing.right,
        sentence=told(standing),
    )


def place(block: Block | None) -> str | None:
    return str(block.last) if block else None


def told(standing: Standing) -> str:
    """In words. What is wrong names rows of other workspaces, so only the operator reads that."""
    if standing.verified_at is None:
        return (
            "Nobody has checked the log yet. That is done every night, or by: hanse audit verify."
        )
    at = f"{standing.verified_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    if not standing.right:
        return (
            f"The check of {at} found a difference: the log is not as it was sealed. "
            "Ask the operator what it is; `hanse audit verify` names the first row."
        )
    return f"The log was last checked on {at}, and nothing was altered, removed or inserted."
