"""HTTP of what suppliers offer: listed, set many at once, as a table, and linked by SKU."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict
from starlette.responses import StreamingResponse

from hanse.base.faults import Finding
from hanse.engine.doors.doors import Body, Called, Doors, FileBrought, InDatabase, InTx
from hanse.engine.doors.paging import PAGE_USUAL, Cursor, Limit, Page, cut, read_id
from hanse.engine.sheets.reading import BYTES_MAX
from hanse.rooms.purchasing.model.offers import (
    BREAKS_MAX,
    FINDINGS_MAX,
    LINES_MAX,
    PIECES_MAX,
    REMOTE_CHARS_MAX,
    SKU_CHARS_MAX,
    Done,
    Given,
    Line,
    Offer,
    OfferState,
    Planned,
)
from hanse.rooms.purchasing.routes.permissions import READ_OFFERS, WRITE_OFFERS
from hanse.rooms.purchasing.service import linking
from hanse.rooms.purchasing.service import offers as service
from hanse.rooms.purchasing.service.offers import Shown

doors = Doors("purchasing")

ID = "0190a2b4-0000-7000-8000-000000000001"
OTHER = "0190a2b4-0000-7000-8000-000000000002"
BREAK: JsonDict = {"quantity": 100, "minor": 420}
OFFER: JsonDict = {
    "id": ID,
    "supplier_id": OTHER,
    "supplier": "Lamp factory",
    "variant_id": ID,
    "sku": "L-1",
    "title": "Brass lamp, large",
    "state": "active",
    "currency": "USD",
    "price_minor": 450,
    "breaks": [BREAK],
    "minimum": 10,
    "case_pack": 5,
    "lead_days": "12",
    "share_percent": "100",
    "supplier_sku": "BL-77",
    "product_remote_id": "",
    "variant_remote_id": "",
    "from_country": "CN",
    "stock": None,
    "stock_sure": None,
    "read_at": None,
    "version": 1,
}
LINE_IN: JsonDict = {"supplier_id": OTHER, "sku": "L-1", "price": "4.50", "minimum": 10}
FINDING: JsonDict = {
    "severity": "error",
    "code": "unknown_sku",
    "sentence": "No variant has the SKU 'L-7'.",
    "next_step": "Give the SKU of one of our variants.",
    "field": "lines.0.sku",
}
DONE: JsonDict = {
    "written": False,
    "changed": 1,
    "refused": 0,
    "lines": [{"number": 0, "before": None, "after": OFFER, "findings": []}],
}
LINKED: JsonDict = {"made": 1, "changed": 0, "same": 0, "left": {"BL-78": "unknown"}, "asked": []}

OfSupplier = Annotated[UUID | None, Query(alias="supplier", description="Of this supplier alone.")]
OfVariant = Annotated[UUID | None, Query(alias="variant", description="Of this variant alone.")]
Price = Annotated[
    Decimal,
    Field(ge=0, max_digits=18, decimal_places=6, description="In the supplier's currency."),
]
Pieces = Annotated[int, Field(ge=1, le=PIECES_MAX)]
Remote = Annotated[str, Field(max_length=REMOTE_CHARS_MAX)]


class BreakIn(Body):
    """From so many pieces on, each costs this."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"quantity": 100, "price": "4.20"}]})

    quantity: Pieces
    price: Price


class OfferIn(Body):
    """What a supplier offers for a variant, by its id or SKU; what is left out stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [LINE_IN]})

    supplier_id: UUID
    variant_id: UUID | None = None
    sku: Annotated[str, Field(max_length=SKU_CHARS_MAX)] = ""
    state: OfferState | None = None
    price: Price | None = None
    breaks: Annotated[list[BreakIn], Field(max_length=BREAKS_MAX)] | None = None
    minimum: Pieces | None = None
    case_pack: Pieces | None = None
    lead_days: Annotated[Decimal, Field(ge=0, le=365, max_digits=6, decimal_places=2)] | None = None
    share_percent: (
        Annotated[Decimal, Field(ge=0, le=100, max_digits=6, decimal_places=3)] | None
    ) = None
    supplier_sku: Annotated[str, Field(max_length=SKU_CHARS_MAX)] | None = None
    product_remote_id: Remote | None = None
    variant_remote_id: Remote | None = None
    from_country: Annotated[str, Field(pattern="^([A-Z]{2})?$")] | None = None


class OffersIn(Body):
    """Offers that are made or changed; all of them or none."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"lines": [LINE_IN], "preview": True}]}
    )

    lines: Annotated[list[OfferIn], Field(min_length=1, max_length=LINES_MAX)]
    preview: bool = False


