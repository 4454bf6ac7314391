"""People: what a name, an address and a password may be; registering, confirming, a profile."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from hanse.app.api.ground import Ground
from hanse.base.clock import FixedClock
from hanse.base.faults import Denied, Gone, Rejected
from hanse.engine.doors.versions import Changed
from hanse.engine.passwords import Passwords
from hanse.engine.tx import INSTALLATION, Actor, ActorKind, Database
from hanse.rooms.identity.model import people as model
from hanse.rooms.identity.model.people import Language, PersonState
from hanse.rooms.identity.routes.held import Held
from hanse.rooms.identity.service import links, people, registration
from hanse.rooms.identity.service.people import VISITOR, EmailTaken, Wanted, actor_of, own_id
from hanse.rooms.identity.service.registration import Newcomer, RegistrationClosed
from hanse.rooms.identity.service.sign_in import NotConfirmed, SignedIn, WrongPassword, WrongSignIn
from tests.rooms.identity.entrance import (
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
from tests.rooms.identity.halfway import still


@pytest.fixture(scope="module")
def passwords() -> Iterator[Passwords]:
    opened = Passwords(2)
    yield opened
    opened.close()


@pytest.fixture
def entrance(database: Database, passwords: Passwords, clock: FixedClock) -> Entrance:
    return Entrance(still(database, clock), passwords, clock)


@pytest.fixture(scope="module")
async def browser(ground: Ground, passwords: Passwords) -> AsyncIterator[Browser]:
    async with browsing(for_people(ground), Held(passwords, "", SITE, "open", True, 15)) as opened:
        yield opened


async def register(entrance: Entrance, asked: Newcomer, registration_is: str = "open") -> None:
    await registration.register(
        *(entrance.database, entrance.passwords, asked),
        registration=registration_is,
        public_url=SITE,
        origin=anywhere(),
    )


async def confirm(entrance: Entrance, token: str, password: str = PASSWORD) -> SignedIn:
    done = await registration.confirm(
        *(entrance.database, entrance.passwords),
        token=token,
        password=password,
        origin=anywhere(),
    )
    assert isinstance(done, SignedIn)
    return done


# What may be a name, an address, a password


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ada \t Lind ", "Ada Lind"),
        ("Ne\N{COMBINING DIAERESIS}a", "N\N{LATIN SMALL LETTER E WITH DIAERESIS}a"),
        ("שירה כהן", "שירה כהן"),
        ("محمد\u202e علي", "محمد علي"),
        ("李\u200b雷", "李雷"),
        ("Ada\r\nBcc: x@example.com", "Ada Bcc: x@example.com"),
    ],
)
def test_a_name_is_kept_in_any_script_and_on_one_line(typed: str, kept: str) -> None:
    assert model.clean_name(typed) == kept


@pytest.mark.parametrize("typed", ["", "  ", "\u200d\u200c", "\u202e", "x" * 101])
def test_what_nobody_can_read_is_no_name(typed: str) -> None:
    with pytest.raises(Rejected) as refused:
        model.clean_name(typed)
    assert refused.value.findings[0].field == "name"


@pytest.mark.parametrize(
    "typed",
    ["ada@example.com", " Ada.Lind+x@sub.example.co.id ", "ada@localhost", "ünï@bücher.example"],
)
def test_an_address_is_taken_as_people_write_it(typed: str) -> None:
    assert model.clean_email(typed) == typed.strip()


@pytest.mark.parametrize(
    "typed",
    [
        *("", "ada", "ada@", "@example.com", "a@b@c", "ada@exa mple.com", "ada@example..com"),
        *("Ada <ada@example.com>", "ada@example.com, bo@example.com", 'a"b@example.com'),
        *("ada@example.com\nBcc: x@y.z", "ada@example.com/path"),
        *("x" * 65 + "@example.com", "a@" + "x" * 254),
    ],
)
def test_what_could_break_a_header_is_no_address(typed: str) -> None:
    with pytest.raises(Rejected, match="no email address"):
        model.clean_email(typed)


def test_two_spellings_of_an_address_are_one_person() -> None:
    assert model.email_key("Ada@Example.COM") == model.email_key(" ada@example.com")
    assert model.email_key("STRASSE@example.com") == model.email_key("straße@example.com")
    assert model.email_key("a.da@example.com") != model.email_key("ada@example.com")


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short", "password_short"),
        ("x" * 1_001, "password_long"),
        ("Password1234", "password_common"),
        ("CorrectHorseBatteryStaple", "password_common"),
        ("aaaaaaaaaaaaaaaa", "password_common"),
        ("abababababababab", "password_common"),
        ("ada.lind@example.com", "password_yourself"),
        ("Ada Lind Sari", "password_yourself"),
        ("ada lind sari 2026", "password_yourself"),
    ],
)
def test_what_is_guessed_first_is_no_password(password: str, code: str) -> None:
    with pytest.raises(Rejected) as refused:
        model.check_password(password, "ada.lind@example.com", "Ada Lind Sari")
    [finding] = refused.value.findings
    assert (finding.code, finding.field) == (code, "password")
    assert password not in str(refused.value)


@pytest.mark.parametrize(
    "password", [PASSWORD, "密码 本 是 很 长 的 一 句 话", "\U0001f9c0" * 3 + "cheese moon"]
)
def test_any_words_that_are_long_enough_are_a_password(password: str) -> None:
    assert model.check_password(password, "ada@example.com", "Ada") == password


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd", "/etc/passwd", "A" * 60])
def test_what_is_no_zone_is_refused(zone: str) -> None:
    with pytest.raises(Rejected, match="no such time zone"):
        model.check_zone(zone)


# People


async def test_one_address_is_one_person(entrance: Entrance) -> None:
    asked = newcomer()

    async def make(email: str) -> bool:
        async with entrance.database.tx(INSTALLATION, VISITOR) as tx:
            try:
                await people.make_person(
                    *(tx,),
                    name="Ada",
                    email=email,
                    password_hash=None,
                    language="en",
                    zone="UTC",
                    confirmed=True,
                )
            except EmailTaken:
                return False
            return True

    made = await asyncio.gather(*(make(each) for each in [asked.email, asked.email.upper()] * 3))
    assert sum(made) == 1


async def test_a_profile_changes_from_what_was_read(entrance: Entrance) -> None:
    person = await entrance.person()
    async with entrance.database.tx(INSTALLATION, actor_of(person)) as tx:
        wanted = Wanted("Ada Sari", Language.id, "Asia/Makassar")
        changed = await people.change_person(tx, person.id, wanted, person.version)
        assert (changed.name, changed.language, changed.zone) == ("Ada Sari", "id", "Asia/Makassar")
        assert changed.version == person.version + 1
        same = await people.change_person(tx, person.id, wanted, changed.version)
        assert same == changed
        with pytest.raises(Changed):
            await people.change_person(tx, person.id, Wanted("Bo"), person.version)


async def test_who_is_gone_is_gone(entrance: Entrance) -> None:
    async with entrance.database.tx(INSTALLATION, VISITOR) as tx:
        with pytest.raises(Gone, match="no such person"):
            await people.person(tx, tx.ids.new())
        with pytest.raises(Gone, match="no such person"):
            await people.change_person(tx, tx.ids.new(), Wanted("Bo"), 1)


@pytest.mark.parametrize("kind", [ActorKind.key, ActorKind.system])
def test_a_key_and_the_operator_have_no_profile(kind: ActorKind) -> None:
    with pytest.raises(Denied, match="belongs to a person"):
        own_id(Actor(kind, None, "robot"))


# Registering


async def test_whoever_registers_confirms_and_is_in(entrance: Entrance) -> None:
    asked = newcomer()
    await register(entrance, asked)
    with pytest.raises(NotConfirmed, match="not confirmed yet"):
        await entrance.sign_in(asked.email)
    done = await confirm(entrance, await entrance.token_sent_to(asked.email))
    assert (done.person.state, done.person.email) == (PersonState.active, asked.email)
    assert isinstance(await entrance.sign_in(asked.email), SignedIn)


async def test_where_registration_is_closed_nobody_registers(entrance: Entrance) -> None:
    asked = newcomer()
    with pytest.raises(RegistrationClosed, match="people are invited"):
        await register(entrance, asked, "invited")
    assert not await entrance.mails_to(asked.email)


async def test_an_address_with_an_account_gets_a_mail_and_nothing_else(entrance: Entrance) -> None:
    person = await entrance.person()
    await register(entrance, newcomer(person.email, "Mallory", OTHER))
    [mail] = await entrance.mails_to(person.email)
    assert mail.subject == "You have an account already"
    assert "Mallory" not in mail.text
    assert await entrance.again(person) == person
    await entrance.signed_in(person)


async def test_the_link_alone_confirms_nothing(entrance: Entrance) -> None:
    """A stranger may have registered with somebody else's address and wait for the click."""
    asked = newcomer()
    await register(entrance, asked)
    token = await entrance.token_sent_to(asked.email)
    with pytest.raises(WrongPassword, match="not the password that was chosen"):
        await confirm(entrance, token, "what the owner would choose")
    with pytest.raises(NotConfirmed):
        await entrance.sign_in(asked.email)
    await confirm(entrance, token)


