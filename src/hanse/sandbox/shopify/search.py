"""The search syntax: what a query text asks for, and the warnings for what it cannot mean."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from hanse.sandbox.shopify.table import Key, Record

Test = Callable[[Record], bool]
DATES = ("created_at", "updated_at", "processed_at")
TOKEN = re.compile(
    r"""\s*(?:(?P<open>\() | (?P<close>\)) | (?P<word>(?:AND|OR|NOT)(?=[\s()]|$))
      | (?P<minus>-)?(?:(?P<field>[A-Za-z_]+):)?(?P<op>>=|<=|>|<)?
        (?P<value>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^\s()]+))""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Field:
    """How one name is looked up: what kind of value it is and where it stands."""

    kind: str  # id, date, number, text, word, tags, flag
    read: Callable[[Any], Any]
    words: frozenset[str] | None = None  # the only values that mean something


@dataclass(frozen=True, slots=True)
class Term:
    name: str | None
    op: str
    value: str
    quoted: bool


@dataclass(slots=True)
class Search:
    """A query that was read: which rows it lets pass, and where the walk may begin and end."""

    passes: Test
    warnings: list[dict[str, Any]] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)  # those that every row must meet

    def exact(self, name: str) -> str | None:
        """The value that every row must have, where the query says so."""
        for term in self.terms:
            if term.name == name and not term.op and not term.value.endswith("*"):
                return term.value
        return None

    def low(self) -> Key | None:
        """The key in the order of ids that every wanted row comes after."""
        for term in self.terms:
            number = number_in(term.value) if term.name == "id" else None
            if number is not None and term.op in (">", ">="):
                return number, number if term.op == ">" else number - 1
        return None

    def since(self) -> str | None:
        """The second before which nothing that is wanted was made or changed."""
        found = [
            instant[0]
            for term in self.terms
            if term.name in DATES and term.op in (">", ">=")
            if (instant := instant_in(term.value)) is not None
        ]
        return max(found, default=None)


def read(text: str, fields: dict[str, Field], free: tuple[str, ...]) -> Search:
    """`free` are the names of the row in which a word without a field is looked for."""
    reader = _Reader(text, fields, free)
    passes = reader.any_of()
    return Search(passes, reader.warnings, reader.must)


class _Reader:
    """Walks once over the tokens of one query."""

    def __init__(self, text: str, fields: dict[str, Field], free: tuple[str, ...]) -> None:
        self.text, self.fields, self.free = text, fields, free
        self.tokens = [m for m in TOKEN.finditer(text) if m.group().strip()]
        self.at = 0
        self.warnings: list[dict[str, Any]] = []
        self.must: list[Term] = []
        self.depth = 0

    def any_of(self) -> Test:
        begin = len(self.must)
        tests = [self.all_of()]
        while self._word("OR"):
            tests.append(self.all_of())
        if len(tests) == 1:
            return tests[0]
        del self.must[begin:]
        return lambda row: any(test(row) for test in tests)

    def all_of(self) -> Test:
        tests: list[Test] = []
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if token["close"] or token["word"] == "OR":
                break
            if not self._word("AND"):
                tests.append(self.one())
        if len(tests) == 1:
            return tests[0]
        return lambda row: all(test(row) for test in tests)

    def one(self) -> Test:
        token = self.tokens[self.at]
        self.at += 1
        if token["word"] == "NOT":
            return self._negated(self.one if self.at < len(self.tokens) else None)
        if token["open"]:
            inner = self.any_of()
            self.at += 1  # its closing one, where there is one
            return inner
        raw = token["value"]
        quoted = raw[0] in "'\"" and len(raw) > 1
        value = re.sub(r"\\(.)", r"\1", raw[1:-1]) if quoted else raw
        term = Term(token["field"], token["op"] or "", value, quoted)
        if token["minus"]:
            test = self._test(term)
            return lambda row: not test(row)
        self.must.append(term)
        return self._test(term)

    def _negated(self, inner: Callable[[], Test] | None) -> Test:
        if inner is None:
            return lambda _row: True
        kept = len(self.must)
        test = inner()
        del self.must[kept:]
        return lambda row: not test(row)

    def _word(self, word: str) -> bool:
        if self.at < len(self.tokens) and self.tokens[self.at]["word"] == word:
            self.at += 1
            return True
        return False

    def _test(self, term: Term) -> Test:
        if term.name is None:
            wanted = term.value.rstrip("*").lower()
            free = self.free
            return lambda row: any(wanted in str(row.get(name) or "").lower() for name in free)
        known = self.fields.get(term.name)
        if known is None:  # guessed: an unknown field is as if it were not there
            self._warn(term, "Invalid search field for this query.", "invalid_field")
            return lambda _row: True
        if term.value == "*" and not term.op:
            return lambda row: known.read(row) not in (None, "", [])
        if known.words is not None and not set(term.value.upper().split(",")) <= known.words:
            self._warn(term, f"Input `{term.value}` is not an accepted value.", "invalid_value")
            return lambda _row: False  # guessed: it matches nothing
        test = TESTS[known.kind](known, term)
        if test is None:
            self._warn(term, f"Input `{term.value}` is not an accepted value.", "invalid_value")
            return lambda _row: False
        return test

    def _warn(self, term: Term, message: str, code: str) -> None:
        self.warnings.append(
            {
                "parsed": {"field": term.name, "match_all": term.value},
                "warnings": [{"field": term.name, "message": message, "code": code}],
            }
        )


