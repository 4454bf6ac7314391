"""A machine is signed out by the rules of the workspaces in which its person works."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from hanse.base.clock import FixedClock
from hanse.engine.passwords import Passwords
from hanse.engine.settings import load
from hanse.engine.tx import INSTALLATION, Database
from hanse.rooms.identity.model.people import Person
from hanse.rooms.identity.model.tokens import Issued
from hanse.rooms.identity.service import standing, tokens, workspaces
from hanse.rooms.identity.service.people import actor_of
from hanse.rooms.identity.service.signing import Signing
from hanse.rooms.identity.service.tokens import TokenRefused, Verifier
from tests.rooms.identity.entrance import Entrance, anywhere
from tests.rooms.identity.halfway import still

HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def passwords() -> Iterator[Passwords]:
    opened = Passwords(2)
    yield opened
    opened.close()


@pytest.fixture
def entrance(database: Database, passwords: Passwords, clock: FixedClock) -> Entrance:
    return Entrance(still(database, clock), passwords, clock)


@pytest.fixture
async def person(entrance: Entrance) -> Person:
    """Somebody who works where sessions end after a day, or after an hour without use."""
    person = await entrance.somebody(None)
    place = await workspaces.found_workspace(entrance.database, actor_of(person), "r-1", "Toko")
    async with entrance.database.tx(place.id, actor_of(person)) as tx:
        await tx.execute(
            """
            update identity_workspaces set idle_minutes = 60, absolute_minutes = 1440
            where workspace_id = $1
            """,
            place.id,
        )
    return person


async def machine_of(entrance: Entrance, person: Person, minutes: int = 15) -> Issued:
    async with entrance.database.tx(INSTALLATION, actor_of(person)) as tx:
        return await tokens.make_tokens(
            *(tx, Signing()),
            person_id=person.id,
            session_id=None,
            name="Extension",
            access_minutes=minutes,
            origin=anywhere(),
        )


async def exchanged(entrance: Entrance, token: str) -> Issued:
    return await tokens.refresh_tokens(
        *(entrance.database, Signing()), token=token, access_minutes=15, origin=anywhere()
    )


async def lives(entrance: Entrance, made: Issued) -> bool:
    async with entrance.database.system_tx("test") as tx:
        return await standing.of_machine(tx, made.session_id) is not None


async def test_a_machine_that_is_used_all_day_is_signed_out_at_its_end(
    entrance: Entrance, person: Person, clock: FixedClock
) -> None:
    made = await machine_of(entrance, person)
    for _ in range(32):
        clock.advance((HOUR * 0.75).total_seconds())
        made = await exchanged(entrance, made.refresh_token)
    clock.advance((HOUR * 0.75).total_seconds())
    with pytest.raises(TokenRefused, match="not good"):
        await exchanged(entrance, made.refresh_token)
    assert not await lives(entrance, made)


async def test_an_exchange_does_not_wake_a_machine_that_was_idle_for_too_long(
    entrance: Entrance, person: Person, clock: FixedClock
) -> None:
    made = await machine_of(entrance, person)
    clock.advance(HOUR.total_seconds())
    made = await exchanged(entrance, made.refresh_token)
    clock.advance(HOUR.total_seconds() + 1)
    with pytest.raises(TokenRefused):
        await exchanged(entrance, made.refresh_token)
    assert not await lives(entrance, made)


async def test_without_a_workspace_the_rules_of_a_new_one_hold(
    entrance: Entrance, clock: FixedClock
) -> None:
    made = await machine_of(entrance, await entrance.somebody(None))
    clock.advance(timedelta(days=14).total_seconds())
    made = await exchanged(entrance, made.refresh_token)
    clock.advance(timedelta(days=14, seconds=1).total_seconds())
    with pytest.raises(TokenRefused):
        await exchanged(entrance, made.refresh_token)


async def test_an_access_token_is_good_for_as_long_as_the_settings_say(
    entrance: Entrance, person: Person, clock: FixedClock
) -> None:
    minutes = load({"HANSE_ACCESS_MINUTES": "7"}).settings.access_minutes
    made = await machine_of(entrance, person, minutes)
    assert made.expires_in == 420
    verifier = Verifier(entrance.database)
    clock.advance(419)
    assert await verifier.verify(made.access_token)
    clock.advance(1)
    assert await verifier.verify(made.access_token) is None
