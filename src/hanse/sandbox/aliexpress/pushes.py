"""Pushes to the address that stands in the app's console; all that is not documented is guessed."""

from datetime import datetime, timedelta

import msgspec

from hanse.sandbox.aliexpress.hub import Hub
from hanse.sandbox.aliexpress.orders import Order
from hanse.sandbox.aliexpress.signing import push_signature
from hanse.sandbox.aliexpress.tokens import BUYER, SELLER
from hanse.sandbox.webhooks import Letter, Parcel

ORDER_STATUS = 53  # the number of this message, which may change
TRIES_MAX = 12
# guessed: they grow, and twelve tries take six hours, as at Alibaba.com
GAPS_S = (30, 60, 120, 300, 600, 900, 1800, 2700, 3600, 5400, 6000)
encode = msgspec.json.Encoder().encode


def tell(hub: Hub, order: Order, status: str, at: datetime) -> None:
    """Queue it, if somebody wants to be told."""
    if not hub.push_url:
        return
    body = encode(
        {
            "data": {"buyerId": BUYER, "orderId": order.id, "orderStatus": status},
            "message_type": ORDER_STATUS,
            "seller_id": str(SELLER),
            "site": "ae_global",
            "timestamp": int(at.timestamp()),
        }
    )
    headers = {
        "Content-Type": "application/json",
        "Authorization": push_signature(hub.app.key, hub.app.secret, body),
    }
    _try(hub, Parcel(hub.push_url, headers, body), at, hub.next("push"), 0)


def _try(hub: Hub, parcel: Parcel, at: datetime, number: int, tries: int) -> None:
    answered: list[bool] = []

    def done(status: int | None) -> None:
        if answered:  # the second of two copies changes nothing
            return
        answered.append(True)
        if status != 200 and tries + 1 < TRIES_MAX:
            later = hub.clock.now() + timedelta(seconds=GAPS_S[tries])
            _try(hub, parcel, later, number, tries + 1)

    hub.outbox.post(Letter(at, f"push:{number}:{tries}", lambda: parcel, done, "push"))
