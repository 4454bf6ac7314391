"""What became of products and variants that were to be made at shops."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from hanse.changes.model.planned import Planned as Change
from hanse.changes.model.planned import mark_of
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.catalog.model.goods import OfferLink, State, Variant
from hanse.rooms.catalog.service import offering, reading
from hanse.rooms.connections.service import accounts
from hanse.rooms.listings.model import stages
from hanse.rooms.listings.model.calling import choices
from hanse.rooms.listings.model.listings import Cause, Listing, Status, cause_of, moved
from hanse.rooms.listings.model.stages import CREATE, VARIANT
from hanse.rooms.listings.service import calling, facts, planning
from hanse.rooms.listings.service.facts import moves
from hanse.rooms.listings.store import listings as store
from hanse.rooms.mirror.service import showing
from hanse.trade import drafts
from hanse.trade.goods import Product
from hanse.trade.ports_read import Kind


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
