"""How levels look over HTTP."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors.doors import Body
from hanse.engine.doors.instants import At
from hanse.engine.doors.paging import Page
from hanse.rooms.stock.model.adjusting import LINES_MAX, PIECES_MAX, REASON_CHARS_MAX, Planned
from hanse.rooms.stock.model.adjusting import Line as PlannedLine
from hanse.rooms.stock.model.believing import TRUST_MAX
from hanse.rooms.stock.model.listing import ItemState, Row, Truth
from hanse.rooms.stock.model.moves import Moved, MoveKind
from hanse.rooms.stock.model.places import Place, PlaceKind
from hanse.rooms.stock.service.adjusting import Adjusted
from hanse.rooms.stock.service.listing import SOLD_DAYS, Whole

ID = "0190a2b4-0000-7000-8000-000000000001"
OTHER_ID = "0190a2b4-0000-7000-8000-000000000002"
SHOWN_LINES_MAX = 500
ADJUST: JsonDict = {"place_id": ID, "by": 12, "kind": "receipt", "reason": "Delivery 4711"}
LINE: JsonDict = {"sku": "L-1", "place_id": ID, "to": 7}
AT_PLACE: JsonDict = {
    "place_id": ID,
    "name": "Main",
    "kind": "own",
    "on_hand": 12,
    "reserved": 3,
    "promised": 0,
    "available": 9,
    "told_at": None,
    "confidence": None,
}
AT_SHOP: JsonDict = {"account_id": OTHER_ID, "should": 9, "shows": 9, "truth": "proven"}
ROW: JsonDict = {
    "variant_id": ID,
    "product_id": OTHER_ID,
    "title": "Brass lamp, large",
    "sku": "L-1",
    "image_url": None,
    "state": "fine",
    "on_hand": 12,
    "reserved": 3,
    "promised": 0,
    "available": 9,
    "on_the_way": 20,
    "low_at": 5,
    "is_bundle": False,
    "places": [AT_PLACE],
    "shops": [AT_SHOP],
}
WHOLE: JsonDict = {**ROW, "version": 2, "sold_28_days": 14, "per_day": 0.5, "bundle_parts": []}
MOVED: JsonDict = {
    "id": ID,
    "at": "2026-11-20T14:03:05Z",
    "kind": "receipt",
    "place_id": ID,
    "place": "Main",
    "on_hand": 12,
    "reserved": 0,
    "promised": 0,
    "left": 12,
    "account_id": None,
    "cause": "stock.adjustment",
    "cause_id": OTHER_ID,
    "reason": "Delivery 4711",
    "who": "Rani Prasetyo",
    "who_id": OTHER_ID,
}
ADJUSTED_LINE: JsonDict = {
    "number": 0,
    "variant_id": ID,
    "sku": "L-1",
    "title": "Brass lamp, large",
    "place_id": ID,
    "place": "Main",
    "before": 5,
    "after": 7,
    "retold": False,
    "findings": [],
}
ADJUSTED: JsonDict = {
    "written": False,
    "count": 1,
    "changed": 1,
    "same": 0,
    "refused": 0,
    "lines": [ADJUSTED_LINE],
}

VariantId = Annotated[UUID, Path(description="The id of the variant.")]
Pieces = Annotated[int, Field(ge=-PIECES_MAX, le=PIECES_MAX)]
All = Annotated[int, Field(ge=0, le=PIECES_MAX)]
Sure = Annotated[int, Field(ge=0, le=TRUST_MAX)]
Reason = Annotated[str, Field(max_length=REASON_CHARS_MAX)]
Sku = Annotated[str, Field(max_length=255)]


class AdjustIn(Body):
    """By how many, or how many there are in all: one of the two."""

    model_config = ConfigDict(json_schema_extra={"examples": [ADJUST]})

    place_id: UUID
    by: Pieces | None = None
    to: All | None = None
    kind: MoveKind = Field(MoveKind.adjustment, description="receipt or adjustment.")
    reason: Reason = ""
    told_at: At | None = Field(None, description="By a supplier; left out: now.")
    confidence: Sure | None = Field(None, description="Left out: as the place's trust.")

    def line(self, number: int, variant_id: UUID | None, sku: str = "") -> PlannedLine:
        return PlannedLine(
            *(number, variant_id, sku, self.place_id, "", self.by, self.to, self.kind, self.reason),
            told_at=self.told_at,
            confidence=self.confidence,
        )


class AdjustLineIn(AdjustIn):
    """The same, of a variant or an SKU."""

    model_config = ConfigDict(json_schema_extra={"examples": [LINE]})

    variant_id: UUID | None = None
    sku: Sku = ""


class AdjustManyIn(Body):
    """Lines that are written all or none. With `preview` nothing is done."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"lines": [LINE], "preview": True}]})

    lines: Annotated[list[AdjustLineIn], Field(min_length=1, max_length=LINES_MAX)]
    preview: bool = False


class LineFoundOut(BaseModel):
    """Why a line cannot be, and what to do."""

    code: str
    field: str
    sentence: str
    next_step: str


class AdjustedLineOut(BaseModel):
    """What becomes of a line; `number` is its place, of a file its row."""

    number: int
    variant_id: UUID | None
    sku: str
    title: str
    place_id: UUID | None
    place: str
    before: int | None
    after: int | None
    retold: bool = Field(description="A supplier's word is newer, or as sure as said now.")
    findings: list[LineFoundOut]


class AdjustedOut(BaseModel):
    """What would become of the lines, or what became of them: those with findings first, then
    those that change something; 500 at most."""

    model_config = ConfigDict(json_schema_extra={"examples": [ADJUSTED]})

    written: bool
    count: int
    changed: int
    same: int
    refused: int
    lines: list[AdjustedLineOut]


