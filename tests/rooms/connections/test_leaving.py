"""A Shopify shop is let go: the app removes itself, or the person is told that it may be there."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hanse.base.faults import AuthLapsed
from hanse.engine.tx import Database
from hanse.rooms.connections.model.accounts import Account, AccountState
from hanse.rooms.connections.service import accounts, connecting, subscribing
from hanse.sandbox.shopify import tokens
from hanse.sandbox.shopify.mounted import Mounted
from tests.rooms.shops import OPERATOR, Street, street

DONE = {"appUninstall": {"app": {"id": "gid://shopify/App/7"}, "userErrors": []}}
LOOK = "Look in Mugs whether Hanse is still among its apps or keys; remove it there."


def refused(code: str) -> dict[str, Any]:
    problem = {"code": code, "field": None, "message": "Not now."}
    return {"appUninstall": {"app": None, "userErrors": [problem]}}


@dataclass
class Front:
    """Answers for the shop when the app wants to leave, as the platform's documents say."""

    answer: Response | None = None  # None: the line is cut
    broken: str = ""  # a query with this in it is not answered well
    queries: list[str] = field(default_factory=list)

    def before(self, app: ASGIApp) -> ASGIApp:
        async def call(scope: Scope, receive: Receive, send: Send) -> None:
            if not scope.get("path", "").endswith("/graphql.json"):
                await app(scope, receive, send)
                return
            message = await receive()
            while message["more_body"]:
                more = await receive()
                message = {**more, "body": message["body"] + more["body"]}
            query = json.loads(message["body"])["query"]
            self.queries.append(query)
            if "appUninstall" in query:
                if self.answer is None:
                    raise ConnectionAbortedError("the line is cut")
                await self.answer(scope, receive, send)
                return
            if self.broken and self.broken in query:
                await Response("<html>", 502)(scope, receive, send)
                return
            parts = iter([message])

            async def again() -> Message:
                return next(parts, None) or await receive()

            await app(scope, again, send)

        return call


@asynccontextmanager
async def connected(
    database: Database, workspace: UUID, answer: Response | None
) -> AsyncIterator[tuple[Street, Account, Front]]:
    front = Front(answer)
    async with street(database, shops=[("shopify", "mugs")], front=front.before) as mugs:
        account = await mugs.connect(workspace, "shopify")
        opened = await mugs.reach.open(workspace, account.id)
        await subscribing.ensure(mugs.reach, opened)
        front.queries.clear()
        yield mugs, account, front


async def let_go(mugs: Street, workspace: UUID, account: Account) -> Account:
    async with mugs.database.tx(workspace, OPERATOR) as tx:
        version = (await accounts.account(tx, account.id)).version
    return await accounts.disconnect(
        mugs.reach, mugs.opener(workspace), workspace, account.id, version
    )


def shop(mugs: Street) -> Mounted:
    found = mugs.shop("shopify")
    assert isinstance(found, Mounted)
    return found


def webhooks(mugs: Street) -> int:
    return len(shop(mugs).shop.subscriptions)


async def events(mugs: Street, workspace: UUID) -> list[str]:
    async with mugs.database.tx(workspace, OPERATOR) as tx:
        rows = await tx.fetch(
            "select name from events where workspace_id = $1 order by seq", workspace
        )
    return [row["name"] for row in rows]


async def test_the_app_removes_itself_after_its_webhooks(
    database: Database, workspace: UUID
) -> None:
    answer = JSONResponse({"data": DONE})
    async with connected(database, workspace, answer) as (mugs, account, front):
        gone = await let_go(mugs, workspace, account)
        assert (gone.state, gone.fault) == (AccountState.disconnected, None)
        assert webhooks(mugs) == 0
        assert [each for each in front.queries if "appUninstall" in each] == front.queries[-1:]
        told = await events(mugs, workspace)
        assert told[-2:] == ["connections.plumbing.done", "connections.account.disconnected"]


@pytest.mark.parametrize("code", ["APP_NOT_INSTALLED", "APP_NOT_FOUND"])
async def test_an_app_that_was_removed_before_leaves_nothing_to_say(
    database: Database, workspace: UUID, code: str
) -> None:
    answer = JSONResponse({"data": refused(code)})
    async with connected(database, workspace, answer) as (mugs, account, _):
        gone = await let_go(mugs, workspace, account)
        assert (gone.state, gone.fault) == (AccountState.disconnected, None)


