"""Sessions: a browser that is signed in, or a machine that holds a refresh token."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from hanse.base.text import clean, truncate

AGENT_CHARS_MAX = 300
MACHINE_NAME_CHARS_MAX = 80
SESSIONS_MAX = 100  # of one person at once; the one that was seen least lately goes

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
TOUCH_EVERY = timedelta(minutes=1)
IDLE_MAX = timedelta(days=90)  # the longest that a workspace may allow
KEPT_ENDED = timedelta(days=90)


class SessionKind(StrEnum):
    browser = "browser"
    machine = "machine"


class EndReason(StrEnum):
    """Why a session is over."""

    signed_out = "signed_out"
    revoked = "revoked"
    expired = "expired"
    password_changed = "password_changed"  # noqa: S105 - a word
    token_reused = "token_reused"  # noqa: S105 - a word
    person_closed = "person_closed"


@dataclass(frozen=True, slots=True)
class Session:
    id: UUID
    person_id: UUID
    kind: SessionKind
    name: str
    agent: str
    address: str
    made_at: datetime
    seen_at: datetime
    proven_at: datetime
    second_factor: bool

    def to_be_touched(self, now: datetime) -> bool:
        return now - self.seen_at >= TOUCH_EVERY


@dataclass(frozen=True, slots=True)
class Opened:
    """A new session, and the token that is shown to its owner alone."""

    session: Session
    token: str = field(repr=False)


def read_session(
    session_id: UUID,
    person_id: UUID,
    kind: str,
    name: str,
    agent: str,
    address: str,
    made_at: datetime,
    seen_at: datetime,
    proven_at: datetime,
    second_factor: bool,
) -> Session:
    """As its row has it."""
    return Session(
        session_id,
        person_id,
        SessionKind(kind),
        name,
        agent,
        address,
        made_at,
        seen_at,
        proven_at,
        second_factor,
    )


def clean_agent(agent: str) -> str:
    return truncate(clean(agent), AGENT_CHARS_MAX)


def clean_machine_name(name: str) -> str:
    return truncate(clean(name), MACHINE_NAME_CHARS_MAX)


# The first word that is found decides: every browser also claims to be its ancestors.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("YaBrowser/", "Yandex Browser"),
    ("Vivaldi/", "Vivaldi"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
    ("python", "Python"),
)
SYSTEMS = (
    ("Windows", "Windows"),
    ("iPhone", "iOS"),
    ("iPad", "iPadOS"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class Device:
    """In words what somebody signed in with; empty where its agent does not tell."""

    browser: str
    system: str


def device(agent: str) -> Device:
    return Device(first_word(agent, BROWSERS), first_word(agent, SYSTEMS))


def first_word(agent: str, known: tuple[tuple[str, str], ...]) -> str:
    return next((name for sign, name in known if sign.lower() in agent.lower()), "")
