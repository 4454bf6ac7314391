"""What variants are called, for rooms above that show them in lists of their own."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.catalog.model.goods import Label
from hanse.rooms.catalog.store import labels as store


async def labels(tx: Tx, variant_ids: Sequence[UUID]) -> Mapping[UUID, Label]:
    return await store.labels(tx, variant_ids)


async def labels_of_skus(tx: Tx, skus: Sequence[str]) -> Mapping[str, UUID]:
    """Of active variants alone, for no two of them have the same."""
    return await store.by_sku(tx, skus)
