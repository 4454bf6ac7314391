"""What a connector can be asked to read: how to ask, how to go on, how an answer becomes values.

A port is two functions without I/O. Whoever sends turns each question into a call, and each answer
into a reply; the page says what to ask next.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Generic, Literal, TypeVar

from hanse.base.faults import Finding
from hanse.trade.shop import Shop

Value = TypeVar("Value")

ROWS_MAX = 100


class Kind(StrEnum):
    products = "products"
    offers = "offers"
    locations = "locations"
    levels = "levels"  # stock by location, where a platform tells it apart from its offers
    orders = "orders"
    refunds = "refunds"
    buyers = "buyers"
    supplied = "supplied"  # products of a supplier, of whom nobody wants all
    purchases = "purchases"  # what we ordered there
    disputes = "disputes"  # about what we ordered, by the order; the mirror keeps none


class Reach(StrEnum):
    """How much of a kind a platform tells at once.

    Where rows are counted by page, one that is deleted while a list is read pushes another out of
    it: what is missing from all ids is asked for by name before it is called gone.
    """

    everything = "everything"
    changed = "changed"  # since an instant
    named = "named"  # by ids
    ids = "ids"  # of everything, to find what was deleted
    of_parent = "of_parent"  # the offers of a product, the refunds of an order


@dataclass(frozen=True, slots=True)
class Ask:
    """`since` counts in: what changed in that very second is told again."""

    reach: Reach
    since: datetime | None = None
    ids: tuple[str, ...] = ()
    parent_id: str | None = None
    currency: str | None = None  # of the order whose refunds are read
    page: int = 1
    cursor: str | None = None  # where a platform goes on by a mark of its own; opaque but to it
    rows_max: int = ROWS_MAX

    def __post_init__(self) -> None:
        if (self.reach is Reach.changed) != (self.since is not None):
            raise ValueError("What changed is asked for since an instant, and nothing else is.")
        if self.since is not None and self.since.tzinfo is None:
            raise ValueError("An instant has a zone.")
        if (self.reach is Reach.named) != bool(self.ids) or len(self.ids) > self.rows_max:
            raise ValueError(f"Ids are asked for by name, at most {self.rows_max} at once.")
        if (self.reach is Reach.of_parent) and not self.parent_id:
            raise ValueError("What belongs to a parent is asked for with its id.")


@dataclass(frozen=True, slots=True, repr=False)
class Question:
    """A request without host and keys. `family` names the endpoints that share a limit, `cost` what
    it takes of that limit as far as is known before. With `plumbing`, the kind on the card, it
    maintains the connection; with `change` it is the request of a committed change of that kind.
    Nothing else may write.
    """

    path: str
    query: tuple[tuple[str, str], ...]
    family: str
    method: Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] = "GET"
    body: bytes | None = None
    cost: int = 1
    plumbing: str = ""
    writes: bool = False
    change: str = ""

    def __post_init__(self) -> None:
        if self.writes and not (self.plumbing or self.change):
            raise ValueError("A question that writes is plumbing or a change.")
        if self.change and (self.plumbing or not self.writes):
            raise ValueError("A change writes, and is no plumbing.")


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that was no fault; the names of `headers` are in small letters."""

    document: object
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200
    findings: tuple[Finding, ...] = ()  # about the answer as a whole, such as noise around it


@dataclass(frozen=True, slots=True)
class Row(Generic[Value]):
    """One thing, as received and as understood."""

    remote_id: str
    document: object
    value: Value


@dataclass(frozen=True, slots=True)
class Page(Generic[Value]):
    """`findings` are those of rows that could not be read at all; the others carry their own.

    `seen_ids` are the ids of everything on the page, also of what could not be read. `reached_at`
    is how far an increment has come; after a read of everything the next one begins where that
    read began, for a row may change behind its back.
    """

    rows: tuple[Row[Value], ...]
    seen_ids: tuple[str, ...]
    findings: tuple[Finding, ...]
    next: Ask | None
    total: int | None  # of rows, if the platform counts them
    reached_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReadPort(Generic[Value]):
    kind: Kind
    reaches: frozenset[Reach]
    question: Callable[[Ask, Shop], Question]
    page: Callable[[Ask, Reply, Shop], Page[Value]]


def collected(
    ask: Ask,
    documents: Sequence[object],
    id_of: Callable[[object], str | None],
    read: Callable[[object], Value | Finding],
) -> Page[Value]:
    """The rows of one answer, as if it were the last; values are not made where ids were asked."""
    seen = tuple(remote_id for each in documents if (remote_id := id_of(each)))
    rows: list[Row[Value]] = []
    findings: list[Finding] = []
    for document in documents if ask.reach is not Reach.ids else ():
        value = read(document)
        if isinstance(value, Finding):
            findings.append(value)
        else:
            rows.append(Row(id_of(document) or "", document, value))
    marks = rows if ask.since else ()
    told = [at for row in marks if (at := getattr(row.value, "modified_at", None))]
    return Page(tuple(rows), seen, tuple(findings), None, None, max(told, default=None))
