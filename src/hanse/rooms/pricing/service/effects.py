"""What rules would do to the whole catalogue, before anything is kept."""

from contextlib import aclosing
from datetime import timedelta

from hanse.rooms.catalog.model.standings import Standing
from hanse.rooms.pricing.model.effects import Effect
from hanse.rooms.pricing.model.rules import Book, Rule
from hanse.rooms.pricing.model.runs import Run
from hanse.rooms.pricing.service import offers, pages, quoting
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
        going = await pages.run(tx, book)
        clock, began = tx.clock, tx.now
    found = Effect()
    async with aclosing(pages.pages(open_tx, going)) as all_pages:
        async for page in all_pages:
            if longest is not None and clock.now() - began > longest:
                found.complete = False
                break
            moved = [
                each
                async for part in pages.priced(going, page)
                for each, passed, now in part
                if found.count(each, passed, now)
            ]
            await look_closer(open_tx, going, found, moved)
    return found


async def look_closer(open_tx: OpenTx, going: Run, found: Effect, moved: list[Standing]) -> None:
    """Whose the prices are that would move, and the few that are told as a whole."""
    named = found.waiting
    if not moved and not named:
        return
    async with open_tx() as tx:
        ours = await pages.of_hub(tx, moved)
        found.not_ours += len(moved) - len(ours)
        if named:
            found.look(going.desk, await offers.offered(tx, named), ours)
