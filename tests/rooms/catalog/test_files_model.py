"""What is decided of files: which column is which field, what a cell means, what an edit does."""

import csv
import io
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.base.faults import Conflict, Finding, Rejected
from hanse.base.money import Money, Rounding, UnitCost
from hanse.engine.sheets import reading as sheets
from hanse.rooms.catalog.model import bulk, bulks, cells, imports, media
from hanse.rooms.catalog.model import sheets as model
from hanse.rooms.catalog.model.attributes import Attribute, AttributeType
from hanse.rooms.catalog.model.bulk import BulkWay, Operation
from hanse.rooms.catalog.model.cells import Names, Reading
from hanse.rooms.catalog.model.fields import Known
from hanse.rooms.catalog.model.media import Media, Placed
from hanse.rooms.catalog.model.sheets import Places
from hanse.trade.fields import Fields, Value

BRAND, SHELVES = UUID(int=1), UUID(int=2)
WATT = Attribute(UUID(int=3), "watt", "Power", AttributeType.measure, "W")
NAMES = Names(
    Known({"watt": WATT}, frozenset({BRAND}), frozenset({SHELVES})),
    {"lumen": BRAND},
    {"home > shelves": SHELVES},
)
COMMA = Reading("comma", "EUR")


# Columns


@pytest.mark.parametrize(
    ("heads", "fields"),
    [
        (
            "Handle,Title,Body (HTML),Vendor,Tags,Variant SKU,Variant Price",
            "handle,title,description_html,brand_id,tags,sku,price",
        ),
        (
            "Kode SKU,Nama Produk,Harga,Berat (g),Kategori,Merek",
            "sku,title,price,weight_g,category_id,brand_id",
        ),
        (
            "Artikelnummer,Bezeichnung,Preis,Gewicht,Hersteller,EAN,Einkaufspreis",
            "sku,title,price,weight_g,brand_id,gtin,cost.supplier",
        ),
        ("ARTIKEL-NUMMER,Power,Titell,Nothing", "sku,attributes.watt,title"),
        ("translations.id.title,SKU,sku ", "translations.id.title,sku"),
    ],
)
def test_columns_are_suggested_by_what_people_call_them(heads: str, fields: str) -> None:
    found = model.suggested(heads.split(","), {"watt": "Power"})
    assert list(found.values()) == fields.split(",")


def test_what_an_export_writes_is_known_again() -> None:
    heads = [each for each in model.TARGETS if each not in (model.GROUP, *model.COSTS)]
    assert list(model.suggested(heads, {}).values()) == heads


@pytest.mark.parametrize(
    ("columns", "creates", "said"),
    [
        ({0: "title"}, False, "No column says which product or variant"),
        ({0: "sku", 1: "sku"}, False, "'a' and 'b' go to one field"),
        ({0: "sku", 7: "title"}, False, "There is no column 8; the table has 2"),
        ({0: "sku", 1: "colour"}, False, "'b' goes to 'colour', which is no field"),
        ({0: "sku", 1: "attributes.size"}, False, "no field"),
        ({0: "sku", 1: "translations.id.handle"}, False, "no field"),
        ({0: "price"}, True, "No column says"),
    ],
)
def test_places_that_cannot_be_are_refused(
    columns: dict[int, str], creates: bool, said: str
) -> None:
    with pytest.raises(Rejected, match=said) as refused:
        model.checked(Places(columns, creates=creates), ["a", "b"], NAMES)
    assert refused.value.findings[0].next_step


# Cells


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("price", "12,50", Money("EUR", 1_250)),
        ("price", Decimal("12.5"), Money("EUR", 1_250)),
        ("weight_g", "250", 250),
        ("attributes.watt", "7,5", Decimal("7.5")),
        ("tags", "a, b", ("a", "b")),
        ("tags", "a, b;c", ("a, b", "c")),
        ("choices", "Red | | 1,5 l", ("Red", "", "1,5 l")),
        ("state", "aktif", "active"),
        ("brand_id", " Lumen ", str(BRAND)),
        ("category_id", "Home / Shelves", str(SHELVES)),
        ("cost.supplier", "0,0125", UnitCost("EUR", Decimal("0.0125"))),
        ("title", "'=1+1", "=1+1"),
        ("gtin", Decimal(4006381333931), "4006381333931"),
    ],
)
def test_a_cell_means_what_was_said(field: str, cell: cells.Cell, value: Value) -> None:
    assert cells.read(field, cell, COMMA, NAMES) == value


