"""How much of an item can be sold at a place. Shopify compares before it sets: a row names what was
shown, and where that is no longer so nothing of the whole call is written."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from hanse.base.faults import (
    Conflict,
    Fault,
    Finding,
    Gone,
    OutcomeUnknown,
    Rejected,
    Severity,
    Unavailable,
)
from hanse.connectors.shopify.mapping.ids import gid
from hanse.connectors.shopify.wire import query
from hanse.connectors.shopify.wire.answer import user_errors
from hanse.connectors.shopify.wire.page import SOURCES
from hanse.connectors.shopify.wire.query import Aliased, Fields, alias, one
from hanse.connectors.shopify.writes import answers, calls
from hanse.connectors.shopify.writes.draft import Draft, quoted
from hanse.trade.fields import Value
from hanse.trade.ports_read import Ask, Kind, Question, Reach, Reply
from hanse.trade.ports_write import Found, Outcome, Piece, Reading, Target, Wanted, WritePort
from hanse.trade.shop import Shop
from hanse.trade.stock import ItemStock, LevelAt

KIND = "offers.stock"
NAMES: Mapping[str, str] = {"quantity": "Available"}
COUNTED = "counted"  # whether Shopify counts it at all
ROWS_MAX = 250
QUANTITY_MAX = 1_000_000_000
KEY_MEMORY_S = 24 * 3600.0
LEVEL = re.compile(r"(\d{1,20})@(\d{1,20})", re.ASCII)  # a stock item, and the place it lies at
PAYLOAD = one("inventoryAdjustmentGroup", Fields("id")) + calls.CODED
COST = query.MUTATION + PAYLOAD.cost


# A change becomes a row


def piece(wanted: Wanted, shop: Shop) -> Piece:
    draft = Draft(wanted, shop, NAMES)
    draft.known()
    at = LEVEL.fullmatch(wanted.target.remote_id or "")
    if at is None:
        draft.refuse(
            "",
            "not_there",
            "Nobody told which stock item at which location this is about.",
            "Read the shop once more, then look at it again.",
        )
    if wanted.shown.get(COUNTED) is False:
        draft.refuse(
            "quantity",
            "not_counted",
            "Shopify does not count this: it is sold without end, whatever the number is.",
            "Tick 'Track quantity' of the variant at Shopify, or do not sell it from this stock.",
        )
    before, after = whole(wanted.shown.get("quantity")), wanted.after.get("quantity")
    if before is None or abs(before) > QUANTITY_MAX:
        draft.refuse(
            "quantity",
            "not_stocked",
            "Shopify has not shown how many there are at this location, so nobody knows what would"
            " be written over.",
            "Stock it at this location at Shopify, under Inventory, then read the shop once more.",
        )
    check_count(draft, after)
    item, location = at.groups() if at else ("", "")
    return draft.piece(
        {
            "inventoryItemId": gid("InventoryItem", item),
            "locationId": gid("Location", location),
            "quantity": after,
            "changeFromQuantity": before,
        }
    )


def whole(value: Value) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def check_count(draft: Draft, value: Value) -> None:
    """Shopify itself takes less than 0, which is no number that can be sold."""
    number = whole(value)
    if number is None:
        draft.refuse(
            "quantity",
            "no_count",
            f"How many can be sold must be a whole number, and it is {quoted(value)}.",
            "Enter a number, 0 if nothing shall be sold.",
        )
    elif number < 0:
        draft.refuse(
            "quantity",
            "below_zero",
            f"{quoted(number)} is below 0, and what is not there cannot be sold.",
            "Enter 0 or more.",
        )
    elif number > QUANTITY_MAX:
        draft.refuse(
            "quantity",
            "too_large",
            f"It is {quoted(number)}; Shopify takes at most {QUANTITY_MAX:,}.",
            "Enter a smaller number.",
        )


# Rows become a call


def request(pieces: Sequence[Piece], key: str, shop: Shop) -> Question:
    """Of one place or of several. Under the same key Shopify gives its first answer once more."""
    calls.within(KIND, pieces, ROWS_MAX)
    row = alias(0)
    given = {
        "name": "available",
        "reason": "correction",
        "quantities": [json.loads(each.body) for each in pieces],
    }
    call = Aliased(
        f"inventorySetQuantities(input: ${row}) @idempotent(key: $key)",
        f"${row}: InventorySetQuantitiesInput!, $key: String!",
        {row: given, "key": key},
        PAYLOAD,
    )
    return query.changes(KIND, [call])


# What became of them

STALE = frozenset({"CHANGE_FROM_QUANTITY_STALE", "COMPARE_QUANTITY_STALE"})
MISSING = frozenset({"INVALID_INVENTORY_ITEM", "INVALID_LOCATION"})
HALF_WAY = "IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED"
AT_WORK = "IDEMPOTENCY_CONCURRENT_REQUEST"
NOT_STOCKED = "ITEM_NOT_STOCKED_AT_LOCATION"


def outcomes(pieces: Sequence[Piece], reply: Reply, shop: Shop) -> Sequence[Outcome]:
    """One bad row fails the whole call, so of the others it is sure that nothing was written: they
    are sent again. What was refused without naming a row is refused for all."""
    payload = answers.payload_of(reply, alias(0))
    if payload is None:
        return [Outcome(answers.unanswered(reply, alias(0)))] * len(pieces)
    if "inventoryAdjustmentGroup" not in payload.fields:
        return [Outcome(answers.unnamed())] * len(pieces)
    named: dict[int | None, Finding] = {}
    for each in user_errors(payload):
        named.setdefault(place_of(each.field, len(pieces)), each)
    if not named:
        return [Outcome()] * len(pieces)  # no group where all was as wanted already
    of_all = named.pop(None, None)
    if of_all and not named:
        return [Outcome(fault_of(of_all))] * len(pieces)
    return [
        Outcome(fault_of(named[row]) if row in named else Unavailable(NOT_WRITTEN))
        for row in range(len(pieces))
    ]


NOT_WRITTEN = "Shopify wrote nothing of the call, for it refused another row of it."


def place_of(field: str, rows: int) -> int | None:
    """`input.quantities.3.quantity` is about the fourth. guessed: that other refusals of a row name
    it in the same way as those that we know."""
    parts = field.split(".")
    if "quantities" not in parts[:-1]:
        return None
    place = parts[parts.index("quantities") + 1]
    if not (place.isascii() and place.isdecimal() and len(place) < 5 and int(place) < rows):
        return None
    return int(place)


def fault_of(refused: Finding) -> Fault:
    """The codes decide; the words are Shopify's own and may be others tomorrow."""
    said = f' It says: "{refused.sentence}"' if refused.sentence else ""
    if refused.code in STALE:
        return Conflict(f"The shop shows another number by now, and nothing was written.{said}")
    if refused.code == HALF_WAY:
        return Conflict(f"An earlier try failed half-way; it is looked at and sent anew.{said}")
    if refused.code == AT_WORK:
        return OutcomeUnknown(f"Shopify is still at work on it.{said}")
    if refused.code in MISSING:
        return Gone(f"Shopify does not know this item or this location, or not any more.{said}")
    step = STEPS.get(refused.code, "")
    named = Finding(Severity.error, refused.code, refused.sentence, step, "quantity")
    return Rejected(f"Shopify refused this number.{said}", (named,), step)


