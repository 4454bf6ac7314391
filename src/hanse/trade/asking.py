"""The ports of whoever carries requests for quotation and messages to suppliers. Nothing implements
them yet: AliExpress has no public call for either, Alibaba.com none that a buyer may use, and CJ
takes requests for one product only. The room `sourcing` will hold threads that a person keeps by
hand, and a connector whose platform has such calls will be the first to implement these."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from hanse.base.money import Money


@dataclass(frozen=True, slots=True)
class QuoteWanted:
    """`mark`: our name for it, under which a platform that is asked twice was asked once."""

    mark: str
    title: str
    text: str
    pieces: int
    country: str  # where the goods go
    target: Money | None = None  # of one piece
    picture_url: str = ""


@dataclass(frozen=True, slots=True)
class QuoteAnswer:
    supplier: str
    price: Money | None  # of one piece
    pieces_min: int | None
    days: int | None
    product_id: str | None  # which can be taken into the catalogue then
    said_at: datetime | None


class QuotePort(Protocol):
    """To ask is a change like any other: strangers see it, and it may cost."""

    async def ask(self, wanted: QuoteWanted) -> str:
        """The platform's own id of it, once for a mark."""
        ...

    async def answers(self, remote_id: str) -> Sequence[QuoteAnswer]: ...


@dataclass(frozen=True, slots=True, repr=False)
class Message:
    """Of one thread with a supplier. `files` are addresses at the platform."""

    remote_id: str
    ours: bool
    text: str
    said_at: datetime | None
    files: tuple[str, ...] = ()


class MessagePort(Protocol):
    async def thread(self, remote_id: str, after: str = "") -> Sequence[Message]:
        """The oldest first, those behind the message `after`."""
        ...

    async def say(self, remote_id: str, mark: str, text: str) -> str:
        """A change like any other; the id of the message, once for a mark."""
        ...
