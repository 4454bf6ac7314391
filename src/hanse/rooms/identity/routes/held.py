"""What the doors of this room need of the program: handed in once, when it starts."""

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from hanse.engine.doors import cookies
from hanse.engine.metrics import Meter
from hanse.engine.passwords import Passwords
from hanse.rooms.identity.service.sign_in import Origin
from hanse.rooms.identity.service.signing import Signing


@dataclass(frozen=True, slots=True)
class Held:
    passwords: Passwords
    setup_code: str  # empty: none is asked for
    public_url: str
    registration: str  # open: anybody may; invited: those who are invited
    mail_ready: bool  # mails go out; else they wait for the operator
    access_minutes: int  # for which an access token is good
    signing: Signing = field(default_factory=Signing)
    meter: Meter = field(default_factory=Meter)


async def held_by_program(request: Request) -> Held:
    held: Held = request.app.state.identity
    return held


async def origin_of(request: Request) -> Origin:
    return Origin(
        agent=request.headers.get("user-agent", ""),
        address=request.state.address,
        request_id=request.state.request_id,
        brought=cookies.brought(request.headers),
    )


OfHeld = Annotated[Held, Depends(held_by_program)]
From = Annotated[Origin, Depends(origin_of)]
