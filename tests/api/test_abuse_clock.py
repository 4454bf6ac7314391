"""Clocks that jump, forwards and back: nobody is out for ever, and nothing is open for ever."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import pytest

from hanse.app.api.ground import Ground
from hanse.base.clock import FixedClock
from tests.api.hub import Answer, Hub, Person, Phone, Visitor, running

ME = "/api/identity/me"
TOKENS = "/api/identity/tokens"
STEP, HOUR, DAY, YEAR = 30.0, 3_600.0, 86_400.0, 31_536_000.0


@dataclass(frozen=True)
class Timed:
    hub: Hub
    clock: FixedClock


@pytest.fixture(scope="module")
async def timed(ground: Ground, admin_dsn: str) -> AsyncIterator[Timed]:
    clock = FixedClock(datetime.now(UTC))
    async with running(ground, admin_dsn, clock) as opened:
        yield Timed(opened, clock)


@pytest.fixture
def clock(timed: Timed) -> FixedClock:
    return timed.clock


@pytest.fixture
def hub(timed: Timed) -> Hub:
    return timed.hub


@pytest.fixture
async def ada(hub: Hub) -> Person:
    return await hub.person()


@pytest.fixture
async def shop(hub: Hub, ada: Person) -> UUID:
    return await hub.workspace(ada)


async def status(visitor: Visitor) -> int:
    return (await visitor.ask("GET", ME)).status


async def locked_out(hub: Hub, person: Person, clock: FixedClock) -> Answer:
    """After wrong passwords until the next try waits for the longest time."""
    for _ in range(40):
        answer = await hub.visitor().sign_in(person, "not the password at all")
        if answer.status == 429:
            clock.advance(float(answer.headers["Retry-After"]))
            if int(answer.headers["Retry-After"]) >= 900:
                break
    await hub.visitor().sign_in(person, "not the password at all")
    return await hub.visitor().sign_in(person)


@pytest.mark.parametrize("back", [HOUR, DAY, YEAR])
async def test_who_waits_when_the_clock_goes_back_does_not_wait_for_ever(
    hub: Hub, ada: Person, clock: FixedClock, back: float
) -> None:
    refused = await locked_out(hub, ada, clock)
    assert refused.code == "too_many_tries"
    assert int(refused.headers["Retry-After"]) <= 900
    clock.advance(-back)
    assert (await hub.visitor().sign_in(ada)).status == 200


async def test_who_waits_waits_for_a_quarter_of_an_hour_at_most(
    hub: Hub, ada: Person, clock: FixedClock
) -> None:
    await locked_out(hub, ada, clock)
    clock.advance(901)
    assert (await hub.visitor().sign_in(ada)).status == 200


async def test_a_session_of_a_time_to_come_is_over(
    hub: Hub, ada: Person, clock: FixedClock
) -> None:
    clock.advance(YEAR)
    browser = hub.visitor()
    assert (await browser.sign_in(ada)).status == 200
    assert await status(browser) == 200
    clock.advance(-YEAR)
    assert await status(browser) == 401
    assert (await browser.sign_in(ada)).status == 200
    assert await status(browser) == 200


async def test_a_clock_that_is_corrected_a_little_signs_nobody_out(
    hub: Hub, ada: Person, clock: FixedClock
) -> None:
    browser = await hub.browser(ada)
    for seconds in (-HOUR, HOUR, 2 * HOUR, -2 * HOUR):
        clock.advance(seconds)
        assert await status(browser) == 200


async def test_no_session_outlives_its_time_by_a_clock_that_goes_back_and_forth(
    hub: Hub, ada: Person, shop: UUID, clock: FixedClock
) -> None:
    """Used every day, it ends a month after it was opened all the same."""
    browser = await hub.browser(ada)
    days = 0
    while await status(browser) == 200:
        clock.advance(2 * DAY)
        await status(browser)
        clock.advance(-DAY)
        days += 1
        assert days < 40
    assert 28 <= days <= 31


async def test_who_was_proven_in_a_time_to_come_is_asked_again(
    hub: Hub, ada: Person, clock: FixedClock
) -> None:
    browser = await hub.browser(ada)
    assert (await browser.ask("POST", TOKENS, {"name": "x"})).status == 201
    clock.advance(-HOUR)
    assert (await browser.ask("POST", TOKENS, {"name": "x"})).code == "proof_needed"
    clock.advance(HOUR)


async def test_an_access_token_is_good_for_its_minutes_alone(
    hub: Hub, ada: Person, clock: FixedClock
) -> None:
    made = await (await hub.browser(ada)).ask("POST", TOKENS, {"name": "x"})
    machine = hub.visitor()
    machine.token = made.body["access_token"]
    assert await status(machine) == 200
    for seconds, expected in ((-HOUR, 401), (HOUR, 200), (901, 401), (-901, 200)):
        clock.advance(seconds)
        assert await status(machine) == expected


async def shown(hub: Hub, person: Person, code: str) -> Answer:
    """The second half of a sign-in, from a new place."""
    visitor = hub.visitor()
    half = await visitor.sign_in(person)
    assert half.body["state"] == "second_factor", half.text
    asked = {"challenge": half.body["challenge"], "code": code}
    return await visitor.ask("POST", "/api/identity/second_factor", asked)


@pytest.fixture
async def phone(hub: Hub, ada: Person) -> Phone:
    return await hub.phone(ada)


async def test_a_code_of_the_past_is_refused(
    hub: Hub, ada: Person, phone: Phone, clock: FixedClock
) -> None:
    clock.advance(10 * STEP)
    assert (await shown(hub, ada, phone.code(-2))).status == 422
    assert (await shown(hub, ada, phone.code(+2))).status == 422
    good = phone.code()
    assert (await shown(hub, ada, good)).status == 200
    for code in (good, phone.code(-1)):
        again = await shown(hub, ada, code)
        assert (again.status, "used already" in again.text) == (422, True)
    clock.advance(-5 * STEP)  # an old code is no newer when the clock is put back
    assert (await shown(hub, ada, phone.code())).status == 422


async def test_a_code_of_a_time_to_come_locks_nobody_out_until_then(
    hub: Hub, ada: Person, phone: Phone, clock: FixedClock
) -> None:
    clock.advance(YEAR)
    assert (await shown(hub, ada, phone.code())).status == 200
    clock.advance(-YEAR)
    good = phone.code()
    assert (await shown(hub, ada, good)).status == 200
    assert (await shown(hub, ada, good)).status == 422
    clock.advance(STEP)
    assert (await shown(hub, ada, phone.code())).status == 200


async def test_half_a_sign_in_is_over_after_ten_minutes(
    hub: Hub, ada: Person, phone: Phone, clock: FixedClock
) -> None:
    visitor = hub.visitor()
    asked = {"challenge": (await visitor.sign_in(ada)).body["challenge"]}
    clock.advance(601)
    late = await visitor.ask("POST", "/api/identity/second_factor", asked | {"code": phone.code()})
    assert late.status == 404
