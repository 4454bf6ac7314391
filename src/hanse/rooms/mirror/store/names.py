"""Statements about what accounts show, by the platform's names alone: nothing is unpacked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.trade.ports_read import Kind

SUMS = """
    select remote_id, checksum from mirror_rows
    where workspace_id = $1 and account_id = $2 and kind = $3 and remote_id = any($4::text[])
      and gone_at is null
"""
NAMES = """
    select account_id, remote_id, parent_id from mirror_rows
    where workspace_id = $1 and kind = $2 and id = any($3::uuid[])
"""
STANDINGS = """
    select remote_id, state, gone_at is not null as gone from mirror_rows
    where workspace_id = $1 and account_id = $2 and kind = 'products'
      and remote_id = any($3::text[])
"""
READ_AT = """
    select remote_id, read_at from mirror_rows
    where workspace_id = $1 and account_id = $2 and kind = $3 and remote_id = any($4::text[])
"""


@dataclass(frozen=True, slots=True)
class Named:
    """A thing by the platform's ids."""

    account_id: UUID
    remote_id: str
    parent_id: str | None


async def sums(
    tx: Tx, account_id: UUID, kind: Kind, remote_ids: Sequence[str]
) -> Mapping[str, bytes]:
    rows = await tx.fetch(SUMS, tx.workspace_id, account_id, kind.value, list(remote_ids))
    return {row["remote_id"]: row["checksum"] for row in rows}


async def names(tx: Tx, kind: Kind, row_ids: Sequence[UUID]) -> Sequence[Named]:
    return [
        Named(*row) for row in await tx.fetch(NAMES, tx.workspace_id, kind.value, list(row_ids))
    ]


async def standings(
    tx: Tx, account_id: UUID, remote_ids: Sequence[str]
) -> Mapping[str, tuple[str | None, bool]]:
    rows = await tx.fetch(STANDINGS, tx.workspace_id, account_id, list(remote_ids))
    return {row["remote_id"]: (row["state"], row["gone"]) for row in rows}


async def read_at(
    tx: Tx, account_id: UUID, kind: Kind, remote_ids: Sequence[str]
) -> Mapping[str, datetime]:
    rows = await tx.fetch(READ_AT, tx.workspace_id, account_id, kind.value, list(remote_ids))
    return {row["remote_id"]: row["read_at"] for row in rows}
