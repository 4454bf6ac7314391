"""An intent: that bytes are about to leave, on disk before the first of them, and what came of it.

All instants are of the database's clock, for the clocks of two machines differ.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
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
from hanse.changes.model.changes import Change
from hanse.changes.model.kinds import Way
from hanse.changes.model.settling import (
    Ask,
    Look,
    Sent,
    Settle,
    Shows,
    read_from,
    seen,
    told_later,
)
from hanse.changes.model.states import Reason
from hanse.engine.manifest import Proof
from hanse.trade.ports_write import Later


@dataclass(frozen=True, slots=True)
class Intent:
    """One call, of one or several changes. `owner` is the run that may send it, and nobody else."""

    id: UUID
    account_id: UUID
    kind: str
    change_ids: tuple[UUID, ...]
    wire_key: str
    owner: UUID
    written_at: datetime
    send_by: datetime
    timeout_s: float
    sends: int = 1
    first_at: datetime | None = None  # of the first intent under this key, if this is another
    answered_at: datetime | None = None

    @property
    def over_at(self) -> datetime:
        """From then on nothing of it is on its way: whoever sent it has ended or given up."""
        return self.send_by + timedelta(seconds=self.timeout_s)


def may_leave(intent: Intent, owner: UUID, now: datetime) -> bool:
    """Whether its first byte may leave: by its owner, in time, and once."""
    return owner == intent.owner and now < intent.send_by and intent.answered_at is None


def swept(intent: Intent, now: datetime) -> bool:
    """Whether nobody can bring its answer any more, so that its changes are unknown."""
    return intent.answered_at is None and now >= intent.over_at


def sent(intent: Intent, lost_at: datetime | None = None) -> Sent:
    """What settling has to know. `lost_at`: when its owner saw that the answer was lost."""
    return Sent(intent.first_at or intent.written_at, lost_at or intent.over_at, intent.sends)


# What a fault of the call, or of a row in it, says about the change. Not sent: it is sure that
# nothing was done, so it is approved as before.
FAULTS: Mapping[type[Fault], Reason] = MappingProxyType(
    {
        Throttled: Reason.not_sent,
        Unavailable: Reason.not_sent,
        AuthLapsed: Reason.not_sent,
        Rejected: Reason.rejected,
        Gone: Reason.rejected,
        Denied: Reason.rejected,
        OutcomeUnknown: Reason.answer_lost,
    }
)

ANSWERS: Mapping[Proof, Reason | None] = MappingProxyType(
    {
        Proof.read: None,  # an answer is not yet a proof
        Proof.keyed_answer: Reason.keyed_answer,
        Proof.accepted_only: Reason.accepted,
    }
)


def answered(
    way: Way, fault: Fault | None, *, sends: int = 1, number_taken: bool = False
) -> Reason | None:
    """The move of a change whose answer came; None if it is proven by reading and waits for that.

    `number_taken`: the platform says that there is one with this unique number. At the first
    sending that is somebody else's; later it may be ours, so it is looked at by its id.
    """
    if fault is None:
        return ANSWERS[way.write.proof]
    keyed_again = way.write.proof is Proof.keyed_answer and sends > 1
    if number_taken and sends > 1:
        # Where nothing can be read, that it refuses a second one is the answer under our key.
        return Reason.keyed_answer if keyed_again else Reason.second_refused
    if keyed_again and isinstance(fault, Rejected | Denied | Gone | Conflict):
        return Reason.answer_lost  # the first one may be what is in its way
    if isinstance(fault, Conflict):
        return Reason.outrun if way.write.compare_and_set else Reason.rejected
    found = (reason for kind, reason in FAULTS.items() if isinstance(fault, kind))
    return next(found, Reason.answer_lost)  # a fault that nobody foresaw proves nothing


def read_back(
    way: Way,
    change: Change,
    answered_at: datetime,
    look: Look | None,
    now: datetime,
    later: Later | None = None,
) -> Ask | Settle:
    """What a reading after a good answer says. What is not shown yet is asked for again until it
    should be there; then it is unknown, and settled as such. `later`: what the platform says of it
    by now."""
    if look is None or look.cached or look.at < answered_at:
        return Ask(now)
    if seen(way, change, look) is Shows.after:
        return Settle(Reason.read_back)
    if said := told_later(change, later, look, answered_at, now):
        return said
    due = read_from(way, Sent(answered_at, answered_at))
    return Ask(due) if look.at < due else Settle(Reason.not_shown)
