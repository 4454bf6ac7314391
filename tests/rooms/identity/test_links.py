"""Links: good once, for some time, for one thing; and the new password or address behind them."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

import pytest

from hanse.app.api.ground import Ground
from hanse.base.clock import FixedClock
from hanse.base.faults import Gone, Rejected
from hanse.engine.passwords import Passwords
from hanse.engine.tx import INSTALLATION, Actor, ActorKind, Database
from hanse.rooms.identity.model.letters import SPOKEN, Letter, written
from hanse.rooms.identity.model.links import LIFETIMES, LinkKind
from hanse.rooms.identity.model.people import Language, Person, PersonState
from hanse.rooms.identity.routes.held import Held
from hanse.rooms.identity.service import addresses, links, passwords, standing
from hanse.rooms.identity.service.links import LinkOver
from hanse.rooms.identity.service.people import VISITOR, EmailTaken, make_person
from hanse.rooms.identity.service.sign_in import Halfway, SignedIn, WrongPassword, WrongSignIn
from tests.rooms.identity.entrance import (
    LINK,
    OTHER,
    PASSWORD,
    SITE,
    Browser,
    Entrance,
    anywhere,
    browsing,
    for_people,
    newcomer,
)
from tests.rooms.identity.halfway import still, with_phone

OPERATOR = Actor(ActorKind.system, None, "operator")


@pytest.fixture(scope="module")
def hashing() -> Iterator[Passwords]:
    opened = Passwords(2)
    yield opened
    opened.close()


@pytest.fixture
def entrance(database: Database, hashing: Passwords, clock: FixedClock) -> Entrance:
    return Entrance(still(database, clock), hashing, clock)


@pytest.fixture(scope="module")
async def browser(ground: Ground, hashing: Passwords) -> AsyncIterator[Browser]:
    held = Held(hashing, "", SITE, "invited", True, 15)
    async with browsing(for_people(ground), held) as opened:
        yield opened


async def forgot(entrance: Entrance, email: str) -> None:
    await passwords.forgot(entrance.database, email=email, public_url=SITE, origin=anywhere())


async def reset(entrance: Entrance, token: str, password: str = OTHER) -> None:
    await passwords.reset(
        *(entrance.database, entrance.passwords),
        token=token,
        password=password,
        origin=anywhere(),
    )


async def ask_for_email(
    entrance: Entrance, person: Person, email: str, password: str = PASSWORD
) -> None:
    await addresses.ask_for_email(
        *(entrance.database, entrance.passwords),
        person_id=person.id,
        email=email,
        password=password,
        public_url=SITE,
        origin=anywhere(),
    )


async def confirm_email(entrance: Entrance, token: str) -> Person:
    async with entrance.database.tx(INSTALLATION, VISITOR) as tx:
        return await addresses.confirm_email(tx, token)


async def handed(entrance: Entrance, person: Person, kind: str) -> str:
    async with entrance.database.tx(INSTALLATION, OPERATOR) as tx:
        return await links.link_for(tx, person.id, kind, SITE)


# A new password


async def test_who_forgot_sets_a_new_password_and_all_sessions_end(entrance: Entrance) -> None:
    person = await entrance.person()
    before = await entrance.signed_in(person)
    await forgot(entrance, person.email)
    await reset(entrance, await entrance.token_sent_to(person.email))
    async with entrance.database.system_tx("test") as tx:
        assert await standing.of_browser(tx, before.opened.token) is None
    with pytest.raises(WrongSignIn):
        await entrance.sign_in(person.email, PASSWORD)
    await entrance.signed_in(person, OTHER)


async def test_a_link_is_good_once(entrance: Entrance) -> None:
    person = await entrance.person()
    await forgot(entrance, person.email)
    token = await entrance.token_sent_to(person.email)
    tries = await asyncio.gather(
        *(reset(entrance, token) for _ in range(3)), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in tries) == ["LinkOver", "LinkOver", "NoneType"]


async def test_a_link_runs_out(entrance: Entrance, clock: FixedClock) -> None:
    person = await entrance.person()
    await forgot(entrance, person.email)
    token = await entrance.token_sent_to(person.email)
    clock.advance(LIFETIMES[LinkKind.reset].total_seconds())
    with pytest.raises(LinkOver, match="not good, or not any more"):
        await reset(entrance, token)


async def test_a_newer_link_ends_the_older(entrance: Entrance) -> None:
    person = await entrance.person()
    await forgot(entrance, person.email)
    older = await entrance.token_sent_to(person.email)
    await forgot(entrance, person.email)
    with pytest.raises(LinkOver):
        await reset(entrance, older)
    await reset(entrance, await entrance.token_sent_to(person.email))


async def test_a_link_is_good_for_one_thing(entrance: Entrance) -> None:
    person = await entrance.person()
    await forgot(entrance, person.email)
    token = await entrance.token_sent_to(person.email)
    async with entrance.database.tx(INSTALLATION, VISITOR) as tx:
        for kind in (LinkKind.confirm, LinkKind.email):
            with pytest.raises(LinkOver):
                await links.use_link(tx, kind, token)
        for nonsense in ("", "hln_", token[:-1], token + "x", "\ud83d"):
            with pytest.raises(LinkOver):
                await links.use_link(tx, LinkKind.reset, nonsense)


async def test_a_weak_password_leaves_the_link_good(entrance: Entrance) -> None:
    person = await entrance.person()
    await forgot(entrance, person.email)
    token = await entrance.token_sent_to(person.email)
    with pytest.raises(Rejected, match="needs 12"):
        await reset(entrance, token, "short")
    await reset(entrance, token)


async def test_nobody_gets_no_mail(entrance: Entrance) -> None:
    await forgot(entrance, "nobody@example.com")
    assert not await entrance.mails_to("nobody@example.com")


async def test_whoever_exists_or_not_is_answered_after_the_same_time(entrance: Entrance) -> None:
    """Real time here: what there is to do for somebody fits into what everybody waits."""
    now = asyncio.get_running_loop().time
    took = []
    for email in ((await entrance.person()).email, newcomer().email):
        began = now()
        await forgot(entrance, email)
        took.append(now() - began)
    assert min(took) >= 0.3


async def test_a_mailbox_is_not_flooded_and_the_answer_does_not_tell(entrance: Entrance) -> None:
    person = await entrance.person()
    for _ in range(5):
        await forgot(entrance, person.email)
    assert len(await entrance.mails_to(person.email)) == 3


async def test_a_new_password_shows_that_the_address_is_theirs(entrance: Entrance) -> None:
    person = await entrance.person(confirmed=False)
    await forgot(entrance, person.email)
    await reset(entrance, await entrance.token_sent_to(person.email))
    assert (await entrance.again(person)).state is PersonState.active
    await entrance.signed_in(person, OTHER)


async def test_a_new_password_does_not_do_away_with_the_second_factor(
    entrance: Entrance, clock: FixedClock
) -> None:
    person = await entrance.person()
    await with_phone(entrance.database, clock, person)
    await forgot(entrance, person.email)
    await reset(entrance, await entrance.token_sent_to(person.email))
    assert isinstance(await entrance.sign_in(person.email, OTHER), Halfway)


async def test_a_new_password_ends_the_wait_that_strangers_made(entrance: Entrance) -> None:
    person = await entrance.person()
    for _ in range(5):
        with pytest.raises(WrongSignIn):
            await entrance.sign_in(person.email, "a guess")
    await forgot(entrance, person.email)
    await reset(entrance, await entrance.token_sent_to(person.email))
    await entrance.signed_in(person, OTHER)


# By hand, where there is no mail


async def test_a_link_goes_from_hand_to_hand(entrance: Entrance) -> None:
    person = await entrance.somebody(None)
    link = await handed(entrance, person, "reset")
    assert link.startswith(f"{SITE}/sign-in/reset#hln_")
    assert not await entrance.mails_to(person.email)
    await reset(entrance, link.partition("#")[2])
    await entrance.signed_in(person, OTHER)


async def test_a_link_by_hand_is_of_a_kind_that_makes_sense(entrance: Entrance) -> None:
    person = await entrance.person()
    with pytest.raises(Rejected, match="confirmed already"):
        await handed(entrance, person, "confirm")
    with pytest.raises(Rejected, match="asked for by the person itself"):
        await handed(entrance, person, "email")
    async with entrance.database.tx(INSTALLATION, OPERATOR) as tx:
        with pytest.raises(Gone):
            await links.link_for(tx, tx.ids.new(), "reset", SITE)


# Another address


async def test_a_new_address_is_confirmed_and_the_old_one_is_told(entrance: Entrance) -> None:
    person, email = await entrance.person(), newcomer().email
    await ask_for_email(entrance, person, email)
    assert (await entrance.again(person)).email == person.email
    changed = await confirm_email(entrance, await entrance.token_sent_to(email))
    assert (changed.email, changed.version) == (email, person.version + 1)
    told = [mail.subject for mail in await entrance.mails_to(person.email)]
    assert told == ["Your address was changed", "A change of your address was asked for"]
    with pytest.raises(WrongSignIn):
        await entrance.sign_in(person.email)
    assert isinstance(await entrance.sign_in(email), SignedIn)


async def test_a_new_address_takes_the_password(entrance: Entrance) -> None:
    person, email = await entrance.person(), newcomer().email
    with pytest.raises(WrongPassword):
        await ask_for_email(entrance, person, email, OTHER)
    with pytest.raises(Rejected, match="your address already"):
        await ask_for_email(entrance, person, person.email.upper())
    assert not await entrance.mails_to(email)


async def test_an_address_that_is_taken_is_asked_for_in_vain(entrance: Entrance) -> None:
    person, other = await entrance.person(), await entrance.person()
    await ask_for_email(entrance, person, other.email)
    [mail] = await entrance.mails_to(other.email)
    assert "has an account already" in mail.text
    assert not LINK.search(mail.text)


async def test_an_address_that_was_taken_meanwhile_stays_whose_it_is(entrance: Entrance) -> None:
    person, asked = await entrance.person(), newcomer()
    await ask_for_email(entrance, person, asked.email)
    token = await entrance.token_sent_to(asked.email)
    async with entrance.database.tx(INSTALLATION, VISITOR) as tx:
        await make_person(
            tx,
            name="Bo",
            email=asked.email,
            password_hash=None,
            language="en",
            zone="UTC",
            confirmed=True,
        )
    with pytest.raises(EmailTaken, match="somebody else has this address"):
        await confirm_email(entrance, token)
    assert (await entrance.again(person)).email == person.email


async def test_two_who_want_one_address_get_it_once(entrance: Entrance) -> None:
    first, second, email = await entrance.person(), await entrance.person(), newcomer().email
    tokens = []
    for person in (first, second):
        await ask_for_email(entrance, person, email)
        tokens.append(await entrance.token_sent_to(email))
    tries = await asyncio.gather(
        *(confirm_email(entrance, token) for token in tokens), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in tries) == ["EmailTaken", "Person"]


async def test_what_was_sent_to_the_old_mailbox_opens_nothing(entrance: Entrance) -> None:
    person, email = await entrance.person(), newcomer().email
    await ask_for_email(entrance, person, email)
    await forgot(entrance, person.email)
    old = await entrance.token_sent_to(person.email)
    await confirm_email(entrance, await entrance.token_sent_to(email))
    with pytest.raises(LinkOver):
        await reset(entrance, old)


# Letters


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("letter", list(Letter))
def test_every_letter_is_written_in_every_language(letter: Letter, language: Language) -> None:
    words = SPOKEN[language][letter]
    link = f"{SITE}/sign-in/x#hln_1" if words.button else ""
    facts = {"name": '<b>"Ada"', "email": "new@example.com", "machine": "Laptop & co"}
    made = written(letter, language, link, **facts)
    assert '<b>"Ada"' in made.text
    assert "<b>" not in made.html
    assert ("{" in made.text, "{" in made.html) == (False, False)
    assert made.text.count(link) >= 1
    assert made.html.count(link) >= 1
    assert "\n" not in made.subject


async def test_a_person_is_written_to_in_its_language(entrance: Entrance) -> None:
    person = await entrance.person(language="id")
    await forgot(entrance, person.email)
    [mail] = await entrance.mails_to(person.email)
    assert mail.subject == "Buat kata sandi baru"


async def test_a_link_counts_from_when_it_was_made(entrance: Entrance) -> None:
    person = await entrance.person()
    token = (await handed(entrance, person, "reset")).partition("#")[2]
    async with entrance.database.tx(INSTALLATION, VISITOR) as tx:
        link = await links.look_at_link(tx, LinkKind.reset, token)
        assert link.expires_at == tx.now + timedelta(hours=24)
        assert await links.use_link(tx, LinkKind.reset, token) == link


# Over HTTP


async def test_links_over_http(browser: Browser, entrance: Entrance) -> None:
    person, email = await entrance.person(), newcomer().email
    visitor = browser.another()
    await visitor.sign_in(person.email)
    wanted = {"email": email, "password": PASSWORD}
    await visitor.ask("POST", "/api/identity/email", json=wanted)
    confirm = {"token": await entrance.token_sent_to(email)}
    await browser.another().ask("POST", "/api/identity/email/confirm", json=confirm)
    problem = await visitor.ask("POST", "/api/identity/email/confirm", 404, confirm)
    assert problem["code"] == "link_over"

    await browser.another().ask("POST", "/api/identity/forgot", json={"email": email})
    renew = {"token": await entrance.token_sent_to(email), "password": OTHER}
    await browser.another().ask("POST", "/api/identity/reset", json=renew)
    await visitor.ask("GET", "/api/identity/me", 401)
    await browser.another().sign_in(email, OTHER)
