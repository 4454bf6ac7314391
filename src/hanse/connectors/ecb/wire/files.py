"""A file of the bank's that somebody has at hand: its XML or its table."""

import csv
import re

from hanse.base.faults import Rejected
from hanse.connectors.ecb.mapping import Cube
from hanse.connectors.ecb.wire.envelope import DAYS_MAX, RATES_MAX, no_document, read_xml

BYTES_MAX = 64 * 1024**2  # the whole history has about 10 MB as XML (guessed from its days)
NONE_THAT_DAY = frozenset({"", "N/A"})
BOM = b"\xef\xbb\xbf"
CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)


def read_file(body: bytes) -> tuple[Cube, ...]:
    """What a file holds, told by its first bytes and not by its name."""
    if len(body) > BYTES_MAX:
        raise Rejected(
            f"The file has more than {BYTES_MAX // 1024**2} MB, which are the most.",
            next_step="Take the file of the bank as it is, without anything else in it.",
        )
    if body.removeprefix(BOM).lstrip()[:1] == b"<":
        return read_xml(body)
    return read_table(body)


def read_table(body: bytes) -> tuple[Cube, ...]:
    """guessed: that the first line names the currencies after `Date`, and each line may end with a
    comma. What was not quoted on a day is N/A."""
    try:
        lines = csv.reader(body.decode("utf-8-sig").splitlines(keepends=True), strict=True)
        rows = [[cell.strip() for cell in row] for row in lines if any(row)]
    except (UnicodeDecodeError, csv.Error) as wrong:
        raise no_document("it is neither XML nor a table of texts") from wrong
    columns = columns_of(rows[0] if rows else [])
    if len(rows) < 2:
        raise no_document("there is no day in it")
    if len(rows) > DAYS_MAX:
        raise no_document(f"it has {DAYS_MAX:,} days or more")
    return tuple(cube_of(row, columns) for row in rows[1:])


def columns_of(head: list[str]) -> list[str]:
    columns = without_end(head)[1:]
    if head[:1] != ["Date"] or not 0 < len(columns) <= RATES_MAX:
        raise no_document("its first line is not `Date` and then currencies")
    if strange := [name for name in columns if not CURRENCY.fullmatch(name)]:
        raise no_document(f"{strange[0][:20]!r} in its first line names no currency")
    return columns


def cube_of(row: list[str], columns: list[str]) -> Cube:
    if len(row) == len(columns) + 2:
        row = without_end(row)
    if len(row) != len(columns) + 1:
        raise no_document(f"the line of {row[0][:20]!r} has another number of columns")
    told = zip(columns, row[1:], strict=True)
    return Cube(row[0], tuple(each for each in told if each[1] not in NONE_THAT_DAY))


def without_end(row: list[str]) -> list[str]:
    """Without what stands behind a comma at the end of the line, which is nothing."""
    return row[:-1] if row[-1:] == [""] else row
