"""People at the door: known by the cookie of a browser, and asked for at every single request."""

from collections.abc import AsyncIterator
from datetime import datetime
from uuid import UUID

import pytest

from hanse.app.api.ground import Ground
from hanse.app.wiring import DOORS
from hanse.engine.doors.doors import Doors, InTx
from hanse.rooms.identity.routes import businesses
from tests.api.hub import PASSWORD, Answer, Hub, Person, Visitor, running

ME = "/api/identity/me"
MEMBERS = "/api/identity/members"
BUSINESSES = "/api/identity/businesses"
SHOP = {"name": "Batik Ada", "kind": "shop"}

probe = Doors("probe")


@probe.get("/api/probe/limits", needs=businesses.READ)
async def read_limits(tx: InTx) -> dict[str, object]:
    """Show up to where whoever asks may approve."""
    limits = tx.limits
    return {"amount": limits.amount_minor, "currency": limits.currency, "items": limits.items_max}


@pytest.fixture(scope="module")
async def hub(ground: Ground, admin_dsn: str) -> AsyncIterator[Hub]:
    async with running(ground, admin_dsn, doors=(*DOORS, probe)) as opened:
        yield opened


@pytest.fixture
async def ada(hub: Hub) -> Person:
    return await hub.person()


@pytest.fixture
async def shop(hub: Hub, ada: Person) -> UUID:
    return await hub.workspace(ada)


async def works(visitor: Visitor) -> bool:
    """Whether it reaches its workspace; it must be known all the same."""
    answer = await visitor.ask("GET", MEMBERS)
    assert answer.status in (200, 403), answer.text
    assert (await visitor.ask("GET", ME)).status == 200
    return answer.status == 200


async def is_out(visitor: Visitor) -> bool:
    answer = await visitor.ask("GET", ME)
    assert answer.status in (200, 401), answer.text
    return answer.status == 401


# Cookies.


async def test_a_write_by_cookie_needs_the_token_of_our_pages(
    hub: Hub, ada: Person, shop: UUID
) -> None:
    browser = await hub.browser(ada)
    good, browser.csrf = browser.csrf, ""
    for wrong in ("", "0" * 64, good[:-1], (await hub.browser(ada)).csrf):
        browser.csrf = wrong
        for method, path in (("POST", BUSINESSES), ("PATCH", ME), ("DELETE", f"{MEMBERS}/{shop}")):
            refused = await browser.ask(method, path, SHOP, headers={"If-Match": '"1"'})
            assert (refused.status, refused.code) == (403, "not_from_our_page")
    assert (await browser.ask("GET", BUSINESSES)).body["items"] == []  # to read, none is asked
    browser.csrf = good
    assert (await browser.ask("POST", BUSINESSES, SHOP)).status == 201


async def test_an_old_cookie_hinders_nobody_where_everybody_may_come(
    hub: Hub, ada: Person, shop: UUID
) -> None:
    for cookie in ("hse_nonsense", (await hub.browser(ada)).cookie):
        browser = hub.visitor()
        browser.cookie = cookie  # and no token of our pages
        assert (await browser.ask("GET", "/api/identity/welcome")).status == 200
        assert (await browser.ask("POST", "/api/identity/forgot", {"email": "x@y.z"})).status == 200
        signed_in = await browser.sign_in(ada)
        assert signed_in.body["state"] == "signed_in"
        assert browser.cookie != cookie
        assert await works(browser)


async def test_a_wrong_workspace_hinders_nobody_where_everybody_may_come(
    hub: Hub, ada: Person, shop: UUID
) -> None:
    browser = await hub.browser(ada)
    wrong = {"Hanse-Workspace": "the first one"}
    signing_in = {"email": ada.email, "password": PASSWORD}

    refused = await browser.ask("GET", ME, headers=wrong)
    answer = await browser.ask("POST", "/api/identity/sign_in", signing_in, headers=wrong)

    assert (refused.status, refused.code) == (422, "rejected")
    assert "Hanse-Workspace" in refused.text
    assert answer.body["state"] == "signed_in"


async def test_who_names_no_workspace_is_refused_within_the_limits_too(
    hub: Hub, ada: Person
) -> None:
    """It is counted like everybody: it asks the database who speaks."""
    browser = await hub.browser(ada)
    refused = await browser.ask("GET", ME, headers={"Hanse-Workspace": "none"})
    assert (refused.status, "RateLimit" in refused.headers) == (422, True)


# Time.


@pytest.fixture
async def strict(hub: Hub, ada: Person, shop: UUID) -> UUID:
    """A second workspace of the same person, whose sessions end sooner."""
    workspace = await hub.workspace(ada, "Strict Trading")
    await hub.rules(workspace, "idle_minutes = 30, absolute_minutes = 60")
    return workspace


