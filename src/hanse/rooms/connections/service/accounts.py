"""Accounts as people handle them: listed, renamed, switched between rehearsing and live, let go."""

from collections.abc import Awaitable, Collection, Sequence
from uuid import UUID

from hanse.base.faults import AuthLapsed, Conflict, Fault, Gone
from hanse.engine import pace
from hanse.engine.doors.versions import same_version
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.connections.model import accounts as model
from hanse.rooms.connections.model.accounts import Account, AccountState, WriteMode
from hanse.rooms.connections.service import facts, subscribing
from hanse.rooms.connections.service.opening import OpenTx
from hanse.rooms.connections.service.reach import Reach, there
from hanse.rooms.connections.store import accounts as store
from hanse.rooms.connections.store import everywhere as everywhere_store
from hanse.rooms.connections.store import subscriptions as subscriptions_store

CLOCKS_MAX = 200


async def list_accounts(
    tx: Tx,
    before: UUID | None,
    states: Sequence[str] | None,
    rows_max: int,
    platforms: Sequence[str] | None = None,
) -> Sequence[Account]:
    return await store.find(tx, before, states, rows_max, platforms)


async def account(tx: Tx, account_id: UUID) -> Account:
    return there(await store.get(tx, account_id))


async def of_ids(tx: Tx, account_ids: Sequence[UUID]) -> Sequence[Account]:
    """Those of these that are there."""
    return await store.of_ids(tx, account_ids)


async def first_everywhere(
    tx: Tx, platforms: Collection[str], rows_max: int
) -> Sequence[tuple[UUID, UUID]]:
    """In the system's transaction: of each workspace that has one, its first account at one of
    these platforms."""
    return await everywhere_store.first_of(tx, sorted(platforms), rows_max)


async def clocks(tx: Tx) -> Sequence[Account]:
    """Every account with something that ends, the next end first."""
    return await store.clocks(tx, CLOCKS_MAX)


async def rename(tx: Tx, account_id: UUID, name: str, expected: int) -> Account:
    found = there(await store.hold(tx, account_id))
    same_version(expected, found.version)
    wanted = model.check_name(name)
    if wanted == found.name:
        return found
    await store.rename(tx, account_id, wanted)
    changed = facts.AccountChanged(
        account_id, wanted, {"name": found.name}, {"name": wanted}, found.version + 1
    )
    await log.append(tx, changed)
    return there(await store.get(tx, account_id))


async def set_mode(
    tx: Tx, account_id: UUID, mode: WriteMode, confirm: str, expected: int
) -> Account:
    """Let changes go out to the shop, or rehearse them only. Live is confirmed by its name."""
    found = there(await store.hold(tx, account_id))
    same_version(expected, found.version)
    if mode is found.write_mode:
        return found
    if mode is WriteMode.live:
        check_may_go_live(found, confirm)
    await store.set_mode(tx, account_id, mode)
    before, after = {"write_mode": found.write_mode.value}, {"write_mode": mode.value}
    changed = facts.AccountChanged(account_id, found.name, before, after, found.version + 1)
    await log.append(tx, changed)
    return there(await store.get(tx, account_id))


def check_may_go_live(found: Account, confirm: str) -> None:
    if found.state is not AccountState.active:
        raise Conflict(f"{found.name} is not connected.", "Connect it again first.")
    if found.may_write is False:
        raise Conflict(
            f"The key of {found.name} may read but not write.",
            "Connect it again with a key that may write.",
        )
    model.confirmed(confirm, found)


async def disconnect(
    reach: Reach, open_tx: OpenTx, workspace_id: UUID, account_id: UUID, expected: int
) -> Account:
    """Take our webhooks away there, give the key back, erase the secrets, keep the history.

    What the platform does not take back any more is no reason to keep its key.
    """
    async with open_tx() as tx:
        found = there(await store.get(tx, account_id))
        same_version(expected, found.version)
    if found.state is AccountState.disconnected:
        return found
    left = await leave(reach, workspace_id, found)
    async with open_tx() as tx:
        found = there(await store.hold(tx, account_id))
        if found.state is AccountState.disconnected:
            return found
        await store.disconnect(tx, account_id)
        await subscriptions_store.remove(tx, account_id)
        await pace.forget(tx, account_id)
        await log.append(
            tx,
            facts.AccountDisconnected(account_id, found.platform, found.name, found.version + 1),
        )
        if left is not None:
            by_hand = model.removed_by_hand(found)
            fault = model.Fault(left.code, left.sentence, by_hand, tx.now)
            await store.note_left(tx, account_id, fault)
        return there(await store.get(tx, account_id))


async def leave(reach: Reach, workspace_id: UUID, account: Account) -> Fault | None:
    """Why something of ours may still be there, if so.

    Webhooks first: what the platform tells of our going would look like somebody else's doing.
    """
    try:
        opened = await reach.open(workspace_id, account.id)
        if opened.account.state is not AccountState.active:
            return AuthLapsed(f"The keys of {account.name} opened nothing there any more.")
        question = opened.platform.revoke_question(opened.access)
    except Fault as fault:
        return fault
    left = await tried(subscribing.remove_all(reach, opened))
    if question is None or isinstance(left, AuthLapsed):
        return left
    # What hangs on the key ends with it, whatever became of the webhooks before.
    left = await tried(reach.maintain_remote(opened, question))
    return None if isinstance(left, Gone) else left


async def tried(step: Awaitable[object]) -> Fault | None:
    """Why it did not work, if so."""
    try:
        await step
    except Fault as fault:
        return fault
    return None


async def everywhere(tx: Tx, rows_max: int) -> Sequence[tuple[UUID, UUID]]:
    """In the system's transaction: workspace and id of every account, for the operator."""
    return await everywhere_store.tended(tx, (UUID(int=0), UUID(int=0)), rows_max)


async def workspace_of(tx: Tx, account_id: UUID) -> UUID:
    """In the system's transaction: whose the account is."""
    found = await store.workspace_of(tx, account_id)
    if found is None:
        raise Gone("There is no such account, or it is disconnected.", "hanse connections list")
    return found[0]
