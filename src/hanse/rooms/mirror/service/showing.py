"""What accounts show, for screens and for rooms above: lists, one thing, and values by id."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from hanse.base.faults import Gone
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.mirror.model.rows import NOUNS, PERSONAL, Shown
from hanse.rooms.mirror.service import facts, packing
from hanse.rooms.mirror.service.packing import Price as Price
from hanse.rooms.mirror.store import names as by_name
from hanse.rooms.mirror.store import prices as by_price
from hanse.rooms.mirror.store import rows as store
from hanse.rooms.mirror.store.names import Named as Named
from hanse.rooms.mirror.store.rows import Wanted as Wanted
from hanse.trade.goods import Offer, Product
from hanse.trade.ports_read import Kind
from hanse.trade.stock import ItemStock, Location


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing with what we understand, and the platform's own document beside it."""

    shown: Shown
    value: Any
    document: str


async def list_things(
    tx: Tx, kind: Kind, wanted: Wanted, before: UUID | None, rows_max: int
) -> Sequence[Shown]:
    return await store.find(tx, kind, wanted, before, rows_max)


async def list_happened(
    tx: Tx,
    kind: Kind,
    wanted: Wanted,
    before: tuple[datetime, UUID] | None,
    rows_max: int,
) -> Sequence[Shown]:
    """Newest first by when it happened."""
    return await store.find_happened(tx, kind, wanted, before, rows_max)


async def thing(tx: Tx, kind: Kind, row_id: UUID, why: str = "somebody looks at it") -> Thing:
    found = await store.get(tx, kind, row_id)
    if found is None:
        raise Gone(f"There is no such {NOUNS[kind]} here, or not any more.")
    value, document = await packing.opened(tx, kind, row_id, found.value, found.document, why)
    if kind in PERSONAL:
        await log.append(tx, facts.DocumentOpened(row_id, NOUNS[kind]))
    return Thing(found.shown, value, document)


async def values(tx: Tx, kind: Kind, row_ids: Sequence[UUID], why: str) -> Mapping[UUID, Any]:
    """The trade values behind the ids of an event, for rooms that build on them."""
    return await packing.values_of(tx, kind, await store.values(tx, kind, row_ids), why)


async def named(
    tx: Tx, account_id: UUID, kind: Kind, remote_ids: Sequence[str]
) -> Mapping[str, Product | Offer]:
    """What a shop shows of these goods, by the platform's ids."""
    assert kind not in PERSONAL, "what is about persons is sealed"
    found = await store.named_values(tx, account_id, kind, remote_ids) if remote_ids else {}
    return {remote_id: packing.read(kind, value) for remote_id, value in found.items()}


async def stocked(tx: Tx, account_id: UUID, item_ids: Sequence[str]) -> Mapping[str, ItemStock]:
    """What lies at each place of these stock items, by the platform's ids."""
    found = await store.named_values(tx, account_id, Kind.levels, item_ids) if item_ids else {}
    return {item_id: packing.read(Kind.levels, value) for item_id, value in found.items()}


async def places(tx: Tx, account_id: UUID, location_ids: Sequence[str]) -> Mapping[str, Location]:
    ids = location_ids
    found = await store.named_values(tx, account_id, Kind.locations, ids) if ids else {}
    return {each: packing.read(Kind.locations, value) for each, value in found.items()}


async def offers_of(
    tx: Tx, account_id: UUID, product_ids: Sequence[str]
) -> Mapping[str, Sequence[Offer]]:
    """The offers that are read apart from their products, by the platform's ids of these."""
    found: dict[str, list[Offer]] = {}
    for value in await store.values_of_parents(tx, account_id, Kind.offers, product_ids):
        offer: Offer = packing.read(Kind.offers, value)
        found.setdefault(offer.product_id, []).append(offer)
    return found


async def sizes(tx: Tx, account_ids: Sequence[UUID]) -> Mapping[UUID, tuple[int, int]]:
    """How many products each shop has, and how many of them buyers see."""
    return await store.sizes(tx, account_ids)


async def counts(tx: Tx, account_id: UUID | None) -> Mapping[tuple[UUID, Kind], tuple[int, int]]:
    return await store.counts(tx, account_id)


async def prices(
    tx: Tx, account_id: UUID, names: Collection[tuple[str, str | None]]
) -> Mapping[tuple[str, str | None], Price]:
    """What buyers pay for each of these offers, and for others of the same products: a currency and
    minor units, by the platform's ids of the product and of the variant; no variant where the
    product itself is sold."""
    found: dict[tuple[str, str | None], Price] = {}
    if varied := list(dict.fromkeys(product_id for product_id, variant in names if variant)):
        for product_id, variant_id, currency, minor in await by_price.apart(tx, account_id, varied):
            found[product_id, variant_id] = currency, minor
    goods = list(dict.fromkeys(product_id for product_id, _ in names))
    found.update(packing.prices(await by_price.within(tx, account_id, goods)))
    return found


async def sums(
    tx: Tx, account_id: UUID, kind: Kind, remote_ids: Sequence[str]
) -> Mapping[str, bytes]:
    """The checksum of what a shop shows of each: where it is as before, nothing was changed."""
    return await by_name.sums(tx, account_id, kind, remote_ids) if remote_ids else {}


async def names(tx: Tx, kind: Kind, row_ids: Sequence[UUID]) -> Sequence[Named]:
    """The platform's ids behind the ids of an event."""
    return await by_name.names(tx, kind, row_ids)


async def standings(
    tx: Tx, account_id: UUID, remote_ids: Sequence[str]
) -> Mapping[str, tuple[str | None, bool]]:
    """Of products: the state that the shop shows, and whether it does not show it any more."""
    return await by_name.standings(tx, account_id, remote_ids)


async def read_at(
    tx: Tx, account_id: UUID, kind: Kind, remote_ids: Sequence[str]
) -> Mapping[str, datetime]:
    """When each was last found to be other than before."""
    return await by_name.read_at(tx, account_id, kind, remote_ids)
