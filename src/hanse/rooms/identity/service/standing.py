"""Where a person works, as what, and by which rules: what stands behind every request."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from hanse.engine.tx import INSTALLATION, Actor, Database, Tx
from hanse.rooms.identity.model.people import Person
from hanse.rooms.identity.model.sessions import Session, SessionKind
from hanse.rooms.identity.model.tokens import TokenKind, token_hash
from hanse.rooms.identity.service import people, sessions
from hanse.rooms.identity.store import standing as store
from hanse.rooms.identity.store.standing import Membership as Membership
from hanse.rooms.identity.store.standing import Standing as Standing

# As a new workspace has them.
IDLE_MINUTES = 20_160
ABSOLUTE_MINUTES = 43_200


@dataclass(frozen=True, slots=True)
class Profile:
    """A person as it sees itself."""

    person: Person
    session: Session | None
    memberships: Sequence[Membership]


async def of_browser(tx: Tx, token: str) -> Standing | None:
    """The living session of a browser, by its cookie; one statement. `tx` sees all workspaces."""
    if not token.startswith(TokenKind.session):
        return None
    return await store.of_session(tx, SessionKind.browser, token_hash=token_hash(token))


async def of_machine(tx: Tx, session_id: UUID) -> Standing | None:
    """The living session of a machine, by what its access token names; one statement."""
    return await store.of_session(tx, SessionKind.machine, session_id=session_id)


async def memberships(tx: Tx, person_id: UUID) -> Sequence[Membership]:
    """The workspaces of a person, by name; one statement. `tx` sees all workspaces."""
    return await store.memberships(tx, person_id)


def is_over(session: Session, places: Sequence[Membership], now: datetime) -> bool:
    """Whether it was idle or is old beyond what any workspace of the person allows.

    The strictest counts everywhere: else work in one workspace would keep another one open. An
    instant to come is of a clock that was wrong, and no session lives until it is reached.
    """
    idle = min((place.idle_minutes for place in places), default=IDLE_MINUTES)
    absolute = min((place.absolute_minutes for place in places), default=ABSOLUTE_MINUTES)
    return abs(now - session.seen_at) > timedelta(minutes=idle) or (
        abs(now - session.made_at) > timedelta(minutes=absolute)
    )


async def profile(database: Database, actor: Actor, session_id: UUID | None) -> Profile:
    """Who the person of this actor is, and where it works."""
    if actor.id is None:
        raise people.no_person()
    async with database.system_tx("profile") as system:
        workspaces = await memberships(system, actor.id)
    async with database.tx(INSTALLATION, actor) as tx:
        person = await people.person(tx, actor.id)
        session = await sessions.session(tx, session_id) if session_id else None
    return Profile(person, session, workspaces)
