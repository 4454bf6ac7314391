"""A Shopify shop is read: files for everything, pages and names for what changed."""

import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hanse.base.faults import Unavailable
from hanse.engine.tx import Database
from hanse.rooms.connections.model.accounts import Account
from hanse.rooms.mirror.model.feeds import FeedState
from hanse.rooms.mirror.model.rows import Shown
from hanse.rooms.mirror.service.bulk import STARTS_MAX
from hanse.sandbox.shopify.mounted import Mounted
from hanse.sandbox.world import product
from hanse.trade.goods import Product
from hanse.trade.orders import Order
from hanse.trade.ports_read import Kind
from hanse.trade.stock import ItemStock
from tests.engine.job_workers import until
from tests.rooms.shops import OPERATOR, SMALL, Street, street


@pytest.fixture
async def mugs(database: Database) -> AsyncIterator[Street]:
    async with street(database, shops=[("shopify", "mugs")]) as opened:
        yield opened


def shop(mugs: Street) -> Mounted:
    found = mugs.shop("shopify")
    assert isinstance(found, Mounted)
    return found


async def test_everything_of_a_new_shop_is_read(mugs: Street, workspace: UUID) -> None:
    account = await mugs.connect(workspace, "shopify")
    assert account.shop.currency == "USD"
    assert account.missing == ()
    await mugs.pull(workspace)
    feeds = await mugs.feeds(workspace)
    assert {kind: feed.trouble for kind, feed in feeds.items() if feed.trouble} == {}
    assert {feed.state for feed in feeds.values()} == {FeedState.current}
    products = await mugs.things(workspace, Kind.products)
    assert len(products) == SMALL.products
    assert len(await mugs.things(workspace, Kind.orders)) == SMALL.orders
    assert len(await mugs.things(workspace, Kind.buyers)) == SMALL.customers
    assert len(await mugs.things(workspace, Kind.locations)) == 2
    variants = sum(len(product(SMALL, n).variants) or 1 for n in range(SMALL.products))
    assert len(await mugs.things(workspace, Kind.levels)) == variants


async def listening(mugs: Street, workspace: UUID) -> Account:
    account = await mugs.connect(workspace, "shopify")
    await mugs.pull(workspace)
    await mugs.listen(workspace, account)
    await mugs.refresh(workspace, account)
    return account


def singles() -> list[str]:
    """What comes in one size only, by SKU."""
    goods = (product(SMALL, number) for number in range(SMALL.products))
    return [each.sku for each in goods if not each.variants]


async def titled(mugs: Street, workspace: UUID, title: str) -> list[Shown]:
    found = await mugs.things(workspace, Kind.products)
    return [each for each in found if each.label.title == title]


async def test_a_change_in_the_shop_is_ours_after_its_webhook(
    mugs: Street, workspace: UUID
) -> None:
    account = await listening(mugs, workspace)
    shop(mugs).counter.edit(singles()[0], {"title": "Told by a webhook", "price": "12.50"})
    await mugs.heard(workspace, account, 1)
    await mugs.refresh(workspace, account)
    [row] = await titled(mugs, workspace, "Told by a webhook")
    assert row.read_by == "hook"
    assert str(row.label.amount) == "USD 12.50"


class Asked:
    """Stands before the shop and notes the queries that reach it."""

    def __init__(self) -> None:
        self.documents: list[dict[str, Any]] = []

    def before(self, app: ASGIApp) -> ASGIApp:
        async def call(scope: Scope, receive: Receive, send: Send) -> None:
            if not scope.get("path", "").endswith("/graphql.json"):
                await app(scope, receive, send)
                return
            body = b""
            while True:
                message = await receive()
                body += message["body"]
                if not message["more_body"]:
                    break
            self.documents.append(json.loads(body))
            parts = iter([{"type": "http.request", "body": body, "more_body": False}])

            async def again() -> Message:
                return next(parts, None) or await receive()

            await app(scope, again, send)

        return call


async def test_many_hints_are_asked_for_in_one_query(database: Database, workspace: UUID) -> None:
    asked = Asked()
    async with street(database, shops=[("shopify", "mugs")], front=asked.before) as mugs:
        account = await listening(mugs, workspace)
        skus = singles()[:8]
        for sku in skus:
            shop(mugs).counter.edit(sku, {"title": f"Told of {sku}"})
        await mugs.heard(workspace, account, len(skus))
        asked.documents.clear()
        await mugs.refresh(workspace, account)
        [query] = asked.documents
        assert "nodes(ids: $ids)" in query["query"]
        rows = {row.label.title: row for row in await mugs.things(workspace, Kind.products)}
        ids = {rows[f"Told of {sku}"].remote_id for sku in skus}
        assert {each.rpartition("/")[2] for each in query["variables"]["ids"]} == ids
        assert len(query["variables"]["ids"]) == len(skus)


async def test_a_count_of_stock_is_ours_after_its_webhook(
    database: Database, workspace: UUID
) -> None:
    """And what is known by then is not asked for."""
    asked = Asked()
    async with street(database, shops=[("shopify", "mugs")], front=asked.before) as mugs:
        account = await listening(mugs, workspace)
        sku = singles()[1]

        async def asked_for(**edits: Any) -> list[str]:
            shop(mugs).counter.edit(sku, edits)
            await until(nothing_waits)
            await mugs.heard(workspace, account, shop(mugs).outbox.sent)
            asked.documents.clear()
            await mugs.refresh(workspace, account)
            said = [each["query"] for each in asked.documents]
            return [kind for kind in ("Product ", "InventoryItem ") if any(kind in q for q in said)]

        async def nothing_waits() -> bool:
            return shop(mugs).outbox.count() == 0

        assert await asked_for(stock=77) == ["Product ", "InventoryItem "]
        [row] = await mugs.things(workspace, Kind.products, text=sku)
        value = (await mugs.value(workspace, Kind.products, row.id)).value
        assert isinstance(value, Product)
        assert value.offers[0].stock.quantity == 77
        # The product counts as changed with every number; how many there are is told apart.
        assert await asked_for(stock=76) == ["InventoryItem "]
        # Read meanwhile, as after each number that we write.
        shop(mugs).counter.edit(sku, {"stock": 75})
        await mugs.pull_again(workspace, Kind.levels)
        assert await asked_for(title="Not known yet") == ["Product "]
        [level] = await mugs.things(workspace, Kind.levels, text=sku)
        stock = (await mugs.value(workspace, Kind.levels, level.id)).value
        assert isinstance(stock, ItemStock)
        assert stock.levels[0].available == 75


