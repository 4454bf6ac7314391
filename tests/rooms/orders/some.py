"""Orders for tests."""

from datetime import UTC, datetime
from decimal import Decimal

from hanse.base.money import Money, UnitCost
from hanse.trade.orders import Order, OrderLine, OrderState
from hanse.trade.people import Address, Buyer

PLACED = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
ADDRESS = Address(
    "Eve", "Baker", None, "Main Street 1", None, "Berlin", None, "10115", "DE", "+49 151 2345678"
)


def euro(minor: int) -> Money:
    return Money("EUR", minor)


def some_line(
    remote_id: str = "1",
    product_id: str | None = "77",
    quantity: int = 2,
    sku: str | None = "L-1",
    title: str | None = "Lamp",
    variant_id: str | None = None,
) -> OrderLine:
    """Ten euros a piece, a fifth of it tax on top."""
    sum_ = euro(1_000 * quantity)
    unit = UnitCost("EUR", Decimal(10))
    return OrderLine(
        remote_id,
        product_id,
        variant_id,
        sku,
        title,
        quantity,
        unit,
        sum_,
        sum_,
        euro(200 * quantity),
    )


def some_order(**changes: object) -> Order:
    lines: tuple[OrderLine, ...] = changes.get("lines", (some_line(),))  # type: ignore[assignment]
    goods = sum(each.total.minor for each in lines if each.total)
    tax = sum(each.tax.minor for each in lines if each.tax) + 80
    given: dict[str, object] = {
        "remote_id": "5001",
        "number": "5001",
        "state": OrderState.to_fulfil,
        "state_word": "processing",
        "currency": "EUR",
        "prices_include_tax": False,
        "total": euro(goods + 400 + tax),
        "tax": euro(tax),
        "shipping": euro(400),
        "discount": euro(0),
        "lines": lines,
        "fees": (),
        "buyer": Buyer(None, "eve@example.com", "Eve", "Baker", "+49 151 2345678"),
        "billing": ADDRESS,
        "shipping_to": ADDRESS,
        "note": "Ring twice",
        "payment_method": "card",
        "payment_title": "Card",
        "transaction_id": None,
        "created_via": None,
        "refund_ids": (),
        "coupons": (),
        "own_key": None,
        "placed_at": PLACED,
        "paid_at": PLACED,
        "completed_at": None,
        "modified_at": PLACED,
    }
    return Order(**{**given, **changes})  # type: ignore[arg-type]
