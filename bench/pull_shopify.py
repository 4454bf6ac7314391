"""A Shopify shop of 100,000 products is read by a file that the shop writes, mapped and stored.

Twice the products: twice the time, the same memory. The peer of the run is the other side itself:
how long it takes to write the file, and a bare client to fetch it, with nothing done to it.
"""

import asyncio
import json
import os
import time
from typing import Any
from uuid import UUID

import aiohttp

from bench.ground import ground, print_figures, say
from bench.shops import Shop, pulled, sandbox

PRODUCTS = int(os.environ.get("BENCH_PRODUCTS", "100000"))
WORKSPACE = UUID(int=6)
POLLS_MAX = 1_000
WANTED = "{ products { edges { node { id title variants { edges { node { id sku price } } } } } } }"
BARE = "mutation($query: String!) { bulkOperationRunQuery(query: $query) { bulkOperation { id } } }"
POLL = "query($id: ID!) { bulkOperation(id: $id) { status url objectCount } }"


async def main() -> None:
    async with ground() as here, sandbox(PRODUCTS, "shopify") as shop:
        bare_s, lines = await bare(shop)
        say(f"a bare client has {lines:,} lines after {bare_s:.1f} s")
        first = await pulled(here, shop, "products", WORKSPACE)
        say(f"first: {first}")
    if first["rows"] != PRODUCTS:
        raise SystemExit(f"{first['rows']} of {PRODUCTS} products were read.")
    print_figures(
        "pull_shopify",
        seconds=first["seconds"],
        worker_mb_max=first["worker_mb_max"],
        bare_s=bare_s,
    )


async def bare(shop: Shop) -> tuple[float, int]:
    """Seconds until a smaller file is written and fetched, and its lines."""
    headers = {"Host": "bench.myshopify.com", "X-Shopify-Access-Token": shop.keys["access_token"]}
    url = f"{shop.address}/admin/api/2026-10/graphql.json"
    async with aiohttp.ClientSession(headers=headers) as session:

        async def ask(text: str, **variables: str) -> Any:
            document = {"query": text, "variables": variables}
            async with session.post(url, json=document) as found:
                return json.loads(await found.read())["data"]

        started = time.perf_counter()
        begun = (await ask(BARE, query=WANTED))["bulkOperationRunQuery"]["bulkOperation"]["id"]
        for _ in range(POLLS_MAX):
            state = (await ask(POLL, id=begun))["bulkOperation"]
            if state["status"] == "COMPLETED":
                break
            await asyncio.sleep(0.2)
        path = "/" + state["url"].partition("://")[2].partition("/")[2]
        lines = 0
        async with session.get(f"{shop.address}{path}") as found:
            async for piece in found.content.iter_chunked(1 << 16):
                lines += piece.count(b"\n")
        return time.perf_counter() - started, lines


if __name__ == "__main__":
    asyncio.run(main())
