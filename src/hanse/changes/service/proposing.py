"""What somebody wants outside becomes a set of changes: previewed, watched by the guard, and as
far as the policy allows approved at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hanse.base.faults import Finding, Rejected
from hanse.base.text import clean
from hanse.changes.model import policies
from hanse.changes.model.changes import SET_ITEMS_MAX, WHY_CHARS_MAX, ChangeSet, Origin, Wisher
from hanse.changes.model.kinds import KINDS, Gauge
from hanse.changes.model.limits import Verdict
from hanse.changes.model.planned import Planned, Wish, changes_of
from hanse.changes.model.policies import Load, Policy, Schedule, preview_of
from hanse.changes.model.states import Reason, State
from hanse.changes.service import approving, facts, gate
from hanse.changes.service.hands import Hands
from hanse.changes.service.moving import all_going, go
from hanse.changes.service.planning import Refused, plan
from hanse.changes.store import agreeing, history, sets
from hanse.changes.store import rows as store
from hanse.engine.log import events as log
from hanse.engine.tx import ActorKind, Tx

TITLE_CHARS_MAX = 200
PART = 5_000  # so many changes are planned and written at once


@dataclass(frozen=True, slots=True)
class Proposed:
    """What became of the wishes: a set, if any of them is a change at all."""

    set_id: UUID | None
    count: int
    same: int
    refused: tuple[Refused, ...]
    state: State | None


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
    if len(wishes) > SET_ITEMS_MAX:
        raise Rejected(
            f"{len(wishes):,} changes at once; {SET_ITEMS_MAX:,} are the most.",
            next_step="Make several sets of it.",
        )
    when = schedule or Schedule()
    made = ChangeSet(
        tx.ids.new(),
        text(title, TITLE_CHARS_MAX),
        text(why, WHY_CHARS_MAX),
        origin or origin_of(tx),
        tx.now,
        undoes,
    )
    policy = await agreeing.policy(tx)
    planned, refused, same = await written(hands, tx, made, wishes, when, policy)
    if not planned:
        return Proposed(None, 0, same, tuple(refused), None)
    await supersede(tx, made, planned)
    preview = preview_of(each.fingerprint for each in planned)
    await sets.previewed(tx, made.id, preview)
    accounts = sorted({each.change.account_id for each in planned})
    await log.append(tx, facts.SetProposed(made.id, made.title, len(planned), accounts))
    verdict = await gate.judged(hands, tx, planned, await agreeing.limits(tx))
    if verdict.holds:
        await hold(tx, made, planned, verdict)
        return Proposed(made.id, len(planned), same, tuple(refused), State.held)
    loads = approving.loads_of(changes_of(planned))
    automatic = not policies.needed(policy, loads, await went_by_itself(tx, made.origin))
    if automatic:
        await approving.approved(tx, made.id, made.title, planned, when, policy, automatic=True)
    state = State.approved if automatic else State.proposed
    return Proposed(made.id, len(planned), same, tuple(refused), state)


async def went_by_itself(tx: Tx, origin: Origin) -> Sequence[Load]:
    """Within a day, for the same wisher: many small sets are one large one."""
    paid = sorted({name for kind in KINDS.values() for name, gauge in kind.gauges if gauge in PAID})
    found = await history.by_itself(tx, origin, tx.now - gate.DAY, paid)
    return [Load(kind, items, stake) for kind, items, stake in found]


PAID = (Gauge.price, Gauge.spend)


async def written(
    hands: Hands,
    tx: Tx,
    made: ChangeSet,
    wishes: Sequence[Wish],
    schedule: Schedule,
    policy: Policy,
) -> tuple[list[Planned], list[Refused], int]:
    """Part by part, so that a set of any size takes the same room while it is worked out."""
    planned: list[Planned] = []
    refused: list[Refused] = []
    same = 0
    due_at = schedule.not_before or tx.now
    until_at = proposal_ends(policy, schedule, tx.now)
    for start in range(0, len(wishes), PART):
        found = await plan(hands, tx, made, wishes[start : start + PART], policy.version)
        refused += [Refused(start + each.place, each.findings) for each in found.refused]
        same += found.same
        if found.planned:
            if not planned:
                await sets.add(tx, made, schedule)
            await store.add(tx, found.planned, due_at, until_at)
            planned += found.planned
    return planned, refused, same


def proposal_ends(policy: Policy, schedule: Schedule, now: datetime) -> datetime:
    over = now + policy.propose_life
    if schedule.not_before:
        over = max(over, schedule.not_before + policy.approve_life)
    return min(filter(None, (over, schedule.not_after)))


async def supersede(tx: Tx, made: ChangeSet, planned: Sequence[Planned]) -> None:
    """What waits for the same things and was not sent makes room; what is on its way goes first."""
    for start in range(0, len(planned), PART):
        lanes = [each.change.lane for each in planned[start : start + PART]]
        waiting = await store.older(tx, lanes, made.id)
        await go(tx, all_going(waiting, Reason.newer_wish))


async def hold(tx: Tx, made: ChangeSet, planned: Sequence[Planned], verdict: Verdict) -> None:
    """One trip holds the whole set: whatever made it may be wrong about all of it."""
    trips: dict[UUID, Finding] = {each.change_id: each.finding for each in verdict.trips}
    await go(tx, all_going(planned, Reason.tripped, trips))
    first = verdict.trips[0].finding.sentence
    await log.append(tx, facts.SetHeld(made.id, made.title, len(verdict.trips), first))


def text(given: str, chars_max: int) -> str:
    found = clean(given)
    if not 0 < len(found) <= chars_max:
        raise Rejected(
            f"A set says in 1 to {chars_max} characters what it is and why it is wanted; this has "
            f"{len(found)}.",
            next_step="Say it in a sentence.",
        )
    return found
