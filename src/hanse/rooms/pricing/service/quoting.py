"""Quotes: what offers should cost by the rules that are at work, each with its reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from hanse.base.faults import Gone, Rejected
from hanse.engine.tx import Tx
from hanse.rooms.catalog.service import costing, offering
from hanse.rooms.pricing.model import checks, explaining
from hanse.rooms.pricing.model.explaining import Quote
from hanse.rooms.pricing.model.formulas import World
from hanse.rooms.pricing.model.quotes import Desk
from hanse.rooms.pricing.model.rules import Book, Offered, Rule
from hanse.rooms.pricing.service import offers, rates, taxes
from hanse.rooms.pricing.store import rules as store

QUOTES_MAX = 5_000


async def world(tx: Tx) -> World:
    """What holds now: rates and taxes of today."""
    return World(tx.now, await rates.rates(tx, tx.now.date()), await taxes.taxes(tx))


async def desk(tx: Tx, book: Book | None = None) -> Desk:
    return Desk(book or await store.book(tx), await world(tx))


async def quote(tx: Tx, offer_ids: Sequence[UUID]) -> Mapping[UUID, Quote]:
    """By offer; those that are not there are left out."""
    if len(offer_ids) > QUOTES_MAX:
        raise Rejected(
            f"{len(offer_ids):,} quotes at once; {QUOTES_MAX:,} are the most.",
            next_step="Ask in pages.",
        )
    counter = await desk(tx)
    return {
        each.id: explaining.explained(counter, each) for each in await offers.offered(tx, offer_ids)
    }


async def explain(tx: Tx, offer_id: UUID, draft: Rule | None = None) -> Quote:
    """Why one offer costs what it costs; with a draft, what it would cost by that."""
    found = await offers.offered(tx, [offer_id])
    if not found:
        raise Gone("There is no such offer here, or it is not linked to a product.")
    book = await store.book(tx)
    counter = await desk(tx, drafted(book, draft) if draft else book)
    return explaining.explained(counter, found[0], await since(tx, offer_id, counter, found[0]))


async def since(tx: Tx, offer_id: UUID, counter: Desk, offer: Offered) -> datetime | None:
    """From when on the cost holds that the price starts from."""
    cost = counter.price(offer).cost
    if cost is None:
        return None
    link = (await offering.links(tx, [offer_id]))[offer_id]
    told = await costing.costs_told(tx, [link.variant_id])
    return next((each.since for each in told if each.cost == cost and each.since <= tx.now), None)


def drafted(book: Book, draft: Rule) -> Book:
    """The rules with this one in its place, or as the last of them."""
    checks.check(draft)
    if any(each.id == draft.id for each in book.rules):
        rules = tuple(draft if each.id == draft.id else each for each in book.rules)
    else:
        rules = (*book.rules, draft)
    return replace(book, rules=rules)
