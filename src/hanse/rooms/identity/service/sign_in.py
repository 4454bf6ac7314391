"""Sign in with a password: two short transactions, and the slow comparison between them."""

from dataclasses import dataclass, field
from uuid import UUID

from hanse.base.faults import Denied, Fault, Rejected
from hanse.engine.log import events
from hanse.engine.passwords import Passwords
from hanse.engine.tx import INSTALLATION, Database, Tx
from hanse.rooms.identity.model.attempts import Counter, counter, network
from hanse.rooms.identity.model.people import Person, PersonState, email_key
from hanse.rooms.identity.model.sessions import Opened, clean_agent
from hanse.rooms.identity.service import attempts, factors, people, sessions
from hanse.rooms.identity.service.people import VISITOR, actor_of
from hanse.rooms.identity.store import people as store
from hanse.rooms.identity.store import sessions as session_store


@events.declare(
    "identity.person.refused",
    "A password was refused ({why})",
    subject=("identity.person", "person_id"),
    personal=("address", "agent"),
    person="person_id",
)
@dataclass(frozen=True, slots=True)
class SignInRefused:
    """Of an account that there is not, nothing is kept: what was typed may be a password."""

    person_id: UUID | None
    why: str
    address: str | None
    agent: str | None


class WrongSignIn(Rejected):
    """Whoever it was, it was not shown. The same words whether there is such an account or not."""

    code = "sign_in_wrong"


class WrongPassword(Rejected):
    """Somebody who is signed in was to show the password, and showed another one."""

    code = "password_wrong"


class NotConfirmed(Denied):
    """The password is right, but nobody has shown yet that the address is theirs."""

    code = "not_confirmed"


@dataclass(frozen=True, slots=True)
class Origin:
    """From where somebody knocks."""

    agent: str
    address: str
    request_id: str = ""
    brought: str = field(default="", repr=False)  # the cookie of a session from before


@dataclass(frozen=True, slots=True)
class SignedIn:
    person: Person
    opened: Opened


@dataclass(frozen=True, slots=True)
class Halfway:
    """The password was right; a second factor is still to be shown."""

    challenge_token: str = field(repr=False)
    ways: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What the first transaction found out."""

    person: Person | None
    hashed: str | None = field(repr=False)
    account: Counter
    address: Counter


async def sign_in(
    database: Database,
    passwords: Passwords,
    *,
    email: str,
    password: str,
    agent: str,
    address: str,
    request_id: str,
    brought: str = "",
) -> SignedIn | Halfway:
    """Open a session, or half of one; `WrongSignIn`, `TooOften` or `NotConfirmed` if not.

    `brought` is the cookie of a session from before, which ends.
    """
    origin = Origin(agent, address, request_id, brought)
    async with passwords.looking, database.tx(INSTALLATION, VISITOR, request_id) as tx:
        known = await look_up(tx, email, address)
        await attempts.begin(tx, [known.account, known.address])
    right = await passwords.verify(known.hashed, password)
    if known.person is None or not right or known.person.state is PersonState.closed:
        await note_refusal(database, known.person, "wrong", origin)
        raise wrong_sign_in()
    better = await renewed(passwords, known.hashed, password)
    async with database.tx(INSTALLATION, actor_of(known.person), request_id) as tx:
        outcome = await let_in(tx, known, better, origin)
    return unless_refused(outcome)


def unless_refused(outcome: SignedIn | Halfway | Fault) -> SignedIn | Halfway:
    """Raised when all is committed, for what was counted and noted must stay."""
    if isinstance(outcome, Fault):
        raise outcome
    return outcome


async def look_up(tx: Tx, email: str, address: str) -> Known:
    """The same statements whether there is such an account or not."""
    key = email_key(email)
    person = await store.by_email(tx, key)
    hashed = await store.password_hash(tx, person.id if person else None)
    # Strangers' failures must not hold up the owner, who comes from where it was seen before.
    place = network(address)
    at_home = await session_store.was_seen_at(tx, person.id if person else None, place)
    account = counter("account_at", key, place) if at_home else counter("account", key)
    return Known(person, hashed, account, counter("address", place))


async def renewed(passwords: Passwords, hashed: str | None, password: str) -> str | None:
    """A hash with the parameters of today, if the kept one has others."""
    if hashed is None or not passwords.needs_rehash(hashed):
        return None
    return await passwords.hash(password)


async def let_in(
    tx: Tx, known: Known, better: str | None, origin: Origin
) -> SignedIn | Halfway | Fault:
    """What becomes of somebody whose password was right."""
    assert known.person is not None
    person = await store.lock(tx, known.person.id)
    # Meanwhile the password may have been changed, or the account closed.
    if person is None or await store.password_hash(tx, person.id) != known.hashed:
        return wrong_sign_in()
    if person.state is PersonState.closed:
        return wrong_sign_in()
    await attempts.succeed(tx, [known.account], [known.address])
    if person.state is PersonState.unconfirmed:
        return not_confirmed()
    if better:
        await store.set_password(tx, person.id, better)
    await sessions.end_brought(tx, origin.brought)
    ways = await factors.ways(tx, person.id)
    if ways:
        return Halfway(await factors.start_challenge(tx, person.id), ways)
    opened = await sessions.open_session(
        tx, person.id, agent=origin.agent, address=origin.address, second_factor=False
    )
    return SignedIn(person, opened)


async def check_own_password(
    database: Database, passwords: Passwords, person_id: UUID, password: str, origin: Origin
) -> Person:
    """The person, if this is its password; failures count as those of signing in do."""
    async with database.tx(INSTALLATION, VISITOR, origin.request_id) as tx:
        person = await people.person(tx, person_id)
        known = await look_up(tx, person.email, origin.address)
        await attempts.begin(tx, [known.account, known.address])
    if not await passwords.verify(known.hashed, password):
        await note_refusal(database, person, "password", origin)
        raise WrongPassword("That is not your password.", next_step="Type it again.")
    async with database.tx(INSTALLATION, actor_of(person), origin.request_id) as tx:
        await attempts.succeed(tx, [known.account], [known.address])
    return person


async def note_refusal(database: Database, person: Person | None, why: str, origin: Origin) -> None:
    owner = person.id if person and person.state is not PersonState.closed else None
    refused = SignInRefused(
        owner, why, origin.address if owner else None, clean_agent(origin.agent) if owner else None
    )
    async with database.tx(INSTALLATION, VISITOR, origin.request_id) as tx:
        await events.append(tx, refused)


def wrong_sign_in() -> WrongSignIn:
    return WrongSignIn(
        "The address and the password do not belong together, or there is no such account.",
        next_step="Check both, or set a new password under “Forgot password”.",
    )


def not_confirmed() -> NotConfirmed:
    return NotConfirmed(
        "Your address is not confirmed yet.",
        "Open the link in the mail that you got, or ask for a new one under “Forgot password”.",
    )
