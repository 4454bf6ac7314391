"""How many pieces each shop keeps back because it hears late, worked out anew every hour."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from types import MappingProxyType
from uuid import UUID

from hanse.base.money import Money
from hanse.engine.jobs.jobs import enqueue
from hanse.engine.manifest import Connector
from hanse.engine.tx import Database, Tx
from hanse.rooms.catalog.model.goods import CostKind
from hanse.rooms.catalog.service import bundling, costing, reading
from hanse.rooms.connections.service import accounts
from hanse.rooms.stock.model import safety as model
from hanse.rooms.stock.model.channels import Channel
from hanse.rooms.stock.model.safety import LATENCY_MS, USUAL, Costs, Pace
from hanse.rooms.stock.service import pushing, visible
from hanse.rooms.stock.service.alerts import SOLD_OVER, per_day
from hanse.rooms.stock.service.pushing import OpenTx
from hanse.rooms.stock.store import channels as channels_store
from hanse.rooms.stock.store import latencies
from hanse.rooms.stock.store import safety as store
from hanse.rooms.stock.store.safety import Kept

SAFETY_JOB = "stock.keep_back"
TOLD_OVER = timedelta(days=7)
KEPT_FOR = timedelta(days=90)
PAGE = 500
WORKSPACES_MAX = 1_000
FORGET_MAX = 10_000

Cards = Mapping[str, Connector]  # by platform
NO_CARDS: Cards = MappingProxyType({})


async def workspaces(database: Database, job: str, after: UUID) -> list[UUID]:
    async with database.system_tx(job) as tx:
        return list(await channels_store.on_everywhere(tx, after, WORKSPACES_MAX))


async def ask(database: Database, job: str, workspace_ids: Sequence[UUID]) -> None:
    async with database.system_tx(job) as tx:
        for workspace_id in workspace_ids:
            await enqueue(replace(tx, workspace_id=workspace_id), SAFETY_JOB, "", {})


async def work_out(open_tx: OpenTx, cards: Cards = NO_CARDS) -> int:
    """Of every shop that wants it; how many numbers are others now."""
    async with open_tx() as tx:
        account_ids = await store.accounts(tx)
        known = {each.id: each for each in await accounts.of_ids(tx, account_ids)}
    changed = 0
    for account_id in account_ids:
        card = cards.get(known[account_id].platform) if account_id in known else None
        after: UUID | None = None
        while True:
            async with open_tx() as tx:
                ids = await store.page(tx, account_id, after, PAGE)
                if not ids:
                    break
                changed += await work_out_page(tx, account_id, await with_parts(tx, ids), card)
                after = ids[-1]
    return changed


async def with_parts(tx: Tx, variant_ids: Sequence[UUID]) -> list[UUID]:
    """A bundle has no stock of its own: what is kept back for it is kept back of its parts, be they
    sold there by themselves or not."""
    parts = await bundling.parts_of(tx, variant_ids)
    inside = {each.component_id for group in parts.values() for each in group}
    return sorted((set(variant_ids) - parts.keys()) | inside)


async def work_out_page(
    tx: Tx, account_id: UUID, variant_ids: list[UUID], card: Connector | None
) -> int:
    channel = await visible.channel_of(tx, account_id)
    told, sold = tx.now - TOLD_OVER, tx.now - SOLD_OVER
    dear = model.dear(channel.oversell, card.oversell if card else None)
    costs = await costs_of(tx, dear, variant_ids)
    kept = []
    for each in await store.basis(tx, account_id, variant_ids, told, sold):
        late = LATENCY_MS if each.latency_ms is None else each.latency_ms
        pace = Pace(per_day(each.pieces), late)
        found = model.safety(pace, costs.get(each.variant_id, USUAL))
        kept.append(Kept(each.variant_id, found.pieces, pace.per_day, pace.latency_ms))
    moved = await store.put(tx, account_id, kept)
    if moved:
        await pushing.mark(tx, dict.fromkeys(moved, tx.now))
    return len(moved)


async def costs_of(tx: Tx, dear: Money | None, variant_ids: Sequence[UUID]) -> Mapping[UUID, Costs]:
    """Of those whose price and cost are known in the currency of what one sold too many costs; of
    the others what is usual stands."""
    if dear is None:
        return {}
    variants = await reading.variants(tx, variant_ids)
    found: dict[UUID, Costs] = {}
    for variant_id, kinds in (await costing.costs(tx, variant_ids)).items():
        price = variants[variant_id].price if variant_id in variants else None
        cost = kinds.get(CostKind.landed) or kinds.get(CostKind.supplier)
        if price and cost and price.currency == cost.currency == dear.currency:
            found[variant_id] = Costs(dear.amount, max(price.amount - cost.value, Decimal(0)))
    return found


async def said(
    tx: Tx, channel: Channel, variant_id: UUID, card: Connector | None
) -> tuple[str, Mapping[str, str]]:
    """The arithmetic of one, for whoever asks why; in words, and what they name."""
    kept = await store.of(tx, channel.account_id, variant_id)
    if kept is None:
        return "It was not worked out yet; that is done every hour.", {}
    penalty = card.oversell if card else None
    costs = await costs_of(tx, model.dear(channel.oversell, penalty), [variant_id])
    pace = Pace(kept.per_day, kept.latency_ms)
    found = model.safety(pace, costs.get(variant_id, USUAL))
    told = {
        "per_day": f"{kept.per_day.normalize():f}",
        "seconds": f"{kept.latency_ms / 1_000:.1f}",
        "expected": f"{found.expected:.4f}",
        "kept": str(found.pieces),
        "percent": f"{found.ratio * 100:.1f}",
    }
    return (
        f"{told['per_day']} a day are sold over all shops, and this shop knows of it "
        f"after {told['seconds']} s at the latest in 19 of 20 cases: {found} "
        f"{model.basis(channel.oversell, penalty, reckoned=variant_id in costs)}",
        told,
    )


async def forget(open_tx: OpenTx) -> None:
    """What is older than 90 days tells nobody anything."""
    count = FORGET_MAX
    while count == FORGET_MAX:
        async with open_tx() as tx:
            count = await latencies.forget(tx, tx.now - KEPT_FOR, FORGET_MAX)
    count = FORGET_MAX
    while count == FORGET_MAX:
        async with open_tx() as tx:
            count = await channels_store.forget_syncs(tx, tx.now - KEPT_FOR, FORGET_MAX)
