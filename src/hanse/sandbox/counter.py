"""What a shop's own people and its shoppers do there, the same for every platform."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol


class Turned(Exception):  # noqa: N818 (an answer for people, not a mistake of ours)
    """The shop does not do that, and says why."""


@dataclass(frozen=True, slots=True)
class Good:
    """One thing on the shelf. `reference` is what `buy` and the others are told."""

    reference: str
    sku: str
    title: str
    price: str  # as the shop prints it; empty where it has none
    stock: int | None  # None is not counted
    status: str
    sizes: tuple["Good", ...] = ()


@dataclass(frozen=True, slots=True)
class Sale:
    reference: str
    number: str
    placed_at: str
    status: str
    total: str
    buyer: str
    lines: tuple[str, ...]
    parcels: tuple[str, ...] = ()  # what is known of each, such as its tracking number


@dataclass(frozen=True, slots=True)
class Program:
    """An app that a shop knows; `reference` is what `install` and `uninstall` are told."""

    reference: str
    title: str
    installed: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of all that there are."""

    total: int
    rows: list[Any] = field(default_factory=list)


class Till(Protocol):
    """All that a shopper of `shoppers.py` needs. Products are counted as the world counts them."""

    def price_of(self, product: int) -> int | None:
        """The price in force in the currency's smallest unit; None where it is not for sale."""
        ...

    def buy(self, product: int, size: int | None, quantity: int) -> bool:
        """Whether it was sold; nothing happens where there is not enough."""
        ...


class Counter(Till, Protocol):
    """The shop as its page shows it, and what can be done there by hand."""

    def goods(self, first: int, count: int) -> Page: ...

    def good(self, reference: str) -> Good:
        """By reference or SKU; refuses what is not there."""
        ...

    def sales(self, first: int, count: int) -> Page: ...

    def order(self, reference: str, quantity: int) -> str:
        """Place an order as a shopper does; its number, or `Turned` where it is sold out."""
        ...

    def edit(self, reference: str, changes: dict[str, Any]) -> Good:
        """Set `title`, `price`, `stock` or `status`, as in the platform's own admin."""
        ...

    def delete(self, reference: str) -> None: ...

    def fulfil(self, order: str) -> None: ...

    def refund(self, order: str, amount: str | None) -> None:
        """Give back so much, or all that is left."""
        ...

    def apps(self) -> Sequence[Program]:
        """Those that the merchant can let in and take out; none where there is no such thing."""
        ...

    def install(self, app: str) -> None: ...

    def uninstall(self, app: str) -> None: ...
