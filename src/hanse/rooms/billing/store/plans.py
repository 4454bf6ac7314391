"""The SQL of billing, about tables called billing_..., answered as model values."""

from collections.abc import Mapping

from hanse.engine.tx import Tx
from hanse.rooms.billing.model.plans import (
    FIRST_PLAN,
    LIMITS_MAX,
    NEVER_SET,
    Catalogue,
    Feature,
    Kind,
    Plan,
    Standing,
)

# Count and limit are compared while the row is locked, so two at once cannot pass it together:
# the second waits until the first has ended, and then adds to what that left.
TAKE = """
    with held as (
        select limits.allowed from billing_limits limits
        join billing_features features on features.name = limits.feature
        where limits.feature = $3 and features.kind = 'number' and limits.plan = coalesce(
            (select mine.plan from billing_workspaces mine where mine.workspace_id = $1), $5))
    insert into billing_counts as counts (workspace_id, id, feature, used)
    select $1, $2, $3, $4 from held where allowed is null or allowed >= $4
    on conflict (workspace_id, feature) do update set used = counts.used + excluded.used
        where exists (
            select from held where allowed is null or allowed >= counts.used + excluded.used)
"""
GIVE_BACK = """
    update billing_counts set used = greatest(used - $3, 0)
    where workspace_id = $1 and feature = $2
"""
HOLD = """
    insert into billing_counts as counts (workspace_id, id, feature, used) values ($1, $2, $3, 0)
    on conflict (workspace_id, feature) do update set used = counts.used
    returning used
"""
PLANS = """
    select plans.id, plans.name, limits.feature, limits.allowed from billing_plans plans
    left join billing_limits limits on limits.plan = plans.id
    order by plans.place, limits.feature limit $1
"""
INCLUDED = """
    select limits.feature is not null and limits.allowed is distinct from 0 as included
    from billing_features features
    left join billing_limits limits on limits.feature = features.name and limits.plan = coalesce(
        (select mine.plan from billing_workspaces mine where mine.workspace_id = $1), $3)
    where features.name = $2 and features.kind = 'switch'
"""
SET_PLAN = """
    with stands as (
        insert into billing_workspaces as mine (workspace_id, id, plan, since, set_by, version)
        values ($1, $2, $3, $4, $5, 1)
        on conflict (workspace_id) do update set plan = excluded.plan, since = excluded.since,
            set_by = excluded.set_by, version = mine.version + 1
            where mine.version = $6
        returning version)
    insert into billing_turns (workspace_id, version, before, plan, from_at)
    select $1, version, $7, $3, $4 from stands
    returning version
"""


async def take(tx: Tx, feature: str, more: int) -> bool:
    """Add to the count if the plan holds that many; whether it does."""
    return bool(await tx.execute(TAKE, tx.workspace_id, tx.ids.new(), feature, more, FIRST_PLAN))


async def give_back(tx: Tx, feature: str, less: int) -> None:
    await tx.execute(GIVE_BACK, tx.workspace_id, feature, less)


async def hold(tx: Tx, feature: str) -> int:
    """The count, and until this transaction ends nobody else changes it."""
    used: int = await tx.fetchval(HOLD, tx.workspace_id, tx.ids.new(), feature)
    return used


async def put(tx: Tx, feature: str, used: int) -> None:
    await tx.execute(
        "update billing_counts set used = $3 where workspace_id = $1 and feature = $2",
        *(tx.workspace_id, feature, used),
    )


async def counts(tx: Tx) -> Mapping[str, int]:
    rows = await tx.fetch(
        "select feature, used from billing_counts where workspace_id = $1", tx.workspace_id
    )
    return {row["feature"]: row["used"] for row in rows}


async def included(tx: Tx, feature: str) -> bool | None:
    """Whether the plan has the switch; none if there is no such switch."""
    found: bool | None = await tx.fetchval(INCLUDED, tx.workspace_id, feature, FIRST_PLAN)
    return found


async def catalogue(tx: Tx) -> Catalogue:
    features = await tx.fetch(
        "select name, kind, one, many from billing_features order by place limit $1", LIMITS_MAX
    )
    plans: dict[str, Plan] = {}
    limits: dict[str, dict[str, int | None]] = {}
    for row in await tx.fetch(PLANS, LIMITS_MAX):
        held = limits.setdefault(row["id"], {})
        plans.setdefault(row["id"], Plan(row["id"], row["name"], held))
        if row["feature"]:
            held[row["feature"]] = row["allowed"]
    return Catalogue(
        {
            row["name"]: Feature(row["name"], Kind(row["kind"]), row["one"], row["many"])
            for row in features
        },
        plans,
    )


async def standing(tx: Tx) -> Standing:
    row = await tx.fetchrow(
        "select plan, since, set_by, version from billing_workspaces where workspace_id = $1",
        tx.workspace_id,
    )
    if row is None:
        return NEVER_SET
    return Standing(row["plan"], row["since"], row["set_by"], row["version"])


async def set_plan(tx: Tx, plan: str, before: str, expected: int) -> int | None:
    """The new version; none if the workspace is at another one than expected."""
    version: int | None = await tx.fetchval(
        SET_PLAN,
        *(tx.workspace_id, tx.ids.new(), plan, tx.now, tx.actor.id, expected, before),
    )
    return version
