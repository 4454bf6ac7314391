"""HTTP of config: the file out, the difference, the file in, and taking an import back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict
from starlette.requests import Request

from hanse.base.faults import Finding
from hanse.engine.doors import access
from hanse.engine.doors.access import ADMINS
from hanse.engine.doors.doors import Body, Doors, InTx
from hanse.engine.doors.paging import PAGE_USUAL, Cursor, Limit, Page, cut, read_id
from hanse.rooms.config.model.differences import KINDS, Change, Left, PartChanges
from hanse.rooms.config.model.files import Document
from hanse.rooms.config.model.imports import Summary
from hanse.rooms.config.service import files, importing
from hanse.rooms.config.service.parts import Parts

doors = Doors("config")

READ = access.declare("config.import.read", "Export settings, and see imports.", *ADMINS)
WRITE = access.declare("config.import.write", "Import settings, and take imports back.", *ADMINS)

SHOWN_MAX = 500  # changes of one part in one answer
WEBHOOK: JsonDict = {
    "name": "Our warehouse",
    "url": "https://warehouse.example/hooks/hanse",
    "kinds": ["jobs.job.failed"],
    "active": True,
    "nth": 1,
}
FILE: JsonDict = {
    "format": "hanse-config",
    "version": 1,
    "workspace": "Sari Shop",
    "exported_at": "2026-11-20T14:03:05+00:00",
    "parts": {"webhooks": [WEBHOOK]},
}
HASH = "6f1ed002ab5595859014ebf0951522d96f1ed002ab5595859014ebf0951522d9"
CHANGE: JsonDict = {
    "name": "Our warehouse",
    "kind": "changed",
    "fields": [{"field": "active", "before": False, "after": True}],
}
PART: JsonDict = {
    "part": "webhooks",
    "added": 0,
    "changed": 1,
    "removed": 0,
    "changes": [CHANGE],
    "more": 0,
}
IMPORT: JsonDict = {
    "id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c11",
    "made_at": "2026-11-20T14:03:05Z",
    "made_by": "Sari",
    "source": "Sari Shop",
    "counts": {"webhooks": {"added": 0, "changed": 1, "removed": 0}},
    "undone_at": None,
    "undone_by": "",
    "left": 0,
}
LEFT: JsonDict = {
    "part": "webhooks",
    "name": "Our warehouse",
    "field": "url",
    "imported": "https://warehouse.example/hooks/hanse",
    "now": "https://other.example/hooks",
}


class ConfigIn(Body):
    """A file of settings, as it was exported. What it does not hold stays as it is."""

    model_config = ConfigDict(json_schema_extra={"examples": [FILE]})

    format: Annotated[str, Field(max_length=100)]
    version: Annotated[int, Field(description="Of the file; newer ones than ours are refused.")]
    workspace: Annotated[str, Field(max_length=200)] = ""
    exported_at: Annotated[str, Field(max_length=100)] = ""
    parts: dict[str, object] = Field(description="By name; each is wanted as a whole.")


class ConfigOut(BaseModel):
    """All that was set and can be carried, without secrets and without ids."""

    model_config = ConfigDict(json_schema_extra={"examples": [FILE]})

    format: str
    version: int
    workspace: str
    exported_at: str
    parts: dict[str, object]


class MovedFieldOut(BaseModel):
    """One field, before and after; null where there is nothing."""

    field: str
    before: object
    after: object


class MovedOut(BaseModel):
    name: str = Field(description="As people call it; empty where there is one alone.")
    kind: Literal["added", "changed", "removed"]
    fields: list[MovedFieldOut]


class ConfigPartOut(BaseModel):
    part: str
    added: int
    changed: int
    removed: int
    changes: list[MovedOut]
    more: int = Field(description="So many changes more are not told one by one.")


class ConfigFindingOut(BaseModel):
    severity: str
    code: str
    sentence: str
    next_step: str
    field: str = Field(description="Where in the file.")


class ConfigPreviewOut(BaseModel):
    """What importing this file would do. With findings it does nothing."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"preview": HASH, "parts": [PART], "findings": [], "absent": ["policy"]}]
        }
    )

    preview: str = Field(description="Send it along with the import.")
    parts: list[ConfigPartOut]
    findings: list[ConfigFindingOut]
    absent: list[str] = Field(description="Parts that the file does not hold; they stay.")


class ConfigImportOut(BaseModel):
    """An import that was done."""

    model_config = ConfigDict(json_schema_extra={"examples": [IMPORT]})

    id: UUID
    made_at: datetime
    made_by: str
    source: str = Field(description="The workspace that the file came from, by its own word.")
    counts: dict[str, dict[str, int]]
    undone_at: datetime | None
    undone_by: str
    left: int = Field(description="Changed since by somebody else, and left as it was then.")


class ConfigImportsOut(Page[ConfigImportOut]):
    """Imports, the newest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [IMPORT], "next_cursor": None}]}
    )


class ConfigImportedOut(BaseModel):
    """What came of it; no import where nothing differed."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"import": IMPORT}]})

    made: ConfigImportOut | None = Field(alias="import", serialization_alias="import")


class LeftAloneOut(BaseModel):
    """Somebody has changed it since the import, so it is left."""

    part: str
    name: str
    field: str = Field(description="Empty: the whole of it.")
    imported: object
    now: object


