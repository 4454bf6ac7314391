"""What is wrong with an order, what moved in it, and what the ledger is to hold for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.base.currency import exponent
from hanse.base.money import Money, UnitCost, total
from hanse.rooms.orders.model.exceptions import Facts, Problem, Trouble, amount
from hanse.rooms.orders.model.orders import Draft, DraftLine, Known, KnownLine
from hanse.rooms.orders.model.papers.taxes import Difference, Taxed, differences
from hanse.rooms.orders.model.states import ENDED, OPEN, Payment, State
from hanse.rooms.pricing.model.places import Taxes

NAMED_MAX = 3
DETAILS = "details"
# What an intake finds and settles again; the others have their own time.
FOUND = (
    Trouble.unreadable,
    Trouble.unmatched,
    Trouble.loss,
    Trouble.address,
    Trouble.reversed,
    Trouble.remainder,
    Trouble.tax,
    Trouble.unknown_word,
    Trouble.no_stock,
    Trouble.stuck,
)

Match = tuple[UUID | None, str]


@dataclass(frozen=True, slots=True)
class LineNow:
    """What one line should hold in the ledger: `want` pieces, and `out` are gone in all."""

    id: UUID
    title: str
    variant_id: UUID
    want: int
    out: int
    held: int
    sold: int
    short: int


@dataclass(frozen=True, slots=True)
class Lack:
    """Pieces that the shelf does not have; of what nobody counts it has none."""

    line: LineNow
    pieces: int
    counted: bool


def problems(
    draft: Draft, matches: Mapping[str, Match], costs: Mapping[UUID, UnitCost], taxes: Taxes
) -> Sequence[Problem]:
    """All that can be said from the order itself."""
    found: list[Problem] = []
    if draft.unknown:
        found.append(Problem(Trouble.unknown_word, {"words": ", ".join(draft.unknown)}))
    if draft.payment is Payment.reversed:
        found.append(Problem(Trouble.reversed, {}))
    sums = draft.sums
    if sums.remainder and sums.currency:
        said = amount(sums.currency, sums.remainder)
        found.append(Problem(Trouble.remainder, {"remainder": said}))
    if draft.state not in ENDED:
        found += tax_differs(draft, taxes)
    if draft.state not in OPEN:
        return found
    unmatched = [each.title or each.sku for each in draft.lines if not matches[each.remote_id][0]]
    if unmatched:
        told: Facts = {"count": len(unmatched), **listed(unmatched)}
        found.append(Problem(Trouble.unmatched, told))
    if draft.address_faults:
        codes: Facts = {"codes": " ".join(draft.address_faults), "country": draft.country or "?"}
        found.append(Problem(Trouble.address, codes))
    return [*found, *loss(draft, matches, costs)]


def tax_differs(draft: Draft, taxes: Taxes) -> Sequence[Problem]:
    """Where the shop took tax, and on some lines other than the table says. A sale without any,
    as of an export or of who need not take it, is not asked about."""
    currency, day = draft.sums.currency, draft.placed_at
    if not (currency and day and draft.country and draft.sums.tax):
        return ()
    lines = [
        Taxed(each.remote_id, each.title, Money(currency, each.total_minor), Money(currency, tax))
        for each in draft.lines
        if each.total_minor is not None and (tax := each.tax_minor) is not None
    ]
    place = "-".join(filter(None, [draft.country, draft.region]))
    found = [
        each
        for each in differences(taxes, place, day.date(), lines)
        if isinstance(each, Difference)
    ]
    if not found:
        return ()
    titles = {each.key: each.title or each.key for each in lines}
    rate = found[0].rate
    facts = {
        "theirs": str(total(currency, [each.theirs for each in found])),
        "ours": str(total(currency, [each.ours for each in found])),
        **listed([titles[each.key] for each in found]),
        "percent": f"{rate.percent.normalize():f}",
        "sort": str(rate.sort),
        "place": rate.place,
        "source": rate.source,
    }
    return [Problem(Trouble.tax, facts)]


def loss(
    draft: Draft, matches: Mapping[str, Match], costs: Mapping[UUID, UnitCost]
) -> Sequence[Problem]:
    """Where all lines have a cost in the money of the order, and bring less than that."""
    currency = draft.sums.currency
    if currency is None:
        return ()
    price, spent = 0, UnitCost.of(currency, 0).value
    for each in draft.lines:
        cost = costs.get(matches[each.remote_id][0] or UUID(int=0))
        if each.total_minor is None or cost is None or cost.currency != currency:
            return ()
        price += each.total_minor
        spent += cost.value * each.quantity
    if price >= spent * 10 ** exponent(currency):
        return ()
    facts = {"price": amount(currency, price), "cost": f"{spent:f} {currency}"}
    return [Problem(Trouble.loss, facts)]


def lacks(found: Sequence[Lack]) -> Sequence[Problem]:
    """What nobody counts may well be there."""
    short = [each for each in found if each.counted]
    if not short:
        return ()
    titles = [each.line.title for each in short]
    count = sum(each.pieces for each in short)
    return [Problem(Trouble.no_stock, {"count": count, **listed(titles)})]


def listed(titles: Sequence[str]) -> Facts:
    """The first of them, and how many more there are."""
    found: dict[str, str | int] = {"lines": ", ".join(titles[:NAMED_MAX])}
    if len(titles) > NAMED_MAX:
        found["more"] = len(titles) - NAMED_MAX
    return found


def wanted(state: State, quantity: int, refunded: int, out: int, held: int, bought: int = 0) -> int:
    """How many pieces a line is to hold, beside what a supplier sends; where nobody knows the
    state it stays as it is."""
    if state is State.unknown:
        return held
    return max(quantity - refunded - out - bought, 0) if state in OPEN else 0


def taken_back(line: KnownLine, now: DraftLine | None) -> int:
    """Pieces that were to be delivered and are not any more: taken out of the order, or given back
    before they left. Goods that came back had left."""
    before = 0 if line.removed else line.quantity - line.refunded
    after = now.quantity - now.refunded if now else 0
    returned = max(now.returned - line.came, 0) if now else 0
    return max(before - after - returned, 0)


def less_bought(line: KnownLine, now: DraftLine | None, out: int, bought: int) -> tuple[int, int]:
    """Of what suppliers send for a line, how many pieces nobody wants any more, and how many others
    our shelf has for it."""
    back = taken_back(line, now)
    wanted = now.quantity - now.refunded if now else 0
    too_many = max(min(back, bought, bought + out - wanted), 0)
    return too_many, max(min(back - too_many, bought - too_many, line.held), 0)


def out_of(state: State, line: KnownLine | None, shipped: int) -> int:
    """Pieces that are gone: as the shop says, or as we have shipped them. What was cancelled is not
    shipped by that."""
    ours = line.sold if line else 0
    return max(ours, 0 if state in ENDED and not ours else shipped)


def comes_in(line: DraftLine, known: KnownLine | None, out: int, ours: int) -> int:
    """Pieces that the shop took back and that lie here again by that: once, however often it is
    told. `out`: how many have left in all; `ours`: how many of them came back by an act of ours, or
    will. What was never told to have left cannot come back."""
    came = known.came if known else 0
    sold = max(out, known.sold if known else 0)
    away = sold - ours - came - line.shipped
    return max(min(away, line.returned - ours - came), 0)


def moved_words(draft: Draft, known: Known) -> str:
    """What of an order is other than before, for its timeline; empty: nothing that shows."""
    before, after = known.lines, {each.remote_id: each for each in draft.lines}
    there = {key for key, each in before.items() if not each.removed}
    words = [
        *(["lines added"] if after.keys() - there else []),
        *(["lines removed"] if there - after.keys() else []),
        *(
            ["quantities"]
            if any(before[key].quantity != after[key].quantity for key in there & after.keys())
            else []
        ),
        *(
            ["refunds"]
            if any(before[key].refunded != after[key].refunded for key in there & after.keys())
            else []
        ),
    ]
    return ", ".join(words) or DETAILS
