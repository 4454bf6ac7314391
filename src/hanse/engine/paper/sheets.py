"""Pages with a margin, texts that wrap, tables whose heads come again on each page, page numbers.

A document for the archive is PDF/A-3, with files inside it. The same content at the same instant
gives the same bytes.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from xml.sax.saxutils import escape

from fpdf import FPDF
from fpdf.enums import MethodReturnValue, WrapMode, XPos, YPos

from hanse.engine.paper import letters

INK = (26, 29, 33)
GREY = (107, 114, 128)
LINE = (213, 217, 222)
SHADE = (244, 245, 247)
MARGIN = 18.0
FOOT = 24.0  # from the lower edge up
SMALL = 7.5
USUAL = 9.0
LEADING = 1.38
POINT = 25.4 / 72
LINES_MAX = 6  # of one cell
BOX = "\0box"  # a cell that is ticked by hand
ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"


@dataclass(frozen=True, slots=True)
class Column:
    """`width` is in millimetres; 0 takes what the others leave."""

    head: str
    width: float = 0
    right: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    under: str = ""  # small and grey, below it
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Inside:
    """A file in the document, and what the archive's description says of it."""

    name: str
    content: bytes
    media_type: str
    description: str
    xmp: str = ""


@dataclass
class Sheet:
    """One document being drawn, from the top down."""

    pdf: "Pages"
    made_at: datetime
    title: str
    unknown: dict[str, None] = field(default_factory=dict)
    is_far_east: bool = False

    @property
    def left(self) -> float:
        return MARGIN

    @property
    def width(self) -> float:
        return float(self.pdf.w) - 2 * MARGIN

    @property
    def y(self) -> float:
        return float(self.pdf.get_y())

    @property
    def lowest(self) -> float:
        return float(self.pdf.h) - FOOT

    def down(self, by: float) -> None:
        self.pdf.set_y(self.y + by)

    def room(self, height: float) -> None:
        """A new page, if so much does not fit on this one."""
        if self.y + height > self.lowest:
            self.pdf.add_page()

    def clean(self, text: str) -> str:
        """As it can be printed. The large font is loaded when the first text needs it."""
        self.unknown.update(dict.fromkeys(letters.unknown(text)))
        plain = letters.printable(text)
        if not self.is_far_east and letters.is_far_east(plain):
            self.pdf.add_font("far_east", "", letters.FAR_EAST)
            self.pdf.set_fallback_fonts(["far_east"], exact_match=False)
            self.is_far_east = True
        return plain

    def text(
        self,
        text: str,
        x: float,
        width: float,
        *,
        size: float = USUAL,
        bold: bool = False,
        grey: bool = False,
        right: bool = False,
        lines_max: int = 20,
    ) -> None:
        """Wrapped into this width, from here down."""
        wrapped = cut(self.wrapped(text, width, size, bold), lines_max)
        self.font(size, bold, grey)
        for line in wrapped:
            self.pdf.set_x(x)
            self.line(line, width, size, right)

    def line(self, text: str, width: float, size: float, right: bool = False) -> None:
        self.pdf.cell(
            width,
            size * POINT * LEADING,
            text,
            align="R" if right else "L",
            new_x=XPos.LEFT,
            new_y=YPos.NEXT,
        )

    def font(self, size: float, bold: bool = False, grey: bool = False) -> None:
        self.pdf.set_font("noto", "B" if bold else "", size)
        self.pdf.set_text_color(*(GREY if grey else INK))

    def wrapped(self, text: str, width: float, size: float, bold: bool = False) -> list[str]:
        self.font(size, bold)
        found = self.pdf.multi_cell(
            width,
            size * POINT * LEADING,
            self.clean(text),
            dry_run=True,
            output=MethodReturnValue.LINES,
            align="L",
            wrapmode=WrapMode.WORD,
            padding=0,
        )
        assert isinstance(found, list)
        return [str(each) for each in found]

    def rule(self, x: float | None = None, width: float | None = None) -> None:
        self.pdf.set_draw_color(*LINE)
        self.pdf.set_line_width(0.25)
        begin = self.left if x is None else x
        self.pdf.line(begin, self.y, begin + (self.width if width is None else width), self.y)

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> None:
        """A row stays whole on a page; on a new page the head comes first."""
        widths = self._widths(columns)
        self.room(16)
        self._head(columns, widths)
        for row in rows:
            cells = [self._laid(cell, width) for cell, width in zip(row, widths, strict=True)]
            height = max(each.height for each in cells) + 3.2
            if self.y + height > self.lowest:
                self.pdf.add_page()
                self._head(columns, widths)
            self._row(columns, widths, cells, height)

    def _widths(self, columns: Sequence[Column]) -> list[float]:
        left = self.width - sum(each.width for each in columns)
        free = sum(not each.width for each in columns) or 1
        return [each.width or left / free for each in columns]

    def _head(self, columns: Sequence[Column], widths: Sequence[float]) -> None:
        top, x = self.y, self.left
        self.pdf.set_fill_color(*SHADE)
        self.pdf.rect(x, top, self.width, 6.4, style="F")
        self.font(SMALL, bold=True, grey=True)
        for column, width in zip(columns, widths, strict=True):
            self.pdf.set_xy(x + 1.2, top + 1.3)
            self.line(self.clean(column.head), width - 2.4, SMALL, column.right)
            x += width
        self.pdf.set_y(top + 6.4)

    def _laid(self, cell: Cell, width: float) -> "Laid":
        if cell.text == BOX:
            return Laid(cell, (), (), USUAL * POINT * LEADING)
        inner = width - 2.4
        text = cut(self.wrapped(cell.text, inner, USUAL, cell.bold)) if cell.text else []
        under = cut(self.wrapped(cell.under, inner, SMALL)) if cell.under else []
        height = (len(text) * USUAL + len(under) * SMALL) * POINT * LEADING
        return Laid(cell, tuple(text), tuple(under), height)

    def _row(
        self,
        columns: Sequence[Column],
        widths: Sequence[float],
        cells: Sequence["Laid"],
        height: float,
    ) -> None:
        top, x = self.y, self.left
        for column, width, laid in zip(columns, widths, cells, strict=True):
            self.pdf.set_xy(x + 1.2, top + 1.6)
            if laid.cell.text == BOX:
                self.pdf.set_draw_color(*INK)
                self.pdf.set_line_width(0.3)
                self.pdf.rect(x + 1.2, top + 1.7, 3.8, 3.8)
            self.font(USUAL, laid.cell.bold)
            for each in laid.text:
                self.line(each, width - 2.4, USUAL, column.right)
            self.font(SMALL, grey=True)
            for each in laid.under:
                self.line(each, width - 2.4, SMALL, column.right)
            x += width
        self.pdf.set_y(top + height)
        self.rule()

    def picture(self, content: bytes, x: float, width: float, height: float) -> None:
        """As large as it fits into the box, at its right upper corner."""
        self.pdf.image(
            io.BytesIO(content), x=x, y=self.y, w=width, h=height, keep_aspect_ratio=True
        )

    def finished(self, inside: Inside | None = None) -> bytes:
        if inside:
            self.pdf.embed_file(
                bytes=inside.content,
                basename=inside.name,
                mime_type=inside.media_type,
                associated_file_relationship="Alternative",
                desc=inside.description,
                compress=True,
                creation_date=self.made_at,
                modification_date=self.made_at,
            )
        self.pdf.set_xmp_metadata(described(self.title, self.made_at, inside.xmp if inside else ""))
        return bytes(self.pdf.output())


