"""The goods that people name, by variant or SKU."""

from collections.abc import Iterable
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.catalog.service import labels
from hanse.rooms.stock.model.naming import Known
from hanse.rooms.stock.store import naming as store


async def known(tx: Tx, named: Iterable[tuple[UUID | None, str]]) -> Known:
    """Whatever of these there is, in three statements."""
    given = list(named)
    by_sku = await labels.labels_of_skus(tx, sorted({sku for id_, sku in given if not id_ and sku}))
    ids = {*by_sku.values(), *(id_ for id_, _ in given if id_)}
    return Known(by_sku, await labels.labels(tx, sorted(ids)), await store.states(tx, sorted(ids)))
