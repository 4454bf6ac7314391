"""Tables written row by row: CSV, and what Excel opens. A formula that came in leaves as a text."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Protocol, TypeAlias
from xml.sax.saxutils import escape

from hanse.base.money import plain

Cell: TypeAlias = str | int | Decimal | None

BOM = b"\xef\xbb\xbf"
# One mark more than there are, so that nobody who reads it back takes away one that was there.
FORMULA = re.compile("'*[=+\\-@\t\r]")
CELL_CHARS_MAX = 32_767  # of Excel
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Sheet(Protocol):
    """Written from its first row to its end; what is ready is taken away at each step."""

    def write(self, rows: Iterable[Sequence[Cell]]) -> bytes: ...

    def end(self) -> bytes: ...


def harmless(text: str) -> str:
    """A sheet shows it as it is and works nothing out."""
    return f"'{text}" if FORMULA.match(text) else text


class CsvSheet:
    """CSV in UTF-8; with a mark in front where Excel is to know."""

    def __init__(self, *, marked: bool = True) -> None:
        self._begin = BOM if marked else b""

    def write(self, rows: Iterable[Sequence[Cell]]) -> bytes:
        text = io.StringIO(newline="")
        csv.writer(text).writerows([csv_cell(each) for each in row] for row in rows)
        begin, self._begin = self._begin, b""
        return begin + text.getvalue().encode("utf-8", "replace")

    def end(self) -> bytes:
        begin, self._begin = self._begin, b""
        return begin


def csv_cell(value: Cell) -> str:
    if isinstance(value, str):
        return harmless(value)
    return "" if value is None else plain(Decimal(value))


class XlsxSheet:
    """One sheet whose rows go straight into the file, so that it never stands in memory."""

    def __init__(self, title: str) -> None:
        self._out = Passing()
        self._zip = zipfile.ZipFile(self._out, "w", zipfile.ZIP_DEFLATED, compresslevel=5)
        for name, text in PARTS.items():
            self._zip.writestr(name, text.replace("TITLE", escape(title[:31])))
        self._sheet = self._zip.open("xl/worksheets/sheet1.xml", "w", force_zip64=True)
        self._sheet.write(SHEET_HEAD.encode())

    def write(self, rows: Iterable[Sequence[Cell]]) -> bytes:
        self._sheet.write("".join(map(xlsx_row, rows)).encode())
        return self._out.taken()

    def end(self) -> bytes:
        self._sheet.write(SHEET_FOOT.encode())
        self._sheet.close()
        self._zip.close()
        return self._out.taken()


class Passing(io.RawIOBase):
    """What is written is handed on, and nothing is kept."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: object) -> int:
        part = bytes(memoryview(piece))  # type: ignore[arg-type]
        self._parts.append(part)
        return len(part)

    def taken(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)


def xlsx_row(row: Sequence[Cell]) -> str:
    return f"<row>{''.join(map(xlsx_cell, row))}</row>"


def xlsx_cell(value: Cell) -> str:
    if value is None or value == "":
        return "<c/>"
    # Excel keeps 15 digits of a number, so a longer one, as a barcode, is a text.
    if isinstance(value, int | Decimal) and len(Decimal(value).as_tuple().digits) <= 15:
        return f"<c><v>{plain(Decimal(value))}</v></c>"
    text = value if isinstance(value, str) else plain(Decimal(value))
    text = UNWRITABLE.sub("\ufffd", harmless(text))
    if len(text) > CELL_CHARS_MAX:
        return "<c/>"  # half of it, read back, would take the other half away
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats"
MEDIA_TYPE = f"{TYPE}-officedocument.spreadsheetml.sheet"
SHEET_HEAD = (
    f'{HEAD}<worksheet xmlns="{SHEET}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView></sheetViews><sheetData>'
)
SHEET_FOOT = "</sheetData></worksheet>"
PARTS = {
    "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
    f'<Default Extension="rels" ContentType="{TYPE}-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{MEDIA_TYPE}.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="'
    f'{TYPE}-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'{HEAD}<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="TITLE" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    "</Relationships>",
}
