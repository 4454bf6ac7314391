"""Tokens of machines: an access token for minutes, and a refresh token that is good once.

A refresh token that comes a second time was copied, by whoever comes now or came before. Nobody can
tell which, so the machine is signed out and its person is told.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

import jwt

from hanse.base.faults import Denied, Fault
from hanse.engine.log import events
from hanse.engine.tx import INSTALLATION, Database, Tx
from hanse.rooms.identity.model.letters import Letter
from hanse.rooms.identity.model.sessions import EndReason, Session, clean_agent
from hanse.rooms.identity.model.tokens import (
    Claims,
    Issued,
    TokenKind,
    token_hash,
)
from hanse.rooms.identity.service import links, people, sessions, standing
from hanse.rooms.identity.service.minting import new_token
from hanse.rooms.identity.service.people import VISITOR
from hanse.rooms.identity.service.sign_in import Origin
from hanse.rooms.identity.service.signing import SIGNING_KEY, Signing, own_key, public_key
from hanse.rooms.identity.service.standing import Membership
from hanse.rooms.identity.store import sessions as session_store
from hanse.rooms.identity.store import tokens as store

SEALED_COLUMNS = (SIGNING_KEY,)

ALGORITHM = "EdDSA"
TYPE = "at+jwt"  # nothing else that we may ever sign is taken for an access token
TOKEN_CHARS_MAX = 2_000
CLOCKS_DIFFER = timedelta(seconds=60)


@events.declare(
    "identity.token.spent",
    "A machine exchanged its token",
    subject=("identity.session", "session_id"),
)
@dataclass(frozen=True, slots=True)
class TokenSpent:
    session_id: UUID
    person_id: UUID


@events.declare(
    "identity.token.reused",
    "A token that had been exchanged was used again; its machine was signed out",
    subject=("identity.session", "session_id"),
    personal=("address", "agent"),
    person="person_id",
)
@dataclass(frozen=True, slots=True)
class TokenReused:
    session_id: UUID
    person_id: UUID
    address: str
    agent: str


class TokenRefused(Denied):
    """The refresh token opens nothing: the machine is signed in again by its person."""

    code = "token_refused"


@dataclass(frozen=True, slots=True)
class Verifier:
    """Knows whose access token it is; one is held for all requests."""

    database: Database
    signing: Signing = field(default_factory=Signing)

    async def verify(self, token: str) -> Claims | None:
        now = self.database.clock.now()
        return await verify_access_token(self.database, self.signing, token, now)


async def make_tokens(
    tx: Tx,
    signing: Signing,
    *,
    person_id: UUID,
    session_id: UUID | None,
    name: str,
    access_minutes: int,
    origin: Origin,
) -> Issued:
    """Sign a machine in on behalf of a person who is."""
    own = await sessions.session(tx, session_id) if session_id else None
    opened = await sessions.open_machine(
        tx,
        person_id,
        name=name,
        agent=origin.agent,
        address=origin.address,
        second_factor=bool(own and own.second_factor),
    )
    return await issue(tx, signing, opened.session, opened.token, access_minutes)


async def refresh_tokens(
    database: Database, signing: Signing, *, token: str, access_minutes: int, origin: Origin
) -> Issued:
    """The next pair for a refresh token, which is spent by that."""
    async with database.system_tx("refresh a token", request_id=origin.request_id) as system:
        person_id = await store.person_of(system, token_hash(token))
        places = await standing.memberships(system, person_id) if person_id else ()
    async with database.tx(INSTALLATION, VISITOR, origin.request_id) as tx:
        outcome = await refreshed(tx, signing, token, places, access_minutes, origin)
    if isinstance(outcome, Fault):
        raise outcome  # after the commit, for a family that was ended must stay so
    return outcome


async def refreshed(
    tx: Tx,
    signing: Signing,
    token: str,
    places: Sequence[Membership],
    access_minutes: int,
    origin: Origin,
) -> Issued | Fault:
    brought = token_hash(token)
    session = await store.by_token(tx, brought)
    if session is None:
        await end_family(tx, brought, origin)
        return refused()
    if await standing.of_machine(tx, session.id) is None:
        return refused()
    # An exchange is a use: it must not keep a machine in that its person's workspaces sign out.
    if standing.is_over(session, places, tx.now):
        await sessions.end_session(tx, session.id, EndReason.expired)
        return refused()
    following = new_token(TokenKind.refresh)
    await store.exchange(
        *(tx, session.id, brought, token_hash(following)),
        *(clean_agent(origin.agent), origin.address),
    )
    await events.append(tx, TokenSpent(session.id, session.person_id))
    return await issue(tx, signing, session, following, access_minutes)


async def end_family(tx: Tx, brought: bytes, origin: Origin) -> None:
    """If this token was exchanged before, all that came of it ends, and its person is told."""
    session_id = await store.by_spent(tx, brought)
    session = await session_store.get(tx, session_id) if session_id else None
    if session is None or not await sessions.end_session(tx, session.id, EndReason.token_reused):
        return
    reused = TokenReused(session.id, session.person_id, origin.address, clean_agent(origin.agent))
    await events.append(tx, reused)
    person = await people.person(tx, session.person_id)
    await links.tell(tx, person, Letter.token_reused, machine=session.name)


async def issue(
    tx: Tx, signing: Signing, session: Session, refresh_token: str, access_minutes: int
) -> Issued:
    key = await own_key(tx, signing)
    expires_in = access_minutes * 60
    now = int(tx.now.timestamp())
    claims = {
        "sub": str(session.person_id),
        "sid": str(session.id),
        "iat": now,
        "exp": now + expires_in,
    }
    headers = {"kid": str(key.id), "typ": TYPE}
    access_token = jwt.encode(claims, key.private, algorithm=ALGORITHM, headers=headers)
    return Issued(session.id, access_token, refresh_token, expires_in)


async def verify_access_token(
    database: Database, signing: Signing, token: str, now: datetime
) -> Claims | None:
    """Whose token it is; none if it is not ours, was altered, or has run out.

    Whether its session still lives is asked of the session: `standing.of_machine`.
    """
    if len(token) > TOKEN_CHARS_MAX:
        return None
    try:
        header = jwt.get_unverified_header(token)
        key_id = UUID(header["kid"])
    except (jwt.InvalidTokenError, KeyError, ValueError, TypeError, AttributeError):
        return None
    if header.get("typ") != TYPE:
        return None
    key = await public_key(database, signing, key_id)
    if key is None:
        return None
    try:
        said = jwt.decode(
            token,
            key,
            algorithms=[ALGORITHM],
            # The clock is given, so the times are compared below.
            options={
                "require": ["sub", "sid", "iat", "exp"],
                "verify_exp": False,
                "verify_iat": False,
                "verify_nbf": False,
                "verify_aud": False,
            },
        )
        begins, ends = (datetime.fromtimestamp(int(said[name]), UTC) for name in ("iat", "exp"))
        claims = Claims(UUID(said["sub"]), UUID(said["sid"]))
    except (jwt.InvalidTokenError, ValueError, TypeError, AttributeError, OverflowError, OSError):
        return None
    return claims if begins - CLOCKS_DIFFER <= now < ends else None


def refused() -> TokenRefused:
    return TokenRefused(
        "This refresh token is not good, or not any more: each is good once.",
        "Sign the machine in again.",
    )
