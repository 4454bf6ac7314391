"""HTTP of consent: to the platform's page and back, and keys that a platform hands over itself."""

from typing import Annotated
from urllib.parse import parse_qsl
from uuid import UUID

from fastapi import Path, Response
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict
from starlette.requests import Request

from hanse.base.faults import Denied, Gone, Rejected
from hanse.engine.doors.access import PUBLIC
from hanse.engine.doors.doors import Body, Doors, InTx
from hanse.engine.doors.versions import etag
from hanse.rooms.connections.routes.held import OfReach, Opening
from hanse.rooms.connections.routes.permissions import WRITE
from hanse.rooms.connections.routes.shapes import AccountOut, Fields, Named, shaped
from hanse.rooms.connections.service import consents

doors = Doors("connections")

BEGAN: JsonDict = {
    "consent_id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c22",
    "url": "https://lamps.example/wc-auth/v1/authorize?app_name=Hanse",
}
QUERY_PAIRS_MAX = 60

PlatformName = Annotated[str, Path(description="The name of a platform.", max_length=40)]


class ConsentIn(Body):
    """Where to go for consent, and which account it is for, if it is there already."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"platform": "woocommerce", "fields": {"store_url": "https://lamps.example"}}
            ]
        }
    )

    platform: Annotated[str, Field(max_length=40)]
    fields: Fields
    name: Named = ""
    account_id: UUID | None = None


class ConsentOut(BaseModel):
    """The page of the platform to open."""

    model_config = ConfigDict(json_schema_extra={"examples": [BEGAN]})

    consent_id: UUID
    url: str


class ReturnIn(Body):
    """What the platform's page came back with, as it stood in the address behind the `?`."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"platform": "woocommerce", "query": "success=1&user_id=aBc"}]
        }
    )

    platform: Annotated[str, Field(max_length=40)]
    query: Annotated[str, Field(max_length=8_000)]


class GrantedOut(BaseModel):
    """The keys have arrived."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"taken": True}]})

    taken: bool


@doors.post("/api/connections/consents", needs=WRITE, status=201, shows_secret=True)
async def begin_consent(tx: InTx, reach: OfReach, asked: ConsentIn) -> ConsentOut:
    """Begin a consent: the answer says which page of the platform to open."""
    began = await consents.begin(
        reach, tx, asked.platform, asked.fields, asked.name, asked.account_id
    )
    return ConsentOut(consent_id=began.consent_id, url=began.url)


@doors.post("/api/connections/returns", needs=WRITE, status=201, repeatable=True)
async def finish_consent(
    reach: OfReach, open_tx: Opening, asked: ReturnIn, answer: Response
) -> AccountOut:
    """Come back from the platform's page: what it says is checked, and the shop is connected."""
    pairs = parse_qsl(asked.query.removeprefix("?"), keep_blank_values=True)[:QUERY_PAIRS_MAX]
    account = await consents.finish(reach, open_tx, asked.platform, pairs)
    answer.headers["etag"] = etag(account.version)
    return shaped(account)


@doors.post("/api/connections/granted/{platform}", needs=PUBLIC)
async def take_grant(reach: OfReach, platform: PlatformName, request: Request) -> GrantedOut:
    """Take keys that a platform hands over by itself, for a consent that was begun here.

    Anything but 200 makes the platform delete the key that it has just made.
    """
    pairs = list(request.query_params.multi_items())[:QUERY_PAIRS_MAX]
    try:
        taken = await consents.take_grant(reach, platform, pairs, await request.body())
    except (Denied, Gone, Rejected):
        taken = False
    if not taken:
        raise Gone("Nobody here has begun such a consent, or it is over.", consents.STEP)
    return GrantedOut(taken=True)
