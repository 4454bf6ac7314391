"""Categories and tags of a store: by their ids, as a whole list, and read back so."""

import json

import pytest

from hanse.base.faults import Rejected
from hanse.connectors.woocommerce import manifest, mapping
from hanse.connectors.woocommerce.writes import places
from hanse.trade.fields import Fields
from hanse.trade.ports_read import Ask, Kind, Question, Reach
from hanse.trade.ports_write import Target, Wanted
from tests.connectors.sides import Side, side
from tests.connectors.woocommerce.recorded import SHOP, body
from tests.connectors.woocommerce.test_both_sides import WOO, sent, shown, written
from tests.connectors.woocommerce.test_writes import VARIATION, piece, refused

LAMPS, SALE = ("16", "Lamps"), ("17", "Sale")
PORT = places.PORT


def test_places_go_out_as_the_ids_of_their_terms() -> None:
    made = piece(PORT, {"categories": (LAMPS, SALE), "tag_terms": ()})
    assert json.loads(made.body) == {
        "id": 12,
        "categories": [{"id": 16}, {"id": 17}],
        "tags": [],
    }
    assert made.findings == ()


@pytest.mark.parametrize(
    ("after", "code"),
    [
        ({"categories": ()}, "no_category"),
        ({"categories": ("Lamps",)}, "no_places"),
        ({"categories": (SALE, LAMPS)}, "no_places"),
        ({"categories": (("lamps", "Lamps"),)}, "no_term"),
        ({"tag_terms": tuple((str(n), f"{n:04}") for n in range(1, 300))}, "too_many"),
        ({"tags": ("new",)}, "unknown_field"),
    ],
)
def test_places_that_the_store_would_bend_are_refused(after: Fields, code: str) -> None:
    assert [each.code for each in refused(PORT, after)] == [code]


def test_a_variation_has_no_places_of_its_own() -> None:
    with pytest.raises(Rejected, match="has none of this"):
        piece(PORT, {"categories": (LAMPS,)}, target=VARIATION)


def test_a_product_shows_where_it_stands() -> None:
    """Recording 065: it was put into the store's own category."""
    (found,) = PORT.found(Kind.products, mapping.product(body(65), SHOP))
    assert found.fields == {"categories": (("15", "Uncategorized"),), "tag_terms": ()}


async def term(shop: Side, path: str, name: str) -> tuple[str, str]:
    """As a person makes one in the shop."""
    sent = json.dumps({"name": name}).encode()
    question = Question(path, (), "products", "POST", sent, writes=True, change=places.KIND)
    document = (await shop.ask(question)).document
    assert isinstance(document, dict)
    return str(document["id"]), name


async def test_what_is_written_is_read_back_and_what_the_store_does_not_know_is_not() -> None:
    """An id that there is not is left out without a word, so it is never taken for done."""
    async with side(WOO) as shop:
        lamps, sale = [
            await term(shop, "products/categories", each) for each in ("Lamps", "Sale & more")
        ]
        new = await term(shop, "products/tags", "new")
        page = await shop.page(manifest.PRODUCTS, Ask(Reach.everything))
        one, other = (Target(row.value.remote_id) for row in page.rows[:2])
        wishes: list[Fields] = [
            {"categories": (lamps, sale), "tag_terms": (new,)},
            {"categories": (sale,)},
            {"tag_terms": ()},
        ]
        for after in wishes:
            await written(shop, PORT, {one: after, other: after})
        ghost: Fields = {"categories": (("999999", "Nowhere"),)}
        await sent(shop, PORT, [PORT.piece(Wanted(one, {}, ghost), SHOP)])
        assert (await shown(shop, PORT, [one]))[one]["categories"] != ghost["categories"]


def test_a_target_without_an_id_has_no_place() -> None:
    with pytest.raises(Rejected):
        PORT.piece(Wanted(Target(None), {}, {"categories": (LAMPS,)}), SHOP)
