"""How much of an offer a platform says it has."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hanse.base.faults import Finding


class StockState(StrEnum):
    in_stock = "in_stock"
    out_of_stock = "out_of_stock"
    on_backorder = "on_backorder"


class Backorders(StrEnum):
    no = "no"
    notify = "notify"
    yes = "yes"


class CountedBy(StrEnum):
    offer = "offer"
    product = "product"  # all offers of the product sell from one count
    nobody = "nobody"  # the platform sells without counting


@dataclass(frozen=True, slots=True)
class StockLevel:
    """`quantity` is None where nobody counts, and below 0 where more was sold than there was."""

    quantity: int | None
    counted_by: CountedBy | None
    state: StockState | None
    backorders: Backorders | None = None
    low_at: int | None = None
    location_id: str | None = None  # None: the platform knows one place only


@dataclass(frozen=True, slots=True)
class Location:
    """A place that goods are kept at, as the platform knows it."""

    remote_id: str
    name: str | None
    active: bool | None
    country: str | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class LevelAt:
    """What lies at one place: `on_hand` is `available` and what is `committed` to orders."""

    location_id: str
    available: int | None
    on_hand: int | None = None
    committed: int | None = None
    incoming: int | None = None
    modified_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ItemStock:
    """The stock of one offer by place, where a platform keeps it under an id of its own.

    `incomplete`: it lies at more places than the document tells.
    """

    remote_id: str
    product_id: str | None
    variant_id: str | None
    sku: str | None
    tracked: bool | None
    levels: tuple[LevelAt, ...] = ()
    modified_at: datetime | None = None
    findings: tuple[Finding, ...] = ()
    incomplete: bool = False
