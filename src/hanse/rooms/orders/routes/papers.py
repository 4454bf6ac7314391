"""HTTP of papers: invoices and credit notes issued, listed and printed again; picks and slips."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict
from starlette.responses import Response

from hanse.base.faults import Finding
from hanse.base.money import MINOR_MAX, Money
from hanse.engine.doors.doors import Body, Doors, InTx
from hanse.engine.doors.paging import PAGE_USUAL, Cursor, Limit, Page, cut, read_cursor
from hanse.rooms.orders.model.papers.crediting import Back
from hanse.rooms.orders.model.papers.taxes import Difference
from hanse.rooms.orders.routes.paper_held import OfShelf
from hanse.rooms.orders.routes.paper_permissions import READ_INVOICES, READ_SLIPS, WRITE_INVOICES
from hanse.rooms.orders.routes.shapes import Told
from hanse.rooms.orders.service.papers import issuing, kept, selling
from hanse.rooms.orders.service.papers.issuing import Wish
from hanse.rooms.orders.service.papers.kept import Listed

doors = Doors("orders")

ID = "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c61"
MONEY: JsonDict = {"currency": "EUR", "minor": 11_900}
PAPER: JsonDict = {
    "id": ID,
    "business_id": ID,
    "kind": "invoice",
    "number": "INV-2026-00001",
    "order_id": ID,
    "order_number": "1001",
    "corrects": None,
    "buyer": "Budi Santoso",
    "country": "DE",
    "issued_on": "2026-11-20",
    "issued_at": "2026-11-20T14:03:05Z",
    "net": {"currency": "EUR", "minor": 10_000},
    "tax": {"currency": "EUR", "minor": 1_900},
    "total": MONEY,
    "findings": [],
    "has_xml": True,
}
LEFT: JsonDict = {
    "key": "7",
    "title": "Lamp",
    "sku": "L-1",
    "quantity": 2,
    "quantity_left": 1,
    "gross": MONEY,
    "gross_left": {"currency": "EUR", "minor": 5_950},
}
IDS_MAX = 150  # as many as an address holds

Id = Annotated[UUID, Path(description="The id of the paper.")]
OrderId = Annotated[UUID, Path(description="The id of the order.")]
OfBusiness = Annotated[
    UUID | None, Query(description="The business; may be left out where there is one.")
]
Minor = Annotated[int, Field(ge=0, le=MINOR_MAX)]
Note = Annotated[str, Field(max_length=500, description="Printed below the sums.")]


class PdfFile(Response):
    """A paper to print."""

    media_type = "application/pdf"


class XmlFile(Response):
    """A paper as machines read it: Cross Industry Invoice, EN 16931."""

    media_type = "application/xml"


class PaperMoneyOut(BaseModel):
    currency: str
    minor: int


class PaperOut(BaseModel):
    """An invoice or a credit note as it was issued."""

    model_config = ConfigDict(json_schema_extra={"examples": [PAPER]})

    id: UUID
    business_id: UUID
    kind: Literal["invoice", "credit"]
    number: str
    order_id: UUID | None
    order_number: str
    corrects: UUID | None
    buyer: str
    country: str
    issued_on: date
    issued_at: datetime
    net: PaperMoneyOut
    tax: PaperMoneyOut
    total: PaperMoneyOut
    findings: list[str]
    has_xml: bool


class PapersOut(Page[PaperOut]):
    """Invoices and credit notes, the newest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [PAPER], "next_cursor": None}]}
    )


class UncreditedOut(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [LEFT]})

    key: str
    title: str
    sku: str
    quantity: int
    quantity_left: int
    gross: PaperMoneyOut
    gross_left: PaperMoneyOut


class WholePaperOut(PaperOut):
    """A paper with its lines; of an invoice, with what credit notes have left of each."""

    model_config = ConfigDict(json_schema_extra={"examples": [{**PAPER, "lines": [LEFT]}]})

    lines: list[UncreditedOut]


