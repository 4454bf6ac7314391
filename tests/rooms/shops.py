"""A sandbox with shops in it, and our own way to them: what rooms about shops stand on."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from hanse.app import wiring
from hanse.app.api.hooks import HookDoor
from hanse.base.clock import Clock, SystemClock
from hanse.engine import hooks
from hanse.engine.calls import Recorder
from hanse.engine.intake import Intake
from hanse.engine.jobs.handlers import collect
from hanse.engine.jobs.workers import prepare
from hanse.engine.log.followers import advance, enrol
from hanse.engine.metrics import Meter
from hanse.engine.outbound import Outbound
from hanse.engine.routing import Route
from hanse.engine.tx import Actor, ActorKind, Database, Tx
from hanse.rooms.connections.model.accounts import Account
from hanse.rooms.connections.service import connecting, subscribing
from hanse.rooms.connections.service.hooking import receiver_by
from hanse.rooms.connections.service.reach import Reach
from hanse.rooms.mirror.jobs.reading import follower
from hanse.rooms.mirror.model.feeds import Feed, FeedState
from hanse.rooms.mirror.model.rows import Shown
from hanse.rooms.mirror.service import feeds, looking, pulling, refreshing, showing
from hanse.rooms.mirror.service.showing import Wanted
from hanse.sandbox.held import Sandbox, new_sandbox
from hanse.sandbox.serving import application
from hanse.sandbox.shops import Shop, host_of
from hanse.sandbox.world import World
from hanse.trade.ports_read import Kind
from tests.engine.job_workers import until
from tests.engine.wire_servers import wire
from tests.sandbox.served import served

OPERATOR = Actor(ActorKind.system, None, "a test")
SMALL = World(seed=7, products=45, customers=12, orders=9, order_days=30)
LONG_S = 60.0
SUPPLIERS = ("developers.cjdropshipping.com", "api-sg.aliexpress.com", "api.17track.net")


@dataclass(frozen=True)
class Street:
    """The shops, and how we reach them."""

    sandbox: Sandbox
    address: str
    reach: Reach
    meter: Meter

    @property
    def database(self) -> Database:
        return self.reach.database

    def shop(self, platform: str) -> Shop:
        found = self.sandbox.shops.first(platform)
        assert found is not None
        return found

    def fields(self, platform: str) -> dict[str, str]:
        """What a person types to connect the first shop of the platform."""
        shop = self.shop(platform)
        keys = shop.keys()
        if platform == "shopify":  # by the merchant's own app
            app = {name: keys[name] for name in ("client_id", "client_secret")}
            return {"shop": host_of(shop), **app}
        return {"store_url": self.address, **keys}

    def opener(self, workspace: UUID) -> Callable[[], AbstractAsyncContextManager[Tx]]:
        return lambda: self.database.tx(workspace, OPERATOR)

    async def connect(self, workspace: UUID, platform: str = "woocommerce") -> Account:
        looked = await connecting.look(self.reach, platform, self.fields(platform))
        account = await connecting.connect(self.opener(workspace), looked, "")
        await self.follow()
        return account

    async def listen(self, workspace: UUID, account: Account) -> None:
        """Ask the shop to tell us of changes."""
        opened = await self.reach.open(workspace, account.id)
        await subscribing.ensure(self.reach, opened)

    async def heard(self, workspace: UUID, account: Account, count: int) -> None:
        """Wait until so many webhooks were kept."""

        async def enough() -> bool:
            async with self.database.tx(workspace, OPERATOR) as tx:
                return len(await hooks.find(tx, account.id, None, 200, ["accepted"])) >= count

        await until(enough, LONG_S)

    async def follow(self) -> None:
        while await advance(self.database, follower(self.reach)):
            pass

    async def feeds(self, workspace: UUID) -> dict[Kind, Feed]:
        async with self.database.tx(workspace, OPERATOR) as tx:
            return {feed.kind: feed for feed in await feeds.list_feeds(tx, None)}

    async def pull(self, workspace: UUID, *kinds: Kind, seconds: float = LONG_S) -> None:
        """Read everything of these kinds, or of all; as the jobs do, one after the other."""
        for kind, feed in (await self.feeds(workspace)).items():
            if feed.state is FeedState.waiting and (not kinds or kind in kinds):
                await self.pull_on(workspace, feed, seconds)

    async def pull_on(self, workspace: UUID, feed: Feed, seconds: float = LONG_S) -> bool:
        opener = self.opener(workspace)
        return await pulling.pull(self.reach, opener, workspace, feed.id, silent, seconds)

    async def pull_again(self, workspace: UUID, kind: Kind) -> None:
        feed = (await self.feeds(workspace))[kind]
        async with self.database.tx(workspace, OPERATOR) as tx:
            await feeds.ask_pull(tx, feed.id)
        await self.pull_on(workspace, feed)

    async def look(self, workspace: UUID, kind: Kind) -> int:
        feed = (await self.feeds(workspace))[kind]
        return await looking.look(self.reach, self.opener(workspace), workspace, feed.id)

    async def refresh(self, workspace: UUID, account: Account) -> int:
        opener = self.opener(workspace)
        return await refreshing.refresh(self.reach, opener, workspace, account.id)

    async def things(self, workspace: UUID, kind: Kind, **more: Any) -> Sequence[Shown]:
        async with self.database.tx(workspace, OPERATOR) as tx:
            return await showing.list_things(tx, kind, Wanted(**more), None, 10_000)

    async def value(self, workspace: UUID, kind: Kind, row: UUID) -> showing.Thing:
        async with self.database.tx(workspace, OPERATOR) as tx:
            return await showing.thing(tx, kind, row)


async def silent(message: str, done: int | None, total: int | None) -> None:
    """Nobody watches."""


def routes_to(address: str) -> list[Route]:
    """Every shop of the sandbox stands there, whatever it is called, and every supplier."""
    return [Route(host, address) for host in ("*.test", "*.myshopify.com", *SUPPLIERS)]


class Door:
    """The address for webhooks, which is there before the way to the shops is."""

    def __init__(self, database: Database, meter: Meter) -> None:
        self._database = database
        self._meter = meter
        self._door: HookDoor | None = None

    def open(self, reach: Reach) -> None:
        clock = SystemClock()
        intake = Intake(self._database, receiver_by(reach), clock, meter=self._meter)
        self._door = HookDoor(PlainTextResponse("", 404), clock, self._meter, intake)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._door is not None:
            await self._door(scope, receive, send)


@asynccontextmanager
async def street(
    database: Database,
    world: World = SMALL,
    shops: Sequence[tuple[str, str]] = (("woocommerce", "lamps"),),
    front: Callable[[ASGIApp], ASGIApp] = lambda app: app,
    clock: Clock | None = None,
) -> AsyncIterator[Street]:
    """Everything that is needed to connect a shop and to read it; `front` stands before it."""
    sandbox = new_sandbox(clock or SystemClock(), world=world, shops=shops)
    meter = Meter()
    async with (
        served(front(application(sandbox)), date_header=False) as address,
        wire(routes=routes_to(address)) as out,
        served(door := Door(database, meter)) as base,
    ):
        recorder = Recorder(database, meter)
        outbound = Outbound(database, out, meter, recorder, SystemClock())
        platforms = {each.CARD.name: each for each in wiring.CONNECTORS}
        reach = Reach(database, outbound, out, platforms, base)
        door.open(reach)
        await prepare(database, collect(wiring.jobs_of(out, reach, meter)))
        await enrol(database, [follower(reach)])
        yield Street(sandbox, address, reach, meter)
        await recorder.flush()
