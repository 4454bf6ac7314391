"""As much of what a shop shows as its stock needs: a whole shop of it is read at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hanse.trade.goods import ListingState
from hanse.trade.stock import ItemStock, StockLevel


@dataclass(frozen=True, slots=True)
class StockedOffer:
    """The fields of an offer of the same names."""

    variant_id: str | None
    state: ListingState | None
    stock: StockLevel
    stock_item_id: str | None = None


@dataclass(frozen=True, slots=True)
class StockedProduct:
    state: ListingState | None
    stock: StockLevel
    offers: tuple[StockedOffer, ...] = ()


@dataclass(frozen=True, slots=True)
class Stocked:
    """A product with its offers, and with what lies where if the platform tells that apart. Each
    with when it was last found to be other than before."""

    product: StockedProduct
    read_at: datetime
    offers: Sequence[tuple[StockedOffer, datetime]]
    levels: Sequence[tuple[ItemStock, datetime]]
