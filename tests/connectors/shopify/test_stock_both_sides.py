"""Stock between the connector and its other side, over HTTP: what was shown is compared, then set,
then read back by the id of the item."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from hanse.base.faults import (
    Conflict,
    Fault,
    Gone,
    OutcomeUnknown,
    Rejected,
    Unavailable,
)
from hanse.connectors.shopify.writes import stock
from hanse.engine.wire.wire import Timeouts
from hanse.sandbox.world import World
from hanse.trade.fields import Fields
from hanse.trade.ports_read import Ask, Kind, Reach, Reply
from hanse.trade.ports_write import Found, Piece, Target
from tests.connectors.shopify.agreeing import SHOPIFY
from tests.connectors.shopify.told import SHOP
from tests.connectors.shopify.wishes import STOCK, piece_of, pieces_of, refused
from tests.connectors.sides import Side, side

SHORT = Timeouts(connect_s=1, first_byte_s=0.5, whole_s=1)
MANY = World(seed=7, products=140, customers=3, orders=2, order_days=30)


async def levels(shop: Side) -> list[Found]:
    """All that is counted, as the mirror reads it."""
    pages = await shop.pages(SHOPIFY.port(Kind.levels), Ask(Reach.everything))
    rows = [row for page in pages for row in page.rows]
    found = [each for row in rows for each in STOCK.found(Kind.levels, row.value)]
    return [each for each in found if each.fields[stock.COUNTED]]


async def shown(shop: Side, *targets: Target) -> Mapping[str, Fields]:
    """By id, as changes are proven."""
    found: dict[str, Fields] = {}
    for reading in STOCK.readings(targets):
        page = await shop.page(SHOPIFY.port(reading.kind), reading.ask)
        for row in page.rows:
            for each in STOCK.found(reading.kind, row.value):
                found[each.target.remote_id or ""] = each.fields
    return found


async def number(shop: Side, target: Target) -> object:
    return (await shown(shop, target))[target.remote_id or ""]["quantity"]


def at(found: Found, quantity: int, seen: int | None = None) -> Piece:
    before = found.fields if seen is None else {**found.fields, "quantity": seen}
    return piece_of(STOCK, {"quantity": quantity}, before, found.target)


async def faults(shop: Side, pieces: Sequence[Piece], key: str = "key-1") -> list[Any]:
    reply = await shop.ask(STOCK.request(pieces, key, SHOP))
    told = STOCK.outcomes(pieces, reply, SHOP)
    return [each.fault and type(each.fault) for each in told]


def quantity(found: Found) -> int:
    value = found.fields["quantity"]
    assert isinstance(value, int)
    return value


async def test_a_number_is_set_where_it_was_shown_and_nothing_else_moves() -> None:
    async with side(SHOPIFY) as shop:
        one, other = (await levels(shop))[:2]
        assert await faults(shop, [at(one, quantity(one) + 4)]) == [None]
        read = await shown(shop, one.target, other.target)
        assert read[one.target.remote_id or ""]["quantity"] == quantity(one) + 4
        assert read[other.target.remote_id or ""] == other.fields
        # What is so already is no refusal, though the answer holds no group.
        same = at(one, quantity(one) + 4, seen=quantity(one) + 4)
        assert await faults(shop, [same], "key-2") == [None]
        assert await faults(shop, [at(other, 0)], "key-3") == [None]
        assert await number(shop, other.target) == 0


async def test_what_moved_meanwhile_is_outrun_and_the_others_go_again() -> None:
    """Somebody buys while the call is on its way: nothing is written over it."""
    async with side(SHOPIFY) as shop:
        one, other = (await levels(shop))[:2]
        shop.shop.shop.moods.stale_next = 1  # type: ignore[attr-defined]
        pieces = [at(one, 40), at(other, 50)]
        assert await faults(shop, pieces) == [Conflict, Unavailable]
        assert await number(shop, one.target) == quantity(one) - 1
        assert await number(shop, other.target) == quantity(other)
        assert await faults(shop, pieces[1:], "key-2") == [None]
        assert await number(shop, other.target) == 50


async def test_one_bad_row_is_named_and_no_other_is_lost() -> None:
    async with side(SHOPIFY) as shop:
        good = (await levels(shop))[0]
        item, _, place = (good.target.remote_id or "").partition("@")
        gone = replace(good, target=Target(f"999999999@{place}"))
        nowhere = replace(good, target=Target(f"{item}@999999999"))
        pieces = [at(gone, 3), at(good, 77), at(nowhere, 3)]
        assert await faults(shop, pieces) == [Gone, Unavailable, Gone]
        assert await number(shop, good.target) == quantity(good)


async def test_a_lost_answer_is_settled_by_reading_and_sent_again_does_no_harm() -> None:
    async with side(SHOPIFY) as shop:
        one = (await levels(shop))[0]
        piece = at(one, quantity(one) + 9)
        for fault, then in (("lost_before", quantity(one)), ("lost_after", quantity(one) + 9)):
            shop.fault(fault, count=1)
            shop.timeouts, patient = SHORT, shop.timeouts
            with pytest.raises(OutcomeUnknown):
                await faults(shop, [piece])
            shop.timeouts = patient
            assert await number(shop, one.target) == then
        # Under the same key Shopify tells the first answer again, though the number is another now.
        assert await faults(shop, [piece]) == [None]
        assert await faults(shop, [piece], "another") == [Conflict]
        assert await number(shop, one.target) == quantity(one) + 9


async def test_a_whole_batch_is_one_call_and_one_row_more_is_none() -> None:
    async with side(SHOPIFY, MANY) as shop:
        found = (await levels(shop))[: stock.ROWS_MAX]
        assert len(found) == stock.ROWS_MAX
        pieces = [at(each, quantity(each) + 1) for each in found]
        question = STOCK.request(pieces, "key-1", SHOP)
        answer = await shop.answer(question)
        document = answer.json()
        assert isinstance(document, dict)
        assert document["extensions"]["cost"]["requestedQueryCost"] == question.cost
        told = STOCK.outcomes(pieces, Reply(document["data"]), SHOP)
        assert {each.fault for each in told} == {None}
        read = await shown(shop, *(each.target for each in found))
        for each in found:
            assert read[each.target.remote_id or ""]["quantity"] == quantity(each) + 1
        with pytest.raises(ValueError, match="250"):
            STOCK.request([*pieces, pieces[0]], "key-1", SHOP)


# Without the other side


@pytest.mark.parametrize(
    ("after", "code"),
    [
        (None, "no_count"),
        (True, "no_count"),
        ("7", "no_count"),
        (-1, "below_zero"),
        (10**9 + 1, "too_large"),
    ],
)
def test_what_is_no_number_of_pieces_is_refused_in_words(after: object, code: str) -> None:
    [finding] = refused(STOCK, {"quantity": after}, {"quantity": 3})  # type: ignore[dict-item]
    assert (finding.field, finding.code) == ("quantity", code)


def test_what_nobody_counts_or_keeps_there_is_refused_with_what_to_do() -> None:
    [uncounted] = refused(STOCK, {"quantity": 7}, {"quantity": 3, stock.COUNTED: False})
    assert "Track quantity" in uncounted.next_step
    [unknown] = refused(STOCK, {"quantity": 7}, {})
    assert unknown.code == "not_stocked"
    [nothing] = refused(STOCK, {"quantity": 7}, {"quantity": 3}, Target("501", "12"))
    assert nothing.code == "not_there"


def test_the_row_says_what_was_shown_and_the_key_stands_beside_it() -> None:
    question = STOCK.request(pieces_of("offers.stock", "501@7 of 12"), "key-1", SHOP)
    said = json.loads(question.body or b"")
    assert said["variables"]["key"] == "key-1"
    assert said["variables"]["w0"]["quantities"] == [
        {
            "inventoryItemId": "gid://shopify/InventoryItem/501",
            "locationId": "gid://shopify/Location/7",
            "quantity": 7,
            "changeFromQuantity": 3,
        }
    ]
    [reading] = STOCK.readings([Target("501@7"), Target("501@8"), Target("31", "12"), Target(None)])
    assert reading.ask.ids == ("501",)


ROW = ["input", "quantities", "1", "changeFromQuantity"]


@pytest.mark.parametrize(
    ("field", "code", "expected"),
    [
        (ROW, "CHANGE_FROM_QUANTITY_STALE", [Unavailable, Conflict]),
        (None, "CHANGE_FROM_QUANTITY_STALE", [Conflict, Conflict]),
        (ROW, "ITEM_NOT_STOCKED_AT_LOCATION", [Unavailable, Rejected]),
        (["input", "quantities", "9", "x"], "INVALID_QUANTITY_TOO_HIGH", [Rejected, Rejected]),
        (["input", "reason"], "INVALID_REASON", [Rejected, Rejected]),
        (None, "IDEMPOTENCY_CONCURRENT_REQUEST", [OutcomeUnknown, OutcomeUnknown]),
        (None, "IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED", [Conflict, Conflict]),
        (None, "IDEMPOTENCY_KEY_PARAMETER_MISMATCH", [Rejected, Rejected]),
    ],
)
def test_the_codes_say_what_became_of_each_row(
    field: list[str] | None, code: str, expected: list[type[Fault]]
) -> None:
    error = {"field": field, "message": "Whatever.", "code": code}
    payload = {"inventoryAdjustmentGroup": None, "userErrors": [error]}
    pieces = pieces_of("offers.stock", "501@7 of 12", "502@7 of 12")
    told = STOCK.outcomes(pieces, Reply({"w0": payload}), SHOP)
    assert [type(each.fault) for each in told] == expected
    for each in told:
        if isinstance(each.fault, Rejected) and "STOCKED" in code:
            assert "under Inventory" in each.fault.next_step
