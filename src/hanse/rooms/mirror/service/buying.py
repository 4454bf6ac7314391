"""What was bought at a shop, or of a supplier, for the rooms that keep books of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.mirror.service import packing
from hanse.rooms.mirror.store import bought
from hanse.trade.orders import Order, Refund
from hanse.trade.ports_read import Kind
from hanse.trade.supply import Purchase


@dataclass(frozen=True, slots=True, repr=False)
class Bought:
    """An order as last read, with all its refunds, each once, whoever told of them."""

    order: Order
    refunds: tuple[Refund, ...]
    gone_at: datetime | None


async def orders_named(
    tx: Tx, account_id: UUID, remote_ids: Sequence[str], why: str
) -> Mapping[str, Bought]:
    """By the platform's ids; what is not kept is left out."""
    rows = await bought.orders(tx, account_id, list(remote_ids))
    sealed = {row: value for row, _, value, _ in rows}
    opened = await packing.values_of(tx, Kind.orders, sealed, why)
    apart = await refunds_of(tx, account_id, [remote_id for _, remote_id, _, _ in rows], why)
    found: dict[str, Bought] = {}
    for row, remote_id, _, gone_at in rows:
        order: Order = opened[row]
        told = {each.remote_id: each for each in (*order.refunds, *apart.get(remote_id, ()))}
        found[remote_id] = Bought(order, tuple(told[key] for key in sorted(told)), gone_at)
    return found


async def refunds_of(
    tx: Tx, account_id: UUID, order_ids: Sequence[str], why: str
) -> Mapping[str, Sequence[Refund]]:
    """Refunds that are read apart from their orders, by the platform's ids of these."""
    rows = await bought.refunds(tx, account_id, list(order_ids))
    opened = await packing.values_of(tx, Kind.refunds, {row: value for row, _, value in rows}, why)
    found: dict[str, list[Refund]] = {}
    for row, order_id, _ in rows:
        found.setdefault(order_id, []).append(opened[row])
    return found


async def purchases(
    tx: Tx, account_id: UUID, remote_ids: Sequence[str], why: str
) -> Mapping[str, Purchase]:
    """What we ordered of a supplier, as last read, by its own ids."""
    rows = await bought.purchases(tx, account_id, list(remote_ids)) if remote_ids else ()
    values = {row: value for row, _, value in rows}
    opened = await packing.values_of(tx, Kind.purchases, values, why)
    return {remote_id: opened[row] for row, remote_id, _ in rows}
