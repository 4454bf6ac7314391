"""Signing in: the same words for everybody who is not let in, and a new session for who is."""

import time
from collections.abc import AsyncIterator, Iterator

import pytest
from argon2 import PasswordHasher

from hanse.app.api.ground import Ground
from hanse.base.clock import FixedClock
from hanse.base.faults import Denied, Rejected
from hanse.engine.passwords import Passwords
from hanse.engine.tx import INSTALLATION, Database
from hanse.rooms.identity.model.people import Person
from hanse.rooms.identity.routes.held import Held
from hanse.rooms.identity.service import passwords as passwords_of_people
from hanse.rooms.identity.service import sign_in, standing
from hanse.rooms.identity.service.people import VISITOR, actor_of
from hanse.rooms.identity.service.sign_in import (
    Halfway,
    NotConfirmed,
    Origin,
    SignedIn,
    WrongPassword,
    WrongSignIn,
)
from tests.rooms.identity.entrance import (
    FIREFOX,
    OTHER,
    PASSWORD,
    SITE,
    Browser,
    Entrance,
    anywhere,
    browsing,
    for_people,
)
from tests.rooms.identity.halfway import still, with_phone


@pytest.fixture(scope="module")
def passwords() -> Iterator[Passwords]:
    opened = Passwords(2)
    yield opened
    opened.close()


@pytest.fixture
def entrance(database: Database, passwords: Passwords, clock: FixedClock) -> Entrance:
    return Entrance(still(database, clock), passwords, clock)


@pytest.fixture(scope="module")
async def browser(ground: Ground, passwords: Passwords) -> AsyncIterator[Browser]:
    held = Held(passwords, "", SITE, "invited", True, 15)
    async with browsing(for_people(ground), held) as opened:
        yield opened


async def close(entrance: Entrance, person: Person) -> None:
    async with entrance.database.tx(INSTALLATION, VISITOR) as tx:
        await tx.execute(
            "update identity_people set state = 'closed' where workspace_id = $1 and id = $2",
            *(tx.workspace_id, person.id),
        )


async def kept_hash(entrance: Entrance, person: Person) -> str:
    async with entrance.database.tx(INSTALLATION, VISITOR) as tx:
        kept: str = await tx.fetchval(
            "select hash from identity_passwords where workspace_id = $1 and id = $2",
            *(tx.workspace_id, person.id),
        )
    return kept


async def lives(entrance: Entrance, token: str) -> bool:
    async with entrance.database.system_tx("test") as tx:
        return await standing.of_browser(tx, token) is not None


async def change(entrance: Entrance, done: SignedIn, current: str, password: str) -> str:
    return await passwords_of_people.change(
        *(entrance.database, entrance.passwords),
        person_id=done.person.id,
        session_id=done.opened.session.id,
        current=current,
        password=password,
        origin=anywhere(),
    )


async def test_who_shows_the_password_is_in(entrance: Entrance) -> None:
    person = await entrance.person()
    done = await entrance.sign_in(f" {person.email.upper()}")
    assert isinstance(done, SignedIn)
    assert done.person.id == person.id
    assert done.opened.token.startswith("hse_")
    assert await lives(entrance, done.opened.token)


async def test_the_words_are_the_same_whoever_is_not_let_in(entrance: Entrance) -> None:
    person, gone = await entrance.person(), await entrance.person()
    nameless = await entrance.somebody(None)
    await close(entrance, gone)
    refused = []
    for email, password in [
        (person.email, "not the password"),
        ("nobody@example.com", PASSWORD),
        (gone.email, PASSWORD),
        (nameless.email, PASSWORD),
        ("", ""),
        ("no address", PASSWORD),
        ("half\ud83d@example.com", "\ud83d"),
    ]:
        with pytest.raises(WrongSignIn) as wrong:
            await entrance.sign_in(email, password)
        refused.append(str(wrong.value))
    assert len(set(refused)) == 1


async def test_the_work_is_the_same_whoever_is_not_let_in(entrance: Entrance) -> None:
    """The slow part is measured in tests/engine/test_passwords; here, that it is done."""
    clock = time.process_time
    took = []
    for email in ((await entrance.person()).email, "nobody@example.com"):
        shortest = 10.0
        for _ in range(3):
            began = clock()
            with pytest.raises(WrongSignIn):
                await entrance.sign_in(email, "not the password")
            shortest = min(shortest, clock() - began)
        took.append(shortest)
    assert 0.5 < took[0] / took[1] < 2


async def test_an_unconfirmed_person_is_told_so_only_with_the_password(entrance: Entrance) -> None:
    person = await entrance.person(confirmed=False)
    with pytest.raises(WrongSignIn):
        await entrance.sign_in(person.email, "not the password")
    for _ in range(8):  # the password is right, so nothing is counted
        with pytest.raises(NotConfirmed, match="not confirmed yet"):
            await entrance.sign_in(person.email)


async def test_with_a_second_factor_the_password_is_half_the_way(
    entrance: Entrance, clock: FixedClock
) -> None:
    person = await entrance.person()
    before = await entrance.signed_in(person)
    await with_phone(entrance.database, clock, person)
    origin = Origin(FIREFOX, "203.0.113.9", "r-1", before.opened.token)
    done = await entrance.sign_in(person.email, origin=origin)
    assert isinstance(done, Halfway)
    assert "totp" in done.ways
    assert done.challenge_token.startswith("hch_")
    assert not await lives(entrance, done.challenge_token)
    assert not await lives(entrance, before.opened.token)


