"""What happens elsewhere and changes a listing: to goods, links and shops."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from hanse.changes.model.drifts import DriftDecision
from hanse.changes.service import drifting
from hanse.changes.service import reading as changes_reading
from hanse.engine.log import events as log
from hanse.engine.log.history import Event
from hanse.engine.tx import Tx
from hanse.rooms.catalog.model.goods import OfferLink, State
from hanse.rooms.catalog.service import offering, reading
from hanse.rooms.listings.model.listings import Listing, Status, cause_of, moved
from hanse.rooms.listings.model.overlays import FIELDS, IMAGES
from hanse.rooms.listings.service import facts, outcomes, planning
from hanse.rooms.listings.store import listings as store
from hanse.rooms.mirror.service import showing
from hanse.trade.fields import Fields, Value
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
            await outcomes.made(tx, created)
            await outcomes.variants_made(tx, created)
        elif event.name == REFUSED:
            created = await changes_reading.creations(tx, ids(event, "change_ids"))
            await outcomes.refused(tx, created)
            await outcomes.variants_refused(tx, created)


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
    for at in range(0, len(made_ids), facts.EVENT_IDS_MAX):
        part = made_ids[at : at + facts.EVENT_IDS_MAX]
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
        await log.append(tx, *facts.moves(rows))
