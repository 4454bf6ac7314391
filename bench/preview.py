"""A price for every offer of a shop is proposed: compared with what the shop shows, turned into the
platform's own requests, looked at by the guard, and written down, part by part.

What it costs to agree to all of it is told too. Twice the changes: twice the time, and the same
memory. A small one: BENCH_CHANGES=10000.
"""

import asyncio
import os
import resource
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager
from decimal import Decimal
from uuid import UUID

from bench.ground import ground, print_figures, say
from bench.puller import reaching
from bench.shops import pulled, sandbox, told_of
from hanse.app import wiring
from hanse.app.running import collect_seldom
from hanse.base.money import Money
from hanse.changes.model.planned import Wish
from hanse.changes.model.policies import Approver
from hanse.changes.service import approving, carrying, proposing
from hanse.changes.service.gathering import gather
from hanse.engine.tx import Actor, ActorKind, Database, Tx
from hanse.rooms.mirror.service import showing
from hanse.rooms.mirror.service.showing import Wanted
from hanse.trade.ports_read import Kind
from hanse.trade.ports_write import Target

CHANGES = int(os.environ.get("BENCH_CHANGES", "100000"))
PAGE = 2_000
RISE = Decimal("1.03")
WORKSPACE = UUID(int=8)
SARI = Actor(ActorKind.person, UUID(int=71), "Sari", UUID(int=71))


async def main() -> None:
    collect_seldom()
    async with ground() as here, sandbox(CHANGES, "woocommerce") as shop:
        say(f"read: {await pulled(here, shop, 'products', WORKSPACE)}")
        async with reaching(told_of(here, shop)) as reach:
            hands = wiring.hands_of(reach)
            database = reach.database

            def open_tx() -> AbstractAsyncContextManager[Tx]:
                return database.tx(WORKSPACE, SARI)

            async with open_tx() as tx:
                made = proposing.set_of(tx, "New prices", "Costs have risen.", None, None)
            began = time.perf_counter()
            found = await gather(hands, open_tx, dearer(database), made)
            previewed_s = time.perf_counter() - began
            say(f"{found.count} proposed, {len(found.refused)} refused, state {found.state}")
            async with open_tx() as tx:
                preview = (await approving.one_set(tx, made.id)).preview
                owner = Approver(SARI.person_id or made.id, "owner")
                began = time.perf_counter()
                await approving.approve(hands, tx, made.id, preview, owner)
            await carrying.go_on(hands, open_tx, made.id)
            approved_s = time.perf_counter() - began
    print_figures(
        "preview",
        changes=found.count,
        preview_100k_s=previewed_s * 100_000 / found.count,
        approve_100k_s=approved_s * 100_000 / found.count,
        mb_max=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024,
    )


async def dearer(database: Database) -> AsyncIterator[Sequence[Wish]]:
    """A little more for everything that is sold as a product of its own."""
    before: UUID | None = None
    while True:
        async with database.tx(WORKSPACE, SARI) as tx:
            rows = await showing.list_things(tx, Kind.products, Wanted(), before, PAGE)
        yield [
            Wish(row.account_id, "offers.price", Target(row.remote_id), {"price": raised(price)})
            for row in rows
            if (price := row.label.amount) is not None
        ]
        if len(rows) < PAGE:
            return
        before = rows[-1].id


def raised(price: Money) -> Money:
    return Money(price.currency, int(price.minor * RISE) + 1)


if __name__ == "__main__":
    asyncio.run(main())
