"""Authenticators, recovery codes and the list of second factors, on a real database."""

import asyncio

import pytest

from hanse.base.clock import FixedClock
from hanse.base.faults import Conflict, Denied, Gone, Rejected
from hanse.engine.log import events
from hanse.engine.tx import INSTALLATION, Actor, ActorKind, Database
from hanse.rooms.identity.model import factors as model
from hanse.rooms.identity.model.factor_mails import HELLO, NOT_ME, WORDS, Told
from hanse.rooms.identity.model.people import Language, Person
from hanse.rooms.identity.service import factors
from hanse.rooms.identity.service.people import actor_of, own_id
from tests.rooms.identity.halfway import Phone, somebody, still, with_phone, written_to


@pytest.fixture
def now(database: Database, clock: FixedClock) -> Database:
    return still(database, clock)


@pytest.fixture
async def phone(now: Database, clock: FixedClock) -> Phone:
    return await with_phone(now, clock, await somebody(now))


OPERATOR = Actor(ActorKind.system, None, "operator")


async def try_code(database: Database, person: Person, code: str) -> Rejected | None:
    async with database.tx(INSTALLATION, actor_of(person)) as tx:
        return await factors.check_code(tx, person, code)


async def ways(database: Database, person: Person) -> tuple[str, ...]:
    async with database.tx(INSTALLATION, actor_of(person)) as tx:
        return await factors.ways(tx, person.id)


# Codes


async def test_a_code_is_good_once(now: Database, phone: Phone) -> None:
    code = phone.code()

    assert await try_code(now, phone.person, code) is None
    again = await try_code(now, phone.person, code)

    assert "used already" in str(again)


async def test_a_code_that_two_bring_at_once_is_good_for_one(now: Database, phone: Phone) -> None:
    code = phone.code()

    outcomes = await asyncio.gather(*(try_code(now, phone.person, code) for _ in range(6)))

    assert outcomes.count(None) == 1


async def test_the_code_of_the_confirmation_does_not_sign_in(
    now: Database, clock: FixedClock, phone: Phone
) -> None:
    before = phone.code(-1)

    assert "used already" in str(await try_code(now, phone.person, before))


@pytest.mark.parametrize("steps", [-1, 0, 1])
async def test_the_clock_of_a_phone_may_be_off_by_a_step(
    now: Database, clock: FixedClock, phone: Phone, steps: int
) -> None:
    clock.advance(10 * model.STEP_S)

    assert await try_code(now, phone.person, phone.code(steps)) is None


@pytest.mark.parametrize("steps", [-2, 2])
async def test_the_clock_of_a_phone_may_not_be_off_by_two(
    now: Database, clock: FixedClock, phone: Phone, steps: int
) -> None:
    clock.advance(10 * model.STEP_S)

    assert "not right" in str(await try_code(now, phone.person, phone.code(steps)))


async def test_an_older_code_is_void_once_a_later_one_was_used(
    now: Database, clock: FixedClock, phone: Phone
) -> None:
    clock.advance(10 * model.STEP_S)

    assert await try_code(now, phone.person, phone.code(1)) is None
    assert "used already" in str(await try_code(now, phone.person, phone.code(0)))


async def test_a_code_of_somebody_else_is_not_right(
    now: Database, clock: FixedClock, phone: Phone
) -> None:
    other = await with_phone(now, clock, await somebody(now))

    refused = await try_code(now, phone.person, other.code())

    assert "not right" in str(refused)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥x", "12345\x00"])
async def test_what_is_no_code_is_refused(now: Database, phone: Phone, typed: str) -> None:
    assert "six digits" in str(await try_code(now, phone.person, typed))


async def test_a_code_may_be_typed_with_gaps_and_in_full_width(
    now: Database, clock: FixedClock, phone: Phone
) -> None:
    code = phone.code()
    wide = "".join(chr(ord("0") + int(digit) + 0xFEE0) for digit in code)

    assert await try_code(now, phone.person, f" {wide[:3]} {wide[3:]} ") is None


async def test_whoever_has_no_authenticator_is_told_so(now: Database) -> None:
    assert "no authenticator" in str(await try_code(now, await somebody(now), "123456"))


# Adding


async def test_an_authenticator_counts_only_when_it_has_shown_a_code(now: Database) -> None:
    person = await somebody(now)
    async with now.tx(INSTALLATION, actor_of(person)) as tx:
        begun = await factors.begin_totp(tx, person.id, "Phone")

    assert await ways(now, person) == ()
    assert "no authenticator" in str(await try_code(now, person, "123456"))
    assert begun.uri.startswith("otpauth://totp/Hanse:")
    assert begun.secret in begun.uri


