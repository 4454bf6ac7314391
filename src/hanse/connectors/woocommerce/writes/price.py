"""What a buyer pays, and what is struck out beside it."""

from collections.abc import Iterable, Sequence
from types import NoneType
from typing import Any

from hanse.base.faults import Finding, Severity
from hanse.base.money import Money
from hanse.connectors.woocommerce.writes import batch
from hanse.connectors.woocommerce.writes.batch import error, hint, warning
from hanse.trade.fields import Fields
from hanse.trade.goods import Offer, Product
from hanse.trade.ports_read import Kind
from hanse.trade.ports_write import Found, Piece, Target, Wanted, WritePort
from hanse.trade.shop import Shop

Prices = dict[str, Money | None]  # by the fields of the store; None: none

MONEY = (Money, NoneType)
KIND = "offers.price"
FIELDS = frozenset({"price", "compare_at", "regular", "sale_price"})
NAMES = {
    "price": "price that is paid",
    "compare_at": "regular price, struck out",
    "regular": "regular price",
    "sale_price": "sale price",
}
# The store's own two fields, which may be wanted by themselves.
OWN = {"regular": "regular_price", "sale_price": "sale_price"}


def piece(wanted: Wanted, shop: Shop) -> Piece:
    findings: list[Finding] = list(strange(wanted.after))
    prices: Prices = {}
    if not findings:
        prices = wished(wanted.after, wanted.shown, findings)
    row = {
        name: worded(each, shop, field_of(name, wanted.after), findings)
        for name, each in prices.items()
    }
    return batch.piece(wanted, row, dict.fromkeys(findings), FIELDS)


def field_of(theirs: str, after: Fields) -> str:
    """The field in which a person entered what becomes this price."""
    if theirs == "regular_price" and money(after, "compare_at"):
        return "compare_at"
    if "price" in after:
        return "price"
    return next((ours for ours, each in OWN.items() if each == theirs and ours in after), "price")


def strange(after: Fields) -> Iterable[Finding]:
    for name in sorted(FIELDS & set(after)):
        if not isinstance(after[name], MONEY):
            yield error("no_money", f"The {NAMES[name]} is no money.", "Enter an amount.", name)


def money(fields: Fields, name: str) -> Money | None:
    value = fields.get(name)
    return value if isinstance(value, Money) else None


def planned(shown: Fields) -> Money | None:
    """The price of a sale that is kept but does not run now."""
    return money(shown, "sale_price") if money(shown, "compare_at") is None else None


def wished(after: Fields, shown: Fields, findings: list[Finding]) -> Prices:
    """The two prices of the store that make the wish true; none that is not in it is touched."""
    if money(after, "compare_at"):
        prices = struck_out(after, shown, findings)
    elif "compare_at" in after:
        prices = bare(after, shown, findings)
    elif "price" in after:
        prices = paid(after, shown, findings)
    else:
        prices = {}
    for ours, theirs in OWN.items():
        if ours in after and prices.get(theirs, after[ours]) != after[ours]:
            findings.append(
                error(
                    "two_wishes",
                    f"The {NAMES[ours]} is to be {said(after[ours])}, but the price that is to be"
                    f" paid makes it {said(prices[theirs])}.",
                    "Leave one of the two out.",
                    ours,
                )
            )
        elif ours in after:
            prices[theirs] = money(after, ours)
    if not any(each.severity is Severity.error for each in findings):
        findings.extend(not_below(prices, after, shown))
    return prices


def struck_out(after: Fields, shown: Fields, findings: list[Finding]) -> Prices:
    """A sale. One that is planned has dates of its own, by which this one would begin and end."""
    if sale := planned(shown):
        findings.append(
            error(
                "sale_planned",
                f"A sale at {sale} is planned, and its dates would hold for this price too.",
                "End the planned sale in the shop, or change the price only.",
                "compare_at",
            )
        )
    price = money(after, "price") if "price" in after else money(shown, "price")
    if price is None:
        findings.append(NO_PRICE)
    return {"regular_price": money(after, "compare_at"), "sale_price": price}


def bare(after: Fields, shown: Fields, findings: list[Finding]) -> Prices:
    """No sale; but one that only is planned strikes nothing out, so it is left alone."""
    if planned(shown):
        return paid(after, shown, findings)
    return {"regular_price": now_paid(after, shown, findings), "sale_price": None}


