"""The world of the demo: three people who can sign in, and a mail box that everybody may open."""

import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from hanse.app import demo, wiring
from hanse.app.api import mails
from hanse.app.api.callers import by_cookie
from hanse.app.api.ground import Ground
from hanse.app.cli.run import leading_to_sandbox
from hanse.engine.passwords import Passwords
from hanse.engine.settings import load
from hanse.engine.tx import Database
from hanse.rooms.identity.routes.held import Held
from hanse.rooms.identity.service import standing
from hanse.rooms.identity.service.sign_in import SignedIn, sign_in
from tests.api.conftest import ground
from tests.rooms.identity.entrance import Browser, anywhere, browsing
from tests.rooms.identity.team import know_jobs, somebody

__all__ = ["ground"]


@pytest.fixture(scope="module")
def passwords() -> Iterator[Passwords]:
    opened = Passwords(1)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


async def roles(database: Database, person_id: UUID) -> list[tuple[str, str]]:
    async with database.system_tx("a test") as tx:
        places = await standing.memberships(tx, person_id)
    return [(place.workspace_name, place.role) for place in places]


async def comes_in(database: Database, passwords: Passwords, one: demo.SignIn) -> SignedIn:
    came = anywhere()
    done = await sign_in(
        *(database, passwords),
        email=one.email,
        password=one.password,
        agent=came.agent,
        address=came.address,
        request_id="r-1",
    )
    assert isinstance(done, SignedIn)
    return done


async def test_who_lost_the_file_of_sign_ins_gets_new_ones(
    database: Database, passwords: Passwords, home: Path
) -> None:
    await know_jobs(database)
    old = await demo.ready(database, passwords, home)
    assert await demo.ready(database, passwords, home) == old
    (home / demo.FILE).unlink()
    new = await demo.ready(database, passwords, home)
    assert [one.email for one in new] == [one.email for one in old]
    for one in new:
        await comes_in(database, passwords, one)


async def test_the_demo_has_three_people_of_different_roles_who_can_sign_in(
    database: Database, passwords: Passwords, home: Path
) -> None:
    made = await demo.ready(database, passwords, home)
    assert [one.role for one in made] == ["owner", "manager", "viewer"]
    for one in made:
        done = await comes_in(database, passwords, one)
        assert await roles(database, done.person.id) == [(demo.WORKSPACE, one.role)]
        words = demo.told(made, home / demo.SETTINGS_FILE)
        assert one.email in words
        assert f"{one.password}  ({one.role})" in words
    assert stat.S_IMODE((home / demo.FILE).stat().st_mode) == 0o600
    assert await demo.ready(database, passwords, home) == made, "the same at every start"


async def listed(browser: Browser, status: int) -> list[str]:
    answer = await browser.ask("GET", "/api/mails", status)
    return [mail["to"] for mail in answer.get("items", [])]


def test_a_command_that_is_given_the_demos_settings_finds_it_and_its_shops(home: Path) -> None:
    environ = {"HANSE_HOME": str(home), **leading_to_sandbox(load({}).settings, 8799)}
    settings = load(environ).settings
    assert load({}, demo.keep_settings(settings)).settings == settings


async def test_in_a_demo_everybody_reads_what_was_mailed_and_elsewhere_nobody_does(
    ground: Ground, database: Database, passwords: Passwords, home: Path
) -> None:
    await know_jobs(database)
    *_, viewer = await demo.ready(database, passwords, home)
    asked = await somebody(database, "Bo Berg")
    held = Held(passwords, "", "http://localhost:8700", "open", False, 15)
    for everybody in ({mails.READ.name}, set[str]()):
        known = by_cookie(database, everybody)
        changed = replace(ground, doors=wiring.DOORS, authenticate=known)
        async with browsing(changed, held) as browser:
            await browser.ask("POST", "/api/identity/forgot", json={"email": asked.email})
            await browser.sign_in(viewer.email, viewer.password)
            found = await listed(browser, 200 if everybody else 403)
            assert (asked.email in found) is bool(everybody)
