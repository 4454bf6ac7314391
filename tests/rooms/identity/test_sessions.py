"""Sessions: found by their cookie alone, listed and ended by their owner alone."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from hanse.app.api.ground import Ground
from hanse.base.clock import FixedClock
from hanse.base.faults import Gone
from hanse.engine.passwords import Passwords
from hanse.engine.tx import INSTALLATION, Database, Limits
from hanse.rooms.identity.model import sessions as model
from hanse.rooms.identity.model.people import Person
from hanse.rooms.identity.model.sessions import Device, EndReason, Opened
from hanse.rooms.identity.routes.held import Held
from hanse.rooms.identity.service import sessions, standing
from hanse.rooms.identity.service.people import VISITOR, actor_of
from tests.rooms.identity.entrance import (
    FIREFOX,
    SITE,
    Browser,
    Entrance,
    browsing,
    for_people,
)
from tests.rooms.identity.halfway import still
from tests.rooms.identity.rows import enter, make_workspace


@pytest.fixture(scope="module")
def passwords() -> Iterator[Passwords]:
    opened = Passwords(2)
    yield opened
    opened.close()


@pytest.fixture
def entrance(database: Database, passwords: Passwords, clock: FixedClock) -> Entrance:
    return Entrance(still(database, clock), passwords, clock)


@pytest.fixture
async def person(entrance: Entrance) -> Person:
    return await entrance.person()


@pytest.fixture(scope="module")
async def browser(ground: Ground, passwords: Passwords) -> AsyncIterator[Browser]:
    held = Held(passwords, "", SITE, "invited", True, 15)
    async with browsing(for_people(ground), held) as opened:
        yield opened


async def opened(entrance: Entrance, person: Person) -> Opened:
    async with entrance.database.tx(INSTALLATION, actor_of(person)) as tx:
        return await sessions.open_session(
            tx, person.id, agent=FIREFOX, address="203.0.113.7", second_factor=False
        )


async def found(entrance: Entrance, token: str) -> standing.Standing | None:
    async with entrance.database.system_tx("test") as tx:
        return await standing.of_browser(tx, token)


async def test_a_session_is_found_by_its_token_with_its_person(
    entrance: Entrance, person: Person
) -> None:
    made = await opened(entrance, person)
    assert await found(entrance, made.token) == standing.Standing(made.session, person, [])


async def test_what_is_kept_is_no_token(entrance: Entrance, person: Person) -> None:
    made = await opened(entrance, person)
    async with entrance.database.tx(INSTALLATION, VISITOR) as tx:
        row = await tx.fetchrow("select * from identity_sessions where id = $1", made.session.id)
    assert made.token not in str(dict(row or {}))
    assert made.token not in repr(made)


@pytest.mark.parametrize("wrong", ["", "hse_", "hse_" + "x" * 43, "hrt_" + "x" * 43, "\ud83d"])
async def test_what_is_no_token_finds_nothing(entrance: Entrance, wrong: str) -> None:
    assert await found(entrance, wrong) is None


async def test_a_machine_is_not_found_by_a_cookie(entrance: Entrance, person: Person) -> None:
    async with entrance.database.tx(INSTALLATION, actor_of(person)) as tx:
        machine = await sessions.open_machine(
            tx, person.id, name="Laptop", agent="", address="", second_factor=False
        )
    assert await found(entrance, machine.token) is None
    browser = await opened(entrance, person)
    async with entrance.database.system_tx("test") as tx:
        assert await standing.of_machine(tx, machine.session.id)
        assert await standing.of_machine(tx, browser.session.id) is None


async def test_what_has_ended_is_not_found(entrance: Entrance, person: Person) -> None:
    made = await opened(entrance, person)
    async with entrance.database.tx(INSTALLATION, actor_of(person)) as tx:
        assert await sessions.end_session(tx, made.session.id, EndReason.revoked)
        assert not await sessions.end_session(tx, made.session.id, EndReason.expired)
    assert await found(entrance, made.token) is None


async def test_whoever_is_closed_has_no_session(entrance: Entrance, person: Person) -> None:
    made = await opened(entrance, person)
    async with entrance.database.tx(INSTALLATION, VISITOR) as tx:
        await tx.execute("update identity_people set state = 'closed' where id = $1", person.id)
    assert await found(entrance, made.token) is None


async def test_a_session_is_touched_once_a_minute(
    entrance: Entrance, person: Person, clock: FixedClock
) -> None:
    made = await opened(entrance, person)
    for seconds, written in [(30, False), (31, True), (30, False)]:
        clock.advance(seconds)
        seen = await found(entrance, made.token)
        assert seen
        async with entrance.database.system_tx("test") as tx:
            assert await sessions.touch(tx, seen.session, "203.0.113.8") is written
    seen = await found(entrance, made.token)
    assert seen
    assert seen.session.address == "203.0.113.8"


async def test_a_proof_is_noted_in_the_session(
    entrance: Entrance, person: Person, clock: FixedClock
) -> None:
    made = await opened(entrance, person)
    clock.advance(3_600)
    async with entrance.database.tx(INSTALLATION, actor_of(person)) as tx:
        await sessions.prove(tx, made.session.id)
        with pytest.raises(Gone):
            await sessions.prove(tx, tx.ids.new())
    seen = await found(entrance, made.token)
    assert seen
    assert seen.session.proven_at - made.session.proven_at == timedelta(hours=1)


async def test_a_session_of_somebody_else_is_not_there(entrance: Entrance, person: Person) -> None:
    other = await entrance.person()
    made = await opened(entrance, other)
    async with entrance.database.tx(INSTALLATION, actor_of(person)) as tx:
        with pytest.raises(Gone, match="no such session"):
            await sessions.end_own(tx, person.id, made.session.id)
        with pytest.raises(Gone, match="no such session"):
            await sessions.end_own(tx, person.id, tx.ids.new())
    assert await found(entrance, made.token)


async def test_all_sessions_end_but_one(entrance: Entrance, person: Person) -> None:
    here, *others = [await opened(entrance, person) for _ in range(3)]
    other = await opened(entrance, await entrance.person())
    async with entrance.database.tx(INSTALLATION, actor_of(person)) as tx:
        ended = await sessions.end_all(tx, person.id, EndReason.revoked, but=here.session.id)
        left = await sessions.living_sessions(tx, person.id, limit=10)
    assert ended == len(others)
    assert [one.id for one in left] == [here.session.id]
    assert await found(entrance, other.token)


async def test_a_person_has_so_many_sessions_and_no_more(
    entrance: Entrance, person: Person, clock: FixedClock
) -> None:
    first = await opened(entrance, person)
    clock.advance(1)
    for _ in range(model.SESSIONS_MAX):
        last = await opened(entrance, person)
    assert await found(entrance, first.token) is None
    assert await found(entrance, last.token)
    async with entrance.database.tx(INSTALLATION, actor_of(person)) as tx:
        left = await sessions.living_sessions(tx, person.id, limit=200)
    assert len(left) == model.SESSIONS_MAX


async def test_an_agent_is_cut_and_made_one_line(entrance: Entrance, person: Person) -> None:
    async with entrance.database.tx(INSTALLATION, actor_of(person)) as tx:
        made = await sessions.open_session(
            tx, person.id, agent="a\r\nSet-Cookie: x\0" + "b" * 900, address="", second_factor=True
        )
    assert made.session.agent.startswith("a Set-Cookie: xb")
    assert len(made.session.agent) == model.AGENT_CHARS_MAX


CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0"


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (FIREFOX, Device("Firefox", "Linux")),
        (
            f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Safari/537.36 Edg/140.0.0.0",
            Device("Edge", "Windows"),
        ),
        (
            f"Mozilla/5.0 (Linux; Android 10; K) {CHROME} Mobile Safari/537.36",
            Device("Chrome", "Android"),
        ),
        (
            f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {CHROME} Safari/537.36",
            Device("Chrome", "ChromeOS"),
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, "
            "like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
            Device("Safari", "iOS"),
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like "
            "Gecko) Version/18.6 Safari/605.1.15",
            Device("Safari", "macOS"),
        ),
        ("curl/8.5.0", Device("curl", "")),
        ("", Device("", "")),
    ],
)
def test_an_agent_in_words(agent: str, device: Device) -> None:
    assert model.device(agent) == device


# Where a person works


async def test_a_person_stands_where_it_is_a_member(
    entrance: Entrance, person: Person, database: Database
) -> None:
    actor = actor_of(person)
    here, there = database.ids.new(), database.ids.new()
    for workspace, role in ((here, "owner"), (there, "support")):
        await make_workspace(database, workspace)
        await enter(database, workspace, actor, role)
    await make_workspace(database, database.ids.new())
    async with database.tx(there, actor) as tx:
        await tx.execute(
            """
            insert into identity_limits (workspace_id, id, role, amount_minor, currency, items_max)
            values ($1, $2, 'support', 5000, 'SGD', 3), ($1, $3, 'admin', 9000, 'SGD', 9)
            """,
            *(there, tx.ids.new(), tx.ids.new()),
        )
    async with database.system_tx("test") as tx:
        places = {one.workspace_id: one for one in await standing.memberships(tx, person.id)}
    assert {one: place.role for one, place in places.items()} == {here: "owner", there: "support"}
    assert places[here].limits == Limits()
    assert places[there].limits == Limits(5_000, "SGD", 3)
    assert (places[here].idle_minutes, places[here].absolute_minutes) == (20_160, 43_200)


async def test_the_profile_is_the_persons_own(entrance: Entrance, person: Person) -> None:
    made = await opened(entrance, person)
    found_profile = await standing.profile(entrance.database, actor_of(person), made.session.id)
    assert found_profile.person == person
    assert found_profile.session == made.session
    nobody = replace(actor_of(person), id=entrance.database.ids.new())
    with pytest.raises(Gone):
        await standing.profile(entrance.database, nobody, None)


# Over HTTP


async def test_sessions_over_http(browser: Browser, entrance: Entrance, person: Person) -> None:
    here, there = browser.another(), browser.another()
    await here.sign_in(person.email)
    await there.sign_in(person.email)
    listed = await here.ask("GET", "/api/identity/sessions")
    assert [one["this_one"] for one in listed["items"]] == [False, True]
    assert {(one["browser"], one["system"]) for one in listed["items"]} == {("Firefox", "Linux")}
    page = await here.ask("GET", "/api/identity/sessions?limit=1")
    rest = await here.ask("GET", f"/api/identity/sessions?limit=1&cursor={page['next_cursor']}")
    assert page["items"] + rest["items"] == listed["items"]
    assert rest["next_cursor"] is None

    other = listed["items"][0]["id"]
    await here.ask("DELETE", f"/api/identity/sessions/{other}", 204)
    await there.ask("GET", "/api/identity/sessions", 401)
    await here.ask("DELETE", f"/api/identity/sessions/{other}", 404)

    third = browser.another()
    await third.sign_in(person.email)
    assert await here.ask("POST", "/api/identity/sessions/end_others") == {"ended": 1}
    await third.ask("GET", "/api/identity/sessions", 401)
    own = listed["items"][1]["id"]
    await here.ask("DELETE", f"/api/identity/sessions/{own}", 204)
    assert not here.cookie.strip('"')


async def test_a_session_of_somebody_else_is_not_there_over_http(
    browser: Browser, entrance: Entrance, person: Person
) -> None:
    other = await opened(entrance, await entrance.person())
    visitor = browser.another()
    await visitor.sign_in(person.email)
    await visitor.ask("DELETE", f"/api/identity/sessions/{other.session.id}", 404)
    assert await found(entrance, other.token)
