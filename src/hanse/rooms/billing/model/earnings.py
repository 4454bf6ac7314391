"""What is booked when something of an order is paid or goes back.

An entry is the difference between what stays paid of the order before and after it. What client and
platform have of an amount is a function of that amount alone, so whatever goes back in how many
parts, what is left in the books is what they have of what is left; and of nothing it is nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Context, Decimal
from enum import StrEnum
from uuid import UUID

from hanse.base.faults import Rejected
from hanse.base.money import Money, Rate, Rounding
from hanse.rooms.billing.model.shares import WHOLE_BP, Share, ShareKind, percent
from hanse.rooms.billing.model.statements import day_of
from hanse.trade.rates import BASE, Rates

RATE_DAYS_MAX = 7  # no weekend with holidays around it is longer; an older one is not the day's
AMOUNT_MAX = 10**15  # minor units; more is no sale, and sums of it could not be kept
RATE_DIGITS = Context(prec=15)
ONE = Decimal(1)


class EntryKind(StrEnum):
    paid = "paid"
    taken_back = "taken_back"
    added = "added"  # more is paid than before, or what had gone back has not


class BookName(StrEnum):
    order = "order"  # the money of the order
    home = "home"  # the money in which client and platform settle


@dataclass(frozen=True, slots=True)
class Sold:
    """An order as it stands now: what was paid, and what of it is not given back."""

    order_id: UUID
    account_id: UUID
    number: str
    left: Money
    paid_at: datetime


@dataclass(frozen=True, slots=True)
class DayRate:
    """Units of the home money for one of the order's; kept with what is booked by it."""

    value: Decimal
    day: date


@dataclass(frozen=True, slots=True)
class Last:
    """What the books say of an order. `rate`: none is known yet, so its entries wait."""

    number: int
    left: Money
    client_bp: int
    home_currency: str
    paid_at: datetime
    rate: DayRate | None


