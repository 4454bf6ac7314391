"""Failures make the next try wait, longer each time and never for ever; nobody is shut out."""

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta

import pytest

from hanse.base.clock import FixedClock
from hanse.engine.passwords import Passwords
from hanse.engine.tx import INSTALLATION, Database
from hanse.rooms.identity.model import attempts as model
from hanse.rooms.identity.model.attempts import Tally, counter
from hanse.rooms.identity.service import attempts
from hanse.rooms.identity.service.attempts import TooOften
from hanse.rooms.identity.service.people import VISITOR
from hanse.rooms.identity.service.sign_in import SignedIn, WrongSignIn
from tests.rooms.identity.entrance import PASSWORD, Entrance, anywhere
from tests.rooms.identity.halfway import still

NOW = datetime(2026, 11, 20, 14, 3, 5, tzinfo=UTC)
ACCOUNT = counter("account", "ada@example.com")


@pytest.fixture(scope="module")
def cheap() -> Passwords:
    return Passwords(2)


@pytest.fixture
def entrance(database: Database, cheap: Passwords, clock: FixedClock) -> Entrance:
    return Entrance(still(database, clock), cheap, clock)


def after(failures: int) -> Tally | None:
    tally = None
    for _ in range(failures):
        tally = model.failed(ACCOUNT, tally, NOW)
    return tally


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 0), (1, 0), (4, 0), (5, 1), (6, 2), (7, 4), (10, 32), (14, 512), (15, 900), (900, 900)],
)
def test_the_wait_doubles_and_ends_at_fifteen_minutes(failures: int, seconds: int) -> None:
    assert model.waits(after(failures), NOW) == timedelta(seconds=seconds)


def test_after_a_day_failures_are_forgotten() -> None:
    tally = after(12)
    later = NOW + timedelta(hours=24)
    assert model.failed(ACCOUNT, tally, later).failures == 1
    assert model.failed(ACCOUNT, tally, later - timedelta(seconds=1)).failures == 13


def test_a_clock_that_was_wrong_shuts_nobody_out() -> None:
    in_a_year = NOW + timedelta(days=365)
    written_then = Tally(20, in_a_year, in_a_year + model.WAIT_MAX)
    assert model.waits(written_then, NOW) == timedelta(0)
    assert model.failed(ACCOUNT, written_then, NOW).failures == 1


def test_a_success_takes_the_last_failure_back() -> None:
    tally = after(6)
    assert tally
    assert model.taken_back(tally, NOW) == Tally(5, NOW, NOW)
    only = after(1)
    assert only
    assert model.taken_back(only, NOW) is None


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("unknown", "unknown"),
    ],
)
def test_one_line_of_a_provider_is_one_address(address: str, name: str) -> None:
    assert model.network(address) == name


def test_what_is_counted_is_not_readable() -> None:
    assert b"ada" not in ACCOUNT.name
    assert counter("account", "a", "b") != counter("account", "ab")


async def test_a_failure_is_counted_before_it_is_known(entrance: Entrance) -> None:
    """So a hundred guesses at once are a hundred, not one."""
    here = counter("account", "rush@example.com")

    async def begin() -> bool:
        async with entrance.database.tx(INSTALLATION, VISITOR) as tx:
            try:
                await attempts.begin(tx, [here])
            except TooOften:
                return False
            return True

    let_through = await asyncio.gather(*(begin() for _ in range(40)))
    assert sum(let_through) == here.free


async def test_what_waits_is_not_counted_again(entrance: Entrance, clock: FixedClock) -> None:
    here = counter("account", "patient@example.com")
    async with entrance.database.tx(INSTALLATION, VISITOR) as tx:
        for _ in range(5):
            await attempts.begin(tx, [here])
        for _ in range(50):
            with pytest.raises(TooOften) as refused:
                await attempts.begin(tx, [here])
        assert refused.value.after_s == 1
        assert "waits for 1 s" in refused.value.sentence


async def test_the_failures_of_an_account_are_cleared_by_its_owner(
    entrance: Entrance, clock: FixedClock
) -> None:
    person = await entrance.person()
    for _ in range(4):
        with pytest.raises(WrongSignIn):
            await entrance.sign_in(person.email, "not the password")
    await entrance.signed_in(person)
    for _ in range(5):
        with pytest.raises(WrongSignIn):
            await entrance.sign_in(person.email, "not the password")
    with pytest.raises(TooOften):
        await entrance.sign_in(person.email, PASSWORD)
    clock.advance(1)
    await entrance.signed_in(person)


async def test_strangers_do_not_hold_up_an_owner_who_comes_from_home(entrance: Entrance) -> None:
    person, home = await entrance.person(), anywhere()
    await entrance.sign_in(person.email, PASSWORD, home)
    for _ in range(5):
        with pytest.raises(WrongSignIn):
            await entrance.sign_in(person.email, "a guess of a stranger")
    with pytest.raises(TooOften):
        await entrance.sign_in(person.email, PASSWORD)
    assert isinstance(await entrance.sign_in(person.email, PASSWORD, home), SignedIn)


async def test_one_address_that_tries_many_accounts_waits_too(entrance: Entrance) -> None:
    source = anywhere()
    for number in range(model.FREE["address"]):
        with pytest.raises(WrongSignIn):
            await entrance.sign_in(f"nobody-{number}@example.com", "a guess", source)
    with pytest.raises(TooOften):
        await entrance.sign_in("nobody-at-last@example.com", "a guess", source)


async def test_a_success_of_ones_own_does_not_clear_the_address(entrance: Entrance) -> None:
    person, source = await entrance.person(), anywhere()
    for number in range(model.FREE["address"] - 1):
        with pytest.raises(WrongSignIn):
            await entrance.sign_in(f"nobody-{number}@example.com", "a guess", source)
    await entrance.sign_in(person.email, PASSWORD, source)
    with pytest.raises(WrongSignIn):
        await entrance.sign_in("nobody-before@example.com", "a guess", source)
    with pytest.raises(TooOften):
        await entrance.sign_in("nobody-at-last@example.com", "a guess", source)


@pytest.mark.parametrize("known", [True, False], ids=["known", "unknown"])
async def test_a_thousand_tries_in_an_hour_are_few_guesses(
    entrance: Entrance, clock: FixedClock, known: bool
) -> None:
    """One every 3.6 s, each from an address of its own: as many guesses for either account."""
    email = (await entrance.person()).email if known else "nobody-at-all@example.com"
    guesses = 0
    for _ in range(1_000):
        with contextlib.suppress(TooOften):
            with pytest.raises(WrongSignIn):
                await entrance.sign_in(email, "a guess", anywhere())
            guesses += 1
        clock.advance(3.6)
    assert guesses == 17
    clock.advance(900)
    if known:
        assert isinstance(await entrance.sign_in(email, PASSWORD), SignedIn)
