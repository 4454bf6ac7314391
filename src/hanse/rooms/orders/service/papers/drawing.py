"""Invoices and credit notes as PDF, with their XML inside."""

from collections.abc import Sequence
from datetime import datetime

from hanse.base.amounts import format_money, format_number
from hanse.base.money import Money, UnitCost
from hanse.engine.paper import letters, sheets
from hanse.engine.paper.sheets import Cell, Column, Inside, Sheet
from hanse.rooms.orders.model.papers import cii
from hanse.rooms.orders.model.papers.invoices import Category, Item, Paper, PaperKind, Sort
from hanse.rooms.orders.model.papers.parties import Party, Seller, sheet_of
from hanse.rooms.orders.model.papers.words import WORDS, Words, day

XML_NAME = "factur-x.xml"
LOGO_WIDE, LOGO_HIGH = 50.0, 18.0
FACTS_WIDE = 66.0
SUMS_WIDE = 84.0


def drawn(paper: Paper, made_at: datetime, xml: bytes | None, logo: bytes | None = None) -> bytes:
    """The same bytes for the same paper and instant."""
    words = WORDS[paper.seller.language]
    name = words.invoice if paper.kind is PaperKind.invoice else words.credit
    title = f"{name} {paper.number}"
    kind = sheet_of(paper.seller.party.country)
    sheet = sheets.opened(title, paper.seller.language, made_at, kind)
    sheets.begin(sheet, foot_of(paper.seller, words), words.page, f"{title} · {paper.order_number}")
    head(sheet, paper.seller.party, logo)
    sheet.text(name, sheet.left, sheet.width, size=20, bold=True)
    sheet.down(2)
    parties(sheet, paper, words)
    sheet.down(6)
    lines(sheet, paper, words)
    sheet.down(3)
    sums(sheet, paper, words)
    notes(sheet, paper, words)
    return sheet.finished(inside_of(paper, xml) if xml else None)


def head(sheet: Sheet, sender: Party, logo: bytes | None) -> None:
    """Who sends it: the logo at the right, the address in one line above that of the buyer."""
    top = sheet.y
    if logo:
        x = sheet.left + sheet.width - LOGO_WIDE
        sheet.picture(logo, x, LOGO_WIDE, LOGO_HIGH)
        sheet.pdf.set_y(top)
    sheet.text(sender.name, sheet.left, sheet.width - LOGO_WIDE - 4, size=12, bold=True)
    rest = " · ".join(sender.printed[1:])
    sheet.text(rest, sheet.left, sheet.width - LOGO_WIDE - 4, size=sheets.SMALL, grey=True)
    sheet.pdf.set_y(max(sheet.y, top + LOGO_HIGH if logo else top) + 8)


def parties(sheet: Sheet, paper: Paper, words: Words) -> None:
    top, lowest = sheet.y, 0.0
    wide = (sheet.width - FACTS_WIDE) / 2
    shown = [(words.bill_to, paper.buyer)]
    if paper.ship_to:
        shown.append((words.ship_to, paper.ship_to))
    for at, (label, party) in enumerate(shown):
        x = sheet.left + at * wide
        sheet.pdf.set_y(top)
        sheet.text(label, x, wide - 6, size=sheets.SMALL, bold=True, grey=True)
        party_lines(sheet, party, x, wide - 6, words)
        lowest = max(lowest, sheet.y)
    sheet.pdf.set_y(top)
    facts = [
        (words.invoice if paper.kind is PaperKind.invoice else words.credit, paper.number),
        (words.date, day(paper.issued_on, paper.seller.language)),
    ]
    if paper.supplied_on:
        facts.append((words.supplied, day(paper.supplied_on, paper.seller.language)))
    if paper.order_number:
        facts.append((words.order, " · ".join(filter(None, [paper.order_number, paper.shop]))))
    if paper.corrects:
        facts.append((words.corrects, paper.corrects))
    pairs(sheet, facts, sheet.left + sheet.width - FACTS_WIDE, FACTS_WIDE, 28)
    sheet.pdf.set_y(max(lowest, sheet.y))


def party_lines(sheet: Sheet, party: Party, x: float, width: float, words: Words) -> None:
    for place, line in enumerate(party.printed):
        sheet.text(line, x, width, bold=place == 0, lines_max=3)
    if party.tax_id:
        sheet.text(f"{words.tax_id} {party.tax_id}", x, width, size=sheets.SMALL, grey=True)


def pairs(
    sheet: Sheet, facts: Sequence[tuple[str, str]], x: float, width: float, label: float
) -> None:
    for name, value in facts:
        top = sheet.y
        sheet.text(name, x, label, size=sheets.SMALL, grey=True, lines_max=2)
        under = sheet.y
        sheet.pdf.set_y(top)
        sheet.text(value, x + label, width - label, lines_max=3)
        sheet.pdf.set_y(max(under, sheet.y) + 0.6)


def lines(sheet: Sheet, paper: Paper, words: Words) -> None:
    columns = [
        Column(words.goods),
        Column(words.quantity, 14, right=True),
        Column(words.price, 28, right=True),
        Column(words.tax, 16, right=True),
        Column(f"{words.amount} ({words.net})", 34, right=True),
    ]
    sheet.table(columns, [row(each, paper, words) for each in paper.items])


def row(item: Item, paper: Paper, words: Words) -> list[Cell]:
    locale = paper.seller.language
    count = str(item.quantity) if item.sort is Sort.goods and item.quantity else ""
    under = [f"{words.sku} {item.sku}"] if item.sku else []
    if item.discount.minor:
        under.append(f"{words.discount} {bare(item.discount, locale)}")
    return [
        Cell(named(item, words), "   ".join(under)),
        Cell(count),
        Cell(bare(short(item.unit_price), locale) if count else ""),
        Cell(percent_of(item, locale)),
        Cell(bare(item.net, locale)),
    ]