@pytest.mark.parametrize(
    ("field", "cell", "said"),
    [
        ("price", "12.50", "'12.50' is no number as it is to be read: digits, and a comma"),
        ("price", "1.250,00", "no number as it is to be read"),
        ("price", "12,505", "more decimals"),
        ("price", "-1", "below zero"),
        ("price", "€ 12", "no number"),
        ("weight_g", "2,5", "no whole number"),
        ("gtin", "4,00638E+12", "digits are lost"),
        ("gtin", "4006381333932", ""),
        ("brand_id", "Nobody", "There is no brand 'Nobody'"),
        ("state", "sold", "active or archived"),
        ("title", "", "The title is empty"),
        ("title", "a\x00b", r"U\+0000, which cannot be kept"),
        ("cost.supplier", "-1", "below zero"),
        ("no_such", "x", "There is no field"),
    ],
)
def test_a_cell_that_cannot_be_read_says_why_and_what_to_do(
    field: str, cell: cells.Cell, said: str
) -> None:
    found = cells.read(field, cell, COMMA, NAMES)
    assert isinstance(found, Finding), found
    assert found.field == field
    assert found.next_step
    assert said.replace("\\", "") in found.sentence


def test_an_amount_without_a_currency_is_not_guessed() -> None:
    found = cells.read("price", "12", Reading("point"), NAMES)
    assert isinstance(found, Finding)
    assert found.code == "no_currency"
    wish = model.wished(2, ["12", "idr"], 2, Places({0: "price", 1: "currency"}), NAMES)
    assert wish.variant == {"price": Money.of("IDR", 12)}


NASTY = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        [
            "=1+1",
            "@x",
            "1,5",
            "1.5",
            "1e400",
            "NaN",
            "-0",
            "\u202e",
            "\ufeff",
            '"',
            "\r\n",
            "\t",
            "9" * 40,
            "𝟙",
            "١٢",
            "'",
            "a" * 600,
            "\x00",
            " ",
            "4006381333931",
            "4E+12",
            "%00",
        ]
    ),
)
COLUMNS = ("sku", "title", "price", "weight_g", "gtin", "tags", "attributes.watt", "brand_id")


@settings(max_examples=1_000)
@given(st.lists(NASTY, min_size=len(COLUMNS), max_size=len(COLUMNS)), st.booleans())
def test_whatever_stands_in_a_file_is_kept_or_refused_with_a_reason(
    cells_: list[str], comma: bool
) -> None:
    """Through CSV and back: no cell is lost, each refusal says row, field, reason, next step."""
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([COLUMNS, cells_])
    content = out.getvalue().encode()
    rows = list(sheets.rows_of(content, sheets.facts_of(content)))
    places = Places(dict(enumerate(COLUMNS)), Reading("comma" if comma else "point", "EUR"))
    if not any(cells_):
        assert len(rows) == 1
        return
    assert [row.number for row in rows] == [1, 2]
    assert list(rows[1].cells) == cells_
    wish = model.wished(2, rows[1].cells, len(COLUMNS), places, NAMES)
    assert wish.number == 2
    told = {*wish.product, *wish.variant, *(each.field for each in wish.findings)}
    assert told == {name for name, cell in zip(COLUMNS, cells_, strict=True) if cell != ""}
    assert all(each.sentence and each.next_step for each in wish.findings)


def test_more_cells_than_heads_are_refused_and_fewer_are_empty() -> None:
    places = Places({0: "sku", 1: "title"})
    assert model.wished(7, ["A"], 2, places, NAMES).product == {}
    [finding] = model.wished(7, ["A", "b", "c"], 2, places, NAMES).findings
    assert finding.sentence == "The row has 3 cells, and there are 2 heads."


def test_empty_cells_leave_what_is_there_unless_they_are_to_clear_it() -> None:
    columns = {0: "sku", 1: "summary_html", 2: "price", 3: "cost.supplier"}
    row = ["A", "", "", ""]
    assert model.wished(2, row, 4, Places(columns), NAMES).product == {}
    wish = model.wished(2, row, 4, Places(columns, Reading(empty="clear")), NAMES)
    assert (wish.product, wish.variant, wish.costs) == (
        {"summary_html": ""},
        {"sku": "A", "price": None},
        {},
    )


# Edits of many


def price(minor: int) -> Money:
    return Money("EUR", minor)


TENTH = Decimal("0.10")


@pytest.mark.parametrize(
    ("operation", "was", "now"),
    [
        (Operation("title", BulkWay.append, " (new)"), "Lamp", "Lamp (new)"),
        (Operation("title", BulkWay.prepend, "Brass "), "Lamp", "Brass Lamp"),
        (Operation("title", BulkWay.swap, "a", "e"), "Lamp a", "Lemp e"),
        (Operation("title", BulkWay.set, "Lamp"), "Desk", "Lamp"),
        (Operation("tags", BulkWay.add_tag, "sale"), ("new",), ("new", "sale")),
        (Operation("tags", BulkWay.add_tag, "new"), ("new",), ("new",)),
        (Operation("tags", BulkWay.remove_tag, "new"), ("new", "b"), ("b",)),
        (Operation("price", BulkWay.increase, percent=Decimal(5)), price(1_290), price(1_355)),
        (
            Operation("price", BulkWay.increase, percent=Decimal(5), step=TENTH),
            price(1_290),
            price(1_350),
        ),
        (
            Operation(
                "price", BulkWay.increase, percent=Decimal(5), step=TENTH, rounding=Rounding.up
            ),
            price(1_290),
            price(1_360),
        ),
        (
            Operation("price", BulkWay.decrease, amount=Decimal("0.40"), currency="EUR"),
            price(1_290),
            price(1_250),
        ),
        (
            Operation("price", BulkWay.decrease, amount=Decimal(1), currency="USD"),
            price(9),
            price(9),
        ),
        (Operation("price", BulkWay.increase, percent=Decimal(5)), None, None),
        (Operation("price", BulkWay.set, "12.9", currency="EUR"), None, price(1_290)),
        (Operation("weight_g", BulkWay.decrease, percent=Decimal(10)), 255, 230),
        (
            Operation("attributes.watt", BulkWay.increase, amount=TENTH),
            Decimal("7.5"),
            Decimal("7.6"),
        ),
        (Operation("brand_id", BulkWay.set, "lumen"), None, str(BRAND)),
        (Operation("brand_id", BulkWay.clear), str(BRAND), None),
        (Operation("summary_html", BulkWay.clear), "x", ""),
    ],
)
def test_an_operation_makes_of_a_value_what_it_says(
    operation: Operation, was: Value, now: Value
) -> None:
    bulk.check(operation, NAMES)
    assert bulk.edited(operation, was, NAMES) == now


