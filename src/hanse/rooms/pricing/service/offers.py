"""What is known of offers when they are priced: gathered a page at a time."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from uuid import UUID

from hanse.base.money import Money
from hanse.engine.tx import Tx
from hanse.rooms.catalog.model.goods import OfferFacts, OfferLink
from hanse.rooms.catalog.service import offering
from hanse.rooms.connections.model.accounts import Account
from hanse.rooms.connections.service import accounts
from hanse.rooms.mirror.service import showing
from hanse.rooms.mirror.service.showing import Price
from hanse.rooms.pricing.model.floors import floors_of
from hanse.rooms.pricing.model.places import market_of
from hanse.rooms.pricing.model.rules import Offered, SetFloor
from hanse.rooms.pricing.store import floors as store

OpenTx = Callable[[], AbstractAsyncContextManager[Tx]]

Shown = Mapping[UUID, Mapping[tuple[str, str | None], Price]]

PAGE = 2_000  # with all that people look at; well within the 5 s that a transaction may take


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
    shown = await shown_at(
        tx, ((each.account_id, each.remote_product_id, each.remote_variant_id) for each in links)
    )
    return {
        each.id: Money(*price)
        for each in links
        if (price := shown[each.account_id].get((each.remote_product_id, each.remote_variant_id)))
    }


async def shown_at(tx: Tx, names: Iterable[tuple[UUID, str, str | None]]) -> Shown:
    """By shop, and by the platform's ids of the product and the variant."""
    by_shop: dict[UUID, list[tuple[str, str | None]]] = {}
    for account_id, product_id, variant_id in names:
        by_shop.setdefault(account_id, []).append((product_id, variant_id))
    return {
        account_id: await showing.prices(tx, account_id, here)
        for account_id, here in by_shop.items()
    }


async def floors_named(tx: Tx, facts: Iterable[OfferFacts]) -> Mapping[UUID, SetFloor]:
    """What was set for these offers, their variants, and the categories above them."""
    named: set[UUID] = set()
    for each in facts:
        named.update((each.link.id, each.link.variant_id, *each.category_ids))
    return await floors_on(tx, named)


async def floors_on(tx: Tx, subject_ids: Iterable[UUID]) -> Mapping[UUID, SetFloor]:
    """A workspace without any is asked no more than that."""
    if not await store.is_any(tx):
        return {}
    return {each.subject_id: each.set for each in await store.of(tx, sorted(subject_ids))}
