"""A workspace with people in it, and a web door that knows them by their ids."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from hanse.app.api.ground import Ground
from hanse.base.clock import FixedClock, SystemClock
from hanse.engine.doors.access import PERMISSIONS, ROLES, Authenticate, Caller, Knock, Role
from hanse.engine.doors.doors import Doors
from hanse.engine.health.health import ready
from hanse.engine.jobs.handlers import collect
from hanse.engine.jobs.workers import prepare
from hanse.engine.live.live import Hub
from hanse.engine.log import history
from hanse.engine.log.history import Event, Filters
from hanse.engine.mail import jobs as mail_jobs
from hanse.engine.mail import mails
from hanse.engine.mail.mails import Mail
from hanse.engine.metrics import Meter
from hanse.engine.passwords import Passwords
from hanse.engine.settings import load
from hanse.engine.tx import INSTALLATION, Actor, ActorKind, Database
from hanse.rooms.identity.jobs import closing
from hanse.rooms.identity.routes.held import Held
from hanse.rooms.identity.routes.workspaces import JOIN
from hanse.rooms.identity.service import invitations, members, people, workspaces
from hanse.rooms.identity.service.invitations import Invited
from hanse.rooms.identity.store import members as store

OPERATOR = Actor(ActorKind.system, None, "operator")
PUBLIC_URL = "https://hub.example.com"


@dataclass(frozen=True)
class Person:
    """Who acts, with the address it signs in with."""

    actor: Actor
    email: str

    @property
    def id(self) -> UUID:
        assert self.actor.id is not None
        return self.actor.id


async def somebody(
    database: Database, name: str, email: str = "", *, language: str = "en", confirmed: bool = True
) -> Person:
    async with database.tx(INSTALLATION, OPERATOR) as tx:
        made = await people.make_person(
            tx,
            name=name,
            email=email or f"{tx.ids.new().hex}@example.com",
            password_hash=None,
            language=language,
            zone="UTC",
            confirmed=confirmed,
        )
    return Person(people.actor_of(made), made.email)


async def founded(database: Database, owner: Person, name: str = "Toko Ada") -> UUID:
    return (await workspaces.found_workspace(database, owner.actor, "r-1", name)).id


async def enter(database: Database, workspace: UUID, person: Person, role: str) -> UUID:
    """The id of the member."""
    async with database.tx(workspace, OPERATOR) as tx:
        return (await members.add_member(tx, person.id, role)).id


async def roles(database: Database, workspace: UUID) -> dict[UUID, str]:
    """The members' roles, by their persons."""
    async with database.tx(workspace, OPERATOR) as tx:
        found = await members.list_members(tx, None, None, None, 100)
    return {one.person_id: one.role for one in found}


async def know_jobs(database: Database) -> None:
    await prepare(database, collect([mail_jobs.sending(None), closing.jobs]))


async def told(database: Database, workspace: UUID, name: str) -> Sequence[Event]:
    """The events of this name, or of names that begin so, the newest first."""
    async with database.tx(workspace, OPERATOR) as tx:
        return await history.read_back(tx, Filters(name=name), None, 50)


async def mailed(database: Database, workspace: UUID) -> Sequence[Mail]:
    """The mails of the workspace, the newest first."""
    async with database.tx(workspace, OPERATOR) as tx:
        return [await mails.opened(tx, one, "to test") for one in await mails.find(tx, 20)]


def by_membership(database: Database) -> Authenticate:
    """`Bearer <person>:<workspace>` is that person there, if it is a member; or nobody."""

    async def authenticate(knock: Knock) -> Caller | None:
        _, _, token = knock.headers.get("authorization", "").partition(" ")
        if token == "operator":
            return Caller(OPERATOR, INSTALLATION, frozenset(PERMISSIONS), token)
        person, _, workspace = token.partition(":")
        if not workspace:
            return None
        actor = Actor(ActorKind.person, UUID(person), "Somebody")
        async with database.tx(UUID(workspace), OPERATOR) as tx:
            found = await store.role_of(tx, UUID(person))
        held = ROLES[Role(found)] if found else {JOIN}
        return Caller(
            actor,
            UUID(workspace),
            frozenset(one.name for one in held),
            token,
            proven_at=None if knock.headers.get("unproven") else SystemClock().now(),
        )

    return authenticate


def ground_of(
    database: Database,
    home: Path,
    doors: Sequence[Doors],
    passwords: Passwords | None = None,
    *,
    mail_ready: bool = False,
) -> Ground:
    clock, meter = SystemClock(), Meter()
    settings = {
        "HANSE_HOME": str(home),
        "HANSE_REQUESTS_PER_MINUTE": "100000",
        "HANSE_PUBLIC_URL": PUBLIC_URL,
    }
    return Ground(
        database=database,
        settings=load(settings).settings,
        clock=clock,
        ids=database.ids,
        meter=meter,
        hub=Hub(database, meter),
        doors=doors,
        authenticate=by_membership(database),
        checks=lambda: ready(database, home),
        version="0.0.1",
        started_at=clock.now(),
        web=home / "no-web",
        held={
            "identity": Held(
                passwords=passwords or Passwords(1),
                setup_code="",
                public_url=PUBLIC_URL,
                registration="invited",
                mail_ready=mail_ready,
                access_minutes=15,
            )
        },
    )


def bearer(person: Person, workspace: UUID) -> str:
    return f"{person.id}:{workspace}"


async def invite(
    database: Database, shop: UUID, by: Person, email: str, role: str = "support"
) -> Invited:
    async with database.tx(shop, by.actor, "r-4") as tx:
        return await invitations.invite(tx, email, role, PUBLIC_URL)


def token_of(invited: Invited) -> str:
    address, _, token = invited.link.partition("#")
    assert address == f"{PUBLIC_URL}/join"
    return token


def later(database: Database, by: timedelta) -> Database:
    """The same database, where it is later."""
    return replace(database, clock=FixedClock(database.clock.now() + by))
