"""Subject and text of a letter, with named fields in braces that are filled in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hanse.base.faults import Finding, Rejected, Severity
from hanse.base.text import clean, clean_lines

FIELDS = ("order", "shop", "name", "carrier", "number", "link")
SUBJECT_CHARS_MAX = 150
TEXT_CHARS_MAX = 5_000
VALUE_CHARS_MAX = 500
FIELD = re.compile(r"\{([^{}\n]*)\}")
WEB = re.compile(r"https?://[^\s<>\"]+")


@dataclass(frozen=True, slots=True)
class Template:
    """`version` 0: as it is built in."""

    subject: str
    text: str
    version: int = 0


def checked(subject: str, text: str) -> Template:
    """As it is kept; `Rejected` with all that is wrong with it."""
    kept = Template(clean(subject), clean_lines(text))
    findings = [
        *of_size("subject", kept.subject, SUBJECT_CHARS_MAX),
        *of_size("text", kept.text, TEXT_CHARS_MAX),
        *unknown("subject", kept.subject),
        *unknown("text", kept.text),
    ]
    if findings:
        raise Rejected(findings[0].sentence, findings, findings[0].next_step)
    return kept


def of_size(field: str, text: str, most: int) -> Sequence[Finding]:
    if not text:
        return [wrong("empty", f"The {field} is empty.", "Write what the buyer is to read.", field)]
    if len(text) > most:
        sentence = f"The {field} has {len(text):,} characters; {most:,} are the most."
        return [wrong("long", sentence, "Shorten it.", field)]
    return []


def unknown(field: str, text: str) -> Sequence[Finding]:
    known = ", ".join(f"{{{name}}}" for name in FIELDS)
    return [
        wrong(
            "unknown_field",
            f"{{{name[:60]}}} is no field of a letter.",
            f"Use {known}, or take the braces away.",
            field,
        )
        for name in dict.fromkeys(FIELD.findall(text))
        if name not in FIELDS
    ]


def wrong(code: str, sentence: str, step: str, field: str) -> Finding:
    return Finding(Severity.error, code, sentence, step, field)


def values_of(given: Mapping[str, str]) -> Mapping[str, str]:
    """One line each; a link that leads to no web page is none."""
    values = {name: clean(given.get(name, ""))[:VALUE_CHARS_MAX] for name in FIELDS}
    if not WEB.fullmatch(values["link"]):
        values["link"] = ""
    return values


def filled(text: str, values: Mapping[str, str]) -> str:
    """With its fields; a line with a field of which nothing is known is left out. What is filled
    in is not looked through for fields again."""
    lines = [
        FIELD.sub(lambda found: values.get(found[1], found[0]), line)
        for line in text.split("\n")
        if all(values.get(name, name) for name in FIELD.findall(line))
    ]
    return re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def subject_of(text: str, values: Mapping[str, str]) -> str:
    """One line, in which what is not known is nothing."""
    return clean(FIELD.sub(lambda found: values.get(found[1], found[0]), text))
