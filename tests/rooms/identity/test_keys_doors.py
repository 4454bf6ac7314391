"""API keys over HTTP: whose they are, what is refused, and the secret that is shown once."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from hanse.app.api.ground import Ground
from hanse.base.clock import SystemClock
from hanse.engine.doors.access import Caller, Knock
from hanse.engine.tx import Actor, ActorKind, Database
from hanse.rooms.identity.model import keys as model
from hanse.rooms.identity.routes import keys as routes
from tests.api.conftest import Door, opened
from tests.rooms.identity.rows import SCOPES, enter, held, make, make_person, make_workspace


@pytest.fixture
async def ada(database: Database, workspace: UUID) -> Actor:
    """A manager of the workspace."""
    await make_workspace(database, workspace)
    person = await make_person(database)
    await enter(database, workspace, person, "manager")
    return person


@pytest.fixture
async def boss(database: Database, workspace: UUID, ada: Actor) -> Actor:
    person = await make_person(database, "Bo Berg")
    await enter(database, workspace, person, "admin")
    return person


async def known(knock: Knock) -> Caller | None:
    """`Bearer role:workspace:person:minutes`: somebody who proved so long ago who it is."""
    _, _, token = knock.headers.get("authorization", "").partition(" ")
    role, workspace, person, minutes = token.split(":")
    actor = Actor(ActorKind.person, UUID(person), "")
    proven_at = SystemClock().now() - timedelta(minutes=int(minutes))
    return Caller(actor, UUID(workspace), held(role), person, proven_at=proven_at)


@pytest.fixture(scope="module")
async def door(ground: Ground) -> AsyncIterator[Door]:
    async with opened(replace(ground, doors=(routes.doors,), authenticate=known)) as running:
        yield running


KEYS = "/api/identity/keys"


async def test_a_key_lives_over_http(door: Door, workspace: UUID, ada: Actor) -> None:
    me = f"manager:{workspace}:{ada.id}:1"
    wanted = {"name": "Stock robot", "scopes": SCOPES, "expires_at": "2031-01-01T00:00:00Z"}
    repeated = {"Idempotency-Key": "once"}
    async with door.ask("POST", KEYS, me, json=wanted, headers=repeated) as response:
        made = await response.json()
        assert response.status == 201
    async with door.ask("POST", KEYS, me, json=wanted, headers=repeated) as response:
        assert response.status == 409
    at = f"{KEYS}/{made['id']}"
    async with door.ask("GET", at, me) as response:
        shown = await response.json()
        tag = response.headers["etag"]
    assert model.is_token(made.pop("secret"))
    assert shown == made
    assert (shown["state"], shown["maker"], shown["used_at"]) == ("active", "Ada Lind", None)
    renamed = {"name": "Price robot"}
    async with door.ask("PATCH", at, me, json=renamed, headers={"If-Match": tag}) as response:
        assert (await response.json())["name"] == "Price robot"
    async with door.ask("PATCH", at, me, json=renamed, headers={"If-Match": tag}) as response:
        assert response.status == 412
    for _ in range(2):
        async with door.ask("DELETE", at, me) as response:
            assert response.status == 204
    async with door.ask("GET", KEYS, me) as response:
        [key] = (await response.json())["items"]
    assert key["state"] == "revoked"


async def test_keys_come_in_pages(
    door: Door, database: Database, workspace: UUID, ada: Actor
) -> None:
    made = [await make(database, workspace, ada) for _ in range(3)]
    me, seen, cursor = f"manager:{workspace}:{ada.id}:1", [], ""
    while True:
        async with door.ask("GET", f"{KEYS}?limit=2{cursor}", me) as response:
            page = await response.json()
        seen += [key["id"] for key in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == [str(one.key.id) for one in reversed(made)]


async def test_making_a_key_asks_again_who_is_there(
    door: Door, workspace: UUID, ada: Actor
) -> None:
    me = f"manager:{workspace}:{ada.id}:11"
    async with door.ask("POST", KEYS, me, json={"name": "R", "scopes": SCOPES}) as response:
        assert response.status == 403
        assert (await response.json(content_type=None))["code"] == "proof_needed"


@pytest.mark.parametrize(
    "more",
    [
        {"made_by": str(UUID(int=1))},
        {"workspace_id": str(UUID(int=1))},
        {"secret": "hak_mine"},
        {"scopes": "*"},
        {"scopes": ["x" * 101]},
        {"scopes": SCOPES * 101},
        {"name": 7},
        {"expires_at": "tomorrow"},
        {"expires_at": "0001-01-01T00:00:00+14:00"},
        {"expires_at": "9999-12-31T23:59:59-14:00"},
    ],
)
async def test_a_wrong_field_of_a_key_is_told(
    door: Door, workspace: UUID, ada: Actor, more: dict[str, object]
) -> None:
    me = f"manager:{workspace}:{ada.id}:1"
    wanted = {"name": "Robot", "scopes": SCOPES, **more}
    async with door.ask("POST", KEYS, me, json=wanted) as response:
        problem = await response.json(content_type=None)
        assert response.status == 422
    assert problem["fields"][0]["field"].partition(".")[0] == next(iter(more))


async def test_a_key_of_somebody_else_is_not_there(
    door: Door, database: Database, workspace: UUID, ada: Actor, boss: Actor
) -> None:
    made = await make(database, workspace, boss)
    at = f"{KEYS}/{made.key.id}"
    me = f"manager:{workspace}:{ada.id}:1"
    for method in ("GET", "DELETE"):
        async with door.ask(method, at, me) as response:
            assert response.status == 404
    async with door.ask("GET", at, f"viewer:{workspace}:{ada.id}:1") as response:
        assert response.status == 403
    async with door.ask("GET", at, f"admin:{workspace}:{boss.id}:1") as response:
        assert response.status == 200