async def test_who_registers_last_with_an_unconfirmed_address_is_who_counts(
    entrance: Entrance,
) -> None:
    asked = newcomer()
    await register(entrance, newcomer(asked.email, "Mallory", OTHER))
    older = await entrance.token_sent_to(asked.email)
    await register(entrance, asked)
    with pytest.raises(links.LinkOver):
        await confirm(entrance, older, OTHER)
    newer = await entrance.token_sent_to(asked.email)
    with pytest.raises(WrongPassword):
        await confirm(entrance, newer, OTHER)
    assert (await confirm(entrance, newer)).person.name == "Ada Lind"
    with pytest.raises(WrongSignIn):
        await entrance.sign_in(asked.email, OTHER)


async def test_a_confirmation_is_good_once(entrance: Entrance) -> None:
    asked = newcomer()
    await register(entrance, asked)
    token = await entrance.token_sent_to(asked.email)
    tries = await asyncio.gather(
        *(confirm(entrance, token) for _ in range(3)), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in tries) == ["LinkOver", "LinkOver", "SignedIn"]


async def test_an_address_is_not_flooded_with_mails(entrance: Entrance) -> None:
    asked = newcomer()
    for _ in range(6):
        await register(entrance, asked)
    assert len(await entrance.mails_to(asked.email)) == 3