@pytest.mark.parametrize(
    ("operation", "said"),
    [
        (Operation("colour", BulkWay.set, "x"), "no field"),
        (Operation("title", BulkWay.add_tag, "x"), "cannot be edited by add_tag"),
        (Operation("title", BulkWay.clear), "The title is empty"),
        (Operation("title", BulkWay.append), "nothing to add"),
        (Operation("sku", BulkWay.set, "A"), "Many products cannot have one sku"),
        (Operation("price", BulkWay.increase), "a percentage or by an amount"),
        (Operation("price", BulkWay.increase, percent=TENTH, amount=TENTH), "not by both"),
        (Operation("price", BulkWay.increase, amount=TENTH), "in which currency"),
        (Operation("price", BulkWay.increase, percent=Decimal(-5)), "above zero"),
        (Operation("price", BulkWay.set, "12,9", currency="EUR"), "no number"),
        (Operation("brand_id", BulkWay.set, "Nobody"), "no brand"),
        (Operation("choices", BulkWay.clear), "set as a whole"),
        (Operation("cost.supplier", BulkWay.set, "1"), "no field"),
    ],
)
def test_an_operation_that_cannot_be_is_refused_before_anything_is_counted(
    operation: Operation, said: str
) -> None:
    with pytest.raises(Rejected, match=said) as refused:
        bulk.check(operation, NAMES)
    assert refused.value.findings[0].field or refused.value.next_step


def test_operations_on_one_field_stand_upon_each_other_and_what_cannot_be_is_told_alone() -> None:
    operations = [
        Operation("title", BulkWay.append, "!"),
        Operation("title", BulkWay.append, "?"),
        Operation("handle", BulkWay.append, "x" * 200),
        Operation("tags", BulkWay.remove_tag, "gone"),
    ]
    standing: Fields = {"title": "Lamp", "handle": "lamp", "tags": ("a",)}
    refused, changed = bulks.outcome(operations, standing, NAMES)
    assert (refused[0], refused[3] is not None and refused[3].code) == ("handle", "too_long")
    assert changed == ("title", "Lamp", "Lamp!?", None)


def test_every_step_leads_somewhere_or_says_what_can_be_done() -> None:
    for state in imports.ImportState:
        for step in imports.Step:
            if (state, step) not in imports.MOVES:
                with pytest.raises(Conflict, match="nothing to"):
                    imports.next_state(state, step)
    for at in bulks.BulkState:
        for each in bulks.Step:
            if (at, each) not in bulks.MOVES:
                with pytest.raises(Conflict, match="It can now"):
                    bulks.next_state(at, each)


# Pictures


LAMP = Media("a" * 64, "image/jpeg", 9, 1_200, 600, {960: "9", 320: "3", 96: "0"}, "t")


@pytest.mark.parametrize(
    ("side", "digest"),
    [(None, "a" * 64), (96, "0"), (97, "3"), (320, "3"), (960, "9"), (961, "a" * 64)],
)
def test_the_smallest_that_is_large_enough_is_shown(side: int | None, digest: str) -> None:
    assert LAMP.at_side(side)[0] == digest


def test_a_platform_gets_an_address_only_where_there_is_a_public_one() -> None:
    workspace = UUID(int=9)
    assert media.address("", workspace, LAMP) is None
    assert media.address("http://localhost:8700", workspace, LAMP) is None
    assert media.address("https://hub.example.com/", workspace, LAMP) == (
        f"https://hub.example.com/media/{'a' * 64}.jpg?w={workspace}&t=t"
    )


def test_pictures_are_put_in_order_upon_what_was_seen() -> None:
    one, two = Placed("a" * 64), Placed("b" * 64)
    media.checked([two, one], [one, two], [one.digest, two.digest])
    with pytest.raises(Conflict, match="changed the pictures"):
        media.checked([two], [one, two], [one.digest])
    with pytest.raises(Rejected, match="stands there twice"):
        media.checked([one, one], [], [])
