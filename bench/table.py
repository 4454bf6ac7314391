"""A page of the table of products by the app role: 1,000,000 products, filters and search.

Twice the products: the same, but for a likeness of titles, which reads what is like them.
"""

import asyncio
import os
import random
import time
from statistics import median, quantiles
from uuid import UUID

import asyncpg

from bench.ground import Ground, ground, print_figures, say
from hanse.engine.tx import Actor, ActorKind
from hanse.rooms.catalog.service import reading
from hanse.rooms.catalog.service.reading import Asked

PRODUCTS = int(os.environ.get("PRODUCTS", "1000000"))
ROUNDS = 25
PAGE = 51
WORKSPACE = UUID(int=1)
ACCOUNTS = [UUID(int=100 + each) for each in range(4)]
BRANDS = 500
NOBODY = Actor(ActorKind.system, None, "bench")

# Ids grow as they do in time; a noun in 40, an adjective in 40, and a number that is nobody else's.
FILL = """
    insert into catalog_products (workspace_id, id, title, brand_id, category_id, tags, state,
        made_at, changed_at, search)
    select $1, id, title, brand, category, array[tag], state, now(), now(),
        array_to_tsvector(array[adjective, noun, n::text, '#' || tag, lower(sku), 'hz', n::text])
    from (
        select n, lpad(to_hex(n), 32, '0')::uuid as id, 'HZ' || lpad(n::text, 8, '0') as sku,
            'noun' || n % 40 as noun, 'adj' || (n / 40) % 40 as adjective,
            'adj' || (n / 40) % 40 || ' noun' || n % 40 || ' ' || n as title,
            lpad(to_hex(1000 + n % $3), 32, '0')::uuid as brand,
            lpad(to_hex(9000 + n % 300), 32, '0')::uuid as category, 'tag' || n % 1000 as tag,
            case when n % 50 = 0 then 'archived' else 'active' end as state
        from generate_series(1, $2) as n) as made
"""
VARIANTS = """
    insert into catalog_variants (workspace_id, id, product_id, sku, gtin, price_minor, currency)
    select $1, lpad(to_hex(n + 4294967296), 32, '0')::uuid, lpad(to_hex(n), 32, '0')::uuid,
        'HZ' || lpad(n::text, 8, '0'), case when n % 21 = 0 then '' else '4006381333931' end,
        n % 9000 + 100, 'EUR'
    from generate_series(1, $2) as n
"""
OFFERS = """
    insert into catalog_offers (workspace_id, id, account_id, product_id, variant_id,
        remote_product_id, how, linked_at)
    select $1, gen_random_uuid(), $3, lpad(to_hex(n), 32, '0')::uuid,
        lpad(to_hex(n + 4294967296), 32, '0')::uuid, n::text, 'sku', now()
    from generate_series(1, $2) as n where case when $4 = 0 then n % 101 <> 0 else n % $4 = 0 end
"""


async def main() -> None:
    async with ground() as here:
        begun = time.perf_counter()
        await fill(here)
        say(f"{PRODUCTS:,} products in {time.perf_counter() - begun:.0f} s")
        times: dict[str, list[float]] = {}
        for number in range(ROUNDS):
            for name, asked in questions(random.Random(number)).items():
                took = await ask(here, asked)
                if number >= 2:  # what was never read comes from the disk once
                    times.setdefault(name, []).append(took)
    for name, found in times.items():
        say(f"{name:28} median {median(found):7.1f} ms   most {max(found):7.1f} ms")
    every = [one for found in times.values() for one in found]
    most = {
        f"most_{name.replace(',', '').replace(' ', '_')}_ms": max(found)
        for name, found in times.items()
    }
    print_figures(products=PRODUCTS, p95_ms=quantiles(every, n=20)[-1], **most)


async def fill(here: Ground) -> None:
    admin = await asyncpg.connect(here.cluster.admin_dsn)
    try:
        await admin.execute("set session_replication_role = replica")
        await admin.execute(FILL, WORKSPACE, PRODUCTS, BRANDS, timeout=3_600)
        await admin.execute(VARIANTS, WORKSPACE, PRODUCTS, timeout=3_600)
        for account, every in zip(ACCOUNTS, (1, 2, 5_000, 0), strict=True):
            await admin.execute(OFFERS, WORKSPACE, PRODUCTS, account, every, timeout=3_600)
        await admin.execute("vacuum analyze", timeout=3_600)
    finally:
        await admin.close()


def questions(chance: random.Random) -> dict[str, Asked]:
    """What a person asks of the table: rare words and common ones, alone and with filters."""
    number, noun = chance.randrange(1, PRODUCTS), f"noun{chance.randrange(40)}"
    brand = UUID(int=1_000 + number % 8)
    return {
        "all": Asked(),
        "common word": Asked(text=noun),
        "two words": Asked(text=f"adj{chance.randrange(40)} {noun}"),
        "beginning of a word": Asked(text="nou"),
        "sku": Asked(text=f"hz{number:08}"),
        "word and brand": Asked(text=noun, brand_id=brand),
        "tag": Asked(tag=f"tag{number % 1_000}"),
        "brand": Asked(brand_id=brand),
        "category": Asked(category_id=UUID(int=9_000 + number % 8)),
        "sold at": Asked(linked_to=ACCOUNTS[1]),
        "sold at, few": Asked(linked_to=ACCOUNTS[2]),
        "not sold at": Asked(not_linked_to=ACCOUNTS[3]),
        "not sold at, many": Asked(not_linked_to=ACCOUNTS[2], text=noun),
        "no barcode": Asked(no_barcode=True, text=noun),
        "like": Asked(text=f"nuon{number % 40} {number}x"),
    }


async def ask(here: Ground, asked: Asked) -> float:
    begun = time.perf_counter()
    async with here.database.tx(WORKSPACE, NOBODY) as tx:
        await reading.list_products(tx, asked, None, PAGE)
    return (time.perf_counter() - begun) * 1_000


if __name__ == "__main__":
    asyncio.run(main())
