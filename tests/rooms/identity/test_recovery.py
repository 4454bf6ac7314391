"""Recovery codes, which stand in for a factor that was lost, on a real database."""

import asyncio

import pytest

from hanse.base.clock import FixedClock
from hanse.base.faults import Conflict, Rejected
from hanse.engine.tx import INSTALLATION, Database
from hanse.rooms.identity.model import factors as model
from hanse.rooms.identity.model.people import Person
from hanse.rooms.identity.service import factors, recovery
from hanse.rooms.identity.service.people import actor_of
from tests.rooms.identity.halfway import Phone, somebody, still, with_phone, written_to


@pytest.fixture
def now(database: Database, clock: FixedClock) -> Database:
    return still(database, clock)


@pytest.fixture
async def phone(now: Database, clock: FixedClock) -> Phone:
    return await with_phone(now, clock, await somebody(now))


async def try_recovery(database: Database, person: Person, code: str) -> Rejected | None:
    async with database.tx(INSTALLATION, actor_of(person)) as tx:
        return await recovery.check_recovery(tx, person, code)


async def ways(database: Database, person: Person) -> tuple[str, ...]:
    async with database.tx(INSTALLATION, actor_of(person)) as tx:
        return await factors.ways(tx, person.id)


async def test_the_first_factor_brings_ten_recovery_codes_and_the_second_none(
    now: Database, clock: FixedClock, phone: Phone
) -> None:
    second = await with_phone(now, clock, phone.person, "Tablet")

    assert len(set(phone.added.recovery_codes)) == 10
    assert second.added.recovery_codes == ()
    assert await ways(now, phone.person) == ("totp", "recovery")


async def test_a_recovery_code_is_good_once_and_its_person_is_told(
    now: Database, phone: Phone
) -> None:
    code = phone.added.recovery_codes[3]

    assert await try_recovery(now, phone.person, code) is None
    assert "used already" in str(await try_recovery(now, phone.person, code))
    async with now.tx(INSTALLATION, actor_of(phone.person)) as tx:
        held = await factors.held(tx, phone.person.id, limit=10, after=None)
        newest = (await written_to(tx, phone.person))[0]
    assert held.codes_left == 9
    assert newest.subject == "A recovery code was used"
    assert "Left: 9." in newest.text


async def test_a_recovery_code_that_two_bring_at_once_is_good_for_one(
    now: Database, phone: Phone
) -> None:
    code = phone.added.recovery_codes[0]

    outcomes = await asyncio.gather(*(try_recovery(now, phone.person, code) for _ in range(6)))

    assert outcomes.count(None) == 1


async def test_a_recovery_code_may_be_typed_as_people_type(now: Database, phone: Phone) -> None:
    typed = phone.added.recovery_codes[0].upper().replace("-", " \u2013 ")

    assert await try_recovery(now, phone.person, typed) is None


async def test_a_recovery_code_is_good_for_its_person_alone(now: Database, phone: Phone) -> None:
    stranger = await somebody(now)

    assert "not right" in str(await try_recovery(now, stranger, phone.added.recovery_codes[0]))


async def test_new_recovery_codes_void_those_from_before(now: Database, phone: Phone) -> None:
    async with now.tx(INSTALLATION, actor_of(phone.person)) as tx:
        codes = await recovery.renew_codes(tx, phone.person.id)
        newest = (await written_to(tx, phone.person))[0]

    assert newest.subject == "New recovery codes were made"
    assert "not right" in str(await try_recovery(now, phone.person, phone.added.recovery_codes[0]))
    assert await try_recovery(now, phone.person, codes[0]) is None


async def test_there_are_no_recovery_codes_without_a_factor(now: Database) -> None:
    person = await somebody(now)

    with pytest.raises(Conflict, match="you have none"):
        async with now.tx(INSTALLATION, actor_of(person)) as tx:
            await recovery.renew_codes(tx, person.id)


async def test_recovery_codes_lie_hashed_in_their_rows(now: Database, phone: Phone) -> None:
    async with now.tx(INSTALLATION, actor_of(phone.person)) as tx:
        rows = await tx.fetch(
            "select code_hash from identity_recovery_codes where person_id = $1", phone.person.id
        )

    expected = {model.recovery_hash(phone.person.id, one) for one in phone.added.recovery_codes}
    assert {row["code_hash"] for row in rows} == expected
