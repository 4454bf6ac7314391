"""Who fills a line, why, and who comes after one that failed."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.base.faults import Rejected
from hanse.base.money import Money
from hanse.rooms.purchasing.model.ranking import (
    USUAL,
    Alternative,
    Aside,
    Part,
    Rule,
    fail_over,
    ranked,
)


def usd(minor: int) -> Money:
    return Money("USD", minor)


def offer(at: int, minor: int = 1000, days: int | None = 10, **other: object) -> Alternative:
    made = Alternative(UUID(int=at), f"Supplier {at}", False, True, usd(minor), days, 50)
    return replace(made, **other)  # type: ignore[arg-type]


OWN = replace(offer(99, 5000, 20), name="Own stock", own=True)
drawn = st.lists(
    st.builds(
        Alternative,
        *(st.uuids(), st.just("A"), st.booleans(), st.booleans()),
        st.none() | st.integers(0, 5000).map(usd),
        *(st.none() | st.integers(0, 40), st.none() | st.integers(0, 9)),
        st.integers(0, 100).map(lambda percent: Decimal(percent) / 100),
        st.none() | st.integers(0, 100).map(Decimal),
        st.booleans(),
    ),
    max_size=6,
    unique_by=lambda each: each.id,
)


@settings(max_examples=30)
@given(alternatives=drawn, pieces=st.integers(1, 9), own_first=st.booleans())
def test_every_alternative_has_a_place_and_its_points_add_up(
    alternatives: Sequence[Alternative], pieces: int, own_first: bool
) -> None:
    rule = Rule(USUAL.weights, own_first, usd(4000), 30)
    placed = ranked(alternatives, pieces, rule)
    assert sorted(each.alternative.id for each in placed) == sorted(it.id for it in alternatives)
    usable = [each for each in placed if each.usable]
    assert list(placed[: len(usable)]) == usable, "those that cannot be taken come last"
    for each in usable:
        it = each.alternative
        assert 0 <= each.points <= 100
        assert each.points == sum(part.points for part in each.given)
        assert it.serves
        assert not it.paused
        assert it.cost is not None
        assert it.cost.minor <= 4000
        assert it.days is None or it.days <= 30
        assert it.stock is None or it.stock >= pieces
    keys = [(own_first and not each.alternative.own, -each.points) for each in usable]
    assert keys == sorted(keys)


@settings(max_examples=20)
@given(alternatives=drawn, cheaper=st.integers(1, 999))
def test_a_lower_cost_a_shorter_way_or_a_better_score_never_loses_a_place(
    alternatives: Sequence[Alternative], cheaper: int
) -> None:
    it = offer(1, score=Decimal(50), certain=Decimal("0.5"))
    better = [
        replace(it, cost=usd(1000 - cheaper)),
        replace(it, days=5),
        replace(it, score=Decimal(70)),
        replace(it, certain=Decimal("0.9")),
    ]

    def place(mine: Alternative) -> int:
        found = ranked([*alternatives, mine], 1)
        return [each.alternative.id for each in found].index(it.id)

    assert all(place(each) <= place(it) for each in better)


def test_own_stock_goes_first_unless_the_rule_says_otherwise() -> None:
    cheap = offer(1)
    assert ranked([cheap, OWN], 1)[0].alternative is OWN
    assert ranked([cheap, OWN], 1, replace(USUAL, own_first=False))[0].alternative is cheap


def test_what_cannot_be_taken_says_why() -> None:
    rule = replace(USUAL, cost_max=usd(1500), days_max=12)
    told = [
        offer(1, paused=True),
        offer(2, serves=False),
        offer(3, stock=0),
        offer(4, stock=2),
        offer(5, cost=None),
        offer(6, 1501),
        offer(7, days=13),
    ]
    placed = ranked(told, 3, rule)
    assert [each.aside for each in placed] == list(Aside)
    assert placed[3].facts == {"stock": "2", "pieces": "3"}
    assert placed[5].facts == {"cost": "USD 15.01", "most": "USD 15.00"}


def test_each_part_says_what_it_gave_and_from_what() -> None:
    best, other = ranked([offer(1), offer(2, 2000, 21, score=Decimal(80))], 1)
    assert best.points == Decimal("92.50")
    assert [(each.part, each.points, each.value) for each in other.given] == [
        (Part.cost, Decimal("22.50"), "USD 20.00"),
        (Part.speed, Decimal("10.00"), "21"),
        (Part.stock, Decimal("20.00"), "50"),
        (Part.score, Decimal("12.00"), "80"),
    ]


def test_what_failed_is_followed_by_the_next_and_the_difference_is_said() -> None:
    placed = ranked([offer(1), offer(2, 1200, 12), offer(3, 9000, stock=0)], 1)
    first = fail_over(placed, {UUID(int=1): "stock_gone"}, UUID(int=1))
    assert first.takes is not None
    assert first.takes.alternative.id == UUID(int=2)
    assert (first.because, first.dearer, first.days_later, first.left) == (
        *("stock_gone", usd(200), 2, 0),
    )
    failed = {UUID(int=1): "stock_gone", UUID(int=2): "address_refused"}
    last = fail_over(placed, failed, UUID(int=2))
    assert (last.takes, last.dearer, last.days_later, last.left) == (None, None, None, 0)


def test_a_rule_whose_weights_make_no_hundred_is_refused() -> None:
    with pytest.raises(Rejected, match="100"):
        Rule({**USUAL.weights, Part.cost: Decimal(46)})
    with pytest.raises(Rejected, match="Each part"):
        Rule({Part.cost: Decimal(100)})
