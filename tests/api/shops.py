"""An account of somebody with what hangs on it, made without any shop."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from hanse.app import wiring
from hanse.base.money import Money
from hanse.engine import calls, hooks
from hanse.engine.calls import KeptCall
from hanse.engine.excerpts import Excerpts
from hanse.engine.hooks import Arrived
from hanse.engine.tx import Tx
from hanse.rooms.connections.service import connecting
from hanse.rooms.connections.service.connecting import Looked
from hanse.rooms.mirror.service import feeds, storing
from hanse.rooms.mirror.service.storing import Source
from hanse.trade.access import Access, Probe
from hanse.trade.goods import Offer, Product, ProductKind
from hanse.trade.orders import Order, OrderState
from hanse.trade.people import Buyer
from hanse.trade.ports_read import Kind, Row
from hanse.trade.shop import Shop
from hanse.trade.stock import ItemStock, StockLevel

NOW = datetime(2026, 11, 20, tzinfo=UTC)
STOCK = StockLevel(None, None, None)
PLATFORMS = {each.CARD.name: each for each in wiring.CONNECTORS}


async def account(tx: Tx, name: str, platform: str = "woocommerce") -> UUID:
    """One more shop, whose keys open nothing."""
    key = f"{tx.ids.new().hex}.example"
    fields = {
        "store_url": "https://127.0.0.1:9",  # nobody listens there
        "consumer_key": "ck_" + "0" * 40,
        "consumer_secret": "cs_" + "1" * 40,
        "way": "basic",
    }
    probe = Probe(key, name, f"https://{key}", Shop("USD", 2), may_read=True, may_write=True)
    made = await connecting.save(tx, Looked(PLATFORMS[platform], Access(fields), probe), name)
    await feeds.begin(tx, made.id, PLATFORMS[platform])
    return made.id


async def call(tx: Tx, account_id: UUID, mark: str) -> UUID:
    kept = KeptCall(
        *(tx.ids.new(), tx.workspace_id, account_id, "woocommerce", "products", "ok", 200, "GET"),
        *(f"https://shop.example/{mark}", NOW, 12.5, 0, 10),
        excerpts=Excerpts(received_body=mark),
    )
    await calls.keep(tx, [kept])
    return kept.id


async def hook(tx: Tx, account_id: UUID, mark: str) -> UUID:
    arrived = Arrived(tx.ids.new(), account_id, {}, mark.encode(), f"{mark}.updated", mark)
    await hooks.keep(tx, [arrived])
    return arrived.id


async def feed(tx: Tx, account_id: UUID, kind: Kind = Kind.products) -> UUID:
    found = await feeds.list_feeds(tx, account_id)
    return next(each.id for each in found if each.kind is kind)


async def thing(tx: Tx, account_id: UUID, kind: Kind, mark: str) -> UUID:
    """The id here of something that the account shows."""
    feed_id = tx.ids.new()
    source = Source(feed_id, account_id, kind, "pull", tx.now)
    await storing.store_rows(tx, source, [Row("7", {"id": 7, "name": mark}, value(kind, mark))])
    found: UUID = await tx.fetchval(
        "select id from mirror_rows where account_id = $1 and kind = $2", account_id, kind.value
    )
    return found


def value(kind: Kind, mark: str) -> Any:
    price = Money("USD", 100)
    values: Mapping[Kind, Any] = {
        Kind.products: Product(
            *("7", ProductKind.single, None, True, mark, None, None, None, "S-7", STOCK)
        ),
        Kind.offers: Offer("7", "8", "S-7", None, mark, None, price, None, None, None, STOCK),
        Kind.levels: ItemStock("7", "7", "8", mark, True),
        Kind.orders: order(mark),
        Kind.buyers: Buyer("7", "who@example.com", mark, None, None),
    }
    return values[kind]


def order(mark: str) -> Order:
    return Order(
        remote_id="7",
        number=mark,
        state=OrderState.to_fulfil,
        state_word="processing",
        currency="USD",
        prices_include_tax=True,
        total=Money("USD", 100),
        tax=None,
        shipping=None,
        discount=None,
        lines=(),
        fees=(),
        buyer=None,
        billing=None,
        shipping_to=None,
        note=None,
        payment_method=None,
        payment_title=None,
        transaction_id=None,
        created_via=None,
        refund_ids=(),
        coupons=(),
        own_key=None,
        placed_at=NOW,
        paid_at=None,
        completed_at=None,
        modified_at=NOW,
    )