@pytest.mark.parametrize(
    ("answer", "code", "sentence"),
    [
        (JSONResponse({"data": refused("APP_UNINSTALL_ERROR")}), "rejected", "Not now."),
        (None, "outcome_unknown", ""),
        (Response("<html>", 502), "outcome_unknown", ""),
    ],
    ids=["refused", "the answer is lost", "a page instead"],
)
async def test_whoever_may_still_be_there_is_looked_after_by_hand(
    database: Database, workspace: UUID, answer: Response | None, code: str, sentence: str
) -> None:
    """The keys are erased all the same."""
    async with connected(database, workspace, answer) as (mugs, account, front):
        gone = await let_go(mugs, workspace, account)
        assert gone.state is AccountState.disconnected
        assert gone.fault is not None
        assert (gone.fault.code, gone.fault.next_step) == (code, LOOK)
        assert sentence in gone.fault.sentence
        assert sum("appUninstall" in each for each in front.queries) == 1, "a write is sent once"
        async with database.tx(workspace, OPERATOR) as tx:
            held = await tx.fetchval(
                "select secrets from connections_accounts where id = $1", account.id
            )
        assert held is None


async def test_with_dead_keys_nobody_is_asked_and_that_is_said(
    database: Database, workspace: UUID
) -> None:
    async with connected(database, workspace, JSONResponse({"data": DONE})) as (
        mugs,
        account,
        front,
    ):
        async with database.tx(workspace, OPERATOR) as tx:
            await tx.execute(
                "update connections_accounts set state = 'lapsed' where id = $1", account.id
            )
        gone = await let_go(mugs, workspace, account)
        assert gone.state is AccountState.disconnected
        assert gone.fault is not None
        assert (gone.fault.code, gone.fault.next_step) == ("auth_lapsed", LOOK)
        assert front.queries == []


async def test_whoever_finds_the_keys_dead_says_so_too(database: Database, workspace: UUID) -> None:
    """Somebody removed the app, or its secret is another one now: we cannot tell."""
    async with connected(database, workspace, JSONResponse({"data": DONE})) as (
        mugs,
        account,
        front,
    ):
        found = shop(mugs)
        [app] = found.shop.keys.apps.values()
        tokens.uninstall(found.shop, app)
        gone = await let_go(mugs, workspace, account)
        assert gone.state is AccountState.disconnected
        assert gone.fault is not None
        assert (gone.fault.code, gone.fault.next_step) == ("auth_lapsed", LOOK)
        assert not any("appUninstall" in each for each in front.queries)


async def test_webhooks_that_could_not_be_taken_away_end_with_the_app(
    database: Database, workspace: UUID
) -> None:
    async with connected(database, workspace, JSONResponse({"data": DONE})) as (
        mugs,
        account,
        front,
    ):
        front.broken = "webhookSubscriptions("
        gone = await let_go(mugs, workspace, account)
        assert "appUninstall" in front.queries[-1]
        assert (gone.state, gone.fault) == (AccountState.disconnected, None)


async def test_a_shop_that_was_left_has_to_be_given_the_app_again(
    database: Database, workspace: UUID
) -> None:
    """Both sides: what the connector asks is what the shop understands."""
    async with street(database, shops=[("shopify", "mugs")]) as mugs:
        account = await mugs.connect(workspace, "shopify")
        opened = await mugs.reach.open(workspace, account.id)
        await subscribing.ensure(mugs.reach, opened)
        gone = await let_go(mugs, workspace, account)
        assert (gone.state, gone.fault) == (AccountState.disconnected, None)
        assert webhooks(mugs) == 0
        [app] = shop(mugs).shop.keys.apps.values()
        assert shop(mugs).ledger.count("shopify", "app.uninstall", app.client_id) == 1
        assert app.client_id not in shop(mugs).shop.keys.installed
        with pytest.raises(AuthLapsed):
            await connecting.look(mugs.reach, "shopify", mugs.fields("shopify"))
