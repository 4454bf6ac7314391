"""What goes back of an order: goods, tax and shipping for themselves, and never more than is left.

Of a line the first pieces are worth their whole share, rounded down, so that all pieces together
are worth the line. Whatever takes the last of all takes all that is left, to the minor unit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.base.faults import Finding, Severity
from hanse.base.money import Money


@dataclass(frozen=True, slots=True)
class Shares:
    """In minor units of one currency; goods and shipping without their tax."""

    goods: int = 0
    tax: int = 0
    shipping: int = 0

    @property
    def total(self) -> int:
        return self.goods + self.tax + self.shipping

    def __add__(self, other: "Shares") -> "Shares":
        return Shares(
            self.goods + other.goods, self.tax + other.tax, self.shipping + other.shipping
        )

    def __sub__(self, other: "Shares") -> "Shares":
        return Shares(
            self.goods - other.goods, self.tax - other.tax, self.shipping - other.shipping
        )

    def within(self, room: "Shares") -> "Shares":
        return Shares(
            min(self.goods, room.goods),
            min(self.tax, room.tax),
            min(self.shipping, room.shipping),
        )


@dataclass(frozen=True, slots=True)
class LineLeft:
    """A line and how many of its pieces are paid for still; `out`: how many of all have left us."""

    id: UUID
    remote_id: str
    title: str
    variant_id: UUID | None
    quantity: int
    back: int
    out: int
    net: int | None
    tax: int | None

    @property
    def left(self) -> int:
        return self.quantity - self.back

    @property
    def here(self) -> int:
        """Pieces that are paid for and have not left us."""
        return max(self.quantity - self.back - self.out, 0)


@dataclass(frozen=True, slots=True)
class Given:
    """What went back before. `ours` is known by its shares; `total` is of us and of the shop, and
    what we did not do ourselves is taken from what was left in equal measure."""

    ours: Shares
    total: int


@dataclass(frozen=True, slots=True)
class Account:
    """An order that was paid: what was paid, what went back, what is left."""

    currency: str
    paid: Shares
    left: Shares
    shipping_tax: int
    lines: tuple[LineLeft, ...]


@dataclass(frozen=True, slots=True)
class Take:
    """So many pieces of a line. `restock`: they can be sold again."""

    count: int
    restock: bool = True


@dataclass(frozen=True, slots=True)
class Wanted:
    """Everything that is left; or pieces of lines and shipping; or an amount with its tax, for
    which pieces may be named too."""

    whole: bool = False
    lines: Mapping[UUID, Take] | None = None
    shipping: bool = False
    amount: int | None = None


def paid_of(
    total: int, shipping: int | None, tax: int | None, lines: Sequence[LineLeft]
) -> tuple[Shares, int]:
    """What was paid and how much of its tax is that of shipping. What is neither shipping nor tax,
    as a fee or a tip, goes with the goods."""
    kept_tax, kept_shipping = max(tax or 0, 0), max(shipping or 0, 0)
    if kept_tax + kept_shipping > total:
        return Shares(goods=total), 0
    of_lines = sum(each.tax or 0 for each in lines)
    paid = Shares(total - kept_tax - kept_shipping, kept_tax, kept_shipping)
    return paid, max(kept_tax - of_lines, 0) if kept_shipping else 0


def left_of(currency: str, paid: Shares, given: Given) -> Shares:
    room = paid - given.ours
    elsewhere = min(max(given.total - given.ours.total, 0), room.total)
    return room - shared(currency, elsewhere, room)


def shared(currency: str, amount: int, room: Shares) -> Shares:
    """So much of it in equal measure, to the minor unit, no part beyond its room."""
    if amount <= 0:
        return Shares()
    parts = Money(currency, amount).split([room.goods, room.tax, room.shipping])
    return Shares(*(each.minor for each in parts))


def worth(minor: int, quantity: int, back: int, count: int) -> int:
    """Of the pieces after those that went back: what all up to them are worth, less what was."""
    return minor * (back + count) // quantity - minor * back // quantity


def proposed(account: Account, wanted: Wanted) -> Shares | Finding:
    """What goes back, or why it does not."""
    left = account.left
    if left.total <= 0:
        return problem("Nothing of this order is left to give back.", "Look at its refunds.", "")
    takes = wanted.lines or {}
    if finding := next((one for one in pieces(account, takes)), None):
        return finding
    if wanted.amount is not None:
        return of_amount(account, wanted.amount)
    if wanted.whole or is_last(account, takes, wanted.shipping):
        return left
    goods = Shares()
    for each in account.lines:
        count = takes[each.id].count if each.id in takes else 0
        if not count:
            continue
        if each.net is None or each.tax is None:
            said = f"The shop does not tell what {each.title} cost."
            return problem(said, "Enter an amount.", "lines")
        goods += Shares(
            *(worth(one, each.quantity, each.back, count) for one in (each.net, each.tax))
        )
    shipping = shipping_of(account) if wanted.shipping else Shares()
    found = (goods + shipping).within(left)
    if found.total <= 0:
        return problem("Nothing would go back.", "Choose lines, shipping or an amount.", "")
    return found


def shipping_of(account: Account) -> Shares:
    """All of it that is left, with its share of the tax."""
    left, paid = account.left.shipping, account.paid.shipping
    tax = account.shipping_tax * left // paid if paid else 0
    return Shares(tax=tax, shipping=left)


def of_amount(account: Account, amount: int) -> Shares | Finding:
    left = account.left
    if 0 < amount <= left.total:
        return shared(account.currency, amount, left)
    asked, there = Money(account.currency, amount), Money(account.currency, left.total)
    said = f"{asked} was to go back; {there} is left of what was paid."
    return problem(said, "Give back more than 0, and at most what is left.", "amount_minor")


def pieces(account: Account, takes: Mapping[UUID, Take]) -> Sequence[Finding]:
    known = {each.id: each for each in account.lines}
    found = []
    for key, take in takes.items():
        line = known.get(key)
        if line is None:
            said = "One of these lines is of another order."
            found.append(problem(said, "Look at the order again.", "lines"))
        elif not 1 <= take.count <= line.left:
            said = f"Of {line.title} {line.left} pieces are paid for still, not {take.count}."
            found.append(
                problem(said, f"Take 1 to {line.left}." if line.left else "Leave it.", "lines")
            )
    return found


def is_last(account: Account, takes: Mapping[UUID, Take], shipping: bool) -> bool:
    """Whether nothing is kept: no piece and no shipping."""
    all_lines = all(
        (takes[each.id].count if each.id in takes else 0) == each.left for each in account.lines
    )
    return bool(takes or shipping) and all_lines and (shipping or account.left.shipping <= 0)


def taken(account: Account, wanted: Wanted) -> Mapping[UUID, Take]:
    """The pieces that it is for: of a whole one all that are left, unless they are named."""
    if wanted.whole and not wanted.lines:
        return {each.id: Take(each.left) for each in account.lines if each.left > 0}
    return wanted.lines or {}


def problem(sentence: str, step: str, field: str) -> Finding:
    return Finding(Severity.error, "refund", sentence, step, field)
