"""A buyer wants lamps and a rug: nothing is here, and everything is bought at a supplier."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from hanse.changes.service.hands import Hands
from hanse.engine.log import events as log
from hanse.engine.log.followers import advance, enrol
from hanse.rooms.orders.jobs.intake import follower
from hanse.rooms.orders.model.exceptions import Answer
from hanse.rooms.orders.service import acting, showing
from hanse.rooms.purchasing.model.states import Move, State
from hanse.rooms.purchasing.service import facts
from hanse.rooms.purchasing.store import purchases as store
from hanse.trade.orders import Order
from tests.api import shops
from tests.rooms.orders.some import some_line, some_order
from tests.rooms.orders.till import Till
from tests.rooms.purchasing.bought import OFFER, SUPPLIER

PURCHASES = """
    select id, number, state, held, sold_minor, findings, version,
        (select coalesce(jsonb_agg(jsonb_build_array(quantity, unwanted) order by line.id), '[]')
         from purchasing_order_lines as line where line.purchase_id = purchase.id) as lines
    from purchasing_orders as purchase where workspace_id = $1 order by id
"""
STAND = """
    update purchasing_orders set state = $2, currency = 'USD', total_minor = 1000, due_at = made_at,
        quoted_at = made_at, sent_at = case when $2 = 'sent' then made_at end,
        version = version + 1
    where workspace_id = $1
"""
TROUBLE = """
    select facts, state, answer from orders_exceptions where workspace_id = $1 and kind = 'supplier'
"""


@dataclass
class Scene:
    """A buyer wants three lamps and a rug, of which nothing is here and everything is bought at
    Factory."""

    till: Till
    hands: Hands
    supplier_account: UUID
    order: Order
    goods: Mapping[str, UUID]

    async def shows(self, order: Order) -> None:
        self.order = order
        await self.till.shows(order)
        await self.till.take()

    async def follow(self) -> None:
        while await advance(self.till.database, follower()):
            pass
        await self.till.take()

    async def purchases(self) -> list[dict[str, Any]]:
        async with self.till.tx() as tx:
            rows = await tx.fetch(PURCHASES, tx.workspace_id)
        return [{**row, "lines": json.loads(row["lines"])} for row in rows]

    async def one(self) -> dict[str, Any]:
        [found] = await self.purchases()
        return found

    async def stand_all(self, state: State) -> None:
        async with self.till.tx() as tx:
            await tx.execute(STAND, tx.workspace_id, state.value)

    async def stand(self, state: State) -> UUID:
        await self.stand_all(state)
        purchase_id: UUID = (await self.one())["id"]
        return purchase_id

    async def trouble(self) -> tuple[dict[str, Any], str, str] | None:
        async with self.till.tx() as tx:
            row = await tx.fetchrow(TROUBLE, tx.workspace_id)
        return (json.loads(row["facts"]), row["state"], row["answer"]) if row else None

    async def answer(self, said: Answer) -> None:
        async with self.till.tx() as tx:
            [found] = await showing.list_troubles(tx, "open", None, None, None, 10)
            await acting.answer(self.hands, tx, [found.id], said)

    async def happens(self, move: Move, event: type[facts.Of], *more: object) -> None:
        """What the supplier tells, as its follower notes it."""
        purchase = await self.one()
        async with self.till.tx() as tx:
            assert await store.move(tx, [purchase["id"]], move)
            found = (await store.ones(tx, [purchase["id"]]))[purchase["id"]]
            about = found.id, found.order_id, found.number
            await log.append(tx, event(*about, *more))
        await self.follow()

    async def bought(self) -> list[int]:
        async with self.till.tx() as tx:
            rows = await tx.fetch(
                "select bought from orders_lines where workspace_id = $1 order by remote_id",
                tx.workspace_id,
            )
        return [row["bought"] for row in rows]

    async def timeline(self) -> list[str]:
        purchase = await self.one()
        async with self.till.tx() as tx:
            order_id = (await store.ones(tx, [purchase["id"]]))[purchase["id"]].order_id
            found = await showing.timeline(tx, order_id)
        return [each.sentence for each in found if each.event.name.startswith("orders.supplied.")]


def lamps(count: int) -> Any:
    return some_line("1", "77", count)


def now_of(order: Order, *lines: Any) -> Order:
    """The same order with other lines, and the sums of these."""
    return some_order(
        remote_id=order.remote_id,
        number=order.number,
        lines=lines,
        placed_at=order.placed_at,
        paid_at=order.paid_at,
    )


RUG = some_line("2", "78", 1, "R-1", "Rug")


def paid(*lines: Any) -> Order:
    at = datetime.now(UTC)
    return some_order(lines=lines, placed_at=at, paid_at=at)


async def opened(till: Till, hands: Hands) -> Scene:
    await enrol(till.database, [follower()])
    goods = {each: await till.stocked(0, each) for each in ("77", "78")}
    async with till.tx() as tx:
        account = await shops.account(tx, "Factory")
        mine = tx.ids.new()
        await tx.execute(SUPPLIER, tx.workspace_id, mine, account, tx.now, "CN")
        for product, variant in goods.items():
            await tx.execute(
                OFFER, tx.workspace_id, tx.ids.new(), mine, variant, f"P{product}", "V", 300
            )
    found = Scene(till, hands, account, paid(lamps(3), RUG), goods)
    await found.shows(found.order)
    await found.follow()
    assert (await found.one())["state"] == "waiting"
    assert await found.bought() == [3, 1]
    return found
