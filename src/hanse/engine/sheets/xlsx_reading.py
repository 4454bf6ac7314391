"""What Excel saves, read and nothing more: no formula is worked out, no link followed."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import TypeAlias
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from hanse.base.faults import Rejected

PARTS_MAX = 2_000
UNPACKED_BYTES_MAX = 400 * 1024**2
TEXTS_BYTES_MAX = 100 * 1024**2  # held in memory, for cells name their texts by number
RATIO_MAX = 300
SMALL_BYTES = 10 * 1024**2  # what is small may be packed as tight as it likes
COLUMNS_MAX = 2_000
DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)

Cell: TypeAlias = str | Decimal
UNREADABLE = (
    *(zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, TypeError),
    *(OSError, IndexError, AttributeError, NotImplementedError, EOFError, AssertionError),
)


def is_xlsx(content: bytes) -> bool:
    return content.startswith(b"PK\x03\x04")


def check(content: bytes) -> None:
    """Refuse what would grow beyond measure, before any of it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            weigh(parts)
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels")):
                    with packed.open(part) as file:
                        head = file.read(4_096).replace(b"\0", b"")
                    if DECLARED.search(head):
                        raise refused("declares things of its own, as no spreadsheet does")
            if not any(part.filename.endswith("workbook.xml") for part in parts):
                raise refused("is packed like a spreadsheet, but is none")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as wrong:
        raise refused(f"cannot be unpacked ({str(wrong)[:80]})") from None


def weigh(parts: Sequence[zipfile.ZipInfo]) -> None:
    if len(parts) > PARTS_MAX:
        raise refused(f"has {len(parts):,} parts; {PARTS_MAX:,} are the most")
    total = sum(part.file_size for part in parts)
    if total > UNPACKED_BYTES_MAX:
        raise refused(
            f"is {total / 1024**2:,.0f} MB when unpacked; {UNPACKED_BYTES_MAX // 1024**2} are the "
            "most"
        )
    for part in parts:
        tight = part.file_size > SMALL_BYTES and part.file_size > RATIO_MAX * part.compress_size
        if tight or ("sharedStrings" in part.filename and part.file_size > TEXTS_BYTES_MAX):
            raise refused(f"holds {part.file_size / 1024**2:,.0f} MB in one part, packed too tight")


def rows_of(content: bytes) -> Iterator[Sequence[Cell]]:
    """Every row of the first sheet with the heads first, and empty ones as they stand."""
    check(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about colours and checks of cells, which nobody reads
        try:
            book = load_workbook(
                io.BytesIO(content), read_only=True, data_only=True, keep_links=False
            )
        except UNREADABLE as wrong:
            raise refused(f"cannot be read ({str(wrong)[:80]})") from None
    try:
        if not book.worksheets:
            raise refused("has no sheet with cells")
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # how large the file says that it is proves nothing
        yield from (row_of(row) for row in sheet.iter_rows(values_only=True))
    except UNREADABLE as wrong:
        raise refused(f"cannot be read ({str(wrong)[:80]})") from None
    finally:
        book.close()


def row_of(values: Sequence[object]) -> Sequence[Cell]:
    """Its cells up to the last that holds anything."""
    end = len(values)
    while end and values[end - 1] is None:
        end -= 1
    if end > COLUMNS_MAX:
        raise refused(f"has a row of {end:,} cells; {COLUMNS_MAX:,} are the most")
    return [cell(value) for value in values[:end]]


def cell(value: object) -> Cell:
    """A number stays one, so that no sign of decimals is ever guessed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        # What a person typed: a spreadsheet keeps 15 digits, and shows no more.
        return Decimal(f"{value:.15g}")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date | time) else str(value)


def refused(why: str) -> Rejected:
    return Rejected(f"The file {why}.", next_step="Save it again as XLSX, or as CSV UTF-8.")
