"""Second factors over HTTP: what a page does, from setting one up to proving who is there."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pyotp
import pytest

from hanse.app.api.callers import by_cookie
from hanse.app.api.ground import Ground
from hanse.engine.passwords import Passwords
from hanse.engine.tx import INSTALLATION, Database
from hanse.rooms.identity.model.factors import STEP_S
from hanse.rooms.identity.model.people import Person
from hanse.rooms.identity.routes import factors, passkeys, proof
from hanse.rooms.identity.routes.held import Held
from hanse.rooms.identity.service.people import actor_of
from tests.rooms.identity.authenticator import Authenticator
from tests.rooms.identity.entrance import DOORS, PASSWORD, Browser, browsing
from tests.rooms.identity.halfway import somebody

FACTORS = "/api/identity/factors"
SECOND = "/api/identity/second_factor"
PROOF = "/api/identity/proof"


@pytest.fixture(scope="module")
async def held() -> AsyncIterator[Held]:
    passwords = Passwords(1)
    yield Held(
        passwords=passwords,
        setup_code="",
        public_url="",
        registration="open",
        mail_ready=False,
        access_minutes=10,
    )
    passwords.close()


@pytest.fixture(scope="module")
async def place(ground: Ground, held: Held) -> AsyncIterator[Browser]:
    doors = (*DOORS, factors.doors, passkeys.doors, proof.doors)
    known = replace(ground, doors=doors, authenticate=by_cookie(ground.database))
    async with browsing(known, held) as running:
        yield running


@pytest.fixture
async def person(database: Database, held: Held) -> Person:
    return await somebody(database, held.passwords)


@pytest.fixture
async def browser(place: Browser, person: Person) -> Browser:
    """Signed in, at the address localhost."""
    port = place.address.rpartition(":")[2]
    mine = Browser(place.address, place.session, place.held)
    mine.headers |= {"Host": f"localhost:{port}"}
    await mine.sign_in(person.email)
    return mine


async def set_up(browser: Browser, database: Database) -> tuple[str, list[str]]:
    """The secret of an authenticator that counts, and the recovery codes."""
    begun = await browser.ask("POST", f"{FACTORS}/totp", 201, {"name": "Phone"})
    code = pyotp.TOTP(begun["secret"]).at(database.clock.now())
    added = await browser.ask("POST", f"{FACTORS}/{begun['id']}/confirmation", json={"code": code})
    assert added["factor"]["id"] == begun["id"]
    return begun["secret"], added["recovery_codes"]


def code_of(secret: str, database: Database) -> str:
    """A code that is good although the one of this step was used: that of the next step."""
    return pyotp.TOTP(secret).at(int(database.clock.now().timestamp()) + STEP_S)


async def long_ago(database: Database, person: Person) -> None:
    """Let the person have shown an hour ago who it is."""
    async with database.tx(INSTALLATION, actor_of(person)) as tx:
        await tx.execute(
            "update identity_sessions set proven_at = proven_at - interval '1 hour' "
            "where person_id = $1",
            person.id,
        )


async def halfway(browser: Browser, person: Person) -> dict[str, Any]:
    asked = {"email": person.email, "password": PASSWORD}
    browser.cookie = browser.csrf = ""
    half: dict[str, Any] = await browser.ask("POST", "/api/identity/sign_in", json=asked)
    assert not browser.cookie
    return half


async def test_a_person_sets_an_authenticator_up_and_signs_in_with_it(
    browser: Browser, database: Database, person: Person
) -> None:
    secret, codes = await set_up(browser, database)
    me = await browser.ask("GET", "/api/identity/me")
    listed = await browser.ask("GET", FACTORS)
    half = await halfway(browser, person)

    assert me["second_factor"] is True
    assert listed["recovery_codes_left"] == len(codes) == 10
    assert [one["kind"] for one in listed["items"]] == ["totp"]
    assert half["state"] == "second_factor"
    assert half["ways"] == ["totp", "recovery"]
    shown = {"challenge": half["challenge"], "code": code_of(secret, database)}
    assert (await browser.ask("POST", SECOND, json=shown))["state"] == "signed_in"
    assert browser.cookie
    assert (await browser.ask("GET", "/api/identity/me"))["second_factor"] is True


async def test_a_wrong_code_signs_nobody_in(
    browser: Browser, database: Database, person: Person
) -> None:
    await set_up(browser, database)
    half = await halfway(browser, person)

    refused = await browser.ask(
        "POST", SECOND, 422, {"challenge": half["challenge"], "recovery": "wrong"}
    )

    assert refused["detail"] == "This recovery code is not right, or was used already."
    assert not browser.cookie


async def test_a_person_adds_a_passkey_and_signs_in_with_it(
    browser: Browser, database: Database, person: Person
) -> None:
    key = Authenticator(f"http://{browser.headers['Host']}")
    options = (await browser.ask("POST", f"{FACTORS}/passkeys/question"))["options"]
    added = await browser.ask(
        "POST", f"{FACTORS}/passkeys", 201, {"name": "電話 📱", "passkey": key.make(options)}
    )
    half = await halfway(browser, person)
    asked = {"challenge": half["challenge"]}
    question = (await browser.ask("POST", f"{SECOND}/question", json=asked))["options"]
    shown = asked | {"passkey": key.sign(question)}

    assert options["rp"]["id"] == question["rpId"] == "localhost"
    assert added["factor"]["name"] == "電話 📱"
    assert half["ways"] == ["passkey", "recovery"]
    assert (await browser.ask("POST", SECOND, json=shown))["state"] == "signed_in"
    assert browser.cookie


async def test_at_a_number_passkeys_say_which_address_to_use(browser: Browser) -> None:
    port = browser.headers["Host"].rpartition(":")[2]
    browser.headers["Host"] = f"127.0.0.1:{port}"

    refused = await browser.ask("POST", f"{FACTORS}/passkeys/question", 422)

    assert refused["next_step"].startswith(f"Open http://localhost:{port} on this machine")


async def test_dangerous_acts_ask_again_who_is_there(
    browser: Browser, database: Database, person: Person
) -> None:
    secret, _ = await set_up(browser, database)
    [factor] = (await browser.ask("GET", FACTORS))["items"]
    await long_ago(database, person)

    for method, path, body in (
        ("POST", f"{FACTORS}/totp", {"name": "Tablet"}),
        ("POST", f"{FACTORS}/passkeys/question", None),
        ("POST", "/api/identity/recovery_codes", None),
        ("DELETE", f"{FACTORS}/{factor['id']}", None),
    ):
        assert (await browser.ask(method, path, 403, body))["code"] == "proof_needed"
    assert (await browser.ask("GET", PROOF))["ways"] == ["password", "totp", "recovery"]
    await browser.ask("POST", PROOF, 204, {"code": code_of(secret, database)})
    codes = await browser.ask("POST", "/api/identity/recovery_codes", 201)
    await browser.ask("DELETE", f"{FACTORS}/{factor['id']}", 204)
    assert len(codes["recovery_codes"]) == 10
    assert (await browser.ask("GET", FACTORS))["items"] == []


async def test_the_password_and_a_passkey_prove_too(
    browser: Browser, database: Database, person: Person
) -> None:
    key = Authenticator(f"http://{browser.headers['Host']}")
    options = (await browser.ask("POST", f"{FACTORS}/passkeys/question"))["options"]
    added = {"name": "Laptop", "passkey": key.make(options)}
    await browser.ask("POST", f"{FACTORS}/passkeys", 201, added)

    await long_ago(database, person)
    await browser.ask("POST", PROOF, 422, {"password": "another password"})
    await browser.ask("POST", PROOF, 204, {"password": PASSWORD})
    await browser.ask("POST", "/api/identity/recovery_codes", 201)
    await long_ago(database, person)
    question = (await browser.ask("POST", f"{PROOF}/question"))["options"]
    await browser.ask("POST", PROOF, 204, {"passkey": key.sign(question)})
    await browser.ask("POST", "/api/identity/recovery_codes", 201)


async def test_a_factor_is_renamed_by_its_person_alone(
    browser: Browser, database: Database, held: Held, person: Person
) -> None:
    await set_up(browser, database)
    [factor] = (await browser.ask("GET", FACTORS))["items"]
    at = f"{FACTORS}/{factor['id']}"

    assert (await browser.ask("PATCH", at, 200, {"name": "Ponsel"}))["name"] == "Ponsel"
    refused = await browser.ask("PATCH", at, 422, {"name": "  "})
    assert [one["field"] for one in refused["fields"]] == ["name"]
    stranger = await somebody(database, held.passwords)
    await browser.sign_in(stranger.email)
    await browser.ask("PATCH", at, 404, {"name": "Mine"})
    await browser.ask("DELETE", at, 404)
    await browser.ask("POST", f"{at}/confirmation", 404, {"code": "123456"})


async def test_a_list_of_factors_comes_in_pages(browser: Browser, database: Database) -> None:
    await set_up(browser, database)
    await browser.ask("POST", f"{FACTORS}/totp", 201, {"name": "Tablet"})

    first = await browser.ask("GET", f"{FACTORS}?limit=1")
    second = await browser.ask("GET", f"{FACTORS}?limit=1&cursor={first['next_cursor']}")

    assert [one["name"] for one in (*first["items"], *second["items"])] == ["Phone", "Tablet"]
    assert second["next_cursor"] is None


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (SECOND, {"challenge": "hch_x", "code": "123456", "person_id": "x"}),
        (SECOND, {"challenge": "hch_x", "code": 123456}),
        (SECOND, {"code": "123456"}),
        (SECOND, {"challenge": "hch_x", "password": "x"}),
        (SECOND, {"challenge": "x" * 201, "code": "123456"}),
        (SECOND, {"challenge": "hch_x", "passkey": {"id": "a b", "client_data": "x"}}),
        (f"{FACTORS}/totp", {"name": "x" * 501}),
        (f"{FACTORS}/totp", {"name": "Phone", "secret": "JBSWY3DPEHPK3PXP"}),
        (f"{FACTORS}/passkeys", {"name": "x", "passkey": {"id": "x", "attestation": "ä"}}),
        (PROOF, {"code": "123456", "proven_at": "2026-01-01T00:00:00Z"}),
        (PROOF, {}),
    ],
)
async def test_what_is_not_asked_for_is_refused(
    browser: Browser, path: str, body: dict[str, object]
) -> None:
    refused = await browser.ask("POST", path, 422, body)

    assert refused["code"] == "rejected"
    assert "JBSWY3DPEHPK3PXP" not in json.dumps(refused)


async def test_whoever_is_not_signed_in_has_no_factors(browser: Browser) -> None:
    browser.cookie = ""

    for method, path in (("GET", FACTORS), ("GET", PROOF), ("POST", f"{PROOF}/question")):
        await browser.ask(method, path, 401)
    await browser.ask("POST", f"{SECOND}/question", 404, {"challenge": "hch_guess"})
    await browser.ask("POST", SECOND, 404, {"challenge": "hch_guess", "code": "123456"})