@dataclass(frozen=True, slots=True)
class Laid:
    cell: Cell
    text: tuple[str, ...]
    under: tuple[str, ...]
    height: float


class Pages(FPDF):
    """`foot` stands on every page beside its number, which `page_words` says."""

    foot: Sequence[str] = ()
    page_words: str = "{page} / {pages}"
    running: str = ""  # from the second page on

    def header(self) -> None:
        if self.page_no() > 1 and self.running:
            self.set_y(10)
            self.set_font("noto", "", SMALL)
            self.set_text_color(*GREY)
            self.set_x(MARGIN)
            self.cell(0, 4, self.running)
            self.set_y(MARGIN + 2)

    def footer(self) -> None:
        top = float(self.h) - FOOT + 4
        self.set_draw_color(*LINE)
        self.set_line_width(0.25)
        self.line(MARGIN, top, float(self.w) - MARGIN, top)
        self.set_font("noto", "", 7)
        self.set_text_color(*GREY)
        wide = float(self.w) - 2 * MARGIN
        for at, text in enumerate(self.foot[:4]):
            self.set_xy(MARGIN, top + 1.5 + at * 3.4)
            self.cell(wide - 24, 3.4, text)
        self.set_xy(float(self.w) - MARGIN - 24, top + 1.5)
        words = self.page_words.format(page=self.page_no(), pages="{nb}")
        # What stands for the number of pages is wider than the number.
        self.cell(
            24 + self.get_string_width("{nb}") - self.get_string_width("0"), 3.4, words, align="R"
        )


def opened(title: str, language: str, made_at: datetime, paper: str) -> Sheet:
    """An empty document, on A4 or Letter."""
    pdf = Pages(format=paper.lower(), enforce_compliance="PDF/A-3B")
    pdf.set_auto_page_break(False)
    pdf.set_margins(MARGIN, MARGIN, MARGIN)
    pdf.c_margin = 0
    pdf.add_font("noto", "", letters.REGULAR)
    pdf.add_font("noto", "B", letters.BOLD)
    pdf.set_title(letters.printable(title))
    pdf.set_lang(language)
    pdf.set_creator("Hanse")
    pdf.set_producer("Hanse")
    pdf.set_creation_date(made_at)
    return Sheet(pdf, made_at, letters.printable(title))


def begin(sheet: Sheet, foot: Sequence[str], page_words: str, running: str) -> None:
    """The first page. What stands at the foot is drawn when the page ends."""
    sheet.pdf.add_page()
    wide = sheet.width - 26
    lines = [part for text in foot for part in sheet.wrapped(text, wide, 7)]
    sheet.pdf.foot = cut(lines, 4)
    sheet.pdf.page_words = page_words
    sheet.pdf.running = sheet.clean(running)


def cut(lines: Sequence[str], lines_max: int = LINES_MAX) -> list[str]:
    """What does not fit ends in dots, so that nobody takes it for all."""
    if len(lines) <= lines_max:
        return list(lines)
    return [*lines[: lines_max - 1], f"{lines[lines_max - 1][:-1].rstrip()}{ELLIPSIS}"]


def described(title: str, made_at: datetime, more: str) -> str:
    """What archives read of a document."""
    at = made_at.isoformat(timespec="seconds")
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">'
        "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description>"
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt>'
        "</dc:title></rdf:Description>"
        '<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">'
        f"<xmp:CreatorTool>Hanse</xmp:CreatorTool><xmp:CreateDate>{at}</xmp:CreateDate>"
        f"<xmp:ModifyDate>{at}</xmp:ModifyDate></rdf:Description>"
        '<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">'
        f"<pdf:Producer>Hanse</pdf:Producer></rdf:Description>{more}</rdf:RDF></x:xmpmeta>"
    )
