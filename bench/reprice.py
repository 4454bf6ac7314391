"""A whole catalogue priced anew by rules, and compared with what the shop shows.

100,000 offers (HANSE_BENCH_OFFERS=1000000 for all of them), in pages of 2,000. Twice the offers:
twice the time, and no more memory.
"""

import asyncio
import os
import resource
import time
from decimal import Decimal
from uuid import UUID

import asyncpg

from bench.ground import Ground, ground, print_figures, say
from hanse.base.money import Money
from hanse.engine.tx import Actor, ActorKind
from hanse.rooms.pricing.model.layers import Cost, Ending, Fees, Layers, Markup, Of, Tax, Way
from hanse.rooms.pricing.model.rules import Band, Book, Conditions, Rule
from hanse.rooms.pricing.service import effects
from hanse.rooms.pricing.service.offers import OpenTx

OFFERS = int(os.environ.get("HANSE_BENCH_OFFERS", "100000"))
MILLION = 1_000_000
NOBODY = Actor(ActorKind.system, None, "bench")

ACCOUNT = """
    insert into connections_accounts (workspace_id, id, platform, name, address, shop_key, state,
        currency, decimals, time_zone, scopes, missing, secrets, made_at, connected_at)
    values ($1, $2, 'woocommerce', 'Shop', 'https://shop.example', 'shop', 'active', 'EUR', 2,
        'Europe/Berlin', '{}', '{}', '\\x00', now(), now())
"""
# The texts of a product are as long as most are.
GOODS = """
    with made as (
        select n, md5('p' || n)::uuid as product, md5('v' || n)::uuid as variant
        from generate_series(1, $3::int) as n
    ), products as (
        insert into catalog_products (workspace_id, id, title, description_html, tags, made_at,
            changed_at)
        select $1, product, 'Lamp ' || n, repeat('A lamp of brass. ', 60),
            case when n % 3 = 0 then array['brass'] else '{}' end, now(), now() from made
    ), variants as (
        insert into catalog_variants (workspace_id, id, product_id, sku)
        select $1, variant, product, 'L-' || n from made
    ), costs as (
        insert into catalog_costs (workspace_id, id, variant_id, kind, amount, currency, since,
            source)
        select $1, md5('c' || n)::uuid, variant, 'landed', 3 + (n % 5000) / 100.0, 'EUR', now(), ''
        from made
    ), offers as (
        insert into catalog_offers (workspace_id, id, account_id, product_id, variant_id,
            remote_product_id, how, linked_at)
        select $1, md5('o' || n)::uuid, $2, product, variant, n::text, 'sku', now() from made
    )
    insert into mirror_rows (workspace_id, id, account_id, kind, remote_id, amount_minor, currency,
        findings, checksum, value, document, read_at, read_by)
    select $1, md5('m' || n)::uuid, $2, 'products', n::text, 1299, 'EUR', 0, '\\x00',
        convert_to('{"remote_id":"' || n || '","title":"Lamp","description_html":"'
            || repeat('A lamp of brass. ', 60) || '","offers":[{"product_id":"' || n
            || '","variant_id":null,"price":{"currency":"EUR","minor":'
            || 900 + (n % 5000) * 2 || '}}]}', 'UTF8'), '\\x00', now(), 'pull'
    from made
"""
ANALYZE = "analyze catalog_products, catalog_variants, catalog_costs, catalog_offers, mirror_rows"


def book() -> Book:
    """Two rules: the first for a third of the offers."""
    ending = Ending(Decimal(1), Decimal("0.01"), Way.up)
    brass = Layers(
        cost=Cost(), fees=Fees(Decimal(12)), tax=Tax(), markup=Markup(Decimal(25), Of.price)
    )
    rest = Layers(cost=Cost(), tax=Tax(), markup=Markup(Decimal(60)), rounding=ending)
    return Book(
        (
            Rule(UUID(int=1), "Brass", brass, Conditions(tags=frozenset({"brass"}))),
            Rule(UUID(int=2), "All else", rest),
        ),
        band=Band(Decimal(2), Money("EUR", 20)),
    )


async def main() -> None:
    async with ground() as held:
        workspace, account = held.database.ids.new(), held.database.ids.new()
        say(f"Making {OFFERS:,} offers.")
        await fill(held, workspace, account)
        say("Pricing all of them.")
        before = memory_mb()
        took, moved = await priced(lambda: held.database.tx(workspace, NOBODY))
        say(f"{OFFERS:,} offers in {took:.1f} s; {moved:,} would move.")
        print_figures(
            "reprice",
            offers=OFFERS,
            seconds=took,
            offers_1m_s=took * MILLION / OFFERS,
            moved=moved,
            memory_grown_mb=memory_mb() - before,
        )


async def fill(held: Ground, workspace: UUID, account: UUID) -> None:
    owner = await asyncpg.connect(held.cluster.admin_dsn)
    try:
        await owner.execute(ACCOUNT, workspace, account)
        await owner.execute(GOODS, workspace, account, OFFERS)
        await owner.execute(ANALYZE)
    finally:
        await owner.close()


async def priced(open_tx: OpenTx) -> tuple[float, int]:
    began = time.perf_counter()
    found = await effects.effect_of(open_tx, book())
    assert found.offers == OFFERS, "all of them"
    assert found.priced == OFFERS, found.findings
    return time.perf_counter() - began, found.moved


def memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    asyncio.run(main())
