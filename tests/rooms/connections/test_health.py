"""How a shop is, as the door tells it, against what the shop itself has served and refused."""

from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hanse.app.api.ground import Ground
from hanse.base.faults import Throttled, Unavailable
from hanse.engine.tx import Database
from hanse.rooms.connections.model.accounts import Account
from hanse.rooms.connections.service import hooking
from hanse.sandbox.shopify.mounted import Mounted
from hanse.sandbox.world import product
from hanse.trade.ports_read import Kind
from tests.api.conftest import opened
from tests.rooms.shops import OPERATOR, SMALL, Street, street

OUTCOMES = {200: "ok", 201: "ok", 429: "throttled", 503: "unavailable"}
OPEN_FOR = timedelta(seconds=15)
ASKED = "/wp-json/wc/v3/"


@dataclass
class Till:
    """What the shop has answered since it was opened, counted where it stands."""

    answers: list[tuple[str, int]] = field(default_factory=list)

    def front(self, app: ASGIApp) -> ASGIApp:
        async def count(scope: Scope, receive: Receive, send: Send) -> None:
            async def counted(message: Message) -> None:
                if message["type"] == "http.response.start":
                    self.answers.append((scope["path"], message["status"]))
                await send(message)

            await app(scope, receive, counted if scope["type"] == "http" else send)

        return count

    def outcomes(self) -> Counter[str]:
        return Counter(OUTCOMES[status] for _, status in self.answers)

    def families(self) -> set[str]:
        return {path.removeprefix(ASKED).split("/")[0] for path, _ in self.answers}


@asynccontextmanager
async def told(
    changed: Callable[..., Ground], shops: Street, workspace: UUID
) -> AsyncIterator[Callable[[str], Any]]:
    """Ask the program's own web door about this street."""
    held = {**changed().held, "reach": shops.reach}
    async with opened(changed(database=shops.database, held=held)) as door:

        async def ask(path: str) -> Any:
            await shops.reach.outbound.recorder.flush()
            async with door.ask("GET", path, f"viewer:{workspace}") as answer:
                assert answer.status == 200
                return await answer.json()

        yield ask


@pytest.fixture
def till() -> Till:
    return Till()


@pytest.fixture
async def shops(database: Database, till: Till) -> AsyncIterator[Street]:
    async with street(database, front=till.front) as opened:
        yield opened


async def goes_wrong(shops: Street, workspace: UUID) -> None:
    """One call too many for the products, and of orders nobody hears any more."""
    shops.sandbox.faults.set({"kind": "throttled", "calls": "/products", "count": 1})
    with suppress(Throttled):
        await shops.look(workspace, Kind.products)
    shops.sandbox.faults.set({"kind": "maintenance", "calls": "/orders"})
    for _ in range(2):  # three calls, and two more until it is left alone
        with suppress(Unavailable):
            await shops.look(workspace, Kind.orders)


async def tells_of_one(shops: Street, workspace: UUID, account: Account) -> datetime:
    """When the webhook of a change arrived."""
    shops.shop("woocommerce").counter.edit(product(SMALL, 4).sku, {"title": "Told"})
    await shops.heard(workspace, account, 1)
    async with shops.database.tx(workspace, OPERATOR) as tx:
        [hook] = await hooking.list_hooks(tx, account.id, None, 10, None)
    return hook.received_at


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


async def test_health_is_what_has_happened(
    changed: Callable[..., Ground], shops: Street, workspace: UUID, till: Till
) -> None:
    account = await shops.connect(workspace)
    till.answers.clear()  # of a first look nothing is kept
    began_at = shops.database.clock.now()
    await shops.pull(workspace, Kind.products, Kind.orders)
    await shops.listen(workspace, account)
    heard_at = await tells_of_one(shops, workspace, account)
    await goes_wrong(shops, workspace)
    ended_at = shops.database.clock.now()
    async with told(changed, shops, workspace) as ask:
        health = await ask(f"/api/connections/accounts/{account.id}/health")
        shown = await ask(f"/api/connections/accounts/{account.id}")

    assert at(health["hook_at"]) == at(shown["hook_at"]) == heard_at
    assert {each["outcome"]: each["calls"] for each in health["outcomes"]} == till.outcomes()
    assert till.outcomes()["throttled"] == 1
    assert till.outcomes()["unavailable"] == 5

    families = {each["family"]: each for each in health["families"]}
    assert set(families) <= till.families()
    assert {name: each["breaker"] for name, each in families.items()} == {
        "orders": "open",
        **{name: "closed" for name in families if name != "orders"},
    }
    since, next_try = at(families["orders"]["since"]), at(families["orders"]["next_try_at"])
    assert began_at < since < ended_at
    assert next_try - since == OPEN_FOR
    assert families["products"]["since"] is None
    assert at(families["products"]["blocked_until"]) > began_at
    # This platform counts nobody's calls, so nothing is said about what is left.
    counted = {(each["left"], each["size"], each["restored_per_s"]) for each in families.values()}
    assert counted == {(None, None, None)}

    assert began_at <= at(shown["read_at"]) <= ended_at
    assert shown["written_at"] is None
    assert shown["fault"]["code"] == "unavailable"
    assert began_at < at(shown["fault"]["at"]) <= ended_at


async def test_what_is_left_is_what_the_platform_says(
    changed: Callable[..., Ground], database: Database, workspace: UUID
) -> None:
    async with street(database, shops=[("shopify", "kopi")]) as shops:
        account = await shops.connect(workspace, "shopify")
        shop = shops.shop("shopify")
        assert isinstance(shop, Mounted)
        [bucket] = shop.shop.keys.buckets.values()
        bucket.level = 700.0  # another program of this app has asked for much
        await shops.pull(workspace, Kind.locations)
        seconds = shops.database.clock.monotonic()
        spent_to = bucket.level
        async with told(changed, shops, workspace) as ask:
            health = await ask(f"/api/connections/accounts/{account.id}/health")
        seconds = shops.database.clock.monotonic() - seconds
    [found] = [each for each in health["families"] if each["family"] == "graphql"]
    plan = shop.shop.plan
    assert (found["size"], found["restored_per_s"]) == (plan.bucket, plan.restore_per_s)
    assert spent_to < plan.bucket / 2  # full it would say nothing
    restored = plan.restore_per_s * (seconds + 3)
    assert spent_to - 1 <= found["left"] <= spent_to + restored
    assert (found["breaker"], found["blocked_until"]) == ("closed", None)
