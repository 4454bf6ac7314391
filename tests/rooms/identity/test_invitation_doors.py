"""Invitations through the door, for those who send them and those who hold a link."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from hanse.base.faults import Fault
from hanse.engine.passwords import Passwords
from hanse.engine.tx import INSTALLATION, Database
from hanse.rooms.identity.model.invitations import (
    LIFETIME,
)
from hanse.rooms.identity.routes import invitations as routes
from hanse.rooms.identity.routes import joining as joining_routes
from hanse.rooms.identity.service import joining, members
from hanse.rooms.identity.service.joining import Joined
from hanse.rooms.identity.service.sign_in import Origin
from tests.api.conftest import Door, opened
from tests.rooms.identity.team import (
    Person,
    bearer,
    enter,
    founded,
    ground_of,
    invite,
    know_jobs,
    later,
    somebody,
    token_of,
)

UNTIL = datetime(2026, 11, 20, 14, 3, 5, tzinfo=UTC)
PASSWORD = "lemon orbit stable quiet"
ORIGIN = Origin("Firefox/140", "203.0.113.9", "r-5")


@pytest.fixture(autouse=True, scope="module")
async def known(database: Database) -> None:
    await know_jobs(database)


@pytest.fixture(scope="module")
def passwords() -> Iterator[Passwords]:
    opened = Passwords(2)
    yield opened
    opened.close()


@pytest.fixture
async def ada(database: Database) -> Person:
    return await somebody(database, "Ada Lind")


@pytest.fixture
async def shop(database: Database, ada: Person) -> UUID:
    """A workspace that Ada owns."""
    return await founded(database, ada)


@pytest.fixture
def email(workspace: UUID) -> str:
    """An address that nobody has."""
    return f"budi.{workspace.hex}@example.com"


@pytest.fixture(scope="module")
async def door(
    database: Database, tmp_path_factory: pytest.TempPathFactory, passwords: Passwords
) -> AsyncIterator[Door]:
    home = tmp_path_factory.mktemp("home")
    doors = (routes.doors, joining_routes.doors)
    async with opened(ground_of(database, home, doors, passwords)) as running:
        yield running


async def accept(database: Database, who: Person, token: str) -> Joined | Fault:
    try:
        return await joining.accept(database, who.actor, token, "r-6")
    except Fault as fault:
        return fault


# Through the door


async def test_invitations_are_listed_by_their_standing(
    database: Database, shop: UUID, ada: Person, email: str, door: Door
) -> None:
    first = await invite(later(database, -LIFETIME), shop, ada, email)
    second = await invite(database, shop, ada, f"x{email}")
    who, path = bearer(ada, shop), "/api/identity/invitations"
    for state, wanted in [
        ("", [second, first]),
        ("?state=open", [second]),
        ("?state=expired", [first]),
        ("?state=accepted", []),
    ]:
        async with door.ask("GET", path + state, who) as answer:
            items = (await answer.json())["items"]
        assert [one["id"] for one in items] == [str(one.invitation.id) for one in wanted]
    async with door.ask("GET", path + "?limit=1", who) as answer:
        cursor = (await answer.json())["next_cursor"]
    async with door.ask("GET", f"{path}?limit=1&cursor={cursor}", who) as answer:
        [item] = (await answer.json())["items"]
    assert (item["id"], item["state"]) == (str(first.invitation.id), "expired")


async def test_a_person_is_invited_looks_and_joins(
    shop: UUID, ada: Person, email: str, door: Door
) -> None:
    who, path = bearer(ada, shop), "/api/identity/invitations"
    body: dict[str, object] = {"email": email, "role": "support"}
    async with door.ask("POST", path, who, json=body) as answer:
        assert answer.status == 201
        invited = await answer.json()
    token = invited["link"].partition("#")[2]
    async with door.ask("GET", f"{path}/{invited['id']}", who) as answer:
        assert "link" not in await answer.json()
        assert answer.headers["etag"] == '"1"'
    async with door.ask("POST", f"{path}/look", json={"token": token}) as answer:
        assert answer.status == 200
        assert (await answer.json())["email"] == email
    body = {
        "token": token,
        "name": "Budi",
        "password": PASSWORD,
        "language": "id",
        "zone": "Asia/Jakarta",
    }
    async with door.ask("POST", f"{path}/join", json=body) as answer:
        assert answer.status == 201
        assert (await answer.json())["workspace_id"] == str(shop)
        cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-hanse=hse_")
    assert "HttpOnly" in cookie
    async with door.ask("POST", f"{path}/join", json=body) as answer:
        assert answer.status == 404
        assert (await answer.json())["code"] == "invitation_used"


async def test_the_link_is_shown_once(shop: UUID, ada: Person, email: str, door: Door) -> None:
    who, path = bearer(ada, shop), "/api/identity/invitations"
    headers = {"Idempotency-Key": "again"}
    body = {"email": email, "role": "support"}
    async with door.ask("POST", path, who, json=body, headers=headers) as answer:
        assert answer.status == 201
    async with door.ask("POST", path, who, json=body, headers=headers) as answer:
        assert answer.status == 409
        assert "hin_" not in await answer.text()


async def test_where_mails_go_out_the_link_is_shown_to_nobody(
    database: Database, shop: UUID, ada: Person, email: str, tmp_path: Path
) -> None:
    """Else whoever invites could join as that address, and hold an account that is not theirs."""
    ground = ground_of(database, tmp_path, (routes.doors,), mail_ready=True)
    async with opened(ground) as door:
        body = {"email": email, "role": "support"}
        who, path = bearer(ada, shop), "/api/identity/invitations"
        async with door.ask("POST", path, who, json=body) as answer:
            assert answer.status == 201
            assert (await answer.json())["link"] == ""


async def test_an_invitation_is_accepted_renewed_and_withdrawn_through_the_door(
    database: Database, shop: UUID, ada: Person, email: str, door: Door
) -> None:
    budi = await somebody(database, "Budi", email)
    invited = await invite(database, shop, ada, email)
    who = bearer(ada, shop)
    path = f"/api/identity/invitations/{invited.invitation.id}"
    async with door.ask("POST", f"{path}/link", who) as answer:
        renewed = await answer.json()
        assert (answer.status, answer.headers["etag"]) == (200, '"2"')
    body = {"token": renewed["link"].partition("#")[2]}
    accepting = "/api/identity/invitations/accept"
    async with door.ask("POST", accepting, json=body) as answer:
        assert answer.status == 401
    async with door.ask("POST", accepting, bearer(ada, shop), json=body) as answer:
        assert answer.status == 403
    async with door.ask("POST", accepting, bearer(budi, INSTALLATION), json=body) as answer:
        assert answer.status == 200
        assert (await answer.json())["role"] == "support"
    async with door.ask("DELETE", path, who, headers={"If-Match": '"3"'}) as answer:
        assert answer.status == 409
    other = await invite(database, shop, ada, f"x{email}")
    path = f"/api/identity/invitations/{other.invitation.id}"
    async with door.ask("DELETE", path, who, headers={"If-Match": '"1"'}) as answer:
        assert answer.status == 204


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("", {"email": "x@example.com", "role": "support", "state": "accepted"}),
        ("", {"email": "x@example.com", "role": "support", "expires_at": "2099-01-01T00:00:00Z"}),
        ("", {"email": "x@example.com", "role": "emperor"}),
        ("", {"email": "x@example.com"}),
        ("", {"email": ["x@example.com"], "role": "support"}),
        ("/look", {"token": "hin_x", "email": "x@example.com"}),
        ("/look", {"token": "x" * 201}),
        ("/join", {"token": "hin_x", "role": "owner"}),
        ("/accept", {"token": "hin_x", "person_id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c21"}),
    ],
)
async def test_what_nobody_offers_is_refused(
    shop: UUID, ada: Person, door: Door, path: str, body: dict[str, object]
) -> None:
    who = bearer(ada, shop)
    async with door.ask("POST", f"/api/identity/invitations{path}", who, json=body) as answer:
        assert answer.status == 422


async def test_a_manager_neither_sees_nor_makes_invitations(
    database: Database, shop: UUID, email: str, door: Door
) -> None:
    bo = await somebody(database, "Bo")
    await enter(database, shop, bo, "manager")
    who, path = bearer(bo, shop), "/api/identity/invitations"
    async with door.ask("GET", path, who) as answer:
        assert answer.status == 403
    body = {"email": email, "role": "viewer"}
    async with door.ask("POST", path, who, json=body) as answer:
        assert answer.status == 403


async def test_a_member_that_was_invited_is_found_in_the_list(
    database: Database, shop: UUID, ada: Person, email: str
) -> None:
    budi = await somebody(database, "Budi", email)
    await joining.accept(
        database, budi.actor, token_of(await invite(database, shop, ada, email)), "r-6"
    )
    async with database.tx(shop, ada.actor) as tx:
        [found] = await members.list_members(tx, None, "budi", None, 10)
    assert found.person_id == budi.id
