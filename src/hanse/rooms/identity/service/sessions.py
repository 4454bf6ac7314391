"""Sessions: opened by whoever has proven who it is, and ended by its owner or by a fault.

Rows stand in the installation. What writes needs a `tx` there; `touch` takes any, a system
transaction too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.base.faults import Gone
from hanse.engine.log import events
from hanse.engine.tx import Tx
from hanse.rooms.identity.model.sessions import (
    NEVER,
    TOUCH_EVERY,
    EndReason,
    Opened,
    Session,
    SessionKind,
    clean_agent,
    clean_machine_name,
)
from hanse.rooms.identity.model.tokens import TokenKind, token_hash
from hanse.rooms.identity.service.minting import new_token
from hanse.rooms.identity.store import sessions as store


@events.declare(
    "identity.session.opened",
    "{actor} signed in ({kind})",
    subject=("identity.session", "session_id"),
    personal=("agent", "address"),
    person="person_id",
)
@dataclass(frozen=True, slots=True)
class SessionOpened:
    session_id: UUID
    person_id: UUID
    kind: str
    second_factor: bool
    agent: str
    address: str


@events.declare(
    "identity.session.ended",
    "A session ended: {reason}",
    subject=("identity.session", "session_id"),
)
@dataclass(frozen=True, slots=True)
class SessionEnded:
    session_id: UUID
    person_id: UUID
    reason: str


@events.declare(
    "identity.session.confirmed",
    "{actor} showed again who is there",
    subject=("identity.session", "session_id"),
)
@dataclass(frozen=True, slots=True)
class SessionConfirmed:
    session_id: UUID
    person_id: UUID


async def open_session(
    tx: Tx, person_id: UUID, *, agent: str, address: str, second_factor: bool
) -> Opened:
    """Sign a browser in. The token is new each time, so nobody can plant one beforehand."""
    return await opened(
        tx, person_id, SessionKind.browser, TokenKind.session, "", agent, address, second_factor
    )


async def open_machine(
    tx: Tx, person_id: UUID, *, name: str, agent: str, address: str, second_factor: bool
) -> Opened:
    """Let a machine act for the person; its token is exchanged for the next at each use."""
    return await opened(
        *(tx, person_id, SessionKind.machine, TokenKind.refresh, clean_machine_name(name)),
        *(agent, address, second_factor),
    )


async def opened(
    tx: Tx,
    person_id: UUID,
    kind: SessionKind,
    token_kind: TokenKind,
    name: str,
    agent: str,
    address: str,
    second_factor: bool,
) -> Opened:
    token = new_token(token_kind)
    browser = kind is SessionKind.browser
    session = Session(
        id=tx.ids.new(),
        person_id=person_id,
        kind=kind,
        name=name,
        agent=clean_agent(agent),
        address=address,
        made_at=tx.now,
        seen_at=tx.now,
        proven_at=tx.now if browser else NEVER,  # a machine proves nobody
        second_factor=second_factor,
    )
    surplus = await store.end_surplus(tx, person_id, EndReason.expired)
    await store.add(tx, session, token_hash(token))
    await events.append(
        tx,
        *(SessionEnded(ended, person_id, EndReason.expired) for ended in surplus),
        SessionOpened(session.id, person_id, kind, second_factor, session.agent, address),
    )
    return Opened(session, token)


async def touch(tx: Tx, session: Session, address: str) -> bool:
    """Note that it was seen, at most once a minute; whether that was written."""
    if not session.to_be_touched(tx.now):
        return False
    return await store.touch(tx, session.id, address, tx.now - TOUCH_EVERY)


async def prove(tx: Tx, session_id: UUID) -> None:
    """Its person has just shown again who is there."""
    owner = await store.prove(tx, session_id)
    if owner is None:
        raise no_session()
    await events.append(tx, SessionConfirmed(session_id, owner))


async def change_token(tx: Tx, session_id: UUID) -> str:
    """The next token of a browser's session; the one before opens nothing. Empty for a machine."""
    token = new_token(TokenKind.session)
    return token if await store.change_token(tx, session_id, token_hash(token)) else ""


async def living_sessions(
    tx: Tx, person_id: UUID, *, limit: int, before: UUID | None = None
) -> Sequence[Session]:
    """The browsers and machines of a person, the newest first."""
    return await store.living(tx, person_id, limit=limit, before=before)


async def session(tx: Tx, session_id: UUID) -> Session:
    found = await store.get(tx, session_id)
    if found is None:
        raise no_session()
    return found


async def end_session(tx: Tx, session_id: UUID, reason: str) -> bool:
    """Whether it lived until now."""
    owner = await store.end(tx, session_id, EndReason(reason))
    if owner is not None:
        await events.append(tx, SessionEnded(session_id, owner, reason))
    return owner is not None


async def end_own(tx: Tx, person_id: UUID, session_id: UUID) -> None:
    """End one of the person's own; anybody else's is not there."""
    if (await session(tx, session_id)).person_id != person_id:
        raise no_session()
    await end_session(tx, session_id, EndReason.revoked)


async def end_brought(tx: Tx, token: str) -> bool:
    """End the session that a browser brings along when it signs in anew, or signs out."""
    if not token.startswith(TokenKind.session):
        return False
    found = await store.id_of(tx, token_hash(token))
    return found is not None and await end_session(tx, found, EndReason.signed_out)


async def end_all(tx: Tx, person_id: UUID, reason: str, but: UUID | None = None) -> int:
    """End all of a person, or all but one; how many there were."""
    ended = await store.end_all(tx, person_id, EndReason(reason), but)
    await events.append(tx, *(SessionEnded(each, person_id, reason) for each in ended))
    return len(ended)


def no_session() -> Gone:
    return Gone("There is no such session, or it is over.", "Look at the list again.")
