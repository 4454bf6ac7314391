"""Adding passkeys. The page hands on what the browser answers, with its bytes in base64url."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict
from starlette.requests import Request

from hanse.engine.doors.doors import Body, Called, Doors, InTx
from hanse.rooms.identity.model.passkeys import Made, Signed, Site, site_of
from hanse.rooms.identity.routes.factors import AddedOut, Name, shaped_added
from hanse.rooms.identity.routes.held import Held, OfHeld
from hanse.rooms.identity.routes.people import WRITE
from hanse.rooms.identity.service import passkeys
from hanse.rooms.identity.service.people import own_id

doors = Doors("identity")

CREDENTIAL = "kQ0V7gkQpQvRz2m1mO7b0Q"
CLIENT_DATA = "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIn0"
MADE: JsonDict = {
    "id": CREDENTIAL,
    "client_data": CLIENT_DATA,
    "attestation": "o2NmbXRkbm9uZQ",
    "transports": ["internal"],
}
SIGNED: JsonDict = {
    "id": CREDENTIAL,
    "client_data": CLIENT_DATA,
    "authenticator_data": "SZYN5YgOjGh0NBcPZHZgW4",
    "signature": "MEUCIQDTGOPm",
}

Base64Url = Annotated[str, Field(max_length=10_000, pattern=r"^[A-Za-z0-9_-]+={0,2}$")]


class MadeIn(Body):
    """What `navigator.credentials.create()` answered."""

    model_config = ConfigDict(json_schema_extra={"examples": [MADE]})

    id: Base64Url
    client_data: Base64Url
    attestation: Base64Url
    transports: Annotated[list[str], Field(default_factory=list, max_length=20)]


class AnswerIn(Body):
    """What `navigator.credentials.get()` answered."""

    model_config = ConfigDict(json_schema_extra={"examples": [SIGNED]})

    id: Base64Url
    client_data: Base64Url
    authenticator_data: Base64Url
    signature: Base64Url

    def value(self) -> Signed:
        return Signed(self.id, self.client_data, self.authenticator_data, self.signature)


class PasskeyIn(Body):
    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "Laptop", "passkey": MADE}]})

    name: Name
    passkey: MadeIn


class CreationOut(BaseModel):
    """What `PublicKeyCredential.parseCreationOptionsFromJSON()` takes; good for 5 minutes."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "options": {
                        "rp": {"id": "hanse.example.com", "name": "Hanse"},
                        "challenge": "h2Yp3Z0m8mC0m5cVY5cGJw",
                    }
                }
            ]
        }
    )

    options: Mapping[str, object]


class RequestOut(BaseModel):
    """What `PublicKeyCredential.parseRequestOptionsFromJSON()` takes; good for 5 minutes."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"options": {"rpId": "hanse.example.com", "challenge": "h2Yp3Z0m8mC0m5cVY5cGJw"}}
            ]
        }
    )

    options: Mapping[str, object]


@doors.post("/api/identity/factors/passkeys/question", needs=WRITE, personal=True, step_up=True)
async def begin_passkey(tx: InTx, held: OfHeld, request: Request) -> CreationOut:
    """Begin to add a passkey: what the browser needs to make one."""
    site = site_called(held, request)
    return CreationOut(options=await passkeys.begin_passkey(tx, own_id(tx.actor), site))


@doors.post(
    "/api/identity/factors/passkeys", needs=WRITE, status=201, personal=True, shows_secret=True
)
async def add_passkey(
    tx: InTx, called: Called, held: OfHeld, request: Request, asked: PasskeyIn
) -> AddedOut:
    """Add the passkey that the browser made."""
    made = Made(
        asked.passkey.id,
        asked.passkey.client_data,
        asked.passkey.attestation,
        asked.passkey.transports,
    )
    site = site_called(held, request)
    return shaped_added(
        await passkeys.add_passkey(tx, own_id(tx.actor), site, asked.name, made, called.session_id)
    )


def site_called(held: Held, request: Request) -> Site:
    """The name that passkeys are bound to; `Rejected` with the address to use if there is none."""
    return site_of(held.public_url, request.headers.get("host", ""))
