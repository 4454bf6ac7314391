"""All offers of a workspace as they go by, a page at a time: the next one is read while this one is
worked out, and no more than two are ever held."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.changes.model.owners import Owner
from hanse.changes.service import owning
from hanse.engine.tx import Tx
from hanse.rooms.catalog.model.standings import PAGE_ROWS, Standing
from hanse.rooms.catalog.service import offering
from hanse.rooms.connections.service import accounts
from hanse.rooms.mirror.service.showing import Price
from hanse.rooms.pricing.model.floors import floors_of
from hanse.rooms.pricing.model.places import market_of
from hanse.rooms.pricing.model.rules import Book, SetFloor
from hanse.rooms.pricing.model.runs import Passed, Run, Sold, known
from hanse.rooms.pricing.service import offers, quoting
from hanse.rooms.pricing.service.offers import OpenTx, Shown

AT_ONCE = 500  # then others get their turn: a few milliseconds
PRICE, WHOLE = "price", "offers/*"


@dataclass(frozen=True, slots=True)
class Page:
    rows: Sequence[Standing]
    shops: Mapping[UUID, Sold]
    shown: Shown
    floors: Mapping[UUID, SetFloor]
    after: UUID | None = None  # behind which the next page begins


async def run(tx: Tx, book: Book | None = None) -> Run:
    """Prices by the rules that are at work, or by these."""
    return Run(await quoting.desk(tx, book), await offering.paths(tx))


async def pages(open_tx: OpenTx, going: Run) -> AsyncGenerator[Page, None]:
    """Each page is read in a transaction of its own, so nobody who follows the log waits for it."""
    ahead = asyncio.create_task(page(open_tx, going, None))
    try:
        while True:
            found = await ahead
            if found.after is None:
                yield found
                return
            ahead = asyncio.create_task(page(open_tx, going, found.after))
            yield found
    finally:
        ahead.cancel()
        await asyncio.gather(ahead, return_exceptions=True)  # nothing is left behind


async def page(open_tx: OpenTx, going: Run, after: UUID | None) -> Page:
    async with open_tx() as tx:
        rows = await offering.standings_page(tx, after)
        return await page_of(tx, going, rows, rows[-1].id if len(rows) == PAGE_ROWS else None)


async def page_of_variants(open_tx: OpenTx, going: Run, variant_ids: Sequence[UUID]) -> Page:
    async with open_tx() as tx:
        return await page_of(tx, going, await offering.standings_of_variants(tx, variant_ids))


async def page_of(tx: Tx, going: Run, rows: Sequence[Standing], after: UUID | None = None) -> Page:
    """With what stands beside the offers: a few statements, however many they are."""
    named = {each.account_id for each in rows}
    shops = {
        each.id: Sold(
            each.shop.currency,
            market_of(each.shop.currency, each.shop.time_zone),
            each.shop.prices_include_tax,
        )
        for each in await accounts.of_ids(tx, sorted(named))
    }
    there = known(rows, shops)
    shown = await offers.shown_at(
        tx, ((each.account_id, each.remote_product_id, each.remote_variant_id) for each in there)
    )
    floors = await offers.floors_on(
        tx,
        (
            subject
            for each in there
            for subject in (each.id, each.variant_id, *path_of(going, each))
        ),
    )
    return Page(there, shops, shown, floors, after)


def path_of(going: Run, each: Standing) -> tuple[UUID, ...]:
    return going.paths.get(each.category_id, ()) if each.category_id else ()


async def priced(
    going: Run, found: Page
) -> AsyncIterator[Sequence[tuple[Standing, Passed | None, Price | None]]]:
    """What each offer should cost, and what its shop shows; others get their turn between."""
    going.shops.update(found.shops)
    nothing: Mapping[tuple[str, str | None], Price] = {}
    for at in range(0, len(found.rows), AT_ONCE):
        yield [
            (
                each,
                going.price(each, floors_over(going, found.floors, each) if found.floors else ()),
                found.shown.get(each.account_id, nothing).get(
                    (each.remote_product_id, each.remote_variant_id)
                ),
            )
            for each in found.rows[at : at + AT_ONCE]
        ]
        await asyncio.sleep(0)


def floors_over(
    going: Run, floors: Mapping[UUID, SetFloor], each: Standing
) -> tuple[SetFloor, ...]:
    return floors_of(floors, each.id, each.variant_id, path_of(going, each))


async def of_hub(tx: Tx, found: Sequence[Standing]) -> frozenset[UUID]:
    """Those of these whose price is the hub's to set."""
    by_shop: dict[UUID, list[Standing]] = {}
    for each in found:
        by_shop.setdefault(each.account_id, []).append(each)
    ours: set[UUID] = set()
    for account_id, here in by_shop.items():
        if await is_as_found(tx, account_id):
            continue
        things = [thing_of(each) for each in here]
        held = await owning.owned(tx, account_id, things)
        ours.update(
            each.id
            for each, thing in zip(here, things, strict=True)
            if (line := held.get((thing, PRICE))) and line.owner is Owner.hub
        )
    return frozenset(ours)


async def is_as_found(tx: Tx, account_id: UUID) -> bool:
    """Nothing of this shop was ever handed over, so its offers need not be asked for one by one."""
    if await owning.owned(tx, account_id, [WHOLE]):
        return False
    return not await owning.owned_page(tx, account_id, None, 1)


def thing_of(each: Standing) -> str:
    """As changes names it."""
    return f"offers/{each.remote_variant_id or each.remote_product_id}"
