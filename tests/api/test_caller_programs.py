"""Programs at the door: keys, machines that act for a person, and streams that stay open."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import datetime
from uuid import UUID

import aiohttp
import pytest

from hanse.app.api.ground import Ground
from hanse.app.api.reading import Limits
from hanse.app.wiring import DOORS
from hanse.rooms.identity.routes import businesses, keys
from tests.api.hub import Hub, Person, Visitor, held, running
from tests.engine.sse import read

ME = "/api/identity/me"
BUSINESSES = "/api/identity/businesses"
SHOP = {"name": "Batik Ada", "kind": "shop"}
KEYS = "/api/identity/keys"
SCOPES = [businesses.READ.name, businesses.WRITE.name]
LIMIT_S = 60.0


@pytest.fixture(scope="module")
async def hub(ground: Ground, admin_dsn: str) -> AsyncIterator[Hub]:
    async with running(ground, admin_dsn, doors=DOORS, limits=Limits(ask_again_s=0.05)) as opened:
        yield opened


@pytest.fixture
async def ada(hub: Hub) -> Person:
    return await hub.person()


@pytest.fixture
async def shop(hub: Hub, ada: Person) -> UUID:
    return await hub.workspace(ada)


async def status(program: Visitor, method: str = "GET", body: object = None) -> int:
    return (await program.ask(method, BUSINESSES, body)).status


# Keys.


async def test_a_revoked_key_is_out_at_the_next_request(hub: Hub, ada: Person, shop: UUID) -> None:
    browser = await hub.browser(ada)
    asked = {"name": "Robot", "scopes": SCOPES}
    made = (await browser.ask("POST", KEYS, asked)).body
    program = hub.visitor()
    program.token = made["secret"]
    assert await status(program) == 200
    assert (await browser.ask("DELETE", f"{KEYS}/{made['id']}")).status == 204
    assert await status(program) == 401


async def test_an_expired_key_is_out(hub: Hub, ada: Person, shop: UUID) -> None:
    program = await hub.key(shop, ada, SCOPES)
    change = "update identity_keys set expires_at = now() + $2::text::interval where made_by = $1"
    await hub.admin.execute(change, ada.id, "1 hour")
    assert await status(program) == 200
    await hub.admin.execute(change, ada.id, "-1 second")
    assert await status(program) == 401


async def test_a_key_does_only_what_its_maker_may_still_do(
    hub: Hub, ada: Person, shop: UUID
) -> None:
    bo = await hub.person("Bo")
    member = await hub.join(shop, bo, "manager")
    program, owner = await hub.key(shop, bo, SCOPES, "manager"), await hub.browser(ada)
    assert await status(program, "POST", SHOP) == 201
    # Of what it may read nothing is more than its scopes, though the maker may.
    assert (await program.ask("GET", "/api/identity/members")).status == 403
    at = f"/api/identity/members/{member}"
    await owner.ask("PATCH", at, {"role": "viewer"}, headers={"If-Match": '"1"'})
    assert (await status(program), await status(program, "POST", SHOP)) == (200, 403)
    await owner.ask("PATCH", at, {"role": "admin"}, headers={"If-Match": '"2"'})
    assert await status(program, "POST", SHOP) == 201
    await owner.ask("DELETE", at, headers={"If-Match": '"3"'})
    assert await status(program) == 401
    await hub.join(shop, bo, "manager")
    assert await status(program) == 401  # who comes back makes a new one


async def test_nobody_makes_a_key_for_more_than_the_own_role(
    hub: Hub, ada: Person, shop: UUID
) -> None:
    bo = await hub.person("Bo")
    await hub.join(shop, bo, "manager")
    browser = await hub.browser(bo)
    too_much = {"name": "Robot", "scopes": [*SCOPES, "identity.member.write"]}
    refused = await browser.ask("POST", KEYS, too_much)
    assert [one["code"] for one in refused.body["fields"]] == ["scope_not_held"]


async def test_a_key_works_in_its_own_workspace_alone(hub: Hub, ada: Person, shop: UUID) -> None:
    """Also where its maker works in both."""
    other = await hub.workspace(ada, "Other")
    program = await hub.key(shop, ada, SCOPES)
    program.workspace = other
    refused = await program.ask("GET", BUSINESSES)
    assert (refused.status, refused.code) == (403, "denied")
    assert "another workspace" in refused.body["detail"]
    assert (await program.ask("GET", "/api/identity/welcome")).status == 200
    program.workspace = shop
    assert await status(program) == 200


async def test_a_key_does_nothing_dangerous_whatever_its_scopes(
    hub: Hub, ada: Person, shop: UUID
) -> None:
    program = await hub.key(shop, ada, sorted(held("owner")))
    more = {"name": "Child", "scopes": [keys.READ.name]}
    for method, path, body in (
        ("POST", KEYS, more),
        ("DELETE", "/api/identity/workspace", None),
        ("POST", "/api/identity/transfer", {"person_id": str(ada.id)}),
        ("PUT", "/api/identity/limits/viewer", {"items_max": 1}),
        ("GET", "/api/events/export", None),
        ("POST", "/api/identity/tokens", {"name": "x"}),
        ("POST", "/api/identity/recovery_codes", None),
    ):
        refused = await program.ask(method, path, body, headers={"If-Match": '"0"'})
        assert refused.status == 403, path
        assert "A key may not do this" in refused.body["detail"]


async def test_a_key_is_nobody_who_has_an_account(hub: Hub, ada: Person, shop: UUID) -> None:
    program = await hub.key(shop, ada, sorted(held("owner")))
    for method, path, body in (
        ("GET", ME, None),
        ("PATCH", ME, {"name": "Robot"}),
        ("GET", "/api/identity/sessions", None),
        ("POST", "/api/identity/sessions/end_others", None),
        ("POST", "/api/identity/password", {"current": "x" * 12, "password": "y" * 12}),
        ("GET", "/api/identity/factors", None),
        ("POST", "/api/identity/proof", {"password": "x"}),
        ("POST", "/api/identity/workspaces", {"name": "Robots"}),
        ("POST", "/api/identity/invitations/accept", {"token": "hin_" + "0" * 43}),
        ("POST", "/api/identity/leave", None),
    ):
        refused = await program.ask(method, path, body, headers={"If-Match": '"1"'})
        assert refused.status == 403, (path, refused.text)


async def test_a_key_comes_from_where_its_workspace_may_be_used(
    hub: Hub, ada: Person, shop: UUID
) -> None:
    program = await hub.key(shop, ada, SCOPES)
    await hub.rules(shop, "networks = '{198.51.100.0/24}'")
    program.place = "198.51.101.1"
    assert await status(program) == 403
    program.place = "::ffff:198.51.100.1"
    assert await status(program) == 200


# Machines.


@pytest.fixture
async def machine(hub: Hub, ada: Person, shop: UUID) -> Visitor:
    browser = await hub.browser(ada)
    made = (await browser.ask("POST", "/api/identity/tokens", {"name": "Extension"})).body
    program = hub.visitor()
    program.token = made["access_token"]
    return program


async def session_of(hub: Hub, person: Person, kind: str) -> UUID:
    found: UUID = await hub.admin.fetchval(
        "select id from identity_sessions where person_id = $1 and kind = $2 and ended_at is null",
        *(person.id, kind),
    )
    return found


async def test_a_machine_that_is_signed_out_is_so_at_the_next_request(
    hub: Hub, ada: Person, machine: Visitor
) -> None:
    """Though its access token would be good for minutes still."""
    assert await status(machine) == 200
    browser = await hub.browser(ada)
    ended = await browser.ask(
        "DELETE", f"/api/identity/sessions/{await session_of(hub, ada, 'machine')}"
    )
    assert ended.status == 204
    assert await status(machine) == 401


async def test_a_machine_is_out_when_its_workspace_wants_that(
    hub: Hub, ada: Person, shop: UUID, machine: Visitor
) -> None:
    await hub.rules(shop, "idle_minutes = 30")
    assert await status(machine) == 200
    await hub.age(ada, "seen_at", "31 minutes")
    assert await status(machine) == 401


async def test_a_machine_proves_nobody(hub: Hub, ada: Person, machine: Visitor) -> None:
    refused = await machine.ask("POST", KEYS, {"name": "Robot", "scopes": SCOPES})
    assert refused.code == "proof_needed"


async def test_a_token_with_another_ending_is_nobodys(machine: Visitor) -> None:
    head, claims, signature = machine.token.split(".")
    for forged in (f"{head}.{claims}.", f"{head}.{claims}.{signature[::-1]}", "a.b.c", ".."):
        machine.token = forged
        assert (await machine.ask("GET", ME)).status == 401


# Streams.


@contextlib.asynccontextmanager
async def listening(visitor: Visitor) -> AsyncIterator[aiohttp.ClientResponse]:
    """A stream that has said hello."""
    at = f"{visitor.address}/api/live"
    async with visitor.session.get(at, headers=visitor.headers()) as response:
        assert response.status == 200
        await read(response, 2)
        yield response


async def ends(stream: aiohttp.ClientResponse) -> None:
    async with asyncio.timeout(LIMIT_S):
        await stream.content.read()


async def test_a_stream_ends_when_its_session_is_revoked(hub: Hub, ada: Person, shop: UUID) -> None:
    browser, other = await hub.browser(ada), await hub.browser(ada)
    async with listening(browser) as stream:
        assert (await other.ask("POST", "/api/identity/sessions/end_others")).body == {"ended": 1}
        await ends(stream)


async def test_a_stream_ends_when_its_key_is_revoked(hub: Hub, ada: Person, shop: UUID) -> None:
    program = await hub.key(shop, ada, ["live.stream.read"])
    async with listening(program) as stream:
        await hub.admin.execute(
            "update identity_keys set ended_at = now(), ended_by = $1 where made_by = $1", ada.id
        )
        await ends(stream)


async def test_a_stream_ends_when_the_role_changes(hub: Hub, ada: Person, shop: UUID) -> None:
    bo = await hub.person("Bo")
    member = await hub.join(shop, bo, "manager")
    owner = await hub.browser(ada)
    async with listening(await hub.browser(bo)) as stream:
        at = f"/api/identity/members/{member}"
        await owner.ask("PATCH", at, {"role": "viewer"}, headers={"If-Match": '"1"'})
        await ends(stream)


async def test_an_open_stream_keeps_no_session_from_being_idle(
    hub: Hub, ada: Person, shop: UUID
) -> None:
    """It asks again whether it may read on, and that is no use of the session."""
    await hub.rules(shop, "idle_minutes = 30")
    async with listening(await hub.browser(ada)) as stream:
        await hub.age(ada, "seen_at", "29 minutes")
        before = await seen_at(hub, ada)
        await until_asked_again(hub)
        assert await seen_at(hub, ada) == before
        await hub.age(ada, "seen_at", "2 minutes")
        await ends(stream)


async def until_asked_again(hub: Hub) -> None:
    """The one before the last is answered when the next one begins."""
    before = len(hub.knocks)
    async with asyncio.timeout(LIMIT_S):
        while len(hub.knocks) < before + 3:
            await asyncio.sleep(0.01)


async def seen_at(hub: Hub, person: Person) -> datetime:
    at: datetime = await hub.admin.fetchval(
        "select seen_at from identity_sessions where person_id = $1", person.id
    )
    return at
