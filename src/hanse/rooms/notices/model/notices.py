"""A notice as it is kept, and as it reads to somebody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from string import Formatter
from uuid import UUID
from zoneinfo import ZoneInfo

from hanse.base.text import clean, truncate
from hanse.rooms.notices.model.kinds import NOTICES, Kind

Fact = str | int | bool
SOMEBODY = {"en": "Somebody", "id": "Seseorang"}
WITHOUT_WORDS = {"en": "Something happened: {kind}", "id": "Ada kejadian: {kind}"}
CHARS_MAX = 200  # of one fact in a sentence


@dataclass(frozen=True, slots=True)
class Notice:
    """What one person is told of one event."""

    workspace_id: UUID
    id: UUID
    event_id: UUID
    person_id: UUID
    kind: str
    facts: Mapping[str, Fact]
    actor_id: UUID | None
    about_id: UUID | None
    subject_kind: str | None
    subject_id: UUID | None
    made_at: datetime
    in_app: bool
    read_at: datetime | None
    mail_at: datetime | None

    @property
    def urgent(self) -> bool:
        return self.kind in NOTICES and NOTICES[self.kind].urgent


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, as far as words depend on it."""

    language: str = "en"
    zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Read:
    """A notice in words."""

    title: str
    text: str
    link: str


class Facts(dict[str, str]):
    """What a sentence names and an event of an older form did not say reads as a dash."""

    def __missing__(self, name: str) -> str:
        return "–"


def read(notice: Notice, names: Mapping[UUID, str], reader: Reader) -> Read:
    """The words in the reader's language; names of people who are not here any more are missing."""
    kind = NOTICES.get(notice.kind)
    if kind is None:
        return Read(WITHOUT_WORDS[reader.language].format(kind=notice.kind), "", "")
    somebody = SOMEBODY[reader.language]
    facts = Facts(
        {name: shown(name, fact, reader) for name, fact in notice.facts.items()},
        actor=(notice.actor_id and names.get(notice.actor_id)) or somebody,
        person=(notice.about_id and names.get(notice.about_id)) or somebody,
    )
    words = kind.words[reader.language]
    for name, codes in words.codes.items():
        facts[name] = codes.get(str(notice.facts.get(name)), facts[name])
    return Read(words.title.format_map(facts), words.text.format_map(facts), link_of(kind, notice))


def link_of(kind: Kind, notice: Notice) -> str:
    known = {name: str(fact) for name, fact in notice.facts.items()}
    known["subject"] = str(notice.subject_id or "")
    named = [name for _, name, _, _ in Formatter().parse(kind.link) if name]
    if kind.otherwise and not all(known.get(name) for name in named):
        return kind.otherwise
    return kind.link.format_map(known)


def titled(kind: Kind, language: str) -> str:
    """How the kind is called where a person chooses."""
    return kind.words[language].called


def shown(name: str, fact: Fact, reader: Reader) -> str:
    if name.endswith("_at") and isinstance(fact, str):
        try:
            at = datetime.fromisoformat(fact).astimezone(ZoneInfo(reader.zone))
        except ValueError:
            return truncate(clean(fact), CHARS_MAX)
        return f"{at:%Y-%m-%d %H:%M}"
    return truncate(clean(str(fact)), CHARS_MAX)
