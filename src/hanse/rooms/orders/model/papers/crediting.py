"""Credit notes: how much of an invoice is left, and what the next one takes of it.

Of every item its pieces, its net and its tax are taken each for itself, never more than is left;
whoever takes the last piece takes all that is left, so that a sequence of them ends exactly at what
was invoiced.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from hanse.base.faults import Finding, Severity
from hanse.base.money import Money, total
from hanse.rooms.orders.model.papers.invoices import Item, Paper, PaperKind


@dataclass(frozen=True, slots=True)
class Back:
    """What goes back of one item. Pieces alone take their share; amounts, where the shop tells
    them, stand as they are."""

    key: str
    quantity: int = 0
    net: Money | None = None
    tax: Money | None = None


@dataclass(frozen=True, slots=True)
class Left:
    quantity: int
    before: Money
    net: Money
    tax: Money

    @property
    def gross(self) -> Money:
        return self.net + self.tax

    @property
    def is_nothing(self) -> bool:
        return not (self.net.minor or self.tax.minor or self.quantity)


def left_of(invoice: Paper, credits: Iterable[Paper]) -> Mapping[str, Left]:  # noqa: A002
    left = {
        each.key: Left(each.quantity, each.before, each.net, each.tax) for each in invoice.items
    }
    for paper in credits:
        for each in paper.items:
            was = left[each.key]
            left[each.key] = Left(
                was.quantity - each.quantity,
                was.before - each.before,
                was.net - each.net,
                was.tax - each.tax,
            )
    return left


def everything(left: Mapping[str, Left]) -> list[Back]:
    return [
        Back(key, each.quantity, each.net, each.tax)
        for key, each in left.items()
        if not each.is_nothing
    ]


def of_amount(left: Mapping[str, Left], amount: Money) -> list[Back] | Finding:
    """An amount with tax, shared out over all that is left, each item's tax by its own share."""
    whole = total(amount.currency, (each.gross for each in left.values()))
    if not 0 < amount.minor <= whole.minor:
        return too_much(amount, whole)
    below = {key: each for key, each in left.items() if each.gross.minor < 0}
    above = {key: each for key, each in left.items() if each.gross.minor > 0}
    shares = {
        key: Money(amount.currency, -(-each.gross.minor * amount.minor // whole.minor))
        for key, each in below.items()
    }
    rest = amount - total(amount.currency, shares.values())
    parts = rest.split([each.gross.minor for each in above.values()])
    shares |= dict(zip(above, parts, strict=True))
    found = []
    for key, share in shares.items():
        held = left[key]
        tax = Money(amount.currency, held.tax.minor * share.minor // held.gross.minor)
        ends = share == held.gross
        found.append(Back(key, held.quantity if ends else 0, share - tax, tax))
    return [each for each in found if each.net and each.tax and (each.net.minor or each.tax.minor)]


def credit_of(
    invoice: Paper,
    left: Mapping[str, Left],
    backs: Sequence[Back],
    number: str,
    issued_on: date,
    note: str = "",
) -> Paper | list[Finding]:
    """A credit note of these, or why it is not written."""
    findings: list[Finding] = []
    items: list[Item] = []
    known = {each.key: each for each in invoice.items}
    for back in backs:
        item = known.get(back.key)
        taken = taken_of(item, left[back.key], back) if item else unknown(back.key)
        if isinstance(taken, Finding):
            findings.append(taken)
        else:
            items.append(taken)
    if len({each.key for each in backs}) < len(backs):
        findings.append(problem("A line is named twice.", "Name each line once.", "lines"))
    if not findings and not any(each.net.minor or each.tax.minor for each in items):
        findings.append(
            problem(
                f"Nothing of invoice {invoice.number} is left for this credit note.",
                "Look at its earlier credit notes.",
                "lines",
            )
        )
    if findings:
        return findings
    paper = replace(
        invoice,
        kind=PaperKind.credit,
        number=number,
        issued_on=issued_on,
        items=tuple(items),
        corrects=invoice.number,
        corrects_on=invoice.issued_on,
        note=note,
    )
    return replace(paper, paid=paper.total)


def taken_of(item: Item, left: Left, back: Back) -> Item | Finding:
    if not 0 <= back.quantity <= left.quantity:
        return problem(
            f"{back.quantity} pieces of {item.title or item.key} were to be credited; "
            f"{left.quantity} are left.",
            "Credit at most what is left.",
            item.key,
        )
    ends = back.quantity == left.quantity and back.quantity > 0
    net = share(left.net, back.quantity, left.quantity) if back.net is None else back.net
    tax = share(left.tax, back.quantity, left.quantity) if back.tax is None else back.tax
    for word, wanted, held in (("", net, left.net), (" of tax", tax, left.tax)):
        if not between(wanted, held):
            return problem(
                f"{wanted}{word} of {item.title or item.key} was to be credited; {held} is left.",
                "Credit at most what is left.",
                item.key,
            )
    before = left.before if ends and net == left.net else share(left.before, *ratio(net, left.net))
    return replace(item, quantity=back.quantity, before=before, net=net, tax=tax)


def share(held: Money, part: int, whole: int) -> Money:
    """Of `whole` so much is taken; what stays is the rest, so that nothing is lost."""
    if part == whole:
        return held
    return held.split([part, whole - part])[0]


def ratio(net: Money, left: Money) -> tuple[int, int]:
    return (abs(net.minor), abs(left.minor)) if left.minor else (1, 1)


def between(wanted: Money, held: Money) -> bool:
    low, high = sorted((0, held.minor))
    return wanted.currency == held.currency and low <= wanted.minor <= high


def too_much(amount: Money, whole: Money) -> Finding:
    return problem(
        f"{amount} was to be credited; {whole} is left of the invoice.",
        "Credit more than 0, and at most what is left.",
        "amount",
    )


def unknown(key: str) -> Finding:
    return problem(f"The invoice has no line '{key[:40]}'.", "Take a line of the invoice.", key)


def problem(sentence: str, step: str, field: str) -> Finding:
    return Finding(Severity.error, "credit", sentence, step, field)
