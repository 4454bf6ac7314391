"""Everything that a shop shows is read, and read again without writing anything."""

from collections import Counter
from uuid import UUID

from hanse.engine.tx import Database
from hanse.rooms.mirror.model.feeds import FeedState
from hanse.sandbox.world import product
from hanse.trade.goods import Offer, Product
from hanse.trade.orders import Order
from hanse.trade.ports_read import Kind
from tests.rooms.shops import OPERATOR, SMALL, Street


async def events(database: Database, workspace: UUID) -> Counter[str]:
    async with database.tx(workspace, OPERATOR) as tx:
        rows = await tx.fetch("select name from events where workspace_id = $1", workspace)
    return Counter(row["name"] for row in rows)


async def versions(database: Database, workspace: UUID) -> dict[UUID, tuple[int, object]]:
    async with database.tx(workspace, OPERATOR) as tx:
        rows = await tx.fetch("select id, version, xmin::text as written from mirror_rows")
    return {row["id"]: (row["version"], row["written"]) for row in rows}


async def test_everything_of_a_new_shop_is_read(shops: Street, workspace: UUID) -> None:
    await shops.connect(workspace)
    await shops.pull(workspace)
    feeds = await shops.feeds(workspace)
    assert {feed.state for feed in feeds.values()} == {FeedState.current}
    products = await shops.things(workspace, Kind.products)
    seeded = [product(SMALL, number) for number in range(SMALL.products)]
    assert {each.label.title for each in products} == {each.name for each in seeded}
    offers = await shops.things(workspace, Kind.offers)
    assert {each.label.sku for each in offers} == {
        variant.sku for each in seeded for variant in each.variants
    }
    assert len(await shops.things(workspace, Kind.orders)) == SMALL.orders
    assert len(await shops.things(workspace, Kind.buyers)) == SMALL.customers


async def test_a_product_is_kept_as_understood_and_as_received(
    shops: Street, workspace: UUID
) -> None:
    await shops.connect(workspace)
    await shops.pull(workspace, Kind.products)
    seeded = product(SMALL, 1)
    [row] = [
        each
        for each in await shops.things(workspace, Kind.products)
        if each.label.sku == seeded.sku
    ]
    assert row.label.amount is not None
    assert (row.label.amount.minor, row.label.amount.currency) == (seeded.price_minor, "USD")
    found = await shops.value(workspace, Kind.products, row.id)
    assert isinstance(found.value, Product)
    [offer] = found.value.offers
    assert isinstance(offer, Offer)
    assert offer.stock.quantity == seeded.stock
    assert f'"sku":"{seeded.sku}"' in found.document


async def test_nothing_changed_writes_no_row_and_tells_nothing(
    shops: Street, workspace: UUID
) -> None:
    await shops.connect(workspace)
    await shops.pull(workspace)
    before = await versions(shops.database, workspace)
    told = await events(shops.database, workspace)
    for kind in (Kind.products, Kind.offers, Kind.orders, Kind.buyers):
        await shops.pull_again(workspace, kind)
    assert await versions(shops.database, workspace) == before
    after = await events(shops.database, workspace)
    assert {name: after[name] - told[name] for name in after if after[name] != told[name]} == {
        "mirror.pull.asked": 4,
        "mirror.pull.begun": 4,
        "mirror.pull.done": 4,
    }


async def test_one_event_tells_of_all_that_a_page_changed(shops: Street, workspace: UUID) -> None:
    await shops.connect(workspace)
    await shops.pull(workspace, Kind.products)
    async with shops.database.tx(workspace, OPERATOR) as tx:
        rows = await tx.fetch(
            "select payload from events where name = 'mirror.product.changed'",
        )
        ids = {row["id"] for row in await tx.fetch("select id from mirror_rows")}
    assert len(rows) == 1
    assert len(ids) == SMALL.products


