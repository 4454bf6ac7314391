"""Workspaces: made by whoever wants one, changed and closed by those who own them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid5

from hanse.base.faults import Conflict, Denied, Gone
from hanse.engine import keys
from hanse.engine.doors.versions import same_version
from hanse.engine.log import events
from hanse.engine.tx import INSTALLATION, Actor, ActorKind, Database, Tx
from hanse.rooms.identity.model.roles import OWNER
from hanse.rooms.identity.model.workspaces import (
    GRACE,
    WORKSPACES_MAX,
    Wanted,
    Workspace,
    changed,
    clean_title,
    comes_from,
    difference,
    wrong,
)
from hanse.rooms.identity.service import factors
from hanse.rooms.identity.service.businesses import delete_over
from hanse.rooms.identity.service.members import add_member
from hanse.rooms.identity.store import workspaces as store

CLOSED_AT_ONCE_MAX = 1_000

SUBJECT = ("identity.workspace", "workspace_id")


@events.declare("identity.workspace.made", "{actor} made the workspace {name}", subject=SUBJECT)
@dataclass(frozen=True, slots=True)
class WorkspaceMade:
    workspace_id: UUID
    name: str
    version: int = 1


@events.declare("identity.workspace.changed", "{actor} changed the workspace", subject=SUBJECT)
@dataclass(frozen=True, slots=True)
class WorkspaceChanged:
    workspace_id: UUID
    before: Mapping[str, object]
    after: Mapping[str, object]
    version: int


@events.declare(
    "identity.workspace.deletion_asked",
    "{actor} asked for the deletion of the workspace, which can be taken back until {closes_at}",
    subject=SUBJECT,
)
@dataclass(frozen=True, slots=True)
class WorkspaceDeletionAsked:
    workspace_id: UUID
    closes_at: str
    before: str
    after: str
    version: int


@events.declare(
    "identity.workspace.kept", "{actor} took back the deletion of the workspace", subject=SUBJECT
)
@dataclass(frozen=True, slots=True)
class WorkspaceKept:
    workspace_id: UUID
    before: str
    after: str
    version: int


@events.declare(
    "identity.workspace.closed",
    "The workspace was closed: {members} members, {invitations} invitations, {keys} keys and "
    "{businesses} businesses ended with it",
    subject=SUBJECT,
)
@dataclass(frozen=True, slots=True)
class WorkspaceClosed:
    workspace_id: UUID
    members: int
    invitations: int
    keys: int
    businesses: int
    before: str
    after: str
    version: int


async def found_workspace(
    database: Database, actor: Actor, request_id: str, name: str, key: str = ""
) -> Workspace:
    """A new workspace whose owner is the person that asks; the same one for the same key.

    The key is not kept beside an answer, for those stand in a workspace, and there is none yet:
    the id is made of it, so that whoever asks again because the answer was lost makes no second.
    """
    if actor.kind is not ActorKind.person or actor.id is None:
        raise Denied("Only a person makes a workspace.", "Sign in and do it yourself.")
    if key:
        async with database.tx(uuid5(actor.id, key), actor, request_id) as tx:
            if before := await store.get(tx):
                return as_made(before, name)
    async with database.system_tx("to count workspaces", request_id=request_id) as tx:
        count = await store.count_of(tx, actor.id)
        new_id = uuid5(actor.id, key) if key else tx.ids.new()
    if count >= WORKSPACES_MAX:
        raise Conflict(
            f"You are in {count} workspaces; {WORKSPACES_MAX} are the most.",
            "Leave or delete one that you do not need.",
        )
    async with database.tx(new_id, actor, request_id) as tx:
        return await make_workspace(tx, name=name, owner_id=actor.id)


def as_made(before: Workspace, name: str) -> Workspace:
    """The first answer again. What became of it since is not told: its maker may have left."""
    if before.version == 1 and before.name == clean_title(name, "workspace"):
        return before
    raise Conflict(
        "This Idempotency-Key has made a workspace already.", "Send a new key with a new wish."
    )


async def make_workspace(tx: Tx, *, name: str, owner_id: UUID) -> Workspace:
    """A workspace of this id, which is new, with its first owner. `tx` is on that id."""
    title = clean_title(name, "workspace")
    if not await store.add(tx, title):
        raise Conflict("There is a workspace of this id already.", "Make another one.")
    await events.append(tx, WorkspaceMade(tx.workspace_id, title))
    await add_member(tx, owner_id, OWNER)
    return await workspace(tx)


async def workspace(tx: Tx) -> Workspace:
    """The workspace that this transaction is in."""
    return there(await store.get(tx))


async def change_workspace(
    database: Database,
    actor: Actor,
    workspace_id: UUID,
    request_id: str,
    wanted: Wanted,
    *,
    address: str,
    expected: int,
) -> Workspace:
    """Change it, unless whoever asks, from this address, could not come in any more."""
    if wanted.second_factor_required:
        await demand_second_factor(database, actor, request_id)
    async with database.tx(workspace_id, actor, request_id) as tx:
        before = there(await store.held(tx))
        same_version(expected, before.version)
        after = changed(before, wanted)
        old, new = difference(before, after)
        if not new:
            return before
        if "networks" in new:
            refuse_lockout(actor, address, after.networks)
        await store.save(tx, after)
        await events.append(tx, WorkspaceChanged(after.id, old, new, after.version))
        return after


async def demand_second_factor(database: Database, actor: Actor, request_id: str) -> None:
    if actor.kind is ActorKind.system:
        return  # the operator's token is asked for none
    if actor.kind is ActorKind.key or actor.id is None:
        raise Denied(
            "A key may not demand a second factor of everybody.", "Sign in and do it yourself."
        )
    async with database.tx(INSTALLATION, actor, request_id) as tx:
        ways = await factors.ways(tx, actor.id)
    if not ways:
        raise wrong(
            "second_factor_required",
            "second_factor_missing",
            "You have no second factor yourself, so you would lock yourself out.",
            "Add an authenticator or a passkey to your account first.",
        )


def refuse_lockout(actor: Actor, address: str, networks: Sequence[str]) -> None:
    if actor.kind is not ActorKind.system and not comes_from(address, networks):
        raise wrong(
            "networks",
            "own_address_missing",
            f"You come from {address}, which is in none of these networks, so you would lock "
            "yourself out.",
            f"Add {address}, or a network around it.",
        )


async def close_workspace(tx: Tx, expected: int) -> Workspace:
    """Begin its deletion, which can be taken back for thirty days."""
    before = there(await store.held(tx))
    same_version(expected, before.version)
    if before.state != "active":
        raise Conflict("The workspace is being deleted already.", "Keep it, if you want it back.")
    closes_at = tx.now + GRACE
    after = replace(before, state="closing", closes_at=closes_at, version=before.version + 1)
    await store.save(tx, after)
    until = closes_at.isoformat(timespec="seconds")
    await events.append(
        tx, WorkspaceDeletionAsked(after.id, until, before.state, after.state, after.version)
    )
    return after


async def keep_workspace(tx: Tx) -> Workspace:
    """Take its deletion back."""
    before = there(await store.held(tx))
    if before.state != "closing":
        raise Conflict("The workspace is not being deleted, so there is nothing to take back.")
    after = replace(before, state="active", closes_at=None, version=before.version + 1)
    await store.save(tx, after)
    await events.append(tx, WorkspaceKept(after.id, before.state, after.state, after.version))
    return after


async def due(tx: Tx) -> Sequence[UUID]:
    """Workspaces in which a grace is over, their own or that of a business; in a system_tx."""
    return await store.due(tx, tx.now, CLOSED_AT_ONCE_MAX)


async def close_over(tx: Tx) -> None:
    """Carry out what can no longer be taken back in this workspace. Twice does nothing more."""
    found = await store.held(tx)
    if found is None or found.state != "closing" or not is_over(found, tx):
        await delete_over(tx)
        return
    ended = await store.empty(tx)
    after = replace(found, state="closed", closes_at=None, version=found.version + 1)
    await store.save(tx, after)
    # What was sealed here, secrets as well as names in the log, opens for nobody any more.
    await keys.destroy_all(tx)
    await events.append(
        tx, WorkspaceClosed(after.id, *ended, found.state, after.state, after.version)
    )


def is_over(found: Workspace, tx: Tx) -> bool:
    return found.closes_at is not None and found.closes_at <= tx.now


def there(found: Workspace | None) -> Workspace:
    if found is None:
        raise Gone("There is no such workspace, or not any more.", "Switch to another one.")
    return found
