"""A worker is killed with -9 while it reads a shop for the first time, renews a token or follows
webhooks: nothing is lost, nothing is there twice."""

import asyncio
import json
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

import pytest

from hanse.engine.postgres.dsns import Dsns
from hanse.engine.seal import KeyRing
from hanse.engine.tx import Database
from hanse.rooms.connections.model.accounts import RENEW_LEASE, Account
from hanse.rooms.connections.service import tending
from hanse.rooms.mirror.model.feeds import FeedState
from hanse.rooms.mirror.service import feeds
from hanse.sandbox.shopify.mounted import Mounted
from hanse.sandbox.world import World, product
from hanse.trade.ports_read import Kind
from tests.engine.job_workers import until
from tests.rooms.shops import OPERATOR, Street, street

ROOT = Path(__file__).resolve().parents[3]
SHELF = World(seed=5, products=2_500, customers=20, orders=40, order_days=10)
LONG_S = 120.0


class Killable:
    """Starts workers against the street, and kills them."""

    def __init__(self, shops: Street, dsns: Dsns, ring: KeyRing) -> None:
        self.told = json.dumps(
            {
                "app": dsns.app,
                "system": dsns.system,
                "key": ring.masters[1].hex(),
                "address": shops.address,
                "base": shops.reach.base,
            }
        )

    async def start(self) -> Process:
        words = (sys.executable, "-m", "tests.rooms.shop_worker", self.told)
        worker = await asyncio.create_subprocess_exec(*words, cwd=ROOT, stdout=PIPE)
        assert worker.stdout is not None
        assert await asyncio.wait_for(worker.stdout.readline(), 30) == b"ready\n"
        return worker

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[Process]:
        """Until the block ends, or until it is killed in it."""
        worker = await self.start()
        try:
            yield worker
        finally:
            if worker.returncode is None:
                worker.kill()
            await worker.wait()


async def rows(shops: Street, workspace: UUID, kind: Kind) -> int:
    async with shops.database.tx(workspace, OPERATOR) as tx:
        return int(
            await tx.fetchval("select count(*) from mirror_rows where kind = $1", kind.value)
        )


def at_least(count: int, counted: Callable[[], Awaitable[int]]) -> Callable[[], Awaitable[bool]]:
    async def enough() -> bool:
        return await counted() >= count

    return enough


def all_read(shops: Street, workspace: UUID) -> Callable[[], Awaitable[bool]]:
    async def done() -> bool:
        found = (await shops.feeds(workspace)).values()
        assert {feed.trouble for feed in found} == {None}
        return {feed.state for feed in found} == {FeedState.current}

    return done


async def told_of(shops: Street, workspace: UUID, name: str) -> Counter[UUID]:
    """How often the log tells that a row is new or other."""
    async with shops.database.tx(workspace, OPERATOR) as tx:
        found = await tx.fetch("select payload->'row_ids' as ids from events where name = $1", name)
    return Counter(UUID(each) for row in found for each in json.loads(row["ids"]))


@pytest.mark.parametrize(
    "platform", ["woocommerce", pytest.param("shopify", marks=pytest.mark.prove)]
)
async def test_a_first_pull_that_is_killed_goes_on_and_doubles_nothing(
    database: Database, module_dsns: Dsns, ring: KeyRing, workspace: UUID, platform: str
) -> None:
    async with street(database, SHELF, [(platform, "lamps")]) as shops:
        await shops.connect(workspace, platform)
        killable = Killable(shops, module_dsns, ring)
        for share in (0.1, 0.4, 0.7):
            async with killable.at_work() as worker:
                enough = at_least(
                    int(SHELF.products * share), lambda: rows(shops, workspace, Kind.products)
                )
                await until(enough, LONG_S)
                worker.send_signal(signal.SIGKILL)
        async with killable.at_work():
            await until(all_read(shops, workspace), LONG_S)
        feed = (await shops.feeds(workspace))[Kind.products]
        assert await rows(shops, workspace, Kind.products) == SHELF.products
        assert feed.rows_done == SHELF.products
        assert feed.rows_gone == 0
        told = await told_of(shops, workspace, "mirror.product.changed")
        assert len(told) == SHELF.products
        assert set(told.values()) == {1}
        assert await rows(shops, workspace, Kind.orders) == SHELF.orders
        assert await rows(shops, workspace, Kind.buyers) == SHELF.customers


