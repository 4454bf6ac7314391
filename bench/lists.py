"""Pages of the order book and of the list of stock by the app role, with 1,000,000 orders and
1,000,000 variants stored: filters, searches, an order with all that belongs to it.

Twice the rows: the same, for each is read along an index. `--orders 20000 --variants 20000` for a
quick look.
"""

import argparse
import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from statistics import median, quantiles
from uuid import UUID

import asyncpg

from bench.ground import Ground, ground, print_figures, say
from hanse.engine.tx import Actor, ActorKind, Tx
from hanse.rooms.orders.model.exceptions import Trouble
from hanse.rooms.orders.model.shown import Asked as AskedOrders
from hanse.rooms.orders.model.states import State
from hanse.rooms.orders.service import showing
from hanse.rooms.stock.model.listing import ItemState
from hanse.rooms.stock.service import listing, places
from hanse.rooms.stock.service.listing import Asked as AskedLevels

ROUNDS, COLD = 25, 2  # what was never read comes from the disk once
PAGE = 51
WORKSPACE = UUID(int=1)
SHOPS = [UUID(int=100 + each) for each in range(6)]
NOBODY = Actor(ActorKind.system, None, "bench")
HOUR_S = 3_600.0

# Ids grow as they do in time; a noun in 40, an adjective in 40, and a number that is nobody else's.
PRODUCTS = """
    insert into catalog_products (workspace_id, id, title, state, made_at, changed_at, search)
    select $1, lpad(to_hex(n), 32, '0')::uuid, 'adj' || (n / 40) % 40 || ' noun' || n % 40,
        'active', now(), now(), array_to_tsvector(array['adj' || (n / 40) % 40, 'noun' || n % 40,
        n::text, lower('HZ' || lpad(n::text, 8, '0'))])
    from generate_series(1, $2::integer) as n
"""
VARIANTS = """
    insert into catalog_variants (workspace_id, id, product_id, sku, price_minor, currency)
    select $1, lpad(to_hex(n + 4294967296), 32, '0')::uuid, lpad(to_hex(n), 32, '0')::uuid,
        'HZ' || lpad(n::text, 8, '0'), n % 9000 + 100, 'EUR'
    from generate_series(1, $2::integer) as n
"""
ITEMS = """
    insert into stock_items (workspace_id, variant_id, state, level, level_at, opened_at)
    select $1, lpad(to_hex(n + 4294967296), 32, '0')::uuid,
        case when n % 1000 = 0 then 'waiting' else 'counted' end,
        case when n % 50 = 0 then 'out' when n % 20 = 0 then 'low' else 'fine' end, now(), now()
    from generate_series(1, $2::integer) as n
"""
LEVELS = """
    insert into stock_levels (workspace_id, variant_id, place_id, on_hand, reserved, moved_at)
    select $1, lpad(to_hex(n + 4294967296), 32, '0')::uuid, $3,
        case when n % 50 = 0 then 0 else 5 + n % 90 end, case when n % 50 = 0 then 0 else n % 3 end,
        now()
    from generate_series(1, $2::integer) as n
"""
# Each variant at two shops of six.
SHOWN = """
    insert into stock_shown (workspace_id, account_id, target, remote_product_id, variant_id,
        quantity, buyable, seen_at)
    select $1, ($3::uuid[])[1 + (n + shop * 3) % 6], n::text, n::text,
        lpad(to_hex(n + 4294967296), 32, '0')::uuid, n % 90, true, now()
    from generate_series(1, $2::integer) as n, generate_series(0, 1) as shop
"""
ORDERS = """
    insert into orders_orders (workspace_id, id, account_id, remote_id, number, shop_state, state,
        state_since, payment, placed_at, currency, total_minor, country, tags, made_at, checksum)
    select $1, lpad(to_hex(n + 8589934592), 32, '0')::uuid, ($3::uuid[])[1 + n % 6], n::text,
        n::text, state, state, now(), 'paid', now() - (($2 - n) || ' minutes')::interval, 'EUR',
        n % 90000, 'DE', case when n % 100 = 0 then array['gift'] else '{}' end, now(), '\\x00'
    from (select n, case when n % 200 = 0 then 'confirmed' when n % 37 = 0 then 'cancelled'
        when n % 11 = 0 then 'shipped' else 'delivered' end as state
        from generate_series(1, $2::integer) as n) as made
"""
LINES = """
    insert into orders_lines (workspace_id, id, order_id, account_id, remote_id, position, sku,
        title, variant_id, matched_by, quantity, placed_at)
    select $1, lpad(to_hex(n * 2 + place + 17179869184), 32, '0')::uuid,
        lpad(to_hex(n + 8589934592), 32, '0')::uuid, ($3::uuid[])[1 + n % 6], place::text, place,
        'HZ' || lpad((1 + (n * 7 + place) % $4)::text, 8, '0'), 'A thing',
        lpad(to_hex(1 + (n * 7 + place) % $4 + 4294967296), 32, '0')::uuid, 'offer', 1,
        now() - (($2 - n) || ' minutes')::interval
    from generate_series(1, $2::integer) as n, generate_series(0, 1) as place
"""
TAGS = """
    insert into orders_tags (workspace_id, tag, order_id, placed_at)
    select workspace_id, 'gift', id, placed_at from orders_orders where tags <> '{}'
"""
TROUBLES = """
    insert into orders_exceptions (workspace_id, id, kind, account_id, order_id, remote_id, facts,
        state, placed_at, opened_at)
    select workspace_id, gen_random_uuid(), 'no_stock', account_id, id, remote_id, '{}', 'open',
        placed_at, now()
    from orders_orders where state = 'confirmed' and number::bigint % 1000 = 0
"""

