"""inventorySetQuantities with its compare-and-set, and inventoryActivate."""

from typing import Any
from urllib.parse import urlsplit

from hanse.sandbox.shopify import stockroom
from hanse.sandbox.shopify.ask import Ask, Fields, gid, number_of
from hanse.sandbox.shopify.fields import stock
from hanse.sandbox.shopify.refusals import Refusal, too_many
from hanse.sandbox.shopify.table import Record
from hanse.sandbox.shopify.writes.idempotency import REQUIRED_FROM, once

Args = dict[str, Any]
ROWS_MAX = 250
QUANTITY_MAX = 1_000_000_000
REASONS = frozenset(
    {
        "correction",
        "cycle_count_available",
        "damaged",
        "movement_created",
        "movement_updated",
        "movement_received",
        "movement_canceled",
        "other",
        "promotion",
        "quality_control",
        "received",
        "reservation_created",
        "reservation_updated",
        "reservation_deleted",
        "restock",
        "safety_stock",
        "shrinkage",
    }
)
GROUP_FIRST = 2_000_000_000_001


def set_quantities(_row: Any, ask: Ask, args: Args) -> Args:
    given = args["input"]
    rows = given["quantities"]
    if len(rows) > ROWS_MAX:
        raise too_many(len(rows), ROWS_MAX)
    if ask.version >= REQUIRED_FROM and any("changeFromQuantity" not in row for row in rows):
        text = "The quantities must include the following argument: changeFromQuantity."
        raise Refusal(text, "INVALID_FIELD_ARGUMENTS")

    def refused(code: str, message: str) -> Args:
        return _refused([_problem(None, code, message)])

    return once(ask, args, refused, lambda: _set(ask, given))


def _set(ask: Ask, given: Args) -> Args:
    rows = given["quantities"]
    if ask.shop.moods.stale_next > 0 and rows:
        ask.shop.moods.stale_next -= 1
        _somebody_was_faster(ask, rows[0])
    problems = _problems(ask, given)
    if problems:
        return _refused(problems)
    moves: list[stockroom.Move] = []
    for row in rows:
        item, location = _ids(row)
        level = ask.shop.level(item, location)
        now = stock.quantity(level, given["name"]) if level else 0
        ask.shop.note("inventory.set", item)
        # What is on hand changes by what shoppers may buy, whichever of the two is set.
        if row["quantity"] != now or level is None:
            moves.append((item, location, "available", row["quantity"] - now))
    stockroom.move(ask.shop, moves)
    changed = [move for move in moves if move[3]]
    if not changed:
        return {"inventoryAdjustmentGroup": None, "userErrors": []}
    return {"inventoryAdjustmentGroup": _group(ask, given, changed), "userErrors": []}


def _somebody_was_faster(ask: Ask, row: Args) -> None:
    """One piece goes while the call is on its way."""
    item, location = _ids(row)
    if ask.shop.level(item, location) is not None:
        stockroom.move(ask.shop, [(item, location, "available", -1)])


def _ids(row: Args) -> tuple[int, int]:
    item = number_of(row["inventoryItemId"], "InventoryItem")
    return item, number_of(row["locationId"], "Location")


def _problems(ask: Ask, given: Args) -> list[Record]:
    found = []
    if given["name"] not in ("available", "on_hand"):
        text = "The quantity name must be either 'available' or 'on_hand'."
        found.append(_problem(["input", "name"], "INVALID_NAME", text))
    if given["reason"] not in REASONS:
        text = "The specified reason is invalid."
        found.append(_problem(["input", "reason"], "INVALID_REASON", text))
    uri = given.get("referenceDocumentUri")
    if uri is not None and not urlsplit(uri).scheme:
        text = "The specified reference document is invalid."
        place = ["input", "referenceDocumentUri"]
        found.append(_problem(place, "INVALID_REFERENCE_DOCUMENT", text))
    if found:
        return found
    seen: dict[tuple[int, int], int] = {}
    for row in given["quantities"]:
        seen[_ids(row)] = seen.get(_ids(row), 0) + 1
    for at, row in enumerate(given["quantities"]):
        found += _row_problems(ask, given["name"], at, row, seen[_ids(row)] > 1)
    return found


