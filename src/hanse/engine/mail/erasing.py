"""Mails to somebody who is erased: they are gone, and what still waited is not sent."""

from collections.abc import Sequence
from uuid import UUID

from hanse.engine.tx import Tx

# One that is being sent now is marked by its job, and forgotten with the others in its time.
ERASE = """
    delete from engine_mails
    where workspace_id = $1 and id = any($2::uuid[]) and state <> 'sending'
"""


async def erase(tx: Tx, mail_ids: Sequence[UUID]) -> int:
    """How many there were. Their jobs find nothing and end."""
    if not mail_ids:
        return 0
    return await tx.execute(ERASE, tx.workspace_id, list(mail_ids))
