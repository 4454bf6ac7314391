"""Suppliers are asked what an order will cost, before anything is ordered."""

import asyncio
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from hanse.base.faults import Fault, Rejected
from hanse.base.money import Money
from hanse.engine.jobs.jobs import enqueue
from hanse.engine.log import events as log
from hanse.engine.manifest import Sureness, Wish
from hanse.engine.tx import Tx
from hanse.rooms.pricing.service import rates
from hanse.rooms.purchasing.model import quoting as model
from hanse.rooms.purchasing.model import wishes as wishing
from hanse.rooms.purchasing.model.purchases import Whole
from hanse.rooms.purchasing.model.quoting import Code, Exchange, Quote, Said
from hanse.rooms.purchasing.model.states import Move, State
from hanse.rooms.purchasing.model.vouchers import Buying
from hanse.rooms.purchasing.model.wishes import Wanted
from hanse.rooms.purchasing.service import facts, saving
from hanse.rooms.purchasing.service.ports import Opened, Suppliers
from hanse.rooms.purchasing.store import offers as offers_store
from hanse.rooms.purchasing.store import purchases as store
from hanse.rooms.purchasing.store import terms as terms_store
from hanse.rooms.purchasing.store.offers import Told
from hanse.rooms.purchasing.store.terms import Terms
from hanse.trade.supply import Freight, FreightAsk, Supply

PLACE_JOB = "purchasing.place"
PAGE = 50
AT_ONCE = 8
KNOWN_FOR_S = 60.0  # what was read a moment ago is not read again for the next order
WAYS_MAX = 500
AGAIN_AFTER = timedelta(minutes=5)

OpenTx = Callable[[], AbstractAsyncContextManager[Tx]]


@dataclass(slots=True)
class Desk:
    """What one run has read of one supplier. A new one is made for each run."""

    suppliers: Suppliers
    opened: Opened
    supplies: dict[str, tuple[float, Supply | None]] = field(default_factory=dict)
    ways: dict[FreightAsk, Sequence[Freight]] = field(default_factory=dict)


async def quote(suppliers: Suppliers, open_tx: OpenTx, workspace_id: UUID, account_id: UUID) -> int:
    """Of one supplier, until nothing waits; how many were quoted. An order that cannot be quoted
    now does not keep the others."""
    desk = Desk(suppliers, await suppliers.open(workspace_id, account_id))
    done, failed = 0, list[UUID]()
    while True:
        async with open_tx() as tx:
            ids = await store.waiting(tx, account_id, tx.now, PAGE, failed)
            wholes = await store.wholes(tx, ids)
            terms = await terms_store.of_account(tx, account_id)
        if not wholes:
            return done
        read = await read_goods(desk, wholes)
        async with open_tx() as tx:
            await offers_store.told(tx, account_id, [one for each in read for one in told(each)])
        for at in range(0, len(wholes), AT_ONCE):
            part = wholes[at : at + AT_ONCE]
            ways = await asyncio.gather(*(ways_of(desk, each) for each in part))
            async with open_tx() as tx:
                saved = await discounts(tx, desk, part, terms)
                for whole, way in zip(part, ways, strict=True):
                    if isinstance(way, Fault):
                        failed.append(whole.purchase.id)
                        await store.put_off(tx, [whole.purchase.id], tx.now + AGAIN_AFTER)
                        continue
                    off = saved.get(whole.purchase.id, 0)
                    await written(tx, desk, whole, way, terms, off)
                    done += 1


async def read_goods(desk: Desk, wholes: Sequence[Whole]) -> Sequence[Supply]:
    """The products of all, each asked for once; those that were."""
    now = asyncio.get_running_loop().time()
    wanted = {line.product_remote_id for each in wholes for line in each.lines}
    missing = sorted(
        each
        for each in wanted
        if each and (each not in desk.supplies or now - desk.supplies[each][0] > KNOWN_FOR_S)
    )
    found = await desk.suppliers.supplies(desk.opened, missing) if missing else {}
    desk.supplies |= {each: (now, found.get(each)) for each in missing}
    return list(found.values())


def told(supply: Supply) -> Iterable[Told]:
    """What of it stands beside our offers."""
    for each in supply.variants:
        stock = [one for one in each.stock if one.quantity is not None]
        yield (
            *(supply.remote_id, each.variant_id, each.key),
            each.price.minor if each.price else None,
            json.dumps([[step.quantity, step.price.minor] for step in each.breaks]),
            sum(one.quantity or 0 for one in stock) if stock else None,
            sum(one.sure or 0 for one in stock) if stock and stock[0].sure is not None else None,
        )


def supplies_of(desk: Desk, whole: Whole) -> Sequence[Supply]:
    ids = {each.product_remote_id for each in whole.lines}
    return [known for each in sorted(ids) if (known := desk.supplies.get(each, (0.0, None))[1])]


async def ways_of(desk: Desk, whole: Whole) -> Sequence[Freight] | Fault:
    """How its goods could travel; none where they are not there any more."""
    purchase = whole.purchase
    items = model.items_of(whole.lines, model.variants(supplies_of(desk, whole)))
    if len(items) < len(whole.lines):
        return ()
    ask = FreightAsk(
        *(items, purchase.from_country, purchase.country, purchase.postcode, purchase.region)
    )
    if ask not in desk.ways:
        try:
            found = await desk.suppliers.freights(desk.opened, ask)
        except Rejected:
            found = ()
        except Fault as fault:
            return fault
        if len(desk.ways) >= WAYS_MAX:
            desk.ways.clear()
        desk.ways[ask] = found
    return desk.ways[ask]


