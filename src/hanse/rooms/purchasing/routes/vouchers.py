"""HTTP of vouchers: booked by hand and as a table, listed, changed."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.base.money import MINOR_MAX
from hanse.engine.doors.doors import Body, Doors, Expected, FileBrought, InTx
from hanse.engine.doors.instants import At
from hanse.engine.doors.paging import PAGE_USUAL, Cursor, Limit, Page, cut, read_cursor, read_id
from hanse.engine.doors.versions import etag
from hanse.engine.sheets.reading import BYTES_MAX
from hanse.rooms.purchasing.model.booking import NOTE_CHARS_MAX, Booked
from hanse.rooms.purchasing.model.booking import VoucherState as State
from hanse.rooms.purchasing.model.voucher_rows import CODE_CHARS_MAX, NAMES_MAX, USES_MAX
from hanse.rooms.purchasing.routes.offers import OfferFindingOut, finding_out
from hanse.rooms.purchasing.routes.permissions import READ_VOUCHERS, WRITE_VOUCHERS
from hanse.rooms.purchasing.service import vouchers as service

doors = Doors("purchasing")

ID = "0190a2b4-0000-7000-8000-000000000001"
OTHER = "0190a2b4-0000-7000-8000-000000000002"
VOUCHER_IN: JsonDict = {
    "supplier_id": OTHER,
    "code": "SAVE5",
    "off_minor": 500,
    "spend_min_minor": 3000,
    "valid_to": "2027-01-01T00:00:00Z",
}
VOUCHER: JsonDict = {
    "id": ID,
    "supplier_id": OTHER,
    "code": "SAVE5",
    "currency": "USD",
    "off_minor": 500,
    "off_percent": None,
    "off_max_minor": None,
    "spend_min_minor": 3000,
    "valid_from": None,
    "valid_to": "2027-01-01T00:00:00Z",
    "uses_max": 1,
    "kept": 0,
    "used": 0,
    "store_id": "",
    "product_ids": [],
    "note": "",
    "state": "active",
    "version": 1,
    "made_at": "2026-11-20T14:03:05Z",
}
BROUGHT: JsonDict = {"written": False, "new": 1, "changed": 0, "same": 0, "findings": []}

Id = Annotated[UUID, Path(description="The id of the voucher.")]
OfSupplier = Annotated[UUID | None, Query(alias="supplier", description="Of this supplier alone.")]
Off = Annotated[int, Field(ge=1, le=MINOR_MAX)]
Percent = Annotated[Decimal, Field(gt=0, le=100, max_digits=7, decimal_places=4)]
Spend = Annotated[
    int, Field(ge=0, le=MINOR_MAX, description="What must be spent on what it is good for.")
]
Uses = Annotated[int, Field(ge=1, le=USES_MAX)]
Store = Annotated[
    str, Field(max_length=100, description="The store at the supplier; empty: all of them.")
]
Products = Annotated[
    list[Annotated[str, Field(max_length=100)]],
    Field(max_length=NAMES_MAX, description="The supplier's ids; empty: all products."),
]
Note = Annotated[str, Field(max_length=NOTE_CHARS_MAX)]


class VoucherIn(Body):
    """A code as the supplier gave it, worth an amount or a share."""

    model_config = ConfigDict(json_schema_extra={"examples": [VOUCHER_IN]})

    supplier_id: UUID
    code: Annotated[str, Field(min_length=1, max_length=CODE_CHARS_MAX)]
    off_minor: Off | None = None
    off_percent: Percent | None = None
    off_max_minor: Off | None = Field(None, description="The most that a share takes off.")
    spend_min_minor: Spend = 0
    valid_from: At | None = None
    valid_to: At | None = Field(None, description="The first instant at which it is over.")
    uses_max: Uses = 1
    store_id: Store = ""
    product_ids: Products = Field(default_factory=list)
    note: Note = ""


class VoucherChangeIn(Body):
    """What is to be another from now on; what is left out stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"state": "off"}]})

    off_minor: Off | None = None
    off_percent: Percent | None = None
    off_max_minor: Off | None = None
    spend_min_minor: Spend | None = None
    valid_from: At | None = None
    valid_to: At | None = None
    uses_max: Uses | None = None
    store_id: Store | None = None
    product_ids: Products | None = None
    note: Note | None = None
    state: State | None = None


