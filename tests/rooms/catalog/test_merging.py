"""Two products become one and are two again; bundles, brands and categories in order."""

from uuid import UUID

import pytest

from hanse.base.faults import Conflict, Rejected
from hanse.engine.tx import Tx
from hanse.rooms.billing.store import plans as store
from hanse.rooms.catalog.model.attributes import Attribute, AttributeType
from hanse.rooms.catalog.model.goods import Part, State
from hanse.rooms.catalog.service import (
    bundling,
    editing,
    merging,
    naming,
    offering,
    reading,
    telling,
)
from hanse.rooms.catalog.service.editing import Edit
from hanse.rooms.catalog.service.reading import Asked
from tests.rooms.catalog.some import made, sold_at, variant_ids


async def used(tx: Tx) -> int:
    return (await store.counts(tx))["products"]


async def names(tx: Tx, product_id: UUID) -> list[str]:
    return [line.name for line in await telling.history_of(tx, product_id, None, 20)]


async def test_merging_moves_variants_and_offers_and_splitting_brings_both_back(
    tx: Tx, workspace: UUID
) -> None:
    lamp = await made(tx, "Lamp", "L-1", handle="lamp", tags=("a",))
    other = await made(tx, "Lamp, brass", "L-2", "L-3", summary_html="<p>Good.</p>")
    link = await sold_at(tx, workspace, other, "4711")
    seen = await merging.preview(tx, lamp, other)
    assert [(each.field, each.kept, each.other) for each in seen.clashes] == [
        ("title", "Lamp", "Lamp, brass")
    ]
    assert (seen.filled, seen.variants, seen.offers) == (["summary_html"], 2, 1)
    await merging.merge(tx, lamp, other, take=["title"])
    product = await reading.product(tx, lamp)
    assert (product.title, product.handle, product.summary_html) == (
        "Lamp, brass",
        "lamp",
        "<p>Good.</p>",
    )
    assert (await reading.product(tx, other)).state is State.archived
    assert [each.sku for each in (await reading.variants_of(tx, [lamp]))[lamp]] == [
        "L-1",
        "L-2",
        "L-3",
    ]
    assert (await offering.links(tx, [link.id]))[link.id].product_id == lamp
    assert await used(tx) == 1
    came = (await variant_ids(tx, lamp))[1:]
    assert await merging.split(tx, lamp, came) == other
    assert [each.sku for each in (await reading.variants_of(tx, [other]))[other]] == ["L-2", "L-3"]
    assert (await reading.product(tx, other)).state is State.active
    assert (await offering.links(tx, [link.id]))[link.id].product_id == other
    assert await used(tx) == 2
    for each in (lamp, other):
        assert {"catalog.product.merged", "catalog.product.split"} <= set(await names(tx, each))
    found = await reading.list_products(tx, Asked(text="l-2"), None, 5)
    assert [row.found.id for row in found.rows] == [other]


async def test_some_variants_leave_for_a_product_of_their_own_and_come_back(tx: Tx) -> None:
    shirt = await made(tx, "Shirt", "S-1", "S-2", "S-3")
    first, *_ = await variant_ids(tx, shirt)
    mug = await merging.split(tx, shirt, [first], "Mug")
    assert (await reading.product(tx, mug)).title == "Mug"
    await merging.merge(tx, shirt, mug)
    assert len(await variant_ids(tx, shirt)) == 3
    for wrong, why in (
        ([], "no variants"),
        (await variant_ids(tx, shirt), "All of its"),
        ([shirt], "no variants"),
    ):
        with pytest.raises(Rejected, match=why):
            await merging.split(tx, shirt, wrong)
    with pytest.raises(Rejected, match="merged with itself"):
        await merging.merge(tx, shirt, shirt)


