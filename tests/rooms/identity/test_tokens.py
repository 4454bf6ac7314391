"""Tokens of machines: for minutes, exchanged once, and a copy of one ends them all."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hanse.app.api.callers import by_access_token, by_cookie
from hanse.app.api.ground import Ground
from hanse.base.clock import FixedClock
from hanse.engine import keys, vault
from hanse.engine.doors.access import Caller, Knock
from hanse.engine.jobs.handlers import Job
from hanse.engine.passwords import Passwords
from hanse.engine.tx import INSTALLATION, Database
from hanse.rooms.identity.jobs.tidying import tidy
from hanse.rooms.identity.model.people import Person
from hanse.rooms.identity.model.sessions import EndReason
from hanse.rooms.identity.model.tokens import SIGNING_KEY_LIFETIME, Claims, Issued
from hanse.rooms.identity.routes.held import Held
from hanse.rooms.identity.service import sessions, signing, standing, tokens
from hanse.rooms.identity.service.people import VISITOR, actor_of
from hanse.rooms.identity.service.signing import SIGNING_KEY, Signing
from hanse.rooms.identity.service.tokens import TokenRefused, Verifier
from tests.rooms.identity.entrance import DOORS, SITE, Browser, Entrance, anywhere, browsing
from tests.rooms.identity.halfway import still


@pytest.fixture(scope="module")
def passwords() -> Iterator[Passwords]:
    opened = Passwords(2)
    yield opened
    opened.close()


@pytest.fixture
def entrance(database: Database, passwords: Passwords, clock: FixedClock) -> Entrance:
    return Entrance(still(database, clock), passwords, clock)


@pytest.fixture
async def person(entrance: Entrance) -> Person:
    return await entrance.person()


@pytest.fixture
async def held(entrance: Entrance) -> Signing:
    """Of an installation that has no keys yet."""
    async with entrance.database.tx(INSTALLATION, VISITOR) as tx:
        await tx.execute("delete from identity_signing_keys")
    return Signing()


async def issued(entrance: Entrance, held: Signing, person: Person) -> Issued:
    async with entrance.database.tx(INSTALLATION, actor_of(person)) as tx:
        return await tokens.make_tokens(
            *(tx, held),
            person_id=person.id,
            session_id=None,
            name="Extension",
            access_minutes=15,
            origin=anywhere(),
        )


async def refresh(entrance: Entrance, held: Signing, token: str) -> Issued:
    return await tokens.refresh_tokens(
        *(entrance.database, held), token=token, access_minutes=15, origin=anywhere()
    )


async def whose(entrance: Entrance, held: Signing, token: str) -> Claims | None:
    now = entrance.clock.now()
    return await tokens.verify_access_token(entrance.database, held, token, now)


async def lives(entrance: Entrance, made: Issued) -> bool:
    async with entrance.database.system_tx("test") as tx:
        return await standing.of_machine(tx, made.session_id) is not None


# Access tokens


async def test_an_access_token_says_whose_it_is_until_it_runs_out(
    entrance: Entrance, held: Signing, person: Person, clock: FixedClock
) -> None:
    made = await issued(entrance, held, person)
    assert made.expires_in == 900
    clock.advance(899)
    assert await whose(entrance, held, made.access_token) == Claims(person.id, made.session_id)
    clock.advance(1)
    assert await whose(entrance, held, made.access_token) is None


async def test_another_process_knows_it_too(
    entrance: Entrance, held: Signing, person: Person
) -> None:
    made = await issued(entrance, held, person)
    verifier = Verifier(entrance.database)
    assert await verifier.verify(made.access_token) == Claims(person.id, made.session_id)


async def test_a_token_from_a_clock_far_ahead_is_not_taken(
    entrance: Entrance, held: Signing, person: Person, clock: FixedClock
) -> None:
    made = await issued(entrance, held, person)
    clock.advance(-59)
    assert await whose(entrance, held, made.access_token)
    clock.advance(-2)
    assert await whose(entrance, held, made.access_token) is None


def spoiled(token: str) -> Iterator[str]:
    """The token with other contents, another signature, and as other things."""
    header, body, signature = token.split(".")

    def part(document: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(document).encode()).rstrip(b"=").decode()

    read = jwt.decode(token, options={"verify_signature": False})
    known = jwt.get_unverified_header(token)
    yield f"{header}.{part(read | {'exp': 9_999_999_999})}.{signature}"
    # Its first letter: the last byte of such a signature is small, and often the same by chance.
    yield f"{header}.{body}.{'B' if signature[0] == 'A' else 'A'}{signature[1:]}"
    yield f"{header}.{body}."
    yield f"{part(known | {'alg': 'none'})}.{body}."
    yield f"{part(known | {'alg': 'HS256'})}.{body}.{signature}"
    yield f"{part({'alg': 'EdDSA', 'typ': 'at+jwt'})}.{body}.{signature}"
    kids: tuple[object, ...] = (7, None, [], "x", "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c11")
    for kid in kids:
        yield f"{part(known | {'kid': kid})}.{body}.{signature}"
    stranger = Ed25519PrivateKey.generate()
    yield jwt.encode(read, stranger, "EdDSA", known)
    public = stranger.public_key().public_bytes_raw()
    yield jwt.encode(read, public, "HS256", known | {"alg": "HS256"})
    yield from ("", ".", "..", "a.b.c", "x" * 5_000, token + "x", token + ".x", "é.é.é")


async def test_what_was_altered_is_nobodys(
    entrance: Entrance, held: Signing, person: Person
) -> None:
    made = await issued(entrance, held, person)
    for wrong in spoiled(made.access_token):
        assert await whose(entrance, held, wrong) is None, wrong


@pytest.mark.parametrize(
    "claims",
    [
        {"sub": "nobody"},
        {"sid": "x"},
        {"iat": "soon"},
        {"exp": None},
        {"exp": 10**30},
        {"typ_in_header": "JWT"},
    ],
    ids=str,
)
async def test_what_we_signed_for_something_else_is_no_access_token(
    entrance: Entrance, held: Signing, person: Person, claims: dict[str, object]
) -> None:
    made = await issued(entrance, held, person)
    read = jwt.decode(made.access_token, options={"verify_signature": False}) | claims
    header = jwt.get_unverified_header(made.access_token)
    header["typ"] = str(read.pop("typ_in_header", header["typ"]))
    async with entrance.database.tx(INSTALLATION, VISITOR) as tx:
        own = await signing.own_key(tx, held)
    other = jwt.encode(
        {name: value for name, value in read.items() if value is not None},
        *(own.private, "EdDSA", header),
    )
    assert await whose(entrance, held, other) is None


# The keys that sign


async def test_two_who_need_a_key_first_make_one(
    entrance: Entrance, held: Signing, person: Person
) -> None:
    made = await asyncio.gather(*(issued(entrance, held, person) for _ in range(4)))
    kids = {jwt.get_unverified_header(each.access_token)["kid"] for each in made}
    assert len(kids) == 1


async def test_a_key_is_renewed_and_the_older_one_still_known(
    entrance: Entrance, held: Signing, person: Person, clock: FixedClock
) -> None:
    await issued(entrance, held, person)
    clock.advance(SIGNING_KEY_LIFETIME.total_seconds() - 60)
    older = await issued(entrance, held, person)
    clock.advance(120)
    newer = await issued(entrance, held, person)
    kids = [jwt.get_unverified_header(each.access_token)["kid"] for each in (older, newer)]
    assert kids[0] != kids[1]
    for each in (older, newer):
        assert await whose(entrance, held, each.access_token)


async def test_a_key_that_was_taken_back_signs_nothing(
    entrance: Entrance, held: Signing, person: Person
) -> None:
    with pytest.raises(ZeroDivisionError):
        async with entrance.database.tx(INSTALLATION, VISITOR) as tx:
            await signing.own_key(tx, held)
            raise ZeroDivisionError
    made = await issued(entrance, held, person)
    assert await whose(entrance, held, made.access_token)


async def test_the_private_key_is_sealed_and_sealed_anew(
    entrance: Entrance, held: Signing, person: Person
) -> None:
    await issued(entrance, held, person)
    async with entrance.database.tx(INSTALLATION, VISITOR) as tx:
        await keys.renew(tx)
        assert await vault.reseal(tx, SIGNING_KEY)
        assert not await vault.reseal(tx, SIGNING_KEY)
    made = await issued(entrance, Signing(), person)
    assert await whose(entrance, held, made.access_token)


# Refresh tokens


async def test_a_refresh_token_is_exchanged_again_and_again(
    entrance: Entrance, held: Signing, person: Person
) -> None:
    made = await issued(entrance, held, person)
    seen = {made.refresh_token}
    for _ in range(3):
        made = await refresh(entrance, held, made.refresh_token)
        seen.add(made.refresh_token)
        assert await whose(entrance, held, made.access_token)
    assert len(seen) == 4


async def test_a_token_that_comes_again_ends_all_that_came_of_it(
    entrance: Entrance, held: Signing, person: Person
) -> None:
    first = await issued(entrance, held, person)
    second = await refresh(entrance, held, first.refresh_token)
    third = await refresh(entrance, held, second.refresh_token)
    with pytest.raises(TokenRefused, match="good once"):
        await refresh(entrance, held, first.refresh_token)
    assert not await lives(entrance, third)
    with pytest.raises(TokenRefused):
        await refresh(entrance, held, third.refresh_token)
    [mail] = await entrance.mails_to(person.email)
    assert mail.subject == "A machine was signed out"
    assert "“Extension”" in mail.text
    assert (await entrance.events_of("identity.token.reused"))[-1][1] == str(person.id)
    with pytest.raises(TokenRefused):
        await refresh(entrance, held, second.refresh_token)
    assert len(await entrance.mails_to(person.email)) == 1


async def test_of_two_exchanges_at_once_one_is_a_copy(
    entrance: Entrance, held: Signing, person: Person
) -> None:
    made = await issued(entrance, held, person)
    tries = await asyncio.gather(
        *(refresh(entrance, held, made.refresh_token) for _ in range(2)), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in tries) == ["Issued", "TokenRefused"]
    assert not await lives(entrance, made)


async def test_the_families_of_others_live_on(
    entrance: Entrance, held: Signing, person: Person
) -> None:
    stolen, other = [await issued(entrance, held, person) for _ in range(2)]
    await refresh(entrance, held, stolen.refresh_token)
    with pytest.raises(TokenRefused):
        await refresh(entrance, held, stolen.refresh_token)
    assert await lives(entrance, other)
    await refresh(entrance, held, other.refresh_token)


@pytest.mark.parametrize("wrong", ["", "hrt_", "hrt_" + "x" * 43, "\ud83d", "hse_" + "x" * 43])
async def test_what_is_no_refresh_token_is_refused(
    entrance: Entrance, held: Signing, wrong: str
) -> None:
    with pytest.raises(TokenRefused):
        await refresh(entrance, held, wrong)


async def test_a_cookie_is_no_refresh_token(
    entrance: Entrance, held: Signing, person: Person
) -> None:
    done = await entrance.signed_in(person)
    with pytest.raises(TokenRefused):
        await refresh(entrance, held, done.opened.token)


async def test_a_machine_that_was_signed_out_gets_no_more(
    entrance: Entrance, held: Signing, person: Person
) -> None:
    made = await issued(entrance, held, person)
    async with entrance.database.tx(INSTALLATION, actor_of(person)) as tx:
        await sessions.end_own(tx, person.id, made.session_id)
    with pytest.raises(TokenRefused):
        await refresh(entrance, held, made.refresh_token)


async def test_a_refresh_token_that_nobody_used_runs_out(
    entrance: Entrance, held: Signing, person: Person, clock: FixedClock
) -> None:
    made = await issued(entrance, held, person)
    clock.advance(timedelta(days=90, seconds=1).total_seconds())
    with pytest.raises(TokenRefused):
        await refresh(entrance, held, made.refresh_token)
    assert not await lives(entrance, made)


# What is over


async def told_nobody(message: str, done: int | None, total: int | None) -> None:
    pass


async def test_what_is_over_is_deleted_and_what_lives_stays(
    entrance: Entrance, held: Signing, person: Person, clock: FixedClock
) -> None:
    clock.advance(1_000 * 86_400)
    spent = await issued(entrance, held, person)
    spent = await refresh(entrance, held, spent.refresh_token)
    async with entrance.database.tx(INSTALLATION, actor_of(person)) as tx:
        await sessions.end_session(tx, spent.session_id, EndReason.revoked)
    clock.advance(91 * 86_400)
    living = await issued(entrance, held, person)
    living = await refresh(entrance, held, living.refresh_token)
    clock.advance(3 * 86_400)
    job = Job(*(INSTALLATION, person.id, "identity.tidy", "", {}, 1, "", told_nobody))
    await tidy(job, entrance.database)
    async with entrance.database.tx(INSTALLATION, VISITOR) as tx:
        counts = await tx.fetchrow(
            """
            select (select count(*) from identity_sessions where person_id = $1),
                (select count(*) from identity_spent_tokens where spent_at < $3),
                (select count(*) from identity_links where expires_at < $2),
                (select count(*) from identity_attempts where last_at < $2),
                (select count(*) from identity_signing_keys)
            """,
            *(person.id, tx.now - timedelta(days=2), tx.now - timedelta(days=90)),
        )
    assert tuple(counts or ()) == (1, 0, 0, 0, 1)
    assert await lives(entrance, living)
    before = len(await entrance.events_of("identity.leftovers.removed"))
    await tidy(job, entrance.database)
    assert len(await entrance.events_of("identity.leftovers.removed")) == before


# Over HTTP


@pytest.fixture(scope="module")
async def browser(ground: Ground, passwords: Passwords) -> AsyncIterator[Browser]:
    by_browser = by_cookie(ground.database)
    by_machine = by_access_token(ground.database, Verifier(ground.database))

    async def known(knock: Knock) -> Caller | None:
        return await by_machine(knock) or await by_browser(knock)

    changed = replace(ground, doors=DOORS, authenticate=known)
    async with browsing(changed, Held(passwords, "", SITE, "invited", True, 15)) as opened:
        yield opened


async def test_a_machine_over_http(browser: Browser, entrance: Entrance, person: Person) -> None:
    visitor, machine = browser.another(), browser.another()
    await visitor.sign_in(person.email)
    path = "/api/identity/tokens"
    made = await visitor.ask("POST", path, 201, {"name": "Extension in Firefox"})
    bearer = {"Authorization": f"Bearer {made['access_token']}"}
    me = await machine.ask("GET", "/api/identity/me", 200, None, **bearer)
    assert (me["person"]["id"], me["session_id"]) == (str(person.id), made["session_id"])
    # A machine makes no others.
    problem = await machine.ask("POST", path, 403, {"name": "Another"}, **bearer)
    assert problem["code"] == "proof_needed"

    spent = {"refresh_token": made["refresh_token"]}
    renewed = await machine.ask("POST", f"{path}/refresh", json=spent)
    assert renewed["session_id"] == made["session_id"]
    problem = await machine.ask("POST", f"{path}/refresh", 403, spent)
    assert problem["code"] == "token_refused"
    bearer = {"Authorization": f"Bearer {renewed['access_token']}"}
    await machine.ask("GET", "/api/identity/me", 401, None, **bearer)


async def test_nobody_gets_no_tokens(browser: Browser) -> None:
    await browser.another().ask("POST", "/api/identity/tokens", 401, {"name": "Extension"})
