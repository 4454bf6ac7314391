"""Numbers of papers, by a pattern such as `{year}-{number:05}`."""

import re

from hanse.base.faults import Finding, Severity

PATTERN_CHARS_MAX = 40
WIDTH_MAX = 9
PART = re.compile(r"\{(?:(year)|number(?::0([1-9]))?)\}")
NUMBER = re.compile(r"\{number(?::0[1-9])?\}")
PLAIN = re.compile(r"[A-Za-z0-9/._ #-]*")
EXAMPLE = "INV-{year}-{number:05}"


def wrong_pattern(field: str, pattern: str) -> Finding | None:
    """Why no numbers can be made of it."""
    step = f"Write it like {EXAMPLE}."
    rest = PART.sub("", pattern)
    if len(NUMBER.findall(pattern)) != 1:
        sentence = f"The pattern '{pattern[:40]}' needs {{number}} once."
    elif not PLAIN.fullmatch(rest):
        sentence = f"The pattern '{pattern[:40]}' has signs that numbers of papers cannot have."
        step = "Use letters, digits, and the signs - / . _ # beside {year} and {number:05}."
    elif len(pattern) > PATTERN_CHARS_MAX:
        sentence = f"The pattern has {len(pattern)} characters; {PATTERN_CHARS_MAX} are the most."
    else:
        return None
    return Finding(Severity.error, "pattern", sentence, step, field)


def period(pattern: str, year: int) -> str:
    """Numbers begin anew in each of these: every year where the pattern names it, else never."""
    return str(year) if "{year}" in pattern else ""


def spelled(pattern: str, year: int, number: int) -> str:
    def part(found: re.Match[str]) -> str:
        if found[1]:
            return str(year)
        return str(number).zfill(int(found[2])) if found[2] else str(number)

    return PART.sub(part, pattern)