async def test_a_bundle_holds_others_and_never_itself(tx: Tx) -> None:
    a, b, c = [(await variant_ids(tx, await made(tx, name)))[0] for name in "abc"]
    await bundling.set_parts(tx, a, [Part(b, 2)])
    await bundling.set_parts(tx, b, [Part(c, 3)])
    assert await reading.parts(tx, [a]) == {a: [Part(b, 2)]}
    with pytest.raises(Rejected, match="would hold itself"):
        await bundling.set_parts(tx, c, [Part(a, 1)])
    with pytest.raises(Rejected, match="no variant of ours"):
        await bundling.set_parts(tx, c, [Part(UUID(int=9), 1)])
    await bundling.set_parts(tx, a, [])
    assert await reading.parts(tx, [a]) == {}


async def test_brands_are_renamed_and_two_of_one_name_become_one(tx: Tx) -> None:
    lumi, luma = await naming.make_brand(tx, "Lumi"), await naming.make_brand(tx, "Luma")
    lamp = await made(tx, "Lamp", brand_id=str(luma.id))
    with pytest.raises(Rejected, match="a brand 'lumi' already"):
        await naming.make_brand(tx, " lumi ")
    renamed = await naming.rename_brand(tx, luma.id, "Lumos", luma.version)
    found = await reading.list_products(tx, Asked(text="lumos"), None, 5)
    assert [row.found.id for row in found.rows] == [lamp]
    assert (await naming.rename_brand(tx, luma.id, "LUMI", renamed.version)).id == lumi.id
    assert (await reading.product(tx, lamp)).brand_id == lumi.id
    assert [each.name for each in await naming.brands(tx)] == ["Lumi"]


async def test_categories_move_without_circles_and_filter_with_all_below(tx: Tx) -> None:
    home = await naming.put_category(tx, None, "Home", None, State.active)
    lamps = await naming.put_category(tx, None, "Lamps", home.id, State.active)
    lamp = await made(tx, "Lamp", category_id=str(lamps.id))
    found = await reading.list_products(tx, Asked(category_id=home.id), None, 5)
    assert [row.found.id for row in found.rows] == [lamp]
    with pytest.raises(Rejected, match="cannot stand under itself"):
        await naming.put_category(tx, home.id, "Home", lamps.id, State.active, home.version)
    with pytest.raises(Conflict):
        await naming.put_category(tx, home.id, "House", None, State.active, 7)
    with pytest.raises(Rejected, match="a category 'lamps' at this place"):
        await naming.put_category(tx, None, "lamps", home.id, State.active)
    gone = await naming.put_category(tx, lamps.id, "Lights", None, State.archived, lamps.version)
    assert (gone.name, gone.parent_id, gone.state) == ("Lights", None, State.archived)


async def test_an_attribute_keeps_its_type_and_its_values_are_checked(tx: Tx) -> None:
    colour = Attribute(
        tx.ids.new(), "colour", "Colour", AttributeType.choice, choices=("Red", "Blue")
    )
    await naming.put_attribute(tx, colour)
    lamp = await made(tx, "Lamp", **{"attributes.colour": "Red"})
    done = await editing.edit(tx, [Edit(lamp, "attributes.colour", "Red", "Green")])
    assert str(done.refused[0].finding) == "Colour cannot be 'Green'. Give one of: Red, Blue."
    number = Attribute(colour.id, "colour", "Colour", AttributeType.number)
    with pytest.raises(Rejected, match="of the type choice"):
        await naming.put_attribute(tx, number, expected=1)
    (await editing.edit(tx, [Edit(lamp, "attributes.colour", "Red", None)])).demand_all()
    assert (await reading.product(tx, lamp)).attributes == {}


async def test_archiving_leaves_room_in_the_plan(tx: Tx) -> None:
    lamp = await made(tx, "Lamp")
    (await editing.edit(tx, [Edit(lamp, "state", "active", "archived")])).demand_all()
    assert await used(tx) == 0
    (await editing.edit(tx, [Edit(lamp, "state", "archived", "active")])).demand_all()
    assert await used(tx) == 1
