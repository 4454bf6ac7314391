"""The doors for whoever is not signed in yet, and the one on the way out."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict
from starlette.requests import Request
from starlette.responses import Response

from hanse.base.faults import Denied
from hanse.engine.doors import cookies
from hanse.engine.doors.access import PUBLIC
from hanse.engine.doors.doors import Body, Doors, InDatabase, InTx
from hanse.rooms.identity.model.people import Language
from hanse.rooms.identity.routes.held import From, Held, OfHeld
from hanse.rooms.identity.routes.people import Name, Zone
from hanse.rooms.identity.service import addresses, passwords, registration, sessions, sign_in
from hanse.rooms.identity.service.registration import Newcomer
from hanse.rooms.identity.service.sign_in import Halfway, SignedIn

doors = Doors("identity")

COOKIE_LIFETIME_S = 400 * 86_400  # the most that browsers allow; how long it is good we decide

LINK = "hln_q2S0c7f5Yx1dW4mJb9kR3nT6vZ8aE0gHuLpXyKoIwQs"
PASSWORD = "lemon orbit stable quiet"  # noqa: S105 - an example
NEWCOMER: JsonDict = {
    "name": "Ada Lind",
    "email": "ada@example.com",
    "password": PASSWORD,
    "language": "en",
    "zone": "Asia/Jakarta",
}

Email = Annotated[str, Field(max_length=320)]
Password = Annotated[str, Field(max_length=1_000, description="12 to 1,000 characters.")]
AnyPassword = Annotated[str, Field(max_length=1_000)]
Token = Annotated[str, Field(max_length=200, description="What stands behind the # of the link.")]


class NotFromOurPage(Denied):
    """The cookie came along, but not what only our own pages know."""

    code = "not_from_our_page"


class WelcomeOut(BaseModel):
    """What the sign-in page needs to know."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "setup_needed": False,
                    "setup_code_needed": False,
                    "registration": "invited",
                    "mail_ready": True,
                    "public_url": "https://hub.example.com",
                }
            ]
        }
    )

    setup_needed: bool = Field(description="Nobody is there yet: the first one sets it up.")
    setup_code_needed: bool
    registration: Literal["open", "invited"]
    mail_ready: bool
    public_url: str = Field(description="The address under which browsers can stay signed in.")


class SetupIn(Body):
    """The first person and its workspace."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{**NEWCOMER, "workspace_name": "Lind Trading"}]}
    )

    code: Annotated[str, Field(max_length=200)] = ""
    name: Name
    email: Email
    password: Password
    language: Language
    zone: Zone
    workspace_name: Annotated[str, Field(max_length=400)]


class RegisterIn(Body):
    model_config = ConfigDict(json_schema_extra={"examples": [NEWCOMER]})

    name: Name
    email: Email
    password: Password
    language: Language
    zone: Zone


class ConfirmIn(Body):
    """The link, and the password that was chosen: whoever has only one of them gets nothing."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"token": LINK, "password": PASSWORD}]}
    )

    token: Token
    password: AnyPassword


class SignInIn(Body):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"email": "ada@example.com", "password": PASSWORD}]}
    )

    email: Email
    password: AnyPassword


class ForgotIn(Body):
    model_config = ConfigDict(json_schema_extra={"examples": [{"email": "ada@example.com"}]})

    email: Email


class ResetIn(Body):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"token": LINK, "password": PASSWORD}]}
    )

    token: Token
    password: Password


class LinkIn(Body):
    model_config = ConfigDict(json_schema_extra={"examples": [{"token": LINK}]})

    token: Token


class SignInOut(BaseModel):
    """Signed in, with the cookie set; or half way, until a second factor is shown."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"state": "signed_in", "challenge": "", "ways": []},
                {"state": "second_factor", "challenge": "hch_q2S0", "ways": ["totp", "recovery"]},
            ]
        }
    )

    state: Literal["signed_in", "second_factor"]
    challenge: Annotated[str, Field(description="Bring it along with the second factor.")] = ""
    ways: Annotated[list[str], Field(description="Any of `totp`, `passkey`, `recovery`.")] = []


class SentOut(BaseModel):
    """The same for every address: whoever has it gets a mail."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"state": "sent"}]})

    state: Literal["sent"] = "sent"


class DoneOut(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [{"state": "done"}]})

    state: Literal["done"] = "done"


