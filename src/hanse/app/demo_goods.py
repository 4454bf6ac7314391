"""The goods of the demo: made of what the first shop lists, and known again at the second."""

import asyncio
import logging
from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from hanse.base.money import UnitCost
from hanse.engine.tx import Actor, Database, Tx
from hanse.rooms.billing.service import plans as billing
from hanse.rooms.catalog.model.goods import CostKind, CostRow
from hanse.rooms.catalog.service import costing, deciding, matching, offering, reading
from hanse.rooms.connections.service import accounts

log = logging.getLogger("hanse.app")

PLATFORM = "woocommerce"  # of the shop whose listings become products
PLAN = "premium"  # the others hold fewer products than the shops list
COSTED = 200
COST_SHARE = Decimal("0.55")  # of the list price
LOOK_AGAIN_S = 1.0
WITHIN_S = 600.0
ACCOUNTS_MAX = 200


async def make_goods(database: Database, workspace_id: UUID, person: Actor) -> None:
    """Once, as soon as the first shop was read and its listings wait for somebody to say so."""
    ends_at = database.clock.monotonic() + WITHIN_S
    while database.clock.monotonic() < ends_at:
        async with database.tx(workspace_id, person) as tx:
            if await step(tx):
                return
        await asyncio.sleep(LOOK_AGAIN_S)
    log.warning("demo.goods.missing")


async def step(tx: Tx) -> bool:
    """Do what can be done now; whether nothing is left to do."""
    shop = await first_shop(tx)
    if shop is None or not await matching.is_done(tx, shop):
        return False
    counts = await deciding.counts(tx)
    if counts.get((shop, "making"), (0, 0))[0]:
        return False
    if links := await offering.links_page(tx, shop, None, COSTED):
        await set_costs(tx, [each.variant_id for each in links])
        return True
    if counts.get((shop, "open"), (0, 0))[0]:
        await to_plan(tx)
        await deciding.make_all_new(tx, shop)
    return False


async def first_shop(tx: Tx) -> UUID | None:
    """The one of the demo itself, also where somebody has connected another one by now."""
    found = await accounts.list_accounts(tx, None, None, ACCOUNTS_MAX)
    ids = [each.id for each in found if each.platform == PLATFORM and each.is_connected]
    return min(ids, default=None)  # the oldest


async def to_plan(tx: Tx) -> None:
    if (await billing.account(tx)).standing.plan != PLAN:
        await billing.set_plan(tx, PLAN)


async def set_costs(tx: Tx, variant_ids: Sequence[UUID]) -> None:
    """What the supplier asks for, as a share of the list price; kept where it is there already."""
    known = await costing.costs(tx, variant_ids)
    rows = [
        CostRow(
            variant.id,
            CostKind.supplier,
            UnitCost(variant.price.currency, variant.price.amount * COST_SHARE),
            tx.now,
            "price list of the supplier",
        )
        for variant in (await reading.variants(tx, variant_ids)).values()
        if variant.price and variant.id not in known
    ]
    await costing.set_costs(tx, rows)
