"""The doors by which machines, such as the browser extension, get and renew their tokens."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from hanse.engine.doors.access import PUBLIC
from hanse.engine.doors.doors import Body, Called, Doors, InDatabase, InTx
from hanse.rooms.identity.model.sessions import MACHINE_NAME_CHARS_MAX
from hanse.rooms.identity.model.tokens import Issued
from hanse.rooms.identity.routes.held import From, OfHeld
from hanse.rooms.identity.routes.people import WRITE
from hanse.rooms.identity.service import tokens
from hanse.rooms.identity.service.people import own_id

doors = Doors("identity")

REFRESH = "hrt_q2S0c7f5Yx1dW4mJb9kR3nT6vZ8aE0gHuLpXyKoIwQs"


class MachineIn(Body):
    """What the machine is to be called in the list of sessions."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "Extension in Firefox"}]})

    name: Annotated[str, Field(min_length=1, max_length=MACHINE_NAME_CHARS_MAX)]


class RefreshIn(Body):
    model_config = ConfigDict(json_schema_extra={"examples": [{"refresh_token": REFRESH}]})

    refresh_token: Annotated[str, Field(max_length=200)]


class TokensOut(BaseModel):
    """The access token goes into `Authorization: Bearer`; the other is good once, for the next."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "session_id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c23",
                    "access_token": "eyJhbGciOiJFZERTQSJ9.e30.c2lnbmF0dXJl",
                    "refresh_token": REFRESH,
                    "expires_in": 900,
                }
            ]
        }
    )

    session_id: UUID
    access_token: str
    refresh_token: str
    expires_in: int = Field(description="Seconds for which the access token is good.")


@doors.post(
    "/api/identity/tokens",
    needs=WRITE,
    personal=True,
    status=201,
    shows_secret=True,
    step_up=True,
)
async def create_tokens(
    tx: InTx, held: OfHeld, called: Called, asked: MachineIn, origin: From
) -> TokensOut:
    """Sign a machine in that is to act for this person. Its tokens are shown once."""
    issued = await tokens.make_tokens(
        tx,
        held.signing,
        person_id=own_id(called.actor),
        session_id=called.session_id,
        name=asked.name,
        access_minutes=held.access_minutes,
        origin=origin,
    )
    return shaped(issued)


@doors.post("/api/identity/tokens/refresh", needs=PUBLIC, shows_secret=True)
async def refresh_tokens(
    database: InDatabase, held: OfHeld, asked: RefreshIn, origin: From
) -> TokensOut:
    """Exchange a refresh token for the next pair. Brought twice, it signs the machine out."""
    issued = await tokens.refresh_tokens(
        *(database, held.signing),
        token=asked.refresh_token,
        access_minutes=held.access_minutes,
        origin=origin,
    )
    return shaped(issued)


def shaped(issued: Issued) -> TokensOut:
    return TokensOut(
        session_id=issued.session_id,
        access_token=issued.access_token,
        refresh_token=issued.refresh_token,
        expires_in=issued.expires_in,
    )