Ask = Callable[[Tx], Awaitable[object]]


async def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.lists", description=__doc__)
    parser.add_argument("--orders", type=int, default=1_000_000)
    parser.add_argument("--variants", type=int, default=1_000_000)
    asked = parser.parse_args()
    async with ground() as here:
        begun = time.perf_counter()
        async with here.database.tx(WORKSPACE, NOBODY) as tx:
            place_id = (await places.first_own(tx)).id
        await fill(here, asked.orders, asked.variants, place_id)
        say(f"filled in {time.perf_counter() - begun:.0f} s")
        times: dict[str, list[float]] = {}
        for number in range(ROUNDS):
            chance = random.Random(number)
            for name, ask in questions(chance, asked.orders, asked.variants, place_id).items():
                took = await timed(here, ask)
                if number >= COLD:
                    times.setdefault(name, []).append(took)
    for name, found in times.items():
        say(f"{name:28} median {median(found):7.1f} ms   most {max(found):7.1f} ms")
    every = [one for found in times.values() for one in found]
    worst = {name: quantiles(found, n=20)[-1] for name, found in times.items()}
    slowest = max(worst, key=lambda each: worst[each])
    say(f"slowest of all: {slowest}")
    print_figures(
        "lists",
        orders=asked.orders,
        variants=asked.variants,
        p95_ms=quantiles(every, n=20)[-1],
        slowest_p95_ms=worst[slowest],
    )


async def fill(here: Ground, orders: int, variants: int, place_id: UUID) -> None:
    admin = await asyncpg.connect(here.cluster.admin_dsn)
    try:
        await admin.execute("set session_replication_role = replica")
        await admin.execute(PRODUCTS, WORKSPACE, variants, timeout=HOUR_S)
        await admin.execute(VARIANTS, WORKSPACE, variants, timeout=HOUR_S)
        await admin.execute(ITEMS, WORKSPACE, variants, timeout=HOUR_S)
        await admin.execute(LEVELS, WORKSPACE, variants, place_id, timeout=HOUR_S)
        await admin.execute(SHOWN, WORKSPACE, variants, SHOPS, timeout=HOUR_S)
        await admin.execute(ORDERS, WORKSPACE, orders, SHOPS, timeout=HOUR_S)
        await admin.execute(LINES, WORKSPACE, orders, SHOPS, variants, timeout=HOUR_S)
        await admin.execute(TAGS, timeout=HOUR_S)
        await admin.execute(TROUBLES, timeout=HOUR_S)
        await admin.execute("vacuum analyze", timeout=HOUR_S)
    finally:
        await admin.close()


def questions(
    chance: random.Random, orders: int, variants: int, place_id: UUID
) -> Mapping[str, Ask]:
    """What a person asks of the two lists, and of one of each."""
    order, variant = chance.randrange(1, orders), chance.randrange(1, variants)
    shop = chance.choice(SHOPS)
    sku = f"HZ{variant:08}"
    order_id = UUID(int=order + 8_589_934_592)
    variant_id = UUID(int=variant + 4_294_967_296)
    book = {
        "orders": AskedOrders(),
        "orders of a state": AskedOrders(states=(State.confirmed,)),
        "orders of a shop": AskedOrders(account_id=shop),
        "orders of both": AskedOrders(states=(State.shipped,), account_id=shop),
        "orders with a tag": AskedOrders(tag="gift"),
        "orders in trouble": AskedOrders(trouble=Trouble.no_stock),
        "order by number": AskedOrders(search=str(order)),
        "orders of an SKU": AskedOrders(search=sku),
    }
    stock = {
        "levels": AskedLevels(),
        "levels low": AskedLevels(state=ItemState.low),
        "levels out": AskedLevels(state=ItemState.out),
        "levels that wait": AskedLevels(state=ItemState.waiting),
        "levels of a shop": AskedLevels(account_id=shop),
        "levels of a place": AskedLevels(place_id=place_id),
        "levels by SKU": AskedLevels(search=sku),
        "levels by a word": AskedLevels(search=f"noun{chance.randrange(40)}"),
    }
    found: dict[str, Ask] = {name: list_of_orders(each) for name, each in book.items()}
    found |= {name: list_of_levels(each) for name, each in stock.items()}
    found["an order"] = lambda tx: showing.order(tx, order_id)
    found["a level"] = lambda tx: listing.level(tx, variant_id)
    return found


def list_of_orders(asked: AskedOrders) -> Ask:
    return lambda tx: showing.list_orders(tx, asked, None, PAGE)


def list_of_levels(asked: AskedLevels) -> Ask:
    return lambda tx: listing.list_levels(tx, asked, None, PAGE)


async def timed(here: Ground, ask: Ask) -> float:
    begun = time.perf_counter()
    async with here.database.tx(WORKSPACE, NOBODY) as tx:
        await ask(tx)
    return (time.perf_counter() - begun) * 1_000


if __name__ == "__main__":
    asyncio.run(main())
