"""HTTP of edits of many products: previewed, applied, undone."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.base.faults import Rejected
from hanse.base.money import Rounding, bounded
from hanse.engine.doors.doors import Body, Doors, InTx
from hanse.engine.doors.paging import PAGE_USUAL, Cursor, Limit, Page, cut, read_id
from hanse.rooms.catalog.model.bulk import BulkWay, Operation
from hanse.rooms.catalog.model.bulks import (
    IDS_MAX,
    OPERATIONS_MAX,
    Bulk,
    BulkRow,
    Selection,
    Step,
)
from hanse.rooms.catalog.routes.import_shapes import FileFindingOut, finding_out
from hanse.rooms.catalog.routes.permissions import READ, WRITE
from hanse.rooms.catalog.service import bulk as service
from hanse.trade.fields import encoded

doors = Doors("catalog")

OPERATION: JsonDict = {
    "field": "price",
    "way": "increase",
    "text": "",
    "by": "",
    "percent": "5",
    "amount": None,
    "step": "0.10",
    "rounding": "half_up",
    "currency": "",
    "of": None,
}
BULK: JsonDict = {
    "id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c61",
    "state": "previewed",
    "chosen": 0,
    "filters": {"tag": "sale"},
    "operations": [OPERATION],
    "counts": {"things": 120, "ready": 118, "refused": 2},
    "finding": None,
    "made_at": "2026-11-20T14:03:05Z",
    "made_by_name": "Sari",
    "state_at": "2026-11-20T14:03:06Z",
    "version": 2,
}
ROW: JsonDict = {
    "thing_id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c62",
    "title": "Brass Lamp, LMP-1",
    "field": "price",
    "was": {"money": ["EUR", 1_290]},
    "now": {"money": ["EUR", 1_350]},
    "state": "ready",
    "finding": None,
}

Id = Annotated[UUID, Path(description="The id of the edit.")]
Number = Annotated[str, Field(pattern=r"^\d{1,12}(\.\d{1,6})?$")]


class OperationIn(Body):
    """What becomes of a field: set, append, prepend, replace, add_tag, remove_tag, increase,
    decrease or clear."""

    model_config = ConfigDict(json_schema_extra={"examples": [OPERATION]})

    field: str = Field(min_length=1, max_length=120)
    way: BulkWay
    text: str = Field(default="", description="What is set, added or looked for.")
    by: str = Field(default="", description="What stands in the place of what was looked for.")
    percent: Number | None = None
    amount: Number | None = None
    step: Number | None = Field(default=None, description="Rounded to a multiple of this.")
    rounding: Rounding = Rounding.half_up
    currency: str = Field(default="", pattern="^([A-Z]{3})?$")
    of: Literal["product", "variant"] | None = Field(
        default=None, description="Whose state is meant."
    )


class BulkIn(Body):
    """Which products, by ids or by filters, and what becomes of their fields."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"ids": [], "filters": {"tag": "sale"}, "operations": [OPERATION]}]
        }
    )

    ids: list[UUID] = Field(default=[], max_length=IDS_MAX)
    filters: dict[str, str] = Field(default={}, max_length=10)
    operations: list[OperationIn] = Field(min_length=1, max_length=OPERATIONS_MAX)


class BulkStepIn(Body):
    """What is to be done next, upon the version that was seen."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"step": "apply", "version": 2}]})

    step: Literal["apply", "undo", "cancel"]
    version: int = Field(ge=1, le=2**31 - 1)


class BulkOut(BaseModel):
    """An edit of many products, and how far it is."""

    model_config = ConfigDict(json_schema_extra={"examples": [BULK]})

    id: UUID
    state: str
    chosen: int = Field(description="How many products were chosen by their ids.")
    filters: dict[str, str]
    operations: list[OperationIn]
    counts: dict[str, int] = Field(description="Things looked at, and fields by their states.")
    finding: FileFindingOut | None
    made_at: datetime
    made_by_name: str
    state_at: datetime
    version: int


class BulksOut(Page[BulkOut]):
    """Edits of many products."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [BULK], "next_cursor": None}]}
    )


