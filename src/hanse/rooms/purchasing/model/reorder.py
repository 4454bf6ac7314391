"""When something is ordered again, and how many: by how it sells and how long the supplier takes.

Ordered is when what is there and on its way falls to the reorder point: what sells in the lead time
on average, and as much more as the service level asks for. How many: the number that costs least a
year, of price, order and storage, among what the supplier sells (case packs, minimum, price breaks)
and at least as many as lift it above the reorder point again.
"""

from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor, isfinite, sqrt
from statistics import NormalDist

from hanse.base.faults import Rejected
from hanse.base.money import UnitCost

DAYS_OF_YEAR = 365
PIECES_MAX = 1_000_000_000
BREAKS_MAX = 20


@dataclass(frozen=True, slots=True)
class Demand:
    """Pieces a day, and the standard deviation of a day's."""

    mean: float
    spread: float


@dataclass(frozen=True, slots=True)
class Lead:
    """Days from order to goods, and their standard deviation."""

    mean: float
    spread: float


@dataclass(frozen=True, slots=True)
class Break:
    """From so many pieces on, each costs so much."""

    pieces: int
    cost: UnitCost


@dataclass(frozen=True, slots=True)
class Terms:
    """What a supplier asks. `breaks` begin with the price of one piece, ascending."""

    breaks: tuple[Break, ...]
    case_pack: int = 1
    pieces_min: int = 1

    def __post_init__(self) -> None:
        if not 0 < len(self.breaks) <= BREAKS_MAX:
            raise Rejected(f"An offer has 1 to {BREAKS_MAX} prices.", next_step="Correct them.")
        steps = [each.pieces for each in self.breaks]
        if steps != sorted(set(steps)) or steps[0] > 1:
            step = "Begin with one piece, and give each number once, in ascending order."
            raise Rejected("The price breaks are not in order.", next_step=step)
        if len({each.cost.currency for each in self.breaks}) > 1:
            raise Rejected("All prices of an offer are in one currency.", next_step="Convert them.")
        if self.case_pack < 1 or self.pieces_min < 1:
            step = "Write 1 where there is none."
            raise Rejected("Case pack and minimum are 1 or more.", next_step=step)

    def cost_of(self, pieces: int) -> UnitCost:
        return next(each for each in reversed(self.breaks) if each.pieces <= max(pieces, 1)).cost

    def sold(self, pieces: int) -> int:
        """The next number that can be ordered."""
        return ceil(max(pieces, self.pieces_min) / self.case_pack) * self.case_pack


@dataclass(frozen=True, slots=True)
class Policy:
    """`service`: the share of lead times in which nothing runs out. Costs in the offer's currency;
    `storage` is the share of a piece's cost that a year in the warehouse costs."""

    service: float = 0.95
    order_cost: Decimal = Decimal(0)
    storage: Decimal = Decimal("0.25")
    cover_days_max: int = 90

    def __post_init__(self) -> None:
        if not 0.5 <= self.service <= 0.9999:
            step = "Choose one of 50 % to 99.99 %."
            raise Rejected("No stock is so large that nothing ever runs out.", next_step=step)
        if self.order_cost < 0 or self.storage < 0 or self.cover_days_max < 1:
            raise Rejected("Costs are 0 or more, and cover is a day or more.")


@dataclass(frozen=True, slots=True)
class Holding:
    """Pieces on hand, promised to orders, and on their way from suppliers."""

    on_hand: int
    promised: int = 0
    coming: int = 0

    @property
    def position(self) -> int:
        return self.on_hand - self.promised + self.coming


@dataclass(frozen=True, slots=True)
class Reason:
    """A word, and the numbers that its sentence names."""

    code: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """`pieces` 0: nothing is due. `sells` and `safety` add up to the reorder point."""

    pieces: int
    point: int
    sells: float
    safety: float
    position: int
    cost: UnitCost | None  # of each piece
    reasons: tuple[Reason, ...]


def point(demand: Demand, lead: Lead, service: float) -> tuple[float, float]:
    """What sells in the lead time, and what is kept above it: the spread of a day's sales over the
    lead time and that of the lead time itself, together."""
    for value in (demand.mean, demand.spread, lead.mean, lead.spread):
        if not isfinite(value) or value < 0:
            raise ValueError(f"{value} is no mean and no spread.")
    spread = sqrt(lead.mean * demand.spread**2 + demand.mean**2 * lead.spread**2)
    return demand.mean * lead.mean, NormalDist().inv_cdf(service) * spread