@doors.get("/api/identity/welcome", needs=PUBLIC)
async def read_welcome(database: InDatabase, held: OfHeld) -> WelcomeOut:
    """Tell what the sign-in page needs to know, before anybody is signed in."""
    needed = await registration.is_setup_needed(database)
    return WelcomeOut(
        setup_needed=needed,
        setup_code_needed=needed and bool(held.setup_code),
        registration="open" if held.registration == registration.OPEN else "invited",
        mail_ready=held.mail_ready,
        public_url=held.public_url,
    )


@doors.post("/api/identity/setup", needs=PUBLIC, shows_secret=True)
async def set_up(
    database: InDatabase, held: OfHeld, asked: SetupIn, origin: From, response: Response
) -> SignInOut:
    """Make the first person, who owns the first workspace, and sign it in. Once only."""
    done = await registration.set_up(
        *(database, held.passwords, newcomer(asked), asked.workspace_name),
        code=asked.code,
        wanted_code=held.setup_code,
        origin=origin,
    )
    return told(done, held, response)


@doors.post("/api/identity/register", needs=PUBLIC)
async def register_person(
    database: InDatabase, held: OfHeld, asked: RegisterIn, origin: From
) -> SentOut:
    """Register, where anybody may. A mail says how to go on, whoever has the address."""
    await registration.register(
        *(database, held.passwords, newcomer(asked)),
        registration=held.registration,
        public_url=held.public_url,
        origin=origin,
    )
    return SentOut()


@doors.post("/api/identity/confirm", needs=PUBLIC, shows_secret=True)
async def confirm_person(
    database: InDatabase, held: OfHeld, asked: ConfirmIn, origin: From, response: Response
) -> SignInOut:
    """Confirm an address by the link that was sent to it, and sign in."""
    done = await registration.confirm(
        *(database, held.passwords), token=asked.token, password=asked.password, origin=origin
    )
    return told(done, held, response)


@doors.post("/api/identity/sign_in", needs=PUBLIC, shows_secret=True)
async def sign_in_person(
    database: InDatabase, held: OfHeld, asked: SignInIn, origin: From, response: Response
) -> SignInOut:
    """Sign in with address and password. After failures the next try waits, longer each time."""
    done = await sign_in.sign_in(
        *(database, held.passwords),
        email=asked.email,
        password=asked.password,
        agent=origin.agent,
        address=origin.address,
        request_id=origin.request_id,
        brought=origin.brought,
    )
    return told(done, held, response)


@doors.post("/api/identity/sign_out", needs=PUBLIC, personal=True)
async def sign_out_person(tx: InTx, request: Request, response: Response) -> DoneOut:
    """End the session of this browser. Without one there is nothing to do."""
    token = cookies.brought(request.headers)
    if token and not cookies.is_ours(request.headers, request.method, token):
        raise NotFromOurPage(
            "This request does not come from our own pages.", "Reload the page and try again."
        )
    await sessions.end_brought(tx, token)
    cookies.drop(response)
    return DoneOut()


@doors.post("/api/identity/forgot", needs=PUBLIC)
async def ask_for_reset(
    database: InDatabase, held: OfHeld, asked: ForgotIn, origin: From
) -> SentOut:
    """Have a link sent by which a new password can be set, if there is such an account."""
    await passwords.forgot(database, email=asked.email, public_url=held.public_url, origin=origin)
    return SentOut()


@doors.post("/api/identity/reset", needs=PUBLIC)
async def reset_password(
    database: InDatabase, held: OfHeld, asked: ResetIn, origin: From
) -> DoneOut:
    """Set a new password by a link. All sessions end; sign in with the new one."""
    await passwords.reset(
        *(database, held.passwords), token=asked.token, password=asked.password, origin=origin
    )
    return DoneOut()


@doors.post("/api/identity/email/confirm", needs=PUBLIC, personal=True)
async def confirm_email(tx: InTx, asked: LinkIn) -> DoneOut:
    """Take a new address for one's own, by the link that was sent to it."""
    await addresses.confirm_email(tx, asked.token)
    return DoneOut()


def newcomer(asked: RegisterIn | SetupIn) -> Newcomer:
    return Newcomer(asked.name, asked.email, asked.password, asked.language, asked.zone)


def told(done: SignedIn | Halfway, held: Held, response: Response) -> SignInOut:
    """The answer to a sign-in; the cookie is set when it is complete."""
    outcome = "half" if isinstance(done, Halfway) else "session"
    held.meter.count("hanse_sign_ins_total", outcome=outcome)
    if isinstance(done, Halfway):
        return SignInOut(
            state="second_factor", challenge=done.challenge_token, ways=list(done.ways)
        )
    cookies.keep(response, done.opened.token, COOKIE_LIFETIME_S)
    return SignInOut(state="signed_in")
