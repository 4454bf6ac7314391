"""A whole catalogue priced anew by rules, and compared with what the shop shows.

1,000,000 offers, each with a text as long as most are, in pages of 5,000 by their ids. Twice the
offers: twice the time, and no more memory. HANSE_BENCH_OFFERS=20000 for a quick look.

Beside it the physical limit: the same rows joined by one statement and copied out by one
connection, with nobody to look at them.
"""

import asyncio
import os
import resource
import time
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import asyncpg

from bench.ground import ground, print_figures, say
from hanse.app.running import collect_seldom
from hanse.base.money import Money
from hanse.engine.tx import Actor, ActorKind
from hanse.rooms.pricing.model.layers import Cost, Ending, Fees, Layers, Markup, Of, Tax, Way
from hanse.rooms.pricing.model.rules import Band, Book, Conditions, Rule
from hanse.rooms.pricing.service import effects
from hanse.rooms.pricing.service.offers import OpenTx

OFFERS = int(os.environ.get("HANSE_BENCH_OFFERS", "1000000"))
MILLION = 1_000_000
PART = 50_000  # offers that are made at once
NOBODY = Actor(ActorKind.system, None, "bench")
TICKS = os.sysconf("SC_CLK_TCK")

ACCOUNT = """
    insert into connections_accounts (workspace_id, id, platform, name, address, shop_key, state,
        currency, decimals, time_zone, scopes, missing, secrets, made_at, connected_at)
    values ($1, $2, 'woocommerce', 'Shop', 'https://shop.example', 'shop', 'active', 'EUR', 2,
        'Europe/Berlin', '{}', '{}', '\\x00', now(), now())
"""
OWNED = """
    insert into changes_owners (workspace_id, account_id, thing, field, owner, said_at, actor)
    values ($1, $2, 'offers/*', 'price', 'hub', now(), 'bench')
"""
# Ids grow with the time of their making, as ours do: what was made together lies together.
GOODS = """
    with made as (
        select n, lpad(to_hex(n), 8, '0') || substr(md5('p' || n), 9) as p,
            lpad(to_hex(n), 8, '0') || substr(md5('v' || n), 9) as v,
            lpad(to_hex(n), 8, '0') || substr(md5('o' || n), 9) as o,
            900 + (n % 5000) * 2 as price
        from generate_series($3::int, $4::int) as n
    ), products as (
        insert into catalog_products (workspace_id, id, title, description_html, tags, made_at,
            changed_at)
        select $1, p::uuid, 'Lamp ' || n, repeat('A lamp of brass. ', 60),
            case when n % 3 = 0 then array['brass'] else '{}' end, now(), now() from made
    ), variants as (
        insert into catalog_variants (workspace_id, id, product_id, sku)
        select $1, v::uuid, p::uuid, 'L-' || n from made
    ), costs as (
        insert into catalog_costs (workspace_id, id, variant_id, kind, amount, currency, since,
            source)
        select $1, o::uuid, v::uuid, 'landed', 3 + (n % 5000) / 100.0, 'EUR', now(), '' from made
    ), offers as (
        insert into catalog_offers (workspace_id, id, account_id, product_id, variant_id,
            remote_product_id, how, linked_at)
        select $1, o::uuid, $2, p::uuid, v::uuid, n::text, 'sku', now() from made
    )
    insert into mirror_rows (workspace_id, id, account_id, kind, remote_id, amount_minor, currency,
        findings, checksum, value, document, prices, read_at, read_by)
    select $1, o::uuid, $2, 'products', n::text, price, 'EUR', 0, '\\x00',
        convert_to('{"remote_id":"' || n || '","title":"Lamp","description_html":"'
            || repeat('A lamp of brass. ', 60) || '","offers":[{"product_id":"' || n
            || '","variant_id":null,"price":{"currency":"EUR","minor":' || price || '}}]}', 'UTF8'),
        '\\x00', convert_to('[[null,["EUR",' || price || ']]]', 'UTF8'), now(), 'pull'
    from made
"""
# What only searches look at would take most of the time of the making.
NOT_ASKED = "drop index catalog_products_title, catalog_products_search, mirror_rows_title"
TABLES = "catalog_products, catalog_variants, catalog_costs, catalog_offers, mirror_rows"
SETTLE = f"vacuum analyze {TABLES}"
SAME_ROWS = """
    select held.id, held.remote_product_id, product.tags, cost.amount, cost.currency, shown.prices
    from catalog_offers held
    join catalog_products product
      on product.workspace_id = held.workspace_id and product.id = held.product_id
    join catalog_variants variant
      on variant.workspace_id = held.workspace_id and variant.id = held.variant_id
    join catalog_costs cost
      on cost.workspace_id = held.workspace_id and cost.variant_id = held.variant_id
    join mirror_rows shown on shown.workspace_id = held.workspace_id
      and shown.account_id = held.account_id and shown.kind = 'products'
      and shown.remote_id = held.remote_product_id
    where held.workspace_id = $1
"""
BACKENDS = "select pid from pg_stat_activity where backend_type = 'client backend'"


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
        owner = await asyncpg.connect(held.cluster.admin_dsn)
        workspace, account = held.database.ids.new(), held.database.ids.new()
        say(f"Making {OFFERS:,} offers.")
        began = time.perf_counter()
        await owner.execute(NOT_ASKED)
        await fill(owner, workspace, account)
        making = time.perf_counter() - began
        worked = await cpu_s(owner)
        bare = await copied(owner, workspace)
        copying = await cpu_s(owner) - worked
        say(f"Copied out by one statement in {bare:.1f} s. Pricing all of them.")
        collect_seldom()  # as every process of the program does
        before, worked = memory_mb(), await cpu_s(owner)
        took, moved = await priced(lambda: held.database.tx(workspace, NOBODY))
        worked = await cpu_s(owner) - worked
        say(f"{OFFERS:,} offers in {took:.1f} s, {took / bare:.1f} times the bare copy;")
        say(f"{worked:.1f} s of processors, the database's too, to {copying:.1f} s of the copy.")
        say(f"{moved:,} would move.")
        print_figures(
            "reprice",
            offers=OFFERS,
            seconds=took,
            offers_1m_s=took * MILLION / OFFERS,
            cpu_1m_s=worked * MILLION / OFFERS,
            bare_copy_1m_s=bare * MILLION / OFFERS,
            bare_copy_cpu_1m_s=copying * MILLION / OFFERS,
            moved=moved,
            memory_grown_mb=memory_mb() - before,
            making_s=making,
        )
        await owner.close()


