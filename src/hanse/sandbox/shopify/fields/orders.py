"""Orders and what hangs on them."""

from collections.abc import Callable, Iterator
from typing import Any

from hanse.sandbox.shopify import sales
from hanse.sandbox.shopify.ask import Ask, Fields, Lists, gid, ids, plain
from hanse.sandbox.shopify.catalog import ITEM_OF_VARIANT
from hanse.sandbox.shopify.fields.lists import searched
from hanse.sandbox.shopify.fields.stock import location
from hanse.sandbox.shopify.paging import Listed, Rows, Streamed
from hanse.sandbox.shopify.search import Field
from hanse.sandbox.shopify.table import Record

Args = dict[str, Any]
Sum = Callable[[Record], int]


def _bag(minor: Sum) -> Callable[[Record, Ask, Args], Record]:
    return lambda row, ask, _args: ask.bag(minor(row))


def _none(_row: Record) -> int:
    return 0


def parent(row: Record, ask: Ask, _args: Args) -> Record | None:
    return ask.shop.orders.row(row["order"])


def customer_of(row: Record, ask: Ask, _args: Args) -> Record | None:
    return ask.shop.customers.row(row["customer"]) if row["customer"] else None


def address(row: Record, _ask: Ask, _args: Args) -> Record | None:
    """Every address is the row's own; one number for it is enough here."""
    if row["address"] is None:
        return None
    found: Record = row["address"]
    return found | {"id": f"{gid('MailingAddress', row['id'])}?model_name=Address"}


def _name(row: Record, _ask: Ask, _args: Args) -> str:
    return f"{row['firstName'] or ''} {row['lastName'] or ''}".strip()


def _formatted(row: Record, ask: Ask, args: Args) -> list[str]:
    head = [_name(row, ask, args)] if args.get("withName") else []
    town = " ".join(str(row[n]) for n in ("city", "provinceCode", "zip") if row[n])
    return [*head, row["address1"], town, row["country"]]


def _line_total(row: Record) -> int:
    return int(row["price"] * row["quantity"])


def _line_of(name: str) -> Callable[[Record, Ask, Args], Any]:
    """The line of the order that a part of a fulfilment, a refund or an opening means."""

    def look(row: Record, _ask: Ask, _args: Args) -> Any:
        return sales.stored_line(row["of"], row[name])

    return look


def _parts(row: Record, ask: Ask, _args: Args) -> Listed:
    """Rows of a child of an order, with the order at hand for those who look further."""
    order = ask.shop.orders.row(row["order"])
    return Listed([part | {"of": order, "location": row["location"]} for part in row["lines"]])


def _refund_parts(row: Record, ask: Ask, _args: Args) -> Listed:
    order = ask.shop.orders.row(row["order"])
    return Listed([part | {"of": order} for part in row["lines"]])


def _refund_transactions(row: Record, ask: Ask, _args: Args) -> Listed:
    order = ask.shop.orders.row(row["order"])
    found = order["transactions"] if order else []
    return Listed([t | {"of": order} for t in found if t["id"] in row["transactions"]])


def _refund_shipping(row: Record, ask: Ask, _args: Args) -> Listed:
    order = ask.shop.orders.row(row["order"])
    if not row["shipping"] or not order:
        return Listed([])
    return Listed([{"id": row["id"], "amount": row["shipping"], "line": order["shipping"][0]}])


def _transactions(row: Record, _ask: Ask, args: Args) -> list[Record]:
    return [t | {"of": row} for t in row["transactions"]][: args.get("first")]


def _transaction_before(row: Record, _ask: Ask, _args: Args) -> Record | None:
    found = (t for t in row["of"]["transactions"] if t["id"] == row["parent"])
    return next((t | {"of": row["of"]} for t in found), None)


def unfulfilled(row: Record) -> int:
    return max(int(row["currentQuantity"]) - int(row["fulfilled"]), 0)


def _is_closed(row: Record, _ask: Ask, _args: Args) -> bool:
    return row["closedAt"] is not None