class LinkIn(Body):
    """Products of the supplier by its own ids, as they stand in its shop."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"supplier_id": OTHER, "product_ids": ["1005001"]}]}
    )

    supplier_id: UUID
    product_ids: Annotated[list[Remote], Field(min_length=1, max_length=linking.SUPPLIES_MAX)]


class BreakOut(BaseModel):
    quantity: int
    minor: int


class OfferOut(BaseModel):
    """What a supplier offers. `stock` is as it was told at `read_at`; null: never."""

    model_config = ConfigDict(json_schema_extra={"examples": [OFFER]})

    id: UUID
    supplier_id: UUID
    supplier: str
    variant_id: UUID
    sku: str
    title: str
    state: OfferState
    currency: str
    price_minor: int | None
    breaks: list[BreakOut]
    minimum: int
    case_pack: int
    lead_days: str | None
    share_percent: str
    supplier_sku: str
    product_remote_id: str
    variant_remote_id: str
    from_country: str
    stock: int | None
    stock_sure: int | None
    read_at: datetime | None
    version: int


class OffersOut(Page[OfferOut]):
    """Offers: of a supplier by our variants, else in the order in which they were made."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [OFFER], "next_cursor": None}]}
    )


class OfferFindingOut(BaseModel):
    """Why a line cannot be, and what to do about it."""

    severity: str
    code: str
    sentence: str
    next_step: str
    field: str


class OfferLineOut(BaseModel):
    """A line as it was and as it will be; null before: it is new."""

    number: int
    before: OfferOut | None
    after: OfferOut | None
    findings: list[OfferFindingOut]


class OffersDoneOut(BaseModel):
    """What becomes of the lines, the first hundred of them: those that cannot be come first."""

    model_config = ConfigDict(json_schema_extra={"examples": [DONE]})

    written: bool
    changed: int
    refused: int
    lines: list[OfferLineOut]


class LinkedOut(BaseModel):
    """`left`: SKUs of the supplier that link nothing, and why: unknown, twice, no_sku, bundle, or
    linked to another product. `asked`: products that are read from the supplier first."""

    model_config = ConfigDict(json_schema_extra={"examples": [LINKED]})

    made: int
    changed: int
    same: int
    left: dict[str, str]
    asked: list[str]


class OffersFile(StreamingResponse):
    """Offers, as CSV."""

    media_type = "text/csv"


