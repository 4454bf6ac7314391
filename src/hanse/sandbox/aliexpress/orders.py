"""What is known of one order. Amounts are cents of a US dollar."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

PLACED, PAYING, TO_SEND = "PLACE_ORDER_SUCCESS", "PAYMENT_PROCESSING", "WAIT_SELLER_SEND_GOODS"
PART_SENT, SENT = "SELLER_PART_SEND_GOODS", "WAIT_BUYER_ACCEPT_GOODS"
FINISHED, CANCELLING = "FINISH", "IN_CANCEL"
# By hand alone; nothing here leads to them by itself.
HELD = ("RISK_CONTROL", "RISK_CONTROL_HOLD", "WAIT_SELLER_EXAMINE_MONEY", "WAIT_GROUP")
PAY_WITHIN_S = 1_036_800  # 12 days
LOGISTICS = {
    PART_SENT: "SELLER_SEND_PART_GOODS",
    SENT: "SELLER_SEND_GOODS",
    TO_SEND: "WAIT_SELLER_SEND_GOODS",
}


@dataclass(slots=True)
class Line:
    item: int
    sku: int
    title: str
    label: str
    count: int
    unit_minor: int
    shipping_minor: int
    tax_minor: int
    discount_minor: int
    service: str
    memo: str

    @property
    def goods_minor(self) -> int:
        return self.unit_minor * self.count

    @property
    def total_minor(self) -> int:
        return self.goods_minor + self.shipping_minor + self.tax_minor - self.discount_minor


@dataclass(slots=True)
class Parcel:
    number: str
    carrier: str
    lines: list[int]
    nodes: list[tuple[datetime, str, str]] = field(default_factory=list)
    before: list[str] = field(default_factory=list)  # numbers that it had


@dataclass(slots=True)
class Order:
    id: int
    out_id: str
    store: int
    made_at: datetime
    country: str
    address: dict[str, str]
    lines: list[Line]
    status: str = PLACED
    paid_at: datetime | None = None
    refunded_minor: int = 0
    end_reason: str = ""
    parcels: list[Parcel] = field(default_factory=list)
    code: str = ""  # of a promotion

    @property
    def total_minor(self) -> int:
        return sum(line.total_minor for line in self.lines)

    @property
    def paid_minor(self) -> int:
        return self.total_minor if self.paid_at else 0

    @property
    def sent(self) -> set[int]:
        """The lines that are in some parcel."""
        return {at for parcel in self.parcels for at in parcel.lines}

    @property
    def logistics(self) -> str:
        if self.status == FINISHED and self.parcels:
            return "BUYER_ACCEPT_GOODS"
        return LOGISTICS.get(self.status, "NO_LOGISTICS")

    @property
    def closes_at(self) -> datetime:
        return self.made_at + timedelta(seconds=PAY_WITHIN_S)
