"""`hanse people`: who there is, and links for those who have no mail server."""

import argparse
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

import pytest

from hanse.app.cli import people as command
from hanse.app.opened import Opened
from hanse.base.faults import Gone, Rejected
from hanse.engine.mail import mails
from hanse.engine.settings import load
from hanse.engine.tx import INSTALLATION, Database
from hanse.rooms.identity.model.links import LinkKind
from hanse.rooms.identity.service import factors, joining, links, people
from hanse.rooms.identity.service.invitations import InvitedAlready
from hanse.rooms.identity.service.members import MemberAlready
from hanse.rooms.identity.service.workspaces import make_workspace
from tests.conftest import NOBODY

Hanse = Callable[..., Awaitable[list[str]]]
SITE = "https://hub.example"


@dataclass(frozen=True)
class Shop:
    """A workspace with its owner, who confirmed her address."""

    id: UUID
    name: str
    owner_id: UUID
    email: str


@pytest.fixture
async def shop(database: Database) -> Shop:
    workspace = database.ids.new()
    email = f"Sari.{workspace.hex}@shop.example"
    async with database.system_tx("test") as system:
        await system.execute(
            "insert into jobs_names (name, lane) values ($1, '') on conflict do nothing", mails.JOB
        )
    async with database.tx(INSTALLATION, NOBODY) as tx:
        owner = await people.make_person(
            tx,
            name="Sari Dewi",
            email=email,
            password_hash=None,
            language="id",
            zone="Asia/Jakarta",
            confirmed=True,
        )
    async with database.tx(workspace, NOBODY) as tx:
        made = await make_workspace(tx, name=f"Shop {workspace}", owner_id=owner.id)
    return Shop(workspace, made.name, owner.id, email)


@pytest.fixture
def hanse(database: Database) -> Hanse:
    """Run the command with these words; the lines that it wrote."""

    async def run(*words: object, **settings: str) -> list[str]:
        lines: list[str] = []
        parser = argparse.ArgumentParser()
        command.add(parser.add_subparsers(required=True))
        args = parser.parse_args(["people", *map(str, words)])
        loaded = load({"HANSE_PUBLIC_URL": SITE} | settings)
        opened = Opened(
            loaded, database.clock, database.ids, lines.append, opened_database=database
        )
        assert await command.run(args, opened) == 0
        return lines

    return run


def invited(shop: Shop, email: str, role: str = "manager") -> tuple[object, ...]:
    return "invite", email, "--workspace", shop.id, "--role", role


async def test_people_are_listed_with_where_they_work(hanse: Hanse, shop: Shop) -> None:
    line = f"{shop.email}  Sari Dewi  owner of {shop.name}"
    assert line in await hanse("list")
    assert await hanse("list", "--workspace", shop.id) == [line]


async def test_a_person_without_a_workspace_is_listed_too(hanse: Hanse, database: Database) -> None:
    email = f"{database.ids.new().hex}@shop.example"
    async with database.tx(INSTALLATION, NOBODY) as tx:
        await people.make_person(
            tx,
            name="Ana",
            email=email,
            password_hash=None,
            language="en",
            zone="UTC",
            confirmed=False,
        )
    assert f"{email}  Ana  in no workspace  unconfirmed" in await hanse("list")


async def test_workspaces_are_listed_with_their_ids_and_owners(hanse: Hanse, shop: Shop) -> None:
    line = f"{shop.id}  {shop.name}  1 person  owned by {shop.email}"
    assert line in await hanse("workspaces")


async def test_an_invitation_is_a_link_that_is_good_without_any_mail(
    hanse: Hanse, database: Database, shop: Shop
) -> None:
    link, words, *_ = await hanse(*invited(shop, "ana@shop.example"))
    assert link.startswith(f"{SITE}/join#hin_")
    assert words.startswith("For ana@shop.example, good once, until 2")
    shown = await joining.look(database, link.partition("#")[2], "")
    assert (shown.workspace_id, shown.inviter, shown.invitation.role) == (shop.id, "", "manager")


