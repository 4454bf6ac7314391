"""What the supplier's own people do, and what it says of itself when it is asked by a stranger."""

from collections.abc import Callable
from typing import Any

from hanse.sandbox.cj import moving, shown, stock
from hanse.sandbox.cj.call import Record
from hanse.sandbox.cj.goods import CATEGORIES, WAREHOUSES, Good, Shelf, Variant
from hanse.sandbox.cj.limits import OF_LEVEL, points_a_day
from hanse.sandbox.cj.order import Order, dollars
from hanse.sandbox.cj.paying import pay_by_hand
from hanse.sandbox.cj.refusals import Refusal
from hanse.sandbox.cj.supplier import Account, Supplier
from hanse.sandbox.cj.webhooks import tell_all

Act = Callable[[Supplier, Account, Order], None]
ACTS: dict[str, Act] = {
    "pay": pay_by_hand,
    "ship": moving.ship,
    "deliver": moving.deliver,
    "retrack": moving.retrack,
    "cancel": moving.cancel,
    "connect": moving.connect,
    "split": moving.split,
}
OF_ACCOUNT = {
    "level": int,
    "verified": bool,
    "qps": int,
    "best_month_usd": int,
    "is_restricted": bool,
    "has_key": bool,
}
OF_RULES = (
    *(
        "ship_after_s",
        "deliver_after_s",
        "per_ip",
        "guarded",
        "answer_s",
        "intercept",
        "source_after_s",
    ),
)


# Accounts and rules


def account_of(supplier: Supplier, account: Account) -> Record:
    """What a program needs to begin, and how the account stands."""
    return {
        "name": account.name,
        "apiKey": account.api_key,
        "openId": account.open_id,
        "balance": f"{account.balance / 100:.2f}",
        "points": account.meter.points,
        "points_max": points_a_day(account, supplier.clock.now()),
        "hooks": {hook.topic: hook.url for hook in account.hooks.values() if hook.is_on},
        **{name: getattr(account, name) for name in OF_ACCOUNT},
    }


def change_account(supplier: Supplier, document: Record) -> Account:
    """Open it if it is not there; and set what the document says, or nothing of it."""
    wanted = {name: value for name, value in document.items() if name not in ("name", "balance")}
    _known(wanted, tuple(OF_ACCOUNT), "An account")
    values: Record = {
        name: None if value is None and name == "qps" else OF_ACCOUNT[name](value)
        for name, value in wanted.items()
    }
    if not 0 <= values.get("level", 0) < len(OF_LEVEL):
        raise ValueError(f"A level is from 0 to {len(OF_LEVEL) - 1}.")
    balance = round(float(document["balance"]) * 100) if "balance" in document else None
    account = supplier.open(str(document.get("name") or next(iter(supplier.accounts))))
    for name, value in values.items():
        setattr(account, name, value)
    if balance is not None:
        account.balance = balance
    return account


def rules_of(supplier: Supplier) -> Record:
    return {name: getattr(supplier.rules, name) for name in OF_RULES}


def change_rules(supplier: Supplier, document: Record) -> None:
    """What is under way already keeps its time."""
    _known(document, OF_RULES, "The rules")
    values = {name: _rule(name, value) for name, value in document.items()}
    for name, value in values.items():
        setattr(supplier.rules, name, value)


def _rule(name: str, value: Any) -> Any:
    if name == "intercept":
        return str(value or "")
    if name == "guarded":
        return bool(value)
    if name == "per_ip":
        return max(0, int(value))
    if name == "answer_s":
        return max(0.0, float(value))
    return None if value is None else max(0.0, float(value))


# Goods


def variant_of(each: Variant, good: Good) -> Record:
    shelves = each.shelves.items()
    return {
        "vid": each.vid,
        "pid": each.pid,
        "sku": each.sku,
        "spu": good.sku,
        "name": f"{good.name} {each.key}",
        "price": f"{each.cents / 100:.2f}",
        "weight_g": each.weight_g,
        "on": each.is_on and good.is_on,
        "stock": {at: {"cj": shelf.cj, "factory": shelf.factory} for at, shelf in shelves},
    }


def change_variant(supplier: Supplier, document: Record) -> Variant:
    """By vid or SKU: its stock in a country, its price, its weight, whether it is sold. Who has
    registered is told; `product_on` takes the whole product off the shelf or back."""
    names = ("variant", "country", "stock", "factory", "price", "weight_g", "on", "product_on")
    _known(document, names, "A variant")
    each = find(supplier, str(document.get("variant", "")))
    country = str(document.get("country", "CN"))
    if country not in WAREHOUSES:
        raise ValueError(f"There is no warehouse in {country}, only in {', '.join(WAREHOUSES)}.")
    counts = {name: int(document[name]) for name in ("stock", "factory") if name in document}
    price = round(float(document["price"]) * 100) if "price" in document else each.cents
    weight_g = int(document.get("weight_g", each.weight_g))
    if price <= 0 or weight_g <= 0 or any(count < 0 for count in counts.values()):
        raise ValueError("Stock is 0 or more; a price and a weight are above 0.")
    if counts:
        shelf = each.shelves.setdefault(country, Shelf(0, 0, True))
        shelf.cj, shelf.factory = (
            counts.get("stock", shelf.cj),
            counts.get("factory", shelf.factory),
        )
        stock.tell_of(supplier, each)
    changed = [
        name
        for name, before, after in (
            ("variantSellPrice", each.cents, price),
            ("variantWeight", each.weight_g, weight_g),
            ("variantStatus", each.is_on, bool(document.get("on", each.is_on))),
        )
        if before != after
    ]
    each.cents, each.weight_g = price, weight_g
    each.is_on = bool(document.get("on", each.is_on))
    if changed:
        tell_all(supplier, "product", "VARIANT", _variant_news(supplier, each, changed))
    good = supplier.goods.good_of(each)
    if "product_on" in document and good.is_on != bool(document["product_on"]):
        good.is_on = bool(document["product_on"])
        tell_all(supplier, "product", "PRODUCT", _product_news(good, ["productStatus"]))
    return each


