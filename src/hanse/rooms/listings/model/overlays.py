"""What a shop should show, field by field: taken from the product, its translation or a template,
or said for this listing alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from hanse.base.faults import Conflict, Finding, Rejected, Severity
from hanse.base.text import clean
from hanse.rooms.listings.model import templates
from hanse.rooms.listings.model.goods import Goods, Place
from hanse.rooms.listings.model.templates import Template
from hanse.trade.fields import Fields, Picture, Value, same, shown

TEXTS = (
    "title",
    "description_html",
    "summary_html",
    "handle",
    "seo_title",
    "seo_description",
)
FIELDS = (*TEXTS, "tags")
IMAGES = "images"
SAID = (*FIELDS, IMAGES)  # what can be said for a listing alone
ONE_LINE = frozenset({"title", "handle", "seo_title", "seo_description"})
TEXT_CHARS_MAX = 200_000
LINE_CHARS_MAX = 2_000
TAGS_MAX = 250
IMAGES_MAX = 250
TITLES: Mapping[str, str] = MappingProxyType(
    {
        "title": "Title",
        "description_html": "Description",
        "summary_html": "Short description",
        "handle": "Address",
        "seo_title": "Title for search engines",
        "seo_description": "Description for search engines",
        "tags": "Tags",
        "images": "Pictures",
        "state": "Visibility",
        "listed": "Found by searching",
        "sku": "SKU",
        "gtin": "Barcode",
    }
)
# Which kind of change writes a field of a listing that is there already.
KIND_OF: Mapping[str, str] = MappingProxyType(
    {
        "title": "products.texts",
        "description_html": "products.texts",
        "summary_html": "products.texts",
        "seo_title": "products.texts",
        "seo_description": "products.texts",
        "tags": "products.places",
        "images": "products.media",
        "sku": "offers.codes",
        "gtin": "offers.codes",
    }
)
# The language that buyers of a market read, where the shop shows each market its own.
LANGUAGES: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("DE", "AT", "CH", "LI"), "de"),
        **dict.fromkeys(("FR", "LU", "MC"), "fr"),
        **dict.fromkeys(("GB", "IE", "US", "CA", "AU", "NZ", "SG", "IN", "ZA", "PH"), "en"),
        **dict.fromkeys(("ES", "MX", "AR", "CL", "CO", "PE"), "es"),
        **dict.fromkeys(("NL", "BE"), "nl"),
        **dict.fromkeys(("PT", "BR"), "pt"),
        "IT": "it",
        "PL": "pl",
        "SE": "sv",
        "DK": "da",
        "NO": "nb",
        "FI": "fi",
        "CZ": "cs",
        "ID": "id",
        "MY": "ms",
        "TH": "th",
        "VN": "vi",
        "JP": "ja",
        "KR": "ko",
        "TW": "zh",
        "CN": "zh",
        "HK": "zh",
        "TR": "tr",
        "HU": "hu",
        "RO": "ro",
        "GR": "el",
    }
)


class Source(StrEnum):
    product = "product"
    translation = "translation"
    template = "template"
    own = "own"  # said for this listing alone


class OverlayMode(StrEnum):
    inherited = "inherited"
    overridden = "overridden"


@dataclass(frozen=True, slots=True)
class Resolved:
    """`inherited` is what it would show without an own value."""

    field: str
    value: Value
    inherited: Value
    source: Source
    template: str = ""  # the name of the one that made what is inherited
    findings: tuple[Finding, ...] = ()

    @property
    def mode(self) -> OverlayMode:
        return OverlayMode.overridden if self.source is Source.own else OverlayMode.inherited


@dataclass(frozen=True, slots=True)
class Edit:
    """One field of one listing. `was` is the own value that the editor saw; None: inherited."""

    field: str
    mode: OverlayMode
    value: Value
    was: Value


def resolve(
    goods: Goods,
    translation: Mapping[str, str],
    chosen: Sequence[Template],
    own: Fields,
    place: Place,
    keys: frozenset[str] = frozenset(),
) -> Mapping[str, Resolved]:
    """Every field of the listing. An own value goes before a template, a template before the
    translation, and that before the product. `keys` are the attributes that there are."""
    translated = translation_of(goods, translation)
    variables = templates.variables(goods, translated, place)
    best = templates.best(chosen, goods, place)
    found: dict[str, Resolved] = {}
    for name in FIELDS:
        value: Value = translated[name]
        source = Source.translation if translation.get(name) else Source.product
        title, findings = "", tuple[Finding, ...]()
        if name in best:
            made = templates.render(best[name], variables, keys)
            title, findings = best[name].name, made.findings
            if not made.broken:
                value, source = made.text, Source.template
        inherited = value
        if name in own:
            value, source = own[name], Source.own
        found[name] = Resolved(name, value, inherited, source, title, findings)
    found[IMAGES] = images(goods, own.get(IMAGES))
    return found


def images(goods: Goods, own: Value) -> Resolved:
    """Those of the product, or its own choice of them, each by its name. One that only the shop has
    keeps its place."""
    inherited = tuple(Picture(each.name, each.alt, each.address) for each in goods.pictures)
    if not isinstance(own, tuple):
        return Resolved(IMAGES, inherited, inherited, Source.product)
    by_name = {each.name: each for each in inherited}
    chosen = tuple(by_name.get(name, Picture(name)) for name in map(str, own))
    return Resolved(IMAGES, chosen, inherited, Source.own)


def translation_of(goods: Goods, translation: Mapping[str, str]) -> Mapping[str, Value]:
    base: dict[str, Value] = {name: getattr(goods, name) for name in FIELDS}
    return base | {name: text for name in TEXTS if (text := translation.get(name))}


def language_of(market: str) -> str:
    return LANGUAGES.get(market.upper(), "")


def values(fields: Mapping[str, Resolved]) -> Fields:
    return {name: each.value for name, each in fields.items()}


def wanted(fields: Mapping[str, Resolved]) -> Fields:
    """What is wanted at the shop. That the product has nothing is no wish to empty the shop's
    field; an own empty value is."""
    return {
        name: each.value
        for name, each in fields.items()
        if each.source is Source.own or each.value not in ("", ())
    }


# Edits


def edited(own: Fields, edits: Sequence[Edit]) -> Fields:
    """The own values after the edits. `Rejected` with every finding, or `Conflict` where another
    one has edited the same field meanwhile."""
    if findings := [each for edit in edits for each in wrong(edit)]:
        raise Rejected("The listing cannot be changed to this.", findings)
    for edit in edits:
        now = own.get(edit.field)
        if not same(now, edit.was) and not same(now, edit.value):
            raise Conflict(
                f"{TITLES[edit.field]} was changed meanwhile: you saw {shown(edit.was)}, it is "
                f"{shown(now)} now, and you want {shown(edit.value)}.",
                "Look at it again, then save what you want.",
            )
    after = {**own}
    for edit in edits:
        after.pop(edit.field, None)
        if edit.mode is OverlayMode.overridden:
            after[edit.field] = tidy(edit.field, edit.value)
    return after


def tidy(name: str, value: Value) -> Value:
    if isinstance(value, tuple):
        return tuple(dict.fromkeys(clean(str(each)) for each in value if str(each).strip()))
    text = str(value).replace("\0", "")
    return clean(text) if name in ONE_LINE else text


def wrong(edit: Edit) -> Iterable[Finding]:
    if edit.field not in SAID:
        yield bad(edit.field, "field", "A listing has no such field.", f"Use {', '.join(SAID)}.")
        return
    if edit.mode is OverlayMode.inherited:
        return
    title, value = TITLES[edit.field], edit.value
    if edit.field in LISTS:
        yield from wrong_list(edit, LISTS[edit.field])
        return
    if not isinstance(value, str):
        yield bad(edit.field, "value", f"{title} is a text.", "Write one, or inherit it.")
        return
    most = LINE_CHARS_MAX if edit.field in ONE_LINE else TEXT_CHARS_MAX
    if len(value) > most:
        said = f"{title} has {len(value):,} characters; at most {most:,} are kept."
        yield bad(edit.field, "value", said, f"Shorten it by {len(value) - most:,}.")
    if edit.field == "title" and not value.strip():
        yield bad(edit.field, "value", "A listing has a title.", "Write one, or inherit it.")


LISTS: Mapping[str, int] = MappingProxyType({"tags": TAGS_MAX, IMAGES: IMAGES_MAX})


def wrong_list(edit: Edit, most: int) -> Iterable[Finding]:
    title, value = TITLES[edit.field], edit.value
    if not isinstance(value, tuple) or not all(isinstance(each, str) for each in value):
        yield bad(edit.field, "value", f"{title} are a list of texts.", "Name them one by one.")
    elif len(value) > most:
        said = f"There are {len(value)} in {title}; at most {most} fit."
        yield bad(edit.field, "value", said, f"Take {len(value) - most} away.")


def bad(field: str, code: str, sentence: str, step: str) -> Finding:
    return Finding(Severity.error, code, sentence, step, field)
