"""Stock items, levels and locations."""

from typing import Any

from hanse.sandbox.shopify.ask import Ask, Fields, Lists, gid, ids, number_of, plain
from hanse.sandbox.shopify.catalog import (
    ITEM_FIRST,
    ITEM_OF_VARIANT,
    LEVEL_FIRST,
    LOCATION_FIRST,
)
from hanse.sandbox.shopify.fields.lists import searched
from hanse.sandbox.shopify.paging import Listed
from hanse.sandbox.shopify.search import Field
from hanse.sandbox.shopify.shop import Shop, on_hand
from hanse.sandbox.shopify.table import Record

Args = dict[str, Any]


def item_id(row: Record) -> int:
    return int(row["id"]) + ITEM_OF_VARIANT


def level_gid(level: Record) -> str:
    """One number for each location, guessed; the item stands behind it."""
    number = LEVEL_FIRST + level["location"] - LOCATION_FIRST
    return f"{gid('InventoryLevel', number)}?inventory_item_id={level['item']}"


def level_of(shop: Shop, text: str) -> Record | None:
    """The level that a global id means."""
    number = number_of(text, "InventoryLevel")
    item = text.partition("inventory_item_id=")[2]
    if not item.isdecimal():
        return None
    return shop.level(int(item), LOCATION_FIRST + number - LEVEL_FIRST)


def variant_of_item(shop: Shop, item: int) -> Record | None:
    return shop.variants.row(item - ITEM_OF_VARIANT) if item >= ITEM_FIRST else None


def location(shop: Shop, number: int) -> Record | None:
    return next((place for place in shop.locations if place["id"] == number), None)


def _cost(row: Record, ask: Ask, _args: Args) -> Record | None:
    return None if row["cost"] is None else ask.money(row["cost"])


def _level(row: Record, ask: Ask, args: Args) -> Record | None:
    return _shown(ask.shop.level(item_id(row), number_of(args["locationId"], "Location")), args)


def _level_at(row: Record, ask: Ask, args: Args) -> Record | None:
    item = number_of(args["inventoryItemId"], "InventoryItem")
    return _shown(ask.shop.level(item, row["id"]), args)


def _shown(level: Record | None, args: Args) -> Record | None:
    hidden = level and not level["isActive"] and not args.get("includeInactive")
    return None if hidden else level


def _levels(row: Record, ask: Ask, args: Args) -> Listed:
    rows = (_shown(level, args) for level in ask.shop.levels_of(item_id(row)))
    levels = [level for level in rows if level is not None]
    search = searched(ask, args, LEVEL_FIELDS, ())
    return Listed([level for level in levels if search is None or search.passes(level)])


def _levels_at(row: Record, ask: Ask, args: Args) -> Listed:
    """All items of a place. It walks over every variant, so it is for small shops."""
    shop = ask.shop
    search = searched(ask, args, LEVEL_FIELDS, ())
    found = []
    for number in range(shop.variants.first, shop.variants.end):
        level = shop.level(number + ITEM_OF_VARIANT, row["id"])
        if level and level["isActive"] and (search is None or search.passes(level)):
            found.append(level)
    return Listed(found)


LEVEL_FIELDS = {
    "updated_at": Field("date", lambda row: row["updatedAt"]),
    "created_at": Field("date", lambda row: row["createdAt"]),
    "inventory_item_id": Field("id", lambda row: row["item"]),
}


def quantity(level: Record, name: str) -> int:
    return on_hand(level) if name == "on_hand" else int(level[name])


def _quantities(row: Record, _ask: Ask, args: Args) -> list[Record]:
    number = LEVEL_FIRST + row["location"] - LOCATION_FIRST
    return [
        {
            "id": f"gid://shopify/InventoryQuantity/{number}?inventory_item_id={row['item']}"
            f"&name={name}",
            "name": name,
            "quantity": quantity(row, name),
            "updatedAt": row["updatedAt"],
        }
        for name in args["names"]
        if name == "on_hand" or name in row
    ]


def _address(row: Record, _ask: Ask, _args: Args) -> Record:
    """The world knows the country of a place, and nothing else of it."""
    names = ("address1", "address2", "city", "phone", "province", "provinceCode", "zip")
    country = "United States" if row["country"] == "US" else row["country"]
    return dict.fromkeys(names) | {
        "country": country,
        "countryCode": row["country"],
        "formatted": [country],
    }


def locations(_row: Any, ask: Ask, args: Args) -> Listed:
    wanted = [p for p in ask.shop.locations if p["isActive"] or args.get("includeInactive")]
    search = searched(
        ask,
        args,
        {
            "id": Field("id", lambda row: row["id"]),
            "name": Field("text", lambda row: row["name"]),
            "active": Field("flag", lambda row: row["isActive"]),
        },
        ("name",),
    )
    if search:
        wanted = [place for place in wanted if search.passes(place)]
    key = "id" if args.get("sortKey") == "ID" else "name"
    return Listed(sorted(wanted, key=lambda place: place[key]))


FIELDS: Fields = {
    ("InventoryItem", "unitCost"): _cost,
    ("InventoryItem", "duplicateSkuCount"): plain(0),
    ("InventoryItem", "variant"): lambda row, _ask, _args: row,
    ("InventoryItem", "inventoryLevel"): _level,
    ("InventoryItem", "measurement"): lambda row, _ask, _args: {
        "id": gid("InventoryItemMeasurement", item_id(row)),
        "weight": {"unit": row["weightUnit"], "value": row["weight"]},
    },
    ("InventoryItem", "locationsCount"): lambda row, ask, _args: {
        "count": len(ask.shop.levels_of(item_id(row))),
        "precision": "EXACT",
    },
    ("InventoryLevel", "id"): lambda row, _ask, _args: level_gid(row),
    ("InventoryLevel", "item"): lambda row, ask, _args: variant_of_item(ask.shop, row["item"]),
    ("InventoryLevel", "location"): lambda row, ask, _args: location(ask.shop, row["location"]),
    ("InventoryLevel", "canDeactivate"): plain(True),
    ("InventoryLevel", "quantities"): _quantities,
    ("Location", "fulfillsOnlineOrders"): plain(True),
    ("Location", "shipsInventory"): plain(True),
    ("Location", "isFulfillmentService"): plain(False),
    ("Location", "hasActiveInventory"): plain(True),
    ("Location", "activatable"): lambda row, _ask, _args: not row["isActive"],
    ("Location", "deactivatable"): lambda row, _ask, _args: row["isActive"],
    ("Location", "address"): _address,
    ("Location", "inventoryLevel"): _level_at,
}
LISTS: Lists = {
    ("InventoryItem", "inventoryLevels"): _levels,
    ("Location", "inventoryLevels"): _levels_at,
}
ids(FIELDS, "Location")
FIELDS["InventoryItem", "id"] = lambda row, _ask, _args: gid("InventoryItem", item_id(row))
FIELDS["InventoryItem", "legacyResourceId"] = lambda row, _ask, _args: str(item_id(row))