def _row_problems(ask: Ask, name: str, at: int, row: Args, double: bool) -> list[Record]:
    def wrong(field: str, code: str, text: str) -> list[Record]:
        return [_problem(["input", "quantities", str(at), field], code, text)]

    item, location = _ids(row)
    if stock.variant_of_item(ask.shop, item) is None:
        text = "The specified inventory item could not be found."
        return wrong("inventoryItemId", "INVALID_INVENTORY_ITEM", text)
    if stock.location(ask.shop, location) is None:
        text = "The specified location could not be found."
        return wrong("locationId", "INVALID_LOCATION", text)
    if double:
        text = "The combination of inventoryItemId and locationId must be unique."
        return wrong("locationId", "NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR", text)
    wanted = row["quantity"]
    if wanted > QUANTITY_MAX:
        return wrong("quantity", "INVALID_QUANTITY_TOO_HIGH", "The quantity is too high.")
    if name == "on_hand" and wanted < 0:
        text = "The quantity can't be negative."
        return wrong("quantity", "INVALID_QUANTITY_NEGATIVE", text)
    if wanted < -QUANTITY_MAX:
        return wrong("quantity", "INVALID_QUANTITY_TOO_LOW", "The quantity is too low.")
    level = ask.shop.level(item, location)
    if level is None and ask.version < "2026-10":
        text = "The specified inventory item is not stocked at the location."
        return wrong("locationId", "ITEM_NOT_STOCKED_AT_LOCATION", text)
    expected = row.get("changeFromQuantity")
    now = stock.quantity(level, name) if level else 0  # guessed: a write makes the level
    if expected is not None and expected != now:
        text = "The changeFromQuantity argument no longer matches the persisted quantity."
        return wrong("changeFromQuantity", "CHANGE_FROM_QUANTITY_STALE", text)
    return []


def _group(ask: Ask, given: Args, moves: list[stockroom.Move]) -> Record:
    changes = [
        {
            "name": name,
            "delta": delta,
            "quantityAfterChange": None,  # real shops say nothing here either
            "item": stock.variant_of_item(ask.shop, item),
            "location": stock.location(ask.shop, location),
            "ledgerDocumentUri": None,
        }
        for item, location, _, delta in moves
        for name in ("available", "on_hand")
    ]
    return {
        "id": gid("InventoryAdjustmentGroup", ask.shop.next("group", GROUP_FIRST)),
        "createdAt": ask.shop.now(),
        "reason": given["reason"],
        "referenceDocumentUri": given.get("referenceDocumentUri"),
        "app": None,
        "changes": changes,
    }


def _changes(row: Record, _ask: Ask, args: Args) -> list[Record]:
    found: list[Record] = row["changes"]
    if args.get("quantityNames"):
        found = [change for change in found if change["name"] in args["quantityNames"]]
    return found


def _problem(field: list[str] | None, code: str, message: str) -> Record:
    return {"field": field, "code": code, "message": message}


def _refused(problems: list[Record]) -> Args:
    return {"inventoryAdjustmentGroup": None, "userErrors": problems}


def activate(_row: Any, ask: Ask, args: Args) -> Args:
    """From now on the item is kept at this place. A level that was there keeps its count."""

    def refused(_code: str, message: str) -> Args:
        return {"inventoryLevel": None, "userErrors": [{"field": None, "message": message}]}

    return once(ask, args, refused, lambda: _activate(ask, args))


def _activate(ask: Ask, args: Args) -> Args:
    shop = ask.shop
    item = number_of(args["inventoryItemId"], "InventoryItem")
    location = number_of(args["locationId"], "Location")
    for field, found in (
        ("inventoryItemId", stock.variant_of_item(shop, item)),
        ("locationId", stock.location(shop, location)),
    ):
        if found is None:
            text = f"The {field} could not be found."  # guessed words
            problem = {"field": [field], "message": text}
            return {"inventoryLevel": None, "userErrors": [problem]}
    is_new = shop.level(item, location) is None
    level = shop.level_to_change(item, location)
    level["isActive"] = True
    count = args.get("available", args.get("onHand"))
    if is_new and count:
        stockroom.move(shop, [(item, location, "available", count)])
    shop.note("inventory.activate", item)
    return {"inventoryLevel": level, "userErrors": []}


FIELDS: Fields = {
    ("Mutation", "inventorySetQuantities"): set_quantities,
    ("Mutation", "inventoryActivate"): activate,
    ("InventoryAdjustmentGroup", "id"): lambda row, _ask, _args: row["id"],
    ("InventoryAdjustmentGroup", "changes"): _changes,
}
