"""A workspace always has an owner, whoever leaves, and whatever two do at once."""

import asyncio
from uuid import UUID

import pytest

from hanse.base.faults import Conflict, Denied, Fault
from hanse.engine.tx import Actor, Database
from hanse.rooms.identity.service import members
from hanse.rooms.identity.service.members import LastOwner
from tests.rooms.identity.team import (
    OPERATOR,
    Person,
    enter,
    founded,
    roles,
    somebody,
    told,
)


@pytest.fixture
async def ada(database: Database) -> Person:
    return await somebody(database, "Ada Lind")


@pytest.fixture
async def shop(database: Database, ada: Person) -> UUID:
    """A workspace that Ada owns."""
    return await founded(database, ada)


async def change(database: Database, shop: UUID, actor: Actor, whom: UUID, role: str) -> None:
    async with database.tx(shop, actor) as tx:
        found = await members.member(tx, whom)
        await members.change_role(tx, whom, role, found.version)


async def member_of(database: Database, shop: UUID, person: Person) -> UUID:
    async with database.tx(shop, person.actor) as tx:
        return (await members.of_actor(tx)).id


# The last owner


async def test_the_last_owner_neither_leaves_nor_is_demoted_nor_removed(
    database: Database, shop: UUID, ada: Person
) -> None:
    own = await member_of(database, shop, ada)
    with pytest.raises(LastOwner, match="the last owner") as refused:
        await change(database, shop, ada.actor, own, "admin")
    assert "Make somebody else an owner first" in refused.value.next_step
    async with database.tx(shop, ada.actor) as tx:
        with pytest.raises(LastOwner):
            await members.remove_member(tx, own, 1)
        with pytest.raises(LastOwner):
            await members.leave(tx)


async def leave(database: Database, shop: UUID, person: Person) -> Fault | None:
    try:
        async with database.tx(shop, person.actor) as tx:
            await members.leave(tx)
    except Fault as fault:
        return fault
    return None


async def demote(database: Database, shop: UUID, by: Person, whom: UUID) -> Fault | None:
    try:
        await change(database, shop, by.actor, whom, "viewer")
    except Fault as fault:
        return fault
    return None


@pytest.mark.parametrize("time", range(5))
async def test_of_two_last_owners_who_leave_at_once_one_stays(
    database: Database, shop: UUID, ada: Person, time: int
) -> None:
    bo = await somebody(database, "Bo")
    await enter(database, shop, bo, "owner")
    ends = await asyncio.gather(leave(database, shop, ada), leave(database, shop, bo))
    assert sorted(type(end).__name__ for end in ends) == ["LastOwner", "NoneType"]
    assert list((await roles(database, shop)).values()) == ["owner"]


async def test_of_two_owners_who_demote_each_other_at_once_one_stays(
    database: Database, shop: UUID, ada: Person
) -> None:
    bo = await somebody(database, "Bo")
    his = await enter(database, shop, bo, "owner")
    hers = await member_of(database, shop, ada)
    ends = await asyncio.gather(demote(database, shop, ada, his), demote(database, shop, bo, hers))
    # Whoever comes second is no owner any more.
    assert sorted(type(end).__name__ for end in ends) == ["Denied", "NoneType"]
    assert sorted((await roles(database, shop)).values()) == ["owner", "viewer"]


async def test_the_second_waits_for_the_first_and_sees_what_it_did(
    database: Database, shop: UUID, ada: Person
) -> None:
    bo = await somebody(database, "Bo")
    await enter(database, shop, bo, "owner")
    async with database.tx(shop, ada.actor) as tx:
        await members.leave(tx)
        second = asyncio.create_task(leave(database, shop, bo))
        async with database.tx(shop, OPERATOR) as other:
            while not await other.fetchval(
                "select exists (select from pg_locks where not granted and pid <> pg_backend_pid())"
            ):
                await asyncio.sleep(0.01)
        assert not second.done()
    assert isinstance(await second, LastOwner)


async def test_an_owner_leaves_when_there_is_another(
    database: Database, shop: UUID, ada: Person
) -> None:
    bo = await somebody(database, "Bo")
    await enter(database, shop, bo, "owner")
    assert await leave(database, shop, ada) is None
    assert await roles(database, shop) == {bo.id: "owner"}
    [event] = await told(database, shop, "identity.member.left")
    assert event.actor.id == ada.id


async def test_the_operator_does_not_leave_where_it_is_not(database: Database, shop: UUID) -> None:
    async with database.tx(shop, OPERATOR) as tx:
        with pytest.raises(Denied, match="Only a person who works here"):
            await members.leave(tx)


# Hand the workspace on


async def test_the_workspace_is_handed_on(database: Database, shop: UUID, ada: Person) -> None:
    bo = await somebody(database, "Bo")
    await enter(database, shop, bo, "viewer")
    async with database.tx(shop, ada.actor) as tx:
        taker = await members.transfer(tx, bo.id)
    assert (taker.role, taker.version) == ("owner", 2)
    assert await roles(database, shop) == {bo.id: "owner", ada.id: "admin"}
    assert len(await told(database, shop, "identity.member.changed")) == 2
    [event] = await told(database, shop, "identity.workspace.transferred")
    assert event.subject is not None
    assert event.subject.id == shop


async def test_the_workspace_is_handed_on_once(database: Database, shop: UUID, ada: Person) -> None:
    bo, cy = await somebody(database, "Bo"), await somebody(database, "Cy")
    await enter(database, shop, bo, "viewer")
    await enter(database, shop, cy, "viewer")

    async def hand_on(to: Person) -> Fault | None:
        try:
            async with database.tx(shop, ada.actor) as tx:
                await members.transfer(tx, to.id)
        except Fault as fault:
            return fault
        return None

    ends = await asyncio.gather(hand_on(bo), hand_on(cy))
    assert sorted(type(end).__name__ for end in ends) == ["Denied", "NoneType"]
    assert sorted((await roles(database, shop)).values()) == ["admin", "owner", "viewer"]


async def test_nobody_hands_the_workspace_on_to_oneself(
    database: Database, shop: UUID, ada: Person
) -> None:
    async with database.tx(shop, ada.actor) as tx:
        with pytest.raises(Conflict, match="own the workspace already"):
            await members.transfer(tx, ada.id)
