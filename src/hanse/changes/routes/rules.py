"""HTTP of the limits of the guard, of who has to agree, and of what can be changed at all."""

from datetime import timedelta
from decimal import Decimal
from typing import Annotated

from fastapi import Response
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.base.money import Money
from hanse.changes.model.limits import Limits
from hanse.changes.model.policies import Policy, Rule, Stage
from hanse.changes.routes.held import OfHands
from hanse.changes.routes.permissions import (
    APPROVE_LIMITS,
    APPROVE_POLICY,
    READ_LIMITS,
    READ_POLICY,
    READ_SETS,
)
from hanse.changes.routes.values import money_in
from hanse.changes.service import ruling
from hanse.engine.doors.doors import Body, Doors, Expected, InTx
from hanse.engine.doors.versions import etag

doors = Doors("changes")

Percent = Annotated[Decimal, Field(ge=0, le=100, decimal_places=2)]
DAY = timedelta(days=1)

LIMITS: JsonDict = {
    "step_percent_max": "30",
    "step_money_max": [{"currency": "EUR", "minor": 50_000}],
    "below_cost": False,
    "zeroed_percent_max": "10",
    "ended_percent_max": "5",
    "few": 3,
    "spend_day_max": [],
}
POLICY: JsonDict = {
    "rules": [
        {
            "kinds": ["offers.stock"],
            "items_max": 100,
            "stake_max": None,
            "stages": [],
        }
    ],
    "otherwise": [{"persons": 1, "roles": []}],
    "propose_days": 7,
    "approve_days": 1,
}


class MoneyJson(Body):
    """A sum, in the smallest unit of its currency."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"currency": "EUR", "minor": 100}]})

    currency: Annotated[str, Field(min_length=3, max_length=3)]
    minor: int


class LimitsIn(Body):
    """Beyond these a change is held until somebody releases it by name."""

    model_config = ConfigDict(json_schema_extra={"examples": [LIMITS]})

    step_percent_max: Percent
    step_money_max: Annotated[list[MoneyJson], Field(max_length=50)]
    below_cost: bool = Field(description="Whether prices below cost may go out.")
    zeroed_percent_max: Percent = Field(description="Of a shop, sold out by us within a day.")
    ended_percent_max: Percent = Field(description="Of a shop, out of sight by us within a day.")
    few: Annotated[int, Field(ge=0, le=100)]
    spend_day_max: Annotated[list[MoneyJson], Field(max_length=50)]


class LimitsOut(LimitsIn):
    """The limits that hold."""

    model_config = ConfigDict(json_schema_extra={"examples": [{**LIMITS, "version": 1}]})

    version: int


class StageIn(Body):
    """So many persons of these roles; no role: whoever may approve."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"persons": 1, "roles": []}]})

    persons: Annotated[int, Field(ge=1, le=5)]
    roles: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=10)]


Stages = Annotated[list[StageIn], Field(max_length=5)]


class RuleIn(Body):
    """Up to these sizes, changes of these kinds need these stages; none: they go by themselves."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"kinds": [], "items_max": 10, "stake_max": None, "stages": []}]
        }
    )

    kinds: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=50)]
    items_max: Annotated[int, Field(ge=0)] | None
    stake_max: Annotated[list[MoneyJson], Field(max_length=50)] | None = Field(
        description="By how much money may move; null: any sum."
    )
    stages: Stages


class PolicyIn(Body):
    """The first rule that fits decides; `otherwise` is what is needed where none does."""

    model_config = ConfigDict(json_schema_extra={"examples": [POLICY]})

    rules: Annotated[list[RuleIn], Field(max_length=50)]
    otherwise: Stages
    propose_days: Annotated[int, Field(ge=1, le=90)]
    approve_days: Annotated[int, Field(ge=1, le=90)]


class PolicyOut(PolicyIn):
    """Who has to agree to changes."""

    model_config = ConfigDict(json_schema_extra={"examples": [{**POLICY, "version": 1}]})

    version: int


class PowerOut(BaseModel):
    """One kind of change that Hanse can make on a platform."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "platform": "shopify",
                    "kind": "offers.price",
                    "title": "price",
                    "fields": ["compare_at", "price"],
                    "proof": "read back from the shop",
                    "batch_max": 50,
                }
            ]
        }
    )

    platform: str
    kind: str
    title: str
    fields: list[str]
    proof: str
    batch_max: int


