"""A worker is killed with -9 at each step of a commit, and another one goes on: nothing is lost,
nothing is done twice, and whatever is not proven is explained."""

import json
import signal
import sys
from asyncio.subprocess import PIPE, Process, create_subprocess_exec
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from hanse.base.money import Money
from hanse.changes import jobs
from hanse.changes.model.planned import Planned, Wish
from hanse.changes.model.states import State
from hanse.changes.store import intents
from hanse.engine.jobs.jobs import enqueue
from hanse.engine.postgres.dsns import Dsns, parse
from hanse.engine.seal import KeyRing
from hanse.engine.tx import Database
from hanse.sandbox.world import World
from hanse.trade.fields import Fields
from hanse.trade.ports_write import Target
from tests.changes.frost import STEPS, Frost
from tests.changes.market import Market
from tests.engine.job_workers import until
from tests.rooms.shops import street

ROOT = Path(__file__).resolve().parents[2]
SHELF = World(seed=7, products=150, customers=1, orders=1, order_days=30)
LONG_S = 120.0
PRICES, CREATIONS = 3, 2
KINDS = 2  # each is a call of its own, and two senders have a shop at once

# A test cannot wait for a minute: what the dead one left behind is so much older.
LONG_AGO = timedelta(minutes=5)
AGE = """
    with dead as (
        update jobs set heartbeat_at = heartbeat_at - $2::interval
        where workspace_id = $1 and state = 'running'
    ), sent as (
        update changes_intents set written_at = written_at - $2::interval,
            send_by = send_by - $2::interval, first_at = first_at - $2::interval
        where workspace_id = $1
    )
    update changes_changes set look_at = look_at - $2::interval,
        claimed_at = claimed_at - $2::interval
    where workspace_id = $1 and state in ('approved', 'sending', 'unknown')
"""
OPEN = """
    select count(*) from changes_changes
    where workspace_id = $1 and (state in ('approved', 'sending')
        or state = 'unknown' and look_at is not null)
"""


@dataclass
class Scene:
    """One shop, and workers that are going to be killed."""

    market: Market
    platform: str
    admin_dsn: str
    told: str
    app: str
    touched: set[Target] = field(default_factory=set)

    def frost(self, calls: int = KINDS) -> Frost:
        sandbox = self.market.shops.sandbox
        return Frost(self.admin_dsn, self.app, sandbox, self.market.workspace, calls)

    async def start(self) -> Process:
        words = (sys.executable, "-m", "tests.changes.killed_worker", self.told)
        worker = await create_subprocess_exec(*words, cwd=ROOT, stdout=PIPE)
        assert worker.stdout is not None
        assert await worker.stdout.readline() == b"ready\n"
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

    def wishes(self, count: int, number: int) -> list[Wish]:
        """New products, by a number of their own."""
        account = self.market.accounts[self.platform]
        own = "handle" if self.platform == "shopify" else "sku"
        wishes = []
        for name in (f"candle-{number}-{n}" for n in range(count)):
            after: Fields = {**PRICED, "title": name, own: name}
            wishes.append(Wish(account.id, "products.create", Target(None), after, mark=name))
        return wishes

    async def agreed(self, number: int) -> list[UUID]:
        """Two sets, for whoever moves the first change of one holds its counts until the commit.
        Each time it is about other products."""
        all_of_them = await self.market.dearer(self.platform, SHELF.products)
        prices = [each for each in all_of_them if each.target not in self.touched][:PRICES]
        self.touched |= {each.target for each in prices}
        return [
            await self.market.agreed(*prices),
            await self.market.agreed(*self.wishes(CREATIONS, number)),
        ]

    async def killed_at(self, step: str, calls: int = KINDS) -> None:
        async with STEPS[step](self.frost(calls)) as frozen, self.at_work() as worker:
            await frozen()
            worker.send_signal(signal.SIGKILL)
            await worker.wait()

    async def time_goes_by(self, admin: asyncpg.Connection) -> None:
        """So long, and the minute's job comes that gives lost nudges again."""
        self.market.shops.sandbox.faults.rows.clear()
        await admin.execute(AGE, self.market.workspace, LONG_AGO)
        async with self.market.shops.database.system_tx("a test") as tx:
            await enqueue(tx, jobs.TEND, "", {})

    async def goes_on(self) -> None:
        """Another worker does."""
        admin = await asyncpg.connect(self.admin_dsn)
        await self.time_goes_by(admin)

        async def over() -> bool:
            return bool(await admin.fetchval(OPEN, self.market.workspace) == 0)

        async with self.at_work():
            await until(over, LONG_S)
        await admin.close()

    async def sent(self, planned: Planned) -> int:
        async with self.market.tx() as tx:
            return len(await intents.of_change(tx, planned.change.id))

    async def all_done_once(self, prices: UUID, creations: UUID) -> None:
        """All is proven; by the shop's own count each was made once, and none set more often than
        it was sent."""
        assert await self.market.states(prices) == {State.proven: PRICES}
        assert await self.market.states(creations) == {State.proven: CREATIONS}
        ledger = self.market.shops.shop(self.platform).ledger
        made = ledger.kind(self.platform, MADE[self.platform])
        written = ledger.kind(self.platform, WRITTEN[self.platform])
        for each in await self.market.changes(creations):
            own = each.change.after.get("handle") or each.change.after["sku"]
            assert made[str(own)] == 1
        for each in await self.market.changes(prices):
            assert 1 <= written[str(each.target.remote_id)] <= await self.sent(each)


