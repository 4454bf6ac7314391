"""A table that somebody uploaded, whatever saved it: what it is, and its rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from hanse.base.faults import Finding, Rejected
from hanse.engine.sheets import csv_reading, xlsx_reading
from hanse.engine.sheets.xlsx_reading import Cell

BYTES_MAX = 50 * 1024**2
ROWS_MAX = 200_000
COLUMNS_MAX = 300
SAMPLE_ROWS = 20
EMPTY_ROWS_MAX = 1_000  # in a run: a sheet goes on long after its last word


@dataclass(frozen=True, slots=True)
class Facts:
    """How a table is to be read. `encoding` and `delimiter` are empty where Excel saved it."""

    format: str
    encoding: str = ""
    delimiter: str = ""
    columns: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    sample: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """`number` is the one that a spreadsheet shows beside it; the heads have 1."""

    number: int
    cells: Sequence[Cell]


def facts_of(content: bytes, delimiter: str = "") -> Facts:
    """What the file is, its heads and first rows; `Rejected` if it can be no table."""
    if not content:
        raise Rejected("The file is empty.", next_step="Choose one with a row of heads, and rows.")
    if len(content) > BYTES_MAX:
        raise Rejected(
            f"The file has {len(content) / 1024**2:.1f} MB; {BYTES_MAX // 1024**2} are the most.",
            next_step="Divide it into several files.",
        )
    if xlsx_reading.is_xlsx(content):
        facts = Facts("xlsx")
    elif content[:4] == b"\xd0\xcf\x11\xe0":
        raise Rejected(
            "The file is of an Excel before 2007, or has a password.",
            next_step="Save it as XLSX without a password, or as CSV UTF-8.",
        )
    else:
        letters = csv_reading.letters_of(content)
        head = content[: csv_reading.LOOK_BYTES].decode(letters.encoding, "ignore")
        found = delimiter or csv_reading.delimiter_of(head)
        facts = Facts("csv", letters.encoding, found, findings=letters.findings)
    rows = list(islice(rows_of(content, facts), SAMPLE_ROWS + 1))
    heads = heads_of(rows[0].cells if rows else ())
    sample = tuple(tuple(map(shown, row.cells)) for row in rows[1:])
    return Facts(facts.format, facts.encoding, facts.delimiter, heads, facts.findings, sample)


def heads_of(cells: Sequence[Cell]) -> tuple[str, ...]:
    heads = tuple(shown(each).strip() for each in cells)
    if not any(heads):
        raise Rejected(
            "The first row holds no heads.", next_step="Name the columns in the first row."
        )
    if len(heads) > COLUMNS_MAX:
        raise Rejected(
            f"The table has {len(heads):,} columns; {COLUMNS_MAX} are the most.",
            next_step="Leave out those that are not needed.",
        )
    return heads


def rows_of(content: bytes, facts: Facts) -> Iterator[Row]:
    """The heads and all rows that hold anything, with their numbers."""
    found: Iterator[Sequence[Cell]]
    if facts.format == "xlsx":
        found = xlsx_reading.rows_of(content)
    else:
        found = csv_reading.rows_of(content, facts.encoding, facts.delimiter)
    empty = count = 0
    for number, cells in enumerate(found, 1):
        if number > 1 and not any(each != "" for each in cells):
            empty += 1
            if facts.format == "xlsx" and empty > EMPTY_ROWS_MAX:
                return
            continue
        empty, count = 0, count + 1
        if count > ROWS_MAX + 1:
            raise Rejected(
                f"The table has more than {ROWS_MAX:,} rows.",
                next_step="Divide it into several files.",
            )
        yield Row(number, cells)


def shown(cell: Cell) -> str:
    return cell if isinstance(cell, str) else f"{cell:f}"