async def test_a_wrong_first_code_confirms_nothing(now: Database, phone: Phone) -> None:
    person = await somebody(now)
    async with now.tx(INSTALLATION, actor_of(person)) as tx:
        begun = await factors.begin_totp(tx, person.id, "Phone")

    with pytest.raises(Rejected, match="not right"):
        async with now.tx(INSTALLATION, actor_of(person)) as tx:
            await factors.confirm_totp(tx, person.id, begun.id, phone.code(), None)

    assert await ways(now, person) == ()


async def test_a_confirmed_one_is_not_confirmed_again(now: Database, phone: Phone) -> None:
    with pytest.raises(Conflict, match="counts already"):
        async with now.tx(INSTALLATION, actor_of(phone.person)) as tx:
            await factors.confirm_totp(tx, phone.person.id, phone.id, phone.code(), None)


async def test_a_secret_that_nobody_confirmed_is_void_after_an_hour(
    now: Database, clock: FixedClock
) -> None:
    person = await somebody(now)
    async with now.tx(INSTALLATION, actor_of(person)) as tx:
        begun = await factors.begin_totp(tx, person.id, "Phone")
    late = Phone(person, begun.id, begun.secret, clock, factors.Added(None, ()))  # type: ignore[arg-type]
    clock.advance(3_601)

    with pytest.raises(Gone, match="older than an hour"):
        async with now.tx(INSTALLATION, actor_of(person)) as tx:
            await factors.confirm_totp(tx, person.id, begun.id, late.code(), None)


async def test_beginning_again_voids_what_was_begun_before(now: Database) -> None:
    person = await somebody(now)
    async with now.tx(INSTALLATION, actor_of(person)) as tx:
        first = await factors.begin_totp(tx, person.id, "Phone")
        await factors.begin_totp(tx, person.id, "Phone")

    with pytest.raises(Gone, match="no such second factor"):
        async with now.tx(INSTALLATION, actor_of(person)) as tx:
            await factors.confirm_totp(tx, person.id, first.id, "123456", None)


async def test_a_secret_lies_sealed_in_its_row(now: Database, phone: Phone) -> None:
    async with now.tx(INSTALLATION, actor_of(phone.person)) as tx:
        sealed = await tx.fetchval("select sealed from identity_factors where id = $1", phone.id)

    assert phone.secret.encode() not in sealed


async def test_a_person_has_at_most_twenty(now: Database, phone: Phone) -> None:
    async with now.tx(INSTALLATION, actor_of(phone.person)) as tx:
        await tx.execute(
            """
            insert into identity_factors
                (workspace_id, id, person_id, kind, name, sealed, made_at, confirmed_at)
            select $1, gen_random_uuid(), $2, 'totp', 'Old', '\\x00', $3, $3
            from generate_series(1, 19)
            """,
            *(INSTALLATION, phone.person.id, tx.now),
        )
    with pytest.raises(Conflict, match="20 is the most"):
        async with now.tx(INSTALLATION, actor_of(phone.person)) as tx:
            await factors.begin_totp(tx, phone.person.id, "One more")


async def test_a_key_or_the_operator_has_no_second_factor() -> None:
    with pytest.raises(Denied, match="belongs to a person"):
        own_id(OPERATOR)


# Names


@pytest.mark.parametrize(
    "name", ["Telepon Dewi", "هاتف", "電話 📱", "क्‍ष", "👩‍👩‍👧", "Σ" * 60, "<b>'; drop--"]
)
async def test_a_factor_may_be_named_in_any_script(
    now: Database, clock: FixedClock, name: str
) -> None:
    phone = await with_phone(now, clock, await somebody(now), name)

    assert phone.added.factor.name == name


@pytest.mark.parametrize("name", ["", "   ", "\u200b\u202e", "\u200d", "x" * 61])
async def test_a_name_that_nobody_can_read_is_refused(now: Database, name: str) -> None:
    person = await somebody(now)

    with pytest.raises(Rejected) as refused:
        async with now.tx(INSTALLATION, actor_of(person)) as tx:
            await factors.begin_totp(tx, person.id, name)

    assert [finding.field for finding in refused.value.findings] == ["name"]