PRICED: Fields = {"price": Money("USD", 990), "state": "draft"}
MADE = {"woocommerce": "product.create", "shopify": "product.set"}
WRITTEN = {"woocommerce": "product.update", "shopify": "variant.update"}


@pytest.fixture(
    params=["woocommerce", pytest.param("shopify", marks=pytest.mark.prove)], scope="module"
)
def platform(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def scene(
    database: Database,
    module_dsns: Dsns,
    admin_dsn: str,
    ring: KeyRing,
    workspace: UUID,
    platform: str,
) -> AsyncIterator[Scene]:
    async with street(database, SHELF, ((platform, "lamps"),)) as shops:
        told = json.dumps(
            {
                "app": module_dsns.app,
                "system": module_dsns.system,
                "key": ring.masters[1].hex(),
                "address": shops.address,
                "base": shops.reach.base,
            }
        )
        market = await Market.open(shops, workspace, platform)
        yield Scene(market, platform, admin_dsn, told, parse(module_dsns.app).user)


@pytest.mark.parametrize("times", [1, pytest.param(20, marks=pytest.mark.prove)])
@pytest.mark.parametrize("step", STEPS)
async def test_a_worker_killed_at_a_step_loses_nothing_and_doubles_nothing(
    scene: Scene, step: str, times: int
) -> None:
    for number in range(times):
        sets = await scene.agreed(number)
        await scene.killed_at(step)
        await scene.goes_on()
        await scene.all_done_once(*sets)


async def test_whoever_goes_on_is_killed_as_well(scene: Scene) -> None:
    """Nothing had arrived, so it is sent again, and that answer does not come either."""
    admin = await asyncpg.connect(scene.admin_dsn)
    sets = await scene.agreed(0)
    await scene.killed_at("on its way")
    await scene.time_goes_by(admin)
    await admin.close()
    await scene.killed_at("after send", calls=1)
    await scene.goes_on()
    await scene.all_done_once(*sets)
    prices = await scene.market.changes(sets[0])
    assert max([await scene.sent(each) for each in prices]) == 2


IN_PROOFS = [
    pytest.param(each, marks=pytest.mark.prove) for each in STEPS if each != "after intent"
]


def staged(scene: Scene) -> list[Wish]:
    """A product, its two variants when it is there, and buyers when these are."""
    account = scene.market.accounts["woocommerce"].id
    parent, sizes = "products/new/cap", ("S", "M")
    made = [f"offers/new/cap-{each}" for each in sizes]
    cap: Fields = {"title": "Cap", "options": (("Size", sizes),), "sku": "CAP", "state": "draft"}
    return [
        Wish(account, "products.create", Target(None), cap, mark="cap"),
        *(
            Wish(
                *(account, "offers.create", Target(None)),
                {"choices": (("Size", each),), "sku": f"CAP-{each}", **PRICED},
                mark=f"cap-{each}",
                waits_for=(parent,),
                named_by=parent,
            )
            for each in sizes
        ),
        Wish(
            *(account, "products.state", Target(None), {"state": "live"}),
            mark="cap",
            waits_for=(parent, *made),
            named_by=parent,
        ),
    ]


@pytest.mark.parametrize("platform", ["woocommerce"], indirect=True)
@pytest.mark.parametrize("step", ["after intent", *IN_PROOFS])
async def test_what_is_made_in_stages_is_made_once_whenever_a_worker_dies(
    scene: Scene, step: str
) -> None:
    """Killed in the first stage, and again where the next one goes on."""
    admin = await asyncpg.connect(scene.admin_dsn)
    set_id = await scene.market.agreed(*staged(scene))
    await scene.killed_at(step, calls=1)
    await scene.time_goes_by(admin)
    await admin.close()
    await scene.killed_at(step, calls=1)
    await scene.goes_on()
    assert await scene.market.states(set_id) == {State.proven: 4}
    ledger = scene.market.shops.shop("woocommerce").ledger
    assert ledger.kind("woocommerce", "product.create")["CAP"] == 1
    variations = ledger.kind("woocommerce", "variation.create")
    assert [variations[f"CAP-{each}"] for each in ("S", "M")] == [1, 1]
