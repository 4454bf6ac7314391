"""Rotation of keys while everything runs. Killed at any moment, the next run goes on from there.

A master key is changed by wrapping every data key anew: nothing that is sealed is touched. A data
key is changed by sealing a workspace's secrets anew; the older version stays for a while, because
a transaction that began before may still seal by it, and idempotent answers live for a day.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from hanse.engine import keys, master_keys
from hanse.engine.log import events
from hanse.engine.master_keys import KeyFile
from hanse.engine.tx import Actor, ActorKind, Database
from hanse.engine.vault import ROWS_MAX, SealedColumn, reseal

KEPT_AFTER_RENEWAL = timedelta(days=2)
ROTATION = Actor(ActorKind.system, None, "key rotation")


@events.declare(
    "engine.master_key.rotated", "Master key {master} seals now; it wrapped {wrapped} keys anew"
)
@dataclass(frozen=True, slots=True)
class MasterKeyRotated:
    master: int
    wrapped: int
    dropped: tuple[int, ...]


@events.declare("engine.data_key.renewed", "The key that seals the workspace's secrets is new")
@dataclass(frozen=True, slots=True)
class DataKeyRenewed:
    key: int  # its version


Report = Callable[[int, int], Awaitable[None]]  # so many done, so many in all


def kept_for(backup_days: int) -> timedelta:
    """How long a retired master key stays: a day longer than the oldest backup."""
    return timedelta(days=backup_days + 1)


async def rotate_masters(
    database: Database,
    file: KeyFile | None,
    keep: timedelta,
    report: Report,
    rows_max: int = ROWS_MAX,
) -> MasterKeyRotated:
    """Make a new master key, wrap all data keys by it, retire the older ones.

    Without a file the environment says which key is the current one. A retired key leaves the
    file once it has been retired for longer than `keep`, so that every backup can be opened.
    """
    if file is not None:
        file.change(lambda found: master_keys.with_new(found, database.clock.now()))
    database.ring.refresh()
    current = database.ring.current
    wrapped = await _wrap_all(database, current, report, rows_max)
    dropped = await _retire(database, file, keep) if file is not None else ()
    rotated = MasterKeyRotated(current, wrapped, dropped)
    async with database.system_tx(ROTATION.name) as tx:
        await events.append(tx, rotated)
    return rotated


async def _wrap_all(database: Database, current: int, report: Report, rows_max: int) -> int:
    async with database.system_tx(ROTATION.name) as tx:
        usage = await keys.usage(tx)
    older = sorted(usage.keys() - {current})
    total = sum(usage[version] for version in older)
    done = 0
    for version in older:
        moved = rows_max
        while moved:
            async with database.system_tx(ROTATION.name) as tx:
                moved = await keys.rewrap(tx, version, rows_max)
            done += moved
            if moved:
                await report(done, max(done, total))
    return done


async def _retire(database: Database, file: KeyFile, keep: timedelta) -> tuple[int, ...]:
    """A key that still wraps something, because a slow transaction committed late, stays."""
    async with database.system_tx(ROTATION.name) as tx:
        used = (await keys.usage(tx)).keys()
    now = database.clock.now()
    before = {key.version for key in file.read()}
    after = file.change(
        lambda found: master_keys.without_needless(
            master_keys.retired(found, now), now - keep, used
        )
    )
    return tuple(sorted(before - {key.version for key in after}))


async def renew_data_keys(
    database: Database,
    columns: Sequence[SealedColumn],
    report: Report,
    rows_max: int = ROWS_MAX,
) -> int:
    """A new key for the secrets of each workspace; how many workspaces there were."""
    async with database.system_tx(ROTATION.name) as tx:
        workspaces = await keys.workspaces(tx)
    for done, workspace_id in enumerate(workspaces, 1):
        await renew_data_key(database, workspace_id, columns, rows_max)
        await report(done, len(workspaces))
    return len(workspaces)


async def renew_data_key(
    database: Database,
    workspace_id: UUID,
    columns: Sequence[SealedColumn],
    rows_max: int = ROWS_MAX,
) -> None:
    """Finish what an earlier run began, forget what has been replaced for long, then renew."""
    await _reseal_all(database, workspace_id, columns, rows_max)
    async with database.tx(workspace_id, ROTATION) as tx:
        await keys.forget_replaced(tx, tx.now - KEPT_AFTER_RENEWAL)
        if len((await keys.data_key(tx)).versions) > 1:
            return
        await events.append(tx, DataKeyRenewed((await keys.renew(tx)).current))
    await _reseal_all(database, workspace_id, columns, rows_max)


async def _reseal_all(
    database: Database, workspace_id: UUID, columns: Sequence[SealedColumn], rows_max: int
) -> None:
    for column in columns:
        moved = rows_max
        while moved:
            async with database.tx(workspace_id, ROTATION) as tx:
                moved = await reseal(tx, column, rows_max)