class PowersOut(BaseModel):
    """What can be changed, by platform."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": []}]})

    items: list[PowerOut]


@doors.get("/api/changes/powers", needs=READ_SETS)
async def list_powers(hands: OfHands) -> PowersOut:
    """List what Hanse can change, platform by platform."""
    items = [
        PowerOut(
            platform=platform,
            kind=kind,
            title=power.way.kind.title,
            fields=sorted(power.port.fields),
            proof=power.way.proof_in_words,
            batch_max=power.way.write.batch_max,
        )
        for (platform, kind), power in sorted(hands.powers.items())
    ]
    return PowersOut(items=items)


@doors.get("/api/changes/limits", needs=READ_LIMITS, versioned=True)
async def read_guard(tx: InTx, answer: Response) -> LimitsOut:
    """Show the limits of the guard."""
    return limits_out(await ruling.limits(tx), answer)


@doors.put("/api/changes/limits", needs=APPROVE_LIMITS, versioned=True, step_up=True)
async def set_guard(tx: InTx, asked: LimitsIn, expected: Expected, answer: Response) -> LimitsOut:
    """Set the limits of the guard."""
    wanted = Limits(
        step_percent_max=asked.step_percent_max,
        step_money_max=moneys_in("step_money_max", asked.step_money_max),
        below_cost=asked.below_cost,
        zeroed_percent_max=asked.zeroed_percent_max,
        ended_percent_max=asked.ended_percent_max,
        few=asked.few,
        spend_day_max=moneys_in("spend_day_max", asked.spend_day_max),
    )
    return limits_out(await ruling.set_limits(tx, wanted, expected), answer)


@doors.get("/api/changes/policy", needs=READ_POLICY, versioned=True)
async def read_approval(tx: InTx, answer: Response) -> PolicyOut:
    """Show who has to agree to changes."""
    return policy_out(await ruling.policy(tx), answer)


@doors.put("/api/changes/policy", needs=APPROVE_POLICY, versioned=True, step_up=True)
async def set_approval(
    tx: InTx, asked: PolicyIn, expected: Expected, answer: Response
) -> PolicyOut:
    """Set who has to agree to changes. What was agreed to before is asked for anew."""
    wanted = Policy(
        tuple(rule_in(each) for each in asked.rules),
        stages_in(asked.otherwise),
        asked.propose_days * DAY,
        asked.approve_days * DAY,
    )
    return policy_out(await ruling.set_policy(tx, wanted, expected), answer)


def moneys_in(name: str, given: list[MoneyJson]) -> tuple[Money, ...]:
    return tuple(money_in(name, each.currency, each.minor) for each in given)


def moneys_out(moneys: tuple[Money, ...]) -> list[MoneyJson]:
    return [MoneyJson(currency=each.currency, minor=each.minor) for each in moneys]


def stages_in(given: list[StageIn]) -> tuple[Stage, ...]:
    return tuple(Stage(each.persons, frozenset(each.roles)) for each in given)


def stages_out(stages: tuple[Stage, ...]) -> list[StageIn]:
    return [StageIn(persons=each.persons, roles=sorted(each.roles)) for each in stages]


def rule_in(given: RuleIn) -> Rule:
    stake = None if given.stake_max is None else moneys_in("stake_max", given.stake_max)
    return Rule(stages_in(given.stages), frozenset(given.kinds), given.items_max, stake)


def rule_out(rule: Rule) -> RuleIn:
    return RuleIn(
        kinds=sorted(rule.kinds),
        items_max=rule.items_max,
        stake_max=None if rule.stake_max is None else moneys_out(rule.stake_max),
        stages=stages_out(rule.stages),
    )


def limits_out(limits: Limits, answer: Response) -> LimitsOut:
    answer.headers["etag"] = etag(limits.version)
    return LimitsOut(
        step_percent_max=limits.step_percent_max,
        step_money_max=moneys_out(limits.step_money_max),
        below_cost=limits.below_cost,
        zeroed_percent_max=limits.zeroed_percent_max,
        ended_percent_max=limits.ended_percent_max,
        few=limits.few,
        spend_day_max=moneys_out(limits.spend_day_max),
        version=limits.version,
    )


def policy_out(policy: Policy, answer: Response) -> PolicyOut:
    answer.headers["etag"] = etag(policy.version)
    return PolicyOut(
        rules=[rule_out(each) for each in policy.rules],
        otherwise=stages_out(policy.otherwise),
        propose_days=policy.propose_life // DAY,
        approve_days=policy.approve_life // DAY,
        version=policy.version,
    )
