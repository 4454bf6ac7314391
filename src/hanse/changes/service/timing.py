"""People say when a set goes out: at a time, another time, or as soon as it is approved."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from hanse.base.faults import Conflict, Rejected
from hanse.changes.model.policies import Schedule, proposal_ends
from hanse.changes.model.states import WAITING, CannotMove, Reason, State
from hanse.changes.service import approving, carrying, facts
from hanse.changes.service.hands import Hands
from hanse.changes.store import agreeing, sets
from hanse.changes.store.sets import Errand, Held
from hanse.engine.log import events as log
from hanse.engine.tx import Tx

AHEAD_MAX = timedelta(days=366)
# What ended before anything was sent of it.
NOT_BEGUN = WAITING | {State.superseded, State.cancelled, State.expired}


async def set_time(hands: Hands, tx: Tx, set_id: UUID, schedule: Schedule, version: int) -> Held:
    """Whoever had agreed had agreed to another time, and is asked anew."""
    held = await approving.locked_set(tx, set_id)
    if held.set.version != version:
        raise Conflict("It was changed meanwhile.", "Look at it again.")
    counts = (await sets.counts(tx, [set_id]))[set_id]
    if any(state not in NOT_BEGUN for state in counts):
        raise CannotMove(
            "It has begun to go out: its time cannot be chosen any more.",
            "Withdraw what still waits, or undo what is proven.",
        )
    if not any(state in WAITING for state in counts):
        raise CannotMove("Nothing of this set waits.", "Propose another one.")
    check_times(tx, schedule)
    if schedule == held.schedule:
        return held
    timed = replace(held, schedule=schedule)
    policy = await agreeing.policy(tx, shared=True)
    if proposal_ends(policy, schedule, held.set.made_at) <= tx.now:
        raise Rejected(
            "It was proposed too long ago to go out at once.",
            next_step="Choose a time, or propose it again.",
        )
    await sets.set_times(tx, set_id, schedule)
    await log.append(tx, facts.SetTimed(set_id, held.set.title, in_words(schedule)))
    await carrying.begin(hands, tx, timed, Errand(Reason.edited, tx.actor.person_id))
    return await approving.one_set(tx, set_id)


def check_times(tx: Tx, schedule: Schedule) -> None:
    begins, ends = schedule.not_before, schedule.not_after
    if begins and begins <= tx.now:
        raise Rejected("This time is over.", next_step="Choose a later one, or none.")
    if ends and ends <= tx.now:
        raise Rejected("Its end is over.", next_step="Choose a later one, or none.")
    if begins and begins > tx.now + AHEAD_MAX:
        raise Rejected("This is more than a year ahead.", next_step="Choose an earlier time.")


def in_words(schedule: Schedule) -> str:
    at = schedule.not_before
    return f"from {at:%Y-%m-%d %H:%M} UTC on" if at else "as soon as it is approved"
