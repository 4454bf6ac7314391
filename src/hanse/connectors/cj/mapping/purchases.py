"""Orders at CJ, as it shows them."""

from collections.abc import Iterator, Mapping

from hanse.base.faults import Finding, Severity
from hanse.base.text import clean, truncate
from hanse.connectors.cj.mapping.goods import CURRENCY, country_in
from hanse.trade.documents import Document
from hanse.trade.supply import Purchase, PurchaseLine, PurchaseParcel, PurchaseState

# In their order. What is in the cart is there, and waits to be confirmed before it waits for money.
STATES: Mapping[str, PurchaseState] = {
    "CREATED": PurchaseState.unpaid,
    "IN_CART": PurchaseState.unpaid,
    "UNPAID": PurchaseState.unpaid,
    "UNSHIPPED": PurchaseState.ordered,
    "SHIPPED": PurchaseState.sent,
    "DELIVERED": PurchaseState.delivered,
    "CANCELLED": PurchaseState.cancelled,
}
UNCONFIRMED = frozenset({"CREATED", "IN_CART"})
PAID = frozenset({PurchaseState.ordered, PurchaseState.sent, PurchaseState.delivered})
REASON_CHARS = 200
REASONS_MAX = 10


def purchase_id(value: object) -> str | None:
    if not isinstance(value, Mapping):
        return None
    document = Document(value)
    return document.key("orderId") or document.key("cjOrderId")


def purchase(value: object) -> Purchase | Finding:
    document = Document(value if isinstance(value, Mapping) else {})
    remote_id = purchase_id(document.fields)
    if remote_id is None:
        return Finding(
            Severity.error, "no_id", "An order of CJ says not which one it is.", field="orderId"
        )
    document.need("orderStatus", "orderNum")
    country = document.filled("shippingCountryCode")
    lines = tuple(lines_of(document))
    parcel = parcel_of(document)
    reasons = tuple(intercepted(document))
    return Purchase(
        remote_id=remote_id,
        number=document.key("orderNum"),
        state=document.word("orderStatus", STATES),
        word=document.text("orderStatus") or "",
        goods=document.money("productAmount", CURRENCY),
        freight=document.money("postageAmount", CURRENCY),
        total=document.money("orderAmount", CURRENCY),
        country=country_in(country) if country else None,
        freight_code=document.filled("logisticName"),
        lines=lines,
        parcels=(parcel,) if parcel else (),
        pay_url=document.filled("cjPayUrl"),
        dispute_id=document.key("disputeId"),
        ordered_at=document.instant("createDate"),
        paid_at=document.instant("paymentDate"),
        findings=(*document.said, *reasons),
    )


def lines_of(document: Document) -> Iterator[PurchaseLine]:
    """`storeLineItemId` is what we have said of the line: its product."""
    for each in document.many("productList"):
        yield PurchaseLine(
            variant_id=each.key("vid"),
            product_id=each.key("storeLineItemId"),
            quantity=each.whole("quantity"),
            line_id=each.key("lineItemId"),
        )


def parcel_of(document: Document) -> PurchaseParcel | None:
    number = document.key("trackNumber")
    if number is None:
        return None
    return PurchaseParcel(
        number=number,
        carrier=document.filled("logisticName"),
        url=document.filled("trackingUrl"),
    )


def intercepted(document: Document) -> Iterator[Finding]:
    """Why CJ holds an order back, in its own words."""
    for number, each in enumerate(document.many("interceptOrderReasons")):
        if number == REASONS_MAX:
            return
        code, said = each.key("code") or "", each.text("message") or ""
        yield Finding(
            Severity.warning,
            "intercepted",
            f"CJ holds the order back ({truncate(clean(code), 40) or 'no code'}):"
            f" {truncate(clean(said), REASON_CHARS) or 'it does not say why'}.",
            "Correct it in My CJ.",
            f"interceptOrderReasons[{number}]",
        )
