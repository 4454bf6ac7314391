"""What a person did and what happened to it, out of the one log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.base.faults import Denied
from hanse.engine.log import history
from hanse.engine.log.events import Position
from hanse.engine.log.history import Event, Filters
from hanse.engine.log.personal import open_own
from hanse.engine.tx import INSTALLATION, Actor, Database, Tx
from hanse.rooms.identity.service.names import names


@dataclass(frozen=True, slots=True)
class Feed:
    """Events, newest first, and how those who acted are called."""

    events: Sequence[Event]
    names: Mapping[UUID, str]


async def own_activity(
    database: Database, workspace_id: UUID, actor: Actor, before: Position | None, rows_max: int
) -> Feed:
    """What this person did here and what happened to its account, with its own personal fields.

    The account stands in the installation and the work in a workspace. Positions count over both
    logs, so one cursor serves for the two.
    """
    if actor.id is None:
        raise Denied(
            "Only a person or a key has an activity of its own.", "Read the log of the workspace."
        )
    found: list[Event] = []
    called: Mapping[UUID, str] = {}
    for place in dict.fromkeys((INSTALLATION, workspace_id)):
        async with database.tx(place, actor) as tx:
            mine = await history.read_about(tx, actor.id, before, rows_max)
            found += await open_own(tx, mine, actor.id)
            called = await history.actor_names(tx, names, mine, called)
    found.sort(key=lambda event: event.position, reverse=True)
    return Feed(found[:rows_max], called)


async def member_activity(tx: Tx, person_id: UUID, before: Position | None, rows_max: int) -> Feed:
    """What somebody did in this workspace, whether it is still a member or not."""
    wanted = Filters(workspace_id=tx.workspace_id, actor_id=person_id)
    found = await history.read_back(tx, wanted, before, rows_max)
    return Feed(found, await history.actor_names(tx, names, found))
