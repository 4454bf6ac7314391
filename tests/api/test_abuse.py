"""What people try who mean no good, with the addresses, headers and bodies that they may choose."""

import asyncio
import contextlib
import io
import json
import logging
from collections.abc import AsyncIterator, Iterator
from uuid import UUID, uuid4

import pytest
from pydantic import BaseModel

from hanse.app.api.ground import Ground
from hanse.app.api.problems import FIELDS_MAX
from hanse.app.api.route import models_of
from hanse.engine.doors import cookies
from hanse.engine.doors.access import ROLES, Public, Role
from hanse.engine.doors.doors import Door
from hanse.engine.telemetry import Lines
from hanse.engine.tx import INSTALLATION
from tests.api.belongings import DOORS, bodies, model_of, path_to
from tests.api.hub import (
    OPERATOR_TOKEN,
    OTHER_PASSWORD,
    PASSWORD,
    Hub,
    Person,
    Visitor,
    running,
)

ME = "/api/identity/me"
BUSINESSES = "/api/identity/businesses"
TAKING = {name: door for name, door in DOORS.items() if model_of(door) is not None}
STREAMS = {"/api/live", "/api/system/live"}


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


# Mass assignment.

SMUGGLED: dict[str, object] = {
    "id": str(uuid4()),
    "workspace_id": str(uuid4()),
    "person_id": str(uuid4()),
    "owner_id": str(uuid4()),
    "made_by": str(uuid4()),
    "role": "owner",
    "owner": True,
    "is_admin": True,
    "permissions": ["identity.member.write"],
    "scopes": ["identity.member.write"],
    "state": "active",
    "confirmed": True,
    "second_factor": True,
    "proven_at": "2030-01-01T00:00:00Z",
    "email_key": "x",
    "password_hash": "x",
    "version": 99,
    "__class__": "x",
}


def smuggled(
    model: type[BaseModel], body: dict[str, object], at: str = ""
) -> tuple[object, set[str]]:
    """The body with what nobody asked for in each of its parts; and where."""
    extra = {name: value for name, value in SMUGGLED.items() if name not in model.model_fields}
    full, places = {**body, **extra}, {at + name for name in extra}
    for name, field in model.model_fields.items():
        part, inner = body.get(name), models_of(field.annotation)
        if isinstance(part, dict) and inner:
            full[name], more = smuggled(inner[0], part, f"{at}{name}.")
            places |= more
    return full, places


@pytest.mark.parametrize("name", TAKING)
async def test_what_nobody_asked_for_is_refused_and_nothing_is_done(
    hub: Hub, ada: Person, shop: UUID, browser: Visitor, name: str
) -> None:
    door = TAKING[name]
    model = model_of(door)
    assert model
    who = browser if may(door) else operator(hub, shop)
    before = await hub.checksum(shop, ada.id), await hub.checksum(INSTALLATION)
    for example in bodies(door):
        body, places = smuggled(model, example or {})
        answer = await who.ask(
            door.method, path_to(door, word(door)), body, headers={"If-Match": '"1"'}
        )
        assert answer.status == 422, answer.text
        refused = {
            one["field"] for one in answer.body["fields"] if one["code"] == "extra_forbidden"
        }
        assert refused <= places
        assert len(refused) == min(len(places), FIELDS_MAX), "so many are named"
    assert (await hub.checksum(shop, ada.id), await hub.checksum(INSTALLATION)) == before


def may(door: Door) -> bool:
    return isinstance(door.needs, Public) or door.needs in ROLES[Role.owner]


def operator(hub: Hub, workspace: UUID) -> Visitor:
    visitor = hub.visitor()
    visitor.token, visitor.workspace = OPERATOR_TOKEN, workspace
    return visitor


def word(door: Door) -> str:
    return "manager" if "{role}" in door.path else str(uuid4())


# Session fixation.


