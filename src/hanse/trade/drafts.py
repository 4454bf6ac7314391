"""What is to be made with variants: what a buyer chooses by, and a variant for each choice.

In the fields of a change these are tuples, spelled in one way only. Whoever proposes it and whoever
reads it back build them here, so that both are compared as any other value is:

    options   ((name, (value, ...)), ...)
    variants  (((value, ...), ((field, value), ...)), ...)   one value for each option, in its order
    choices   ((option, value), ...)                         of one variant, by the names of options
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from hanse.base.faults import Finding, Severity
from hanse.trade.fields import Fields, Value, shown
from hanse.trade.goods import Choice, Offer, Option, Product

# Of every variant all of these are said, None where there is none.
VARIANT_FIELDS = ("compare_at", "gtin", "price", "sku")
FINDINGS_MAX = 20  # of one product; there may be hundreds of variants, and all wrong alike


@dataclass(frozen=True, slots=True)
class Variant:
    """`choices`: one value for each option, in the order of the options."""

    choices: tuple[str, ...]
    fields: Fields

    @property
    def called(self) -> str:
        return " / ".join(self.choices)


# As fields of a change


def options_value(options: Iterable[Option]) -> Value:
    return tuple((each.name, each.values) for each in options)


def variants_value(options: Sequence[Option], variants: Iterable[Variant]) -> Value:
    """In the order of the options' values, whatever the order was in which they came."""
    return tuple(
        (each.choices, tuple((name, each.fields.get(name)) for name in VARIANT_FIELDS))
        for each in in_order(options, variants)
    )


def in_order(options: Sequence[Option], variants: Iterable[Variant]) -> Sequence[Variant]:
    places = [{value: at for at, value in enumerate(each.values)} for each in options]

    def rank(variant: Variant) -> tuple[tuple[int, ...], tuple[str, ...]]:
        known = zip(places, variant.choices, strict=False)
        return tuple(at.get(value, len(at)) for at, value in known), variant.choices

    return sorted(variants, key=rank)


def choices_value(choices: Iterable[Choice]) -> Value:
    told = ((each.option, each.value) for each in choices)
    return tuple(sorted(told, key=lambda each: (each[0].casefold(), each[0], each[1] or "")))


# And back; None if it is spelled in any other way


def options_of(value: Value) -> tuple[Option, ...] | None:
    rows = pairs_of(value)
    if rows is None:
        return None
    found = tuple(Option(name, texts) for name, told in rows if (texts := texts_of(told)))
    return found if found and len(found) == len(rows) else None


def variants_of(value: Value) -> tuple[Variant, ...] | None:
    if not isinstance(value, tuple) or not value:
        return None
    found: list[Variant] = []
    for row in value:
        if not isinstance(row, tuple) or len(row) != 2:
            return None
        choices, told = texts_of(row[0]), pairs_of(row[1])
        if not choices or told is None or tuple(name for name, _ in told) != VARIANT_FIELDS:
            return None
        found.append(Variant(choices, dict(told)))
    return tuple(found)


def choices_of(value: Value) -> tuple[Choice, ...] | None:
    rows = pairs_of(value)
    if not rows or not all(isinstance(told, str) for _, told in rows):
        return None
    found = tuple(Choice(name, told) for name, told in rows if isinstance(told, str))
    return found if choices_value(found) == value else None


def pairs_of(value: Value) -> tuple[tuple[str, Value], ...] | None:
    if not isinstance(value, tuple):
        return None
    found: list[tuple[str, Value]] = []
    for row in value:
        if not isinstance(row, tuple) or len(row) != 2 or not isinstance(row[0], str):
            return None
        found.append((row[0], row[1]))
    return tuple(found)


def texts_of(value: Value) -> tuple[str, ...] | None:
    if not isinstance(value, tuple):
        return None
    found = tuple(each for each in value if isinstance(each, str))
    return found if len(found) == len(value) else None


