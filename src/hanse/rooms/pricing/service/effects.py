"""What rules would do to the whole catalogue, before anything is kept."""

from datetime import timedelta

from hanse.rooms.pricing.model.effects import Effect
from hanse.rooms.pricing.model.quotes import moves
from hanse.rooms.pricing.model.rules import Book, Rule
from hanse.rooms.pricing.service import offers, quoting
from hanse.rooms.pricing.service.offers import OpenTx
from hanse.rooms.pricing.store import rules as store

LONGEST = timedelta(seconds=25)  # for a person who waits; the answer says how far it came


async def effect(
    open_tx: OpenTx, draft: Rule | None = None, longest: timedelta | None = LONGEST
) -> Effect:
    """Page by page, so that the largest catalogue takes the room of one page."""
    async with open_tx() as tx:
        book = await store.book(tx)
    return await effect_of(open_tx, quoting.drafted(book, draft) if draft else book, longest)


async def effect_of(open_tx: OpenTx, book: Book, longest: timedelta | None = None) -> Effect:
    async with open_tx() as tx:
        counter = await quoting.desk(tx, book)
        clock, began = tx.clock, tx.now
    found = Effect()
    async for page_tx, page in offers.pages(open_tx):
        if longest is not None and clock.now() - began > longest:
            found.complete = False
            break
        priced = [counter.price(each) for each in page]
        ours = await offers.of_hub(page_tx, [each.offer for each in priced if moves(book, each)])
        for each in priced:
            found.count(counter, each, ours=each.offer.id in ours)
    return found
