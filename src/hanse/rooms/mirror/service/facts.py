"""What the log tells about what accounts show: one event for all that a page changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.engine.log.events import declare
from hanse.rooms.mirror.model.rows import NOUNS
from hanse.trade.ports_read import Kind

FEED = ("mirror.feed", "feed_id")


@dataclass(frozen=True, slots=True)
class Changed:
    """`row_ids` are ours; `new` of them were not known before."""

    feed_id: UUID
    account_id: UUID
    row_ids: Sequence[UUID]
    count: int
    new: int


@dataclass(frozen=True, slots=True)
class Removed:
    """The platform does not show them any more."""

    feed_id: UUID
    account_id: UUID
    row_ids: Sequence[UUID]
    count: int


def changed_event(kind: Kind) -> type[Changed]:
    name = f"mirror.{NOUNS[kind]}.changed"

    @declare(
        name,
        f"{{count}} {kind.value} of a shop are new or other than before",
        subject=FEED,
        routine=True,
    )
    @dataclass(frozen=True, slots=True)
    class Event(Changed):
        pass

    return Event


def removed_event(kind: Kind) -> type[Removed]:
    name = f"mirror.{NOUNS[kind]}.removed"

    @declare(
        name, f"{{count}} {kind.value} are no longer shown by a shop", subject=FEED, routine=True
    )
    @dataclass(frozen=True, slots=True)
    class Event(Removed):
        pass

    return Event


CHANGED: Mapping[Kind, type[Changed]] = {kind: changed_event(kind) for kind in NOUNS}
REMOVED: Mapping[Kind, type[Removed]] = {kind: removed_event(kind) for kind in NOUNS}


@declare("mirror.pull.begun", "Everything of {kind} is being read", subject=FEED, routine=True)
@dataclass(frozen=True, slots=True)
class PullBegun:
    feed_id: UUID
    account_id: UUID
    kind: str


@declare(
    "mirror.pull.done",
    "Everything of {kind} was read: {rows} rows, {changed} of them changed, {gone} gone",
    subject=FEED,
    routine=True,
)
@dataclass(frozen=True, slots=True)
class PullDone:
    feed_id: UUID
    account_id: UUID
    kind: str
    rows: int
    changed: int
    gone: int


@declare("mirror.pull.asked", "{actor} had everything of {kind} read again", subject=FEED)
@dataclass(frozen=True, slots=True)
class PullAsked:
    feed_id: UUID
    account_id: UUID
    kind: str


@declare("mirror.pull.failed", "{kind} cannot be read: {fault}", subject=FEED)
@dataclass(frozen=True, slots=True)
class PullFailed:
    feed_id: UUID
    account_id: UUID
    kind: str
    fault: str


@declare(
    "mirror.document.opened",
    "{actor} looked at {noun} {row}",
    subject=("mirror.row", "row"),
    routine=True,
)
@dataclass(frozen=True, slots=True)
class DocumentOpened:
    row: UUID
    noun: str
