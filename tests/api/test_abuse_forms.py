"""What comes in through forms: too much, too deep, in any script, from two tabs, after a while."""

import json
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest

from hanse.app.api.ground import Ground
from hanse.engine.doors.access import Public
from tests.api.belongings import DOORS, bodies, model_of, path_to
from tests.api.hub import PASSWORD, Hub, Person, Visitor, running

ME = "/api/identity/me"
BUSINESSES = "/api/identity/businesses"
REGISTER = "/api/identity/register"
SHOP = {"name": "Batik Ada", "kind": "shop"}
# Whoever is not signed in can send these.
OPEN = {
    name: door
    for name, door in DOORS.items()
    if isinstance(door.needs, Public) and model_of(door) is not None
}


@pytest.fixture(scope="module")
async def hub(ground: Ground, admin_dsn: str) -> AsyncIterator[Hub]:
    async with running(ground, admin_dsn) as opened:
        yield opened


@pytest.fixture
async def ada(hub: Hub) -> Person:
    return await hub.person()


@pytest.fixture
async def shop(hub: Hub, ada: Person) -> UUID:
    return await hub.workspace(ada)


@pytest.fixture
async def browser(hub: Hub, ada: Person, shop: UUID) -> Visitor:
    return await hub.browser(ada)


# Too much.


@pytest.mark.parametrize("name", OPEN)
async def test_a_body_that_is_too_large_or_too_deep_is_refused(hub: Hub, name: str) -> None:
    door, visitor = OPEN[name], hub.visitor()
    path = path_to(door, str(uuid4()))
    example = json.dumps(bodies(door)[0] or {})[:-1]
    for more, status, code in (
        (b"x" * 1_000_001, 413, "body_too_large"),
        (b"[" * 33 + b"]" * 33, 400, "json_malformed"),
        (b"[" * 100_000 + b"]" * 100_000, 400, "json_malformed"),
        (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, 400, "json_malformed"),
        (b'"' + b"x" * 300_000 + b'"', 400, "json_malformed"),
        (b"9" * 5_000, 400, "json_malformed"),
        (b"1e999", 400, "json_malformed"),
        (b"NaN", 400, "json_malformed"),
        (b'"\\u0000"', 400, "json_malformed"),
        (b'"\\ud800"', 400, "json_malformed"),
        (b"\xff", 400, "json_malformed"),
        (b'1, "more": 2', 400, "json_malformed"),
    ):
        data = example.encode() + b', "more": ' + more + b"}"
        answer = await visitor.ask(door.method, path, data=data)
        assert (answer.status, answer.code) == (status, code), more[:20]
        assert len(answer.text) < 2_000


@pytest.mark.parametrize("name", OPEN)
async def test_a_text_that_is_too_long_is_refused_at_its_field(hub: Hub, name: str) -> None:
    """Before anything is hashed or looked for."""
    door = OPEN[name]
    [body, *_] = bodies(door)
    assert body
    for field in [name for name, value in body.items() if isinstance(value, str)]:
        answer = await hub.visitor().ask(door.method, door.path, body | {field: "x" * 10_000})
        assert answer.status == 422, answer.text
        assert [one["field"] for one in answer.body["fields"]] == [field]
        assert "xxxxx" not in answer.text


# Scripts.

NAMES = (
    "محمد بن سلمان",
    "דנה כהן",
    "می‌خواهم",  # with the joiner that Persian needs
    "Nguyễn Thị Ánh",
    "สมชาย ใจดี",
    "王小明",
    "O’Brien-Łukasiewicz",
    "👩‍👩‍👧 Rumah",
    "<script>alert(1)</script>",
    "'; drop table identity_people; --",
    "{name} %s ${7*7}",
)


@pytest.mark.parametrize("name", NAMES)
async def test_a_name_in_any_script_stays_as_it_was_typed(
    hub: Hub, ada: Person, browser: Visitor, name: str
) -> None:
    changed = await browser.ask("PATCH", ME, {"name": name}, headers={"If-Match": '"1"'})
    assert changed.body["name"] == name
    assert (await browser.ask("GET", ME)).body["person"]["name"] == name
    [member] = (await browser.ask("GET", "/api/identity/members")).body["items"]
    assert member["name"] == name
    made = await browser.ask("POST", BUSINESSES, {"name": name, "kind": "shop"})
    assert made.body["name"] == name
    doings = await browser.ask("GET", "/api/identity/activity")
    # The log writes names into sentences, and takes nothing in them for a place to fill.
    assert any(name in one["sentence"] for one in doings.body["items"])


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ada\u202egnp.exe", "Adagnp.exe"),
        ("A\u200bda \ufeff Lind\u2069", "Ada Lind"),
        ("  Ada\t\r\nLind ", "Ada Lind"),
        ("Ada\x1b[31m", "Ada[31m"),
        ("A\u0301da", "\u00c1da"),
    ],
)
async def test_what_hides_in_a_name_is_taken_away(browser: Visitor, typed: str, kept: str) -> None:
    changed = await browser.ask("PATCH", ME, {"name": typed}, headers={"If-Match": '"1"'})
    assert changed.body["name"] == kept


