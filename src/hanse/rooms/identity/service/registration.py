"""How people come in: the first one sets the installation up, the others register and confirm."""

import hmac
from dataclasses import dataclass, field

from hanse.base.faults import Conflict, Denied
from hanse.engine.passwords import Passwords
from hanse.engine.tx import INSTALLATION, Database, Tx
from hanse.rooms.identity.model.attempts import counter, network
from hanse.rooms.identity.model.letters import Letter
from hanse.rooms.identity.model.links import LinkKind
from hanse.rooms.identity.model.people import (
    Language,
    Person,
    PersonState,
    check_password,
    check_zone,
    clean_email,
    clean_name,
    email_key,
)
from hanse.rooms.identity.model.workspaces import clean_title
from hanse.rooms.identity.service import attempts, links, people, sessions, sign_in, workspaces
from hanse.rooms.identity.service.pace import evenly
from hanse.rooms.identity.service.people import VISITOR, actor_of
from hanse.rooms.identity.service.sign_in import Halfway, Origin, SignedIn
from hanse.rooms.identity.store import people as store

OPEN = "open"  # anybody may register; else people come by invitation


class SetUpAlready(Conflict):
    """Somebody is there; others are invited, or register."""

    code = "set_up_already"


class RegistrationClosed(Denied):
    """Only whoever is invited may come."""

    code = "registration_closed"


class SetupCodeWrong(Denied):
    code = "setup_code_wrong"


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who wants to come in, as typed."""

    name: str
    email: str
    password: str = field(repr=False)
    language: Language
    zone: str


def checked(asked: Newcomer) -> Newcomer:
    """As it is kept; `Rejected` names the field that is wrong, whoever else there is."""
    name, email = clean_name(asked.name), clean_email(asked.email)
    password = check_password(asked.password, email, name)
    return Newcomer(name, email, password, asked.language, check_zone(asked.zone))


def check_setup_code(given: str, wanted: str) -> None:
    """Raise unless it is the code; none is asked where none is wanted."""
    if not hmac.compare_digest(given.strip().encode("utf-8", "replace"), wanted.encode()):
        raise SetupCodeWrong(
            "This is not the set-up code, which keeps others from setting up what is yours.",
            "Take it from where Hanse was started: it is printed there.",
        )


async def is_setup_needed(database: Database) -> bool:
    async with database.tx(INSTALLATION, VISITOR) as tx:
        return not await store.anybody(tx)


async def set_up(
    database: Database,
    passwords: Passwords,
    asked: Newcomer,
    workspace_name: str,
    *,
    code: str,
    wanted_code: str,
    origin: Origin,
) -> SignedIn:
    """Make the first person and its workspace, and sign it in. Of two at once one is the first."""
    here = counter("address", network(origin.address))
    async with database.tx(INSTALLATION, VISITOR, origin.request_id) as tx:
        await refuse_second(tx)
        await attempts.begin(tx, [here])
    if wanted_code:
        check_setup_code(code, wanted_code)
    first, title = checked(asked), clean_title(workspace_name, "workspace", "workspace_name")
    hashed = await passwords.hash(first.password)
    async with database.tx(INSTALLATION, VISITOR, origin.request_id) as tx:
        await store.come_alone(tx)
        await refuse_second(tx)
        person = await make(tx, first, hashed, confirmed=True)
        await attempts.succeed(tx, [], [here])
    workspace_id = database.ids.new()
    async with database.tx(workspace_id, actor_of(person), origin.request_id) as tx:
        await workspaces.make_workspace(tx, name=title, owner_id=person.id)
    async with database.tx(INSTALLATION, actor_of(person), origin.request_id) as tx:
        opened = await sessions.open_session(
            tx, person.id, agent=origin.agent, address=origin.address, second_factor=False
        )
    return SignedIn(person, opened)


async def refuse_second(tx: Tx) -> None:
    if await store.anybody(tx):
        raise SetUpAlready(
            "This Hanse is set up already.", "Sign in, or have yourself invited by its owner."
        )


async def register(
    database: Database,
    passwords: Passwords,
    asked: Newcomer,
    *,
    registration: str,
    public_url: str,
    origin: Origin,
) -> None:
    """Have a mail sent that goes on from here. Says the same whoever has that address."""
    if registration != OPEN:
        raise RegistrationClosed(
            "Nobody registers here by himself: people are invited.",
            "Ask an owner or admin of the workspace for an invitation.",
        )
    newcomer = checked(asked)
    async with evenly(database.clock):
        async with database.tx(INSTALLATION, VISITOR, origin.request_id) as tx:
            await attempts.begin(tx, [counter("letters_from", network(origin.address))])
        hashed = await passwords.hash(newcomer.password)
        async with database.tx(INSTALLATION, VISITOR, origin.request_id) as tx:
            await welcome(tx, newcomer, hashed, public_url)


async def welcome(tx: Tx, newcomer: Newcomer, hashed: str, public_url: str) -> None:
    """Write to the address: to confirm it, or that there is an account."""
    key = email_key(newcomer.email)
    if await attempts.tried(tx, [counter("letters", key)]):
        return  # it got several mails just now
    person = await store.by_email(tx, key)
    if person is None:
        person = await make(tx, newcomer, hashed, confirmed=False)
    elif person.state is PersonState.unconfirmed:
        # Whoever came first may have typed somebody else's address: the newest one counts, and
        # only with its own password can the link be used.
        person = await people.take_over(
            tx, person, newcomer.name, newcomer.language, newcomer.zone, hashed
        )
    elif person.state is PersonState.active:
        await links.tell(tx, person, Letter.known, f"{public_url.rstrip('/')}/sign-in")
        return
    else:
        return
    link = await links.make_link(tx, person.id, LinkKind.confirm, public_url)
    await links.tell(tx, person, Letter.confirm, link)


async def confirm(
    database: Database, passwords: Passwords, *, token: str, password: str, origin: Origin
) -> SignedIn | Halfway:
    """Confirm an address by its link and sign in, with the password that was chosen.

    The link alone is not enough: a stranger may have registered with this address.
    """
    async with database.tx(INSTALLATION, VISITOR, origin.request_id) as tx:
        link = await links.look_at_link(tx, LinkKind.confirm, token)
        person = await people.person(tx, link.person_id)
        known = await sign_in.look_up(tx, person.email, origin.address)
        await attempts.begin(tx, [known.account, known.address])
    if not await passwords.verify(known.hashed, password):
        await sign_in.note_refusal(database, person, "confirm", origin)
        raise sign_in.WrongPassword(
            "This is not the password that was chosen when this address was registered.",
            next_step="Type it again. If you did not choose one, set a new one: “Forgot password”.",
        )
    async with database.tx(INSTALLATION, actor_of(person), origin.request_id) as tx:
        await links.use_link(tx, LinkKind.confirm, token)
        await people.confirm_person(tx, person.id)
        outcome = await sign_in.let_in(tx, known, None, origin)
    return sign_in.unless_refused(outcome)


async def make(tx: Tx, newcomer: Newcomer, hashed: str, *, confirmed: bool) -> Person:
    return await people.make_person(
        tx,
        name=newcomer.name,
        email=newcomer.email,
        password_hash=hashed,
        language=newcomer.language,
        zone=newcomer.zone,
        confirmed=confirmed,
    )
