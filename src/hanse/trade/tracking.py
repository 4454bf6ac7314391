"""Where a parcel is: one vocabulary for all carriers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import islice

from hanse.base.faults import Finding, Severity

EVENTS_MAX, FINDINGS_MAX, WORD_CHARS = 1_000, 50, 60
NEVER = datetime.min.replace(tzinfo=UTC)
Mark = tuple[datetime | None, tuple[str, str, str, str]]


class ParcelState(StrEnum):
    pending = "pending"
    in_transit = "in_transit"
    out_for_delivery = "out_for_delivery"
    ready_for_pickup = "ready_for_pickup"
    delivered = "delivered"
    failed_attempt = "failed_attempt"
    exception = "exception"
    expired = "expired"
    returned = "returned"


@dataclass(frozen=True, slots=True)
class TrackEvent:
    """`at_text` is the time as it was told; `at` is None where it had no zone. `word` is the
    carrier's own; one that nobody knows makes no state."""

    at: datetime | None
    at_text: str
    state: ParcelState | None
    word: str
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class TrackReport:
    """What is known of one parcel, its events the oldest first."""

    number: str
    carrier: str
    state: ParcelState | None
    events: tuple[TrackEvent, ...] = ()
    returning: bool = False
    delivered_at: datetime | None = None
    promised_by: datetime | None = None
    findings: tuple[Finding, ...] = ()


EVERY = frozenset(ParcelState)
MOVED = EVERY - {ParcelState.pending}
# What may follow upon what. A parcel that has moved is not waiting again; what was delivered can
# only come back, and what came back is at its end, for "delivered" then means to the sender.
FOLLOWING: Mapping[ParcelState, frozenset[ParcelState]] = {
    ParcelState.pending: EVERY,
    ParcelState.expired: EVERY,
    ParcelState.in_transit: MOVED,
    ParcelState.out_for_delivery: MOVED,
    ParcelState.ready_for_pickup: MOVED,
    ParcelState.failed_attempt: MOVED,
    ParcelState.exception: MOVED,
    ParcelState.delivered: frozenset({ParcelState.returned}),
    ParcelState.returned: frozenset(),
}
AT_THE_RECEIVER = {
    ParcelState.out_for_delivery,
    ParcelState.ready_for_pickup,
    ParcelState.delivered,
}


def following(state: ParcelState | None, told: ParcelState | None) -> ParcelState | None:
    """The state after one more was told; one that cannot follow, or is none, changes nothing."""
    if told is None or state is None:
        return state or told
    return told if told in FOLLOWING[state] else state


def unknown_word(word: str) -> Finding:
    shown = f"{word[:WORD_CHARS]}…" if len(word) > WORD_CHARS else word
    return Finding(
        Severity.warning,
        "unknown_word",
        f"The carrier says {shown!r} of the parcel, which we do not know.",
        "Its state stays as it was; look at the carrier's page to see what it means.",
        shown,
    )


def merged(known: TrackReport, told: TrackReport) -> TrackReport:
    """One report of two about the same parcel, by when things happened and not by when they were
    told; `told` is the one that came last, which counts only where times do not decide.

    An event without a zone stays behind the one that it stood behind, and is given no time.
    """
    if known.number != told.number:
        raise ValueError(f"{known.number} and {told.number} are two parcels.")
    both = _in_order(known.events, told.events)
    events = tuple(event for _, event in both)
    at_known, at_told = (_end(both, report.events) for report in (known, told))
    newer, older = (told, known) if at_told >= at_known else (known, told)
    state = _state(events, [(at_known, known.state), (at_told, told.state)])
    returning = newer.returning or (older.returning and state not in AT_THE_RECEIVER)
    strange = (unknown_word(e.word) for e in events if e.state is None and e.word)
    findings = dict.fromkeys((*known.findings, *told.findings, *strange))
    return TrackReport(
        known.number,
        told.carrier or known.carrier,
        state,
        events[-EVENTS_MAX:],
        returning and state is not ParcelState.returned,
        _delivered_at(known, told, events),
        newer.promised_by or older.promised_by,
        tuple(islice(findings, FINDINGS_MAX)),
    )


def _key(event: TrackEvent) -> tuple[str, str, str, str]:
    """What makes an event the same one, beside its time. What we make of its word does not."""
    return event.at_text, event.word, event.text, event.place


def _anchored(events: Sequence[TrackEvent]) -> dict[Mark, tuple[datetime, TrackEvent]]:
    """Each event once, with the time that it stands at: its own, or that of the one before it."""
    found: dict[Mark, tuple[datetime, TrackEvent]] = {}
    at = NEVER
    for event in events:
        at = event.at or at
        found.setdefault((event.at, _key(event)), (at, event))
    return found


def _in_order(
    known: Sequence[TrackEvent], told: Sequence[TrackEvent]
) -> list[tuple[datetime, TrackEvent]]:
    """All events of both, each once, the oldest first."""
    left, right = _anchored(known), _anchored(told)
    at = {
        mark: max(row[mark][0] for row in (left, right) if mark in row) for mark in (left | right)
    }
    sides = [sorted(row, key=at.__getitem__) for row in (left, right)]
    groups: dict[datetime, tuple[list[Mark], list[Mark]]] = {}
    for side, marks in enumerate(sides):
        for mark in marks:
            groups.setdefault(at[mark], ([], []))[side].append(mark)
    found = []
    for when in sorted(groups):
        for mark in _beside(*groups[when]):
            # Where only one of the two knew the word, it is known.
            said = [row[mark][1] for row in (right, left) if mark in row]
            found.append((when, next((e for e in said if e.state is not None), said[0])))
    return found


def _beside(left: list[Mark], right: list[Mark]) -> list[Mark]:
    """What stands at one time, in the order of both where they agree; whichever came first."""
    by_text = sorted({*left, *right}, key=lambda mark: (mark[1], mark[0] is None))
    place = {mark: index for index, mark in enumerate(by_text)}
    if all(row == sorted(row, key=place.__getitem__) for row in (left, right)):
        return by_text
    longer, shorter = sorted((left, right), key=lambda row: (-len(row), [mark[1] for mark in row]))
    return list(dict.fromkeys((*longer, *shorter)))


def _end(both: Sequence[tuple[datetime, TrackEvent]], events: Sequence[TrackEvent]) -> int:
    """Behind how many of all events a report's own last one stands."""
    own = {(event.at, _key(event)) for event in events}
    return max((n for n, (_, e) in enumerate(both, 1) if (e.at, _key(e)) in own), default=0)


def _state(
    events: Sequence[TrackEvent], said: Sequence[tuple[int, ParcelState | None]]
) -> ParcelState | None:
    """What a report says of the whole stands behind its own last event."""
    state: ParcelState | None = None
    for count in range(len(events) + 1):
        if count:
            state = following(state, events[count - 1].state)
        for at, whole in said:
            if at == count:
                state = following(state, whole)
    return state


def _delivered_at(
    known: TrackReport, told: TrackReport, events: Sequence[TrackEvent]
) -> datetime | None:
    """The earliest that is told: a service that hears of it later says a later time."""
    found = [at for at in (known.delivered_at, told.delivered_at) if at]
    if not found:
        found = [e.at for e in events if e.state is ParcelState.delivered and e.at]
    return min(found, default=None)