async def test_a_reading_that_is_cut_goes_on_behind_its_last_page(
    shops: Street, workspace: UUID
) -> None:
    """Each slice ends after one page, as if its worker had been killed then."""
    await shops.connect(workspace)
    feed = (await shops.feeds(workspace))[Kind.products]
    slices = 1
    while not await shops.pull_on(workspace, feed, seconds=0):
        slices += 1
        assert slices < 20
    assert len(await shops.things(workspace, Kind.products)) == SMALL.products
    async with shops.database.tx(workspace, OPERATOR) as tx:
        assert await tx.fetchval("select count(*) from mirror_seen") == 0


async def test_what_is_deleted_is_found_and_told(shops: Street, workspace: UUID) -> None:
    await shops.connect(workspace)
    await shops.pull(workspace)
    counter = shops.shop("woocommerce").counter
    gone, edited = product(SMALL, 3), product(SMALL, 5)
    counter.delete(gone.sku)
    counter.edit(edited.sku, {"title": "A new name"})
    await shops.pull_again(workspace, Kind.products)
    rows = await shops.things(workspace, Kind.products, gone_too=True)
    assert [each.label.sku for each in rows if each.gone_at] == [gone.sku]
    assert [each.version for each in rows if each.label.title == "A new name"] == [2]
    told = await events(shops.database, workspace)
    assert told["mirror.product.removed"] == 1
    assert (await shops.feeds(workspace))[Kind.products].rows_gone == 1


async def test_what_comes_back_is_no_longer_gone(shops: Street, workspace: UUID) -> None:
    await shops.connect(workspace)
    await shops.pull(workspace, Kind.products)
    [first, *_] = await shops.things(workspace, Kind.products)
    async with shops.database.tx(workspace, OPERATOR) as tx:
        await tx.execute("update mirror_rows set gone_at = now() where id = $1", first.id)
    await shops.pull_again(workspace, Kind.products)
    assert first.id in {each.id for each in await shops.things(workspace, Kind.products)}


async def test_an_increment_reads_what_changed_and_no_more(shops: Street, workspace: UUID) -> None:
    await shops.connect(workspace)
    await shops.pull(workspace)
    await shops.look(workspace, Kind.products)
    before = await versions(shops.database, workspace)
    edited = product(SMALL, 7)
    shops.shop("woocommerce").counter.edit(edited.sku, {"price": "99.90"})
    assert await shops.look(workspace, Kind.products) == 1
    after = await versions(shops.database, workspace)
    assert len({row for row in after if after[row] != before[row]}) == 1
    [row] = await shops.things(workspace, Kind.products, text=edited.sku)
    assert row.label.amount is not None
    assert row.label.amount.minor == 9_990
    assert row.read_by == "increment"


async def test_orders_are_sealed_and_whoever_opens_one_is_in_the_log(
    shops: Street, workspace: UUID
) -> None:
    await shops.connect(workspace)
    await shops.pull(workspace, Kind.orders, Kind.buyers)
    async with shops.database.tx(workspace, OPERATOR) as tx:
        rows = await tx.fetch("select value, document, title from mirror_rows")
    assert rows
    for row in rows:
        assert b"@example.com" not in row["value"] + row["document"]
        assert "@" not in (row["title"] or "")
    [order, *_] = await shops.things(workspace, Kind.orders)
    found = await shops.value(workspace, Kind.orders, order.id)
    assert isinstance(found.value, Order)
    assert found.value.buyer is not None
    assert (found.value.buyer.email or "").endswith("@example.com")
    assert (await events(shops.database, workspace))["mirror.document.opened"] == 1


async def test_refunds_that_orders_name_are_asked_for(shops: Street, workspace: UUID) -> None:
    account = await shops.connect(workspace)
    await shops.pull(workspace)
    counter = shops.shop("woocommerce").counter
    number = counter.order(product(SMALL, 1).sku, 1)
    counter.refund(number, "1.00")
    await shops.look(workspace, Kind.orders)
    await shops.refresh(workspace, account)
    refunds = await shops.things(workspace, Kind.refunds)
    assert 100 in [each.label.amount and each.label.amount.minor for each in refunds]
