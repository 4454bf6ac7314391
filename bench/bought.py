"""What the benches of buying at suppliers stand on: a shop of the sandbox whose goods CJ sells, a
door for webhooks, and workers of the product in processes of their own.

`per_s` is how many calls a second the account is given at each endpoint, there and by our own pace:
0 is without a limit; None is what the card says.
"""

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process, create_subprocess_exec
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import aiohttp
import asyncpg
import uvloop

from bench.ground import Ground, ground, say
from bench.kill import SARI, WORKSPACE
from bench.puller import reaching
from bench.shops import beside, connected, free_port
from hanse.app import wiring
from hanse.app.api import jobs as told_of_jobs
from hanse.base.money import Money
from hanse.changes.model.limits import Limits
from hanse.changes.model.policies import Policy
from hanse.changes.service import ruling
from hanse.engine.jobs.handlers import collect
from hanse.engine.jobs.jobs import enqueue
from hanse.engine.jobs.workers import work
from hanse.engine.log import following
from hanse.engine.log.followers import advance, enrol
from hanse.engine.manifest import Rate
from hanse.engine.metrics import Meter
from hanse.rooms.billing.service import plans as billing
from hanse.rooms.catalog.service import deciding, matching, offering
from hanse.rooms.connections.model.accounts import WriteMode
from hanse.rooms.connections.service import connecting, subscribing
from hanse.rooms.connections.service.reach import Reach
from hanse.rooms.connections.store import accounts, modes
from hanse.rooms.mirror.jobs.reading import follower
from hanse.rooms.stock.model.adjusting import Line
from hanse.rooms.stock.service import adjusting, opened, places
from hanse.rooms.stock.service.looking import OPEN_JOB
from hanse.sandbox.world import World, product

WOO, CJ, NAME = "woocommerce", "cj", "lamps"
CJ_HOST = "developers.cjdropshipping.com"
SHOP_HOST = f"{NAME}.test"
SEED, PRODUCTS = 7, 30
SHARED_EVERY = 3  # of these the supplier has every third
APART = ("keys", "refreshing")  # whatever the level, tokens have a pace of their own
CALLERS = 16  # at once, where no limit holds them back
PLENTY = 1_000_000
READY_S = 300.0

OPEN = """
    insert into identity_workspaces (workspace_id, id, name, state, made_at)
    values ($1, $1, 'Bench', 'active', $2)
"""
SUPPLIER = """
    insert into purchasing_suppliers (workspace_id, id, name, account_id, state, currency,
        from_country, buffer_minutes, above_percent, margin_percent, accepted, made_at)
    values ($1, $2, 'CJ', $3, 'active', 'USD', 'CN', 0, 1000, -100, '{no_logo,no_price}', $4)
"""
OFFERS = """
    insert into purchasing_offers (workspace_id, id, supplier_id, variant_id, state,
        product_remote_id, variant_remote_id, order_key, price_minor)
    select $1, gen_random_uuid(), $2, given.variant_id, 'active', given.pid, given.vid, given.vid,
        given.cents
    from unnest($3::uuid[], $4::text[], $5::text[], $6::bigint[])
        as given (variant_id, pid, vid, cents)
"""


class Paced:
    """A platform whose card allows so many calls a second to each endpoint."""

    def __init__(self, platform: Any, per_s: int) -> None:
        self._platform = platform
        self.CARD = replace(
            platform.CARD, rates=tuple(paced(each, per_s) for each in platform.CARD.rates)
        )

    def __getattr__(self, name: str) -> Any:
        return getattr(self._platform, name)


def paced(rate: Rate, per_s: int) -> Rate:
    if rate.family in APART:
        return rate
    if not per_s:
        return replace(rate, at_once_max=CALLERS, units=None, window_s=None, windowed=False)
    return replace(rate, at_once_max=CALLERS, units=per_s, window_s=1.0)


