"""fulfillmentCreate."""

from typing import Any

from hanse.sandbox.shopify import merchant, sales
from hanse.sandbox.shopify.ask import Ask, Fields, number_of
from hanse.sandbox.shopify.fields.shop import LOOKS
from hanse.sandbox.shopify.table import Record

Args = dict[str, Any]


def create(_row: Any, ask: Ask, args: Args) -> Args:
    """Sends all that is left of one fulfilment order, or the parts that are named."""
    given = args["fulfillment"]
    groups = given["lineItemsByFulfillmentOrder"]
    if len(groups) != 1:
        # The platform takes several of one order and one place; here one is enough to try with.
        return _refused("Give exactly one fulfillment order.")
    number = number_of(groups[0]["fulfillmentOrderId"], "FulfillmentOrder")
    opened: Record | None = LOOKS["FulfillmentOrder"](ask.shop, number)
    if opened is None:
        return _refused("Fulfillment order does not exist.")  # guessed words
    if opened["status"] not in ("OPEN", "IN_PROGRESS"):
        state = opened["status"].lower()
        return _refused(f"Fulfillment order {number} has an unfulfillable status= {state}.")
    left = sales.open_parts(opened)
    parts = {
        number_of(part["id"], "FulfillmentOrderLineItem"): part["quantity"]
        for part in groups[0].get("fulfillmentOrderLineItems") or ()
    }
    if any(count < 1 or count > left.get(part, 0) for part, count in parts.items()):
        return _refused("Invalid fulfillment order line item quantity requested.")
    tracking = _tracking(given.get("trackingInfo") or {})
    order = sales.order_of(sales.FULFILLMENT_ORDER_FIRST, number)
    made = merchant.fulfil_order(ask.shop, order, tracking, parts or None, number)
    row = LOOKS["Fulfillment"](ask.shop, made)
    return {"fulfillment": row, "userErrors": []}


def _tracking(given: Args) -> Record | None:
    number = given.get("number") or next(iter(given.get("numbers") or ()), None)
    url = given.get("url") or next(iter(given.get("urls") or ()), None)
    if not (number or url or given.get("company")):
        return None
    return {"company": given.get("company"), "number": number, "url": url}


def _refused(message: str) -> Args:
    problem = {"field": ["fulfillment"], "message": message}
    return {"fulfillment": None, "userErrors": [problem]}


def update_tracking(_row: Any, ask: Ask, args: Args) -> Args:
    number = number_of(args["fulfillmentId"], "Fulfillment")
    if LOOKS["Fulfillment"](ask.shop, number) is None:
        problem = {"field": ["fulfillmentId"], "message": "Fulfillment does not exist."}
        return {"fulfillment": None, "userErrors": [problem]}
    tracking = _tracking(args["trackingInfoInput"])
    merchant.track(ask.shop, sales.order_of(sales.FULFILLMENT_FIRST, number), number, tracking)
    return {"fulfillment": LOOKS["Fulfillment"](ask.shop, number), "userErrors": []}


FIELDS: Fields = {
    ("Mutation", "fulfillmentCreate"): create,
    ("Mutation", "fulfillmentTrackingInfoUpdate"): update_tracking,
}
