"""Links that are good once, in their table, which stands in the installation."""

from datetime import datetime
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.identity.model.links import Link, LinkKind


async def add(tx: Tx, link: Link, token_hash: bytes) -> None:
    await tx.execute(
        """
        insert into identity_links (workspace_id, id, person_id, kind, token_hash, email, made_at,
            expires_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        tx.workspace_id,
        link.id,
        link.person_id,
        link.kind,
        token_hash,
        link.email,
        tx.now,
        link.expires_at,
    )


async def find(tx: Tx, kind: str, token_hash: bytes) -> Link | None:
    """One that is still good; it stays so until somebody uses it."""
    row = await tx.fetchrow(
        """
        select id, person_id, kind, email, expires_at from identity_links
        where workspace_id = $1 and token_hash = $2 and kind = $3 and used_at is null
            and expires_at > $4
        """,
        *(tx.workspace_id, token_hash, kind, tx.now),
    )
    return None if row is None else link(*row)


async def use(tx: Tx, kind: str, token_hash: bytes) -> Link | None:
    """Use one that is still good; of two at once only one gets it."""
    row = await tx.fetchrow(
        """
        update identity_links set used_at = $4
        where workspace_id = $1 and token_hash = $2 and kind = $3 and used_at is null
            and expires_at > $4
        returning id, person_id, kind, email, expires_at
        """,
        *(tx.workspace_id, token_hash, kind, tx.now),
    )
    return None if row is None else link(*row)


async def forget(tx: Tx, person_id: UUID, kind: str) -> None:
    """All of this kind that were given to this person are good no more."""
    await tx.execute(
        "delete from identity_links where workspace_id = $1 and person_id = $2 and kind = $3",
        *(tx.workspace_id, person_id, kind),
    )


def link(
    link_id: UUID, person_id: UUID, kind: str, email: str | None, expires_at: datetime
) -> Link:
    return Link(link_id, person_id, LinkKind(kind), email, expires_at)
