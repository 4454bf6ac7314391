"""Endpoints over HTTP: made, changed, removed; secrets shown to whoever proves who it is."""

from uuid import UUID

import pytest

from hanse.engine import keys, vault
from hanse.engine.tx import Database
from hanse.rooms.notices.model.webhooks import ENDPOINTS_MAX
from hanse.rooms.notices.service import endpoints
from tests.api.conftest import Door
from tests.rooms.identity.team import bearer, told
from tests.rooms.notices.desk import Team, asked, gathered, later, of_room

PATH = "/api/notices/endpoints"
WANTED = {"name": "Warehouse", "url": "https://warehouse.example/hooks", "kinds": []}


async def make(door: Door, team: Team, **different: object) -> dict[str, str]:
    who = bearer(team.owner, team.workspace)
    made: dict[str, str] = await asked(door, "POST", PATH, who, 201, json=WANTED | different)
    return made


async def test_an_endpoint_is_made_listed_changed_and_removed(
    door: Door, database: Database, team: Team
) -> None:
    who = bearer(team.owner, team.workspace)
    made = await make(door, team, kinds=["jobs.job.failed"])
    assert made["secret"].startswith("hwh_")
    [listed] = (await asked(door, "GET", PATH, who))["items"]
    assert listed == {name: value for name, value in made.items() if name != "secret"}
    one = f"{PATH}/{made['id']}"
    async with door.ask("GET", one, who) as answer:
        tag = answer.headers["etag"]
    changed = await asked(
        door, "PATCH", one, who, headers={"If-Match": tag}, json={"active": False, "kinds": []}
    )
    assert (changed["state"], changed["kinds"], changed["version"]) == ("paused", [], 2)
    [event, *_] = await told(database, team.workspace, "notices.endpoint.changed")
    assert event.before == {**WANTED, "kinds": ["jobs.job.failed"], "state": "active"}
    assert event.after == {**WANTED, "state": "paused"}
    await asked(door, "PATCH", one, who, 412, headers={"If-Match": tag}, json={"active": True})
    await asked(door, "DELETE", one, who, 204, headers={"If-Match": '"2"'})
    await asked(door, "GET", one, who, 404)


@pytest.mark.parametrize("role", ["manager", "viewer"])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", PATH),
        ("POST", PATH),
        ("GET", f"{PATH}/{UUID(int=1)}"),
        ("GET", f"{PATH}/{UUID(int=1)}/secret"),
        ("POST", f"{PATH}/{UUID(int=1)}/secret"),
        ("POST", f"{PATH}/{UUID(int=1)}/ping"),
        ("GET", f"{PATH}/{UUID(int=1)}/deliveries"),
        ("POST", f"/api/notices/deliveries/{UUID(int=1)}/redeliver"),
    ],
)
async def test_webhooks_are_for_those_who_run_the_workspace(
    door: Door, team: Team, role: str, method: str, path: str
) -> None:
    who = bearer(getattr(team, role), team.workspace)
    await asked(door, method, path, who, 403)


async def test_another_workspace_does_not_see_it(
    door: Door, database: Database, team: Team
) -> None:
    made, other = await make(door, team), await gathered(database)
    who = bearer(other.owner, other.workspace)
    assert (await asked(door, "GET", PATH, who))["items"] == []
    await asked(door, "GET", f"{PATH}/{made['id']}", who, 404)
    await asked(door, "GET", f"{PATH}/{made['id']}/secret", who, 404)
    await asked(door, "GET", f"{PATH}/{made['id']}/deliveries", who, 404)
    await asked(door, "POST", f"{PATH}/{made['id']}/ping", who, 404)


async def test_a_secret_is_shown_to_whoever_has_just_proven_who_it_is(
    door: Door, database: Database, team: Team
) -> None:
    made = await make(door, team)
    who = bearer(team.owner, team.workspace)
    path = f"{PATH}/{made['id']}/secret"
    refusal = await asked(door, "GET", path, who, 403, headers={"unproven": "yes"})
    assert refusal["code"] == "proof_needed"
    headers = {"unproven": "yes", "If-Match": '"1"'}
    refusal = await asked(door, "POST", path, who, 403, headers=headers)
    assert refusal["code"] == "proof_needed"
    assert await asked(door, "GET", path, who) == {"secret": made["secret"]}
    [opened] = await told(database, team.workspace, "engine.secret.opened")
    assert opened.payload["why"] == "somebody looks at it"