STEPS: Mapping[str, str] = {
    NOT_STOCKED: "Stock it at this location at Shopify, under Inventory, or sell it from another.",
    "NON_MUTABLE_INVENTORY_ITEM": "Shopify keeps this number itself, as of a gift card: leave it.",
}


# What is read back


def readings(targets: Sequence[Target]) -> Sequence[Reading]:
    """By the ids of the stock items, each once, whatever the places are. What is no level is not
    read here: prices and codes of offers are of the same noun."""
    most = SOURCES[Kind.levels].rows_max
    found = (LEVEL.fullmatch(each.remote_id or "") for each in targets)
    ids = list(dict.fromkeys(each[1] for each in found if each))
    return [
        Reading(Kind.levels, Ask(Reach.named, ids=tuple(ids[at : at + most]), rows_max=most))
        for at in range(0, len(ids), most)
    ]


def found(kind: Kind, value: Any) -> Sequence[Found]:
    """One for each place that tells a number."""
    if kind is not Kind.levels or not isinstance(value, ItemStock):
        return ()
    return [
        Found(Target(f"{value.remote_id}@{each.location_id}", value.product_id), told)
        for each in value.levels
        if (told := shown(value, each))
    ]


def shown(item: ItemStock, level: LevelAt) -> Mapping[str, Value]:
    if level.available is None:
        return {}
    told: dict[str, Value] = {"quantity": level.available}
    return told if item.tracked is None else {**told, COUNTED: item.tracked}


PORT = WritePort(
    kind=KIND,
    fields=frozenset(NAMES),
    piece=piece,
    request=request,
    outcomes=outcomes,
    readings=readings,
    found=found,
    leans_on=frozenset({COUNTED}),
    names=NAMES,
)