class ImportWholeOut(ConfigImportOut):
    """An import with all that it changed, and what taking it back would do now."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{**IMPORT, "parts": [PART], "undoing": [PART], "leaves": [LEFT]}]
        }
    )

    parts: list[ConfigPartOut]
    undoing: list[ConfigPartOut]
    leaves: list[LeftAloneOut]


Id = Annotated[UUID, Path(description="The id of an import.")]
Seen = Annotated[
    str, Query(pattern="^[0-9a-f]{64}$", description="`preview` of the difference that was seen.")
]


async def parts_of(request: Request) -> Parts:
    parts: Parts = request.app.state.config
    return parts


OfParts = Annotated[Parts, Depends(parts_of)]


@doors.get("/api/config/export", needs=READ)
async def export_config(tx: InTx, parts: OfParts, answer: Response) -> ConfigOut:
    """Export what was set, as one file that can be imported into another workspace."""
    answer.headers["content-disposition"] = 'attachment; filename="hanse-config.json"'
    return ConfigOut.model_validate(await files.exported(tx, parts))


@doors.post("/api/config/preview", needs=READ)
async def preview_config(tx: InTx, parts: OfParts, asked: ConfigIn) -> ConfigPreviewOut:
    """Show what importing this file would change, and all that is wrong with it."""
    found = await importing.preview(tx, parts, document(asked))
    return ConfigPreviewOut(
        preview=found.fingerprint,
        parts=[part_out(each) for each in found.parts if each.changes],
        findings=[finding_out(each) for each in found.findings],
        absent=list(found.absent),
    )


@doors.post("/api/config/import", needs=WRITE, step_up=True)
async def import_config(
    tx: InTx, parts: OfParts, asked: ConfigIn, preview: Seen
) -> ConfigImportedOut:
    """Import this file: all of the difference that was seen, or nothing."""
    done = await importing.apply(tx, parts, document(asked), preview)
    return ConfigImportedOut.model_validate({"import": done and import_out(done)})


@doors.get("/api/config/imports", needs=READ)
async def list_config_imports(
    tx: InTx, limit: Limit = PAGE_USUAL, cursor: Cursor = None
) -> ConfigImportsOut:
    """List imports, the newest first."""
    found = await importing.list_imports(tx, read_id(cursor), limit + 1)
    page, following = cut(found, limit, lambda one: [one.id])
    return ConfigImportsOut(items=[import_out(each) for each in page], next_cursor=following)


@doors.get("/api/config/imports/{id}", needs=READ)
async def read_config_import(tx: InTx, parts: OfParts, id: Id) -> ImportWholeOut:  # noqa: A002
    """Show what an import changed, and what taking it back would do now."""
    found = await importing.one(tx, id)
    plan = await importing.undoing(tx, parts, found)
    return whole_out(found.summary, found.parts, plan.parts, plan.left)


@doors.post("/api/config/imports/{id}/undo", needs=WRITE, step_up=True)
async def undo_config_import(tx: InTx, parts: OfParts, id: Id) -> ImportWholeOut:  # noqa: A002
    """Take an import back. What somebody has changed since stays as it is, and is told."""
    summary, plan = await importing.undo(tx, parts, id)
    return whole_out(summary, plan.parts, [], plan.left)


def document(asked: ConfigIn) -> Document:
    return asked.model_dump()


def part_out(part: PartChanges) -> ConfigPartOut:
    counts = {kind: part.count(kind) for kind in KINDS}
    shown = [change_out(each) for each in part.changes[:SHOWN_MAX]]
    return ConfigPartOut(
        part=part.part, changes=shown, more=len(part.changes) - len(shown), **counts
    )


def change_out(change: Change) -> MovedOut:
    before, after = change.before or {}, change.after or {}
    fields = [
        MovedFieldOut(field=name, before=before.get(name), after=after.get(name))
        for name in change.fields
    ]
    return MovedOut(name=change.name, kind=change.kind, fields=fields)


def finding_out(finding: Finding) -> ConfigFindingOut:
    return ConfigFindingOut(
        severity=finding.severity,
        code=finding.code,
        sentence=finding.sentence,
        next_step=finding.next_step,
        field=finding.field,
    )


def import_out(one: Summary) -> ConfigImportOut:
    return ConfigImportOut(
        id=one.id,
        made_at=one.made_at,
        made_by=one.made_by,
        source=one.source,
        counts={part: dict(counts) for part, counts in one.counts.items()},
        undone_at=one.undone_at,
        undone_by=one.undone_by,
        left=one.left,
    )


def whole_out(
    summary: Summary,
    done: Sequence[PartChanges],
    back: Sequence[PartChanges],
    left: Mapping[str, Sequence[Left]],
) -> ImportWholeOut:
    return ImportWholeOut(
        **import_out(summary).model_dump(),
        parts=[part_out(each) for each in done if each.changes],
        undoing=[part_out(each) for each in back if each.changes],
        leaves=[
            LeftAloneOut(part=part, name=one.name, field=one.field, imported=one.ours, now=one.now)
            for part, rows in left.items()
            for one in rows[:SHOWN_MAX]
        ],
    )
