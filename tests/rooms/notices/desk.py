"""A workspace with people, things that happen in it, and a follower that tells of them."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from hanse.app.api import jobs as jobs_doors
from hanse.base.clock import FixedClock
from hanse.engine.jobs.facts import JobStopped
from hanse.engine.jobs.handlers import Jobs, collect
from hanse.engine.jobs.workers import prepare
from hanse.engine.log.events import append
from hanse.engine.log.followers import advance, enrol
from hanse.engine.mail import jobs as mail_jobs
from hanse.engine.tx import INSTALLATION, Actor, ActorKind, Database, Tx
from hanse.engine.wire.wire import Wire
from hanse.rooms.notices.jobs.following import follower
from hanse.rooms.notices.jobs.sending import sending
from hanse.rooms.notices.routes import endpoints, preferences
from hanse.rooms.notices.routes import notices as notices_doors
from hanse.rooms.notices.service import notices as bell
from hanse.rooms.notices.service.notices import Shown
from tests.api.conftest import Door, opened
from tests.rooms.identity.team import OPERATOR, Person, enter, founded, ground_of, somebody

BASE = "https://hub.example.com"
SYSTEM = Actor(ActorKind.system, None, "jobs")
ROOM_DOORS = (notices_doors.doors, preferences.doors, endpoints.doors)
NEEDED = jobs_doors.READ  # a permission that a notice goes by


@dataclass(frozen=True)
class Team:
    workspace: UUID
    owner: Person
    manager: Person
    viewer: Person


def jobs_with(wire: Wire) -> Sequence[Jobs]:
    return [mail_jobs.sending(None), sending(wire, BASE)]


async def ready(database: Database, wire: Wire) -> None:
    """The jobs are known, and the follower stands at the end of the log."""
    await prepare(database, collect(jobs_with(wire)))
    await enrol(database, [follower()])


async def follow(database: Database) -> None:
    while await advance(database, follower()):
        pass


async def gathered(database: Database) -> Team:
    owner, manager, viewer = [
        await somebody(database, name) for name in ("Ana Owner", "Ben Manager", "Cik Viewer")
    ]
    workspace = await founded(database, owner)
    await enter(database, workspace, manager, "manager")
    await enter(database, workspace, viewer, "viewer")
    await follow(database)
    async with database.tx(workspace, OPERATOR) as tx:
        await tx.execute("delete from notices_notices")  # that they joined
    return Team(workspace, owner, manager, viewer)


async def stop_job(
    database: Database, workspace: UUID, name: str = "stock.push", count: int = 1
) -> None:
    """Jobs stopped, and everybody who is to know was told."""
    async with database.tx(workspace, SYSTEM) as tx:
        stopped = [JobStopped(tx.ids.new(), name, "failed", "unavailable") for _ in range(count)]
        await append(tx, *stopped)
    await follow(database)


async def happen(database: Database, workspace: UUID, event: object, actor: Actor = SYSTEM) -> None:
    async with database.tx(workspace, actor) as tx:
        await append(tx, event)
    await follow(database)


async def bell_of(
    database: Database, person: Person, workspace: UUID = INSTALLATION, *, unread: bool = False
) -> Sequence[Shown]:
    async with database.tx(workspace, person.actor) as tx:
        return await bell.list_notices(tx, unread=unread, before=None, rows_max=50)


async def titles(database: Database, person: Person, workspace: UUID = INSTALLATION) -> list[str]:
    return [shown.words.title for shown in await bell_of(database, person, workspace)]


def later(database: Database, **more: float) -> Database:
    """The same database, seen from then."""
    return replace(database, clock=FixedClock(datetime.now(UTC) + timedelta(**more)))


def of_room(database: Database, workspace: UUID) -> AbstractAsyncContextManager[Tx]:
    return database.tx(workspace, OPERATOR)


async def waiting_jobs(database: Database, name: str) -> Sequence[str]:
    """Keys of the jobs of this name that wait or will."""
    async with database.system_tx("a test") as tx:
        rows = await tx.fetch("select key from jobs where name = $1 order by key", name)
    return [row["key"] for row in rows]


@asynccontextmanager
async def doors_open(database: Database, home: Path) -> AsyncIterator[Door]:
    """The doors of the room, to the people of the team."""
    async with opened(ground_of(database, home, ROOM_DOORS)) as door:
        yield door


async def asked(
    door: Door, method: str, path: str, who: str, status: int = 200, **more: object
) -> Any:
    async with door.ask(method, path, who, **more) as answer:
        said = await answer.json(content_type=None) if answer.status != 204 else None
        assert answer.status == status, said
        return said
