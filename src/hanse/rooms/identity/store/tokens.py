"""Machines' tokens and the keys that sign them, in tables that stand in the installation."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.identity.model.sessions import Session, read_session
from hanse.rooms.identity.model.tokens import SigningKey

ONE_MAKES = 0x68616E7365_02  # the advisory lock of whoever makes a signing key


@dataclass(frozen=True, slots=True)
class Signer:
    """A signing key with its private half, still sealed."""

    key: SigningKey
    sealed: bytes = field(repr=False)


async def by_token(tx: Tx, token_hash: bytes) -> Session | None:
    """The living machine whose newest refresh token this is; of two at once one gets it first."""
    row = await tx.fetchrow(
        """
        select id, person_id, kind, name, agent, address, made_at, seen_at, proven_at,
            second_factor
        from identity_sessions
        where workspace_id = $1 and token_hash = $2 and kind = 'machine' and ended_at is null
        for update
        """,
        *(tx.workspace_id, token_hash),
    )
    return None if row is None else read_session(*row)


async def person_of(tx: Tx, token_hash: bytes) -> UUID | None:
    """Whose machine this is, by its newest refresh token."""
    found: UUID | None = await tx.fetchval(
        """
        select person_id from identity_sessions
        where workspace_id = $1 and token_hash = $2 and kind = 'machine' and ended_at is null
        """,
        *(tx.workspace_id, token_hash),
    )
    return found


async def by_spent(tx: Tx, token_hash: bytes) -> UUID | None:
    """The machine that exchanged this token before."""
    found: UUID | None = await tx.fetchval(
        """
        select session_id from identity_spent_tokens where workspace_id = $1 and token_hash = $2
        """,
        *(tx.workspace_id, token_hash),
    )
    return found


async def exchange(
    tx: Tx, session_id: UUID, old: bytes, new: bytes, agent: str, address: str
) -> None:
    await tx.execute(
        """
        with spent as (
            insert into identity_spent_tokens (workspace_id, id, session_id, token_hash, spent_at)
            values ($1, $3, $2, $4, $6))
        update identity_sessions set token_hash = $5, seen_at = $6, agent = $7, address = $8
        where workspace_id = $1 and id = $2
        """,
        *(tx.workspace_id, session_id, tx.ids.new(), old, new, tx.now, agent, address),
    )


async def make_alone(tx: Tx) -> None:
    """Wait until nobody else is about to make a signing key."""
    await tx.execute("select pg_advisory_xact_lock($1)", ONE_MAKES)


async def newest_signer(tx: Tx, made_after: datetime) -> Signer | None:
    row = await tx.fetchrow(
        """
        select id, public_key, sealed from identity_signing_keys
        where workspace_id = $1 and retired_at is null and made_at > $2
        order by id desc limit 1
        """,
        *(tx.workspace_id, made_after),
    )
    return None if row is None else Signer(SigningKey(row["id"], row["public_key"]), row["sealed"])


async def add_signer(tx: Tx, signer: Signer) -> None:
    """The new one signs from now on; those before it are still known for a while."""
    await tx.execute(
        """
        with retired as (
            update identity_signing_keys set retired_at = $5
            where workspace_id = $1 and retired_at is null)
        insert into identity_signing_keys (workspace_id, id, public_key, sealed, made_at)
        values ($1, $2, $3, $4, $5)
        """,
        *(tx.workspace_id, signer.key.id, signer.key.public_key, signer.sealed, tx.now),
    )


async def public_keys(tx: Tx) -> Sequence[SigningKey]:
    rows = await tx.fetch(
        "select id, public_key from identity_signing_keys where workspace_id = $1",
        tx.workspace_id,
    )
    return [SigningKey(row["id"], row["public_key"]) for row in rows]


async def older_seals(tx: Tx, before: bytes, rows_max: int) -> Sequence[tuple[UUID, bytes]]:
    rows = await tx.fetch(
        """
        select id, sealed from identity_signing_keys
        where workspace_id = $1 and sealed < $2 limit $3 for update
        """,
        *(tx.workspace_id, before, rows_max),
    )
    return [(row["id"], row["sealed"]) for row in rows]


async def replace_seals(tx: Tx, rows: Sequence[tuple[UUID, bytes, bytes]]) -> None:
    await tx.executemany(
        """
        update identity_signing_keys set sealed = $4
        where workspace_id = $1 and id = $2 and sealed = $3
        """,
        [(tx.workspace_id, *row) for row in rows],
    )
