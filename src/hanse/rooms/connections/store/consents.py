"""Statements about consents that were begun."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.connections.model.consents import Pending

ADD = """
    insert into connections_consents
        (workspace_id, id, state_hash, platform, account_id, name, secrets, person_id, made_at,
        expires_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""
HOLD = """
    select id, workspace_id, platform, account_id, name, person_id, expires_at,
        granted is not null as granted
    from connections_consents
    where workspace_id = $1 and state_hash = $2 and ended_at is null for update
"""
BY_STATE = """
    select id, workspace_id, platform, account_id, name, person_id, expires_at,
        granted is not null as granted
    from connections_consents where state_hash = $1 and ended_at is null
"""
SEALED = "select secrets, granted from connections_consents where workspace_id = $1 and id = $2"
GRANT = """
    update connections_consents set granted = $3
    where workspace_id = $1 and id = $2 and granted is null and ended_at is null
"""
END = "update connections_consents set ended_at = $3 where workspace_id = $1 and id = $2"
FORGET = "delete from connections_consents where expires_at < $1"
OLDER_SECRETS = """
    select id, secrets from connections_consents
    where secrets < $1 order by secrets limit $2 for update
"""
REPLACE_SECRETS = "update connections_consents set secrets = $3 where id = $1 and secrets = $2"
OLDER_GRANTED = """
    select id, granted from connections_consents
    where granted < $1 order by granted limit $2 for update
"""
REPLACE_GRANTED = "update connections_consents set granted = $3 where id = $1 and granted = $2"


async def add(
    tx: Tx,
    pending: Pending,
    state_hash: bytes,
    secrets: bytes,
) -> None:
    await tx.execute(
        ADD,
        *(tx.workspace_id, pending.id, state_hash, pending.platform, pending.account_id),
        *(pending.name, secrets, pending.person_id, tx.now, pending.expires_at),
    )


async def hold(tx: Tx, state_hash: bytes) -> Pending | None:
    row = await tx.fetchrow(HOLD, tx.workspace_id, state_hash)
    return Pending(**row) if row else None


async def by_state(tx: Tx, state_hash: bytes) -> Pending | None:
    """In the system's transaction: the platform does not know whose the consent is."""
    row = await tx.fetchrow(BY_STATE, state_hash)
    return Pending(**row) if row else None


async def sealed(tx: Tx, consent_id: UUID) -> tuple[bytes, bytes | None]:
    row = await tx.fetchrow(SEALED, tx.workspace_id, consent_id)
    assert row is not None, "hold it first"
    return row["secrets"], row["granted"]


async def grant(tx: Tx, consent_id: UUID, granted: bytes) -> bool:
    return await tx.execute(GRANT, tx.workspace_id, consent_id, granted) > 0


async def end(tx: Tx, consent_id: UUID) -> None:
    await tx.execute(END, tx.workspace_id, consent_id, tx.now)


async def forget(tx: Tx, before: datetime) -> int:
    """In the system's transaction."""
    return await tx.execute(FORGET, before)


async def older_secrets(tx: Tx, before: bytes, rows_max: int) -> Sequence[tuple[UUID, bytes]]:
    rows = await tx.fetch(OLDER_SECRETS, before, rows_max)
    return [(row["id"], row["secrets"]) for row in rows]


async def replace_secrets(tx: Tx, rows: Sequence[tuple[UUID, bytes, bytes]]) -> None:
    await tx.executemany(REPLACE_SECRETS, rows)


async def older_granted(tx: Tx, before: bytes, rows_max: int) -> Sequence[tuple[UUID, bytes]]:
    rows = await tx.fetch(OLDER_GRANTED, before, rows_max)
    return [(row["id"], row["granted"]) for row in rows]


async def replace_granted(tx: Tx, rows: Sequence[tuple[UUID, bytes, bytes]]) -> None:
    await tx.executemany(REPLACE_GRANTED, rows)