async def test_a_planted_cookie_is_never_taken_over(hub: Hub, ada: Person, shop: UUID) -> None:
    eve = await hub.person("Eve")
    own = await hub.browser(eve)
    for planted in ("hse_" + "A" * 43, own.cookie):
        victim, thief = hub.visitor(), hub.visitor()
        victim.cookie = thief.cookie = planted
        assert (await victim.sign_in(ada)).status == 200
        assert victim.cookie != planted
        assert (await victim.ask("GET", ME)).body["person"]["id"] == str(ada.id)
        assert (await thief.ask("GET", ME)).status == 401


async def test_each_sign_in_has_a_token_of_its_own_that_only_this_host_gets(
    hub: Hub, ada: Person
) -> None:
    tokens = []
    browser = hub.visitor()
    for _ in range(3):
        [cookie] = (await browser.sign_in(ada)).cookies
        tokens.append(browser.cookie)
        name, *marks = (part.strip() for part in cookie.split(";"))
        assert name == f"{cookies.NAME}={browser.cookie}"
        assert {"HttpOnly", "Secure", "Path=/", "SameSite=lax"} <= set(marks)
        assert not any(mark.lower().startswith("domain") for mark in marks)
    assert len(set(tokens)) == 3
    for old in tokens[:-1]:
        browser.cookie = old
        assert (await browser.ask("GET", ME)).status == 401


async def test_a_new_password_changes_the_token_and_ends_all_others(
    hub: Hub, ada: Person, browser: Visitor
) -> None:
    """Whoever copied the cookie is out, for the password is changed because somebody may have."""
    other, thief = await hub.browser(ada), hub.visitor()
    thief.cookie, thief.csrf = browser.cookie, browser.csrf
    changed = {"current": PASSWORD, "password": OTHER_PASSWORD}
    assert (await browser.ask("POST", "/api/identity/password", changed)).status == 200
    assert browser.cookie != thief.cookie
    assert (await browser.ask("POST", BUSINESSES, {"name": "A", "kind": "shop"})).status == 201
    for out in (thief, other):
        assert (await out.ask("GET", ME)).status == 401
    assert (await hub.visitor().sign_in(ada)).status == 422
    assert (await hub.visitor().sign_in(ada, OTHER_PASSWORD)).status == 200


# Open redirects, and hosts that are not ours.

ELSEWHERE = "evil.example"


async def test_no_door_sends_anybody_elsewhere(hub: Hub, browser: Visitor) -> None:
    """None sends anybody anywhere: pages are found by the program in the browser."""
    lies = {
        "Host": ELSEWHERE,
        "X-Forwarded-Host": ELSEWHERE,
        "X-Forwarded-Proto": "https",
        "X-Original-URL": f"https://{ELSEWHERE}/",
        "Referer": f"https://{ELSEWHERE}/",
        "If-Match": '"1"',
    }
    asked = [
        (door.method, path_to(door, word(door)), body)
        for door in DOORS.values()
        if door.path not in STREAMS
        for body in bodies(door)[:1]
    ]
    pages = (f"//{ELSEWHERE}/", f"/\\{ELSEWHERE}", f"/%2f%2f{ELSEWHERE}", "/sign-in", "/api/")
    asked += [("GET", page, None) for page in pages]
    redirects = []
    for method, path, body in asked:
        for query in ("", f"next=https://{ELSEWHERE}"):
            target = path + (("&" if "?" in path else "?") + query if query else "")
            answer = await browser.ask(method, target, body, headers=lies)
            if 300 <= answer.status < 400 or "Location" in answer.headers:
                redirects.append(f"{method} {target} {answer.status}")
    assert redirects == []


async def test_a_link_in_a_mail_leads_to_us_whatever_host_was_asked(hub: Hub, ada: Person) -> None:
    lies = {"Host": ELSEWHERE, "X-Forwarded-Host": ELSEWHERE}
    asked = {"email": ada.email}
    answer = await hub.visitor().ask("POST", "/api/identity/forgot", asked, headers=lies)
    assert answer.body == {"state": "sent"}
    reader = operator(hub, INSTALLATION)
    mails = (await reader.ask("GET", "/api/mails?limit=200")).body["items"]
    [mine] = [mail["id"] for mail in mails if mail["to"] == ada.email]
    text = (await reader.ask("GET", f"/api/mails/{mine}")).body["text"]
    assert "http://localhost:8700/sign-in/" in text
    assert ELSEWHERE not in text


