import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import RFC_4122, UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.base.clock import FixedClock, SystemClock
from hanse.base.ids import EPOCH, MILLISECOND, Ids, RandomIds, SeededIds, following, spelled

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
NOON_MS = int(NOON.timestamp()) * 1000

times = st.integers(1, 250_000_000_000_000).map(lambda since: EPOCH + since * MILLISECOND)


def milliseconds(made: UUID) -> int:
    return made.int >> 80


@pytest.mark.parametrize("ids", [RandomIds(FixedClock(NOON)), SeededIds(FixedClock(NOON), 1)])
def test_an_identity_has_version_7_and_begins_with_its_millisecond(ids: Ids) -> None:
    made = ids.new()
    assert (made.version, made.variant) == (7, RFC_4122)
    assert milliseconds(made) == NOON_MS


def test_the_bits_stand_where_the_standard_wants_them() -> None:
    high, low = 0x0123456789AB, (0xCDE << 62) + 0x3EDCBA9876543210
    assert str(spelled((high << 74) + low)) == "01234567-89ab-7cde-bedc-ba9876543210"
    assert str(spelled(0)) == "00000000-0000-7000-8000-000000000000"
    assert str(spelled((1 << 122) - 1)) == "ffffffff-ffff-7fff-bfff-ffffffffffff"


@given(st.sets(st.integers(0, (1 << 122) - 1)))
def test_identities_sort_as_their_numbers_do(numbers: set[int]) -> None:
    ids = [spelled(number) for number in sorted(numbers)]
    assert ids == sorted(ids)
    assert list(map(str, ids)) == sorted(map(str, ids))
    assert len(set(ids)) == len(numbers)


@given(st.lists(st.floats(-5, 5), max_size=30), st.integers())
def test_identities_ascend_while_the_clock_stands_runs_or_steps_back(
    moves: list[float], seed: int
) -> None:
    clock = FixedClock(NOON)
    for ids in RandomIds(clock), SeededIds(clock, seed):
        made = [ids.new()]
        for seconds in moves:
            clock.advance(seconds)
            made.append(ids.new())
        assert all(one < other for one, other in pairwise(made))
        assert {each.version for each in made} == {7}


@given(times, st.integers(0, (1 << 74) - 1))
def test_a_new_millisecond_takes_the_whole_draw(at: datetime, draw: int) -> None:
    number = following(0, at, draw)
    assert divmod(number, 1 << 74) == ((at - EPOCH) // MILLISECOND, draw)


def test_within_one_millisecond_the_step_is_small_and_never_zero() -> None:
    last = following(0, NOON, (1 << 74) - 1)
    assert following(last, NOON, 0) == last + 1
    assert following(last, NOON, (1 << 74) - 1) == last + (1 << 32)
    assert following(last, NOON - timedelta(days=1), 5 + (1 << 32)) == last + 6


def test_a_full_millisecond_runs_over_into_the_next() -> None:
    last = following(0, NOON, (1 << 74) - 1)
    assert milliseconds(spelled(last)) == NOON_MS
    assert milliseconds(spelled(following(last, NOON, 0))) == NOON_MS + 1


def test_time_before_the_epoch_still_gives_ascending_identities() -> None:
    first = following(0, datetime(1969, 7, 20, tzinfo=UTC), 7)
    assert (first, following(first, datetime(1969, 7, 20, tzinfo=UTC), 7)) == (8, 16)
    early = SeededIds(FixedClock(datetime(1969, 7, 20, tzinfo=UTC)), 7)
    assert str(early.new()) == "00000000-0000-7000-8000-00007aac367f"


def test_a_seed_gives_the_same_identities_again() -> None:
    def four(seed: int) -> list[UUID]:
        ids = SeededIds(FixedClock(NOON), seed)
        return [ids.new() for _ in range(4)]

    assert four(7) == four(7)
    assert not set(four(7)) & set(four(8))
    assert str(four(7)[0]) == "01a1f8d3-ea00-773b-a63d-8f947aac367e"


def test_nobody_foresees_a_random_identity() -> None:
    clock = FixedClock(NOON)
    tails = {RandomIds(clock).new().int % (1 << 62) for _ in range(100)}
    assert len(tails) == 100
    assert max(tails).bit_length() > 55
    assert any(RandomIds(clock).new().int >> 64 & 0x800 for _ in range(100))


class OneAtATime:
    """A clock that notices when two threads read it at once."""

    def __init__(self) -> None:
        self.reading = threading.Lock()

    def now(self) -> datetime:
        assert self.reading.acquire(blocking=False), "two threads are making an identity at once"
        at = SystemClock().now()
        self.reading.release()
        return at

    def monotonic(self) -> float:
        return 0.0


@pytest.fixture
def hasty() -> Iterator[None]:
    """Threads change places as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("hasty")
def test_threads_share_one_maker_and_each_sees_its_own_ascend() -> None:
    ids = RandomIds(OneAtATime())
    made: list[list[UUID]] = [[] for _ in range(4)]

    def work(mine: list[UUID]) -> None:
        mine.extend(ids.new() for _ in range(1000))

    threads = [threading.Thread(target=work, args=[mine]) for mine in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(mine) for mine in made] == [1000] * 4
    assert len({each for mine in made for each in mine}) == 4000
    assert all(mine == sorted(mine) for mine in made)
