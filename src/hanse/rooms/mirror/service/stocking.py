"""What shops show of stock, for the room that keeps it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from hanse.engine.tx import Tx
from hanse.rooms.mirror.model.stocks import Stocked, StockedOffer, StockedProduct
from hanse.rooms.mirror.service import feeds
from hanse.rooms.mirror.store import stocks as store
from hanse.trade.ports_read import Kind
from hanse.trade.stock import ItemStock

READ_FIRST = frozenset({Kind.products, Kind.offers, Kind.levels})

products_of = msgspec.json.Decoder(StockedProduct)
offers_of = msgspec.json.Decoder(StockedOffer)
levels_of = msgspec.json.Decoder(ItemStock)


async def stocked(tx: Tx, account_id: UUID, product_ids: Sequence[str]) -> Mapping[str, Stocked]:
    """What the shop shows now of these products; without those that it does not show."""
    offers: dict[str, list[tuple[StockedOffer, datetime]]] = {}
    for name, value, read_at in await store.children(tx, account_id, Kind.offers, product_ids):
        offers.setdefault(name, []).append((offers_of.decode(value), read_at))
    levels: dict[str, list[tuple[ItemStock, datetime]]] = {}
    for name, value, read_at in await store.children(tx, account_id, Kind.levels, product_ids):
        levels.setdefault(name, []).append((levels_of.decode(value), read_at))
    found: dict[str, Stocked] = {}
    for name, value, read_at in await store.products(tx, account_id, product_ids):
        product = products_of.decode(value)
        # What was read apart is newer than what the product tells of it.
        told = {each.variant_id: (each, read_at) for each in product.offers}
        told |= {each.variant_id: (each, at) for each, at in offers.get(name, ())}
        if len(told) > 1:
            told.pop(None, None)  # sold by its variants, so not itself
        found[name] = Stocked(product, read_at, list(told.values()), levels.get(name, ()))
    return found


async def product_ids(tx: Tx, account_id: UUID, after: str, rows_max: int) -> Sequence[str]:
    """The platform's ids of all products of a shop, in their order."""
    return await store.names(tx, account_id, after, rows_max)


async def is_read(tx: Tx, account_id: UUID) -> bool:
    """Whether all that tells of stock was read once, or cannot be read now."""
    return all(
        feed.ended_at is not None or feed.trouble is not None
        for feed in await feeds.list_feeds(tx, account_id)
        if feed.kind in READ_FIRST and feed.full_at is not None
    )


async def is_whole(tx: Tx, account_id: UUID) -> bool:
    """Whether all of it was read."""
    return all(
        feed.ended_at is not None
        for feed in await feeds.list_feeds(tx, account_id)
        if feed.kind in READ_FIRST and feed.full_at is not None
    )