async def test_a_second_invitation_gives_a_new_link_and_ends_the_first(
    hanse: Hanse, database: Database, shop: Shop
) -> None:
    first = (await hanse(*invited(shop, "ana@shop.example")))[0]
    said, second, *_ = await hanse(*invited(shop, "Ana@shop.example"))
    assert said == "The address was invited before; the link from then opens nothing any more."
    assert await joining.look(database, second.partition("#")[2], "")
    with pytest.raises(Gone):
        await joining.look(database, first.partition("#")[2], "")
    with pytest.raises(InvitedAlready, match="invited as manager, not as viewer"):
        await hanse(*invited(shop, "ana@shop.example", "viewer"))


async def test_who_cannot_be_invited_is_told_why(
    hanse: Hanse, database: Database, shop: Shop
) -> None:
    with pytest.raises(MemberAlready):
        await hanse(*invited(shop, shop.email))
    with pytest.raises(Rejected):
        await hanse(*invited(shop, "no address"))
    nowhere = Shop(database.ids.new(), "", shop.owner_id, "")
    with pytest.raises(Gone, match="no such workspace"):
        await hanse(*invited(nowhere, "ana@shop.example"))


async def test_a_link_to_set_a_new_password_is_good_once(
    hanse: Hanse, database: Database, shop: Shop
) -> None:
    link, words, *_ = await hanse("link", shop.email.upper(), "--kind", "reset")
    assert link.startswith(f"{SITE}/sign-in/reset#hln_")
    assert words.startswith(f"For {shop.email}, good once, for 24 hours.")
    token = link.partition("#")[2]
    async with database.tx(INSTALLATION, NOBODY) as tx:
        used = await links.use_link(tx, LinkKind.reset, token)
        assert used.person_id == shop.owner_id
        with pytest.raises(Gone):
            await links.use_link(tx, LinkKind.reset, token)


async def test_a_link_that_makes_no_sense_is_not_made(hanse: Hanse, shop: Shop) -> None:
    with pytest.raises(Gone, match=r"Nobody has the address nobody@shop\.example\."):
        await hanse("link", "nobody@shop.example", "--kind", "reset")
    with pytest.raises(Rejected, match="confirmed already"):
        await hanse("link", shop.email, "--kind", "confirm")
    with pytest.raises(SystemExit):
        await hanse("link", shop.email, "--kind", "email")


async def test_a_link_that_no_other_machine_could_open_says_so(hanse: Hanse, shop: Shop) -> None:
    lines = await hanse("link", shop.email, "--kind", "reset", HANSE_PUBLIC_URL="")
    assert lines[0].startswith("http://localhost:")
    assert any("HANSE_PUBLIC_URL" in line for line in lines)
    told = await hanse("link", shop.email, "--kind", "reset")
    assert not any("HANSE_PUBLIC_URL" in line for line in told)


async def test_the_log_names_the_command(hanse: Hanse, database: Database, shop: Shop) -> None:
    await hanse(*invited(shop, "ana@shop.example"))
    async with database.tx(shop.id, NOBODY) as tx:
        actor = await tx.fetchval(
            "select actor_name from events where name = 'identity.invitation.made'"
        )
    assert actor == "hanse people"


async def test_second_factors_of_who_lost_them_are_removed(
    hanse: Hanse, database: Database, shop: Shop
) -> None:
    async with database.tx(INSTALLATION, NOBODY) as tx:
        await factors.begin_totp(tx, shop.owner_id, "Lost phone")

    [line] = await hanse("forget-factors", shop.email)
    [again] = await hanse("forget-factors", shop.email)

    assert line == f"Removed 1; a mail says so. {shop.email} signs in with the password alone."
    assert again == f"There was none. {shop.email} signs in with the password alone."
    with pytest.raises(Gone, match="Nobody has the address"):
        await hanse("forget-factors", "nobody@shop.example")
