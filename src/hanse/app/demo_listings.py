"""What stands on the page of listings in the demo beside what both shops sell: two products that
wait to be published, a template, and what buyers call the colours of one of them."""

import asyncio
import logging
from collections.abc import Collection, Sequence
from uuid import UUID

from hanse.app.demo_goods import ACCOUNTS_MAX
from hanse.base.money import Money
from hanse.engine.tx import Actor, Database, Tx
from hanse.rooms.catalog.model.attributes import Attribute, AttributeType
from hanse.rooms.catalog.service import making, naming
from hanse.rooms.catalog.service.making import NewGoods
from hanse.rooms.connections.service import accounts
from hanse.rooms.listings.model.mappings import Noun, Pair
from hanse.rooms.listings.model.templates import Template
from hanse.rooms.listings.service import mapping, templating
from hanse.rooms.listings.service import showing as listings
from hanse.rooms.mirror.service import feeds
from hanse.trade.fields import Fields
from hanse.trade.ports_read import Kind

log = logging.getLogger("hanse.app")

SHOPS = 2
LOOK_AGAIN_S = 1.0
READ_WITHIN_S = 600.0
NEW: Fields = {
    "title": "Woven basket with a lid",
    "description_html": "<p>Woven by hand in Lombok, of rattan that grows again.</p>",
    "tags": ("basket", "rattan"),
}
VARIED: Fields = {
    "title": "Handwoven sarong",
    "description_html": "<p>Woven on a backstrap loom in Sumba, dyed with indigo and morinda.</p>",
    "options": ("Colour",),
    "tags": ("sarong", "handwoven"),
}
COLOUR = ("colour", "Colour", AttributeType.choice)
COLOURS = {"Red": "Merah", "Blue": "Biru"}
THEIR_COLOUR = "Warna"
TEMPLATE = ("Page titles", "seo_title", "{title|shorten 50} | {account}")


async def list_goods(database: Database, workspace_id: UUID, person: Actor) -> None:
    """Once, as soon as both shops were read. Nothing of it is proposed."""
    ends_at = database.clock.monotonic() + READ_WITHIN_S
    while database.clock.monotonic() < ends_at:
        async with database.tx(workspace_id, person) as tx:
            if await templating.list_templates(tx):
                return
            shops = await read_shops(tx)
            if len(shops) == SHOPS:
                await make(tx, shops)
                return
        await asyncio.sleep(LOOK_AGAIN_S)
    log.warning("demo.listings.missing")


async def read_shops(tx: Tx) -> Sequence[UUID]:
    """The shops whose products are all here."""
    found = await accounts.list_accounts(tx, None, None, ACCOUNTS_MAX)
    here = sorted(each.id for each in found)[:SHOPS]  # its own are the oldest
    return [
        feed.account_id
        for feed in await feeds.list_feeds(tx, None)
        if feed.kind is Kind.products and feed.ended_at and feed.account_id in here
    ]


async def make(tx: Tx, shops: Sequence[UUID]) -> None:
    here = await accounts.of_ids(tx, shops)
    currency = here[0].shop.currency
    basket: Fields = {"sku": "BASKET-1", "price": Money(currency, 2_490)}
    dear = Money(currency, 5_900)
    sarongs: Sequence[Fields] = [
        {"sku": f"SARONG-{each.upper()}", "choices": (each,), "price": dear} for each in COLOURS
    ]
    goods = [NewGoods(VARIED, sarongs), NewGoods(NEW, [basket])]
    new = await making.make(tx, goods, "typed")
    new.demand_all()
    await call_colours(tx, {each.platform for each in here})
    await listings.add_drafts(tx, new.product_ids, shops, "")
    await templating.save(tx, Template(tx.ids.new(), *TEMPLATE), None)


async def call_colours(tx: Tx, platforms: Collection[str]) -> None:
    """What is made at the shops has their words for it."""
    colour = Attribute(tx.ids.new(), *COLOUR, choices=tuple(COLOURS))
    await naming.put_attribute(tx, colour)
    pairs = [
        Pair(each, Noun.attribute, colour.key, THEIR_COLOUR, value=ours, their_value=theirs)
        for each in sorted(platforms)
        for ours, theirs in COLOURS.items()
    ]
    await mapping.save(tx, platforms, pairs, [])
