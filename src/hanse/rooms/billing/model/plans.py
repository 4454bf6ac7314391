"""What a plan decides: what it holds, how much of it is used, and what a refusal says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from hanse.base.faults import Denied

FIRST_PLAN = "free"  # of a workspace that was never set on one
LIMITS_MAX = 1_000  # rows of the table of features and counts


class Kind(StrEnum):
    number = "number"
    switch = "switch"


class PlanLimit(Denied):
    """The plan does not hold what was asked for; the message names the plan that does."""

    code = "plan_limit"
    usual_step = "Ask the operator to change the plan."


@dataclass(frozen=True, slots=True)
class Feature:
    """What a plan can limit, and how people call one of it and many."""

    name: str
    kind: Kind
    one: str
    many: str

    @property
    def title(self) -> str:
        return self.one if self.kind is Kind.switch else self.many

    def word(self, number: int) -> str:
        return self.one if number == 1 else self.many


@dataclass(frozen=True, slots=True)
class Plan:
    """A feature that is not among `limits` is not in the plan; none as a limit is no limit."""

    id: str
    name: str
    limits: Mapping[str, int | None]

    def includes(self, feature: str) -> bool:
        return self.limits.get(feature, 0) != 0

    def holds(self, feature: str, number: int) -> bool:
        allowed = self.limits.get(feature, 0)
        return allowed is None or number <= allowed


@dataclass(frozen=True, slots=True)
class Standing:
    """Which plan a workspace is on, and since when it was set."""

    plan: str
    since: datetime | None
    set_by: UUID | None
    version: int


NEVER_SET = Standing(FIRST_PLAN, None, None, 0)


@dataclass(frozen=True, slots=True)
class Usage:
    """One feature of a plan, and how much of it a workspace uses."""

    feature: Feature
    included: bool
    allowed: int | None  # none: no limit, or a switch
    used: int

    @property
    def over(self) -> int:
        """How many more there are than the plan holds: after a change to a smaller one."""
        return 0 if self.allowed is None else max(0, self.used - self.allowed)


@dataclass(frozen=True, slots=True)
class Account:
    """What a workspace may and what it uses."""

    standing: Standing
    plan: Plan
    usages: Sequence[Usage]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All plans, the smallest first, and all features that they may have."""

    features: Mapping[str, Feature]
    plans: Mapping[str, Plan]

    def feature(self, name: str, kind: Kind) -> Feature:
        """A name that is not there, or of the other kind, is a mistake of the program."""
        feature = self.features.get(name)
        if feature is None or feature.kind is not kind:
            raise LookupError(f"{name!r} is no {kind} in billing_features.")
        return feature


def usages(catalogue: Catalogue, plan: Plan, used: Mapping[str, int]) -> Sequence[Usage]:
    return [
        Usage(
            feature,
            plan.includes(feature.name),
            None if feature.kind is Kind.switch else plan.limits.get(feature.name, 0),
            used.get(feature.name, 0),
        )
        for feature in catalogue.features.values()
    ]


def too_many(catalogue: Catalogue, plan: Plan, feature: Feature, used: int, more: int) -> PlanLimit:
    """Why no more of them can be made: how many of how many, and which plan holds them."""
    allowed = plan.limits.get(feature.name, 0)
    assert allowed is not None, "a plan without a limit holds any number"
    adding = f", and this adds {more:,}" if more > 1 else ""
    sentence = (
        f"Your plan {plan.name} holds {allowed:,} {feature.word(allowed)}; "
        f"{used:,} {'is' if used == 1 else 'are'} used{adding}."
    )
    larger = next(
        (one for one in after(catalogue, plan) if one.holds(feature.name, used + more)), None
    )
    if larger is None:
        room = used + more - allowed
        return PlanLimit(
            sentence,
            f"No plan holds that many: remove {room:,} {feature.word(room)} that you need no more.",
        )
    held = larger.limits[feature.name]
    many = f"any number of {feature.many}" if held is None else f"{held:,}"
    return PlanLimit(sentence, f"{larger.name} holds {many}: ask the operator to change the plan.")


def not_included(catalogue: Catalogue, plan: Plan, feature: Feature) -> PlanLimit:
    sentence = f"Your plan {plan.name} does not include the {feature.one}."
    larger = next((one for one in after(catalogue, plan) if one.includes(feature.name)), None)
    if larger is None:
        return PlanLimit(sentence, "No larger plan includes it: ask the operator.")
    return PlanLimit(sentence, f"{larger.name} includes it: ask the operator to change the plan.")


def after(catalogue: Catalogue, plan: Plan) -> Sequence[Plan]:
    """The plans that are larger than this one."""
    plans = list(catalogue.plans.values())
    return plans[plans.index(plan) + 1 :]


def note(plan: Plan, usage: Usage) -> str:
    """What to say of a feature that is used beyond its plan; nothing of the others."""
    if not usage.over:
        return ""
    word = usage.feature.word(usage.used)
    return (
        f"{usage.used:,} {word} {'is' if usage.used == 1 else 'are'} used, {usage.over:,} more "
        f"than {plan.name} holds. Nothing is deleted; none can be added."
    )
