"""What happens elsewhere and changes a listing: to goods, links and shops, and to changes that were
to make it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from hanse.changes.model.drifts import DriftDecision
from hanse.changes.model.planned import Planned as Change
from hanse.changes.model.planned import mark_of
from hanse.changes.service import drifting
from hanse.changes.service import reading as changes_reading
from hanse.engine.log import events as log
from hanse.engine.log.history import Event
from hanse.engine.tx import Tx
from hanse.rooms.catalog.model.goods import OfferLink, State, Variant
from hanse.rooms.catalog.service import offering, reading
from hanse.rooms.connections.service import accounts
from hanse.rooms.listings.model import stages
from hanse.rooms.listings.model.calling import choices
from hanse.rooms.listings.model.listings import CAUSES, Cause, Listing, Status, moved
from hanse.rooms.listings.model.overlays import FIELDS, IMAGES
from hanse.rooms.listings.model.stages import CREATE, VARIANT
from hanse.rooms.listings.service import calling, facts, planning
from hanse.rooms.listings.store import listings as store
from hanse.rooms.mirror.service import showing
from hanse.trade import drafts
from hanse.trade.fields import Fields, Value
from hanse.trade.goods import ListingState, Product
from hanse.trade.pictures import pictures_of
from hanse.trade.ports_read import Kind

PRODUCTS = "catalog.product.changed"
PICTURED = "catalog.product.pictured"
LINKED = "catalog.offer.linked"
UNLINKED = "catalog.offer.unlinked"
DECIDED = "changes.drift.decided"
OWNED = frozenset({"changes.field.handed", DECIDED})
PRODUCT = "products/"
THINGS_TOLD_MAX = 20  # by the event; of more the others are not named
MOVED = frozenset({"catalog.product.merged", "catalog.product.split"})
SHOWN = {"mirror.product.changed": Kind.products, "mirror.offer.changed": Kind.offers}
REMOVED = "mirror.product.removed"
PROVEN, REFUSED = "changes.change.proven", "changes.change.refused"
FOLLOWED = frozenset(
    {PRODUCTS, PICTURED, LINKED, UNLINKED, *OWNED, *MOVED, *SHOWN, REMOVED, PROVEN, REFUSED}
)
EVENT_IDS_MAX = 500
LISTINGS_MAX = 100_000  # of the products of one event


async def follow(tx: Tx, happened: Sequence[Event]) -> None:
    for event in happened:
        if event.name == PRODUCTS:
            await goods_changed(tx, ids(event, "product_ids"))
        elif event.name == PICTURED:
            await to_do(tx, [one(event, "product_id")])
        elif event.name == LINKED:
            await offers_linked(tx, ids(event, "offer_ids"))
        elif event.name == UNLINKED:
            await settle(tx, ids(event, "product_ids"))
        elif event.name in OWNED:
            await owners_changed(tx, event)
        elif event.name in MOVED:
            await settle(tx, [one(event, "from_id"), one(event, "into_id")])
        elif event.name in SHOWN:
            await shop_changed(tx, SHOWN[event.name], ids(event, "row_ids"))
        elif event.name == REMOVED:
            await shop_changed(tx, Kind.products, ids(event, "row_ids"))
        elif event.name == PROVEN:
            created = await changes_reading.creations(tx, ids(event, "change_ids"))
            await made(tx, created)
            await variants_made(tx, created)
        elif event.name == REFUSED:
            created = await changes_reading.creations(tx, ids(event, "change_ids"))
            await refused(tx, created)
            await variants_refused(tx, created)


def ids(event: Event, name: str) -> Sequence[UUID]:
    told = event.payload.get(name)
    return [UUID(str(each)) for each in told] if isinstance(told, list) else []


def one(event: Event, name: str) -> UUID:
    return UUID(str(event.payload[name]))


# Goods and their links


async def goods_changed(tx: Tx, product_ids: Sequence[UUID]) -> None:
    await know(tx, product_ids)
    await to_do(tx, product_ids)


async def know(tx: Tx, product_ids: Sequence[UUID]) -> None:
    """What lists need of these; what is archived stands in none."""
    found = await reading.products(tx, product_ids)
    active = [each for each in found.values() if each.state is State.active]
    if active:
        await store.know(tx, [(each.id, each.title, each.version) for each in active])
    if gone := sorted(set(product_ids) - {each.id for each in active}):
        await store.forget(tx, gone)


async def to_do(tx: Tx, product_ids: Sequence[UUID]) -> None:
    await store.to_do(tx, product_ids=product_ids)
    found = await store.of_products(tx, product_ids, None, LISTINGS_MAX)
    await planning.ask(tx, [each.account_id for each in found])


async def offers_linked(tx: Tx, offer_ids: Sequence[UUID]) -> None:
    links = (await offering.links(tx, offer_ids)).values()
    await settle(tx, sorted({each.product_id for each in links}))


async def settle(tx: Tx, product_ids: Sequence[UUID]) -> None:
    """What is sold somewhere is a listing there, as the shop shows it; what is known of no product
    any more is none. One that is another product's now keeps what was said for it."""
    if not product_ids:
        return
    links = await offering.links_of(tx, product_ids)
    await know(tx, product_ids)
    known = await store.of_products(tx, product_ids, None, LISTINGS_MAX)
    there = {(each.account_id, each.product_id, each.remote_id): each for each in known}
    wanted = {key_of(each) for each in links}
    lost = {
        (each.account_id, each.remote_id): each
        for key, each in there.items()
        if each.remote_id and key not in wanted
    }
    drafts = {
        (each.account_id, each.product_id): each
        for each in known
        if each.remote_id is None and not each.market
    }
    new = sorted(wanted - there.keys())
    standing = await standings(tx, new)
    follows = {key: each for key in new if (each := lost.pop((key[0], key[2]), None))}
    await store.repoint(tx, [(each.id, key[1]) for key, each in follows.items()])
    rest = [key for key in new if key not in follows]
    taken = {key: each for key in rest if (each := drafts.pop(key[:2], None))}
    await store.move(tx, [(each.id, standing[key], key[2], None) for key, each in taken.items()])
    await store.remove(tx, [each.id for each in lost.values()])
    await add(
        tx,
        [
            Listing(tx.ids.new(), key[0], "", key[1], standing[key], key[2])
            for key in rest
            if key not in taken
        ],
    )
    await store.to_do(tx, product_ids=product_ids)
    await planning.ask(tx, [each.account_id for each in links])


