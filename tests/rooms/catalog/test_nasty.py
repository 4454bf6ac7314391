"""A thousand nasty inputs: by the API and by what a shop lists. Nothing is lost, and each refusal
says where, why, and what to do."""

from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from hanse.base.currency import exponent
from hanse.base.faults import Finding, Rejected
from hanse.base.money import Money
from hanse.rooms.catalog.model import fields
from hanse.rooms.catalog.model.goods import Product, Variant
from hanse.rooms.catalog.model.listings import draft, listing, options_of, remote_name
from hanse.rooms.catalog.model.matching import Index, Why, decide, pair
from hanse.rooms.catalog.routes.shapes import ProductEditsIn, ProductIn
from hanse.rooms.catalog.routes.values import fields_in, value_in, value_out
from hanse.rooms.catalog.service.making import NewGoods, read_product
from hanse.rooms.catalog.store.goods import product_rows, variant_rows
from hanse.trade.fields import same
from hanse.trade.goods import Choice, Label, ListingState, Option
from tests.rooms.catalog.listed import offer, product

MANY = settings(max_examples=340)  # of three tests
NAUGHTY = st.sampled_from(
    [
        *("", " ", "\0", "\ud800", "ﷺ" * 900, "a" * 300_000, "<script>alert(1)</script>"),
        *("'; drop table catalog_products; --", "=1+1", "@SUM(A1)", "\u202eevil", "NaN", "1e400"),
        *(
            "-0",
            "0",
            "٣",
            "½",
            "true",
            "null",
            "../../etc/passwd",
            "%00",
            "\r\n",
            "\u200b",
            "😀" * 600,
        ),
    ]
)
TEXT = st.text(max_size=40) | NAUGHTY
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["currency", "minor", "number", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)
NAMES = st.sampled_from(
    [*fields.PRODUCT, *fields.VARIANT, "attributes.x", "translations.id.title", "colour", "\0"]
)


@MANY
@given(st.dictionaries(NAMES, JSON, max_size=5), st.lists(st.dictionaries(NAMES, JSON), max_size=2))
def test_what_the_api_is_given_becomes_a_product_or_says_where_why_and_what_to_do(
    given_fields: dict[str, object], variants: list[dict[str, object]]
) -> None:
    try:
        asked = ProductIn.model_validate({"fields": given_fields, "variants": variants})
        read = fields_in(asked.fields)
    except ValidationError:
        return  # answered with the place and the reason by the door itself
    except Rejected as refused:
        say_where(refused)
        return
    made, findings = read_product(UUID(int=1), NewGoods(read), fields.NOTHING_KNOWN)
    for finding in findings:
        assert finding.field
        assert finding.sentence
        assert finding.next_step
    if not findings:
        assert made.title
        assert "\\u0000" not in product_rows([made])
        for name, value in read.items():
            assert name in fields.PRODUCT
            kept = fields.checked(name, value, fields.NOTHING_KNOWN)
            assert same(kept, fields.of_product(made)[name])  # type: ignore[arg-type]


@MANY
@given(JSON)
def test_a_value_comes_back_as_it_went_in_or_is_refused(value: object) -> None:
    try:
        asked = ProductEditsIn.model_validate(
            {"edits": [{"field": "title", "was": None, "now": value}]}
        )
        read = value_in("edits.0.now", asked.edits[0].now)
    except ValidationError:
        return
    except Rejected as refused:
        say_where(refused)
        return
    assert same(value_in("again", value_out(read)), read)


def say_where(refused: Rejected) -> None:
    assert refused.findings
    assert all(each.field and each.sentence and each.next_step for each in refused.findings)


MONEY = st.builds(
    Money, st.sampled_from(["EUR", "IDR", "KWD", "JPY"]), st.integers(-(2**40), 2**40)
)
OFFERS = st.lists(
    st.builds(
        lambda number, sku, gtin, weight, price, state, choices: offer(
            *("4711", None if number is None else f"v{number}"),
            sku=sku,
            gtin=gtin,
            weight=weight,
            price=price,
            state=state,
            choices=tuple(choices),
        ),
        st.none() | st.integers(0, 30),
        st.none() | TEXT,
        st.none() | TEXT | st.sampled_from(["4006381333931", "4006381333930"]),
        st.none() | TEXT | st.sampled_from(["0.25", "-1", "1e9"]),
        st.none() | MONEY,
        st.none() | st.sampled_from(ListingState),
        st.lists(st.builds(Choice, TEXT, st.none() | TEXT), max_size=3),
    ),
    min_size=1,
    max_size=5,
)


@MANY
@given(OFFERS, st.none() | TEXT, st.none() | TEXT, st.lists(TEXT, max_size=4), st.none() | TEXT)
def test_whatever_a_shop_lists_becomes_a_product_and_what_does_not_fit_is_named(
    offers: list[object],
    title: str | None,
    html: str | None,
    names: list[str],
    unit: str | None,
) -> None:
    told = product(
        *("4711", title or "", *offers),  # type: ignore[arg-type]
        description_html=html,
        handle=title,
        tags=tuple(Label("1", name) for name in names),
        brands=tuple(Label("2", name) for name in names),
        options=tuple(Option(name, ()) for name in names),
    )
    one = listing(UUID(int=9), told, ())
    made = draft(one, UUID(int=1), [UUID(int=2 + each) for each in range(len(one.offers))], unit)
    assert len(made.variants) == len(one.offers), "no offer is lost"
    assert {remote_name(each) for each in one.offers} <= {"4711", *(f"v{n}" for n in range(31))}
    assert made.product.title
    held = (made.product, made.product.title, made.brand)
    assert all(each is not None for each in held)
    for variant, told_offer in zip(made.variants, one.offers, strict=True):
        fits(variant, made.product)
        exponent(variant.price.currency) if variant.price else None
        if (told_offer.sku or "").strip() and not variant.sku:
            assert not fields.sku("sku", told_offer.sku, fields.NOTHING_KNOWN)
    if html and len(html) > fields.HTML["description_html"]:
        assert any("shortened" in note for note in made.notes)
    variant_rows(made.variants).encode()
    product_rows([made.product]).encode()
    decision = decide(one, Index({}, {}, {}, {}, {}))
    assert decision.why is Why.unknown
    paired = pair(one, made.variants, [])
    assert len(paired.pairs) + len(paired.new) == len(one.offers)


def fits(variant: Variant, made: Product) -> None:
    """It could be typed by hand as it is, but for a barcode that is wrong and kept."""
    assert len(variant.choices) == len(made.options)
    for name, value in fields.of_variant(variant).items():
        if name != "gtin":
            kept = fields.checked(name, value, fields.NOTHING_KNOWN)
            assert not isinstance(kept, Finding), kept
            assert same(kept, value)


def test_options_of_a_listing_are_those_that_its_offers_use() -> None:
    told = product("1", "Shirt", offer("1", "11", choices=(Choice("Size", "L"),)))
    assert options_of(listing(UUID(int=9), told, ())) == ("Size",)
