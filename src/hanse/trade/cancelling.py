"""Cancellations: a thing that an order has once, so that a second one is the first."""

from hanse.trade.orders import Order, OrderState


def cancellation_id(order_id: str) -> str:
    return f"{order_id}@cancelled"


def is_cancelled(order: Order) -> bool:
    """An order that failed by itself was cancelled by nobody."""
    return order.state is OrderState.cancelled and order.state_word != "failed"
