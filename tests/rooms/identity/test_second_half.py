"""The second half of a sign-in: what finishes it, how often, and what guessing costs."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from hanse.base.clock import FixedClock
from hanse.base.faults import Denied, Gone, Rejected
from hanse.engine.passwords import Passwords
from hanse.engine.tx import INSTALLATION, Database
from hanse.rooms.identity.model.passkeys import Signed
from hanse.rooms.identity.model.people import Person
from hanse.rooms.identity.model.proof import Shown
from hanse.rooms.identity.service import factors, proof, standing
from hanse.rooms.identity.service.attempts import TooOften
from hanse.rooms.identity.service.people import VISITOR, actor_of
from hanse.rooms.identity.service.sign_in import Halfway, SignedIn, sign_in
from tests.rooms.identity.authenticator import Authenticator
from tests.rooms.identity.entrance import FIREFOX, PASSWORD, anywhere
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


async def halfway(database: Database, person: Person) -> str:
    """The password was right."""
    async with database.tx(INSTALLATION, actor_of(person)) as tx:
        return await factors.start_challenge(tx, person.id)


async def finish(database: Database, challenge: str, **shown: object) -> SignedIn:
    return await proof.finish_challenge(
        database,
        challenge=challenge,
        shown=Shown(**shown),  # type: ignore[arg-type]
        site=SITE,
        origin=anywhere(),
    )


async def test_a_sign_in_with_a_second_factor_has_two_halves(
    now: Database, clock: FixedClock, passwords: Passwords
) -> None:
    phone = await with_phone(now, clock, await somebody(now, passwords))

    half = await sign_in(
        now,
        passwords,
        email=phone.person.email,
        password=PASSWORD,
        agent="",
        address=anywhere().address,
        request_id="request-1",
    )

    assert isinstance(half, Halfway)
    assert half.ways == ("totp", "recovery")
    whole = await finish(now, half.challenge_token, code=phone.code())
    assert whole.person == phone.person
    assert whole.opened.session.second_factor
    assert whole.opened.session.agent == FIREFOX
    async with now.system_tx("test") as tx:
        assert await standing.of_browser(tx, whole.opened.token) is not None


async def test_a_sign_in_is_finished_by_a_passkey(
    now: Database, phone: Phone, key: Authenticator
) -> None:
    challenge = await halfway(now, phone.person)
    async with now.tx(INSTALLATION, VISITOR) as tx:
        question = await proof.question(tx, challenge, SITE)

    whole = await finish(now, challenge, passkey=Signed(**key.sign(dict(question))))  # type: ignore[arg-type]

    assert whole.opened.session.second_factor


async def test_a_sign_in_is_finished_by_a_recovery_code(now: Database, phone: Phone) -> None:
    code = phone.added.recovery_codes[0]
    whole = await finish(now, await halfway(now, phone.person), recovery=code)

    assert whole.opened.session.second_factor
    with pytest.raises(Rejected, match="used already"):
        await finish(now, await halfway(now, phone.person), recovery=code)


async def test_half_a_sign_in_is_finished_once(
    now: Database, clock: FixedClock, phone: Phone
) -> None:
    challenge = await halfway(now, phone.person)
    await finish(now, challenge, code=phone.code())
    clock.advance(30)

    with pytest.raises(Gone, match="finished already"):
        await finish(now, challenge, code=phone.code())


async def test_of_two_that_finish_at_once_one_is_signed_in(now: Database, phone: Phone) -> None:
    challenge = await halfway(now, phone.person)
    outcomes = await asyncio.gather(
        finish(now, challenge, code=phone.code()),
        finish(now, challenge, recovery=phone.added.recovery_codes[0]),
        finish(now, challenge, recovery=phone.added.recovery_codes[1]),
        return_exceptions=True,
    )

    assert sorted(type(one).__name__ for one in outcomes) == ["Gone", "Gone", "SignedIn"]
    async with now.tx(INSTALLATION, actor_of(phone.person)) as tx:
        held = await factors.held(tx, phone.person.id, limit=10, after=None)
    assert held.codes_left in (9, 10)  # what finished nothing used nothing up


async def test_the_same_code_at_once_in_two_sign_ins_opens_one(now: Database, phone: Phone) -> None:
    first, second = await halfway(now, phone.person), await halfway(now, phone.person)

    outcomes = await asyncio.gather(
        finish(now, first, code=phone.code()),
        finish(now, second, code=phone.code()),
        return_exceptions=True,
    )

    assert sorted(type(one).__name__ for one in outcomes) == ["Rejected", "SignedIn"]


async def test_half_a_sign_in_is_over_after_ten_minutes(
    now: Database, clock: FixedClock, phone: Phone
) -> None:
    challenge = await halfway(now, phone.person)
    clock.advance(600)

    with pytest.raises(Gone, match="more than 10 minutes ago"):
        await finish(now, challenge, code=phone.code())


@pytest.mark.parametrize("challenge", ["", "hch_guess", "hch_\ud800", "x" * 200])
async def test_a_challenge_that_nobody_got_signs_nobody_in(now: Database, challenge: str) -> None:
    with pytest.raises(Gone):
        await finish(now, challenge, code="123456")
    with pytest.raises(Gone):
        async with now.tx(INSTALLATION, VISITOR) as tx:
            await proof.question(tx, challenge, SITE)


async def test_the_factor_of_somebody_else_does_not_finish_a_sign_in(
    now: Database, clock: FixedClock, phone: Phone
) -> None:
    stranger = await with_phone(now, clock, await somebody(now))
    challenge = await halfway(now, phone.person)

    with pytest.raises(Rejected, match="not right"):
        await finish(now, challenge, code=stranger.code())
    with pytest.raises(Rejected, match="not right"):
        await finish(now, challenge, recovery=stranger.added.recovery_codes[0])


async def test_a_question_for_proof_finishes_no_sign_in(
    now: Database, phone: Phone, key: Authenticator
) -> None:
    async with now.tx(INSTALLATION, actor_of(phone.person)) as tx:
        question = await proof.ask_for_proof(tx, phone.person.id, SITE)
    answer = Signed(**key.sign(dict(question)))  # type: ignore[arg-type]

    with pytest.raises(Rejected, match="not put to you"):
        await finish(now, await halfway(now, phone.person), passkey=answer)


@pytest.mark.parametrize(
    "shown",
    [{}, {"code": "123456", "recovery": "x"}, {"password": "a password", "code": "123456"}],
)
async def test_exactly_one_thing_is_shown(
    now: Database, phone: Phone, shown: dict[str, object]
) -> None:
    with pytest.raises(Rejected, match="exactly one"):
        await finish(now, await halfway(now, phone.person), **shown)


async def test_a_password_is_no_second_factor(now: Database, phone: Phone) -> None:
    with pytest.raises(Rejected, match="no second factor"):
        await finish(now, await halfway(now, phone.person), password=PASSWORD)


async def test_an_account_that_was_closed_halfway_is_not_signed_in(
    now: Database, phone: Phone
) -> None:
    challenge = await halfway(now, phone.person)
    async with now.tx(INSTALLATION, actor_of(phone.person)) as tx:
        await tx.execute(
            "update identity_people set state = 'closed' where id = $1", phone.person.id
        )

    with pytest.raises(Denied, match="not open"):
        await finish(now, challenge, code=phone.code())


# Guessing


async def test_wrong_codes_wait_longer_and_longer_and_the_right_one_ends_that(
    now: Database, clock: FixedClock, phone: Phone
) -> None:
    challenge = await halfway(now, phone.person)
    for _ in range(5):
        with pytest.raises(Rejected, match="not right"):
            await finish(now, challenge, recovery="wrong")

    # Five are free; each one more waits twice as long.
    waits = []
    for _ in range(3):
        with pytest.raises(TooOften) as often:
            await finish(now, challenge, code=phone.code())
        waits.append(often.value.after_s)
        clock.advance(often.value.after_s)
        with pytest.raises(Rejected):
            await finish(now, challenge, recovery="wrong")

    assert waits == [1, 2, 4]
    clock.advance(30)
    await finish(now, challenge, code=phone.code())
    with pytest.raises(Rejected, match="not right"):
        await finish(now, await halfway(now, phone.person), recovery="wrong")


async def test_signing_in_anew_does_not_forget_wrong_codes(
    now: Database, clock: FixedClock, passwords: Passwords
) -> None:
    person = await somebody(now, passwords)
    phone = await with_phone(now, clock, person)
    for _ in range(5):
        with pytest.raises(Rejected):
            await finish(now, await halfway(now, person), recovery="wrong")
    half = await sign_in(
        now,
        passwords,
        email=person.email,
        password=PASSWORD,
        agent="",
        address=anywhere().address,
        request_id="request-2",
    )

    assert isinstance(half, Halfway)
    with pytest.raises(TooOften):
        await finish(now, half.challenge_token, code=phone.code())


async def test_many_guesses_at_once_are_no_more_than_one_after_the_other(
    now: Database, phone: Phone
) -> None:
    challenge = await halfway(now, phone.person)

    outcomes = await asyncio.gather(
        *(finish(now, challenge, recovery=f"wrong {number}") for number in range(12)),
        return_exceptions=True,
    )

    assert sum(isinstance(one, TooOften) for one in outcomes) == 7
