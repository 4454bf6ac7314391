"""What orders want of the stock, and what they were given."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line of an order: so many pieces of a variant, which may be a bundle. `place_ids`: it may
    be taken from these alone; empty: from all that are our own, in their order."""

    line_id: UUID
    order_id: UUID
    variant_id: UUID
    count: int
    account_id: UUID | None = None
    place_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Need:
    """A part of the line that is the `no`-th: so many of it are in one piece. What is no bundle is
    its own single part."""

    no: int
    wanted: Wanted
    variant_id: UUID
    per: int


@dataclass(frozen=True, slots=True)
class Held:
    """Of one line: how many pieces are held for it now, and how many of those wanted are not there.
    `counted` is False where nobody counts the variant: nothing is held then, and nothing lacks."""

    line_id: UUID
    held: int
    short: int
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Back:
    """Goods that came back of a line of an order, to this place."""

    line_id: UUID
    order_id: UUID
    variant_id: UUID
    place_id: UUID
    count: int
    account_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Reservation:
    """What is held for a line at one place; of a bundle, one for each of its parts."""

    line_id: UUID
    order_id: UUID
    account_id: UUID | None
    variant_id: UUID
    place_id: UUID
    count: int
    per: int
    made_at: datetime