class VoucherOut(BaseModel):
    """A voucher. `kept`: for orders that are not placed yet; `used`: with orders that were."""

    model_config = ConfigDict(json_schema_extra={"examples": [VOUCHER]})

    id: UUID
    supplier_id: UUID
    code: str
    currency: str
    off_minor: int | None
    off_percent: str | None
    off_max_minor: int | None
    spend_min_minor: int
    valid_from: datetime | None
    valid_to: datetime | None
    uses_max: int
    kept: int
    used: int
    store_id: str
    product_ids: list[str]
    note: str
    state: State
    version: int
    made_at: datetime


class VouchersOut(Page[VoucherOut]):
    """Vouchers: of a supplier by their codes, else the newest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [VOUCHER], "next_cursor": None}]}
    )


class VouchersBroughtOut(BaseModel):
    """What a table of vouchers makes."""

    model_config = ConfigDict(json_schema_extra={"examples": [BROUGHT]})

    written: bool
    new: int
    changed: int
    same: int
    findings: list[OfferFindingOut] = Field(description="The first 100.")


@doors.get("/api/purchasing/vouchers", needs=READ_VOUCHERS)
async def list_vouchers(
    tx: InTx,
    supplier: OfSupplier = None,
    off: Annotated[bool, Query(description="Those that are off too.")] = False,
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> VouchersOut:
    """List vouchers, with how far each is used."""
    after = code_of(cursor) if supplier else read_id(cursor)
    found = await service.page(tx, supplier, after, limit + 1, off=off)
    page, following = cut(found, limit, lambda each: [each.code if supplier else each.id])
    return VouchersOut(items=[voucher_out(each) for each in page], next_cursor=following)


def code_of(cursor: str | None) -> str:
    return str(read_cursor(cursor, str)[0]) if cursor else ""


@doors.post("/api/purchasing/vouchers", needs=WRITE_VOUCHERS, status=201)
async def book_voucher(tx: InTx, asked: VoucherIn) -> VoucherOut:
    """Book a voucher, so that it is used where it saves most."""
    given = asked.model_dump() | {"product_ids": tuple(asked.product_ids)}
    wanted = Booked(
        id=UUID(int=0), currency="", state=State.active, version=1, made_at=tx.now, **given
    )
    return voucher_out(await service.book(tx, wanted))


@doors.patch("/api/purchasing/vouchers/{id}", needs=WRITE_VOUCHERS)
async def edit_voucher(
    tx: InTx,
    id: Id,  # noqa: A002
    asked: VoucherChangeIn,
    expected: Expected,
    answer: Response,
) -> VoucherOut:
    """Change a voucher, or switch it off. An order that keeps it keeps it."""
    found = await service.one(tx, id)
    given = asked.model_dump(exclude_unset=True)
    may_end = {"off_minor", "off_percent", "off_max_minor", "valid_from", "valid_to"}
    said = {name: value for name, value in given.items() if value is not None or name in may_end}
    if asked.product_ids is not None:
        said["product_ids"] = tuple(asked.product_ids)
    made = await service.change(tx, replace(found, **said), expected)
    answer.headers["etag"] = etag(made.version)
    return voucher_out(made)


@doors.post("/api/purchasing/files/vouchers", needs=WRITE_VOUCHERS, file_bytes_max=BYTES_MAX)
async def import_vouchers(
    tx: InTx,
    content: FileBrought,
    supplier: Annotated[UUID, Query(description="Whose vouchers they are.")],
    preview: Annotated[bool, Query(description="Say what would be; nothing is done.")] = True,
) -> VouchersBroughtOut:
    """Bring vouchers in as a table, CSV or XLSX: rows of code, off or percent, currency, and what
    each is good for. First look at what it would make; then all are booked, or none."""
    done = await service.bring(tx, supplier, content, preview=preview)
    return VouchersBroughtOut(
        written=done.written,
        new=len(done.new),
        changed=len(done.changed),
        same=done.same,
        findings=[finding_out(each) for each in done.findings],
    )


def voucher_out(found: Booked) -> VoucherOut:
    return VoucherOut(
        id=found.id,
        supplier_id=found.supplier_id,
        code=found.code,
        currency=found.currency,
        off_minor=found.off_minor,
        off_percent=f"{found.off_percent:f}" if found.off_percent is not None else None,
        off_max_minor=found.off_max_minor,
        spend_min_minor=found.spend_min_minor,
        valid_from=found.valid_from,
        valid_to=found.valid_to,
        uses_max=found.uses_max,
        kept=found.kept,
        used=found.used,
        store_id=found.store_id,
        product_ids=list(found.product_ids),
        note=found.note,
        state=found.state,
        version=found.version,
        made_at=found.made_at,
    )
