"""Sessions in their table, which stands in the installation."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from hanse.engine.tx import INSTALLATION, Tx
from hanse.rooms.identity.model.sessions import SESSIONS_MAX, Session, read_session


async def add(tx: Tx, session: Session, token_hash: bytes) -> None:
    await tx.execute(
        """
        insert into identity_sessions (workspace_id, id, person_id, kind, token_hash, name, agent,
            address, made_at, seen_at, proven_at, second_factor)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        """,
        tx.workspace_id,
        session.id,
        session.person_id,
        session.kind,
        token_hash,
        session.name,
        session.agent,
        session.address,
        session.made_at,
        session.seen_at,
        session.proven_at,
        session.second_factor,
    )


async def touch(tx: Tx, session_id: UUID, address: str, before: datetime) -> bool:
    """Note that it was seen, unless it was seen since `before`."""
    return bool(
        await tx.execute(
            """
            update identity_sessions set seen_at = $3, address = $4
            where workspace_id = $1 and id = $2 and seen_at < $5 and ended_at is null
            """,
            *(INSTALLATION, session_id, tx.now, address, before),
        )
    )


async def prove(tx: Tx, session_id: UUID) -> UUID | None:
    """Note that its person has just shown who it is; whose it is, if it lives."""
    owner: UUID | None = await tx.fetchval(
        """
        update identity_sessions set proven_at = $3
        where workspace_id = $1 and id = $2 and ended_at is null returning person_id
        """,
        *(INSTALLATION, session_id, tx.now),
    )
    return owner


async def change_token(tx: Tx, session_id: UUID, token_hash: bytes) -> bool:
    """Let another cookie open the session of a browser; whether it is one that lives."""
    return bool(
        await tx.execute(
            """
            update identity_sessions set token_hash = $3
            where workspace_id = $1 and id = $2 and kind = 'browser' and ended_at is null
            """,
            *(INSTALLATION, session_id, token_hash),
        )
    )


async def living(tx: Tx, person_id: UUID, *, limit: int, before: UUID | None) -> Sequence[Session]:
    """A person's sessions that are not over, newest first."""
    rows = await tx.fetch(
        """
        select id, person_id, kind, name, agent, address, made_at, seen_at, proven_at,
            second_factor
        from identity_sessions
        where workspace_id = $1 and person_id = $2 and ended_at is null
            and ($3::uuid is null or id < $3)
        order by id desc limit $4
        """,
        *(INSTALLATION, person_id, before, limit),
    )
    return [read_session(*row) for row in rows]


async def get(tx: Tx, session_id: UUID) -> Session | None:
    row = await tx.fetchrow(
        """
        select id, person_id, kind, name, agent, address, made_at, seen_at, proven_at,
            second_factor
        from identity_sessions where workspace_id = $1 and id = $2 and ended_at is null
        """,
        *(INSTALLATION, session_id),
    )
    return None if row is None else read_session(*row)


async def id_of(tx: Tx, token_hash: bytes) -> UUID | None:
    """The living session of this cookie."""
    found: UUID | None = await tx.fetchval(
        """
        select id from identity_sessions
        where workspace_id = $1 and token_hash = $2 and kind = 'browser' and ended_at is null
        """,
        *(INSTALLATION, token_hash),
    )
    return found


async def end(tx: Tx, session_id: UUID, reason: str) -> UUID | None:
    """Whose it was, if it lived until now."""
    owner: UUID | None = await tx.fetchval(
        """
        update identity_sessions set ended_at = $3, end_reason = $4
        where workspace_id = $1 and id = $2 and ended_at is null returning person_id
        """,
        *(INSTALLATION, session_id, tx.now, reason),
    )
    return owner


async def end_all(tx: Tx, person_id: UUID, reason: str, but: UUID | None) -> Sequence[UUID]:
    rows = await tx.fetch(
        """
        update identity_sessions set ended_at = $3, end_reason = $4
        where workspace_id = $1 and person_id = $2 and ended_at is null
            and id is distinct from $5
        returning id
        """,
        *(INSTALLATION, person_id, tx.now, reason, but),
    )
    return [row["id"] for row in rows]


async def end_surplus(tx: Tx, person_id: UUID, reason: str) -> Sequence[UUID]:
    """End those beyond the limit that were seen least lately, so that one more fits."""
    rows = await tx.fetch(
        """
        update identity_sessions set ended_at = $3, end_reason = $4
        where workspace_id = $1 and id in (
            select id from identity_sessions
            where workspace_id = $1 and person_id = $2 and ended_at is null
            order by seen_at desc, id desc offset $5)
        returning id
        """,
        *(INSTALLATION, person_id, tx.now, reason, SESSIONS_MAX - 1),
    )
    return [row["id"] for row in rows]


async def was_seen_at(tx: Tx, person_id: UUID | None, place: str) -> bool:
    """Whether the person was ever signed in from there, as far as we remember.

    The place is an address, or the network of a line of IPv6, within which addresses change daily.
    """
    seen: bool = await tx.fetchval(
        """
        select exists (select from identity_sessions
            where workspace_id = $1 and person_id = $2 and (address = $3
                or case when $3 like '%:%/%' and address ~ '^[0-9a-f:.]*:[0-9a-f:.]*$'
                    then address::inet <<= $3::inet else false end))
        """,
        *(INSTALLATION, person_id, place),
    )
    return seen
