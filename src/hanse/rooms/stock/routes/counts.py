"""HTTP of counts of places."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.config import JsonDict

from hanse.engine.doors.doors import Body, Doors, InTx
from hanse.engine.doors.paging import PAGE_USUAL, Cursor, Limit, Page, cut, read_id
from hanse.rooms.stock.model.counts import (
    LINES_AT_ONCE_MAX,
    NAME_CHARS_MAX,
    Count,
    CountState,
    Found,
)
from hanse.rooms.stock.routes.permissions import READ_COUNTS, WRITE_LEVELS
from hanse.rooms.stock.routes.shapes import ID, OTHER_ID, All, Sku
from hanse.rooms.stock.service import counting as service
from hanse.rooms.stock.service.counting import Line

doors = Doors("stock")

COUNT: JsonDict = {
    "id": ID,
    "place_id": OTHER_ID,
    "name": "November",
    "state": "open",
    "opened_at": "2026-11-20T14:03:05Z",
    "opened_by": None,
    "closed_at": None,
    "lines": 218,
    "counted": 40,
    "differing": 3,
    "version": 1,
}
LINE: JsonDict = {
    "variant_id": ID,
    "title": "Brass lamp, large",
    "sku": "L-1",
    "frozen": 12,
    "found": 11,
    "expected": 12,
    "on_hand": 12,
    "moved_since": 0,
    "difference": -1,
}

Id = Annotated[UUID, Path(description="The id of the count.")]


class CountIn(Body):
    """Which place is counted, and of what: these variants, or all that lie there."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"place_id": OTHER_ID, "name": "November", "all": True}]}
    )

    place_id: UUID
    name: Annotated[str, Field(max_length=NAME_CHARS_MAX)] = ""
    variant_ids: Annotated[list[UUID], Field(max_length=10_000)] = Field(default=[])
    all: bool = False


class FoundIn(Body):
    """How many lie there, of a variant or an SKU: in all, or so many more than before."""

    variant_id: UUID | None = None
    sku: Sku = ""
    found: All | None = None
    add: All | None = Field(None, description="As scanned: two who scan the same add up.")
    was: All | None = Field(
        None,
        description="What whoever types has seen. If somebody else entered another number "
        "meanwhile, it is refused; left out, it is not looked at.",
    )

    @model_validator(mode="after")
    def one_of_two(self) -> "FoundIn":
        if (self.found is None) == (self.add is None):
            raise ValueError("Give found or add: one of the two.")
        return self

    def line(self, number: int) -> Found:
        return Found(
            *(number, self.variant_id, self.sku, self.found or self.add or 0),
            adds=self.add is not None,
            seen="was" in self.model_fields_set,
            was=self.was,
        )


class FoundsIn(Body):
    """What was found just now. Entered again, it replaces what was entered before."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"lines": [{"sku": "L-1", "found": 11}]}]}
    )

    lines: Annotated[list[FoundIn], Field(min_length=1, max_length=LINES_AT_ONCE_MAX)]


class CountOut(BaseModel):
    """A count; `differing` is of what was found so far."""

    model_config = ConfigDict(json_schema_extra={"examples": [COUNT]})

    id: UUID
    place_id: UUID
    name: str
    state: CountState
    opened_at: datetime
    opened_by: UUID | None
    closed_at: datetime | None
    lines: int
    counted: int
    differing: int
    version: int


class PlaceCountsOut(Page[CountOut]):
    """Counts, the newest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [COUNT], "next_cursor": None}]}
    )


class CountLineOut(BaseModel):
    """`frozen` was on hand when the count began, `expected` when it was found; `difference` is what
    closing moves, and `moved_since` stays as it is."""

    variant_id: UUID
    title: str
    sku: str
    frozen: int
    found: int | None
    expected: int | None
    on_hand: int
    moved_since: int
    difference: int | None


class CountEnteredOut(CountOut):
    """A count, and the lines that were entered as they are now."""

    model_config = ConfigDict(json_schema_extra={"examples": [{**COUNT, "entered": [LINE]}]})

    entered: list[CountLineOut]


