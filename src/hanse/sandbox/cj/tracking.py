"""Where parcels are, as far as a call tells it: a word, no events."""

from hanse.sandbox.cj.call import Answer, Call, Record
from hanse.sandbox.cj.order import TRACKED, Order, stamp
from hanse.sandbox.cj.refusals import Refusal

NUMBERS_MAX = 100


def track(call: Call) -> Answer:
    """guessed: a number that nobody knows has no row, and a changed one names the new."""
    numbers = [text for text in call.query.get("trackNumber", []) if text]
    if not 1 <= len(numbers) <= NUMBERS_MAX:
        raise Refusal(1600300, "trackNumber must not be empty")
    held, wanted = {}, set(numbers)
    for order in call.account.orders.values():
        for number in wanted.intersection((order.tracking, *order.old_trackings)):
            held[number] = order
    return Answer([_row(held[number], number) for number in numbers if number in held])


def offline(_call: Call) -> Answer:
    """What was there before 2024-06-01."""
    raise Refusal(1600100)


def _row(order: Order, number: str) -> Record:
    days = None
    if order.delivered_at and order.shipped_at:
        days = (order.delivered_at - order.shipped_at).days
    return {
        "trackingNumber": number,
        "logisticName": order.logistic,
        "trackingFrom": order.from_country,
        "trackingTo": order.to_country,
        "deliveryDay": str(days) if days is not None else None,
        "deliveryTime": stamp(order.delivered_at),
        "trackingStatus": TRACKED[order.events[-1][1] if order.events else 0],
        "lastMileCarrier": None,
        "lastTrackNumber": order.tracking if order.tracking != number else None,
    }