async def test_each_sign_in_makes_a_new_session_and_ends_the_one_before(entrance: Entrance) -> None:
    person = await entrance.person()
    first = await entrance.signed_in(person)
    planted = Origin(FIREFOX, "203.0.113.10", "r-1", first.opened.token)
    second = await entrance.sign_in(person.email, origin=planted)
    assert isinstance(second, SignedIn)
    assert second.opened.token != first.opened.token
    assert not await lives(entrance, first.opened.token)
    assert await lives(entrance, second.opened.token)


async def test_a_session_that_is_planted_is_not_taken(entrance: Entrance) -> None:
    person = await entrance.person()
    planted = Origin(FIREFOX, "203.0.113.11", "r-1", "hse_" + "x" * 43)
    done = await entrance.sign_in(person.email, origin=planted)
    assert isinstance(done, SignedIn)
    assert done.opened.token != planted.brought
    assert not await lives(entrance, planted.brought)


async def test_a_hash_of_older_parameters_is_renewed(entrance: Entrance) -> None:
    older = PasswordHasher(time_cost=1, memory_cost=19_456, parallelism=1).hash(PASSWORD)
    person = await entrance.somebody(older)
    await entrance.signed_in(person)
    renewed = await kept_hash(entrance, person)
    assert renewed != older
    assert not entrance.passwords.needs_rehash(renewed)
    await entrance.signed_in(person)
    assert await kept_hash(entrance, person) == renewed


async def test_a_password_that_was_changed_meanwhile_is_not_good(entrance: Entrance) -> None:
    person, origin = await entrance.person(), anywhere()
    async with entrance.database.tx(INSTALLATION, VISITOR) as tx:
        known = await sign_in.look_up(tx, person.email, origin.address)
    done = await entrance.signed_in(person)
    await change(entrance, done, PASSWORD, OTHER)
    async with entrance.database.tx(INSTALLATION, actor_of(person)) as tx:
        outcome = await sign_in.let_in(tx, known, None, origin)
    assert isinstance(outcome, WrongSignIn)


async def test_a_refusal_is_noted_without_what_was_typed(entrance: Entrance) -> None:
    person = await entrance.person()
    for email in (person.email, "a secret typed into the wrong field"):
        with pytest.raises(WrongSignIn):
            await entrance.sign_in(email, "not the password")
    noted = await entrance.events_of("identity.person.refused")
    assert noted[-2][1] == str(person.id)
    assert noted[-1][1] is None
    for payload, _ in noted:
        assert "@" not in payload
        assert "secret" not in payload


# The password


async def test_a_changed_password_ends_all_other_sessions(entrance: Entrance) -> None:
    person = await entrance.person()
    here, there = await entrance.signed_in(person), await entrance.signed_in(person)
    token = await change(entrance, here, PASSWORD, OTHER)
    assert await lives(entrance, token)
    # Whoever copied the cookie is out too.
    assert not await lives(entrance, here.opened.token)
    assert not await lives(entrance, there.opened.token)
    with pytest.raises(WrongSignIn):
        await entrance.sign_in(person.email, PASSWORD)
    await entrance.signed_in(person, OTHER)
    [told, *_] = await entrance.mails_to(person.email)
    assert told.subject == "Your password was changed"


async def test_a_password_is_changed_by_who_knows_it(entrance: Entrance) -> None:
    person = await entrance.person()
    done = await entrance.signed_in(person)
    with pytest.raises(WrongPassword, match="not your password"):
        await change(entrance, done, OTHER, OTHER)
    with pytest.raises(Rejected, match="needs 12"):
        await change(entrance, done, PASSWORD, "short")
    await entrance.signed_in(person)


# Over HTTP


async def test_the_cookie_is_for_this_host_alone_and_for_no_script(
    browser: Browser, entrance: Entrance
) -> None:
    person = await entrance.person()
    visitor = browser.another()
    await visitor.sign_in(person.email)
    name, *flags = visitor.set_cookie.split("; ")
    assert name.startswith("__Host-hanse=hse_")
    assert {"HttpOnly", "Secure", "Path=/", "SameSite=lax"} <= set(flags)
    assert not any(flag.lower().startswith("domain") for flag in flags)


async def test_a_wrong_sign_in_sets_no_cookie(browser: Browser) -> None:
    visitor = browser.another()
    asked = {"email": "nobody@example.com", "password": PASSWORD}
    problem = await visitor.ask("POST", "/api/identity/sign_in", 422, asked)
    assert problem["code"] == "sign_in_wrong"
    assert not visitor.cookie


async def test_whoever_signs_out_is_out(browser: Browser, entrance: Entrance) -> None:
    person = await entrance.person()
    visitor = browser.another()
    await visitor.sign_in(person.email)
    token = visitor.cookie
    await visitor.ask("POST", "/api/identity/sign_out")
    assert not visitor.cookie.strip('"')
    assert not await lives(entrance, token)
    visitor.cookie = token
    await visitor.ask("GET", "/api/identity/me", 401)


async def test_without_a_session_signing_out_does_nothing(browser: Browser) -> None:
    await browser.another().ask("POST", "/api/identity/sign_out")


async def test_a_password_is_changed_over_http(browser: Browser, entrance: Entrance) -> None:
    person = await entrance.person()
    visitor = browser.another()
    await visitor.sign_in(person.email)
    asked = {"current": PASSWORD, "password": OTHER}
    assert await visitor.ask("POST", "/api/identity/password", json=asked) == {"state": "done"}
    visitor.csrf = (await visitor.ask("GET", "/api/identity/me"))["csrf_token"]
    problem = await visitor.ask("POST", "/api/identity/password", 422, asked)
    assert problem["code"] == "password_wrong"
    await visitor.ask("GET", "/api/identity/me")


def test_no_fault_of_the_entrance_is_a_mistake_of_ours() -> None:
    assert issubclass(WrongSignIn, Rejected)
    assert issubclass(NotConfirmed, Denied)
