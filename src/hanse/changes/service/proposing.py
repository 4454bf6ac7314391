"""What somebody wants outside becomes a set of changes: previewed, watched by the guard, and as
far as the policy allows approved at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.base.faults import Finding, Rejected
from hanse.base.text import clean
from hanse.changes.model import policies
from hanse.changes.model.changes import WHY_CHARS_MAX, ChangeSet, Lane, Origin, Wisher
from hanse.changes.model.limits import Verdict
from hanse.changes.model.planned import Wish
from hanse.changes.model.policies import Load, Policy, Schedule, proposal_ends
from hanse.changes.model.states import BY_WAY, Reason, State
from hanse.changes.service import carrying, facts, gate
from hanse.changes.service.hands import Hands
from hanse.changes.service.moving import all_going, go
from hanse.changes.service.planning import Plan, Refused, plan
from hanse.changes.store import agreeing, history, sets
from hanse.changes.store import rows as store
from hanse.engine.log import events as log
from hanse.engine.tx import ActorKind, Tx

TITLE_CHARS_MAX = 200


@dataclass(frozen=True, slots=True)
class Proposed:
    """What became of the wishes: a set, if any of them is a change at all. `there`: the places of
    those that the shop shows already, told where all of it is done in one transaction."""

    set_id: UUID | None
    count: int
    same: int
    refused: tuple[Refused, ...]
    state: State | None
    there: tuple[int, ...] = ()


def origin_of(tx: Tx) -> Origin:
    """Whoever speaks in this transaction. A key speaks for whoever made it."""
    actor = tx.actor
    if actor.kind is ActorKind.system:
        return Origin(Wisher.sync, None, actor.name, None)
    wisher = Wisher.key if actor.kind is ActorKind.key else Wisher.person
    return Origin(wisher, actor.id, actor.name, actor.person_id or actor.id)


async def propose(
    hands: Hands,
    tx: Tx,
    wishes: Sequence[Wish],
    *,
    title: str,
    why: str,
    origin: Origin | None = None,
    schedule: Schedule | None = None,
    undoes: UUID | None = None,
) -> Proposed:
    """All wishes that are changes stand in one set; the others are told with their reasons."""
    if not wishes:
        raise Rejected("Nothing is wanted.", next_step="Choose what to change.")
    if len(wishes) > hands.part_max:
        raise Rejected(
            f"{len(wishes):,} changes at once; {hands.part_max:,} are the most.",
            next_step="Make several sets of it.",
        )
    made = set_of(tx, title, why, origin, undoes)
    policy = await agreeing.policy(tx)
    found = await written(hands, tx, made, wishes, schedule or Schedule(), policy, first=True)
    if not found.planned:
        return Proposed(None, 0, found.same, found.refused, None, found.there)
    verdict = await gate.judged(hands, tx, found.planned, await agreeing.limits(tx))
    if verdict.holds:
        await go(tx, all_going(found.planned, Reason.tripped, trips_of(verdict)))
    state = await decided(hands, tx, made, len(found.planned), verdict)
    count = len(found.planned)
    return Proposed(made.id, count, found.same, found.refused, state, found.there)


def set_of(tx: Tx, title: str, why: str, origin: Origin | None, undoes: UUID | None) -> ChangeSet:
    said = text(title, TITLE_CHARS_MAX), text(why, WHY_CHARS_MAX)
    return ChangeSet(tx.ids.new(), *said, origin or origin_of(tx), tx.now, undoes)


async def decided(hands: Hands, tx: Tx, made: ChangeSet, count: int, verdict: Verdict) -> State:
    """All of it is there: what an approval is for, and whether the policy asks for one."""
    await carrying.previewed_anew(tx, made.id)
    accounts = await sets.accounts(tx, made.id)
    await log.append(tx, facts.SetProposed(made.id, made.title, count, accounts))
    if verdict.holds:
        first = verdict.trips[0].finding.sentence
        await log.append(tx, facts.SetHeld(made.id, made.title, len(verdict.trips), first))
        return State.held
    policy = await agreeing.policy(tx)
    loads = await carrying.loads_of(tx, made.id, State.proposed)
    recent: Sequence[Load] = ()
    if policies.weighs(policy, loads):
        since = tx.now - gate.DAY
        recent = await history.loads_by_itself(tx, made.origin, since, carrying.PAID)
    if policies.needed(policy, loads, recent):
        return State.proposed
    held = await sets.get(tx, made.id)
    assert held is not None, "it was just written"
    await carrying.agreed(hands, tx, held, automatic=True)
    return State.approved


def trips_of(verdict: Verdict) -> Mapping[UUID, Finding]:
    """One trip holds the whole set: whatever made it may be wrong about all of it."""
    return {each.change_id: each.finding for each in verdict.trips}


async def written(
    hands: Hands,
    tx: Tx,
    made: ChangeSet,
    wishes: Sequence[Wish],
    schedule: Schedule,
    policy: Policy,
    *,
    first: bool,
    whole: bool = True,
) -> Plan:
    """A part of a set, with the set itself before the first change of it. What waits for the same
    things and was not sent makes room; what is on its way goes first."""
    found = await plan(hands, tx, made, wishes, policy.version)
    if found.planned:
        if first:
            await sets.add(tx, made, schedule, whole=whole)
        due_at = schedule.not_before or tx.now
        await store.add(tx, found.planned, due_at, proposal_ends(policy, schedule, tx.now))
        waiting = await store.older(tx, [each.change.lane for each in found.planned], made.id)
        await go(tx, all_going(waiting, Reason.newer_wish))
    return found


async def make_room(tx: Tx, lanes: Sequence[Lane], reason: Reason, but: UUID | None = None) -> int:
    """What waits in these lanes and was not sent is not wanted any more; how many there were. What
    is on its way stays. `but`: the set whose changes are wanted still."""
    if not lanes:
        return 0
    found = await store.older(tx, lanes, but or tx.ids.new())
    waiting = [each for each in found if (each.change.state, reason) in BY_WAY]
    if waiting:
        await go(tx, all_going(waiting, reason))
    return len(waiting)


def text(given: str, chars_max: int) -> str:
    found = clean(given)
    if not 0 < len(found) <= chars_max:
        raise Rejected(
            f"A set says in 1 to {chars_max} characters what it is and why it is wanted; this has "
            f"{len(found)}.",
            next_step="Say it in a sentence.",
        )
    return found
