"""The fields of products and variants by name: what may stand in each, and what is said if not."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from hanse.base.faults import Finding, Severity
from hanse.base.money import Money
from hanse.base.text import clean
from hanse.rooms.catalog.model import attributes, barcodes
from hanse.rooms.catalog.model.attributes import Attribute
from hanse.rooms.catalog.model.goods import Product, State, Variant
from hanse.trade.fields import Fields, Value

LINES = {"title": 500, "handle": 200, "seo_title": 500, "seo_description": 2_000}
HTML = {"description_html": 200_000, "summary_html": 20_000}
TRANSLATED = frozenset({*LINES, *HTML} - {"handle"})
ATTRIBUTE, TRANSLATION = "attributes.", "translations."
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}")
PRODUCT = (*LINES, *HTML, "brand_id", "category_id", "tags", "options", "state")
VARIANT = ("sku", "gtin", "choices", "weight_g", "price", "state", "position")
SKU_CHARS_MAX = 100
WORD_CHARS_MAX = 255
TAGS_MAX = 250
OPTIONS_MAX = 10
WEIGHT_G_MAX = 1_000_000_000
POSITION_MAX = 100_000
# No text of ours holds these: the database cannot keep the first and the last.
UNKEEPABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Known:
    """What values may name."""

    attributes: Mapping[str, Attribute]
    brand_ids: frozenset[UUID] = frozenset()
    category_ids: frozenset[UUID] = frozenset()


NOTHING_KNOWN = Known({})


def of_product(product: Product) -> dict[str, Value]:
    """Every field by name; an attribute that is not set has none."""
    return {
        **{name: getattr(product, name) for name in (*LINES, *HTML, "tags", "options")},
        "brand_id": str(product.brand_id) if product.brand_id else None,
        "category_id": str(product.category_id) if product.category_id else None,
        "state": product.state.value,
        **{f"{ATTRIBUTE}{key}": value for key, value in product.attributes.items()},
    }


def product_of(product_id: UUID, fields: Fields, version: int) -> Product:
    """The product again; translations among the fields are kept apart and left out here."""
    plain = {name: fields[name] for name in (*LINES, *HTML, "tags", "options")}
    brand, category = fields["brand_id"], fields["category_id"]
    return Product(
        **plain,  # type: ignore[arg-type]
        id=product_id,
        brand_id=UUID(str(brand)) if brand else None,
        category_id=UUID(str(category)) if category else None,
        attributes={
            name.removeprefix(ATTRIBUTE): value
            for name, value in fields.items()
            if name.startswith(ATTRIBUTE) and value is not None
        },
        state=State(str(fields["state"])),
        version=version,
    )


def of_variant(variant: Variant) -> dict[str, Value]:
    return {**{name: getattr(variant, name) for name in VARIANT}, "state": variant.state.value}


def variant_of(variant: Variant, fields: Fields, version: int) -> Variant:
    plain = {name: fields[name] for name in VARIANT if name != "state"}
    return Variant(
        **plain,  # type: ignore[arg-type]
        id=variant.id,
        product_id=variant.product_id,
        state=State(str(fields["state"])),
        version=version,
    )


def checked(field: str, value: Value, known: Known) -> Value | Finding:
    """The value as it is kept in this field, or what is wrong with it."""
    if field.startswith(ATTRIBUTE):
        attribute = known.attributes.get(field.removeprefix(ATTRIBUTE))
        if attribute is None:
            step = "Add the attribute first, or take one that there is."
            return wrong(field, "no_attribute", f"There is no attribute {field[11:60]!r}.", step)
        return attributes.checked(attribute, value, field)
    if field.startswith(TRANSLATION):
        return translated(field, value)
    check = CHECKS.get(field)
    if check is None:
        step = f"Name one of: {', '.join((*PRODUCT, *VARIANT))}."
        return wrong(field, "no_field", f"There is no field {field[:60]!r}.", step)
    return check(field, value, known)


def translated(field: str, value: Value) -> Value | Finding:
    _, _, rest = field.partition(".")
    language, _, name = rest.partition(".")
    if not LANGUAGE.fullmatch(language) or name not in TRANSLATED:
        step = "Write it as translations.id.title, with the language and the field."
        return wrong(field, "no_field", f"There is no field {field[:60]!r}.", step)
    if value is None or value == "":
        return None  # then the product's own text is shown
    return (a_line if name in LINES else html)(name, value, NOTHING_KNOWN)


def a_line(field: str, value: Value, known: Known) -> Value | Finding:
    if not isinstance(value, str):
        return wrong(field, "no_text", f"{field} is a text.", "Give a text.")
    text = clean(value)
    if field == "title" and not text:
        return wrong(field, "empty", "The title is empty.", "Give the product a name.")
    return fitting(field, text, LINES[field])


def html(field: str, value: Value, known: Known) -> Value | Finding:
    if not isinstance(value, str):
        return wrong(field, "no_text", f"{field} is a text.", "Give a text.")
    return fitting(field, UNKEEPABLE.sub("", value), HTML[field])


def fitting(field: str, text: str, chars_max: int) -> str | Finding:
    if len(text) <= chars_max:
        return text
    sentence = f"{field} has {len(text):,} characters; {chars_max:,} fit."
    return wrong(field, "too_long", sentence, f"Shorten it by {len(text) - chars_max:,}.")


def words(field: str, value: Value, known: Known) -> Value | Finding:
    """Tags and options: each once, in the order given."""
    if not isinstance(value, tuple) or not all(isinstance(each, str) for each in value):
        return wrong(field, "no_list", f"{field} is a list of words.", "Give a list of texts.")
    cleaned = tuple(dict.fromkeys(filter(None, (clean(str(each)) for each in value))))
    many = TAGS_MAX if field == "tags" else OPTIONS_MAX
    if len(cleaned) > many:
        return wrong(field, "too_many", f"{len(cleaned):,} {field}; {many} fit.", "Take some out.")
    if long := next((each for each in cleaned if len(each) > WORD_CHARS_MAX), None):
        sentence = f"'{long[:40]}…' has {len(long):,} characters; {WORD_CHARS_MAX} fit."
        return wrong(field, "too_long", sentence, "Shorten it.")
    return cleaned


def choices(field: str, value: Value, known: Known) -> Value | Finding:
    if not isinstance(value, tuple) or not all(isinstance(each, str) for each in value):
        return wrong(field, "no_list", "Choices are a list of texts.", "Give one for each option.")
    cleaned = tuple(clean(str(each)) for each in value)
    if len(cleaned) > OPTIONS_MAX or any(len(each) > WORD_CHARS_MAX for each in cleaned):
        sentence = f"A variant has {OPTIONS_MAX} choices of {WORD_CHARS_MAX} characters at most."
        return wrong(field, "too_long", sentence, "Shorten them.")
    return cleaned


def for_options(choices: tuple[Value, ...], options: Value) -> Value | Finding:
    """One choice for each option of the product."""
    count = len(options) if isinstance(options, tuple) else 0
    if len(choices) == count:
        return choices
    sentence = f"{len(choices)} choices are given, and the product has {count} options."
    return wrong("choices", "choices_count", sentence, "Give one choice for each option.")


def reference(field: str, value: Value, known: Known) -> Value | Finding:
    if value is None or value == "":
        return None
    there = known.brand_ids if field == "brand_id" else known.category_ids
    try:
        found = UUID(str(value))
    except ValueError:
        found = None
    if found not in there:
        noun = field.removesuffix("_id")
        return wrong(field, "gone", f"There is no such {noun}.", f"Choose a {noun} that there is.")
    return str(found)


def state(field: str, value: Value, known: Known) -> Value | Finding:
    if value in tuple(State):
        return str(value)
    return wrong(field, "no_state", "The state is active or archived.", "Give one of these.")


def sku(field: str, value: Value, known: Known) -> Value | Finding:
    if not isinstance(value, str | None):
        return wrong(field, "no_text", "An SKU is a text.", "Give a text.")
    text = clean(value or "")
    if len(text) > SKU_CHARS_MAX:
        sentence = f"The SKU has {len(text):,} characters; {SKU_CHARS_MAX} fit."
        return wrong(field, "too_long", sentence, "Shorten it.")
    return text


def gtin(field: str, value: Value, known: Known) -> Value | Finding:
    if not isinstance(value, str | None):
        return wrong(field, "no_text", "A barcode is a text.", "Give it as a text.")
    return barcodes.read(value or "", field)


def whole(field: str, value: Value, known: Known) -> Value | Finding:
    most = WEIGHT_G_MAX if field == "weight_g" else POSITION_MAX
    if value is None and field == "weight_g":
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        sentence = f"{field} is a whole number from 0 to {most:,}."
        return wrong(field, "no_number", sentence, "Give such a number.")
    return value


def price(field: str, value: Value, known: Known) -> Value | Finding:
    if value is None:
        return None
    if not isinstance(value, Money):
        return wrong(field, "no_money", "A price is money.", "Give an amount and its currency.")
    if value.minor < 0:
        return wrong(field, "negative", f"The price {value} is below zero.", "Give 0 or more.")
    return value


Check = Callable[[str, Value, Known], Value | Finding]
CHECKS: Mapping[str, Check] = {
    **dict.fromkeys(LINES, a_line),
    **dict.fromkeys(HTML, html),
    **dict.fromkeys(("tags", "options"), words),
    **dict.fromkeys(("brand_id", "category_id"), reference),
    **dict.fromkeys(("weight_g", "position"), whole),
    "state": state,
    "sku": sku,
    "gtin": gtin,
    "choices": choices,
    "price": price,
}


def wrong(field: str, code: str, sentence: str, step: str) -> Finding:
    return Finding(Severity.error, code, sentence, step, field)
