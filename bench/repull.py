"""Both shops are read a second time, and nothing has changed: how many rows that writes.

Each is compared with its checksum. Twice the products: twice the time, and still no row.
"""

import asyncio
import os
from uuid import UUID

from bench.ground import Ground, ground, print_figures, say
from bench.shops import pulled, sandbox
from hanse.engine.tx import Actor, ActorKind

PRODUCTS = int(os.environ.get("BENCH_PRODUCTS", "100000"))
WORKSPACES = {"woocommerce": UUID(int=5), "shopify": UUID(int=6)}
BENCH = Actor(ActorKind.system, None, "bench")
NOW = "select txid_current()"
WRITTEN = "select count(*) from mirror_rows where xmin::text::bigint > $1"


async def main() -> None:
    written, per_s = 0, dict[str, float]()
    async with ground() as here:
        for platform, workspace in WORKSPACES.items():
            rows, seconds = await again(here, platform, workspace)
            written += rows
            per_s[f"{platform}_again_per_s"] = PRODUCTS / seconds
    print_figures("repull", rows_written=written, **per_s)


async def again(here: Ground, platform: str, workspace: UUID) -> tuple[int, float]:
    """By the database's own account: rows whose last writer came after the first reading."""
    async with sandbox(PRODUCTS, platform) as shop:
        first = await pulled(here, shop, "products", workspace)
        say(f"{platform} first: {first}")
        async with here.database.tx(workspace, BENCH) as tx:
            before = await tx.fetchval(NOW)
        second = await pulled(here, shop, "products", workspace)
        say(f"{platform} again: {second}")
    if not first["rows"] == second["rows"] == PRODUCTS:
        raise SystemExit(f"{second['rows']} of {PRODUCTS} products were read.")
    async with here.database.tx(workspace, BENCH) as tx:
        return int(await tx.fetchval(WRITTEN, before)), second["seconds"]


if __name__ == "__main__":
    asyncio.run(main())
