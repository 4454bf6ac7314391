"""What a shop may show: never more than there is, never less than nothing, and every step told."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.app import wiring
from hanse.base.money import Money
from hanse.changes.model.states import BY_WAY, Reason, State
from hanse.engine.manifest import Oversell
from hanse.rooms.stock.model import endings, safety, why
from hanse.rooms.stock.model.alerts import CROSSINGS, Crossing, LevelState, level_of
from hanse.rooms.stock.model.channels import Channel, what_is_wrong
from hanse.rooms.stock.model.endings import Then
from hanse.rooms.stock.model.safety import Costs, Pace
from hanse.rooms.stock.model.visible import (
    CODES,
    Counting,
    Goods,
    Shelf,
    Source,
    Spot,
    spread,
    visible,
    would_show,
)

LAMP, SHOP = UUID(int=1), UUID(int=2)
MAIN, BACK, FAR = UUID(int=10), UUID(int=11), UUID(int=12)
COUNTS = st.integers(0, 60)


@st.composite
def shelves(draw: st.DrawFn, source: Source = Source.own) -> Shelf:
    reserved, promised, free = draw(COUNTS), draw(COUNTS), draw(COUNTS)
    confidence = Decimal(draw(st.integers(0, 10))) / 10 if source is Source.supplier else Decimal(1)
    mine = draw(st.integers(0, promised))
    on_hand = reserved + promised + free
    place = draw(st.sampled_from([MAIN, BACK, FAR]))
    return Shelf(place, source, on_hand, reserved, promised, mine, confidence)


CHANNELS = st.builds(
    Channel,
    account_id=st.just(SHOP),
    places=st.sampled_from([(), (MAIN,), (MAIN, FAR)]),
    supplied=st.booleans(),
    keep_percent=st.integers(0, 100).map(Decimal),
    keep_count=st.integers(0, 30),
    show_max=st.none() | st.integers(0, 40),
    safety=st.booleans(),
)
LISTS = st.lists(shelves() | shelves(Source.supplier), max_size=4)


def goods(found: Sequence[Shelf], counting: Counting = Counting.counted) -> Goods:
    return Goods(LAMP, counting, tuple(found))


@settings(max_examples=60)
@given(CHANNELS, LISTS, st.integers(0, 20))
def test_a_shop_never_sees_more_than_is_available_nor_less_than_nothing(
    channel: Channel, found: Sequence[Shelf], kept: int
) -> None:
    seen = visible(LAMP, channel, goods(found), (), kept)
    there = sum(
        each.on_hand - each.reserved - each.promised + each.mine
        for each in found
        if each.source is Source.own or channel.supplied
    )
    assert seen.count is not None
    assert 0 <= seen.count <= there
    assert seen.count <= seen.available
    if channel.show_max is not None:
        assert seen.count <= channel.show_max
    left = 0
    for step in seen.steps:  # the steps alone tell how it came about
        left += step.change
        assert step.code in CODES
        assert step.left == left >= 0
    assert left == seen.count
    for code, count in would_show(LAMP, channel, goods(found), (), kept).items():
        assert count > seen.count, f"without {code} there is more to see"


@settings(max_examples=60)
@given(CHANNELS, LISTS, shelves(), st.integers(0, 20), st.integers(1, 9))
def test_more_goods_never_show_less(
    channel: Channel, found: Sequence[Shelf], one: Shelf, kept: int, more: int
) -> None:
    before = visible(LAMP, channel, goods([*found, one]), (), kept).count
    richer = goods([*found, replace(one, on_hand=one.on_hand + more)])
    after = visible(LAMP, channel, richer, (), kept).count
    assert before is not None
    assert after is not None
    assert after >= before
    pair = visible(SHOP, channel, goods([]), [(goods([*found, one]), 2)], kept).count
    pairs = visible(SHOP, channel, goods([]), [(richer, 2)], kept).count
    assert pair is not None
    assert pairs is not None
    assert pair <= pairs


@settings(max_examples=60)
@given(
    st.integers(0, 90),
    st.lists(st.sampled_from([MAIN, BACK, None]), min_size=1, max_size=4),
    st.dictionaries(st.sampled_from([MAIN, BACK, FAR]), COUNTS),
)
def test_the_places_of_a_shop_show_together_what_it_may_show(
    count: int, ours: list[UUID | None], free: dict[UUID, int]
) -> None:
    spots = [Spot(str(number), place) for number, place in enumerate(ours)]
    found = spread(count, spots, free)
    told = [each for each in found.values() if each is not None]
    assert all(each >= 0 for each in told)
    assert sum(told) == (count if len(spots) == 1 or any(ours) else 0)


def test_each_step_is_told_and_what_waits_is_told_to_no_shop() -> None:
    found = [
        Shelf(MAIN, Source.own, 20, 3, 6, 2),
        Shelf(FAR, Source.supplier, 9, confidence=Decimal("0.5")),
    ]
    channel = Channel(
        SHOP, supplied=True, keep_percent=Decimal(10), keep_count=2, show_max=9, safety=True
    )
    seen = visible(LAMP, channel, goods(found), (), 1)
    assert [(each.code, each.change, each.left) for each in seen.steps] == [
        ("on_hand", 20, 20),
        ("reserved", -3, 17),
        ("promised", -4, 13),
        ("supplied", 4, 17),
        ("keep_percent", -2, 15),
        ("keep_count", -2, 13),
        ("safety", -1, 12),
        ("show_max", -3, 9),
    ]
    for each in seen.steps:  # whoever says it in another language needs no more than this
        told, text = why.step_told(each, channel), why.step_text(each, channel)
        numbers = set(re.findall(r"\d+", text))
        assert numbers <= set(told.values()), each.code
    waiting, nobody = goods(found, Counting.waiting), goods([], Counting.uncounted)
    assert visible(LAMP, channel, waiting).count is None
    assert visible(LAMP, channel, nobody).count is None
    # A bundle waits for each part; a part that nobody counts is always there.
    assert visible(SHOP, channel, nobody, [(goods(found), 1), (waiting, 1)]).count is None
    assert visible(SHOP, Channel(SHOP), nobody, [(goods(found), 4), (nobody, 1)]).count == 3


@settings(max_examples=60)
@given(st.lists(st.tuples(COUNTS, st.integers(1, 4), COUNTS), min_size=1, max_size=4))
def test_a_bundle_sees_what_is_left_of_its_parts_after_their_safety_pieces(
    parts: list[tuple[int, int, int]],
) -> None:
    made = [
        (Goods(UUID(int=no), Counting.counted, (Shelf(MAIN, Source.own, there),), kept), per)
        for no, (there, per, kept) in enumerate(parts)
    ]
    nobody, channel = goods([], Counting.uncounted), Channel(SHOP, safety=True)
    seen = visible(SHOP, channel, nobody, made, 99)
    assert seen.count == min(max(there - kept, 0) // per for there, per, kept in parts)
    assert sum(each.change for each in seen.steps) == seen.count
    loose = visible(SHOP, replace(channel, safety=False), nobody, made).count
    if seen.count != loose:  # the step says of which part, and what it would be without it
        no = int(UUID(seen.steps[-1].about))
        assert (parts[no][0] - parts[no][2]) // parts[no][1] <= seen.count
        assert would_show(SHOP, channel, nobody, made, 0) == {"safety": loose}


def test_settings_that_make_no_sense_are_told_with_their_field() -> None:
    bad = Channel(SHOP, keep_percent=Decimal(101), keep_count=-1, show_max=-1, oversell_minor=5)
    assert [each.field for each in what_is_wrong(bad)] == [
        "keep_percent",
        "keep_count",
        "show_max",
        "oversell",
    ]


def test_pieces_are_kept_back_for_late_news_where_an_oversell_is_dear() -> None:
    """24 a day and an hour late: one is sold meanwhile on average."""
    hour = Pace(Decimal(24), 3_600_000)
    assert [
        safety.safety(hour, Costs(Decimal(dear), Decimal(1))).pieces for dear in (0, 1, 19)
    ] == [
        0,
        1,
        3,
    ]
    assert safety.safety(Pace(Decimal(0), 3_600_000)).pieces == 0
    slow = [safety.safety(Pace(Decimal(24), ms)).pieces for ms in (0, 1_000, 10**6, 10**8, 10**12)]
    assert slow == sorted(slow)
    assert slow[-1] == safety.PIECES_MAX
    assert "95.2%" in str(safety.safety(hour))

    # What one costs: a person's word, else what the platform takes; points have no price.
    said, taken = (
        Money("EUR", 500),
        Oversell("EUR 3 for each", "a document", money=Money("EUR", 300)),
    )
    pointed = Oversell("points", "a document", points=Decimal(2))
    assert safety.dear(said, taken) == said
    assert safety.dear(None, taken) == Money("EUR", 300)
    assert safety.dear(None, pointed) is None
    assert "2 penalty points" in safety.basis(None, pointed, reckoned=False)
    assert "EUR 3.00, by the platform" in safety.basis(None, taken, reckoned=True)
    shops = [card for card in wiring.CARDS.values() if card.supplies is None and card.writes]
    assert len(shops) > 1
    for card in shops:
        assert "none by the platform" in safety.basis(None, card.oversell, reckoned=False)


def test_every_end_of_a_change_is_known() -> None:
    """So that nothing goes round in a circle and nothing is forgotten."""
    assert set(endings.AFTER) == set(State)
    assert {endings.after(each, None) for each in State} == set(Then)
    reached = {(way.to, way.reason) for way in BY_WAY.values()}
    assert set(endings.BECAUSE) <= reached, "a pair that the table of states does not have"
    told = set(endings.TOLD.values())
    silent = {each for each in State if endings.AFTER[each] is not Then.rest} - told
    assert not silent, "what has a consequence is told by an event"
    assert endings.after(State.proposed, Reason.outrun) is Then.look_first
    assert endings.after(State.superseded, Reason.newer_wish) is Then.rest


def test_low_and_out_are_told_once_each_time() -> None:
    level, told = LevelState.fine, list[Crossing]()
    for available in (9, 5, 4, 5, 0, 0, 3, 0, 8, 9):
        new = level_of(available, 5)
        told += [CROSSINGS[level, new]] if (level, new) in CROSSINGS else []
        level = new
    assert told == [
        Crossing.ran_low,
        Crossing.ran_out,
        Crossing.came_back,
        Crossing.ran_out,
        Crossing.came_back,
    ]
