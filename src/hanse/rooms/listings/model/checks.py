"""Whether a platform would take a listing, and how well it would do there: each finding says what
to do next."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape

from hanse.base.faults import Finding, Severity
from hanse.base.text import utf8_bytes, utf16_units
from hanse.engine.manifest import Connector, Limit
from hanse.rooms.listings.model import words
from hanse.rooms.listings.model.goods import Goods, Picture, Place
from hanse.rooms.listings.model.overlays import TITLES
from hanse.rooms.listings.model.words import Word
from hanse.trade.fields import Fields, Value

TAG = re.compile(r"<[^<>]*>")
# How the platform counts, by the unit on its card.
UNITS = {"characters": len, "utf16": utf16_units, "bytes": utf8_bytes}
# Under which names cards speak of a field.
ON_CARDS: Mapping[str, tuple[str, ...]] = {"gtin": ("gtin", "barcode")}
PICTURE_TYPES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
# guessed: below this a zoom shows nothing, and search engines leave a picture out.
SIDE_PX = 500
RATIO_MAX = 3.0
PICTURES_ADVISED = 3
GTIN_LENGTHS = frozenset({8, 12, 13, 14})


@dataclass(frozen=True, slots=True)
class Looked:
    """All that is looked at. `requires` are the attributes that the platform's category wants;
    `maps` says whether the product's category is one of the platform's."""

    goods: Goods
    place: Place
    fields: Fields
    card: Connector
    requires: tuple[str, ...] = ()
    maps: bool = False
    own_words: Sequence[Word] = field(default=())
    new: bool = True  # it is not there yet
    pictures_shown: int | None = None  # at the shop


def findings(looked: Looked) -> Sequence[Finding]:
    """The errors first; within them in the order of the fields."""
    found = [
        *lengths(looked),
        *texts(looked),
        *attributes(looked),
        *pictures(looked),
        *variants(looked),
        *(prices(looked) if looked.new else ()),
    ]
    return sorted(found, key=lambda each: list(Severity).index(each.severity))


# Lengths


def lengths(looked: Looked) -> Iterable[Finding]:
    title = looked.card.title
    for name, value in looked.fields.items():
        for limit in limits_of(looked.card, name):
            if isinstance(value, str):
                yield from measured(TITLES.get(name, name), name, value, limit, title)
    tags = looked.fields.get("tags", ())
    if isinstance(tags, tuple):
        yield from counted("tags", "tags", len(tags), looked.card)
        for tag in tags:
            for limit in limits_of(looked.card, "tag"):
                yield from measured(f"The tag '{str(tag)[:40]}'", "tags", str(tag), limit, title)
    for each in looked.goods.variants:
        for name, code in (("sku", each.sku), ("gtin", each.gtin)):
            for limit in limits_of(looked.card, name):
                yield from measured(f"{TITLES[name]} '{code[:40]}'", name, code, limit, title)


def limits_of(card: Connector, name: str) -> Sequence[Limit]:
    names = ON_CARDS.get(name, (name,))
    return [each for each in card.limits if each.field in names and each.unit in UNITS]


def size(text: str, unit: str) -> int:
    return UNITS[unit](text)


def measured(called: str, name: str, text: str, limit: Limit, platform: str) -> Iterable[Finding]:
    """In the platform's own counting, which is told."""
    found = size(text, limit.unit)
    if found > limit.size_max:
        unit = "UTF-16 units" if limit.unit == "utf16" else limit.unit
        yield Finding(
            Severity.error,
            "too_long",
            f"{called} has {found:,} {unit}; {platform} takes at most {limit.size_max:,}.",
            f"Shorten it by {found - limit.size_max:,} {unit}.",
            name,
        )


def counted(noun: str, name: str, count: int, card: Connector) -> Iterable[Finding]:
    for limit in card.limits:
        if limit.field == noun and limit.unit == noun and count > limit.size_max:
            yield Finding(
                Severity.error,
                "too_many",
                f"There are {count:,} {noun}; {card.title} takes at most {limit.size_max:,}.",
                f"Leave {count - limit.size_max:,} out.",
                name,
            )


# Texts


def texts(looked: Looked) -> Iterable[Finding]:
    title = plain(looked.fields.get("title"))
    if not title:
        yield error("no_title", "It has no title.", "Write what it is.", "title")
    elif len(title) > 8 and title == title.upper() and title != title.lower():
        said = "The title is in capitals, which reads as shouting and is refused by some searches."
        yield hint("capitals", said, "Write it as a sentence.", "title")
    if looked.new and not plain(looked.fields.get("description_html")):
        said, step = "It has no description.", "Say what it is and whom it is for."
        yield warning("no_description", said, step, "description_html")
    html = looked.fields.get("description_html")
    if isinstance(html, str) and (tag := unclosed(html)):
        said = f"<{tag}> is opened in the description and not closed."
        yield warning("html", said, f"Write </{tag}> where it ends.", "description_html")
    read = {name: value for name, value in looked.fields.items() if isinstance(value, str)}
    place = looked.place
    yield from words.find(read, looked.own_words, place.platform, place.market)


VOID = frozenset({"br", "hr", "img", "input", "col", "wbr", "source", "area", "embed", "track"})
OPTIONAL = frozenset({"p", "li", "td", "th", "tr", "dt", "dd", "option"})  # may stay open
ELEMENT = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^<>]*?(/?)>")


