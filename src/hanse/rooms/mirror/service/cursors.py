"""Where a reading of everything stands, and a part of it on its way into the tables."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from hanse.rooms.mirror.model.rows import Draft
from hanse.trade.ports_read import Ask, Page


class Bulk(msgspec.Struct, frozen=True, omit_defaults=True):
    """Which of the platform's files it is, and how many of its lines are done."""

    remote_id: str
    asked_at: datetime
    lines: int = 0
    starts: int = 1


class Cursor(msgspec.Struct, frozen=True, omit_defaults=True):
    """It goes on at a page, or in a file; empty: from the start."""

    ask: Ask | None = None
    bulk: Bulk | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """A page that was read, and where it goes on behind it; nowhere, if it was the last."""

    page: Page[Any]
    drafts: tuple[Draft, ...]
    asked_at: datetime
    onward: Cursor | None


NOTHING: Page[Any] = Page((), (), (), None, None, None)


def written(cursor: Cursor) -> str:
    return msgspec.json.encode(cursor).decode()


def parsed(text: str | None) -> Cursor:
    return msgspec.json.decode(text or "{}", type=Cursor)
