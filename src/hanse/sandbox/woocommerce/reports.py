"""Reports: counts, and the one of sales, which stays at nothing on a store of this kind."""

from typing import Any

from hanse.sandbox.woocommerce.envelope import Answer, Call
from hanse.sandbox.woocommerce.product_finds import in_line

TYPES = {
    "external": "External/Affiliate product",
    "grouped": "Grouped product",
    "simple": "Simple product",
    "variable": "Variable product",
}


def sales(call: Call) -> Answer:
    """This year by month, or this month by day. guessed where more is asked for."""
    now = call.store.now().astimezone(call.store.zone)
    by_year = call.query.get("period") == "year"
    count = now.month if by_year else now.day
    month = f"{now:%Y}" if by_year else f"{now:%Y-%m}"
    nothing: dict[str, Any] = {
        "sales": "0.00",
        "orders": 0,
        "items": 0,
        "tax": "0.00",
        "shipping": "0.00",
        "discount": "0.00",
        "customers": 0,
    }
    about = [{"href": f"{call.api}/wc/v3/reports"}]
    row = {
        "total_sales": "0.00",
        "net_sales": "0.00",
        "average_sales": "0.00",
        "total_orders": 0,
        "total_items": 0,
        "total_tax": "0.00",
        "total_shipping": "0.00",
        "total_refunds": 0,
        "total_discount": "0.00",
        "totals_grouped_by": "month" if by_year else "day",
        "totals": {f"{month}-{at:02d}": nothing for at in range(1, count + 1)},
        "total_customers": 0,
        "_links": {"about": about},
    }
    return Answer(200, [row])


def count_products(call: Call) -> Answer:
    found = []
    for slug, name in TYPES.items():
        line = in_line(call.store, call.store.catalog, {"type": slug, "orderby": "id"})
        found.append({"slug": slug, "name": name, "total": line.total if line else 0})
    return Answer(200, found)


def count_customers(call: Call) -> Answer:
    """guessed: everybody with an account has bought."""
    total = len(call.store.shelf("customers"))
    rows = [
        {"slug": "paying", "name": "Paying customer", "total": total},
        {"slug": "non_paying", "name": "Non-paying customer", "total": 0},
    ]
    return Answer(200, rows)
