"""The first person: once, whole, and nobody else's."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import asyncpg
import pytest

from hanse.app.api.ground import Ground
from hanse.base.clock import FixedClock
from hanse.base.faults import Rejected
from hanse.engine.passwords import Passwords
from hanse.engine.tx import Database
from hanse.rooms.identity.model.attempts import FREE
from hanse.rooms.identity.model.people import PersonState
from hanse.rooms.identity.routes.held import Held
from hanse.rooms.identity.service import registration, standing
from hanse.rooms.identity.service.attempts import TooOften
from hanse.rooms.identity.service.registration import Newcomer, SetUpAlready, SetupCodeWrong
from hanse.rooms.identity.service.sign_in import Origin, SignedIn
from tests.rooms.identity.entrance import (
    PASSWORD,
    SITE,
    Browser,
    Entrance,
    anywhere,
    browsing,
    for_people,
    newcomer,
)
from tests.rooms.identity.halfway import still

CODE = "set-up-code-that-was-printed"


@pytest.fixture(scope="module")
def passwords() -> Iterator[Passwords]:
    opened = Passwords(2)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
async def nobody_is_there(admin_dsn: str, database: Database) -> None:
    admin = await asyncpg.connect(admin_dsn)
    await admin.execute("truncate identity_people, identity_attempts cascade")
    await admin.close()


@pytest.fixture
def entrance(database: Database, passwords: Passwords, clock: FixedClock) -> Entrance:
    return Entrance(still(database, clock), passwords, clock)


@pytest.fixture
async def browser(ground: Ground, passwords: Passwords) -> AsyncIterator[Browser]:
    held = Held(passwords, CODE, SITE, "invited", False, 15)
    async with browsing(for_people(ground), held) as opened:
        yield opened


async def set_up(
    entrance: Entrance,
    asked: Newcomer,
    *,
    code: str = "",
    wanted: str = "",
    workspace: str = "Lind Trading",
    origin: Origin | None = None,
) -> SignedIn:
    return await registration.set_up(
        *(entrance.database, entrance.passwords, asked, workspace),
        code=code,
        wanted_code=wanted,
        origin=origin or anywhere(),
    )


async def test_the_first_person_owns_a_workspace_and_is_signed_in(entrance: Entrance) -> None:
    assert await registration.is_setup_needed(entrance.database)
    done = await set_up(entrance, newcomer())
    assert done.person.state is PersonState.active
    async with entrance.database.system_tx("test") as tx:
        [place] = await standing.memberships(tx, done.person.id)
    assert (place.workspace_name, place.role) == ("Lind Trading", "owner")
    assert not await registration.is_setup_needed(entrance.database)
    await entrance.signed_in(done.person)


async def test_a_second_person_cannot_set_up(entrance: Entrance) -> None:
    await set_up(entrance, newcomer())
    with pytest.raises(SetUpAlready, match="set up already"):
        await set_up(entrance, newcomer())


async def test_two_who_set_up_at_once_make_one_owner(entrance: Entrance) -> None:
    tries = await asyncio.gather(
        *(set_up(entrance, newcomer()) for _ in range(4)), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in tries) == ["SetUpAlready"] * 3 + ["SignedIn"]


async def test_only_with_the_code_that_was_printed(entrance: Entrance) -> None:
    for wrong in ("", "guess", CODE[:-1], CODE + "\ud83d"):
        with pytest.raises(SetupCodeWrong, match="not the set-up code"):
            await set_up(entrance, newcomer(), code=wrong, wanted=CODE)
    await set_up(entrance, newcomer(), code=f" {CODE}\n", wanted=CODE)


async def test_a_code_is_not_guessed_at_leisure(entrance: Entrance) -> None:
    origin = anywhere()
    for _ in range(FREE["address"]):
        with pytest.raises(SetupCodeWrong):
            await set_up(entrance, newcomer(), code="guess", wanted=CODE, origin=origin)
    with pytest.raises(TooOften):
        await set_up(entrance, newcomer(), code=CODE, wanted=CODE, origin=origin)


async def test_what_is_wrong_leaves_nothing_behind(entrance: Entrance) -> None:
    with pytest.raises(Rejected, match="needs 12"):
        await set_up(entrance, newcomer(password="short"))
    with pytest.raises(Rejected, match="has no name"):
        await set_up(entrance, newcomer(), workspace=" ")
    assert await registration.is_setup_needed(entrance.database)


async def test_set_up_over_http(browser: Browser) -> None:
    welcome = await browser.ask("GET", "/api/identity/welcome")
    assert welcome == {
        "setup_needed": True,
        "setup_code_needed": True,
        "registration": "invited",
        "mail_ready": False,
        "public_url": SITE,
    }
    asked = {
        "code": CODE,
        "name": "Ada Lind",
        "email": "ada@example.com",
        "password": PASSWORD,
        "language": "id",
        "zone": "Asia/Jakarta",
        "workspace_name": "Lind Trading",
    }
    assert (await browser.ask("POST", "/api/identity/setup", json=asked))["state"] == "signed_in"
    me = await browser.ask("GET", "/api/identity/me")
    assert (me["role"], me["memberships"][0]["workspace_name"]) == ("owner", "Lind Trading")
    problem = await browser.another().ask("POST", "/api/identity/setup", 409, asked)
    assert problem["code"] == "set_up_already"
    welcome = await browser.ask("GET", "/api/identity/welcome")
    assert not welcome["setup_needed"]
    assert not welcome["setup_code_needed"]
