"""Half a sign-in, questions put to passkeys, and what is enough to prove who somebody is."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from hanse.base.faults import Rejected
from hanse.rooms.identity.model.passkeys import Signed

QUESTION_BYTES = 32
OPEN_MAX = 20  # questions and half sign-ins of one person at once; the oldest go


class ChallengeKind(StrEnum):
    """What it is for; one for one thing is nothing to another."""

    second_factor = "second_factor"  # the password was right
    passkey = "passkey"  # a question for a new passkey, or at sign-in
    step_up = "step_up"  # a question to prove who is there


LIFETIMES = {
    ChallengeKind.second_factor: timedelta(minutes=10),
    ChallengeKind.passkey: timedelta(minutes=5),
    ChallengeKind.step_up: timedelta(minutes=5),
}


@dataclass(frozen=True, slots=True)
class Challenge:
    id: UUID
    person_id: UUID
    kind: ChallengeKind
    token_hash: bytes
    question: bytes | None
    made_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """What a person shows to go on; exactly one is set."""

    password: str | None = None
    code: str | None = None
    recovery: str | None = None
    passkey: Signed | None = None


def one_shown(shown: Shown) -> Shown:
    """`Rejected` unless exactly one thing is shown: two could be tried in one go."""
    given = [shown.password, shown.code, shown.recovery, shown.passkey]
    if sum(one is not None for one in given) != 1:
        raise Rejected(
            "Show exactly one thing: what you send holds none or several.",
            next_step="Send one of code, recovery, passkey, or where it is asked for password.",
        )
    return shown


def question_hash(question: bytes) -> bytes:
    """A question is its own token, for whoever answers it repeats it."""
    return hashlib.sha256(question).digest()


def proves(ways: Sequence[str], requiring: Collection[str]) -> Sequence[str]:
    """By what a person may prove who it is within a session.

    The password or a second factor, for it has shown the rest at sign-in. Where a workspace asks
    for a second factor the password alone is not enough, unless the person has none to show yet.
    """
    if ways and requiring:
        return ways
    return ("password", *ways)
