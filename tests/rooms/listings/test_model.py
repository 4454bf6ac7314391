"""What listings decides, without a database."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.app.wiring import CONNECTORS
from hanse.base.faults import Conflict, Rejected, Severity
from hanse.base.money import Money
from hanse.changes.model.owners import Owner
from hanse.engine.manifest import Limit
from hanse.rooms.listings.model import checks, overlays, plans, scores, words
from hanse.rooms.listings.model.checks import Looked
from hanse.rooms.listings.model.goods import Goods, Picture, Place, Sold
from hanse.rooms.listings.model.listings import FROM, MOVES, Act, Cause, Status, moved
from hanse.rooms.listings.model.mappings import Noun, Pair, checked, suggest
from hanse.rooms.listings.model.overlays import SAID, Edit, OverlayMode, Source, resolve
from hanse.rooms.listings.model.pictures import matched
from hanse.rooms.listings.model.plans import Held, Side, compare
from hanse.rooms.listings.model.templates import Template, parse, render
from hanse.rooms.listings.model.words import Word
from hanse.trade.fields import Fields, Value, same
from hanse.trade.fields import Picture as Shot
from tests.changes.wishes import texts

CARDS = {each.CARD.name: each.CARD for each in CONNECTORS}
SHOP = UUID(int=5)
CATEGORY, ABOVE = UUID(int=21), UUID(int=20)
PLACE = Place(SHOP, "Rumah Kain", "shopify", "EUR")
LAMP = Goods(
    UUID(int=1),
    "Brass lamp for small rooms",
    description_html="<h2>Light</h2><ul><li>Warm</li></ul>" + " word" * 150,
    brand="Kain",
    category="Lamp",
    category_ids=(CATEGORY, ABOVE),
    tags=("lamp",),
    attributes={"color": "brass"},
    variants=(Sold(UUID(int=2), "L-1", "4006381333931", (), Money.of("EUR", "12.90")),),
    pictures=(Picture("image/jpeg", 40_000, 1200, 1200),) * 5,
)


def template(text: str, field: str = "title", number: int = 1, **more: Any) -> Template:
    return Template(UUID(int=number), "Ours", field, text, **more)


def looked(goods: Goods = LAMP, own: Fields | None = None, **more: Any) -> Looked:
    fields = overlays.values(resolve(goods, {}, [], own or {}, PLACE))
    return Looked(goods, PLACE, fields, CARDS["shopify"], **{"maps": True, **more})


def codes(found: Looked) -> list[str]:
    return [each.code for each in checks.findings(found)]


# What it should show


def test_an_own_value_goes_before_a_template_and_that_before_the_translation() -> None:
    translation = {"title": "Messinglampe", "handle": "messing"}
    made = template("{title} in {attribute.color}")
    found = resolve(LAMP, translation, [made], {"handle": "mine"}, PLACE)
    assert found["title"].value == "Messinglampe in brass"
    assert found["title"].template == "Ours"
    assert {name: each.source for name, each in found.items()} == {
        **dict.fromkeys(SAID, Source.product),
        "title": Source.template,
        "handle": Source.own,
    }
    assert found["handle"].inherited == "messing", "what it would show otherwise stays in sight"


def test_the_closest_template_is_taken() -> None:
    many = [
        template("anywhere", number=1),
        template("above", number=2, category_id=ABOVE),
        template("category", number=3, category_id=CATEGORY),
        template("elsewhere", number=4, account_id=UUID(int=99)),
    ]
    assert resolve(LAMP, {}, many, {}, PLACE)["title"].value == "category"
    here = template("here", number=5, account_id=SHOP)
    assert resolve(LAMP, {}, [*many, here], {}, PLACE)["title"].value == "here"


def test_that_the_product_has_nothing_is_no_wish_to_empty_the_shop() -> None:
    found = resolve(LAMP, {}, [], {"seo_title": ""}, PLACE)
    assert "summary_html" not in overlays.wanted(found)
    assert overlays.wanted(found)["seo_title"] == "", "said for this listing alone, it is"


@given(st.dictionaries(st.sampled_from(["title", "seo_title"]), texts), st.data())
def test_two_editors_of_different_fields_both_win(own: Fields, data: st.DataObject) -> None:
    one, other = Edit("title", OverlayMode.overridden, "A", own.get("title")), "B"
    two = Edit("seo_title", OverlayMode.overridden, other, own.get("seo_title"))
    orders = data.draw(st.permutations([one, two]))
    after = own
    for edit in orders:
        after = overlays.edited(after, [edit])
    assert (after["title"], after["seo_title"]) == ("A", "B")


def test_whoever_saw_another_value_is_told_all_three() -> None:
    edit = Edit("title", OverlayMode.overridden, "Mine", "Old")
    with pytest.raises(Conflict, match="you saw 'Old', it is 'New' now, and you want 'Mine'"):
        overlays.edited({"title": "New"}, [edit])
    assert overlays.edited({"title": "Mine"}, [edit]) == {"title": "Mine"}, "agreed already"


def test_what_cannot_be_kept_is_refused_field_by_field() -> None:
    edits = [
        Edit("title", OverlayMode.overridden, " ", None),
        Edit("tags", OverlayMode.overridden, "a", None),
        Edit("price", OverlayMode.overridden, "a", None),
        Edit("handle", OverlayMode.overridden, 7, None),
    ]
    with pytest.raises(Rejected) as fault:
        overlays.edited({}, edits)
    assert [each.field for each in fault.value.findings] == ["title", "tags", "price", "handle"]
    assert all(each.next_step for each in fault.value.findings)


# Templates


@given(st.text(max_size=60))
def test_any_text_is_a_template_or_says_why_not(text: str) -> None:
    parts, findings = parse(text)
    made = render(template(text), {"title": "Lamp"})
    assert made.broken or not findings
    if not findings and "{" not in text and "}" not in text:
        assert "".join(each.words for each in parts) == text


@given(st.text(max_size=80), st.integers(1, 40))
def test_shortened_is_never_longer(text: str, length: int) -> None:
    made = render(template(f"{{title|shorten {length}}}"), {"title": text})
    assert len(made.text) <= length


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{tilte}", "Nobody knows 'tilte'"),
        ("{title|shrink}", "There is no filter 'shrink'"),
        ("{title|shorten many}", "to how many characters"),
        ("{title", "{ has no partner"),
        ("", "1 to 5,000 characters"),
        ("{}", "Nobody knows ''"),
    ],
)
def test_a_template_is_strict(text: str, said: str) -> None:
    made = render(template(text), {"title": "Lamp"})
    assert made.text == ""
    assert said.lower() in made.findings[0].sentence.lower()
    assert made.findings[0].next_step


def test_a_template_says_what_the_product_lacks() -> None:
    made = render(template("{title} - {brand}"), {"title": "Lamp", "brand": ""})
    assert (made.text, made.findings[0].severity) == ("Lamp", Severity.warning)
    assert render(template("{brand|or Kain} {{x}}"), {"brand": ""}).text == "Kain {x}"


def test_what_goes_into_html_is_text_there() -> None:
    values = {"title": "A <b>", "description": "<p>D</p>"}
    made = render(template("<p>{title}</p>{description}", "description_html"), values)
    assert made.text == "<p>A &lt;b&gt;</p><p>D</p>"


# Checks and the score


@given(st.text(max_size=40), st.integers(1, 60), st.sampled_from(["characters", "utf16", "bytes"]))
def test_lengths_are_measured_as_the_platform_counts(text: str, most: int, unit: str) -> None:
    found = list(checks.measured("Title", "title", text, Limit("title", most, "x", unit), "Shop"))
    sizes = {
        "characters": len(text),
        "utf16": len(text.encode("utf-16-le", "surrogatepass")) // 2,
        "bytes": len(text.encode("utf-8", "surrogatepass")),
    }
    assert bool(found) == (sizes[unit] > most)
    if found:
        assert str(sizes[unit] - most) in found[0].next_step


def test_a_good_listing_has_nothing_to_be_found() -> None:
    assert codes(looked()) == []


@pytest.mark.parametrize(
    ("goods", "code"),
    [
        (replace(LAMP, title="L" * 300), "too_long"),
        (replace(LAMP, tags=tuple(f"t{n}" for n in range(300))), "too_many"),
        (replace(LAMP, variants=()), "no_variant"),
        (replace(LAMP, options=("Size",)), "choice_missing"),
        (replace(LAMP, variants=(Sold(UUID(int=2), "L", "4006381333932"),)), "gtin"),
        (replace(LAMP, variants=(Sold(UUID(int=2), "L"),)), "no_price"),
        (replace(LAMP, variants=(Sold(UUID(int=2), "L", price=Money("USD", 1)),)), "currency"),
        (replace(LAMP, pictures=(Picture("image/bmp"),)), "picture_type"),
        (replace(LAMP, pictures=(Picture("image/png", 1, 300, 300),)), "picture_small"),
        (replace(LAMP, pictures=(Picture("image/png", 1, 4000, 900),)), "picture_ratio"),
        (replace(LAMP, pictures=(Picture("image/png", 30 * 1024**2),)), "picture_large"),
        (replace(LAMP, description_html="<h2>open"), "html"),
        (replace(LAMP, title="Replica of a lamp"), "forbidden_word"),
        (replace(LAMP, title="BRASS LAMP FOR ROOMS"), "capitals"),
    ],
)
def test_what_a_platform_would_not_take_is_found(goods: Goods, code: str) -> None:
    assert code in codes(looked(goods))


def test_what_the_category_wants_to_know_is_asked_for() -> None:
    found = checks.findings(looked(requires=("color", "material")))
    assert [each.sentence for each in found] == [
        "Shopify wants to know 'material' of what is in this category."
    ]


def test_a_forbidden_word_is_a_whole_word_and_an_own_one_counts_first() -> None:
    own = [Word("wow", Severity.error, "Not ours."), Word("lampe", Severity.error, "", "woo")]
    found = list(words.find({"title": "Método, <b>Wow</b>", "handle": "lampe"}, own, "shopify", ""))
    assert [(each.field, each.severity) for each in found] == [("title", Severity.error)]


def test_every_point_has_a_reason() -> None:
    best = replace(LAMP, attributes={f"a{n}": "x" for n in range(5)})
    seo: Fields = {"seo_title": "Brass lamp for small rooms", "seo_description": "w" * 80}
    assert scores.score(looked(best, seo)).points == 100
    assert sum(each.most for each in scores.score(looked()).reasons) == 100


@given(st.builds(Goods, st.uuids(), st.text(max_size=120), st.text(max_size=80)))
def test_a_score_is_the_sum_of_its_reasons_and_says_what_is_missing(goods: Goods) -> None:
    found = scores.score(looked(goods))
    assert found.points == sum(each.points for each in found.reasons)
    assert 0 <= found.points <= 100
    assert all(each.next_step for each in found.reasons if each.points < each.most)


# Planning


@given(st.dictionaries(st.sampled_from(["title", "seo_title"]), texts), st.booleans())
def test_what_belongs_to_the_shop_is_never_proposed(theirs: Fields, by_person: bool) -> None:
    side = Side("products/1", "products.texts", dict.fromkeys(theirs, "ours"), theirs, {})
    found = compare(side, by_person=by_person)
    assert found.after == {}
    assert found.differs == sum(value != "ours" for value in theirs.values())


owners = st.sampled_from(Owner)


@given(owners, texts, texts, texts, st.booleans(), st.booleans())
def test_a_sync_never_touches_what_somebody_did_at_the_shop(
    owner: Owner, base: Value, ours: Value, theirs: Value, by_person: bool, said: bool
) -> None:
    held = {} if owner is Owner.channel else {"title": Held(owner, base, ours)}
    pressed = frozenset({"title"}) if said else frozenset[str]()
    side = Side("products/1", "products.texts", {"title": ours}, {"title": theirs}, held, pressed)
    after = compare(side, by_person=by_person).after
    if not by_person and owner is not Owner.hub:
        assert after == {}
    if not by_person and after:
        assert same(theirs, base)
    if after:
        assert not same(after["title"], theirs)


def test_what_a_person_said_for_one_listing_is_proposed_when_the_person_presses() -> None:
    theirs: Fields = {"title": "Theirs", "seo_title": "S"}
    side = Side("products/1", "products.texts", {"title": "Mine", "seo_title": "P"}, theirs, {})
    said = replace(side, pressed=frozenset({"title"}))
    assert compare(said, by_person=True).after == {"title": "Mine"}
    assert compare(said, by_person=False).after == {}


def test_two_grounds_differ_where_anything_in_them_does() -> None:
    seen = {
        plans.seen(plans.ground(parts), *versions, theirs)
        for parts in (("a", "b"), ("ab",))
        for versions in ((1, 2), (12, 3), (1, 23))
        for theirs in (b"x", b"y")
    }
    assert len(seen) == 12


# Where it stands


def test_every_status_is_reached_and_every_move_known() -> None:
    assert {status for status, _ in MOVES} == set(Status)
    assert {cause for _, cause in MOVES} == set(Cause)
    assert set(MOVES.values()) == set(Status)
    assert set(FROM) == set(Act)
    for status in Status:
        for cause in Cause:
            assert moved(moved(status, cause), cause) is moved(status, cause)


# Mappings


def test_the_most_alike_is_suggested_first() -> None:
    theirs = {"7": "Home > Lamps", "8": "Table lamps", "9": "Shoes"}
    found = list(suggest({"a": "Table Lamp", "b": "Cars"}, theirs))
    assert [(each.ours, each.theirs) for each in found] == [("a", "8")]


@given(st.dictionaries(texts, texts, max_size=5), st.dictionaries(texts, texts, max_size=5))
def test_a_suggestion_is_of_what_there_is(ours: dict[str, str], theirs: dict[str, str]) -> None:
    for each in suggest(ours, theirs):
        assert ours[each.ours] == each.ours_name
        assert theirs[each.theirs] == each.theirs_name
        assert 0.3 <= each.alike <= 1


def test_a_mapping_that_cannot_be_is_told_by_its_row() -> None:
    good = Pair("shopify", Noun.attribute, "color", "Colour")
    with pytest.raises(Rejected) as fault:
        checked([good, good, Pair("shopify", Noun.category, "lamps", "7")])
    assert [each.field for each in fault.value.findings] == ["mappings.1", "mappings.2"]
    assert checked([good]) == [good]


# Pictures


def test_what_the_shop_has_is_not_brought_again_and_keeps_its_words() -> None:
    """Known by our name for it, or because we fetched it there; what neither has is left out."""
    red, blue, gone = (f"{each * 64}.png" for each in "abc")
    at_shop = Shot("17", "As the shop says", "https://shop.example/17.png", "17")
    ours = [Shot(blue), Shot(red, "Ours"), Shot(gone), Shot("18")]
    theirs = [at_shop, Shot(red, "Theirs", "https://shop.example/red.png", "19")]
    found = matched(ours, theirs, {at_shop.address: "b" * 64}, frozenset({red, blue}))
    assert [(each.name, each.alt) for each in found] == [("17", "As the shop says"), (red, "Ours")]
    assert matched([Shot(blue)], [], {}, frozenset({blue})) == (Shot(blue),)
