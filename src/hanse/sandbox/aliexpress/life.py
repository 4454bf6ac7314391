"""How an order goes its way: by the sandbox's clock, or by hand."""

import heapq
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from hanse.sandbox.aliexpress.hub import Hub
from hanse.sandbox.aliexpress.orders import (
    CANCELLING,
    FINISHED,
    HELD,
    PART_SENT,
    PAYING,
    PLACED,
    SENT,
    TO_SEND,
    Order,
    Parcel,
)
from hanse.sandbox.aliexpress.pushes import tell

UNPAID, OPEN = (PLACED, PAYING), (TO_SEND, PART_SENT)
# The words of these reasons are guessed.
RECEIVED, TIMED_OUT, CALLED_OFF = "buyer_accept_goods", "pay_timeout", "buyer_cancel_order"


class NotNow(ValueError):  # noqa: N818 (an answer for people)
    """The order is not where this can be done."""


def plan(hub: Hub, order: Order, what: str, at: datetime) -> None:
    heapq.heappush(hub.plans, (at, hub.next("plan"), order.id, what))


def settle(hub: Hub) -> None:
    """Let everything happen that is due, one after the other, each at its own instant."""
    now = hub.clock.now()
    while hub.plans and hub.plans[0][0] <= now:
        at, _, number, what = heapq.heappop(hub.plans)
        with hub.ledger.by("platform"):
            PLANNED[what](hub, hub.orders[number], at)


# By itself, where the order is still where it was


def _pay(hub: Hub, order: Order, at: datetime) -> None:
    if order.status == PAYING:
        pay(hub, order, at)


def _fail(hub: Hub, order: Order, at: datetime) -> None:
    if order.status == PAYING:
        fail_payment(hub, order, at)


def _ship(hub: Hub, order: Order, at: datetime) -> None:
    if order.status in OPEN:
        ship(hub, order, at)


def _deliver(hub: Hub, order: Order, at: datetime) -> None:
    if order.status == SENT:
        deliver(hub, order, at)


def _time_out(hub: Hub, order: Order, at: datetime) -> None:
    if order.status in UNPAID:
        _close(hub, order, at, TIMED_OUT)


def _cancelled(hub: Hub, order: Order, at: datetime) -> None:
    if order.status == CANCELLING:
        _close(hub, order, at, CALLED_OFF)


PLANNED: dict[str, Callable[[Hub, Order, datetime], None]] = {
    "pay": _pay,
    "fail": _fail,
    "ship": _ship,
    "deliver": _deliver,
    "time_out": _time_out,
    "cancel": _cancelled,
}


# By hand


def pay(hub: Hub, order: Order, at: datetime) -> None:
    _expect(order, *UNPAID)
    order.status, order.paid_at = TO_SEND, at
    hub.note("order.pay", order.id)
    tell(hub, order, "PaymentAuthorized", at)
    if hub.moods.ships_after_s is not None:
        plan(hub, order, "ship", at + timedelta(seconds=hub.moods.ships_after_s))


def fail_payment(hub: Hub, order: Order, at: datetime) -> None:
    """The order is there and unpaid."""
    _expect(order, *UNPAID)
    order.status = PLACED
    tell(hub, order, "paymentFailedEvent", at)


def hold(hub: Hub, order: Order, at: datetime, status: str) -> None:
    """The platform looks at it; `release` lets it go on."""
    _expect(order, TO_SEND)
    if status not in HELD:
        raise NotNow(f"An order is held as one of {', '.join(HELD)}, not {status!r}.")
    order.status = status


def release(hub: Hub, order: Order, at: datetime) -> None:
    _expect(order, *HELD)
    order.status = TO_SEND
    if hub.moods.ships_after_s is not None:
        plan(hub, order, "ship", at + timedelta(seconds=hub.moods.ships_after_s))


def ship(
    hub: Hub,
    order: Order,
    at: datetime,
    lines: Sequence[int] | None = None,
    number: str = "",
    carrier: str = "",
) -> Parcel:
    """These lines, or all that are not sent, in one parcel."""
    _expect(order, *OPEN)
    left = [n for n in range(len(order.lines)) if n not in order.sent]
    chosen = left if lines is None else sorted(set(lines))
    if not chosen or set(chosen) - set(left):
        raise NotNow(f"Of order {order.id} the lines {left} are not sent yet, not {chosen}.")
    number = number or f"LP{hub.next('parcel', 1_000_001):014d}"
    carrier = carrier or order.lines[chosen[0]].service
    parcel = Parcel(number, carrier, chosen)
    parcel.nodes.append((at, "Shipped", "The parcel was handed over to the carrier"))
    order.parcels.append(parcel)
    order.status = SENT if len(order.sent) == len(order.lines) else PART_SENT
    hub.note("order.ship", order.id)
    tell(hub, order, "OrderShipped", at)
    if order.status == SENT and hub.moods.delivers_after_s is not None:
        plan(hub, order, "deliver", at + timedelta(seconds=hub.moods.delivers_after_s))
    return parcel


def track(order: Order, at: datetime, name: str, text: str, number: str = "") -> None:
    """One step more of a parcel, by its number or the last one."""
    parcel_of(order, number).nodes.append((at, name, text))


def retrack(order: Order, number: str, after: str) -> None:
    """The parcel goes on under another number; the old one is not told any more."""
    parcel = parcel_of(order, number)
    parcel.before.append(parcel.number)
    parcel.number = after


def deliver(hub: Hub, order: Order, at: datetime) -> None:
    _expect(order, SENT)
    for parcel in order.parcels:
        parcel.nodes.append((at, "Delivered", "The parcel was delivered"))
    order.status, order.end_reason = FINISHED, RECEIVED
    tell(hub, order, "OrderConfirmed", at)


def cancel(hub: Hub, order: Order, at: datetime) -> None:
    """As the buyer does on the web site: at once while unpaid, with a wait and a refund after."""
    _expect(order, *UNPAID, TO_SEND)
    if order.status in UNPAID:
        _close(hub, order, at, CALLED_OFF)
        return
    order.status = CANCELLING
    plan(hub, order, "cancel", at + timedelta(seconds=hub.moods.cancel_takes_s))


def _close(hub: Hub, order: Order, at: datetime, reason: str) -> None:
    order.status, order.end_reason = FINISHED, reason
    order.refunded_minor = order.paid_minor
    for line in order.lines:
        item = hub.items[line.item]
        if sku := item.sku_by_id(line.sku):
            sku.stock += line.count
    hub.note("order.close", order.id)
    tell(hub, order, "OrderClosed", at)


def parcel_of(order: Order, number: str) -> Parcel:
    fits = [each for each in order.parcels if number in ("", each.number)]
    if not fits:
        raise NotNow(f"Order {order.id} has no parcel {number!r}.")
    return fits[-1]


def _expect(order: Order, *wanted: str) -> None:
    if order.status not in wanted:
        states = ", ".join(wanted)
        raise NotNow(f"Order {order.id} is {order.status}; this can be done in {states}.")
