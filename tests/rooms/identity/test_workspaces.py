"""Workspaces: made, changed without locking oneself out, closed after a grace."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from hanse.base.faults import Conflict, Denied, Gone, Rejected
from hanse.engine.doors.versions import Changed
from hanse.engine.tx import INSTALLATION, Actor, ActorKind, Database
from hanse.rooms.identity.model import workspaces as model
from hanse.rooms.identity.model.workspaces import Wanted, Workspace
from hanse.rooms.identity.routes import workspaces as routes
from hanse.rooms.identity.service import workspaces
from tests.api.conftest import Door, opened
from tests.rooms.identity.team import (
    OPERATOR,
    Person,
    bearer,
    enter,
    founded,
    ground_of,
    roles,
    somebody,
    told,
)

ADDRESS = "203.0.113.9"


@pytest.fixture
async def ada(database: Database) -> Person:
    return await somebody(database, "Ada Lind")


@pytest.fixture
async def eve(database: Database) -> Person:
    return await somebody(database, "Eve New")


@pytest.fixture
async def shop(database: Database, ada: Person) -> UUID:
    """A workspace that Ada owns."""
    return await founded(database, ada)


@pytest.fixture(scope="module")
async def door(database: Database, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Door]:
    home = tmp_path_factory.mktemp("home")
    async with opened(ground_of(database, home, (routes.doors,))) as running:
        yield running


async def change(
    database: Database,
    shop: UUID,
    who: Actor,
    wanted: Wanted,
    *,
    address: str = ADDRESS,
    expected: int = 1,
) -> Workspace:
    return await workspaces.change_workspace(
        database, who, shop, "r-2", wanted, address=address, expected=expected
    )


async def now_is(database: Database, shop: UUID) -> Workspace:
    async with database.tx(shop, OPERATOR) as tx:
        return await workspaces.workspace(tx)


# Make


async def test_whoever_makes_a_workspace_owns_it(database: Database, ada: Person) -> None:
    shop = await founded(database, ada, "  Toko\u200b   Ada ")
    made = await now_is(database, shop)
    assert (made.id, made.name, made.state, made.version) == (shop, "Toko Ada", "active", 1)
    assert (made.networks, made.second_factor_required) == ((), False)
    assert await roles(database, shop) == {ada.id: "owner"}
    [event] = await told(database, shop, "identity.workspace.made")
    assert event.actor.id == ada.id


@pytest.mark.parametrize("name", ["متجر آدا", "🧵 Batik 👩‍👩‍👧", "é" * 100, "'; drop table x; --"])
async def test_a_name_may_be_in_any_script(database: Database, ada: Person, name: str) -> None:
    assert (await now_is(database, await founded(database, ada, name))).name == name


@pytest.mark.parametrize("name", ["", "   ", "\u202e\u200b", "\u200d", "x" * 101])
async def test_a_name_that_nobody_can_read_is_refused(
    database: Database, ada: Person, name: str
) -> None:
    with pytest.raises(Rejected) as refused:
        await founded(database, ada, name)
    assert refused.value.findings[0].field == "name"


def test_a_mark_that_turns_the_text_does_not_stay_in_a_name() -> None:
    assert model.clean_title("abc\u202edef\r\nX: y", "workspace") == "abcdef X: y"


async def test_a_person_is_in_fifty_workspaces_at_most(database: Database, ada: Person) -> None:
    for _ in range(model.WORKSPACES_MAX):
        await founded(database, ada)
    with pytest.raises(Conflict, match="50 are the most"):
        await founded(database, ada)


async def test_whoever_asks_again_with_the_same_key_makes_no_second(
    database: Database, ada: Person, eve: Person
) -> None:
    async def asked(person: Person, name: str) -> UUID:
        made = await workspaces.found_workspace(database, person.actor, "r-1", name, key="wish-1")
        return made.id

    first = await asked(ada, "Toko")
    assert await asked(ada, "Toko") == first
    with pytest.raises(Conflict, match="Send a new key"):
        await asked(ada, "Warung")
    assert await asked(eve, "Toko") != first


async def test_a_repeated_key_tells_nothing_of_what_became_of_the_workspace(
    database: Database, ada: Person
) -> None:
    """Its maker may have left since: the rules of its owners are none of the maker's business."""
    made = await workspaces.found_workspace(database, ada.actor, "r-1", "Toko", key="wish-1")
    await workspaces.change_workspace(
        *(database, ada.actor, made.id, "r-2", Wanted(idle_minutes=30)),
        address="203.0.113.7",
        expected=made.version,
    )
    with pytest.raises(Conflict, match="has made a workspace already"):
        await workspaces.found_workspace(database, ada.actor, "r-3", "Toko", key="wish-1")


