"""HTTP of billing: the plan of the workspace, all plans side by side, and the operator's change."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors import access
from hanse.engine.doors.access import EVERYBODY
from hanse.engine.doors.doors import Body, Doors, Expected, InTx
from hanse.rooms.billing.model import plans as model
from hanse.rooms.billing.model.plans import Account, Catalogue, Kind, Plan
from hanse.rooms.billing.service import plans as service

doors = Doors("billing")

READ = access.declare("billing.plan.read", "See the plan and how much of it is used.", *EVERYBODY)
# Whoever could change the plan could lift the limit, so no role of the workspace may.
WRITE = access.declare("billing.plan.write", "Put a workspace on a plan.")

PRODUCTS: JsonDict = {
    "feature": "products",
    "kind": "number",
    "included": True,
    "allowed": 100,
    "used": 37,
    "over": 0,
    "note": "",
}
PLAN: JsonDict = {
    "plan": "pro",
    "name": "Pro",
    "since": "2026-11-20T14:03:05Z",
    "version": 1,
    "features": [PRODUCTS],
}
HELD: JsonDict = {"feature": "products", "kind": "number", "included": True, "allowed": 100}


class HeldOut(BaseModel):
    """One feature of a plan."""

    feature: str
    kind: Kind
    included: bool
    allowed: int | None = Field(description="How many; null for any number, and for a switch.")


class UsedOut(HeldOut):
    """One feature, and how much of it the workspace uses."""

    used: int
    over: int = Field(description="How many more are used than the plan holds.")
    note: str = Field(description="What that means, for people; empty if it is none.")


class PlanOut(BaseModel):
    """The plan of the workspace. One that was never set has version 0 and is the first."""

    model_config = ConfigDict(json_schema_extra={"examples": [PLAN]})

    plan: str
    name: str
    since: datetime | None
    version: int = Field(description="Of the plan alone: send it as If-Match to change the plan.")
    features: list[UsedOut]


class OfferOut(BaseModel):
    """A plan that there is."""

    plan: str
    name: str
    features: list[HeldOut]


class OffersOut(BaseModel):
    """All plans, the smallest first; each tells the same features in the same order."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"plans": [{"plan": "pro", "name": "Pro", "features": [HELD]}]}]
        }
    )

    plans: list[OfferOut]


class PlanIn(Body):
    """The plan that the workspace shall have."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"plan": "pro"}]})

    plan: Annotated[str, Field(min_length=1, max_length=50)]


# No ETag: what is used changes, and the version of the plan does not.
@doors.get("/api/billing/plan", needs=READ)
async def read_plan(tx: InTx) -> PlanOut:
    """Show the plan of the workspace, and how much of it is used."""
    return shaped(await service.account(tx))


@doors.get("/api/billing/plans", needs=READ)
async def list_plans(tx: InTx) -> OffersOut:
    """Show all plans side by side. They are few, so they come in one page."""
    catalogue = await service.catalogue(tx)
    return OffersOut(plans=[offered(catalogue, plan) for plan in catalogue.plans.values()])


@doors.put("/api/billing/plan", needs=WRITE)
async def set_plan(tx: InTx, asked: PlanIn, expected: Expected) -> PlanOut:
    """Put the workspace that the header Hanse-Workspace names on a plan: the operator alone.

    Nothing is deleted when the plan holds less than what is used: more is refused until there
    is room again.
    """
    return shaped(await service.set_plan(tx, asked.plan, expected))


def shaped(account: Account) -> PlanOut:
    return PlanOut(
        plan=account.plan.id,
        name=account.plan.name,
        since=account.standing.since,
        version=account.standing.version,
        features=[
            UsedOut(
                feature=usage.feature.name,
                kind=usage.feature.kind,
                included=usage.included,
                allowed=usage.allowed,
                used=usage.used,
                over=usage.over,
                note=model.note(account.plan, usage),
            )
            for usage in account.usages
        ],
    )


def offered(catalogue: Catalogue, plan: Plan) -> OfferOut:
    return OfferOut(
        plan=plan.id,
        name=plan.name,
        features=[
            HeldOut(
                feature=usage.feature.name,
                kind=usage.feature.kind,
                included=usage.included,
                allowed=usage.allowed,
            )
            for usage in model.usages(catalogue, plan, {})
        ],
    )
