"""HTTP of shares: how what buyers paid is shared between client and platform."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict
from starlette.responses import Response

from hanse.engine.doors import access
from hanse.engine.doors.access import READERS
from hanse.engine.doors.doors import Body, Doors, Expected, InTx
from hanse.engine.doors.instants import Day
from hanse.engine.doors.versions import etag
from hanse.rooms.billing.model.shares import Share, ShareKind, Wanted
from hanse.rooms.billing.service import shares as service
from hanse.rooms.billing.service.shares import Held

doors = Doors("billing")

READ = access.declare(
    "billing.share.read", "See how what buyers paid is shared with the platform.", *READERS
)
# Whoever could set it could take the platform's part, so no role of the workspace may.
WRITE = access.declare("billing.share.write", "Set the share of a client or of a plan.")

SHARE: JsonDict = {
    "kind": "shared",
    "client_bp": 3000,
    "currency": "EUR",
    "from_at": "2026-11-20T00:00:00Z",
    "set_at": "2026-11-19T14:03:05Z",
    "version": 1,
}
SHARES: JsonDict = {
    "now": SHARE,
    "own": [],
    "plan": "free",
    "plans": [{**SHARE, "plan": "free"}],
    "version": 0,
}


class EarningShareOut(BaseModel):
    """A version of a share. It holds for orders that are paid from its instant on."""

    model_config = ConfigDict(json_schema_extra={"examples": [SHARE]})

    kind: ShareKind = Field(
        description="off: nothing is booked; plan, of a client alone: as its plan says."
    )
    client_bp: int | None = Field(
        description="The client's part in hundredths of a percent; the platform has the rest."
    )
    currency: str | None = Field(description="In which client and platform settle.")
    from_at: datetime
    set_at: datetime
    version: int


class PlanShareOut(EarningShareOut):
    """A version of the share of a plan."""

    plan: str


class ClientSharesOut(BaseModel):
    """What holds for the workspace now, and all versions, the newest first."""

    model_config = ConfigDict(json_schema_extra={"examples": [SHARES]})

    now: EarningShareOut | None = Field(description="Null: none has begun, so nothing is booked.")
    own: list[EarningShareOut] = Field(
        description="Of this client alone; they come before its plan's."
    )
    plan: str = Field(description="The plan that it is on.")
    plans: list[PlanShareOut]
    version: int = Field(description="Of its own share: send it as If-Match to set another.")


class EarningShareIn(Body):
    """The share from a day on; without a day, from now on. What is paid already keeps its own."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"kind": "shared", "client_bp": 3000, "currency": "EUR"}]}
    )

    kind: ShareKind
    client_bp: int | None = None
    currency: Annotated[str, Field(max_length=3)] | None = None
    from_on: Day | None = Field(None, description="A day in UTC, today or later.")


class PlanShareIn(EarningShareIn):
    """The share of a plan from a day on."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"plan": "pro", "kind": "shared", "client_bp": 4000, "currency": "EUR"},
            ]
        }
    )

    plan: Annotated[str, Field(min_length=1, max_length=50)]


# No ETag: what holds now changes by itself when a version begins.
@doors.get("/api/billing/shares", needs=READ)
async def read_client_shares(tx: InTx) -> ClientSharesOut:
    """Show how what buyers pay is shared now, and all versions of it."""
    return shares_out(await service.held(tx))


@doors.put("/api/billing/shares", needs=WRITE)
async def set_client_share(
    tx: InTx, asked: EarningShareIn, expected: Expected, answer: Response
) -> ClientSharesOut:
    """Set the share of the workspace that the header Hanse-Workspace names: the operator alone.

    Orders that are booked keep the share that was in force when they were paid.
    """
    found = shares_out(await service.set_share(tx, wanted(asked), expected))
    answer.headers["etag"] = etag(found.version)
    return found


@doors.put("/api/billing/plan_shares", needs=WRITE)
async def set_plan_share(
    tx: InTx, asked: PlanShareIn, expected: Expected, answer: Response
) -> PlanShareOut:
    """Set the share of all clients on a plan that have none of their own: the operator alone."""
    found = await service.set_plan_share(tx, asked.plan, wanted(asked), expected)
    answer.headers["etag"] = etag(found.number)
    return plan_share_out(asked.plan, found)


def wanted(asked: EarningShareIn) -> Wanted:
    return Wanted(asked.kind, asked.client_bp, asked.currency, asked.from_on)


def shares_out(held: Held) -> ClientSharesOut:
    terms = held.terms
    return ClientSharesOut(
        now=share_out(held.now) if held.now else None,
        own=[share_out(each) for each in terms.own],
        plan=terms.standing.plan,
        plans=[plan_share_out(plan, each) for plan, each in terms.plans],
        version=terms.own[0].number if terms.own else 0,
    )


def share_out(share: Share) -> EarningShareOut:
    return EarningShareOut(
        kind=share.kind,
        client_bp=share.client_bp,
        currency=share.currency,
        from_at=share.from_at,
        set_at=share.set_at,
        version=share.number,
    )


def plan_share_out(plan: str, share: Share) -> PlanShareOut:
    return PlanShareOut(plan=plan, **share_out(share).model_dump())
