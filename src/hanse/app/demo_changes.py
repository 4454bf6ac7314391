"""What waits for somebody in the demo: five prices to agree to, and one that the guard holds."""

import asyncio
import logging
from collections.abc import Sequence
from uuid import UUID

from hanse.app.demo_goods import first_shop
from hanse.base.money import Money
from hanse.changes.model.planned import Target, Wish
from hanse.changes.service import proposing, reading
from hanse.changes.service.hands import Hands
from hanse.engine.tx import Actor, Database, Tx
from hanse.rooms.mirror.service import feeds, showing
from hanse.trade.goods import Product
from hanse.trade.ports_read import Kind

log = logging.getLogger("hanse.app")

DEARER = 5
DEARER_PERCENT = 106
TYPING_ERROR_PERCENT = 10  # of a price whose last digit was forgotten
LOOK_AT_MAX = 60
LOOK_AGAIN_S = 1.0
READ_WITHIN_S = 600.0


async def propose_changes(
    hands: Hands, database: Database, workspace_id: UUID, person: Actor
) -> None:
    """Once, as soon as the shop was read. What is agreed to goes to the sandbox."""
    ends_at = database.clock.monotonic() + READ_WITHIN_S
    while database.clock.monotonic() < ends_at:
        async with database.tx(workspace_id, person) as tx:
            if await reading.list_sets(tx, None, None, 1):
                return
            account_id = await read_shop(tx)
            if account_id:
                await propose(hands, tx, account_id)
                return
        await asyncio.sleep(LOOK_AGAIN_S)
    log.warning("demo.changes.missing")


async def read_shop(tx: Tx) -> UUID | None:
    """The demo's WooCommerce shop, if its products are all here."""
    shop = await first_shop(tx)
    if shop is not None:
        for feed in await feeds.list_feeds(tx, shop):
            if feed.kind is Kind.products and feed.ended_at:
                return shop
    return None


async def propose(hands: Hands, tx: Tx, account_id: UUID) -> None:
    priced = await offers(tx, account_id)
    dearer, mistyped = priced[:DEARER], priced[DEARER : DEARER + 1]
    sets = (
        ("New supplier prices", "The supplier asks for 6 % more.", dearer, DEARER_PERCENT),
        ("One price", "A buyer asked for it.", mistyped, TYPING_ERROR_PERCENT),
    )
    for title, why, chosen, percent in sets:
        wishes = [
            Wish(account_id, "offers.price", target, {"price": part(price, percent)})
            for target, price in chosen
        ]
        if wishes:
            await proposing.propose(hands, tx, wishes, title=title, why=why)


async def offers(tx: Tx, account_id: UUID) -> Sequence[tuple[Target, Money]]:
    """Goods that are sold as they are, without a sale, with what they cost."""
    wanted = showing.Wanted(account_id=account_id)
    page = await showing.list_things(tx, Kind.products, wanted, None, LOOK_AT_MAX)
    found = await showing.values(tx, Kind.products, [each.id for each in page], "for the demo")
    products: list[Product] = [found[each.id] for each in page if each.id in found]
    return [
        (Target(product.remote_id), offer.price)
        for product in products
        for offer in product.offers
        if offer.variant_id is None and offer.price and offer.price.minor and not offer.sale
    ]


def part(price: Money, percent: int) -> Money:
    return Money(price.currency, max(price.minor * percent // 100, 1))
