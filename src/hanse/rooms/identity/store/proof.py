"""Half sign-ins and questions in their table; each is taken out when it is used."""

from datetime import datetime
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.identity.model.proof import OPEN_MAX, Challenge, ChallengeKind


async def add(tx: Tx, challenge: Challenge) -> None:
    await tx.execute(
        """
        insert into identity_challenges (workspace_id, id, person_id, kind, token_hash, question,
            made_at, expires_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        tx.workspace_id,
        challenge.id,
        challenge.person_id,
        challenge.kind,
        challenge.token_hash,
        challenge.question,
        challenge.made_at,
        challenge.expires_at,
    )


async def forget_old(tx: Tx, person_id: UUID) -> None:
    """What this person left lying: all that is over, and the oldest of too many."""
    await tx.execute(
        """
        delete from identity_challenges where workspace_id = $1 and person_id = $2
            and (expires_at <= $3 or id in (
                select id from identity_challenges
                where workspace_id = $1 and person_id = $2 order by id desc offset $4))
        """,
        *(tx.workspace_id, person_id, tx.now, OPEN_MAX - 1),
    )


async def find(tx: Tx, kind: ChallengeKind, token_hash: bytes) -> Challenge | None:
    """One that is still good."""
    row = await tx.fetchrow(
        """
        select id, person_id, kind, token_hash, question, made_at, expires_at
        from identity_challenges
        where workspace_id = $1 and token_hash = $2 and kind = $3 and expires_at > $4
        """,
        *(tx.workspace_id, token_hash, kind, tx.now),
    )
    return None if row is None else challenge(*row)


async def take(tx: Tx, kind: ChallengeKind, token_hash: bytes, person_id: UUID) -> Challenge | None:
    """Use one up that is still good and this person's; of two at once only one gets it."""
    row = await tx.fetchrow(
        """
        delete from identity_challenges
        where workspace_id = $1 and token_hash = $2 and kind = $3 and person_id = $4
            and expires_at > $5
        returning id, person_id, kind, token_hash, question, made_at, expires_at
        """,
        *(tx.workspace_id, token_hash, kind, person_id, tx.now),
    )
    return None if row is None else challenge(*row)


async def forget_all(tx: Tx, person_id: UUID) -> None:
    await tx.execute(
        "delete from identity_challenges where workspace_id = $1 and person_id = $2",
        *(tx.workspace_id, person_id),
    )


def challenge(
    challenge_id: UUID,
    person_id: UUID,
    kind: str,
    token_hash: bytes,
    question: bytes | None,
    made_at: datetime,
    expires_at: datetime,
) -> Challenge:
    return Challenge(
        challenge_id, person_id, ChallengeKind(kind), token_hash, question, made_at, expires_at
    )


async def note_factor(tx: Tx, session_id: UUID) -> None:
    """A second factor was shown within this session, so it is one with both."""
    await tx.execute(
        """
        update identity_sessions set second_factor = true
        where workspace_id = $1 and id = $2 and ended_at is null and not second_factor
        """,
        *(tx.workspace_id, session_id),
    )
