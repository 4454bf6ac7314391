"""The mails of all workspaces, for the operator: what was sent, and what somebody has to read out.

Who looked and why is in the log of each workspace, as for everything that is sealed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.engine.mail import mails
from hanse.engine.mail.mails import Kept, Mail
from hanse.engine.tx import Database


@dataclass(frozen=True, slots=True)
class Listed:
    """A mail without what it says."""

    row: Kept
    to: str
    subject: str


async def newest(
    database: Database, purpose: str, rows_max: int, before: UUID | None = None
) -> Sequence[Listed]:
    """The newest mails, older than `before`."""
    async with database.system_tx(purpose) as tx:
        rows = await mails.find(tx, rows_max, before)
    heads: dict[UUID, tuple[str, str]] = {}
    for workspace_id in {row.workspace_id for row in rows}:
        ours = [row for row in rows if row.workspace_id == workspace_id]
        async with database.system_tx(purpose, workspace_id) as tx:
            heads |= await mails.opened_heads(tx, ours, "the operator looks at the mails")
    return [Listed(row, *heads[row.id]) for row in rows]


async def read(database: Database, purpose: str, mail_id: UUID) -> tuple[Kept, Mail]:
    """One mail with what it says."""
    async with database.system_tx(purpose) as tx:
        row = await mails.one(tx, mail_id)
    async with database.system_tx(purpose, row.workspace_id) as tx:
        return row, await mails.opened(tx, row, "the operator reads the mail")


async def again(database: Database, purpose: str, mail_id: UUID) -> None:
    """Send it once more: somebody has looked, and it did not arrive."""
    async with database.system_tx(purpose) as tx:
        row = await mails.one(tx, mail_id)
    async with database.system_tx(purpose, row.workspace_id) as tx:
        await mails.send_again(tx, mail_id)
