"""The log as a file. It is counted and noted before the first byte leaves, then read page by page.

Each page has a short transaction of its own, so a slow reader holds nothing up.
"""

import csv
import io
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

import msgspec
from starlette.responses import StreamingResponse

from hanse.app.api.ground import Ground
from hanse.base.faults import Rejected
from hanse.engine.doors.access import Caller
from hanse.engine.log import export, history
from hanse.engine.log.differences import differences
from hanse.engine.log.events import Position, append, declare, horizon
from hanse.engine.log.history import Event, Filters
from hanse.engine.tx import Database

ROWS_MAX = 100_000
COLUMNS = (
    *("position", "recorded_at", "happened_at", "name", "sentence", "actor_kind", "actor_id"),
    *("actor_name", "subject_kind", "subject_id", "version", "person_id", "request_id", "personal"),
    *("changes", "payload"),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class ExportFormat(StrEnum):
    csv = "csv"
    jsonl = "jsonl"


MEDIA_TYPES = {ExportFormat.csv: "text/csv", ExportFormat.jsonl: "application/x-ndjson"}


@declare("audit.log.exported", "{actor} exported {events} events of the log as {format}")
@dataclass(frozen=True, slots=True)
class LogExported:
    events: int
    format: str
    filters: Mapping[str, object]


class LogFile(StreamingResponse):
    """One of two kinds of file; the caller chooses which."""

    media_type = MEDIA_TYPES[ExportFormat.csv]
    media_types: ClassVar = tuple(MEDIA_TYPES.values())


async def begin(
    ground: Ground, database: Database, caller: Caller, filters: Filters, kind: ExportFormat
) -> LogFile:
    """The file that will hold all that passes the filters now. Who took it is in the log."""
    async with database.tx(caller.workspace_id, caller.actor) as tx:
        end = await horizon(tx)
        rows = await history.count(tx, filters, end, ROWS_MAX + 1)
        if rows > ROWS_MAX:
            raise Rejected(
                f"More than {ROWS_MAX:,} events pass these filters, the most for one file.",
                next_step="Export a shorter time: narrow it by since and until.",
            )
        await append(tx, LogExported(rows, kind.value, stated(filters)))
        day = tx.now.date()
    return LogFile(
        lines(ground, database, caller, filters, kind, end),
        media_type=MEDIA_TYPES[kind],
        headers={"content-disposition": f'attachment; filename="hanse-log-{day}.{kind}"'},
    )


def stated(filters: Filters) -> Mapping[str, object]:
    """The filters that narrow anything, as a document. The workspace stands in the event itself."""
    held = msgspec.to_builtins(filters)
    return {name: value for name, value in held.items() if value and name != "workspace_id"}


async def lines(
    ground: Ground,
    database: Database,
    caller: Caller,
    filters: Filters,
    kind: ExportFormat,
    end: Position,
) -> AsyncIterator[bytes]:
    def open_tx() -> export.Opening:
        return database.tx(caller.workspace_id, caller.actor)

    write = write_csv if kind is ExportFormat.csv else write_json
    if kind is ExportFormat.csv:
        yield rows([COLUMNS])
    async for events in export.pages(open_tx, filters, end=end):
        async with open_tx() as tx:
            names = await history.actor_names(tx, ground.names, events)
        yield write(events, names)


def write_json(events: Sequence[Event], names: Mapping[UUID, str]) -> bytes:
    return b"".join(msgspec.json.encode(document(event, names)) + b"\n" for event in events)


def write_csv(events: Sequence[Event], names: Mapping[UUID, str]) -> bytes:
    documents = (document(event, names) for event in events)
    return rows([[cell(one[name]) for name in COLUMNS] for one in documents])


def document(event: Event, names: Mapping[UUID, str]) -> Mapping[str, object]:
    """As `hanse audit export` writes it, with the name of who acted and what was changed."""
    acted = event.actor.id
    changes = msgspec.to_builtins(differences(event))
    named = (acted and names.get(acted)) or event.actor.name
    return {**history.document(event, names), "actor_name": named, "changes": changes}


def rows(table: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(table)
    return text.getvalue().encode()


def cell(value: object) -> str:
    """A text as a sheet shows it: what looks like a formula is told to be none."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return msgspec.json.encode(value).decode()
    return f"'{value}" if value.startswith(FORMULA) else value
