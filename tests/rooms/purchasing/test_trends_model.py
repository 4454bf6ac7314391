"""What is said of products from counts of several days: what rises, with its arithmetic."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from hanse.rooms.purchasing.model import topics
from hanse.rooms.purchasing.model import trends as model
from hanse.rooms.purchasing.model.topics import Topic, TopicState
from hanse.rooms.purchasing.model.trends import Judged, Note, Part, Snap, Standing
from hanse.trade.trends import By, Sought

FIRST = date(2026, 11, 1)
SOUGHT = Sought(By.words, "lamp", "", "", "ID", "USD")

counts = st.integers(0, 10_000)
snaps = st.builds(
    Snap,
    day=st.integers(0, 40).map(lambda at: FIRST + timedelta(days=at)),
    rank=st.integers(1, 200),
    sold=st.none() | counts,
    at_least=st.booleans(),
    price_minor=st.none() | st.integers(0, 100_000),
)


def snap(at: int, sold: int | None, **other: object) -> Snap:
    usual = Snap(FIRST + timedelta(days=at), 10, sold, at_least=False, price_minor=1000)
    return replace(usual, **other)  # type: ignore[arg-type]


def daily(*sold: int | None) -> Sequence[Snap]:
    return [snap(at, count) for at, count in enumerate(sold)]


def one(course: Sequence[Snap], since: date = FIRST, days: int | None = None) -> Judged:
    last = max(each.day for each in course)
    today = last if days is None else FIRST + timedelta(days=days)
    return model.judged({"p": course}, since, today)["p"]


def part(found: Judged, name: Part) -> model.Scored:
    return next(each for each in found.parts if each.part is name)


@given(st.dictionaries(st.text("abc", min_size=1, max_size=2), st.lists(snaps, max_size=20)))
def test_points_are_the_sum_of_their_parts_and_from_nothing_to_a_hundred(
    histories: dict[str, list[Snap]],
) -> None:
    today = FIRST + timedelta(days=40)
    for found in model.judged(histories, FIRST, today).values():
        assert found.points == sum((each.points for each in found.parts), Decimal(0))
        assert 0 <= found.points <= 100
        assert all(0 <= each.share <= 1 for each in found.parts)
        assert all(0 <= each.points <= model.POINTS[each.part] for each in found.parts)
        assert found.per_day is None or found.per_day >= 0
        if found.standing in {Standing.too_little, Standing.gone}:
            assert found.points == 0
        assert (found.needs_days > 0) == (found.standing is Standing.too_little)
    assert sum(model.POINTS.values()) == 100


@given(st.lists(snaps, min_size=1, max_size=12, unique_by=lambda each: each.day), st.randoms())
def test_the_order_in_which_days_are_told_changes_nothing(
    course: list[Snap],
    chance: object,
) -> None:
    today = max(each.day for each in course)
    shuffled = list(course)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert model.judged({"p": course}, FIRST, today) == model.judged({"p": shuffled}, FIRST, today)


@given(st.lists(st.integers(0, 5), min_size=6, max_size=20), st.data())
def test_days_on_which_nothing_was_read_take_nothing_away(
    gains: list[int], data: st.DataObject
) -> None:
    """What was sold in a gap is spread over it, so that in all it is the same."""
    totals = [sum(gains[:at]) for at in range(len(gains) + 1)]
    whole = daily(*totals)
    gap = data.draw(st.integers(1, len(whole) - 2))
    with_gap = [each for at, each in enumerate(whole) if at != gap]

    def sum_of(course: Sequence[Snap]) -> float:
        facts = model.facts_of(model.tidy(course, course[-1].day))
        assert facts
        recent = facts.window * (facts.per_day or 0.0)
        return recent + (facts.days - facts.window) * (facts.before_per_day or 0.0)

    assert abs(sum_of(whole) - totals[-1]) < 1e-6
    assert abs(sum_of(with_gap) - totals[-1]) < 1e-6
    assert Note.missing in one(with_gap).notes


@given(st.lists(counts, min_size=5, max_size=20), st.integers(1, 500))
def test_selling_more_on_the_last_day_never_stands_lower(sold: list[int], more: int) -> None:
    totals = [sum(sold[: at + 1]) for at in range(len(sold))]
    before = one(daily(*totals))
    after = one(daily(*totals[:-1], totals[-1] + more))
    assert (after.per_day or 0) >= (before.per_day or 0)
    if Note.capped not in {*before.notes, *after.notes}:
        assert part(after, Part.faster).points >= part(before, Part.faster).points


def test_what_sells_faster_than_before_rises_and_shows_its_arithmetic() -> None:
    course = daily(100, 102, 104, 106, 108, 118, 128, 138)
    found = one(course)
    assert found.standing is Standing.rising
    assert (found.per_day, found.before_per_day) == (10.0, 2.0)
    faster = part(found, Part.faster)
    assert (faster.now, faster.before) == (10.0, 2.0)
    assert faster.share == 8 / 13
    assert faster.points == Decimal("21.54")
    assert part(found, Part.pace).points == Decimal(35)  # it is the most sold itself
    falls = one(daily(100, 110, 120, 130, 140, 141, 142, 143))
    assert falls.standing is Standing.falling
    assert part(falls, Part.faster).points == 0
    assert one(daily(*range(100, 180, 10))).standing is Standing.steady


def test_too_little_is_known_before_three_days_have_passed() -> None:
    for days, needs in ((1, 3), (2, 2), (3, 1)):
        found = one(daily(*range(days)))
        assert (found.standing, found.needs_days) == (Standing.too_little, needs)
    assert one(daily(0, 1, 2, 3)).standing is not Standing.too_little


def test_a_count_that_falls_says_nothing_of_that_day_and_takes_nothing_from_others() -> None:
    found = one(daily(5000, 5002, 5004, 5006, 3, 5, 7, 9))
    assert Note.reset in found.notes
    assert (found.per_day, found.before_per_day) == (2.0, 2.0)
    assert found.standing is Standing.steady


def test_where_the_platform_rounds_its_place_in_the_list_speaks() -> None:
    course = [snap(at, 1000, at_least=True, rank=20 - 2 * at) for at in range(8)]
    found = one(course)
    assert (found.per_day, found.before_per_day) == (None, None)
    assert Note.rounded in found.notes
    assert found.standing is Standing.rising
    assert part(found, Part.rank).points > 0
    stepped = [*course[:-1], replace(course[-1], sold=2000)]
    assert one(stepped).per_day is None  # from 1999 to 2000 is one piece, from 1000 a thousand
    down = [snap(at, None, rank=10 + 2 * at) for at in range(8)]
    assert one(down).standing is Standing.falling


def test_a_day_that_stands_out_counts_as_a_high_one() -> None:
    found = one(daily(0, 2, 4, 6, 8, 10, 12, 90_012))
    assert Note.capped in found.notes
    assert found.per_day is not None
    assert found.per_day < 100


def test_what_comes_into_the_list_later_is_new_and_what_left_it_is_gone() -> None:
    course = [snap(at, 50 + at) for at in (8, 9)]
    found = one(course)
    assert found.standing is Standing.new
    assert part(found, Part.fresh).points > 0
    assert one(course, since=course[0].day).standing is Standing.too_little
    gone = one(course, days=10)
    assert (gone.standing, gone.points) == (Standing.gone, Decimal(0))


def test_a_price_that_fell_has_points_and_one_that_rose_has_none() -> None:
    course = daily(*range(10, 18))
    cheaper = one([*course[:-1], replace(course[-1], price_minor=900)])
    assert part(cheaper, Part.cheaper).points == Decimal("2.50")
    dearer = one([*course[:-1], replace(course[-1], price_minor=1900)])
    assert part(dearer, Part.cheaper).points == 0


@given(st.uuids(), st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)))  # noqa: DTZ001
def test_the_next_night_is_another_day_and_not_too_soon(topic_id: UUID, at: datetime) -> None:
    now = at.replace(tzinfo=UTC)
    due_at = model_night = topics.next_night(topic_id, now)
    assert model_night.date() > now.date()
    assert topics.APART <= due_at - now < timedelta(hours=40)
    assert due_at.hour < topics.NIGHT_H


def test_what_is_watched_is_checked_in_words() -> None:
    now = datetime(2026, 11, 20, tzinfo=UTC)
    usual = Topic(UUID(int=1), UUID(int=2), SOUGHT, 3, TopicState.active, now, now)
    assert [*topics.what_is_wrong(usual)] == []
    wrong = {
        "words": {"words": ""},
        "feed": {"by": By.feed, "words": ""},
        "category_id": {"by": By.category},
        "country": {"country": "I1"},
        "currency": {"currency": "ABC"},
    }
    for field, other in wrong.items():
        odd = replace(usual, sought=replace(SOUGHT, **other))  # type: ignore[arg-type]
        assert [each.field for each in topics.what_is_wrong(odd)] == [field]
    many = replace(usual, sought=replace(SOUGHT, words="a b c d e f g h i"))
    assert [each.code for each in topics.what_is_wrong(many)] == ["words"]


def test_what_sells_best_here_is_proposed_first_and_what_is_watched_is_not() -> None:
    sold = {"Brass lamp X-100 (2 pcs)": (4, ""), "Batik shirt": (9, "Shirts"), "Tee": (2, "Shirts")}
    found = topics.proposed(sold, ["Shirts", "Bags", "Lamps"], ["bags"])
    assert [(each.words, each.why, each.pieces) for each in found] == [
        ("Shirts", "best_seller", 11),
        ("Brass lamp pcs", "best_seller", 4),
        ("Lamps", "category", 0),
    ]
    assert topics.proposed({}, [], []) == []
