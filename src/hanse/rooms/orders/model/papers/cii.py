"""An invoice as the XML that machines read: Cross Industry Invoice, profile EN 16931."""

from datetime import date, timedelta
from decimal import Decimal
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from hanse.base.currency import exponent
from hanse.base.faults import Finding, Severity
from hanse.base.money import Money, plain
from hanse.rooms.orders.model.papers.invoices import Category, Item, Paper, PaperKind, Sort
from hanse.rooms.orders.model.papers.parties import Party
from hanse.rooms.orders.model.papers.words import WORDS

GUIDELINE = "urn:cen.eu:en16931:2017"
RSM = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
RAM = "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
UDT = "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"
QDT = "urn:un:unece:uncefact:data:standard:QualifiedDataType:100"
TYPES = {PaperKind.invoice: "380", PaperKind.credit: "381"}
EXEMPTIONS = {
    Category.export: "VATEX-EU-G",
    Category.within_union: "VATEX-EU-IC",
    Category.not_taxed: "VATEX-EU-O",
}
PIECE = "C62"
DECIMALS_MAX = 2
CONTROLS = dict.fromkeys(each for each in range(32) if chr(each) not in "\t\n\r")

for prefix, uri in (("rsm", RSM), ("ram", RAM), ("udt", UDT), ("qdt", QDT)):
    register_namespace(prefix, uri)


def cannot(paper: Paper) -> Finding | None:
    """Why there is no XML of this paper; it is printed all the same."""
    if exponent(paper.currency) > DECIMALS_MAX:
        return without(f"e-invoices have two decimals at most, and {paper.currency} has more")
    if not paper.buyer.country:
        return without("the order does not say in which country the buyer is")
    return None


def without(why: str) -> Finding:
    return Finding(
        Severity.warning,
        "no_xml",
        f"This paper has no part for machines: {why}.",
        "The printed paper is whole; send that.",
    )


def xml_of(paper: Paper) -> bytes:
    root = Element(f"{{{RSM}}}CrossIndustryInvoice")
    context = SubElement(root, f"{{{RSM}}}ExchangedDocumentContext")
    put(under(context, "GuidelineSpecifiedDocumentContextParameter"), "ID", GUIDELINE)
    document = SubElement(root, f"{{{RSM}}}ExchangedDocument")
    put(document, "ID", paper.number)
    put(document, "TypeCode", TYPES[paper.kind])
    moment(document, "IssueDateTime", paper.issued_on)
    for note in filter(None, [paper.note, paper.seller.footer]):
        put(under(document, "IncludedNote"), "Content", note)
    trade = SubElement(root, f"{{{RSM}}}SupplyChainTradeTransaction")
    lines, beside = shared_out(paper)
    for at, item in enumerate(lines, 1):
        line_of(trade, at, item)
    agreement_of(trade, paper)
    delivery_of(trade, paper)
    settlement_of(trade, paper, lines, beside)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode").encode()


def shared_out(paper: Paper) -> tuple[list[Item], list[Item]]:
    """Lines, and what is charged or taken off beside them; an invoice has one line at least."""
    lines = [each for each in paper.items if each.sort is Sort.goods and each.net.minor >= 0]
    beside = [each for each in paper.items if each not in lines]
    return (lines, beside) if lines else (beside, [])


def line_of(trade: Element, at: int, item: Item) -> None:
    line = under(trade, "IncludedSupplyChainTradeLineItem")
    put(under(line, "AssociatedDocumentLineDocument"), "LineID", str(at))
    product = under(line, "SpecifiedTradeProduct")
    if item.sku:
        put(product, "SellerAssignedID", item.sku)
    put(product, "Name", item.title or item.sku or item.sort)
    count = max(item.quantity, 1)
    below = item.net.minor < 0  # a price is never below 0, a quantity may be
    price = abs(item.before.amount) / count
    agreed = under(line, "SpecifiedLineTradeAgreement")
    put(under(agreed, "NetPriceProductTradePrice"), "ChargeAmount", plain(rounded(price)))
    quantity = put(
        under(line, "SpecifiedLineTradeDelivery"), "BilledQuantity", str(-count if below else count)
    )
    quantity.set("unitCode", PIECE)
    settled = under(line, "SpecifiedLineTradeSettlement")
    tax = under(settled, "ApplicableTradeTax")
    put(tax, "TypeCode", "VAT")
    category(tax, item.category, item.percent)
    if item.discount.minor:
        is_more = item.discount.minor < 0
        allowance(settled, is_more, abs(item.discount), "Surcharge" if is_more else "Discount")
    sums = under(settled, "SpecifiedTradeSettlementLineMonetarySummation")
    amount(sums, "LineTotalAmount", item.net)


