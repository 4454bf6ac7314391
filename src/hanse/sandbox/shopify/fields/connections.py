"""Pages of lists, whatever they list, and amounts."""

from typing import Any

from hanse.sandbox.shopify.ask import Fields, Lists
from hanse.sandbox.shopify.paging import Page

KINDS = (
    "BulkOperation",
    "Collection",
    "Customer",
    "File",
    "FulfillmentLineItem",
    "FulfillmentOrder",
    "FulfillmentOrderLineItem",
    "Image",
    "InventoryItem",
    "InventoryLevel",
    "LineItem",
    "Location",
    "MailingAddress",
    "Media",
    "Metafield",
    "Order",
    "OrderTransaction",
    "Product",
    "ProductVariant",
    "Publication",
    "RefundLineItem",
    "RefundShippingLine",
    "Return",
    "ShippingLine",
    "WebhookSubscription",
)


def _edges(page: Page, _ask: Any, _args: Any) -> list[tuple[Page, int]]:
    return [(page, at) for at in range(len(page.rows))]


def _end(page: Page, _ask: Any, _args: Any) -> str | None:
    return page.mark(len(page.rows) - 1) if page.rows else None


def _start(page: Page, _ask: Any, _args: Any) -> str | None:
    return page.mark(0) if page.rows else None


FIELDS: Fields = {
    ("PageInfo", "hasNextPage"): lambda page, _ask, _args: page.more_after,
    ("PageInfo", "hasPreviousPage"): lambda page, _ask, _args: page.more_before,
    ("PageInfo", "startCursor"): _start,
    ("PageInfo", "endCursor"): _end,
}
for _kind in KINDS:
    FIELDS[f"{_kind}Connection", "nodes"] = lambda page, _ask, _args: page.rows
    FIELDS[f"{_kind}Connection", "edges"] = _edges
    FIELDS[f"{_kind}Connection", "pageInfo"] = lambda page, _ask, _args: page
    FIELDS[f"{_kind}Edge", "cursor"] = lambda edge, _ask, _args: edge[0].mark(edge[1])
    FIELDS[f"{_kind}Edge", "node"] = lambda edge, _ask, _args: edge[0].rows[edge[1]]
LISTS: Lists = {}
