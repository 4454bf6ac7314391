"""Data keys: one for each workspace and person, gone when they are destroyed."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest

from hanse.base.faults import Denied, Gone, Unavailable
from hanse.base.ids import RandomIds
from hanse.engine import keys
from hanse.engine.keys import DataKey, data_key, sealed_by
from hanse.engine.seal import KeyRing, new_key
from hanse.engine.tx import Database, Tx
from tests.conftest import NOBODY


async def test_the_key_of_a_workspace_is_made_once(database: Database, workspace: UUID) -> None:
    async with database.tx(workspace, NOBODY) as tx:
        sealed = (await data_key(tx)).seal(b"token", b"here")
    async with database.tx(workspace, NOBODY) as tx:
        assert (await data_key(tx)).open(sealed, b"here") == b"token"
        assert await made(tx) == 1


async def test_two_who_make_the_same_key_at_once_get_one(
    database: Database, workspace: UUID
) -> None:
    async def seal() -> bytes:
        async with database.tx(workspace, NOBODY) as tx:
            return (await data_key(tx)).seal(b"token", b"")

    sealed = await asyncio.gather(*(seal() for _ in range(8)))
    async with database.tx(workspace, NOBODY) as tx:
        key = await data_key(tx)
        assert {key.open(value, b"") for value in sealed} == {b"token"}
        assert await made(tx) == 1


async def test_each_person_has_a_key_of_their_own(tx: Tx, ids: RandomIds) -> None:
    ada, ben = ids.new(), ids.new()
    found = await keys.data_keys(tx, [ada, ben])
    sealed = found[ada].seal(b"address", b"")
    with pytest.raises(Denied):
        found[ben].open(sealed, b"")
    with pytest.raises(Denied):
        (await data_key(tx)).open(sealed, b"")


async def test_a_value_does_not_open_in_another_workspace(
    tx: Tx, database: Database, ids: RandomIds
) -> None:
    """Not even with the very same key: the workspace is part of what is sealed."""
    ours = await data_key(tx)
    sealed = ours.seal(b"token", b"")
    theirs = DataKey(ids.new(), ours.owner_id, ours.current, ours.versions)
    with pytest.raises(Denied):
        theirs.open(sealed, b"")


async def test_a_wrapped_key_does_not_open_in_another_row(tx: Tx, ids: RandomIds) -> None:
    ada, ben = ids.new(), ids.new()
    await keys.data_keys(tx, [ada, ben])
    await tx.execute(
        """
        update engine_data_keys set wrapped = other.wrapped from engine_data_keys as other
        where engine_data_keys.owner_id = $1 and other.owner_id = $2
        """,
        *(ada, ben),
    )
    with pytest.raises(Denied, match="does not open in this place"):
        await data_key(tx, ada)


async def test_a_destroyed_key_opens_nothing_and_is_not_made_again(
    database: Database, workspace: UUID, ids: RandomIds
) -> None:
    ada = ids.new()
    async with database.tx(workspace, NOBODY) as tx:
        await data_key(tx, ada)
    async with database.tx(workspace, NOBODY) as tx:
        await data_key(tx, ada)
        await keys.destroy(tx, ada)
        with pytest.raises(Gone, match="was destroyed, as an erasure demands"):
            await data_key(tx, ada)
    async with database.tx(workspace, NOBODY) as tx:
        with pytest.raises(Gone, match="Nothing more can be sealed for this person"):
            await data_key(tx, ada)
        assert await keys.living_keys(tx, [ada]) == {}
        assert await tx.fetchval("select count(wrapped) from engine_data_keys") == 0


async def test_a_person_without_a_key_can_be_destroyed_in_advance(tx: Tx, ids: RandomIds) -> None:
    ada = ids.new()
    await keys.destroy(tx, ada)
    with pytest.raises(Gone):
        await data_key(tx, ada)


async def test_the_living_keys_are_found_without_making_any(tx: Tx, ids: RandomIds) -> None:
    ada, ben, cleo = ids.new(), ids.new(), ids.new()
    await keys.data_keys(tx, [ada, ben])
    await keys.destroy(tx, ben)
    assert set(await keys.living_keys(tx, [ada, ben, cleo])) == {ada}
    assert await tx.fetchval("select count(*) from engine_data_keys") == 2


async def test_a_renewed_key_seals_and_the_older_one_still_opens(tx: Tx) -> None:
    old = (await data_key(tx)).seal(b"old", b"")
    key = await keys.renew(tx)
    new = key.seal(b"new", b"")
    assert (sealed_by(old), sealed_by(new)) == (1, 2)
    assert old < keys.version_bytes(2) <= new
    assert (key.open(old, b""), key.open(new, b"")) == (b"old", b"new")


async def test_a_value_relabelled_with_another_version_does_not_open(tx: Tx) -> None:
    await data_key(tx)
    key = await keys.renew(tx)
    sealed = key.seal(b"token", b"")
    with pytest.raises(Denied):
        key.open(keys.version_bytes(1) + sealed[4:], b"")


async def test_a_replaced_version_is_forgotten_only_after_its_time(tx: Tx) -> None:
    sealed = (await data_key(tx)).seal(b"old", b"")
    await keys.renew(tx)
    assert await keys.forget_replaced(tx, tx.now) == 0
    assert await keys.forget_replaced(tx, tx.now + timedelta(seconds=1)) == 1
    with pytest.raises(Gone, match="Version 1 of a data key is no longer there"):
        (await data_key(tx)).open(sealed, b"")


async def test_a_destruction_beside_a_renewal_leaves_no_version(
    database: Database, workspace: UUID
) -> None:
    async with database.tx(workspace, NOBODY) as tx:
        await data_key(tx)

    async def destroy() -> None:
        async with database.tx(workspace, NOBODY) as tx:
            await keys.destroy(tx, workspace)

    async with database.tx(workspace, NOBODY) as tx:
        await keys.renew(tx)
        destruction = asyncio.create_task(destroy())
        await someone_waits(database)
    await destruction
    async with database.tx(workspace, NOBODY) as tx:
        assert await tx.fetchval("select count(wrapped) from engine_data_keys") == 0


@pytest.mark.usefixtures("without_keys")
async def test_keys_are_wrapped_anew_in_batches(database: Database, ids: RandomIds) -> None:
    workspaces = [ids.new() for _ in range(5)]
    sealed = {}
    for workspace in workspaces:
        async with database.tx(workspace, NOBODY) as tx:
            sealed[workspace] = (await data_key(tx)).seal(b"token", b"")
    old = database.ring
    newer = KeyRing({**old.masters, 2: new_key()}, 2)
    only = KeyRing({2: newer.masters[2]}, 2)
    async with database.system_tx("test") as tx:
        tx.ring = newer
        while await keys.rewrap(tx, 1, 2):
            pass
        assert set(await keys.usage(tx)) == {2}
        await keys.try_masters(tx)
    for workspace in workspaces:
        async with database.tx(workspace, NOBODY) as tx:
            tx.ring = only
            assert (await data_key(tx)).open(sealed[workspace], b"") == b"token"


@pytest.fixture
async def without_keys(database: Database, admin_dsn: str) -> AsyncIterator[None]:
    """For tests with master keys of their own: no key of another test is there, nor any left."""
    admin = await asyncpg.connect(admin_dsn)
    await admin.execute("truncate engine_data_keys")
    yield
    await admin.execute("truncate engine_data_keys")
    await admin.close()


@pytest.mark.usefixtures("without_keys")
async def test_one_key_of_each_master_key_is_tried(database: Database, ids: RandomIds) -> None:
    masters = {1: new_key(), 7: new_key(), 9: new_key()}
    for current in masters:
        async with database.tx(ids.new(), NOBODY) as tx:
            tx.ring = KeyRing(masters, current)
            await data_key(tx)
    async with database.system_tx("test") as tx:
        tx.ring = KeyRing(masters, 1)
        await keys.try_masters(tx)
        for wrong in masters:
            tx.ring = KeyRing({**masters, wrong: new_key()}, 1)
            with pytest.raises(Unavailable, match=f"Master key {wrong} is another than the one"):
                await keys.try_masters(tx)


async def made(tx: Tx) -> int:
    count: int = await tx.fetchval("select count(*) from engine_data_keys")
    return count


async def someone_waits(database: Database) -> None:
    """Until one transaction stands before the lock of another."""
    async with asyncio.timeout(60), database.app.acquire() as connection:
        while True:
            if await connection.fetchval(
                "select exists (select from pg_stat_activity where wait_event_type = 'Lock')"
            ):
                return
            await asyncio.sleep(0.01)
