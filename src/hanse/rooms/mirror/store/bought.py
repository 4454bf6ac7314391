"""Statements about what was bought at a shop, by the platform's names; values are sealed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from hanse.engine.tx import Tx

ORDERS = """
    select id, remote_id, value, gone_at from mirror_rows
    where workspace_id = $1 and account_id = $2 and kind = 'orders'
      and remote_id = any($3::text[])
"""
REFUNDS = """
    select id, parent_id, value from mirror_rows
    where workspace_id = $1 and account_id = $2 and kind = 'refunds'
      and parent_id = any($3::text[]) and gone_at is null
    order by parent_id, remote_id
"""
PURCHASES = """
    select id, remote_id, value from mirror_rows
    where workspace_id = $1 and account_id = $2 and kind = 'purchases'
      and remote_id = any($3::text[]) and gone_at is null
"""


async def orders(
    tx: Tx, account_id: UUID, remote_ids: Sequence[str]
) -> Sequence[tuple[UUID, str, bytes, datetime | None]]:
    return [(*row,) for row in await tx.fetch(ORDERS, tx.workspace_id, account_id, remote_ids)]


async def refunds(
    tx: Tx, account_id: UUID, order_ids: Sequence[str]
) -> Sequence[tuple[UUID, str, bytes]]:
    return [(*row,) for row in await tx.fetch(REFUNDS, tx.workspace_id, account_id, order_ids)]


async def purchases(
    tx: Tx, account_id: UUID, remote_ids: Sequence[str]
) -> Sequence[tuple[UUID, str, bytes]]:
    return [(*row,) for row in await tx.fetch(PURCHASES, tx.workspace_id, account_id, remote_ids)]
