"""What a connector can be asked to write; for changes and connectors only.

A port is a few functions without I/O. A change becomes a piece, whose bytes the preview shows and
nobody makes anew; pieces become a request, an answer becomes an outcome for each piece, and what is
read back becomes fields again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from hanse.base.faults import Fault, Finding
from hanse.trade.fields import Fields
from hanse.trade.files import File, Place
from hanse.trade.people import Address
from hanse.trade.ports_read import Ask, Kind, Question, Reply
from hanse.trade.shop import Shop


@dataclass(frozen=True, slots=True)
class Target:
    """What a change is about, in the platform's names. Before it was made there it has no id of
    its own; `parent_id` is the product of an offer that has an id of its own."""

    remote_id: str | None
    parent_id: str | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """`shown` is what the shop shows now of the fields that the port knows; `after` has those that
    are to be otherwise. `mark` is our name for it, for what is to be made. `files` are those that
    we keep of the pictures in `after`, by their names."""

    target: Target
    shown: Fields
    after: Fields
    mark: str = ""
    files: Mapping[str, File] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Piece:
    """One change as it goes out. Pieces of one group may share a call."""

    target: Target
    body: bytes
    group: str = ""
    findings: tuple[Finding, ...] = ()  # warnings and hints; what is wrong makes no piece


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the answer says of one piece. `number_taken`: it was refused because there is one with
    this unique number; `remote_id` is that of what was made."""

    fault: Fault | None = None
    remote_id: str | None = None
    number_taken: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """One question by id, to a read port of the same connector."""

    kind: Kind
    ask: Ask


@dataclass(frozen=True, slots=True)
class Found:
    target: Target
    fields: Fields


@dataclass(frozen=True, slots=True)
class Lookup:
    """How what was made is found by its unique number, where the answer with its id was lost. Of
    what the answer shows, `found` tells only what has that number."""

    question: Callable[[Wanted, Shop], Question]
    found: Callable[[Wanted, Reply, Shop], Sequence[Found]]


@dataclass(frozen=True, slots=True)
class Ahead:
    """Files that the platform must hold before the change that names them. They are brought to
    where nobody sees them, so bringing one twice makes no difference.

    `files` are those that a piece names; `question` asks where they go, and is plumbing; `places`
    reads where, in their order, as far as the platform takes them; `filled` is the change's own
    request with the addresses of what was brought, by name. `method` and `family` are those of the
    call that brings one.
    """

    files: Callable[[Piece], Sequence[File]]
    question: Callable[[Sequence[File], Shop], Question]
    places: Callable[[Sequence[File], Reply], Sequence[Place]]
    filled: Callable[[Question, Mapping[str, str]], Question]
    method: Literal["POST", "PUT"]
    family: str
    files_max: int = 50  # in one question


@dataclass(frozen=True, slots=True)
class First:
    """What is asked just before a call, because names in it move: as the parts of an order that a
    platform parts anew whenever somebody moves one. `filled` is the change's own request with what
    was told; where that does not fit, the request is such that the platform refuses it."""

    question: Callable[[Sequence[Piece], Shop], Question]
    filled: Callable[[Question, Reply], Question]


@dataclass(frozen=True, slots=True)
class Later:
    """What a platform shows of something that it had taken: why nothing came of it, or, without
    that, that it is still at work."""

    finding: Finding | None = None


@dataclass(frozen=True, slots=True)
class Sealed:
    """Whom a change is about, where that is nobody's business but the platform's. The field `name`
    of the change names the person's address without saying it, `mark_name` holds its mark; the
    bytes that the preview shows and that are kept have neither, and `filled` is the change's own
    request with it, made as it leaves; `Rejected` if the platform sends nothing there."""

    name: str
    mark_name: str
    filled: Callable[[Question, Address], Question]


@dataclass(frozen=True, slots=True)
class WritePort:
    """`piece` raises `Rejected` with every finding if the platform could not take it. `request` is
    called with pieces of one group, and with the key under which the platform shall know the call
    again. `outcomes` answers for every piece, in their order; what the answer does not name is
    `OutcomeUnknown`. `found` tells of a mapped value of a reading what it shows of the port's
    fields, for each target in it. `stand_in` is written in a preview where an id belongs that the
    platform has still to give; empty where it must be known before. `later` is asked of what was
    shown before and of what is shown now, where that is not what was wanted.
    """

    kind: str
    fields: frozenset[str]
    piece: Callable[[Wanted, Shop], Piece]
    request: Callable[[Sequence[Piece], str, Shop], Question]
    outcomes: Callable[[Sequence[Piece], Reply, Shop], Sequence[Outcome]]
    readings: Callable[[Sequence[Target]], Sequence[Reading]]
    found: Callable[[Kind, Any], Sequence[Found]]
    # What `piece` reads of `shown` beside what is written; nobody owns what is in it alone.
    leans_on: frozenset[str] = frozenset()
    lookup: Lookup | None = None
    stand_in: str = ""
    ahead: Ahead | None = None
    first: First | None = None  # such a port writes one piece a call
    sealed: Sealed | None = None  # and so does such a one
    later: Callable[[Fields, Fields], Later | None] | None = None
    names: Mapping[str, str] = field(default_factory=dict)  # of fields, as people know them there
