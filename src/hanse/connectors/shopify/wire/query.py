"""What is asked in Shopify's query language, and what it costs by the platform's rule.

An object costs 1, a connection 2 and by the logarithm of its rows; money and addresses are free.
A query is decided on by this cost before it is carried out, and may cost 1,000 at most.
"""

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from hanse.connectors.shopify.wire.access import GRAPHQL
from hanse.trade.ports_read import Question

FAMILY = "graphql"
MONEY = "{ shopMoney { amount currencyCode } }"
BOTH = "{ shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }"
ADDRESS = (
    "{ firstName lastName company address1 address2 city province provinceCode zip"
    " countryCodeV2 phone }"
)
GO_ON = "pageInfo { hasNextPage endCursor }"
MUTATION = 10
# Changes stand in a document under these names, which nothing else that we ask for has. That is how
# an answer is known to be one of changes: what it refuses under such a name is that row's affair.
# With another letter stands what has to be done before it, of the same row.
ALIAS = re.compile(r"[dw]\d{1,4}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Fields:
    text: str
    cost: int = 0

    def __add__(self, other: "Fields") -> "Fields":
        return Fields(f"{self.text} {other.text}", self.cost + other.cost)


def one(name: str, fields: Fields) -> Fields:
    """An object, or a plain list of them, which counts once."""
    return Fields(f"{name} {{ {fields.text} }}", 1 + fields.cost)


def money(*names: str) -> Fields:
    return Fields(" ".join(f"{name} {MONEY}" for name in names))


def moneys(*names: str) -> Fields:
    """Beside the shop's money that which the buyer saw."""
    return Fields(" ".join(f"{name} {BOTH}" for name in names))


def many(name: str, rows: int | None, node: Fields, arguments: str = "") -> Fields:
    """A connection. Without a number of rows it is one of a bulk query, which brings all rows."""
    if rows is None:
        return Fields(f"{name} {{ edges {{ node {{ {node.text} }} }} }}")
    most = f"first: {rows}{arguments}"
    text = f"{name}({most}) {{ nodes {{ {node.text} }} {GO_ON} }}"
    return Fields(text, connection(rows, 1 + node.cost))


def connection(rows: int, node_cost: int) -> int:
    steps = max(1, math.floor(2 * math.log(rows))) if rows else 0
    return 2 + steps * node_cost


# The fields of each kind. guessed: the names that no document at hand lists as readable here, such
# as onlineStoreUrl, preview, selectedOptions, measurement, InventoryItem.variant, taxLines and
# discountAllocations of a line, and those of refunds and of parcels.

VARIANTS = 100
VARIANTS_NAMED = 250
MEDIA = 50
COLLECTIONS = 50
LEVELS = 50
LINES = 100
LINES_NAMED = 250
PARCEL_LINES = 50
PARCEL_LINES_NAMED = 250
SHIPPING_LINES = 5


def product(variants: int = VARIANTS, bulk: bool = False, whole: bool = False) -> Fields:
    """Why a medium failed is told where products are asked for by id: it costs in every row."""
    picture = one("preview", one("image", Fields("url")))
    medium = Fields("id alt mediaContentType status") + picture
    if whole:
        medium += one("mediaErrors", Fields("code message"))
    return (
        Fields("id title handle descriptionHtml vendor productType status tags")
        + Fields("createdAt updatedAt onlineStoreUrl")
        + one("seo", Fields("title description"))
        + one("category", Fields("id fullName"))
        + one("options", Fields("id name position values"))
        + many("collections", None if bulk else COLLECTIONS, Fields("id title"))
        + many("media", None if bulk else MEDIA, medium)
        + many("variants", None if bulk else variants, variant())
    )


def variant() -> Fields:
    weight = one("measurement", one("weight", Fields("value unit")))
    return (
        Fields("id title sku barcode price compareAtPrice position inventoryPolicy")
        + Fields("inventoryQuantity createdAt updatedAt")
        + one("selectedOptions", Fields("name value"))
        + one("image", Fields("id url altText"))
        + one("inventoryItem", Fields("id tracked") + weight)
    )


def offer() -> Fields:
    return variant() + one("product", Fields("id status"))


def location() -> Fields:
    return Fields("id name isActive address { countryCode }")


def item(bulk: bool = False) -> Fields:
    names = '"available", "on_hand", "committed", "incoming"'
    level = (
        Fields("id isActive updatedAt")
        + one("location", Fields("id"))
        + one(f"quantities(names: [{names}])", Fields("name quantity updatedAt"))
    )
    return (
        Fields("id sku tracked updatedAt")
        + one("variant", Fields("id") + one("product", Fields("id")))
        + many("inventoryLevels", None if bulk else LEVELS, level)
    )


def buyer() -> Fields:
    return (
        Fields("id firstName lastName")
        + one("defaultEmailAddress", Fields("emailAddress"))
        + one("defaultPhoneNumber", Fields("phoneNumber"))
    )


def customer() -> Fields:
    return buyer() + Fields(f"createdAt updatedAt defaultAddress {ADDRESS}")


def order(lines: int = LINES, parcel_lines: int = PARCEL_LINES, bulk: bool = False) -> Fields:
    """A bulk query takes no connection within a plain list, so there the lines of refunds and of
    parcels are not told."""
    taxes = one("taxLines", moneys("priceSet"))
    line = (
        Fields("id title variantTitle sku quantity currentQuantity")
        + moneys("originalUnitPriceSet")
        + one("variant", Fields("id"))
        + one("product", Fields("id"))
        + taxes
        + one("discountAllocations", moneys("allocatedAmountSet"))
    )
    shipping = Fields("id title code") + moneys("discountedPriceSet") + taxes
    return (
        Fields("id name createdAt processedAt updatedAt cancelledAt closedAt test currencyCode")
        + Fields("presentmentCurrencyCode taxesIncluded email phone note")
        + Fields("displayFinancialStatus displayFulfillmentStatus")
        + Fields(f"sourceName sourceIdentifier discountCodes shippingAddress {ADDRESS}")
        + Fields(f"billingAddress {ADDRESS}")
        + moneys("totalPriceSet", "totalTaxSet", "totalShippingPriceSet", "totalDiscountsSet")
        + moneys("totalTipReceivedSet", "originalTotalDutiesSet")
        + one("customer", buyer())
        + many("lineItems", None if bulk else lines, line)
        + many("shippingLines", None if bulk else SHIPPING_LINES, shipping)
        + one(
            "transactions(first: 20)",
            Fields("id kind status gateway processedAt") + moneys("amountSet"),
        )
        + refunds(None if bulk else parcel_lines)
        + fulfilments(None if bulk else parcel_lines)
    )


def refunds(lines: int | None) -> Fields:
    told = Fields("id createdAt note") + money("totalRefundedSet")
    if lines:
        line = Fields("quantity restockType") + money("subtotalSet", "totalTaxSet")
        told += many("refundLineItems", lines, line + one("lineItem", Fields("id")))
    return one("refunds(first: 50)", told)


def fulfilments(lines: int | None) -> Fields:
    told = Fields("id status createdAt") + one("trackingInfo", Fields("company number url"))
    if lines:
        line = Fields("quantity") + one("lineItem", Fields("id"))
        told += many("fulfillmentLineItems", lines, line)
    return one("fulfillments(first: 50)", told)


# Questions


def question(
    text: str,
    cost: int,
    variables: Mapping[str, object],
    plumbing: str = "",
    writes: bool = False,
    family: str = FAMILY,
    change: str = "",
) -> Question:
    # Without blanks, so that the bytes of a row are in the call as they were previewed.
    said = {"query": text, "variables": variables}
    body = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    cost = max(cost, 1)
    return Question(GRAPHQL, (), family, "POST", body, cost, plumbing, writes, change)


@dataclass(frozen=True, slots=True)
class Aliased:
    """One mutation of a document of several: `declared` are its variables with their types. What
    it answers with costs nothing but for the objects in it. `name` is for what is not the change
    of its row itself."""

    call: str
    declared: str
    variables: Mapping[str, object]
    payload: Fields
    name: str = ""

    @property
    def cost(self) -> int:
        return MUTATION + self.payload.cost


def alias(number: int) -> str:
    return f"w{number}"


def changes(kind: str, parts: Sequence[Aliased]) -> Question:
    """They are carried out one after the other, and each is refused or done by itself."""
    declared = ", ".join(each.declared for each in parts)
    rows = count()
    calls = " ".join(
        f"{each.name or alias(next(rows))}: {each.call} {{ {each.payload.text} }}" for each in parts
    )
    variables = {name: value for each in parts for name, value in each.variables.items()}
    cost = sum(each.cost for each in parts)
    text = f"mutation({declared}) {{ {calls} }}"
    return question(text, cost, variables, writes=True, change=kind)
