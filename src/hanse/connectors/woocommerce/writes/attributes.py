"""What a buyer chooses by: attributes of the product itself, and a value of each in a variation.

The store knows attributes of its own, too, which all products share; a variation names those by an
id, so only products with attributes of their own get variations here.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from hanse.base.faults import Finding
from hanse.connectors.woocommerce.mapping import ENTITY
from hanse.connectors.woocommerce.writes.batch import error
from hanse.connectors.woocommerce.writes.limits import TITLES, too_long, too_many
from hanse.trade import drafts
from hanse.trade.fields import Value
from hanse.trade.goods import Choice, Option

# Recording 185: a | parts a value in two. guessed: the rest, as of a code, for both are cleaned as
# one line of a form; what looks like an entity would be read as the sign that it stands for.
BENT = re.compile(rf"\||  |<|%[\da-fA-F]{{2}}|[\x00-\x1f\x7f\ud800-\udfff]|{ENTITY.pattern}")


def attributes(value: Value, findings: list[Finding]) -> Sequence[Mapping[str, object]]:
    """Of a product, in their order; a variation is made by each of them."""
    options = drafts.options_of(value)
    if not options:
        findings.append(
            error(
                "no_options",
                "These are no options: names, each with the values to choose from.",
                "Name what a buyer chooses, and the values.",
                "options",
            )
        )
        return ()
    findings.extend(too_many("options", len(options)))
    for each in options:
        findings.extend(of_option(each))
    findings.extend(drafts.faults(options))
    return [
        {
            "name": each.name,
            "options": each.values,
            "position": place,
            "variation": True,
            "visible": True,
        }
        for place, each in enumerate(options)
    ]


def of_option(option: Option) -> Iterable[Finding]:
    yield from too_many("option_values", len(option.values), "options")
    for text in (option.name, *option.values[: drafts.FINDINGS_MAX]):
        yield from of_text(text, "options")
    # Only the first are named; that none of the others is bent is looked at all the same.
    if not any(map(BENT.search, option.values[: drafts.FINDINGS_MAX])):
        for text in option.values[drafts.FINDINGS_MAX :]:
            if BENT.search(text):
                yield from of_text(text, "options")
                return


def of_text(text: str, field: str) -> Iterable[Finding]:
    yield from too_long("option", text, field)
    if bent := BENT.search(text):
        yield error(
            "cleaned",
            f"The store would spell the {TITLES['option']} '{text[:60]}' otherwise, for it holds"
            f" '{bent[0]}'.",
            "Write it without.",
            field,
        )


def chosen(value: Value, findings: list[Finding]) -> Sequence[Mapping[str, object]]:
    """Of a variation: the value of each attribute, by the names of the attributes."""
    choices = drafts.choices_of(value)
    if not choices:
        findings.append(
            error(
                "no_choices",
                "It does not say which value of each option it has.",
                "Choose a value of each.",
                "choices",
            )
        )
        return ()
    findings.extend(too_many("options", len(choices), "choices"))
    for each in choices:
        findings.extend(of_choice(each))
    for name in drafts.twice(each.option for each in choices):
        sentence = f"It has two values of the option '{name}'."
        findings.append(error("option_twice", sentence, "Leave one of them.", "choices"))
    return [{"name": each.option, "option": each.value} for each in choices]


def of_choice(choice: Choice) -> Iterable[Finding]:
    for text in (choice.option, choice.value or ""):
        yield from of_text(text, "choices")
        if not text or text != text.strip():
            sentence = f"'{text[:60]}' is empty, or has blanks at its edges."
            yield error("blank_edges", sentence, "Write it without them.", "choices")