def named(item: Item, words: Words) -> str:
    if item.sort is Sort.shipping:
        return " ".join(filter(None, [words.shipping, item.title]))
    fee = words.beside.get(item.key, words.fee)
    return item.title or item.sku or (words.allowance if item.net.minor < 0 else fee)


def percent_of(item: Item, locale: str) -> str:
    if item.category is Category.not_taxed:
        return "-"
    return f"{format_number(item.percent, locale)} %"


def short(cost: UnitCost) -> UnitCost:
    """Without the decimals that a division made: four say enough on paper."""
    return UnitCost(cost.currency, round(cost.value, 4))


def bare(money: Money | UnitCost, locale: str) -> str:
    """The amount alone: its currency stands with the total."""
    return format_money(money, locale).partition(" ")[2]


def sums(sheet: Sheet, paper: Paper, words: Words) -> None:
    locale = paper.seller.language
    rows = [(words.net, format_money(paper.net, locale), False)]
    for each in paper.taxes:
        if each.category is not Category.not_taxed:
            rate = f"{format_number(each.percent, locale)} % {each.place}".strip()
            on = bare(each.net, locale)
            rows.append((f"{words.tax} {rate} ({on})", format_money(each.tax, locale), False))
    rows.append((words.total, format_money(paper.total, locale), True))
    if paper.paid.minor:
        word = words.paid if paper.kind is PaperKind.invoice else words.paid_back
        rows.append((word, format_money(-paper.paid, locale), False))
        rows.append((words.due, format_money(paper.due, locale), True))
    sheet.room(len(rows) * 6.4 + 4)
    x = sheet.left + sheet.width - SUMS_WIDE
    for name, value, strong in rows:
        if strong:
            sheet.down(0.8)
            sheet.rule(x, SUMS_WIDE)
            sheet.down(1.2)
        top, size = sheet.y, 11.0 if strong else sheets.USUAL
        sheet.text(name, x + 1.2, SUMS_WIDE - 36, size=size, bold=strong, grey=not strong)
        lowest = sheet.y
        sheet.pdf.set_y(top)
        sheet.text(value, x + SUMS_WIDE - 41.2, 40, size=size, bold=strong, right=True)
        sheet.pdf.set_y(max(lowest, sheet.y) + 0.6)


def notes(sheet: Sheet, paper: Paper, words: Words) -> None:
    said = [paper.note] if paper.note else []
    if paper.due.minor > 0:
        when = day(cii.due_on(paper), paper.seller.language)
        said.append(words.pay_by.format(date=when))
        account = [paper.seller.bank_name, paper.seller.bank_account, paper.seller.bank_code]
        if paper.seller.bank_account:
            said.append(f"{words.account}: {' · '.join(filter(None, account))}")
    untaxed = {each.category for each in paper.items} - {Category.standard}
    said += [words.reasons[each] for each in sorted(untaxed)]
    if paper.tax.minor:
        said.append(words.rounded[paper.rounded_by])
    if sheet.unknown:
        said.append(words.unknown)
    sheet.down(6)
    for each in said:
        sheet.room(10)
        sheet.text(each, sheet.left, sheet.width, size=sheets.SMALL, grey=True)
        sheet.down(1)


def foot_of(seller: Seller, words: Words) -> list[str]:
    party = seller.party
    who = [" · ".join(party.printed)]
    numbers = [
        f"{words.tax_id} {party.tax_id}" if party.tax_id else "",
        f"{words.registration} {seller.registration}" if seller.registration else "",
        party.email,
        seller.phone,
    ]
    bank = [seller.bank_name, seller.bank_account, seller.bank_code]
    rows = [who, numbers, bank, [seller.footer]]
    return [line for row in rows if (line := " · ".join(filter(None, row)))]


def inside_of(paper: Paper, xml: bytes) -> Inside:
    return Inside(XML_NAME, xml, "text/xml", f"{paper.kind} {paper.number}", XMP)


PROPERTY = (
    '<rdf:li rdf:parseType="Resource"><pdfaProperty:name>{}</pdfaProperty:name>'
    "<pdfaProperty:valueType>Text</pdfaProperty:valueType>"
    "<pdfaProperty:category>external</pdfaProperty:category>"
    "<pdfaProperty:description>{}</pdfaProperty:description></rdf:li>"
)
FX = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
# What Factur-X wants to be said of the file in an archive's description.
XMP = (
    f'<rdf:Description rdf:about="" xmlns:fx="{FX}"><fx:ConformanceLevel>EN 16931'
    f"</fx:ConformanceLevel><fx:DocumentFileName>{XML_NAME}</fx:DocumentFileName>"
    "<fx:DocumentType>INVOICE</fx:DocumentType><fx:Version>1.0</fx:Version></rdf:Description>"
    '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" '
    'xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" '
    'xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>'
    '<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>Factur-X PDFA Extension Schema'
    f"</pdfaSchema:schema><pdfaSchema:namespaceURI>{FX}</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>fx</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>"
    + PROPERTY.format("DocumentFileName", "name of the embedded XML invoice file")
    + PROPERTY.format("DocumentType", "INVOICE")
    + PROPERTY.format("Version", "The actual version of the Factur-X XML schema")
    + PROPERTY.format("ConformanceLevel", "The conformance level of the embedded Factur-X data")
    + "</rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>"
    "</rdf:Description>"
)


def unprintable(paper: Paper) -> str:
    """The letters of its texts for which no font is here."""
    texts = [each.title for each in paper.items]
    for party in filter(None, [paper.buyer, paper.ship_to, paper.seller.party]):
        texts += party.printed
    return letters.unknown(" ".join([*texts, paper.note, paper.seller.footer]))
