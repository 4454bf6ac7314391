"""Planning a whole shop: 100,000 and 1,000,000 listings of which one in a hundred differs.

All were compared before, and their titles are the hub's. One product in a hundred has another title
since, so of the others the checksum says that nothing has to be unpacked. How many there are can be
given, smaller first: `python -m bench.plan 20000`.
"""

import asyncio
import hashlib
import resource
import sys
import time
from uuid import UUID

import asyncpg

from bench.ground import Ground, ground, print_figures, say
from bench.puller import reaching
from hanse.app import wiring
from hanse.app.running import collect_seldom
from hanse.changes.model.owners import Owner
from hanse.changes.service import owning, reading
from hanse.engine.tx import Actor, ActorKind, Database
from hanse.rooms.listings.model.plans import seen
from hanse.rooms.listings.service import planning
from hanse.rooms.listings.service.loading import Desk
from hanse.rooms.mirror.service import packing
from hanse.trade.goods import ListingState, Product, ProductKind
from hanse.trade.stock import StockLevel

DIFFER_EVERY = 100
PART = 20_000
SYNC = Actor(ActorKind.system, None, "bench")
NOWHERE = "http://127.0.0.1:9"

ACCOUNT = """
    insert into connections_accounts (workspace_id, id, platform, name, address, shop_key, state,
        currency, decimals, scopes, missing, secrets, made_at, connected_at)
    values ($1, $2, 'woocommerce', 'Bench', '', 'bench', 'active', 'EUR', 2, '{}', '{}', 'x',
        now(), now())"""
# Ids that lie as those of version 7 do: later ones behind earlier ones.
GOODS, SOLD, LISTED, SHOWN, OFFER = (f"bench_id({place}, n)" for place in range(5))
IDS = """
    create function bench_id(place int, n bigint) returns uuid language sql immutable as $$
    select ('019b0000-000' || place || '-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$"""
FILL = (
    f"""insert into catalog_products (workspace_id, id, title, made_at, changed_at, version)
    select $1, {GOODS}, case when n % {DIFFER_EVERY} = 0 then 'Our lamp ' else 'Lamp ' end || n,
        now(), now(), case when n % {DIFFER_EVERY} = 0 then 2 else 1 end
    from generate_series($2::bigint, $3::bigint) n""",
    f"""insert into catalog_variants (workspace_id, id, product_id)
    select $1, {SOLD}, {GOODS} from generate_series($2::bigint, $3::bigint) n""",
    f"""insert into listings_products (workspace_id, product_id, title, version)
    select $1, {GOODS}, 'Lamp ' || n, case when n % {DIFFER_EVERY} = 0 then 2 else 1 end
    from generate_series($2::bigint, $3::bigint) n""",
)
LINKS = f"""
    insert into catalog_offers (workspace_id, id, account_id, product_id, variant_id,
        remote_product_id, how, linked_at)
    select $1, {OFFER}, $4, {GOODS}, {SOLD}, n::text, 'sku', now()
    from generate_series($2::bigint, $3::bigint) n"""
MIRROR = f"""
    insert into mirror_rows (workspace_id, id, account_id, kind, remote_id, title, state, findings,
        checksum, value, document, read_at, read_by)
    select $1, {SHOWN}, $4, 'products', n::text, 'Lamp ' || n, 'live', 0,
        decode(md5(n::text), 'hex'), convert_to(replace($5, '@', n::text), 'utf8'), 'x', now(),
        'pull'
    from generate_series($2::bigint, $3::bigint) n"""
COPIED = """
    insert into listings_listings (workspace_id, id, account_id, product_id, remote_id, status,
        compared, made_at)
    select $1, held.id, $2, held.product_id, held.remote_id, 'live', held.compared, now()
    from bench_listings held"""


