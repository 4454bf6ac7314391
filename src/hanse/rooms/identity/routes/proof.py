"""The second half of a sign-in, and proof of who is there before a dangerous act."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from hanse.base.faults import Denied
from hanse.engine.doors.access import PUBLIC
from hanse.engine.doors.doors import Body, Called, Doors, InDatabase, InTx
from hanse.rooms.identity.model.passkeys import Site
from hanse.rooms.identity.model.proof import Shown
from hanse.rooms.identity.routes.factors import Code
from hanse.rooms.identity.routes.held import From, Held, OfHeld
from hanse.rooms.identity.routes.passkeys import SIGNED, AnswerIn, RequestOut, site_called
from hanse.rooms.identity.routes.people import READ, WRITE
from hanse.rooms.identity.routes.sign_in import AnyPassword, SignInOut, told
from hanse.rooms.identity.service import proof
from hanse.rooms.identity.service.people import own_id

doors = Doors("identity")

CHALLENGE = "hch_q2S0c7f5Yx1dW4mJb9kR3nT6vZ8aE0gHuLpXyKoIwQs"

Challenge = Annotated[
    str, Field(max_length=200, description="The token that the first half of the sign-in gave.")
]
Recovery = Annotated[str, Field(max_length=50, description="A recovery code.")]


class QuestionIn(Body):
    model_config = ConfigDict(json_schema_extra={"examples": [{"challenge": CHALLENGE}]})

    challenge: Challenge


class SecondFactorIn(Body):
    """The half sign-in and one of the three."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"challenge": CHALLENGE, "code": "492039"},
                {"challenge": CHALLENGE, "passkey": SIGNED},
            ]
        }
    )

    challenge: Challenge
    code: Code | None = None
    recovery: Recovery | None = None
    passkey: AnswerIn | None = None


class ProofIn(Body):
    """One of the four."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"code": "492039"}, {"passkey": SIGNED}]}
    )

    password: AnyPassword | None = None
    code: Code | None = None
    recovery: Recovery | None = None
    passkey: AnswerIn | None = None


class WaysOut(BaseModel):
    """By what you can prove who you are: `password`, `totp`, `passkey`, `recovery`."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"ways": ["password", "totp"]}]})

    ways: list[str]


@doors.post("/api/identity/second_factor/question", needs=PUBLIC, personal=True)
async def ask_passkey(tx: InTx, held: OfHeld, request: Request, asked: QuestionIn) -> RequestOut:
    """Get a question for your passkeys, to finish a sign-in by its answer."""
    site = site_called(held, request)
    return RequestOut(options=await proof.question(tx, asked.challenge, site))


@doors.post("/api/identity/second_factor", needs=PUBLIC, shows_secret=True)
async def finish_sign_in(
    database: InDatabase,
    held: OfHeld,
    request: Request,
    origin: From,
    asked: SecondFactorIn,
    response: Response,
) -> SignInOut:
    """Finish a sign-in by a second factor. After failures the next try waits, longer each time."""
    done = await proof.finish_challenge(
        database,
        challenge=asked.challenge,
        shown=shown(asked),
        site=site_if(asked.passkey, held, request),
        origin=origin,
    )
    return told(done, held, response)


@doors.get("/api/identity/proof", needs=READ, personal=True)
async def list_ways(database: InDatabase, called: Called, origin: From) -> WaysOut:
    """List by what you can prove who you are: the password counts where nobody asks for more."""
    ways = await proof.ways_to_prove(database, own_id(called.actor), origin.request_id)
    return WaysOut(ways=list(ways))


@doors.post("/api/identity/proof/question", needs=WRITE, personal=True)
async def ask_for_proof(tx: InTx, held: OfHeld, request: Request) -> RequestOut:
    """Get a question for your passkeys, to prove who you are by its answer."""
    site = site_called(held, request)
    return RequestOut(options=await proof.ask_for_proof(tx, own_id(tx.actor), site))


@doors.post("/api/identity/proof", needs=WRITE, status=204, personal=True)
async def prove_person(
    database: InDatabase,
    held: OfHeld,
    called: Called,
    request: Request,
    origin: From,
    asked: ProofIn,
) -> None:
    """Prove who you are; for 10 minutes dangerous acts then do not ask again."""
    if called.session_id is None:
        raise Denied("Only who is signed in can prove it.", "Sign in and do it yourself.")
    await proof.prove(
        database,
        held.passwords,
        actor=called.actor,
        session_id=called.session_id,
        shown=shown(asked, asked.password),
        site=site_if(asked.passkey, held, request),
        origin=origin,
    )


def shown(asked: SecondFactorIn | ProofIn, password: str | None = None) -> Shown:
    passkey = None if asked.passkey is None else asked.passkey.value()
    return Shown(password, asked.code, asked.recovery, passkey)


def site_if(passkey: AnswerIn | None, held: Held, request: Request) -> Site | None:
    """Only a passkey needs a name of the server: codes are good at any address."""
    return None if passkey is None else site_called(held, request)