class BulkRowOut(BaseModel):
    """One field of one product or variant, before and after."""

    model_config = ConfigDict(json_schema_extra={"examples": [ROW]})

    thing_id: UUID
    title: str
    field: str
    was: Any
    now: Any
    state: str
    finding: FileFindingOut | None


class WholeBulkOut(BulkOut):
    """An edit with some of its fields, of each state."""

    model_config = ConfigDict(json_schema_extra={"examples": [{**BULK, "samples": [ROW]}]})

    samples: list[BulkRowOut]


@doors.get("/api/catalog/bulks", needs=READ)
async def list_bulks(tx: InTx, limit: Limit = PAGE_USUAL, cursor: Cursor = None) -> BulksOut:
    """List edits of many products, the newest first."""
    found = await service.page(tx, read_id(cursor), limit + 1)
    page, following = cut(found, limit, lambda each: [each.id])
    return BulksOut(items=[bulk_out(each) for each in page], next_cursor=following)


@doors.post("/api/catalog/bulks", needs=WRITE, status=201)
async def preview_bulk(tx: InTx, asked: BulkIn) -> BulkOut:
    """Have an edit of many products counted and sampled. Nothing changes by it."""
    selection = Selection(tuple(asked.ids), asked.filters)
    operations = [operation_of(each) for each in asked.operations]
    return bulk_out(await service.begin(tx, selection, operations))


@doors.get("/api/catalog/bulks/{id}", needs=READ)
async def read_bulk(tx: InTx, id: Id) -> WholeBulkOut:  # noqa: A002
    """Show an edit of many products with samples, before and after."""
    whole = await service.whole(tx, id)
    told = bulk_out(whole.found).model_dump()
    return WholeBulkOut(**told, samples=[row_out(each) for each in whole.samples])


@doors.post("/api/catalog/bulks/{id}/steps", needs=WRITE)
async def step_bulk(tx: InTx, id: Id, asked: BulkStepIn) -> BulkOut:  # noqa: A002
    """Apply what was previewed, undo what was applied, or give it up. A field that somebody else
    changed since stays as it is, and is told."""
    return bulk_out(await service.step(tx, id, Step(asked.step), asked.version))


def operation_of(asked: OperationIn) -> Operation:
    return Operation(
        field=asked.field,
        way=asked.way,
        text=asked.text,
        by=asked.by,
        percent=number(asked.percent),
        amount=number(asked.amount),
        step=number(asked.step),
        rounding=asked.rounding,
        currency=asked.currency,
        of=asked.of,
    )


def number(text: str | None) -> Decimal | None:
    if text is None:
        return None
    found = bounded(Decimal(text))
    if found <= 0:
        raise Rejected("A number that something changes by, or is rounded to, is above zero.")
    return found


def bulk_out(found: Bulk) -> BulkOut:
    return BulkOut(
        id=found.id,
        state=found.state.value,
        chosen=len(found.selection.ids),
        filters=dict(found.selection.filters),
        operations=[operation_out(each) for each in found.operations],
        counts=dict(found.counts),
        finding=finding_out(found.finding) if found.finding else None,
        made_at=found.made_at,
        made_by_name=found.made_by_name,
        state_at=found.state_at,
        version=found.version,
    )


def operation_out(operation: Operation) -> OperationIn:
    numbers = {
        name: f"{value:f}" if (value := getattr(operation, name)) is not None else None
        for name in ("percent", "amount", "step")
    }
    return OperationIn(
        field=operation.field,
        way=operation.way,
        text=operation.text,
        by=operation.by,
        rounding=operation.rounding,
        currency=operation.currency,
        of=operation.of,
        **numbers,
    )


def row_out(row: BulkRow) -> BulkRowOut:
    return BulkRowOut(
        thing_id=row.thing_id,
        title=row.title,
        field=row.field,
        was=encoded(row.was),
        now=encoded(row.now),
        state=row.state.value,
        finding=finding_out(row.finding) if row.finding else None,
    )
