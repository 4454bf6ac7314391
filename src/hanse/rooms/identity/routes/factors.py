"""Second factors of the person who is signed in, and the codes that stand in for them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field, JsonValue
from pydantic.config import JsonDict

from hanse.engine.doors.doors import Body, Called, Doors, InDatabase, InTx
from hanse.engine.doors.paging import PAGE_USUAL, Cursor, Limit, Page, cut, read_id
from hanse.rooms.identity.model.factors import Factor, FactorKind
from hanse.rooms.identity.routes.held import From
from hanse.rooms.identity.routes.people import READ, WRITE
from hanse.rooms.identity.service import factors, proof, recovery
from hanse.rooms.identity.service.factors import Added
from hanse.rooms.identity.service.people import own_id

doors = Doors("identity")

FACTOR: JsonDict = {
    "id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c11",
    "kind": "totp",
    "name": "Phone",
    "made_at": "2026-11-20T14:03:05Z",
    "confirmed_at": "2026-11-20T14:03:40Z",
    "used_at": None,
}
CODES: list[JsonValue] = ["k3m9-x7qd-2hvn-r5wz", "8bpt-c4jf-gy6s-e2ka"]

Id = Annotated[UUID, Path(description="The id of a second factor.")]
Name = Annotated[str, Field(max_length=500, description="What the person calls it.")]
Code = Annotated[str, Field(max_length=50, description="Six digits that the app shows now.")]


class FactorOut(BaseModel):
    """A second factor; one that is not confirmed counts for nothing yet."""

    model_config = ConfigDict(json_schema_extra={"examples": [FACTOR]})

    id: UUID
    kind: FactorKind
    name: str
    made_at: datetime
    confirmed_at: datetime | None
    used_at: datetime | None


class FactorsOut(Page[FactorOut]):
    """The person's second factors, oldest first."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"items": [FACTOR], "next_cursor": None, "recovery_codes_left": 9}]
        }
    )

    recovery_codes_left: int


class TotpIn(Body):
    """How the person will know the authenticator again."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "Phone"}]})

    name: Name


class TotpOut(BaseModel):
    """What goes into the authenticator, shown this once; `uri` is what a QR code holds."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": FACTOR["id"],
                    "secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
                    "uri": "otpauth://totp/Hanse:ana%40example.com"
                    "?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Hanse",
                }
            ]
        }
    )

    id: UUID
    secret: str
    uri: str


class ConfirmationIn(Body):
    model_config = ConfigDict(json_schema_extra={"examples": [{"code": "492039"}]})

    code: Code


class AddedOut(BaseModel):
    """The factor that counts from now on, and recovery codes if these are the first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"factor": FACTOR, "recovery_codes": CODES}]}
    )

    factor: FactorOut
    recovery_codes: list[str]


class FactorIn(Body):
    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "Old phone"}]})

    name: Name


class CodesOut(BaseModel):
    """Recovery codes, each good once and shown this once."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"recovery_codes": CODES}]})

    recovery_codes: list[str]


@doors.get("/api/identity/factors", needs=READ, personal=True)
async def list_factors(tx: InTx, limit: Limit = PAGE_USUAL, cursor: Cursor = None) -> FactorsOut:
    """List your second factors, and how many recovery codes are good still."""
    held = await factors.held(tx, own_id(tx.actor), limit=limit + 1, after=read_id(cursor))
    page, following = cut(held.factors, limit, lambda factor: [factor.id])
    return FactorsOut(
        items=[shaped(factor) for factor in page],
        next_cursor=following,
        recovery_codes_left=held.codes_left,
    )


@doors.post(
    "/api/identity/factors/totp",
    needs=WRITE,
    status=201,
    personal=True,
    step_up=True,
    shows_secret=True,
)
async def begin_totp(tx: InTx, asked: TotpIn) -> TotpOut:
    """Begin to add an authenticator app: it counts when it has shown a first code."""
    begun = await factors.begin_totp(tx, own_id(tx.actor), asked.name)
    return TotpOut(id=begun.id, secret=begun.secret, uri=begun.uri)


@doors.post(
    "/api/identity/factors/{id}/confirmation", needs=WRITE, personal=True, shows_secret=True
)
async def confirm_totp(tx: InTx, called: Called, id: Id, asked: ConfirmationIn) -> AddedOut:  # noqa: A002
    """Confirm an authenticator by a code that it shows."""
    return shaped_added(
        await factors.confirm_totp(tx, own_id(tx.actor), id, asked.code, called.session_id)
    )


@doors.patch("/api/identity/factors/{id}", needs=WRITE, personal=True, versioned=False)
async def rename_factor(tx: InTx, id: Id, asked: FactorIn) -> FactorOut:  # noqa: A002
    """Give a second factor another name."""
    return shaped(await factors.rename_factor(tx, own_id(tx.actor), id, asked.name))


@doors.delete(
    "/api/identity/factors/{id}", needs=WRITE, personal=True, step_up=True, versioned=False
)
async def remove_factor(database: InDatabase, called: Called, origin: From, id: Id) -> None:  # noqa: A002
    """Remove a second factor; the last one stays while a workspace of yours asks for one."""
    await proof.remove_own(database, called.actor, id, origin.request_id)


@doors.post(
    "/api/identity/recovery_codes",
    needs=WRITE,
    status=201,
    personal=True,
    step_up=True,
    shows_secret=True,
)
async def renew_codes(tx: InTx) -> CodesOut:
    """Make new recovery codes; all from before are void."""
    return CodesOut(recovery_codes=list(await recovery.renew_codes(tx, own_id(tx.actor))))


def shaped(factor: Factor) -> FactorOut:
    return FactorOut(
        id=factor.id,
        kind=factor.kind,
        name=factor.name,
        made_at=factor.made_at,
        confirmed_at=factor.confirmed_at,
        used_at=factor.used_at,
    )


def shaped_added(added: Added) -> AddedOut:
    return AddedOut(factor=shaped(added.factor), recovery_codes=list(added.recovery_codes))
