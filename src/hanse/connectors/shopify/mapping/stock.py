"""Places, and what lies at each of them."""

from hanse.base.faults import Finding
from hanse.connectors.shopify.mapping.ids import (
    has_more,
    inner_id,
    opened_thing,
    remote_id,
    rows,
)
from hanse.trade.documents import Document
from hanse.trade.stock import ItemStock, LevelAt, Location

COUNTS = ("available", "on_hand", "committed", "incoming")


def location(value: object) -> Location | Finding:
    document = opened_thing(value)
    if isinstance(document, Finding):
        return document
    document.need("name", "isActive")
    address = document.one("address")
    return Location(
        remote_id=remote_id(document) or "",
        name=document.filled("name"),
        active=document.flag("isActive"),
        country=address.filled("countryCode") if address else None,
        findings=document.said,
    )


def item_stock(value: object) -> ItemStock | Finding:
    """By the id of the stock item, which is what a webhook about stock names."""
    document = opened_thing(value)
    if isinstance(document, Finding):
        return document
    document.need("sku", "tracked", "inventoryLevels")
    variant = document.one("variant")
    incomplete = has_more(document, "inventoryLevels")
    if incomplete:
        document.doubt(
            "inventoryLevels", "more_levels", "It lies at more places than one page shows."
        )
    levels = tuple(
        level
        for each in rows(document, "inventoryLevels")
        if each.flag("isActive") is not False  # it lay there once
        if (level := level_at(each))
    )
    return ItemStock(
        remote_id=remote_id(document) or "",
        product_id=inner_id(variant, "product") if variant else None,
        variant_id=remote_id(variant) if variant else None,
        sku=document.filled("sku"),
        tracked=document.flag("tracked"),
        levels=levels,
        modified_at=document.instant("updatedAt"),
        findings=document.said,
        incomplete=incomplete,
    )


def level_at(document: Document) -> LevelAt | None:
    """Counts that we know no place for are left out and said."""
    place = inner_id(document, "location")
    if place is None:
        document.doubt("location", "no_location", "A quantity says not where it lies.")
        return None
    told = {each.text("name"): each for each in document.many("quantities")}
    counts = [told[name].whole("quantity") if name in told else None for name in COUNTS]
    instants = [told[name].instant("updatedAt") for name in COUNTS if name in told]
    instants.append(document.instant("updatedAt"))
    available, on_hand, committed, incoming = counts
    return LevelAt(
        location_id=place,
        available=available,
        on_hand=on_hand,
        committed=committed,
        incoming=incoming,
        modified_at=max((each for each in instants if each), default=None),
    )
