"""How an order at a supplier stands, what it will cost, and whom a person is asked about."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.base.money import Money
from hanse.engine.manifest import Ends, Supplies, Sureness, Wish
from hanse.rooms.purchasing.model import choosing, parcels, quoting, wishes
from hanse.rooms.purchasing.model.choosing import Choice, Past
from hanse.rooms.purchasing.model.parcels import Parcel
from hanse.rooms.purchasing.model.purchases import number_of
from hanse.rooms.purchasing.model.quoting import Code, Exchange, Line, Quote, Terms
from hanse.rooms.purchasing.model.states import BEFORE, MOVES, OPEN, Move, State, after, shown
from hanse.rooms.purchasing.model.wishes import Wanted
from hanse.trade.supply import (
    Freight,
    PriceBreak,
    PurchaseParcel,
    PurchaseState,
    Stocked,
    Supply,
    SupplyVariant,
)
from hanse.trade.tracking import ParcelState, TrackReport

AT = datetime(2026, 11, 27, 12, tzinfo=UTC)
CARD = Supplies(
    wishes=((Wish.no_logo, Sureness.memo_only), (Wish.no_price, Sureness.confirmed)),
    ends_unpaid=Ends.by_call,
    ends_paid=Ends.never,
    pays_itself=True,
    has_balance=True,
    number_chars_max=50,
    note_chars_max=60,
    source="a test",
)
NOTHING = Wanted((), "", (), ())
LOOSE = Terms(Decimal(10), Decimal(0))


def usd(minor: int) -> Money:
    return Money("USD", minor)


def line(**more: object) -> Line:
    given = Line(UUID(int=1), UUID(int=2), UUID(int=3), "Lamp", 2, "P", "V", 500)
    return replace(given, **more)  # type: ignore[arg-type]


def supply(price: int = 500, quantity: int | None = 9, **more: object) -> Supply:
    variant = SupplyVariant("V", "V", "S", "Lamp", usd(price), stock=(Stocked("CN", quantity),))
    return replace(Supply("P", "Lamp", True, (variant,)), **more)  # type: ignore[arg-type]


def way(minor: int = 300, **more: object) -> Freight:
    return replace(Freight("A", "A", usd(minor), 5, 9), **more)  # type: ignore[arg-type]


def quote(**more: object) -> Quote:
    asked: dict[str, object] = {
        "lines": [line()],
        "supplies": [supply()],
        "freights": [way()],
        "country_from": "CN",
        "sale": usd(3_000),
        "exchange": None,
        "terms": LOOSE,
        "wanted": NOTHING,
        "at": AT,
        **more,
    }
    return quoting.quote(**asked)  # type: ignore[arg-type]


def codes(found: Quote) -> list[Code]:
    return [each.code for each in found.said]


# How it stands


def test_every_state_is_reached_and_every_move_is_one() -> None:
    assert set(MOVES.values()) == set(State)
    assert {move for _, move in MOVES} == set(Move)
    assert all(after(each, Move.stopped) is State.stopped for each in BEFORE)
    assert State.stopped not in OPEN


@given(st.sampled_from(State), st.lists(st.sampled_from(PurchaseState)))
def test_what_was_sent_is_not_unsent_by_a_late_answer(
    state: State, told: list[PurchaseState]
) -> None:
    there = [State.unsure, State.unpaid, State.placed, State.sent, State.delivered]
    for each in told:
        move = shown(state, each)
        if move is None:
            continue
        to = after(state, move)
        assert to is not None
        if state in there and to in there:
            assert there.index(to) >= there.index(state) or to is State.unpaid
        assert not (state in (State.sent, State.delivered) and to in (State.unpaid, State.placed))
        state = to


@given(st.uuids(), st.text(max_size=40))
def test_a_number_is_plain_short_and_told_by_no_other_order(key: UUID, order: str) -> None:
    number = number_of(order, key)
    assert number.isascii()
    assert 8 <= len(number) <= 29
    assert number.endswith(number_of("", key))
    assert number_of(order, UUID(int=key.int ^ 1)) != number


# What it will cost


def test_a_quote_is_goods_and_the_cheapest_tracked_way() -> None:
    ways = [way(900), way(100, code="B", tracked=False), way(400, code="C", tracked=True)]
    found = quote(freights=ways)
    assert (found.goods_minor, found.freight_minor, found.total_minor) == (1_000, 400, 1_400)
    assert found.freight is not None
    assert found.freight.code == "C"
    assert found.arrives_by == AT + timedelta(days=9)
    assert (found.said, found.asks) == ((), False)


def test_many_cost_what_the_supplier_says_for_many() -> None:
    variant = replace(supply().variants[0], breaks=(PriceBreak(2, usd(450)), PriceBreak(5, usd(1))))
    assert quote(supplies=[supply(variants=(variant,))]).goods_minor == 900


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"supplies": []}, Code.off_sale),
        ({"supplies": [supply(on_sale=False)]}, Code.off_sale),
        ({"supplies": [supply(quantity=1)]}, Code.no_stock),
        ({"country_from": "US"}, Code.no_stock),
        ({"freights": []}, Code.no_way),
        ({"freights": [way(price=None)]}, Code.no_way),
        ({"supplies": [supply(551)]}, Code.above),
        ({"sale": usd(1_299)}, Code.margin),
        ({"sale": Money("EUR", 9_000)}, Code.currency),
        ({"freights": [way(price=Money("EUR", 1))]}, Code.currency),
        ({"wanted": Wanted((), "", (Wish.no_logo,), ())}, Code.wish_unproven),
        ({"wanted": Wanted((), "", (), (Wish.gift_note,))}, Code.wish_none),
    ],
)
def test_a_person_is_asked_by_code(more: dict[str, object], code: Code) -> None:
    assert code in codes(quote(**more))


def test_what_a_supplier_does_not_tell_of_its_stock_asks_nobody() -> None:
    assert codes(quote(supplies=[supply(quantity=None)])) == []


def test_what_is_paid_in_other_money_is_compared_at_the_rate_of_the_day() -> None:
    rate = Exchange(Decimal("1.25"), date(2026, 11, 27))
    found = quote(sale=Money("EUR", 1_040), exchange=rate)
    assert (found.sale_minor, codes(found)) == (1_300, [])
    assert codes(quote(sale=Money("EUR", 1_039), exchange=rate)) == [Code.margin]


def test_a_yes_holds_for_what_was_said_yes_to_and_for_less() -> None:
    dear = quote(supplies=[supply(900)], terms=Terms(Decimal(10), Decimal(-100)))
    said = UUID(int=9)
    assert quoting.agreed(said, dear.total_minor, dear)
    assert not quoting.agreed(said, dear.total_minor - 1, dear)
    assert not quoting.agreed(None, dear.total_minor, dear)
    gone = quote(supplies=[supply(quantity=0)])
    assert not quoting.agreed(said, gone.total_minor, gone)


# How it is sent


def test_who_comes_later_says_how_it_is_sent() -> None:
    found = wishes.chosen({"no_logo": True, "no_price": True}, {"no_logo": False}, {"other": True})
    assert found == (Wish.no_price,)


def test_what_only_a_memo_tells_is_asked_about_once() -> None:
    asked = (Wish.no_logo, Wish.no_price, Wish.gift_note)
    found = wishes.wanted(asked, CARD, (), "Fragile.", "Happy birthday")
    assert (found.unproven, found.impossible) == ((Wish.no_logo,), (Wish.gift_note,))
    assert found.memo.startswith("Fragile. Please pack")
    assert len(found.memo) <= CARD.note_chars_max
    assert wishes.wanted(asked, CARD, ["no_logo"]).unproven == ()


# Of whom it is bought


def choice(number: int, price: int | None, **more: object) -> Choice:
    given = Choice(
        *(UUID(int=number), UUID(int=50), UUID(int=100 + number), "A", UUID(int=9), "USD", "CN"),
        *(price, 1, Decimal(7), Decimal(100), 5, AT),
    )
    return replace(given, **more)  # type: ignore[arg-type]


def test_the_best_is_asked_first_and_nobody_twice() -> None:
    best, other = choice(1, 500), choice(2, 700)
    assert choosing.by_itself([best, other], ()) == best
    passed = [Past(UUID(int=70), best.supplier_id, elsewhere=True)]
    assert choosing.by_itself([best, other], passed) == other
    stopped = [Past(UUID(int=71), other.supplier_id, elsewhere=False)]
    assert choosing.by_itself([best, other], stopped) is None
    assert choosing.is_fresh(best, AT + timedelta(hours=23))
    assert not choosing.is_fresh(best, AT + timedelta(hours=25))


# Its parcels


def parcel(number: str, **more: object) -> Parcel:
    given = Parcel(
        *(UUID(int=1), UUID(int=2), UUID(int=3), number, "", ""),
        *(ParcelState.in_transit, AT, None, None, 3),
    )
    return replace(given, **more)  # type: ignore[arg-type]


def test_a_number_that_changed_is_no_second_parcel() -> None:
    told = [PurchaseParcel("B", "x")]
    found = parcels.news([parcel("A")], (), told)
    assert (found.new, [(old.number, new.number) for old, new in found.renumbered]) == (
        (),
        [("A", "B")],
    )
    assert parcels.news([parcel("B")], {"A"}, [PurchaseParcel("A", "x")]).new == []
    assert len(parcels.news([parcel("A")], (), [*told, PurchaseParcel("A", "x")]).new) == 1


def test_what_arrived_is_left_only_towards_its_return() -> None:
    here = parcel("A", state=ParcelState.delivered)
    for state in ParcelState:
        found, _ = parcels.followed(here, TrackReport("A", "", state), AT)
        assert found is (state if state is ParcelState.returned else ParcelState.delivered)


def test_a_parcel_of_which_nobody_hears_for_long_is_expired() -> None:
    silent = TrackReport("A", "", None)
    assert parcels.followed(parcel("A"), silent, AT + timedelta(days=59))[0] is not (
        ParcelState.expired
    )
    assert parcels.followed(parcel("A"), silent, AT + timedelta(days=61))[0] is ParcelState.expired


def test_a_parted_order_is_as_far_as_its_parts() -> None:
    sent, open_ = PurchaseState.sent, PurchaseState.ordered
    done, gone = PurchaseState.delivered, PurchaseState.cancelled
    assert parcels.overall([sent, open_]) is PurchaseState.partly_sent
    assert parcels.overall([done, sent]) is sent
    assert parcels.overall([done, gone]) is done
    assert parcels.overall([gone, gone]) is gone
    assert parcels.overall([]) is None