def _openings(row: Record, _ask: Ask, _args: Args) -> Listed:
    return Listed(row["fulfillmentOrders"])


def all_openings(_row: Any, ask: Ask, args: Args) -> Rows:
    """Fulfilment orders of all orders; the closed ones only when asked for."""
    shop = ask.shop
    search = searched(ask, args, OPENING_FIELDS, ())
    # Openings of an order that nobody has touched are as old as the order itself.
    since = search.since() if search else None
    hidden = () if args.get("includeClosed") else ("CLOSED", "CANCELLED")

    def behind(last: int | None) -> Iterator[Record]:
        order_id = None if last is None else sales.order_of(sales.FULFILLMENT_ORDER_FIRST, last)
        low = None if order_id is None else (order_id - 1, order_id - 1)
        for number in shop.orders.walk("id", reverse=False, low=low, high=None, since=since):
            order = shop.orders.row(number)
            for row in order["fulfillmentOrders"] if order else ():
                if row["status"] in hidden or (last is not None and row["id"] <= last):
                    continue
                if search is None or search.passes(row):
                    yield row

    name = {"UPDATED_AT": "updatedAt", "CREATED_AT": "createdAt"}.get(args.get("sortKey") or "")
    if name is None:
        return Streamed(behind)
    return Listed(sorted(behind(None), key=lambda row: (row[name], row["id"])))


OPENING_FIELDS = {
    "id": Field("id", lambda row: row["id"]),
    "status": Field("word", lambda row: row["status"]),
    "assigned_location_id": Field("id", lambda row: row["location"]),
    "updated_at": Field("date", lambda row: row["updatedAt"]),
}


def _actions(row: Record, _ask: Ask, _args: Args) -> list[Record]:
    actions = {
        "OPEN": ("CREATE_FULFILLMENT", "MOVE", "HOLD", "SPLIT"),
        "IN_PROGRESS": ("CREATE_FULFILLMENT", "HOLD"),
        "ON_HOLD": ("RELEASE_HOLD", "MOVE"),
    }
    known = actions.get(row["status"], ())
    return [{"action": action, "externalUrl": None} for action in known]


def _assigned(row: Record, ask: Ask, _args: Args) -> Record:
    place = location(ask.shop, row["location"])
    return {
        "name": place["name"] if place else "",
        "countryCode": place["country"] if place else "US",
        "location": place,
        **dict.fromkeys(("address1", "city", "zip")),
    }


def _destination(row: Record, ask: Ask, _args: Args) -> Record | None:
    order = ask.shop.orders.row(row["order"])
    if order is None or order["address"] is None:
        return None
    to = order["address"]
    names = ("firstName", "lastName", "company", "address1", "address2", "city", "zip", "phone")
    return {name: to[name] for name in names} | {
        "id": gid("FulfillmentOrderDestination", row["id"]),
        "province": to["provinceCode"],
        "countryCode": to["countryCodeV2"],
        "email": order["email"],
    }


def _inventory_item(row: Record, _ask: Ask, _args: Args) -> str | None:
    line = sales.stored_line(row["of"], row["line"])
    return gid("InventoryItem", line["variant"] + ITEM_OF_VARIANT) if line else None


def _of_line(name: str) -> Callable[[Record, Ask, Args], Any]:
    return lambda row, _ask, _args: sales.stored_line(row["of"], row["line"])[name]


def _variant(row: Record, ask: Ask, _args: Args) -> Record | None:
    return ask.shop.variants.row(row["variant"]) if row["variant"] else None


def _product(row: Record, ask: Ask, _args: Args) -> Record | None:
    return ask.shop.products.row(row["product"]) if row["product"] else None


def _gateways(row: Record, _ask: Ask, _args: Args) -> list[str]:
    return list(dict.fromkeys(t["gateway"] for t in row["transactions"]))