def rounded(price: Decimal) -> Decimal:
    return price.quantize(Decimal("0.000001"))


def agreement_of(trade: Element, paper: Paper) -> None:
    agreed = under(trade, "ApplicableHeaderTradeAgreement")
    seller = under(agreed, "SellerTradeParty")
    put(seller, "Name", paper.seller.party.name)
    if paper.seller.registration:
        put(under(seller, "SpecifiedLegalOrganization"), "ID", paper.seller.registration)
    if paper.seller.phone or paper.seller.party.email:
        contact = under(seller, "DefinedTradeContact")
        put(contact, "PersonName", paper.seller.party.name)
        if paper.seller.phone:
            number = under(contact, "TelephoneUniversalCommunication")
            put(number, "CompleteNumber", paper.seller.phone)
        if paper.seller.party.email:
            mail = under(contact, "EmailURIUniversalCommunication")
            put(mail, "URIID", paper.seller.party.email)
    is_taxed = all(each.category is not Category.not_taxed for each in paper.items)
    ends(seller, paper.seller.party, with_tax_id=is_taxed)
    buyer = under(agreed, "BuyerTradeParty")
    put(buyer, "Name", paper.buyer.name)
    ends(buyer, paper.buyer, with_tax_id=is_taxed and paper.buyer.has_vat_number)
    if paper.order_number:
        put(under(agreed, "BuyerOrderReferencedDocument"), "IssuerAssignedID", paper.order_number)


def ends(element: Element, party: Party, with_tax_id: bool) -> None:
    """The parts of a party that come after its name and its contact."""
    address(element, party)
    if party.email:
        mail = put(under(element, "URIUniversalCommunication"), "URIID", party.email)
        mail.set("schemeID", "EM")
    if party.tax_id and with_tax_id:
        number = put(under(element, "SpecifiedTaxRegistration"), "ID", party.tax_id)
        number.set("schemeID", "VA" if party.has_vat_number else "FC")


def address(element: Element, party: Party) -> None:
    place = under(element, "PostalTradeAddress")
    for name, value in (
        ("PostcodeCode", party.postcode),
        *zip(("LineOne", "LineTwo", "LineThree"), party.lines, strict=False),
        ("CityName", party.city),
        ("CountryID", party.country),
        ("CountrySubDivisionName", party.region),
    ):
        if value:
            put(place, name, value)


def delivery_of(trade: Element, paper: Paper) -> None:
    delivered = under(trade, "ApplicableHeaderTradeDelivery")
    goes_to = paper.ship_to or paper.buyer
    if goes_to.country:
        party = under(delivered, "ShipToTradeParty")
        put(party, "Name", goes_to.name or paper.buyer.name)
        address(party, goes_to)
    if paper.supplied_on:
        event = under(delivered, "ActualDeliverySupplyChainEvent")
        moment(event, "OccurrenceDateTime", paper.supplied_on)


