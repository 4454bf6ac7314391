"""A document as received, read field by field: what cannot be read is a finding, never a guess."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import TypeVar

from hanse.base.faults import Fault, Finding, Severity
from hanse.base.money import Money, UnitCost

Meaning = TypeVar("Meaning")

FINDINGS_MAX = 50
SHOWN_CHARS = 60
SENTENCE_CHARS_MAX = 300
DIGITS_MAX = 60
NUMBER = re.compile(r"[+-]?\d{1,60}(?:\.\d{0,60})?", re.ASCII)
WHOLE_MAX = 2**63 - 1


@dataclass(frozen=True, slots=True, repr=False)
class Document:
    """One object in it. A field that is null, or that an older version lacks, is None without a
    word; one that must be there is named by `need`."""

    fields: Mapping[str, object]
    path: str = ""
    findings: list[Finding] = field(default_factory=list)

    @property
    def said(self) -> tuple[Finding, ...]:
        """Each finding once, also where a field was read for two values."""
        return tuple(dict.fromkeys(self.findings))

    def at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def doubt(self, name: str, code: str, sentence: str, next_step: str = "") -> None:
        """Say it, up to a limit: a broken document breaks in every line."""
        if len(self.findings) < FINDINGS_MAX:
            where = self.at(name)
            if len(sentence) > SENTENCE_CHARS_MAX:  # a fault may quote what stands in the document
                sentence = f"{sentence[:SENTENCE_CHARS_MAX]}…"
            self.findings.append(Finding(Severity.warning, code, sentence, next_step, where))

    def strange(self, name: str, wanted: str) -> None:
        """The value is not shown: it may be a person's."""
        kind = type(self.fields.get(name)).__name__
        self.doubt(name, "wrong_type", f"'{self.at(name)}' is no {wanted} but a {kind}.")

    def need(self, *names: str) -> None:
        for name in names:
            if name not in self.fields:
                self.doubt(name, "missing_field", f"'{self.at(name)}' is missing.")

    def key(self, name: str) -> str | None:
        """A remote id; 0 and an empty text are none."""
        value = self.fields.get(name)
        if value is None or (value in (0, "", "0") and not isinstance(value, bool)):
            return None
        if isinstance(value, int | str) and not isinstance(value, bool):
            return str(value)
        self.strange(name, "id")
        return None

    def text(self, name: str) -> str | None:
        """As it stands, which may be empty."""
        value = self.fields.get(name)
        if value is None or isinstance(value, str):
            return value
        self.strange(name, "text")
        return None

    def filled(self, name: str) -> str | None:
        """A text with something in it."""
        return self.text(name) or None

    def flag(self, name: str) -> bool | None:
        value = self.fields.get(name)
        if value is None or isinstance(value, bool):
            return value
        self.strange(name, "yes or no")
        return None

    def whole(self, name: str) -> int | None:
        """A whole number, also where it is written as text or as 3.0."""
        number = self.number(name)
        if number is None:
            return None
        if number != number.to_integral_value() or abs(number) > WHOLE_MAX:
            self.doubt(name, "not_whole", f"'{self.at(name)}' is {number}, not a whole number.")
            return None
        return int(number)

    def number(self, name: str) -> Decimal | None:
        """Plain digits, as a number or as text; `1e3`, `1_000` and `1,000` are none."""
        value = self.fields.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, str) and NUMBER.fullmatch(value):
            return Decimal(value)
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            number = Decimal(value)
            if number.is_finite() and abs(number.adjusted()) < DIGITS_MAX:
                return number
        self.strange(name, "number")
        return None

    def money(self, name: str, currency: str, decimals: int | None = None) -> Money | None:
        """Exactly, or not at all. More decimals than the shop shows are kept and said."""
        number = self.number(name)
        if number is None:
            return None
        try:
            cost = UnitCost(currency, number)
            money = cost.to_money(self.at(name))
        except Fault as fault:
            self.doubt(name, "not_money", fault.sentence, fault.next_step)
            return None
        if isinstance(money, Finding):
            self.doubt(name, money.code, money.sentence, money.next_step)
            return None
        if decimals is not None and isinstance(cost.on_wire(decimals), Finding):
            self.doubt(
                name,
                "finer_than_shown",
                f"{cost} has more decimals than the {decimals} that the shop shows.",
            )
        return money

    def cost(self, name: str, currency: str) -> UnitCost | None:
        """As exact as it was given."""
        number = self.number(name)
        try:
            return None if number is None else UnitCost(currency, number)
        except Fault as fault:
            self.doubt(name, "not_money", fault.sentence, fault.next_step)
            return None

    def instant(self, name: str) -> datetime | None:
        """UTC, also where no zone is written: ask only for what is said to be UTC."""
        text = self.filled(name)
        if text is None:
            return None
        try:
            read = datetime.fromisoformat(text)
        except ValueError:
            self.doubt(name, "not_an_instant", f"'{self.at(name)}' is no date and time.")
            return None
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)

    def word(self, name: str, words: Mapping[str, Meaning]) -> Meaning | None:
        """What the platform's word means to us; a word that we do not know is named."""
        text = self.filled(name)
        if text is None:
            return None
        if text not in words:
            shown = text if len(text) <= SHOWN_CHARS else f"{text[:SHOWN_CHARS]}…"
            self.doubt(
                name, "unknown_word", f"'{self.at(name)}' says '{shown}', which we do not know."
            )
        return words.get(text)

    def one(self, name: str) -> "Document | None":
        value = self.fields.get(name)
        if value is None:
            return None
        if isinstance(value, Mapping):
            return Document(value, self.at(name), self.findings)
        self.strange(name, "object")
        return None

    def many(self, name: str) -> "Iterator[Document]":
        """The objects of a list; what is none of them is left out and said."""
        for number, value in enumerate(self._list(name)):
            where = f"{name}[{number}]"
            if isinstance(value, Mapping):
                yield Document(value, self.at(where), self.findings)
            else:
                self.doubt(where, "wrong_type", f"'{self.at(where)}' is no object.")

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts or ids."""
        return tuple(self._scalars(name))

    def _scalars(self, name: str) -> Iterator[str]:
        for number, value in enumerate(self._list(name)):
            if isinstance(value, int | str) and not isinstance(value, bool):
                yield str(value)
            else:
                where = f"{name}[{number}]"
                self.doubt(where, "wrong_type", f"'{self.at(where)}' is neither a text nor an id.")

    def _list(self, name: str) -> Sequence[object]:
        value = self.fields.get(name)
        if value is None:
            return ()
        if isinstance(value, list | tuple):
            return value
        self.strange(name, "list")
        return ()


def opened(value: object) -> Document | Finding:
    """The document, if it is one and says which thing it is about."""
    if not isinstance(value, Mapping):
        kind = type(value).__name__
        return Finding(Severity.error, "no_document", f"A {kind} stands where a document should.")
    document = Document(value)
    if document.key("id") is None:
        return Finding(
            Severity.error, "no_id", "A document says not which thing it is about.", field="id"
        )
    return document
