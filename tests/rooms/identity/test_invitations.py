"""Invitations: sent and shown, good once and for a week, for one address alone."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from hanse.base.faults import Conflict, Denied, Fault, Gone, Rejected
from hanse.engine.doors.versions import Changed
from hanse.engine.tx import Actor, ActorKind, Database
from hanse.rooms.identity.model.invitations import (
    LIFETIME,
    OPEN_MAX,
    ROLES,
    SUBJECTS,
    TEXTS,
    Expired,
    NotGood,
    Withdrawn,
    letter,
)
from hanse.rooms.identity.model.members import MEMBERS_MAX
from hanse.rooms.identity.model.roles import ORDER
from hanse.rooms.identity.service import invitations, joining, keys
from hanse.rooms.identity.service.invitations import InvitedAlready
from hanse.rooms.identity.service.joining import Joined
from hanse.rooms.identity.service.members import MemberAlready
from hanse.rooms.identity.service.sign_in import Origin
from tests.rooms.identity.team import (
    OPERATOR,
    PUBLIC_URL,
    Person,
    enter,
    founded,
    invite,
    know_jobs,
    later,
    mailed,
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


async def accept(database: Database, who: Person, token: str) -> Joined | Fault:
    try:
        return await joining.accept(database, who.actor, token, "r-6")
    except Fault as fault:
        return fault


# The mail


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_every_language_has_every_word(language: str) -> None:
    assert set(ROLES[language]) == set(ORDER)
    assert set(SUBJECTS) == set(TEXTS) == set(ROLES)
    mail = letter(
        language,
        inviter="<Ada> & Co",
        workspace="{x} <b>",
        role="owner",
        address="https://hub.example.com/join#hin_1",
        until=UNTIL,
    )
    assert "<Ada> & Co" in mail.subject
    assert "{x} <b>" in mail.text
    assert "2026-11-20 14:03 UTC" in mail.text
    assert "&lt;Ada&gt; &amp; Co" in mail.html
    assert '<a href="https://hub.example.com/join#hin_1">' in mail.html
    assert "<b>" not in mail.html


async def test_an_invitation_is_mailed_and_its_link_is_shown(
    database: Database, shop: UUID, ada: Person, email: str
) -> None:
    invited = await invite(database, shop, ada, email)
    assert re.fullmatch(r"https://hub\.example\.com/join#hin_[\w-]{43}", invited.link)
    [mail] = await mailed(database, shop)
    assert mail.to == email
    assert mail.subject == "Ada Lind invites you to Toko Ada"
    assert invited.link in mail.text
    assert invited.link not in repr(invited)
    assert invited.invitation.expires_at - invited.invitation.made_at == timedelta(days=7)
    [event] = await told(database, shop, "identity.invitation.made")
    assert event.payload["role"] == "support"
    assert email not in repr(event)


async def test_the_mail_speaks_the_language_of_whoever_invites(
    database: Database, email: str
) -> None:
    ani = await somebody(database, "Ani", language="id")
    shop = await founded(database, ani)
    await invite(database, shop, ani, email)
    [mail] = await mailed(database, shop)
    assert mail.subject == "Ani mengundang Anda ke Toko Ada"
    assert "dukungan" in mail.text


async def test_the_operator_invites_too(database: Database, shop: UUID, email: str) -> None:
    async with database.tx(shop, OPERATOR) as tx:
        invited = await invitations.invite(tx, email, "owner", PUBLIC_URL)
    assert invited.invitation.invited_by is None
    [mail] = await mailed(database, shop)
    assert mail.subject == "The operator invites you to Toko Ada"
    shown = await joining.look(database, token_of(invited), "r-5")
    assert shown.inviter == ""


async def test_a_key_invites_for_its_maker_and_no_higher_than_that(
    database: Database, shop: UUID, email: str
) -> None:
    bo = await somebody(database, "Bo", language="id")
    await enter(database, shop, bo, "admin")
    async with database.tx(shop, bo.actor) as tx:
        scope = "identity.invitation.write"
        made = await keys.make_key(
            tx, name="Robot", scopes=[scope], expires_at=None, held=frozenset([scope])
        )
    robot = Actor(ActorKind.key, made.key.id, "Robot (hak_1)")
    async with database.tx(shop, robot) as tx:
        invited = await invitations.invite(tx, email, "viewer", PUBLIC_URL)
        with pytest.raises(Denied, match="Only an owner"):
            await invitations.invite(tx, f"x{email}", "owner", PUBLIC_URL)
    assert invited.invitation.invited_by == bo.id
    [mail] = await mailed(database, shop)
    assert mail.subject == "Robot (hak_1) mengundang Anda ke Toko Ada"


# Who may invite whom


async def test_whoever_is_a_member_already_is_not_invited(
    database: Database, shop: UUID, ada: Person
) -> None:
    with pytest.raises(MemberAlready, match="works in the workspace already"):
        await invite(database, shop, ada, ada.email.upper())


async def test_an_address_is_invited_once_at_a_time(
    database: Database, shop: UUID, ada: Person, email: str
) -> None:
    await invite(database, shop, ada, email)
    with pytest.raises(InvitedAlready, match="an open invitation already"):
        await invite(database, shop, ada, email.replace("budi", "BUDI"))
    assert len(await mailed(database, shop)) == 1
    await invite(database, await founded(database, ada), ada, email)


async def test_of_two_invitations_at_once_one_is_made(
    database: Database, shop: UUID, ada: Person, email: str
) -> None:
    ends = await asyncio.gather(
        *(invite(database, shop, ada, email) for _ in range(2)), return_exceptions=True
    )
    assert sorted(type(end).__name__ for end in ends) == ["Invited", "InvitedAlready"]


async def test_an_expired_invitation_does_not_stand_in_the_way(
    database: Database, shop: UUID, ada: Person, email: str
) -> None:
    old = await invite(database, shop, ada, email)
    new = await invite(later(database, LIFETIME), shop, ada, email)
    assert new.invitation.id != old.invitation.id
    [event] = await told(database, shop, "identity.invitation.withdrawn")
    assert event.subject is not None
    assert event.subject.id == old.invitation.id


async def test_an_admin_invites_no_owner_and_sees_no_link_of_one(
    database: Database, shop: UUID, ada: Person, email: str
) -> None:
    bo = await somebody(database, "Bo")
    await enter(database, shop, bo, "admin")
    with pytest.raises(Denied, match="Only an owner"):
        await invite(database, shop, bo, email, "owner")
    invited = await invite(database, shop, ada, email, "owner")
    async with database.tx(shop, bo.actor) as tx:
        with pytest.raises(Denied, match="Only an owner"):
            await invitations.renew_link(tx, invited.invitation.id, PUBLIC_URL)
        with pytest.raises(Denied, match="Only an owner"):
            await invitations.withdraw(tx, invited.invitation.id, 1)


@pytest.mark.parametrize(
    "wrong", ["", "budi", "a@b@c", "a b@example.com", "x@example.com\r\nBcc: y@example.com", "@x.y"]
)
async def test_what_is_no_address_is_not_invited(
    database: Database, shop: UUID, ada: Person, wrong: str
) -> None:
    with pytest.raises(Rejected) as refused:
        await invite(database, shop, ada, wrong)
    assert refused.value.findings[0].field == "email"


async def test_so_many_invitations_and_members_are_the_most(
    database: Database, shop: UUID, ada: Person, email: str
) -> None:
    async with database.tx(shop, ada.actor) as tx:
        await tx.executemany(
            """
            insert into identity_invitations (workspace_id, id, email, email_key, role, token_hash,
                made_at, expires_at, state)
            values ($1, $2, $3, $3, 'viewer', $4, $5, $6, 'open')
            """,
            [
                (shop, one, f"{one}@example.com", one.bytes, tx.now, tx.now + LIFETIME)
                for one in (tx.ids.new() for _ in range(OPEN_MAX))
            ],
        )
    with pytest.raises(Conflict, match="500 invitations are open, the most"):
        await invite(database, shop, ada, email)
    async with database.tx(shop, ada.actor) as tx:
        await tx.executemany(
            """
            insert into identity_members (workspace_id, id, person_id, role, joined_at)
            values ($1, $2, $2, 'viewer', $3)
            """,
            [(shop, tx.ids.new(), tx.now) for _ in range(MEMBERS_MAX - 1)],
        )
    with pytest.raises(Conflict, match="5,000 people work here, the most"):
        await invite(database, shop, ada, email)


# Withdraw and renew


async def test_a_withdrawn_invitation_says_so(
    database: Database, shop: UUID, ada: Person, email: str
) -> None:
    invited = await invite(database, shop, ada, email)
    async with database.tx(shop, ada.actor) as tx:
        with pytest.raises(Changed):
            await invitations.withdraw(tx, invited.invitation.id, 7)
        await invitations.withdraw(tx, invited.invitation.id, 1)
        with pytest.raises(Conflict, match="was withdrawn already"):
            await invitations.withdraw(tx, invited.invitation.id, 2)
        with pytest.raises(Conflict, match="was withdrawn already"):
            await invitations.renew_link(tx, invited.invitation.id, PUBLIC_URL)
    with pytest.raises(Withdrawn, match="was withdrawn"):
        await joining.look(database, token_of(invited), "r-5")


async def test_a_new_link_makes_the_old_one_good_for_nothing(
    database: Database, shop: UUID, ada: Person, email: str
) -> None:
    old = await invite(database, shop, ada, email)
    late = later(database, LIFETIME + timedelta(days=1))
    with pytest.raises(Expired, match="was good until"):
        await joining.look(late, token_of(old), "r-5")
    async with late.tx(shop, ada.actor) as tx:
        new = await invitations.renew_link(tx, old.invitation.id, PUBLIC_URL)
    assert new.invitation.version == 2
    assert new.invitation.expires_at == late.clock.now() + LIFETIME
    with pytest.raises(NotGood, match="belongs to no invitation"):
        await joining.look(late, token_of(old), "r-5")
    shown = await joining.look(late, token_of(new), "r-5")
    assert shown.invitation.email == email
    assert len(await mailed(database, shop)) == 2


async def test_an_invitation_of_another_workspace_is_not_there(
    database: Database, shop: UUID, ada: Person, email: str
) -> None:
    bo = await somebody(database, "Bo")
    theirs = await invite(database, await founded(database, bo), bo, email)
    async with database.tx(shop, ada.actor) as tx:
        with pytest.raises(Gone):
            await invitations.invitation(tx, theirs.invitation.id)
        with pytest.raises(Gone):
            await invitations.withdraw(tx, theirs.invitation.id, 1)
        with pytest.raises(Gone):
            await invitations.renew_link(tx, theirs.invitation.id, PUBLIC_URL)
