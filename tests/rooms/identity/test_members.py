"""Members: their roles, who may give which, and that the last owner stays."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from hanse.base.faults import Denied, Gone
from hanse.engine.doors.access import ROLES, Role
from hanse.engine.doors.versions import Changed
from hanse.engine.log import history
from hanse.engine.tx import Actor, Database
from hanse.rooms.identity.model.roles import ORDER, may_assign, may_limit
from hanse.rooms.identity.routes import members as routes
from hanse.rooms.identity.service import keys, members
from hanse.rooms.identity.service.members import MemberAlready
from tests.api.conftest import Door, opened
from tests.rooms.identity.team import (
    Person,
    bearer,
    enter,
    founded,
    ground_of,
    roles,
    somebody,
    told,
)


@pytest.fixture
async def ada(database: Database) -> Person:
    return await somebody(database, "Ada Lind")


@pytest.fixture
async def shop(database: Database, ada: Person) -> UUID:
    """A workspace that Ada owns."""
    return await founded(database, ada)


@pytest.fixture(scope="module")
async def door(database: Database, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Door]:
    home = tmp_path_factory.mktemp("home")
    async with opened(ground_of(database, home, (routes.doors,))) as running:
        yield running


async def change(database: Database, shop: UUID, actor: Actor, whom: UUID, role: str) -> None:
    async with database.tx(shop, actor) as tx:
        found = await members.member(tx, whom)
        await members.change_role(tx, whom, role, found.version)


async def member_of(database: Database, shop: UUID, person: Person) -> UUID:
    async with database.tx(shop, person.actor) as tx:
        return (await members.of_actor(tx)).id


# Who may give which role


def test_the_order_of_roles_is_that_of_the_doors() -> None:
    assert tuple(Role) == ORDER


@pytest.mark.parametrize("role", ORDER[2:])
def test_below_admin_nobody_gives_or_takes_a_role(role: str) -> None:
    assert not any(
        may_assign(role, now, wanted) for now in (None, *ORDER) for wanted in (None, *ORDER)
    )


def test_an_admin_gives_and_takes_all_roles_but_that_of_an_owner() -> None:
    for role in ORDER:
        assert may_assign("admin", role, "viewer") == (role != "owner")
        assert may_assign("admin", None, role) == (role != "owner")
        assert may_assign("admin", role, None) == (role != "owner")


def test_an_owner_gives_and_takes_every_role() -> None:
    assert all(may_assign("owner", now, wanted) for now in ORDER for wanted in (None, *ORDER))


def test_nobody_but_an_owner_limits_the_own_role() -> None:
    assert may_limit("owner", "owner")
    assert may_limit("admin", "manager")
    assert not may_limit("admin", "admin")
    assert not may_limit("admin", "owner")
    assert not may_limit("manager", "viewer")


# Change and remove


async def test_a_change_of_role_is_kept_with_before_and_after(
    database: Database, shop: UUID, ada: Person
) -> None:
    bo = await somebody(database, "Bo Berg")
    whom = await enter(database, shop, bo, "viewer")
    await change(database, shop, ada.actor, whom, "manager")
    assert (await roles(database, shop))[bo.id] == "manager"
    [event, *_] = await told(database, shop, "identity.member.changed")
    assert (event.payload["before"], event.payload["after"]) == ("viewer", "manager")
    assert b"Bo Berg" not in repr(event.payload).encode()
    assert event.subject is not None
    assert event.subject.id == whom


async def test_the_same_role_again_changes_nothing(
    database: Database, shop: UUID, ada: Person
) -> None:
    whom = await enter(database, shop, await somebody(database, "Bo"), "viewer")
    await change(database, shop, ada.actor, whom, "viewer")
    assert not await told(database, shop, "identity.member.changed")


async def test_a_change_of_what_was_changed_meanwhile_is_refused(
    database: Database, shop: UUID, ada: Person
) -> None:
    whom = await enter(database, shop, await somebody(database, "Bo"), "viewer")
    await change(database, shop, ada.actor, whom, "manager")
    async with database.tx(shop, ada.actor) as tx:
        with pytest.raises(Changed, match="you read version 1, it is now 2"):
            await members.change_role(tx, whom, "admin", 1)
        with pytest.raises(Changed):
            await members.remove_member(tx, whom, 1)


async def test_an_admin_makes_no_owner_and_unmakes_none(
    database: Database, shop: UUID, ada: Person
) -> None:
    bo = await somebody(database, "Bo")
    own = await enter(database, shop, bo, "admin")
    other = await enter(database, shop, await somebody(database, "Cy"), "viewer")
    owner = await member_of(database, shop, ada)
    for whom, role in [(other, "owner"), (owner, "viewer"), (own, "owner")]:
        with pytest.raises(Denied, match="Only an owner makes or unmakes an owner"):
            await change(database, shop, bo.actor, whom, role)
    async with database.tx(shop, bo.actor) as tx:
        with pytest.raises(Denied, match="Only an owner"):
            await members.remove_member(tx, owner, 1)
    await change(database, shop, bo.actor, other, "admin")


async def test_a_manager_with_a_way_past_the_door_changes_nothing(
    database: Database, shop: UUID
) -> None:
    bo = await somebody(database, "Bo")
    own = await enter(database, shop, bo, "manager")
    with pytest.raises(Denied, match="As manager you neither give nor take the role admin"):
        await change(database, shop, bo.actor, own, "admin")


async def test_whoever_was_removed_changes_nothing_any_more(
    database: Database, shop: UUID, ada: Person
) -> None:
    bo = await somebody(database, "Bo")
    own = await enter(database, shop, bo, "admin")
    other = await enter(database, shop, await somebody(database, "Cy"), "viewer")
    async with database.tx(shop, ada.actor) as tx:
        await members.remove_member(tx, own, 1)
    with pytest.raises(Denied, match="do not work in this workspace any more"):
        await change(database, shop, bo.actor, other, "support")


async def test_the_keys_of_a_member_end_with_the_membership(
    database: Database, shop: UUID, ada: Person
) -> None:
    bo = await somebody(database, "Bo Berg")
    whom = await enter(database, shop, bo, "manager")
    async with database.tx(shop, bo.actor) as tx:
        scope = "identity.key.read"
        made = await keys.make_key(
            tx, name="Robot", scopes=[scope], expires_at=None, held=frozenset([scope])
        )
    async with database.tx(shop, ada.actor) as tx:
        await members.remove_member(tx, whom, 1)
    async with database.tx(shop, ada.actor) as tx:
        key = await keys.read_key(tx, made.key.id, everybody=True)
        assert key.ended_at is not None
        assert key.ended_by == ada.id
    [event] = await told(database, shop, "identity.member.removed")
    assert event.payload["keys_ended"] == 1
    [ended] = await told(database, shop, "identity.key.revoked")
    assert ended.subject is not None
    assert ended.subject.id == made.key.id


async def test_somebody_is_a_member_once(database: Database, shop: UUID, ada: Person) -> None:
    with pytest.raises(MemberAlready, match="works in the workspace already"):
        await enter(database, shop, ada, "viewer")


async def test_a_member_of_another_workspace_is_not_there(
    database: Database, shop: UUID, ada: Person
) -> None:
    bo = await somebody(database, "Bo")
    there = await founded(database, bo)
    theirs = await member_of(database, there, bo)
    async with database.tx(shop, ada.actor) as tx:
        with pytest.raises(Gone, match="no such member"):
            await members.member(tx, theirs)
        with pytest.raises(Gone):
            await members.change_role(tx, theirs, "viewer", 1)
        with pytest.raises(Gone):
            await members.remove_member(tx, theirs, 1)
        with pytest.raises(Gone, match="no such member"):
            await members.transfer(tx, bo.id)


# The list


async def test_members_are_listed_by_name_in_pages_and_found(
    database: Database, shop: UUID, ada: Person, door: Door
) -> None:
    names = ["bela", "Émile", "زيد بن علي", "👩‍👩‍👧 Cruz", "Zoe" + "é" * 80, "Zoe" + "é" * 80]
    for name in names:
        await enter(database, shop, await somebody(database, name), "viewer")
    who, seen, query = bearer(ada, shop), [], {"limit": "2"}
    while True:
        async with door.ask("GET", "/api/identity/members", who, params=query) as answer:
            page = await answer.json()
            assert answer.status == 200, page
        seen += [one["name"] for one in page["items"]]
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]
    assert sorted(seen) == sorted(["Ada Lind", *names])
    assert seen[:2] == ["Ada Lind", "bela"]
    async with door.ask("GET", "/api/identity/members?q=LIND", who) as answer:
        assert [one["name"] for one in (await answer.json())["items"]] == ["Ada Lind"]
    async with door.ask("GET", f"/api/identity/members?q={ada.email[:20]}", who) as answer:
        assert [one["email"] for one in (await answer.json())["items"]] == [ada.email]
    async with door.ask("GET", "/api/identity/members?q=%25", who) as answer:
        assert (await answer.json())["items"] == []
    async with door.ask("GET", "/api/identity/members?role=owner&role=admin", who) as answer:
        assert [one["role"] for one in (await answer.json())["items"]] == ["owner"]


async def test_a_page_of_the_longest_names_has_a_following_one(
    database: Database, shop: UUID, ada: Person, door: Door
) -> None:
    for _ in range(2):
        await enter(database, shop, await somebody(database, "🦜" * 100), "viewer")
    who = bearer(ada, shop)
    async with door.ask("GET", "/api/identity/members?limit=2", who) as answer:
        cursor = (await answer.json())["next_cursor"]
    async with door.ask("GET", f"/api/identity/members?limit=2&cursor={cursor}", who) as answer:
        assert answer.status == 200
        assert len((await answer.json())["items"]) == 1


@pytest.mark.parametrize("cursor", ["abc", "WyJhIl0", "WzEsMl0", "é"])
async def test_a_cursor_that_was_not_given_out_is_refused(
    shop: UUID, ada: Person, door: Door, cursor: str
) -> None:
    who = bearer(ada, shop)
    async with door.ask("GET", "/api/identity/members", who, params={"cursor": cursor}) as answer:
        assert answer.status == 422
        assert (await answer.json())["fields"][0]["field"] == "cursor"


# Through the door


async def test_a_member_is_changed_and_removed_by_its_version(
    database: Database, shop: UUID, ada: Person, door: Door
) -> None:
    whom = await enter(database, shop, await somebody(database, "Bo"), "viewer")
    who, path = bearer(ada, shop), f"/api/identity/members/{whom}"
    async with door.ask("PATCH", path, who, json={"role": "support"}) as answer:
        assert answer.status == 428
    async with door.ask("GET", path, who) as answer:
        tag = answer.headers["etag"]
    headers = {"If-Match": tag}
    async with door.ask("PATCH", path, who, json={"role": "support"}, headers=headers) as answer:
        assert answer.status == 200
        assert (answer.headers["etag"], (await answer.json())["role"]) == ('"2"', "support")
    async with door.ask("DELETE", path, who, headers=headers) as answer:
        assert answer.status == 412
    async with door.ask("DELETE", path, who, headers={"If-Match": '"2"'}) as answer:
        assert answer.status == 204
    async with door.ask("GET", path, who) as answer:
        assert answer.status == 404


async def test_a_field_that_nobody_offers_is_refused(
    database: Database, shop: UUID, ada: Person, door: Door
) -> None:
    whom = await enter(database, shop, await somebody(database, "Bo"), "viewer")
    body = {"role": "support", "person_id": str(ada.id), "version": 9}
    async with door.ask(
        *("PATCH", f"/api/identity/members/{whom}", bearer(ada, shop)),
        json=body,
        headers={"If-Match": '"1"'},
    ) as answer:
        assert answer.status == 422
        refused = {field["field"] for field in (await answer.json())["fields"]}
    assert refused == {"person_id", "version"}


async def test_a_viewer_sees_who_works_here_and_changes_nothing(
    database: Database, shop: UUID, door: Door
) -> None:
    bo = await somebody(database, "Bo")
    own = await enter(database, shop, bo, "viewer")
    who, path = bearer(bo, shop), f"/api/identity/members/{own}"
    async with door.ask("GET", path, who) as answer:
        assert answer.status == 200
    for method in ("PATCH", "DELETE"):
        body = {"json": {"role": "owner"}} if method == "PATCH" else {}
        async with door.ask(method, path, who, headers={"If-Match": '"1"'}, **body) as answer:
            assert answer.status == 403
            assert "identity.member.write" in (await answer.json())["detail"]
    async with door.ask("POST", "/api/identity/leave", who) as answer:
        assert answer.status == 204
    async with door.ask("GET", path, who) as answer:
        assert answer.status == 403


async def test_handing_on_asks_who_is_there_and_only_owners_do_it(
    database: Database, shop: UUID, ada: Person, door: Door
) -> None:
    bo = await somebody(database, "Bo")
    await enter(database, shop, bo, "admin")
    path, body = "/api/identity/transfer", {"person_id": str(bo.id)}
    async with door.ask("POST", path, bearer(bo, shop), json=body) as answer:
        assert answer.status == 403
    unproven = {"unproven": "yes"}
    async with door.ask("POST", path, bearer(ada, shop), json=body, headers=unproven) as answer:
        assert (await answer.json())["code"] == "proof_needed"
    async with door.ask("POST", path, bearer(ada, shop), json=body) as answer:
        assert answer.status == 200
    assert (await roles(database, shop))[bo.id] == "owner"


async def test_every_role_is_printed_with_what_it_may(shop: UUID, ada: Person, door: Door) -> None:
    async with door.ask("GET", "/api/identity/roles", bearer(ada, shop)) as answer:
        table = {one["role"]: one["permissions"] for one in (await answer.json())["roles"]}
    assert list(table) == list(Role)
    for role, permissions in table.items():
        assert {one["name"] for one in permissions} == {one.name for one in ROLES[Role(role)]}
        assert all(one["sentence"].endswith(".") for one in permissions)


async def test_the_log_names_nobody_in_the_clear(
    database: Database, shop: UUID, ada: Person
) -> None:
    [event] = await told(database, shop, "identity.member.joined")
    assert "Ada Lind" not in history.sentence(event, {})
