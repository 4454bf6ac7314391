"""From a shop's order to an invoice: its sums are the order's to the minor unit, or it is none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from hanse.base.faults import Finding, Severity
from hanse.base.money import Money, total
from hanse.rooms.orders.model.papers.invoices import (
    DUTY,
    TIP,
    Category,
    Item,
    Paper,
    PaperKind,
    RoundedBy,
    Sort,
)
from hanse.rooms.orders.model.papers.parties import UNION, Party, Seller, party_of, wrong
from hanse.rooms.orders.model.papers.taxes import ITS_SHOP, rate_of
from hanse.rooms.orders.model.sums import beside_the_lines, charges_of
from hanse.rooms.pricing.model.places import Taxes, TaxRate, net, on_top
from hanse.trade.orders import Order

ITEMS_MAX = 2_000
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True, repr=False)
class Sale:
    """What was sold, in the words that papers need. `total` is what the order says it comes to."""

    order_number: str
    currency: str
    sold_on: date
    items: tuple[Item, ...]
    total: Money
    paid: Money
    buyer: Party
    ship_to: Party | None
    rounded_by: RoundedBy = RoundedBy.shop
    order_id: UUID | None = None
    shop: str = ""
    payment: str = ""


def sale_of(
    order: Order, known: Taxes, place: str, sold_on: date, order_id: UUID | None = None
) -> Sale | list[Finding]:
    """A shop's order as it stands there, with the taxes that it took."""
    if missing := what_is_missing(order):
        return [incomplete(missing)]
    assert order.currency
    assert order.total is not None
    zero = Money(order.currency, 0)
    lines: list[tuple[str, Sort, str, str, int, Money, Money, Money]] = []
    for line in order.lines:
        after = line.total or zero
        text = (line.title or line.sku or "", line.sku or "", line.quantity or 0)
        tax = line.tax or zero
        lines.append((line.remote_id, Sort.goods, *text, line.subtotal or after, after, tax))
    for at, fee in enumerate(order.fees):
        amount, tax = fee.total or zero, fee.tax or zero
        lines.append((f"fee-{at}", Sort.fee, fee.title or "", "", 1, amount, amount, tax))
    for key, minor in zip((TIP, DUTY), beside(order), strict=True):
        if minor:
            amount = Money(order.currency, minor)
            lines.append((key, Sort.fee, "", "", 1, amount, amount, zero))
    shipping = order.shipping or zero
    rest = (order.tax or zero) - total(order.currency, (each[7] for each in lines))
    if shipping.minor or rest.minor:
        lines.append(("shipping", Sort.shipping, "", "", 1, shipping, shipping, rest))
    items = []
    for key, sort, title, sku, quantity, before, after, tax in lines:
        if not (sort is Sort.goods and quantity == 0 and not after.minor and not tax.minor):
            rate = rate_of(known, place, sold_on, after, tax)
            items.append(
                Item(
                    *(key, sort, title, sku, quantity, before, after, tax, rate.percent),
                    place=rate.place,
                    source=rate.source,
                )
            )
    billing, ship_to = order.billing, order.shipping_to
    email = order.buyer.email if order.buyer else None
    paid = order.total if order.paid_at else zero
    return Sale(
        order_number=order.number or order.remote_id,
        currency=order.currency,
        sold_on=sold_on,
        items=evened(items),
        total=order.total,
        paid=paid,
        buyer=party_of(billing or ship_to, email),
        ship_to=party_of(ship_to) if ship_to else None,
        payment=order.payment_title or "",
        order_id=order_id,
    )


def beside(order: Order) -> tuple[int, int]:
    """The tip and the duty that are charged beside the lines."""
    charges, fees = charges_of(order), [each.total for each in order.fees if each.total]
    assert order.currency
    told = (charges.net, order.shipping, order.tax)
    parts = total(order.currency, [*fees, *(each for each in told if each)])
    rest = order.total.minor - parts.minor if order.total else None
    tip, duty = (each.minor if each else 0 for each in (order.tip, order.duty))
    return beside_the_lines(rest, tip, duty)


def what_is_missing(order: Order) -> str:
    if order.incomplete:
        return "all of its lines"
    if not order.currency:
        return "its currency"
    if order.total is None:
        return "its total"
    if any(each.total is None or each.quantity is None for each in order.lines):
        return "what a line costs"
    return "" if order.lines or order.fees else "any line"


def incomplete(missing: str) -> Finding:
    return Finding(
        Severity.error,
        "incomplete",
        f"The shop does not tell {missing} of this order, so nothing can be invoiced.",
        "Have the shop read again, or write the invoice in the shop.",
    )


def evened(items: Sequence[Item]) -> tuple[Item, ...]:
    """Where only the shop knows the rate, all that it taxed carries one: what its taxes come to."""
    unknown = [each for each in items if each.source == ITS_SHOP]
    if not unknown:
        return tuple(items)
    currency = unknown[0].net.currency
    base = total(currency, (each.net for each in unknown)).minor
    tax = total(currency, (each.tax for each in unknown)).minor
    percent = (HUNDRED * tax / base).quantize(Decimal("0.01")) if base > 0 else Decimal(0)
    return tuple(
        replace(each, percent=percent) if each.source == ITS_SHOP else each for each in items
    )


