"""The statement of a month to print."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from hanse.base.amounts import format_money, format_number
from hanse.base.money import Money
from hanse.engine.paper import sheets
from hanse.engine.paper.sheets import Cell, Column, Sheet
from hanse.rooms.billing.model.statements import Figures, Total


@dataclass(frozen=True, slots=True)
class Head:
    """Whose it is, and of when."""

    client: str
    number: str
    month: date
    is_closed: bool
    made_at: datetime
    waits: bool  # entries without an exchange rate


@dataclass(frozen=True, slots=True)
class Words:
    title: str
    for_: str
    number: str
    month: str
    made: str
    goes_on: str
    settled: str
    shops: str
    orders: str
    shop: str
    currency: str
    entries: str
    paid: str
    back: str
    client: str
    platform: str
    nothing: str
    waits: str
    kept: str
    page: str
    months: str


EN = Words(
    *("Statement of earnings", "For", "Number", "Month", "Made at"),
    "This month is not over: the statement is as of now and will change.",
    *("In the money in which we settle", "By shop", "In the money of the orders"),
    *("Shop", "Currency", "Entries", "Paid", "Taken back", "Client", "Platform"),
    "Nothing could be worked out in this money yet.",
    "Entries without an exchange rate stand in the money of the orders alone. They count here in "
    "the month in which their rate is known.",
    "What goes back later counts in the month in which it goes. Client and platform add up to what "
    "was paid less what was taken back, to the smallest unit.",
    "Page {page} of {pages}",
    "January February March April May June July August September October November December",
)
ID = Words(
    *("Laporan pendapatan", "Untuk", "Nomor", "Bulan", "Dibuat"),
    "Bulan ini belum selesai: laporan ini keadaan sekarang dan masih berubah.",
    *("Dalam mata uang penyelesaian", "Per toko", "Dalam mata uang pesanan"),
    *("Toko", "Mata uang", "Catatan", "Dibayar", "Ditarik kembali", "Klien", "Platform"),
    "Belum ada yang bisa dihitung dalam mata uang ini.",
    "Catatan tanpa kurs hanya ada dalam mata uang pesanan. Catatan itu dihitung di sini pada bulan "
    "saat kursnya diketahui.",
    "Yang dikembalikan kemudian dihitung pada bulan pengembaliannya. Klien dan platform berjumlah "
    "tepat sama dengan yang dibayar dikurangi yang ditarik kembali.",
    "Halaman {page} dari {pages}",
    "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
)
WORDS = {"en": EN, "id": ID}


def drawn(head: Head, found: Figures, shops: Mapping[UUID, str], language: str) -> bytes:
    """The same bytes for the same figures and instant."""
    words = WORDS[language]
    month = f"{words.months.split()[head.month.month - 1]} {head.month.year}"
    sheet = sheets.opened(f"{words.title} {head.number}", language, head.made_at, "A4")
    sheets.begin(sheet, [f"{words.title} · {head.client}"], words.page, f"{head.number} · {month}")
    sheet.text(words.title, sheet.left, sheet.width, size=20, bold=True)
    sheet.down(4)
    facts = [
        (words.for_, head.client),
        (words.number, head.number),
        (words.month, month),
        (words.made, f"{head.made_at:%Y-%m-%d %H:%M} UTC"),
    ]
    for name, value in facts:
        top = sheet.y
        sheet.text(name, sheet.left, 30, grey=True)
        sheet.pdf.set_y(top)
        sheet.text(value, sheet.left + 32, sheet.width - 32, lines_max=3)
    if not head.is_closed:
        sheet.down(2)
        sheet.text(words.goes_on, sheet.left, sheet.width, bold=True)
    part(sheet, words, words.settled, found.home, language, shops)
    part(sheet, words, words.shops, found.shops, language, shops)
    part(sheet, words, words.orders, found.orders, language, shops)
    sheet.down(6)
    for each in ([words.waits] if head.waits else []) + [words.kept]:
        sheet.room(10)
        sheet.text(each, sheet.left, sheet.width, size=sheets.SMALL, grey=True)
        sheet.down(1)
    return sheet.finished(None)


def part(
    sheet: Sheet,
    words: Words,
    title: str,
    totals: Sequence[Total],
    language: str,
    shops: Mapping[UUID, str],
) -> None:
    sheet.down(6)
    sheet.room(24)
    sheet.text(title, sheet.left, sheet.width, size=11, bold=True)
    sheet.down(1.5)
    if not totals:
        sheet.text(words.nothing, sheet.left, sheet.width, grey=True)
        return
    columns = [
        Column(words.shop if title == words.shops else words.currency),
        Column(words.entries, 18, right=True),
        *(
            Column(each, 32, right=True)
            for each in (words.paid, words.back, words.client, words.platform)
        ),
    ]
    sheet.table(columns, [row(each, language, shops) for each in totals])


def row(total: Total, language: str, shops: Mapping[UUID, str]) -> list[Cell]:
    def bare(money: Money) -> Cell:
        return Cell(format_money(money, language).partition(" ")[2])

    shop = shops.get(total.account_id, str(total.account_id)) if total.account_id else ""
    return [
        Cell(shop or total.currency, total.currency if shop else ""),
        Cell(format_number(Decimal(total.entries), language)),
        *(bare(each) for each in (total.paid, total.back, total.client, total.platform)),
    ]