def settlement_of(trade: Element, paper: Paper, lines: list[Item], beside: list[Item]) -> None:
    settled = under(trade, "ApplicableHeaderTradeSettlement")
    put(settled, "InvoiceCurrencyCode", paper.currency)
    if paper.due.minor > 0 and paper.seller.iban:
        means = under(settled, "SpecifiedTradeSettlementPaymentMeans")
        put(means, "TypeCode", "58")
        put(under(means, "PayeePartyCreditorFinancialAccount"), "IBANID", paper.seller.iban)
    words = WORDS[paper.seller.language]
    for each in paper.taxes:
        tax = under(settled, "ApplicableTradeTax")
        amount(tax, "CalculatedAmount", each.tax)
        put(tax, "TypeCode", "VAT")
        if each.category in EXEMPTIONS:
            put(tax, "ExemptionReason", words.reasons[each.category])
        amount(tax, "BasisAmount", each.net)
        put(tax, "CategoryCode", each.category)
        if each.category in EXEMPTIONS:
            put(tax, "ExemptionReasonCode", EXEMPTIONS[each.category])
        if each.category is not Category.not_taxed:
            put(tax, "RateApplicablePercent", plain(each.percent))
    for item in beside:
        fee = item.title or words.beside.get(item.key, words.fee)
        name = words.shipping if item.sort is Sort.shipping else fee
        charge = allowance(settled, item.net.minor >= 0, abs(item.net), name)
        tax = under(charge, "CategoryTradeTax")
        put(tax, "TypeCode", "VAT")
        category(tax, item.category, item.percent)
    if paper.due.minor > 0:
        terms = under(settled, "SpecifiedTradePaymentTerms")
        moment(terms, "DueDateDateTime", due_on(paper))
    sums_of(settled, paper, lines, beside)
    if paper.corrects:
        earlier = under(settled, "InvoiceReferencedDocument")
        put(earlier, "IssuerAssignedID", paper.corrects)
        if paper.corrects_on:
            when = under(earlier, "FormattedIssueDateTime")
            day = SubElement(when, f"{{{QDT}}}DateTimeString", {"format": "102"})
            day.text = f"{paper.corrects_on:%Y%m%d}"


def due_on(paper: Paper) -> date:
    return paper.issued_on + timedelta(days=paper.seller.due_days)


def sums_of(settled: Element, paper: Paper, lines: list[Item], beside: list[Item]) -> None:
    def added(items: list[Item]) -> Money:
        return Money(paper.currency, sum(abs(each.net.minor) for each in items))

    sums = under(settled, "SpecifiedTradeSettlementHeaderMonetarySummation")
    of_lines = Money(paper.currency, sum(each.net.minor for each in lines))
    amount(sums, "LineTotalAmount", of_lines)
    if beside:
        amount(sums, "ChargeTotalAmount", added([each for each in beside if each.net.minor >= 0]))
        amount(sums, "AllowanceTotalAmount", added([each for each in beside if each.net.minor < 0]))
    amount(sums, "TaxBasisTotalAmount", paper.net)
    amount(sums, "TaxTotalAmount", paper.tax).set("currencyID", paper.currency)
    amount(sums, "GrandTotalAmount", paper.total)
    if paper.paid.minor:
        amount(sums, "TotalPrepaidAmount", paper.paid)
    amount(sums, "DuePayableAmount", paper.due)


def category(tax: Element, code: Category, percent: Decimal) -> None:
    put(tax, "CategoryCode", code)
    if code is not Category.not_taxed:
        put(tax, "RateApplicablePercent", plain(percent))


def allowance(parent: Element, is_charge: bool, money: Money, reason: str) -> Element:
    made = under(parent, "SpecifiedTradeAllowanceCharge")
    indicator = SubElement(under(made, "ChargeIndicator"), f"{{{UDT}}}Indicator")
    indicator.text = "true" if is_charge else "false"
    amount(made, "ActualAmount", money)
    put(made, "Reason", reason)
    return made


def amount(parent: Element, name: str, money: Money) -> Element:
    return put(parent, name, f"{money.amount:f}")


def moment(parent: Element, name: str, on: date) -> None:
    text = SubElement(under(parent, name), f"{{{UDT}}}DateTimeString", {"format": "102"})
    text.text = f"{on:%Y%m%d}"


def under(parent: Element, name: str) -> Element:
    return SubElement(parent, f"{{{RAM}}}{name}")


def put(parent: Element, name: str, text: str) -> Element:
    made = under(parent, name)
    made.text = text.translate(CONTROLS)
    return made
