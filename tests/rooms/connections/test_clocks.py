"""A shop whose clock is wrong: a store that is reached by http signs with the time."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hanse.base.clock import SystemClock
from hanse.engine import pace
from hanse.engine.tx import Database
from hanse.rooms.connections.model.accounts import Account, AccountState
from hanse.rooms.connections.service import accounts, connecting
from hanse.trade.ports_read import Ask, Kind, Reach, ReadPort
from tests.rooms.shops import OPERATOR, Street, street

NEAR_S = 3  # of what is written in whole seconds
REFUSED = 401


@dataclass
class Elsewhere:
    """This machine's clock, put ahead or back, until it is put right."""

    ahead_s: float
    jumped_s: float = 0.0
    under: SystemClock = field(default_factory=SystemClock)

    def now(self) -> datetime:
        return self.under.now() + timedelta(seconds=self.ahead_s)

    def monotonic(self) -> float:
        return self.under.monotonic() + self.jumped_s

    def put_right(self) -> None:
        """The sandbox's clock passes as this one does."""
        self.jumped_s -= self.ahead_s
        self.ahead_s = 0.0


@dataclass
class Front:
    """Stands before the store: notes how far what was signed is from its time, and what was
    answered."""

    clock: Elsewhere
    off_s: list[float] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    def before(self, app: ASGIApp) -> ASGIApp:
        async def call(scope: Scope, receive: Receive, send: Send) -> None:
            async def answer(message: Message) -> None:
                if message["type"] == "http.response.start":
                    self.statuses.append(message["status"])
                await send(message)

            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            query = parse_qs(scope["query_string"].decode())
            for stamp in query.get("oauth_timestamp", []):
                self.off_s.append(int(stamp) - self.clock.now().timestamp())
            await app(scope, receive, answer)

        return call


@asynccontextmanager
async def slow(database: Database, ahead_s: float) -> AsyncIterator[tuple[Street, Front]]:
    front = Front(Elsewhere(ahead_s))
    async with street(database, front=front.before, clock=front.clock) as shops:
        yield shops, front


async def products(shops: Street, workspace: UUID, account: Account) -> tuple[str, ...]:
    """Asked for in a process that may have heard nothing of the store yet."""
    opened = await shops.reach.open(workspace, account.id)
    port: ReadPort[Any] = next(e for e in opened.platform.READS if e.kind is Kind.products)
    ask = Ask(Reach.everything, rows_max=5)
    reply = await shops.reach.ask(opened, port.question(ask, account.shop))
    return port.page(ask, reply, account.shop).seen_ids


@pytest.mark.parametrize("ahead_s", [-7_200, 5_400, 0])
async def test_a_shop_whose_clock_is_wrong_is_connected_and_called_by_its_clock(
    database: Database, workspace: UUID, ahead_s: int
) -> None:
    async with slow(database, ahead_s) as (shops, front):
        account = await shops.connect(workspace)
        async with database.tx(workspace, OPERATOR) as tx:
            measured_s = await pace.skew_s(tx, account.id)
        assert measured_s == pytest.approx(ahead_s, abs=NEAR_S)
        assert len(front.off_s) > 3
        looked = len(front.off_s)
        assert len(await products(shops, workspace, account)) == 5
        await connecting.test(shops.reach, shops.opener(workspace), workspace, account.id)
        assert len(front.off_s) > looked + 3
        assert max(map(abs, front.off_s)) <= NEAR_S
        assert REFUSED not in front.statuses


async def test_a_clock_that_is_put_right_costs_one_refusal_and_no_connection(
    database: Database, workspace: UUID
) -> None:
    async with slow(database, -7_200) as (shops, front):
        account = await shops.connect(workspace)
        await products(shops, workspace, account)
        front.clock.put_right()
        for _ in range(3):
            assert len(await products(shops, workspace, account)) == 5
        assert front.statuses.count(REFUSED) == 1
        assert abs(front.off_s[-1]) <= NEAR_S
        async with database.tx(workspace, OPERATOR) as tx:
            assert (await accounts.account(tx, account.id)).state is AccountState.active
            assert await pace.skew_s(tx, account.id) == pytest.approx(0, abs=NEAR_S)


async def test_a_look_at_a_connected_shop_learns_that_its_clock_was_put_right(
    database: Database, workspace: UUID
) -> None:
    async with slow(database, -5_400) as (shops, front):
        account = await shops.connect(workspace)
        front.clock.put_right()
        found = await connecting.test(shops.reach, shops.opener(workspace), workspace, account.id)
        assert found.may_read
        async with database.tx(workspace, OPERATOR) as tx:
            assert await pace.skew_s(tx, account.id) == pytest.approx(0, abs=NEAR_S)
