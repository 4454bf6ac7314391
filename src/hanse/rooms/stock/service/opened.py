"""Since when variants are counted."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.stock.model.opening import Basis
from hanse.rooms.stock.store import opened as store


async def opened(tx: Tx, variant_ids: Sequence[UUID]) -> Mapping[UUID, tuple[datetime, Basis]]:
    """Of those that are counted, when their first number was set, and what it was."""
    found = await store.opened(tx, variant_ids) if variant_ids else {}
    return {key: (at, Basis(basis)) for key, (at, basis) in found.items()}
