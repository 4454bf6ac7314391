"""Whoever holds the link of an invitation sees it, and accepts it once."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest

from hanse.base.faults import Conflict, Denied, Fault, Rejected
from hanse.engine.passwords import Passwords
from hanse.engine.tx import INSTALLATION, Actor, ActorKind, Database
from hanse.rooms.identity.model.invitations import (
    NotGood,
    Used,
    Withdrawn,
    masked,
)
from hanse.rooms.identity.model.people import PersonState
from hanse.rooms.identity.service import invitations, joining, people, standing
from hanse.rooms.identity.service.joining import HasAccount, Joined, Newcomer
from hanse.rooms.identity.service.members import MemberAlready
from hanse.rooms.identity.service.sign_in import Origin
from hanse.rooms.identity.store import people as store
from tests.rooms.identity.team import (
    OPERATOR,
    Person,
    enter,
    founded,
    invite,
    know_jobs,
    roles,
    somebody,
    token_of,
    told,
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


def newcomer(**different: str) -> Newcomer:
    usual = {"name": "Budi Santoso", "password": PASSWORD, "language": "id", "zone": "Asia/Jakarta"}
    return Newcomer(**(usual | different))


async def accept(database: Database, who: Person, token: str) -> Joined | Fault:
    try:
        return await joining.accept(database, who.actor, token, "r-6")
    except Fault as fault:
        return fault


# Look


async def test_the_link_shows_what_it_is_about(
    database: Database, shop: UUID, ada: Person, email: str
) -> None:
    invited = await invite(database, shop, ada, email)
    shown = await joining.look(database, token_of(invited), "r-5")
    assert (shown.workspace, shown.inviter, shown.has_account) == ("Toko Ada", "Ada Lind", False)
    assert shown.invitation == invited.invitation
    await somebody(database, "Budi", email)
    assert (await joining.look(database, token_of(invited), "r-5")).has_account


@pytest.mark.parametrize("token", ["", "hin_", "hin_" + "0" * 43, "' or 1=1", "é\ud800"])
async def test_a_token_that_was_never_given_out_opens_nothing(
    database: Database, token: str
) -> None:
    with pytest.raises(NotGood, match="belongs to no invitation"):
        await joining.look(database, token, "r-5")


# Accept


async def test_an_invitation_is_good_once(
    database: Database, shop: UUID, ada: Person, email: str
) -> None:
    budi = await somebody(database, "Budi", email.upper())
    token = token_of(await invite(database, shop, ada, email))
    joined = await joining.accept(database, budi.actor, token, "r-6")
    assert (joined.member.role, joined.member.name) == ("support", "Budi")
    assert (await roles(database, shop))[budi.id] == "support"
    with pytest.raises(Used, match="used already"):
        await joining.look(database, token, "r-5")
    with pytest.raises(Used):
        await joining.accept(database, budi.actor, token, "r-6")
    [event] = await told(database, shop, "identity.invitation.accepted")
    assert event.actor.id == budi.id
    assert event.payload["person_id"] == str(budi.id)


async def test_the_wrong_person_is_told_so_without_the_addresses(
    database: Database, shop: UUID, ada: Person, email: str
) -> None:
    cy = await somebody(database, "Cy")
    token = token_of(await invite(database, shop, ada, email))
    with pytest.raises(Denied) as refused:
        await joining.accept(database, cy.actor, token, "r-6")
    assert "b***@example.com" in refused.value.sentence
    assert email not in str(refused.value)
    assert cy.email not in str(refused.value)
    assert cy.id not in await roles(database, shop)
    assert (await joining.look(database, token, "r-5")).invitation.state == "open"


def test_a_masked_address_shows_its_first_letter_and_its_host() -> None:
    assert masked("budi@example.com") == "b***@example.com"
    assert masked("b@x.org") == "b***@x.org"


@pytest.mark.parametrize("time", range(3))
async def test_of_two_who_accept_at_once_one_gets_in(
    database: Database, shop: UUID, ada: Person, email: str, time: int
) -> None:
    budi = await somebody(database, "Budi", email)
    token = token_of(await invite(database, shop, ada, email))
    ends = await asyncio.gather(accept(database, budi, token), accept(database, budi, token))
    assert sorted(type(end).__name__ for end in ends) == ["Joined", "Used"]
    assert len(await told(database, shop, "identity.invitation.accepted")) == 1


async def test_whoever_became_a_member_otherwise_does_not_use_the_invitation_up(
    database: Database, shop: UUID, ada: Person, email: str
) -> None:
    budi = await somebody(database, "Budi", email)
    token = token_of(await invite(database, shop, ada, email))
    await enter(database, shop, budi, "viewer")
    with pytest.raises(MemberAlready):
        await joining.accept(database, budi.actor, token, "r-6")
    assert (await roles(database, shop))[budi.id] == "viewer"


async def test_a_withdrawal_in_the_last_moment_wins(
    database: Database, shop: UUID, ada: Person, email: str
) -> None:
    budi = await somebody(database, "Budi", email)
    invited = await invite(database, shop, ada, email)
    async with database.tx(shop, ada.actor) as tx:
        await invitations.withdraw(tx, invited.invitation.id, 1)
        accepting = asyncio.create_task(accept(database, budi, token_of(invited)))
        async with database.tx(shop, OPERATOR) as other:
            while not await other.fetchval(WAITING):
                await asyncio.sleep(0.01)
    assert isinstance(await accepting, Withdrawn)
    assert budi.id not in await roles(database, shop)


WAITING = "select exists (select from pg_locks where not granted and pid <> pg_backend_pid())"


@pytest.mark.parametrize(
    "actor", [OPERATOR, Actor(ActorKind.key, UUID(int=5), "robot")], ids=["operator", "key"]
)
async def test_only_a_person_accepts(database: Database, actor: Actor) -> None:
    with pytest.raises(Denied, match="Only a person"):
        await joining.accept(database, actor, "hin_x", "r-6")


# Join as somebody new


async def test_a_new_person_joins_with_the_address_shown_and_is_signed_in(
    database: Database, shop: UUID, ada: Person, email: str, passwords: Passwords
) -> None:
    token = token_of(await invite(database, shop, ada, email, "manager"))
    joined, session = await joining.join(database, passwords, newcomer(), token, ORIGIN)
    assert (joined.member.role, joined.member.name) == ("manager", "Budi Santoso")
    async with database.tx(INSTALLATION, OPERATOR) as tx:
        person = await people.by_email(tx, email)
        found = await standing.of_browser(tx, session.token)
    assert person is not None
    assert found is not None
    assert found.person == person
    assert (person.state, person.language, person.zone) == ("active", "id", "Asia/Jakarta")
    assert (await roles(database, shop))[person.id] == "manager"
    [event] = await told(database, shop, "identity.invitation.accepted")
    assert event.actor.id == person.id


async def test_whoever_has_an_account_is_asked_to_sign_in(
    database: Database, shop: UUID, ada: Person, email: str, passwords: Passwords
) -> None:
    await somebody(database, "Budi", email)
    token = token_of(await invite(database, shop, ada, email))
    with pytest.raises(HasAccount, match=r"an account for b\*\*\*@example.com already"):
        await joining.join(database, passwords, newcomer(), token, ORIGIN)


async def test_an_account_that_nobody_confirmed_is_taken_over_by_whoever_has_the_link(
    database: Database, shop: UUID, ada: Person, email: str, passwords: Passwords
) -> None:
    stranger = await somebody(database, "Not Budi", email, confirmed=False)
    token = token_of(await invite(database, shop, ada, email))
    assert not (await joining.look(database, token, "r-5")).has_account
    joined, _ = await joining.join(database, passwords, newcomer(), token, ORIGIN)
    assert joined.member.person_id == stranger.id
    assert joined.member.name == "Budi Santoso"
    async with database.tx(INSTALLATION, OPERATOR) as tx:
        person = await people.person(tx, stranger.id)
        hashed = await store.password_hash(tx, stranger.id)
    assert person.state is PersonState.active
    assert await passwords.verify(hashed, PASSWORD)


async def test_of_two_who_join_at_once_one_gets_in(
    database: Database, shop: UUID, ada: Person, email: str, passwords: Passwords
) -> None:
    token = token_of(await invite(database, shop, ada, email))
    ends = await asyncio.gather(
        *(joining.join(database, passwords, newcomer(), token, ORIGIN) for _ in range(2)),
        return_exceptions=True,
    )
    failed = [end for end in ends if isinstance(end, BaseException)]
    assert len(failed) == 1
    assert isinstance(failed[0], Conflict | Used)
    assert len(await roles(database, shop)) == 2


@pytest.mark.parametrize(
    ("different", "field"),
    [
        ({"password": "short"}, "password"),
        ({"password": "password1234"}, "password"),
        ({"name": "\u200b \u202e"}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"zone": "Mars/Olympus"}, "zone"),
    ],
)
async def test_what_a_newcomer_must_not_choose_is_refused_before_anything_is_made(
    database: Database,
    shop: UUID,
    ada: Person,
    email: str,
    passwords: Passwords,
    different: dict[str, str],
    field: str,
) -> None:
    token = token_of(await invite(database, shop, ada, email))
    with pytest.raises(Rejected) as refused:
        await joining.join(database, passwords, newcomer(**different), token, ORIGIN)
    assert refused.value.findings[0].field == field
    assert len(await roles(database, shop)) == 1
    async with database.tx(INSTALLATION, OPERATOR) as tx:
        assert await people.by_email(tx, email) is None


@pytest.mark.parametrize("name", ["زيد بن علي", "👩‍👩‍👧 Budi", "<script>alert(1)</script>"])
async def test_a_newcomer_may_have_any_name(
    database: Database, shop: UUID, ada: Person, email: str, passwords: Passwords, name: str
) -> None:
    token = token_of(await invite(database, shop, ada, email))
    joined, _ = await joining.join(database, passwords, newcomer(name=name), token, ORIGIN)
    assert joined.member.name == name
