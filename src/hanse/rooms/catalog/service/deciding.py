"""What a person says of listings: that they are a product of ours, that they are none, or that new
products are to be made of them."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from uuid import UUID

from hanse.base.faults import Finding, Rejected, Severity
from hanse.engine.jobs.jobs import enqueue
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.billing.model.plans import PlanLimit
from hanse.rooms.billing.service import plans as billing
from hanse.rooms.catalog.model.goods import OfferLink, Product, Variant
from hanse.rooms.catalog.model.listings import Draft, Listing, Notes, draft, options_of, variant
from hanse.rooms.catalog.model.matching import Candidate, Decision, How, Why, pair
from hanse.rooms.catalog.service import editing, facts, making, naming, offering
from hanse.rooms.catalog.service.matching import ask, decided, link_clear, read_listings
from hanse.rooms.catalog.service.telling import tell_changed
from hanse.rooms.catalog.store import goods
from hanse.rooms.catalog.store import matching as store
from hanse.rooms.catalog.store import offers as links
from hanse.rooms.catalog.store.matching import Asked as Asked
from hanse.rooms.connections.service import accounts
from hanse.trade.goods import Offer

MAKE_JOB = "catalog.make"
AGAIN_JOB = "catalog.rematch"
DECIDE_MAX = 500
PAGE = 100
NOBODY = UUID(int=0)  # before every id
OpenTx = Callable[[], AbstractAsyncContextManager[Tx]]


async def list_matches(
    tx: Tx,
    state: str,
    account_id: UUID | None,
    hinted: bool | None,
    after: UUID | None,
    rows_max: int,
) -> Sequence[Asked]:
    return await store.find(tx, state, account_id, hinted, after, rows_max)


async def counts(tx: Tx) -> Mapping[tuple[UUID, str], tuple[int, int]]:
    return await store.counts(tx)


async def accept(tx: Tx, ids: Sequence[UUID], product_id: UUID | None = None) -> int:
    """These listings are that product, or each the one proposed. Offers that are no variant of it
    become one. How many offers are known now."""
    asked = await held(tx, ids)
    homes: dict[UUID, UUID] = {}
    for each in asked:
        home = product_id or each.product_id
        if home is None:
            step = "Choose a product, or make a new one of it."
            raise refused(f"Nothing is proposed for '{each.title[:60]}'.", step)
        homes[each.id] = home
    products = await goods.locked_products(tx, sorted(set(homes.values())))
    if any(home not in products for home in homes.values()):
        raise refused("A product that was proposed is not there any more.", "Read the list again.")
    await goods.lock_skus(tx)
    linked = 0
    for account_id, rows in by_account(asked).items():
        found = await read_listings(tx, account_id, [each.remote_product_id for each in rows])
        ours = {each.remote_product_id: products[homes[each.id]] for each in rows}
        linked += await take_in(tx, account_id, [(each, ours[each.remote_id]) for each in found])
    await store.drop(tx, [each.id for each in asked])
    await log.append(tx, facts.MatchesDecided("they are products of ours", len(asked), None))
    return linked


async def take_in(tx: Tx, account_id: UUID, found: Sequence[tuple[Listing, Product]]) -> int:
    """Link the offers of each listing to variants of its product; new ones are made of the rest."""
    unit = (await accounts.account(tx, account_id)).shop.weight_unit
    variants = await goods.variants_of(tx, [product.id for _, product in found])
    known = await links.remote_products(tx, account_id, [one.remote_id for one, _ in found])
    new: list[Variant] = []
    made: list[OfferLink] = []
    for one, product in found:
        there = [*variants[product.id], *(each for each in new if each.product_id == product.id)]
        pairs = pair(one, there, known)
        for offer, variant_id in pairs.pairs:
            made.append(link_of(tx, one, offer, product.id, variant_id))
        for offer in pairs.new:
            blank = Variant(tx.ids.new(), product.id, position=len(there))
            fresh = variant(offer, blank, product.options or options_of(one), unit, Notes())
            new.append(replace(fresh, choices=fresh.choices[: len(product.options)]))
            made.append(link_of(tx, one, offer, product.id, fresh.id))
    if new:
        free, _ = without_taken(new, await taken_skus(tx, new))
        await goods.add_variants(tx, free)
    await offering.link(tx, made, "person")
    await tell_changed(tx, {product.id for _, product in found}, ["sku"])
    return len(made)


def link_of(tx: Tx, one: Listing, offer: Offer, product_id: UUID, variant_id: UUID) -> OfferLink:
    return OfferLink(
        *(tx.ids.new(), one.account_id, product_id, variant_id, one.remote_id, offer.variant_id)
    )


async def taken_skus(tx: Tx, variants: Sequence[Variant]) -> Mapping[str, str]:
    """Who has these SKUs now: the titles of products."""
    skus = [each.sku for each in variants if each.sku]
    return {sku: title for sku, _, _, title in await goods.sku_holders(tx, skus)}


def without_taken(
    variants: Sequence[Variant], holders: Mapping[str, str]
) -> tuple[Sequence[Variant], Mapping[UUID, Sequence[str]]]:
    """An SKU that somebody has is left out, and a word is said of it, by product."""
    free: list[Variant] = []
    notes: dict[UUID, list[str]] = {}
    held = dict(holders)
    for each in variants:
        if each.sku and each.sku in held:
            note = f"The SKU '{each.sku}' belongs to '{held[each.sku][:60]}'; it was left out here."
            notes.setdefault(each.product_id, []).append(note)
            free.append(replace(each, sku=""))
        else:
            free.append(each)
            held |= {each.sku: "another variant of the same page"} if each.sku else {}
    return free, notes


async def reject(tx: Tx, ids: Sequence[UUID]) -> int:
    """They are nothing of ours, and are not asked about again."""
    asked = await held(tx, ids)
    await store.set_state(tx, [each.id for each in asked], "rejected")
    await log.append(tx, facts.MatchesDecided("they are none of our products", len(asked), None))
    return len(asked)


async def unlink(tx: Tx, offer_ids: Sequence[UUID]) -> int:
    """These are not what they were taken for. Their listings wait for a person, whatever their
    codes say; in the shops nothing changes."""
    gone = await offering.unlink(tx, offer_ids)
    by_listing = {(each.account_id, each.remote_product_id): each.product_id for each in gone}
    for account_id in sorted({each.account_id for each in gone}):
        names = sorted({each.remote_product_id for each in gone if each.account_id == account_id})
        doubtful = []
        for one in await read_listings(tx, account_id, names):
            was = Candidate(by_listing[account_id, one.remote_id], How.person, 1.0)
            doubtful.append((one, Decision({}, Why.unlinked, [was])))
        await ask(tx, account_id, doubtful)
    return len(gone)


async def reopen(tx: Tx, ids: Sequence[UUID]) -> int:
    asked = [each for each in await store.locked(tx, ids) if each.state == "rejected"]
    await store.set_state(tx, [each.id for each in asked], "open")
    await log.append(tx, facts.MatchesDecided("they are asked about again", len(asked), None))
    return len(asked)


async def make_new(tx: Tx, ids: Sequence[UUID]) -> int:
    """New products are made of these, as soon as a worker is free; how many are asked for."""
    asked = await held(tx, ids)
    await store.set_state(tx, [each.id for each in asked], "making")
    await promise(tx, len(asked), sorted({each.account_id for each in asked}))
    return len(asked)


async def make_all_new(tx: Tx, account_id: UUID, hinted: bool | None = None) -> int:
    """New products of all listings of a shop that wait; only of those with a candidate, or without
    one, if `hinted` says so."""
    await accounts.account(tx, account_id)
    count = await store.make_all(tx, account_id, hinted)
    await promise(tx, count, [account_id])
    return count


async def promise(tx: Tx, count: int, account_ids: Sequence[UUID]) -> None:
    """Say at once if the plan does not hold so many; they are counted when they are made."""
    if not count:
        return
    await billing.allow(tx, editing.FEATURE, count)
    await billing.give_back(tx, editing.FEATURE, count)
    for account_id in account_ids:
        await enqueue(tx, MAKE_JOB, str(account_id), {"account": account_id})
    account = account_ids[0] if len(account_ids) == 1 else None
    await log.append(tx, facts.MatchesDecided("new products are made of them", count, account))


async def make(open_tx: OpenTx, account_id: UUID, until: Callable[[], bool]) -> bool:
    """Make products of the listings that somebody asked for, in pages; whether it came to the end.
    A page stands or does not, so a kill makes none twice."""
    while True:
        try:
            async with open_tx() as tx:
                if not await make_page(tx, account_id):
                    await ask_again(tx)
                    return True
        except PlanLimit as limit:
            async with open_tx() as tx:
                finding = Finding(Severity.error, limit.code, limit.sentence, limit.next_step)
                await store.put_back(tx, account_id, finding)
            return True
        if until():
            return False


async def ask_again(tx: Tx) -> None:
    """What was made may be what listings are that wait: of this shop, and of all others."""
    for account_id in sorted(
        {account for account, state in await store.counts(tx) if state == "open"}
    ):
        ids = {"account": account_id, "after": NOBODY}
        await enqueue(tx, AGAIN_JOB, str(account_id), ids)


async def rematch(
    open_tx: OpenTx, account_id: UUID, after: UUID, until: Callable[[], bool]
) -> UUID | None:
    """Link those that have become clear, in pages; where to go on, if the time was not enough."""
    while True:
        async with open_tx() as tx:
            asked = await store.find(tx, "open", account_id, None, after, PAGE)
            if not asked:
                return None
            names = [each.remote_product_id for each in asked if each.why is not Why.unlinked]
            found = await decided(tx, account_id, await read_listings(tx, account_id, names))
            clear = [(one, each) for one, each in found if not each.why]
            await link_clear(tx, clear)
            await store.drop_of_listings(tx, account_id, [one.remote_id for one, _ in clear])
            after = asked[-1].id
        if until():
            return after


async def make_page(tx: Tx, account_id: UUID) -> bool:
    asked = await store.to_make(tx, account_id, PAGE)
    if not asked:
        return False
    await goods.lock_skus(tx)
    found = await read_listings(tx, account_id, [each.remote_product_id for each in asked])
    # What was made since may be what this listing is.
    decisions = await decided(tx, account_id, found)
    await link_clear(tx, [(one, each) for one, each in decisions if not each.why])
    linked = {
        each.remote_product_id
        for each in await links.remote_products(tx, account_id, [one.remote_id for one in found])
    }
    fresh = [one for one in found if one.remote_id not in linked]
    await make_of(tx, account_id, fresh)
    await store.drop(tx, [each.id for each in asked])
    return True


async def make_of(tx: Tx, account_id: UUID, found: Sequence[Listing]) -> None:
    unit = (await accounts.account(tx, account_id)).shop.weight_unit
    drafts: list[tuple[Listing, Draft]] = [
        (one, draft(one, tx.ids.new(), [tx.ids.new() for _ in one.offers], unit)) for one in found
    ]
    brands = await naming.brand_ids(tx, sorted({each.brand for _, each in drafts if each.brand}))
    products = [replace(each.product, brand_id=brands.get(each.brand)) for _, each in drafts]
    variants = [variant for _, each in drafts for variant in each.variants]
    free, taken = without_taken(variants, await taken_skus(tx, variants))
    notes = {each.product.id: [*each.notes, *taken.get(each.product.id, ())] for _, each in drafts}
    await making.add(tx, products, free, "listing", notes)
    made = [
        link_of(tx, one, offer, each.product.id, variant.id)
        for one, each in drafts
        for offer, variant in zip(one.offers, each.variants, strict=True)
    ]
    await offering.link(tx, made, "made")


async def held(tx: Tx, ids: Sequence[UUID]) -> Sequence[Asked]:
    """Those of which nobody has said anything that holds."""
    if len(ids) > DECIDE_MAX:
        raise Rejected(
            f"{len(ids)} listings at once; {DECIDE_MAX} are the most.",
            next_step="Decide on fewer, or on all of a shop.",
        )
    found = [each for each in await store.locked(tx, ids) if each.state != "making"]
    if not found:
        raise refused("These listings do not wait any more.", "Read the list again.")
    return found


def by_account(asked: Sequence[Asked]) -> Mapping[UUID, Sequence[Asked]]:
    found: dict[UUID, list[Asked]] = {}
    for each in asked:
        found.setdefault(each.account_id, []).append(each)
    return found


def refused(sentence: str, step: str) -> Rejected:
    finding = Finding(Severity.error, "refused", sentence, step, "ids")
    return Rejected(sentence, [finding], step)
