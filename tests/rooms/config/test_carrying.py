"""Settings carried from one workspace to another over HTTP: shown, done as one act, taken back."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import pytest

from hanse.app.api.ground import Ground
from hanse.app.api.operator import any_of
from hanse.app.portability import PARTS
from hanse.engine.doors.access import PERMISSIONS, Caller, Knock, Role
from hanse.engine.tx import Actor, ActorKind, Database
from hanse.rooms.config import routes
from hanse.rooms.config.service import files
from hanse.rooms.notices.service import endpoints
from tests.api.conftest import Door, by_role, opened
from tests.rooms.billing.conftest import made

ROOT = Actor(ActorKind.system, None, "operator")
Told = dict[str, Any]


async def by_operator(knock: Knock) -> Caller | None:
    """`Bearer operator <workspace>`: who may act as an owner without being a member."""
    scheme, _, rest = knock.headers.get("authorization", "").partition(" ")
    if scheme != "Operator":
        return None
    return Caller(ROOT, UUID(rest), frozenset(PERMISSIONS), "operator")


@pytest.fixture(scope="module")
async def door(ground: Ground) -> AsyncIterator[Door]:
    ways = any_of(by_operator, by_role)
    async with opened(replace(ground, doors=(routes.doors,), authenticate=ways)) as running:
        yield running


@dataclass(frozen=True)
class Desk:
    """Somebody who carries settings into one workspace."""

    door: Door
    database: Database
    workspace: UUID

    async def ask(self, method: str, path: str, **more: Any) -> tuple[int, Told]:
        headers = {"Authorization": f"Operator {self.workspace}"}
        async with self.door.ask(method, f"/api/config/{path}", headers=headers, **more) as found:
            return found.status, await found.json(content_type=None)

    async def export(self) -> Told:
        status, told = await self.ask("GET", "export")
        assert status == 200
        return told

    async def preview(self, file: Told) -> Told:
        status, told = await self.ask("POST", "preview", json=file)
        assert status == 200, told
        return told

    async def bring(self, file: Told) -> Told:
        seen = (await self.preview(file))["preview"]
        status, told = await self.ask("POST", "import", json=file, params={"preview": seen})
        assert status == 200, told
        return told


@pytest.fixture
async def desk(door: Door, database: Database, workspace: UUID) -> Desk:
    return Desk(door, database, workspace)


@pytest.fixture
async def other(door: Door, database: Database) -> Desk:
    return Desk(door, database, await made(database))


async def furnished(desk: Desk) -> Told:
    """A workspace in which everything that can be carried is set; its file."""
    file = await desk.export()
    file["parts"]["limits"]["step_percent_max"] = "12.5"
    file["parts"]["limits"]["spend_day_max"] = [{"currency": "IDR", "minor": 900_000}]
    file["parts"]["policy"]["rules"] = [
        {
            "kinds": ["offers.price", "offers.codes"],
            "items_max": 10,
            "stake_max": [{"currency": "USD", "minor": 100}, {"currency": "EUR", "minor": 100}],
            "stages": [{"persons": 1, "roles": ["owner", "admin"]}],
        }
    ]
    file["parts"]["role_limits"] = [{"role": "manager", "items_max": 200}]
    url = "https://example.com/hooks"
    file["parts"]["webhooks"] = [
        {"name": "Ours", "url": url, "kinds": [], "active": True, "nth": 1},
        {"name": "Ours", "url": f"{url}/2", "kinds": [], "active": False, "nth": 2},
    ]
    await desk.bring(file)
    return await desk.export()


async def test_importing_what_was_exported_changes_nothing(desk: Desk) -> None:
    file = await furnished(desk)
    found = await desk.preview(file)
    assert (found["parts"], found["findings"], found["absent"]) == ([], [], [])
    assert await desk.bring(file) == {"import": None}
    assert (await desk.ask("GET", "imports"))[1]["items"][1:] == []


async def test_another_workspace_becomes_the_same_and_the_same_file_again_changes_nothing(
    desk: Desk, other: Desk
) -> None:
    file = await furnished(desk)
    found = await other.preview(file)
    assert {part["part"]: (part["added"], part["changed"]) for part in found["parts"]} == {
        "limits": (0, 1),
        "policy": (0, 1),
        "role_limits": (1, 0),
        "webhooks": (2, 0),
    }
    [limits] = found["parts"][0]["changes"]
    assert {"field": "step_percent_max", "before": "30", "after": "12.5"} in limits["fields"]
    assert (await other.export())["parts"] != file["parts"], "a preview changes nothing"
    done = (await other.bring(file))["import"]
    assert done["source"] == "Sari Shop"
    assert done["counts"]["webhooks"] == {"added": 2, "changed": 0, "removed": 0}
    assert (await other.export())["parts"] == file["parts"]
    assert await other.bring(file) == {"import": None}


async def test_what_is_not_in_the_file_goes_and_what_parts_it_lacks_stay(desk: Desk) -> None:
    file = await furnished(desk)
    only = {**file, "parts": {"webhooks": file["parts"]["webhooks"][:1]}}
    found = await desk.preview(only)
    assert {"limits", "policy", "role_limits"} <= set(found["absent"])
    [change] = found["parts"][0]["changes"]
    assert (change["name"], change["kind"]) == ("Ours no. 2", "removed")
    await desk.bring(only)
    after = (await desk.export())["parts"]
    assert after == {**file["parts"], "webhooks": only["parts"]["webhooks"]}


async def test_one_wrong_row_and_nothing_is_done(desk: Desk) -> None:
    file = await furnished(desk)
    file["parts"]["limits"]["few"] = 7
    file["parts"]["webhooks"] = [
        {"name": f"Hook {number}", "url": "https://example.com/x"} for number in range(21)
    ]
    found = await desk.preview(file)
    [finding] = found["findings"]
    assert finding["sentence"].startswith("Webhooks: There are 20 webhooks")
    assert finding["next_step"] == "Remove one that is not needed any more."
    path = {"preview": found["preview"]}
    status, told = await desk.ask("POST", "import", json=file, params=path)
    assert (status, told["code"]) == (422, "rejected")
    assert "nothing was changed" in told["detail"]
    assert (await desk.export())["parts"]["limits"]["few"] == 3


async def test_only_the_difference_that_was_seen_is_imported(desk: Desk, other: Desk) -> None:
    file = await furnished(desk)
    seen = (await other.preview(file))["preview"]
    await hook(other, "Meanwhile")
    status, told = await other.ask("POST", "import", json=file, params={"preview": seen})
    assert (status, told["code"]) == (409, "preview_changed")


async def test_an_import_is_taken_back_but_for_what_somebody_changed_since(
    desk: Desk, other: Desk
) -> None:
    file = await furnished(desk)
    before = (await other.export())["parts"]
    done = (await other.bring(file))["import"]
    status, whole = await other.ask("GET", f"imports/{done['id']}")
    assert (status, len(whole["parts"]), whole["leaves"]) == (200, 4, [])
    async with other.database.tx(other.workspace, ROOT) as tx:
        first = (await endpoints.list_endpoints(tx, None, 5))[-1]
        wanted = endpoints.Wanted(url="https://example.com/mine")
        await endpoints.change_endpoint(tx, first.id, wanted, first.version)
    own = (await other.export())["parts"]
    own["limits"]["few"] = 9
    await other.bring({**file, "parts": {"limits": own["limits"]}})
    status, undone = await other.ask("POST", f"imports/{done['id']}/undo")
    assert status == 200
    assert [(one["part"], one["name"], one["field"]) for one in undone["leaves"]] == [
        ("webhooks", "Ours", "")
    ]
    assert (undone["left"], undone["undone_by"]) == (1, "operator")
    after = (await other.export())["parts"]
    assert after["policy"] == before["policy"]
    assert after["role_limits"] == before["role_limits"]
    # A field that somebody has set since stays; those of the import go.
    assert after["limits"] == {**before["limits"], "few": 9}
    assert [row["url"] for row in after["webhooks"]] == ["https://example.com/mine"]
    status, told = await other.ask("POST", f"imports/{done['id']}/undo")
    assert (status, told["detail"]) == (409, "This import was taken back already.")


async def test_no_secret_and_no_id_leaves(desk: Desk) -> None:
    await furnished(desk)
    async with desk.database.tx(desk.workspace, ROOT) as tx:
        found = await endpoints.list_endpoints(tx, None, 5)
        secrets = [await endpoints.show_secret(tx, each.id) for each in found]
        text = str(await files.exported(tx, PARTS))
    for word in (*secrets, *(str(each.id) for each in found), str(desk.workspace)):
        assert word not in text


@pytest.mark.parametrize("role", [Role.manager, Role.viewer])
async def test_managers_and_below_carry_nothing(desk: Desk, role: Role) -> None:
    who = f"{role}:{desk.workspace}"
    async with desk.door.ask("GET", "/api/config/export", who) as response:
        assert response.status == 403


async def hook(desk: Desk, name: str) -> None:
    async with desk.database.tx(desk.workspace, ROOT) as tx:
        await endpoints.make_endpoint(tx, name, "https://example.com/x", [])
