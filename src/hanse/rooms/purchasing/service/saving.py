"""A voucher is kept for a supplier order when it is quoted, and used or free by what becomes of it.

Whoever chooses holds the supplier's vouchers until its transaction ends, and what is left of each
is counted in the statement that keeps it: no use is given twice.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.purchasing.model.booking import voucher_of
from hanse.rooms.purchasing.model.states import BEFORE, State
from hanse.rooms.purchasing.model.vouchers import (
    ORDERS_MAX,
    VOUCHERS_MAX,
    Buying,
    Voucher,
    Why,
    chosen,
    fit,
)
from hanse.rooms.purchasing.store import purchases as purchases_store
from hanse.rooms.purchasing.store import suppliers as suppliers_store
from hanse.rooms.purchasing.store import vouchers as store
from hanse.rooms.stock.model.wording import refused, wrong

CHOICE_MAX = 1_000  # vouchers that are compared, those that end soonest first
CAME_TO_NOTHING = frozenset({State.stopped, State.refused})
STOOD = frozenset(
    {State.unpaid, State.placed, State.sent, State.delivered, State.cancelling, State.cancelled}
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A voucher that an order keeps until it is placed, or comes to nothing."""

    voucher_id: UUID
    code: str
    off_minor: int
    why: Why


async def choose(
    tx: Tx, supplier_id: UUID, currency: str, orders: Sequence[Buying]
) -> Mapping[UUID, Kept]:
    """The best use of what is booked, over all of these orders of the supplier at once; what they
    kept before is let go first. An order that gets none names none; one that has left for its
    supplier is passed over."""
    if len(orders) > ORDERS_MAX:
        sentence = f"{len(orders)} orders at once; {ORDERS_MAX} are the most."
        raise refused([wrong("many", sentence, "Choose for them in parts.")])
    ids = sorted({each.id for each in orders})
    await suppliers_store.hold_all(tx, [supplier_id])
    found = await purchases_store.ones(tx, ids, lock=True)
    locked = {key for key, each in found.items() if each.state in BEFORE}
    await store.let_go(tx, list(locked))
    booked = await store.choice(tx, supplier_id, currency, CHOICE_MAX)
    wanted = [each for each in orders if each.id in locked and each.currency == currency]
    good = [voucher_of(each) for each in booked if each.left]
    most = {each.id: most_saved(each, wanted, tx.now) for each in good}
    best = sorted(good, key=lambda each: -most[each.id])
    vouchers = [each for each in best[:VOUCHERS_MAX] if most[each.id]]
    uses = chosen(wanted, vouchers, tx.now) if vouchers else ()
    kept = await store.keep(
        tx, [(each.order_id, each.voucher.id, each.saved.minor) for each in uses]
    )
    return {
        each.order_id: Kept(each.voucher.id, each.voucher.code, each.saved.minor, each.why)
        for each in uses
        if kept.get(each.order_id) == each.voucher.id
    }


def most_saved(voucher: Voucher, orders: Sequence[Buying], at: datetime) -> int:
    """On the order where it saves most, in minor units; 0 where it applies to none."""
    saved = [found.minor for each in orders if (found := fit(voucher, each, at).saved)]
    return max(saved, default=0)


async def used(tx: Tx, purchase_ids: Sequence[UUID]) -> int:
    """Of those that stand at their supplier, or stood: the voucher is spent."""
    return await store.used(tx, await standing(tx, purchase_ids, STOOD))


async def free(tx: Tx, purchase_ids: Sequence[UUID]) -> int:
    """Of those that came to nothing, and are not wanted anew meanwhile: another order may have the
    voucher. Whether one stands is unknown while its answer is lost: that one keeps it."""
    return await store.let_go(tx, await standing(tx, purchase_ids, CAME_TO_NOTHING))


async def standing(
    tx: Tx, purchase_ids: Sequence[UUID], states: Collection[State]
) -> Sequence[UUID]:
    """Locked, so that none moves on meanwhile."""
    found = await purchases_store.ones(tx, sorted(set(purchase_ids)), lock=True)
    return [each.id for each in found.values() if each.state in states]
