"""The doors to how much each role may approve."""

from typing import Annotated

from fastapi import Path, Response
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors import access
from hanse.engine.doors.access import ADMINS, Role
from hanse.engine.doors.doors import Body, Doors, Expected, InTx
from hanse.engine.doors.versions import etag
from hanse.rooms.identity.model.limits import AMOUNT_MAX, ITEMS_MAX, RoleLimits
from hanse.rooms.identity.service import limits

doors = Doors("identity")

READ = access.declare("identity.limit.read", "See how much each role may approve.", *ADMINS)
WRITE = access.declare("identity.limit.write", "Set how much each role may approve.", *ADMINS)

LIMITS: JsonDict = {
    "role": "manager",
    "amount_minor": 5000000,
    "currency": "IDR",
    "items_max": 200,
    "version": 1,
}

Of = Annotated[Role, Path(description="The role that is limited.")]
Amount = Annotated[int, Field(ge=0, le=AMOUNT_MAX)]
Currency = Annotated[str, Field(pattern="^[A-Z]{3}$")]
Items = Annotated[int, Field(ge=0, le=ITEMS_MAX)]


class LimitsIn(Body):
    """All limits of the role; what is left out is without one."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"amount_minor": 5000000, "currency": "IDR", "items_max": 200}]
        }
    )

    amount_minor: Amount | None = None
    currency: Currency | None = None
    items_max: Items | None = None


class LimitsOut(BaseModel):
    """Up to where a role may approve; null: without a limit."""

    model_config = ConfigDict(json_schema_extra={"examples": [LIMITS]})

    role: Role
    amount_minor: int | None = Field(description="In the smallest unit of the currency.")
    currency: str | None
    items_max: int | None = Field(description="How many things one approval may change.")
    version: int = Field(description="0 while nobody has set any.")


class AllLimitsOut(BaseModel):
    """The limits of all roles."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"limits": [LIMITS]}]})

    limits: list[LimitsOut] = Field(description="Of the highest role first.")


@doors.get("/api/identity/limits", needs=READ)
async def list_limits(tx: InTx) -> AllLimitsOut:
    """List how much each role may approve."""
    return AllLimitsOut(limits=[shaped(one) for one in await limits.list_limits(tx)])


@doors.put("/api/identity/limits/{role}", needs=WRITE, step_up=True)
async def set_limits(
    tx: InTx, role: Of, asked: LimitsIn, expected: Expected, answer: Response
) -> LimitsOut:
    """Set how much a role may approve. Send `If-Match: "0"` where nobody has set anything yet.

    Only an owner sets the limits of the own role; everybody else those of lower ones.
    """
    after = await limits.set_limits(
        tx,
        role,
        expected,
        amount_minor=asked.amount_minor,
        currency=asked.currency,
        items_max=asked.items_max,
    )
    answer.headers["etag"] = etag(after.version)
    return shaped(after)


def shaped(limits: RoleLimits) -> LimitsOut:
    return LimitsOut(
        role=Role(limits.role),
        amount_minor=limits.amount_minor,
        currency=limits.currency,
        items_max=limits.items_max,
        version=limits.version,
    )
