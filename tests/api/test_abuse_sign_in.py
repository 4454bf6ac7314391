"""Who guesses, at the front door: many at once, from everywhere, and with a clock that jumps."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from datetime import UTC, datetime

import pytest

from hanse.app.api.ground import Ground
from hanse.base.clock import FixedClock
from tests.api.hub import OTHER_PASSWORD, Answer, Hub, Person, Visitor, running, somewhere

ME = "/api/identity/me"
SIGN_IN = "/api/identity/sign_in"
BATCH = 50


@pytest.fixture(scope="module")
async def hub(ground: Ground, admin_dsn: str) -> AsyncIterator[Hub]:
    async with running(ground, admin_dsn) as opened:
        yield opened


@pytest.fixture
async def ada(hub: Hub) -> Person:
    return await hub.person()


async def guessed(hub: Hub, places: Iterable[str], emails: Iterable[str]) -> list[Answer]:
    """A wrong password for each, BATCH of them at once."""
    answers: list[Answer] = []
    tries = list(zip(places, emails, strict=False))
    for begin in range(0, len(tries), BATCH):
        answers += await asyncio.gather(
            *(
                hub.visitor(place).ask("POST", SIGN_IN, {"email": email, "password": wrong()})
                for place, email in tries[begin : begin + BATCH]
            )
        )
    return answers


def wrong() -> str:
    return f"wrong {secrets.token_hex(8)}"


def statuses(answers: Iterable[Answer]) -> dict[int, int]:
    found: dict[int, int] = {}
    for answer in answers:
        found[answer.status] = found.get(answer.status, 0) + 1
    return found


async def slowest_ms(visitor: Visitor, path: str, until: asyncio.Event) -> float:
    """Of all that somebody else asked meanwhile."""
    loop, worst = asyncio.get_running_loop(), 0.0
    while not until.is_set():
        began = loop.time()
        assert (await visitor.ask("GET", path)).status == 200
        worst = max(worst, (loop.time() - began) * 1_000)
    return worst


async def test_a_thousand_guesses_from_everywhere_are_a_handful(hub: Hub, ada: Person) -> None:
    """And the owner comes in meanwhile, over the line from which it came before."""
    home = somewhere()
    await hub.browser(ada, f"{home}:2")
    over = asyncio.Event()
    other = await hub.browser(await hub.person())
    watching = [asyncio.create_task(slowest_ms(other, path, over)) for path in (ME, "/health/live")]

    emails = [ada.email] * 500
    first = await guessed(hub, (somewhere() for _ in emails), emails)
    owner = await hub.visitor(home).sign_in(ada)
    second = await guessed(hub, (somewhere() for _ in emails), emails)
    again = await hub.visitor(home).sign_in(ada)
    over.set()

    with_database, without = await asyncio.gather(*watching)
    print(f"slowest meanwhile: {with_database:.0f} ms with the database, {without:.0f} without")
    found = statuses(first + second)
    assert (owner.status, again.status) == (200, 200)
    assert set(found) == {422, 429}
    assert found[422] <= 15  # five at once; the tenth beyond them would come after 17 minutes
    waits = [int(answer.headers["Retry-After"]) for answer in second if answer.status == 429]
    assert max(waits) <= 900


async def test_a_thousand_guesses_from_one_place_are_a_few_dozen(hub: Hub, ada: Person) -> None:
    """At any account; everybody else comes in meanwhile."""
    place = somewhere()
    # Those of one line are one, whatever they change behind it.
    places = [f"{place.removesuffix('1')}{n:x}" for n in range(1, 1_001)]
    answers = await guessed(hub, places, [f"{secrets.token_hex(6)}@x.y" for _ in places])
    found = statuses(answers)
    assert set(found) <= {422, 429}
    assert found[422] <= 40
    assert (await hub.visitor().sign_in(ada)).status == 200


async def test_who_knows_one_password_guesses_at_others_no_faster(hub: Hub, ada: Person) -> None:
    """Its own sign-ins in between do not set the count of its address back."""
    place = somewhere()
    tried = 0
    for _ in range(50):
        assert (await hub.visitor(place).sign_in(ada)).status in (200, 429)
        [answer] = await guessed(hub, [place], [f"{secrets.token_hex(6)}@example.com"])
        tried += answer.status == 422
    assert tried <= 40


# The same answer for who is there and who is not.


def bare(answer: Answer) -> tuple[int, str, Mapping[str, str]]:
    """All of it but the id and the date."""
    own = answer.headers["X-Request-Id"]
    headers = {
        name: value
        for name, value in answer.headers.items()
        if name.lower() not in ("x-request-id", "date")
    }
    return answer.status, answer.text.replace(own, ""), headers


Asking = Callable[[Visitor, str], Awaitable[Answer]]


async def signing_in(visitor: Visitor, email: str) -> Answer:
    return await visitor.ask("POST", SIGN_IN, {"email": email, "password": wrong()})


async def forgetting(visitor: Visitor, email: str) -> Answer:
    return await visitor.ask("POST", "/api/identity/forgot", {"email": email})


async def registering(visitor: Visitor, email: str) -> Answer:
    asked = {
        "name": "Eve",
        "email": email,
        "password": OTHER_PASSWORD,
        "language": "en",
        "zone": "UTC",
    }
    return await visitor.ask("POST", "/api/identity/register", asked)


@pytest.fixture(scope="module")
async def still(ground: Ground, admin_dsn: str) -> AsyncIterator[Hub]:
    """A hub whose clock stands still, so that waits are the same however long we take."""
    async with running(ground, admin_dsn, FixedClock(datetime.now(UTC))) as opened:
        yield opened


@pytest.mark.parametrize("asking", [signing_in, forgetting, registering])
async def test_an_answer_tells_nobody_who_has_an_account(still: Hub, asking: Asking) -> None:
    """Nor does the work for it, nor the try that is one too many."""
    ada = await still.person()
    for _ in range(7):
        answers, work = [], []
        for email in (ada.email, f"x{ada.email}"):
            before = still.passwords.hashed
            answers.append(bare(await asking(still.visitor(), email)))
            work.append(still.passwords.hashed - before)
        assert answers[0] == answers[1]
        assert work[0] == work[1]
