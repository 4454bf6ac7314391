"""API keys: made by a person, good for what that person may, ended at once."""

import secrets
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from hanse.base.faults import Denied, Gone
from hanse.engine.doors.access import PERMISSIONS, ROLES, Role
from hanse.engine.doors.versions import same_version
from hanse.engine.log import events
from hanse.engine.tx import ActorKind, Tx
from hanse.rooms.identity.model import keys as model
from hanse.rooms.identity.model.keys import ApiKey, FoundKey
from hanse.rooms.identity.model.tokens import token_hash
from hanse.rooms.identity.store import keys as store
from hanse.rooms.identity.store import members as members_store

ADDRESS_CHARS_MAX = 60


@events.declare(
    "identity.key.created",
    "{actor} made the key {name} ({prefix})",
    subject=("identity.key", "key_id"),
)
@dataclass(frozen=True, slots=True)
class KeyCreated:
    key_id: UUID
    name: str
    prefix: str
    scopes: Sequence[str]
    expires_at: datetime | None
    version: int = 1


@events.declare(
    "identity.key.renamed",
    "{actor} renamed the key {prefix} to {name}",
    subject=("identity.key", "key_id"),
)
@dataclass(frozen=True, slots=True)
class KeyRenamed:
    key_id: UUID
    prefix: str
    name: str
    before: Mapping[str, str]
    after: Mapping[str, str]
    version: int


@events.declare(
    "identity.key.revoked",
    "{actor} revoked the key {name} ({prefix})",
    subject=("identity.key", "key_id"),
)
@dataclass(frozen=True, slots=True)
class KeyRevoked:
    key_id: UUID
    name: str
    prefix: str
    version: int


@dataclass(frozen=True, slots=True)
class Made:
    """A new key with its secret, which nobody can read again."""

    key: ApiKey
    secret: str = field(repr=False)


async def make_key(
    tx: Tx,
    *,
    name: str,
    scopes: Sequence[str],
    expires_at: datetime | None,
    held: AbstractSet[str],
) -> Made:
    """A key of the person who asks, for permissions that this person holds."""
    maker_id = tx.actor.id
    if tx.actor.kind is not ActorKind.person or maker_id is None:
        raise Denied(
            "A key acts for a person, and you are none.", "Sign in as a member and make it there."
        )
    return await made_for(tx, maker_id, name=name, scopes=scopes, expires_at=expires_at, held=held)


async def make_key_for(
    tx: Tx, person_id: UUID, *, name: str, scopes: Sequence[str], expires_at: datetime | None
) -> Made:
    """A key that the operator makes for a member, for permissions of that member's role."""
    role = await members_store.role_of(tx, person_id)
    if role is None:
        raise Denied(
            "This person is not a member of the workspace.", "`hanse people list` shows who is."
        )
    held = {permission.name for permission in ROLES[Role(role)]}
    return await made_for(tx, person_id, name=name, scopes=scopes, expires_at=expires_at, held=held)


async def made_for(
    tx: Tx,
    maker_id: UUID,
    *,
    name: str,
    scopes: Sequence[str],
    expires_at: datetime | None,
    held: AbstractSet[str],
) -> Made:
    named = model.clean_name(name)
    wanted = model.check_new(scopes, expires_at, known=PERMISSIONS, held=held, now=tx.now)
    await store.lock(tx)
    model.check_room(await store.living(tx))
    secret = model.write_token(secrets.token_bytes(model.RANDOM_BYTES))
    key = ApiKey(
        id=tx.ids.new(),
        name=named,
        prefix=model.prefix_of(secret),
        scopes=wanted,
        made_by=maker_id,
        maker=None,
        made_at=tx.now,
        expires_at=expires_at,
        used_at=None,
        used_from="",
        ended_at=None,
        ended_by=None,
        version=1,
    )
    await store.add(tx, key, token_hash(secret))
    await events.append(tx, KeyCreated(key.id, named, key.prefix, wanted, expires_at))
    return Made(await read_key(tx, key.id, everybody=True), secret)


async def list_keys(
    tx: Tx, *, everybody: bool, before: UUID | None, rows_max: int
) -> Sequence[ApiKey]:
    """The newest first, with those that have ended; one's own, or everybody's."""
    return await store.find(tx, await whose(tx, everybody=everybody), before, rows_max)


async def read_key(tx: Tx, key_id: UUID, *, everybody: bool) -> ApiKey:
    key = await store.get(tx, key_id, await whose(tx, everybody=everybody))
    if key is None:
        raise Gone("There is no such key, or it is not yours.")
    return key


async def rename_key(tx: Tx, key_id: UUID, name: str, expected: int, *, everybody: bool) -> ApiKey:
    """Change what people call it; its secret and its scopes stay as they are for ever."""
    named = model.clean_name(name)
    await store.hold(tx, key_id)
    key = await read_key(tx, key_id, everybody=everybody)
    same_version(expected, key.version)
    if key.name == named:
        return key
    await store.rename(tx, key_id, named)
    before, after = {"name": key.name}, {"name": named}
    renamed = KeyRenamed(key_id, key.prefix, named, before, after, key.version + 1)
    await events.append(tx, renamed)
    return await read_key(tx, key_id, everybody=everybody)


async def revoke_key(tx: Tx, key_id: UUID, *, everybody: bool) -> None:
    """From the commit on nobody comes in by it. Revoking it again does nothing."""
    key = await read_key(tx, key_id, everybody=everybody)
    if await store.end(tx, key_id):
        await events.append(tx, KeyRevoked(key_id, key.name, key.prefix, key.version + 1))


async def whose(tx: Tx, *, everybody: bool) -> UUID | None:
    """The maker whose keys are seen; none for all. A key sees those of its own maker."""
    if everybody:
        return None
    actor_id = tx.actor.id
    maker = await store.made_by(tx, actor_id) if actor_id and is_key(tx) else actor_id
    if maker is None:
        raise Denied("Only a person has keys of its own.", "Sign in as a member.")
    return maker


def is_key(tx: Tx) -> bool:
    return tx.actor.kind is ActorKind.key


async def find_key(tx: Tx, token: str) -> FoundKey | None:
    """Whose key this is; none if it has ended in any way. Asks one question, of all workspaces.

    Text that was never a key costs no question at all.
    """
    return await store.of_secret(tx, token_hash(token)) if model.is_token(token) else None


async def touch(tx: Tx, key: FoundKey, address: str) -> None:
    """Remember that it was used, at most once a minute; needs a system transaction."""
    if key.to_be_touched(tx.now):
        last = tx.now - model.TOUCH_EVERY
        await store.touch(tx, key, address[:ADDRESS_CHARS_MAX], last)
