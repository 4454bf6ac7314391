"""What is new, what is other than before, and what comes too late."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.base.money import Money
from hanse.engine.log.events import kind_of
from hanse.rooms.mirror.model import echoes, feeds
from hanse.rooms.mirror.model.rows import Draft, Known, Label, label, named_by, plan
from hanse.rooms.mirror.service import facts
from hanse.trade.goods import Offer, Product, ProductKind
from hanse.trade.orders import Order, OrderState, Refund
from hanse.trade.ports_read import Kind, Reach
from hanse.trade.signals import Prints
from hanse.trade.stock import ItemStock, LevelAt, StockLevel

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
STOCK = StockLevel(None, None, None)
LATER = timedelta(seconds=5)


def draft(remote_id: str, checksum: bytes = b"a", at: datetime | None = NOW) -> Draft:
    return Draft(remote_id, Label(modified_at=at), checksum, b"{}", b"")


def known(remote_id: str, checksum: bytes = b"a", at: datetime | None = NOW) -> Known:
    return Known(UUID(int=1), remote_id, checksum, at, NOW, False)


def test_what_is_not_known_is_new() -> None:
    found = plan([draft("1"), draft("2")], {"1": known("1")}, NOW)
    assert [each.remote_id for each in found.new] == ["2"]
    assert found.unchanged == 1
    assert found.changed == found.touched == ()


def test_another_value_is_a_change() -> None:
    kept = known("1")
    one = draft("1", b"b", NOW + LATER)
    found = plan([one], {"1": kept}, NOW)
    assert found.changed == ((kept, one),)


def test_only_another_time_of_change_is_written_but_is_no_change() -> None:
    one = draft("1", b"a", NOW + LATER)
    found = plan([one], {"1": known("1")}, NOW)
    assert (found.changed, len(found.touched)) == ((), 1)


def test_an_older_document_that_comes_late_is_left_alone() -> None:
    late = draft("1", b"old", NOW - LATER)
    found = plan([late], {"1": known("1", b"new")}, NOW + LATER)
    assert (found.new, found.changed, found.touched, found.unchanged) == ((), (), (), 1)


def test_of_two_documents_without_a_time_the_one_asked_for_later_counts() -> None:
    other = draft("1", b"b", None)
    kept = known("1", b"a", None)
    assert plan([other], {"1": kept}, NOW - LATER).changed == ()
    assert plan([other], {"1": kept}, NOW + LATER).changed == ((kept, other),)


def test_what_was_gone_and_is_there_again_is_a_change() -> None:
    kept = replace(known("1"), is_gone=True)
    assert plan([draft("1")], {"1": kept}, NOW + LATER).changed != ()


def test_a_row_twice_on_a_page_is_one() -> None:
    found = plan([draft("1", b"a"), draft("1", b"b")], {}, NOW)
    assert [each.checksum for each in found.new] == [b"b"]


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.binary(min_size=1, max_size=2))))
def test_every_row_of_a_page_is_counted_once(rows: list[tuple[str, bytes]]) -> None:
    kept = {name: known(name, b"x") for name in "abc"}
    found = plan([draft(name, checksum) for name, checksum in rows], kept, NOW + LATER)
    written = [each.remote_id for each in found.new]
    written += [each.remote_id for _, each in (*found.changed, *found.touched)]
    assert len(set(written)) == len(written)
    assert set(written) <= {name for name, _ in rows}
    assert {each.remote_id for each in found.new}.isdisjoint(kept)


def product(**more: object) -> Product:
    return Product(
        *("7", ProductKind.single, None, True, "Lamp", None, None, None, "L-1", STOCK),
        **more,  # type: ignore[arg-type]
    )


def offer(minor: int, currency: str = "USD") -> Offer:
    price = Money(currency, minor)
    return Offer("7", None, "L-1", None, None, None, price, None, None, None, STOCK)


def test_a_product_shows_its_lowest_price() -> None:
    found = label(Kind.products, product(offers=(offer(900), offer(700))))
    assert found.amount == Money("USD", 700)
    assert found.title == "Lamp"


def test_prices_of_two_currencies_have_no_lowest() -> None:
    found = label(Kind.products, product(offers=(offer(900), offer(700, "EUR"))))
    assert found.amount is None


def test_what_no_table_takes_is_cut_from_lists() -> None:
    found = label(Kind.products, replace(product(), title="x" * 5_000 + "\0"))
    assert found.title == "x" * 500


ORDER = Order(
    remote_id="9",
    number="1001",
    state=OrderState.to_fulfil,
    state_word="processing",
    currency="USD",
    prices_include_tax=True,
    total=Money("USD", 100),
    tax=None,
    shipping=None,
    discount=None,
    lines=(),
    fees=(),
    buyer=None,
    billing=None,
    shipping_to=None,
    note=None,
    payment_method=None,
    payment_title=None,
    transaction_id=None,
    created_via=None,
    refund_ids=("5",),
    coupons=(),
    own_key=None,
    placed_at=NOW,
    paid_at=None,
    completed_at=None,
    modified_at=NOW,
)


def test_refunds_that_an_order_only_names_are_asked_for() -> None:
    assert named_by(Kind.orders, ORDER) == [(Kind.refunds, "", "9")]


def test_refunds_that_an_order_tells_are_not_asked_for() -> None:
    told = Refund("5", "9", Money("USD", 100), None, None, NOW)
    assert named_by(Kind.orders, replace(ORDER, refunds=(told,))) == ()


def test_a_silent_shop_is_looked_at_more_often() -> None:
    reaches = {Reach.everything, Reach.changed}
    assert feeds.next_look(NOW, reaches, True) < feeds.next_look(NOW, reaches, False)


def test_a_reading_of_everything_leaves_a_mark_before_it_began() -> None:
    assert feeds.mark_after_full(NOW) < NOW


def test_a_mark_never_goes_back() -> None:
    assert feeds.mark_after_look(NOW, NOW - LATER) == NOW
    assert feeds.mark_after_look(NOW, None) == NOW
    assert feeds.mark_after_look(NOW, NOW + LATER) == NOW + LATER


def test_not_all_accounts_are_read_whole_at_the_same_minute() -> None:
    times = {feeds.next_full(NOW, UUID(int=number)) for number in range(50)}
    assert len(times) == 50
    assert min(times) >= NOW + feeds.FULL_EVERY


@pytest.mark.parametrize(("count", "size"), [(0, 10), (10, 10), (11, 10), (250, 100)])
def test_batches_hold_everything_once(count: int, size: int) -> None:
    ids = [str(number) for number in range(count)]
    found = feeds.batches(ids, size)
    assert [each for batch in found for each in batch] == ids
    assert all(0 < len(batch) <= size for batch in found)


def part(remote_id: str, at: datetime | None = NOW) -> Draft:
    return replace(draft(remote_id, b"part", at), is_whole=False)


def test_a_part_of_what_we_have_whole_is_left_alone() -> None:
    found = plan([part("1")], {"1": known("1", b"whole")}, NOW + LATER)
    assert (found.changed, found.touched, found.parts, found.unchanged) == ((), (), (), 1)


def test_a_part_of_what_has_changed_is_asked_for_whole() -> None:
    found = plan([part("1", NOW + LATER)], {"1": known("1", b"whole")}, NOW + LATER)
    assert [each.remote_id for each in found.parts] == ["1"]
    assert found.changed == ()


def test_a_part_of_what_is_new_is_kept_and_asked_for_whole() -> None:
    found = plan([part("1")], {}, NOW)
    assert [each.remote_id for each in found.new] == ["1"]
    assert [each.remote_id for each in found.parts] == ["1"]


def test_a_first_page_leaves_out_what_reading_does_and_tells_what_keeps_us_from_it() -> None:
    reading = [*facts.CHANGED.values(), *facts.REMOVED.values(), facts.PullBegun, facts.PullDone]
    assert [each for each in reading if not kind_of(each).routine] == []
    assert [kind_of(each).routine for each in (facts.PullFailed, facts.PullAsked)] == [False] * 2


@pytest.mark.parametrize(
    ("told", "is_echo"),
    [
        (LevelAt("7", 5, modified_at=NOW), True),
        (LevelAt("7", 5, modified_at=NOW - LATER), True),  # late, and we have looked since
        (LevelAt("7", 5, modified_at=NOW + LATER), False),
        (LevelAt("7", 4, modified_at=NOW), False),
        (LevelAt("8", 5, modified_at=NOW), False),
        (LevelAt("9", 5, modified_at=NOW), False),
        (LevelAt("7", 5), False),
        (LevelAt("7", None, modified_at=NOW), False),
    ],
)
def test_a_number_that_was_read_since_is_known(told: LevelAt, *, is_echo: bool) -> None:
    levels = (LevelAt("7", 5, modified_at=NOW), LevelAt("8", 5))
    assert echoes.is_known(ItemStock("1", None, None, None, True, levels), told) == is_echo


def test_only_other_counts_and_nothing_else_are_no_reason_to_ask() -> None:
    was = Prints(b"rest", b"5")
    assert echoes.only_counts_moved(was, Prints(b"rest", b"4"))
    assert not echoes.only_counts_moved(was, Prints(b"other", b"4"))
    assert not echoes.only_counts_moved(was, was)  # something that is not told has moved
    assert not echoes.only_counts_moved(None, was)
