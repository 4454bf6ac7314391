"""A person's password: forgotten, set by a link, changed; and what ends when it is."""

from dataclasses import dataclass
from uuid import UUID

from hanse.engine.log import events
from hanse.engine.passwords import Passwords
from hanse.engine.tx import INSTALLATION, Database, Tx
from hanse.rooms.identity.model.attempts import counter, network
from hanse.rooms.identity.model.letters import Letter
from hanse.rooms.identity.model.links import LinkKind
from hanse.rooms.identity.model.people import Person, PersonState, check_password, email_key
from hanse.rooms.identity.model.sessions import EndReason
from hanse.rooms.identity.service import attempts, factors, links, people, sessions
from hanse.rooms.identity.service.pace import evenly
from hanse.rooms.identity.service.people import VISITOR, actor_of
from hanse.rooms.identity.service.sign_in import Origin, check_own_password
from hanse.rooms.identity.store import people as store


@events.declare(
    "identity.password.changed",
    "{actor} changed a password ({how})",
    subject=("identity.person", "person_id"),
)
@dataclass(frozen=True, slots=True)
class PasswordChanged:
    person_id: UUID
    how: str
    sessions_ended: int


async def forgot(database: Database, *, email: str, public_url: str, origin: Origin) -> None:
    """Have a link sent to whoever has this address. Says the same if nobody has."""
    key = email_key(email)
    async with (
        evenly(database.clock),
        database.tx(INSTALLATION, VISITOR, origin.request_id) as tx,
    ):
        await attempts.begin(tx, [counter("letters_from", network(origin.address))])
        silent = await attempts.tried(tx, [counter("letters", key)])
        person = await store.by_email(tx, key)
        if silent or person is None or person.state is PersonState.closed:
            return
        link = await links.make_link(tx, person.id, LinkKind.reset, public_url)
        await links.tell(tx, person, Letter.reset, link)


async def reset(
    database: Database, passwords: Passwords, *, token: str, password: str, origin: Origin
) -> None:
    """Set a new password by a link, which also shows that the address is theirs."""
    async with database.tx(INSTALLATION, VISITOR, origin.request_id) as tx:
        link = await links.look_at_link(tx, LinkKind.reset, token)
        person = await people.person(tx, link.person_id)
    check_password(password, person.email, person.name)
    hashed = await passwords.hash(password)
    async with database.tx(INSTALLATION, actor_of(person), origin.request_id) as tx:
        await links.use_link(tx, LinkKind.reset, token)
        await people.confirm_person(tx, person.id)
        await set_password(tx, person, hashed, "reset")
        key = email_key(person.email)
        waited = [counter("account", key), counter("account_at", key, network(origin.address))]
        await attempts.succeed(tx, waited)


async def change(
    database: Database,
    passwords: Passwords,
    *,
    person_id: UUID,
    session_id: UUID | None,
    current: str,
    password: str,
    origin: Origin,
) -> str:
    """Set a new password; it takes the current one, and ends all other sessions.

    The token of this session is another one from now on: whoever copied the cookie is out too. It
    is the answer, and empty for a machine. This proves nobody: a second factor may be asked for.
    """
    person = await check_own_password(database, passwords, person_id, current, origin)
    check_password(password, person.email, person.name)
    hashed = await passwords.hash(password)
    async with database.tx(INSTALLATION, actor_of(person), origin.request_id) as tx:
        await set_password(tx, person, hashed, "changed", keeps=session_id)
        return await sessions.change_token(tx, session_id) if session_id else ""


async def set_password(
    tx: Tx, person: Person, hashed: str, how: str, *, keeps: UUID | None = None
) -> None:
    """Set it, and end all that was opened by the old one: sessions, half sign-ins, links."""
    await store.lock(tx, person.id)
    await store.set_password(tx, person.id, hashed)
    await links.forget_links(tx, person.id, LinkKind.reset)
    await factors.end_challenges(tx, person.id)
    ended = await sessions.end_all(tx, person.id, EndReason.password_changed, keeps)
    await events.append(tx, PasswordChanged(person.id, how, ended))
    await links.tell(tx, person, Letter.password_changed)
