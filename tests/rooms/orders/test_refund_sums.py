"""Whatever goes back in whatever parts ends exactly at what was paid."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.base.faults import Finding
from hanse.rooms.orders.model import refunding
from hanse.rooms.orders.model.refunding import Account, Given, LineLeft, Shares, Take, Wanted

CURRENCIES = st.sampled_from(("EUR", "IDR", "JPY"))
MONEY = st.integers(0, 1_000_000)
LINES = st.lists(st.tuples(st.integers(1, 9), MONEY, MONEY), min_size=1, max_size=4)


def line(place: int, quantity: int, net: int, tax: int) -> LineLeft:
    return LineLeft(UUID(int=place), str(place), "Lamp", None, quantity, 0, 0, net, tax)


def account(currency: str, total: int, shipping: int, tax: int, lines: list[LineLeft]) -> Account:
    paid, of_shipping = refunding.paid_of(total, shipping, tax, lines)
    return Account(currency, paid, paid, of_shipping, tuple(lines))


def after(before: Account, took: Shares, wanted: Wanted) -> Account:
    takes = refunding.taken(before, wanted)
    lines = tuple(
        replace(each, back=each.back + takes[each.id].count) if each.id in takes else each
        for each in before.lines
    )
    return replace(before, left=before.left - took, lines=lines)


@settings(max_examples=60, deadline=None)
@given(st.data(), CURRENCIES, LINES, MONEY, MONEY, st.integers(0, 5_000))
def test_any_sequence_of_part_refunds_ends_exactly_at_what_was_paid(
    data: st.DataObject,
    currency: str,
    given_lines: list[tuple[int, int, int]],
    shipping: int,
    shipping_tax: int,
    fees: int,
) -> None:
    lines = [line(place, *each) for place, each in enumerate(given_lines)]
    tax = sum(each[2] for each in given_lines) + shipping_tax
    total = sum(each[1] for each in given_lines) + shipping + fees + tax
    now = account(currency, total, shipping, tax, lines)
    back = Shares()
    while now.left.total:
        open_ = [each for each in now.lines if each.left]
        how = data.draw(st.sampled_from(("lines", "amount", "shipping", "whole")))
        if how == "lines" and open_:
            one = data.draw(st.sampled_from(open_))
            some = {one.id: Take(data.draw(st.integers(1, one.left)))}
            wanted = Wanted(lines=some, shipping=data.draw(st.booleans()))
        elif how == "amount":
            wanted = Wanted(amount=data.draw(st.integers(1, now.left.total)))
        elif how == "shipping" and now.left.shipping:
            wanted = Wanted(shipping=True)
        else:
            wanted = Wanted(whole=True)
        took = refunding.proposed(now, wanted)
        if isinstance(took, Finding):  # what it names was given back as an amount before
            took, wanted = now.left, Wanted(whole=True)
        assert min(took.goods, took.tax, took.shipping) >= 0
        assert took.within(now.left) == took
        back, now = back + took, after(now, took, wanted)
    assert back == now.paid
    assert back.total == total


def test_all_lines_one_by_one_and_then_shipping_are_all_of_it() -> None:
    """A third of 10.00 with a third of 1.90 tax, three times, then 4.00 with its 0.76."""
    now = account("EUR", 1666, 400, 266, [line(1, 3, 1000, 190)])
    taken = []
    for wanted in (
        Wanted(lines={UUID(int=1): Take(1)}),
        Wanted(lines={UUID(int=1): Take(1)}),
        Wanted(lines={UUID(int=1): Take(1)}),
        Wanted(shipping=True),
    ):
        took = refunding.proposed(now, wanted)
        assert isinstance(took, Shares)
        taken.append((took.goods, took.tax, took.shipping))
        now = after(now, took, wanted)
    assert taken == [(333, 63, 0), (333, 63, 0), (334, 64, 0), (0, 76, 400)]
    assert now.left == Shares()


def test_what_the_shop_gave_back_itself_is_not_given_back_again() -> None:
    now = account("EUR", 1666, 400, 266, [line(1, 3, 1000, 190)])
    left = refunding.left_of("EUR", now.paid, Given(Shares(333, 63, 0), 396 + 666))
    assert left.total == 1666 - 396 - 666
    assert refunding.left_of("EUR", now.paid, Given(Shares(333, 63, 0), 0)).total == 1270, (
        "what we gave back counts before the shop shows it"
    )


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        (Wanted(amount=1667), "EUR 16.67 was to go back; EUR 16.66 is left of what was paid."),
        (Wanted(amount=0), "EUR 0.00 was to go back; EUR 16.66 is left of what was paid."),
        (Wanted(lines={UUID(int=1): Take(4)}), "Of Lamp 3 pieces are paid for still, not 4."),
        (Wanted(lines={UUID(int=9): Take(1)}), "One of these lines is of another order."),
        (Wanted(), "Nothing would go back."),
    ],
)
def test_what_cannot_go_back_says_why(wanted: Wanted, sentence: str) -> None:
    now = account("EUR", 1666, 400, 266, [line(1, 3, 1000, 190)])
    found = refunding.proposed(now, wanted)
    assert isinstance(found, Finding)
    assert found.sentence == sentence
    assert found.next_step
