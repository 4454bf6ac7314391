"""Statements about API keys."""

from datetime import datetime
from uuid import UUID

from hanse.engine.tx import INSTALLATION, Tx
from hanse.rooms.identity.model.keys import ApiKey, FoundKey

LOCK = "select pg_advisory_xact_lock(hashtextextended('identity_keys ' || $1::uuid, 0))"
LIVING = """
    select count(*) from identity_keys
    where workspace_id = $1 and ended_at is null and (expires_at is null or expires_at > $2)
"""
ADD = """
    insert into identity_keys (workspace_id, id, name, prefix, secret_hash, scopes, made_by,
        made_at, expires_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""
FIND = """
    select keys.id, keys.name, keys.prefix, keys.scopes, keys.made_by, keys.made_at,
        keys.expires_at, keys.used_at, keys.used_from, keys.ended_at, keys.ended_by, keys.version,
        people.name as maker
    from identity_keys keys
    left join identity_members members on members.workspace_id = keys.workspace_id
        and members.person_id = keys.made_by and members.joined_at <= keys.made_at
    left join identity_people people on people.workspace_id = $2 and people.id = members.person_id
    where keys.workspace_id = $1 and ($3::uuid is null or keys.made_by = $3)
        and ($4::uuid is null or keys.id < $4) and ($5::uuid is null or keys.id = $5)
    order by keys.id desc limit $6
"""
HOLD = "select id from identity_keys where workspace_id = $1 and id = $2 for update"
MADE_BY = "select made_by from identity_keys where workspace_id = $1 and id = $2"
RENAME = """
    update identity_keys set name = $3, version = version + 1 where workspace_id = $1 and id = $2
"""
END = """
    update identity_keys set ended_at = $3, ended_by = $4, version = version + 1
    where workspace_id = $1 and id = $2 and ended_at is null
"""
# A key made before its maker joined is of a membership that has ended: it does not come to life
# again when the person comes back.
BROUGHT = """
    select keys.id, keys.workspace_id, keys.name, keys.prefix, keys.scopes, keys.made_by,
        keys.used_at, people.name as maker, members.role, workspaces.state as workspace_state,
        workspaces.networks, limits.amount_minor, limits.currency, limits.items_max
    from identity_keys keys
    join identity_members members on members.workspace_id = keys.workspace_id
        and members.person_id = keys.made_by and members.joined_at <= keys.made_at
    join identity_people people on people.workspace_id = $2 and people.id = keys.made_by
        and people.state <> 'closed'
    join identity_workspaces workspaces on workspaces.workspace_id = keys.workspace_id
        and workspaces.state <> 'closed'
    left join identity_limits limits on limits.workspace_id = keys.workspace_id
        and limits.role = members.role
    where keys.secret_hash = $1 and keys.ended_at is null
        and (keys.expires_at is null or keys.expires_at > $3)
"""
TOUCH = """
    update identity_keys set used_at = $3, used_from = $4
    where workspace_id = $1 and id = $2 and (used_at is null or used_at <= $5)
"""


async def lock(tx: Tx) -> None:
    """Those who make keys in this workspace come one after the other."""
    await tx.execute(LOCK, tx.workspace_id)


async def living(tx: Tx) -> int:
    count: int = await tx.fetchval(LIVING, tx.workspace_id, tx.now)
    return count


async def add(tx: Tx, key: ApiKey, secret_hash: bytes) -> None:
    await tx.execute(
        ADD,
        *(tx.workspace_id, key.id, key.name, key.prefix, secret_hash, list(key.scopes)),
        *(key.made_by, key.made_at, key.expires_at),
    )


async def find(tx: Tx, made_by: UUID | None, before: UUID | None, rows_max: int) -> list[ApiKey]:
    """The newest first; of one maker, or of all."""
    rows = await tx.fetch(FIND, tx.workspace_id, INSTALLATION, made_by, before, None, rows_max)
    return [ApiKey(**row) for row in rows]


async def get(tx: Tx, key_id: UUID, made_by: UUID | None) -> ApiKey | None:
    row = await tx.fetchrow(FIND, tx.workspace_id, INSTALLATION, made_by, None, key_id, 1)
    return ApiKey(**row) if row else None


async def hold(tx: Tx, key_id: UUID) -> None:
    """Until this transaction ends nobody else changes the key."""
    await tx.execute(HOLD, tx.workspace_id, key_id)


async def made_by(tx: Tx, key_id: UUID) -> UUID | None:
    found: UUID | None = await tx.fetchval(MADE_BY, tx.workspace_id, key_id)
    return found


async def rename(tx: Tx, key_id: UUID, name: str) -> None:
    await tx.execute(RENAME, tx.workspace_id, key_id, name)


async def end(tx: Tx, key_id: UUID) -> bool:
    """Whether it was good until now."""
    return await tx.execute(END, tx.workspace_id, key_id, tx.now, tx.actor.id) == 1


async def of_secret(tx: Tx, secret_hash: bytes) -> FoundKey | None:
    """Needs a system transaction: nobody knows yet in which workspace it is."""
    row = await tx.fetchrow(BROUGHT, secret_hash, INSTALLATION, tx.now)
    return FoundKey(**row) if row else None


async def touch(tx: Tx, key: FoundKey, address: str, before: datetime) -> None:
    await tx.execute(TOUCH, key.workspace_id, key.id, tx.now, address, before)
