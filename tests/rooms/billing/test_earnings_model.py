"""What is booked adds up, whatever is paid and goes back in whatever parts."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.base.faults import Rejected
from hanse.base.money import Money
from hanse.rooms.billing.model import earnings, shares, statements
from hanse.rooms.billing.model.earnings import AMOUNT_MAX, DayRate, Entry, EntryKind, Last, Sold
from hanse.rooms.billing.model.plans import Standing
from hanse.rooms.billing.model.shares import Share, ShareKind, Terms, Turn, Wanted
from hanse.trade.rates import Rates

NOW = datetime(2026, 11, 20, 14, 3, 5, tzinfo=UTC)
PAID = NOW - timedelta(hours=1)
ORDER, SHOP = UUID(int=1), UUID(int=2)
WEEK = timedelta(days=7)


def share(bp: int = 3_000, currency: str = "EUR", at: datetime = PAID, number: int = 1) -> Share:
    return Share(number, ShareKind.shared, bp, currency, at, at, None)


def sold(minor: int, currency: str = "USD") -> Sold:
    return Sold(ORDER, SHOP, "1001", Money(currency, minor), PAID)


def after(last: Last | None, entries: Sequence[Entry]) -> Last | None:
    """As the books say it then."""
    if not entries:
        return last
    new = entries[-1]
    return Last(new.number, new.left, new.client_bp, new.home_currency, PAID, new.rate)


amounts = st.integers(0, 10**9) | st.integers(0, 50)
rates = st.decimals("0.00001", "20000", allow_nan=False, places=5).filter(bool)


@settings(max_examples=60)
@given(st.lists(amounts, min_size=1, max_size=12), st.integers(0, 10_000), rates)
def test_whatever_is_paid_and_goes_back_postings_add_up_to_nothing_and_to_what_is_left(
    lefts: list[int], bp: int, rate: Decimal
) -> None:
    """In each entry, in each currency, and in all together once all has gone back."""
    last: Last | None = None
    booked: list[Entry] = []
    for left in [*lefts, 0]:
        new = earnings.entries(sold(left), last, share(bp), DayRate(rate, PAID.date()), NOW)
        assert len(new) <= 1
        last = after(last, new)
        booked += new
        for each in new:
            for side in filter(None, (each.order, each.home)):
                assert sum(money.minor for _, money in side.postings) == 0
        so_far = earnings.split(Money("USD", left), bp)
        for name in ("paid", "client", "platform"):
            held = sum(getattr(each.order, name).minor for each in booked)
            assert held == getattr(so_far, name).minor
    for part in ("paid", "client", "platform"):
        assert sum(getattr(entry.order, part).minor for entry in booked) == 0
        assert sum(getattr(entry.home, part).minor for entry in booked) == 0
    assert [each.number for each in booked] == list(range(1, len(booked) + 1))


@settings(max_examples=60)
@given(st.integers(1, 10**9), st.lists(st.integers(0, 10**9), max_size=8), st.integers(0, 10_000))
def test_a_part_that_goes_back_takes_its_proportion_from_each_and_gives_nobody_anything(
    total: int, cuts: list[int], bp: int
) -> None:
    last = after(None, earnings.entries(sold(total), None, share(bp), None, NOW))
    for left in sorted({each % total for each in cuts} | {0}, reverse=True):
        [entry] = earnings.entries(sold(left), last, None, None, NOW)
        assert entry.kind is EntryKind.taken_back
        assert entry.order.client.minor <= 0
        assert entry.order.platform.minor <= 0
        exact = Decimal(entry.order.paid.minor) * bp / 10_000
        assert abs(entry.order.client.minor - exact) <= 1
        last = after(last, [entry])


def test_thirty_percent_are_the_clients_and_the_rest_the_platforms() -> None:
    [entry] = earnings.entries(sold(10_001), None, share(), None, NOW)
    assert (entry.order.client.minor, entry.order.platform.minor) == (3_000, 7_001)
    assert entry.kind is EntryKind.paid


def test_what_is_booked_already_books_nothing() -> None:
    first = earnings.entries(sold(500), None, share(), None, NOW)
    assert earnings.entries(sold(500), after(None, first), share(9_000), None, NOW) == ()


@pytest.mark.parametrize("off", [None, Share(1, ShareKind.off, None, None, PAID, PAID, None)])
def test_without_a_share_nothing_is_booked(off: Share | None) -> None:
    assert earnings.entries(sold(500), None, off, None, NOW) == ()
    assert earnings.entries(sold(AMOUNT_MAX + 1), None, share(), None, NOW) == ()
    assert earnings.entries(sold(0), None, share(), None, NOW) == ()


def test_a_share_that_changed_meanwhile_changes_nothing_that_is_booked() -> None:
    last = after(None, earnings.entries(sold(1_000), None, share(), None, NOW))
    [back] = earnings.entries(sold(0), last, share(9_000), None, NOW)
    assert (back.client_bp, back.order.client.minor) == (3_000, -300)


def test_an_order_whose_currency_changed_goes_back_in_the_old_one() -> None:
    rate = DayRate(Decimal("0.9"), PAID.date())
    last = after(None, earnings.entries(sold(1_000), None, share(), rate, NOW))
    back, again = earnings.entries(sold(800, "SGD"), last, None, None, NOW)
    assert (back.order.paid, again.order.paid) == (Money("USD", -1_000), Money("SGD", 800))
    assert (back.number, again.number) == (2, 3)
    assert back.home is not None
    assert again.home is None, "its rate is another one, which is looked for"


def test_the_rate_is_the_days_or_none() -> None:
    friday = date(2026, 11, 20)
    known = {friday: Rates(friday, {"USD": Decimal(2), "IDR": Decimal(18_000)})}
    monday = {friday + timedelta(days=3): known[friday], friday + 2 * WEEK: known[friday]}
    found = earnings.day_rate(known, "USD", "IDR", friday)
    assert found == DayRate(Decimal(9_000), friday)
    assert earnings.day_rate(known, "USD", "EUR", friday) == DayRate(Decimal("0.5"), friday)
    assert earnings.day_rate(monday, "EUR", "USD", friday + timedelta(days=3)) == DayRate(
        Decimal(2), friday
    )
    assert earnings.day_rate(monday, "EUR", "USD", friday + 2 * WEEK) is None, "too old"
    assert earnings.day_rate(known, "USD", "SGD", friday) is None
    assert earnings.day_rate({}, "SGD", "SGD", friday) == DayRate(Decimal(1), friday)


def test_the_share_is_that_of_the_client_then_of_the_plan_that_it_was_on() -> None:
    plans = [("free", share(3_000, at=PAID - WEEK)), ("pro", share(4_000, at=PAID - WEEK))]
    back = Share(2, ShareKind.plan, None, None, NOW, NOW, None)
    terms = Terms(
        [back, share(5_000, at=PAID)],
        plans,
        [Turn("free", "pro", NOW)],
        Standing("pro", NOW, None, 1),
    )
    found = [terms.at(PAID - timedelta(days=1)), terms.at(PAID), terms.at(NOW)]
    assert [each.client_bp if each else None for each in found] == [3_000, 5_000, 4_000]
    assert terms.at(PAID - 2 * WEEK) is None
    later = Terms([], [*plans, ("pro", share(1_000, at=NOW + WEEK, number=2))], [], terms.standing)
    assert [each.client_bp for at in (NOW, NOW + WEEK) if (each := later.at(at))] == [4_000, 1_000]


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (Wanted(ShareKind.shared, 10_001, "EUR"), "share_range"),
        (Wanted(ShareKind.shared, None, "EUR"), "share_range"),
        (Wanted(ShareKind.shared, 1, "XXX"), "currency_unknown"),
        (Wanted(ShareKind.off, 1), "share_not_used"),
        (Wanted(ShareKind.off, from_on=NOW.date() - timedelta(days=1)), "day_past"),
        (Wanted(ShareKind.off, from_on=date(2031, 1, 1)), "day_far"),
    ],
)
def test_a_wrong_share_says_what_is_wrong(wanted: Wanted, code: str) -> None:
    with pytest.raises(Rejected) as refused:
        shares.check(wanted, NOW)
    assert [each.code for each in refused.value.findings] == [code]


def test_a_share_of_today_begins_now_and_a_later_one_with_its_day() -> None:
    assert shares.begins(Wanted(ShareKind.off, from_on=NOW.date()), NOW) == NOW
    begins = shares.begins(Wanted(ShareKind.off, from_on=date(2026, 12, 1)), NOW)
    assert begins == datetime(2026, 12, 1, tzinfo=UTC)


instants = st.integers(0, 4 * 365 * 24).map(lambda hours: NOW + timedelta(hours=hours))


@settings(max_examples=60)
@given(instants, instants)
def test_nothing_counts_in_a_month_that_is_closed(paid_at: datetime, now: datetime) -> None:
    day = statements.day_of(paid_at, now)
    assert day <= now.date()
    assert not statements.is_closed(statements.first_of(day), now)


def test_what_was_paid_at_the_end_of_a_month_counts_there_for_two_days() -> None:
    paid = datetime(2026, 11, 30, 23, tzinfo=UTC)
    assert statements.day_of(paid, paid + timedelta(hours=2)) == date(2026, 11, 30)
    assert statements.day_of(paid, datetime(2026, 12, 3, tzinfo=UTC)) == date(2026, 12, 3)
    assert statements.closes_at(date(2026, 11, 1)) == datetime(2026, 12, 3, 1, tzinfo=UTC)
