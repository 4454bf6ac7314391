"""Who has to agree before a change goes out, and for how long an agreement is good."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from hanse.base.faults import Denied, Finding, Rejected, Severity
from hanse.base.money import Money, total
from hanse.changes.model.changes import Origin
from hanse.changes.model.limits import limit_in
from hanse.trade.fields import digest

STAGES_MAX = 5
RULES_MAX = 50
PERSONS_MAX = 5


@dataclass(frozen=True, slots=True)
class Stage:
    """So many persons of these roles, after those of the stage before. Empty: whoever may approve
    at all."""

    persons: int = 1
    roles: frozenset[str] = frozenset()


AUTOMATIC: tuple[Stage, ...] = ()
ONE_PERSON = (Stage(1),)
TWO_PERSONS = (Stage(2),)


@dataclass(frozen=True, slots=True)
class Rule:
    """Up to these sizes, changes of these kinds need these stages. `kinds` empty: all; no money
    limit in a currency: no money in it."""

    stages: tuple[Stage, ...]
    kinds: frozenset[str] = frozenset()
    items_max: int | None = None
    stake_max: tuple[Money, ...] | None = None  # None: any sum


@dataclass(frozen=True, slots=True)
class Policy:
    """The first rule that fits decides; `otherwise` is what is needed where none does."""

    rules: tuple[Rule, ...] = ()
    otherwise: tuple[Stage, ...] = ONE_PERSON
    propose_life: timedelta = timedelta(days=7)
    approve_life: timedelta = timedelta(days=1)
    version: int = 0


# Nothing goes out by itself but stock, which is wrong within seconds and for which nobody could be
# asked each time, and parcels, which are on their way already: a person sent each. What the guard
# holds waits for a person all the same.
SAFE = Policy(rules=(Rule(AUTOMATIC, frozenset({"offers.stock", "orders.ship"})),))


def check_policy(policy: Policy) -> None:
    """`Rejected` if it can be fulfilled by nobody."""
    all_stages = [*(each.stages for each in policy.rules), policy.otherwise]
    findings = []
    if len(policy.rules) > RULES_MAX or max(map(len, all_stages)) > STAGES_MAX:
        findings.append(f"A policy has at most {RULES_MAX} rules of {STAGES_MAX} stages.")
    findings += [
        f"A stage has 1 to {PERSONS_MAX} persons, not {stage.persons}."
        for stages in all_stages
        for stage in stages
        if not 1 <= stage.persons <= PERSONS_MAX
    ]
    if min(policy.propose_life, policy.approve_life) <= timedelta(0):
        findings.append("A proposal and an approval are good for some time.")
    if findings:
        said = [Finding(Severity.error, "policy", each, "Correct it.") for each in findings]
        raise Rejected("This policy cannot be set.", said)


@dataclass(frozen=True, slots=True)
class Load:
    """What is to be approved, of one kind: how much, and what it is about in money."""

    kind: str
    items: int
    stake: tuple[Money, ...] = ()  # one sum a currency


def together(one: Load, other: Load) -> Load:
    currencies = sorted({each.currency for each in (*one.stake, *other.stake)})
    sums = (
        total(currency, [each for each in (*one.stake, *other.stake) if each.currency == currency])
        for currency in currencies
    )
    return Load(one.kind, one.items + other.items, tuple(sums))


def needed(policy: Policy, loads: Sequence[Load], recent: Sequence[Load] = ()) -> tuple[Stage, ...]:
    """What a set needs: the strictest of what its kinds need. `recent` is what went out by itself
    for the same origin within a day: many small sets are one large one."""
    joined: dict[str, Load] = {}
    for load in (*loads, *(each for each in recent if each.kind in {one.kind for one in loads})):
        joined[load.kind] = together(joined.get(load.kind, Load(load.kind, 0)), load)
    found = [stages_for(policy, load) for load in joined.values()]
    return max(found, key=strictness, default=policy.otherwise)


def weighs(policy: Policy, loads: Sequence[Load]) -> bool:
    """Whether it matters how much went out before."""
    kinds = {each.kind for each in loads}
    return any(
        not (each.items_max is None and each.stake_max is None)
        and (not each.kinds or not kinds.isdisjoint(each.kinds))
        for each in policy.rules
    )


def stages_for(policy: Policy, load: Load) -> tuple[Stage, ...]:
    fitting = (rule.stages for rule in policy.rules if fits(rule, load))
    return next(fitting, policy.otherwise)


def fits(rule: Rule, load: Load) -> bool:
    if rule.kinds and load.kind not in rule.kinds:
        return False
    if rule.items_max is not None and load.items > rule.items_max:
        return False
    if rule.stake_max is None:
        return True
    limits = rule.stake_max
    return all(
        each.minor == 0 or ((most := limit_in(limits, each.currency)) is not None and each <= most)
        for each in load.stake
    )


def strictness(stages: tuple[Stage, ...]) -> tuple[int, int, int]:
    """More persons, then more stages, then fewer who may."""
    named = [len(each.roles) for each in stages if each.roles]
    return persons(stages), len(stages), -min(named, default=1000)


def persons(stages: Iterable[Stage]) -> int:
    return sum(each.persons for each in stages)


# Approving


@dataclass(frozen=True, slots=True)
class Approver:
    """A person, also where a key of the person's speaks. The limits come with who speaks."""

    person_id: UUID
    role: str
    amount_max: Money | None = None
    items_max: int | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """`preview` is the hash of what was looked at: another preview, another approval."""

    person_id: UUID
    role: str
    preview: str
    at: datetime


