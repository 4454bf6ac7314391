"""What a workspace lets nobody do without asking, and what the guard has to know to watch it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from hanse.base.faults import Finding, Rejected, Severity
from hanse.base.money import Money, UnitCost
from hanse.changes.model.changes import Change
from hanse.trade.fields import NOTHING, Fields, digest, kept


@dataclass(frozen=True, slots=True)
class Limits:
    """Set for a workspace; these are the ones that hold until somebody sets others. Money has a
    limit in each currency of its own, for no rate stands between a limit and what it limits."""

    step_percent_max: Decimal = Decimal(30)
    step_money_max: tuple[Money, ...] = ()
    below_cost: bool = False
    zeroed_percent_max: Decimal = Decimal(10)
    ended_percent_max: Decimal = Decimal(5)
    few: int = 3  # so many may always be sold out or ended, for of ten things one is a tenth
    spend_day_max: tuple[Money, ...] = ()  # without a limit nothing is spent
    version: int = 0


SAFE = Limits()
STEP_PERCENT_MOST = Decimal(90)  # with 100, a price might fall to nothing
FEW_MAX = 100


def limit_in(limits: tuple[Money, ...], currency: str) -> Money | None:
    return next((each for each in limits if each.currency == currency), None)


def check_limits(limits: Limits) -> None:
    """`Rejected` if these watch nothing, or contradict themselves."""
    findings = []
    for name in ("step_percent_max", "zeroed_percent_max", "ended_percent_max"):
        percent: Decimal = getattr(limits, name)
        most = STEP_PERCENT_MOST if name == "step_percent_max" else Decimal(100)
        if not percent.is_finite() or not 0 <= percent <= most:
            findings.append(wrong(name, f"{percent} % is no limit: 0 to {most} are."))
    if not 0 <= limits.few <= FEW_MAX:
        findings.append(wrong("few", f"{limits.few} are not a few: 0 to {FEW_MAX} are."))
    for name in ("step_money_max", "spend_day_max"):
        moneys: tuple[Money, ...] = getattr(limits, name)
        if len({each.currency for each in moneys}) < len(moneys):
            findings.append(wrong(name, "A currency is there twice."))
        findings += [wrong(name, f"{each} is below nothing.") for each in moneys if each.minor < 0]
    if findings:
        raise Rejected("These limits cannot be set.", findings)


def wrong(field_name: str, sentence: str) -> Finding:
    return Finding(Severity.error, "limit", sentence, "Enter another.", field_name)


@dataclass(frozen=True, slots=True)
class Floor:
    price: Money
    since: str  # for the sentence: `set on 3 May`


@dataclass(frozen=True, slots=True)
class OfferFacts:
    """`now` is what the shop shows, `day_ago` what it showed 24 hours ago, `approved` what a person
    approved last, or what was found when the shop was first read: the merchant had set it. Of a
    product that is made with variants, `inside` has what is known of each, by its choices."""

    floor: Floor | None = None
    cost: UnitCost | None = None
    now: Fields = field(default_factory=lambda: NOTHING)
    day_ago: Fields = field(default_factory=lambda: NOTHING)
    approved: Fields = field(default_factory=lambda: NOTHING)
    inside: Mapping[tuple[str, ...], "OfferFacts"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ShopFacts:
    """The shop 24 hours ago, and what we have taken from it since: done, or on its way."""

    name: str
    stocked: int  # things that could be bought
    listed: int  # things that could be found
    zeroed: frozenset[str] = frozenset()
    ended: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Trip:
    """One limit that one change goes beyond."""

    change_id: UUID
    mark: str  # of what was wanted; a release is for this and nothing else
    finding: Finding


@dataclass(frozen=True, slots=True)
class Release:
    """A person's word that this one may go beyond this one limit."""

    change_id: UUID
    mark: str
    code: str
    person_id: UUID


@dataclass(frozen=True, slots=True)
class Verdict:
    """`released` are trips that a person has let through, by name."""

    trips: tuple[Trip, ...]
    released: tuple[Trip, ...] = ()

    @property
    def holds(self) -> bool:
        """One trip holds the whole run: whatever made it may be wrong about all of it."""
        return bool(self.trips)

    @property
    def counts(self) -> dict[str, int]:
        return dict(Counter(each.finding.code for each in self.trips))


def mark(change: Change) -> str:
    return digest(str(change.id), kept(change.after))


def release(trips: tuple[Trip, ...], person_id: UUID) -> tuple[Release, ...]:
    """Let exactly these through, in the name of this person."""
    return tuple(Release(each.change_id, each.mark, each.finding.code, person_id) for each in trips)
