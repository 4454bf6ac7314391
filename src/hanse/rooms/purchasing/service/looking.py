"""Suppliers whose look-ups are counted are looked at where that prevents most loss: a day is
planned, what is due is looked up, and no more is spent than the day has."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from hanse.base.faults import Fault, Gone, Rejected
from hanse.base.money import Money
from hanse.engine.jobs.jobs import enqueue_many
from hanse.engine.tx import Tx
from hanse.rooms.catalog.service import offering
from hanse.rooms.pricing.model.rates import Board
from hanse.rooms.pricing.service import offers as shown_offers
from hanse.rooms.pricing.service import rates
from hanse.rooms.purchasing.model import looks as model
from hanse.rooms.purchasing.model.looks import Grant, Known, Look
from hanse.rooms.purchasing.service import quoting, supplier_places
from hanse.rooms.purchasing.service.ports import Opened, Suppliers
from hanse.rooms.purchasing.store import looks as store
from hanse.rooms.purchasing.store import offers as offers_store
from hanse.rooms.purchasing.store.looks import Offered
from hanse.rooms.stock.service import selling
from hanse.trade.ports_read import Kind
from hanse.trade.supply import Supply

PLAN_JOB = "purchasing.plan_looks"
LOOK_JOB = "purchasing.look"
PAGE = 20  # who is killed loses so many at most
OFFERS_PAGE = 2_000
LOOK_FOR_S = 280.0  # then the next job goes on
TOMORROW_BEFORE = timedelta(hours=3)  # so long before the day ends the next one is planned
KEEP_DAYS = 30
ACCOUNTS_MAX = 1_000
CALLS_USUAL = 1.0  # a second, where a card knows no limit

OpenTx = Callable[[], AbstractAsyncContextManager[Tx]]


@dataclass(frozen=True, slots=True)
class Allowed:
    """What an account may spend on looking in a day, and when a day begins."""

    budget: int
    utc_hour: int
    cost: int
    calls_per_s: float

    def grant(self, day: date, spent: int, now: datetime) -> Grant:
        until = model.begin_of(day + timedelta(days=1), self.utc_hour, now)
        return Grant(max(self.budget - spent, 0), until, self.calls_per_s, self.cost)


def allowed(suppliers: Suppliers, opened: Opened) -> Allowed | None:
    """None where nobody counts."""
    card = suppliers.card(opened.platform_name)
    if card.budget is None:
        return None
    read = next(each for each in card.reads if each.kind == Kind.supplied.value)
    rate = next(each for each in card.rates if each.family == read.family)
    pace = rate.units / rate.cost / rate.window_s if rate.units and rate.window_s else CALLS_USUAL
    budget = int(card.budget.per_day * model.FOR_LOOKS)
    return Allowed(budget, card.budget.utc_hour, max(suppliers.look_points(opened), 1), pace)


async def plan_anew(
    suppliers: Suppliers, open_tx: OpenTx, workspace_id: UUID, account_id: UUID
) -> None:
    """Today, as far as it is not over, and tomorrow."""
    may = allowed(suppliers, await suppliers.open(workspace_id, account_id))
    if may is None:
        return
    async with open_tx() as tx:
        today = model.day_of(tx.now, may.utc_hour)
    for day in (today, today + timedelta(days=1)):
        await plan(open_tx, account_id, may, day)


async def plan(open_tx: OpenTx, account_id: UUID, may: Allowed, day: date) -> None:
    known, currency = await known_of(open_tx, account_id)
    async with open_tx() as tx:
        _, spent = (await store.standing(tx, account_id, day)).get(day, (tx.now, 0))
        grant = may.grant(day, spent, tx.now)
        since = max(tx.now, model.begin_of(day, may.utc_hour, tx.now))
    # A second of reckoning, in which others are served.
    made = await asyncio.to_thread(model.day_plan, known, grant, since, currency)
    async with open_tx() as tx:
        await store.put(tx, account_id, day, may.budget, made)


async def known_of(open_tx: OpenTx, account_id: UUID) -> tuple[Sequence[Known], str]:
    """Everything that the account's suppliers offer, in the currency of the first of it."""
    known: list[Known] = []
    currency, after = "", UUID(int=0)
    while True:
        async with open_tx() as tx:
            page = await store.offered(tx, account_id, after, OFFERS_PAGE)
            if page:
                currency = currency or page[0].currency
                known += await weighed(tx, page, currency)
        if len(page) < OFFERS_PAGE:
            return known, currency
        after = page[-1].id


async def weighed(tx: Tx, page: Sequence[Offered], currency: str) -> Sequence[Known]:
    ids = sorted({each.variant_id for each in page})
    sold = await selling.sold(tx, ids, model.SOLD_DAYS)
    board = await rates.rates(tx, tx.now.date())
    prices = await lowest_prices(tx, ids, board, currency)
    found: list[Known] = []
    for each in page:
        cost = None
        if each.cost_minor is not None:
            cost = board.minor(Money(each.currency, each.cost_minor), currency)
        price, sales = prices.get(each.variant_id), sold.get(each.variant_id)
        margin = price - cost if price is not None and cost is not None else None
        found.append(
            Known(
                *(each.variant_id, each.product_id, cost, margin, each.stock, each.read_at),
                sold=sales.mean if sales else 0.0,
                sold_spread=sales.spread if sales else 0.0,
            )
        )
    return found