def find(supplier: Supplier, reference: str) -> Variant:
    if (found := supplier.goods.variant(reference)) is None:
        raise LookupError(f"The supplier has no variant {reference!r}: give a vid or a SKU.")
    return found


def _variant_news(supplier: Supplier, each: Variant, changed: list[str]) -> Record:
    """What did not change is null, but for the id."""
    whole = shown.variant(supplier.goods.good_of(each), each)
    names = ("Weight", "Length", "Width", "Height", "Image", "Sku", "Key", "SellPrice")
    row = {f"variant{name}": whole[f"variant{name}"] for name in names}
    row |= {"variantName": whole["variantNameEn"], "variantStatus": int(each.is_on)}
    row |= {"variantValue1": each.key, "variantValue2": None, "variantValue3": None}
    kept = {name: value if name in changed else None for name, value in row.items()}
    return {"vid": each.vid, **kept, "fields": changed}


def _product_news(good: Good, changed: list[str]) -> Record:
    row: Record = {
        "categoryId": CATEGORIES[good.noun],
        "categoryName": good.noun,
        "productDescription": good.name,
        "productImage": shown.picture(good),
        "productName": good.name,
        "productNameEn": good.name,
        "productProperty1": None,
        "productProperty2": None,
        "productProperty3": None,
        "productSellPrice": shown.price_text(good),
        "productSku": good.sku,
        "productStatus": shown.ON if good.is_on else shown.OFF,
    }
    kept = {name: value if name in changed else None for name, value in row.items()}
    return {"pid": good.pid, **kept, "fields": changed}


# Orders


def act(supplier: Supplier, document: Record) -> Record:
    """One of ACTS, `track` with a status, or `intercept` with words; by id or number."""
    account, order = _order(supplier, document)
    what = str(document.get("do", ""))
    with supplier.ledger.by("supplier"):
        if what == "track":
            moving.track(supplier, account, order, int(document.get("status", -1)))
        elif what == "intercept":
            words = str(document.get("message", ""))
            order.intercepts[:] = [{"code": "intercept", "message": words}] if words else []
        elif what in ACTS:
            try:
                ACTS[what](supplier, account, order)
            except Refusal as refused:
                raise ValueError(f"{refused.words}.") from refused
        else:
            raise ValueError(f"Do one of {', '.join((*ACTS, 'track', 'intercept'))}, not {what!r}.")
        if what != "pay":  # which counts itself
            supplier.note(f"order.{what}", order.number)
    return order_of(account, order)


def _order(supplier: Supplier, document: Record) -> tuple[Account, Order]:
    reference = str(document.get("order", ""))
    for account in supplier.accounts.values():
        if document.get("account") in (None, "", account.name) and (
            found := account.order(reference)
        ):
            return account, found
    raise LookupError(f"The supplier has no order {reference!r}: give its id or your number.")


def order_of(account: Account, order: Order) -> Record:
    return {
        "account": account.name,
        "id": order.id,
        "number": order.number,
        "status": order.state,
        "times_paid": order.times_paid,
        "paid_usd": f"{order.paid_cents / 100:.2f}",
        "total_usd": f"{dollars(order.cents):.2f}",
        "tracking": order.tracking,
        "split_of": order.split_of,
        "intercepts": order.intercepts,
        "lines": [{"sku": line.sku, "quantity": line.quantity} for line in order.lines],
    }


def counted(supplier: Supplier, number: str) -> Record:
    """How many orders there are under this number, how often they were paid, and how much. Parts
    of a split order are shown and not counted, for nobody ordered them."""
    rows = [
        (account, order)
        for account in supplier.accounts.values()
        for order in account.orders.values()
        if order.number == number
    ]
    real = [order for _, order in rows if not order.split_of]
    return {
        "number": number,
        "exist": len(real),
        "created": supplier.ledger.count("cj", "order.create", number),
        "paid": sum(order.times_paid for order in real),
        "paid_usd": f"{sum(order.paid_cents for order in real) / 100:.2f}",
        "orders": [order_of(account, order) for account, order in rows],
    }


def _known(document: Record, names: tuple[str, ...], what: str) -> None:
    if unknown := set(document) - set(names):
        raise ValueError(f"{what} has no {', '.join(sorted(unknown))}, only {', '.join(names)}.")