async def test_what_is_wrong_is_said_before_anybody_is_looked_up(entrance: Entrance) -> None:
    person = await entrance.person()
    with pytest.raises(Rejected, match="needs 12"):
        await register(entrance, newcomer(person.email, password="short"))
    assert not await entrance.mails_to(person.email)


async def test_events_hold_no_address_in_clear(entrance: Entrance) -> None:
    asked = newcomer()
    await register(entrance, asked)
    payload, owner = (await entrance.events_of("identity.person.registered"))[-1]
    assert asked.email not in payload
    assert asked.name not in payload
    assert owner


# Over HTTP


async def test_the_answers_to_known_and_unknown_addresses_are_the_same(
    browser: Browser, entrance: Entrance
) -> None:
    person = await entrance.person()
    asked = {"name": "Ada Lind", "password": PASSWORD, "language": "en", "zone": "UTC"}
    answers = []
    for email in ({"email": person.email}, {"email": newcomer().email}):
        answers.append(await browser.ask("POST", "/api/identity/register", json=asked | email))
        answers.append(await browser.ask("POST", "/api/identity/forgot", json=email))
    assert answers == [{"state": "sent"}] * 4


async def test_a_profile_over_http(browser: Browser, entrance: Entrance) -> None:
    person = await entrance.person()
    visitor = browser.another()
    await visitor.ask("GET", "/api/identity/me", 401)
    await visitor.sign_in(person.email)
    me = await visitor.ask("GET", "/api/identity/me")
    assert me["person"]["email"] == person.email
    assert (me["memberships"], me["workspace_id"], me["role"]) == ([], None, None)
    own = ["identity.membership.write", "identity.person.read", "identity.person.write"]
    assert me["permissions"] == own
    path, tag = "/api/identity/me", f'"{person.version}"'
    await visitor.ask("PATCH", path, 428, {"name": "Bo"})
    changed = await visitor.ask("PATCH", path, 200, {"name": "Bo"}, If_Match=tag)
    assert (changed["name"], changed["version"]) == ("Bo", person.version + 1)
    await visitor.ask("PATCH", path, 412, {"name": "Eve"}, If_Match=tag)


@pytest.mark.parametrize(
    "field", ["state", "email", "id", "version", "role", "password", "email_key", "workspace_id"]
)
async def test_a_profile_takes_no_field_that_is_not_its_own(
    browser: Browser, entrance: Entrance, field: str
) -> None:
    person = await entrance.person()
    visitor = browser.another()
    await visitor.sign_in(person.email)
    asked = {"name": "Bo", field: "active"}
    problem = await visitor.ask("PATCH", "/api/identity/me", 422, asked, If_Match='"1"')
    assert problem["fields"][0]["field"] == field
    assert await entrance.again(person) == person


async def test_a_write_without_the_token_of_our_pages_is_refused(
    browser: Browser, entrance: Entrance
) -> None:
    person = await entrance.person()
    visitor = browser.another()
    await visitor.sign_in(person.email)
    visitor.csrf = ""
    await visitor.ask("PATCH", "/api/identity/me", 403, {"name": "Bo"}, If_Match='"1"')
    await visitor.ask("POST", "/api/identity/sign_out", 403)
    await visitor.ask("GET", "/api/identity/me")
