"""People with second factors, for the tests of these."""

from dataclasses import dataclass, replace
from uuid import UUID

import pyotp

from hanse.base.clock import FixedClock
from hanse.engine.mail import mails
from hanse.engine.mail.mails import Mail
from hanse.engine.passwords import Passwords
from hanse.engine.tx import INSTALLATION, Actor, ActorKind, Database, Tx
from hanse.rooms.identity.model.factors import STEP_S, step_of
from hanse.rooms.identity.model.passkeys import Made, site_of
from hanse.rooms.identity.model.people import Person
from hanse.rooms.identity.service import factors, passkeys, people
from hanse.rooms.identity.service.factors import Added
from hanse.rooms.identity.service.people import actor_of
from tests.rooms.identity.authenticator import Authenticator
from tests.rooms.identity.entrance import PASSWORD

SITE = site_of("https://hanse.example.com", "")
SETUP = Actor(ActorKind.system, None, "setup")


@dataclass(slots=True)
class Phone:
    """An authenticator app that was set up, and its clock."""

    person: Person
    id: UUID
    secret: str
    clock: FixedClock
    added: Added

    def code(self, steps: int = 0) -> str:
        """What it shows now, or so many steps from now."""
        return pyotp.TOTP(self.secret).generate_otp(step_of(self.clock.now()) + steps)


def still(database: Database, clock: FixedClock) -> Database:
    """The same database by a clock that stands still."""
    return replace(database, clock=clock)


async def somebody(
    database: Database, passwords: Passwords | None = None, name: str = "Ana"
) -> Person:
    """A person who is confirmed; with a password if something is given to hash it."""
    hashed = await passwords.hash(PASSWORD) if passwords else None
    async with database.tx(INSTALLATION, SETUP) as tx:
        return await people.make_person(
            tx,
            name=name,
            email=f"{tx.ids.new().hex}@example.com",
            password_hash=hashed,
            language="en",
            zone="UTC",
            confirmed=True,
        )


async def with_phone(
    database: Database, clock: FixedClock, person: Person, name: str = "Phone"
) -> Phone:
    """Set up an authenticator; afterwards its next code is good."""
    async with database.tx(INSTALLATION, actor_of(person)) as tx:
        begun = await factors.begin_totp(tx, person.id, name)
    code = pyotp.TOTP(begun.secret).at(clock.now())
    async with database.tx(INSTALLATION, actor_of(person)) as tx:
        added = await factors.confirm_totp(tx, person.id, begun.id, code, None)
    clock.advance(STEP_S)
    return Phone(person, begun.id, begun.secret, clock, added)


async def with_key(database: Database, person: Person) -> Authenticator:
    """A passkey of this person at SITE."""
    key = Authenticator(SITE.origins[0])
    async with database.tx(INSTALLATION, actor_of(person)) as tx:
        options = await passkeys.begin_passkey(tx, person.id, SITE)
        answer = Made(**key.make(dict(options)))  # type: ignore[arg-type]
        await passkeys.add_passkey(tx, person.id, SITE, "Laptop", answer, None)
    return key


async def written_to(tx: Tx, person: Person) -> list[Mail]:
    """The mails to this person, newest first."""
    kept = await mails.find(tx, 200)
    heads = await mails.opened_heads(tx, kept, "a test reads it")
    mine = [one for one in kept if heads[one.id][0] == person.email]
    return [await mails.opened(tx, one, "a test reads it") for one in mine]
