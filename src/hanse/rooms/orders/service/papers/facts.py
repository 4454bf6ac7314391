"""What the log tells about papers. Who bought stands in none of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.engine.log.events import declare

INVOICE = ("orders.invoice", "invoice_id")


@declare(
    "orders.invoice.issued", "{actor} issued invoice {number} of order {order}", subject=INVOICE
)
@dataclass(frozen=True, slots=True)
class InvoiceIssued:
    invoice_id: UUID
    number: str
    order_id: UUID | None
    order: str
    currency: str
    total_minor: int
    pdf_digest: str


@declare(
    "orders.invoice.corrected",
    "{actor} issued credit note {number}, which corrects invoice {invoice}",
    subject=INVOICE,
)
@dataclass(frozen=True, slots=True)
class InvoiceCorrected:
    invoice_id: UUID
    invoice: str
    credit_id: UUID
    number: str
    order_id: UUID | None
    currency: str
    total_minor: int
    pdf_digest: str


@declare(
    "orders.seller.changed",
    "{actor} changed what papers say of a business",
    subject=("orders.seller", "business_id"),
)
@dataclass(frozen=True, slots=True)
class SellerChanged:
    business_id: UUID
    before: Mapping[str, object]
    after: Mapping[str, object]
    version: int


@declare(
    "orders.seller.assigned",
    "{actor} said at which shops a business sells",
    subject=("orders.seller", "business_id"),
)
@dataclass(frozen=True, slots=True)
class ShopsAssigned:
    business_id: UUID
    account_ids: Sequence[UUID]
