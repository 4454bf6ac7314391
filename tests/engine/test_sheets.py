"""Tables of anybody: letters, dividing signs, bombs; and what is written is read back as it was."""

import csv
import io
import zipfile
from collections.abc import Sequence
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.base.faults import Rejected
from hanse.engine.sheets import reading, xlsx_reading
from hanse.engine.sheets.reading import Facts
from hanse.engine.sheets.writing import CsvSheet, XlsxSheet

TEXT = "Größe;Preis\r\nähnlich;12,50\r\n"


def rows(content: bytes) -> list[list[object]]:
    facts = reading.facts_of(content)
    return [list(row.cells) for row in reading.rows_of(content, facts)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_letters_and_dividing_signs_are_found(encoding: str, delimiter: str) -> None:
    text = f"Größe{delimiter}Preis\nblau{delimiter}5\ngrün{delimiter}7\n"
    content = text.encode(encoding)
    facts = reading.facts_of(content)
    assert (facts.delimiter, facts.columns, facts.findings) == (delimiter, ("Größe", "Preis"), ())
    assert rows(content)[1:] == [["blau", "5"], ["grün", "7"]]


def test_letters_of_windows_are_read_and_told() -> None:
    facts = reading.facts_of(TEXT.encode("cp1252"))
    assert (facts.encoding, facts.columns) == ("cp1252", ("Größe", "Preis"))
    [finding] = facts.findings
    assert finding.code == "letters_of_windows"
    assert "CSV UTF-8" in finding.next_step


def test_a_comma_in_a_price_is_no_dividing_sign() -> None:
    assert reading.facts_of(TEXT.encode()).delimiter == ";"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty"),
        (b"\n\n", "no heads"),
        (b'a,b\n"x', "Row 2 cannot be read: a quotation begins and never ends"),
        (b'a,b\n"x"y,1\n', "Row 2 cannot be read: something stands behind the end"),
        (b"a\n" + b"x" * 300_000, "Row 2 cannot be read: a cell has more than 200,000"),
        (b"\xd0\xcf\x11\xe0 old", "an Excel before 2007"),
        (b"a\x81b,c\n1,2\n", "looks like cp1252, but byte 2"),
        (b"a," * 400, "columns; 300 are the most"),
        (b"PK\x03\x04 nothing", "cannot be unpacked"),
    ],
)
def test_what_is_no_table_is_refused_with_the_place_and_what_to_do(
    content: bytes, said: str
) -> None:
    with pytest.raises(Rejected, match=said) as refused:
        rows(content)
    assert refused.value.next_step


def test_more_rows_than_fit_are_refused_not_cut_off() -> None:
    content = b"a\n" + b"1\n" * (reading.ROWS_MAX + 1)
    with pytest.raises(Rejected, match=r"more than 200,000 rows"):
        sum(1 for _ in reading.rows_of(content, Facts("csv", "utf-8", ",")))


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


BOOK = {"xl/workbook.xml": b"<workbook/>"}
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><sst>&b;</sst>'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (packed(**BOOK, **{"xl/worksheets/sheet1.xml": b"\0" * 11 * 1024**2}), "too tight"),
        (packed(**BOOK, **{"xl/sharedStrings.xml": LAUGHS}), "declares things of its own"),
        (packed(**{f"p{at}.bin": b"" for at in range(2_001)}), "2,001 parts"),
        (packed(**{"readme.txt": b"hello"}), "packed like a spreadsheet, but is none"),
        (packed(**BOOK), "cannot be read"),
    ],
)
def test_a_workbook_that_would_grow_or_lies_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(Rejected, match=said):
        reading.facts_of(content)


def test_a_workbook_is_read_as_it_stands_and_no_formula_is_worked_out() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["sku", "price", "sum", "yes", None])
    sheet.append(["007", 12.9, "=1+1", True, None])
    sheet.append([4006381333931, 0.1 + 0.2, None, None, None])
    out = io.BytesIO()
    book.save(out)
    assert rows(out.getvalue()) == [
        ["sku", "price", "sum", "yes"],
        ["007", Decimal("12.9"), "", "yes"],
        [Decimal(4006381333931), Decimal("0.3")],
    ]


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)


@settings(max_examples=200)
@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=5))
def test_every_text_that_is_written_as_csv_is_read_back(table: Sequence[Sequence[str]]) -> None:
    sheet = CsvSheet()
    content = sheet.write([["one", "two"], *table]) + sheet.end()
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert [[unmarked(each) for each in row] for row in read[1:]] == [list(row) for row in table]
    for row in read:
        assert not any(each.startswith(("=", "+", "-", "@", "\t", "\r")) for each in row)


def unmarked(text: str) -> str:
    return text[1:] if text.startswith("'") and text.lstrip("'")[:1] in ("=", *"+-@\t\r") else text


def test_a_workbook_that_is_written_is_what_excel_reads() -> None:
    sheet = XlsxSheet("Products & more")
    content = sheet.write([["a", "b"], ["=SUM(A1)", Decimal("12.90")]])
    content += sheet.write([["<x> & y\x00 ", 4006381333931123456], ["y" * 40_000, None]])
    content += sheet.end()
    found = openpyxl.load_workbook(io.BytesIO(content)).active
    assert [[each.value for each in row] for row in found.iter_rows()] == [
        ["a", "b"],
        ["'=SUM(A1)", 12.9],
        ["<x> & y\ufffd ", "4006381333931123456"],
        [None, None],  # half of a text would be worse than none
    ]
    assert xlsx_reading.is_xlsx(content)
