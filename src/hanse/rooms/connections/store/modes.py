"""Statements about the write mode of a workspace."""

from hanse.engine.tx import Tx
from hanse.rooms.connections.model.accounts import WriteMode
from hanse.rooms.connections.model.modes import NEVER_SET, Mode

GET = """
    select write_mode, changed_by, changed_at, version from connections_modes
    where workspace_id = $1
"""
FOR_SHARE = "select write_mode from connections_modes where workspace_id = $1 for share"
SET = """
    insert into connections_modes as mine
        (workspace_id, id, write_mode, changed_by, changed_at, version)
    values ($1, $2, $3, $4, $5, 1)
    on conflict (workspace_id) do update set write_mode = excluded.write_mode,
        changed_by = excluded.changed_by, changed_at = excluded.changed_at,
        version = mine.version + 1
        where mine.version = $6
    returning version
"""
# Waits for whoever is switching it to live in this moment, and comes after.
STOP = """
    insert into connections_modes as mine
        (workspace_id, id, write_mode, changed_by, changed_at, version)
    values ($1, $2, 'dry', $3, $4, 1)
    on conflict (workspace_id) do update set write_mode = 'dry',
        changed_by = excluded.changed_by, changed_at = excluded.changed_at,
        version = mine.version + 1
        where mine.write_mode = 'live'
    returning version
"""


async def get(tx: Tx) -> Mode:
    row = await tx.fetchrow(GET, tx.workspace_id)
    if row is None:
        return NEVER_SET
    mode = WriteMode(row["write_mode"])
    return Mode(mode, row["changed_by"], row["changed_at"], row["version"])


async def for_share(tx: Tx) -> WriteMode:
    """Nobody switches it before this transaction is over."""
    mode: str | None = await tx.fetchval(FOR_SHARE, tx.workspace_id)
    return WriteMode(mode) if mode else NEVER_SET.write_mode


async def put(tx: Tx, mode: WriteMode, version: int) -> int | None:
    """The new version; none if it is not of this version any more."""
    found: int | None = await tx.fetchval(
        SET, tx.workspace_id, tx.ids.new(), mode.value, tx.actor.id, tx.now, version
    )
    return found


async def stop(tx: Tx) -> int | None:
    """The new version; none if it rehearses already."""
    found: int | None = await tx.fetchval(STOP, tx.workspace_id, tx.ids.new(), tx.actor.id, tx.now)
    return found
