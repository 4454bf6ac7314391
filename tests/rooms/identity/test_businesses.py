"""Businesses: made, changed, archived and restored, deleted after a grace."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from hanse.base.clock import FixedClock
from hanse.base.faults import Conflict, Gone, Rejected
from hanse.engine.doors.versions import Changed
from hanse.engine.tx import Database
from hanse.rooms.identity.model import businesses as model
from hanse.rooms.identity.model.businesses import Business
from hanse.rooms.identity.routes import businesses as routes
from hanse.rooms.identity.service import businesses, workspaces
from tests.api.conftest import Door, opened
from tests.rooms.identity.team import (
    OPERATOR,
    Person,
    bearer,
    enter,
    founded,
    ground_of,
    somebody,
    told,
)

PATH = "/api/identity/businesses"


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


async def make(
    database: Database, shop: UUID, by: Person, name: str = "Batik Ada", kind: str = "shop"
) -> Business:
    async with database.tx(shop, by.actor) as tx:
        return await businesses.make_business(tx, name, kind)


async def move(database: Database, shop: UUID, by: Person, which: UUID, how: str) -> Business:
    async with database.tx(shop, by.actor) as tx:
        return await businesses.move_business(tx, which, how)


# The states


def test_every_state_is_reached_and_every_word_is_known() -> None:
    reached = {end for _, end in model.MOVES.values()} | {"active"}
    assert reached == set(model.STATES) == set(model.INSTEAD) == set(routes.BusinessState)
    assert {start for starts, _ in model.MOVES.values() for start in starts} == reached
    assert set(businesses.MOVED) == set(model.MOVES)
    assert tuple(routes.BusinessKind) == model.KINDS


@pytest.mark.parametrize(
    ("ways", "state"),
    [
        (["archive"], "archived"),
        (["archive", "restore"], "active"),
        (["delete"], "closing"),
        (["archive", "delete"], "closing"),
        (["delete", "keep"], "active"),
    ],
)
async def test_a_business_moves_from_state_to_state(
    database: Database, shop: UUID, ada: Person, ways: list[str], state: str
) -> None:
    made = await make(database, shop, ada)
    for how in ways:
        moved = await move(database, shop, ada, made.id, how)
    assert (moved.state, moved.version) == (state, 1 + len(ways))
    assert (moved.closes_at is not None) == (state == "closing")
    [event, *_] = await told(database, shop, "identity.business")
    assert event.after == state
    assert event.subject is not None
    assert event.subject.version == moved.version


@pytest.mark.parametrize(
    ("ways", "advice"),
    [
        (["restore"], "It is active"),
        (["keep"], "It is active"),
        (["archive", "archive"], "restore it first"),
        (["delete", "archive"], "keep it first"),
        (["delete", "delete"], "keep it first"),
    ],
)
async def test_a_move_that_leads_nowhere_is_refused(
    database: Database, shop: UUID, ada: Person, ways: list[str], advice: str
) -> None:
    made = await make(database, shop, ada)
    for how in ways[:-1]:
        await move(database, shop, ada, made.id, how)
    with pytest.raises(Conflict, match="so this does nothing") as refused:
        await move(database, shop, ada, made.id, ways[-1])
    assert advice in refused.value.next_step


async def test_of_two_who_archive_at_once_one_does(
    database: Database, shop: UUID, ada: Person
) -> None:
    made = await make(database, shop, ada)
    ends = await asyncio.gather(
        *(move(database, shop, ada, made.id, "archive") for _ in range(2)), return_exceptions=True
    )
    assert sorted(type(end).__name__ for end in ends) == ["Business", "Conflict"]


# Make and change


@pytest.mark.parametrize("name", ["متجر آدا", "🧵 Batik", "é" * 100])
async def test_a_business_is_made_under_any_name(
    database: Database, shop: UUID, ada: Person, name: str
) -> None:
    made = await make(database, shop, ada, name, "affiliate")
    assert (made.name, made.kind, made.state, made.version) == (name, "affiliate", "active", 1)
    [event] = await told(database, shop, "identity.business.made")
    assert event.payload["kind"] == "affiliate"


@pytest.mark.parametrize("name", ["", "\u200b", "x" * 101])
async def test_a_name_that_nobody_can_read_is_refused(
    database: Database, shop: UUID, ada: Person, name: str
) -> None:
    with pytest.raises(Rejected) as refused:
        await make(database, shop, ada, name)
    assert refused.value.findings[0].field == "name"


async def test_a_change_is_kept_with_before_and_after(
    database: Database, shop: UUID, ada: Person
) -> None:
    made = await make(database, shop, ada)
    async with database.tx(shop, ada.actor) as tx:
        changed = await businesses.change_business(tx, made.id, None, "dropshipping", 1)
        assert (changed.kind, changed.version) == ("dropshipping", 2)
        assert await businesses.business(tx, made.id) == changed
        assert await businesses.change_business(tx, made.id, "Batik Ada", None, 2) == changed
        with pytest.raises(Changed):
            await businesses.change_business(tx, made.id, "Other", None, 1)
        with pytest.raises(Changed):
            await businesses.move_business(tx, made.id, "delete", 1)
    [event] = await told(database, shop, "identity.business.changed")
    assert event.before == {"name": "Batik Ada", "kind": "shop"}
    assert event.after == {"name": "Batik Ada", "kind": "dropshipping"}


async def test_a_business_of_another_workspace_is_not_there(
    database: Database, shop: UUID, ada: Person
) -> None:
    theirs = await make(database, await founded(database, ada), ada)
    async with database.tx(shop, ada.actor) as tx:
        with pytest.raises(Gone, match="no such business"):
            await businesses.business(tx, theirs.id)
        with pytest.raises(Gone):
            await businesses.change_business(tx, theirs.id, "Mine", None, 1)
        with pytest.raises(Gone):
            await businesses.move_business(tx, theirs.id, "delete", 1)


async def test_a_workspace_has_so_many_businesses_at_most(
    database: Database, shop: UUID, ada: Person
) -> None:
    async with database.tx(shop, ada.actor) as tx:
        await tx.executemany(
            """
            insert into identity_businesses (workspace_id, id, name, kind, state, made_at)
            values ($1, $2, 'Batik', 'shop', 'active', $3)
            """,
            [(shop, tx.ids.new(), tx.now) for _ in range(model.BUSINESSES_MAX)],
        )
    with pytest.raises(Conflict, match="500 businesses, the most"):
        await make(database, shop, ada)


# The grace


async def test_after_the_grace_a_business_is_deleted_and_before_it_is_not(
    database: Database, shop: UUID, ada: Person
) -> None:
    kept, gone = await make(database, shop, ada), await make(database, shop, ada, "Old")
    closing = await move(database, shop, ada, gone.id, "delete")
    assert closing.closes_at is not None
    for when, count in [(closing.closes_at - timedelta(seconds=1), 2), (closing.closes_at, 1)]:
        then = replace(database, clock=FixedClock(when))
        async with then.tx(shop, OPERATOR) as tx:
            await workspaces.close_over(tx)
            assert len(await businesses.list_businesses(tx, None, None, 10)) == count
    async with database.tx(shop, OPERATOR) as tx:
        assert (await businesses.business(tx, kept.id)).state == "active"
        with pytest.raises(Gone):
            await businesses.business(tx, gone.id)
    [event] = await told(database, shop, "identity.business.deleted")
    assert event.payload["name"] == "Old"


# Through the door


async def test_businesses_are_listed_by_name_and_state_in_pages(
    database: Database, shop: UUID, ada: Person, door: Door
) -> None:
    for name in ["beta", "Alpha", "🦜" * 100, "🦜" * 100, "gamma"]:
        made = await make(database, shop, ada, name)
    await move(database, shop, ada, made.id, "archive")
    who, names, query = bearer(ada, shop), [], {"limit": "1"}
    while True:
        async with door.ask("GET", PATH, who, params=query) as answer:
            page = await answer.json()
            assert answer.status == 200, page
        names += [one["name"] for one in page["items"]]
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]
    assert names == ["Alpha", "beta", "gamma", "🦜" * 100, "🦜" * 100]
    async with door.ask("GET", f"{PATH}?state=archived&state=closing", who) as answer:
        assert [one["name"] for one in (await answer.json())["items"]] == ["gamma"]


async def test_a_business_lives_through_the_door(
    database: Database, shop: UUID, door: Door
) -> None:
    bo = await somebody(database, "Bo")
    await enter(database, shop, bo, "manager")
    who = bearer(bo, shop)
    async with door.ask("POST", PATH, who, json={"name": "Batik", "kind": "shop"}) as answer:
        assert (answer.status, answer.headers["etag"]) == (201, '"1"')
        path = f"{PATH}/{(await answer.json())['id']}"
    async with door.ask("GET", path, who) as answer:
        assert answer.headers["etag"] == '"1"'
    headers = {"If-Match": '"1"'}
    async with door.ask("PATCH", path, who, json={"name": "Tenun"}, headers=headers) as answer:
        assert (await answer.json())["name"] == "Tenun"
    async with door.ask("PATCH", path, who, json={"name": "Ikat"}, headers=headers) as answer:
        assert answer.status == 412
    for way, state in [("archive", "archived"), ("restore", "active")]:
        async with door.ask("POST", f"{path}/{way}", who) as answer:
            assert (await answer.json())["state"] == state
    async with door.ask("DELETE", path, who) as answer:
        assert answer.status == 428
    unproven = {"If-Match": '"4"', "unproven": "1"}
    async with door.ask("DELETE", path, who, headers=unproven) as answer:
        assert (answer.status, (await answer.json())["code"]) == (403, "proof_needed")
    async with door.ask("DELETE", path, who, headers={"If-Match": '"4"'}) as answer:
        assert (answer.status, (await answer.json())["state"]) == (200, "closing")
    async with door.ask("POST", f"{path}/keep", who) as answer:
        assert (await answer.json())["closes_at"] is None


@pytest.mark.parametrize(
    "body",
    [
        {"name": "Batik", "kind": "bank"},
        {"name": "Batik"},
        {"name": "Batik", "kind": "shop", "state": "closing"},
        {"name": "Batik", "kind": "shop", "workspace_id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c20"},
        {"name": 7, "kind": "shop"},
        {"name": "x" * 401, "kind": "shop"},
    ],
)
async def test_what_nobody_offers_is_refused(
    shop: UUID, ada: Person, door: Door, body: dict[str, object]
) -> None:
    async with door.ask("POST", PATH, bearer(ada, shop), json=body) as answer:
        assert answer.status == 422


async def test_a_viewer_sees_businesses_and_changes_none(
    database: Database, shop: UUID, ada: Person, door: Door
) -> None:
    bo = await somebody(database, "Bo")
    await enter(database, shop, bo, "viewer")
    made, who = await make(database, shop, ada), bearer(bo, shop)
    async with door.ask("GET", f"{PATH}/{made.id}", who) as answer:
        assert answer.status == 200
    async with door.ask("POST", f"{PATH}/{made.id}/archive", who) as answer:
        assert answer.status == 403
    async with door.ask("POST", PATH, who, json={"name": "Mine", "kind": "shop"}) as answer:
        assert answer.status == 403
