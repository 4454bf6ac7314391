"""Events become notices and deliveries, each once: in the transaction of the follower's mark."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from hanse.engine.doors.access import PERMISSIONS, ROLES
from hanse.engine.jobs.jobs import ENQUEUE_MAX, enqueue_many
from hanse.engine.log import events as log
from hanse.engine.log.history import Event, Filters, read
from hanse.engine.tx import INSTALLATION, Actor, ActorKind, Database, Tx
from hanse.rooms.identity.model.contacts import Contact
from hanse.rooms.identity.service import contacts as people
from hanse.rooms.identity.service.devices import new_devices
from hanse.rooms.notices.model.hours import mail_at
from hanse.rooms.notices.model.kinds import Audience, Channel, Kind, kind_of
from hanse.rooms.notices.model.notices import Fact, Notice
from hanse.rooms.notices.model.preferences import USUAL, Preferences
from hanse.rooms.notices.service import deliveries
from hanse.rooms.notices.store import notices as store
from hanse.rooms.notices.store import preferences as preferences_store

AUDIENCE_MAX = 1_000
MAIL_JOB = "notices.mail"
OPERATOR_JOB = "notices.tell_operator"
FIND_MAX = 100


@log.declare(
    "notices.notice.made", "Notices were made: {notices}, for people: {people}", routine=True
)
@dataclass(frozen=True, slots=True)
class NoticesMade:
    notices: int
    people: int


@log.declare(
    "notices.notice.arrived",
    "Notices to a person about the own account: {notices}",
    subject=("identity.person", "person_id"),
    routine=True,
)
@dataclass(frozen=True, slots=True)
class NoticesArrived:
    """It is about the person, so that the bell rings in whatever workspace that one works."""

    person_id: UUID
    notices: int


@dataclass(frozen=True, slots=True)
class Telling:
    """An event, and the kind of notice that it is."""

    event: Event
    kind: Kind

    @property
    def of_telling(self) -> bool:
        """A job of our own has stopped: to mail or deliver that could go on for ever."""
        return str(self.event.payload.get("name")).startswith("notices.")

    @property
    def concerned(self) -> UUID | None:
        """The person whom it is about: what is sealed in it is theirs, or it names them."""
        return self.event.person_id or as_id(self.event.payload.get("person_id"))


async def tell(tx: Tx, events: Sequence[Event]) -> None:
    """Tell everybody whom these events of one workspace are for; once more changes nothing."""
    tellings = await relevant(tx, events)
    for_operator = [one for one in tellings if one.kind.to is Audience.operator]
    await enqueue_many(tx, OPERATOR_JOB, [(str(one.event.id), ids_of(one)) for one in for_operator])
    await write(tx, await drafts(tx, tellings))
    if tx.workspace_id != INSTALLATION:
        nobody = tx.workspace_id
        await deliveries.deliver(
            tx, [notice(tx, one, nobody) for one in tellings if not one.of_telling]
        )


async def relevant(tx: Tx, events: Sequence[Event]) -> Sequence[Telling]:
    """Those that are told: a sign-in only from a device that is new."""
    found = [
        Telling(event, kind) for event in events if (kind := kind_of(event.name, event.payload))
    ]
    opened = "identity.session.opened"
    sign_ins = [one.event for one in found if one.kind.event == opened]
    new = await new_devices(tx, [event.subject.id for event in sign_ins if event.subject])
    return [
        one
        for one in found
        if one.kind.event != opened or (one.event.subject and one.event.subject.id in new)
    ]


async def drafts(tx: Tx, tellings: Sequence[Telling]) -> Sequence[Notice]:
    """A notice for each event and person who is to be told of it in some way."""
    aimed = await audiences(tx, tellings)
    contacts = {contact.person_id: contact for _, contact in aimed}
    preferences = await preferences_store.of(tx, contacts)
    return [
        drafted
        for telling, contact in aimed
        if (drafted := draft(tx, telling, contact, preferences.get(contact.person_id, USUAL)))
    ]


def draft(tx: Tx, telling: Telling, contact: Contact, preferences: Preferences) -> Notice | None:
    kind = telling.kind
    channels = preferences.channels(kind)
    mails = Channel.email in channels and contact.mailable and not telling.of_telling
    in_app = Channel.in_app in channels
    if not mails and not in_app:
        return None
    hours = preferences.hours(contact.zone)
    at = mail_at(tx.now, hours, urgent=kind.urgent) if mails else None
    return replace(notice(tx, telling, contact.person_id), in_app=in_app, mail_at=at)


def notice(tx: Tx, telling: Telling, person_id: UUID) -> Notice:
    event, subject = telling.event, telling.event.subject
    return Notice(
        workspace_id=tx.workspace_id,
        id=tx.ids.new(),
        event_id=event.id,
        person_id=person_id,
        kind=telling.kind.name,
        facts=facts(event),
        actor_id=event.actor.id,
        about_id=telling.concerned,
        subject_kind=subject.kind if subject else None,
        subject_id=subject.id if subject else None,
        made_at=tx.now,
        in_app=False,
        read_at=None,
        mail_at=None,
    )


def facts(event: Event) -> Mapping[str, Fact]:
    """What sentences may name; nothing personal, and no documents."""
    return {
        name: value
        for name, value in event.payload.items()
        if isinstance(value, str | int) and name not in event.personal_fields
    }


async def audiences(tx: Tx, tellings: Sequence[Telling]) -> Sequence[tuple[Telling, Contact]]:
    """Who is told what. Whoever did a thing is not told of it as a member."""
    invitations = [
        one.event.subject.id
        for one in tellings
        if one.kind.to is Audience.inviter and one.event.subject
    ]
    inviters = await people.inviters(tx, invitations)
    wanted = {one.kind.permission for one in tellings if one.kind.to is Audience.members}
    roles = {permission: roles_with(permission) for permission in wanted}
    members = await people.with_roles(tx, set().union(*roles.values()), AUDIENCE_MAX)
    alone = {id_ for one in tellings if (id_ := person_of(one, inviters))}
    contacts = await people.contacts(tx, alone)
    aimed = []
    for one in tellings:
        if one.kind.to is Audience.members:
            told = roles[one.kind.permission]
            aimed += [
                (one, member)
                for member in members
                if member.role in told and member.person_id != one.event.actor.id
            ]
        elif (person_id := person_of(one, inviters)) and person_id in contacts:
            aimed.append((one, contacts[person_id]))
    return aimed


def person_of(telling: Telling, inviters: Mapping[UUID, UUID]) -> UUID | None:
    """The one person whom it is for, if it is for one."""
    if telling.kind.to is Audience.person:
        return telling.concerned
    subject = telling.event.subject
    return inviters.get(subject.id) if telling.kind.to is Audience.inviter and subject else None


def roles_with(permission: str) -> Collection[str]:
    declared = PERMISSIONS.get(permission)
    if declared is None:
        raise LookupError(f"{permission} is declared by nobody: who is to be told?")
    return {role.value for role, held in ROLES.items() if declared in held}


async def write(tx: Tx, notices: Sequence[Notice]) -> None:
    """Keep those that are new, wake the bells, and have those mailed that are to be."""
    if not notices:
        return
    new_ids = await store.add(tx, notices)
    new = [one for one in notices if one.id in new_ids]
    if not new:
        return
    counts = Counter(one.person_id for one in new)
    if tx.workspace_id == INSTALLATION:
        await log.append(tx, *(NoticesArrived(person, count) for person, count in counts.items()))
    else:
        await log.append(tx, NoticesMade(len(new), len(counts)))
    by_instant: dict[datetime, set[UUID]] = {}
    for one in new:
        if one.mail_at:
            by_instant.setdefault(one.mail_at, set()).add(one.person_id)
    for at, persons in by_instant.items():
        for some in chunks(sorted(persons), ENQUEUE_MAX):
            items = [(str(person), {"person": person}) for person in some]
            await enqueue_many(tx, MAIL_JOB, items, at=at)


def chunks(ids: Sequence[UUID], most: int) -> Iterator[Sequence[UUID]]:
    return (ids[at : at + most] for at in range(0, len(ids), most))


def ids_of(telling: Telling) -> Mapping[str, UUID | str]:
    subject = telling.event.subject
    return {
        "event": telling.event.id,
        "name": telling.event.name,
        **({"subject": subject.id} if subject else {}),
    }


async def tell_operator(database: Database, event_id: UUID, name: str, subject: UUID) -> None:
    """Tell of an event of the installation those who set this hub up."""
    async with database.system_tx(OPERATOR_JOB) as tx:
        workspace_id = await people.first_workspace(tx)
        wanted = Filters(workspace_id=INSTALLATION, name=name, subject_id=subject)
        found = await read(tx, wanted, log.START, FIND_MAX)
    told = [event for event in found if event.id == event_id]
    kinds = [kind for event in told if (kind := kind_of(event.name, event.payload))]
    if workspace_id is None or not kinds:
        return
    actor = Actor(ActorKind.system, None, OPERATOR_JOB)
    async with database.tx(workspace_id, actor) as tx:
        owners = await people.with_roles(tx, ["owner"], AUDIENCE_MAX)
        preferences = await preferences_store.of(tx, [owner.person_id for owner in owners])
        telling = Telling(told[0], kinds[0])
        made = [
            draft(tx, telling, owner, preferences.get(owner.person_id, USUAL)) for owner in owners
        ]
        await write(tx, [one for one in made if one])


def as_id(value: object) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None