@pytest.mark.parametrize(
    ("column", "within", "beyond"),
    [("seen_at", "29 minutes", "31 minutes"), ("made_at", "59 minutes", "61 minutes")],
)
async def test_a_session_ends_as_the_strictest_workspace_wants(
    hub: Hub, ada: Person, shop: UUID, strict: UUID, column: str, within: str, beyond: str
) -> None:
    """Also in the others: else work in one would keep another one open."""
    for workspace in (shop, strict):
        browser = await hub.browser(ada)
        browser.workspace = workspace
        await hub.age(ada, column, within)
        assert await works(browser)
        await hub.admin.execute("update identity_sessions set made_at = now(), seen_at = now()")
        await hub.age(ada, column, beyond)
        assert await is_out(browser)
        await hub.admin.execute("delete from identity_sessions where person_id = $1", ada.id)


async def test_when_somebody_was_seen_is_written_once_a_minute(hub: Hub, ada: Person) -> None:
    browser = await hub.browser(ada)

    async def seen() -> datetime:
        at: datetime = await hub.admin.fetchval(
            "select seen_at from identity_sessions where person_id = $1", ada.id
        )
        return at

    begun = await seen()
    await browser.ask("GET", ME)
    assert await seen() == begun
    await hub.age(ada, "seen_at", "61 seconds")
    await browser.ask("GET", ME)
    renewed = await seen()
    assert renewed > begun
    await hub.age(ada, "seen_at", "30 seconds")
    before = await seen()
    await browser.ask("GET", ME)
    assert await seen() == before


async def test_proof_that_is_older_than_ten_minutes_is_asked_for_again(
    hub: Hub, ada: Person, shop: UUID
) -> None:
    browser = await hub.browser(ada)
    wanted = {"name": "Extension"}

    async def dangerous() -> Answer:
        return await browser.ask("POST", "/api/identity/tokens", wanted)

    await hub.age(ada, "proven_at", "9 minutes 50 seconds")
    assert (await dangerous()).status == 201
    await hub.age(ada, "proven_at", "11 seconds")
    assert (await dangerous()).code == "proof_needed"
    wrong = await browser.ask("POST", "/api/identity/proof", {"password": "not this one at all"})
    assert (wrong.status, (await dangerous()).code) == (422, "proof_needed")
    shown = await browser.ask("POST", "/api/identity/proof", {"password": PASSWORD})
    assert (shown.status, (await dangerous()).status) == (204, 201)


async def test_a_proof_of_a_time_to_come_proves_nothing(hub: Hub, ada: Person) -> None:
    """The clock was wrong when it was shown: else it would be good until that day."""
    browser = await hub.browser(ada)
    await hub.age(ada, "proven_at", "-1 year")
    answer = await browser.ask("POST", "/api/identity/tokens", {"name": "Extension"})
    assert answer.code == "proof_needed"


# Places.


@pytest.mark.parametrize(
    ("networks", "inside", "outside"),
    [
        ("{198.51.100.0/24}", "198.51.100.7", "198.51.101.7"),
        ("{2001:db8:5::/48}", "2001:db8:5:1::9", "2001:db8:6::9"),
        ("{198.51.100.7/32}", "::ffff:198.51.100.7", "::ffff:198.51.100.8"),
    ],
)
async def test_from_elsewhere_a_workspace_is_withheld_and_the_account_is_not(
    hub: Hub, ada: Person, shop: UUID, networks: str, inside: str, outside: str
) -> None:
    await hub.rules(shop, f"networks = '{networks}'")
    browser = await hub.browser(ada, inside)
    assert await works(browser)
    browser.place = outside
    assert not await works(browser)
    refused = await browser.ask("GET", MEMBERS)
    assert "is not an address from which Toko Ada may be used" in refused.body["detail"]
    me = await browser.ask("GET", ME)
    assert "not an address" in me.body["withheld"]
    assert set(me.body["permissions"]) == {
        "identity.person.read",
        "identity.person.write",
        "identity.membership.write",
    }
    renamed = await browser.ask("PATCH", ME, {"name": "Ada L"}, headers={"If-Match": '"1"'})
    assert renamed.status == 200
    browser.place = inside
    assert await works(browser)


async def test_a_forged_address_in_front_of_ours_is_not_believed(
    hub: Hub, ada: Person, shop: UUID
) -> None:
    """Only what our own proxy wrote, at the end, is true."""
    await hub.rules(shop, "networks = '{198.51.100.0/24}'")
    browser = await hub.browser(ada, "198.51.100.7, 203.0.113.9")
    assert not await works(browser)