class InvoiceIn(Body):
    """Whose invoice it is, where several businesses issue them."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"business_id": None, "note": ""}]})

    business_id: UUID | None = None
    note: Note = ""


class BackIn(Body):
    """Pieces take their share; `net_minor` and `tax_minor` say other amounts."""

    key: Annotated[str, Field(min_length=1, max_length=200)]
    quantity: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    net_minor: Minor | None = None
    tax_minor: Minor | None = None


class CreditIn(Body):
    """Lines, or an amount with tax, or nothing of both: all that is left."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"lines": [{"key": "7", "quantity": 1}], "amount_minor": None, "note": ""}]
        }
    )

    lines: list[BackIn] = Field(default=[], max_length=500)
    amount_minor: Minor | None = None
    note: Note = ""


class TaxDifferenceOut(BaseModel):
    """A line where the shop took other tax than the table says. Without amounts: nothing is known
    of that place."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "key": "7",
                    "theirs": MONEY,
                    "ours": MONEY,
                    "percent": "19",
                    "source": "European Commission",
                    "code": "tax_differs",
                    "told": {"title": "Rug", "theirs": "EUR 1.00", "ours": "EUR 1.90"},
                    "sentence": "The shop took EUR 1.00 of tax on Rug; by the table it is 1.90.",
                    "next_step": "Look at the tax settings of the shop.",
                }
            ]
        }
    )

    key: str
    theirs: PaperMoneyOut | None
    ours: PaperMoneyOut | None
    percent: Decimal | None
    source: str
    code: str
    told: Told
    sentence: str
    next_step: str


class DifferencesOut(BaseModel):
    """Where taxes of an order differ. They are of one order, so in one page."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": []}]})

    items: list[TaxDifferenceOut]


@doors.get("/api/orders/invoices", needs=READ_INVOICES)
async def list_papers(
    tx: InTx, business_id: OfBusiness = None, limit: Limit = PAGE_USUAL, cursor: Cursor = None
) -> PapersOut:
    """List invoices and credit notes, the newest first."""
    before = None
    if cursor is not None:
        at, last = read_cursor(cursor, datetime, UUID)
        assert isinstance(at, datetime)
        assert isinstance(last, UUID)
        before = at, last
    found = await kept.list_papers(tx, business_id, before, limit + 1)
    page, following = cut(found, limit, lambda each: [each.issued.issued_at, each.issued.id])
    return PapersOut(items=[paper_out(each) for each in page], next_cursor=following)


@doors.get("/api/orders/invoices/{id}", needs=READ_INVOICES)
async def read_paper(tx: InTx, id: Id) -> WholePaperOut:  # noqa: A002
    """Show a paper with its lines, and what is left of each to be credited."""
    issued = await kept.issued(tx, id)
    paper, left = await issuing.left_of(tx, issued)
    listed = paper_out(Listed(issued, paper.buyer.name))
    lines = [
        UncreditedOut(
            key=each.key,
            title=each.title,
            sku=each.sku,
            quantity=each.quantity,
            quantity_left=left[each.key].quantity,
            gross=money_out(each.gross),
            gross_left=money_out(left[each.key].gross),
        )
        for each in paper.items
    ]
    return WholePaperOut(**listed.model_dump(), lines=lines)


@doors.get("/api/orders/invoices/{id}/paper.pdf", needs=READ_INVOICES, example="%PDF-1.7")
async def print_paper(tx: InTx, id: Id) -> PdfFile:  # noqa: A002
    """Print a paper: the bytes that were issued, whatever has changed since."""
    issued, content = await kept.content(tx, id, "pdf")
    return PdfFile(content, headers=named(f"{issued.number}.pdf"))


@doors.get("/api/orders/invoices/{id}/paper.xml", needs=READ_INVOICES, example="<rsm:Cross/>")
async def download_xml(tx: InTx, id: Id) -> XmlFile:  # noqa: A002
    """Download a paper as machines read it; the same is inside the PDF."""
    issued, content = await kept.content(tx, id, "xml")
    return XmlFile(content, headers=named(f"{issued.number}.xml"))


