"""Proof of who is there, which dangerous acts ask for."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from hanse.base.clock import FixedClock
from hanse.base.faults import Conflict, Denied, Gone, Rejected
from hanse.engine.passwords import Passwords
from hanse.engine.tx import INSTALLATION, Actor, ActorKind, Database
from hanse.rooms.identity.model.passkeys import Signed
from hanse.rooms.identity.model.people import Person
from hanse.rooms.identity.model.proof import Shown
from hanse.rooms.identity.service import factors, proof, sessions, workspaces
from hanse.rooms.identity.service.attempts import TooOften
from hanse.rooms.identity.service.people import actor_of
from hanse.rooms.identity.service.sign_in import WrongPassword
from tests.rooms.identity.authenticator import Authenticator
from tests.rooms.identity.entrance import PASSWORD, anywhere
from tests.rooms.identity.halfway import SITE, Phone, somebody, still, with_key, with_phone


@pytest.fixture
def now(database: Database, clock: FixedClock) -> Database:
    return still(database, clock)


@pytest.fixture(scope="module")
async def passwords() -> AsyncIterator[Passwords]:
    opened = Passwords(1)
    yield opened
    opened.close()


@pytest.fixture
async def phone(now: Database, clock: FixedClock) -> Phone:
    return await with_phone(now, clock, await somebody(now))


@pytest.fixture
async def key(now: Database, phone: Phone) -> Authenticator:
    """A passkey of the person that has the phone."""
    return await with_key(now, phone.person)


async def signed_in(database: Database, person: Person) -> UUID:
    """A session that was opened by the password alone."""
    async with database.tx(INSTALLATION, actor_of(person)) as tx:
        opened = await sessions.open_session(
            tx, person.id, agent="", address="", second_factor=False
        )
    return opened.session.id


async def prove(
    database: Database, passwords: Passwords, person: Person, session_id: UUID, **shown: object
) -> None:
    await proof.prove(
        database,
        passwords,
        actor=actor_of(person),
        session_id=session_id,
        shown=Shown(**shown),  # type: ignore[arg-type]
        site=SITE,
        origin=anywhere(),
    )


async def demanding(database: Database, person: Person, name: str = "Toko Budi") -> None:
    """A workspace of the person that asks for a second factor."""
    workspace_id = database.ids.new()
    async with database.tx(workspace_id, actor_of(person)) as tx:
        await workspaces.make_workspace(tx, name=name, owner_id=person.id)
        await tx.execute(
            "update identity_workspaces set second_factor_required = true where id = $1",
            workspace_id,
        )


async def test_the_password_proves_where_nobody_asks_for_more(
    now: Database, clock: FixedClock, passwords: Passwords
) -> None:
    person = await somebody(now, passwords)
    session_id = await signed_in(now, person)
    clock.advance(1_000)

    await prove(now, passwords, person, session_id, password=PASSWORD)

    async with now.tx(INSTALLATION, actor_of(person)) as tx:
        session = await sessions.session(tx, session_id)
    assert session.proven_at == clock.now()
    assert not session.second_factor


async def test_a_second_factor_proves_and_makes_the_session_one_with_both(
    now: Database, phone: Phone, passwords: Passwords, key: Authenticator
) -> None:
    session_id = await signed_in(now, phone.person)
    async with now.tx(INSTALLATION, actor_of(phone.person)) as tx:
        question = await proof.ask_for_proof(tx, phone.person.id, SITE)
    answer = Signed(**key.sign(dict(question)))  # type: ignore[arg-type]

    await prove(now, passwords, phone.person, session_id, passkey=answer)
    await prove(now, passwords, phone.person, session_id, code=phone.code())
    await prove(now, passwords, phone.person, session_id, recovery=phone.added.recovery_codes[0])

    async with now.tx(INSTALLATION, actor_of(phone.person)) as tx:
        assert (await sessions.session(tx, session_id)).second_factor


async def test_a_wrong_proof_proves_nothing_and_is_counted(
    now: Database, clock: FixedClock, passwords: Passwords
) -> None:
    phone = await with_phone(now, clock, await somebody(now, passwords))
    session_id = await signed_in(now, phone.person)
    made_at = clock.now()
    clock.advance(60)

    with pytest.raises(WrongPassword):
        await prove(now, passwords, phone.person, session_id, password="another password")
    for _ in range(5):
        with pytest.raises(Rejected):
            await prove(now, passwords, phone.person, session_id, code="000000")
    with pytest.raises(TooOften):
        await prove(now, passwords, phone.person, session_id, code=phone.code())

    async with now.tx(INSTALLATION, actor_of(phone.person)) as tx:
        assert (await sessions.session(tx, session_id)).proven_at == made_at


async def test_the_password_alone_is_not_enough_where_a_workspace_asks_for_more(
    now: Database, clock: FixedClock, passwords: Passwords
) -> None:
    person = await somebody(now, passwords)
    await demanding(now, person)
    session_id = await signed_in(now, person)

    assert await proof.ways_to_prove(now, person.id, "") == ("password",)
    await prove(now, passwords, person, session_id, password=PASSWORD)
    phone = await with_phone(now, clock, person)
    assert await proof.ways_to_prove(now, person.id, "") == ("totp", "recovery")
    with pytest.raises(Rejected, match=r"not enough: Toko Budi asks for a second factor"):
        await prove(now, passwords, person, session_id, password=PASSWORD)
    await prove(now, passwords, person, session_id, code=phone.code())


async def test_the_last_factor_stays_while_a_workspace_of_the_person_asks_for_one(
    now: Database, phone: Phone
) -> None:
    await demanding(now, phone.person)

    with pytest.raises(Conflict, match="Toko Budi asks for one"):
        await proof.remove_own(now, actor_of(phone.person), phone.id, "")


async def test_a_session_that_ended_is_not_proven(
    now: Database, phone: Phone, passwords: Passwords
) -> None:
    session_id = await signed_in(now, phone.person)
    async with now.tx(INSTALLATION, actor_of(phone.person)) as tx:
        await sessions.end_session(tx, session_id, "revoked")

    with pytest.raises(Gone, match="no such session"):
        await prove(now, passwords, phone.person, session_id, code=phone.code())


async def test_a_factor_that_is_added_makes_the_session_one_with_both(
    now: Database, clock: FixedClock
) -> None:
    person = await somebody(now)
    session_id = await signed_in(now, person)
    async with now.tx(INSTALLATION, actor_of(person)) as tx:
        begun = await factors.begin_totp(tx, person.id, "Phone")
        code = Phone(person, begun.id, begun.secret, clock, factors.Added(None, ())).code()  # type: ignore[arg-type]
        await factors.confirm_totp(tx, person.id, begun.id, code, session_id)
        assert (await sessions.session(tx, session_id)).second_factor


async def test_a_key_proves_nothing(now: Database, passwords: Passwords, phone: Phone) -> None:
    key = Actor(ActorKind.key, phone.person.id, "key of Ana")

    with pytest.raises(Denied, match="belongs to a person"):
        await proof.prove(
            now,
            passwords,
            actor=key,
            session_id=phone.id,
            shown=Shown(code="123456"),
            site=None,
            origin=anywhere(),
        )
