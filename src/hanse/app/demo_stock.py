"""Stock of the demo: opened by what the shops show, told to both, at two places; some of it is on
the way, some kept for a promotion, and a few counts wait for somebody to set them."""

import asyncio
import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from hanse.app.demo_goods import ACCOUNTS_MAX
from hanse.app.demo_shops import SHOPS
from hanse.engine.tx import Actor, Database, Tx
from hanse.rooms.catalog.service import offering
from hanse.rooms.connections.service import accounts
from hanse.rooms.stock.model import promotions, transfers
from hanse.rooms.stock.model.listing import ItemState, Row
from hanse.rooms.stock.model.opening import Rule, Ruling
from hanse.rooms.stock.model.places import Place
from hanse.rooms.stock.service import (
    alerts,
    channels,
    listing,
    moving,
    opening,
    places,
    promoting,
    setting_out,
    shop_places,
    showing,
    transferring,
)

log = logging.getLogger("hanse.app")

LOOK_AGAIN_S = 1.0
WITHIN_S = 600.0
LINKS_MAX = 20_000
WAIT_STILL = 3
LOOK_AT_MAX = 50
PLENTY = 20
PROMOTION = "Weekend sale"
KEPT, SENT = 5, 4  # pieces of each
LOW_AT = 60
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Shops:
    """Both of the demo, by what is told apart: the second has places of its own."""

    plain: UUID
    placed: UUID


async def stock_goods(database: Database, workspace_id: UUID, person: Actor) -> None:
    """Once, as soon as it is known how all goods begin; whole, or not at all."""
    ends_at = database.clock.monotonic() + WITHIN_S
    while database.clock.monotonic() < ends_at:
        async with database.tx(workspace_id, person) as tx:
            if await step(tx):
                return
        await asyncio.sleep(LOOK_AGAIN_S)
    log.warning("demo.stock.missing")


async def step(tx: Tx) -> bool:
    """Do what can be done now; whether nothing is left to do."""
    if await promoting.list_promotions(tx, None, None, 1):
        return True
    shops = await both(tx)
    if shops is None or await opening.is_reading(tx):
        return False
    linked = {
        each: [link.variant_id for link in await offering.links_page(tx, each, None, LINKS_MAX)]
        for each in (shops.plain, shops.placed)
    }
    variant_ids = sorted({each for ids in linked.values() for each in ids})
    if not all(linked.values()) or not await opening.is_decided(tx, variant_ids):
        return False
    await open_counts(tx)
    corner = await place_goods(tx, shops.placed, variant_ids)
    chosen = await plenty(tx, shops.placed)
    await keep_some(tx, shops, chosen, corner)
    for each in (shops.plain, shops.placed):
        await channels.switch_on(tx, each)
    return True


async def both(tx: Tx) -> Shops | None:
    """The demo's own, if both are connected."""
    found = await accounts.list_accounts(tx, None, None, ACCOUNTS_MAX)
    named = {(each.platform, each.name): each.id for each in found if each.is_connected}
    ids = [named.get((platform, title)) for platform, _, title in SHOPS]
    if ids[0] is None or ids[1] is None:
        return None
    return Shops(ids[0], ids[1])


async def open_counts(tx: Tx) -> None:
    """What the shops say differently begins with the lowest; a few are left for a person."""
    waiting = await setting_out.waiting(tx, None, LINKS_MAX)
    ids = [each.variant_id for each in waiting][WAIT_STILL:]
    if ids:
        lowest = setting_out.Asked(Ruling(Rule.lowest), variant_ids=ids)
        await setting_out.set_out(tx, lowest, preview=False)


async def place_goods(tx: Tx, account_id: UUID, variant_ids: Sequence[UUID]) -> Place:
    """Where the shop has its goods we have them too, so that nothing there changes."""
    main = await places.first_own(tx)
    there = await shop_places.places_of(tx, account_id)
    first, second = there[0], there[1]
    corner = await places.make(tx, Place(main.id, second.name, country="US", position=1))
    named = {first.remote_id: main.id, second.remote_id: corner.id}
    await shop_places.name_places(tx, account_id, named)
    counts = await shown_at(tx, account_id, variant_ids, second.remote_id)
    free = {
        each.variant_id: each.available
        for levels in (await moving.levels(tx, list(counts))).values()
        for each in levels
        if each.place_id == main.id
    }
    lines = [
        transfers.Asked(number, each, "", min(count, free[each]))
        for number, (each, count) in enumerate(counts.items())
        if free.get(each, 0) > 0
    ]
    for at in range(0, len(lines), transfers.LINES_MAX):
        part = lines[at : at + transfers.LINES_MAX]
        sent = await transferring.send(tx, main.id, corner.id, part, None, "The first goods")
        await transferring.receive(tx, sent.id, None)
    return corner


async def shown_at(
    tx: Tx, account_id: UUID, variant_ids: Sequence[UUID], remote_place: str
) -> Mapping[UUID, int]:
    counts: Counter[UUID] = Counter()
    for each in await showing.shown(tx, account_id, variant_ids):
        if each.variant_id and each.remote_place == remote_place and (each.quantity or 0) > 0:
            counts[each.variant_id] += each.quantity or 0
    return counts


async def plenty(tx: Tx, account_id: UUID) -> Sequence[Row]:
    """Some that there are enough of at the first place."""
    main = await places.first_own(tx)
    asked = listing.Asked(account_id=account_id, state=ItemState.fine)
    found = await listing.list_levels(tx, asked, None, LOOK_AT_MAX)
    return [
        row
        for row in found.rows
        for each in row.places
        if each.place.id == main.id and each.level.available >= PLENTY
    ]


async def keep_some(tx: Tx, shops: Shops, chosen: Sequence[Row], corner: Place) -> None:
    """A promotion that runs, a transfer that is on the way, and one that counts as low early."""
    main = await places.first_own(tx)
    ids = [each.item.variant_id for each in chosen]
    kept = [promotions.Asked(number, each, "", KEPT) for number, each in enumerate(ids[:2])]
    until = tx.now + 7 * DAY
    await promoting.plan(tx, PROMOTION, shops.placed, main.id, kept, tx.now, until)
    sent = [transfers.Asked(number, each, "", SENT) for number, each in enumerate(ids[2:4])]
    if sent:
        day = (tx.now + 2 * DAY).date()
        await transferring.send(tx, main.id, corner.id, sent, day, "The van goes on Monday")
    for row in chosen[4:5]:
        await alerts.set_low(tx, row.item.variant_id, LOW_AT, row.item.version)
