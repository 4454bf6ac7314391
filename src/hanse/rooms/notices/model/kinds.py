"""The kinds of notices: which event becomes one, whom it is for, and what it says.

    declare_notice(
        Kind(
            "stock.level.low",
            event="stock.level.fallen",
            to=Audience.members,
            permission="stock.level.read",
            words={
                "en": Words("{product} runs low", "...", called="A product runs low"),
                "id": Words(...),
            },
            link="/stock?open={subject}",
        )
    )

A room above declares its own where it declares its events. In the words stand facts of the event,
`{actor}` (who did it) and `{person}` (whom it concerns), and nothing that is personal: names are
looked up when a notice is shown.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

LANGUAGES = ("en", "id")
NAME = re.compile(r"[a-z][a-z0-9]*\.[a-z][a-z0-9_]*\.[a-z][a-z_]*")


class Channel(StrEnum):
    """A way to tell somebody something."""

    in_app = "in_app"
    email = "email"
    webhook = "webhook"
    sms = "sms"
    push = "push"


class Audience(StrEnum):
    """Whom a notice is for."""

    person = "person"  # whom it concerns
    members = "members"  # who holds the permission, but for whoever did it
    inviter = "inviter"  # who wrote the invitation
    operator = "operator"  # owners of the workspace that was made first


@dataclass(frozen=True, slots=True)
class Words:
    """What a notice says, and how the kind is called where a person chooses. `codes`: of facts that
    are codes, how each is called; what is not among them stays as it is."""

    title: str
    text: str
    called: str
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of notice. Several may be made of one event: the first that fits is."""

    name: str
    event: str
    to: Audience
    words: Mapping[str, Words]
    permission: str = ""  # that members need to be told
    when: Mapping[str, Collection[str]] = field(default_factory=dict)  # facts that must be so
    link: str = ""  # with {subject} for the id of what the event is about, or a fact that is an id
    otherwise: str = ""  # the link where one of these is not there
    usual: Collection[Channel] = (Channel.in_app,)
    urgent: bool = False  # passes quiet hours and digests
    by_letter: bool = False  # whoever did it writes the mail itself, always and at once


_declared: dict[str, Kind] = {}

NOTICES: Mapping[str, Kind] = MappingProxyType(_declared)


def declare_notice(kind: Kind) -> Kind:
    """Add a kind; what is wrong with it is a `ValueError` while its module is imported."""
    if kind.name in _declared:
        raise ValueError(f"{kind.name} is declared twice: declare it once.")
    if not NAME.fullmatch(kind.name):
        raise ValueError(f"{kind.name!r}: a kind is named room.noun.verb, as jobs.job.failed.")
    if missing := set(LANGUAGES) - set(kind.words):
        raise ValueError(f"{kind.name} says nothing in {', '.join(sorted(missing))}.")
    if (kind.to is Audience.members) != bool(kind.permission):
        raise ValueError(f"{kind.name}: members are told by a permission, and nobody else is.")
    if kind.by_letter and Channel.email in kind.usual:
        raise ValueError(f"{kind.name} is mailed already by whoever did it.")
    _declared[kind.name] = kind
    return kind


def kind_of(event: str, facts: Mapping[str, object]) -> Kind | None:
    """The kind that an event with these facts is told as."""
    for kind in NOTICES.values():
        if kind.event == event and all(
            str(facts.get(name)) in words for name, words in kind.when.items()
        ):
            return kind
    return None


def followed() -> Sequence[str]:
    """The events that become notices."""
    return sorted({kind.event for kind in NOTICES.values()})
