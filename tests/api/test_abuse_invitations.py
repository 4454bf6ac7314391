"""Links of invitations in the wrong hands, and in several hands at once."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from hanse.app.api.ground import Ground
from tests.api.hub import PASSWORD, Hub, Person, Visitor, running

INVITATIONS = "/api/identity/invitations"


@pytest.fixture(scope="module")
async def hub(ground: Ground, admin_dsn: str) -> AsyncIterator[Hub]:
    async with running(ground, admin_dsn) as opened:
        yield opened


@dataclass(frozen=True)
class Shop:
    id: UUID
    owner: Visitor
    hub: Hub

    async def invite(self, email: str, role: str = "support") -> str:
        """The token of the link."""
        made = await self.owner.ask("POST", INVITATIONS, {"email": email, "role": role})
        assert made.status == 201, made.text
        token: str = made.body["link"].partition("#")[2]
        return token

    async def members(self) -> int:
        count: int = await self.hub.admin.fetchval(
            "select count(*) from identity_members where workspace_id = $1", self.id
        )
        return count


@pytest.fixture
async def shop(hub: Hub) -> Shop:
    ada = await hub.person()
    workspace = await hub.workspace(ada)
    return Shop(workspace, await hub.browser(ada), hub)


def newcomer(token: str) -> dict[str, object]:
    return {
        "token": token,
        "name": "Budi Santoso",
        "password": PASSWORD,
        "language": "id",
        "zone": "Asia/Jakarta",
    }


def nobody() -> str:
    return f"{uuid4().hex}@example.com"


async def accepted(visitor: Visitor, token: str) -> tuple[int, str]:
    answer = await visitor.ask("POST", f"{INVITATIONS}/accept", {"token": token})
    return answer.status, answer.code


async def joined(visitor: Visitor, token: str) -> tuple[int, str]:
    answer = await visitor.ask("POST", f"{INVITATIONS}/join", newcomer(token))
    return answer.status, answer.code


async def test_an_invitation_is_good_once(hub: Hub, shop: Shop) -> None:
    bo = await hub.person("Bo")
    browser, token = await hub.browser(bo), await shop.invite(bo.email)
    assert await accepted(browser, token) == (200, "")
    assert await accepted(browser, token) == (404, "invitation_used")
    assert await joined(hub.visitor(), token) == (404, "invitation_used")
    looked = await hub.visitor().ask("POST", f"{INVITATIONS}/look", {"token": token})
    assert looked.code == "invitation_used"
    assert await shop.members() == 2


async def test_an_invitation_of_somebody_else_is_refused(hub: Hub, shop: Shop) -> None:
    """Whoever has found the link, and is somebody already, gets in by no other way either."""
    bo, eve = await hub.person("Bo"), await hub.person("Eve")
    token = await shop.invite(bo.email)
    thief = await hub.browser(eve)
    refused = await thief.ask("POST", f"{INVITATIONS}/accept", {"token": token})
    assert refused.status == 403
    assert bo.email not in refused.text
    assert await joined(thief, token) == (409, "has_account")
    assert await shop.members() == 1
    assert await accepted(await hub.browser(bo), token) == (200, "")


async def test_of_two_at_once_one_accepts(hub: Hub, shop: Shop) -> None:
    bo = await hub.person("Bo")
    token = await shop.invite(bo.email)
    browsers = [await hub.browser(bo) for _ in range(4)]
    found = await asyncio.gather(*(accepted(browser, token) for browser in browsers))
    assert sorted(status for status, _ in found) == [200, 404, 404, 404]
    assert await shop.members() == 2


async def test_of_two_newcomers_at_once_one_joins(hub: Hub, shop: Shop) -> None:
    """The other one has no session, no account and no membership."""
    email = nobody()
    token = await shop.invite(email)
    visitors = [hub.visitor() for _ in range(3)]
    found = await asyncio.gather(*(joined(visitor, token) for visitor in visitors))
    assert [status for status, _ in found].count(201) == 1
    assert {status for status, _ in found} <= {201, 404, 409}
    assert sum(bool(visitor.cookie) for visitor in visitors) == 1
    assert await shop.members() == 2
    people = "select count(*) from identity_people where email = $1"
    assert await hub.admin.fetchval(people, email) == 1


async def test_a_withdrawn_a_renewed_and_an_old_link_open_nothing(hub: Hub, shop: Shop) -> None:
    bo = await hub.person("Bo")
    browser, first = await hub.browser(bo), await shop.invite(bo.email)
    [invitation] = (await shop.owner.ask("GET", INVITATIONS)).body["items"]
    at = f"{INVITATIONS}/{invitation['id']}"
    renewed = await shop.owner.ask("POST", f"{at}/link")
    second = renewed.body["link"].partition("#")[2]
    assert await accepted(browser, first) == (404, "invitation_not_good")
    late = "update identity_invitations set expires_at = now() - $2::text::interval where id = $1"
    await hub.admin.execute(late, UUID(invitation["id"]), "1 second")
    assert await accepted(browser, second) == (404, "invitation_expired")
    await hub.admin.execute(late, UUID(invitation["id"]), "-1 day")
    withdrawn = await shop.owner.ask("DELETE", at, headers={"If-Match": renewed.headers["ETag"]})
    assert withdrawn.status == 204
    assert await accepted(browser, second) == (404, "invitation_withdrawn")
    assert await shop.members() == 1


async def test_nobody_invites_to_more_than_the_own_role(hub: Hub, shop: Shop) -> None:
    for role, wanted, expected in (
        ("admin", "owner", 403),
        ("admin", "admin", 201),
        ("manager", "viewer", 403),
    ):
        bo = await hub.person("Bo")
        await hub.join(shop.id, bo, role)
        browser = await hub.browser(bo)
        asked = {"email": nobody(), "role": wanted}
        assert (await browser.ask("POST", INVITATIONS, asked)).status == expected


async def test_who_was_removed_comes_back_by_no_old_link(hub: Hub, shop: Shop) -> None:
    bo: Person = await hub.person("Bo")
    browser, token = await hub.browser(bo), await shop.invite(bo.email)
    made = await browser.ask("POST", f"{INVITATIONS}/accept", {"token": token})
    at = f"/api/identity/members/{made.body['member_id']}"
    assert (await shop.owner.ask("DELETE", at, headers={"If-Match": '"1"'})).status == 204
    assert await accepted(browser, token) == (404, "invitation_used")
    assert await shop.members() == 1
