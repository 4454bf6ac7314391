"""Members of a workspace: who they are, their roles, and how they come and go."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.base.faults import Conflict, Denied, Gone
from hanse.engine.doors.versions import same_version
from hanse.engine.log import events
from hanse.engine.tx import ActorKind, Tx
from hanse.rooms.identity.model.members import Member
from hanse.rooms.identity.model.roles import OWNER, SECOND, may_assign
from hanse.rooms.identity.service.keys import KeyRevoked
from hanse.rooms.identity.store import members as store
from hanse.rooms.identity.store import workspaces as workspaces_store


@events.declare(
    "identity.member.joined",
    "{member} joined as {role}",
    subject=("identity.member", "member_id"),
    personal=("member",),
    person="person_id",
)
@dataclass(frozen=True, slots=True)
class MemberJoined:
    member_id: UUID
    person_id: UUID
    member: str
    role: str
    version: int = 1


@events.declare(
    "identity.member.changed",
    "{actor} made {member}, who was {before}, {after}",
    subject=("identity.member", "member_id"),
    personal=("member",),
    person="person_id",
)
@dataclass(frozen=True, slots=True)
class MemberChanged:
    member_id: UUID
    person_id: UUID
    member: str
    before: str
    after: str
    version: int


@events.declare(
    "identity.member.removed",
    "{actor} removed {member}, who was {role}; {keys_ended} keys ended",
    subject=("identity.member", "member_id"),
    personal=("member",),
    person="person_id",
)
@dataclass(frozen=True, slots=True)
class MemberRemoved:
    member_id: UUID
    person_id: UUID
    member: str
    role: str
    keys_ended: int


@events.declare(
    "identity.member.left",
    "{member}, who was {role}, left; {keys_ended} keys ended",
    subject=("identity.member", "member_id"),
    personal=("member",),
    person="person_id",
)
@dataclass(frozen=True, slots=True)
class MemberLeft:
    member_id: UUID
    person_id: UUID
    member: str
    role: str
    keys_ended: int


@events.declare(
    "identity.workspace.transferred",
    "{actor} handed the workspace on to {member}",
    subject=("identity.workspace", "workspace_id"),
    personal=("member",),
    person="person_id",
)
@dataclass(frozen=True, slots=True)
class WorkspaceTransferred:
    workspace_id: UUID
    person_id: UUID
    member: str


class MemberAlready(Conflict):
    """The person is in the workspace; nothing was changed."""

    code = "member_already"


class LastOwner(Conflict):
    """Without this owner nobody could change the workspace any more."""

    code = "last_owner"


async def add_member(tx: Tx, person_id: UUID, role: str) -> Member:
    """Make the person a member of this workspace."""
    member_id = tx.ids.new()
    if not await store.add(tx, member_id, person_id, role):
        raise MemberAlready(
            "This person works in the workspace already.", "Change the role instead, if need be."
        )
    # Now that it is a colleague, its name can be read here.
    added = await member(tx, member_id)
    await events.append(tx, MemberJoined(added.id, person_id, added.name, role))
    return added


async def list_members(
    tx: Tx,
    roles: Sequence[str] | None,
    search: str | None,
    after: tuple[str, UUID] | None,
    rows_max: int,
) -> Sequence[Member]:
    """Those behind `after`, sorted by name; `search` is a part of the name or of the address."""
    return await store.find(tx, roles, search, after, rows_max)


async def member(tx: Tx, member_id: UUID) -> Member:
    found = await store.get(tx, member_id)
    if found is None:
        raise Gone("There is no such member here, or not any more.")
    return found


async def acting_role(tx: Tx) -> str:
    """The role of whoever acts: a key has that of its maker, the operator that of an owner."""
    if tx.actor.kind is ActorKind.system:
        return OWNER
    role = await store.role_of(tx, tx.actor.id) if tx.actor.id else None
    if role is None:
        raise Denied("You do not work in this workspace any more.", "Switch to another one.")
    return role


async def change_role(tx: Tx, member_id: UUID, role: str, expected: int) -> Member:
    """Give a member another role. Nobody gives or takes one above the own."""
    await hold(tx)
    found = await member(tx, member_id)
    same_version(expected, found.version)
    if found.role == role:
        return found
    await demand_right(tx, found.role, role)
    if found.role == OWNER:
        await demand_other_owner(tx)
    return await set_role(tx, found, role)


async def remove_member(tx: Tx, member_id: UUID, expected: int) -> None:
    """The member loses the workspace, and the keys that it made here, at once."""
    await hold(tx)
    found = await member(tx, member_id)
    same_version(expected, found.version)
    await demand_right(tx, found.role, None)
    keys_ended = await take_out(tx, found)
    await events.append(
        tx, MemberRemoved(found.id, found.person_id, found.name, found.role, keys_ended)
    )


async def leave(tx: Tx) -> None:
    """Whoever asks leaves the workspace, with the keys that it made here."""
    await hold(tx)
    found = await of_actor(tx)
    keys_ended = await take_out(tx, found)
    await events.append(
        tx, MemberLeft(found.id, found.person_id, found.name, found.role, keys_ended)
    )


async def transfer(tx: Tx, person_id: UUID) -> Member:
    """The owner who asks becomes an admin, and another member an owner."""
    await hold(tx)
    giver = await of_actor(tx)
    if giver.role != OWNER:
        raise Denied("Only an owner hands the workspace on, and you are none any more.")
    taker = await store.of_person(tx, person_id)
    if taker is None:
        raise Gone("There is no such member here.", "Invite the person first.")
    if taker.id == giver.id:
        raise Conflict("You own the workspace already.", "Choose somebody else.")
    await events.append(tx, WorkspaceTransferred(tx.workspace_id, taker.person_id, taker.name))
    if taker.role != OWNER:
        taker = await set_role(tx, taker, OWNER)
    await set_role(tx, giver, SECOND)
    return taker


async def hold(tx: Tx) -> None:
    """Those who change who may do what come one after the other, and see what the last one did."""
    if await workspaces_store.held(tx) is None:
        raise Gone("There is no such workspace, or not any more.", "Switch to another one.")


async def of_actor(tx: Tx) -> Member:
    person = tx.actor.kind is ActorKind.person
    found = await store.of_person(tx, tx.actor.id) if person and tx.actor.id else None
    if found is None:
        raise Denied(
            "Only a person who works here can do this for itself.", "Sign in as that person."
        )
    return found


async def demand_right(tx: Tx, current: str | None, wanted: str | None) -> None:
    own = await acting_role(tx)
    if may_assign(own, current, wanted):
        return
    if OWNER in (current, wanted):
        raise Denied("Only an owner makes or unmakes an owner.", "Ask an owner to do it.")
    raise Denied(
        f"As {own} you neither give nor take the role {wanted or current}.",
        "Ask an owner or an admin to do it.",
    )


async def demand_other_owner(tx: Tx) -> None:
    if await store.owners(tx) < 2:
        raise LastOwner(
            "This is the last owner, and a workspace is never without one.",
            "Make somebody else an owner first, or delete the workspace.",
        )


async def set_role(tx: Tx, found: Member, role: str) -> Member:
    version = await store.set_role(tx, found.id, role)
    await events.append(
        tx, MemberChanged(found.id, found.person_id, found.name, found.role, role, version)
    )
    return await member(tx, found.id)


async def take_out(tx: Tx, found: Member) -> int:
    """How many keys ended with the membership."""
    if found.role == OWNER:
        await demand_other_owner(tx)
    ended = await store.end_keys(tx, found.person_id)
    await events.append(tx, *(KeyRevoked(*key) for key in ended))
    await store.remove(tx, found.id)
    return len(ended)
