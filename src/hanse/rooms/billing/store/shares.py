"""Statements about how what buyers paid is shared."""

from hanse.engine.tx import Tx
from hanse.rooms.billing.model.plans import Standing
from hanse.rooms.billing.model.shares import VERSIONS_MAX, Share, ShareKind, Terms, Turn

OWN = """
    select number, kind, client_bp, currency, from_at, set_at, set_by from billing_shares
    where workspace_id = $1 order by number desc limit $2
"""
OF_PLANS = """
    select share.plan, share.number, share.kind, share.client_bp, share.currency, share.from_at,
        share.set_at, share.set_by
    from billing_plan_shares share join billing_plans plans on plans.id = share.plan
    order by plans.place, share.number desc limit $1
"""
TURNS = """
    select before, plan, from_at from billing_turns
    where workspace_id = $1 order by version desc limit $2
"""
# Whoever has seen an older version sets none: the number of the next one is taken then.
SET_OWN = """
    insert into billing_shares (workspace_id, number, kind, client_bp, currency, from_at, set_at,
        set_by)
    select $1, $2, $3, $4, $5, $6, $7, $8
    where $2 = 1 + coalesce(
        (select max(number) from billing_shares where workspace_id = $1), 0)
    on conflict do nothing
"""
SET_OF_PLAN = """
    insert into billing_plan_shares (plan, number, kind, client_bp, currency, from_at, set_at,
        set_by)
    select $1, $2, $3, $4, $5, $6, $7, $8
    where $2 = 1 + coalesce((select max(number) from billing_plan_shares where plan = $1), 0)
    on conflict do nothing
"""


async def terms(tx: Tx, standing: Standing) -> Terms:
    own = await tx.fetch(OWN, tx.workspace_id, VERSIONS_MAX)
    of_plans = await tx.fetch(OF_PLANS, VERSIONS_MAX)
    turns = await tx.fetch(TURNS, tx.workspace_id, VERSIONS_MAX)
    return Terms(
        [share(*row) for row in own],
        [(row["plan"], share(*list(row)[1:])) for row in of_plans],
        [Turn(*row) for row in reversed(turns)],
        standing,
    )


def share(number: int, kind: str, *rest: object) -> Share:
    return Share(number, ShareKind(kind), *rest)  # type: ignore[arg-type]


async def set_own(tx: Tx, new: Share) -> bool:
    return bool(await tx.execute(SET_OWN, tx.workspace_id, *columns(new)))


async def set_of_plan(tx: Tx, plan: str, new: Share) -> bool:
    return bool(await tx.execute(SET_OF_PLAN, plan, *columns(new)))


def columns(new: Share) -> tuple[object, ...]:
    return (
        *(new.number, new.kind.value, new.client_bp, new.currency),
        *(new.from_at, new.set_at, new.set_by),
    )
