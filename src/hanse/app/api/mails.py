"""Doors to the mails that went out or were kept, for the operator alone; in a demo for everybody
who looks into its mail box."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Path
from pydantic import BaseModel, ConfigDict
from pydantic.config import JsonDict

from hanse.app.api.ground import OfGround
from hanse.engine.doors import access
from hanse.engine.doors.doors import Called, Doors
from hanse.engine.doors.paging import PAGE_USUAL, Cursor, Limit, Page, cut, read_id
from hanse.engine.mail import mailbox
from hanse.engine.mail.mailbox import Listed
from hanse.engine.mail.mails import MailState

doors = Doors("mails")

# Whoever reads the links in other people's mails can be these people.
READ = access.declare("mails.mail.read", "Read the mails of the whole installation.")

MAIL: JsonDict = {
    "id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c11",
    "workspace_id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c12",
    "to": "ana@shop.example",
    "subject": "Confirm your address",
    "state": "kept",
    "made_at": "2026-11-20T14:03:05Z",
    "sent_at": None,
    "tries": 0,
    "why": "No mail server is set: HANSE_SMTP_URL is empty.",
}
SAYS: JsonDict = {"text": "Open this link within a day: https://hub.example/...", "html": ""}

Id = Annotated[UUID, Path(description="The id of a mail.")]


class MailOut(BaseModel):
    """A mail without what it says."""

    model_config = ConfigDict(json_schema_extra={"examples": [MAIL]})

    id: UUID
    workspace_id: UUID
    to: str
    subject: str
    state: MailState
    made_at: datetime
    sent_at: datetime | None
    tries: int
    why: str


class LetterOut(MailOut):
    """A mail with what it says, which is forgotten after seven days."""

    model_config = ConfigDict(json_schema_extra={"examples": [{**MAIL, **SAYS}]})

    text: str
    html: str


class MailsOut(Page[MailOut]):
    """Mails, the newest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [MAIL], "next_cursor": None}]}
    )


@doors.get("/api/mails", needs=READ)
async def list_mails(
    ground: OfGround, caller: Called, limit: Limit = PAGE_USUAL, cursor: Cursor = None
) -> MailsOut:
    """List the mails of the last 30 days, the newest first. Who looked is in the log."""
    found = await mailbox.newest(ground.database, caller.actor.name, limit + 1, read_id(cursor))
    page, following = cut(found, limit, lambda mail: [mail.row.id])
    return MailsOut(items=[shaped(mail) for mail in page], next_cursor=following)


@doors.get("/api/mails/{id}", needs=READ)
async def read_mail(ground: OfGround, caller: Called, id: Id) -> LetterOut:  # noqa: A002
    """Read one mail. Who read it is in the log."""
    row, mail = await mailbox.read(ground.database, caller.actor.name, id)
    shown = shaped(Listed(row, mail.to, mail.subject))
    return LetterOut(**shown.model_dump(), text=mail.text, html=mail.html)


def shaped(mail: Listed) -> MailOut:
    row = mail.row
    return MailOut(
        id=row.id,
        workspace_id=row.workspace_id,
        to=mail.to,
        subject=mail.subject,
        state=row.state,
        made_at=row.made_at,
        sent_at=row.sent_at,
        tries=row.tries,
        why=row.why,
    )
