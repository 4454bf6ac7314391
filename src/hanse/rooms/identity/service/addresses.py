"""A change of a person's email address: asked for with the password, confirmed at the new one."""

from dataclasses import dataclass
from uuid import UUID

from hanse.base.faults import Rejected
from hanse.engine.log import events
from hanse.engine.passwords import Passwords
from hanse.engine.tx import INSTALLATION, Database, Tx
from hanse.rooms.identity.model.attempts import counter
from hanse.rooms.identity.model.letters import Letter
from hanse.rooms.identity.model.links import LinkKind
from hanse.rooms.identity.model.people import Person, PersonState, clean_email, email_key
from hanse.rooms.identity.service import attempts, links, people
from hanse.rooms.identity.service.pace import evenly
from hanse.rooms.identity.service.people import EmailTaken, actor_of
from hanse.rooms.identity.service.sign_in import Origin, check_own_password
from hanse.rooms.identity.store import people as store


@events.declare(
    "identity.email.asked",
    "{actor} asked for another address",
    subject=("identity.person", "person_id"),
    personal=("email",),
    person="person_id",
)
@dataclass(frozen=True, slots=True)
class EmailAsked:
    person_id: UUID
    email: str


@events.declare(
    "identity.email.changed",
    "{actor} changed an address",
    subject=("identity.person", "person_id"),
    personal=("before", "after"),
    person="person_id",
)
@dataclass(frozen=True, slots=True)
class EmailChanged:
    person_id: UUID
    before: str
    after: str
    version: int


async def ask_for_email(
    database: Database,
    passwords: Passwords,
    *,
    person_id: UUID,
    email: str,
    password: str,
    public_url: str,
    origin: Origin,
) -> None:
    """Have a link sent to the new address, and tell the old one. Says the same if it is taken."""
    address = clean_email(email)
    person = await check_own_password(database, passwords, person_id, password, origin)
    if email_key(address) == email_key(person.email):
        raise Rejected("This is your address already.", next_step="Type the new one.")
    async with (
        evenly(database.clock),
        database.tx(INSTALLATION, actor_of(person), origin.request_id) as tx,
    ):
        await attempts.begin(tx, [counter("letters_from", str(person.id))])
        await events.append(tx, EmailAsked(person.id, address))
        await links.tell(tx, person, Letter.email_asked, email=address)
        if not await attempts.tried(tx, [counter("letters", email_key(address))]):
            await write_to(tx, person, address, public_url)


async def write_to(tx: Tx, person: Person, address: str, public_url: str) -> None:
    other = await people.by_email(tx, address)
    if other is None:
        link = await links.make_link(tx, person.id, LinkKind.email, public_url, email=address)
        await links.tell(tx, person, Letter.email_new, link, to=address)
    elif other.state is not PersonState.closed:
        await links.tell(tx, other, Letter.email_known)


async def confirm_email(tx: Tx, token: str) -> Person:
    """The new address is theirs from now on, and the old one is told. `tx` is a visitor's."""
    link = await links.use_link(tx, LinkKind.email, token)
    before = await store.lock(tx, link.person_id)
    if before is None or before.state is PersonState.closed or link.email is None:
        raise links.link_over()
    key = email_key(link.email)
    await store.claim(tx, key)
    after = await store.set_email(tx, before.id, link.email, key)
    if after is None:
        raise EmailTaken(
            "Meanwhile somebody else has this address, so yours stays as it was.",
            "Ask for another address.",
        )
    # What was sent to the old mailbox opens nothing any more.
    await links.forget_links(tx, before.id, LinkKind.reset)
    await events.append(tx, EmailChanged(before.id, before.email, after.email, after.version))
    await links.tell(tx, before, Letter.email_changed, email=after.email)
    return after
