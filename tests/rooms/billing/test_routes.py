"""Plans over HTTP: everybody of a workspace reads, the operator alone changes."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from hanse.app.api.ground import Ground
from hanse.app.api.operator import any_of, by_operator_token
from hanse.engine.doors.access import Role
from hanse.engine.tx import Database
from hanse.rooms.billing.routes import plans as routes
from hanse.rooms.billing.service import plans as service
from tests.api.conftest import Door, by_role, opened
from tests.conftest import NOBODY

PLAN = "/api/billing/plan"
Told = dict[str, Any]
TOKEN = "hop_of-the-tests"


@pytest.fixture(scope="module")
async def door(ground: Ground) -> AsyncIterator[Door]:
    ways = any_of(by_operator_token(TOKEN), by_role)
    async with opened(replace(ground, doors=(routes.doors,), authenticate=ways)) as running:
        yield running


async def put(door: Door, workspace: object, plan: object, version: int) -> tuple[int, Told]:
    headers = {"Hanse-Workspace": str(workspace), "If-Match": f'"{version}"'}
    async with door.ask("PUT", PLAN, TOKEN, headers=headers, json={"plan": plan}) as response:
        return response.status, await response.json(content_type=None)


@pytest.mark.parametrize("role", Role)
async def test_every_role_sees_the_plan_and_what_is_used(
    door: Door, database: Database, workspace: UUID, role: Role
) -> None:
    async with database.tx(workspace, NOBODY) as tx:
        await service.allow(tx, "products", 3)
    async with door.ask("GET", PLAN, f"{role}:{workspace}") as response:
        told = await response.json()
        assert response.status == 200
        assert "etag" not in response.headers, "what is used changes without the version"
    assert (told["plan"], told["name"], told["since"], told["version"]) == (
        ("free", "Free", None, 0)
    )
    products, extension = told["features"]
    assert products == {
        "feature": "products",
        "kind": "number",
        "included": True,
        "allowed": 10,
        "used": 3,
        "over": 0,
        "note": "",
    }
    assert (extension["feature"], extension["included"]) == ("browser_extension", False)


async def test_all_plans_stand_side_by_side(door: Door, workspace: UUID) -> None:
    async with door.ask("GET", f"{PLAN}s", f"viewer:{workspace}") as response:
        plans = (await response.json())["plans"]
    assert [
        (plan["name"], *((held["included"], held["allowed"]) for held in plan["features"]))
        for plan in plans
    ] == [
        ("Free", (True, 10), (False, None)),
        ("Pro", (True, 100), (False, None)),
        ("Premium", (True, None), (True, None)),
    ]


async def test_the_operator_puts_a_workspace_on_a_plan(door: Door, workspace: UUID) -> None:
    status, told = await put(door, workspace, "pro", 0)
    assert (status, told["plan"], told["version"]) == (200, "pro", 1)
    assert told["since"]
    status, told = await put(door, workspace, "free", 0)
    assert (status, told["code"]) == (412, "changed_meanwhile")
    async with door.ask("GET", PLAN, f"viewer:{workspace}") as response:
        assert (await response.json())["plan"] == "pro"


async def test_a_smaller_plan_is_told_with_what_it_means(
    door: Door, database: Database, workspace: UUID
) -> None:
    await put(door, workspace, "pro", 0)
    async with database.tx(workspace, NOBODY) as tx:
        await service.allow(tx, "products", 37)
    _, told = await put(door, workspace, "free", 1)
    assert (told["features"][0]["over"], told["features"][0]["note"]) == (
        27,
        "37 products are used, 27 more than Free holds. Nothing is deleted; none can be added.",
    )


@pytest.mark.parametrize("role", Role)
async def test_no_role_changes_the_plan_not_even_the_owner(
    door: Door, workspace: UUID, role: Role
) -> None:
    headers = {"If-Match": '"0"'}
    who = f"{role}:{workspace}"
    async with door.ask("PUT", PLAN, who, headers=headers, json={"plan": "pro"}) as response:
        assert response.status == 403
        assert (await response.json(content_type=None))["code"] == "denied"


async def test_without_a_workspace_or_with_a_wrong_one_nothing_is_set(
    door: Door, database: Database
) -> None:
    status, told = await put(door, UUID(int=0), "pro", 0)
    assert (status, told["next_step"]) == (
        422,
        "Name one, over HTTP by the header Hanse-Workspace.",
    )
    assert (await put(door, database.ids.new(), "pro", 0))[0] == 404
    assert (await put(door, "nowhere", "pro", 0))[0] == 422


@pytest.mark.parametrize(
    "body",
    [
        {"plan": "gold"},
        {"plan": ""},
        {"plan": 1},
        {"plan": "x" * 51},
        {"plan": "pro", "workspace_id": str(UUID(int=7))},
        {"plan": "pro", "since": "2020-01-01T00:00:00Z"},
        {},
    ],
)
async def test_a_wrong_body_sets_nothing(
    door: Door, workspace: UUID, body: dict[str, object]
) -> None:
    headers = {"Hanse-Workspace": str(workspace), "If-Match": '"0"'}
    async with door.ask("PUT", PLAN, TOKEN, headers=headers, json=body) as response:
        assert response.status == 422
    async with door.ask("GET", PLAN, f"viewer:{workspace}") as response:
        assert (await response.json())["version"] == 0


async def test_the_version_must_be_brought(door: Door, workspace: UUID) -> None:
    headers = {"Hanse-Workspace": str(workspace)}
    async with door.ask("PUT", PLAN, TOKEN, headers=headers, json={"plan": "pro"}) as response:
        assert response.status == 428
