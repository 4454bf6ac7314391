"""Limits: how much each role may approve, set by those above it."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from hanse.base.faults import Denied, Fault, Rejected
from hanse.engine.doors.versions import Changed
from hanse.engine.tx import Database
from hanse.rooms.identity.model.limits import AMOUNT_MAX, RoleLimits, check
from hanse.rooms.identity.model.roles import ORDER
from hanse.rooms.identity.routes import limits as routes
from hanse.rooms.identity.service import limits
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

PATH = "/api/identity/limits"


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


async def put(
    database: Database, shop: UUID, by: Person, role: str, items_max: int | None, expected: int
) -> RoleLimits:
    async with database.tx(shop, by.actor) as tx:
        return await limits.set_limits(
            tx, role, expected, amount_minor=None, currency=None, items_max=items_max
        )


async def test_without_a_row_a_role_has_no_limit(database: Database, shop: UUID) -> None:
    async with database.tx(shop, OPERATOR) as tx:
        found = await limits.list_limits(tx)
    assert found == [RoleLimits(None, role) for role in ORDER]


async def test_a_limit_is_set_changed_and_taken_away_with_before_and_after(
    database: Database, shop: UUID, ada: Person
) -> None:
    async with database.tx(shop, ada.actor) as tx:
        first = await limits.set_limits(
            tx, "manager", 0, amount_minor=5_000_000, currency="IDR", items_max=200
        )
    assert first.version == 1
    assert (await put(database, shop, ada, "manager", None, 1)).version == 2
    async with database.tx(shop, OPERATOR) as tx:
        found = {one.role: one for one in await limits.list_limits(tx)}
    assert found["manager"] == RoleLimits(first.id, "manager", version=2)
    taken, set_first = await told(database, shop, "identity.limit.set")
    nothing = {"amount_minor": None, "currency": None, "items_max": None}
    some = {"amount_minor": 5_000_000, "currency": "IDR", "items_max": 200}
    assert (set_first.before, set_first.after) == (nothing, some)
    assert (taken.before, taken.after) == (some, nothing)


async def test_a_limit_that_was_changed_meanwhile_is_not_written_over(
    database: Database, shop: UUID, ada: Person
) -> None:
    with pytest.raises(Changed):
        await put(database, shop, ada, "manager", 5, 1)
    await put(database, shop, ada, "manager", 5, 0)
    for stale in (0, 2):
        with pytest.raises(Changed):
            await put(database, shop, ada, "manager", 6, stale)


async def test_of_two_who_set_the_first_limit_at_once_one_does(
    database: Database, shop: UUID, ada: Person
) -> None:
    async def ask(items_max: int) -> RoleLimits | Fault:
        try:
            return await put(database, shop, ada, "manager", items_max, 0)
        except Fault as fault:
            return fault

    ends = await asyncio.gather(ask(1), ask(2))
    assert sorted(type(end).__name__ for end in ends) == ["Changed", "RoleLimits"]


async def test_an_admin_limits_those_below_and_not_itself(database: Database, shop: UUID) -> None:
    bo = await somebody(database, "Bo")
    await enter(database, shop, bo, "admin")
    assert (await put(database, shop, bo, "manager", 5, 0)).items_max == 5
    for role in ("owner", "admin"):
        with pytest.raises(Denied, match=f"As admin you do not set how much {role}"):
            await put(database, shop, bo, role, 5, 0)


@pytest.mark.parametrize(
    ("amount_minor", "currency", "items_max", "fields"),
    [
        (100, None, None, ["currency"]),
        (None, "IDR", None, ["amount_minor"]),
        (100, "XXX", None, ["currency"]),
        (100, "idr", -1, ["currency", "items_max"]),
        (-1, "IDR", None, ["amount_minor"]),
        (AMOUNT_MAX + 1, "IDR", None, ["amount_minor"]),
        (None, None, 1_000_001, ["items_max"]),
    ],
)
def test_what_is_no_limit_is_refused_with_all_that_is_wrong(
    amount_minor: int | None, currency: str | None, items_max: int | None, fields: list[str]
) -> None:
    with pytest.raises(Rejected) as refused:
        check(amount_minor, currency, items_max)
    assert [finding.field for finding in refused.value.findings] == fields


@pytest.mark.parametrize(
    ("amount_minor", "currency", "items_max"), [(None, None, None), (0, "IDR", 0), (1, "SGD", 9)]
)
def test_nothing_is_a_limit_too(
    amount_minor: int | None, currency: str | None, items_max: int | None
) -> None:
    check(amount_minor, currency, items_max)


async def test_limits_are_set_through_the_door_by_their_version(
    shop: UUID, ada: Person, door: Door
) -> None:
    who, path = bearer(ada, shop), f"{PATH}/manager"
    body = {"amount_minor": 5_000_000, "currency": "IDR"}
    async with door.ask("PUT", path, who, json=body) as answer:
        assert answer.status == 428
    new = {"If-Match": '"0"'}
    async with door.ask("PUT", path, who, json=body, headers={**new, "unproven": "1"}) as answer:
        assert (await answer.json())["code"] == "proof_needed"
    async with door.ask("PUT", path, who, json=body, headers=new) as answer:
        assert (answer.status, answer.headers["etag"]) == (200, '"1"')
    async with door.ask("PUT", path, who, json=body, headers=new) as answer:
        assert answer.status == 412
    async with door.ask("GET", PATH, who) as answer:
        table = {one["role"]: one for one in (await answer.json())["limits"]}
    assert list(table) == list(ORDER)
    assert table["manager"] == {**body, "role": "manager", "items_max": None, "version": 1}
    assert table["viewer"]["version"] == 0


@pytest.mark.parametrize(
    ("role", "body"),
    [
        ("emperor", {}),
        ("manager", {"role": "owner"}),
        ("manager", {"version": 9}),
        ("manager", {"amount_minor": 1.5, "currency": "IDR"}),
        ("manager", {"amount_minor": True, "currency": "IDR"}),
        ("manager", {"amount_minor": 1, "currency": "Rp"}),
        ("manager", {"items_max": -1}),
        ("manager", {"items_max": 1_000_001}),
    ],
)
async def test_what_nobody_offers_is_refused(
    shop: UUID, ada: Person, door: Door, role: str, body: dict[str, object]
) -> None:
    headers = {"If-Match": '"0"'}
    async with door.ask(
        *("PUT", f"{PATH}/{role}", bearer(ada, shop)),
        json=body,
        headers=headers,
    ) as answer:
        assert answer.status == 422


async def test_the_limits_of_a_workspace_are_its_own(
    database: Database, shop: UUID, ada: Person
) -> None:
    await put(database, await founded(database, ada), ada, "manager", 5, 0)
    async with database.tx(shop, OPERATOR) as tx:
        assert {one.version for one in await limits.list_limits(tx)} == {0}


async def test_a_manager_neither_sees_nor_sets_limits(
    database: Database, shop: UUID, door: Door
) -> None:
    bo = await somebody(database, "Bo")
    await enter(database, shop, bo, "manager")
    who = bearer(bo, shop)
    async with door.ask("GET", PATH, who) as answer:
        assert answer.status == 403
    async with door.ask("PUT", f"{PATH}/viewer", who, json={}, headers={"If-Match": '"0"'}) as ans:
        assert ans.status == 403
