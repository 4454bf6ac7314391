"""What customers may ask of everybody who holds data about them."""

from datetime import timedelta

from hanse.sandbox.shopify.deliveries import tell_compliance
from hanse.sandbox.shopify.shop import Shop
from hanse.sandbox.shopify.table import Record

REDACT_DAYS = 10


def ask_for_data(shop: Shop, customer: int) -> None:
    """A customer wants to know what is known; every app of the shop is told."""
    body = _about(shop, customer)
    wanted = body | {"orders_requested": _orders(shop, customer)}
    wanted["data_request"] = {"id": shop.next("data_request")}
    for client_id in shop.keys.installed:
        tell_compliance(shop, client_id, "customers/data_request", wanted, timedelta())


def ask_to_forget(shop: Shop, customer: int) -> None:
    """A customer wants to be forgotten; the apps hear of it ten days later."""
    body = _about(shop, customer) | {"orders_to_redact": _orders(shop, customer)}
    for client_id in shop.keys.installed:
        tell_compliance(shop, client_id, "customers/redact", body, timedelta(days=REDACT_DAYS))


def _about(shop: Shop, customer: int) -> Record:
    row = shop.customers.row(customer)
    if row is None:
        raise ValueError(f"There is no customer {customer}.")
    known = {"id": row["id"], "email": row["email"], "phone": row["phone"]}
    return {"shop_id": shop.number, "shop_domain": shop.domain, "customer": known}


def _orders(shop: Shop, customer: int) -> list[int]:
    return [row["id"] for row in shop.orders_of(customer)]
