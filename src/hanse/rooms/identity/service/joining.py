"""Whoever holds the link of an invitation: what it says, and how it is accepted, once."""

from dataclasses import dataclass, field
from uuid import UUID

from hanse.base.faults import Conflict, Denied
from hanse.engine.log import events
from hanse.engine.passwords import Passwords
from hanse.engine.tx import INSTALLATION, Actor, ActorKind, Database, Tx
from hanse.rooms.identity.model.invitations import (
    Shown,
    masked,
    refuse_ended,
    used,
)
from hanse.rooms.identity.model.members import Member
from hanse.rooms.identity.model.people import (
    Language,
    Person,
    PersonState,
    check_password,
    check_zone,
    clean_name,
)
from hanse.rooms.identity.model.sessions import Opened
from hanse.rooms.identity.model.tokens import token_hash
from hanse.rooms.identity.service import passwords as account_passwords
from hanse.rooms.identity.service import people, sessions
from hanse.rooms.identity.service.members import add_member
from hanse.rooms.identity.service.sign_in import Origin
from hanse.rooms.identity.store import invitations as store


@events.declare(
    "identity.invitation.accepted",
    "{actor} accepted an invitation",
    subject=("identity.invitation", "invitation_id"),
)
@dataclass(frozen=True, slots=True)
class InvitationAccepted:
    invitation_id: UUID
    person_id: UUID
    version: int


class HasAccount(Conflict):
    """The address of the invitation is that of a person who can sign in."""

    code = "has_account"


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who accepts and was unknown until now."""

    name: str
    password: str = field(repr=False)
    language: str
    zone: str


@dataclass(frozen=True, slots=True)
class Joined:
    shown: Shown
    member: Member


async def look(database: Database, token: str, request_id: str) -> Shown:
    """What the invitation says; `NotGood` tells why its link opens nothing."""
    async with database.system_tx("to show an invitation", request_id=request_id) as tx:
        return await opened(tx, token)


async def opened(tx: Tx, token: str) -> Shown:
    shown = await store.by_token(tx, token_hash(token))
    refuse_ended(shown.invitation if shown else None, tx.now)
    assert shown is not None
    return shown


async def accept(database: Database, actor: Actor, token: str, request_id: str) -> Joined:
    """The person that is signed in becomes a member, if the invitation is its own."""
    if actor.kind is not ActorKind.person or actor.id is None:
        raise Denied("Only a person accepts an invitation.", "Sign in and do it yourself.")
    async with database.system_tx("to accept an invitation", request_id=request_id) as tx:
        shown = await opened(tx, token)
        own = await store.email_of(tx, actor.id)
    if own is None:
        raise Denied("Your account is not there any more.", "Sign in again.")
    if own[1] != shown.invitation.email_key:
        raise Denied(
            f"The invitation is for {masked(shown.invitation.email)}, and you are signed in as "
            f"{masked(own[0])}.",
            "Sign in with the address that was invited, or ask for an invitation to yours.",
        )
    return await claimed(database, actor, actor.id, shown, token, request_id)


async def join(
    database: Database, passwords: Passwords, newcomer: Newcomer, token: str, origin: Origin
) -> tuple[Joined, Opened]:
    """A new person becomes a member and is signed in; the link has shown that the address is its.

    If the invitation ends in between, the account is there all the same, in no workspace.
    """
    shown = await look(database, token, origin.request_id)
    email = shown.invitation.email
    check_password(newcomer.password, email, clean_name(newcomer.name))
    check_zone(newcomer.zone)
    hashed = await passwords.hash(newcomer.password)
    async with database.tx(INSTALLATION, people.VISITOR, origin.request_id) as tx:
        person = await made(tx, newcomer, email, hashed)
    actor = people.actor_of(person)
    joined = await claimed(database, actor, person.id, shown, token, origin.request_id)
    async with database.tx(INSTALLATION, actor, origin.request_id) as tx:
        await sessions.end_brought(tx, origin.brought)
        opened = await sessions.open_session(
            tx, person.id, agent=origin.agent, address=origin.address, second_factor=False
        )
    return joined, opened


async def made(tx: Tx, newcomer: Newcomer, email: str, hashed: str) -> Person:
    """The new person. Whoever only registered with the address without ever showing that it is
    theirs loses it to the one who has shown it."""
    known = await people.by_email(tx, email)
    if known is None:
        return await people.make_person(
            tx,
            name=newcomer.name,
            email=email,
            password_hash=hashed,
            language=newcomer.language,
            zone=newcomer.zone,
            confirmed=True,
        )
    if known.state is PersonState.closed:
        raise HasAccount(
            f"The account of {masked(email)} was closed.", "Ask the operator to open it again."
        )
    if known.state is PersonState.active:
        raise HasAccount(
            f"There is an account for {masked(email)} already.",
            "Sign in with it, then open the link again.",
        )
    confirmed = await people.confirm_person(tx, known.id)
    await account_passwords.set_password(tx, confirmed, hashed, "invited")
    wanted = people.Wanted(newcomer.name, Language(newcomer.language), newcomer.zone)
    return await people.change_person(tx, known.id, wanted, confirmed.version)


async def claimed(
    database: Database, actor: Actor, person_id: UUID, shown: Shown, token: str, request_id: str
) -> Joined:
    """Of two who come with the same link, one gets in."""
    found = shown.invitation
    async with database.tx(shown.workspace_id, actor, request_id) as tx:
        version = await store.accept(tx, found.id, token_hash(token), person_id)
        if version is None:
            refuse_ended(await store.get(tx, found.id), tx.now)
            raise used()
        await events.append(tx, InvitationAccepted(found.id, person_id, version))
        return Joined(shown, await add_member(tx, person_id, found.role))
