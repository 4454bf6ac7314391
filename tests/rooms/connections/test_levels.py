"""An account of a higher level is asked faster, and looks keep to the pace as well."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hanse.engine.tx import Database
from hanse.rooms.connections.service import accounts, connecting, subscribing
from hanse.sandbox.world import World
from tests.rooms.shops import OPERATOR, Street, street

CJ = "cj"


@dataclass
class Counting:
    """Stands before the supplier and counts what it refuses for its pace."""

    app: ASGIApp
    refused: int = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def counted(message: Message) -> None:
            self.refused += message.get("status") == 429
            await send(message)

        await self.app(scope, receive, counted)


@dataclass
class Front:
    before: Counting | None = None

    def __call__(self, app: ASGIApp) -> ASGIApp:
        self.before = Counting(app)
        return self.before

    @property
    def refused(self) -> int:
        assert self.before is not None
        return self.before.refused


async def test_the_level_of_an_account_raises_the_pace_of_its_endpoints(
    database: Database, workspace: UUID
) -> None:
    front = Front()
    async with street(database, World(seed=7, products=1), front=front) as shops:
        theirs = shops.sandbox.cj.named("")
        theirs.level, shops.sandbox.cj.rules.per_ip = 4, 0
        account_id = await connected(shops, workspace)
        opened = await shops.reach.open(workspace, account_id)
        rates = shops.reach.line(opened).rates
        assert (rates["stock"].units, rates["stock"].at_once_max) == (6, 6)
        assert (rates["keys"].units, rates["refreshing"].units) == (1, 5)
        port = opened.platform.SUPPLY  # type: ignore[attr-defined]
        asked = port.balance_question(opened.shop)
        await asyncio.gather(*(shops.reach.ask(opened, asked) for _ in range(6)))
        assert front.refused == 0


async def test_connecting_and_looking_again_keep_to_one_call_a_second(
    database: Database, workspace: UUID
) -> None:
    front = Front()
    async with street(database, World(seed=7, products=1), front=front) as shops:
        account_id = await connected(shops, workspace)
        opened = await shops.reach.open(workspace, account_id)
        await subscribing.ensure(shops.reach, opened)
        await connecting.test(shops.reach, shops.opener(workspace), workspace, account_id)
        assert front.refused == 0
        async with database.tx(workspace, OPERATOR) as tx:
            account = await accounts.account(tx, account_id)
        assert (account.calls_a_second, account.fault) == (1, None)


async def connected(shops: Street, workspace: UUID) -> UUID:
    fields = {"api_key": shops.sandbox.cj.named("").api_key}
    looked = await connecting.look(shops.reach, CJ, fields)
    return (await connecting.connect(shops.opener(workspace), looked, "")).id
