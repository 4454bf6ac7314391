"""What the log tells about suppliers, their offers and vouchers, and what people do with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.engine.log.events import declare

SUPPLIER = ("purchasing.supplier", "supplier_id")


@declare("purchasing.supplier.changed", "{actor} {what} the supplier {name}", subject=SUPPLIER)
@dataclass(frozen=True, slots=True)
class SupplierChanged:
    supplier_id: UUID
    name: str
    what: str
    before: Mapping[str, object]
    after: Mapping[str, object]
    version: int


@declare(
    "purchasing.supplier.accepted",
    "{actor} agreed that {name} is asked by memo only: {wishes}",
    subject=SUPPLIER,
)
@dataclass(frozen=True, slots=True)
class WishesAccepted:
    supplier_id: UUID
    name: str
    wishes: str
    version: int


@declare("purchasing.settings.changed", "{actor} changed what is wanted of every supplier")
@dataclass(frozen=True, slots=True)
class DefaultsChanged:
    before: Mapping[str, object]
    after: Mapping[str, object]
    version: int


@declare("purchasing.offer.changed", "{actor} {what} {count} offers of suppliers")
@dataclass(frozen=True, slots=True)
class OffersChanged:
    """The first hundred of them; the table has all."""

    what: str
    count: int
    offer_ids: Sequence[UUID]
    supplier_ids: Sequence[UUID]


@declare("purchasing.offer.exported", "{actor} took out the offers of {supplier} as a table")
@dataclass(frozen=True, slots=True)
class OffersExported:
    supplier: str


@declare(
    "purchasing.voucher.changed", "{actor} {what} {count} vouchers of {supplier}", subject=SUPPLIER
)
@dataclass(frozen=True, slots=True)
class VouchersChanged:
    """Their codes are worth money and stand in no log."""

    supplier_id: UUID
    supplier: str
    what: str
    count: int
    voucher_ids: Sequence[UUID]
