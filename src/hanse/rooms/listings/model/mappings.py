"""Our categories and attributes, and what a platform calls them; suggested by how alike the names
are, and accepted by a person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from hanse.base.faults import Finding, Rejected, Severity
from hanse.base.text import clean, fold

NAME_CHARS_MAX = 200
REQUIRES_MAX = 50
SAVE_MAX = 500
SUGGEST_MAX = 3
ALIKE_MIN = 0.3


class Noun(StrEnum):
    category = "category"
    attribute = "attribute"


@dataclass(frozen=True, slots=True)
class Pair:
    """`ours`: the id of a category, or the key of an attribute. `value` and `their_value` map one
    value of an attribute; empty: the attribute as a whole. `requires`: keys of our attributes that
    the platform wants to know in this category."""

    platform: str
    noun: Noun
    ours: str
    theirs: str
    theirs_name: str = ""
    value: str = ""
    their_value: str = ""
    requires: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str, str, str]:
        return self.platform, self.noun.value, self.ours, self.value


@dataclass(frozen=True, slots=True)
class Suggestion:
    ours: str
    ours_name: str
    theirs: str
    theirs_name: str
    alike: float  # 0 to 1


def checked(given: Sequence[Pair]) -> Sequence[Pair]:
    """As they are kept; `Rejected` with every finding."""
    findings: list[Finding] = []
    seen: set[tuple[str, str, str, str]] = set()
    kept: list[Pair] = []
    if len(given) > SAVE_MAX:
        said = f"These are {len(given):,} rows; at most {SAVE_MAX:,} are saved at once."
        raise Rejected(said, next_step="Save them in parts.")
    for place, each in enumerate(given):
        texts = (each.ours, each.theirs, each.theirs_name, each.value, each.their_value)
        if any(len(text) > NAME_CHARS_MAX for text in (*texts, *each.requires)):
            said = f"Row {place + 1}: a name has at most {NAME_CHARS_MAX} characters."
            findings.append(wrong(said, "Write it in short.", place))
        elif not each.ours or (each.noun is Noun.category and not is_id(each.ours)):
            said = f"Row {place + 1}: '{each.ours}' is no {each.noun} of ours."
            findings.append(wrong(said, "Choose one of the catalogue.", place))
        elif len(each.requires) > REQUIRES_MAX:
            said = f"Row {place + 1}: {len(each.requires)} attributes; at most {REQUIRES_MAX} fit."
            findings.append(wrong(said, "Keep those that the platform refuses without.", place))
        elif each.key in seen:
            said = f"Row {place + 1}: {each.ours} is mapped twice on {each.platform}."
            findings.append(wrong(said, "Leave one of them.", place))
        else:
            seen.add(each.key)
            kept.append(tidy(each))
    if findings:
        raise Rejected("The mappings cannot be saved.", findings)
    return kept


def tidy(each: Pair) -> Pair:
    return Pair(
        *(each.platform, each.noun, each.ours, clean(each.theirs), clean(each.theirs_name)),
        *(each.value, clean(each.their_value), tuple(dict.fromkeys(each.requires))),
    )


def is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def wrong(sentence: str, step: str, place: int) -> Finding:
    return Finding(Severity.error, "mapping", sentence, step, f"mappings.{place}")


# How alike


def suggest(ours: Mapping[str, str], theirs: Mapping[str, str]) -> Iterable[Suggestion]:
    """For each of ours the most alike of theirs, best first; costs by what shares three signs."""
    index: dict[str, set[str]] = {}
    marks = {key: trigrams(name) for key, name in theirs.items()}
    for key, found in marks.items():
        for mark in found:
            index.setdefault(mark, set()).add(key)
    for our_key in sorted(ours):
        mine = trigrams(ours[our_key])
        near = {key for mark in mine for key in index.get(mark, ())}
        rated = sorted(((alike(mine, marks[key]), key) for key in near), key=by_likeness)
        for likeness, key in rated[:SUGGEST_MAX]:
            if likeness >= ALIKE_MIN:
                yield Suggestion(our_key, ours[our_key], key, theirs[key], round(likeness, 2))


def by_likeness(rated: tuple[float, str]) -> tuple[float, str]:
    return -rated[0], rated[1]


def trigrams(name: str) -> frozenset[str]:
    """As pg_trgm makes them: of each word, with blanks before and after."""
    return frozenset(
        padded[at : at + 3]
        for word in fold(name).split()
        for padded in (f"  {word} ",)
        for at in range(len(padded) - 2)
    )


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0
