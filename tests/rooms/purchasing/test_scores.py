"""A supplier's score, and that every step of it can be done again by hand."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.base.faults import Rejected
from hanse.rooms.purchasing.model.scores import USUAL, Counted, Part, Usual, ranked, scored

counted = st.integers(0, 500).flatmap(
    lambda of: st.integers(0, of).map(lambda well: Counted(well, of))
)
counts_drawn = st.dictionaries(st.sampled_from(list(Part)), counted)


@settings(max_examples=40)
@given(counts=counts_drawn)
def test_the_points_are_the_sum_of_what_each_step_says(counts: dict[Part, Counted]) -> None:
    score = scored(counts)
    assert 0 <= score.points <= 100
    assert score.points == sum(part.points for part in score.parts)
    assert [part.part for part in score.parts] == list(Part)
    for part in score.parts:
        usual, seen = part.usual, part.counted
        by_hand = (seen.well + usual.cases * usual.share) / (seen.of + usual.cases)
        assert part.share == by_hand
        assert abs(part.points - by_hand * usual.points) <= Decimal("0.005")
        if part.seen is not None:
            assert min(part.seen, usual.share) - Decimal("1e-20") <= part.share
            assert part.share <= max(part.seen, usual.share) + Decimal("1e-20")
    assert all(score.weakest.lost >= part.lost for part in score.parts)


@settings(max_examples=20)
@given(counts=counts_drawn, part=st.sampled_from(list(Part)), more=st.integers(1, 50))
def test_more_that_went_well_never_costs_points_and_more_that_failed_never_gives_any(
    counts: dict[Part, Counted], part: Part, more: int
) -> None:
    before = counts.get(part, Counted(0, 0))
    score = scored(counts).points
    better = scored({**counts, part: Counted(before.well + more, before.of + more)}).points
    worse = scored({**counts, part: Counted(before.well, before.of + more)}).points
    assert worse <= score <= better


def test_a_new_supplier_is_as_suppliers_usually_are() -> None:
    score = scored({})
    assert score.points == Decimal("91.15")
    assert score.few
    assert all(part.seen is None for part in score.parts)


def test_one_late_parcel_ruins_nobody_and_many_do() -> None:
    few = scored({Part.on_time: Counted(1, 2)})
    many = scored({Part.on_time: Counted(100, 200)})
    assert (few.points, many.points) == (Decimal("89.11"), Decimal("79.48"))
    assert (few.parts[0].few, many.parts[0].few, many.weakest.part) == (True, False, Part.on_time)


def test_of_equals_the_one_of_which_more_is_known_comes_first() -> None:
    unknown, known = scored({}), scored({Part.accepted: Counted(95, 100)})
    assert unknown.points == known.points
    assert ranked([unknown, known]) == [1, 0]


def test_weights_that_make_no_hundred_are_refused() -> None:
    for points in (Decimal(34), Decimal(-35)):
        with pytest.raises(Rejected, match="100"):
            scored({}, {**USUAL, Part.on_time: Usual(Decimal(1), 1, points)})
    with pytest.raises(Rejected, match="Each part"):
        scored({}, {Part.sound: Usual(Decimal(1), 1, Decimal(100))})
    with pytest.raises(Rejected, match="0 to 1"):
        scored({}, {**USUAL, Part.on_time: Usual(Decimal(2), 1, Decimal(35))})
    with pytest.raises(ValueError, match="3 of 2"):
        Counted(3, 2)
