"""What is over and is deleted, in tables that stand in the installation."""

from datetime import datetime

from hanse.engine.tx import Tx

ROWS_MAX = 5_000


async def forget_links(tx: Tx) -> int:
    """Links that were used or have run out."""
    return await tx.execute(
        """
        delete from identity_links where workspace_id = $1 and id in (
            select id from identity_links
            where workspace_id = $1 and (used_at is not null or expires_at <= $2) limit $3)
        """,
        *(tx.workspace_id, tx.now, ROWS_MAX),
    )


async def forget_challenges(tx: Tx) -> int:
    return await tx.execute(
        """
        delete from identity_challenges where workspace_id = $1 and id in (
            select id from identity_challenges
            where workspace_id = $1 and expires_at <= $2 limit $3)
        """,
        *(tx.workspace_id, tx.now, ROWS_MAX),
    )


async def forget_attempts(tx: Tx, before: datetime, after: datetime) -> int:
    """Those of long ago, and those that a wrong clock wrote into the future."""
    return await tx.execute(
        """
        delete from identity_attempts where workspace_id = $1 and id in (
            select id from identity_attempts
            where workspace_id = $1 and (last_at < $2 or last_at > $3) limit $4)
        """,
        *(tx.workspace_id, before, after, ROWS_MAX),
    )


async def forget_spent(tx: Tx, ended_before: datetime, spent_before: datetime) -> int:
    """Tokens of sessions that are about to be deleted, and those that were spent long ago."""
    return await tx.execute(
        """
        delete from identity_spent_tokens where workspace_id = $1 and id in (
            select spent.id from identity_spent_tokens spent
            join identity_sessions session
                on session.workspace_id = spent.workspace_id and session.id = spent.session_id
            where spent.workspace_id = $1 and (session.ended_at < $2 or spent.spent_at < $3)
            limit $4)
        """,
        *(tx.workspace_id, ended_before, spent_before, ROWS_MAX),
    )


async def forget_sessions(tx: Tx, ended_before: datetime) -> int:
    return await tx.execute(
        """
        delete from identity_sessions where workspace_id = $1 and id in (
            select session.id from identity_sessions session
            where session.workspace_id = $1 and session.ended_at < $2 and not exists (
                select from identity_spent_tokens spent
                where spent.workspace_id = $1 and spent.session_id = session.id)
            limit $3)
        """,
        *(tx.workspace_id, ended_before, ROWS_MAX),
    )


async def end_idle_sessions(tx: Tx, seen_before: datetime) -> int:
    """Those that no workspace would let in again, however patient it is."""
    return await tx.execute(
        """
        update identity_sessions set ended_at = $2, end_reason = 'expired'
        where workspace_id = $1 and id in (
            select id from identity_sessions
            where workspace_id = $1 and ended_at is null and seen_at < $3 limit $4)
        """,
        *(tx.workspace_id, tx.now, seen_before, ROWS_MAX),
    )


async def forget_signing_keys(tx: Tx, retired_before: datetime) -> int:
    return await tx.execute(
        "delete from identity_signing_keys where workspace_id = $1 and retired_at < $2",
        *(tx.workspace_id, retired_before),
    )