def preview_of(fingerprints: Iterable[str], *times: datetime | None) -> str:
    """What an approval of a set is for: every item as it was shown, in any order, and when it goes
    out where that was said."""
    said = [each.isoformat() if each else "" for each in times]
    return digest(sorted(fingerprints), said) if any(said) else digest(sorted(fingerprints))


class NotYours(Denied):
    code = "not_yours_to_approve"


def check_approver(
    approver: Approver,
    origins: Iterable[Origin],
    stages: tuple[Stage, ...],
    given: Sequence[Approval],
    preview: str,
    loads: Sequence[Load],
) -> None:
    """`NotYours` if this person may not give the next approval of this set."""
    good = valid(given, preview)
    stage = waiting(stages, good)
    if stage is None:
        raise NotYours("Nothing is missing: it is approved.", "Wait until it is sent.")
    if any(each.person_id == approver.person_id for each in good):
        raise NotYours("You have approved it already.", "Ask somebody else for the next approval.")
    proposers = {each.person_id for each in origins}
    if persons(stages) > 1 and approver.person_id in proposers:
        raise NotYours(
            "You proposed it, or made the key or the rule that did, and more than one person has "
            "to agree.",
            "Ask two people who had no part in it.",
        )
    if stage.roles and approver.role not in stage.roles:
        raise NotYours(
            f"At this stage somebody else decides: {', '.join(sorted(stage.roles))}.",
            "Ask one of them.",
        )
    check_limits_of(approver, loads)


def check_limits_of(approver: Approver, loads: Sequence[Load]) -> None:
    items = sum(each.items for each in loads)
    if approver.items_max is not None and items > approver.items_max:
        raise NotYours(
            f"You approve up to {approver.items_max} changes at once; these are {items}.",
            "Ask somebody with a higher limit, or make smaller sets.",
        )
    most = approver.amount_max
    if most is None:
        return
    stakes = together(Load("", 0, tuple(m for each in loads for m in each.stake)), Load("", 0))
    for stake in stakes.stake:
        if stake.currency != most.currency or most < stake:
            raise NotYours(
                f"You approve up to {most}; this is about {stake}.",
                "Ask somebody with a higher limit.",
            )


def valid(given: Iterable[Approval], preview: str) -> list[Approval]:
    """Those for what would be sent now. Any edit makes another preview, which nobody has seen."""
    return [each for each in given if each.preview == preview]


def waiting(stages: tuple[Stage, ...], given: Sequence[Approval]) -> Stage | None:
    """The first stage that is not complete; None if all are. One person counts once."""
    left = list({each.person_id: each for each in reversed(given)}.values())
    for stage in stages:
        fitting = [each for each in left if not stage.roles or each.role in stage.roles]
        if len(fitting) < stage.persons:
            return stage
        for each in sorted(fitting, key=lambda one: one.at)[: stage.persons]:
            left.remove(each)
    return None


def is_approved(stages: tuple[Stage, ...], given: Iterable[Approval], preview: str) -> bool:
    return waiting(stages, valid(given, preview)) is None


# Time


class Due(StrEnum):
    now = "now"
    later = "later"
    over = "over"


@dataclass(frozen=True, slots=True)
class Window:
    """When a change may go out."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Schedule:
    """From when on it may be sent, and until when at latest. None: at once, or as the policy says.

    When the time has come all is checked again: fingerprints, guard and policy.
    """

    not_before: datetime | None = None
    not_after: datetime | None = None

    def __post_init__(self) -> None:
        if self.not_before and self.not_after and self.not_after <= self.not_before:
            raise Rejected("It would end before it begins.", next_step="Enter a later end.")


def proposal_ends(policy: Policy, schedule: Schedule, made_at: datetime) -> datetime:
    """Until when a proposal waits for somebody. One for later waits until its time is over."""
    over = made_at + policy.propose_life
    if schedule.not_before:
        over = max(over, schedule.not_before + policy.approve_life)
    return min(filter(None, (over, schedule.not_after)))


def proposal_due(policy: Policy, schedule: Schedule, made_at: datetime, now: datetime) -> Due:
    return Due.over if now >= proposal_ends(policy, schedule, made_at) else Due.later


def approved_due(policy: Policy, schedule: Schedule, approved_at: datetime, now: datetime) -> Due:
    """Whether what was approved is sent now."""
    begins = max(filter(None, (approved_at, schedule.not_before)))
    over = min(filter(None, (begins + policy.approve_life, schedule.not_after)))
    if now >= over:
        return Due.over
    return Due.now if now >= begins else Due.later
