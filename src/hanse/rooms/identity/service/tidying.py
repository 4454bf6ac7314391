"""What is over is deleted: links, questions, failures, sessions, spent tokens, old keys."""

from dataclasses import dataclass
from datetime import timedelta

from hanse.engine.log import events
from hanse.engine.tx import Tx
from hanse.rooms.identity.model.attempts import FORGOTTEN_AFTER
from hanse.rooms.identity.model.sessions import IDLE_MAX, KEPT_ENDED
from hanse.rooms.identity.model.tokens import RETIRED_KEY_LIFETIME
from hanse.rooms.identity.store import tidying as store

SPENT_KEPT = timedelta(days=90)


@events.declare("identity.leftovers.removed", "What was over in sign-in was deleted")
@dataclass(frozen=True, slots=True)
class LeftoversRemoved:
    links: int
    challenges: int
    attempts: int
    spent_tokens: int
    sessions: int
    sessions_ended: int
    signing_keys: int


async def tidy(tx: Tx) -> bool:
    """Delete a batch of each, in the installation; whether there was anything."""
    now = tx.now
    removed = LeftoversRemoved(
        links=await store.forget_links(tx),
        challenges=await store.forget_challenges(tx),
        attempts=await store.forget_attempts(tx, now - FORGOTTEN_AFTER, now + FORGOTTEN_AFTER),
        spent_tokens=await store.forget_spent(tx, now - KEPT_ENDED, now - SPENT_KEPT),
        sessions=await store.forget_sessions(tx, now - KEPT_ENDED),
        sessions_ended=await store.end_idle_sessions(tx, now - IDLE_MAX),
        signing_keys=await store.forget_signing_keys(tx, now - RETIRED_KEY_LIFETIME),
    )
    if removed == LeftoversRemoved(0, 0, 0, 0, 0, 0, 0):
        return False
    await events.append(tx, removed)
    return True