async def discounts(
    tx: Tx, desk: Desk, wholes: Sequence[Whole], terms: Mapping[UUID, Terms]
) -> Mapping[UUID, int]:
    """What vouchers take off, over all of these orders at once; none where none can be given, or
    somebody wants none."""
    card = desk.suppliers.card(desk.opened.platform_name).supplies
    if card is None or card.sureness(Wish.voucher) is Sureness.none:
        return {}
    by_supplier: dict[UUID, list[Buying]] = {}
    for each in wholes:
        if wants_none(each, terms):
            continue
        if (buying := buying_of(desk, each)) is not None:
            by_supplier.setdefault(each.purchase.supplier_id, []).append(buying)
    kept = [
        found
        for supplier_id, orders in by_supplier.items()
        for found in (await saving.choose(tx, supplier_id, orders[0].currency, orders)).items()
    ]
    return {purchase_id: each.off_minor for purchase_id, each in kept}


def wants_none(whole: Whole, terms: Mapping[UUID, Terms]) -> bool:
    of = terms.get(whole.purchase.supplier_id)
    own = whole.purchase.own_wishes
    return of is not None and wishing.without_voucher(of.defaults, of.wishes, own)


def buying_of(desk: Desk, whole: Whole) -> Buying | None:
    """What each product of it costs; None where that is not known of one, or in several moneys."""
    supplies = supplies_of(desk, whole)
    known = model.variants(supplies)
    products: dict[str, Money] = {}
    for each in whole.lines:
        found = known.get((each.product_remote_id, each.variant_remote_id))
        price = model.piece_price(found[1], each.quantity) if found else None
        if price is None:
            return None
        so_far = products.get(each.product_remote_id, Money(price.currency, 0))
        if so_far.currency != price.currency:
            return None
        products[each.product_remote_id] = so_far + price * each.quantity
    if len({each.currency for each in products.values()}) != 1:
        return None
    stores = {each.store_id for each in supplies}
    there = stores.pop() if len(stores) == 1 else None
    return Buying(whole.purchase.id, whole.purchase.account_id, there or "", products)


async def written(
    tx: Tx,
    desk: Desk,
    whole: Whole,
    ways: Sequence[Freight],
    terms: Mapping[UUID, Terms],
    off_minor: int = 0,
) -> None:
    """What it comes to is kept; one that nobody has to look at waits for the end of its buffer."""
    purchase = whole.purchase
    of = terms.get(purchase.supplier_id)
    if of is None:  # its supplier is at another account now
        await store.move(tx, [purchase.id], Move.doubted, [Said(Code.refused, {})])
        return
    card = desk.suppliers.card(desk.opened.platform_name).supplies
    assert card is not None, "its offers are of a supplier"
    wanted = wishing.wanted(
        wishing.chosen(of.defaults, of.wishes, purchase.own_wishes),
        *(card, of.accepted, of.memo, of.gift_note),
    )
    sale = money_of(purchase.sale_currency, purchase.sold_minor)
    supplies = supplies_of(desk, whole)
    found = model.quote(
        *(whole.lines, supplies, ways, purchase.from_country, sale),
        await exchange_of(tx, sale, ways, desk),
        *(model.Terms(of.above_percent, of.margin_percent), wanted, tx.now, off_minor),
    )
    await keep(tx, whole, found, wanted, of)


def money_of(currency: str | None, minor: int | None) -> Money | None:
    return Money(currency, minor) if currency and minor is not None else None


async def exchange_of(
    tx: Tx, sale: Money | None, ways: Sequence[Freight], desk: Desk
) -> Exchange | None:
    """Of today, and kept with the quote."""
    if sale is None:
        return None
    quote_in = next((each.price.currency for each in ways if each.price), desk.opened.shop.currency)
    board = await rates.rates(tx, tx.now.date())
    factor, on = board.factor(sale.currency, quote_in), board.oldest(sale.currency, quote_in)
    if factor is None:
        return None
    return Exchange(Decimal(factor.numerator) / Decimal(factor.denominator), on or tx.now.date())


async def keep(tx: Tx, whole: Whole, found: Quote, wanted: Wanted, terms: Terms) -> None:
    purchase = whole.purchase
    # The buyer's time to think counts from the order, not from when the supplier answered.
    ends_at = purchase.made_at + timedelta(minutes=terms.buffer_minutes)
    asks = found.asks and not model.agreed(purchase.said_by, purchase.total_minor, found)
    state = State.asking if asks else State.quoted
    due_at = max(ends_at, tx.now) if state is State.quoted else None
    days, promise = terms.dispute_days, found.arrives_by
    dispute_by = promise + timedelta(days=days) if promise and days is not None else None
    if not await store.quoted(tx, whole, found, wanted, state, due_at, dispute_by):
        return  # it was stopped meanwhile
    about = purchase.id, purchase.order_id, purchase.number
    if state is State.asking:
        codes = sorted({each.code.value for each in found.said})
        await log.append(tx, facts.Asked(*about, codes))
        return
    total = str(Money(found.currency, found.total_minor)) if found.currency else ""
    await log.append(tx, facts.Quoted(*about, total))
    await ask_place(tx, purchase.account_id, due_at or tx.now)


async def ask_place(tx: Tx, account_id: UUID, at: datetime) -> None:
    await enqueue(tx, PLACE_JOB, str(account_id), {"account": account_id}, at=at)
