"""The list of stock, and one variant of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from hanse.base.faults import Gone
from hanse.engine.tx import Tx
from hanse.rooms.catalog.model.goods import State, Variant
from hanse.rooms.catalog.service import labels, media, reading
from hanse.rooms.identity.service import names
from hanse.rooms.stock.model.listing import Around, Item, ItemState, Row, Shown, row_of
from hanse.rooms.stock.model.moves import Moved
from hanse.rooms.stock.service import visible
from hanse.rooms.stock.store import listing as store
from hanse.rooms.stock.store import places as places_store

SOLD_DAYS = 28
LOOKS_MAX = 5  # pages of products that a search looks through before it answers


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of the list as a person sets them."""

    search: str = ""
    place_id: UUID | None = None
    account_id: UUID | None = None
    state: ItemState | None = None

    @property
    def narrows(self) -> bool:
        return bool(self.place_id or self.account_id or self.state)


@dataclass(frozen=True, slots=True)
class After:
    """Behind which variant a page begins; of a search, in which product that is."""

    variant_id: UUID
    product_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    rows: Sequence[Row]
    after: After | None = None  # behind which there may be more


@dataclass(frozen=True, slots=True)
class Whole:
    row: Row
    sold: int


async def list_levels(tx: Tx, asked: Asked, after: After | None, limit: int) -> Listed:
    """The newest variants first."""
    if asked.search:
        return await search(tx, asked, after, limit)
    state = asked.state.value if asked.state else None
    found = await store.find(
        tx,
        *(state, asked.place_id, asked.account_id, None, after.variant_id if after else None),
        limit + 1,
    )
    more = After(found[limit - 1].variant_id) if len(found) > limit else None
    return Listed(await rows_of(tx, found[:limit]), more)


async def search(tx: Tx, asked: Asked, after: After | None, limit: int) -> Listed:
    """Through the catalogue's own search, product by product, the newest first. A page may hold
    fewer than were asked for, and there may be more behind it."""
    items: list[Item] = []
    for _ in range(LOOKS_MAX):
        # The product of the last page once more, for some of its variants may be left.
        before = (
            UUID(int=min(after.product_id.int + 1, 2**128 - 1))
            if after and after.product_id
            else None
        )
        wanted = reading.Asked(text=asked.search)
        listed = (await reading.list_products(tx, wanted, before, limit + 1)).rows
        product_ids = [each.found.id for each in listed]
        of_product = await reading.variants_of(tx, product_ids)
        matching = [
            each
            for product_id in product_ids
            for each in fitting(of_product[product_id], asked.search)
            if not (after and after.product_id == product_id and each.id >= after.variant_id)
        ]
        kept = await those_that_fit(tx, asked, [each.id for each in matching])
        fits = [each for each in matching if each.id in kept]
        room = limit - len(items)
        items += [kept[each.id] for each in fits[:room]]
        if len(fits) > room:
            last = fits[room - 1]
            after = After(last.id, last.product_id)
            break
        if len(listed) <= limit:
            after = None
            break
        after = After(UUID(int=0), product_ids[-1])
        if len(items) == limit:
            break
    return Listed(await rows_of(tx, items), after)


def fitting(variants: Sequence[Variant], text: str) -> Sequence[Variant]:
    """Where the text is of an SKU or a barcode, that variant alone; the newest first."""
    wanted = text.strip().casefold()
    active = sorted(
        (each for each in variants if each.state is State.active),
        key=lambda each: each.id,
        reverse=True,
    )
    named = [
        each
        for each in active
        if wanted in each.sku.casefold() or (each.gtin and wanted == each.gtin)
    ]
    return named or active


async def those_that_fit(tx: Tx, asked: Asked, ids: Sequence[UUID]) -> dict[UUID, Item]:
    """Where nothing else is asked for, those of which nothing was ever counted are listed too."""
    if not asked.narrows:
        known = await store.items(tx, ids)
        return {each: known.get(each, Item(each)) for each in ids}
    state = asked.state.value if asked.state else None
    found = await store.find(
        tx, *(state, asked.place_id, asked.account_id, ids, None, max(len(ids), 1))
    )
    return {each.variant_id: each for each in found}


async def rows_of(tx: Tx, items: Sequence[Item]) -> Sequence[Row]:
    """With what stands beside them: a few statements, however many they are."""
    ids = [each.variant_id for each in items]
    parts = await reading.parts(tx, ids)
    components = {each.component_id for found in parts.values() for each in found}
    names = await labels.labels(tx, [*ids, *components])
    products = {names[each].product_id for each in ids if each in names}
    around = Around(
        labels=names,
        pictures=await media.first_of(tx, sorted(products)),
        places={each.id: each for each in await places_store.find(tx)},
        levels=await store.levels(tx, [*ids, *components]),
        shown=await with_should(tx, await store.shown(tx, ids)),
        parts=parts,
        low_at=await store.low_at(tx),
    )
    return [row for each in items if (row := row_of(each, around))]


async def with_should(
    tx: Tx, shown: Mapping[UUID, Sequence[Shown]]
) -> Mapping[UUID, Sequence[Shown]]:
    """What the shop should show now, as its own page says; a few statements for each shop."""
    told: dict[UUID, list[UUID]] = {}
    for variant_id, found in shown.items():
        for each in found:
            if each.on:
                told.setdefault(each.account_id, []).append(variant_id)
    counts = {
        account_id: await visible.visible(tx, account_id, told[account_id])
        for account_id in sorted(told)
    }
    return {
        variant_id: [
            replace(each, should=counts[each.account_id][variant_id].count) if each.on else each
            for each in found
        ]
        for variant_id, found in shown.items()
    }


async def level(tx: Tx, variant_id: UUID) -> Whole:
    found = (await store.items(tx, [variant_id])).get(variant_id, Item(variant_id))
    rows = await rows_of(tx, [found])
    if not rows:
        raise Gone("There is no such variant, or not any more.")
    since = tx.now - timedelta(days=SOLD_DAYS)
    return Whole(rows[0], max(await store.sold(tx, variant_id, since), 0))


async def who(tx: Tx, moves: Sequence[Moved]) -> Mapping[UUID, str]:
    """Of each, the name of the person who answers for it; empty where it came about by itself."""
    called = await names.names(tx, {each.person_id for each in moves if each.person_id})
    return {each.id: called.get(each.person_id, "") if each.person_id else "" for each in moves}