def taxed(
    items: Sequence[Item], rates: Sequence[TaxRate], included: bool, rounded_by: RoundedBy
) -> tuple[Item, ...]:
    """Items whose `net` is the price as it was asked, by the rate of each: with its tax worked out
    and rounded by line, or once for each rate and then shared out so that the lines add up to it.
    """
    if rounded_by is RoundedBy.line:
        return tuple(
            with_tax(item, rate, tax_in(item.net, rate, included), included)
            for item, rate in zip(items, rates, strict=True)
        )
    done = list(items)
    groups: dict[TaxRate, list[int]] = {}
    for at, rate in enumerate(rates):
        groups.setdefault(rate, []).append(at)
    for rate, places in groups.items():
        amounts = [items[at].net for at in places]
        whole = tax_in(total(amounts[0].currency, amounts), rate, included)
        weights = [abs(each.minor) for each in amounts]
        if any(each.minor < 0 for each in amounts):
            # An allowance among them has a tax below 0: the first that is not takes what is left.
            parts = [tax_in(each, rate, included) for each in amounts]
            left = whole - total(whole.currency, parts)
            first = max(range(len(parts)), key=lambda at: amounts[at].minor)
            parts[first] += left
        else:
            parts = whole.split(weights) if any(weights) else amounts
        for at, tax in zip(places, parts, strict=True):
            done[at] = with_tax(items[at], rate, tax, included)
    return tuple(done)


def tax_in(amount: Money, rate: TaxRate, included: bool) -> Money:
    return amount - net(amount, rate) if included else on_top(amount, rate)


def with_tax(item: Item, rate: TaxRate, tax: Money, included: bool) -> Item:
    after = item.net - tax if included else item.net
    before = item.before
    if included:
        before = after if item.before == item.net else net(item.before, rate)
    return replace(
        item,
        net=after,
        tax=tax,
        before=before,
        percent=rate.percent,
        place=rate.place,
        source=rate.source,
    )


def invoice_of(
    sale: Sale, seller: Seller, number: str, issued_on: date, note: str = ""
) -> Paper | list[Finding]:
    """The invoice, or everything that keeps it from being written."""
    found = [*wrong(seller), *wrong_sums(sale), *wrong_buyer(sale.buyer)]
    if not seller.party.tax_id and any(each.tax.minor for each in sale.items):
        found.append(
            Finding(
                Severity.error,
                "no_tax_id",
                "Tax was taken, but the business has no tax number.",
                "Enter the tax number of the business, or have the shop take no tax.",
                "tax_id",
            )
        )
    if found:
        return found
    return Paper(
        kind=PaperKind.invoice,
        number=number,
        issued_on=issued_on,
        supplied_on=sale.sold_on,
        seller=seller,
        buyer=sale.buyer,
        ship_to=elsewhere(sale),
        currency=sale.currency,
        items=tuple(sorted_out(sale, seller)),
        rounded_by=sale.rounded_by,
        paid=sale.paid,
        order_id=sale.order_id,
        order_number=sale.order_number,
        shop=sale.shop,
        payment=sale.payment,
        note=note,
    )


def elsewhere(sale: Sale) -> Party | None:
    """Where it goes, if that is not where the buyer lives."""
    if sale.ship_to and sale.ship_to.printed != sale.buyer.printed:
        return sale.ship_to
    return None


def wrong_sums(sale: Sale) -> list[Finding]:
    if len(sale.items) > ITEMS_MAX:
        return [
            Finding(
                Severity.error,
                "too_many_lines",
                f"The order has {len(sale.items)} lines; {ITEMS_MAX} are the most for one paper.",
                "Write this invoice in the shop.",
            )
        ]
    other = {
        each.currency
        for item in sale.items
        for each in (item.before, item.net, item.tax)
        if each.currency != sale.currency
    }
    if other:
        sentence = (
            f"The order is in {sale.currency}, and lines of it in {', '.join(sorted(other))}."
        )
        return [Finding(Severity.error, "two_currencies", sentence, "Look at it in the shop.")]
    adds = total(sale.currency, (each.gross for each in sale.items))
    if adds != sale.total:
        return [
            Finding(
                Severity.error,
                "does_not_add_up",
                f"The lines add up to {adds}, the order says {sale.total}: "
                f"{sale.total - adds} are not explained.",
                "Look in the shop what was charged beside the lines, for example a rounding or a "
                "fee, and have the order read again.",
            )
        ]
    return []


def wrong_buyer(buyer: Party) -> list[Finding]:
    if buyer.name:
        return []
    return [
        Finding(
            Severity.error,
            "no_buyer",
            "The order does not say who bought.",
            "Have the shop read again, or enter the buyer's name in the shop.",
        )
    ]


def sorted_out(sale: Sale, seller: Seller) -> Iterable[Item]:
    """Which sort of no tax it is where none was taken."""
    goes_to = (sale.ship_to or sale.buyer).country
    home = seller.party.country
    if not seller.party.tax_id:
        untaxed = Category.not_taxed
    elif home in UNION and goes_to and goes_to not in UNION:
        untaxed = Category.export
    elif home in UNION and goes_to in UNION and goes_to != home and sale.buyer.has_vat_number:
        untaxed = Category.within_union
    else:
        untaxed = Category.zero
    for each in sale.items:
        if each.percent or each.tax.minor:
            yield replace(each, category=Category.standard)
        else:
            yield replace(each, category=untaxed)
