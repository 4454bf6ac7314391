"""How an order goes on: by the clock, by hand, and who is told."""

import json
from datetime import datetime
from functools import partial

from hanse.sandbox.cj import stock
from hanse.sandbox.cj.call import Record
from hanse.sandbox.cj.order import TRACKED, Line, Order, stamp
from hanse.sandbox.cj.supplier import Account, Supplier
from hanse.sandbox.cj.webhooks import tell

ROUTE = (1, 2, 4, 5, 6, 7, 8, 9, 10, 12)  # a parcel that nothing happens to
SIGNED = 12


def change(
    supplier: Supplier, account: Account, order: Order, state: str, act: str = "UPDATE"
) -> None:
    order.state = state
    tell(supplier, account, "order", "ORDER", told(supplier, order), act)


def told(supplier: Supplier, order: Order) -> Record:
    """What a webhook says of an order. guessed: that the ids of both names are the same."""
    return {
        "orderNumber": order.number,
        "orderNum": order.number,
        "cjOrderId": order.id,
        "orderStatus": order.state,
        "logisticName": order.logistic,
        "trackNumber": order.tracking or None,
        "trackingUrl": order.tracking_url or None,
        "createDate": stamp(order.created_at),
        "updateDate": stamp(supplier.clock.now()),
        "payDate": stamp(order.paid_at),
        "deliveryDate": stamp(order.shipped_at),
        "completeDate": stamp(order.delivered_at),
        "orderItems": [
            {"vid": line.vid, "sku": line.sku, "quantity": line.quantity} for line in order.lines
        ],
    }


def paid(supplier: Supplier, account: Account, order: Order) -> None:
    supplier.later(supplier.rules.ship_after_s, partial(_ship_later, supplier, account, order))


def _ship_later(supplier: Supplier, account: Account, order: Order) -> None:
    if order.state == "UNSHIPPED":
        ship(supplier, account, order)


def ship(supplier: Supplier, account: Account, order: Order) -> None:
    if order.state != "UNSHIPPED":
        raise ValueError(f"Only what is UNSHIPPED is shipped; {order.id} is {order.state}.")
    order.tracking, order.shipped_at = new_tracking(supplier), supplier.clock.now()
    change(supplier, account, order, "SHIPPED")
    if (whole_s := supplier.rules.deliver_after_s) is not None:
        for at, status in enumerate(ROUTE, 1):
            act = partial(_track_later, supplier, account, order, status)
            supplier.later(whole_s * at / len(ROUTE), act)


def new_tracking(supplier: Supplier) -> str:
    return f"CJP{supplier.id()}YQ"  # guessed: how it looks


def _track_later(supplier: Supplier, account: Account, order: Order, status: int) -> None:
    if order.state == "SHIPPED":
        track(supplier, account, order, status)


def track(supplier: Supplier, account: Account, order: Order, status: int) -> None:
    """One thing that happened to the parcel."""
    if status not in TRACKED:
        raise ValueError(f"There is no status {status}: give 0 to {max(TRACKED)}.")
    if not order.tracking:
        raise ValueError(f"{order.id} has no parcel: ship it first.")
    order.events.append((supplier.clock.now(), status))
    if status == SIGNED and order.state == "SHIPPED":
        order.delivered_at = supplier.clock.now()
        change(supplier, account, order, "DELIVERED")
    events = [_event(order, at, what) for at, what in order.events]
    params = {
        "orderId": order.id,
        "logisticName": order.logistic,
        "trackingNumber": order.tracking,
        "trackingUrl": order.tracking_url,
        "trackingStatus": status,
        "logisticsTrackEvents": json.dumps(events),
    }
    tell(supplier, account, "logistics", "LOGISTIC", params)


def _event(order: Order, at: datetime, status: int) -> Record:
    where = order.to_country if status in range(6, 15) else order.from_country
    row: Record = {"status": status, "activity": TRACKED[status], "location": where}
    row |= {"eventTime": f"{at:%Y-%m-%d %H:%M:%S}", "statusDesc": TRACKED[status]}
    return row | {"thirdActivity": None, "thirdLocation": None, "thirdEventTime": None}


