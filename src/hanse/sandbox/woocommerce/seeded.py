"""Customers, orders and refunds of the seeded world, as this platform would have kept them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from hanse.base.currency import exponent
from hanse.sandbox.world import (
    LINES_MAX,
    REGIONS,
    SIZES,
    VARIABLE_EVERY,
    VARIANTS,
    SeedCustomer,
    SeedLine,
    SeedOrder,
    SeedProduct,
    World,
    customer,
    order,
    product,
)

Row = dict[str, Any]
STATES = {
    "paid": "processing",
    "shipped": "completed",
    "refunded": "refunded",
    "cancelled": "cancelled",
    "pending": "pending",
}
TAKEN = ("paid", "shipped", "refunded")  # whose lines still hold the stock that they took
FIRST_PRODUCT = 1000
STRIDE = 1 + VARIANTS  # a seeded product and its variations have neighbouring ids
FIRST_CUSTOMER = 2  # the first account is the merchant's own
METAS_MAX = 2  # of one line: the size chosen, and the stock taken


@dataclass(frozen=True, slots=True)
class Numbers:
    """Which ids the seeded things have, and when the world began. Products come first."""

    products: range
    orders: range
    refunds: range
    customers: range
    started_at: datetime


class VariationIds(Sequence[int]):
    """The ids of all seeded variations, rising, without holding any."""

    def __init__(self, products: int) -> None:
        self._count = -(-products // VARIABLE_EVERY) * VARIANTS
        self.stop = FIRST_PRODUCT + products * STRIDE

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, at: Any) -> Any:
        if not -self._count <= at < self._count:
            raise IndexError(at)
        parent, size = divmod(at % self._count, VARIANTS)
        return FIRST_PRODUCT + parent * VARIABLE_EVERY * STRIDE + 1 + size

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and self._place(number) is not None

    def index(self, number: int, *_: int) -> int:
        if (found := self._place(number)) is None:
            raise ValueError(number)
        return found

    def _place(self, number: int) -> int | None:
        at, step = divmod(number - FIRST_PRODUCT, STRIDE)
        parent, rest = divmod(at, VARIABLE_EVERY)
        if number < FIRST_PRODUCT or number >= self.stop or rest or not step:
            return None
        return parent * VARIANTS + step - 1


def numbers(world: World, started_at: datetime) -> Numbers:
    """Orders, and the refund of each that has one, follow the products in the one sequence."""
    stop = FIRST_PRODUCT + world.products * STRIDE
    first = stop + world.orders
    return Numbers(
        products=range(FIRST_PRODUCT, stop, STRIDE),
        orders=range(stop, first),
        refunds=range(first, first + world.orders),
        customers=range(FIRST_CUSTOMER, FIRST_CUSTOMER + world.customers),
        started_at=started_at,
    )


def customer_row(world: World, number: int, at: datetime) -> Row:
    who = customer(world, number)
    place = address(who)
    return {
        "id": FIRST_CUSTOMER + number,
        "created": at,
        "modified": at,
        "email": who.email,
        "first_name": who.first_name,
        "last_name": who.last_name,
        "role": "customer",
        "username": who.email.partition("@")[0],
        "billing": place,
        "shipping": {name: value for name, value in place.items() if name != "email"},
        "is_paying_customer": True,
        "meta_data": (),
    }


def address(who: SeedCustomer) -> dict[str, str]:
    return {
        "first_name": who.first_name,
        "last_name": who.last_name,
        "company": "",
        "address_1": who.line_1,
        "address_2": "",
        "city": who.city,
        "state": REGIONS.get(who.city, ""),
        "postcode": who.postcode,
        "country": who.country,
        "email": who.email,
        "phone": who.phone,
    }


def made_at(world: World, number: int, started_at: datetime) -> datetime:
    return started_at - timedelta(seconds=order(world, number).age_s)


def order_row(world: World, number: int, ids: Numbers) -> Row:
    """guessed: paid and completed in the second of its making, and nothing changed since."""
    seed = order(world, number)
    at = ids.started_at - timedelta(seconds=seed.age_s)
    place = address(customer(world, seed.customer))
    paid = at if seed.state not in ("pending", "cancelled") else None
    key = hashlib.sha256(f"{world.seed}:{world.salt}:{number}".encode()).hexdigest()[:13]
    lines = [_line(world, seed, step, line) for step, line in enumerate(seed.lines)]
    back = {"id": ids.refunds.start + number, "reason": "", "total": f"-{_total(world, seed)}"}
    return {
        "id": ids.orders.start + number,
        "parent_id": 0,
        "status": STATES[seed.state],
        "currency": world.currency,
        "created": at,
        "modified": at,
        "paid": paid,
        "completed": at if seed.state == "shipped" else None,
        "customer_id": FIRST_CUSTOMER + seed.customer,
        "billing": place,
        "shipping": {name: value for name, value in place.items() if name != "email"},
        "payment_method": "bacs",
        "payment_method_title": "Direct bank transfer",
        "transaction_id": "",
        "created_via": "checkout",
        "customer_note": "",
        "meta_data": (),
        "line_items": lines,
        "shipping_lines": [],
        "fee_lines": [],
        "coupon_lines": [],
        "tax_lines": [],
        "refunds": [back] if seed.state == "refunded" else [],
        "notes": [],
        "order_key": f"wc_order_{key}",
    }


def refund_row(world: World, number: int, ids: Numbers) -> Row:
    seed = order(world, number)
    return {
        "id": ids.refunds.start + number,
        "parent_id": ids.orders.start + number,
        "created": ids.started_at - timedelta(seconds=seed.age_s),
        "amount": _total(world, seed),
        "reason": "",
        "refunded_by": 1,
        "refunded_payment": False,
        "meta_data": [],
        **{name: [] for name in ("line_items", "shipping_lines", "tax_lines", "fee_lines")},
    }


def _price(seed: SeedProduct, line: SeedLine) -> int:
    return seed.price_minor if line.size is None else seed.variants[line.size].price_minor


def _total(world: World, seed: SeedOrder) -> str:
    whole = sum(_price(product(world, x.product), x) * x.quantity for x in seed.lines)
    return amount(world, whole)


def amount(world: World, minor: int) -> str:
    """As a store of that currency writes it."""
    if (digits := exponent(world.currency)) == 2:  # asked for a hundred thousand times
        return f"{minor // 100}.{minor % 100:02d}"
    return f"{Decimal(minor).scaleb(-digits):.{digits}f}"


def _line(world: World, seed: SeedOrder, step: int, line: SeedLine) -> Row:
    sold = product(world, line.product)
    number = seed.number * LINES_MAX + step + 1
    at = FIRST_PRODUCT + line.product * STRIDE
    total = amount(world, _price(sold, line) * line.quantity)
    meta = []
    if line.size is not None:
        size = SIZES[line.size]
        shown = {"display_key": "Size", "display_value": size}
        meta.append({"id": number * METAS_MAX, "key": "size", "value": size, **shown})
    if seed.state in TAKEN:
        taken = str(line.quantity)
        meta.append({"id": number * METAS_MAX + 1, "key": "_reduced_stock", "value": taken})
    return {
        "id": number,
        "name": sold.name if line.size is None else f"{sold.name} - {SIZES[line.size]}",
        "product_id": at,
        "variation_id": 0 if line.size is None else at + 1 + line.size,
        "quantity": line.quantity,
        "tax_class": "",
        "subtotal": total,
        "subtotal_tax": "0.00",
        "total": total,
        "total_tax": "0.00",
        "taxes": [],
        "meta_data": tuple(meta),
        "parent_name": None if line.size is None else sold.name,
    }
