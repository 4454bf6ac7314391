"""Who could send a line of an order, and who is asked first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Choice:
    """An offer that can be ordered now."""

    offer_id: UUID
    variant_id: UUID
    supplier_id: UUID
    supplier: str
    account_id: UUID
    currency: str
    from_country: str
    price_minor: int | None
    minimum: int
    lead_days: Decimal
    share_percent: Decimal
    stock: int | None
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Past:
    """Who was asked for a line before. `elsewhere`: another was asked instead."""

    purchase_id: UUID
    supplier_id: UUID
    elsewhere: bool


FRESH_FOR = timedelta(days=1)  # older than that, what it said of its stock says nothing


def is_fresh(choice: Choice, now: datetime) -> bool:
    return choice.read_at is not None and choice.read_at + FRESH_FOR > now


def by_itself(ranked: Sequence[Choice], past: Sequence[Past]) -> Choice | None:
    """Whom a line is bought of without a person, of those that could, best first: nobody who was
    asked before, and nobody at all once a person has stopped it or a supplier has turned it
    down."""
    if any(not each.elsewhere for each in past):
        return None
    asked = {each.supplier_id for each in past}
    return next((each for each in ranked if each.supplier_id not in asked), None)
