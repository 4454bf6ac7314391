"""Since when variants are counted."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.stock.store import opened as store


async def opened_at(tx: Tx, variant_ids: Sequence[UUID]) -> Mapping[UUID, datetime]:
    """Of those that are counted, when their first number was set."""
    return await store.opened_at(tx, variant_ids) if variant_ids else {}
