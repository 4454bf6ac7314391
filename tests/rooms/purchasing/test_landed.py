"""What pieces of a purchase order come to, and what suppliers' deeds say: pure."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from hanse.base.money import Money
from hanse.rooms.purchasing.model.marks import Kind, counted, of_restock
from hanse.rooms.purchasing.model.restocks import (
    MOVES,
    Restock,
    RestockLine,
    RestockMove,
    RestockState,
    landed,
)
from hanse.rooms.purchasing.model.scores import Counted, Part

AT = datetime(2026, 11, 20, 14, 3, 5, tzinfo=UTC)
ID = UUID(int=1)
SUMS = st.integers(0, 10**9)
LINES = st.lists(
    st.tuples(st.integers(1, 10_000), st.integers(0, 10**6), st.integers(0, 10_000)), max_size=12
)


def restock(lines: list[tuple[int, int, int]], extra: tuple[int, int, int]) -> Restock:
    return Restock(
        id=ID,
        number="PO-1",
        supplier_id=ID,
        place_id=None,
        state=RestockState.sent,
        state_since=AT,
        currency="USD",
        freight_minor=extra[0],
        duty_minor=extra[1],
        other_minor=extra[2],
        expected_on=date(2026, 11, 20),
        note="",
        reference="",
        why=(),
        made_at=AT,
        made_by=None,
        sent_at=None,
        closed_at=None,
        version=1,
        lines=tuple(
            RestockLine(UUID(int=at), UUID(int=at), None, count, price, min(came, count))
            for at, (count, price, came) in enumerate(lines)
        ),
    )


@given(LINES, st.tuples(SUMS, SUMS, SUMS), st.booleans())
def test_landed_costs_are_together_what_is_paid(
    lines: list[tuple[int, int, int]], extra: tuple[int, int, int], is_over: bool
) -> None:
    found = restock(lines, extra)
    if is_over:
        found = replace(found, state=RestockState.closed)
    costs = landed(found)
    pieces = [each.received if is_over else each.quantity for each in found.lines]
    goods = [each.price_minor * n for each, n in zip(found.lines, pieces, strict=True)]
    spread = sum(extra) if any(pieces) else 0
    assert sum(each.total.minor for each in costs) == sum(goods) + spread
    for each, value, count in zip(costs, goods, pieces, strict=True):
        assert each.total.minor >= value
        assert (each.each is None) is (count == 0)
        if sum(goods):
            share = spread * value / sum(goods)
            assert abs(each.total.minor - value - share) <= 1 + share * 1e-9
        if each.each is not None:
            assert (
                abs(each.each.value * count - each.total.amount)
                <= count * Money("USD", 1).amount / 10_000
            )


def test_every_state_of_a_purchase_order_is_reached_and_left_by_a_word() -> None:
    assert set(MOVES.values()) | {RestockState.draft} == set(RestockState)
    assert {move for _, move in MOVES} == set(RestockMove)
    assert {state for state, _ in MOVES} == set(RestockState) - {
        RestockState.closed,
        RestockState.cancelled,
    }


def test_marks_of_a_purchase_order_are_counted_into_a_score() -> None:
    found = restock([(10, 5, 10), (4, 5, 4)], (0, 0, 0))
    lines = tuple(replace(each, defective=1) for each in found.lines)
    over = replace(found, state=RestockState.closed, lines=lines)
    marks = {each.kind: each.count for each in of_restock(over, date(2026, 11, 20))}
    assert marks == {Kind.placed: 1, Kind.delivered: 14, Kind.defect: 2, Kind.on_time: 1}
    assert counted(marks)[Part.sound] == Counted(12, 14)
    late = {each.kind for each in of_restock(over, date(2026, 11, 21))}
    assert Kind.late in late
    assert not of_restock(restock([(10, 5, 0)], (0, 0, 0)), date(2026, 11, 20))
