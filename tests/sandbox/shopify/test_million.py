"""A shop of a million of everything: pages, one thing, a write and a file, in little memory."""

import asyncio
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from hanse.sandbox.shopify import bulk
from hanse.sandbox.shopify.ask import Ask
from hanse.sandbox.shopify.buyers import buyers_of
from hanse.sandbox.shopify.catalog import PRODUCT_FIRST
from hanse.sandbox.shopify.execution import run
from hanse.sandbox.shopify.operations import Operation
from hanse.sandbox.shopify.sales import CUSTOMER_FIRST
from hanse.sandbox.shopify.schema import schema
from hanse.sandbox.shopify.shop import Shop
from hanse.sandbox.shopify.tokens import new_token
from hanse.sandbox.world import World, order, product
from tests.sandbox.shopify.loopback import advance, app_of, small_shop

MILLION = 1_000_000
DEEP = 700_000
WORLD = World(seed=3, products=MILLION, customers=MILLION, orders=MILLION)
MEGABYTE = 1_000_000
PRODUCTS = """query ($query: String, $after: String, $by: ProductSortKeys = ID) {
  products(first: 50, query: $query, after: $after, sortKey: $by) { pageInfo { endCursor } nodes {
  id title variants(first: 10) { nodes { sku price inventoryQuantity } } } } }"""
RUN = """mutation ($query: String!, $grouped: Boolean!) {
  bulkOperationRunQuery(query: $query, groupObjects: $grouped) { userErrors { message } } }"""
EVERYTHING = "{ products { nodes { id title variants { nodes { id sku price } } } } }"
CHANGE = """mutation ($product: ProductUpdateInput!) {
  productUpdate(product: $product) { product { title } userErrors { message } } }"""


def ask(shop: Shop, query: str, /, **variables: Any) -> Any:
    advance(shop, 60)  # so that its bucket is full again
    token = next(iter(shop.keys.tokens.values()))
    asked = Ask(shop, app_of(shop), token, "2026-10", schema(), "http://some-shop.test")
    status, body = run(asked, {"query": query, "variables": variables})
    assert (status, "errors" in body) == (200, False), body
    return body["data"]


@contextmanager
def measured() -> Iterator[None]:
    schema()  # which is made once for all shops
    tracemalloc.start()
    try:
        yield
    finally:
        tracemalloc.stop()


def peak() -> int:
    return tracemalloc.get_traced_memory()[1]


def million() -> Shop:
    shop = small_shop(WORLD)
    new_token(shop, app_of(shop), "static")
    return shop


def gid(number: int) -> str:
    return f"gid://shopify/Product/{PRODUCT_FIRST + number}"


def first_of(found: Any) -> tuple[str, str]:
    row = found["products"]["nodes"][0]
    return row["id"], row["title"]


def test_pages_one_product_and_a_write_take_no_memory_and_no_time() -> None:
    with measured():
        began = time.process_time()
        shop = million()
        assert first_of(ask(shop, PRODUCTS)) == (gid(0), product(WORLD, 0).name)
        deep = ask(shop, PRODUCTS, query=f"id:>{PRODUCT_FIRST + DEEP - 1}")
        assert first_of(deep) == (gid(DEEP), product(WORLD, DEEP).name)
        cursor = deep["products"]["pageInfo"]["endCursor"]
        assert first_of(ask(shop, PRODUCTS, after=cursor))[0] == gid(DEEP + 50)
        one = ask(shop, "query ($id: ID!) { product(id: $id) { title } }", id=gid(DEEP))
        assert one["product"]["title"] == product(WORLD, DEEP).name
        [row] = ask(shop, PRODUCTS, query="sku:HZ-0700001")["products"]["nodes"]
        assert row["id"] == gid(DEEP + 1)
        changed = {"id": gid(DEEP), "title": "Changed"}
        assert ask(shop, CHANGE, product=changed)["productUpdate"]["userErrors"] == []
        since = f"updated_at:>='{shop.now()}'"
        assert first_of(ask(shop, PRODUCTS, query=since, by="UPDATED_AT")) == (gid(DEEP), "Changed")
        assert first_of(ask(shop, PRODUCTS, query=f"id:{PRODUCT_FIRST + DEEP}"))[1] == "Changed"
        for kind in ("products", "orders", "customers"):
            count = ask(shop, f"{{ {kind}Count(limit: null) {{ count }} }}")[f"{kind}Count"]
            assert count["count"] == MILLION
            nodes = ask(shop, f"{{ {kind}(first: 50, reverse: true) {{ nodes {{ id }} }} }}")
            assert len(nodes[kind]["nodes"]) == 50
        assert time.process_time() - began < 5
        assert peak() < 8 * MEGABYTE


async def begun(shop: Shop, *, grouped: bool) -> Operation:
    """The operation, which nobody works at but us."""
    found = ask(shop, RUN, query=EVERYTHING, grouped=grouped)["bulkOperationRunQuery"]
    assert found["userErrors"] == []
    for job in shop.jobs:
        job.cancel()
    await asyncio.gather(*shop.jobs, return_exceptions=True)
    operation = shop.operations[max(shop.operations)]
    assert isinstance(operation, Operation)
    return operation


def worked(shop: Shop, operation: Operation, steps: int) -> int:
    """The most that it took on the way."""
    tracemalloc.reset_peak()
    for _ in range(steps):
        assert bulk.advance(shop, operation)
    return peak()


@pytest.mark.parametrize("grouped", [True, False])
async def test_the_file_of_everything_grows_on_disk_and_not_in_memory(grouped: bool) -> None:
    with measured():
        shop = million()
        operation = await begun(shop, grouped=grouped)
        before = worked(shop, operation, 50)  # until all that is kept for a while is kept
        assert operation.file is not None
        size = operation.file.size
        after = worked(shop, operation, 80)
        grown = operation.file.size - size
        assert grown > 1.5 * MEGABYTE
        assert after - before < grown / 2
        operation.file.close()


def resident() -> int:
    """What this process holds now, in bytes."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS"))


@pytest.mark.prove
async def test_the_whole_file_of_a_million_products_takes_little_memory() -> None:
    shop = million()
    operation = await begun(shop, grouped=True)
    before = most = resident()
    while bulk.advance(shop, operation):
        most = max(most, resident())
    assert operation.status == "COMPLETED"
    assert operation.roots == MILLION
    assert operation.file is not None
    assert operation.file.size > 200 * MEGABYTE
    read = sum(len(piece) for piece in operation.file.pieces())
    assert read == operation.file.size
    assert max(most, resident()) - before < 32 * MEGABYTE
    operation.file.close()


def test_the_orders_of_a_customer_are_found_without_making_them_all() -> None:
    few = World(seed=3, products=20, customers=7, orders=90)
    shop = small_shop(few)
    for number in range(few.customers):
        wanted = [each for each in range(few.orders) if order(few, each).customer == number]
        rows = shop.orders_of(CUSTOMER_FIRST + number)
        assert [row["id"] - shop.orders.first for row in rows] == wanted
    assert shop.orders_of(CUSTOMER_FIRST + few.customers) == []
    many = World(seed=3, products=MILLION, customers=MILLION // 10, orders=MILLION // 10)
    found = buyers_of(many)
    assert found.orders.itemsize * (len(found.orders) + len(found.starts)) < MEGABYTE