async def main() -> None:
    sizes = [int(each) for each in sys.argv[1:]] or [100_000, 1_000_000]
    figures: dict[str, float] = {}
    collect_seldom()
    async with ground() as here:
        told = {
            "app_dsn": here.cluster.dsns.app,
            "system_dsn": here.cluster.dsns.system,
            "key": here.vault_key,
            "address": NOWHERE,
            "base": "",
        }
        admin = await asyncpg.connect(here.cluster.admin_dsn)
        await admin.execute(IDS)
        async with reaching(told) as reach:
            desk = Desk(wiring.hands_of(reach), wiring.CARDS)
            for place, size in enumerate(sizes):
                name = (
                    f"plan_{size // 1_000_000}m_s" if size >= 10**6 else f"plan_{size // 1000}k_s"
                )
                figures[name] = await plan(here, admin, desk, UUID(int=place + 1), size)
        await admin.close()
    figures["mb_max"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print_figures(**figures)


async def plan(
    here: Ground, admin: asyncpg.Connection, desk: Desk, workspace: UUID, size: int
) -> float:
    database = here.database
    account = UUID(int=100 + workspace.int)
    await fill(admin, database, desk, workspace, account, size)
    started = time.perf_counter()
    found = await planning.plan_whole(desk, lambda: database.tx(workspace, SYNC), account)
    took = time.perf_counter() - started
    wanted = size // DIFFER_EVERY
    assert (found.looked, found.compared, found.proposed) == (size, wanted, wanted), found
    async with database.tx(workspace, SYNC) as tx:
        counts = await reading.counts(tx)
    assert sum(counts.values()) == wanted, counts
    say(f"{size:,} listings, {wanted:,} of them unpacked and proposed: {took:.1f} s")
    return took


async def fill(
    admin: asyncpg.Connection,
    database: Database,
    desk: Desk,
    workspace: UUID,
    account: UUID,
    size: int,
) -> None:
    """As it stands after everything was compared; only the products that differ were edited."""
    await admin.execute(ACCOUNT, workspace, account)
    value = packing.values.encode(shown()).decode()
    for at in range(1, size + 1, PART):
        stretch = (workspace, at, min(at + PART - 1, size))
        for statement in FILL:
            await admin.execute(statement, *stretch)
        await admin.execute(LINKS, *stretch, account)
        await admin.execute(MIRROR, *stretch, account, value)
    async with database.tx(workspace, SYNC) as tx:
        fields = {"products": ["title"]}
        await owning.hand_over_shop(tx, account, fields, Owner.hub, persons=False)
        place = await planning.ground_of(desk, tx, account)
    await admin.execute(
        "create table bench_listings (id uuid, product_id uuid, remote_id text, compared bytea)"
    )
    for at in range(1, size + 1, PART):
        rows = [listing(n, place) for n in range(at, min(at + PART, size + 1))]
        await admin.copy_records_to_table("bench_listings", records=rows)
    await admin.execute(COPIED, workspace, account)
    await admin.execute("drop table bench_listings")
    await admin.execute("vacuum analyze")


def listing(n: int, place: bytes) -> tuple[UUID, UUID, str, bytes]:
    theirs = hashlib.md5(str(n).encode(), usedforsecurity=False).digest()
    return bench_id(2, n), bench_id(0, n), str(n), seen(place, 1, 1, theirs)


def called(size: int) -> str:
    return f"{size // 10**6}m" if size >= 10**6 else f"{size // 1000}k"


def bench_id(place: int, n: int) -> UUID:
    return UUID(f"019b0000-000{place}-7000-8000-{n:012x}")


def shown() -> Product:
    """`@` is where the number goes."""
    return Product(
        remote_id="@",
        kind=ProductKind.single,
        state=ListingState.live,
        listed=True,
        title="Lamp @",
        description_html="<p>A lamp, as a shop describes it in a sentence or two.</p>",
        summary_html="",
        url=None,
        sku="SKU-@",
        stock=StockLevel(None, None, None),
    )


if __name__ == "__main__":
    asyncio.run(main())
