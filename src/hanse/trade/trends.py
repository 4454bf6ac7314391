"""What sells at a supplier just now: what can be looked for there, and what is seen of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from hanse.base.money import Money
from hanse.trade.ports_read import Question, Reply
from hanse.trade.shop import Shop


class By(StrEnum):
    """What products are looked for by."""

    words = "words"
    category = "category"
    feed = "feed"


@dataclass(frozen=True, slots=True)
class Sought:
    """`words` are those of the search, of a category its name. `category_id` may narrow a feed."""

    by: By
    words: str
    category_id: str
    feed: str
    country: str
    currency: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A product at its place in a list, which is 1 for the first. `sold` is as the platform says;
    with `at_least` it rounds, and says no more than that. `liked` is in per cent."""

    product_id: str
    rank: int
    title: str | None
    price: Money | None
    sold: int | None
    at_least: bool
    liked: Decimal | None
    image_url: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class SeenPage:
    rows: tuple[Seen, ...]
    is_last: bool


@dataclass(frozen=True, slots=True)
class Feed:
    """A list that the platform itself keeps."""

    name: str
    about: str | None
    items: int | None


@dataclass(frozen=True, slots=True)
class Category:
    remote_id: str
    name: str | None
    parent_id: str | None


@dataclass(frozen=True, slots=True)
class TrendPort:
    """Pages begin with 1, and hold the most ordered first."""

    question: Callable[[Sought, int, Shop], Question]
    page: Callable[[Sought, int, Reply], SeenPage]
    feeds_question: Callable[[], Question]
    feeds: Callable[[Reply], Sequence[Feed]]
    categories_question: Callable[[str], Question]
    categories: Callable[[Reply], Sequence[Category]]