@dataclass(frozen=True, slots=True)
class Split:
    """Both sides: what the buyer gives is what client and platform have."""

    paid: Money
    client: Money
    platform: Money

    @property
    def postings(self) -> Sequence[tuple[str, Money]]:
        """They add up to nothing."""
        return (("buyer", -self.paid), ("client", self.client), ("platform", self.platform))


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry whose worth in the home money is not known yet; `kept` is what its order has."""

    entry_id: UUID
    account_id: UUID
    before: Money
    left: Money
    client_bp: int
    home_currency: str
    paid_at: datetime
    booked_on: date
    kept: DayRate | None


@dataclass(frozen=True, slots=True)
class Filled:
    """Its worth, and on which day that counts: on the entry's own, while its month takes any."""

    waiting: Waiting
    home: Split
    rate: DayRate
    booked_on: date


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be written. `home`: None while no rate is known."""

    sold: Sold
    number: int
    kind: EntryKind
    left: Money
    client_bp: int
    home_currency: str
    order: Split
    home: Split | None
    rate: DayRate | None
    booked_on: date


def split(amount: Money, client_bp: int) -> Split:
    """What each has of an amount that is paid: whole minor units, and their sum is the amount."""
    client, platform = amount.split([client_bp, WHOLE_BP - client_bp])
    return Split(amount, client, platform)


def between(before: Split, after: Split) -> Split:
    return Split(
        after.paid - before.paid, after.client - before.client, after.platform - before.platform
    )


def booked(before: Money, after: Money, client_bp: int) -> Split:
    """In the money of the order."""
    return between(split(before, client_bp), split(after, client_bp))


def booked_at_home(
    before: Money, after: Money, client_bp: int, home: str, rate: DayRate
) -> Split | None:
    """The same at the rate of the order; None where the amount is too large to be kept."""
    try:
        was, now = converted(before, home, rate), converted(after, home, rate)
    except Rejected:
        return None
    if max(was.minor, now.minor) > AMOUNT_MAX:
        return None
    return between(split(was, client_bp), split(now, client_bp))


def converted(amount: Money, home: str, rate: DayRate) -> Money:
    if amount.currency == home:
        return amount
    by = Rate(amount.currency, home, rate.value, rate.day, "kept")
    return by.convert(amount, Rounding.half_even).money


def day_rate(published: Mapping[date, Rates], base: str, quote: str, on: date) -> DayRate | None:
    """Of the last day that is not after this one; None where that is no rate of the day."""
    if base == quote:
        return DayRate(ONE, on)
    known = published.get(on)
    if known is None or on - known.day > timedelta(days=RATE_DAYS_MAX):
        return None
    of = {**known.per_euro, BASE: ONE}
    if base not in of or quote not in of:
        return None
    value = RATE_DIGITS.divide(of[quote], of[base])
    return DayRate(value, known.day)


def entries(
    sold: Sold,
    last: Last | None,
    share: Share | None,
    rate: DayRate | None,
    now: datetime,
) -> Sequence[Entry]:
    """What is to be booked so that the books say what is so now; nothing if they do already.

    `share` and `rate` are those of the day of payment and count for the first entry alone: what is
    booked keeps them.
    """
    if sold.left.minor > AMOUNT_MAX:
        return ()
    if last is None:
        if share is None or share.kind is not ShareKind.shared or sold.left.minor <= 0:
            return ()
        assert share.client_bp is not None, "one that is shared has both"
        assert share.currency, "one that is shared has both"
        nothing = Money(sold.left.currency, 0)
        last = Last(0, nothing, share.client_bp, share.currency, sold.paid_at, rate)
    if last.left == sold.left:
        return ()
    if last.left.currency == sold.left.currency:
        return (entry(sold, last, sold.left, now),)
    # The shop says another currency than before: what is booked goes back in the old one.
    back = entry(sold, last, Money(last.left.currency, 0), now) if last.left.minor else None
    number = last.number + (back is not None)
    zero = Money(sold.left.currency, 0)
    anew = Last(number, zero, last.client_bp, last.home_currency, last.paid_at, None)
    again = entry(sold, anew, sold.left, now) if sold.left.minor else None
    return tuple(each for each in (back, again) if each)


def entry(sold: Sold, last: Last, left: Money, now: datetime) -> Entry:
    order = booked(last.left, left, last.client_bp)
    home = None
    if last.rate is not None:
        home = booked_at_home(last.left, left, last.client_bp, last.home_currency, last.rate)
    kind = EntryKind.taken_back
    if order.paid.minor > 0:
        kind = EntryKind.paid if last.number == 0 else EntryKind.added
    # What goes back counts in the month in which it goes.
    day = day_of(last.paid_at, now) if kind is EntryKind.paid else now.astimezone(UTC).date()
    return Entry(
        *(sold, last.number + 1, kind, left, last.client_bp, last.home_currency),
        *(order, home, last.rate if home else None, day),
    )


def filled(
    waiting: Sequence[Waiting], published: Mapping[date, Rates], now: datetime
) -> Sequence[Filled]:
    """Those whose rate is known by now."""
    found = []
    for each in waiting:
        day = each.paid_at.astimezone(UTC).date()
        rate = each.kept or day_rate(published, each.left.currency, each.home_currency, day)
        if rate is None:
            continue
        home = booked_at_home(each.before, each.left, each.client_bp, each.home_currency, rate)
        if home is not None:
            at = datetime.combine(each.booked_on, time(), UTC)
            found.append(Filled(each, home, rate, day_of(at, now)))
    return found


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry as people see it."""

    id: UUID
    order_id: UUID
    order_number: str
    account_id: UUID
    number: int
    kind: EntryKind
    client_bp: int
    order: Split
    home: Split | None
    home_currency: str
    rate: DayRate | None
    paid_at: datetime
    booked_on: date
    booked_at: datetime


def why(entry: Listed) -> str:
    """In a sentence: what was booked, and by which share."""
    share = f"{percent(entry.client_bp)} % of it for the client, as was in force when it was paid"
    amount = abs(entry.order.paid)
    match entry.kind:
        case EntryKind.paid:
            return f"Order {entry.order_number} was paid: {amount}, {share}."
        case EntryKind.taken_back:
            return f"{amount} of order {entry.order_number} is not paid any more: {share}."
        case EntryKind.added:
            return f"Order {entry.order_number} is paid with {amount} more: {share}."
