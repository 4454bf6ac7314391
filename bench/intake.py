"""Orders of a shop read into the book: by pages, by single webhooks, and many of them.

One order a transaction, synchronous commit on. Of what is measured is left out only what the shop
itself takes: the mirror has its documents already, or gets them one by one as webhooks bring them.
With `--peer FOLDER` Medusa takes the same orders in, beside ours.
"""

import argparse
import asyncio
import resource
import time
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from bench import peer
from bench.ground import Ground, ground, print_figures, say
from hanse.app.wiring import CARDS
from hanse.base.money import Money, UnitCost
from hanse.engine.tx import Actor, ActorKind, Tx
from hanse.rooms.billing.service import plans as billing
from hanse.rooms.catalog.model.goods import OfferLink
from hanse.rooms.catalog.service import making, offering, reading
from hanse.rooms.catalog.service.making import NewGoods
from hanse.rooms.mirror.service import storing
from hanse.rooms.mirror.service.storing import Source
from hanse.rooms.orders.model.states import Means
from hanse.rooms.orders.service import intake
from hanse.rooms.orders.store import queue
from hanse.rooms.stock.model.opening import Basis
from hanse.rooms.stock.service import opening
from hanse.trade.orders import Order, OrderLine, OrderState
from hanse.trade.people import Address, Buyer
from hanse.trade.ports_read import Kind, Row

NOBODY = Actor(ActorKind.system, None, "bench")
GOODS, LINES, PAGE = 1_000, 3, 500
HOOKS = 300
NOW = datetime(2026, 11, 20, tzinfo=UTC)
WORKSPACE = """
    insert into identity_workspaces (workspace_id, id, name, state, made_at)
    values ($1, $1, 'Bench', 'active', $2)
"""
MEANS = CARDS["woocommerce"].ours


class Till:
    """A shop with goods that are counted, and as many orders as are wanted."""

    def __init__(self, here: Ground) -> None:
        self.database = here.database
        new = here.database.ids.new
        self.workspace, self.account, self.feed = new(), new(), new()

    def tx(self) -> AbstractAsyncContextManager[Tx]:
        return self.database.tx(self.workspace, NOBODY)

    async def open(self) -> None:
        async with self.tx() as tx:
            await tx.execute(WORKSPACE, self.workspace, tx.now)
            await billing.set_plan(tx, "premium")
            new = [NewGoods({"title": f"Thing {n}"}, [{"sku": f"T-{n}"}]) for n in range(GOODS)]
            made: list[UUID] = []
            for at in range(0, GOODS, 200):
                done = await making.make(tx, new[at : at + 200], "typed")
                made += done.product_ids
            variants = await reading.variants_of(tx, made)
            ids = [variants[each][0].id for each in made]
            links = [
                OfferLink(tx.ids.new(), self.account, made[n], ids[n], str(n), None)
                for n in range(GOODS)
            ]
            await offering.link(tx, links, "person")
        async with self.tx() as tx:
            counts = dict.fromkeys(ids, 10_000_000)
            await opening.open_counts(tx, counts, None, Basis.on_hand, "bench")

    async def shows(self, orders: Sequence[Order]) -> None:
        async with self.tx() as tx:
            source = Source(self.feed, self.account, Kind.orders, "hook", tx.now, by_name=True)
            rows = [Row(each.remote_id, {"id": each.remote_id}, each) for each in orders]
            await storing.store_rows(tx, source, rows)
            await queue.want(tx, self.account, [each.remote_id for each in orders])

    async def take(self) -> int:
        written, more = 0, True
        while more:
            one = await intake.take_page(self.tx, self.account, means)
            written, more = written + one.written, one.more
        return written


async def means(tx: Tx) -> Means:
    return MEANS


def order(n: int) -> Order:
    home = Address(
        *("Eve", f"Baker {n}", None, f"Main Street {n}", None, "Berlin", None, "10115", "DE"),
        "+49 30 123456",
    )
    lines = tuple(line(n, place) for place in range(LINES))
    return Order(
        remote_id=str(n),
        number=str(n),
        state=OrderState.to_fulfil,
        state_word="processing",
        currency="EUR",
        prices_include_tax=False,
        total=euro(3_000 * LINES),
        tax=euro(0),
        shipping=euro(0),
        discount=euro(0),
        lines=lines,
        fees=(),
        buyer=Buyer(None, f"buyer{n // 3}@example.com", "Eve", f"Baker {n}", None),
        billing=home,
        shipping_to=home,
        note=None,
        payment_method="card",
        payment_title="Card",
        transaction_id=None,
        created_via=None,
        refund_ids=(),
        coupons=(),
        own_key=None,
        placed_at=NOW + timedelta(days=30, seconds=n),
        paid_at=NOW,
        completed_at=None,
        modified_at=NOW,
    )


def line(n: int, place: int) -> OrderLine:
    good = (n * 7 + place * 131) % GOODS
    unit = UnitCost("EUR", Decimal(30))
    return OrderLine(
        *(f"{n}-{place}", str(good), None, f"T-{good}", f"Thing {good}", 1, unit),
        *(euro(3_000), euro(3_000), euro(0)),
    )


def euro(minor: int) -> Money:
    return Money("EUR", minor)


async def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.intake", description=__doc__)
    parser.add_argument("--orders", type=int, default=10_000)
    parser.add_argument("--peer", type=Path, help="a folder to install Medusa into, to compare")
    parser.add_argument("--peer-orders", type=int, default=500)
    asked = parser.parse_args()
    wanted = asked.orders
    async with ground() as here:
        till = Till(here)
        await till.open()
        taking = done = 0.0
        early_mb = 0.0
        for at in range(0, wanted, PAGE):
            await till.shows([order(n) for n in range(at, min(at + PAGE, wanted))])
            started = time.perf_counter()
            done += await till.take()
            taking += time.perf_counter() - started
            if at == PAGE * 4:
                early_mb = memory_mb()
        say(f"{done:,.0f} orders of {LINES} lines by pages: {done / taking:,.0f} a second")
        started = time.perf_counter()
        for n in range(HOOKS):
            await till.shows([order(10_000_000 + n)])
            await till.take()
        hooks = HOOKS / (time.perf_counter() - started)
        say(f"by single webhooks: {hooks:,.0f} a second")
        say(f"memory: {early_mb:.0f} MB early, {memory_mb():.0f} MB at the end")
        figures = {
            "orders_per_s": done / taking,
            "hook_orders_per_s": hooks,
            "worker_mb_max": memory_mb(),
        }
        if asked.peer:  # on the same server, after ours
            theirs = await peer.per_s(here, asked.peer, asked.peer_orders)
            figures |= {"peer_per_s": theirs, "peer_ratio": done / taking / theirs}
    print_figures("intake", **figures)


def memory_mb() -> float:
    """The most that this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    asyncio.run(main())