@pytest.mark.parametrize("name", ["", "   ", "\u202e\u200b", "\u200d\u200c", "x" * 101])
async def test_a_name_that_nobody_can_read_is_refused(browser: Visitor, name: str) -> None:
    refused = await browser.ask("PATCH", ME, {"name": name}, headers={"If-Match": '"1"'})
    assert (refused.status, refused.body["fields"][0]["field"]) == (422, "name")


def spellings(email: str) -> list[str]:
    """Of one address, as other keyboards and hands write it."""
    wide = "".join(chr(ord(char) + 0xFEE0) if char.isalnum() else char for char in email)
    return [email.upper(), email.title(), f" {email} ", wide, email.replace("k", "\u212a")]


async def test_another_spelling_of_an_address_is_the_same_person(hub: Hub) -> None:
    ada = await hub.person(email=f"kiki{uuid4().hex[:8]}@example.com")
    for spelling in spellings(ada.email):
        browser = hub.visitor()
        asked = {"email": spelling, "password": PASSWORD}
        assert (await browser.ask("POST", "/api/identity/sign_in", asked)).status == 200
        assert (await browser.ask("GET", ME)).body["person"]["id"] == str(ada.id)


async def test_another_spelling_makes_no_second_person(hub: Hub) -> None:
    ada = await hub.person(email=f"kiki{uuid4().hex[:8]}@example.com")
    people = await hub.admin.fetchval("select count(*) from identity_people")
    for spelling in spellings(ada.email):
        asked = {
            "name": "Eve",
            "email": spelling,
            "password": "copper window slow river",
            "language": "en",
            "zone": "UTC",
        }
        assert (await hub.visitor().ask("POST", REGISTER, asked)).body == {"state": "sent"}
    assert await hub.admin.fetchval("select count(*) from identity_people") == people
    assert (await hub.visitor().sign_in(ada)).status == 200  # and the password is the old one


# Two tabs, and a form that was open for long.


async def test_of_two_tabs_the_second_is_told_what_happened(
    hub: Hub, ada: Person, browser: Visitor
) -> None:
    made = await browser.ask("POST", BUSINESSES, SHOP)
    at, read = f"{BUSINESSES}/{made.body['id']}", {"If-Match": made.headers["ETag"]}

    first = await browser.ask("PATCH", at, {"name": "First tab"}, headers=read)
    second = await browser.ask("PATCH", at, {"name": "Second tab"}, headers=read)

    assert (first.status, second.status) == (200, 412)
    assert second.code == "changed_meanwhile"
    assert second.body["detail"].startswith("This was changed meanwhile: you read version 1")
    assert second.body["next_step"]
    now = await browser.ask("GET", at)
    assert now.body["name"] == "First tab"
    again = {"If-Match": now.headers["ETag"]}
    assert (await browser.ask("PATCH", at, {"name": "Second"}, headers=again)).status == 200


async def test_a_form_whose_session_ended_is_sent_again_after_signing_in(
    hub: Hub, ada: Person, browser: Visitor
) -> None:
    """Once: the key stays the person's, whichever session it comes with."""
    key = {"Idempotency-Key": str(uuid4())}
    await hub.age(ada, "seen_at", "91 days")

    refused = await browser.ask("POST", BUSINESSES, SHOP, headers=key)
    assert (refused.status, refused.code) == (401, "not_signed_in")
    assert (await browser.sign_in(ada)).status == 200
    done = await browser.ask("POST", BUSINESSES, SHOP, headers=key)
    repeated = await browser.ask("POST", BUSINESSES, SHOP, headers=key)
    other = await browser.ask("POST", BUSINESSES, SHOP | {"name": "Another"}, headers=key)

    assert (done.status, repeated.status, other.status) == (201, 201, 409)
    assert "Idempotency-Replayed" not in done.headers
    assert repeated.headers["Idempotency-Replayed"] == "true"
    assert repeated.body == done.body
    assert [one["name"] for one in (await browser.ask("GET", BUSINESSES)).body["items"]] == [
        SHOP["name"]
    ]


async def test_the_key_of_a_form_is_the_persons_own(
    hub: Hub, ada: Person, shop: UUID, browser: Visitor
) -> None:
    """Whoever guesses another one's key gets neither the answer nor in the way."""
    bo = await hub.person("Bo")
    await hub.join(shop, bo, "manager")
    key = {"Idempotency-Key": "guessable"}
    first = await browser.ask("POST", BUSINESSES, SHOP, headers=key)
    second = await (await hub.browser(bo)).ask("POST", BUSINESSES, SHOP, headers=key)
    assert (first.status, second.status) == (201, 201)
    assert first.body["id"] != second.body["id"]
    assert "Idempotency-Replayed" not in second.headers