@doors.post(
    "/api/orders/orders/{id}/invoice",
    needs=WRITE_INVOICES,
    status=201,
    ready=issuing.drawing_loaded,
)
async def issue_invoice(
    tx: InTx,
    shelf: OfShelf,
    id: OrderId,  # noqa: A002
    asked: InvoiceIn,
) -> PaperOut:
    """Issue the invoice of an order. An order has one; it is corrected by credit notes."""
    sale = await selling.sale(tx, id)
    issued = await issuing.issue_invoice(tx, shelf, sale, asked.business_id, asked.note)
    return paper_out((await kept.named(tx, [issued]))[0])


@doors.post(
    "/api/orders/invoices/{id}/credit",
    needs=WRITE_INVOICES,
    status=201,
    ready=issuing.drawing_loaded,
)
async def issue_credit(
    tx: InTx,
    shelf: OfShelf,
    id: Id,  # noqa: A002
    asked: CreditIn,
) -> PaperOut:
    """Issue a credit note of an invoice: of lines, of an amount, or of all that is left."""
    invoice = await kept.issued(tx, id)
    currency = invoice.total.currency

    def money(minor: int | None) -> Money | None:
        return None if minor is None else Money(currency, minor)

    backs = [
        Back(each.key, each.quantity, money(each.net_minor), money(each.tax_minor))
        for each in asked.lines
    ]
    wish = Wish(backs, money(asked.amount_minor), asked.note)
    issued = await issuing.issue_credit(tx, shelf, id, wish)
    return paper_out((await kept.named(tx, [issued]))[0])


@doors.get("/api/orders/orders/{id}/papers", needs=READ_INVOICES)
async def list_papers_of_order(tx: InTx, id: OrderId) -> PapersOut:  # noqa: A002
    """List the invoice of an order and its credit notes."""
    found = await selling.papers(tx, id)
    return PapersOut(items=[paper_out(each) for each in found], next_cursor=None)


@doors.get("/api/orders/orders/{id}/taxes", needs=READ_INVOICES)
async def compare_taxes(tx: InTx, id: OrderId) -> DifferencesOut:  # noqa: A002
    """Compare the tax that the shop took with the tax table, line by line."""
    found = await selling.tax_differences(tx, id)
    return DifferencesOut(items=[difference_out(each) for each in found])


def difference_out(each: Difference | Finding) -> TaxDifferenceOut:
    known, finding = (each, each.finding) if isinstance(each, Difference) else (None, each)
    return TaxDifferenceOut(
        key=known.key if known else "",
        theirs=money_out(known.theirs) if known else None,
        ours=money_out(known.ours) if known else None,
        percent=known.rate.percent if known else None,
        source=known.rate.source if known else "",
        code=finding.code,
        told=dict(known.told) if known else {},
        sentence=finding.sentence,
        next_step=finding.next_step,
    )


@doors.get(
    "/api/orders/orders/{id}/slip.pdf",
    needs=READ_SLIPS,
    example="%PDF-1.7",
    ready=issuing.drawing_loaded,
)
async def print_slip(
    tx: InTx,
    shelf: OfShelf,
    id: OrderId,  # noqa: A002
    business_id: OfBusiness = None,
    prices: Annotated[bool, Query(description="Whether it shows them.")] = False,
) -> PdfFile:
    """Print the packing slip of an order, without prices unless they are asked for."""
    content = await selling.slip(tx, shelf, id, business_id, priced=prices)
    return PdfFile(content, headers=named("slip.pdf"))


def named(name: str) -> dict[str, str]:
    plain = name.replace("/", "-").replace(" ", "_")
    return {"content-disposition": f'inline; filename="{plain}"', "cache-control": "private"}


def money_out(money: Money) -> PaperMoneyOut:
    return PaperMoneyOut(currency=money.currency, minor=money.minor)


def paper_out(listed: Listed) -> PaperOut:
    issued = listed.issued
    return PaperOut(
        id=issued.id,
        business_id=issued.business_id,
        kind=issued.kind.value,
        number=issued.number,
        order_id=issued.order_id,
        order_number=issued.order_number,
        corrects=issued.corrects,
        buyer=listed.buyer,
        country=issued.country,
        issued_on=issued.issued_on,
        issued_at=issued.issued_at,
        net=money_out(issued.net),
        tax=money_out(issued.tax),
        total=money_out(issued.total),
        findings=list(issued.findings),
        has_xml=issued.xml_digest is not None,
    )
