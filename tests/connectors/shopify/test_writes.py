"""Changes as Shopify takes them: what is sent, what is refused before that, and what comes back."""

import json
from collections.abc import Sequence
from typing import Any

import pytest

from hanse.base.faults import Finding, Rejected, Severity
from hanse.base.money import Money
from hanse.connectors.shopify import manifest
from hanse.trade.fields import Fields
from hanse.trade.ports_write import Piece, Target, Wanted, WritePort
from hanse.trade.shop import Shop
from tests.connectors.shopify import documents as made
from tests.connectors.shopify.told import SHOP, sent
from tests.connectors.shopify.wishes import (
    CODES,
    CREATE,
    PLACES,
    PRICE,
    STATE,
    TEXTS,
    piece_of,
    pieces_of,
    question_of,
    refused,
)


def usd(minor: int) -> Money:
    return Money("USD", minor)


LONG = "x" * 256


def body(piece: Piece) -> Any:
    return json.loads(piece.body)


def codes(findings: Sequence[Finding]) -> list[tuple[str, str]]:
    return [(each.code, each.field) for each in findings]


# What is sent


def test_the_bytes_of_a_piece_are_its_input_and_nothing_else() -> None:
    assert piece_of(PRICE).body == (
        b'{"compareAtPrice":"19.90","id":"gid://shopify/ProductVariant/31","price":"12.90"}'
    )
    assert piece_of(TEXTS, {"title": "Größe 漢"}).body == (
        '{"id":"gid://shopify/Product/12","title":"Größe 漢"}'.encode()
    )


# One piece a call, or rows of another shape: tests of their own look at these.
APART = {"offers.stock", "orders.ship", "orders.refund", "orders.cancel"}


def test_what_is_sent_is_what_the_pieces_hold() -> None:
    for kind in (each.kind for each in manifest.WRITES if each.kind not in APART):
        parent = " of 12" if kind.startswith("offers") else ""
        pieces = pieces_of(kind, f"31{parent}", f"32{parent}")
        variables = sent(question_of(kind, f"31{parent}", f"32{parent}"))["variables"]
        told = [variables[name] for name in ("w0", "w1") if name in variables]
        if parent:
            told = [row for rows in told for row in rows]
        assert told == [body(each) for each in pieces]


def test_prices_of_many_products_are_one_document() -> None:
    question = question_of("offers.price", "31 of 12", "41 of 14", "32 of 12")
    document = sent(question)
    assert document["query"] == (
        "mutation($p0: ID!, $w0: [ProductVariantsBulkInput!]!,"
        " $p1: ID!, $w1: [ProductVariantsBulkInput!]!) {"
        " w0: productVariantsBulkUpdate(productId: $p0, variants: $w0, allowPartialUpdates: true)"
        " { productVariants { id } userErrors { field message code } }"
        " w1: productVariantsBulkUpdate(productId: $p1, variants: $w1, allowPartialUpdates: true)"
        " { productVariants { id } userErrors { field message code } } }"
    )
    rows = {
        name: [each["id"].rpartition("/")[2] for each in document["variables"][name]]
        for name in ("w0", "w1")
    }
    assert rows == {"w0": ["31", "32"], "w1": ["41"]}
    assert document["variables"]["p1"] == "gid://shopify/Product/14"
    assert (question.change, question.writes, question.plumbing) == ("offers.price", True, "")


def test_only_what_is_wanted_is_written() -> None:
    assert body(piece_of(PRICE, {"price": usd(500)})) == {
        "id": made.of("ProductVariant", 31),
        "price": "5.00",
    }
    assert body(piece_of(CODES, {"gtin": "123"})) == {
        "id": made.of("ProductVariant", 31),
        "barcode": "123",
    }
    assert body(piece_of(TEXTS, {"seo_description": "Short"})) == {
        "id": made.of("Product", 12),
        "seo": {"description": "Short"},
    }