async def test_webhooks_that_come_while_the_worker_is_killed_are_all_followed(
    database: Database, module_dsns: Dsns, ring: KeyRing, workspace: UUID
) -> None:
    small = World(seed=5, products=120, customers=5, orders=5, order_days=5)
    async with street(database, small) as shops:
        account = await shops.connect(workspace)
        await shops.pull(workspace)
        await shops.listen(workspace, account)
        killable = Killable(shops, module_dsns, ring)
        counter = shops.shop("woocommerce").counter
        wanted: dict[str, str] = {}
        numbers = iter([n for n in range(small.products) if len(product(small, n).variants) <= 1])
        for _ in range(3):
            async with killable.at_work() as worker:
                for each in range(20):
                    sku = product(small, next(numbers)).sku
                    wanted[sku] = f"Edited {len(wanted)}"
                    counter.edit(sku, {"title": wanted[sku]})
                    if each == 12:
                        await shops.heard(workspace, account, len(wanted) // 2)
                        worker.send_signal(signal.SIGKILL)
                    await asyncio.sleep(0.005)
        await shops.heard(workspace, account, len(wanted))

        async def followed() -> bool:
            found = await shops.things(workspace, Kind.products)
            ours = {each.label.sku: each.label.title for each in found}
            return {sku: ours.get(sku) for sku in wanted} == wanted

        async with killable.at_work():
            await until(followed, LONG_S)


def issued(shops: Street) -> int:
    return shops.shop("shopify").ledger.count("shopify", "token.issue", "client")


async def secrets_version(shops: Street, workspace: UUID, account: Account) -> int:
    async with shops.database.tx(workspace, OPERATOR) as tx:
        found = await tx.fetchval(
            "select secrets_version from connections_accounts where id = $1", account.id
        )
    return int(found)


async def test_a_token_whose_renewal_is_killed_is_renewed_by_the_next_worker(
    database: Database, module_dsns: Dsns, ring: KeyRing, workspace: UUID
) -> None:
    small = World(seed=5, products=5, customers=0, orders=0)
    async with street(database, small, [("shopify", "mugs")]) as shops:
        account = await shops.connect(workspace, "shopify")
        await shops.pull(workspace)
        version = await secrets_version(shops, workspace, account)
        before = issued(shops)
        killable = Killable(shops, module_dsns, ring)
        theirs = shops.shop("shopify")
        assert isinstance(theirs, Mounted)
        theirs.shop.keys.tokens.clear()  # so that whoever asks next needs a new one
        feed = (await shops.feeds(workspace))[Kind.products]
        async with database.tx(workspace, OPERATOR) as tx:
            await feeds.ask_pull(tx, feed.id)
        shops.sandbox.faults.set(
            {"platform": "shopify", "kind": "slow", "calls": "access_token", "count": 1}
        )
        async with killable.at_work() as worker:
            await until(lambda: issued(shops) > before, LONG_S)
            worker.send_signal(signal.SIGKILL)  # the token was given, and nobody kept it
        assert await secrets_version(shops, workspace, account) == version
        async with database.tx(workspace, OPERATOR) as tx:  # as after the lease of the dead one
            await tx.execute(
                "update connections_accounts set renewing_until = renewing_until - $1::interval",
                RENEW_LEASE,
            )
        async with killable.at_work():  # which goes on with the job of the dead one

            async def renewed() -> bool:
                return await secrets_version(shops, workspace, account) > version

            await until(renewed, LONG_S)
        assert await secrets_version(shops, workspace, account) == version + 1
        opened = await shops.reach.open(workspace, account.id)
        await tending.look_after_hooks(
            shops.reach, shops.opener(workspace), workspace, opened.account.id
        )
        async with database.tx(workspace, OPERATOR) as tx:
            assert await tx.fetchval("select fault_code from connections_accounts") == ""