@doors.get("/api/purchasing/offers", needs=READ_OFFERS)
async def list_supplier_offers(
    tx: InTx,
    supplier: OfSupplier = None,
    variant: OfVariant = None,
    off: Annotated[bool, Query(description="Those that are off too.")] = False,
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> OffersOut:
    """List offers: of a supplier, of a variant, or all."""
    found = await service.page(tx, supplier, variant, read_id(cursor), limit + 1, off=off)
    page, following = cut(
        found, limit, lambda each: [each.offer.variant_id if supplier else each.offer.id]
    )
    return OffersOut(items=[offer_out(each) for each in page], next_cursor=following)


@doors.post("/api/purchasing/offers", needs=WRITE_OFFERS)
async def set_offers(tx: InTx, asked: OffersIn) -> OffersDoneOut:
    """Make and change offers, or switch them off: many at once, all or none. A preview says what
    would be."""
    lines = [line_of(number, each) for number, each in enumerate(asked.lines)]
    return done_out(await service.put(tx, lines, preview=asked.preview))


@doors.post("/api/purchasing/offers/link", needs=WRITE_OFFERS)
async def link_offers(tx: InTx, asked: LinkIn) -> LinkedOut:
    """Link all variants of the supplier's products to ours that have the same SKU. Products that
    were never read from the supplier are asked for; repeat it when they are there."""
    found, missing = await linking.link_read(tx, asked.supplier_id, asked.product_ids)
    return LinkedOut(
        made=found.made,
        changed=len(found.offers) - found.made,
        same=found.same,
        left=dict(list(found.left.items())[:FINDINGS_MAX]),
        asked=list(missing),
    )


@doors.get(
    "/api/purchasing/files/offers.csv",
    needs=READ_OFFERS,
    example="supplier,sku,title,price,currency,...\r\nLamp factory,L-1,Brass lamp,4.50,USD,...",
)
async def export_offers(
    database: InDatabase, caller: Called, supplier: OfSupplier = None
) -> OffersFile:
    """Export offers, as a table that can be edited and brought back."""
    async with database.tx(caller.workspace_id, caller.actor) as tx:
        await service.begin(tx, supplier)
        day = tx.now.date()
    lines = service.table(lambda: database.tx(caller.workspace_id, caller.actor), supplier)
    named = f'attachment; filename="hanse-offers-{day}.csv"'
    return OffersFile(lines, headers={"content-disposition": named})


@doors.post("/api/purchasing/files/offers", needs=WRITE_OFFERS, file_bytes_max=BYTES_MAX)
async def import_offers(
    tx: InTx,
    content: FileBrought,
    preview: Annotated[bool, Query(description="Say what would be; nothing is done.")] = True,
    supplier: Annotated[
        UUID | None, Query(description="Whose rows are that name no supplier.")
    ] = None,
) -> OffersDoneOut:
    """Bring offers in as a table, CSV or XLSX: rows of supplier and sku, with whatever is to be
    another. First look at what each row would do; then all are written, or none."""
    return done_out(await service.bring(tx, content, supplier, preview=preview))


def line_of(number: int, asked: OfferIn) -> Line:
    steps = asked.breaks
    given = Given(
        state=asked.state,
        product_remote_id=asked.product_remote_id,
        variant_remote_id=asked.variant_remote_id,
        sku=asked.supplier_sku,
        from_country=asked.from_country,
        price=asked.price,
        breaks=None if steps is None else tuple((each.quantity, each.price) for each in steps),
        minimum=asked.minimum,
        case_pack=asked.case_pack,
        lead_days=asked.lead_days,
        share_percent=asked.share_percent,
    )
    return Line(number, asked.supplier_id, "", asked.variant_id, asked.sku, given)


def done_out(done: Done) -> OffersDoneOut:
    first = sorted(done.planned, key=lambda each: not each.findings)[:FINDINGS_MAX]
    return OffersDoneOut(
        written=done.written,
        changed=done.changed,
        refused=done.refused,
        lines=[
            OfferLineOut(
                number=each.line.number,
                before=of_line(each, each.before),
                after=of_line(each, each.after),
                findings=[finding_out(finding) for finding in each.findings],
            )
            for each in first
        ],
    )


def of_line(planned: Planned, offer: Offer | None) -> OfferOut | None:
    if offer is None or planned.supplier is None:
        return None
    return offer_out(Shown(offer, planned.supplier, planned.label))


def finding_out(found: Finding) -> OfferFindingOut:
    return OfferFindingOut(
        severity=found.severity.value,
        code=found.code,
        sentence=found.sentence,
        next_step=found.next_step,
        field=found.field,
    )


def offer_out(shown: Shown) -> OfferOut:
    found, label = shown.offer, shown.label
    return OfferOut(
        id=found.id,
        supplier_id=found.supplier_id,
        supplier=shown.supplier.name,
        variant_id=found.variant_id,
        sku=label.sku if label else "",
        title=label.title if label else "",
        state=found.state,
        currency=shown.supplier.currency,
        price_minor=found.price_minor,
        breaks=[BreakOut(quantity=count, minor=minor) for count, minor in found.breaks],
        minimum=found.minimum,
        case_pack=found.case_pack,
        lead_days=f"{found.lead_days:f}" if found.lead_days is not None else None,
        share_percent=f"{found.share_percent:f}",
        supplier_sku=found.sku,
        product_remote_id=found.product_remote_id,
        variant_remote_id=found.variant_remote_id,
        from_country=found.from_country,
        stock=found.stock,
        stock_sure=found.stock_sure,
        read_at=found.read_at,
        version=found.version,
    )
