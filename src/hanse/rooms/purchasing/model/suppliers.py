"""Whom goods are bought of, and what holds for orders there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from hanse.base.currency import EXPONENTS
from hanse.base.faults import Finding
from hanse.engine.manifest import Supplies, Sureness, Wish
from hanse.rooms.stock.model.wording import wrong

NAME_CHARS_MAX = 120
MEMO_CHARS_MAX = 500
NOTE_CHARS_MAX = 200
SUPPLIERS_MAX = 1_000
DAYS_MAX = 365
MINUTES_MAX = 10_080


class SupplierState(StrEnum):
    active = "active"
    paused = "paused"  # nothing new is ordered there
    archived = "archived"


@dataclass(frozen=True, slots=True)
class Supplier:
    """`account_id` is the connected account; None: somebody is written to. `wishes` say by name
    what is wanted here, else the workspace's own hold; `accepted` are those that nothing proves
    and that a person has agreed to."""

    id: UUID
    name: str
    account_id: UUID | None
    email: str
    state: SupplierState
    currency: str
    from_country: str
    minimum_minor: int
    lead_days: Decimal
    lead_spread: Decimal
    buffer_minutes: int
    above_percent: Decimal
    margin_percent: Decimal
    dispute_days: int | None  # after the promise; None: not counted
    wishes: Mapping[str, bool]
    memo: str
    accepted: tuple[str, ...]
    accepted_by: UUID | None
    accepted_at: datetime | None
    version: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the workspace wants of every supplier unless it says otherwise there."""

    wishes: Mapping[str, bool]
    gift_note: str
    version: int


def what_is_wrong(found: Supplier) -> Iterable[Finding]:
    """With what a person typed; the doors have seen to the limits of single fields."""
    if not found.name:
        yield wrong("nameless", "A supplier needs a name.", "Give it one.", "name")
    if found.currency not in EXPONENTS:
        sentence = f"{found.currency!r} is no currency."
        yield wrong("currency", sentence, "Write its three letters, such as USD.", "currency")
    yield from unknown_wishes(found.wishes)


def unknown_wishes(wishes: Iterable[str]) -> Iterable[Finding]:
    known = ", ".join(Wish)
    for name in wishes:
        if name not in set(Wish):
            yield wrong("wish", f"{name[:60]!r} is no wish.", f"Choose of {known}.", "wishes")


def not_of_card(card: Supplies | None, shop_currency: str, currency: str) -> Iterable[Finding]:
    """Why an account cannot be this supplier's."""
    if card is None:
        sentence = "Nothing is bought at that account: its platform is no supplier."
        yield wrong("no_supplier", sentence, "Choose an account of a supplier.", "account_id")
        return
    taken = card.currencies or (shop_currency,)
    if currency not in taken:
        sentence = f"Orders there are paid in {' or '.join(taken)}, not in {currency}."
        yield wrong("currency_there", sentence, f"Choose {taken[0]}.", "currency")


def acceptable(card: Supplies | None, wishes: Sequence[str]) -> Iterable[Finding]:
    """Only what is written for a person to read, and nothing proves, has to be accepted."""
    for name in wishes:
        if name not in set(Wish):
            yield from unknown_wishes([name])
        elif card is None or card.sureness(Wish(name)) is not Sureness.memo_only:
            how = card.sureness(Wish(name)).value if card else "none"
            sentence = f"There is nothing to accept about {name}: here it is {how}."
            yield wrong("not_unproven", sentence, "Leave it out.", "wishes")


def seen(found: Supplier) -> Mapping[str, object]:
    """As the log keeps it; whom one writes to is a person's, and is left out."""
    return {
        "name": found.name,
        "account_id": str(found.account_id) if found.account_id else None,
        "state": found.state.value,
        "currency": found.currency,
        "from_country": found.from_country,
        "minimum_minor": found.minimum_minor,
        "lead_days": f"{found.lead_days:f}",
        "lead_spread": f"{found.lead_spread:f}",
        "buffer_minutes": found.buffer_minutes,
        "above_percent": f"{found.above_percent:f}",
        "margin_percent": f"{found.margin_percent:f}",
        "dispute_days": found.dispute_days,
        "wishes": dict(found.wishes),
        "memo": found.memo,
    }
