"""Mails of no room, and one try to send them, for the tests of mails."""

from dataclasses import replace
from email.headerregistry import Address
from uuid import UUID

from hanse.engine.jobs.handlers import Job
from hanse.engine.mail import jobs, mails
from hanse.engine.mail.mails import Kept, Mail
from hanse.engine.mail.smtp import MailServer
from hanse.engine.tx import Database
from tests.conftest import NOBODY
from tests.engine.smtp_server import Post

ANA = "ana@shop.example"
HELLO = Mail(ANA, "Hello", "A line.\n.\n..two dots\nEnd.\n", "<p>A line.</p>")


def server_at(place: Post, scheme: str = "smtp", **more: object) -> MailServer:
    made = MailServer(scheme, "127.0.0.1", place.port, "", "", Address("Hub", "hub", "hub.example"))
    return replace(made, **more)  # type: ignore[arg-type]


async def written(database: Database, workspace: UUID, mail: Mail = HELLO) -> UUID:
    async with database.tx(workspace, NOBODY) as tx:
        return await mails.send(tx, mail)


async def row_of(database: Database, workspace: UUID, mail_id: UUID) -> Kept:
    async with database.tx(workspace, NOBODY) as tx:
        return await mails.one(tx, mail_id)


def job_of(workspace: UUID, mail_id: UUID) -> Job:
    async def report(*_: object) -> None: ...

    return Job(workspace, mail_id, mails.JOB, str(mail_id), {"mail": str(mail_id)}, 1, "", report)


async def try_once(
    database: Database, workspace: UUID, mail_id: UUID, server: MailServer | None
) -> Kept:
    await jobs.send_one(job_of(workspace, mail_id), database, server)
    return await row_of(database, workspace, mail_id)
