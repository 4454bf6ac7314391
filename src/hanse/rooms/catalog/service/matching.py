"""Listings of shops are matched to products, in pages, as they are read and change."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from uuid import UUID

from hanse.engine.jobs.jobs import enqueue
from hanse.engine.log import history
from hanse.engine.log.history import Event
from hanse.engine.tx import Tx
from hanse.rooms.catalog.model.goods import OfferLink
from hanse.rooms.catalog.model.listings import Listing, gtin_key_of, listing, remote_name, sku_of
from hanse.rooms.catalog.model.matching import (
    CANDIDATES_MAX,
    Candidate,
    Decision,
    How,
    Index,
    Why,
    decide,
)
from hanse.rooms.catalog.service import naming, offering
from hanse.rooms.catalog.store import goods, matching, searching
from hanse.rooms.catalog.store import offers as links
from hanse.rooms.mirror.service import feeds, showing
from hanse.rooms.mirror.service.facts import CHANGED, REMOVED, Changed, PullDone, Removed
from hanse.trade.ports_read import Kind

JOB = "catalog.match"
PAGE = 200
WHY_READ = "to match it to our goods"
FOLLOWED = frozenset(
    {"mirror.product.changed", "mirror.offer.changed", "mirror.product.removed", "mirror.pull.done"}
)
OpenTx = Callable[[], AbstractAsyncContextManager[Tx]]


async def follow(tx: Tx, happened: Sequence[Event]) -> None:
    """What a shop shows anew is to be looked at; what it does not show any more is not asked
    about."""
    accounts: set[UUID] = set()
    for event in happened:
        match event.name:
            case "mirror.pull.done":
                accounts.add(history.fact(event, PullDone).account_id)
            case "mirror.product.removed":
                gone = history.fact(event, REMOVED[Kind.products])
                await forget(tx, gone)
            case _:
                kind = Kind.products if event.name.startswith("mirror.product") else Kind.offers
                changed: Changed = history.fact(event, CHANGED[kind])
                await matching.add_looks(tx, changed.account_id, kind.value, changed.row_ids)
                accounts.add(changed.account_id)
    for account_id in sorted(accounts):
        await enqueue(tx, JOB, str(account_id), {"account": account_id})


async def forget(tx: Tx, gone: Removed) -> None:
    values = await showing.values(tx, Kind.products, gone.row_ids, WHY_READ)
    remote_ids = [each.remote_id for each in values.values()]
    await matching.put_listed(tx, gone.account_id, remote_ids, [])
    await matching.drop_of_listings(tx, gone.account_id, remote_ids)


async def match(open_tx: OpenTx, account_id: UUID, until: Callable[[], bool]) -> bool:
    """Look at all that waits of this account; whether it came to the end. Each page stands by
    itself, so a kill loses none and repeats none.

    Codes of everything are noted before anything is matched: what a later page bears as well is
    not clear on both sides. So the first reading of a shop is waited for.
    """
    while True:
        async with open_tx() as tx:
            if not await note_codes(tx, account_id):
                break
        if until():
            return False
    async with open_tx() as tx:
        if not await is_read(tx, account_id):
            return True  # the end of the reading asks again
    while True:
        async with open_tx() as tx:
            if not await match_page(tx, account_id):
                return True
        if until():
            return False


async def is_read(tx: Tx, account_id: UUID) -> bool:
    return all(
        feed.ended_at is not None
        for feed in await feeds.list_feeds(tx, account_id)
        if feed.kind in (Kind.products, Kind.offers) and feed.full_at is not None
    )


async def is_done(tx: Tx, account_id: UUID) -> bool:
    """The shop was read, and each of its listings was looked at."""
    return await is_read(tx, account_id) and not await matching.waits(tx, account_id)


async def note_codes(tx: Tx, account_id: UUID) -> bool:
    """Whether there were any."""
    looks = await matching.looks(tx, account_id, PAGE, coded=False)
    if not looks:
        return False
    found = await read_listings(tx, account_id, await remote_ids_of(tx, looks))
    rows = {
        (each.remote_id, remote_name(offer)): (sku_of(offer), gtin_key_of(offer))
        for each in found
        for offer in each.offers
    }
    told = [(*names, *codes) for names, codes in rows.items()]
    await matching.put_listed(tx, account_id, [each.remote_id for each in found], told)
    await naming.note_labels(tx, account_id, [each.product for each in found])
    await matching.note_coded(tx, [each.id for each in looks])
    return True


async def remote_ids_of(tx: Tx, looks: Sequence[matching.Look]) -> Sequence[str]:
    """The listings that these rows of the mirror are, or belong to."""
    found: dict[str, None] = {}
    for kind in (Kind.products, Kind.offers):
        ids = [each.row_id for each in looks if each.kind == kind.value]
        for value in (await showing.values(tx, kind, ids, WHY_READ)).values():
            found[value.remote_id if kind is Kind.products else value.product_id] = None
    return list(found)


async def read_listings(tx: Tx, account_id: UUID, remote_ids: Sequence[str]) -> Sequence[Listing]:
    """What the shop shows now of these; without those of which offers are still to be read."""
    products = await showing.named(tx, account_id, Kind.products, remote_ids)
    apart = await showing.offers_of(tx, account_id, list(products))
    found = [
        listing(account_id, product, apart.get(remote_id, ()))  # type: ignore[arg-type]
        for remote_id, product in products.items()
    ]
    return [each for each in found if not each.is_waiting]


async def match_page(tx: Tx, account_id: UUID) -> bool:
    """Whether there was anything to look at."""
    looks = await matching.looks(tx, account_id, PAGE, coded=True)
    if not looks:
        return False
    remote_ids = await remote_ids_of(tx, looks)
    silent = await matching.answered(tx, account_id, remote_ids)
    found = [
        each
        for each in await read_listings(tx, account_id, remote_ids)
        if each.remote_id not in silent
    ]
    decisions = await decided(tx, account_id, found)
    await link_clear(tx, decisions)
    await ask(tx, account_id, [(one, each) for one, each in decisions if each.why])
    known = [one.remote_id for one, each in decisions if not each.why]
    await matching.drop_of_listings(tx, account_id, known)
    await matching.drop_looks(tx, [each.id for each in looks])
    return True


async def decided(
    tx: Tx, account_id: UUID, found: Sequence[Listing]
) -> Sequence[tuple[Listing, Decision]]:
    index = await index_of(tx, account_id, found)
    return [(each, decide(each, index)) for each in found]


async def index_of(tx: Tx, account_id: UUID, found: Sequence[Listing]) -> Index:
    offers = [offer for each in found for offer in each.offers]
    skus = sorted({sku for offer in offers if (sku := sku_of(offer))})
    gtins = sorted({key for offer in offers if (key := gtin_key_of(offer))})
    by_sku: dict[str, tuple[UUID, UUID]] = {}
    by_gtin: dict[str, list[tuple[UUID, UUID]]] = {}
    for variant_id, product_id, sku, gtin in await goods.keyed(tx, skus, gtins):
        if sku:
            by_sku[sku] = (variant_id, product_id)
        if gtin:
            by_gtin.setdefault(gtin, []).append((variant_id, product_id))
    variants = {each[0] for each in by_sku.values()}
    variants |= {each[0] for some in by_gtin.values() for each in some}
    linked = await links.remote(tx, account_id, [remote_name(offer) for offer in offers])
    return Index(
        by_sku,
        by_gtin,
        await matching.there(tx, account_id, skus, gtins),
        await matching.sold(tx, account_id, sorted(variants)),
        {name: (each.variant_id, each.product_id) for name, each in linked.items()},
    )


async def link_clear(tx: Tx, decisions: Sequence[tuple[Listing, Decision]]) -> int:
    """Link what is clear; it is kept how each was known."""
    by_how: dict[How, list[OfferLink]] = {}
    for one, decision in decisions:
        for offer in one.offers:
            target = decision.targets.get(remote_name(offer))
            if target:
                link = OfferLink(
                    *(tx.ids.new(), one.account_id, target.product_id, target.variant_id),
                    *(one.remote_id, offer.variant_id),
                )
                by_how.setdefault(target.how, []).append(link)
    for how, found in by_how.items():
        await offering.link(tx, found, how.value)
    return sum(map(len, by_how.values()))


async def ask(tx: Tx, account_id: UUID, doubtful: Sequence[tuple[Listing, Decision]]) -> None:
    """Let a person say what these are; titles that are like theirs come along."""
    if not doubtful:
        return
    bare = [one for one, decision in doubtful if not decision.candidates]
    near = await searching.similar(tx, [one.title[:200] for one in bare], CANDIDATES_MAX)
    like: Mapping[str, Sequence[Candidate]] = {
        one.remote_id: [Candidate(each, How.likeness, nearness) for each, nearness in found]
        for one, found in zip(bare, near, strict=True)
    }
    asked = []
    for one, decision in doubtful:
        candidates = tuple(decision.candidates or like.get(one.remote_id, ()))
        images = one.product.images
        asked.append(
            matching.Asked(
                id=tx.ids.new(),
                account_id=account_id,
                remote_product_id=one.remote_id,
                title=one.title[:500],
                sku=one.sku,
                image_url=images[0].url if images else None,
                why=decision.why or Why.unknown,
                candidates=candidates,
                product_id=candidates[0].product_id if candidates else None,
                state="open",
                finding=None,
                found_at=tx.now,
            )
        )
    await matching.put(tx, account_id, asked)
