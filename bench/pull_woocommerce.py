"""A WooCommerce shop of 100,000 products is read, mapped and stored.

Twice the products: twice the time, the same memory.
"""

import asyncio
import base64
import os
import time
from uuid import UUID

import aiohttp

from bench.ground import ground, print_figures, say
from bench.shops import Shop, pulled, sandbox

PRODUCTS = int(os.environ.get("BENCH_PRODUCTS", "100000"))
BARE_PAGES = 100
BARE_AT_ONCE = 4
PAGE = 100
WORKSPACE = UUID(int=5)


async def main() -> None:
    async with ground() as here, sandbox(PRODUCTS, "woocommerce") as shop:
        bare = await bare_per_s(shop)
        say(f"a bare client: {bare:,.0f} products/s")
        first = await pulled(here, shop, "products", WORKSPACE)
        say(f"first: {first}")
    if first["rows"] != PRODUCTS:
        raise SystemExit(f"{first['rows']} of {PRODUCTS} products were read.")
    print_figures(
        "pull_woocommerce",
        products_per_s=first["rows"] / first["seconds"],
        bare_per_s=bare,
        worker_mb_max=first["worker_mb_max"],
    )


async def bare_per_s(shop: Shop) -> float:
    """What the other side alone gives to a client that does nothing with it."""
    pair = f"{shop.keys['consumer_key']}:{shop.keys['consumer_secret']}".encode()
    headers = {
        "Authorization": f"Basic {base64.b64encode(pair).decode()}",
        "X-Forwarded-Proto": "https",
    }
    pages = iter(range(1, BARE_PAGES + 1))
    query = f"per_page={PAGE}&context=edit&orderby=id&order=asc"

    async def ask(session: aiohttp.ClientSession) -> None:
        for page in pages:
            url = f"{shop.address}/wp-json/wc/v3/products?{query}&page={page}"
            async with session.get(url) as found:
                found.raise_for_status()
                await found.read()

    async with aiohttp.ClientSession(headers=headers) as session:
        started = time.perf_counter()
        await asyncio.gather(*(ask(session) for _ in range(BARE_AT_ONCE)))
        return BARE_PAGES * PAGE / (time.perf_counter() - started)


if __name__ == "__main__":
    asyncio.run(main())
