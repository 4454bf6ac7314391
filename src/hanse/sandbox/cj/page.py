"""The supplier as people see it: its accounts, its newest orders and buttons to move them."""

from html import escape
from itertools import islice

from hanse.sandbox.cj.order import Order
from hanse.sandbox.cj.supplier import Account, Supplier

ROWS = 24
BUTTONS = {
    "CREATED": (("pay", "Pay"), ("cancel", "Cancel")),
    "UNPAID": (("pay", "Pay"), ("cancel", "Cancel")),
    "UNSHIPPED": (("ship", "Ship"), ("split", "Split"), ("cancel", "Cancel")),
    "SHIPPED": (("deliver", "Deliver"), ("retrack", "Another tracking number")),
}


def shown(supplier: Supplier, at: str) -> str:
    """The inside of a page; its forms go to `at`."""
    accounts = "".join(
        f'<li class="card"><b>{escape(each.name)}</b> · {each.balance / 100:.2f} USD'
        f'<div class="soft">{escape(each.api_key)}</div></li>'
        for each in supplier.accounts.values()
    )
    orders = "".join(
        _order(account, order, at)
        for account in supplier.accounts.values()
        for order in islice(reversed(account.orders.values()), ROWS)
    )
    return (
        f"<h2>Accounts, each with its key</h2><ul>{accounts}</ul>"
        f"<h2>Newest orders</h2><ul>{orders or 'No orders yet.'}</ul>"
    )


def _order(account: Account, order: Order, at: str) -> str:
    lines = "<br>".join(escape(f"{line.quantity} x {line.sku}") for line in order.lines)
    parcel = escape(f"{order.logistic} {order.tracking}".strip())
    buttons = "".join(
        f'<form method="post" action="{at}"><input type="hidden" name="do" value="{act}">'
        f'<input type="hidden" name="order" value="{escape(order.id)}">'
        f'<button class="plain">{word}</button></form>'
        for act, word in BUTTONS.get(order.state, ())
    )
    return (
        f'<li class="card"><b>{escape(order.number)}</b> · {order.state}'
        f'<div class="price">{order.cents / 100:.2f} USD, paid {order.paid_cents / 100:.2f}</div>'
        f'<div class="soft">{escape(order.id)} · {escape(account.name)} · {parcel}</div>'
        f'<p>{lines}</p><div class="row">{buttons}</div></li>'
    )