class WholeCountOut(Page[CountLineOut]):
    """A count with a page of its lines."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"count": COUNT, "items": [LINE], "next_cursor": None}]}
    )

    count: CountOut


class CountClosedOut(BaseModel):
    """What closing did. Goods of `lost_orders` were not there, so they are held no more."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "count": COUNT,
                    "missing": 3,
                    "surplus": 1,
                    "uncounted": 0,
                    "lost_lines": 0,
                    "lost_orders": [],
                }
            ]
        }
    )

    count: CountOut
    missing: int
    surplus: int
    uncounted: int = Field(description="So many variants were not counted, and stay as they were.")
    lost_lines: int
    lost_orders: list[UUID] = Field(description="The first hundred.")


@doors.get("/api/stock/counts", needs=READ_COUNTS)
async def list_counts(
    tx: InTx,
    state: Annotated[CountState | None, Query(description="Of this state alone.")] = None,
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> PlaceCountsOut:
    """List counts, the newest first."""
    found = await service.list_counts(tx, state, read_id(cursor), limit + 1)
    page, following = cut(found, limit, lambda each: [each.id])
    return PlaceCountsOut(items=[count_out(each) for each in page], next_cursor=following)


@doors.post("/api/stock/counts", needs=WRITE_LEVELS, status=201)
async def begin_count(tx: InTx, asked: CountIn) -> CountOut:
    """Begin to count a place: what is on hand now is kept, and sales go on."""
    made = await service.begin(
        tx, asked.place_id, asked.name, asked.variant_ids, everything=asked.all
    )
    return count_out(made)


@doors.get("/api/stock/counts/{id}", needs=READ_COUNTS)
async def read_count(
    tx: InTx,
    id: Id,  # noqa: A002
    differing: Annotated[bool, Query(description="Lines that differ alone.")] = False,
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> WholeCountOut:
    """Show a count and its lines."""
    found = await service.count(tx, id)
    lines = await service.lines(tx, found, read_id(cursor), differing=differing, rows_max=limit + 1)
    page, following = cut(lines, limit, lambda each: [each.line.variant_id])
    return WholeCountOut(
        count=count_out(found), items=[line_out(each) for each in page], next_cursor=following
    )


@doors.put("/api/stock/counts/{id}/lines", needs=WRITE_LEVELS, versioned=False)
async def enter_found(tx: InTx, id: Id, asked: FoundsIn) -> CountEnteredOut:  # noqa: A002
    """Enter what was found, or add what was scanned. What was not on the list joins it."""
    found = [each.line(number) for number, each in enumerate(asked.lines)]
    count, entered = await service.put(tx, id, found)
    lines = [line_out(each) for each in entered]
    return CountEnteredOut(**count_out(count).model_dump(), entered=lines)


@doors.post("/api/stock/counts/{id}/close", needs=WRITE_LEVELS)
async def close_count(tx: InTx, id: Id) -> CountClosedOut:  # noqa: A002
    """Close a count: on hand becomes what was found and what moved since."""
    closed = await service.close(tx, id)
    return CountClosedOut(
        count=count_out(closed.count),
        missing=closed.missing,
        surplus=closed.surplus,
        uncounted=closed.uncounted,
        lost_lines=closed.lost_lines,
        lost_orders=list(closed.lost_orders[:100]),
    )


@doors.post("/api/stock/counts/{id}/cancel", needs=WRITE_LEVELS)
async def cancel_count(tx: InTx, id: Id) -> CountOut:  # noqa: A002
    """Give a count up. Nothing moves by it."""
    return count_out(await service.cancel(tx, id))


def count_out(found: Count) -> CountOut:
    return CountOut(
        id=found.id,
        place_id=found.place_id,
        name=found.name,
        state=found.state,
        opened_at=found.opened_at,
        opened_by=found.opened_by,
        closed_at=found.closed_at,
        lines=found.lines,
        counted=found.counted,
        differing=found.differing,
        version=found.version,
    )


def line_out(found: Line) -> CountLineOut:
    return CountLineOut(
        variant_id=found.line.variant_id,
        title=found.label.title if found.label else "",
        sku=found.label.sku if found.label else "",
        frozen=found.line.frozen,
        found=found.line.found,
        expected=found.line.expected,
        on_hand=found.line.on_hand,
        moved_since=found.line.moved_since,
        difference=found.line.difference,
    )