async def test_for_a_day_two_secrets_sign(door: Door, database: Database, team: Team) -> None:
    made = await make(door, team)
    who = bearer(team.owner, team.workspace)
    path = f"{PATH}/{made['id']}/secret"
    renewed = await asked(door, "POST", path, who, headers={"If-Match": '"1"'})
    assert renewed["secret"] != made["secret"]
    await asked(door, "POST", path, who, 412, headers={"If-Match": '"1"'})
    endpoint_id = UUID(made["id"])
    async with of_room(database, team.workspace) as tx:
        signs = await endpoints.signing_secrets(tx, endpoint_id)
    assert signs == [renewed["secret"].encode(), made["secret"].encode()]
    async with of_room(later(database, hours=25), team.workspace) as tx:
        assert await endpoints.signing_secrets(tx, endpoint_id) == [renewed["secret"].encode()]


async def test_a_new_key_of_the_workspace_seals_secrets_anew(
    door: Door, database: Database, team: Team
) -> None:
    made = await make(door, team)
    who = bearer(team.owner, team.workspace)
    path = f"{PATH}/{made['id']}/secret"
    renewed = await asked(door, "POST", path, who, headers={"If-Match": '"1"'})
    async with of_room(database, team.workspace) as tx:
        before = await tx.fetchrow("select secret, old_secret from notices_endpoints")
        await keys.renew(tx)
        assert await vault.reseal(tx, endpoints.SECRET) == 1
        assert await vault.reseal(tx, endpoints.OLD_SECRET) == 1
        after = await tx.fetchrow("select secret, old_secret from notices_endpoints")
        assert await endpoints.signing_secrets(tx, UUID(made["id"])) == [
            renewed["secret"].encode(),
            made["secret"].encode(),
        ]
    assert before
    assert after
    assert made["secret"].encode() not in before["secret"]
    assert {keys.sealed_by(value) for value in after} == {2}


async def test_twenty_webhooks_are_the_most(door: Door, team: Team) -> None:
    for number in range(ENDPOINTS_MAX):
        await make(door, team, name=f"Number {number}")
    who = bearer(team.owner, team.workspace)
    refusal = await asked(door, "POST", PATH, who, 409, json=WANTED)
    assert refusal["code"] == "too_many_endpoints"
    page = await asked(door, "GET", f"{PATH}?limit=15", who)
    rest = await asked(door, "GET", f"{PATH}?limit=15&cursor={page['next_cursor']}", who)
    assert (len(page["items"]), len(rest["items"])) == (15, 5)


@pytest.mark.parametrize(
    ("different", "field"),
    [
        ({"url": "ftp://example.com"}, "url"),
        ({"name": " "}, "name"),
        ({"kinds": ["shop.order.lost"]}, "kinds"),
        ({"secret": "mine"}, "secret"),
        ({"state": "active"}, "state"),
    ],
)
async def test_what_is_wrong_with_an_endpoint_is_told_at_its_field(
    door: Door, team: Team, different: dict[str, object], field: str
) -> None:
    who = bearer(team.owner, team.workspace)
    refusal = await asked(door, "POST", PATH, who, 422, json=WANTED | different)
    assert field in str(refusal["fields"])


async def test_a_repeat_of_its_making_makes_no_second_and_shows_no_secret(
    door: Door, team: Team
) -> None:
    who = bearer(team.owner, team.workspace)
    headers = {"Idempotency-Key": "once"}
    await asked(door, "POST", PATH, who, 201, headers=headers, json=WANTED)
    refusal = await asked(door, "POST", PATH, who, 409, headers=headers, json=WANTED)
    assert refusal["code"] == "idempotency_key_spent"
    assert len((await asked(door, "GET", PATH, who))["items"]) == 1
