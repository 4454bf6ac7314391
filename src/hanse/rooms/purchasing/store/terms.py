"""Statements about what holds for orders at a supplier."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from hanse.engine.tx import Tx

OF_ACCOUNT = """
    select supplier.id, supplier.buffer_minutes, supplier.above_percent, supplier.margin_percent,
        supplier.dispute_days,
        supplier.wishes, supplier.memo, supplier.accepted,
        coalesce(usual.wishes, '{}') as defaults, coalesce(usual.gift_note, '') as gift_note
    from purchasing_suppliers as supplier left join purchasing_defaults as usual
      on usual.workspace_id = $1
    where supplier.workspace_id = $1 and supplier.account_id = $2
"""


@dataclass(frozen=True, slots=True)
class Terms:
    """Of a supplier; `defaults` are the workspace's own wishes."""

    buffer_minutes: int
    above_percent: Decimal
    margin_percent: Decimal
    dispute_days: int | None
    wishes: Mapping[str, bool]
    memo: str
    accepted: frozenset[str]
    defaults: Mapping[str, bool]
    gift_note: str


async def of_account(tx: Tx, account_id: UUID) -> Mapping[UUID, Terms]:
    rows = await tx.fetch(OF_ACCOUNT, tx.workspace_id, account_id)
    return {
        row["id"]: Terms(
            *(row["buffer_minutes"], row["above_percent"], row["margin_percent"]),
            row["dispute_days"],
            *(json.loads(row["wishes"]), row["memo"], frozenset(row["accepted"])),
            *(json.loads(row["defaults"]), row["gift_note"]),
        )
        for row in rows
    }