def proposed(
    demand: Demand, lead: Lead, terms: Terms, holding: Holding, policy: Policy | None = None
) -> Proposal:
    policy = policy or Policy()
    sells, safety = point(demand, lead, policy.service)
    at = ceil(sells + safety - 1e-9)
    position = holding.position
    if position > at or (demand.mean == 0 and position >= at):
        reason = Reason("enough", (("position", str(position)), ("point", str(at))))
        return Proposal(0, at, sells, safety, position, None, (reason,))
    needed = at - position + (1 if demand.mean > 0 else 0)  # above the point, if it sells
    pieces = cheapest(demand, terms, policy, needed)
    if pieces > PIECES_MAX:
        step = "Look whether its sales and its lead time are right."
        raise Rejected(f"More than {PIECES_MAX:,} pieces would be ordered.", next_step=step)
    cost = terms.cost_of(pieces)
    return Proposal(
        pieces, at, sells, safety, position, cost, why(demand, terms, policy, needed, pieces)
    )


def cheapest(demand: Demand, terms: Terms, policy: Policy, needed: int) -> int:
    """Between two price breaks the cost a year first falls and then rises, so the numbers around
    its lowest point and the ends of each stretch are all that have to be compared."""
    found = [each for each in candidates(demand, terms, policy, needed) if terms.sold(each) == each]
    return min(found, key=lambda pieces: (year_cost(demand, terms, policy, pieces), pieces))


def candidates(demand: Demand, terms: Terms, policy: Policy, needed: int) -> set[int]:
    least = terms.sold(needed)
    # More than the longest cover is only bought where the supplier sells no fewer.
    most = max(least, floor(demand.mean * policy.cover_days_max))
    found = {least}
    for place, each in enumerate(terms.breaks):
        ends = terms.breaks[place + 1].pieces - 1 if place + 1 < len(terms.breaks) else most
        begins, ends = max(each.pieces, least), min(ends, most)
        if begins > ends:
            continue
        stored = float(each.cost.value * policy.storage)
        yearly = 2 * demand.mean * DAYS_OF_YEAR * float(policy.order_cost)
        lowest = sqrt(yearly / stored) if stored > 0 else float(ends)
        around = min(max(lowest, begins), ends)
        for near in (begins, ends, floor(around), floor(around) - terms.case_pack):
            packed = near - near % terms.case_pack
            found |= {packed, packed + terms.case_pack}
    return {each for each in found if least <= each <= most}


def year_cost(demand: Demand, terms: Terms, policy: Policy, pieces: int) -> Decimal:
    """Of buying, ordering and storing what sells in a year, so many at a time."""
    a_year = Decimal(str(demand.mean)) * DAYS_OF_YEAR
    cost = terms.cost_of(pieces).value
    if a_year == 0:
        return cost * pieces
    return a_year * cost + a_year / pieces * policy.order_cost + cost * policy.storage * pieces / 2


def why(
    demand: Demand, terms: Terms, policy: Policy, needed: int, pieces: int
) -> tuple[Reason, ...]:
    """What made the number what it is, the first thing first."""
    found = [Reason("below_point", (("needed", str(needed)),))]
    if needed < terms.pieces_min:
        found.append(Reason("minimum", (("pieces", str(terms.pieces_min)),)))
    if terms.case_pack > 1:
        found.append(Reason("case_pack", (("pieces", str(terms.case_pack)),)))
    if pieces > terms.sold(needed):
        least = terms.sold(needed)
        saved = year_cost(demand, terms, policy, least) - year_cost(demand, terms, policy, pieces)
        word = "price_break" if terms.cost_of(pieces) != terms.cost_of(least) else "fewer_orders"
        facts = (("cost", str(terms.cost_of(pieces))), ("saves_a_year", f"{saved:.2f}"))
        found.append(Reason(word, facts))
    if demand.mean > 0 and pieces > demand.mean * policy.cover_days_max:
        days = str(floor(pieces / demand.mean))
        found.append(Reason("long_cover", (("days", days), ("most", str(policy.cover_days_max)))))
    return tuple(found)
