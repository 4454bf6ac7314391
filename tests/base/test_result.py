import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.base.faults import Gone, Rejected, Throttled
from hanse.base.result import Done, Failed, Row, attempt, counts, partition


def half(number: int) -> int:
    if number % 2:
        raise Rejected(f"{number} is odd.")
    return number // 2


@given(st.lists(st.integers()))
def test_each_row_has_its_result_in_the_order_of_the_asking(numbers: list[int]) -> None:
    rows = attempt(enumerate(numbers), half)
    assert [row.key for row in rows] == list(range(len(numbers)))
    for row, number in zip(rows, numbers, strict=True):
        assert isinstance(row, Failed) if number % 2 else row == Done(row.key, number // 2)


def test_one_bad_row_does_not_take_the_others_with_it() -> None:
    done, failed = partition(attempt([("a", 4), ("b", 5), ("c", 6)], half))
    assert done == [Done("a", 2), Done("c", 3)]
    assert [(row.key, str(row.fault)) for row in failed] == [
        ("b", "5 is odd. Correct it and send it again.")
    ]


def test_a_mistake_of_the_program_is_no_result() -> None:
    with pytest.raises(ZeroDivisionError):
        attempt([("a", 0)], lambda number: 1 // number)


def test_counts_say_how_many_and_why_not() -> None:
    slow = Failed("d", Throttled("Slow down.", 1))
    gone = Failed("a", Gone("Not there."))
    rows: list[Row[str, int]] = [gone, Done("b", 1), slow, slow, Done("e", 2), Done("f", 3)]
    tally = counts(rows)
    assert (tally.done, tally.failed) == (3, 3)
    assert list(tally.by_code.items()) == [("throttled", 2), ("gone", 1)]
    assert str(tally) == "3 done, 3 failed (2 throttled, 1 gone)"


def test_counts_of_nothing_failed_are_short() -> None:
    assert str(counts([Done("a", 1)])) == "1 done, 0 failed"
    assert str(counts([])) == "0 done, 0 failed"
