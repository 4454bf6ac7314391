"""Papers as they are printed, and the XML in them against the schema of EN 16931."""

import io
import re
from dataclasses import replace
from datetime import UTC, datetime

import facturx
import pytest
from pypdf import PdfReader

from hanse.base.money import Money
from hanse.engine.paper import letters
from hanse.rooms.orders.model.papers import cii
from hanse.rooms.orders.model.papers.crediting import Back, credit_of, everything, left_of
from hanse.rooms.orders.model.papers.invoices import Paper, Sort
from hanse.rooms.orders.model.papers.making import invoice_of
from hanse.rooms.orders.model.papers.parties import Party
from hanse.rooms.orders.model.papers.picking import Slip, SlipLine, Wanted, picks_of
from hanse.rooms.orders.service.papers.drawing import drawn
from hanse.rooms.orders.service.papers.slips import picks_drawn, slip_drawn
from tests.rooms.orders.paper import BUYER, DAY, SELLER, eur, invoice, item, sale

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)


def pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def long_invoice() -> Paper:
    shipping = replace(item("s", 499, 95), sort=Sort.shipping, title="", sku="")
    allowance = replace(item("less", -100, -19), sort=Sort.fee, title="Loyalty")
    discounted = replace(item("d", 900, 171, 3), before=eur(1_000))
    chinese = replace(item("z", 100, 7, percent="7"), title="台灯 王小明 โคม")
    rows = [item(str(at), 1_000 + at, 190) for at in range(44)]
    made = invoice(*rows, discounted, chinese, allowance, shipping)
    return replace(made, seller=replace(SELLER, language="de"), paid=eur(0))


def test_a_long_invoice_has_heads_and_numbers_on_each_page_and_its_xml_inside() -> None:
    paper = long_invoice()
    xml = cii.xml_of(paper)
    pdf = drawn(paper, AT, xml)
    assert pdf == drawn(paper, AT, xml), "the same paper has the same bytes"
    shown = pages(pdf)
    assert len(shown) == 3
    for at, page in enumerate(shown, 1):
        assert f"Seite {at} von 3" in page
        assert "Einzelpreis" in page
    assert "台灯 王小明 " + 3 * letters.SIGN in shown[1] + shown[2]
    assert "steht für Buchstaben, die hier nicht druckbar sind" in shown[-1]
    assert f"EUR {paper.total.amount:f}".replace(".", ",") in shown[-1]
    assert "Bitte zahlen Sie bis 4. Dezember 2026." in shown[-1]
    name, inside = facturx.get_xml_from_pdf(pdf, check_xsd=True)
    assert (name, inside) == ("factur-x.xml", xml)
    reader = PdfReader(io.BytesIO(pdf))
    assert reader.xmp_metadata


def papers() -> dict[str, Paper]:
    whole = long_invoice()
    abroad = replace(sale(item("a", 100, 0, percent="0")), ship_to=None)
    seller = SELLER.party

    def issued(country: str, buyer_tax_id: str = "", tax_id: str = seller.tax_id) -> Paper:
        buyer = replace(BUYER, country=country, tax_id=buyer_tax_id)
        by = replace(SELLER, party=replace(seller, tax_id=tax_id))
        made = invoice_of(replace(abroad, buyer=buyer), by, "INV-1", DAY)
        assert isinstance(made, Paper)
        return made

    def credited(*backs: Back) -> Paper:
        made = credit_of(whole, left_of(whole, []), backs, "CN-1", DAY)
        assert isinstance(made, Paper)
        return made

    lamp = sale(item("a", 100, 9, percent="9"))
    place = Party("Lamp Pte", ("1 Road",), "048", "Singapore", "", "SG", tax_id="M2-1234567-8")
    singapore = invoice_of(lamp, replace(SELLER, party=place), "INV-2", DAY)
    assert isinstance(singapore, Paper)
    return {
        "due": whole,
        "credit": credited(*everything(left_of(whole, []))),
        "credit of shipping alone": credited(Back("s", 1)),
        "credit of money alone": credited(Back("d", 0, eur(10), eur(2))),
        "export": issued("SG"),
        "within the union": issued("FR", "FR12345678901"),
        "not registered": issued("DE", tax_id=""),
        "Singapore": singapore,
    }


@pytest.mark.parametrize("paper", papers().values(), ids=papers())
def test_the_xml_is_of_the_schema_and_its_sums_are_those_of_the_paper(paper: Paper) -> None:
    xml = cii.xml_of(paper)
    facturx.xml_check_xsd(xml, flavor="factur-x", level="en16931")
    text = xml.decode()

    def amounts(name: str) -> list[Money]:
        return [Money.of("EUR", each) for each in re.findall(f"<ram:{name}[^>]*>([^<]+)<", text)]

    def added(name: str) -> int:
        return sum(each.minor for each in amounts(name))

    # The last of the line totals is their sum.
    *lines, of_lines = amounts("LineTotalAmount")
    assert sum(each.minor for each in lines) == of_lines.minor
    charged, taken_off = added("ChargeTotalAmount"), added("AllowanceTotalAmount")
    assert amounts("TaxBasisTotalAmount") == [eur(of_lines.minor + charged - taken_off)]
    assert added("CalculatedAmount") == added("TaxTotalAmount") == paper.tax.minor
    assert amounts("GrandTotalAmount") == [paper.total]
    assert added("DuePayableAmount") == paper.total.minor - added("TotalPrepaidAmount")


def test_what_machines_cannot_read_is_said_and_printed_all_the_same() -> None:
    paper = replace(invoice(item("a", 100, 19)), buyer=replace(BUYER, country=""))
    finding = cii.cannot(paper)
    assert finding
    assert "the order does not say in which country the buyer is" in finding.sentence
    assert "INV-2026-00001" in pages(drawn(paper, AT, None))[0]


def test_picks_of_many_orders_and_a_slip_without_prices() -> None:
    places = ["Main", "Annex B"]
    rows = [Wanted(places[at % 2], f"L-{at % 40}", "Lamp", 2, f"{at}") for at in range(120)]
    shown = pages(picks_drawn(picks_of(rows), AT, "id", "US"))
    assert len(shown) > 1
    assert "Daftar pengambilan" in shown[0]
    assert "120 buah" in shown[0]
    assert all("Jml" in page for page in shown)
    line = SlipLine("L-1", "Lamp", 1, 2)
    slip = Slip("1001", DAY, SELLER.party, BUYER, (line,), 1, 2, "DHL", "0034", "Do not ring.")
    [page] = pages(slip_drawn(slip, AT))
    assert "Parcel 1 of 2" in page
    assert "Łucja Żółć" in page
    assert "EUR" not in page
    [priced] = pages(slip_drawn(replace(slip, lines=(replace(line, gross=eur(1_190)),)), AT))
    assert "EUR 11.90" in priced
