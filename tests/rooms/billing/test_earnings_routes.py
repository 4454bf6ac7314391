"""Earnings over HTTP: members read what was earned, the operator alone says how it is shared."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from hanse.app.api.ground import Ground
from hanse.app.api.operator import any_of, by_operator_token
from hanse.base.money import Money
from hanse.engine.tx import Database
from hanse.rooms.billing.model.earnings import Sold
from hanse.rooms.billing.routes import earnings as routes
from hanse.rooms.billing.routes import shares
from hanse.rooms.billing.service import earnings
from tests.api.conftest import Door, by_role, opened
from tests.conftest import NOBODY
from tests.rooms.catalog.listed import ACCOUNT

TOKEN = "hop_of-the-tests"
SHARED = {"kind": "shared", "client_bp": 4_000, "currency": "EUR"}


@pytest.fixture(scope="module")
async def door(ground: Ground) -> AsyncIterator[Door]:
    ways = any_of(by_operator_token(TOKEN), by_role)
    doors = (shares.doors, routes.doors)
    async with opened(replace(ground, doors=doors, authenticate=ways)) as running:
        yield running


async def put(
    door: Door, path: str, workspace: UUID, body: object, version: int, who: str = TOKEN
) -> tuple[int, Any]:
    headers = {"If-Match": f'"{version}"'}
    if who == TOKEN:
        headers["Hanse-Workspace"] = str(workspace)
    async with door.ask("PUT", path, who, headers=headers, json=body) as response:
        return response.status, await response.json(content_type=None)


async def test_the_operator_alone_says_how_it_is_shared(door: Door, workspace: UUID) -> None:
    owner = f"owner:{workspace}"
    for path in ("shares", "plan_shares"):
        body = SHARED if path == "shares" else {**SHARED, "plan": "pro"}
        assert (await put(door, f"/api/billing/{path}", workspace, body, 0, owner))[0] == 403
    async with door.ask("GET", "/api/billing/shares", owner) as response:
        told = await response.json()
    assert (told["now"]["client_bp"], told["now"]["currency"]) == (3_000, "EUR")
    assert (told["version"], told["own"], told["plan"]) == (0, [], "free")
    status, told = await put(door, "/api/billing/shares", workspace, SHARED, 0)
    assert (status, told["now"]["client_bp"], told["version"]) == (200, 4_000, 1)
    assert (await put(door, "/api/billing/shares", workspace, SHARED, 0))[0] == 412
    plan = {**SHARED, "plan": "premium", "from_on": "2099-01-01"}
    status, told = await put(door, "/api/billing/plan_shares", workspace, plan, 1)
    assert (status, told["fields"][0]["code"]) == (422, "day_far")
    del plan["from_on"]
    status, told = await put(door, "/api/billing/plan_shares", workspace, plan, 1)
    assert (status, told["version"], told["plan"]) == (200, 2, "premium")
    gold = {**SHARED, "plan": "gold"}
    assert (await put(door, "/api/billing/plan_shares", workspace, gold, 0))[0] == 422


async def test_figures_lead_to_their_entries_and_to_the_statement(
    door: Door, database: Database, workspace: UUID
) -> None:
    async with database.tx(workspace, NOBODY) as tx:
        account = tx.ids.new()
        await tx.execute(ACCOUNT, workspace, account, "first", tx.now)
        sold = [
            Sold(tx.ids.new(), account, f"10{place}", Money("EUR", 1_000), tx.now)
            for place in range(3)
        ]
        await earnings.book(tx, sold, {})
        month = f"{tx.now:%Y-%m}"

    async def read(path: str, who: str = f"analyst:{workspace}") -> Any:
        async with door.ask("GET", f"/api/billing/{path}", who) as response:
            assert response.status == 200, await response.text()
            return await response.json(content_type=None) if "." not in path else response

    told = await read("earnings")
    [total] = told["home"]
    assert (total["paid_minor"], total["client_minor"], total["entries"]) == (3_000, 900, 3)
    assert [each["account_id"] for each in told["shops"]] == [str(account)]
    page = await read("entries?limit=2")
    assert page["items"][0]["why"] == (
        f"Order {page['items'][0]['order_number']} was paid: EUR 10.00, 30 % of it for the client, "
        "as was in force when it was paid."
    )
    rest = await read(f"entries?limit=2&cursor={page['next_cursor']}")
    assert len({each["id"] for each in (*page["items"], *rest["items"])}) == 3
    assert rest["next_cursor"] is None
    one = await read(f"entries?order={sold[1].order_id}")
    assert [each["order_number"] for each in one["items"]] == ["101"]
    [statement] = (await read("statements"))["months"]
    assert (statement["month"], statement["closed"]) == (month, False)
    found = await read(f"statements.csv?month={month}")
    assert found.headers["Content-Type"].startswith("text/csv")
    async with door.ask(
        "GET", "/api/billing/statements.csv?month=2020-01", f"analyst:{workspace}"
    ) as response:
        assert response.status == 422
    async with door.ask("GET", "/api/billing/earnings", f"viewer:{workspace}") as response:
        assert response.status == 403
