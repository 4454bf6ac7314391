"""Notices by mail: what is due for one person in one workspace becomes one mail."""

from dataclasses import dataclass
from uuid import UUID

from hanse.engine.jobs.jobs import enqueue
from hanse.engine.log import events as log
from hanse.engine.mail.mails import Mail
from hanse.engine.mail.mails import send as send_mail
from hanse.engine.tx import INSTALLATION, Tx
from hanse.rooms.identity.service.contacts import contacts
from hanse.rooms.identity.service.workspaces import workspace
from hanse.rooms.notices.model.letters import letter
from hanse.rooms.notices.model.notices import Reader, read
from hanse.rooms.notices.service.notices import names_in
from hanse.rooms.notices.service.telling import MAIL_JOB
from hanse.rooms.notices.store import notices as store

DUE_MAX = 500


@log.declare("notices.notice.mailed", "Notices mailed to a person: {notices}", routine=True)
@dataclass(frozen=True, slots=True)
class NoticesMailed:
    person_id: UUID
    notices: int


async def mail(tx: Tx, person_id: UUID, base: str) -> None:
    """Write the mail and mark what is in it, in one transaction: nobody is told twice."""
    found = await store.due(tx, person_id, DUE_MAX)
    if found:
        await store.mailed(tx, [notice.id for notice in found])
        contact = (await contacts(tx, [person_id])).get(person_id)
        if contact and contact.mailable:  # else the person has left meanwhile
            reader = Reader(contact.language, contact.zone)
            names = await names_in(tx, found)
            where = "" if tx.workspace_id == INSTALLATION else (await workspace(tx)).name
            words = [read(notice, names, reader) for notice in found]
            written = letter(words, len(words), where, base, reader.language)
            await send_mail(tx, Mail(contact.email, written.subject, written.text, written.html))
            await log.append(tx, NoticesMailed(person_id, len(found)))
    following = await store.next_mail(tx, person_id)
    if following:
        await enqueue(tx, MAIL_JOB, str(person_id), {"person": person_id}, at=following)