def deliver(supplier: Supplier, account: Account, order: Order) -> None:
    if order.state == "UNSHIPPED":
        ship(supplier, account, order)
    if order.state != "SHIPPED":
        raise ValueError(f"Only what is SHIPPED is delivered; {order.id} is {order.state}.")
    track(supplier, account, order, SIGNED)


def retrack(supplier: Supplier, account: Account, order: Order) -> None:
    """Another number for the same parcel."""
    if not order.tracking:
        raise ValueError(f"{order.id} has no parcel: ship it first.")
    order.old_trackings.append(order.tracking)
    order.tracking = new_tracking(supplier)
    change(supplier, account, order, order.state)


def cancel(supplier: Supplier, account: Account, order: Order) -> None:
    """guessed: what was paid goes back to the balance, and the goods to the shelf."""
    if order.state in ("SHIPPED", "DELIVERED", "CANCELLED", "OTHER"):
        raise ValueError(f"{order.id} is {order.state} and cannot be cancelled.")
    account.balance += order.paid_cents
    if order.paid_cents:
        supplier.note("order.refund", order.number)
        for line in order.lines:
            stock.move(supplier, supplier.goods.by_vid[line.vid], order.from_country, line.quantity)
    order.paid_cents = 0
    change(supplier, account, order, "CANCELLED")


def connect(supplier: Supplier, account: Account, order: Order) -> None:
    """The order gets another id. guessed: under the one before nothing is found any more."""
    before, order.id = order.id, f"C{order.id}"
    del account.orders[before]
    account.orders[order.id] = order
    account.numbers[order.number] = order.id
    for ids in account.shipments.values():
        ids[:] = [order.id if each == before else each for each in ids]
    params = told(supplier, order)
    tell(supplier, account, "order", "ORDER", params, "ORDER_CONNNECTED")  # spelled so


def split(supplier: Supplier, account: Account, order: Order) -> None:
    """Each line, or each half of the one that there is, becomes an order. guessed: all of that but
    the webhook; the first order is OTHER and keeps the number."""
    if order.state != "UNSHIPPED":
        raise ValueError(f"Only what is UNSHIPPED is split; {order.id} is {order.state}.")
    parts = [[line] for line in order.lines]
    if len(parts) == 1:
        parts = _halves(order.lines[0])
    made = []
    for at, lines in enumerate(parts, 1):
        part = Order(
            **{name: getattr(order, name) for name in COPIED},
            id=f"{order.id}-{at}",
            lines=lines,
            postage=0,
            ioss=0,
            state="UNSHIPPED",
            split_of=order.id,
        )
        account.orders[part.id] = part
        made.append(part)
        paid(supplier, account, part)
    change(supplier, account, order, "OTHER")
    now = stamp(supplier.clock.now())
    params = {
        "originalOrderId": order.id,
        "orderSplitTime": now,
        "splitOrderList": [
            {
                "orderCode": part.id,
                "createAt": now,
                "orderStatus": UNSHIPPED,
                "productList": [_split_line(line) for line in part.lines],
            }
            for part in made
        ],
    }
    tell(supplier, account, "order", "ORDERSPLIT", params)


UNSHIPPED = 400  # guessed: the number of the state in that one webhook
COPIED = (
    *("number", "address", "logistic", "from_country", "to_country", "storage", "created_at"),
    *("paid_at", "shipment"),
)


def _split_line(line: Line) -> Record:
    return {"sku": line.sku, "vid": line.vid, "quantity": line.quantity, "productCode": line.id}


def _halves(line: Line) -> list[list[Line]]:
    if line.quantity < 2:
        raise ValueError("An order of one piece cannot be split.")
    first = line.quantity // 2
    return [
        [Line(f"{line.id}-{at}", line.vid, line.sku, count, line.cents, line.store_line)]
        for at, count in enumerate((first, line.quantity - first), 1)
    ]
