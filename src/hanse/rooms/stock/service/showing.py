"""What shops show of stock, and from when to when it could be bought there."""

from collections.abc import Collection, Sequence
from uuid import UUID

from hanse.base.faults import Gone
from hanse.engine.tx import Tx
from hanse.rooms.catalog.service import reading
from hanse.rooms.stock.model.shown import Period, ShownRow
from hanse.rooms.stock.store import periods as by_time
from hanse.rooms.stock.store import shown as store

PERIODS_MAX = 2_000


async def shown(
    tx: Tx, account_id: UUID | None, variant_ids: Collection[UUID]
) -> Sequence[ShownRow]:
    """By variant, shop and target; of one shop or of all."""
    return await store.of_variants(tx, account_id, variant_ids) if variant_ids else []


async def periods(tx: Tx, variant_id: UUID, account_id: UUID | None = None) -> Sequence[Period]:
    """The newest first, at most `PERIODS_MAX`; `Gone` where there is no such variant."""
    if not await reading.variants(tx, [variant_id]):
        raise Gone("There is no such variant here, or not any more.")
    return await by_time.of_variant(tx, variant_id, account_id, PERIODS_MAX)
