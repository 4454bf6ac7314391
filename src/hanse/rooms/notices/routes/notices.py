"""HTTP of the bell: what the person who asks was told."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors.doors import Body, Doors, InTx
from hanse.engine.doors.paging import PAGE_USUAL, Cursor, Limit, Page, cut, read_id
from hanse.rooms.notices.routes.permissions import READ, WRITE
from hanse.rooms.notices.service import notices as service
from hanse.rooms.notices.service.notices import Shown

doors = Doors("notices")

NOTICE: JsonDict = {
    "id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c11",
    "kind": "jobs.job.failed",
    "title": "The job stock.push stopped",
    "text": "It is kept as failed until somebody looks: unavailable.",
    "link": "/jobs?open=01930b6e-7c1a-7d52-9a54-0d7c8f0f6c12",
    "subject_kind": "jobs.job",
    "subject_id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c12",
    "urgent": False,
    "made_at": "2026-11-20T14:03:05Z",
    "read_at": None,
}

Id = Annotated[UUID, Path(description="The id of a notice.")]
Unread = Annotated[bool, Query(description="Only those that were not read.")]


class NoticeOut(BaseModel):
    """What the person was told, in the person's language."""

    model_config = ConfigDict(json_schema_extra={"examples": [NOTICE]})

    id: UUID
    kind: str
    title: str
    text: str
    link: str = Field(description="Where to go from here, in the web app; empty if nowhere.")
    subject_kind: str | None
    subject_id: UUID | None
    urgent: bool
    made_at: datetime
    read_at: datetime | None


class NoticesOut(Page[NoticeOut]):
    """Notices, the newest first, and how many are unread in all; counted up to 100."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [NOTICE], "next_cursor": None, "unread": 1}]}
    )

    unread: int


class UnreadOut(BaseModel):
    """How many were not read; counted up to 100."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"unread": 3}]})

    unread: int


class ReadAllIn(Body):
    """Up to which notice, so that one which came meanwhile stays unread."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"until": NOTICE["id"]}]})

    until: UUID | None = None


@doors.get("/api/notices", needs=READ)
async def list_notices(
    tx: InTx, unread: Unread = False, limit: Limit = PAGE_USUAL, cursor: Cursor = None
) -> NoticesOut:
    """List what the person was told of this workspace and of the account, the newest first."""
    found = await service.list_notices(
        tx, unread=unread, before=read_id(cursor), rows_max=limit + 1
    )
    page, following = cut(found, limit, lambda shown: [shown.notice.id])
    return NoticesOut(
        items=[shaped(shown) for shown in page],
        next_cursor=following,
        unread=await service.count_unread(tx),
    )


@doors.get("/api/notices/unread", needs=READ)
async def count_unread(tx: InTx) -> UnreadOut:
    """Count what the person has not read."""
    return UnreadOut(unread=await service.count_unread(tx))


@doors.post("/api/notices/read_all", needs=WRITE)
async def read_all(tx: InTx, asked: ReadAllIn | None = None) -> UnreadOut:
    """Mark all as read; the answer says how many are unread now."""
    await service.read_all(tx, asked.until if asked else None)
    return UnreadOut(unread=await service.count_unread(tx))


@doors.post("/api/notices/{id}/read", needs=WRITE)
async def read_notice(tx: InTx, id: Id) -> NoticeOut:  # noqa: A002
    """Mark one as read."""
    return shaped(await service.read_notice(tx, id))


def shaped(shown: Shown) -> NoticeOut:
    notice, words = shown.notice, shown.words
    return NoticeOut(
        id=notice.id,
        kind=notice.kind,
        title=words.title,
        text=words.text,
        link=words.link,
        subject_kind=notice.subject_kind,
        subject_id=notice.subject_id,
        urgent=notice.urgent,
        made_at=notice.made_at,
        read_at=notice.read_at,
    )
