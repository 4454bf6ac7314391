"""A part of the file: one kind of thing that a room lets be carried, read strictly."""

import re
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

import msgspec

from hanse.base.faults import Finding, Rejected, Severity
from hanse.engine.tx import Tx
from hanse.rooms.config.model.differences import Change
from hanse.rooms.config.model.files import Document, rows_of

Item = TypeVar("Item")
# What was and what is to be; none: it is not there.
Move = tuple[Item | None, Item | None]

WRONG = re.compile(r"(?P<why>.*?)(?: - at `\$(?P<field>[^`]*)`)?", re.DOTALL)
TYPES = {
    "int": "a whole number",
    "float": "a number",
    "str": "a text",
    "bool": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "null",
    "decimal": "a number as text",
    "date": "a date",
}
NAMED = re.compile(r"Object (?P<how>missing required|contains unknown) field `(?P<name>[^`]*)`")
EXPECTED = re.compile(r"Expected `([^`]+)`, got `([^`]+)`")


@dataclass(frozen=True, slots=True)
class Part(Generic[Item]):
    """What a room says of one kind of thing. Things are named by what people call them.

    `settled` brings an item into the one form in which it is kept, or raises `Rejected`; `applied`
    carries moves out in the caller's transaction, and names a thing in `field` as `name.field`.
    """

    name: str
    title: str
    shape: type[Item]
    named: Callable[[Item], str]
    exported: Callable[[Tx], Awaitable[Sequence[Item]]]
    settled: Callable[[Item], Item]
    applied: Callable[[Tx, Sequence[Move[Item]]], Awaitable[None]]
    one: bool = False  # a single thing, such as the limits of the guard

    async def here(self, tx: Tx) -> Mapping[str, Document]:
        """What is here now, by name."""
        return {self.named(each): documented(each) for each in await self.exported(tx)}

    def read(
        self, given: object
    ) -> tuple[Mapping[str, Document], Mapping[str, int], Sequence[Finding]]:
        """What a file wants of this part, by name, with its row; and all that is wrong with it."""
        found: dict[str, Document] = {}
        rows: dict[str, int] = {}
        findings: list[Finding] = []
        try:
            given_rows = rows_of(self.name, given, one=self.one)
        except Rejected as wrong:
            return {}, {}, wrong.findings
        for row, each in enumerate(given_rows, 1):
            try:
                item = self.settled(self.item(each))
            except Rejected as wrong:
                findings += [self.at(row, one) for one in wrong.findings or [plain(wrong)]]
                continue
            name = self.named(item)
            if name in found:
                findings.append(self.at(row, twice(name, rows[name])))
                continue
            found[name], rows[name] = documented(item), row
        findings += [self.at(rows[name], one) for name, one in miscounted(found)]
        return found, rows, findings

    def item(self, given: object) -> Item:
        """`Rejected` names the field that is wrong."""
        try:
            item = msgspec.convert(given, self.shape, strict=True)
        except msgspec.ValidationError as wrong:
            raise Rejected(str(wrong), [said(str(wrong))]) from None
        if lost := overlooked(given, msgspec.to_builtins(item)):
            inside, _, name = lost.rpartition(".")
            finding = about_field(inside, name, is_missing=False)
            raise Rejected(finding.sentence, [finding])
        return item

    def at(self, row: int, finding: Finding) -> Finding:
        """The finding with where it is: for people in words, for programs as a path."""
        place = f"parts.{self.name}" if self.one else f"parts.{self.name}.{row - 1}"
        where = self.title if self.one else f"{self.title}, row {row}"
        path = ".".join(filter(None, (place, finding.field)))
        of = f", {finding.field}" if finding.field else ""
        return replace(finding, sentence=f"{where}{of}: {finding.sentence}", field=path)

    async def carry_out(self, tx: Tx, changes: Sequence[Change]) -> None:
        await self.applied(tx, [(self.kept(one.before), self.kept(one.after)) for one in changes])

    def renewed(self, document: Document) -> Document:
        try:
            return documented(self.item(dict(document)))
        except Rejected:
            return document  # of a shape that is no more; it equals nothing that is here

    def kept(self, document: Document | None) -> Item | None:
        return None if document is None else self.item(dict(document))


Parts = Sequence[Part[object]]


def documented(item: object) -> Document:
    """As JSON has it, so that it equals what was kept."""
    document: Document = msgspec.json.decode(msgspec.json.encode(item))
    return document


def about_field(inside: str, name: str, *, is_missing: bool) -> Finding:
    at = f"{inside}.{name}".removeprefix(".")
    if is_missing:
        step = "Add it: a part of the file is written in full."
        return Finding(Severity.error, "field_missing", f"The field {name!r} is missing.", step, at)
    sentence = f"There is no field {name[:80]!r}."
    return Finding(Severity.error, "field_unknown", sentence, "Leave it out.", at)


def miscounted(found: Mapping[str, Document]) -> Iterator[tuple[str, Finding]]:
    """Of several with one name the second has a first: otherwise its number would change here."""
    known = {(each.get("name"), each.get("nth")) for each in found.values()}
    for name, each in found.items():
        nth = each.get("nth", 1)
        assert isinstance(nth, int), "every shape counts in whole numbers"
        if nth != 1 and (each.get("name"), nth - 1) not in known:
            sentence = f"It is number {nth} of its name, and number {nth - 1} is missing."
            yield (
                name,
                Finding(Severity.error, "nth", sentence, "Count from 1 without gaps.", "nth"),
            )


def overlooked(given: object, read: object) -> str:
    """The path of the first field that was given and not read; nothing is lost in silence."""
    if isinstance(given, Mapping) and isinstance(read, Mapping):
        pairs = [(str(name), each, read.get(name)) for name, each in given.items()]
        if unknown := next((name for name, _, _ in pairs if name not in read), ""):
            return unknown
    elif isinstance(given, list | tuple) and isinstance(read, list | tuple):
        pairs = [(str(at), *both) for at, both in enumerate(zip(given, read, strict=False))]
    else:
        return ""
    found = ((name, overlooked(one, other)) for name, one, other in pairs)
    return next((f"{name}.{inner}" for name, inner in found if inner), "")


def said(text: str) -> Finding:
    """The reader's own words in those of people."""
    found = WRONG.fullmatch(text)
    assert found is not None, "the pattern takes any text"
    field = (found["field"] or "").removeprefix(".").replace("[", ".").replace("]", "")
    if named := NAMED.fullmatch(found["why"]):
        return about_field(field, named["name"], is_missing=named["how"] == "missing required")
    why = EXPECTED.sub(
        lambda one: f"{TYPES.get(one[1], one[1])} is expected, not {TYPES.get(one[2], one[2])}",
        found["why"],
    )
    sentence = f"{why[:1].upper()}{why[1:200]}."
    return Finding(Severity.error, "value_wrong", sentence, "Correct it in the file.", field)


def twice(name: str, row: int) -> Finding:
    sentence = f"{name[:80]!r} stands in row {row} already."
    return Finding(Severity.error, "named_twice", sentence, "Leave one of them out, or rename it.")


def plain(wrong: Rejected) -> Finding:
    return Finding(Severity.error, wrong.code, wrong.sentence, wrong.next_step)