def key_of(link: OfferLink) -> tuple[UUID, UUID, str]:
    return link.account_id, link.product_id, link.remote_product_id


async def add(tx: Tx, listings: Sequence[Listing]) -> Sequence[UUID]:
    if not listings:
        return []
    made_ids = await store.add(tx, listings)
    for at in range(0, len(made_ids), EVENT_IDS_MAX):
        part = made_ids[at : at + EVENT_IDS_MAX]
        await log.append(tx, facts.ListingAdded(part, len(part)))
    return made_ids


async def standings(
    tx: Tx, keys: Sequence[tuple[UUID, UUID, str]]
) -> dict[tuple[UUID, UUID, str], Status]:
    found: dict[tuple[UUID, UUID, str], Status] = {}
    for account_id in sorted({each[0] for each in keys}):  # as many as there are shops
        mine = [each for each in keys if each[0] == account_id]
        shown = await showing.standings(tx, account_id, [each[2] for each in mine])
        for key in mine:
            found[key] = moved(Status.hidden, cause_of(shown.get(key[2])))
    return found


def cause_of(shown: tuple[str | None, bool] | None) -> Cause:
    if shown is None:
        return Cause.seen_hidden
    state, is_gone = shown
    if is_gone:
        return Cause.seen_ended
    return CAUSES[ListingState(state) if state else None]


# Shops


async def shop_changed(tx: Tx, kind: Kind, row_ids: Sequence[UUID]) -> None:
    """What the shop shows is where a listing stands; and it is compared anew."""
    names = await showing.names(tx, kind, row_ids)
    for account_id in sorted({each.account_id for each in names}):  # one, as events are told
        mine = [each for each in names if each.account_id == account_id]
        remote_ids = sorted(
            {each.remote_id if kind is Kind.products else each.parent_id or "" for each in mine}
        )
        found = await store.of_remote(tx, account_id, remote_ids)
        if not found:
            continue
        if kind is Kind.products:
            await stand(tx, account_id, found)
        await store.to_do(tx, account_id=account_id, remote_ids=remote_ids)
        await planning.ask(tx, [account_id])