def test_what_is_to_be_nothing_is_written_as_null() -> None:
    assert body(piece_of(PRICE, {"compare_at": None}))["compareAtPrice"] is None
    empty = body(piece_of(CODES, {"sku": None, "gtin": None}))
    assert (empty["inventoryItem"], empty["barcode"]) == ({"sku": None}, None)
    assert body(piece_of(TEXTS, {"seo_title": None}))["seo"] == {"title": None}
    assert body(piece_of(PLACES, {"tags": ()}))["tags"] == []
    bare = {"id": made.of("Product", 12), "category": None}
    assert body(piece_of(PLACES, {"category": None})) == bare
    filled = body(piece_of(PLACES, {"category": ("aa-1-13-8", "Clothing > Shirts")}))
    assert filled["category"] == made.of("TaxonomyCategory", "aa-1-13-8")


@pytest.mark.parametrize(
    ("after", "shown", "word"),
    [
        ({"state": "live"}, {}, "ACTIVE"),
        ({"state": "draft"}, {}, "DRAFT"),
        ({"state": "archived"}, {"state": "live", "listed": True}, "ARCHIVED"),
        ({"state": "live", "listed": False}, {}, "UNLISTED"),
        ({"state": "live", "listed": True}, {}, "ACTIVE"),
        ({"state": "draft", "listed": None}, {}, "DRAFT"),
        ({"listed": False}, {"state": "live", "listed": True}, "UNLISTED"),
        ({"state": "live"}, {"state": "draft", "listed": None}, "ACTIVE"),
    ],
)
def test_a_state_is_a_status(after: Fields, shown: Fields, word: str) -> None:
    assert body(piece_of(STATE, after, shown))["status"] == word


def test_a_product_is_made_in_one_call_with_all_that_it_has() -> None:
    piece = piece_of(CREATE)
    assert body(piece) == {
        "title": "A lamp",
        "descriptionHtml": "<p>Bright</p>",
        "handle": "lamp-0001",
        "status": "DRAFT",
        "productOptions": [{"name": "Title", "values": [{"name": "Default Title"}]}],
        "variants": [
            {
                "optionValues": [{"optionName": "Title", "name": "Default Title"}],
                "price": "12.90",
                "compareAtPrice": "19.90",
                "sku": "LAMP-1",
                "barcode": "4006381333931",
            }
        ],
    }
    assert sent(CREATE.request([piece], "k", SHOP))["query"] == (
        "mutation($w0: ProductSetInput!) { w0: productSet(input: $w0, synchronous: true)"
        " { product { id } userErrors { field message code } } }"
    )


def test_a_new_product_is_a_draft_where_nothing_is_said_and_has_a_handle_of_ours() -> None:
    told = body(piece_of(CREATE, {"title": "A lamp", "price": usd(1290)}))
    assert (told["status"], told["handle"]) == ("DRAFT", "0192-ab")


def test_a_new_product_that_is_live_is_in_no_sales_channel_yet() -> None:
    live: Fields = {"title": "A lamp", "price": usd(1290), "state": "live"}
    assert codes(piece_of(CREATE, live).findings) == [("not_published", "state")]


# What is refused before it is sent


