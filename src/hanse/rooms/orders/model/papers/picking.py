"""Pick lists over many orders, and the slip that goes into a parcel."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hanse.base.money import Money
from hanse.rooms.orders.model.papers.parties import Party

ORDERS_SHOWN_MAX = 12


@dataclass(frozen=True, slots=True)
class Wanted:
    """So many pieces of something for one order, from one place."""

    place: str
    sku: str
    title: str
    count: int
    order_number: str


@dataclass(frozen=True, slots=True)
class Pick:
    """`orders` is each order with its pieces."""

    sku: str
    title: str
    count: int
    orders: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class PlacePicks:
    place: str
    picks: tuple[Pick, ...]

    @property
    def count(self) -> int:
        return sum(each.count for each in self.picks)


@dataclass(frozen=True, slots=True, repr=False)
class SlipLine:
    sku: str
    title: str
    count: int
    ordered: int
    gross: Money | None = None  # of these pieces; None: no prices on this slip


@dataclass(frozen=True, slots=True, repr=False)
class Slip:
    """One parcel. `of_parcels` is how many the order has."""

    order_number: str
    placed_on: date
    sender: Party
    ship_to: Party
    lines: tuple[SlipLine, ...]
    parcel: int = 1
    of_parcels: int = 1
    carrier: str = ""
    tracking: str = ""
    note: str = ""
    footer: str = ""
    logo: str | None = None
    language: str = "en"


def picks_of(wanted: Iterable[Wanted]) -> tuple[PlacePicks, ...]:
    """By place, then by SKU, so that a shelf is visited once; pieces of all orders together."""
    held: dict[str, dict[tuple[str, str], dict[str, int]]] = {}
    for each in wanted:
        goods = held.setdefault(each.place, {}).setdefault((each.sku, each.title), {})
        goods[each.order_number] = goods.get(each.order_number, 0) + each.count
    return tuple(
        PlacePicks(
            place,
            tuple(
                Pick(sku, title, sum(orders.values()), tuple(sorted(orders.items())))
                for (sku, title), orders in sorted(goods.items())
            ),
        )
        for place, goods in sorted(held.items())
    )
