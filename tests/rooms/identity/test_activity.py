"""What a person did and what happened to it: two logs in one feed, the own fields open."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from uuid import UUID

import pytest

from hanse.app.api.ground import Ground
from hanse.base.ids import RandomIds
from hanse.engine.doors.access import Caller, Knock
from hanse.engine.log import events
from hanse.engine.log.personal import redact
from hanse.engine.tx import INSTALLATION, Actor, ActorKind, Database
from hanse.rooms.identity.routes import activity
from tests.api.conftest import Door, opened
from tests.rooms.identity.rows import OPERATOR, enter, held, make_person, make_workspace

OWN = "/api/identity/activity"


@events.declare(
    "shelf.guest.greeted",
    "{actor} greeted {guest}, who was {mood}",
    subject=("shelf.guest", "guest_id"),
    personal=("guest",),
    person="guest_id",
)
@dataclass(frozen=True, slots=True)
class Greeted:
    """For the tests of this file."""

    guest_id: UUID
    guest: str
    mood: str


@events.declare("shelf.account.touched", "{actor} touched", subject=("shelf.account", "person_id"))
@dataclass(frozen=True, slots=True)
class Touched:
    """For the tests of this file."""

    person_id: UUID


async def known(knock: Knock) -> Caller | None:
    """`Bearer role:workspace:person`, or the operator; a support is held off by the workspace."""
    _, _, token = knock.headers.get("authorization", "").partition(" ")
    role, workspace, person = token.split(":")
    if person == "operator":
        return Caller(OPERATOR, UUID(workspace), held("owner"), "operator")
    withheld = "Your network is not allowed here." if role == "support" else ""
    actor = Actor(ActorKind.person, UUID(person), "")
    return Caller(actor, UUID(workspace), held(role), person, withheld=withheld)


@pytest.fixture(scope="module")
async def door(ground: Ground) -> AsyncIterator[Door]:
    async with opened(replace(ground, doors=(activity.doors,), authenticate=known)) as running:
        yield running


@pytest.fixture
async def ada(database: Database, workspace: UUID) -> Actor:
    await make_workspace(database, workspace)
    return await settled(database, workspace, "Ada Lind")


@pytest.fixture
async def bo(database: Database, workspace: UUID, ada: Actor) -> Actor:
    return await settled(database, workspace, "Bo Berg")


async def settled(database: Database, workspace: UUID, name: str) -> Actor:
    person = await make_person(database, name)
    await enter(database, workspace, person, "viewer")
    return person


def id_of(person: Actor) -> UUID:
    assert person.id
    return person.id


async def greet(
    database: Database, place: UUID, actor: Actor, guest: Actor, mood: str = "glad"
) -> None:
    async with database.tx(place, actor) as tx:
        await events.append(tx, Greeted(id_of(guest), guest.name, mood))


async def sentences(door: Door, path: str, who: str) -> list[str]:
    async with door.ask("GET", path, who) as response:
        assert response.status == 200, await response.text()
        return [event["sentence"] for event in (await response.json())["items"]]


async def test_the_own_feed_joins_account_and_work_newest_first(
    door: Door, database: Database, workspace: UUID, ada: Actor, bo: Actor, ids: RandomIds
) -> None:
    await greet(database, INSTALLATION, ada, ada)
    await greet(database, workspace, ada, bo)
    await greet(database, workspace, bo, ada)
    await greet(database, workspace, bo, bo)
    await greet(database, INSTALLATION, bo, bo)
    await greet(database, ids.new(), ada, ada)  # elsewhere
    async with database.tx(INSTALLATION, OPERATOR) as tx:
        await events.append(tx, Touched(id_of(ada)))
    assert await sentences(door, OWN, f"viewer:{workspace}:{ada.id}") == [
        "operator touched",
        "Bo Berg greeted Ada Lind, who was glad",
        "Ada Lind greeted sealed, who was glad",
        "Ada Lind greeted Ada Lind, who was glad",
    ]


async def test_the_own_feed_comes_in_pages_without_gap_or_repeat(
    door: Door, database: Database, workspace: UUID, ada: Actor
) -> None:
    for number in range(7):
        place = workspace if number % 3 else INSTALLATION
        await greet(database, place, ada, ada, str(number))
    seen, cursor = [], ""
    while True:
        path = f"{OWN}?limit=2{cursor}"
        async with door.ask("GET", path, f"viewer:{workspace}:{ada.id}") as response:
            page = await response.json()
        seen += [event["payload"]["mood"] for event in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == [str(number) for number in reversed(range(7))]


async def test_a_person_without_a_workspace_sees_the_account(
    door: Door, database: Database
) -> None:
    eve = await make_person(database, "Eve New")
    await greet(database, INSTALLATION, eve, eve)
    assert await sentences(door, OWN, f"viewer:{INSTALLATION}:{eve.id}") == [
        "Eve New greeted Eve New, who was glad"
    ]


async def test_whom_the_workspace_holds_off_sees_the_account_alone(
    door: Door, database: Database, workspace: UUID, ada: Actor
) -> None:
    await greet(database, INSTALLATION, ada, ada, "here")
    await greet(database, workspace, ada, ada, "there")
    assert await sentences(door, OWN, f"support:{workspace}:{ada.id}") == [
        "Ada Lind greeted Ada Lind, who was here"
    ]


async def test_what_was_erased_stays_erased_in_the_own_feed(
    door: Door, database: Database, workspace: UUID, ada: Actor
) -> None:
    await greet(database, workspace, ada, ada)
    async with database.tx(workspace, OPERATOR) as tx:
        await redact(tx, id_of(ada))
    # The erasure is about the person, so it is seen too.
    [_, greeted] = await sentences(door, OWN, f"viewer:{workspace}:{ada.id}")
    assert greeted == "Ada Lind greeted erased, who was glad"


async def test_reading_the_own_feed_writes_nothing(
    door: Door, database: Database, workspace: UUID, ada: Actor
) -> None:
    await greet(database, workspace, ada, ada)
    for _ in range(2):
        assert len(await sentences(door, OWN, f"viewer:{workspace}:{ada.id}")) == 1


async def test_the_operator_is_told_that_it_has_no_feed(door: Door, workspace: UUID) -> None:
    async with door.ask("GET", OWN, f"owner:{workspace}:operator") as response:
        assert response.status == 403
        problem = await response.json(content_type=None)
    assert problem["detail"].startswith("Only a person or a key has an activity of its own.")


async def test_admins_see_what_a_member_did_here_with_fields_sealed(
    door: Door, database: Database, workspace: UUID, ada: Actor, bo: Actor
) -> None:
    await greet(database, workspace, bo, bo)
    await greet(database, workspace, ada, bo)
    await greet(database, INSTALLATION, bo, bo)
    path = f"/api/identity/members/{bo.id}/activity"
    assert await sentences(door, path, f"admin:{workspace}:{ada.id}") == [
        "Bo Berg greeted sealed, who was glad"
    ]


async def test_who_may_not_read_the_log_sees_nobody_elses_doings(
    door: Door, workspace: UUID, ada: Actor, bo: Actor
) -> None:
    path = f"/api/identity/members/{bo.id}/activity"
    async with door.ask("GET", path, f"manager:{workspace}:{ada.id}") as response:
        assert response.status == 403


async def test_another_workspace_sees_nothing_of_a_member(
    door: Door, database: Database, workspace: UUID, ada: Actor, bo: Actor, ids: RandomIds
) -> None:
    await greet(database, workspace, bo, bo)
    path = f"/api/identity/members/{bo.id}/activity"
    assert await sentences(door, path, f"owner:{ids.new()}:{ada.id}") == []


@pytest.mark.parametrize("cursor", ["x", "1-2-3", "8123", "-1-1", "9999999999999999999-1"])
async def test_a_cursor_that_is_no_position_is_told(
    door: Door, workspace: UUID, ada: Actor, cursor: str
) -> None:
    path = f"{OWN}?cursor={cursor}"
    async with door.ask("GET", path, f"viewer:{workspace}:{ada.id}") as response:
        assert response.status == 422
