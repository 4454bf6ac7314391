"""CSV of anybody: in what letters it is written and what stands between its cells, as found."""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from hanse.base.faults import Finding, Rejected, Severity

CELL_CHARS_MAX = 200_000
DELIMITERS = ",;\t|"
LOOK_ROWS = 50
LOOK_BYTES = 65_536
NAMES = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a bar"}

csv.field_size_limit(CELL_CHARS_MAX)


@dataclass(frozen=True, slots=True)
class Letters:
    """In what letters a text is written, and what is to be said of that."""

    encoding: str
    findings: tuple[Finding, ...] = ()


def letters_of(content: bytes) -> Letters:
    """UTF-8 or UTF-16 where the bytes tell; else those of Windows, and that is said."""
    if content.startswith(codecs.BOM_UTF8):
        return checked(content, "utf-8-sig")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return checked(content, "utf-16")
    head = content[:LOOK_BYTES]
    if head.count(0) > len(head) // 4:
        return checked(
            content, "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
        )
    try:
        content.decode()
    except UnicodeDecodeError:
        found = checked(content, "cp1252")
        sentence = "The file is not UTF-8, so it is read as Windows-1252, as Excel saves in Europe."
        step = "Look whether letters such as ä, é and € are right; else save it as CSV UTF-8."
        return Letters(
            found.encoding,
            (Finding(Severity.warning, "letters_of_windows", sentence, step, "file"),),
        )
    return Letters("utf-8")


def checked(content: bytes, encoding: str) -> Letters:
    try:
        content.decode(encoding)
    except UnicodeDecodeError as wrong:
        raise Rejected(
            f"The file looks like {encoding}, but byte {wrong.start + 1:,} is no letter of it.",
            next_step="Save it as CSV UTF-8 and upload that.",
        ) from None
    return Letters(encoding)


def delimiter_of(text: str) -> str:
    """What divides the first rows into as many cells each, and the most of them."""
    best, most = ",", (0, 0)
    for each in DELIMITERS:
        try:
            widths = [len(row) for row in islice(records(text, each), LOOK_ROWS) if row]
        except csv.Error:
            continue
        if not widths or widths[0] < 2:
            continue
        # A sign that stands in sentences divides some rows and not others.
        score = (sum(width == widths[0] for width in widths) * 1_000 // len(widths), widths[0])
        if score > most:
            best, most = each, score
    return best


def records(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def rows_of(content: bytes, encoding: str, delimiter: str) -> Iterator[Sequence[str]]:
    """Every row with the heads first; `Rejected` names the row behind which nothing can be read."""
    file = io.TextIOWrapper(io.BytesIO(content), encoding, newline="")
    reader = csv.reader(file, delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as wrong:
            raise Rejected(
                f"Row {number:,} cannot be read: {said(wrong)}.",
                next_step="Correct the quotation marks there: one inside a cell is written twice.",
            ) from None
        yield row


def said(wrong: csv.Error) -> str:
    text = str(wrong)
    if "field larger" in text:
        return f"a cell has more than {CELL_CHARS_MAX:,} characters, as when a quotation never ends"
    if "unexpected end" in text:
        return "a quotation begins and never ends"
    if "expected after" in text:
        return "something stands behind the end of a quotation"
    return text
