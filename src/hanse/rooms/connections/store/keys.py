"""Statements about the sealed keys of accounts."""

from collections.abc import Sequence
from uuid import UUID

from hanse.engine.tx import Tx

SECRETS = """
    select secrets, secrets_version from connections_accounts where workspace_id = $1 and id = $2
"""
OLDER_SECRETS = """
    select id, secrets from connections_accounts
    where secrets < $1 order by secrets limit $2 for update
"""
REPLACE_SECRETS = "update connections_accounts set secrets = $3 where id = $1 and secrets = $2"


async def secrets(tx: Tx, account_id: UUID) -> tuple[bytes | None, int]:
    row = await tx.fetchrow(SECRETS, tx.workspace_id, account_id)
    return (row["secrets"], row["secrets_version"]) if row else (None, 0)


async def older_secrets(tx: Tx, before: bytes, rows_max: int) -> Sequence[tuple[UUID, bytes]]:
    rows = await tx.fetch(OLDER_SECRETS, before, rows_max)
    return [(row["id"], row["secrets"]) for row in rows]


async def replace_secrets(tx: Tx, rows: Sequence[tuple[UUID, bytes, bytes]]) -> None:
    await tx.executemany(REPLACE_SECRETS, rows)
