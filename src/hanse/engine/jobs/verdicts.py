"""What becomes of a job that did not end well: decided by the fault, in one table."""

import hashlib
import traceback
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from hanse.base.faults import (
    AuthLapsed,
    Conflict,
    Denied,
    Fault,
    Gone,
    OutcomeUnknown,
    Rejected,
    Throttled,
    Unavailable,
)
from hanse.engine.outages import as_fault
from hanse.engine.redaction import redacted
from hanse.engine.tx import CommitUnknown

BACKOFF_FIRST_S = 2.0
BACKOFF_MAX_S = 1_800.0
THROTTLED_MAX_S = 21_600.0  # whoever asks for a longer pause is asked again after six hours
MISTAKES_MAX = 3  # a mistake of the program seldom mends itself
SENTENCE_CHARS_MAX = 1_000
TRACE_CHARS_MAX = 8_000


class State(StrEnum):
    """Where a job stands. One that ended well has no row any more."""

    later = "later"  # its time has not come
    waiting = "waiting"
    running = "running"
    failed = "failed"  # kept with its story until somebody retries it
    unknown = "unknown"  # it may have happened: look first
    parked = "parked"  # until the account is connected again
    cancelled = "cancelled"


class Outcome(StrEnum):
    """How one try ended."""

    done = "done"
    again = "again"
    failed = "failed"
    unknown = "unknown"
    parked = "parked"
    cancelled = "cancelled"
    handed_back = "handed back"
    lost = "lost"


class TooSlow(Unavailable):
    code = "too_slow"
    usual_step = "Do less in one job, or raise its time_s."


class WorkerLost(Unavailable):
    code = "worker_lost"
    usual_step = "See in the worker's log why it ended: memory is the usual reason."


class HandedBack(Fault):
    code = "handed_back"
    usual_step = "Nothing: another worker takes it."


class Cancelled(Fault):
    code = "cancelled"
    usual_step = "Retry it if it was cancelled by mistake."


class NameUnknown(Rejected):
    code = "job_unknown"
    usual_step = "Start a worker of the version that knows it, then retry; or cancel it."


class Mistake(Fault):
    """Anything else that was raised."""

    code = "mistake"
    usual_step = "Tell the makers, with the trace that `hanse jobs show` prints."


@dataclass(frozen=True, slots=True)
class Attempt:
    """What the verdict depends on beside the fault."""

    job_id: UUID
    tries: int  # this one included
    strikes: int  # tries before this one that did not end well
    age_s: float  # since it was asked for
    tries_max: int
    give_up_s: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where the job goes from here, and what its story says."""

    outcome: Outcome
    state: State
    fault: str
    sentence: str
    next_step: str
    wait_s: float = 0.0
    strike: bool = False
    trace: str = ""


# In the order in which they are asked; the first that fits says what follows.
FOLLOWS = MappingProxyType(
    {
        HandedBack: Outcome.handed_back,
        WorkerLost: Outcome.lost,
        Cancelled: Outcome.cancelled,
        Throttled: Outcome.again,
        Unavailable: Outcome.again,
        CommitUnknown: Outcome.again,  # a job reads what is there before it does anything
        Mistake: Outcome.again,
        AuthLapsed: Outcome.parked,
        OutcomeUnknown: Outcome.unknown,
        Rejected: Outcome.failed,
        Gone: Outcome.failed,
        Conflict: Outcome.failed,
        Denied: Outcome.failed,
        Fault: Outcome.failed,
    }
)
ENDS = MappingProxyType(
    {
        Outcome.failed: State.failed,
        Outcome.unknown: State.unknown,
        Outcome.parked: State.parked,
        Outcome.cancelled: State.cancelled,
    }
)


# Of several faults at once, the one that forbids most says what follows.
MOST_CAREFUL = (Outcome.unknown, Outcome.failed, Outcome.parked)


def verdict(error: BaseException, attempt: Attempt) -> Verdict:
    """Try again after a while, stop and be kept, or wait for a person."""
    fault = named(error)
    outcome, sentence = follows(fault), fault.sentence
    if outcome in (Outcome.again, Outcome.lost) and (limit := limit_met(fault, attempt)):
        outcome, sentence = Outcome.failed, f"{sentence} {limit}"
    wait_s = waits(fault, attempt) if outcome is Outcome.again else 0.0
    return Verdict(
        outcome=outcome,
        state=State.later if wait_s else ENDS.get(outcome, State.waiting),
        fault=fault.code,
        sentence=redacted(sentence)[:SENTENCE_CHARS_MAX],
        next_step=fault.next_step[:SENTENCE_CHARS_MAX],
        wait_s=wait_s,
        strike=not isinstance(fault, Throttled | HandedBack),
        trace=trace_of(error) if isinstance(fault, Mistake) else "",
    )


def follows(fault: Fault) -> Outcome:
    return next(outcome for kind, outcome in FOLLOWS.items() if isinstance(fault, kind))


def named(error: BaseException) -> Fault:
    """The fault that was raised; an outage of the database is one, anything else a mistake."""
    if isinstance(error, Fault):
        return error
    if isinstance(error, BaseExceptionGroup):
        return min(map(named, error.exceptions), key=carefulness)
    fault = as_fault(error)
    if isinstance(fault, Conflict):  # two transactions collided: the same again is right
        return Unavailable(fault.sentence, fault.next_step)
    return fault or Mistake(f"{type(error).__name__}: {error}")


def carefulness(fault: Fault) -> int:
    outcome = follows(fault)
    return MOST_CAREFUL.index(outcome) if outcome in MOST_CAREFUL else len(MOST_CAREFUL)


def limit_met(fault: Fault, attempt: Attempt) -> str:
    """The sentence of the limit that ends the trying, or nothing."""
    if attempt.age_s >= attempt.give_up_s:
        return f"It was asked for {attempt.age_s / 3600:,.1f} hours ago, which is long enough."
    failures, most = attempt.strikes + 1, attempt.tries_max
    if isinstance(fault, Mistake):
        most = min(most, MISTAKES_MAX)
    counts = not isinstance(fault, Throttled)
    return f"That was failure {failures} of {most}." if counts and failures >= most else ""


def waits(fault: Fault, attempt: Attempt) -> float:
    """As long as the other side said; else twice as long as the last time, but not all at once."""
    share = jitter(attempt)
    if isinstance(fault, Throttled):
        # Never before the time that was named; a little later each, so that they do not rush in.
        return min(max(fault.after_s, 0.0), THROTTLED_MAX_S) * (1 + share / 10) + share
    return min(BACKOFF_FIRST_S * 2.0 ** min(attempt.strikes, 30), BACKOFF_MAX_S) * (1 + share) / 2


def jitter(attempt: Attempt) -> float:
    """Between 0 and 1, another one for every job and try."""
    digest = hashlib.sha256(attempt.job_id.bytes + attempt.tries.to_bytes(8, "big")).digest()
    return int.from_bytes(digest[:4], "big") / 2**32


def trace_of(error: BaseException) -> str:
    return redacted("".join(traceback.format_exception(error)))[-TRACE_CHARS_MAX:]
