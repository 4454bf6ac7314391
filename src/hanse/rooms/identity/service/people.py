"""People: found, made and changed. Their rows stand in the installation, and so does `tx`."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from hanse.base.faults import Conflict, Denied, Gone
from hanse.engine.doors.versions import same_version
from hanse.engine.log import events
from hanse.engine.tx import Actor, ActorKind, Tx
from hanse.rooms.identity.model.people import (
    Language,
    Person,
    PersonState,
    check_zone,
    clean_email,
    clean_name,
    email_key,
)
from hanse.rooms.identity.store import people as store

CHANGEABLE = ("name", "language", "zone")
VISITOR = Actor(ActorKind.system, None, "visitor")  # who is not signed in, or not yet


@events.declare(
    "identity.person.registered",
    "{name} registered",
    subject=("identity.person", "person_id"),
    personal=("name", "email"),
    person="person_id",
)
@dataclass(frozen=True, slots=True)
class PersonRegistered:
    person_id: UUID
    name: str
    email: str
    state: str
    version: int


@events.declare(
    "identity.person.confirmed",
    "{actor} confirmed an address",
    subject=("identity.person", "person_id"),
)
@dataclass(frozen=True, slots=True)
class PersonConfirmed:
    person_id: UUID
    version: int


@events.declare(
    "identity.person.changed",
    "{actor} changed a profile",
    subject=("identity.person", "person_id"),
    personal=("before", "after"),
    person="person_id",
)
@dataclass(frozen=True, slots=True)
class PersonChanged:
    person_id: UUID
    before: Mapping[str, str]
    after: Mapping[str, str]
    version: int


class EmailTaken(Conflict):
    """The address is somebody's; nothing was changed."""

    code = "email_taken"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be different; none leaves it as it is."""

    name: str | None = None
    language: Language | None = None
    zone: str | None = None


def actor_of(person: Person) -> Actor:
    return Actor(ActorKind.person, person.id, person.name)


def own_id(actor: Actor) -> UUID:
    """Whose profile, sessions and tokens these are; `Denied` to whoever is no person."""
    if actor.kind is not ActorKind.person or actor.id is None:
        raise Denied(
            "A profile belongs to a person, and a key or the operator is none.",
            "Sign in and do it yourself.",
        )
    return actor.id


async def person(tx: Tx, person_id: UUID) -> Person:
    found = await store.get(tx, person_id)
    if found is None:
        raise no_person()
    return found


async def by_email(tx: Tx, email: str) -> Person | None:
    return await store.by_email(tx, email_key(email))


async def make_person(
    tx: Tx,
    *,
    name: str,
    email: str,
    password_hash: str | None,
    language: str,
    zone: str,
    confirmed: bool,
) -> Person:
    """A new person; `EmailTaken` if the address is somebody's. Check its password before."""
    address = clean_email(email)
    state = PersonState.active if confirmed else PersonState.unconfirmed
    await store.claim(tx, email_key(address))
    made = await store.add(
        tx,
        tx.ids.new(),
        address,
        email_key(address),
        clean_name(name),
        Language(language),
        check_zone(zone),
        state,
    )
    if made is None:
        raise EmailTaken("Somebody has this address already.", "Sign in, or take another one.")
    if password_hash is not None:
        await store.set_password(tx, made.id, password_hash)
    await events.append(
        tx, PersonRegistered(made.id, made.name, made.email, made.state, made.version)
    )
    return made


async def confirm_person(tx: Tx, person_id: UUID) -> Person:
    """The address has shown to be theirs. Once more changes nothing."""
    if await store.confirm(tx, person_id):
        confirmed = await person(tx, person_id)
        await events.append(tx, PersonConfirmed(person_id, confirmed.version))
        return confirmed
    return await person(tx, person_id)


async def take_over(
    tx: Tx, before: Person, name: str, language: Language, zone: str, password_hash: str
) -> Person:
    """Register once more with an address that nobody confirmed: what was there is replaced."""
    after = replace(before, name=name, language=language, zone=zone)
    await store.set_password(tx, before.id, password_hash)
    return await keep(tx, before, after)


async def change_person(tx: Tx, person_id: UUID, wanted: Wanted, expected: int) -> Person:
    """Change name, language or time zone, if the person is still as it was read."""
    before = await store.lock(tx, person_id)
    if before is None:
        raise no_person()
    same_version(expected, before.version)
    after = replace(
        before,
        name=before.name if wanted.name is None else clean_name(wanted.name),
        language=before.language if wanted.language is None else wanted.language,
        zone=before.zone if wanted.zone is None else check_zone(wanted.zone),
    )
    return before if after == before else await keep(tx, before, after)


async def keep(tx: Tx, before: Person, after: Person) -> Person:
    changed = await store.change(
        tx, before.id, name=after.name, language=after.language, zone=after.zone
    )
    if changed is None:
        raise no_person()
    moved = [name for name in CHANGEABLE if shown(before, name) != shown(after, name)]
    await events.append(
        tx,
        PersonChanged(
            before.id,
            {name: shown(before, name) for name in moved},
            {name: shown(after, name) for name in moved},
            changed.version,
        ),
    )
    return changed


def shown(person: Person, name: str) -> str:
    return str(getattr(person, name))


def no_person() -> Gone:
    return Gone("There is no such person, or not any more.", "Sign in again.")