@pytest.mark.parametrize(
    "actor", [OPERATOR, Actor(ActorKind.key, UUID(int=5), "robot")], ids=["operator", "key"]
)
async def test_only_a_person_makes_a_workspace(database: Database, actor: Actor) -> None:
    with pytest.raises(Denied, match="Only a person"):
        await workspaces.found_workspace(database, actor, "r-1", "Toko")


async def test_a_workspace_is_made_once_under_its_id(
    database: Database, shop: UUID, ada: Person
) -> None:
    async with database.tx(shop, ada.actor) as tx:
        with pytest.raises(Conflict):
            await workspaces.make_workspace(tx, name="Other", owner_id=ada.id)


async def test_where_there_is_no_workspace_none_is_shown(
    database: Database, workspace: UUID
) -> None:
    async with database.tx(workspace, OPERATOR) as tx:
        with pytest.raises(Gone, match="no such workspace"):
            await workspaces.workspace(tx)


# Change


async def test_a_change_is_kept_with_what_was_different(
    database: Database, shop: UUID, ada: Person
) -> None:
    wanted = Wanted(name="Toko Ada 2", idle_minutes=60, networks=["203.0.113.0/24"])
    after = await change(database, shop, ada.actor, wanted)
    assert after == await now_is(database, shop)
    assert (after.name, after.idle_minutes, after.version) == ("Toko Ada 2", 60, 2)
    [event] = await told(database, shop, "identity.workspace.changed")
    assert event.before == {"name": "Toko Ada", "idle_minutes": 20_160, "networks": []}
    assert event.after == {
        "name": "Toko Ada 2",
        "idle_minutes": 60,
        "networks": ["203.0.113.0/24"],
    }


async def test_a_change_to_the_same_is_none(database: Database, shop: UUID, ada: Person) -> None:
    assert (await change(database, shop, ada.actor, Wanted(name="Toko Ada"))).version == 1
    assert not await told(database, shop, "identity.workspace.changed")


async def test_a_change_of_what_was_changed_meanwhile_is_refused(
    database: Database, shop: UUID, ada: Person
) -> None:
    await change(database, shop, ada.actor, Wanted(name="Other"))
    with pytest.raises(Changed):
        await change(database, shop, ada.actor, Wanted(name="Third"))


async def test_sessions_end_unused_before_they_end_in_any_case(
    database: Database, shop: UUID, ada: Person
) -> None:
    with pytest.raises(Rejected, match="would never pass"):
        await change(database, shop, ada.actor, Wanted(absolute_minutes=60))
    both = Wanted(absolute_minutes=60, idle_minutes=60)
    assert (await change(database, shop, ada.actor, both)).absolute_minutes == 60


@pytest.mark.parametrize("address", [ADDRESS, "2001:db8:ffff::1", "unknown"])
async def test_nobody_locks_out_the_own_address(
    database: Database, shop: UUID, ada: Person, address: str
) -> None:
    wanted = Wanted(networks=["198.51.100.0/24", "2001:db8::/48"])
    with pytest.raises(Rejected) as refused:
        await change(database, shop, ada.actor, wanted, address=address)
    assert f"You come from {address}" in refused.value.sentence
    assert f"Add {address}" in refused.value.next_step
    assert refused.value.findings[0].field == "networks"
    assert (await now_is(database, shop)).networks == ()


async def test_an_old_list_without_the_own_address_does_not_hinder_another_change(
    database: Database, shop: UUID, ada: Person
) -> None:
    await change(database, shop, OPERATOR, Wanted(networks=["198.51.100.0/24"]), address="")
    after = await change(database, shop, ada.actor, Wanted(name="Other"), expected=2)
    assert after.networks == ("198.51.100.0/24",)


async def test_nobody_demands_a_second_factor_without_having_one(
    database: Database, shop: UUID, ada: Person
) -> None:
    with pytest.raises(Rejected, match="You have no second factor yourself") as refused:
        await change(database, shop, ada.actor, Wanted(second_factor_required=True))
    assert refused.value.findings[0].field == "second_factor_required"
    assert not (await now_is(database, shop)).second_factor_required


async def test_whoever_has_a_second_factor_may_demand_one(
    database: Database, shop: UUID, ada: Person
) -> None:
    async with database.tx(INSTALLATION, ada.actor) as tx:
        await tx.execute(
            """
            insert into identity_factors (workspace_id, id, person_id, kind, name, credential_id,
                public_key, sign_count, made_at, confirmed_at)
            values ($1, $2, $3, 'passkey', 'Phone', $4, 'key', 0, $5, $5)
            """,
            *(INSTALLATION, tx.ids.new(), ada.id, ada.id.bytes, tx.now),
        )
    after = await change(database, shop, ada.actor, Wanted(second_factor_required=True))
    assert after.second_factor_required