async def test_a_name_that_turns_the_line_around_is_kept_without_that(
    now: Database, clock: FixedClock
) -> None:
    phone = await with_phone(now, clock, await somebody(now), "Pho\u202ene\n")

    assert phone.added.factor.name == "Phone"


async def test_a_factor_is_renamed(now: Database, phone: Phone) -> None:
    async with now.tx(INSTALLATION, actor_of(phone.person)) as tx:
        renamed = await factors.rename_factor(tx, phone.person.id, phone.id, "Ponsel lama")
        held = await factors.held(tx, phone.person.id, limit=10, after=None)

    assert renamed.name == "Ponsel lama"
    assert list(held.factors) == [renamed]


async def test_the_factor_of_somebody_else_is_not_there(now: Database, phone: Phone) -> None:
    stranger = await somebody(now)
    async with now.tx(INSTALLATION, actor_of(stranger)) as tx:
        with pytest.raises(Gone):
            await factors.rename_factor(tx, stranger.id, phone.id, "Mine")
        with pytest.raises(Gone):
            await factors.remove_factor(tx, stranger.id, phone.id, [])
        with pytest.raises(Gone):
            await factors.confirm_totp(tx, stranger.id, phone.id, phone.code(), None)


# Removing


async def test_removing_the_last_factor_voids_the_recovery_codes_and_tells_the_person(
    now: Database, phone: Phone
) -> None:
    async with now.tx(INSTALLATION, actor_of(phone.person)) as tx:
        await factors.remove_factor(tx, phone.person.id, phone.id, [])
        newest = (await written_to(tx, phone.person))[0]

    assert newest.subject == "A second factor was removed"
    assert "“Phone”" in newest.text
    assert await ways(now, phone.person) == ()
    async with now.tx(INSTALLATION, actor_of(phone.person)) as tx:
        held = await factors.held(tx, phone.person.id, limit=10, after=None)
    assert (held.factors, held.codes_left) == ([], 0)


async def test_the_last_factor_stays_while_a_workspace_asks_for_one(
    now: Database, phone: Phone
) -> None:
    with pytest.raises(Conflict, match=r"Phone is your last second factor, and Toko Budi asks"):
        async with now.tx(INSTALLATION, actor_of(phone.person)) as tx:
            await factors.remove_factor(tx, phone.person.id, phone.id, ["Toko Budi"])


async def test_of_two_that_are_removed_at_once_one_stays_where_a_workspace_asks_for_one(
    now: Database, clock: FixedClock, phone: Phone
) -> None:
    other = await with_phone(now, clock, phone.person, "Tablet")

    async def remove(one: Phone) -> None:
        async with now.tx(INSTALLATION, actor_of(one.person)) as tx:
            await factors.remove_factor(tx, one.person.id, one.id, ["Toko Budi"])

    outcomes = await asyncio.gather(remove(phone), remove(other), return_exceptions=True)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "NoneType"]


async def test_the_operator_removes_all_factors_of_who_lost_them(
    now: Database, clock: FixedClock, phone: Phone
) -> None:
    await with_phone(now, clock, phone.person, "Tablet")
    async with now.tx(INSTALLATION, OPERATOR) as tx:
        assert await factors.remove_all(tx, phone.person.id) == 2
        assert await factors.remove_all(tx, phone.person.id) == 0
        newest = (await written_to(tx, phone.person))[0]

    assert newest.subject == "A second factor was removed"
    assert await ways(now, phone.person) == ()


# Told


async def test_what_is_done_with_factors_is_in_the_log(now: Database, phone: Phone) -> None:
    async with now.tx(INSTALLATION, actor_of(phone.person)) as tx:
        await factors.remove_factor(tx, phone.person.id, phone.id, [])
        rows = await tx.fetch(
            "select name, payload::text as said from events where person_id = $1 "
            "and name like 'identity.factor.%' order by seq",
            phone.person.id,
        )

    assert [row["name"] for row in rows] == [
        "identity.factor.begun",
        "identity.factor.added",
        "identity.factor.removed",
    ]
    assert not any("Phone" in row["said"] for row in rows)


def test_people_are_told_in_every_language_that_they_may_have() -> None:
    for language in Language:
        assert set(WORDS[language]) == set(Told)
        assert NOT_ME[language]
        assert "{name}" in HELLO[language]


def test_events_of_factors_are_declared_for_their_person() -> None:
    assert events.DECLARED["identity.factor.added"].person == "person_id"
