"""An order of the supplier's, its lines and what happened to its parcel. Money is in cents."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

STATES = ("CREATED", "IN_CART", "UNPAID", "UNSHIPPED", "SHIPPED", "DELIVERED", "CANCELLED", "OTHER")
PAID = ("UNSHIPPED", "SHIPPED", "DELIVERED", "OTHER")
TRACKED = {
    0: "None",
    1: "Outbound",
    2: "Forwarder in",
    3: "Forwarder return",
    4: "Forwarder out",
    5: "First leg",
    6: "Arrived country",
    7: "Customs start",
    8: "Customs done",
    9: "Terminal retrieval",
    10: "Delivery",
    11: "Wait pickup",
    12: "Signed",
    13: "Failure",
    14: "Return",
}


@dataclass(slots=True)
class Line:
    id: str
    vid: str
    sku: str
    quantity: int
    cents: int
    store_line: str


@dataclass(slots=True)
class Order:
    id: str
    number: str  # the caller's own
    lines: list[Line]
    address: dict[str, str]
    logistic: str
    from_country: str
    to_country: str
    storage: str
    postage: int
    ioss: int
    created_at: datetime
    state: str = "CREATED"
    intercepts: list[dict[str, Any]] = field(default_factory=list)
    shipment: str = ""
    paid_at: datetime | None = None
    paid_cents: int = 0
    times_paid: int = 0
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    tracking: str = ""
    old_trackings: list[str] = field(default_factory=list)
    events: list[tuple[datetime, int]] = field(default_factory=list)
    dispute: str = ""
    split_of: str = ""

    @property
    def goods_cents(self) -> int:
        return sum(line.cents * line.quantity for line in self.lines)

    @property
    def cents(self) -> int:
        return self.goods_cents + self.postage + self.ioss

    @property
    def tracking_url(self) -> str:
        return f"https://cjpacket.com/?trackingNumber={self.tracking}" if self.tracking else ""


def dollars(cents: int) -> float:
    """guessed: two places, as a number of JSON."""
    return round(cents / 100, 2)


def stamp(at: datetime | None) -> str | None:
    """UTC, as the dates of orders are written."""
    return at.strftime("%Y-%m-%d %H:%M:%S") if at else None
