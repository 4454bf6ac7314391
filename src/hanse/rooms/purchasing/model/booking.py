"""Vouchers as they are booked: what a person typed, and how far each is used."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from hanse.base.faults import Finding
from hanse.base.money import Money
from hanse.rooms.purchasing.model.vouchers import Voucher
from hanse.rooms.stock.model.wording import wrong

NOTE_CHARS_MAX = 500
BOOKED_MAX = 50_000  # of one supplier


class VoucherState(StrEnum):
    active = "active"
    off = "off"


class UseState(StrEnum):
    """Of a voucher by one supplier order."""

    kept = "kept"  # for an order that is not placed yet
    used = "used"
    free = "free"  # the order came to nothing


@dataclass(frozen=True, slots=True)
class Booked:
    """Either `off_minor` or `off_percent`. `kept` and `used` count its uses; the supplier may have
    counted others that we know nothing of."""

    id: UUID
    supplier_id: UUID
    code: str
    currency: str
    off_minor: int | None
    off_percent: Decimal | None
    off_max_minor: int | None
    spend_min_minor: int
    valid_from: datetime | None
    valid_to: datetime | None
    uses_max: int
    store_id: str
    product_ids: tuple[str, ...]
    note: str
    state: VoucherState
    version: int
    made_at: datetime
    kept: int = 0
    used: int = 0

    @property
    def left(self) -> int:
        return max(self.uses_max - self.kept - self.used, 0)


def voucher_of(booked: Booked) -> Voucher:
    """As it is chosen by."""

    def money(minor: int | None) -> Money | None:
        return Money(booked.currency, minor) if minor is not None else None

    return Voucher(
        id=booked.id,
        code=booked.code,
        currency=booked.currency,
        off=money(booked.off_minor),
        percent=booked.off_percent,
        cap=money(booked.off_max_minor),
        spend_min=money(booked.spend_min_minor) if booked.spend_min_minor else None,
        valid_from=booked.valid_from,
        valid_to=booked.valid_to,
        uses_left=booked.left,
        stores=frozenset([booked.store_id]) if booked.store_id else frozenset(),
        products=frozenset(booked.product_ids),
    )


def what_is_wrong(booked: Booked, currency: str, at: str = "") -> Iterable[Finding]:
    """With what a person typed; `currency` is the supplier's."""
    if not booked.code or any(each.isspace() for each in booked.code):
        sentence = "A code is written without spaces."
        yield wrong("code", sentence, "Write it as the supplier gave it.", f"{at}code")
    if (booked.off_minor is None) == (booked.off_percent is None):
        sentence = "A voucher is worth an amount or a share."
        yield wrong("worth", sentence, "Give one of both.", f"{at}off_minor")
    if booked.off_minor is not None and booked.off_max_minor is not None:
        sentence = "Only a share has a limit; an amount is one by itself."
        yield wrong("cap", sentence, "Leave the limit out.", f"{at}off_max_minor")
    if booked.valid_from and booked.valid_to and booked.valid_to <= booked.valid_from:
        step = "Correct one of the two."
        yield wrong("ends_first", "It ends before it begins.", step, f"{at}valid_to")
    if booked.currency != currency:
        sentence = f"Orders there are paid in {currency}, not in {booked.currency}."
        yield wrong("currency", sentence, f"Write {currency}.", f"{at}currency")
