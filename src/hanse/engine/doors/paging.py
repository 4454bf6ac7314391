"""Lists in pages: a limit, and a cursor that says where the last page ended.

The cursor holds the sort values of the last row, so rows that come or go meanwhile shift nothing.
It is readable on purpose: row security decides what a caller sees, not the cursor.
"""

import base64
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, Generic, TypeVar
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel

from hanse.base.faults import Finding, Rejected, Severity
from hanse.engine.doors.instants import sensible

PAGE_MAX = 200
PAGE_USUAL = 50
CURSOR_CHARS_MAX = 400

Item = TypeVar("Item")
Part = str | int | UUID | datetime

Limit = Annotated[int, Query(ge=1, le=PAGE_MAX, description="How many rows at most.")]
Cursor = Annotated[
    str | None,
    Query(max_length=CURSOR_CHARS_MAX, description="`next_cursor` of the page before."),
]


class Page(BaseModel, Generic[Item]):
    """One page of a list, and where the next one begins; null on the last."""

    items: list[Item]
    next_cursor: str | None


def cut(
    rows: Sequence[Item], limit: int, place: Callable[[Item], Sequence[Part]]
) -> tuple[Sequence[Item], str | None]:
    """Rows were read one beyond the limit: the page, and the cursor if there is more."""
    if len(rows) <= limit:
        return rows, None
    page = rows[:limit]
    return page, write_cursor(place(page[-1]))


def write_cursor(place: Sequence[Part]) -> str:
    parts = [spelled(part) for part in place]
    # As it is written, for a name of emoji would be three times as long with escapes.
    text = json.dumps(parts, ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def spelled(part: Part) -> str | int:
    if isinstance(part, datetime):
        return part.isoformat()
    return str(part) if isinstance(part, UUID) else part


def read_cursor(cursor: str, *kinds: type[Part]) -> Sequence[Part]:
    """The sort values in a cursor, each of its kind; anything else is refused."""
    try:
        parts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return [read_part(part, kind) for part, kind in zip(parts, kinds, strict=True)]
    except (ValueError, TypeError, RecursionError):
        sentence = "The cursor is not one that this list gave out."
        step = "Take next_cursor of the last page as it is, or leave it out to begin anew."
        finding = Finding(Severity.error, "cursor_unknown", sentence, step, "cursor")
        raise Rejected(sentence, [finding], step) from None


def read_id(cursor: str | None) -> UUID | None:
    """The last id of the page before, in a list that is sorted by its ids alone."""
    if cursor is None:
        return None
    [last] = read_cursor(cursor, UUID)
    assert isinstance(last, UUID)
    return last


def read_part(part: object, kind: type[Part]) -> Part:
    if kind is UUID and isinstance(part, str):
        return UUID(part)
    if kind is datetime and isinstance(part, str):
        return sensible(datetime.fromisoformat(part))
    if type(part) is not kind:  # True is no number here
        raise TypeError
    assert isinstance(part, kind)
    return part
