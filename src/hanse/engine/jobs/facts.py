"""What the log tells about jobs: those that stopped, and what people did about them."""

from dataclasses import dataclass
from uuid import UUID

from hanse.engine.log.events import declare

ABOUT = ("jobs.job", "job_id")


@declare("jobs.job.stopped", "{name} stopped and is kept as {state}: {fault}", subject=ABOUT)
@dataclass(frozen=True, slots=True)
class JobStopped:
    job_id: UUID
    name: str
    state: str
    fault: str


@declare("jobs.job.cancelled", "{actor} cancelled {name}", subject=ABOUT)
@dataclass(frozen=True, slots=True)
class JobCancelled:
    job_id: UUID
    name: str


@declare("jobs.job.retried", "{actor} had {name} tried again", subject=ABOUT)
@dataclass(frozen=True, slots=True)
class JobRetried:
    job_id: UUID
    name: str


@declare("jobs.queue.paused", "{actor} paused the jobs of {scope}")
@dataclass(frozen=True, slots=True)
class QueuePaused:
    scope: str


@declare("jobs.queue.resumed", "{actor} let the jobs of {scope} go on")
@dataclass(frozen=True, slots=True)
class QueueResumed:
    scope: str
