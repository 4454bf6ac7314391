"""Passkeys, made and asked with a key in software that signs as a real one does."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from typing import cast

import cbor2
import pytest

from hanse.base.clock import FixedClock
from hanse.base.faults import Conflict, Rejected
from hanse.engine.tx import INSTALLATION, Database
from hanse.rooms.identity.model.passkeys import Made, Signed, Site, question_in, site_of
from hanse.rooms.identity.model.people import Person
from hanse.rooms.identity.model.proof import ChallengeKind
from hanse.rooms.identity.service import factors, passkeys
from hanse.rooms.identity.service.factors import Added
from hanse.rooms.identity.service.people import actor_of
from tests.rooms.identity.authenticator import Authenticator, packed, unpacked
from tests.rooms.identity.halfway import somebody, still, written_to

ORIGIN = "https://hanse.example.com"
SITE = site_of(ORIGIN, "")
Options = dict[str, object]


@pytest.fixture
def now(database: Database, clock: FixedClock) -> Database:
    return still(database, clock)


@pytest.fixture
async def person(now: Database) -> Person:
    return await somebody(now)


@pytest.fixture
def key() -> Authenticator:
    return Authenticator(ORIGIN)


async def begun(database: Database, person: Person, site: Site = SITE) -> Options:
    async with database.tx(INSTALLATION, actor_of(person)) as tx:
        return dict(await passkeys.begin_passkey(tx, person.id, site))


def made(answer: Options) -> Made:
    return Made(**answer)  # type: ignore[arg-type]


async def add(
    database: Database, person: Person, answer: Options, name: str = "Laptop", site: Site = SITE
) -> Added:
    async with database.tx(INSTALLATION, actor_of(person)) as tx:
        return await passkeys.add_passkey(tx, person.id, site, name, made(answer), None)


async def kept(database: Database, person: Person, key: Authenticator) -> Added:
    """The passkey as it stands after it was added."""
    return await add(database, person, key.make(await begun(database, person)))


async def asked(
    database: Database, person: Person, kind: ChallengeKind = ChallengeKind.passkey
) -> Options:
    async with database.tx(INSTALLATION, actor_of(person)) as tx:
        return dict(await passkeys.ask(tx, person.id, SITE, kind))


async def answered(
    database: Database,
    person: Person,
    answer: Options,
    kind: ChallengeKind = ChallengeKind.passkey,
    site: Site = SITE,
) -> Rejected | None:
    signed = Signed(**answer)  # type: ignore[arg-type]
    async with database.tx(INSTALLATION, actor_of(person)) as tx:
        return await passkeys.check_answer(tx, person, site, kind, signed)


# Adding


async def test_a_passkey_is_added_and_answers(
    now: Database, person: Person, key: Authenticator
) -> None:
    added = await kept(now, person, key)

    assert added.factor.name == "Laptop"
    assert added.factor.confirmed_at is not None
    assert len(added.recovery_codes) == 10
    assert await answered(now, person, key.sign(await asked(now, person))) is None
    async with now.tx(INSTALLATION, actor_of(person)) as tx:
        assert await factors.ways(tx, person.id) == ("passkey", "recovery")
        assert "A second factor was added" in {one.subject for one in await written_to(tx, person)}


async def test_a_person_may_have_several_and_each_answers(
    now: Database, person: Person, key: Authenticator
) -> None:
    second = Authenticator(ORIGIN, step=0)
    await kept(now, person, key)
    options = await begun(now, person)
    excluded = cast("list[dict[str, str]]", options["excludeCredentials"])
    await add(now, person, second.make(options), "電話 📱")

    question = await asked(now, person)
    allowed = cast("list[dict[str, object]]", question["allowCredentials"])

    assert [one["id"] for one in excluded] == [packed(key.credential_id)]
    assert {one["id"] for one in allowed} == {
        packed(key.credential_id),
        packed(second.credential_id),
    }
    assert allowed[0]["transports"] == ["internal", "hybrid"]
    assert await answered(now, person, second.sign(question)) is None
    assert await answered(now, person, key.sign(await asked(now, person))) is None


async def test_a_passkey_is_kept_once(now: Database, person: Person, key: Authenticator) -> None:
    await kept(now, person, key)
    stranger = await somebody(now)

    for one in (person, stranger):
        with pytest.raises(Conflict, match="kept already"):
            await kept(now, one, key)


async def test_a_passkey_of_another_site_is_not_added(now: Database, person: Person) -> None:
    fake = Authenticator("https://hanse.example.com.evil.example")

    with pytest.raises(Rejected, match=r"Open https://hanse\.example\.com and try again"):
        await kept(now, person, fake)


async def test_a_passkey_that_answers_another_question_is_not_added(
    now: Database, person: Person, key: Authenticator
) -> None:
    options = await begun(now, person) | {"challenge": packed(b"another question of 32 bytes....")}

    with pytest.raises(Rejected, match="not put to you"):
        await add(now, person, key.make(options))


async def test_the_question_of_somebody_else_adds_nothing(
    now: Database, person: Person, key: Authenticator
) -> None:
    options = await begun(now, await somebody(now))

    with pytest.raises(Rejected, match="not put to you"):
        await add(now, person, key.make(options))


async def test_a_question_is_over_after_five_minutes(
    now: Database, clock: FixedClock, person: Person, key: Authenticator
) -> None:
    await kept(now, person, key)
    to_add, to_sign = await begun(now, person), await asked(now, person)
    clock.advance(300)

    with pytest.raises(Rejected, match="older than 5 minutes"):
        await add(now, person, Authenticator(ORIGIN).make(to_add))
    assert "older than 5 minutes" in str(await answered(now, person, key.sign(to_sign)))


async def test_an_attestation_is_neither_asked_for_nor_read(
    now: Database, person: Person, key: Authenticator
) -> None:
    options = await begun(now, person)
    answer = key.make(options)
    whole = cbor2.loads(unpacked(str(answer["attestation"])))
    whole |= {"fmt": "packed", "attStmt": {"alg": -7, "sig": b"nobody looks at this"}}

    added = await add(now, person, answer | {"attestation": packed(cbor2.dumps(whole))})

    assert options["attestation"] == "none"
    assert added.factor.confirmed_at is not None


def longer_name(answer: Options, key: Authenticator) -> Options:
    long = replace(key, credential_id=bytes(1_024))
    challenge = json.loads(unpacked(str(answer["client_data"])))["challenge"]
    return long.make({"rp": {"id": SITE.name}, "challenge": challenge})


def no_point(answer: Options, key: Authenticator) -> Options:
    """The key is no point of its curve."""
    whole = cbor2.loads(unpacked(str(answer["attestation"])))
    data = whole["authData"]
    return answer | {
        "attestation": packed(cbor2.dumps(whole | {"authData": data[:-32] + bytes(32)}))
    }


BROKEN: dict[str, Callable[[Options, Authenticator], Options]] = {
    "no attestation": lambda answer, _: answer | {"attestation": packed(b"")},
    "no cbor": lambda answer, _: answer | {"attestation": packed(b"\xff\xff")},
    "no map": lambda answer, _: answer | {"attestation": packed(cbor2.dumps([1, 2]))},
    "nothing in it": lambda answer, _: answer | {"attestation": packed(cbor2.dumps({}))},
    "short data": lambda answer, _: (
        answer | {"attestation": packed(cbor2.dumps({"authData": b"short"}))}
    ),
    "data of another kind": lambda answer, _: (
        answer | {"attestation": packed(cbor2.dumps({"authData": 7}))}
    ),
    "no base64": lambda answer, _: answer | {"attestation": "ä"},
    "another id": lambda answer, _: answer | {"id": packed(b"another")},
    "a name that is too long": longer_name,
    "no point of the curve": no_point,
}


@pytest.mark.parametrize("how", BROKEN)
async def test_what_is_no_answer_of_a_passkey_adds_nothing(
    now: Database, person: Person, key: Authenticator, how: str
) -> None:
    answer = BROKEN[how](key.make(await begun(now, person)), key)

    with pytest.raises(Rejected, match="not the answer of a passkey"):
        await add(now, person, answer)


@pytest.mark.parametrize(
    "client_data",
    ["", "ä", packed(b"no json"), packed(b"[]"), packed(b'{"challenge":7}'), packed(b"[" * 9_000)],
)
async def test_client_data_without_a_question_answers_none(
    now: Database, person: Person, key: Authenticator, client_data: str
) -> None:
    await kept(now, person, key)
    answer = key.sign(await asked(now, person)) | {"client_data": client_data}

    assert question_in(client_data) == b""
    assert "not put to you" in str(await answered(now, person, answer))


# Answering


async def test_a_question_is_answered_once(
    now: Database, person: Person, key: Authenticator
) -> None:
    await kept(now, person, key)
    question = await asked(now, person)

    first, second = key.sign(question), key.sign(question)

    assert await answered(now, person, first) is None
    assert "answered already" in str(await answered(now, person, second))


async def test_of_two_answers_at_once_one_is_taken(
    now: Database, person: Person, key: Authenticator
) -> None:
    await kept(now, person, key)
    question = await asked(now, person)
    answers = [key.sign(question) for _ in range(5)]

    outcomes = await asyncio.gather(*(answered(now, person, one) for one in answers))

    assert outcomes.count(None) == 1


async def test_a_wrong_answer_uses_the_question_up(
    now: Database, person: Person, key: Authenticator
) -> None:
    await kept(now, person, key)
    question = await asked(now, person)
    wrong = key.sign(question) | {"signature": packed(b"wrong")}

    assert "did not give the answer" in str(await answered(now, person, wrong))
    assert "answered already" in str(await answered(now, person, key.sign(question)))


async def test_a_question_for_proof_is_none_for_signing_in(
    now: Database, person: Person, key: Authenticator
) -> None:
    await kept(now, person, key)
    question = await asked(now, person, ChallengeKind.step_up)

    assert "not put to you" in str(await answered(now, person, key.sign(question)))
    assert await answered(now, person, key.sign(question), ChallengeKind.step_up) is None


async def test_the_passkey_of_somebody_else_does_not_answer(
    now: Database, person: Person, key: Authenticator
) -> None:
    await kept(now, person, key)
    strange = Authenticator(ORIGIN)
    await kept(now, await somebody(now), strange)

    refused = await answered(now, person, strange.sign(await asked(now, person)))

    assert "none of yours" in str(refused)


async def test_another_key_under_the_same_id_does_not_answer(
    now: Database, person: Person, key: Authenticator
) -> None:
    await kept(now, person, key)
    forged = replace(Authenticator(ORIGIN), credential_id=key.credential_id)

    refused = await answered(now, person, forged.sign(await asked(now, person)))

    assert "did not give the answer" in str(refused)


async def test_an_answer_that_another_page_obtained_is_refused(
    now: Database, person: Person, key: Authenticator
) -> None:
    await kept(now, person, key)
    key.origin = "https://hanse-example.com"

    refused = await answered(now, person, key.sign(await asked(now, person)))

    assert "Open https://hanse.example.com and try again" in str(refused)


async def test_an_answer_for_another_name_is_refused(
    now: Database, person: Person, key: Authenticator
) -> None:
    await kept(now, person, key)
    question = await asked(now, person) | {"rpId": "example.com"}

    assert "did not give the answer" in str(await answered(now, person, key.sign(question)))


async def test_a_copy_of_a_passkey_is_refused_and_its_person_is_told(
    now: Database, person: Person, key: Authenticator
) -> None:
    await kept(now, person, key)
    copy = key.clone()
    for _ in range(2):
        assert await answered(now, person, key.sign(await asked(now, person))) is None

    refused = await answered(now, person, copy.sign(await asked(now, person)))

    assert "a copy of it may exist" in str(refused)
    async with now.tx(INSTALLATION, actor_of(person)) as tx:
        newest = (await written_to(tx, person))[0]
        told = await tx.fetchrow(
            "select payload->>'before' as before, payload->>'after' as after from events "
            "where person_id = $1 and name = 'identity.passkey.refused'",
            person.id,
        )
    assert newest.subject == "A passkey was refused"
    assert told is not None
    assert (told["before"], told["after"]) == ("2", "1")
    assert await answered(now, person, key.sign(await asked(now, person))) is None


async def test_a_forged_count_tells_nobody_anything(
    now: Database, person: Person, key: Authenticator
) -> None:
    await kept(now, person, key)
    assert await answered(now, person, key.sign(await asked(now, person))) is None
    forged = replace(Authenticator(ORIGIN), credential_id=key.credential_id, step=0)

    refused = await answered(now, person, forged.sign(await asked(now, person)))

    assert "did not give the answer" in str(refused)
    async with now.tx(INSTALLATION, actor_of(person)) as tx:
        subjects = {one.subject for one in await written_to(tx, person)}
    assert "A passkey was refused" not in subjects


async def test_a_passkey_that_counts_nothing_answers_again_and_again(
    now: Database, person: Person
) -> None:
    key = Authenticator(ORIGIN, step=0)
    await kept(now, person, key)

    for _ in range(3):
        assert await answered(now, person, key.sign(await asked(now, person))) is None


async def test_without_a_passkey_there_is_no_question(now: Database, person: Person) -> None:
    with pytest.raises(Conflict, match="no passkey"):
        await asked(now, person)


async def test_questions_do_not_pile_up(now: Database, person: Person, key: Authenticator) -> None:
    await kept(now, person, key)
    for _ in range(25):
        question = await asked(now, person)

    async with now.tx(INSTALLATION, actor_of(person)) as tx:
        lying = await tx.fetchval(
            "select count(*) from identity_challenges where person_id = $1", person.id
        )
    assert lying == 20
    assert await answered(now, person, key.sign(question)) is None
