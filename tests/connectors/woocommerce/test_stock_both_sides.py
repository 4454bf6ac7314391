"""Stock between the connector and its other side, over HTTP: set, and read back by id."""

import json

import pytest

from hanse.base.faults import OutcomeUnknown, Rejected, Severity
from hanse.connectors.woocommerce import manifest
from hanse.connectors.woocommerce.writes import stock
from hanse.connectors.woocommerce.writes.stock import PORT
from hanse.engine.wire.wire import Timeouts
from hanse.trade.fields import Fields
from hanse.trade.goods import ProductKind
from hanse.trade.ports_read import Ask, Reach
from hanse.trade.ports_write import Piece, Target, Wanted
from tests.connectors.sides import Side, side
from tests.connectors.woocommerce.test_both_sides import SHOP, WOO, pieces, sent, shown, targets

SHORT = Timeouts(connect_s=1, first_byte_s=0.5, whole_s=1)
HERE: Fields = {"quantity": 3, stock.COUNTED: stock.HERE}


async def numbers(shop: Side, *wanted: Target) -> list[object]:
    now = await shown(shop, PORT, wanted)
    return [now[each]["quantity"] for each in wanted]


async def by_hand(shop: Side, target: Target, **fields: object) -> None:
    """As a person would at the store."""
    row = {"id": int(target.remote_id or ""), **fields}
    group = (
        f"products/{target.parent_id}/variations/batch" if target.parent_id else "products/batch"
    )
    await shop.ask(PORT.request([Piece(target, json.dumps(row).encode(), group)], "", SHOP))


async def test_numbers_of_products_and_variations_are_set_and_read_back() -> None:
    async with side(WOO) as shop:
        simple, variations = await targets(shop)
        for some in (simple[:3], variations):
            for after in (12, 0, 7):
                made = await pieces(shop, PORT, {each: {"quantity": after} for each in some})
                assert not [each for each in await sent(shop, PORT, made) if each.fault]
                assert await numbers(shop, *some) == [after] * len(some)
        # A product that is sold in variants is not counted by itself.
        parent = Target(variations[0].parent_id)
        with pytest.raises(Rejected, match="sold in variants"):
            await pieces(shop, PORT, {parent: {"quantity": 7}})


async def test_what_was_not_counted_is_counted_from_now_on_and_the_preview_says_so() -> None:
    async with side(WOO) as shop:
        (one, *_), (variation, *_) = await targets(shop)
        for each in (one, variation):
            await by_hand(shop, each, manage_stock=False)
            assert await numbers(shop, each) == [None]
            [made] = await pieces(shop, PORT, {each: {"quantity": 5}})
            assert [(said.code, said.severity) for said in made.findings] == [
                ("counted_from_now_on", Severity.warning)
            ]
            assert [told.fault for told in await sent(shop, PORT, [made])] == [None]
            assert await numbers(shop, each) == [5]
        # Where the product keeps one number for all of them, that is the one to change.
        parent = Target(variation.parent_id)
        await by_hand(shop, parent, manage_stock=True, stock_quantity=9)
        await by_hand(shop, variation, manage_stock="parent")
        with pytest.raises(Rejected, match="from one number"):
            await pieces(shop, PORT, {variation: {"quantity": 7}})
        several = await pieces(shop, PORT, {parent: {"quantity": 8}})
        assert [told.fault for told in await sent(shop, PORT, several)] == [None]
        assert await numbers(shop, parent) == [8]


@pytest.mark.parametrize("fault", ["lost_before", "lost_after"])
async def test_a_lost_answer_is_settled_by_reading(fault: str) -> None:
    async with side(WOO) as shop:
        (one, *_), _ = await targets(shop)
        [before] = await numbers(shop, one)
        made = await pieces(shop, PORT, {one: {"quantity": 4711}})
        shop.fault(fault, calls="^POST", count=1)
        shop.timeouts, patient = SHORT, shop.timeouts
        with pytest.raises(OutcomeUnknown):
            await sent(shop, PORT, made)
        shop.timeouts = patient
        assert await numbers(shop, one) == [4711 if fault == "lost_after" else before]
        assert [told.fault for told in await sent(shop, PORT, made)] == [None]
        assert await numbers(shop, one) == [4711]


@pytest.mark.parametrize(
    ("shown_before", "after", "code"),
    [
        (HERE, None, "no_count"),
        (HERE, True, "no_count"),
        (HERE, "7", "no_count"),
        (HERE, -1, "below_zero"),
        (HERE, 10**9 + 1, "too_large"),
        ({stock.COUNTED: stock.PRODUCT}, 7, "not_counted_here"),
        ({stock.COUNTED: stock.VARIANTS}, 7, "not_counted_here"),
        ({stock.COUNTED: stock.NEVER}, 7, "not_counted_here"),
    ],
)
def test_what_cannot_be_counted_is_refused_in_words(
    shown_before: Fields, after: object, code: str
) -> None:
    fields: Fields = {"quantity": after}  # type: ignore[dict-item]
    with pytest.raises(Rejected) as raised:
        PORT.piece(Wanted(Target("31"), shown_before, fields), SHOP)
    [finding] = raised.value.findings
    assert (finding.code, finding.field) == (code, "quantity")
    assert finding.next_step


async def test_what_leads_elsewhere_has_no_stock() -> None:
    async with side(WOO) as shop:
        pages = await shop.pages(manifest.PRODUCTS, Ask(Reach.everything))
        values = [row.value for page in pages for row in page.rows]
        for each in values:
            found = PORT.found(manifest.PRODUCTS.kind, each)
            never = each.kind in (ProductKind.bundle, ProductKind.elsewhere)
            assert [told.fields[stock.COUNTED] == stock.NEVER for told in found] == [never]