# As a shop shows them


def shown_variants(product: Product) -> Fields:
    """Both fields of a product whose variants were all read."""
    offers = [Variant(chosen_by(product, each), of_offer(each)) for each in product.offers]
    return {
        "options": options_value(product.options),
        "variants": variants_value(product.options, offers),
    }


def chosen_by(product: Product, offer: Offer) -> tuple[str, ...]:
    told = {each.option: each.value for each in offer.choices}
    return tuple(told.get(each.name) or "" for each in product.options)


def of_offer(offer: Offer) -> Fields:
    return {
        "compare_at": offer.compare_at,
        "gtin": offer.gtin,
        "price": offer.price,
        "sku": offer.sku,
    }


# What is wrong with it anywhere


def faults(options: Sequence[Option]) -> Sequence[Finding]:
    return limited(wrong_options(options))


def faults_of_variants(options: Sequence[Option], variants: Sequence[Variant]) -> Sequence[Finding]:
    return limited(wrong_variants(options, variants))


def limited(found: Iterable[Finding]) -> Sequence[Finding]:
    return [each for each, _ in zip(found, range(FINDINGS_MAX), strict=False)]


def wrong_options(options: Sequence[Option]) -> Iterator[Finding]:
    for name in twice(each.name for each in options):
        yield wrong(
            "options",
            "option_twice",
            f"The option {shown(name)} is there twice; capitals make no difference.",
            "Take one of them away.",
        )
    for each in options:
        for text in (each.name, *each.values):
            if not text or text != text.strip():
                yield wrong(
                    "options",
                    "blank_edges",
                    f"{shown(text)} is empty, or has blanks at its edges.",
                    "Write it without them.",
                )
        for value in twice(each.values):
            yield wrong(
                "options",
                "value_twice",
                f"The option {shown(each.name)} has the value {shown(value)} twice; capitals make"
                " no difference.",
                "Take one of them away.",
            )


def wrong_variants(options: Sequence[Option], variants: Sequence[Variant]) -> Iterator[Finding]:
    """Every variant has one value for each option, no two the same, and every value is had."""
    fitting = [each for each in variants if len(each.choices) == len(options)]
    for each in variants:
        if len(each.choices) != len(options):
            yield wrong(
                "variants",
                "other_choices",
                f"The variant {shown(each.called)} has {len(each.choices)} values, and there are"
                f" {len(options)} options.",
                "Give it one value for each option.",
            )
    for each in fitting:
        for option, value in zip(options, each.choices, strict=True):
            if value not in option.values:
                yield wrong(
                    "variants",
                    "no_such_value",
                    f"The option {shown(option.name)} has no value {shown(value)}.",
                    "Add it to the option, or choose another.",
                )
    for choices in twice("\n".join(each.choices) for each in variants):
        yield wrong(
            "variants",
            "variant_twice",
            f"The variant {shown(' / '.join(choices.split(chr(10))))} is there twice; capitals make"
            " no difference.",
            "Take one of them away.",
        )
    for at, option in enumerate(options):
        had = {each.choices[at] for each in fitting}
        for value in option.values:
            if value not in had:
                yield wrong(
                    "options",
                    "value_unused",
                    f"No variant has the value {shown(value)} of {shown(option.name)}.",
                    "Add such a variant, or take the value away.",
                )
    if tuple(in_order(options, variants)) != tuple(variants):
        yield wrong(
            "variants",
            "variants_unsorted",
            "The variants do not stand in the order of the values of their options.",
            "Put them into that order.",
        )


def twice(texts: Iterable[str]) -> Sequence[str]:
    seen: set[str] = set()
    found: dict[str, None] = {}
    for each in texts:
        folded = each.casefold()
        if folded in seen:
            found[each] = None
        seen.add(folded)
    return tuple(found)


def wrong(field: str, code: str, sentence: str, step: str) -> Finding:
    return Finding(Severity.error, code, sentence, step, field)
