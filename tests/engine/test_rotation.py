"""Rotation: everything opens before, during and after it; a kill in the middle costs nothing."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from hanse.base.clock import FixedClock, SystemClock
from hanse.base.ids import RandomIds
from hanse.engine import keys, master_keys, rotation, vault
from hanse.engine.master_keys import KeyFile
from hanse.engine.postgres.dsns import Dsns
from hanse.engine.seal import KeyRing, new_key
from hanse.engine.settings import load
from hanse.engine.tx import Database
from tests.conftest import NOBODY
from tests.engine import sealed_tokens
from tests.engine.sealed_tokens import TOKEN

WEEK = timedelta(days=8)

# Dies in the middle of a rotation, as by a power cut: the DSNs come by standard input.
KILLED = """
import asyncio, os, signal, sys
from datetime import timedelta
from pathlib import Path
from hanse.base.clock import SystemClock
from hanse.base.ids import RandomIds
from hanse.engine import master_keys, rotation
from hanse.engine.settings import load
from hanse.engine.tx import Database

async def die(done, total):
    os.kill(os.getpid(), signal.SIGKILL)

async def main():
    app, system, home = sys.stdin.read().split()
    settings, clock = load({"HANSE_HOME": home}).settings, SystemClock()
    database = await Database.open(app, system, clock=clock, ids=RandomIds(clock),
                                   ring=master_keys.open_ring(settings, clock))
    await rotation.rotate_masters(
        database, master_keys.key_file(settings), timedelta(days=8), die, rows_max=2)

