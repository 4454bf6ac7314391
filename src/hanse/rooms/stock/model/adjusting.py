"""Goods taken in and levels corrected: what each line would make of a level, and why it may not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from hanse.base.faults import Finding
from hanse.rooms.catalog.model.goods import Label
from hanse.rooms.stock.model.believing import AHEAD_MAX, TRUST_MAX, Word, word_of
from hanse.rooms.stock.model.moves import Level, Move, MoveKind
from hanse.rooms.stock.model.naming import Known, called, named
from hanse.rooms.stock.model.places import Place, PlaceKind, PlaceState
from hanse.rooms.stock.model.wording import wrong

LINES_MAX = 1_000
PIECES_MAX = 1_000_000_000
REASON_CHARS_MAX = 200
REASONS_MAX = 100
PROMISED = "promised"
KINDS = (MoveKind.receipt, MoveKind.adjustment)


@dataclass(frozen=True, slots=True)
class Line:
    """So many more or fewer, or so many in all; `number` is the one by which a person knows it."""

    number: int
    variant_id: UUID | None
    sku: str
    place_id: UUID | None
    place: str = ""  # its name, where a person wrote that
    by: int | None = None
    to: int | None = None
    kind: MoveKind = MoveKind.adjustment
    reason: str = ""
    findings: tuple[Finding, ...] = ()  # of what could not be read
    told_at: datetime | None = None  # by a supplier; None: now
    confidence: int | None = None  # how sure it is, of 100; None: as the place


@dataclass(frozen=True, slots=True)
class Planned:
    """A line with what is on hand before and after it; both are None where that is not known."""

    line: Line
    label: Label | None = None
    place: Place | None = None
    before: int | None = None
    after: int | None = None
    findings: tuple[Finding, ...] = ()
    word: Word | None = None  # a supplier's
    retold: bool = False  # it is another than before

    @property
    def by(self) -> int:
        return (self.after or 0) - (self.before or 0)

    @property
    def changes(self) -> bool:
        return bool(self.by or self.retold)


@dataclass(slots=True)
class Running:
    """What the lines before have made of each level, and which line said how many there are."""

    on_hand: dict[tuple[UUID, UUID], int] = field(default_factory=dict)
    said: dict[tuple[UUID, UUID], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ground:
    """What lines are held against."""

    known: Known
    places: Mapping[UUID, Place]
    levels: Mapping[tuple[UUID, UUID], Level]
    now: datetime
    by_itself: bool = False  # nobody looks on: what is kept for a promotion gives way
    usual: Place | None = None  # where a line that names no place is meant


def plan(lines: Sequence[Line], ground: Ground) -> Sequence[Planned]:
    """Each line upon what those before it made."""
    running = Running()
    return [planned(each, ground, running) for each in lines]


def planned(line: Line, ground: Ground, running: Running) -> Planned:
    label, unnamed = named(ground.known, line.variant_id, line.sku, "")
    place, nowhere = placed(line, ground)
    said = worded(line, place, ground.now)
    findings = [*line.findings, *filter(None, (unnamed, nowhere, amount(line), said))]
    if findings or label is None or place is None:
        return Planned(line, label, place, findings=tuple(findings))
    key = (label.variant_id, place.id)
    level = ground.levels.get(key)
    before = running.on_hand.get(key, level.on_hand if level else 0)
    if line.to is not None and (other := running.said.get(key)) is not None:
        sentence = f"Line {other} says already how many {called(label)} are at {place.name}."
        twice = wrong("twice", sentence, "Leave one of them out.", "to")
        return Planned(line, label, place, before, before, (twice,))
    after = line.to if line.to is not None else before + (line.by or 0)
    finding = too_few(label, place, level, before, after, line)
    if finding and finding.code == PROMISED and ground.by_itself:
        finding = None
    word = None
    if place.kind is PlaceKind.supplier:
        word = word_of(line.told_at, line.confidence, place.trust, ground.now)
        finding = finding or outdated(label, place, level, word)
    if finding:
        return Planned(line, label, place, before, after, (finding,))
    running.on_hand[key] = after
    if line.to is not None:
        running.said[key] = line.number
    retold = bool(word) and word != known_word(level)
    return Planned(line, label, place, before, after, word=word, retold=retold)


def known_word(level: Level | None) -> Word | None:
    if level is None or level.told_at is None or level.confidence is None:
        return None
    return Word(level.told_at, level.confidence)


def worded(line: Line, place: Place | None, now: datetime) -> Finding | None:
    """Only a supplier's word has an age, and is more or less sure."""
    field = "told_at" if line.told_at is not None else "confidence"
    if line.told_at is None and line.confidence is None:
        return None
    if place is not None and place.kind is not PlaceKind.supplier:
        sentence = f"{place.name} is no supplier's, so what lies there is known."
        return wrong("no_supplier", sentence, "Leave told_at and confidence empty.", field)
    if line.confidence is not None and not 0 <= line.confidence <= TRUST_MAX:
        sentence = f"A supplier's word is 0 to {TRUST_MAX} % sure."
        return wrong("confidence", sentence, "Correct the number.", "confidence")
    if line.told_at is not None and line.told_at > now + AHEAD_MAX:
        sentence = f"{line.told_at:%Y-%m-%d %H:%M} UTC is still to come."
        return wrong("ahead", sentence, "Say when it was told, or leave it out for now.", field)
    return None


