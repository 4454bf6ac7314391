"""The switch of the whole workspace: no shop is written to while it rehearses."""

from uuid import UUID

from hanse.base.faults import AuthLapsed
from hanse.engine.doors.versions import Changed, same_version
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.connections.model import modes as model
from hanse.rooms.connections.model.accounts import AccountState, WriteMode
from hanse.rooms.connections.model.modes import Mode
from hanse.rooms.connections.service import facts
from hanse.rooms.connections.store import accounts as accounts_store
from hanse.rooms.connections.store import modes as store
from hanse.rooms.identity.service.workspaces import workspace


async def mode(tx: Tx) -> Mode:
    return await store.get(tx)


async def live_for_share(tx: Tx, account_id: UUID) -> bool:
    """Whether this shop is written to, read so that nobody switches it before we have committed:
    the workspace first, as everybody does, so that nobody waits for each other. `AuthLapsed` where
    it cannot be called: then nothing is sent, and nothing counts as rehearsed."""
    workspace_mode = await store.for_share(tx)
    found = await accounts_store.mode_for_share(tx, account_id)
    if found is None or found[0] is not AccountState.active:
        raise AuthLapsed("The shop is not connected, so nothing is sent to it.")
    return WriteMode.live is workspace_mode is found[1]


async def set_mode(tx: Tx, wanted: WriteMode, confirm: str, expected: int) -> Mode:
    """Let changes go out to the shops that are live. Live is confirmed by the workspace's name."""
    before = await store.get(tx)
    same_version(expected, before.version)
    if wanted is before.write_mode:
        return before
    if wanted is WriteMode.live:
        model.confirmed(confirm, (await workspace(tx)).name)
    version = await store.put(tx, wanted, before.version)
    if version is None:
        raise Changed("The mode was changed by somebody else in this moment.", "Read it again.")
    await log.append(tx, changed(tx, before.write_mode, wanted, version))
    return await store.get(tx)


async def stop(tx: Tx) -> Mode:
    """Nothing goes out to any shop from now on, whatever anybody has read or changed before."""
    version = await store.stop(tx)
    # The first row of a workspace is written for the next one to wait for: it rehearsed before.
    if version is not None and version > model.NEVER_SET.version + 1:
        await log.append(tx, changed(tx, WriteMode.live, WriteMode.dry, version))
    return await store.get(tx)


def changed(tx: Tx, before: WriteMode, after: WriteMode, version: int) -> facts.ModeChanged:
    return facts.ModeChanged(
        tx.workspace_id,
        after.value,
        {"write_mode": before.value},
        {"write_mode": after.value},
        version,
    )
