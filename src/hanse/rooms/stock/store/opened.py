"""Statements about when counting began."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from hanse.engine.tx import Tx

OPENED = """
    select variant_id, opened_at, opened_basis from stock_items
    where workspace_id = $1 and variant_id = any($2::uuid[]) and state = 'counted'
      and opened_at is not null
"""


async def opened(tx: Tx, variant_ids: Sequence[UUID]) -> Mapping[UUID, tuple[datetime, str]]:
    rows = await tx.fetch(OPENED, tx.workspace_id, list(variant_ids))
    return {row["variant_id"]: (row["opened_at"], row["opened_basis"]) for row in rows}
