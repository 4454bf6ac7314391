"""A workspace is closed after a grace, and then nothing in it opens any more."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from hanse.base.clock import FixedClock
from hanse.base.faults import Conflict, Gone
from hanse.engine import keys as data_keys
from hanse.engine.jobs.handlers import Job
from hanse.engine.log import personal
from hanse.engine.tx import INSTALLATION, Database
from hanse.rooms.identity.jobs import closing
from hanse.rooms.identity.model import workspaces as model
from hanse.rooms.identity.model.workspaces import Workspace
from hanse.rooms.identity.service import businesses, invitations, keys, workspaces
from tests.rooms.identity.team import (
    OPERATOR,
    Person,
    enter,
    founded,
    know_jobs,
    roles,
    somebody,
    told,
)

ADDRESS = "203.0.113.9"


@pytest.fixture
async def ada(database: Database) -> Person:
    return await somebody(database, "Ada Lind")


@pytest.fixture
async def shop(database: Database, ada: Person) -> UUID:
    """A workspace that Ada owns."""
    return await founded(database, ada)


async def now_is(database: Database, shop: UUID) -> Workspace:
    async with database.tx(shop, OPERATOR) as tx:
        return await workspaces.workspace(tx)


# Close


def at(database: Database, when: datetime) -> Database:
    """The same database at another time."""
    return replace(database, clock=FixedClock(when))


def job(workspace: UUID) -> Job:
    async def report(message: str, done: int | None, total: int | None) -> None:
        pass

    return Job(workspace, UUID(int=1), closing.CLOSE, "", {}, 1, "r-3", report)


async def begin_closing(database: Database, shop: UUID, owner: Person) -> datetime:
    async with database.tx(shop, owner.actor) as tx:
        closes_at = (await workspaces.close_workspace(tx, 1)).closes_at
    assert closes_at is not None
    return closes_at


async def test_a_deletion_is_taken_back_within_thirty_days(
    database: Database, shop: UUID, ada: Person
) -> None:
    closes_at = await begin_closing(database, shop, ada)
    assert closes_at - database.clock.now() > timedelta(days=29, hours=23)
    assert (await now_is(database, shop)).state == "closing"
    async with database.tx(shop, ada.actor) as tx:
        with pytest.raises(Conflict, match="being deleted already"):
            await workspaces.close_workspace(tx, 2)
        kept = await workspaces.keep_workspace(tx)
        assert (kept.state, kept.closes_at, kept.version) == ("active", None, 3)
        with pytest.raises(Conflict, match="nothing to take back"):
            await workspaces.keep_workspace(tx)
    names = [event.name for event in await told(database, shop, "identity.workspace")]
    assert names == [
        "identity.workspace.kept",
        "identity.workspace.deletion_asked",
        "identity.workspace.made",
    ]


async def test_before_the_grace_is_over_nothing_is_lost(
    database: Database, shop: UUID, ada: Person
) -> None:
    closes_at = await begin_closing(database, shop, ada)
    await closing.close(job(shop), at(database, closes_at - timedelta(seconds=1)))
    assert (await now_is(database, shop)).state == "closing"
    assert await roles(database, shop) == {ada.id: "owner"}


async def test_after_the_grace_all_ends_and_nothing_opens_any_more(
    database: Database, shop: UUID, ada: Person
) -> None:
    await know_jobs(database)
    bo = await somebody(database, "Bo Berg")
    await enter(database, shop, bo, "manager")
    async with database.tx(shop, ada.actor) as tx:
        await invitations.invite(tx, "cy@example.com", "viewer", "https://hub.example.com")
        await businesses.make_business(tx, "Batik", "shop")
        scope = "identity.key.read"
        await keys.make_key(tx, name="A", scopes=[scope], expires_at=None, held=frozenset([scope]))
        secret = (await data_keys.data_key(tx)).seal(b"secret", b"here")
    closes_at = await begin_closing(database, shop, ada)
    over = at(database, closes_at)
    await closing.close(job(shop), over)
    after = await now_is(database, shop)
    assert (after.state, after.closes_at) == ("closed", None)
    async with database.tx(shop, OPERATOR) as tx:
        for table in TABLES:
            assert await tx.fetchval(table) == 0
        with pytest.raises(Gone, match="destroyed"):
            (await data_keys.data_key(tx)).open(secret, b"here")
        assert not await data_keys.living_keys(tx, [shop, ada.id, bo.id])
        joined = await told(database, shop, "identity.member.joined")
        read = await personal.open_personal(tx, joined, "to test")
    assert [event.personal for event in read] == ["erased", "erased"]
    [event] = await told(database, shop, "identity.workspace.closed")
    assert event.payload == {
        "workspace_id": str(shop),
        "members": 2,
        "invitations": 1,
        "keys": 1,
        "businesses": 1,
        "before": "closing",
        "after": "closed",
        "version": 3,
    }
    await closing.close(job(shop), over)
    assert len(await told(database, shop, "identity.workspace.closed")) == 1


TABLES = (
    "select count(*) from identity_members",
    "select count(*) from identity_invitations",
    "select count(*) from identity_businesses",
    "select count(*) from identity_limits",
    "select count(*) from identity_keys where ended_at is null",
)


async def test_the_clock_asks_for_one_run_in_each_workspace_where_a_grace_is_over(
    database: Database, shop: UUID, ada: Person
) -> None:
    await know_jobs(database)
    other, third = await founded(database, ada), await founded(database, ada)
    closes_at = await begin_closing(database, shop, ada)
    async with database.tx(other, ada.actor) as tx:
        made = await businesses.make_business(tx, "Batik", "shop")
        await businesses.move_business(tx, made.id, "delete", 1)
    await closing.close(job(INSTALLATION), at(database, closes_at + timedelta(days=1)))
    for workspace, count in [(shop, 1), (other, 1), (third, 0)]:
        async with database.tx(workspace, OPERATOR) as tx:
            found = await tx.fetchval("select count(*) from jobs where name = 'identity.close'")
        assert found == count
    await closing.close(job(other), at(database, closes_at + timedelta(days=1)))
    async with database.tx(other, OPERATOR) as tx:
        assert await tx.fetchval("select count(*) from identity_businesses") == 0
    assert (await now_is(database, other)).state == "active"


def test_every_state_has_its_word() -> None:
    assert model.STATES == ("active", "closing", "closed")
