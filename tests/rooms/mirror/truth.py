"""What a shop of the sandbox sells now, and what we keep of it, in the same words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from hanse.base.money import Money
from hanse.rooms.mirror.service import showing
from hanse.sandbox.counter import Good
from hanse.sandbox.shopify.mounted import Mounted as ShopifyShop
from hanse.sandbox.woocommerce.mounted import Mounted as WooStore
from hanse.trade.goods import Offer, Product
from hanse.trade.orders import Order
from hanse.trade.ports_read import Kind
from hanse.trade.stock import StockLevel
from tests.rooms.shops import OPERATOR, Street

ALL = 1_000_000
SIZE = re.compile(r" - [SML]$")
STATES = {"publish": "live", "active": "live"}  # the others are the same words


@dataclass(frozen=True, slots=True)
class Sold:
    """One thing on the shelf, or one size of it."""

    title: str
    state: str
    sku: str
    price: str
    stock: int | None
    sizes: tuple[tuple[str, str, str, int | None], ...] = ()  # reference, sku, price, stock


@dataclass(frozen=True, slots=True)
class Bought:
    """An order: what was to be paid, and of what how much."""

    total: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class State:
    goods: Mapping[str, Sold]
    orders: Mapping[str, Bought]
    buyers: int


def of_the_shop(shops: Street, platform: str) -> State:
    shop = shops.shop(platform)
    goods = {each.reference: sold(each) for each in shop.counter.goods(0, ALL).rows}
    orders = {
        each.reference: bought(each.total.partition(" ")[0], each.lines)
        for each in shop.counter.sales(0, ALL).rows
    }
    return State(goods, orders, buyers(shop))


def buyers(shop: object) -> int:
    if isinstance(shop, ShopifyShop):
        return shop.shop.customers.total()
    assert isinstance(shop, WooStore)
    return len(shop.store.rows["customers"])


def sold(good: Good) -> Sold:
    state = STATES.get(good.status, good.status)
    if not good.sizes:
        return Sold(good.title, state, good.sku, good.price, good.stock)
    sizes = sorted((each.reference, each.sku, each.price, each.stock) for each in good.sizes)
    return Sold(good.title, state, "", "", None, tuple(sizes))


async def as_kept(shops: Street, workspace: UUID) -> State:
    products = await values(shops, workspace, Kind.products)
    offers: dict[str, list[Offer]] = {}
    for offer in (await values(shops, workspace, Kind.offers)).values():
        offers.setdefault(offer.product_id, []).append(offer)
    goods = {key: held(each, offers.get(key, [])) for key, each in products.items()}
    orders = {
        key: paid(each) for key, each in (await values(shops, workspace, Kind.orders)).items()
    }
    return State(goods, orders, len(await values(shops, workspace, Kind.buyers)))


async def values(shops: Street, workspace: UUID, kind: Kind) -> dict[str, Any]:
    """By the platform's own ids."""
    rows = await shops.things(workspace, kind)
    async with shops.database.tx(workspace, OPERATOR) as tx:
        found = await showing.values(tx, kind, [each.id for each in rows], "a test compares")
    return {each.remote_id: found[each.id] for each in rows}


def held(product: Product, apart: list[Offer]) -> Sold:
    title, state = product.title or "", str(product.state)
    offers = [*product.offers, *apart]
    if len(offers) == 1 and not product.variant_ids:
        [offer] = offers
        return Sold(title, state, offer.sku or "", amount(offer.price), count(offer.stock))
    sizes = sorted(
        (each.variant_id or "", each.sku or "", amount(each.price), count(each.stock))
        for each in offers
    )
    return Sold(title, state, "", "", None, tuple(sizes))


def count(stock: StockLevel) -> int | None:
    return stock.quantity


def amount(money: Money | None) -> str:
    return str(money.amount) if money else ""


def paid(order: Order) -> Bought:
    return bought(amount(order.total), [f"{each.quantity} x {each.title}" for each in order.lines])


def bought(total: str, lines: Sequence[str]) -> Bought:
    """A shop may tell the size behind the title or not; the title alone says which product."""
    return Bought(total, tuple(SIZE.sub("", line) for line in lines))


def differences(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    """What is not the same, a few of it: ours and theirs side by side."""
    keys = sorted(ours.keys() | theirs.keys())
    other = [key for key in keys if ours.get(key) != theirs.get(key)]
    return {key: (ours.get(key), theirs.get(key)) for key in other[:5]}