asyncio.run(main())
"""


class Told:
    """Remembers what a rotation reports."""

    def __init__(self) -> None:
        self.steps: list[tuple[int, int]] = []

    async def __call__(self, done: int, total: int) -> None:
        self.steps.append((done, total))


@pytest.fixture(scope="module", autouse=True)
async def table(admin_dsn: str, module_dsns: Dsns) -> None:
    await sealed_tokens.make_table(admin_dsn)


@pytest.fixture
def file(tmp_path: Path) -> KeyFile:
    found = master_keys.key_file(load({"HANSE_HOME": str(tmp_path)}).settings)
    assert found is not None
    return found


@pytest.fixture
async def running(
    admin_dsn: str, module_dsns: Dsns, tmp_path: Path, file: KeyFile
) -> AsyncIterator[Database]:
    """A process with a key file of its own, on a database without keys."""
    await sealed_tokens.empty(admin_dsn)
    database = await another(module_dsns, tmp_path)
    yield database
    await database.close()


async def another(dsns: Dsns, home: Path, clock: FixedClock | None = None) -> Database:
    given = clock or SystemClock()
    ring = master_keys.open_ring(load({"HANSE_HOME": str(home)}).settings, given)
    return await Database.open(
        dsns.app, dsns.system, clock=given, ids=RandomIds(SystemClock()), ring=ring
    )


async def sealed_in(database: Database, ids: RandomIds, count: int) -> dict[UUID, bytes]:
    """A token in each of so many workspaces."""
    sealed = {}
    for _ in range(count):
        workspace = ids.new()
        async with database.tx(workspace, NOBODY) as tx:
            sealed[workspace] = await vault.put(tx, TOKEN, workspace, b"token")
            await sealed_tokens.keep(tx, workspace, sealed[workspace])
    return sealed


async def all_open(database: Database, workspaces: dict[UUID, bytes]) -> bool:
    for workspace in workspaces:
        async with database.tx(workspace, NOBODY) as tx:
            (sealed,) = (await sealed_tokens.kept(tx)).values()
            if await vault.take(tx, TOKEN, workspace, sealed, "a test") != b"token":
                return False
    return True


async def test_a_new_master_key_wraps_everything_and_the_old_one_retires(
    running: Database, file: KeyFile, ids: RandomIds
) -> None:
    sealed = await sealed_in(running, ids, 5)
    told = Told()
    rotated = await rotation.rotate_masters(running, file, WEEK, told, rows_max=2)
    assert (rotated.master, rotated.wrapped, rotated.dropped) == (2, 5, ())
    assert told.steps == [(2, 5), (4, 5), (5, 5)]
    old, new = file.read()
    assert old.retired_at is not None
    assert new.retired_at is None
    assert await all_open(running, sealed)
    async with running.system_tx("test") as tx:
        (payload,) = await tx.fetchrow(
            "select payload from events where name = 'engine.master_key.rotated' order by seq desc"
        ) or ("",)
    assert json.loads(payload) == {"master": 2, "wrapped": 5, "dropped": []}


async def test_a_process_that_runs_meanwhile_needs_no_restart(
    running: Database, module_dsns: Dsns, tmp_path: Path, file: KeyFile, ids: RandomIds
) -> None:
    beside = await another(module_dsns, tmp_path)
    sealed = await sealed_in(beside, ids, 1)
    await rotation.rotate_masters(running, file, WEEK, Told())
    assert await all_open(beside, sealed)
    await sealed_in(beside, ids, 1)
    async with beside.system_tx("test") as tx:
        assert set(await keys.usage(tx)) == {2}
    await beside.close()


async def test_a_killed_rotation_is_finished_by_the_next_run(
    running: Database, module_dsns: Dsns, tmp_path: Path, file: KeyFile, ids: RandomIds
) -> None:
    sealed = await sealed_in(running, ids, 5)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", KILLED),
        stdin=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(vault.__file__).parents[2])},
    )
    await process.communicate(f"{module_dsns.app} {module_dsns.system} {tmp_path}".encode())
    assert process.returncode == -signal.SIGKILL
    async with running.system_tx("test") as tx:
        assert await keys.usage(tx) == {1: 3, 2: 2}
    assert await all_open(running, sealed)
    rotated = await rotation.rotate_masters(running, file, WEEK, Told())
    assert (rotated.master, rotated.wrapped) == (2, 3)
    assert [key.version for key in file.read()] == [1, 2]
    assert await all_open(running, sealed)


async def test_an_old_master_key_leaves_when_no_backup_can_need_it(
    module_dsns: Dsns, admin_dsn: str, tmp_path: Path, file: KeyFile, clock: FixedClock
) -> None:
    await sealed_tokens.empty(admin_dsn)
    database = await another(module_dsns, tmp_path, clock)
    await rotation.rotate_masters(database, file, WEEK, Told())
    clock.advance(timedelta(days=7).total_seconds())
    assert (await rotation.rotate_masters(database, file, WEEK, Told())).dropped == ()
    clock.advance(timedelta(days=2).total_seconds())
    assert (await rotation.rotate_masters(database, file, WEEK, Told())).dropped == (1,)
    assert [key.version for key in file.read()] == [2, 3, 4]
    await database.close()


async def test_a_key_that_was_wrapped_late_by_the_old_master_is_found_by_the_next_run(
    running: Database, file: KeyFile, ids: RandomIds
) -> None:
    """As after a transaction that began before a rotation and committed behind it."""
    late = replace(running, ring=KeyRing(dict(running.ring.masters), 1))
    await rotation.rotate_masters(running, file, WEEK, Told())
    sealed = await sealed_in(late, ids, 1)
    rotated = await rotation.rotate_masters(running, file, WEEK, Told())
    assert (rotated.master, rotated.wrapped) == (3, 1)
    assert await all_open(running, sealed)


async def test_with_keys_from_the_environment_the_first_one_wraps(
    running: Database, ids: RandomIds
) -> None:
    sealed = await sealed_in(running, ids, 3)
    both = KeyRing({**running.ring.masters, 7: new_key()}, 7)
    rotated = await rotation.rotate_masters(replace(running, ring=both), None, WEEK, Told())
    assert (rotated.master, rotated.wrapped) == (7, 3)
    only = replace(running, ring=KeyRing({7: both.masters[7]}, 7))
    assert await all_open(only, sealed)


async def test_a_renewed_data_key_seals_every_value_anew(
    running: Database, ids: RandomIds, workspace: UUID
) -> None:
    rows = [ids.new() for _ in range(5)]
    async with running.tx(workspace, NOBODY) as tx:
        for row, sealed in (await vault.put_all(tx, TOKEN, dict.fromkeys(rows, b"token"))).items():
            await sealed_tokens.keep(tx, row, sealed)
    assert await rotation.renew_data_keys(running, [TOKEN], Told(), rows_max=2) == 1
    async with running.tx(workspace, NOBODY) as tx:
        found = await sealed_tokens.kept(tx)
        assert {keys.sealed_by(sealed) for sealed in found.values()} == {2}
        opened = await vault.take_all(tx, TOKEN, found, "a test")
    assert opened == dict.fromkeys(rows, b"token")


async def test_the_replaced_data_key_stays_two_days_and_then_goes(
    module_dsns: Dsns, admin_dsn: str, tmp_path: Path, clock: FixedClock, workspace: UUID
) -> None:
    await sealed_tokens.empty(admin_dsn)
    database = await another(module_dsns, tmp_path, clock)

    async def versions_after_a_renewal() -> set[int]:
        await rotation.renew_data_keys(database, [TOKEN], Told())
        async with database.tx(workspace, NOBODY) as tx:
            return set((await keys.data_key(tx)).versions)

    async with database.tx(workspace, NOBODY) as tx:
        await keys.data_key(tx)
    assert await versions_after_a_renewal() == {1, 2}
    assert await versions_after_a_renewal() == {1, 2}, "a second run finishes, it does not begin"
    clock.advance(timedelta(days=3).total_seconds())
    assert await versions_after_a_renewal() == {2, 3}
    await database.close()


async def test_a_renewal_that_was_cut_off_goes_on_where_it_stood(
    running: Database, ids: RandomIds, workspace: UUID
) -> None:
    rows = [ids.new() for _ in range(4)]
    async with running.tx(workspace, NOBODY) as tx:
        for row in rows:
            await sealed_tokens.keep(tx, row, await vault.put(tx, TOKEN, row, b"token"))
    async with running.tx(workspace, NOBODY) as tx:
        await keys.renew(tx)
        assert await vault.reseal(tx, TOKEN, rows_max=1) == 1
    await rotation.renew_data_keys(running, [TOKEN], Told())
    async with running.tx(workspace, NOBODY) as tx:
        assert {keys.sealed_by(value) for value in (await sealed_tokens.kept(tx)).values()} == {2}
        assert (await keys.data_key(tx)).current == 2
