"""The doors to what one signs in with: the password and the address."""

from pydantic import ConfigDict
from starlette.responses import Response

from hanse.engine.doors import cookies
from hanse.engine.doors.doors import Body, Called, Doors, InDatabase
from hanse.rooms.identity.routes.held import From, OfHeld
from hanse.rooms.identity.routes.people import WRITE
from hanse.rooms.identity.routes.sign_in import (
    COOKIE_LIFETIME_S,
    PASSWORD,
    AnyPassword,
    DoneOut,
    Email,
    Password,
    SentOut,
)
from hanse.rooms.identity.service import addresses, passwords
from hanse.rooms.identity.service.people import own_id

doors = Doors("identity")


class PasswordIn(Body):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"current": PASSWORD, "password": "copper window slow river"}]
        }
    )

    current: AnyPassword
    password: Password


class EmailIn(Body):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"email": "ada@new.example", "password": PASSWORD}]}
    )

    email: Email
    password: AnyPassword


@doors.post("/api/identity/password", needs=WRITE, personal=True)
async def change_password(
    database: InDatabase,
    held: OfHeld,
    called: Called,
    asked: PasswordIn,
    origin: From,
    response: Response,
) -> DoneOut:
    """Set a new password; it takes the current one. All other sessions end."""
    token = await passwords.change(
        *(database, held.passwords),
        person_id=own_id(called.actor),
        session_id=called.session_id,
        current=asked.current,
        password=asked.password,
        origin=origin,
    )
    if token:
        cookies.keep(response, token, COOKIE_LIFETIME_S)
    return DoneOut()


@doors.post("/api/identity/email", needs=WRITE, personal=True)
async def change_email(
    database: InDatabase, held: OfHeld, called: Called, asked: EmailIn, origin: From
) -> SentOut:
    """Have a link sent to a new address; by it the address changes. It takes the password."""
    await addresses.ask_for_email(
        *(database, held.passwords),
        person_id=own_id(called.actor),
        email=asked.email,
        password=asked.password,
        public_url=held.public_url,
        origin=origin,
    )
    return SentOut()
