"""A service that follows parcels of all carriers: what is asked of it, and what it answers.

To have a number followed costs one of those that were bought, once; to ask for it costs nothing. So
it is asked first, and only what nobody has had followed is registered.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hanse.base.faults import Finding
from hanse.trade.ports_read import Question, Reply
from hanse.trade.tracking import TrackReport

REGISTER, STOP = "parcels.register", "parcels.stop"  # as a card lists them


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A number that was not registered, and why. `later`: what keeps it out is over some day."""

    number: str
    finding: Finding
    later: bool = False


@dataclass(frozen=True, slots=True)
class Looked:
    """`unknown` are numbers that nobody has had followed, `refused` those that cannot be asked
    for."""

    reports: tuple[TrackReport, ...]
    unknown: tuple[str, ...] = ()
    refused: tuple[NotTaken, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """`numbers` are followed now, also those that were before."""

    numbers: tuple[str, ...]
    refused: tuple[NotTaken, ...] = ()


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many numbers were bought, and how many of them are left: in all, and for today. None
    where it is not told."""

    total: int | None
    left: int | None
    left_today: int | None = None


@dataclass(frozen=True, slots=True)
class TrackerPort:
    """Each pair is a question and how its answer is read; a call is about so many numbers as
    `at_once_max` says. Registering and stopping are plumbing of the card: what is said twice is as
    said once."""

    at_once_max: int
    fits: Callable[[str], bool]
    look_question: Callable[[Sequence[str]], Question]
    looked: Callable[[Reply], Looked]
    register_question: Callable[[Sequence[str]], Question]
    registered: Callable[[Reply], Taken]
    stop_question: Callable[[Sequence[str]], Question]
    allowance_question: Callable[[], Question]
    allowance: Callable[[Reply], Allowance]
