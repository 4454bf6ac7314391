"""Texts with variables: `{brand} {title|shorten 60}`. Strict: what nobody knows is a finding, and
nothing is shown in its place."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from types import MappingProxyType
from uuid import UUID

from hanse.base.faults import Finding, Rejected, Severity
from hanse.base.text import truncate
from hanse.rooms.listings.model.goods import Goods, Place
from hanse.trade.fields import Value

TEXT_CHARS_MAX = 5_000
NAME_CHARS_MAX = 100
PARTS_MAX = 100
FILTERS_MAX = 5
MADE_CHARS_MAX = 50_000
# A handle is an address and tags are a list: neither is made of sentences.
FIELDS = ("title", "description_html", "summary_html", "seo_title", "seo_description", "handle")
HTML = frozenset({"description_html", "summary_html"})
VARIABLES: Mapping[str, str] = MappingProxyType(
    {
        "title": "the title of the product",
        "brand": "its brand",
        "category": "its category",
        "description": "its description",
        "summary": "its short description",
        "sku": "the SKU of its first variant",
        "gtin": "the barcode of its first variant",
        "price": "the list price of its first variant",
        "options": "what a buyer chooses, such as Colour, Size",
        "tags": "its tags",
        "account": "the name of the shop",
        "market": "the market",
    }
)
ATTRIBUTE = "attribute."
TAG = re.compile(r"<[^<>]*>")
TOKEN = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
EDGES = " -|,;:·/–—"


@dataclass(frozen=True, slots=True)
class Template:
    """`account_id`, `market` and `category_id` say where it holds; the closest one is taken."""

    id: UUID
    name: str
    field: str
    text: str
    account_id: UUID | None = None
    market: str = ""
    category_id: UUID | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class Part:
    """Words as they stand, or a variable with what is done to it."""

    words: str = ""
    variable: str = ""
    filters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    text: str
    findings: tuple[Finding, ...] = ()

    @property
    def broken(self) -> bool:
        return any(each.severity is Severity.error for each in self.findings)


# Reading one


def parse(text: str) -> tuple[Sequence[Part], Sequence[Finding]]:
    """The parts, and what is wrong with how it is written."""
    parts: list[Part] = []
    findings: list[Finding] = []
    at = 0
    for found in TOKEN.finditer(text):
        parts.append(Part(text[at : found.start()]))
        at = found.end()
        sign = found[0]
        if sign in ("{{", "}}"):
            parts.append(Part(sign[0]))
        elif found[1] is None:
            said = f"At character {found.start() + 1}, {sign} has no partner."
            step = f"Write {sign}{sign} for the sign itself."
            findings.append(wrong("template_brace", said, step))
        else:
            name, *filters = (each.strip() for each in found[1].split("|"))
            parts.append(Part("", name, tuple(split(each) for each in filters)))
            if not name:
                said = f"At character {found.start() + 1}, nobody knows ''."
                findings.append(wrong("template_variable", said, "Write a variable between {}."))
            findings.extend(strange(filters))
    parts.append(Part(text[at:]))
    kept = [each for each in parts if each.words or each.variable]
    if len(kept) > PARTS_MAX:
        said = f"It has {len(kept)} parts; at most {PARTS_MAX} are read."
        findings.append(wrong("template_long", said, "Make it simpler."))
    return kept, findings


def split(filter_text: str) -> tuple[str, str]:
    name, _, argument = filter_text.partition(" ")
    return name, argument.strip()


def strange(filters: Sequence[str]) -> Iterable[Finding]:
    if len(filters) > FILTERS_MAX:
        said = f"A variable has {len(filters)} filters; at most {FILTERS_MAX} are read."
        yield wrong("template_filter", said, "Leave some out.")
    for each in filters:
        name, argument = split(each)
        if name not in FILTERS:
            yield wrong(
                "template_filter",
                f"There is no filter '{name}'.",
                f"Use one of {', '.join(sorted(FILTERS))}.",
            )
        elif name == "shorten" and not is_length(argument):
            yield wrong(
                "template_filter",
                f"To how many characters '{argument}' shortens is not clear.",
                "Write it as in {title|shorten 60}, with 1 to 10000.",
            )


def shortened(text: str, chars_max: int) -> str:
    """Between two words, unless the first one is too long by itself."""
    cut = truncate(text, chars_max, end="")
    if cut == text or text[len(cut)].isspace():
        return cut
    return cut.rpartition(" ")[0].rstrip() or cut


def is_length(argument: str) -> bool:
    return argument.isascii() and argument.isdigit() and 1 <= int(argument[:6]) <= 10_000


FILTERS: Mapping[str, Callable[[str, str], str]] = MappingProxyType(
    {
        "shorten": lambda text, argument: shortened(text, int(argument)),
        "upper": lambda text, _: text.upper(),
        "lower": lambda text, _: text.lower(),
        "first": lambda text, _: text.partition(",")[0].strip(),
        "plain": lambda text, _: " ".join(unescape(TAG.sub(" ", text)).split()),
        "or": lambda text, argument: text or argument,
    }
)


def check(template: Template, keys: frozenset[str]) -> Sequence[Finding]:
    """Whether it can be kept: nothing in it that nobody knows."""
    findings: list[Finding] = []
    if not 0 < len(template.name) <= NAME_CHARS_MAX:
        said = f"A template has a name of 1 to {NAME_CHARS_MAX} characters."
        findings.append(wrong("template_name", said, "Give it one.", "name"))
    if template.field not in FIELDS:
        said = f"No template makes a {template.field}."
        findings.append(wrong("template_field", said, f"Choose one of {', '.join(FIELDS)}."))
    if not 0 < len(template.text) <= TEXT_CHARS_MAX:
        count = len(template.text)
        said = f"A template has 1 to {TEXT_CHARS_MAX:,} characters; this has {count:,}."
        return [*findings, wrong("template_long", said, "Make it shorter.")]
    parts, found = parse(template.text)
    unknown = [each for part in parts if part.variable for each in known(part, keys)]
    return [*findings, *found, *unknown]


def checked(template: Template, keys: frozenset[str]) -> Template:
    """It, or `Rejected` with every finding."""
    if findings := check(template, keys):
        raise Rejected("This template cannot be kept.", findings)
    return template


def known(part: Part, keys: frozenset[str]) -> Iterable[Finding]:
    name = part.variable
    if name in VARIABLES or (name.removeprefix(ATTRIBUTE) in keys and name.startswith(ATTRIBUTE)):
        return
    yield wrong(
        "template_variable",
        f"Nobody knows '{name}'.",
        f"Use one of {', '.join(VARIABLES)}, or attribute. with the key of an attribute.",
    )


# Filling one


def variables(goods: Goods, texts: Mapping[str, Value], place: Place) -> Mapping[str, str]:
    first = goods.first
    return {
        "title": str(texts["title"]),
        "brand": goods.brand,
        "category": goods.category,
        "description": str(texts["description_html"]),
        "summary": str(texts["summary_html"]),
        "sku": first.sku if first else "",
        "gtin": first.gtin if first else "",
        "price": str(first.price) if first and first.price else "",
        "options": ", ".join(goods.options),
        "tags": ", ".join(goods.tags),
        "account": place.account,
        "market": place.market,
        **{f"{ATTRIBUTE}{key}": text for key, text in goods.attributes.items()},
    }


def render(
    template: Template, values: Mapping[str, str], keys: frozenset[str] = frozenset()
) -> Made:
    """What it makes of one product. A variable that the product has nothing for is a warning."""
    if findings := check(template, keys | own_keys(values)):
        return Made("", tuple(findings))
    parts, _ = parse(template.text)
    html = template.field in HTML
    texts: list[str] = []
    empty: list[str] = []
    for part in parts:
        if not part.variable:
            texts.append(part.words)
            continue
        text = values.get(part.variable, "")
        for name, argument in part.filters:
            text = FILTERS[name](text, argument)
        if not text:
            empty.append(part.variable)
        is_html = part.variable in ("description", "summary") and ("plain", "") not in part.filters
        as_it_is = not html or is_html
        texts.append(text if as_it_is else escape(text, quote=False))
    made = "".join(texts)[:MADE_CHARS_MAX]
    if not html:
        made = " ".join(made.split()).strip(EDGES)
    return Made(made, tuple(map(missing, dict.fromkeys(empty))))


def own_keys(values: Mapping[str, str]) -> frozenset[str]:
    return frozenset(each.removeprefix(ATTRIBUTE) for each in values if each.startswith(ATTRIBUTE))


def missing(variable: str) -> Finding:
    return Finding(
        Severity.warning,
        "template_empty",
        f"The product has nothing for {{{variable}}}.",
        f"Fill it in at the product, or write {{{variable}|or …}}.",
    )


def wrong(code: str, sentence: str, step: str, field: str = "text") -> Finding:
    return Finding(Severity.error, code, sentence, step, field)


# Which one


def best(chosen: Sequence[Template], goods: Goods, place: Place) -> Mapping[str, Template]:
    """Of each field the one that says most precisely where it holds; of two alike the older."""
    found: dict[str, tuple[tuple[int, int], Template]] = {}
    for each in sorted(chosen, key=lambda template: template.id.int):
        rank = closeness(each, goods, place)
        if rank is not None and (each.field not in found or rank > found[each.field][0]):
            found[each.field] = (rank, each)
    return {name: template for name, (_, template) in found.items()}


def closeness(template: Template, goods: Goods, place: Place) -> tuple[int, int] | None:
    """None where it does not hold. Shop before market before category; a closer category first."""
    if template.account_id not in (None, place.account_id):
        return None
    if template.market and template.market != place.market:
        return None
    near = 0
    if template.category_id is not None:
        if template.category_id not in goods.category_ids:
            return None
        near = len(goods.category_ids) - goods.category_ids.index(template.category_id)
    rank = 4 * (template.account_id is not None) + 2 * bool(template.market)
    return rank + bool(near), near