async def owners_changed(tx: Tx, event: Event) -> None:
    """Whose fields are is no part of a checksum: a few things are named, of many all of the shop is
    compared. Where somebody keeps what a shop shows, that is what the listing should show."""
    if event.name == DECIDED:
        await decided(tx, ids(event, "drift_ids"), str(event.payload.get("decision")))
        return
    account_id = one(event, "account_id")
    told = event.payload.get("things")
    things = [str(each) for each in told] if isinstance(told, list) else []
    names = [each.removeprefix(PRODUCT) for each in things if each.startswith(PRODUCT)]
    if not things or len(things) > len(names) or len(things) >= THINGS_TOLD_MAX:
        await planning.ask_anew(tx, account_id)
        return
    await store.to_do(tx, account_id=account_id, remote_ids=names)
    await planning.ask(tx, [account_id])


async def decided(tx: Tx, drift_ids: Sequence[UUID], decision: str) -> None:
    drifts = await drifting.of_ids(tx, drift_ids)
    for account_id in sorted({each.account_id for each in drifts}):  # one, as events are told
        mine = [each for each in drifts if each.account_id == account_id]
        shown = {
            (each.thing.removeprefix(PRODUCT), each.field): each.theirs
            for each in mine
            if each.thing.startswith(PRODUCT)
        }
        found = await store.of_remote(tx, account_id, sorted({name for name, _ in shown}))
        if decision == DriftDecision.keep:
            before = await store.own(tx, [each.id for each in found])
            after = {each.id: {**before[each.id], **kept(each, shown)} for each in found}
            if after:
                await store.set_own(tx, before, after)
        await store.to_do(tx, ids=[each.id for each in found])
        await planning.ask(tx, [account_id])


def kept(listing: Listing, shown: Mapping[tuple[str, str], Value]) -> Fields:
    """What the shop shows of the fields that a listing can say for itself; pictures by their names,
    also those that only the shop has."""
    found: dict[str, Value] = {}
    for (remote_id, name), value in shown.items():
        if remote_id != listing.remote_id:
            continue
        if name == IMAGES:
            found[name] = tuple(each.name for each in pictures_of(value) or ())
        elif name in FIELDS and isinstance(value, str | tuple):
            found[name] = value
    return found


async def stand(tx: Tx, account_id: UUID, listings: Sequence[Listing]) -> None:
    shown = await showing.standings(
        tx, account_id, [each.remote_id for each in listings if each.remote_id]
    )
    rows = [
        (each.id, status, None, None)
        for each in listings
        if (status := moved(each.status, cause_of(shown.get(each.remote_id or ""))))
        is not each.status
    ]
    if rows:
        await store.move(tx, rows)
        await log.append(tx, *moves(rows))


# What was to be made there


async def made(tx: Tx, changes: Sequence[Change]) -> None:
    """It is proven: from now on the listing is that product, and the catalogue knows its offer."""
    found = [
        (listing, name)
        for listing, change in await ours(tx, changes)
        if (name := change.change.thing.remote_id)
    ]
    sold = await sold_there(tx, [each for each, _ in found])
    rows: list[tuple[UUID, Status, str | None, None]] = []
    links: list[OfferLink] = []
    for account_id in sorted({each.account_id for each, _ in found}):  # as many as there are shops
        mine = [(each, name) for each, name in found if each.account_id == account_id]
        names = [name for _, name in mine]
        shown = await showing.named(tx, account_id, Kind.products, names)
        standing = await showing.standings(tx, account_id, names)
        for listing, name in mine:
            status = moved(listing.status, cause_of(standing.get(name)))
            rows.append((listing.id, status, name, None))
            links += [
                OfferLink(tx.ids.new(), account_id, listing.product_id, variant_id, name, remote_id)
                for variant_id, remote_id in offers_of(
                    sold.get((account_id, listing.product_id), ()), shown.get(name)
                )
            ]
    if not rows:
        return
    await store.move(tx, rows)
    await log.append(tx, *moves(rows))
    await offering.link(tx, links, "made")
    await planning.ask(tx, [each.account_id for each, _ in found])