class LevelAtPlaceOut(BaseModel):
    place_id: UUID
    name: str
    kind: PlaceKind
    on_hand: int
    reserved: int
    promised: int
    available: int
    told_at: datetime | None = Field(description="By a supplier.")
    confidence: int | None = Field(description="How sure the supplier's word is, in percent.")


class LevelAtShopOut(BaseModel):
    """`should`: what the shop was last told; null if it never was."""

    account_id: UUID
    should: int | None
    shows: int | None
    truth: Truth


class StockRowOut(BaseModel):
    """A variant: what is there at places of your own, where, and what shops show of it."""

    model_config = ConfigDict(json_schema_extra={"examples": [ROW]})

    variant_id: UUID
    product_id: UUID
    title: str
    sku: str
    image_url: str | None
    state: ItemState
    on_hand: int
    reserved: int = Field(description="Promised to orders.")
    promised: int = Field(description="Kept for promotions.")
    available: int = Field(description="Of a bundle, what its parts make.")
    on_the_way: int
    low_at: int
    is_bundle: bool
    places: list[LevelAtPlaceOut]
    shops: list[LevelAtShopOut]


class StockRowsOut(Page[StockRowOut]):
    """The list of stock, the newest variants first. A page of a search may hold fewer rows than
    asked for and still have a next one."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [ROW], "next_cursor": None}]}
    )


class PartLeftOut(BaseModel):
    """A part of a bundle, how many are in one, and how many are free."""

    variant_id: UUID
    title: str
    sku: str
    count: int
    available: int


class StockOut(StockRowOut):
    """One variant, and how fast it sells."""

    model_config = ConfigDict(json_schema_extra={"examples": [WHOLE]})

    version: int = Field(description="0 while nobody has counted it.")
    sold_28_days: int
    per_day: float
    bundle_parts: list[PartLeftOut]


class LedgerLineOut(BaseModel):
    """A line of the ledger: by how much each of the three moved, and what was free after it."""

    id: UUID
    at: datetime
    kind: MoveKind
    place_id: UUID
    place: str
    on_hand: int
    reserved: int
    promised: int
    left: int
    account_id: UUID | None
    cause: str
    cause_id: UUID | None
    reason: str
    who: str = Field(description="Whose act it was; empty: it came about by itself.")
    who_id: UUID | None


class LedgerOut(Page[LedgerLineOut]):
    """The ledger of a variant, the newest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [MOVED], "next_cursor": None}]}
    )


def row_out(row: Row) -> StockRowOut:
    return StockRowOut(
        variant_id=row.item.variant_id,
        product_id=row.label.product_id,
        title=row.label.title,
        sku=row.label.sku,
        image_url=f"/api/catalog/media/{row.picture}" if row.picture else None,
        state=row.state,
        on_hand=row.on_hand,
        reserved=row.reserved,
        promised=row.promised,
        available=row.available,
        on_the_way=row.on_the_way,
        low_at=row.low_at,
        is_bundle=row.label.is_bundle,
        places=[
            LevelAtPlaceOut(
                place_id=each.place.id,
                name=each.place.name,
                kind=each.place.kind,
                on_hand=each.level.on_hand,
                reserved=each.level.reserved,
                promised=each.level.promised,
                available=each.level.available,
                told_at=each.level.told_at if each.of_supplier else None,
                confidence=each.sure,
            )
            for each in row.places
        ],
        shops=[
            LevelAtShopOut(
                account_id=each.account_id, should=each.should, shows=each.shows, truth=each.truth
            )
            for each in row.shops
        ],
    )


def whole_out(found: Whole) -> StockOut:
    return StockOut(
        **row_out(found.row).model_dump(),
        version=found.row.item.version,
        sold_28_days=found.sold,
        per_day=round(found.sold / SOLD_DAYS, 3),
        bundle_parts=[
            PartLeftOut(
                variant_id=each.label.variant_id,
                title=each.label.title,
                sku=each.label.sku,
                count=each.count,
                available=each.available,
            )
            for each in found.row.parts
        ],
    )


def moved_out(moved: Moved, place: Place | None, who: str) -> LedgerLineOut:
    return LedgerLineOut(
        id=moved.id,
        at=moved.at,
        kind=moved.kind,
        place_id=moved.place_id,
        place=place.name if place else "",
        on_hand=moved.on_hand,
        reserved=moved.reserved,
        promised=moved.promised,
        left=moved.left,
        account_id=moved.account_id,
        cause=moved.cause.noun,
        cause_id=moved.cause.id,
        reason=moved.cause.reason,
        who=who,
        who_id=moved.person_id,
    )


def adjusted_out(done: Adjusted) -> AdjustedOut:
    shown = sorted(done.lines, key=lambda each: (not each.findings, not each.changes))[
        :SHOWN_LINES_MAX
    ]
    return AdjustedOut(
        written=done.written,
        count=len(done.lines),
        changed=done.changed,
        same=len(done.lines) - done.changed - done.refused,
        refused=done.refused,
        lines=[adjusted_line_out(each) for each in shown],
    )


def adjusted_line_out(each: Planned) -> AdjustedLineOut:
    return AdjustedLineOut(
        number=each.line.number,
        variant_id=each.label.variant_id if each.label else each.line.variant_id,
        sku=each.label.sku if each.label else each.line.sku,
        title=each.label.title if each.label else "",
        place_id=each.place.id if each.place else each.line.place_id,
        place=each.place.name if each.place else each.line.place,
        before=each.before,
        after=each.after,
        retold=each.retold,
        findings=[
            LineFoundOut(
                code=finding.code,
                field=finding.field,
                sentence=finding.sentence,
                next_step=finding.next_step,
            )
            for finding in each.findings
        ],
    )
