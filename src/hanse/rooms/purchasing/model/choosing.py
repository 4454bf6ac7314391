"""Who could send a line of an order, and who is asked first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
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


def by_itself(choices: Sequence[Choice], past: Sequence[Past], quantity: int) -> Choice | None:
    """Whom a line is bought of without a person: nobody who was asked before, and nobody at all
    once a person has stopped it or a supplier has turned it down."""
    if any(not each.elsewhere for each in past):
        return None
    asked = {each.supplier_id for each in past}
    open_to = [
        each for each in choices if each.supplier_id not in asked and each.minimum <= quantity
    ]
    return min(open_to, key=rank, default=None)


def rank(choice: Choice) -> tuple[bool, int, Decimal, str]:
    """Those that say they have none come last; then the cheaper, then the quicker."""
    price = choice.price_minor if choice.price_minor is not None else 1 << 62
    return choice.stock == 0, price, choice.lead_days, str(choice.offer_id)
