"""`hanse people key`: API keys from the command line."""

import argparse
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from uuid import UUID

import pytest

from hanse.app.api.callers import by_key
from hanse.app.api.ground import Ground
from hanse.app.cli import people as command
from hanse.app.opened import Opened
from hanse.base.faults import Denied, Gone, Rejected
from hanse.engine.settings import load
from hanse.engine.tx import Database
from tests.api.conftest import door, ground, opened
from tests.rooms.identity.team import Person, enter, founded, know_jobs, somebody, told

__all__ = ["door", "ground"]
Hanse = Callable[..., Awaitable[Sequence[str]]]


@pytest.fixture
def hanse(database: Database) -> Hanse:
    async def run(*words: object) -> Sequence[str]:
        lines: list[str] = []
        parser = argparse.ArgumentParser()
        command.add(parser.add_subparsers(required=True))
        args = parser.parse_args(["people", *map(str, words)])
        here = Opened(
            load({}), database.clock, database.ids, lines.append, opened_database=database
        )
        assert await command.run(args, here) == 0
        return lines

    return run


@pytest.fixture
async def owner(database: Database) -> Person:
    await know_jobs(database)
    return await somebody(database, "Ana Owner")


@pytest.fixture
async def shop(database: Database, owner: Person) -> UUID:
    return await founded(database, owner)


def key_for(email: str, shop: UUID, *scopes: str, days: int = 30) -> tuple[object, ...]:
    wanted = [word for scope in scopes or ("jobs.job.read",) for word in ("--scope", scope)]
    return "key", email, "--workspace", shop, "--name", "Stock robot", "--days", days, *wanted


async def test_a_key_of_the_command_opens_what_it_may_until_the_command_ends_it(
    hanse: Hanse, ground: Ground, database: Database, owner: Person, shop: UUID
) -> None:
    secret, *more = await hanse(*key_for(owner.email, shop))
    assert more[0].startswith(f"For {owner.email}, good for 30 days.")
    async with opened(replace(ground, authenticate=by_key(database))) as running:
        async with running.ask("GET", "/api/jobs", secret) as answer:
            assert answer.status == 200
        async with running.ask("GET", "/api/events", secret) as answer:
            assert answer.status == 403

        prefix = secret[:12]
        [line] = await hanse("keys", "--workspace", shop)
        assert line.startswith(f"{prefix}  Stock robot  Ana Owner  used ")
        await hanse("revoke-key", prefix, "--workspace", shop)
        async with running.ask("GET", "/api/jobs", secret) as answer:
            assert answer.status == 401
    [line] = await hanse("keys", "--workspace", shop)
    assert line.endswith("revoked")
    [made] = await told(database, shop, "identity.key.created")
    assert made.actor.name == "hanse people"


async def test_a_key_of_the_command_holds_no_more_than_the_role(
    hanse: Hanse, database: Database, shop: UUID
) -> None:
    viewer = await somebody(database, "Cik Viewer")
    with pytest.raises(Denied, match="not a member"):
        await hanse(*key_for(viewer.email, shop))
    await enter(database, shop, viewer, "viewer")
    with pytest.raises(Rejected, match=r"jobs\.job\.read"):
        await hanse(*key_for(viewer.email, shop))
    assert await hanse("keys", "--workspace", shop) == ["There is no key in this workspace."]


async def test_what_the_command_cannot_do_is_a_sentence(
    hanse: Hanse, owner: Person, shop: UUID
) -> None:
    with pytest.raises(Gone, match="Nobody has the address"):
        await hanse(*key_for("nobody@shop.example", shop))
    with pytest.raises(Rejected, match="1 to 3,653 days"):
        await hanse(*key_for(owner.email, shop, days=0))
    with pytest.raises(Rejected, match="There is no permission"):
        await hanse(*key_for(owner.email, shop, "stock.wish.read"))
    with pytest.raises(Gone, match="0 keys"):
        await hanse("revoke-key", "hak_nothing1", "--workspace", shop)
