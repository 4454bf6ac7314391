"""A shop that sells: what the mirror shows of its orders, and how the book stands then."""

import json
from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec

from hanse.app.wiring import CARDS
from hanse.engine import vault
from hanse.engine.tx import Database, Tx
from hanse.rooms.mirror.service import packing, storing
from hanse.rooms.mirror.service.storing import Source
from hanse.rooms.orders.service import intake, sealing
from hanse.rooms.orders.service.intake import Taken
from hanse.rooms.orders.store import queue
from hanse.rooms.pricing.model.places import TaxRate
from hanse.rooms.pricing.service import taxes
from hanse.rooms.stock.service import places
from hanse.trade.orders import Order, Refund
from hanse.trade.ports_read import Kind, Row
from tests.rooms.catalog.listed import ACCOUNT, FEED, TESTER
from tests.rooms.catalog.some import made, sold_at

COUNTED = """
    insert into stock_items (workspace_id, variant_id, state, opened_at, opened_how)
    values ($1, $2, 'counted', $3, 'a test')
"""
LEVEL = """
    insert into stock_levels (workspace_id, variant_id, place_id, on_hand, moved_at)
    values ($1, $2, $3, $4, $5)
"""
BOOK = """
    select remote_id, number, shop_state, state, payment, total_minor, refunded_minor,
        remainder_minor, country, region, coupons, tags, checksum,
        (select jsonb_agg(jsonb_build_array(remote_id, quantity, refunded, shipped, removed, held,
            short, sold, variant_id) order by remote_id)
         from orders_lines where orders_lines.order_id = orders_orders.id) as lines
    from orders_orders where workspace_id = $1 and account_id = $2 order by remote_id
"""


RATE = TaxRate("DE", "standard", Decimal(20), date(2020, 1, 1), None, True, "a test")


@dataclass
class Till:
    database: Database
    workspace: UUID
    account_id: UUID
    feeds: Mapping[Kind, UUID]

    @classmethod
    async def open(cls, database: Database, workspace: UUID, name: str = "first") -> "Till":
        new = database.ids.new
        feeds = {Kind.orders: new(), Kind.refunds: new()}
        till = cls(database, workspace, new(), feeds)
        async with till.tx() as tx:
            await tx.execute(ACCOUNT, workspace, till.account_id, name, tx.now)
            await tx.execute(FEED, workspace, new(), till.account_id, tx.now, tx.now)
            await taxes.set_tax(tx, RATE)
        return till

    def tx(self) -> AbstractAsyncContextManager[Tx]:
        return self.database.tx(self.workspace, TESTER)

    async def shows(self, *orders: Order) -> None:
        await self._kept(Kind.orders, orders)
        await self.want(*(each.remote_id for each in orders))

    async def deletes(self, order: Order) -> None:
        """The shop does not show it any more."""
        async with self.tx() as tx:
            kind = Kind.orders
            source = Source(self.feeds[kind], self.account_id, kind, "hook", tx.now, by_name=True)
            await storing.remove(tx, source, [order.remote_id])
        await self.want(order.remote_id)
        await self.take()

    async def refunds(self, *refunds: Refund) -> None:
        await self._kept(Kind.refunds, refunds)
        await self.want(*(each.order_id for each in refunds))

    async def _kept(self, kind: Kind, values: Sequence[Any]) -> None:
        async with self.tx() as tx:
            source = Source(self.feeds[kind], self.account_id, kind, "hook", tx.now, by_name=True)
            rows = [Row(each.remote_id, received(each), each) for each in values]
            await storing.store_rows(tx, source, rows)

    async def want(self, *remote_ids: str) -> None:
        async with self.tx() as tx:
            await queue.want(tx, self.account_id, remote_ids)

    async def take(self) -> Taken:
        taken, more = Taken(), True
        while more:
            one = await intake.take(self.tx, CARDS, self.account_id)
            more = one.asked > 0
            taken = Taken(
                *(taken.asked + one.asked, taken.written + one.written),
                *(taken.same + one.same, taken.unreadable + one.unreadable),
            )
        return taken

    async def book(self) -> Sequence[Mapping[str, Any]]:
        async with self.tx() as tx:
            rows = await tx.fetch(BOOK, self.workspace, self.account_id)
        return [{**row, "lines": json.loads(row["lines"])} for row in rows]

    async def open_troubles(self) -> Sequence[str]:
        async with self.tx() as tx:
            rows = await tx.fetch(
                "select kind from orders_exceptions where workspace_id = $1 and state = 'open'"
                " order by kind",
                self.workspace,
            )
        return [row["kind"] for row in rows]

    async def events(self) -> Sequence[str]:
        async with self.tx() as tx:
            rows = await tx.fetch(
                "select name from events where workspace_id = $1 and name like 'orders.%'"
                " order by xact, seq",
                self.workspace,
            )
        return [row["name"] for row in rows]

    async def stocked(self, count: int, remote_id: str = "77", hours: int = 0) -> UUID:
        """A variant that is sold here, of which so many lie there, counted since the shop began."""
        async with self.tx() as tx:
            product_id = await made(tx, "Lamp", f"S-{remote_id}")
            link = await sold_at(tx, self.account_id, product_id, remote_id)
            place = await places.first_own(tx)
            since = tx.now - timedelta(days=3650) + timedelta(hours=hours)
            await tx.execute(COUNTED, self.workspace, link.variant_id, since)
            await tx.execute(LEVEL, self.workspace, link.variant_id, place.id, count, tx.now)
        return link.variant_id

    async def persons(self, tx: Tx) -> str:
        """All that is sealed, opened."""
        rows = await tx.fetch("select id, personal from orders_orders")
        sealed = {row["id"]: row["personal"] for row in rows}
        opened = await vault.take_all(tx, sealing.PERSONAL, sealed, "a test")
        rows = await tx.fetch("select id, personal from orders_customers")
        sealed = {row["id"]: row["personal"] for row in rows}
        opened |= await vault.take_all(tx, sealing.CUSTOMER, sealed, "a test")
        return "".join(each.decode() for each in opened.values())

    async def mirrored(self, tx: Tx) -> str:
        """All that the mirror keeps of persons, opened: what was received, and what was read."""
        rows = await tx.fetch(
            "select id, kind, value, document, mirror_rows::text as told from mirror_rows"
        )
        found = ""
        for row in rows:
            at = (Kind(row["kind"]), row["id"], row["value"], row["document"])
            value, document = await packing.opened(tx, *at, "a test")
            found += f"{row['told']}{value!r}{msgspec.json.encode(value).decode()}{document}"
        return found

    async def level(self, variant_id: UUID) -> tuple[int, int]:
        """On hand and reserved."""
        async with self.tx() as tx:
            row = await tx.fetchrow(
                "select on_hand, reserved from stock_levels"
                " where workspace_id = $1 and variant_id = $2",
                *(self.workspace, variant_id),
            )
        assert row is not None
        return row["on_hand"], row["reserved"]


def received(value: Any) -> Mapping[str, Any]:
    """The document of a shop that says all of this, and what a plug-in keeps beside it."""
    told: dict[str, Any] = msgspec.to_builtins(value)
    note = told.get("note")
    return {"id": told["remote_id"], "told": told, "meta_data": [{"key": "gift", "value": note}]}


def with_word(order: Order, state: Any, word: str, **more: Any) -> Order:
    return replace(order, state=state, state_word=word, **more)