async def test_a_workspace_is_withheld_until_a_second_factor_is_shown(
    hub: Hub, ada: Person, shop: UUID
) -> None:
    phone = await hub.phone(ada)
    await hub.rules(shop, "second_factor_required = true")
    browser = await hub.browser(ada)

    assert not await works(browser)
    assert "asks for a second factor" in (await browser.ask("GET", MEMBERS)).body["detail"]
    by_password = await browser.ask("POST", "/api/identity/proof", {"password": PASSWORD})
    assert by_password.status == 422
    assert not await works(browser)
    assert (await browser.ask("POST", "/api/identity/proof", {"code": phone.code()})).status == 204
    assert await works(browser)


async def test_a_new_password_is_no_second_factor(hub: Hub, ada: Person, shop: UUID) -> None:
    """Who has the password alone must not prove by changing it what it could not prove by it."""
    await hub.phone(ada)
    await hub.rules(shop, "second_factor_required = true")
    browser = await hub.browser(ada)
    await hub.age(ada, "proven_at", "1 hour")
    changed = {"current": PASSWORD, "password": "copper window slow river"}
    assert (await browser.ask("POST", "/api/identity/password", changed)).status == 200
    refused = await browser.ask("POST", "/api/identity/recovery_codes")
    assert refused.code == "proof_needed"


# Who works where, as what.


async def test_a_strangers_workspace_is_withheld(hub: Hub, ada: Person, shop: UUID) -> None:
    browser = await hub.browser(await hub.person("Bo"))
    browser.workspace = shop
    refused = await browser.ask("GET", MEMBERS)
    assert refused.status == 403
    assert refused.body["detail"].startswith("You are not a member of this workspace.")
    left = await browser.ask("POST", "/api/identity/leave")
    assert left.status in (403, 404)
    assert (await browser.ask("GET", ME)).body["workspace_id"] is None


async def test_who_is_removed_is_out_at_the_next_request(hub: Hub, ada: Person, shop: UUID) -> None:
    bo = await hub.person("Bo")
    member = await hub.join(shop, bo, "manager")
    owner, browser = await hub.browser(ada), await hub.browser(bo)
    assert await works(browser)
    gone = await owner.ask("DELETE", f"{MEMBERS}/{member}", headers={"If-Match": '"1"'})
    assert gone.status == 204
    assert not await works(browser)
    browser.workspace = shop
    assert not await works(browser)


async def test_a_changed_role_counts_at_the_next_request(hub: Hub, ada: Person, shop: UUID) -> None:
    bo = await hub.person("Bo")
    member = await hub.join(shop, bo, "manager")
    owner, browser = await hub.browser(ada), await hub.browser(bo)
    assert (await browser.ask("POST", BUSINESSES, SHOP)).status == 201
    for version, role, status in (('"1"', "viewer", 403), ('"2"', "admin", 201)):
        changed = await owner.ask(
            "PATCH", f"{MEMBERS}/{member}", {"role": role}, headers={"If-Match": version}
        )
        assert changed.status == 200
        assert (await browser.ask("POST", BUSINESSES, SHOP)).status == status


async def test_a_revoked_session_is_out_at_the_next_request(hub: Hub, ada: Person) -> None:
    first, second = await hub.browser(ada), await hub.browser(ada)
    mine = (await second.ask("GET", ME)).body["session_id"]
    assert (await first.ask("DELETE", f"/api/identity/sessions/{mine}")).status == 204
    assert await is_out(second)
    assert not await is_out(first)


async def test_the_limits_of_the_role_reach_the_transaction(
    hub: Hub, ada: Person, shop: UUID
) -> None:
    bo = await hub.person("Bo")
    await hub.join(shop, bo, "manager")
    owner, browser = await hub.browser(ada), await hub.browser(bo)
    program = await hub.key(shop, bo, [businesses.READ.name], "manager")
    none = {"amount": None, "currency": None, "items": None}
    assert (await browser.ask("GET", "/api/probe/limits")).body == none
    limits = {"amount_minor": 5_000_000, "currency": "IDR", "items_max": 200}
    put = await owner.ask(
        "PUT", "/api/identity/limits/manager", limits, headers={"If-Match": '"0"'}
    )
    assert put.status == 200, put.text
    limited = {"amount": 5_000_000, "currency": "IDR", "items": 200}
    for who in (browser, program):
        assert (await who.ask("GET", "/api/probe/limits")).body == limited
    assert (await owner.ask("GET", "/api/probe/limits")).body == none


async def test_who_works_nowhere_has_an_account_and_makes_a_workspace(
    hub: Hub, ada: Person
) -> None:
    browser = await hub.browser(ada)
    me = (await browser.ask("GET", ME)).body
    assert (me["person"]["email"], me["memberships"], me["workspace_id"]) == (ada.email, [], None)
    assert not await works(browser)
    made = await browser.ask("POST", "/api/identity/workspaces", {"name": "Toko Baru"})
    assert made.status == 201
    assert await works(browser)
    assert (await browser.ask("GET", ME)).body["role"] == "owner"
