"""What the log tells about disputes with suppliers; nothing in it is personal."""

from dataclasses import dataclass

from hanse.engine.log.events import declare
from hanse.rooms.purchasing.service.facts import PURCHASE, Of


@declare(
    "purchasing.dispute.asked",
    "{actor} wants a dispute about supplier order {number}: {reason}",
    subject=PURCHASE,
)
@dataclass(frozen=True, slots=True)
class DisputeAsked(Of):
    dispute: str
    reason: str
    wants: str


@declare(
    "purchasing.dispute.moved",
    "The dispute {dispute} about supplier order {number} is {state}",
    subject=PURCHASE,
)
@dataclass(frozen=True, slots=True)
class DisputeMoved(Of):
    dispute: str
    state: str


@declare(
    "purchasing.dispute.found",
    "The supplier shows a dispute about supplier order {number} that was opened there",
    subject=PURCHASE,
)
@dataclass(frozen=True, slots=True)
class DisputeFound(Of):
    dispute: str


@declare(
    "purchasing.dispute.left",
    "{actor} withdraws the dispute {dispute} about supplier order {number}",
    subject=PURCHASE,
)
@dataclass(frozen=True, slots=True)
class DisputeLeft(Of):
    dispute: str