@pytest.mark.parametrize(
    ("port", "after", "found"),
    [
        (PRICE, {"price": None}, ("wrong_type", "price")),
        (PRICE, {"price": 12}, ("wrong_type", "price")),
        (PRICE, {"price": Money("EUR", 1290)}, ("other_currency", "price")),
        (PRICE, {"price": usd(-1)}, ("out_of_range", "price")),
        (PRICE, {"compare_at": "19.90"}, ("wrong_type", "compare_at")),
        (PRICE, {"title": "x"}, ("not_written", "title")),
        (PRICE, {}, ("nothing_wanted", "")),
        (CODES, {"sku": LONG}, ("too_long", "sku")),
        (CODES, {"gtin": LONG}, ("too_long", "gtin")),
        (CODES, {"sku": ""}, ("empty_text", "sku")),
        (CODES, {"gtin": 4006381333931}, ("wrong_type", "gtin")),
        (TEXTS, {"title": LONG}, ("too_long", "title")),
        (TEXTS, {"title": "  "}, ("blank", "title")),
        (TEXTS, {"title": None}, ("wrong_type", "title")),
        (TEXTS, {"title": "a\x00b"}, ("unfit_character", "title")),
        (TEXTS, {"title": "a\ud800b"}, ("unfit_character", "title")),
        (TEXTS, {"description_html": "é" * 262_145}, ("too_long", "description_html")),
        (TEXTS, {"seo_title": " "}, ("empty_text", "seo_title")),
        (PLACES, {"tags": "new"}, ("wrong_type", "tags")),
        (PLACES, {"tags": ("a", 7)}, ("wrong_type", "tags")),
        (PLACES, {"tags": (LONG,)}, ("too_long", "tags")),
        (PLACES, {"tags": tuple(f"t{n:03}" for n in range(251))}, ("too_many", "tags")),
        (PLACES, {"tags": ("a,b",)}, ("no_tag", "tags")),
        (PLACES, {"tags": ("",)}, ("no_tag", "tags")),
        (PLACES, {"tags": ("New", "new")}, ("tag_twice", "tags")),
        (PLACES, {"tags": ("b", "A")}, ("tags_unsorted", "tags")),
        (PLACES, {"category": "aa-1"}, ("no_category", "category")),
        (PLACES, {"category": ("71", "Summer")}, ("no_category", "category")),
        (STATE, {"state": "trashed"}, ("no_status", "state")),
        (STATE, {"state": None}, ("no_status", "state")),
        (STATE, {"listed": True}, ("no_status", "state")),
        (STATE, {"state": "draft", "listed": True}, ("not_live", "listed")),
        (STATE, {"state": "live", "listed": "no"}, ("not_live", "listed")),
        (CREATE, {"title": "A lamp"}, ("missing", "price")),
        (CREATE, {"price": usd(5)}, ("missing", "title")),
        (CREATE, {"title": "x", "price": usd(5), "handle": "A Lamp"}, ("no_handle", "handle")),
        (CREATE, {"title": "x", "price": usd(5), "handle": "a--b"}, ("no_handle", "handle")),
        (CREATE, {"title": "x", "price": usd(5), "handle": "a" * 256}, ("too_long", "handle")),
        (CREATE, {"title": "x", "price": usd(5), "state": "pending"}, ("no_status", "state")),
    ],
)
def test_what_shopify_could_not_take_is_refused_field_by_field(
    port: WritePort, after: Fields, found: tuple[str, str]
) -> None:
    findings = refused(port, after)
    assert codes(findings) == [found]
    assert all(each.severity is Severity.error and each.next_step for each in findings)


def test_all_that_is_wrong_is_said_at_once() -> None:
    wrong: Fields = {"title": "", "description_html": None, "seo_title": "", "tags": ()}
    assert codes(refused(TEXTS, wrong)) == [
        ("not_written", "tags"),
        ("blank", "title"),
        ("wrong_type", "description_html"),
        ("empty_text", "seo_title"),
    ]


def test_a_refusal_names_the_limit_and_what_to_do() -> None:
    (finding,) = refused(TEXTS, {"title": "x" * 300})
    assert str(finding) == (
        "Title has 300 characters; Shopify takes at most 255. Shorten it by 45 characters."
    )


def test_what_just_fits_is_taken() -> None:
    assert body(piece_of(TEXTS, {"title": "x" * 255}))["title"] == "x" * 255
    assert body(piece_of(TEXTS, {"description_html": "é" * 262_144}))
    assert body(piece_of(PLACES, {"tags": tuple(f"t{n:03}" for n in range(250))}))


@pytest.mark.parametrize(
    ("shop", "money", "text"),
    [
        (Shop("USD", 2), Money("USD", 1290), "12.90"),
        (Shop("USD", 2), Money("USD", 0), "0.00"),
        (Shop("JPY", 0), Money("JPY", 1500), "1500"),
        (Shop("KWD", 3), Money("KWD", 1234), "1.234"),
        (Shop("KWD", 2), Money("KWD", 1230), "1.23"),
        (Shop("USD", 2), Money("USD", 2**63 - 1), "92233720368547758.07"),
    ],
)
def test_money_has_the_decimals_of_the_shop(shop: Shop, money: Money, text: str) -> None:
    assert body(piece_of(PRICE, {"price": money}, shop=shop))["price"] == text


