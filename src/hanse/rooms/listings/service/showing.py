"""Listings as people look at them: products by shops, and one listing side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from hanse.base.faults import Gone, Rejected
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.catalog.service import reading
from hanse.rooms.connections.service import accounts
from hanse.rooms.listings.model import overlays
from hanse.rooms.listings.model.listings import Listing, Status
from hanse.rooms.listings.model.overlays import Edit
from hanse.rooms.listings.service import comparing, facts, following, planning
from hanse.rooms.listings.service.comparing import Seen
from hanse.rooms.listings.service.loading import Desk, Judged, Loaded, judge, rules_of
from hanse.rooms.listings.store import listings as store
from hanse.rooms.listings.store import matrix
from hanse.rooms.listings.store.matrix import Count as Count
from hanse.rooms.listings.store.matrix import Wanted as Wanted
from hanse.trade.fields import Fields, encoded

CELLS_MAX = 20_000  # of one page
DRAFTS_MAX = 1_000
MARKET_CHARS_MAX = 10
SEARCH_MAX = 1_000
EVENT_CHARS_MAX = 2_000


@dataclass(frozen=True, slots=True)
class Row:
    """A product and its listings, by shop and market."""

    product_id: UUID
    title: str
    cells: Sequence[Listing]


async def list_matrix(tx: Tx, wanted: Wanted, before: UUID | None, rows_max: int) -> Sequence[Row]:
    found = await matrix.find(tx, wanted, before, rows_max)
    cells: dict[UUID, list[Listing]] = {product_id: [] for product_id, _ in found}
    for each in await store.of_products(tx, list(cells), None, CELLS_MAX):
        cells[each.product_id].append(each)
    return [Row(product_id, title, cells[product_id]) for product_id, title in found]


async def counts(tx: Tx) -> Sequence[Count]:
    return await matrix.counts(tx)


async def one(tx: Tx, listing_id: UUID) -> Listing:
    found = await store.get(tx, [listing_id])
    if not found:
        raise Gone("There is no such listing here, or not any more.")
    return found[0]


async def side_by_side(desk: Desk, tx: Tx, listing_id: UUID) -> Seen:
    """What the product says, what is said for it alone, and what the shop shows."""
    seen = await comparing.look(desk, tx, [await one(tx, listing_id)], by_person=True)
    if not seen:
        raise Gone("The product of this listing, or its shop, is not here any more.")
    return seen[0]


async def add_drafts(
    tx: Tx, product_ids: Sequence[UUID], account_ids: Sequence[UUID], market: str
) -> Sequence[UUID]:
    """Listings of these products at these shops, to be published later. What is there stays."""
    if len(product_ids) * len(account_ids) > DRAFTS_MAX:
        raise Rejected(
            f"These are {len(product_ids) * len(account_ids):,} listings; at most {DRAFTS_MAX:,} "
            "are made at once.",
            next_step="Make them in parts.",
        )
    products = await reading.products(tx, product_ids)
    shops = [each for each in await accounts.of_ids(tx, account_ids) if each.is_connected]
    if len(products) != len(set(product_ids)) or len(shops) != len(set(account_ids)):
        raise Rejected("One of these is not here.", next_step="Choose products and shops again.")
    known = await store.of_products(tx, sorted(products), None, CELLS_MAX)
    there = {(each.account_id, each.product_id, each.market) for each in known}
    await following.know(tx, sorted(products))
    made = await following.add(
        tx,
        [
            Listing(tx.ids.new(), shop.id, market, product_id, Status.draft)
            for product_id in sorted(products)
            for shop in shops
            if (shop.id, product_id, market) not in there
        ],
    )
    await planning.ask(tx, [each.id for each in shops])
    return made


async def edit(
    desk: Desk, tx: Tx, listing_ids: Sequence[UUID], edits: Sequence[Edit]
) -> Sequence[Seen]:
    """What is said for these listings alone. Each edit brings what its editor saw, so two who edit
    different fields both win."""
    await store.hold(tx, listing_ids)
    listings = await store.get(tx, listing_ids)
    if len(listings) != len(set(listing_ids)):
        raise Gone("One of these listings is not here any more.")
    before = await store.own(tx, listing_ids)
    after = {each: overlays.edited(before[each], edits) for each in before}
    await store.set_own(tx, before, after)
    products = await reading.products(tx, sorted({each.product_id for each in listings}))
    told = [edited(each, products[each.product_id].title, before, after) for each in listings]
    await log.append(tx, *told)
    seen = await comparing.look(desk, tx, await store.get(tx, listing_ids), by_person=True)
    await comparing.keep(tx, seen, {})
    await planning.ask(tx, [each.account_id for each in listings])
    return seen


def edited(
    listing: Listing, title: str, before: Mapping[UUID, Fields], after: Mapping[UUID, Fields]
) -> facts.ListingEdited:
    was, now = before[listing.id], after[listing.id]
    names = sorted(name for name in was.keys() | now.keys() if was.get(name) != now.get(name))
    return facts.ListingEdited(
        *(listing.id, title[:200], names),
        {name: in_log(was, name) for name in names},
        {name: in_log(now, name) for name in names},
        listing.version + 1,
    )


def in_log(fields: Fields, name: str) -> object:
    """Long texts are cut: what stands there is read at the listing itself."""
    value = fields.get(name)
    return value[:EVENT_CHARS_MAX] if isinstance(value, str) else encoded(value)


async def tried(
    desk: Desk, tx: Tx, listing_id: UUID, edits: Sequence[Edit]
) -> tuple[Loaded, Judged]:
    """As it would be with these values; nothing is kept."""
    seen = await side_by_side(desk, tx, listing_id)
    loaded = seen.loaded
    own = overlays.edited(loaded.own, [seen_now(each, loaded.own) for each in edits])
    made = await with_own(tx, loaded, own)
    return made, judge(made, seen.pictures)


def seen_now(edit: Edit, own: Fields) -> Edit:
    """Whoever only tries overwrites nobody."""
    return Edit(edit.field, edit.mode, edit.value, own.get(edit.field))


async def with_own(tx: Tx, loaded: Loaded, own: Fields) -> Loaded:
    whole = await rules_of(tx)
    fields = overlays.resolve(
        *(loaded.goods, loaded.translation, whole.templates, own, loaded.place, whole.keys)
    )
    return replace(loaded, own=own, fields=fields)