@dataclass
class Bought:
    """A live shop and its supplier; `skus` are sold at the one and bought at the other."""

    here: Ground
    reach: Reach
    admin: asyncpg.Connection
    session: aiohttp.ClientSession
    told: Mapping[str, Any]
    keys: Mapping[str, str]
    skus: Sequence[str]
    workers: list[Process] = field(default_factory=list)

    @property
    def address(self) -> str:
        return str(self.told["address"])

    async def post(self, path: str, body: Mapping[str, Any]) -> Any:
        async with self.session.post(f"{self.address}/_sandbox/{path}", json=body) as found:
            if found.status >= 400:
                raise SystemExit(f"The sandbox refuses {path}: {await found.text()}")
            return await found.json()

    async def get(self, path: str) -> Any:
        async with self.session.get(f"{self.address}/_sandbox/{path}") as found:
            return await found.json()

    async def buy(self, sku: str, quantity: int) -> str:
        """A shopper's order, paid; as the shop names it."""
        document = await self.post(f"shop/{SHOP_HOST}/buy", {"sku": sku, "quantity": quantity})
        return str(document["order"])

    async def cancel(self, order: str) -> None:
        """The shop takes it back, as the shopper wished."""
        pair = aiohttp.BasicAuth(self.keys["consumer_key"], self.keys["consumer_secret"])
        url = f"{self.address}/wp-json/wc/v3/orders/{order}"
        headers = {"X-Forwarded-Proto": "https", "Host": SHOP_HOST}
        body = {"status": "cancelled"}
        async with self.session.put(
            url, json=body, headers={**headers, "Authorization": pair.encode()}
        ) as found:
            found.raise_for_status()

    async def another(self) -> Process:
        """A worker at work, as soon as it says that it is."""
        worker = await create_subprocess_exec(
            *(sys.executable, "-m", "bench.bought"),
            env={**os.environ, "BENCH_TOLD": json.dumps(self.told)},
            stdout=PIPE,
        )
        self.workers.append(worker)
        assert worker.stdout is not None
        await worker.stdout.readline()
        return worker

    async def end(self, worker: Process) -> None:
        """With -9."""
        self.workers.remove(worker)
        worker.kill()
        await worker.wait()

    async def until(self, there: Callable[[], Awaitable[bool]], what: str, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                while not await there():  # noqa: ASYNC110 - another process does it
                    await asyncio.sleep(0.5)
        except TimeoutError:
            raise SystemExit(f"After {seconds:.0f} s not yet: {what}") from None
        say(what)


@asynccontextmanager
async def bought(per_s: int | None = 0) -> AsyncIterator[Bought]:
    """Everything connected, live and read, with one worker at work; nothing is sold yet."""
    async with AsyncExitStack() as stack:
        here = await stack.enter_async_context(ground())
        address, keys = await stack.enter_async_context(sandbox())
        told = {
            "app_dsn": here.cluster.dsns.app,
            "system_dsn": here.cluster.dsns.system,
            "key": here.vault_key,
            "address": address,
            "base": f"http://127.0.0.1:{free_port()}",
            "per_s": per_s,
        }
        reach = await stack.enter_async_context(reached(told))
        admin = await asyncpg.connect(here.cluster.admin_dsn)
        stack.push_async_callback(admin.close)
        session = await stack.enter_async_context(aiohttp.ClientSession())
        await stack.enter_async_context(beside("bench.following", "serve", told))
        found = Bought(here, reach, admin, session, told, keys, skus())
        stack.push_async_callback(end_all, found)
        await set_up(found)
        yield found


async def end_all(found: Bought) -> None:
    for worker in [*found.workers]:
        await found.end(worker)


@asynccontextmanager
async def sandbox() -> AsyncIterator[tuple[str, Mapping[str, str]]]:
    port = free_port()
    words = f"-m hanse sandbox --port {port} --products {PRODUCTS} --shoppers 0 --customers 60"
    words += f" --orders 0 --seed {SEED} --woocommerce {NAME} --shopify --aliexpress"
    # What a bench is told is no setting of the product, which refuses what it does not know.
    environ = {name: os.environ[name] for name in os.environ if not name.startswith("HANSE_BENCH")}
    process = await create_subprocess_exec(
        sys.executable, *words.split(), stdout=DEVNULL, env=environ
    )
    address = f"http://127.0.0.1:{port}"
    try:
        [shop] = await connected(address)
        yield address, shop["keys"]
    finally:
        process.terminate()
        await process.wait()


@asynccontextmanager
async def reached(told: Mapping[str, Any]) -> AsyncIterator[Reach]:
    async with reaching(told) as reach:
        if told["per_s"] is not None:
            slow = Paced(reach.platforms[CJ], told["per_s"])
            reach.platforms = {**reach.platforms, CJ: slow}
        yield reach


def skus() -> Sequence[str]:
    """Sold as they are, by both."""
    world = World(seed=SEED, products=PRODUCTS)
    goods = [product(world, number) for number in range(0, PRODUCTS, SHARED_EVERY)]
    return [each.sku for each in goods if not each.variants]


# Setting up


async def set_up(found: Bought) -> None:
    reach = found.reach
    await enrol(reach.database, wiring.followers(reach))
    async with reach.database.tx(WORKSPACE, SARI) as tx:
        await tx.execute(OPEN, WORKSPACE, tx.now)
        await billing.set_plan(tx, "premium")
    account = {"verified": True, "qps": 0, "balance": PLENTY * 100, "best_month_usd": PLENTY}
    supplier = await found.get("cj/connect")
    await found.post("cj/accounts", account)
    await found.post("cj/rules", {"per_ip": 0, "ship_after_s": None})
    for sku in found.skus:
        await found.post(f"shop/{SHOP_HOST}/edit", {"product": sku, "stock": PLENTY})
        await found.post("cj/variants", {"variant": sku, "country": "CN", "stock": PLENTY})
    shop = await connect(reach, WOO, {"store_url": f"https://{SHOP_HOST}", **found.keys})
    cj = await connect(reach, CJ, {"api_key": supplier["accounts"][0]["apiKey"]})
    for account_id in (shop, cj):
        await subscribing.ensure(reach, await reach.open(WORKSPACE, account_id))
    async with reach.database.tx(WORKSPACE, SARI) as tx:
        await modes.put(tx, WriteMode.live, (await modes.get(tx)).version)
        limits = await ruling.limits(tx)
        spend = (Money("USD", PLENTY * 100_000),)
        await ruling.set_limits(tx, Limits(spend_day_max=spend), limits.version)
        policy = await ruling.policy(tx)
        await ruling.set_policy(tx, Policy(otherwise=()), policy.version)
    await found.another()
    variants = await read(found, shop)
    await offered(found, cj, variants)
    await found.post("cj/accounts", {"qps": found.told["per_s"]})
    say(f"{len(variants)} things are sold that the supplier has")


async def connect(reach: Reach, platform: str, fields: Mapping[str, str]) -> UUID:
    database = reach.database
    looked = await connecting.look(reach, platform, dict(fields))
    account = await connecting.connect(lambda: database.tx(WORKSPACE, SARI), looked, "")
    while await advance(database, follower(reach)):
        pass
    async with database.tx(WORKSPACE, SARI) as tx:
        await accounts.set_mode(tx, account.id, WriteMode.live)
    return account.id


async def read(found: Bought, account_id: UUID) -> Mapping[str, UUID]:
    """The goods stand in the catalogue, and of none anything lies here."""
    database, variants = found.reach.database, dict[str, UUID]()

    async def is_read() -> bool:
        async with database.tx(WORKSPACE, SARI) as tx:  # at first there is nothing to look at yet
            is_done = await matching.is_done(tx, account_id)
            return is_done and await deciding.make_all_new(tx, account_id) > 0

    async def is_made() -> bool:
        async with database.tx(WORKSPACE, SARI) as tx:
            variants.update(await offering.variants_by_sku(tx, found.skus))
        return len(variants) == len(found.skus)

    async def is_counted() -> bool:
        async with database.tx(WORKSPACE, SARI) as tx:
            known = await opened.opened(tx, list(variants.values()))
            if len(known) < len(variants):
                # The job comes back by itself, for which nobody waits here.
                await enqueue(tx, OPEN_JOB, "", {})
        return len(known) == len(variants)

    await found.until(is_read, "the shop is read", READY_S)
    await found.until(is_made, "its goods stand in the catalogue", READY_S)
    await found.until(is_counted, "they are counted", READY_S)
    async with database.tx(WORKSPACE, SARI) as tx:
        here = (await places.first_own(tx)).id
        lines = [Line(n, each, "", here, to=0) for n, each in enumerate(variants.values())]
        await adjusting.adjust(tx, lines, preview=False)
    return variants


async def offered(found: Bought, account_id: UUID, variants: Mapping[str, UUID]) -> None:
    rows = []
    for sku, variant_id in variants.items():
        [row] = (await found.get(f"cj/variants?variant={sku}"))["variants"]
        rows.append((variant_id, row["pid"], row["vid"], round(float(row["price"]) * 100)))
    columns = [list(each) for each in zip(*rows, strict=True)]
    async with found.reach.database.tx(WORKSPACE, SARI) as tx:
        supplier_id = tx.ids.new()
        await tx.execute(SUPPLIER, WORKSPACE, supplier_id, account_id, tx.now)
        await tx.execute(OFFERS, WORKSPACE, supplier_id, *columns)


async def do_jobs() -> None:
    """As `hanse work` does: jobs, and what follows the log."""
    async with reached(json.loads(os.environ["BENCH_TOLD"])) as reach:
        registry, stop = collect(wiring.jobs_of(reach.wire, reach, Meter())), asyncio.Event()
        assert told_of_jobs.READ, "notices ask who may read it"
        async with asyncio.TaskGroup() as group:
            group.create_task(following.run(reach.database, wiring.followers(reach), stop))
            name = f"bench {os.getpid()}"
            group.create_task(work(reach.database, registry, stop=stop, worker=name))
            print("ready", flush=True)


if __name__ == "__main__":
    uvloop.run(do_jobs())
