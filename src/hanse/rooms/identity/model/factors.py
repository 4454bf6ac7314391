"""Second factors: what they are, which code of an authenticator is right, how recovery codes look.

Codes follow RFC 6238 with steps of 30 s, six digits and SHA-1, for that is what every authenticator
understands. A code of the step before or after is right too, and no code is right twice.
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from hanse.base.faults import Conflict, Finding, Rejected, Severity
from hanse.base.text import JOINERS, clean

FACTORS_MAX = 20  # of one person
NAME_CHARS_MAX = 60
STEP_S = 30
DRIFT_STEPS = 1  # by so many steps the clock of a phone may be off, each way
BEGUN_FOR = timedelta(hours=1)  # for so long a secret waits for its first code

RECOVERY_CODES = 10
RECOVERY_CHARS = 16
RECOVERY_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that reads like something else

CODE = re.compile(r"[0-9]{6}")
GAPS = re.compile(r"[\s\-\u2010-\u2015]+")


class FactorKind(StrEnum):
    totp = "totp"
    passkey = "passkey"


class Way(StrEnum):
    """By what a person can show a second factor."""

    totp = "totp"
    passkey = "passkey"
    recovery = "recovery"


@dataclass(frozen=True, slots=True)
class Factor:
    """As its person sees it in the list."""

    id: UUID
    kind: FactorKind
    name: str
    made_at: datetime
    confirmed_at: datetime | None
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Authenticator:
    """An app that shows codes; its secret stays sealed until a code is compared."""

    id: UUID
    sealed: bytes
    last_step: int | None
    made_at: datetime
    confirmed_at: datetime | None


def clean_name(name: str) -> str:
    """The name of a factor as it is kept. `Rejected` if nobody could read it in a list."""
    cleaned = clean(name)
    if not JOINERS.sub("", cleaned):
        raise wrong_name("The name is empty.", "Give it one that you know it by, such as Phone.")
    if len(cleaned) > NAME_CHARS_MAX:
        sentence = f"The name has {len(cleaned)} characters, more than {NAME_CHARS_MAX}."
        raise wrong_name(sentence, "Shorten it.")
    return cleaned


def wrong_name(sentence: str, step: str) -> Rejected:
    return Rejected(sentence, [Finding(Severity.error, "name_wrong", sentence, step, "name")], step)


def step_of(now: datetime) -> int:
    return int(now.timestamp()) // STEP_S


def steps_around(now: datetime) -> Sequence[int]:
    """The steps whose codes are right now: this one first, for it is the likeliest."""
    step = step_of(now)
    return [
        step,
        *(step + sign * away for away in range(1, DRIFT_STEPS + 1) for sign in (-1, 1)),
    ]


def clean_code(text: str) -> str:
    """The six digits in what a person typed, also full-width ones; empty if it is no code."""
    code = GAPS.sub("", unicodedata.normalize("NFKC", text))
    return code if CODE.fullmatch(code) else ""


def is_begun(factor: Authenticator, now: datetime) -> bool:
    """Whether a secret that was not confirmed may still be."""
    return factor.confirmed_at is None and now - factor.made_at <= BEGUN_FOR


def clean_recovery(text: str) -> str:
    """A recovery code without its gaps; capitals are the same code."""
    return GAPS.sub("", unicodedata.normalize("NFKC", text)).lower()


def spelled_recovery(code: str) -> str:
    """In groups of four, as people read and type it."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def recovery_hash(person_id: UUID, text: str) -> bytes:
    """Bound to the person. Fast is enough: 79 random bits are not guessed, however fast."""
    return hashlib.sha256(
        b"recovery\0" + person_id.bytes + clean_recovery(text).encode("utf-8", "replace")
    ).digest()


def refuse_more(held: int) -> None:
    if held >= FACTORS_MAX:
        raise Conflict(
            f"You have {held} second factors, and {FACTORS_MAX} is the most.",
            "Remove one that you no longer use, then add this one.",
        )


def refuse_last(factor: Factor, others: Sequence[Factor], requiring: Sequence[str]) -> None:
    """`Conflict` if this is the last factor and a workspace wants one."""
    left = [one for one in others if one.confirmed_at is not None and one.id != factor.id]
    if factor.confirmed_at is None or left or not requiring:
        return
    names = ", ".join(requiring)
    raise Conflict(
        f"{factor.name} is your last second factor, and {names} asks for one.",
        "Add another one first, or leave that workspace.",
    )
