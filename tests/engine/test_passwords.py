"""Passwords: slow to guess, off the loop, and no quicker for somebody who does not exist."""

import asyncio
import time
from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher, extract_parameters

from hanse.base.faults import Throttled
from hanse.engine import passwords
from hanse.engine.passwords import Passwords

PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def held() -> Iterator[Passwords]:
    opened = Passwords(2)
    yield opened
    opened.close()


async def test_the_right_password_is_known_and_a_wrong_one_is_not(held: Passwords) -> None:
    known = await held.hash(PASSWORD)
    assert PASSWORD not in known
    assert await held.verify(known, PASSWORD)
    assert not await held.verify(known, PASSWORD + " ")
    assert not held.needs_rehash(known)


async def test_two_hashes_of_one_password_differ(held: Passwords) -> None:
    assert await held.hash(PASSWORD) != await held.hash(PASSWORD)


async def test_it_costs_what_we_say(held: Passwords) -> None:
    used = extract_parameters(await held.hash(PASSWORD))
    assert (used.type.name, used.memory_cost, used.time_cost) == ("ID", 32_768, 2)
    assert used.memory_cost >= 19 * 1_024


async def test_nobody_has_no_password_and_takes_as_long(held: Passwords) -> None:
    known = await held.hash(PASSWORD)
    assert not await held.verify(None, PASSWORD)
    assert not await held.verify(None, "")
    assert extract_parameters(passwords.NOBODY) == extract_parameters(known)
    somebody = min([await took(held, known) for _ in range(5)])
    nobody = min([await took(held, None) for _ in range(5)])
    assert 0.5 < nobody / somebody < 2


async def took(held: Passwords, known: str | None) -> float:
    """Of processors, which does not depend on who else wants them."""
    started = time.process_time()
    await held.verify(known, "not this one")
    return time.process_time() - started


async def test_what_is_no_hash_lets_nobody_in(held: Passwords) -> None:
    assert not await held.verify("plain text", "plain text")


async def test_a_hash_with_other_parameters_is_known_and_asks_to_be_made_anew(
    held: Passwords,
) -> None:
    older = PasswordHasher(time_cost=1, memory_cost=19_456, parallelism=1).hash(PASSWORD)
    assert await held.verify(older, PASSWORD)
    assert held.needs_rehash(older)


async def test_one_password_typed_on_two_keyboards_is_one(held: Passwords) -> None:
    known = await held.hash(
        "Stra\N{LATIN SMALL LETTER SHARP S}e Caf\N{LATIN SMALL LETTER E WITH ACUTE} 12"
    )
    assert await held.verify(
        known, "Stra\N{LATIN SMALL LETTER SHARP S}e Cafe\N{COMBINING ACUTE ACCENT} 12"
    )


async def test_half_a_letter_is_hashed_like_any_other(held: Passwords) -> None:
    assert await held.verify(await held.hash("half \ud83d of an emoji"), "half \ud83d of an emoji")


async def test_the_loop_goes_on_while_passwords_are_hashed(held: Passwords) -> None:
    work = asyncio.gather(*(held.hash(PASSWORD) for _ in range(4)))
    turns = 0
    while not work.done():
        await asyncio.sleep(0)
        turns += 1
    assert turns > 100


async def test_beyond_the_limit_people_are_told_to_come_again() -> None:
    narrow = Passwords(1)
    try:
        asked = [
            asyncio.ensure_future(narrow.verify(None, "x"))
            for _ in range(passwords.WAITING_MAX + 2)
        ]
        await asyncio.sleep(0)
        with pytest.raises(Throttled, match="Too many people"):
            await asked[-1]
        for one in asked:
            one.cancel()
        await asyncio.gather(*asked, return_exceptions=True)
    finally:
        narrow.close()
    assert not narrow._asked
