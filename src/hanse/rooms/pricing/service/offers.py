"""What is known of offers when they are priced: gathered a page at a time."""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from uuid import UUID

from hanse.base.money import Money
from hanse.changes.model.owners import Owner
from hanse.changes.service import owning
from hanse.engine.tx import Tx
from hanse.rooms.catalog.model.goods import OfferFacts, OfferLink
from hanse.rooms.catalog.service import offering
from hanse.rooms.connections.model.accounts import Account
from hanse.rooms.connections.service import accounts
from hanse.rooms.mirror.service import showing
from hanse.rooms.pricing.model.floors import floors_of
from hanse.rooms.pricing.model.places import market_of
from hanse.rooms.pricing.model.rules import Offered, SetFloor
from hanse.rooms.pricing.store import floors as store

OpenTx = Callable[[], AbstractAsyncContextManager[Tx]]

PAGE = 2_000  # is worked out well within the 5 s that a transaction may take
PRICE = "price"


async def offered(tx: Tx, offer_ids: Sequence[UUID]) -> Sequence[Offered]:
    """Those of these that are there."""
    found = await offering.facts(tx, offer_ids)
    links = [each.link for each in found.values()]
    shops = {
        each.id: each
        for each in await accounts.of_ids(tx, sorted({one.account_id for one in links}))
    }
    shown = await prices(tx, links)
    floors = await floors_named(tx, found.values())
    return [
        offer_of(each, shops[each.link.account_id], shown.get(each.link.id), floors)
        for each in found.values()
        if each.link.account_id in shops
    ]


def offer_of(
    facts: OfferFacts, account: Account, now: Money | None, floors: Mapping[UUID, SetFloor]
) -> Offered:
    link, shop = facts.link, account.shop
    return Offered(
        id=link.id,
        account_id=link.account_id,
        currency=shop.currency,
        market=market_of(shop.currency, shop.time_zone),
        prices_include_tax=shop.prices_include_tax,
        categories=facts.category_ids,
        brand_id=facts.brand_id,
        tags=facts.tags,
        supplier=facts.costs.get("supplier"),
        landed=facts.costs.get("landed"),
        list_price=facts.list_price,
        now=now,
        floors=floors_of(floors, link.id, link.variant_id, facts.category_ids) if floors else (),
        title=facts.title,
        thing=thing_of(link),
        target=(link.remote_name, link.remote_product_id if link.remote_variant_id else None),
    )


def thing_of(link: OfferLink) -> str:
    """As changes names it."""
    return f"offers/{link.remote_name}"


async def prices(tx: Tx, links: Sequence[OfferLink]) -> Mapping[UUID, Money]:
    """What the shops show now."""
    by_shop: dict[UUID, list[OfferLink]] = {}
    for each in links:
        by_shop.setdefault(each.account_id, []).append(each)
    found: dict[UUID, Money] = {}
    for account_id, here in by_shop.items():
        shown = await showing.prices(
            tx, account_id, sorted({one.remote_product_id for one in here})
        )
        for link in here:
            price = shown.get((link.remote_product_id, link.remote_variant_id))
            if price is not None:
                found[link.id] = price
    return found


async def floors_named(tx: Tx, facts: Iterable[OfferFacts]) -> Mapping[UUID, SetFloor]:
    """What was set for these offers, their variants, and the categories above them."""
    named: set[UUID] = set()
    for each in facts:
        named.update((each.link.id, each.link.variant_id, *each.category_ids))
    return {each.subject_id: each.set for each in await store.of(tx, sorted(named))}


async def pages(open_tx: OpenTx) -> AsyncIterator[tuple[Tx, Sequence[Offered]]]:
    """The whole catalogue, each page in a transaction of its own: no more than a page is held at
    once, and nobody who follows the log waits for it."""
    after: UUID | None = None
    while True:
        async with open_tx() as tx:
            links = await offering.links_page(tx, None, after, PAGE)
            if links:
                yield tx, await offered(tx, [each.id for each in links])
        if len(links) < PAGE:
            return
        after = links[-1].id


async def of_hub(tx: Tx, found: Sequence[Offered]) -> frozenset[UUID]:
    """Those of these whose price is the hub's to set."""
    by_shop: dict[UUID, list[Offered]] = {}
    for each in found:
        by_shop.setdefault(each.account_id, []).append(each)
    ours: set[UUID] = set()
    for account_id, here in by_shop.items():
        held = await owning.owned(tx, account_id, [each.thing for each in here])
        ours.update(
            each.id
            for each in here
            if (line := held.get((each.thing, PRICE))) and line.owner is Owner.hub
        )
    return frozenset(ours)