def unclosed(html: str) -> str:
    """The first element that is left open; empty if none is."""
    open_ones: list[str] = []
    for found in ELEMENT.finditer(html):
        name = found[2].lower()
        if name in VOID or name in OPTIONAL or found[3]:
            continue
        if not found[1]:
            open_ones.append(name)
        elif name in open_ones:
            while open_ones.pop() != name:
                pass
    return open_ones[0] if open_ones else ""


def plain(value: Value) -> str:
    """As a reader sees it."""
    return " ".join(unescape(TAG.sub(" ", value)).split()) if isinstance(value, str) else ""


# Attributes, images, variants, prices


def attributes(looked: Looked) -> Iterable[Finding]:
    for key in looked.requires:
        if not looked.goods.attributes.get(key, "").strip():
            yield error(
                "attribute_missing",
                f"{looked.card.title} wants to know '{key}' of what is in this category.",
                "Fill it in at the product.",
                f"attribute.{key}",
            )
    if looked.requires or looked.maps:
        return
    if looked.goods.category:
        said = f"The category {looked.goods.category} is not matched to one of {looked.card.title}."
        yield hint("category_unmapped", said, "Match it on the page of mappings.", "category")
    else:
        said = "The product has no category, so nobody knows what has to be told of it."
        yield hint("no_category", said, "Give it one.", "category")


def pictures(looked: Looked) -> Iterable[Finding]:
    found = looked.goods.pictures
    count = len(found) or looked.pictures_shown
    if count == 0:
        said = "It has no picture, and hardly anybody buys what cannot be seen."
        yield warning("no_picture", said, "Add one to the product.", "images")
    yield from counted("images", "images", len(found), looked.card)
    for place, each in enumerate(found):
        yield from picture(each, f"Picture {place + 1}", looked.card)


def picture(each: Picture, called: str, card: Connector) -> Iterable[Finding]:
    if each.media_type not in PICTURE_TYPES:
        said = f"{called} is a {each.media_type}, which browsers and shops do not all show."
        yield error("picture_type", said, "Save it as JPEG, PNG or WebP.", "images")
    for limit in card.limits:
        if limit.field == "image" and each.size_bytes and each.size_bytes > limit.size_max:
            said = f"{called} has {each.size_bytes:,} bytes; {card.title} takes {limit.size_max:,}."
            yield error("picture_large", said, "Make it smaller.", "images")
    if each.width and each.height:
        if min(each.width, each.height) < SIDE_PX:
            said = f"{called} is {each.width} by {each.height} pixels, too small to look closer."
            yield warning("picture_small", said, f"Use one of {SIDE_PX} or more.", "images")
        if max(each.width, each.height) > RATIO_MAX * min(each.width, each.height):
            said = f"{called} is {each.width} by {each.height} pixels: lists cut most of it off."
            yield warning("picture_ratio", said, "Cut it nearer to a square.", "images")


def variants(looked: Looked) -> Iterable[Finding]:
    goods = looked.goods
    if not goods.variants:
        yield error("no_variant", "Nothing of it can be sold.", "Add a variant.", "variants")
    yield from counted("variants", "variants", len(goods.variants), looked.card)
    yield from counted("options", "options", len(goods.options), looked.card)
    seen: set[tuple[str, ...]] = set()
    for each in goods.variants:
        called = each.sku or " / ".join(each.choices) or "a variant"
        if len(each.choices) != len(goods.options) or not all(each.choices):
            said = f"{called} does not say all of {', '.join(goods.options) or 'its options'}."
            yield error("choice_missing", said, "Choose a value for each.", "variants")
        elif each.choices in seen and goods.options:
            said = f"Two variants are {' / '.join(each.choices)}."
            yield error("choice_twice", said, "Make them differ, or remove one.", "variants")
        seen.add(each.choices)
        if each.gtin and not is_gtin(each.gtin):
            said = f"The barcode '{each.gtin}' of {called} has a wrong check digit or length."
            yield error("gtin", said, "Type the digits below the bars again.", "gtin")
        if not each.sku:
            said = f"{called} has no SKU, so orders of it cannot be told apart for sure."
            yield warning("no_sku", said, "Give it one.", "sku")


def is_gtin(code: str) -> bool:
    """8, 12, 13 or 14 digits, of which the last one checks the others."""
    if not code.isascii() or not code.isdigit() or len(code) not in GTIN_LENGTHS:
        return False
    digits = [int(each) for each in reversed(code)]
    return (sum(digits[0::2]) + 3 * sum(digits[1::2])) % 10 == 0


def prices(looked: Looked) -> Iterable[Finding]:
    for each in looked.goods.variants:
        called = each.sku or looked.goods.title
        if each.price is None:
            said = f"{called} has no list price, and nothing is sold without."
            yield error("no_price", said, "Give it one at the product.", "price")
        elif each.price.minor <= 0:
            yield error("price", f"{called} costs {each.price}.", "Give it a price.", "price")
        elif each.price.currency != looked.place.currency:
            said = (
                f"{called} has a price in {each.price.currency}; "
                f"{looked.place.account} sells in {looked.place.currency}."
            )
            yield error("currency", said, "Give it a price in that currency.", "price")


def error(code: str, sentence: str, step: str, name: str) -> Finding:
    return Finding(Severity.error, code, sentence, step, name)


def warning(code: str, sentence: str, step: str, name: str) -> Finding:
    return Finding(Severity.warning, code, sentence, step, name)


def hint(code: str, sentence: str, step: str, name: str) -> Finding:
    return Finding(Severity.hint, code, sentence, step, name)
