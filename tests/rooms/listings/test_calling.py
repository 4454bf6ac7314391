"""What is made at a shop is called as it is called there, by the mappings that were accepted."""

from collections.abc import Mapping
from uuid import UUID

import pytest

from hanse.base.faults import Finding
from hanse.base.money import Money
from hanse.changes.model.states import State
from hanse.rooms.catalog.model.attributes import Attribute, AttributeType
from hanse.rooms.catalog.model.goods import State as GoodsState
from hanse.rooms.catalog.service import editing, naming, offering, reading
from hanse.rooms.catalog.service.editing import Edit as ProductEdit
from hanse.rooms.catalog.service.making import NewGoods
from hanse.rooms.listings.model import calling
from hanse.rooms.listings.model.goods import Goods, Sold
from hanse.rooms.listings.model.listings import Act
from hanse.rooms.listings.model.mappings import Noun, Pair
from hanse.rooms.listings.service import mapping, showing
from hanse.rooms.mirror.service import showing as mirror
from hanse.trade.fields import Fields
from hanse.trade.goods import Label, Product
from hanse.trade.ports_read import Kind
from tests.rooms.catalog.some import made_all
from tests.rooms.listings.shelf import PLATFORMS, Shelf

WORDS = {"Red": "Merah", "Blue": "Biru"}
LAMPS = UUID(int=1)


async def test_a_product_is_made_with_the_words_of_the_shop_and_known_by_ours(shelf: Shelf) -> None:
    """Of one value somebody takes the mapping back before the shop has answered."""
    product_id, category = await shirt(shelf)
    done = await shelf.act(Act.publish, *await shelf.listings(product_id))
    assert list(done.refusals) == []
    async with shelf.market.tx() as tx:
        back = [Pair("shopify", Noun.attribute, "color", "", value="Blue")]
        await mapping.save(tx, set(PLATFORMS), [], back)
    assert await shelf.through(done.set_id) == {State.proven: 5}
    async with shelf.market.tx() as tx:
        links = await offering.links_of(tx, [product_id])
    for listing in await shelf.listings(product_id):
        async with shelf.market.tx() as tx:
            names = [str(listing.remote_id)]
            found = await mirror.named(tx, listing.account_id, Kind.products, names)
        shown = found[names[0]]
        assert isinstance(shown, Product)
        assert [(each.name, set(each.values)) for each in shown.options] == [
            ("Warna", {"Merah", "Biru"})
        ]
        here = [each for each in links if each.account_id == listing.account_id]
        assert len({(each.variant_id, each.remote_variant_id) for each in here}) == 2
        if listing.account_id == shelf.accounts[0].id:
            assert [each.remote_id for each in shown.categories] == [category.remote_id]


async def shirt(shelf: Shelf) -> tuple[UUID, Label]:
    """In two colours, for both shops, in a category that one of them has."""
    price = Money(shelf.accounts[0].shop.currency, 1290)
    shown = await shelf.remote(shelf.accounts[0])
    there = shown.categories[0]
    async with shelf.market.tx() as tx:
        rows: list[Fields] = [
            {"sku": sku, "choices": (value,), "price": price}
            for sku, value in (("SHIRT-R", "Red"), ("SHIRT-B", "Blue"))
        ]
        [product_id] = await made_all(tx, NewGoods({"title": "Shirt", "options": ("Color",)}, rows))
        await naming.note_labels(tx, shelf.accounts[0].id, [shown])
        ours = await naming.put_category(tx, None, "Shirts", None, GoodsState.active)
        edit = ProductEdit(product_id, "category_id", None, str(ours.id))
        (await editing.edit(tx, [edit])).demand_all()
        color = Attribute(
            tx.ids.new(), "color", "Color", AttributeType.choice, choices=tuple(WORDS)
        )
        await naming.put_attribute(tx, color)
        values = [
            Pair(each, Noun.attribute, "color", "Warna", value=value, their_value=word)
            for each in PLATFORMS
            for value, word in WORDS.items()
        ]
        # The id is that of another shop; the name is the same at all.
        place = Pair("woocommerce", Noun.category, str(ours.id), "no-id-of-this-shop", there.name)
        await mapping.save(tx, set(PLATFORMS), [*values, place], [])
        await showing.add_drafts(tx, [product_id], [each.id for each in shelf.accounts], "")
    await shelf.follow()
    return product_id, there


async def test_a_category_that_the_shop_has_not_is_said_before_anything_is_made(
    shelf: Shelf,
) -> None:
    product_id, _ = await shirt(shelf)
    async with shelf.market.tx() as tx:
        found = (await reading.products(tx, [product_id]))[product_id]
        gone = Pair("woocommerce", Noun.category, str(found.category_id), "9", "Kemeja")
        await mapping.save(tx, set(PLATFORMS), [gone], [])
    [listing, _] = await shelf.listings(product_id)
    done = await shelf.act(Act.publish, listing)
    assert done.set_id is None
    [refusal] = done.refusals
    assert refusal.findings[0].sentence == (
        "Shirts is mapped to Kemeja. No category of this shop is called Kemeja."
    )


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"7": "Lampu", "8": "Meja"}, "7"),
        ({"7": "Meja", "8": "LAMPU"}, "8"),  # the id is another category at this shop
        ({"7": "Lampu", "8": "Lampu"}, "7"),
        ({"5": "Lampu", "8": "Lampu"}, "2 categories of this shop are called Lampu."),
        ({"5": "Meja"}, "No category of this shop is called Lampu."),
    ],
)
def test_a_category_is_that_of_the_very_shop(known: Mapping[str, str], expected: str) -> None:
    pair = Pair("woocommerce", Noun.category, str(LAMPS), "7", "Lampu")
    there = calling.called([pair], {}, [Label(*each) for each in known.items()])
    found = calling.category(Goods(LAMPS, "Lamp", category="Lamps", category_ids=(LAMPS,)), there)
    if isinstance(found, Finding):
        assert found.sentence.endswith(expected)
    else:
        assert found is not None
        assert found.remote_id == expected


@pytest.mark.parametrize(
    ("pairs", "option", "values"),
    [
        ([("", "", "pa_color", "Warna")], "Warna", ["Red", "Blue"]),
        ([("Red", "Merah", "Warna", "")], "Warna", ["Merah", "Blue"]),
        (
            [("Red", "Merah", "Warna", ""), ("Blue", "Biru", "Corak", "")],
            *("Color", ["Merah", "Biru"]),
        ),
        (
            [("", "", "", ""), ("red ", "Merah", "", "")],
            *("Color", ["Merah", "Blue"]),
        ),
        ([("Green", "Hijau", "", "")], "Color", ["Red", "Blue"]),
    ],
)
def test_options_and_values_are_called_as_there(
    pairs: list[tuple[str, str, str, str]], option: str, values: list[str]
) -> None:
    """By the name of the attribute or by its key; what is not mapped stays as it is."""
    mapped = [
        Pair("shopify", Noun.attribute, "col", theirs, name, value, word)
        for value, word, theirs, name in pairs
    ]
    there = calling.called(mapped, {"col": ("col", "Color")}, [])
    sold = tuple(Sold(UUID(int=at), choices=(each,)) for at, each in enumerate(("Red", "Blue")))
    found = calling.as_called(Goods(LAMPS, "Shirt", options=("Color",), variants=sold), there)
    assert found.options == (option,)
    assert [each.choices[0] for each in found.variants] == values
