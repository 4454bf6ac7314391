"""Keys for machines: how a secret is written, which ask for too much, and when one is good."""

import zlib
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from hanse.base.faults import Conflict, Finding, Rejected, Severity
from hanse.base.text import clean

KEYS_MAX = 200  # in one workspace, without those that have ended
SCOPES_MAX = 200
NAME_CHARS_MAX = 100
LIFETIME_MAX = timedelta(days=3_653)
TOUCH_EVERY = timedelta(minutes=1)

BEGIN = "hak_"
RANDOM_BYTES = 32
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
BODY_CHARS = 43  # that many digits hold 32 bytes
CHECK_CHARS = 6
PREFIX_CHARS = len(BEGIN) + 8


class TooManyKeys(Conflict):
    """The workspace has as many keys as it may."""

    code = "keys_full"


class KeyState(StrEnum):
    active = "active"
    expired = "expired"
    revoked = "revoked"
    orphaned = "orphaned"  # its maker is no member any more


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as people see it. Its secret is known to whoever took it down, and to nobody else."""

    id: UUID
    name: str
    prefix: str
    scopes: Sequence[str]
    made_by: UUID
    maker: str | None  # the name; none if the maker is no member any more
    made_at: datetime
    expires_at: datetime | None
    used_at: datetime | None
    used_from: str
    ended_at: datetime | None
    ended_by: UUID | None
    version: int

    def state(self, now: datetime) -> KeyState:
        if self.ended_at:
            return KeyState.revoked
        if self.expires_at and self.expires_at <= now:
            return KeyState.expired
        return KeyState.active if self.maker is not None else KeyState.orphaned


@dataclass(frozen=True, slots=True)
class FoundKey:
    """A good key that was brought along, with what its maker is in its workspace now."""

    id: UUID
    workspace_id: UUID
    workspace_state: str
    networks: Sequence[str]  # from where alone it may come; empty: anywhere
    name: str
    prefix: str
    scopes: Sequence[str]
    made_by: UUID
    maker: str
    role: str
    amount_minor: int | None
    currency: str | None
    items_max: int | None
    used_at: datetime | None

    @property
    def actor_name(self) -> str:
        return f"{called(self.name, self.prefix)} of {self.maker}"

    def permissions(self, held: AbstractSet[str]) -> frozenset[str]:
        """Of its scopes, those that the role of its maker holds: nobody keeps by a key what the
        person has lost."""
        return frozenset(self.scopes) & held

    def to_be_touched(self, now: datetime) -> bool:
        return self.used_at is None or now - self.used_at >= TOUCH_EVERY


def called(name: str, prefix: str) -> str:
    return f"{name} ({prefix})"


def write_token(random: bytes) -> str:
    """A secret of 32 random bytes: letters and digits alone, so that one click marks all of it.

    Its end is computed from the rest: what was cut off or mistyped is known without a look into
    the database, and programs that search code for secrets are sure of what they found.
    """
    body = BEGIN + digits(int.from_bytes(random, "big"), BODY_CHARS)
    return body + check_of(body)


def is_token(text: str) -> bool:
    """Whether it was written by `write_token`, by its form alone."""
    whole = len(BEGIN) + BODY_CHARS + CHECK_CHARS
    if len(text) != whole or not text.startswith(BEGIN) or not text.isascii():
        return False
    body, check = text[:-CHECK_CHARS], text[-CHECK_CHARS:]
    return check == check_of(body)


def check_of(body: str) -> str:
    return digits(zlib.crc32(body.encode()), CHECK_CHARS)


def digits(number: int, count: int) -> str:
    written = ""
    for _ in range(count):
        number, rest = divmod(number, len(DIGITS))
        written = DIGITS[rest] + written
    return written


def prefix_of(token: str) -> str:
    """The beginning, by which people tell keys apart: too short to help whoever guesses."""
    return token[:PREFIX_CHARS]


def clean_name(name: str) -> str:
    kept = clean(name)
    if kept and len(kept) <= NAME_CHARS_MAX:
        return kept
    sentence = (
        f"The name has {len(kept):,} characters; the limit is {NAME_CHARS_MAX}."
        if kept
        else "The key has no name."
    )
    step = "Name it after the program that will use it, as Stock robot."
    finding = Finding(Severity.error, "name_wrong", sentence, step, "name")
    raise Rejected(sentence, [finding], step)


def check_new(
    scopes: Sequence[str],
    expires_at: datetime | None,
    *,
    known: Mapping[str, object],
    held: AbstractSet[str],
    now: datetime,
) -> Sequence[str]:
    """The scopes, each once and in order; everything that is wrong is told at once."""
    wanted = sorted(set(scopes))
    findings = [
        finding
        for scope in wanted
        if (finding := wrong_scope(scope, known=scope in known, held=scope in held))
    ]
    if not wanted or len(wanted) > SCOPES_MAX:
        sentence = f"A key has 1 to {SCOPES_MAX} scopes, not {len(wanted)}."
        step = "Choose the permissions that the program needs, and no others."
        findings.append(Finding(Severity.error, "scopes_count", sentence, step, "scopes"))
    if expires_at and not now < expires_at <= now + LIFETIME_MAX:
        sentence = "The key must end in the future, and within ten years."
        step = "Choose another day, or leave it out for a key that ends when it is revoked."
        findings.append(Finding(Severity.error, "expiry_wrong", sentence, step, "expires_at"))
    if findings:
        raise Rejected(findings[0].sentence, findings, findings[0].next_step)
    return wanted


def wrong_scope(scope: str, *, known: bool, held: bool) -> Finding | None:
    if held:
        return None
    if known:
        sentence = f"You do not have the permission {scope} yourself, so your key cannot have it."
        step = "Leave it out, or ask somebody who has it to make the key."
        return Finding(Severity.error, "scope_not_held", sentence, step, "scopes")
    sentence = f"There is no permission {scope[:80]!r}."
    step = "Take the names from the list of permissions in the reference."
    return Finding(Severity.error, "scope_unknown", sentence, step, "scopes")


def check_room(living: int) -> None:
    if living >= KEYS_MAX:
        raise TooManyKeys(
            f"The workspace has {living} keys, and {KEYS_MAX} is the most.",
            "Revoke those that nobody uses: the list says when each was used last.",
        )
