"""People, and what may be a name, an address of theirs and a password."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hanse.base.faults import Finding, Rejected, Severity
from hanse.base.text import JOINERS, clean, fold

NAME_CHARS_MAX = 100
EMAIL_CHARS_MAX = 254
LOCAL_CHARS_MAX = 64
PASSWORD_CHARS_MIN = 12
PASSWORD_CHARS_MAX = 1_000
DIFFERENT_MIN = 5  # characters in it

# One sign "@" with a name before and a host with a dot after, or localhost. Whether it receives
# mail only a mail can tell; what would break a header or an address line is refused.
EMAIL = re.compile(
    r"[^\s@<>()\[\]\\,;:\"]+@(?:[^\s@<>()\[\]\\,;:\"./?#%]+\.)*[^\s@<>()\[\]\\,;:\"./?#%]+"
)

# Those of at least twelve signs that lists of stolen passwords have most often, and patterns.
TRIED_FIRST = """
    123456789012 1234567890123 123456789123 012345678910 123456123456 123123123123 112233445566
    qwertyuiop123 qwertyuiop12 qwertyuiop[] qwerty123456 qwerty1234567 1qaz2wsx3edc 1q2w3e4r5t6y
    1q2w3e4r5t6y7u 1qazxsw23edc q1w2e3r4t5y6 asdfghjkl123 zxcvbnm12345 qazwsxedcrfv zaq12wsxcde3
    password1234 password12345 password123456 passwordpassword mypassword123 password123!
    p@ssword1234 p@ssw0rd1234 passw0rd1234 adminadminadmin administrator admin1234567
    letmeinletmein letmein12345 welcome12345 welcome123456 iloveyou1234 iloveyou12345
    changemechangeme changeme1234 abcdefghijkl abcdefghijklm abcd12345678 abc123456789 abcdefg12345
    iloveyouforever jesuschrist1 manchesterunited liverpool1234 football1234 basketball12
    superman1234 trustno1trustno1 correcthorsebatterystaple masterpassword testtesttest testpassword
    demo12345678 bismillah123 indonesia123 indonesia1945 sayangku1234 rahasia12345 katasandi123
"""
COMMONEST = frozenset(TRIED_FIRST.split())


class PersonState(StrEnum):
    unconfirmed = "unconfirmed"  # nobody has shown yet that the address is theirs
    active = "active"
    closed = "closed"


class Language(StrEnum):
    en = "en"
    id = "id"


@dataclass(frozen=True, slots=True)
class Person:
    id: UUID
    email: str
    name: str
    language: Language
    zone: str
    state: PersonState
    made_at: datetime
    version: int


def read_person(
    person_id: UUID,
    email: str,
    name: str,
    language: str,
    zone: str,
    state: str,
    made_at: datetime,
    version: int,
) -> Person:
    """As its row has it."""
    return Person(
        person_id, email, name, Language(language), zone, PersonState(state), made_at, version
    )


def email_key(email: str) -> str:
    """Equal for two spellings of one address; dots and plus signs count, for some hosts they do."""
    return fold(email)


def clean_email(email: str) -> str:
    kept = clean(email)
    local = kept.rpartition("@")[0]
    if len(kept) > EMAIL_CHARS_MAX or len(local) > LOCAL_CHARS_MAX or not EMAIL.fullmatch(kept):
        raise wrong("email", "email_wrong", "This is no email address.", "Write it as name@host.")
    return kept


def clean_name(name: str) -> str:
    """A name as people write it, in any script; one line."""
    kept = clean(name)
    if not JOINERS.sub("", kept):
        raise wrong("name", "name_missing", "The name is empty.", "Write how others know you.")
    if len(kept) > NAME_CHARS_MAX:
        raise wrong(
            "name",
            "name_too_long",
            f"The name has {len(kept):,} characters; the limit is {NAME_CHARS_MAX}.",
            "Shorten it.",
        )
    return kept


def check_zone(zone: str) -> str:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise wrong(
            "zone", "zone_unknown", "There is no such time zone.", "Choose one, as Asia/Jakarta."
        ) from None
    return zone


def check_password(password: str, email: str, name: str) -> str:
    """The password, unless it is one of those that are tried first."""
    if len(password) < PASSWORD_CHARS_MIN:
        raise weak(
            "password_short",
            f"The password has {len(password)} characters; it needs {PASSWORD_CHARS_MIN}.",
            "Four words that do not belong together make a good one.",
        )
    if len(password) > PASSWORD_CHARS_MAX:
        raise weak(
            "password_long",
            f"The password has {len(password):,} characters; the limit is {PASSWORD_CHARS_MAX:,}.",
            "Shorten it.",
        )
    plain = bare(password)
    if fold(password) in COMMONEST or plain in COMMONEST or len(set(password)) < DIFFERENT_MIN:
        raise weak(
            "password_common",
            "This password is one of the first that is tried by whoever guesses.",
            "Choose another. Four words that do not belong together make a good one.",
        )
    if plain in {bare(email), bare(email.partition("@")[0]), bare(name)} - {""}:
        raise weak(
            "password_yourself",
            "The password is your name or address, which is tried first.",
            "Choose another. Four words that do not belong together make a good one.",
        )
    return password


def bare(text: str) -> str:
    """Letters and digits alone, and the digits at the end away if there is anything before."""
    plain = "".join(char for char in fold(text) if char.isalnum())
    return plain.rstrip("0123456789") or plain


def weak(code: str, sentence: str, step: str) -> Rejected:
    return wrong("password", code, sentence, step)


def wrong(field: str, code: str, sentence: str, step: str) -> Rejected:
    return Rejected(sentence, [Finding(Severity.error, code, sentence, step, field)], step)
