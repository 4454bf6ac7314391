"""Orders with their refunds and parcels. Amounts are in the money of the shop; what the buyer saw
in another stands beside them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from hanse.base.currency import EXPONENTS
from hanse.base.faults import Finding
from hanse.connectors.shopify.mapping.amounts import (
    TAKEN,
    Purse,
    amount,
    buyer_charges,
    discount,
    gift_card,
    less,
    line_sums,
    of_shop,
    shipping,
)
from hanse.connectors.shopify.mapping.ids import (
    has_more,
    identified,
    inner_id,
    opened_thing,
    remote_id,
    rows,
)
from hanse.connectors.shopify.mapping.people import address, buyer
from hanse.trade.documents import Document
from hanse.trade.orders import Fulfilment, Order, OrderLine, OrderState, Refund, RefundLine
from hanse.trade.people import Buyer

# Whether the goods are still to go out.
OPEN: Mapping[str, bool] = {
    "UNFULFILLED": True,
    "PARTIALLY_FULFILLED": True,
    "IN_PROGRESS": True,
    "ON_HOLD": True,
    "OPEN": True,
    "PENDING_FULFILLMENT": True,
    "REQUEST_DECLINED": True,
    "SCHEDULED": True,
    "FULFILLED": False,
    "FULFILLMENT_NOT_REQUIRED": False,
    "RESTOCKED": False,
}
# What payment alone decides; None leaves it to the goods.
PAYMENTS: Mapping[str, OrderState | None] = {
    "PENDING": OrderState.awaiting_payment,
    "PARTIALLY_PAID": OrderState.awaiting_payment,
    "EXPIRED": OrderState.awaiting_payment,
    "VOIDED": OrderState.cancelled,
    "REFUNDED": OrderState.refunded,
    "AUTHORIZED": None,
    "PAID": None,
    "PARTIALLY_REFUNDED": None,
}
# The same words in the states of the order book, goods and payment apart.
BOOK_STATES: Mapping[str, str] = {
    "UNFULFILLED": "confirmed",
    "OPEN": "confirmed",
    "ON_HOLD": "confirmed",
    "SCHEDULED": "confirmed",
    "REQUEST_DECLINED": "confirmed",
    "PENDING_FULFILLMENT": "processing",
    "IN_PROGRESS": "processing",
    "PARTIALLY_FULFILLED": "processing",
    "FULFILLED": "shipped",
    "FULFILLMENT_NOT_REQUIRED": "delivered",
    "RESTOCKED": "returned",
}
BOOK_PAYMENTS: Mapping[str, str] = {
    "PENDING": "unpaid",
    "PARTIALLY_PAID": "unpaid",
    "EXPIRED": "unpaid",
    "VOIDED": "unpaid",
    "AUTHORIZED": "authorised",
    "PAID": "paid",
    "PARTIALLY_REFUNDED": "part_refunded",
    "REFUNDED": "refunded",
}
# Whether goods that had left lie in the shop again; nobody says what the old way meant.
BACK: Mapping[str, bool | None] = {
    "RETURN": True,
    "CANCEL": False,
    "NO_RESTOCK": False,
    "LEGACY_RESTOCK": None,
}
SENT: Mapping[str, bool] = {
    "SUCCESS": True,
    "OPEN": True,
    "PENDING": True,
    "CANCELLED": False,
    "ERROR": False,
    "FAILURE": False,
}


def order(value: object) -> Order | Finding:
    document = opened_thing(value)
    if isinstance(document, Finding):
        return document
    document.need("name", "createdAt", "currencyCode", "totalPriceSet", "lineItems", "refunds")
    order_id, currency = remote_id(document) or "", document.filled("currencyCode") or ""
    if currency not in EXPONENTS:
        document.doubt("currencyCode", "no_currency", "The order is in no currency that we know.")
        currency = ""
    taxed, purse = document.flag("taxesIncluded"), of_shop(currency)
    lines = identified(document, "lineItems")
    customer, home, bill = (
        document.one(name) for name in ("customer", "shippingAddress", "billingAddress")
    )
    payment = first_payment(document)
    if document.flag("test"):
        document.doubt("test", "test_order", "This is a test order: nobody pays for it.")
    told = Order(
        remote_id=order_id,
        number=document.filled("name"),
        state=state_of(document),
        state_word=document.filled("displayFulfillmentStatus"),
        currency=currency or None,
        prices_include_tax=taxed,
        total=amount(document, "totalPriceSet", purse),
        tax=amount(document, "totalTaxSet", purse),
        shipping=shipping(document, purse, taxed),
        discount=discount(document, purse, taxed),
        tip=amount(document, "totalTipReceivedSet", purse),
        duty=amount(document, "originalTotalDutiesSet", purse),
        gift_card=gift_card(document, purse),
        buyer_charges=buyer_charges(document, [each for _, each in lines], currency, taxed),
        lines=tuple(line(each, key, purse, taxed) for key, each in lines),
        fees=(),
        buyer=payer(document, customer, bill),
        billing=address(bill) if bill else None,
        shipping_to=address(home) if home else None,
        note=document.filled("note"),
        payment_method=payment.filled("gateway") if payment else None,
        payment_title=None,
        transaction_id=remote_id(payment) if payment else None,
        created_via=document.filled("sourceName"),
        refund_ids=tuple(key for each in document.many("refunds") if (key := remote_id(each))),
        coupons=document.texts("discountCodes"),
        own_key=document.filled("sourceIdentifier"),
        placed_at=document.instant("processedAt") or document.instant("createdAt"),
        paid_at=paid_at(document, payment),
        completed_at=document.instant("closedAt"),
        modified_at=document.instant("updatedAt"),
        refunds=tuple(refund(each, order_id, purse, taxed) for each in known(document, "refunds")),
        fulfilments=tuple(
            fulfilment(each, order_id)
            for each in known(document, "fulfillments")
            if each.word("status", SENT) is not False
        ),
        paid_word=document.filled("displayFinancialStatus"),
        incomplete=left_out(document),
    )
    return replace(told, findings=document.said)


def payer(document: Document, customer: Document | None, bill: Document | None) -> Buyer | None:
    """A guest is not kept as a customer: who paid is in the order itself."""
    if customer:
        return replace(buyer(customer), findings=())
    first, last = (bill.filled(name) if bill else None for name in ("firstName", "lastName"))
    guest = Buyer(None, document.filled("email"), first, last, document.filled("phone"))
    return None if guest == Buyer(None, None, None, None, None) else guest


def known(document: Document, name: str) -> list[Document]:
    """Of a plain list, what says which thing it is."""
    return [each for each in document.many(name) if remote_id(each)]


def left_out(document: Document) -> bool:
    """Lines of the order beyond a page; those of refunds and parcels also where none were asked."""
    inner = [
        (each, name)
        for many, name in (("refunds", "refundLineItems"), ("fulfillments", "fulfillmentLineItems"))
        for each in document.many(many)
    ]
    short = has_more(document, "lineItems") or any(
        name not in each.fields or has_more(each, name) for each, name in inner
    )
    if short:
        document.doubt(
            "lineItems",
            "more_lines",
            "Not all lines of the order, its refunds or parcels are here.",
        )
    return short


def state_of(document: Document) -> OrderState | None:
    """The platform keeps payment and goods apart and has no one word; null: nothing to pay."""
    paid = document.word("displayFinancialStatus", PAYMENTS)
    goods = document.word("displayFulfillmentStatus", OPEN)
    word = document.text("displayFinancialStatus")
    if document.filled("cancelledAt"):
        return OrderState.cancelled
    if paid is not None or (word and word not in PAYMENTS):
        return paid
    if goods is None:
        return None
    return OrderState.to_fulfil if goods else OrderState.done


def line(document: Document, key: str, purse: Purse, taxed: bool | None) -> OrderLine:
    document.need("quantity", "originalUnitPriceSet")
    sums = line_sums(document, purse, taxed)
    product_id = inner_id(document, "product")
    if product_id is None:
        document.doubt("product", "no_product", "The shop no longer knows the product of a line.")
    return OrderLine(
        remote_id=key,
        product_id=product_id,
        variant_id=inner_id(document, "variant"),
        sku=document.filled("sku"),
        title=titled(document),
        quantity=document.whole("quantity"),
        unit_price=sums.unit,
        subtotal=sums.subtotal,
        total=sums.total,
        tax=sums.tax,
    )


def titled(document: Document) -> str | None:
    parts = [document.filled("title"), document.filled("variantTitle")]
    return " - ".join(each for each in parts if each) or None


# Payments, refunds, parcels


def first_payment(document: Document) -> Document | None:
    """The first that took money, else the first that tried."""
    tried = [each for each in document.many("transactions") if each.text("kind") != "REFUND"]
    took = [e for e in tried if e.text("kind") in TAKEN and e.text("status") == "SUCCESS"]
    return next(iter(took or tried), None)


def paid_at(document: Document, payment: Document | None) -> datetime | None:
    if payment is None or payment.text("kind") not in TAKEN or payment.text("status") != "SUCCESS":
        return None
    return payment.instant("processedAt")


def refund(document: Document, order_id: str, purse: Purse, taxed: bool | None) -> Refund:
    """What went back is the sum of its payments, so 0 means that goods alone came back."""
    back = amount(document, "totalRefundedSet", purse)
    return Refund(
        remote_id=remote_id(document) or "",
        order_id=order_id,
        amount=back,
        reason=document.filled("note"),
        paid_back=None if back is None else back.minor > 0,
        refunded_at=document.instant("createdAt"),
        lines=tuple(refund_line(each, purse, taxed) for each in rows(document, "refundLineItems")),
    )


def refund_line(document: Document, purse: Purse, taxed: bool | None) -> RefundLine:
    """guessed: that the subtotal holds tax where the prices of the order do."""
    told, tax = (amount(document, name, purse) for name in ("subtotalSet", "totalTaxSet"))
    return RefundLine(
        order_line_id=inner_id(document, "lineItem"),
        quantity=document.whole("quantity"),
        total=told if taxed is False else less(told, tax) if taxed else None,
        tax=tax,
        came_back=document.word("restockType", BACK),
    )


def fulfilment(document: Document, order_id: str) -> Fulfilment:
    """guessed: that it went out when it was made. Of several numbers the first is kept."""
    tracking = list(document.many("trackingInfo"))
    if len(tracking) > 1:
        document.doubt(
            "trackingInfo", "more_numbers", "A parcel has more than one number; the first is kept."
        )
    first = tracking[0] if tracking else Document({})
    return Fulfilment(
        remote_id=remote_id(document) or "",
        order_id=order_id,
        carrier=first.filled("company"),
        tracking_number=first.filled("number"),
        tracking_url=first.filled("url"),
        shipped_at=document.instant("createdAt"),
        order_line_ids=tuple(
            key
            for each in rows(document, "fulfillmentLineItems")
            if (key := inner_id(each, "lineItem"))
        ),
    )
