"""The doors to what people did."""

from typing import Annotated
from uuid import UUID

from fastapi import Path

from hanse.engine.doors import feed
from hanse.engine.doors.doors import Called, Doors, InDatabase, InTx
from hanse.engine.doors.feed import READ_LOG, EventsOut, Place
from hanse.engine.doors.paging import PAGE_USUAL, Limit
from hanse.engine.tx import INSTALLATION
from hanse.rooms.identity.routes.people import READ
from hanse.rooms.identity.service import activity

doors = Doors("identity")

PersonId = Annotated[UUID, Path(description="The id of the person.")]


@doors.get("/api/identity/activity", needs=READ)
async def list_activity(
    database: InDatabase, caller: Called, limit: Limit = PAGE_USUAL, cursor: Place = None
) -> EventsOut:
    """List what you did in this workspace, and what happened to your account; newest first."""
    # Whom the workspace holds off, for the network or a second factor, sees the account alone.
    place = INSTALLATION if caller.withheld else caller.workspace_id
    found = await activity.own_activity(
        database, place, caller.actor, feed.before(cursor), limit + 1
    )
    return feed.paged(found.events, limit, found.names)


@doors.get("/api/identity/members/{person_id}/activity", needs=READ_LOG)
async def list_doings(
    tx: InTx, person_id: PersonId, limit: Limit = PAGE_USUAL, cursor: Place = None
) -> EventsOut:
    """List what a member did in this workspace, newest first."""
    found = await activity.member_activity(tx, person_id, feed.before(cursor), limit + 1)
    return feed.paged(found.events, limit, found.names)