# Headers and log lines.

INJECTED = 'Eve\r\nX-Evil: yes\n{"level": "error", "text": "forged"}'
FORGED = "\n\r\x0b\x0c\x1b\x85\u2028\u2029\u202e"


@contextlib.contextmanager
def logged(as_json: bool) -> Iterator[io.StringIO]:
    """All that the program logs, as it writes it."""
    written, log = io.StringIO(), logging.getLogger("hanse")
    handler, level = logging.StreamHandler(written), log.level
    handler.setFormatter(Lines(as_json, frozenset()))
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    try:
        yield written
    finally:
        log.removeHandler(handler)
        log.setLevel(level)


@pytest.mark.parametrize("as_json", [True, False])
async def test_nobody_writes_a_second_line_into_the_log(
    hub: Hub, ada: Person, browser: Visitor, as_json: bool
) -> None:
    renamed = await browser.ask("PATCH", ME, {"name": INJECTED}, headers={"If-Match": '"1"'})
    assert renamed.body["name"] == " ".join(INJECTED.split())
    with logged(as_json) as written:
        for sign in FORGED:
            coded = "".join(f"%{byte:02x}" for byte in sign.encode())
            await browser.ask("GET", f"/api/identity/{coded}forged")
            browser.agent = f"Mozilla{sign}forged" if sign.isprintable() else "Mozilla"
            await browser.ask("GET", ME)
    lines = written.getvalue().removesuffix("\n").split("\n")
    assert len(lines) == 2 * len(FORGED)
    assert all(line.isprintable() for line in lines)
    if as_json:
        assert {json.loads(line)["text"] for line in lines} == {"http.request.answered"}
    assert "X-Evil" not in renamed.headers


RAW = (
    b"X-Request-Id: 12345678\r\n evil: folded\r\n",
    b"X-Request-Id: 12345678\nX-Evil: yes\r\n",
    b"X-Request-Id: 12345678\rX-Evil: yes\r\n",
    b"X-Request-Id: 12345678%0d%0aX-Evil: yes\r\n",
    b"X-Request-Id: \x00\x1b[31mred\x85\r\n",
    b"X-Request-Id: " + "\u560d\u560aX-Evil: yes".encode() + b"\r\n",
    b"X-Forwarded-For: 198.51.100.7\x0bX-Evil: yes\r\n",
    b"X-Forwarded-For: fe80::1%\x1b[31mX-Evil\r\n",
    b"X-Forwarded-For: fe80::1%X-Evil\r\n",
    b"X-Forwarded-For: 198.51.100.7, evil text\r\n",
    b"User-Agent: \x1b]0;X-Evil\x07\r\n",
)


@pytest.mark.parametrize("header", RAW)
async def test_no_header_of_a_caller_becomes_one_of_ours(hub: Hub, header: bytes) -> None:
    with logged(as_json=True) as written:
        head = await raw(hub, b"GET /api/identity/welcome HTTP/1.1\r\nHost: x\r\n" + header)
    assert b"x-evil" not in head.lower()
    assert b"\x1b" not in head
    for line in written.getvalue().splitlines():
        assert json.loads(line)["text"] == "http.request.answered"
        assert "\x1b" not in line
        assert "X-Evil" not in json.loads(line)["address"]


async def raw(hub: Hub, head: bytes) -> bytes:
    """The head of the answer to these very bytes."""
    port = int(hub.address.rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(head + b"Connection: close\r\n\r\n")
        async with asyncio.timeout(60):
            return (await reader.read()).partition(b"\r\n\r\n")[0]
    finally:
        writer.close()
        await writer.wait_closed()


async def test_what_a_browser_calls_itself_is_kept_on_one_line(hub: Hub, ada: Person) -> None:
    browser = hub.visitor()
    browser.agent = "Firefox/140 \u202egnp.exe\u2028 " + "x" * 5_000
    assert (await browser.sign_in(ada)).status == 200
    agent = await hub.admin.fetchval(
        "select agent from identity_sessions where person_id = $1", ada.id
    )
    assert agent.isprintable()
    assert len(agent) <= 300