async def test_what_changed_is_asked_for_where_no_webhook_came(
    mugs: Street, workspace: UUID
) -> None:
    await mugs.connect(workspace, "shopify")
    await mugs.pull(workspace)
    shop(mugs).counter.edit(singles()[2], {"title": "Found by looking"})
    assert await mugs.look(workspace, Kind.products) == 1
    [row] = await titled(mugs, workspace, "Found by looking")
    assert row.read_by == "increment"


async def test_a_deleted_product_is_gone_after_its_webhook(mugs: Street, workspace: UUID) -> None:
    account = await listening(mugs, workspace)
    sku = singles()[3]
    shop(mugs).counter.delete(sku)
    await mugs.heard(workspace, account, 1)
    await mugs.refresh(workspace, account)
    assert await mugs.things(workspace, Kind.products, text=sku) == []
    assert len(await mugs.things(workspace, Kind.products)) == SMALL.products - 1


async def test_a_deleted_product_of_which_nobody_told_is_found_by_the_next_reading(
    mugs: Street, workspace: UUID
) -> None:
    await mugs.connect(workspace, "shopify")
    await mugs.pull(workspace)
    shop(mugs).counter.delete(singles()[4])
    await mugs.pull_again(workspace, Kind.products)
    feed = (await mugs.feeds(workspace))[Kind.products]
    assert feed.rows_gone == 1
    assert len(await mugs.things(workspace, Kind.products)) == SMALL.products - 1


async def test_an_order_with_its_parcel_and_refund_is_ours(mugs: Street, workspace: UUID) -> None:
    account = await listening(mugs, workspace)
    counter = shop(mugs).counter
    number = counter.order(singles()[5], 1)
    counter.fulfil(number)
    counter.refund(number, None)
    await mugs.heard(workspace, account, 3)
    while await mugs.refresh(workspace, account):
        pass
    orders = await mugs.things(workspace, Kind.orders)
    [row] = [each for each in orders if each.remote_id.endswith(number)]
    value = (await mugs.value(workspace, Kind.orders, row.id)).value
    assert isinstance(value, Order)
    assert value.fulfilments
    assert value.refunds


async def test_a_second_reading_writes_nothing(mugs: Street, workspace: UUID) -> None:
    await mugs.connect(workspace, "shopify")
    await mugs.pull(workspace)
    before = await written(mugs, workspace)
    await mugs.pull_again(workspace, Kind.products)
    assert await written(mugs, workspace) == before


async def written(mugs: Street, workspace: UUID) -> dict[UUID, str]:
    """Which transaction wrote each row last."""
    async with mugs.database.tx(workspace, OPERATOR) as tx:
        rows = await tx.fetch("select id, xmin::text as by from mirror_rows")
    return {row["id"]: row["by"] for row in rows}


async def test_a_file_whose_beginning_is_not_answered_is_asked_for_again(
    mugs: Street, workspace: UUID
) -> None:
    await mugs.connect(workspace, "shopify")
    mugs.sandbox.faults.set({"platform": "shopify", "kind": "gateway", "count": 1})
    with pytest.raises(Unavailable):
        await mugs.pull(workspace, Kind.products)
    feed = (await mugs.feeds(workspace))[Kind.products]
    assert feed.trouble is not None
    assert "by itself" in feed.trouble.next_step
    assert await mugs.pull_on(workspace, feed)
    assert len(await mugs.things(workspace, Kind.products)) == SMALL.products


async def test_after_a_file_that_failed_again_and_again_the_next_try_begins_anew(
    mugs: Street, workspace: UUID
) -> None:
    await mugs.connect(workspace, "shopify")
    moods = shop(mugs).shop.moods
    moods.bulk_fails_after = 20
    with pytest.raises(Unavailable, match="could not write its products into a file"):
        await mugs.pull(workspace, Kind.products)
    assert len(shop(mugs).shop.operations) == STARTS_MAX
    moods.bulk_fails_after = None
    feed = (await mugs.feeds(workspace))[Kind.products]
    assert await mugs.pull_on(workspace, feed)
    assert len(await mugs.things(workspace, Kind.products)) == SMALL.products


@pytest.mark.parametrize("kind", ["noise", "bom", "half_answer"])
async def test_a_file_that_is_spoilt_on_the_way_is_read_again(
    mugs: Street, workspace: UUID, kind: str
) -> None:
    await mugs.connect(workspace, "shopify")
    mugs.sandbox.faults.set(
        {"platform": "shopify", "kind": kind, "calls": "^GET /_bulk", "count": 1}
    )
    with pytest.raises(Unavailable):
        await mugs.pull(workspace, Kind.products)
    feed = (await mugs.feeds(workspace))[Kind.products]
    assert await mugs.pull_on(workspace, feed)
    assert len(await mugs.things(workspace, Kind.products)) == SMALL.products
    assert (await mugs.feeds(workspace))[Kind.products].trouble is None
