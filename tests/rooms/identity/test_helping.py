"""A colleague who forgot the password, where no mail goes out: a link from hand to hand."""

from pathlib import Path
from uuid import UUID

import pytest

from hanse.base.faults import Conflict, Denied
from hanse.engine.tx import INSTALLATION, Database
from hanse.rooms.identity.routes import members as routes
from hanse.rooms.identity.service import helping
from tests.api.conftest import opened
from tests.rooms.identity.team import (
    PUBLIC_URL,
    Person,
    bearer,
    enter,
    founded,
    ground_of,
    know_jobs,
    somebody,
    told,
)


@pytest.fixture(autouse=True, scope="module")
async def known(database: Database) -> None:
    await know_jobs(database)


@pytest.fixture
async def ada(database: Database) -> Person:
    return await somebody(database, "Ada Lind")


@pytest.fixture
async def shop(database: Database, ada: Person) -> UUID:
    """A workspace that Ada owns."""
    return await founded(database, ada)


async def link(
    database: Database, shop: UUID, by: Person, member: UUID, *, mail_ready: bool = False
) -> str:
    async with database.tx(shop, by.actor, "r-7") as tx:
        return await helping.password_link(
            tx, database, member, public_url=PUBLIC_URL, mail_ready=mail_ready
        )


async def test_an_owner_makes_a_link_for_a_member_and_the_log_says_so(
    database: Database, shop: UUID, ada: Person, tmp_path: Path
) -> None:
    bo = await somebody(database, "Bo")
    member = await enter(database, shop, bo, "manager")
    path = f"/api/identity/members/{member}/password_link"
    async with opened(ground_of(database, tmp_path, (routes.doors,))) as door:
        unproven = {"unproven": "yes"}
        async with door.ask("POST", path, bearer(ada, shop), headers=unproven) as answer:
            assert (await answer.json())["code"] == "proof_needed"
        async with door.ask("POST", path, bearer(ada, shop)) as answer:
            assert answer.status == 201
            made = (await answer.json())["link"]
    assert made.startswith(f"{PUBLIC_URL}/sign-in/reset#hln_")
    [noted] = await told(database, shop, "identity.member.helped")
    assert (noted.actor.id, noted.person_id) == (ada.id, bo.id)
    async with database.tx(INSTALLATION, ada.actor) as tx:
        assert await tx.fetchval(
            "select count(*) from identity_links where person_id = $1 and kind = 'reset'", bo.id
        )


@pytest.mark.parametrize("role", ["owner", "admin"])
async def test_nobody_makes_one_for_a_role_that_is_not_below(
    database: Database, shop: UUID, role: str
) -> None:
    bo, cy = await somebody(database, "Bo"), await somebody(database, "Cy")
    await enter(database, shop, bo, "admin")
    member = await enter(database, shop, cy, role)
    with pytest.raises(Denied, match="you do not stand above"):
        await link(database, shop, bo, member)


async def test_nobody_makes_one_for_who_works_elsewhere_too(
    database: Database, shop: UUID, ada: Person
) -> None:
    bo = await somebody(database, "Bo")
    member = await enter(database, shop, bo, "viewer")
    await founded(database, bo, "Bo's own")
    with pytest.raises(Denied, match="works in other workspaces too"):
        await link(database, shop, ada, member)


async def test_where_mails_go_out_nobody_makes_one(
    database: Database, shop: UUID, ada: Person
) -> None:
    member = await enter(database, shop, await somebody(database, "Bo"), "viewer")
    with pytest.raises(Conflict, match="Mails go out here"):
        await link(database, shop, ada, member, mail_ready=True)
