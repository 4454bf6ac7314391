"""Every connector is asked the same: what people do in a shop is what is read of it."""

from dataclasses import replace
from typing import Any

import pytest

from hanse.base.money import Money
from hanse.trade.goods import ProductKind
from hanse.trade.orders import Order, OrderState
from hanse.trade.ports_read import Ask, Kind, Reach
from tests.connectors.sides import SMALL, Pair, Side, every, side, whole


async def one(shop: Side, kind: Kind, remote_id: str) -> Any:
    """The value of one thing, read by its id; None if it is not there."""
    port = shop.pair.port(kind)
    rows = (await shop.page(port, Ask(Reach.named, ids=(remote_id,)))).rows
    assert len(rows) < 2
    return rows[0].value if rows else None


async def single(shop: Side) -> str:
    """A product that is sold as it is."""
    port = shop.pair.port(Kind.products)
    page = await shop.page(port, whole(port))
    return next(row.remote_id for row in page.rows if row.value.kind is ProductKind.single)


@every
async def test_a_price_that_was_set_there_is_the_price_here(pair: Pair) -> None:
    async with side(pair) as shop:
        product = await single(shop)
        shop.shop.counter.edit(product, {"price": "19.90"})
        (offer,) = (await one(shop, Kind.products, product)).offers
        assert offer.price == Money("USD", 1990)


@every
async def test_a_count_that_was_set_there_is_the_count_here(pair: Pair) -> None:
    async with side(pair) as shop:
        product = await single(shop)
        for count in (17, 0):
            shop.shop.counter.edit(product, {"stock": count})
            (offer,) = (await one(shop, Kind.products, product)).offers
            assert offer.stock.quantity == count


@every
@pytest.mark.parametrize("title", ["Tea & Söhne <neu>", "茶 🍵", 'A "fine" &amp; \\ good'])
async def test_a_title_that_was_set_there_is_the_title_here(pair: Pair, title: str) -> None:
    async with side(pair) as shop:
        product = await single(shop)
        shop.shop.counter.edit(product, {"title": title})
        shown = shop.shop.counter.good(product).title
        read = (await one(shop, Kind.products, product)).title
        assert read in (shown, shown.replace("&amp;", "&"))


@every
async def test_what_was_deleted_there_is_not_here(pair: Pair) -> None:
    async with side(pair) as shop:
        port, product = pair.port(Kind.products), await single(shop)
        before = [each for page in await shop.pages(port, Ask(Reach.ids)) for each in page.seen_ids]
        shop.shop.counter.delete(product)
        assert await one(shop, Kind.products, product) is None
        after = [each for page in await shop.pages(port, Ask(Reach.ids)) for each in page.seen_ids]
        assert set(before) - set(after) == {product}


@every
async def test_an_order_is_followed_to_its_end(pair: Pair) -> None:
    async with side(pair) as shop:
        product, since = await single(shop), shop.clock.now()
        shop.shop.counter.edit(product, {"price": "10.00", "stock": 50})
        order = shop.shop.counter.order(product, 3)
        placed = await one(shop, Kind.orders, order)
        assert placed.state is OrderState.to_fulfil
        (line,) = placed.lines
        assert (line.product_id, line.quantity) == (product, 3)
        assert line.unit_price.to_money("price") == Money("USD", 1000)
        assert line.total == Money("USD", 3000)
        assert placed.total >= Money("USD", 3000)
        assert since.replace(microsecond=0) <= placed.placed_at
        shop.shop.counter.fulfil(order)
        assert (await one(shop, Kind.orders, order)).state is OrderState.done
        (offer,) = (await one(shop, Kind.products, product)).offers
        assert offer.stock.quantity == 47
        shop.shop.counter.refund(order, None)
        refunded = await one(shop, Kind.orders, order)
        assert refunded.state is OrderState.refunded
        assert await given_back(shop, refunded) == refunded.total
        assert refunded.findings == ()


async def given_back(shop: Side, order: Any) -> Money:
    """From the order itself, or from its refunds where those are read apart."""
    refunds = list(order.refunds)
    if order.refund_ids and not refunds:
        ask = Ask(Reach.of_parent, parent_id=order.remote_id, currency=order.currency)
        page = await shop.page(shop.pair.port(Kind.refunds), ask)
        refunds = [row.value for row in page.rows]
    (refund,) = refunds
    assert refund.order_id == order.remote_id
    amount: Money = refund.amount
    return amount


@every
async def test_an_order_that_changed_is_found_by_its_date(pair: Pair) -> None:
    async with side(pair) as shop:
        port, since = pair.port(Kind.orders), shop.clock.now()
        order = shop.shop.counter.order(await single(shop), 1)
        pages = await shop.pages(port, Ask(Reach.changed, since=since))
        assert order in [each for page in pages for each in page.seen_ids]


@every
async def test_variants_are_told_with_their_product(pair: Pair) -> None:
    """In its document, or by their ids; and each of them names it."""
    async with side(pair) as shop:
        port = pair.port(Kind.products)
        rows = [row for page in await shop.pages(port, whole(port)) for row in page.rows]
        product = next(row.value for row in rows if row.value.kind is ProductKind.variants)
        offers = pair.port(Kind.offers)
        ask = Ask(Reach.of_parent, parent_id=product.remote_id)
        apart = [row.value for page in await shop.pages(offers, ask) for row in page.rows]
        known = [each.variant_id for each in product.offers] or list(product.variant_ids)
        assert sorted(each.variant_id for each in apart) == sorted(known)
        assert {each.product_id for each in apart} == {product.remote_id}
        assert all(each.price and each.choices for each in apart)
        for each in product.offers:
            assert each.price == next(a.price for a in apart if a.variant_id == each.variant_id)


@every
@pytest.mark.parametrize("currency", ["JPY", "KWD"])
async def test_a_shop_in_another_currency_has_its_decimals(pair: Pair, currency: str) -> None:
    """As many as its money has: none for yen, three for dinar."""
    async with side(pair, replace(SMALL, currency=currency)) as shop:
        replies = [await shop.ask(each) for each in pair.platform.probe_questions(shop.access)]
        told = pair.platform.probed(replies, shop.access).shop
        assert told is not None
        assert told.currency == currency
        for kind in (Kind.products, Kind.orders):
            port = pair.port(kind)
            page = await shop.page(port, whole(port), told)
            money = [each for row in page.rows for each in amounts(row.value)]
            assert {each.currency for each in money} == {currency}
            assert not [each for row in page.rows for each in row.value.findings]


def amounts(value: Any) -> list[Money]:
    """Of a product or an order."""
    if isinstance(value, Order):
        return [each for each in (value.total, *(line.total for line in value.lines)) if each]
    return [offer.price for offer in value.offers if offer.price]


@every
async def test_what_is_added_while_a_list_is_read_comes_last_and_moves_nothing(pair: Pair) -> None:
    async with side(pair) as shop:
        port, product = pair.port(Kind.orders), await single(shop)
        first = await shop.page(port, whole(port, 3))
        order = shop.shop.counter.order(product, 1)
        assert first.next is not None
        later = await shop.pages(port, first.next)
        seen = [*first.seen_ids, *(each for page in later for each in page.seen_ids)]
        assert len(seen) == len(set(seen)) == SMALL.orders + 1
        assert seen[-1] == order
