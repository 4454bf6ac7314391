"""What is decided about a set is carried out on all of it, however large it is: the first part at
once, the others part by part by a job, which another one takes up where it was killed."""

from collections.abc import Mapping
from uuid import UUID

from hanse.base.faults import Conflict, Finding
from hanse.changes.model import limits as limits_model
from hanse.changes.model import policies
from hanse.changes.model.kinds import KINDS, Gauge
from hanse.changes.model.policies import Load, Window, preview_of
from hanse.changes.model.states import WAITING, Reason, State
from hanse.changes.service import facts, gate, queue
from hanse.changes.service.asking import OpenTx
from hanse.changes.service.hands import Hands
from hanse.changes.service.moving import all_going, go
from hanse.changes.store import agreeing, finding, history, sets
from hanse.changes.store import rows as store
from hanse.changes.store.sets import Errand, Held
from hanse.engine.log import events as log
from hanse.engine.tx import Tx

# What each errand is carried out on.
FROM: Mapping[Reason, tuple[State, ...]] = {
    Reason.agreed: (State.proposed,),
    Reason.released: (State.held,),
    Reason.tripped: (State.approved,),
    Reason.withdrawn: tuple(sorted(WAITING)),
    Reason.edited: tuple(sorted(WAITING)),
}
PAID = sorted(
    {
        name
        for kind in KINDS.values()
        for name, gauge in kind.gauges
        if gauge in (Gauge.price, Gauge.spend)
    }
)


class Busy(Conflict):
    """Something is being carried out on all of the set."""

    code = "set_busy"


def check_free(held: Held) -> None:
    if not held.whole:
        raise Busy("This set is still being worked out.", "Wait until it is.")
    if held.errand is not None:
        raise Busy(
            f"On all of this set something is being carried out: {held.errand.reason}.",
            "Wait until it is done.",
        )


async def loads_of(tx: Tx, set_id: UUID, *states: State) -> tuple[Load, ...]:
    """What it is about, kind by kind: how many, and by how much money moves."""
    return tuple(await history.loads_of_set(tx, set_id, states, PAID))


async def begin(
    hands: Hands,
    tx: Tx,
    held: Held,
    errand: Errand,
    findings: Mapping[UUID, Finding] | None = None,
) -> None:
    """While it is carried out nothing of the set is sent, and nobody decides anything else."""
    if await part(hands, tx, held, errand, findings) < hands.part_max:
        await done(hands, tx, held, errand)
    else:
        await sets.send_on(tx, held.set.id, errand)
        await queue.ask_to_carry(tx, held.set.id)


async def go_on(hands: Hands, open_tx: OpenTx, set_id: UUID) -> None:
    """Until nothing is left of it, each part in a transaction of its own."""
    while True:
        async with open_tx() as tx:
            held = await sets.get(tx, set_id, lock=True)
            if held is None or held.errand is None:
                return
            if await part(hands, tx, held, held.errand) < hands.part_max:
                await sets.send_on(tx, set_id, None)
                await done(hands, tx, held, held.errand)


async def part(
    hands: Hands,
    tx: Tx,
    held: Held,
    errand: Errand,
    findings: Mapping[UUID, Finding] | None = None,
) -> int:
    if errand.reason is Reason.edited:
        return await timed_anew(hands, tx, held, errand)
    planned = await store.of_set(tx, held.set.id, FROM[errand.reason], None, hands.part_max)
    if not planned:
        return 0
    due = await due_of(tx, held) if errand.reason is Reason.agreed else None
    if errand.reason is Reason.released and errand.person_id is not None:
        verdict = await gate.judged(hands, tx, planned, await agreeing.limits(tx))
        beyond = limits_model.release(verdict.trips, errand.person_id)
        await agreeing.release(tx, beyond, errand.why)
    going = all_going(planned, errand.reason, findings)
    await go(tx, going, person_id=errand.person_id, due=due)
    return len(planned)


async def timed_anew(hands: Hands, tx: Tx, held: Held, errand: Errand) -> int:
    """It goes out at another time: what was approved waits for whoever has to agree to that."""
    when, made_at = held.schedule, held.set.made_at
    ends = policies.proposal_ends(await agreeing.policy(tx), when, made_at)
    due = Window(when.not_before or made_at, ends)
    part = await finding.untimed(tx, held.set.id, due, hands.part_max)
    await sets.set_due(tx, [each.change.id for each in part], due)
    approved = [each for each in part if each.change.state is State.approved]
    await go(tx, all_going(approved, errand.reason), person_id=errand.person_id)
    return len(part)


async def due_of(tx: Tx, held: Held) -> Window:
    """They go out as soon as their time has come, if that is before their agreement is old."""
    policy = await agreeing.policy(tx)
    begins = max(filter(None, (tx.now, held.schedule.not_before)))
    ends = min(filter(None, (begins + policy.approve_life, held.schedule.not_after)))
    return Window(begins, ends)


async def done(hands: Hands, tx: Tx, held: Held, errand: Errand) -> None:
    if errand.reason is Reason.agreed:
        await sent_off(tx, held)
    if errand.reason is Reason.released:
        await if_agreed(hands, tx, held)
    if errand.reason in (Reason.withdrawn, Reason.edited):
        await previewed_anew(tx, held.set.id)
    if errand.reason is Reason.edited:
        await if_agreed(hands, tx, held)


async def sent_off(tx: Tx, held: Held) -> None:
    accounts = [each.account_id for each in await sets.on_its_way(tx, held.set.id)]
    begins = max(filter(None, (tx.now, held.schedule.not_before)))
    await queue.ask_to_send(tx, set(accounts), at=begins)


async def agreed(hands: Hands, tx: Tx, held: Held, *, automatic: bool) -> None:
    """All that is needed was said: it goes out when its time has come."""
    counts = (await sets.counts(tx, [held.set.id]))[held.set.id]
    number = counts.get(State.proposed, 0)
    await log.append(tx, facts.SetApproved(held.set.id, held.set.title, number, automatic))
    await begin(hands, tx, held, Errand(Reason.agreed))


async def if_agreed(hands: Hands, tx: Tx, held: Held) -> State:
    """Whoever had agreed to this very preview has agreed to it still."""
    loads = await loads_of(tx, held.set.id, State.proposed)
    policy = await agreeing.policy(tx, shared=True)
    stages = policies.needed(policy, loads)
    current = await sets.get(tx, held.set.id)
    given = await agreeing.standing(tx, held.set.id)
    automatic = not stages
    assert current is not None, "whoever asks has it locked"
    if not loads or not policies.is_approved(stages, given, current.preview):
        return State.proposed
    await agreed(hands, tx, current, automatic=automatic)
    return State.approved


async def previewed_anew(tx: Tx, set_id: UUID) -> None:
    """Approvals of what was there before are not for this."""
    held = await sets.get(tx, set_id)
    times = (held.schedule.not_before, held.schedule.not_after) if held else ()
    await sets.previewed(tx, set_id, preview_of(await store.fingerprints(tx, set_id), *times))