def test_money_that_needs_more_decimals_is_refused_and_not_rounded() -> None:
    found = refused(PRICE, {"price": Money("KWD", 1234)}, shop=Shop("KWD", 2))
    assert codes(found) == [("too_many_decimals", "price")]


@pytest.mark.parametrize(("minor", "taken"), [(10**18 - 1, True), (10**18, False)])
def test_money_that_is_too_much_is_refused(minor: int, taken: bool) -> None:
    after: Fields = {"price": Money("JPY", minor)}
    if taken:
        assert body(piece_of(PRICE, after, shop=Shop("JPY", 0)))["price"] == str(minor)
    else:
        assert codes(refused(PRICE, after, shop=Shop("JPY", 0))) == [("out_of_range", "price")]


def test_a_variant_of_no_product_cannot_be_written() -> None:
    for target in (Target("31"), Target(None, "12")):
        assert codes(refused(PRICE, {"price": usd(5)}, target=target)) == [("not_there", "")]
    assert codes(refused(TEXTS, {"title": "x"}, target=Target(None))) == [("not_there", "")]
    there = refused(CREATE, {"title": "x", "price": usd(5)}, target=Target("12"))
    assert codes(there) == [("exists", "")]


def test_without_a_number_of_its_own_nothing_is_made() -> None:
    wanted = Wanted(Target(None), {}, {"title": "x", "price": usd(5)})
    with pytest.raises(Rejected) as raised:
        CREATE.piece(wanted, SHOP)
    assert codes(raised.value.findings) == [("no_handle", "handle")]


# What would not come back as it was written


@pytest.mark.parametrize(
    ("after", "shown"),
    [
        ({"price": usd(900), "compare_at": usd(900)}, {}),
        ({"compare_at": usd(900)}, {"price": usd(1000)}),
    ],
)
def test_a_price_that_would_not_be_struck_out_is_refused(after: Fields, shown: Fields) -> None:
    """Shopify takes it, but shows nothing of it: it would stay unproven."""
    assert codes(refused(PRICE, after, shown)) == [("nothing_struck_out", "compare_at")]


def test_a_price_that_ends_a_sale_is_said_to() -> None:
    piece = piece_of(PRICE, {"price": usd(2000)}, {"price": usd(900), "compare_at": usd(1500)})
    assert [(each.severity, each.code) for each in piece.findings] == [
        (Severity.hint, "nothing_struck_out")
    ]
    both: Fields = {"price": usd(2000), "compare_at": None}
    assert piece_of(PRICE, both, {"compare_at": usd(1500)}).findings == ()


@pytest.mark.parametrize(
    ("port", "after", "code"),
    [
        (PRICE, {"price": usd(0)}, "price_zero"),
        (TEXTS, {"description_html": "<p>x</p><Script>x()</script>"}, "script_removed"),
        (TEXTS, {"title": " A lamp"}, "outer_blanks"),
        (CODES, {"sku": "LAMP "}, "outer_blanks"),
    ],
)
def test_what_is_taken_but_doubtful_is_a_warning(port: WritePort, after: Fields, code: str) -> None:
    (finding,) = piece_of(port, after).findings
    assert (finding.severity, finding.code) == (Severity.warning, code)
    assert finding.sentence.endswith(".")
    assert finding.next_step


def test_a_title_for_search_engines_may_be_long_but_is_cut_there() -> None:
    (finding,) = piece_of(TEXTS, {"seo_title": "x" * 71}).findings
    assert (finding.severity, finding.code) == (Severity.hint, "longer_than_shown")
    assert piece_of(TEXTS, {"seo_title": "x" * 70}).findings == ()


def test_hiding_what_only_a_link_finds_forgets_that() -> None:
    only_by_link: Fields = {"state": "live", "listed": False}
    assert codes(piece_of(STATE, {"state": "draft"}, only_by_link).findings) == [
        ("unlisted_is_lost", "listed")
    ]
    kept: Fields = {"state": "draft", "listed": None}
    assert piece_of(STATE, kept, only_by_link).findings == ()
