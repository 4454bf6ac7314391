"""Products and variants: made, read, found, edited by two at once, with their history and costs."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from hanse.base.faults import Rejected
from hanse.base.money import Money, UnitCost
from hanse.engine.log import history
from hanse.engine.tx import Tx
from hanse.rooms.billing.model import plans
from hanse.rooms.catalog.model.edits import Clashed
from hanse.rooms.catalog.model.goods import CostKind, CostRow
from hanse.rooms.catalog.service import costing, editing, making, offering, reading, telling
from hanse.rooms.catalog.service.editing import Edit
from hanse.rooms.catalog.service.making import NewGoods
from hanse.rooms.catalog.service.reading import Asked
from tests.rooms.catalog.some import made, made_all, sold_at, variant_ids

FULL = NewGoods(
    {"title": "Brass lamp", "tags": ("brass", "new in"), "options": ("Colour",), "handle": "lamp"},
    [
        {"sku": "L-1", "gtin": "4006381333931", "choices": ("Red",), "price": Money("EUR", 990)},
        {"sku": "L-2", "choices": ("Blue",), "weight_g": 120, "state": "archived"},
    ],
)


async def titles(tx: Tx, **asked: object) -> list[str]:
    listed = await reading.list_products(tx, Asked(**asked), None, 20)  # type: ignore[arg-type]
    return [row.found.title for row in listed.rows]


async def test_a_product_is_made_with_its_variants_and_read_again(tx: Tx) -> None:
    [product_id] = await made_all(tx, FULL)
    product = (await reading.products(tx, [product_id]))[product_id]
    assert (product.title, product.tags, product.options) == (
        "Brass lamp",
        ("brass", "new in"),
        ("Colour",),
    )
    one, two = (await reading.variants_of(tx, [product_id]))[product_id]
    assert (one.sku, one.gtin, one.price) == ("L-1", "4006381333931", Money("EUR", 990))
    assert (two.weight_g, two.state, two.choices) == (120, "archived", ("Blue",))


async def test_a_row_that_is_wrong_takes_no_other_with_it_and_says_where(tx: Tx) -> None:
    done = await making.make(
        tx,
        [
            NewGoods({"title": " "}),
            NewGoods({"title": "Good"}, [{"sku": "S"}]),
            NewGoods({"title": "Bad", "colour": "red"}, [{"gtin": "4006381333930"}]),
            NewGoods({"title": "Second"}, [{"sku": "S"}]),
        ],
        "typed",
    )
    assert len(done.product_ids) == 1
    assert [each.place for each in done.unmade] == [0, 2, 3]
    assert [finding.field for finding in done.unmade[1].findings] == ["colour", "variants.0.gtin"]
    assert str(done.unmade[2].findings[0]) == (
        "The SKU 'S' belongs to the product 'Good', made in the same go."
        " Give this variant another one, or leave it empty."
    )
    with pytest.raises(Rejected, match="The title is empty"):
        done.demand_all()


async def test_the_plan_says_how_many_products_there_may_be(tx: Tx) -> None:
    await made_all(tx, *(NewGoods({"title": f"Lamp {number}"}) for number in range(9)))
    with pytest.raises(plans.PlanLimit, match="holds 10 products; 9 are used, and this adds 2"):
        await made_all(tx, NewGoods({"title": "a"}), NewGoods({"title": "b"}))


async def test_products_are_found_by_words_codes_tags_and_likeness(tx: Tx, workspace: UUID) -> None:
    [lamp] = await made_all(tx, FULL)
    chair = await made(tx, "Café chair", "C-77")
    await sold_at(tx, workspace, chair, "4711")
    assert await titles(tx) == ["Café chair", "Brass lamp"]
    for text in ("brass", "LAMP bra", "l-1", "L1", "4006381333931"):
        assert await titles(tx, text=text) == ["Brass lamp"], text
    assert await titles(tx, text="cafe") == ["Café chair"]
    assert await titles(tx, text="L-2") == [], "an archived variant is not for sale"
    assert await titles(tx, tag="New In") == ["Brass lamp"]
    assert await titles(tx, no_barcode=True) == ["Café chair"]
    assert await titles(tx, linked_to=workspace) == ["Café chair"]
    assert await titles(tx, not_linked_to=workspace) == ["Brass lamp"]
    assert await titles(tx, text="?!") == []
    like = await reading.list_products(tx, Asked(text="bras lampe"), None, 20)
    assert [row.found.title for row in like.rows] == ["Brass lamp"]
    assert like.similar
    page = await reading.list_products(tx, Asked(), chair, 20)
    assert [row.found.id for row in page.rows] == [lamp]
    assert page.rows[0].sums.least == 990


async def test_two_editors_of_different_fields_both_win(tx: Tx) -> None:
    [lamp] = await made_all(tx, FULL)
    [red, _] = await variant_ids(tx, lamp)
    seen_by_both = {"title": "Brass lamp", "handle": "lamp"}
    for field, now in (("title", "Lamp of brass"), ("handle", "brass-lamp")):
        done = await editing.edit(tx, [Edit(lamp, field, seen_by_both[field], now)])
        done.demand_all()
    product = await reading.product(tx, lamp)
    assert (product.title, product.handle, product.version) == ("Lamp of brass", "brass-lamp", 3)
    late = await editing.edit(
        tx, [Edit(lamp, "title", "Brass lamp", "Lamp"), Edit(red, "weight_g", None, 90)]
    )
    assert late.fields == 1, "what does not clash is done"
    with pytest.raises(Clashed, match="is now 'Lamp of brass'; you wanted 'Lamp'"):
        late.demand_all()
    assert await titles(tx, text="of brass") == ["Lamp of brass"]


async def test_an_sku_belongs_to_one_active_variant_and_two_can_be_exchanged(tx: Tx) -> None:
    lamp = await made(tx, "Lamp", "A", "B")
    chair = await made(tx, "Chair", "C")
    [a, b], [c] = await variant_ids(tx, lamp), await variant_ids(tx, chair)
    taken = await editing.edit(tx, [Edit(c, "sku", "C", "A")])
    assert taken.refused[0].finding.sentence == "The SKU 'A' belongs to the product 'Lamp'."
    swapped = await editing.edit(tx, [Edit(a, "sku", "A", "B"), Edit(b, "sku", "B", "A")])
    swapped.demand_all()
    assert [each.sku for each in (await reading.variants_of(tx, [lamp]))[lamp]] == ["B", "A"]
    both = await editing.edit(tx, [Edit(a, "sku", "B", "X"), Edit(c, "sku", "C", "X")])
    assert len(both.refused) == 1, "one of the two gets it"
    (await editing.edit(tx, [Edit(b, "state", "active", "archived")])).demand_all()
    (await editing.edit(tx, [Edit(a, "sku", "X", "A")])).demand_all()
    back = await editing.edit(tx, [Edit(b, "state", "archived", "active")])
    assert back.refused[0].finding.code == "sku_taken"


async def test_new_options_take_the_choices_along(tx: Tx) -> None:
    [lamp] = await made_all(tx, FULL)
    [red, _] = await variant_ids(tx, lamp)
    wider = Edit(lamp, "options", ("Colour",), ("Size", "Colour"))
    (await editing.edit(tx, [wider, Edit(red, "choices", ("Red",), ("L", "Red"))])).demand_all()
    found = (await reading.variants_of(tx, [lamp]))[lamp]
    assert [each.choices for each in found] == [("L", "Red"), ("", "Blue")]
    short = await editing.edit(tx, [Edit(red, "choices", ("L", "Red"), ("L",))])
    assert short.refused[0].finding.code == "choices_count"


async def test_translations_are_edited_as_fields_are(tx: Tx) -> None:
    lamp = await made(tx, "Lamp")
    name = "translations.id.title"
    (await editing.edit(tx, [Edit(lamp, name, None, "Lampu")])).demand_all()
    assert await reading.translations(tx, [lamp], "id") == {lamp: {"title": "Lampu"}}
    assert (await editing.edit(tx, [Edit(lamp, name, None, "Pelita")])).clashes
    (await editing.edit(tx, [Edit(lamp, name, "Lampu", None)])).demand_all()
    assert await reading.all_translations(tx, lamp) == {}


async def test_the_history_tells_every_field_with_who_and_when_however_long(tx: Tx) -> None:
    lamp = await made(tx, "Lamp", "A")
    [variant] = await variant_ids(tx, lamp)
    long = "<p>" + "brass " * 5_000 + "</p>"
    await editing.edit(tx, [Edit(lamp, "description_html", "", long)])
    await editing.edit(tx, [Edit(variant, "price", None, Money("EUR", 990))])
    lines = await telling.history_of(tx, lamp, None, 10)
    assert [line.name.rpartition(".")[2] for line in lines] == ["edited", "edited", "made"]
    priced, described, _ = lines
    assert (priced.variant_id, priced.before, priced.after) == (
        variant,
        {"price": None},
        {"price": Money("EUR", 990)},
    )
    assert described.after == {"description_html": long}
    assert described.who == tx.actor.name
    assert "edited description_html" in described.sentence


async def test_costs_are_kept_with_their_time_and_source_and_stand_in_no_event(tx: Tx) -> None:
    lamp = await made(tx, "Lamp", "A")
    [variant] = await variant_ids(tx, lamp)
    first = UnitCost("USD", Decimal("0.0035"))

    def row(cost: UnitCost, days: int = 0) -> CostRow:
        since = tx.now + timedelta(days=days)
        return CostRow(variant, CostKind.supplier, cost, since, "price list")

    assert await costing.set_costs(tx, [row(first)]) == 1
    assert await costing.set_costs(tx, [row(first)]) == 0, "the same again is nothing new"
    assert await costing.set_costs(tx, [row(UnitCost.of("USD", "4"), days=7)]) == 1
    assert await costing.costs(tx, [variant]) == {variant: {"supplier": first}}
    assert len(await costing.costs_told(tx, [variant])) == 2
    [event, *_] = await history.read_back(
        tx, history.Filters(workspace_id=tx.workspace_id, name="catalog.cost"), None, 5
    )
    assert event.payload == {"variant_ids": [str(variant)], "count": 1}
    with pytest.raises(Rejected, match="below zero"):
        await costing.set_costs(tx, [row(UnitCost.of("USD", "-1"))])


async def test_what_rules_look_at_comes_with_every_offer(tx: Tx, workspace: UUID) -> None:
    [lamp] = await made_all(tx, FULL)
    link = await sold_at(tx, workspace, lamp, "4711")
    cost = UnitCost.of("EUR", "3")
    row = CostRow(link.variant_id, CostKind.landed, cost, tx.now, "invoice")
    await costing.set_costs(tx, [row])
    found = (await offering.facts(tx, [link.id]))[link.id]
    assert (found.title, found.tags, found.list_price) == (
        "Brass lamp, Red",
        ("brass", "new in"),
        Money("EUR", 990),
    )
    assert found.costs == {"landed": cost}
    assert await offering.product_names(tx, workspace, ["4711", "4712"]) == {"4711": lamp}
    assert await offering.links_named(tx, workspace, ["4711"]) == {"4711": link}
    assert await offering.links_page(tx, workspace, None, 10) == [link]
    assert await offering.links_page(tx, workspace, link.id, 10) == []
    await offering.unlink(tx, [link.id])
    assert await offering.links_of(tx, [lamp]) == []
