"""Months: on which day something counts, when a month is over, and what its statement says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from hanse.base.money import Money

# What was paid on the last day of a month may be heard of a little later, and counts there still.
LATE = timedelta(days=2)
# Whatever was begun before that is over by then, so that nothing comes into a month that is closed.
SETTLED = LATE + timedelta(hours=1)
LINES_MAX = 200_000  # of one statement


@dataclass(frozen=True, slots=True)
class Total:
    """Sums of one currency; of a shop or a time, where one is asked for."""

    currency: str
    paid: Money
    back: Money
    client: Money
    platform: Money
    entries: int
    account_id: UUID | None = None
    since: date | None = None


def total_of(given: Mapping[str, object]) -> Total:
    """Of sums in minor units."""
    currency = str(given["currency"])
    about = {name: given[name] for name in ("entries", "account_id", "since")}
    sums = {
        name: Money(currency, int(str(given[name])))
        for name in ("paid", "back", "client", "platform")
    }
    return Total(currency, **sums, **about)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Figures:
    """What was earned in some time: in the money in which both settle, and in that of orders."""

    home: Sequence[Total]
    orders: Sequence[Total]
    shops: Sequence[Total]
    times: Sequence[Total]


@dataclass(frozen=True, slots=True)
class Month:
    """A month with something in it."""

    first: date
    number: str
    is_closed: bool
    closes_at: datetime
    home: Sequence[Total]


def first_of(day: date) -> date:
    return day.replace(day=1)


def after(month: date) -> date:
    return first_of(month.replace(day=28) + timedelta(days=7))


def over_at(month: date) -> datetime:
    return datetime.combine(after(month), time(), UTC)


def closes_at(month: date) -> datetime:
    return over_at(month) + SETTLED


def is_closed(month: date, now: datetime) -> bool:
    """From then on nothing counts in it any more, so its papers are made and kept."""
    return now >= closes_at(month)


def day_of(paid_at: datetime, now: datetime) -> date:
    """The day of payment, while its month takes anything; else today. Never a day to come."""
    paid_on, today = paid_at.astimezone(UTC).date(), now.astimezone(UTC).date()
    return paid_on if paid_on < today and now < over_at(first_of(paid_on)) + LATE else today


def number_of(workspace_id: UUID, month: date) -> str:
    """The same for ever, and of each client another."""
    return f"ST-{month:%Y%m}-{workspace_id.hex[-8:].upper()}"
