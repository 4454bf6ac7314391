"""Invoices and credit notes: sums that are exact, and nothing credited that was not invoiced."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.base.faults import Finding
from hanse.base.money import Money, total
from hanse.rooms.orders.model.papers import crediting, numbers, picking, taxes
from hanse.rooms.orders.model.papers.crediting import Back, credit_of, everything, left_of
from hanse.rooms.orders.model.papers.invoices import DUTY, TIP, Category, Item, Paper, RoundedBy
from hanse.rooms.orders.model.papers.making import Sale, invoice_of, sale_of, taxed
from hanse.rooms.orders.model.papers.parties import Party, Seller
from hanse.rooms.orders.model.papers.taxes import Difference, Taxed
from hanse.rooms.pricing.model.places import table, tax
from tests.rooms.orders.paper import (
    BUYER,
    DAY,
    SELLER,
    eur,
    invoice,
    item,
    sale,
    shop_order,
    with_gift_wrap,
)

AMOUNTS = st.tuples(
    st.integers(1, 90_000), st.integers(0, 9_000), st.integers(1, 9), st.sampled_from(["7", "19"])
)
ROWS = st.lists(AMOUNTS, min_size=1, max_size=6)
FEW = settings(max_examples=40)


def items_of(rows: list[tuple[int, int, int, str]]) -> list[Item]:
    return [item(str(at), *row) for at, row in enumerate(rows)]


def said(found: object) -> list[str]:
    assert isinstance(found, list)
    return [str(each) for each in found]


@FEW
@given(ROWS, st.integers(-500, 500))
def test_an_invoice_adds_up_to_the_order_or_is_none(
    rows: list[tuple[int, int, int, str]], off: int
) -> None:
    made = items_of(rows)
    whole = total("EUR", (each.gross for each in made)).minor + off
    paper = invoice_of(sale(*made, whole=whole), SELLER, "1", DAY)
    if off:
        [sentence] = said(paper)
        assert sentence.startswith("The lines add up to")
    else:
        assert isinstance(paper, Paper)
        assert paper.total == eur(whole)
        assert sum(each.tax.minor + each.net.minor for each in paper.taxes) == whole


@FEW
@given(
    st.lists(st.tuples(st.integers(-5_000, 90_000), st.booleans()), min_size=1, max_size=7),
    st.booleans(),
    st.sampled_from([RoundedBy.line, RoundedBy.rate]),
)
def test_tax_that_we_work_out_adds_up_by_line_and_by_rate(
    rows: list[tuple[int, bool]], included: bool, rounded_by: RoundedBy
) -> None:
    known = [tax(table(), "DE", DAY, "reduced" if low else "standard") for _, low in rows]
    rates = [each for each in known if not isinstance(each, Finding)]
    asked = [item(str(at), amount, 0) for at, (amount, _) in enumerate(rows)]
    done = taxed(asked, rates, included, rounded_by)
    paid = sum(each.gross.minor for each in done)
    if included:
        assert paid == sum(amount for amount, _ in rows)
    for percent in {each.percent for each in done}:
        held = [each for each in done if each.percent == percent]
        exact = sum(each.net.minor for each in held) * percent / 100
        slack = len(held) if rounded_by is RoundedBy.line else 1
        assert abs(sum(each.tax.minor for each in held) - exact) <= slack


@settings(max_examples=60)
@given(ROWS, st.data())
def test_part_refunds_never_credit_more_and_end_exactly_at_the_invoice(
    rows: list[tuple[int, int, int, str]], data: st.DataObject
) -> None:
    paper = invoice(*items_of(rows), replace(item("less", -50, -9), quantity=1))
    notes: list[Paper] = []
    while True:
        left = left_of(paper, notes)
        if all(each.is_nothing for each in left.values()):
            break
        whole = total("EUR", (each.gross for each in left.values()))
        how = data.draw(st.sampled_from(["pieces", "amount", "rest"])) if len(notes) < 5 else ""
        if how == "pieces" and any(each.quantity for each in left.values()):
            key = data.draw(st.sampled_from([key for key in left if left[key].quantity]))
            backs = [Back(key, data.draw(st.integers(1, left[key].quantity)))]
        elif how == "amount" and whole.minor > 0:
            shared = crediting.of_amount(left, eur(data.draw(st.integers(1, whole.minor))))
            assert isinstance(shared, list)
            backs = shared
        else:
            backs = everything(left)
        made = credit_of(paper, left, backs, f"CN-{len(notes)}", DAY)
        if isinstance(made, list):
            # Pieces of a line whose money went back already are worth nothing.
            assert said(made) == [
                "Nothing of invoice INV-2026-00001 is left for this credit note. "
                "Look at its earlier credit notes."
            ]
            if not how or how == "rest":
                break
            continue
        notes.append(made)
        for key, each in left_of(paper, notes).items():
            ours = next(line for line in paper.items if line.key == key)
            assert crediting.between(each.net, ours.net)
            assert crediting.between(each.tax, ours.tax)
    assert total("EUR", (each.net for each in notes)) == paper.net
    assert total("EUR", (each.tax for each in notes)) == paper.tax


def test_more_than_is_left_is_refused_in_words() -> None:
    paper = invoice(item("a", 1_000, 190, 2))
    first = credit_of(paper, left_of(paper, []), [Back("a", 1)], "CN-1", DAY)
    assert isinstance(first, Paper)
    assert (first.total, first.corrects, first.due) == (eur(595), paper.number, eur(0))
    left = left_of(paper, [first])
    assert said(credit_of(paper, left, [Back("a", 2)], "CN-2", DAY))[0].startswith(
        "2 pieces of Lamp a were to be credited; 1 are left."
    )
    too_dear = credit_of(paper, left, [Back("a", 1, eur(501), eur(95))], "CN-2", DAY)
    assert "EUR 5.01 of Lamp a was to be credited; EUR 5.00 is left." in said(too_dear)[0]
    assert (
        "The invoice has no line 'b'." in said(credit_of(paper, left, [Back("b", 1)], "", DAY))[0]
    )
    amount = crediting.of_amount(left, eur(596))
    assert isinstance(amount, Finding)
    assert amount.sentence == "EUR 5.96 was to be credited; EUR 5.95 is left of the invoice."


def test_a_shops_order_becomes_a_sale_with_the_tax_of_its_shipping() -> None:
    found = sale_of(with_gift_wrap(shop_order(513, 3_213)), table(), "DE", DAY)
    assert isinstance(found, Sale)
    assert [(each.key, each.net.minor, each.tax.minor, each.percent) for each in found.items] == [
        ("7", 2_000, 380, Decimal(19)),
        ("fee-0", 200, 38, Decimal(19)),
        ("shipping", 500, 95, Decimal(19)),
    ]
    paper = invoice_of(found, SELLER, "1", DAY)
    assert isinstance(paper, Paper)
    assert (paper.total, paper.due, paper.buyer.name) == (eur(3_213), eur(0), "Budi Santoso")
    abroad = replace(shop_order(whole=3_275), tip=eur(100), duty=eur(200))
    found = sale_of(abroad, table(), "DE", DAY)
    assert isinstance(found, Sale)
    assert [each.key for each in found.items] == ["7", TIP, DUTY, "shipping"]
    assert isinstance(invoice_of(found, SELLER, "1", DAY), Paper)
    among = sale_of(replace(abroad, total=eur(2_975)), table(), "DE", DAY)
    assert isinstance(among, Sale)
    assert [each.key for each in among.items] == ["7", "shipping"]
    unread = replace(shop_order(), total=None)
    assert said(sale_of(unread, table(), "DE", DAY))[0].startswith(
        "The shop does not tell its total of this order"
    )


def test_what_keeps_an_invoice_from_being_written_is_said_all_at_once() -> None:
    nobody = Seller(SELLER.business_id, Party(""), credit_pattern="INV-{year}-{number:05}")
    found = said(invoice_of(replace(sale(item("a", 100, 19)), buyer=Party("")), nobody, "1", DAY))
    for sentence in (
        "The business has no legal name.",
        "The business has no country.",
        "Invoices and credit notes would have the same numbers.",
        "The order does not say who bought.",
        "Tax was taken, but the business has no tax number.",
    ):
        assert any(each.startswith(sentence) for each in found), sentence


@pytest.mark.parametrize(
    ("country", "buyer_tax_id", "seller_tax_id", "category"),
    [
        ("DE", "", "DE123456789", Category.zero),
        ("SG", "", "DE123456789", Category.export),
        ("FR", "FR12345678901", "DE123456789", Category.within_union),
        ("FR", "", "", Category.not_taxed),
    ],
)
def test_where_no_tax_was_taken_the_reason_is_told(
    country: str, buyer_tax_id: str, seller_tax_id: str, category: Category
) -> None:
    buyer = replace(BUYER, country=country, tax_id=buyer_tax_id)
    seller = replace(SELLER, party=replace(SELLER.party, tax_id=seller_tax_id))
    sold = replace(sale(item("a", 100, 0, percent="0")), buyer=buyer, ship_to=None)
    paper = invoice_of(sold, seller, "1", DAY)
    assert isinstance(paper, Paper)
    assert [each.category for each in paper.items] == [category]


def test_a_tax_that_differs_from_the_table_is_told_with_both_numbers_and_its_source() -> None:
    lines = [
        Taxed("1", "Lamp", eur(1_000), eur(190)),
        Taxed("2", "Book", eur(1_000), eur(70)),
        Taxed("3", "Rug", eur(1_000), eur(100)),
        Taxed("4", "Lamp", eur(1_000), eur(70), "standard"),
    ]
    found = taxes.differences(table(), "DE", DAY, lines)
    assert all(isinstance(each, Difference) for each in found)
    assert [each.key for each in found if isinstance(each, Difference)] == ["3", "4"]
    first = found[0]
    assert isinstance(first, Difference)
    assert first.finding.sentence == (
        "The shop took EUR 1.00 of tax on Rug; by the table it is EUR 1.90: 19 % standard in DE "
        "(European Commission, Taxes in Europe Database (TEDB), VAT rates)."
    )
    assert all(each in first.finding.sentence for each in first.told.values())
    [alone] = taxes.differences(table(), "US-CA", DAY, lines)
    assert isinstance(alone, Finding)
    assert alone.code == "as_the_shop_says"
    taken = taxes.rate_of(table(), "US-CA", DAY, eur(1_000), eur(88))
    assert (taken.percent, taken.source) == (Decimal("8.80"), taxes.ITS_SHOP)
    assert taxes.rate_of(table(), "DE", date(2020, 8, 1), eur(1_000), eur(160)).percent == 16


def test_numbers_are_spelled_by_their_pattern() -> None:
    assert numbers.spelled("INV-{year}-{number:05}", 2026, 42) == "INV-2026-00042"
    assert numbers.spelled("{number}", 2026, 123_456) == "123456"
    assert numbers.period("INV-{year}-{number:05}", 2026) == "2026"
    assert numbers.period("{number:05}", 2026) == ""
    for pattern in (
        "",
        "{year}",
        "{number}{number}",
        "{month}-{number}",
        "<{number}>",
        "{number:99}",
    ):
        assert numbers.wrong_pattern("invoice_pattern", pattern), pattern


def test_what_is_picked_stands_by_place_and_sku_with_its_orders() -> None:
    rows = [
        picking.Wanted("B", "Z-1", "Zebra", 1, "1002"),
        picking.Wanted("A", "L-2", "Lamp", 2, "1001"),
        picking.Wanted("A", "L-1", "Lamp", 1, "1002"),
        picking.Wanted("A", "L-2", "Lamp", 3, "1002"),
        picking.Wanted("A", "L-2", "Lamp", 1, "1001"),
    ]
    first, second = picking.picks_of(rows)
    assert [(each.sku, each.count, each.orders) for each in first.picks] == [
        ("L-1", 1, (("1002", 1),)),
        ("L-2", 6, (("1001", 3), ("1002", 3))),
    ]
    assert (first.count, second.place, second.count) == (7, "B", 1)


def test_money_of_two_currencies_is_no_invoice() -> None:
    odd = replace(item("a", 100, 0), net=Money("USD", 100), before=Money("USD", 100))
    assert (
        "EUR" in said(invoice_of(replace(sale(item("a", 1, 0)), items=(odd,)), SELLER, "1", DAY))[0]
    )