async def lowest_prices(
    tx: Tx, variant_ids: Sequence[UUID], board: Board, currency: str
) -> Mapping[UUID, int]:
    """Of what shops show of a variant the lowest, where there is a rate for it."""
    links = await offering.links_of_variants(tx, variant_ids)
    prices = await shown_offers.prices(tx, links)
    found: dict[UUID, int] = {}
    for link in links:
        price = prices.get(link.id)
        minor = board.minor(price, currency) if price else None
        if minor is not None:
            found[link.variant_id] = min(minor, found.get(link.variant_id, minor))
    return found


async def look(suppliers: Suppliers, open_tx: OpenTx, workspace_id: UUID, account_id: UUID) -> int:
    """What is due is looked up; how many products were. A day is planned as it begins, and the
    next one before it ends."""
    opened = await suppliers.open(workspace_id, account_id)
    may = allowed(suppliers, opened)
    if may is None:
        return 0
    await plan_due(open_tx, account_id, may)
    loop = asyncio.get_running_loop()
    ends, done = loop.time() + LOOK_FOR_S, 0
    while loop.time() < ends:
        async with open_tx() as tx:
            day = model.day_of(tx.now, may.utc_hour)
            taken = await store.take(tx, account_id, day, PAGE)
        if not taken:
            break
        read, left, answers = await read_all(suppliers, opened, taken)
        async with open_tx() as tx:
            await tell(tx, account_id, read)
            if left:
                await store.put_back(tx, account_id, day, left)
        done += len(read)
        if not answers:
            break  # what is left comes with the next job
    return done


async def plan_due(open_tx: OpenTx, account_id: UUID, may: Allowed) -> None:
    async with open_tx() as tx:
        today = model.day_of(tx.now, may.utc_hour)
        tomorrow = today + timedelta(days=1)
        planned = await store.standing(tx, account_id, today)
        begun, ends = (model.begin_of(day, may.utc_hour, tx.now) for day in (today, tomorrow))
        soon = ends - tx.now <= TOMORROW_BEFORE
        await store.forget(tx, account_id, today, today - timedelta(days=KEEP_DAYS))
    # What was planned the evening before knows less than is known now.
    if today not in planned or planned[today][0] < begun:
        await plan(open_tx, account_id, may, today)
    if soon and tomorrow not in planned:
        await plan(open_tx, account_id, may, tomorrow)


async def read_all(
    suppliers: Suppliers, opened: Opened, taken: Sequence[Look]
) -> tuple[Mapping[str, Supply | None], Sequence[Look], bool]:
    """What was read, None where it is not there; those that were not asked for; and whether the
    supplier answers. The one that it did not answer stays counted: nobody knows."""
    read: dict[str, Supply | None] = {}
    for place, each in enumerate(taken):
        try:
            read[each.product_id] = await product(suppliers, opened, each.product_id)
        except (Gone, Rejected):
            continue  # it says something about this product alone
        except Fault:
            return read, taken[place + 1 :], False
    return read, (), True


async def product(suppliers: Suppliers, opened: Opened, product_id: str) -> Supply | None:
    """With what lies of it, which some tell in a call of its own."""
    found = (await suppliers.supplies(opened, [product_id])).get(product_id)
    if found is None or all(each.stock for each in found.variants):
        return found
    told = await suppliers.stocks(opened, product_id)
    stock = {each.variant_id: each.stock for each in told}
    variants = [
        each if each.stock else replace(each, stock=stock.get(each.variant_id, ()))
        for each in found.variants
    ]
    return replace(found, variants=tuple(variants))


async def tell(tx: Tx, account_id: UUID, read: Mapping[str, Supply | None]) -> None:
    """What is not there any more, or not on sale, is sold out."""
    there = [each for each in read.values() if each is not None]
    await offers_store.told(tx, account_id, [one for each in there for one in quoting.told(each)])
    gone = [name for name, each in read.items() if each is None or each.on_sale is False]
    await store.gone(tx, account_id, gone)
    await supplier_places.told(tx, await store.lying(tx, account_id, sorted(read)))


async def everywhere(tx: Tx, rows_max: int) -> Sequence[tuple[UUID, UUID]]:
    """Workspaces and accounts of suppliers, in the system's transaction."""
    return await store.everywhere(tx, rows_max)


async def ask_plans(tx: Tx) -> int:
    """Every connected supplier is planned anew; of how many that was asked. One whose look-ups
    nobody counts has no plan."""
    ids = await store.accounts(tx, ACCOUNTS_MAX)
    await enqueue_many(tx, PLAN_JOB, [(str(one), {"account": one}) for one in ids])
    return len(ids)
