"""What a new product is sold as: one thing, or variants that a buyer chooses from."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from hanse.base.faults import Finding, Severity
from hanse.base.text import clean
from hanse.connectors.shopify.mapping.goods import DEFAULT, UNCHOSEN
from hanse.connectors.shopify.wire.query import VARIANTS_NAMED
from hanse.connectors.shopify.writes.draft import Draft, quoted
from hanse.connectors.shopify.writes.limits import LIMIT
from hanse.connectors.shopify.writes.offers import CODES_NAMES, PRICE_NAMES, prices
from hanse.trade import drafts
from hanse.trade.fields import NOTHING
from hanse.trade.goods import Option
from hanse.trade.ports_write import Wanted

VARIED_NAMES: Mapping[str, str] = {"options": "Options", "variants": "Variants"}
SOLD_NAMES: Mapping[str, str] = {**PRICE_NAMES, **CODES_NAMES}
# More are taken, but not shown together, so they could not be proven; a list of an input may hold
# no more either.
MADE_AT_ONCE_MAX = VARIANTS_NAMED
PARTED = " / "  # by which Shopify joins the values to the title of a variant


def alone(draft: Draft) -> Mapping[str, Sequence[object]]:
    """Shopify gives it one variant all the same, under names of its own."""
    options = [{"name": DEFAULT.option, "values": [{"name": DEFAULT.value}]}]
    chosen = [{"optionName": DEFAULT.option, "name": DEFAULT.value}]
    return {"productOptions": options, "variants": [{"optionValues": chosen, **sold(draft)}]}


def sold(draft: Draft) -> Mapping[str, object]:
    document: dict[str, object] = dict(prices(draft))
    if draft.wants("sku"):
        document["sku"] = draft.clearable("sku")
    if draft.wants("gtin"):
        document["barcode"] = draft.clearable("gtin")
    return document


def varied(draft: Draft) -> Mapping[str, Sequence[object]]:
    for name in SOLD_NAMES:
        if draft.wants(name):
            draft.refuse(
                name,
                "of_the_variants",
                f"{draft.called(name)} is that of a variant, and this product has several.",
                "Say it of each variant.",
            )
    options, variants = options_of(draft), variants_of(draft)
    if options and variants:
        draft.findings.extend(drafts.faults_of_variants(options, variants))
    if draft.refused:
        return {"productOptions": [], "variants": []}
    return {
        "productOptions": [
            {"name": each.name, "values": [{"name": value} for value in each.values]}
            for each in options
        ],
        "variants": [variant(draft, options, each) for each in variants],
    }


def options_of(draft: Draft) -> Sequence[Option]:
    found = drafts.options_of(draft.wanted.after.get("options"))
    if not found:
        draft.refuse(
            "options",
            "wrong_type",
            f"Options are names with their values, not {quoted(draft.value('options'))}.",
            "Name what a buyer chooses, and the values to choose from.",
        )
        return ()
    within(draft, "options", len(found), LIMIT["options"].size_max)
    for each in found:
        draft.fits("options", f"The option {quoted(each.name)}", each.name, LIMIT["option_name"])
        for value in each.values[:MADE_AT_ONCE_MAX]:
            draft.fits("options", f"The value {quoted(value)}", value, LIMIT["option_value"])
        if PARTED in each.name or (each.name, each.values) == UNCHOSEN:
            draft.refuse(
                "options",
                "no_option",
                f"{quoted(each.name)} cannot be the name of an option: Shopify uses it itself.",
                "Call it otherwise.",
            )
    draft.findings.extend(drafts.faults(found))
    return found


def variants_of(draft: Draft) -> Sequence[drafts.Variant]:
    found = drafts.variants_of(draft.wanted.after.get("variants"))
    if not found:
        draft.refuse(
            "variants",
            "wrong_type",
            "Variants are values of the options with a price and codes, not"
            f" {quoted(draft.value('variants'))}.",
            "Say of each its values, price, compare-at price, SKU and barcode.",
        )
        return ()
    within(draft, "variants", len(found), MADE_AT_ONCE_MAX)
    return found


def within(draft: Draft, name: str, count: int, most: int) -> None:
    if count > most:
        draft.refuse(
            name,
            "too_many",
            f"There are {count} {name}, and at most {most} can be made at once.",
            f"Take {count - most} of them away.",
        )


def variant(
    draft: Draft, options: Sequence[Option], wanted: drafts.Variant
) -> Mapping[str, object]:
    """Without what is to be nothing, for a new one has nothing anyway."""
    after = {name: value for name, value in wanted.fields.items() if value is not None}
    own = Draft(Wanted(draft.wanted.target, NOTHING, after), draft.shop, SOLD_NAMES)
    own.needs("price")
    document = sold(own)
    tell(draft, wanted.called, own.findings)
    chosen = [
        {"optionName": option.name, "name": value}
        for option, value in zip(options, wanted.choices, strict=True)
    ]
    return {"optionValues": chosen, **document}


def tell(draft: Draft, called: str, found: Sequence[Finding]) -> None:
    """What is wrong with one variant. Of hundreds that are wrong alike a few are named, but never
    is the first error left out."""
    room = max(drafts.FINDINGS_MAX - len(draft.findings), 0)
    errors = [each for each in found if each.severity is Severity.error]
    kept = [*errors[: max(room, 0 if draft.refused else 1)]]
    doubts = [each for each in found if each.severity is not Severity.error]
    kept += doubts[: max(room - len(kept), 0)]
    draft.findings.extend(
        replace(each, sentence=clean(f"{quoted(called)}: {each.sentence}"), field="variants")
        for each in kept
    )