async def fill(
    owner: asyncpg.Connection, workspace: UUID, account: UUID, count: int = OFFERS
) -> None:
    """Nothing of it is to last: the server need not wait for its disk."""
    await owner.execute("set synchronous_commit = off")
    await owner.execute(ACCOUNT, workspace, account)
    await owner.execute(OWNED, workspace, account)
    for first in range(1, count + 1, PART):
        await owner.execute(GOODS, workspace, account, first, min(first + PART - 1, count))
    await owner.execute(SETTLE)


async def copied(owner: asyncpg.Connection, workspace: UUID) -> float:
    async def forget(part: bytes) -> None:
        pass

    began = time.perf_counter()
    await owner.copy_from_query(SAME_ROWS, workspace, output=forget, format="binary")
    return time.perf_counter() - began


async def priced(open_tx: OpenTx) -> tuple[float, int]:
    began = time.perf_counter()
    found = await effects.effect_of(open_tx, book())
    assert found.offers == OFFERS, "all of them"
    assert found.priced == OFFERS, found.findings
    assert found.not_ours == 0, "the shop was handed over"
    return time.perf_counter() - began, found.moved


async def cpu_s(owner: asyncpg.Connection) -> float:
    """Of this process and of all that the database does for it."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    pids: Sequence[int] = [row["pid"] for row in await owner.fetch(BACKENDS)]
    return own.ru_utime + own.ru_stime + sum(map(backend_s, pids))


def backend_s(pid: int) -> float:
    stat = Path(f"/proc/{pid}/stat")  # elsewhere than on Linux only our own part is told
    if not stat.exists():
        return 0.0
    fields = stat.read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    asyncio.run(main())
