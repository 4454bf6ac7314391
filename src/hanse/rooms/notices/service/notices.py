"""The bell: what a person was told, in its language; read one by one or all at once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.base.faults import Denied, Gone
from hanse.engine.log import events as log
from hanse.engine.tx import ActorKind, Tx
from hanse.rooms.identity.service.contacts import contacts
from hanse.rooms.identity.service.names import names
from hanse.rooms.notices.model.notices import Notice, Read, Reader, read
from hanse.rooms.notices.store import notices as store

UNREAD_MAX = 100  # counted no further
READ_MAX = 10_000  # at once; who has more asks again


@log.declare("notices.notice.read", "{actor} read notices: {notices}", routine=True)
@dataclass(frozen=True, slots=True)
class NoticesRead:
    notices: int


@dataclass(frozen=True, slots=True)
class Shown:
    notice: Notice
    words: Read


async def list_notices(
    tx: Tx, *, unread: bool, before: UUID | None, rows_max: int
) -> Sequence[Shown]:
    """The person's own, the newest first: of this workspace, and of the account."""
    person_id = reader_of(tx)
    found = await store.find(tx, person_id, unread=unread, before=before, rows_max=rows_max)
    return await in_words(tx, found, person_id)


async def in_words(tx: Tx, found: Sequence[Notice], person_id: UUID) -> Sequence[Shown]:
    who = await contacts(tx, [person_id])
    reader = Reader(who[person_id].language, who[person_id].zone) if person_id in who else Reader()
    known = await names_in(tx, found)
    return [Shown(notice, read(notice, known, reader)) for notice in found]


async def names_in(tx: Tx, found: Collection[Notice]) -> Mapping[UUID, str]:
    ids = {one for notice in found for one in (notice.actor_id, notice.about_id) if one}
    return await names(tx, ids) if ids else {}


async def count_unread(tx: Tx) -> int:
    """At most UNREAD_MAX: a bell does not show more."""
    return await store.unread(tx, reader_of(tx), UNREAD_MAX)


async def read_notice(tx: Tx, notice_id: UUID) -> Shown:
    """Mark one as read; once more changes nothing."""
    person_id = reader_of(tx)
    if await store.read(tx, person_id, notice_id):
        await log.append(tx, NoticesRead(1))
    found = await store.get(tx, person_id, notice_id)
    if found is None:
        raise Gone("There is no such notice, or not any more.", "They are kept for 90 days.")
    [shown] = await in_words(tx, [found], person_id)
    return shown


async def read_all(tx: Tx, until: UUID | None) -> int:
    """Mark all as read, up to the newest that was seen; how many were unread."""
    count = await store.read_all(tx, reader_of(tx), until, READ_MAX)
    if count:
        await log.append(tx, NoticesRead(count))
    return count


def reader_of(tx: Tx) -> UUID:
    """Keys and the operator are told nothing: notices are for people."""
    if tx.actor.kind is not ActorKind.person or tx.actor.id is None:
        raise Denied("Notices are for people.", "Sign in as a person to see yours.")
    return tx.actor.id
