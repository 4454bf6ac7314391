"""Which voucher goes to which order: most is saved in all, and none is spent where a lesser does.

Before all else the sum that is saved. Among ways that save the same, the one that spends least
worth of vouchers, so that a large one is kept for an order that needs it; then the one whose
vouchers expire soonest. An order takes one voucher, and an amount that needs rounding is rounded
down, so that no more is promised than the supplier may give.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from hanse.base.faults import Rejected
from hanse.base.money import Money, Rounding, total

ORDERS_MAX = 100  # with so many vouchers about a second of work
VOUCHERS_MAX = 300


@dataclass(frozen=True, slots=True)
class Voucher:
    """`off` or `percent`, in hundredths of what it is for. Empty `stores` or `products`: all."""

    id: UUID
    code: str
    currency: str
    off: Money | None = None
    percent: Decimal | None = None
    cap: Money | None = None
    spend_min: Money | None = None
    valid_from: datetime | None = None
    valid_to: datetime | None = None  # the first instant at which it is no longer good
    uses_left: int = 1
    account_id: UUID | None = None  # of the supplier; None: any
    stores: frozenset[str] = frozenset()
    products: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if (self.off is None) == (self.percent is None):
            raise ValueError(f"{self.code} is either an amount or a share, not both and not none.")
        for each in (self.off, self.cap, self.spend_min):
            if each is not None and each.currency != self.currency:
                raise ValueError(f"{self.code} is in {self.currency}, not in {each.currency}.")


@dataclass(frozen=True, slots=True)
class Buying:
    """A supplier order that stands or is about to be placed: what each product of it costs."""

    id: UUID
    account_id: UUID
    store: str
    products: Mapping[str, Money]

    @property
    def currency(self) -> str:
        return next((each.currency for each in self.products.values()), "")


@dataclass(frozen=True, slots=True)
class Why:
    """A reason as a word, and the facts that its sentence names."""

    code: str
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Use:
    order_id: UUID
    voucher: Voucher
    saved: Money
    why: Why


@dataclass(frozen=True, slots=True)
class Fit:
    saved: Money | None
    refused: Why | None = None


def fit(voucher: Voucher, order: Buying, at: datetime) -> Fit:
    """What it saves on this order, or the first reason why it does not apply."""
    if why := unusable(voucher, order, at):
        return Fit(None, why)
    spent = total(
        voucher.currency,
        (
            cost
            for product, cost in order.products.items()
            if not voucher.products or product in voucher.products
        ),
    )
    if voucher.spend_min is not None and spent < voucher.spend_min:
        missing = str(voucher.spend_min - spent)
        return Fit(
            None, Why("below_minimum", {"minimum": str(voucher.spend_min), "lacks": missing})
        )
    saved = min(face(voucher, spent).minor, spent.minor)
    if saved <= 0:
        return Fit(None, Why("saves_nothing", {"spent": str(spent)}))
    return Fit(Money(voucher.currency, saved))


def unusable(voucher: Voucher, order: Buying, at: datetime) -> Why | None:
    if voucher.uses_left <= 0:
        return Why("used_up", {})
    if voucher.valid_from is not None and at < voucher.valid_from:
        return Why("not_yet", {"from": voucher.valid_from.isoformat()})
    if voucher.valid_to is not None and at >= voucher.valid_to:
        return Why("expired", {"to": voucher.valid_to.isoformat()})
    if voucher.currency != order.currency:
        return Why("other_currency", {"voucher": voucher.currency, "order": order.currency})
    if voucher.account_id not in (None, order.account_id):
        return Why("other_account", {})
    if voucher.stores and order.store not in voucher.stores:
        return Why("other_store", {"store": order.store})
    if voucher.products and not voucher.products & set(order.products):
        return Why("other_products", {})
    return None


def face(voucher: Voucher, spent: Money) -> Money:
    """What it is worth by its face with so much spent; an amount is so whatever is spent."""
    if voucher.off is not None:
        return voucher.off
    worth = spent.times((voucher.percent or Decimal(0)) / 100, Rounding.down)
    return worth if voucher.cap is None else min(worth, voucher.cap)


def chosen(orders: Sequence[Buying], vouchers: Sequence[Voucher], at: datetime) -> Sequence[Use]:
    """The best assignment there is, in the sequence of the orders. `Rejected` beyond the limits."""
    if len(orders) > ORDERS_MAX or len(vouchers) > VOUCHERS_MAX:
        sentence = f"Vouchers are chosen for {ORDERS_MAX} orders and of {VOUCHERS_MAX} at most."
        raise Rejected(sentence, next_step="Choose for fewer orders at once.")
    saved = [[fit(voucher, order, at).saved for voucher in vouchers] for order in orders]
    slots = [
        at_voucher
        for at_voucher, voucher in enumerate(vouchers)
        for _ in range(min(voucher.uses_left, sum(row[at_voucher] is not None for row in saved)))
    ]
    # Sums in two currencies are not compared: no voucher fits orders of both.
    found: dict[int, int] = {}
    for currency in sorted({order.currency for order in orders}):
        rows = [row for row, order in enumerate(orders) if order.currency == currency]
        columns = [slot for slot in slots if vouchers[slot].currency == currency]
        gains = weights(rows, columns, saved, vouchers)
        found |= {rows[row]: columns[column] for row, column in assigned(gains).items()}
    return [
        Use(orders[row].id, vouchers[column], taken, because(row, column, saved, vouchers))
        for row, column in sorted(found.items())
        if (taken := saved[row][column]) is not None
    ]


def weights(
    rows: Sequence[int],
    columns: Sequence[int],
    saved: Sequence[Sequence[Money | None]],
    vouchers: Sequence[Voucher],
) -> list[list[int]]:
    """One whole number for all three wishes: the next counts only where those before are equal."""
    many = len(rows) + 1
    expiry = [expires(vouchers[column]) for column in columns]
    above_expiry = many * (max(expiry, default=0) + 1)
    worth = [
        [spent_worth(vouchers[column], saved[row][column]) for column in columns] for row in rows
    ]
    above_worth = above_expiry * many * (max((max(row, default=0) for row in worth), default=0) + 1)
    return [
        [
            0
            if (off := saved[row][column]) is None
            else off.minor * above_worth - worth[at][to] * above_expiry - expiry[to]
            for to, column in enumerate(columns)
        ]
        for at, row in enumerate(rows)
    ]


def expires(voucher: Voucher) -> int:
    """In seconds; one that never expires comes after all that do."""
    return int(voucher.valid_to.timestamp()) if voucher.valid_to else 10**11


def spent_worth(voucher: Voucher, saved: Money | None) -> int:
    """What using it gives away: all of an amount, of a share what it could save at most."""
    largest = voucher.off or voucher.cap or saved
    return largest.minor if largest else 0


def assigned(gains: Sequence[Sequence[int]]) -> Mapping[int, int]:
    """Which column each row takes so that the gains are most in sum; exact, by the Hungarian method
    (shortest augmenting paths). A row may take none, which gains nothing."""
    rows = len(gains)
    real = len(gains[0]) if rows else 0
    width = real + rows  # a column for each row that takes none
    row_price, column_price = [0] * (rows + 1), [0] * (width + 1)
    owner = [0] * (width + 1)
    for row in range(1, rows + 1):
        owner[0] = row
        column = 0
        least: list[int | None] = [None] * (width + 1)
        came = [0] * (width + 1)
        done = [False] * (width + 1)
        while owner[column]:
            done[column] = True
            current = owner[column]
            line = gains[current - 1]
            delta: int | None = None
            nearest = 0
            for other in range(1, width + 1):
                if done[other]:
                    continue
                cost = -line[other - 1] if other <= real else 0
                cost -= row_price[current] + column_price[other]
                known = least[other]
                if known is None or cost < known:
                    least[other] = known = cost
                    came[other] = column
                if delta is None or known < delta:
                    delta, nearest = known, other
            step = delta or 0
            for other in range(width + 1):
                if done[other]:
                    row_price[owner[other]] += step
                    column_price[other] -= step
                elif (known := least[other]) is not None:
                    least[other] = known - step
            column = nearest
        while column:
            owner[column] = owner[came[column]]
            column = came[column]
    return {
        row - 1: column - 1
        for column, row in enumerate(owner[: real + 1])
        if column and row and gains[row - 1][column - 1] > 0
    }


def because(
    row: int,
    column: int,
    saved: Sequence[Sequence[Money | None]],
    vouchers: Sequence[Voucher],
) -> Why:
    """Why this one: best for the order alone, or a better one does more good at another order."""
    own = saved[row][column]
    better = [
        other
        for other, money in enumerate(saved[row])
        if money is not None and own is not None and own < money
    ]
    if not better:
        return Why("best", {})
    most = max(better, key=lambda other: money_of(saved[row][other]))
    return Why("better_elsewhere", {"code": vouchers[most].code, "saves": str(saved[row][most])})


def money_of(saved: Money | None) -> int:
    return saved.minor if saved else 0


def refusals(
    order: Buying, vouchers: Sequence[Voucher], at: datetime
) -> Sequence[tuple[Voucher, Why]]:
    """For a person who asks why a voucher was not used: each that does not apply, and why."""
    fits = [(voucher, fit(voucher, order, at).refused) for voucher in vouchers]
    return [(voucher, why) for voucher, why in fits if why is not None]
