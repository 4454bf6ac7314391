"""What of the rules of changes can be carried to another workspace: limits and policy."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

import msgspec

from hanse.base.currency import EXPONENTS
from hanse.base.faults import Finding, Rejected, Severity
from hanse.base.money import MINOR_MAX, Money
from hanse.changes.model.kinds import KINDS
from hanse.changes.model.limits import Limits, check_limits
from hanse.changes.model.policies import Policy, Rule, Stage, check_policy
from hanse.changes.service import ruling
from hanse.engine.doors.access import Role
from hanse.engine.tx import Tx

DAY = timedelta(days=1)
DAYS_MAX = 90


class Sum(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """In the smallest unit of the currency."""

    currency: str
    minor: int


class GuardLimits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    step_percent_max: Decimal
    step_money_max: tuple[Sum, ...]
    below_cost: bool
    zeroed_percent_max: Decimal
    ended_percent_max: Decimal
    few: int
    spend_day_max: tuple[Sum, ...]


class StageRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    persons: int
    roles: tuple[str, ...] = ()


class RuleRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """No kinds: all; no `items_max` or `stake_max`: any number, any sum."""

    kinds: tuple[str, ...]
    stages: tuple[StageRow, ...]
    items_max: int | None = None
    stake_max: tuple[Sum, ...] | None = None


class ApprovalPolicy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rules: tuple[RuleRow, ...]
    otherwise: tuple[StageRow, ...]
    propose_days: int
    approve_days: int


def one_name(_item: object) -> str:
    """There is one of it."""
    return ""


# The limits of the guard


async def limits(tx: Tx) -> Sequence[GuardLimits]:
    found = await ruling.limits(tx)
    return [
        settled_limits(
            GuardLimits(
                found.step_percent_max,
                sums(found.step_money_max),
                found.below_cost,
                found.zeroed_percent_max,
                found.ended_percent_max,
                found.few,
                sums(found.spend_day_max),
            )
        )
    ]


def settled_limits(given: GuardLimits) -> GuardLimits:
    check_limits(limits_of(given))
    names = ("step_percent_max", "zeroed_percent_max", "ended_percent_max")
    percents = {name: plain(getattr(given, name)) for name in names}
    return msgspec.structs.replace(
        given,
        **percents,
        step_money_max=ordered(given.step_money_max),
        spend_day_max=ordered(given.spend_day_max),
    )


async def apply_limits(
    tx: Tx, moves: Sequence[tuple[GuardLimits | None, GuardLimits | None]]
) -> None:
    for _, wanted in moves:
        assert wanted is not None, "the limits are always there"
        now = await ruling.limits(tx)
        await ruling.set_limits(tx, limits_of(wanted), now.version)


def limits_of(given: GuardLimits) -> Limits:
    return Limits(
        given.step_percent_max,
        moneys("step_money_max", given.step_money_max),
        given.below_cost,
        given.zeroed_percent_max,
        given.ended_percent_max,
        given.few,
        moneys("spend_day_max", given.spend_day_max),
    )


# Who has to agree


async def policy(tx: Tx) -> Sequence[ApprovalPolicy]:
    found = await ruling.policy(tx)
    rules = tuple(
        RuleRow(
            tuple(sorted(each.kinds)),
            stage_rows(each.stages),
            each.items_max,
            None if each.stake_max is None else sums(each.stake_max),
        )
        for each in found.rules
    )
    days = (found.propose_life // DAY, found.approve_life // DAY)
    return [ApprovalPolicy(rules, stage_rows(found.otherwise), *days)]


def settled_policy(given: ApprovalPolicy) -> ApprovalPolicy:
    findings = [
        wrong(field, f"{days} is no number of days: 1 to {DAYS_MAX} are.")
        for field, days in (
            ("propose_days", given.propose_days),
            ("approve_days", given.approve_days),
        )
        if not 1 <= days <= DAYS_MAX
    ]
    for row, rule in enumerate(given.rules):
        findings += [
            wrong(f"rules.{row}.kinds", f"There is no kind of change {kind[:40]!r}.")
            for kind in rule.kinds
            if kind not in KINDS
        ]
        if rule.items_max is not None and rule.items_max < 0:
            findings.append(wrong(f"rules.{row}.items_max", f"{rule.items_max} is no number."))
    all_stages = [*(each.stages for each in given.rules), given.otherwise]
    roles = {role for stages in all_stages for stage in stages for role in stage.roles}
    findings += [
        wrong("roles", f"There is no role {role[:40]!r}.")
        for role in sorted(roles - set(Role.__members__))
    ]
    if findings:
        raise Rejected(findings[0].sentence, findings, findings[0].next_step)
    check_policy(policy_of(given))
    rules = tuple(
        msgspec.structs.replace(
            each,
            kinds=tuple(sorted(set(each.kinds))),
            stages=settled_stages(each.stages),
            stake_max=None if each.stake_max is None else ordered(each.stake_max),
        )
        for each in given.rules
    )
    return msgspec.structs.replace(given, rules=rules, otherwise=settled_stages(given.otherwise))


async def apply_policy(
    tx: Tx, moves: Sequence[tuple[ApprovalPolicy | None, ApprovalPolicy | None]]
) -> None:
    for _, wanted in moves:
        assert wanted is not None, "the policy is always there"
        now = await ruling.policy(tx)
        await ruling.set_policy(tx, policy_of(wanted), now.version)


def policy_of(given: ApprovalPolicy) -> Policy:
    rules = tuple(
        Rule(
            stages_of(each.stages),
            frozenset(each.kinds),
            each.items_max,
            None if each.stake_max is None else moneys(f"rules.{row}.stake_max", each.stake_max),
        )
        for row, each in enumerate(given.rules)
    )
    days = (given.propose_days * DAY, given.approve_days * DAY)
    return Policy(rules, stages_of(given.otherwise), *days)


# Small things


def stage_rows(stages: Sequence[Stage]) -> tuple[StageRow, ...]:
    return tuple(StageRow(each.persons, tuple(sorted(each.roles))) for each in stages)


def settled_stages(given: Sequence[StageRow]) -> tuple[StageRow, ...]:
    return tuple(StageRow(each.persons, tuple(sorted(set(each.roles)))) for each in given)


def stages_of(given: Sequence[StageRow]) -> tuple[Stage, ...]:
    return tuple(Stage(each.persons, frozenset(each.roles)) for each in given)


def sums(given: Sequence[Money]) -> tuple[Sum, ...]:
    return ordered([Sum(each.currency, each.minor) for each in given])


def ordered(given: Sequence[Sum]) -> tuple[Sum, ...]:
    return tuple(sorted(given, key=lambda each: each.currency))


def moneys(field: str, given: Sequence[Sum]) -> tuple[Money, ...]:
    if unknown := next((each for each in given if each.currency not in EXPONENTS), None):
        said = f"{unknown.currency[:10]!r} is not a currency that we know."
        raise Rejected(said, [wrong(field, said)], "Correct it.")
    if large := next((each for each in given if abs(each.minor) > MINOR_MAX), None):
        said = f"{large.minor} is more than any sum."
        raise Rejected(said, [wrong(field, said)], "Correct it.")
    return tuple(Money(each.currency, each.minor) for each in given)


def plain(given: Decimal) -> Decimal:
    """30, 30.0 and 3E+1 are one percentage, and are written in one way."""
    return Decimal(f"{given.normalize():f}")


def wrong(field: str, sentence: str) -> Finding:
    return Finding(Severity.error, "value_wrong", sentence, "Correct it in the file.", field)