def paid(after: Fields, shown: Fields, findings: list[Finding]) -> Prices:
    """The price alone: in a sale it is that of the sale, whose dates stay."""
    if "price" in after and after["price"] is None:
        findings.append(NOT_SOLD)
        return {"regular_price": None, "sale_price": None}
    price = now_paid(after, shown, findings)
    if money(shown, "compare_at"):
        findings.append(SALE_RUNS)
        return {"sale_price": price}
    if sale := planned(shown):
        findings.append(still_planned(sale, price))
    return {"regular_price": price}


def now_paid(after: Fields, shown: Fields, findings: list[Finding]) -> Money | None:
    price = money(after, "price") if "price" in after else money(shown, "price")
    if price is None and "price" in after:
        findings.append(NOT_SOLD)
    elif price is None:
        findings.append(NO_PRICE)
    return price


NO_PRICE = error("no_price", "There is no price to be paid.", "Enter a price too.", "price")
NOT_SOLD = warning(
    "not_sold",
    "Without a price nobody can buy it.",
    "Hide the product instead if it is to stay away from buyers.",
    "price",
)
SALE_RUNS = hint(
    "sale_runs",
    "A sale is running, so its price changes. It ends on the day that stands in the shop.",
    "To end the sale now, set that nothing is struck out.",
    "price",
)


def still_planned(sale: Money, price: Money | None) -> Finding:
    if price and sale.currency == price.currency and sale.minor >= price.minor:
        return warning(
            "sale_dropped",
            f"A sale at {sale} is planned, which is not below the new price: the store drops it.",
            "Plan the sale anew in the shop.",
            "price",
        )
    return hint(
        "sale_planned",
        f"A sale at {sale} is planned. It stays, and begins on the day that stands in the shop.",
        "Change or end it in the shop if it is not wanted any more.",
        "price",
    )


def not_below(prices: Prices, after: Fields, shown: Fields) -> Iterable[Finding]:
    """A sale that is not below the regular price is dropped without a word (recording 049)."""
    sale = prices.get("sale_price")
    if sale is None:
        if "sale_price" in prices or "regular" not in after:
            return
        sale = money(shown, "sale_price")  # the regular price alone moves under it
    known = money(shown, "regular") or money(shown, "compare_at")
    regular = prices.get("regular_price", known)
    if sale and regular and sale.currency == regular.currency and sale.minor >= regular.minor:
        field = next((each for each in ("price", "sale_price") if each in after), "regular")
        yield error(
            "not_below",
            f"The sale price {sale} is not below the regular price {regular}: the store would drop"
            " the sale.",
            "Lower it, or raise the regular price with it.",
            field,
        )


def said(value: object) -> str:
    return "none" if value is None else str(value)


def worded(money: Money | None, shop: Shop, field: str, findings: list[Finding]) -> str:
    """As the store reads it: digits, a point, the decimals that the shop shows. It would take
    any, and cut none (recordings 185 and 197 to 200), so what does not fit is refused here."""
    if money is None:
        return ""
    if money.currency != shop.currency:
        findings.append(
            error(
                "other_currency",
                f"{money} is not in {shop.currency}, the currency of the shop.",
                f"Enter it in {shop.currency}.",
                field,
            )
        )
        return ""
    if money.minor < 0:
        findings.append(
            error("below_zero", f"{money} is below 0.", "Enter an amount of 0 or more.", field)
        )
        return ""
    amount = money.on_wire(shop.decimals, field)
    if isinstance(amount, Finding):
        findings.append(amount)
        return ""
    return f"{amount:f}"


# What is read back


def found(kind: Kind, value: Any) -> Sequence[Found]:
    """Of a simple product its own offer; what has variations is not sold itself."""
    if kind is Kind.products and isinstance(value, Product):
        missing = batch.unread(value.findings)
        target = Target(value.remote_id)
        return tuple(Found(target, shown(each, missing)) for each in value.offers)
    if kind is Kind.offers and isinstance(value, Offer) and value.variant_id:
        missing = batch.unread(value.findings)
        return (Found(Target(value.variant_id, value.product_id), shown(value, missing)),)
    return ()


def shown(offer: Offer, missing: frozenset[str]) -> Fields:
    sale = offer.sale.price if offer.sale else None
    told = (
        ("price", offer.price, {"price"}),
        ("compare_at", offer.compare_at, {"price", "regular_price", "on_sale"}),
        ("regular", offer.regular, {"regular_price"}),
        ("sale_price", sale, {"sale_price"}),
    )
    return {name: value for name, value, needed in told if not needed & missing}


PORT = WritePort(
    KIND,
    FIELDS,
    piece,
    batch.updating(KIND),
    batch.updated,
    batch.readings,
    found,
    leans_on=FIELDS,
    names=NAMES,
)