async def sold_there(
    tx: Tx, listings: Sequence[Listing]
) -> Mapping[tuple[UUID, UUID], Sequence[Variant]]:
    """By shop and product what is sold, with the words that the shop has for what buyers choose."""
    product_ids = sorted({each.product_id for each in listings})
    products = await reading.products(tx, product_ids)
    variants = await reading.variants_of(tx, product_ids)
    shops = await accounts.of_ids(tx, sorted({each.account_id for each in listings}))
    called = await calling.called_at(tx, shops)
    return {
        (account_id, product_id): [
            replace(each, choices=choices(found.options, each.choices, there))
            for each in variants.get(product_id, ())
            if each.state is State.active
        ]
        for account_id, there in called.items()
        for product_id, found in products.items()
    }


def moves(rows: Sequence[tuple[UUID, Status, str | None, None]]) -> Sequence[facts.ListingMoved]:
    told = []
    for status in sorted({each[1] for each in rows}):
        part = [each[0] for each in rows if each[1] is status]
        for at in range(0, len(part), EVENT_IDS_MAX):
            some = part[at : at + EVENT_IDS_MAX]
            told.append(facts.ListingMoved(some, len(some), status.value))
    return told


def offers_of(active: Sequence[Variant], shown: object) -> Sequence[tuple[UUID, str | None]]:
    """Each variant with the id that the shop has given it; of a product that is sold as one thing
    it may have none. What is not shown yet is known by its SKU when the shop is read."""
    offers = shown.offers if isinstance(shown, Product) else ()
    if len(active) == 1:
        return [(active[0].id, offers[0].variant_id if offers else None)]
    if not isinstance(shown, Product):
        return []
    named = {drafts.chosen_by(shown, each): each.variant_id for each in offers}
    coded = {each.sku: each.variant_id for each in offers if each.sku}
    return [
        (each.id, name)
        for each in active
        if (name := named.get(each.choices) or coded.get(each.sku))
    ]


async def refused(tx: Tx, changes: Sequence[Change]) -> None:
    found = await ours(tx, changes)
    rows = [
        (listing.id, moved(listing.status, Cause.declined), None, change.finding)
        for listing, change in found
    ]
    if rows:
        await store.move(tx, rows)
        await log.append(tx, *(told_of(listing, change) for listing, change in found))


def told_of(listing: Listing, change: Change) -> facts.ListingRefused:
    said = change.finding.sentence if change.finding else "The shop did not take it."
    return facts.ListingRefused(listing.id, change.change.thing.title[:200], said[:500])


async def variants_made(tx: Tx, changes: Sequence[Change]) -> None:
    """The catalogue knows each by the id that the shop gave it."""
    links = [
        OfferLink(*(tx.ids.new(), listing.account_id, listing.product_id, variant_id), parent, name)
        for listing, variant_id, change in await variants_of(tx, changes)
        if (name := change.change.thing.remote_id) and (parent := change.change.thing.parent_id)
    ]
    if links:
        await offering.link(tx, links, "made")


async def variants_refused(tx: Tx, changes: Sequence[Change]) -> None:
    """What was made before stays, and says what is missing."""
    found = {each.id: (each, change) for each, _, change in await variants_of(tx, changes)}
    rows = []
    for listing, change in found.values():
        said = change.finding.sentence if change.finding else ""
        why = stages.stays_a_draft(change.change.thing.title, said)
        rows.append((listing.id, moved(listing.status, Cause.declined), None, why))
    if rows:
        await store.move(tx, rows)
        await log.append(tx, *(told_of(*each) for each in found.values()))


async def variants_of(tx: Tx, changes: Sequence[Change]) -> Sequence[tuple[Listing, UUID, Change]]:
    marks = [
        (*named, each)
        for each in changes
        if each.change.kind == VARIANT and (named := stages.named_in(mark_of(each.change)))
    ]
    found = {each.id: each for each in await store.get(tx, sorted({each[0] for each in marks}))}
    return [
        (found[listing_id], variant_id, each)
        for listing_id, variant_id, each in marks
        if listing_id in found and variant_id
    ]


async def ours(tx: Tx, changes: Sequence[Change]) -> Sequence[tuple[Listing, Change]]:
    """The listings that these make, by the mark that they carry."""
    marks = {
        named[0]: each
        for each in changes
        if each.change.kind == CREATE and (named := stages.named_in(mark_of(each.change)))
    }
    found = await store.get(tx, sorted(marks)) if marks else []
    return [(each, marks[each.id]) for each in found if each.remote_id is None]