def outdated(label: Label, place: Place, level: Level | None, word: Word) -> Finding | None:
    if level is None or level.told_at is None or level.told_at <= word.told_at:
        return None
    since = f"{level.told_at:%Y-%m-%d %H:%M:%S} UTC"
    sentence = f"{place.name} has told of {called(label)} later than that, at {since}."
    return wrong(
        "outdated", sentence, "Leave the line out, or leave out when it was told.", "told_at"
    )


def placed(line: Line, ground: Ground) -> tuple[Place | None, Finding | None]:
    step = "Choose one of the places of the list."
    field = "place" if line.place else "place_id"
    if line.place:
        wanted = line.place.casefold()
        found = next(
            (each for each in ground.places.values() if each.name.casefold() == wanted), None
        )
    else:
        found = ground.places.get(line.place_id) if line.place_id else ground.usual
    if found is None:
        called_so = f" called {line.place}" if line.place else ""
        return None, wrong("unknown_place", f"There is no place{called_so}.", step, field)
    if found.state is PlaceState.archived:
        return found, wrong("archived_place", f"{found.name} is archived.", step, field)
    if found.kind is PlaceKind.transit:
        sentence = f"What lies at {found.name} is moved by transfers alone."
        return found, wrong("transit", sentence, "Receive or cancel the transfer.", field)
    return found, None


def amount(line: Line) -> Finding | None:
    if line.findings:
        return None
    if (line.by is None) == (line.to is None):
        sentence = "It is said either by how many, or how many there are in all."
        return wrong("amount", sentence, "Give one of the two.", "by")
    if line.kind is MoveKind.receipt and (line.by is None or line.by <= 0):
        sentence = "Goods that come in are one piece or more."
        return wrong("receipt", sentence, "Say by how many, or make it an adjustment.", "by")
    count = line.by if line.to is None else line.to
    if count is None or abs(count) > PIECES_MAX or (line.to is not None and line.to < 0):
        sentence = f"There can be 0 to {PIECES_MAX:,} pieces."
        return wrong("amount", sentence, "Correct the number.", "by" if line.to is None else "to")
    return None


def too_few(
    label: Label, place: Place, level: Level | None, before: int, after: int, line: Line
) -> Finding | None:
    """Why not so few, in the order in which a person can do something about it."""
    field = "by" if line.to is None else "to"
    if after > PIECES_MAX:
        sentence = f"That would make {after:,} pieces; {PIECES_MAX:,} are the most."
        return wrong("many", sentence, "Correct the number.", field)
    if after < 0:
        sentence = f"Only {before:,} of {called(label)} are at {place.name}."
        return wrong("negative", sentence, f"Take away {before:,} at most.", field)
    reserved, promised = (level.reserved, level.promised) if level else (0, 0)
    if after >= reserved + promised:
        return None
    held = " and ".join(
        f"{count:,} of these are {what}"
        for count, what in ((reserved, "promised to orders"), (promised, "kept for a promotion"))
        if count
    )
    sentence = (
        f"{held}: {called(label)} at {place.name} cannot be fewer than {reserved + promised:,}."
    )
    step = "Ship or cancel these orders first; or count the place, which lets the youngest go."
    return wrong(PROMISED, sentence, step, field)


def refusals(lines: Sequence[Planned], noun: str) -> Sequence[Finding]:
    """All that is wrong, with the line in the field: `rows.7.on_hand`. Of a single one, bare."""
    return [
        replace(
            finding, field=f"{noun}.{each.line.number}.{finding.field}" if noun else finding.field
        )
        for each in lines
        for finding in each.findings
    ]


def moves_of(lines: Sequence[Planned]) -> Mapping[str, Sequence[Move]]:
    """By reason, what moves; lines that change nothing move nothing."""
    by_reason: dict[str, list[Move]] = {}
    for each in lines:
        if each.by and each.label and each.place:
            move = Move(each.label.variant_id, each.place.id, each.line.kind, each.by)
            by_reason.setdefault(each.line.reason, []).append(move)
    return by_reason