def number_in(text: str) -> int | None:
    digits = text.rpartition("/")[2].partition("?")[0]
    return int(digits) if digits.isdecimal() else None


def instant_in(text: str) -> tuple[str, str, bool] | None:
    """The second, the one after the span that the text names, and whether it named a part of it."""
    try:
        at = datetime.fromisoformat(text.replace(" ", "T", 1) if len(text) > 10 else text)
    except ValueError:
        return None
    at = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    form = "%Y-%m-%dT%H:%M:%SZ"
    span = timedelta(days=1) if len(text) <= 10 else timedelta(seconds=1)
    return at.strftime(form), (at + span).strftime(form), at.microsecond > 0


def _date(known: Field, term: Term) -> Test | None:
    found = instant_in(term.value)
    if found is None:
        return None
    start, after, parts = found
    read = known.read
    if term.op == ">=" and not parts:
        return lambda row: (read(row) or "") >= start
    if term.op in (">", ">="):  # a part of a second later is the next second
        return lambda row: (read(row) or "") > start
    if term.op == "<" and not parts:
        return lambda row: "" < (read(row) or "") < start
    if term.op in ("<", "<="):
        return lambda row: "" < (read(row) or "") <= start
    return lambda row: start <= (read(row) or "") < after


def _number(known: Field, term: Term) -> Test | None:
    try:
        wanted = float(term.value)
    except ValueError:
        return None
    return _compared(known.read, term.op, wanted)


def _id(known: Field, term: Term) -> Test | None:
    wanted = {number_in(part) for part in term.value.split(",")}
    if None in wanted:
        return None
    if not term.op:
        return lambda row: known.read(row) in wanted
    return _compared(known.read, term.op, wanted.pop())


def _compared(read: Callable[[Record], Any], op: str, wanted: Any) -> Test:
    def test(row: Record) -> bool:
        value = read(row)
        if value is None:
            return False
        if op == ">":
            return bool(value > wanted)
        if op == ">=":
            return bool(value >= wanted)
        if op == "<":
            return bool(value < wanted)
        return bool(value <= wanted) if op == "<=" else bool(value == wanted)

    return test


def _text(known: Field, term: Term) -> Test:
    wanted = term.value.lower()
    if wanted.endswith("*") and not term.quoted:
        head = wanted[:-1]
        return lambda row: str(known.read(row) or "").lower().startswith(head)
    if known.kind == "word":
        choices = set(wanted.split(","))
        if "any" in choices and known.words is not None:
            return lambda _row: True
        return lambda row: str(known.read(row) or "").lower() in choices
    return lambda row: (
        wanted in re.split(r"\W+", text := str(known.read(row) or "").lower())
        or (wanted == text or (" " in wanted and wanted in text))
    )


def _tags(known: Field, term: Term) -> Test:
    wanted = set(term.value.lower().split(","))
    return lambda row: not wanted.isdisjoint(tag.lower() for tag in known.read(row))


def _flag(known: Field, term: Term) -> Test | None:
    if term.value.lower() not in ("true", "false"):
        return None
    wanted = term.value.lower() == "true"
    return lambda row: bool(known.read(row)) == wanted


TESTS: dict[str, Callable[[Field, Term], Test | None]] = {
    "date": _date,
    "number": _number,
    "id": _id,
    "text": _text,
    "word": _text,
    "tags": _tags,
    "flag": _flag,
}