ORDER: Fields = {
    ("Order", "closed"): _is_closed,
    ("Order", "confirmed"): plain(True),
    ("Order", "poNumber"): plain(None),
    ("Order", "currencyCode"): lambda _row, ask, _args: ask.shop.currency,
    ("Order", "presentmentCurrencyCode"): lambda _row, ask, _args: ask.shop.currency,
    ("Order", "taxesIncluded"): plain(False),
    ("Order", "registeredSourceUrl"): plain(None),
    ("Order", "app"): plain(None),
    ("Order", "paymentGatewayNames"): _gateways,
    ("Order", "statusPageUrl"): lambda row, ask, _args: (
        f"https://{ask.shop.domain}/{ask.shop.number}/orders/{row['id']}"
    ),
    ("Order", "displayFinancialStatus"): lambda row, _ask, _args: row["financial"],
    ("Order", "displayFulfillmentStatus"): lambda row, _a, _b: sales.fulfillment_status(row),
    ("Order", "returnStatus"): plain("NO_RETURN"),
    ("Order", "fullyPaid"): lambda row, _ask, _args: sales.outstanding(row) == 0,
    ("Order", "unpaid"): lambda row, _ask, _args: sales.outstanding(row) > 0,
    ("Order", "requiresShipping"): lambda row, _ask, _args: any(
        line["requiresShipping"] for line in row["lines"]
    ),
    ("Order", "refundable"): lambda row, _ask, _args: sales.received(row) > sales.refunded(row),
    ("Order", "fulfillable"): lambda row, _ask, _args: any(map(unfulfilled, row["lines"])),
    ("Order", "edited"): plain(False),
    ("Order", "discountCode"): plain(None),
    ("Order", "discountCodes"): plain([]),
    ("Order", "currentSubtotalLineItemsQuantity"): lambda row, _ask, _args: sum(
        line["currentQuantity"] for line in row["lines"]
    ),
    ("Order", "subtotalLineItemsQuantity"): lambda row, _ask, _args: sum(
        line["quantity"] for line in row["lines"]
    ),
    ("Order", "totalWeight"): lambda row, _ask, _args: str(
        int(sum(line["weight"] * line["quantity"] for line in row["lines"]))
    ),
    ("Order", "currentTotalWeight"): lambda row, _ask, _args: str(
        int(sum(line["weight"] * line["currentQuantity"] for line in row["lines"]))
    ),
    ("Order", "customerLocale"): plain("en"),
    ("Order", "clientIp"): plain(None),
    ("Order", "customer"): customer_of,
    ("Order", "shippingAddress"): address,
    ("Order", "billingAddress"): address,
    ("Order", "originalTotalDutiesSet"): plain(None),
    ("Order", "currentTaxLines"): plain([]),
    ("Order", "taxLines"): plain([]),
    ("Order", "shippingLine"): lambda row, _ask, _args: next(iter(row["shipping"]), None),
    ("Order", "fulfillments"): lambda row, _ask, args: row["fulfillments"][: args.get("first")],
    ("Order", "fulfillmentsCount"): lambda row, _ask, _args: {
        "count": len(row["fulfillments"]),
        "precision": "EXACT",
    },
    ("Order", "refunds"): lambda row, _ask, args: row["refunds"][: args.get("first")],
    ("Order", "transactions"): _transactions,
    ("Order", "transactionsCount"): lambda row, _ask, _args: {
        "count": len(row["transactions"]),
        "precision": "EXACT",
    },
    ("Order", "risk"): plain({"recommendation": "NONE"}),
}
SUMS: dict[str, Sum] = {
    "totalPriceSet": sales.total,
    "originalTotalPriceSet": sales.total,
    "subtotalPriceSet": sales.subtotal,
    "totalShippingPriceSet": sales.shipping,
    "totalTaxSet": _none,
    "totalDiscountsSet": _none,
    "totalRefundedSet": sales.refunded,
    "totalRefundedShippingSet": lambda row: sum(made["shipping"] for made in row["refunds"]),
    "totalOutstandingSet": sales.outstanding,
    "totalReceivedSet": sales.received,
    "totalTipReceivedSet": _none,
    "netPaymentSet": lambda row: sales.received(row) - sales.refunded(row),
    "currentTotalPriceSet": sales.current_total,
    "currentSubtotalPriceSet": sales.current_subtotal,
    "currentShippingPriceSet": sales.current_shipping,
    "currentTotalTaxSet": _none,
    "currentTotalDiscountsSet": _none,
}
LINE_SUMS: dict[str, Sum] = {
    "originalUnitPriceSet": lambda row: row["price"],
    "discountedUnitPriceSet": lambda row: row["price"],
    "discountedUnitPriceAfterAllDiscountsSet": lambda row: row["price"],
    "originalTotalSet": _line_total,
    "discountedTotalSet": _line_total,
    "totalDiscountSet": _none,
    "unfulfilledOriginalTotalSet": lambda row: row["price"] * unfulfilled(row),
}
FIELDS: Fields = {
    **ORDER,
    **{("Order", name): _bag(minor) for name, minor in SUMS.items()},
    **{("LineItem", name): _bag(minor) for name, minor in LINE_SUMS.items()},
    ("MailingAddress", "name"): _name,
    ("MailingAddress", "province"): lambda row, _ask, _args: row["provinceCode"],
    ("MailingAddress", "countryCode"): lambda row, _ask, _args: row["countryCodeV2"],
    ("MailingAddress", "latitude"): plain(None),
    ("MailingAddress", "longitude"): plain(None),
    ("MailingAddress", "formatted"): _formatted,
    ("LineItem", "name"): lambda row, _ask, _args: (
        f"{row['title']} - {row['variantTitle']}" if row["variantTitle"] else row["title"]
    ),
    # No discounts are played here.
    ("LineItem", "discountAllocations"): lambda _row, _ask, _args: [],
    ("LineItem", "unfulfilledQuantity"): lambda row, _ask, _args: unfulfilled(row),
    ("LineItem", "refundableQuantity"): lambda row, _ask, _args: row["currentQuantity"],
    ("LineItem", "nonFulfillableQuantity"): plain(0),
    ("LineItem", "isGiftCard"): plain(False),
    ("LineItem", "restockable"): plain(True),
    ("LineItem", "taxLines"): plain([]),
    ("LineItem", "customAttributes"): plain([]),
    ("LineItem", "image"): plain(None),
    ("LineItem", "variant"): _variant,
    ("LineItem", "product"): _product,
    ("ShippingLine", "carrierIdentifier"): plain(None),
    ("ShippingLine", "custom"): plain(False),
    ("ShippingLine", "isRemoved"): plain(False),
    ("ShippingLine", "originalPriceSet"): _bag(lambda row: row["price"]),
    ("ShippingLine", "discountedPriceSet"): _bag(lambda row: row["price"]),
    ("ShippingLine", "currentDiscountedPriceSet"): _bag(lambda row: row["price"]),
    ("ShippingLine", "taxLines"): plain([]),
    ("OrderTransaction", "amountSet"): _bag(lambda row: row["amount"]),
    ("OrderTransaction", "formattedGateway"): lambda row, _ask, _args: row["gateway"].title(),
    ("OrderTransaction", "test"): plain(False),
    ("OrderTransaction", "paymentId"): lambda row, _ask, _args: f"#{row['id']}",
    ("OrderTransaction", "errorCode"): plain(None),
    ("OrderTransaction", "parentTransaction"): _transaction_before,
    ("Fulfillment", "order"): parent,
    ("Fulfillment", "location"): lambda row, ask, _args: location(ask.shop, row["location"]),
    ("Fulfillment", "estimatedDeliveryAt"): plain(None),
    ("Fulfillment", "requiresShipping"): plain(True),
    ("Fulfillment", "totalQuantity"): lambda row, _ask, _args: sum(
        part["quantity"] for part in row["lines"]
    ),
    ("Fulfillment", "trackingInfo"): lambda row, _ask, args: row["tracking"][: args.get("first")],
    ("FulfillmentLineItem", "id"): lambda row, _ask, _args: gid("FulfillmentLineItem", row["line"]),
    ("FulfillmentLineItem", "lineItem"): _line_of("line"),
    ("FulfillmentLineItem", "originalTotalSet"): lambda row, ask, _args: ask.bag(
        row["quantity"] * sales.stored_line(row["of"], row["line"])["price"]
    ),
    ("FulfillmentOrder", "fulfillAt"): lambda row, _ask, _args: row["createdAt"],
    ("FulfillmentOrder", "fulfillBy"): plain(None),
    ("FulfillmentOrder", "orderId"): lambda row, _ask, _args: gid("Order", row["order"]),
    ("FulfillmentOrder", "orderName"): lambda row, ask, args: (parent(row, ask, args) or {})[
        "name"
    ],
    ("FulfillmentOrder", "order"): parent,
    ("FulfillmentOrder", "supportedActions"): _actions,
    ("FulfillmentOrder", "assignedLocation"): _assigned,
    ("FulfillmentOrder", "deliveryMethod"): lambda row, _ask, _args: {
        "id": gid("DeliveryMethod", row["id"]),
        "methodType": "SHIPPING",
    },
    ("FulfillmentOrder", "destination"): _destination,
    ("FulfillmentOrder", "fulfillmentHolds"): plain([]),
    ("FulfillmentOrderLineItem", "remainingQuantity"): lambda row, _ask, _args: row["remaining"],
    ("FulfillmentOrderLineItem", "totalQuantity"): lambda row, _ask, _args: row["total"],
    ("FulfillmentOrderLineItem", "sku"): _of_line("sku"),
    ("FulfillmentOrderLineItem", "inventoryItemId"): _inventory_item,
    ("FulfillmentOrderLineItem", "lineItem"): _line_of("line"),
    ("FulfillmentOrderLineItem", "requiresShipping"): _of_line("requiresShipping"),
    ("FulfillmentOrderLineItem", "productTitle"): _of_line("title"),
    ("FulfillmentOrderLineItem", "variantTitle"): _of_line("variantTitle"),
    ("FulfillmentOrderLineItem", "variant"): lambda row, ask, args: _variant(
        sales.stored_line(row["of"], row["line"]), ask, args
    ),
    ("Refund", "order"): parent,
    ("Refund", "totalRefundedSet"): _bag(lambda row: row["amount"]),
    ("RefundLineItem", "restocked"): lambda row, _ask, _args: row["location"] is not None,
    ("RefundLineItem", "lineItem"): _line_of("line"),
    ("RefundLineItem", "location"): lambda row, ask, _args: location(ask.shop, row["location"]),
    ("RefundLineItem", "priceSet"): lambda row, ask, _args: ask.bag(
        sales.stored_line(row["of"], row["line"])["price"]
    ),
    ("RefundLineItem", "subtotalSet"): _bag(lambda row: row["subtotal"]),
    ("RefundLineItem", "totalTaxSet"): _bag(_none),
    ("RefundShippingLine", "subtotalAmountSet"): _bag(lambda row: row["amount"]),
    ("RefundShippingLine", "taxAmountSet"): _bag(_none),
    ("RefundShippingLine", "shippingLine"): lambda row, _ask, _args: row["line"],
}
FIELDS["FulfillmentLineItem", "discountedTotalSet"] = FIELDS[
    "FulfillmentLineItem", "originalTotalSet"
]
LISTS: Lists = {
    ("Order", "lineItems"): lambda row, _ask, _args: Listed(row["lines"]),
    ("Order", "shippingLines"): lambda row, _ask, _args: Listed(row["shipping"]),
    ("Order", "fulfillmentOrders"): _openings,
    ("Order", "returns"): lambda _row, _ask, _args: Listed([]),
    ("Fulfillment", "fulfillmentLineItems"): _parts,
    ("FulfillmentOrder", "lineItems"): _parts,
    ("Refund", "refundLineItems"): _refund_parts,
    ("Refund", "refundShippingLines"): _refund_shipping,
    ("Refund", "transactions"): _refund_transactions,
}
ids(FIELDS, "Order", "LineItem", "ShippingLine", "OrderTransaction", "Fulfillment", "Refund")
ids(FIELDS, "FulfillmentOrder", "FulfillmentOrderLineItem", "RefundLineItem", "RefundShippingLine")