async def test_a_key_demands_no_second_factor(database: Database, shop: UUID) -> None:
    robot = Actor(ActorKind.key, UUID(int=5), "robot")
    with pytest.raises(Denied, match="A key may not"):
        await change(database, shop, robot, Wanted(second_factor_required=True))


# Through the door


async def test_a_workspace_is_made_read_and_changed(
    database: Database, ada: Person, door: Door
) -> None:
    nowhere = bearer(ada, INSTALLATION)
    body = {"name": "Toko Ada"}
    async with door.ask("POST", "/api/identity/workspaces", nowhere, json=body) as answer:
        assert answer.status == 201
        made = await answer.json()
    who, path = bearer(ada, UUID(made["id"])), "/api/identity/workspace"
    async with door.ask("GET", path, who) as answer:
        assert (await answer.json()) == made
        tag = answer.headers["etag"]
    rules = {"idle_minutes": 30}
    async with door.ask("PATCH", path, who, json=rules) as answer:
        assert answer.status == 428
    headers = {"If-Match": tag}
    async with door.ask("PATCH", path, who, json=rules, headers=headers) as answer:
        assert answer.headers["etag"] == '"2"'
        assert (await answer.json())["idle_minutes"] == 30
    async with door.ask("PATCH", path, who, json=rules, headers=headers) as answer:
        assert answer.status == 412


async def test_the_address_that_the_request_came_from_is_looked_for(
    shop: UUID, ada: Person, door: Door
) -> None:
    who, path, tag = bearer(ada, shop), "/api/identity/workspace", {"If-Match": '"1"'}
    body = {"networks": ["203.0.113.0/24"]}
    async with door.ask("PATCH", path, who, json=body, headers=tag) as answer:
        assert answer.status == 422
        assert "You come from 127.0.0.1" in (await answer.json())["detail"]
    body = {"networks": ["203.0.113.0/24", "127.0.0.1"]}
    async with door.ask("PATCH", path, who, json=body, headers=tag) as answer:
        assert (await answer.json())["networks"] == ["127.0.0.1/32", "203.0.113.0/24"]


@pytest.mark.parametrize(
    "body",
    [
        {"state": "closed"},
        {"version": 7},
        {"closes_at": None},
        {"id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c20"},
        {"idle_minutes": 4},
        {"idle_minutes": "60"},
        {"absolute_minutes": 525_601},
        {"second_factor_required": 1},
        {"networks": "10.0.0.0/8"},
        {"networks": ["127.0.0.1"] * 101},
        {"name": "x" * 401},
    ],
)
async def test_what_nobody_offers_is_refused(
    database: Database, shop: UUID, ada: Person, door: Door, body: dict[str, object]
) -> None:
    headers = {"If-Match": '"1"'}
    async with door.ask(
        *("PATCH", "/api/identity/workspace", bearer(ada, shop)),
        json=body,
        headers=headers,
    ) as answer:
        assert answer.status == 422
    assert (await now_is(database, shop)).version == 1


async def test_only_the_owner_deletes_the_workspace_and_shows_again_who_is_there(
    database: Database, shop: UUID, ada: Person, door: Door
) -> None:
    bo = await somebody(database, "Bo")
    await enter(database, shop, bo, "admin")
    path, tag = "/api/identity/workspace", {"If-Match": '"1"'}
    async with door.ask("DELETE", path, bearer(bo, shop), headers=tag) as answer:
        assert answer.status == 403
        assert "identity.ownership.write" in (await answer.json())["detail"]
    unproven = {**tag, "unproven": "yes"}
    async with door.ask("DELETE", path, bearer(ada, shop), headers=unproven) as answer:
        assert (await answer.json())["code"] == "proof_needed"
    async with door.ask("DELETE", path, bearer(ada, shop), headers=tag) as answer:
        closing_one = await answer.json()
        assert (answer.status, closing_one["state"]) == (200, "closing")
        assert closing_one["closes_at"] is not None
    async with door.ask("POST", f"{path}/keep", bearer(bo, shop)) as answer:
        assert answer.status == 403
    async with door.ask("POST", f"{path}/keep", bearer(ada, shop)) as answer:
        assert (await answer.json())["state"] == "active"


async def test_a_viewer_sees_the_rules_and_changes_none(
    database: Database, shop: UUID, door: Door
) -> None:
    bo = await somebody(database, "Bo")
    await enter(database, shop, bo, "viewer")
    path, who = "/api/identity/workspace", bearer(bo, shop)
    async with door.ask("GET", path, who) as answer:
        assert answer.status == 200
    body = {"name": "Mine"}
    async with door.ask("PATCH", path, who, json=body, headers={"If-Match": '"1"'}) as answer:
        assert answer.status == 403
