"""An invoice or a credit note as one frozen value: its sums are those of its items."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from hanse.base.money import Money, UnitCost, total
from hanse.rooms.orders.model.papers.parties import Party, Seller


class PaperKind(StrEnum):
    invoice = "invoice"
    credit = "credit"


class Sort(StrEnum):
    goods = "goods"
    shipping = "shipping"
    fee = "fee"  # below 0 it is an allowance


TIP, DUTY = "tip", "duty"  # keys of items that papers name in their own language


class Category(StrEnum):
    """What sort of taxing it is; the letters are those of EN 16931."""

    standard = "S"
    zero = "Z"
    export = "G"
    within_union = "K"
    not_taxed = "O"


class RoundedBy(StrEnum):
    """Where tax was rounded to the minor unit."""

    line = "line"
    rate = "rate"
    shop = "shop"  # the shop has worked out the tax; its amounts stand


@dataclass(frozen=True, slots=True)
class Item:
    """`before` is without tax and before discounts, `net` without tax and after them."""

    key: str
    sort: Sort
    title: str
    sku: str
    quantity: int
    before: Money
    net: Money
    tax: Money
    percent: Decimal
    category: Category = Category.standard
    place: str = ""
    source: str = ""  # where the rate is written

    @property
    def gross(self) -> Money:
        return self.net + self.tax

    @property
    def discount(self) -> Money:
        return self.before - self.net

    @property
    def unit_price(self) -> UnitCost:
        """Before discounts; shown with as many decimals as say it, at most four more than the
        currency has."""
        each = self.before.amount / max(self.quantity, 1)
        exact = each.quantize(Decimal("0.000001"))
        return UnitCost(self.before.currency, exact)


@dataclass(frozen=True, slots=True)
class TaxSum:
    percent: Decimal
    category: Category
    place: str
    net: Money
    tax: Money


@dataclass(frozen=True, slots=True, repr=False)
class Paper:
    """`paid` is what was paid, or paid back, by that day."""

    kind: PaperKind
    number: str
    issued_on: date
    supplied_on: date | None
    seller: Seller
    buyer: Party
    ship_to: Party | None
    currency: str
    items: tuple[Item, ...]
    rounded_by: RoundedBy
    paid: Money
    order_id: UUID | None = None
    order_number: str = ""
    shop: str = ""
    payment: str = ""
    corrects: str = ""  # the number of the invoice
    corrects_on: date | None = None
    note: str = ""

    @property
    def net(self) -> Money:
        return total(self.currency, (each.net for each in self.items))

    @property
    def tax(self) -> Money:
        return total(self.currency, (each.tax for each in self.items))

    @property
    def total(self) -> Money:
        return self.net + self.tax

    @property
    def discount(self) -> Money:
        return total(self.currency, (each.discount for each in self.items))

    @property
    def due(self) -> Money:
        return self.total - self.paid

    @property
    def taxes(self) -> tuple[TaxSum, ...]:
        return tax_sums(self.currency, self.items)


def tax_sums(currency: str, items: Iterable[Item]) -> tuple[TaxSum, ...]:
    """By rate and place, the highest first; together they are all of the tax."""
    groups: dict[tuple[Decimal, Category, str], list[Item]] = {}
    for each in items:
        groups.setdefault((each.percent, each.category, each.place), []).append(each)
    return tuple(
        TaxSum(
            *(percent, category, place),
            total(currency, (each.net for each in held)),
            total(currency, (each.tax for each in held)),
        )
        for (percent, category, place), held in sorted(
            groups.items(), key=lambda group: (-group[0][0], group[0][1], group[0][2])
        )
    )
