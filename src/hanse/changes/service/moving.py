"""Changes go from state to state: by the table, written down, told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hanse.base.faults import Finding, Severity
from hanse.changes.model import states
from hanse.changes.model.changes import Change
from hanse.changes.model.planned import Planned
from hanse.changes.model.policies import Window
from hanse.changes.model.states import Move, Reason, State
from hanse.changes.service import facts, owning
from hanse.changes.store import rows as store
from hanse.changes.store import stages as store_of_stages
from hanse.changes.store.rows import Moving
from hanse.engine.log import events as log
from hanse.engine.tx import Tx

EVENT_IDS_MAX = 500
LOST = frozenset(
    {State.refused, State.superseded, State.cancelled, State.expired, State.undone, State.rehearsed}
)


@dataclass(frozen=True, slots=True)
class Going:
    """A change and the reason for which it moves on."""

    change: Change
    reason: Reason
    finding: Finding | None = None
    look_at: datetime | None = None


async def go(
    tx: Tx,
    going: Sequence[Going],
    *,
    at: datetime | None = None,
    person_id: UUID | None = None,
    due: Window | None = None,
) -> Sequence[Going]:
    """Those that went; a change that somebody else has moved meanwhile stays where that led."""
    ways = {
        each.change.id: states.move(each.change.state, each.reason, by_person=person_id is not None)
        for each in going
    }
    moving = [
        Moving(
            *(each.change.id, each.change.state, each.reason, ways[each.change.id].to),
            *(each.finding, each.look_at),
        )
        for each in going
    ]
    gone = await store.move(tx, moving, at or tx.now, person_id, due)
    went = [each for each in going if each.change.id in gone]
    await own(tx, went, ways)
    await tell(tx, [(each.change, ways[each.change.id].to, each.reason) for each in went])
    await leave_behind(tx, went, ways, at)
    return went


async def leave_behind(
    tx: Tx, went: Sequence[Going], ways: Mapping[UUID, Move], at: datetime | None
) -> None:
    """What waits for something that will not be has nothing to wait for; what waits for a
    rehearsed one is rehearsed with it."""
    lost = {each.change.id: each for each in went if ways[each.change.id].to in LOST}
    if not lost:
        return
    sets = sorted({each.change.set_id for each in lost.values()})
    going = []
    for each in await store_of_stages.behind(tx, sets, sorted(lost)):
        first = next(lost[id_] for id_ in each.change.waits_for if id_ in lost)
        to = ways[first.change.id].to
        if to is State.rehearsed and each.change.state is State.approved:
            going.append(Going(each.change, Reason.dry))
        else:
            going.append(Going(each.change, Reason.awaited_lost, why_lost(each.change, first, to)))
    if going:
        await go(tx, going, at=at)


def why_lost(change: Change, first: Going, to: State) -> Finding:
    said = f" {first.finding.sentence}" if first.finding else ""
    return Finding(
        Severity.error,
        "awaited",
        f"{change.thing.title}: it waited for {first.change.thing.title}, which is {to}.{said}",
        first.finding.next_step if first.finding else "Propose both again.",
    )


async def own(tx: Tx, went: Sequence[Going], ways: Mapping[UUID, Move]) -> None:
    """Whose the fields are, and what is known of them, goes with the changes that write them."""
    if agreed := [each.change for each in went if each.reason is Reason.agreed]:
        await owning.agreed(tx, agreed)
    if proven := [each.change for each in went if ways[each.change.id].to is State.proven]:
        await owning.proven(tx, proven)


async def tell(tx: Tx, moved: Sequence[tuple[Change, State, Reason]]) -> None:
    groups: dict[tuple[UUID, UUID, State, Reason], list[UUID]] = {}
    for change, to, reason in moved:
        if to in facts.MOVED:
            key = (change.set_id, change.account_id, to, reason)
            groups.setdefault(key, []).append(change.id)
    for (set_id, account_id, to, reason), ids in groups.items():
        event = facts.MOVED[to]
        for start in range(0, len(ids), EVENT_IDS_MAX):
            part = ids[start : start + EVENT_IDS_MAX]
            await log.append(tx, event(set_id, account_id, part, len(part), reason.value))


def all_going(
    planned: Sequence[Planned], reason: Reason, findings: Mapping[UUID, Finding] | None = None
) -> Sequence[Going]:
    found = findings or {}
    return [Going(each.change, reason, found.get(each.change.id)) for each in planned]
