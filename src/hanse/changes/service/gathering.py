"""A set of any size is worked out part by part, each in a transaction of its own: nobody waits for
it, and nobody sees it before all of it is there. Of whoever is killed at it, an unseen set is left,
which is withdrawn."""

import asyncio
from collections import deque
from collections.abc import AsyncIterable, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from hanse.base.faults import Rejected
from hanse.changes.model.changes import SET_ITEMS_MAX, ChangeSet
from hanse.changes.model.kinds import KINDS, Gauge
from hanse.changes.model.limits import Trip, Verdict
from hanse.changes.model.planned import Planned, Wish
from hanse.changes.model.policies import Schedule
from hanse.changes.model.states import Reason, State
from hanse.changes.service import carrying, gate
from hanse.changes.service.asking import OpenTx
from hanse.changes.service.hands import Hands
from hanse.changes.service.moving import all_going, go
from hanse.changes.service.planning import Plan, Refused
from hanse.changes.service.proposing import Proposed, decided, trips_of, written
from hanse.changes.store import agreeing, sets
from hanse.changes.store import rows as store
from hanse.changes.store.sets import Errand
from hanse.engine.tx import Tx

LIFE = timedelta(hours=1)  # whoever has not finished by then was killed
REFUSED_TOLD_MAX = 1_000
AT_ONCE = 2  # parts: while the database writes one, the next is worked out
SMALLER = 2


@dataclass(slots=True)
class Gathered:
    """What has come together. Of what takes from a shop all is kept, for it counts together."""

    first: bool  # the set itself is still to be written
    count: int = 0
    same: int = 0
    refused: list[Refused] = field(default_factory=list)
    trips: list[Trip] = field(default_factory=list)
    taking: list[Planned] = field(default_factory=list)
    wishes: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """What became of some of the wishes, of which the first has this place among all."""

    place: int
    plan: Plan
    trips: Sequence[Trip]
    taking: Sequence[Planned]


async def gather(
    hands: Hands,
    open_tx: OpenTx,
    parts: AsyncIterable[Sequence[Wish]],
    made: ChangeSet,
    schedule: Schedule | None = None,
) -> Proposed:
    """As `propose`, for what does not fit in one transaction: costs by the number of wishes, and
    keeps a few parts of them in memory at a time. The first refusals alone are told."""
    all_of_it = Gathered(first=True)
    await gather_parts(hands, open_tx, parts, made, schedule or Schedule(), all_of_it)
    return await finished(hands, open_tx, made, all_of_it)


async def nobody_else(_: Tx) -> bool:
    return True


async def finished(
    hands: Hands,
    open_tx: OpenTx,
    made: ChangeSet,
    all_of_it: Gathered,
    is_ours: Callable[[Tx], Awaitable[bool]] = nobody_else,
) -> Proposed:
    """All parts are there. `is_ours` is asked in the transaction that says so."""
    told = tuple(all_of_it.refused)
    if not all_of_it.count:
        if not all_of_it.first:
            async with open_tx() as tx:
                if await is_ours(tx):
                    await sets.finish(tx, made.id)
        return Proposed(None, 0, all_of_it.same, told, None)
    async with open_tx() as tx:
        limits = await agreeing.limits(tx)
        together = await gate.judged(hands, tx, all_of_it.taking, limits)
        verdict = Verdict((*all_of_it.trips, *together.trips), together.released)
    if verdict.holds:
        await hold(hands, open_tx, made, verdict)
    async with open_tx() as tx:
        state = None
        if await is_ours(tx):
            await sets.finish(tx, made.id)
            state = await decided(hands, tx, made, all_of_it.count, verdict)
    return Proposed(made.id, all_of_it.count, all_of_it.same, told, state)


async def found_again(hands: Hands, open_tx: OpenTx, set_id: UUID) -> Gathered:
    """What whoever was killed at it has left of a set that has its row."""
    all_of_it = Gathered(first=False)
    after: UUID | None = None
    while True:
        async with open_tx() as tx:
            found = await store.of_set(
                tx, set_id, (State.proposed, State.held), after, hands.part_max
            )
            part = await judged(hands, tx, all_of_it.wishes, Plan(tuple(found), ()))
        all_of_it.wishes += len(found)
        add(all_of_it, part)
        if len(found) < hands.part_max:
            return all_of_it
        after = found[-1].change.id


async def gather_parts(
    hands: Hands,
    open_tx: OpenTx,
    parts: AsyncIterable[Sequence[Wish]],
    made: ChangeSet,
    schedule: Schedule,
    all_of_it: Gathered,
) -> None:
    """While one is written the next is worked out, and what is found stands in their order. What
    writes the set itself is done before anything else is asked for. Each is smaller than one
    transaction bears, for beside another it lasts longer."""
    size = max(hands.part_max // SMALLER, 1)

    async def work_out(some: Sequence[Wish], place: int, first: bool) -> Part:
        async with open_tx() as tx:
            return await one_part(hands, tx, made, some, schedule, place, first=first)

    begun: deque[asyncio.Task[Part]] = deque()
    try:
        async for wishes in parts:
            for start in range(0, len(wishes), size):
                some = wishes[start : start + size]
                working = work_out(some, placed(all_of_it, some), all_of_it.first)
                begun.append(asyncio.create_task(working))
                while begun and (all_of_it.first or len(begun) == AT_ONCE):
                    add(all_of_it, await begun[0])
                    begun.popleft()
        while begun:
            add(all_of_it, await begun[0])
            begun.popleft()
    except asyncio.CancelledError:
        for each in begun:
            each.cancel()
        raise
    finally:
        await asyncio.gather(*begun, return_exceptions=True)


def placed(all_of_it: Gathered, wishes: Sequence[Wish]) -> int:
    """The place of the first of these among all."""
    place = all_of_it.wishes
    if place + len(wishes) > SET_ITEMS_MAX:
        raise Rejected(
            f"More than {SET_ITEMS_MAX:,} changes in one set.",
            next_step="Make several sets of it.",
        )
    all_of_it.wishes += len(wishes)
    return place


def add(all_of_it: Gathered, part: Part) -> None:
    found = part.plan
    all_of_it.first = all_of_it.first and not found.planned
    all_of_it.count += len(found.planned)
    all_of_it.same += found.same
    room = REFUSED_TOLD_MAX - len(all_of_it.refused)
    all_of_it.refused += [
        Refused(part.place + each.place, each.findings) for each in found.refused[:room]
    ]
    all_of_it.trips += part.trips
    all_of_it.taking += part.taking


async def one_part(
    hands: Hands,
    tx: Tx,
    made: ChangeSet,
    wishes: Sequence[Wish],
    schedule: Schedule,
    place: int,
    *,
    first: bool,
) -> Part:
    policy = await agreeing.policy(tx)
    found = await written(hands, tx, made, wishes, schedule, policy, first=first, whole=False)
    return await judged(hands, tx, place, found)


async def judged(hands: Hands, tx: Tx, place: int, plan: Plan) -> Part:
    """What can be judged part by part is; what counts together is kept."""
    taking = [each for each in plan.planned if takes(each)]
    counted = {each.change.id for each in taking}
    alone = [each for each in plan.planned if each.change.id not in counted]
    verdict = await gate.judged(hands, tx, alone, await agreeing.limits(tx))
    return Part(place, plan, verdict.trips, taking)


def takes(planned: Planned) -> bool:
    """Whether it counts together with others."""
    taking = gate.gauged([planned.change], *gate.TAKING)
    spends = gate.gauged([planned.change], Gauge.spend)
    return bool(spends) or (bool(taking) and not KINDS[planned.change.kind].creates)


async def hold(hands: Hands, open_tx: OpenTx, made: ChangeSet, verdict: Verdict) -> None:
    trips = trips_of(verdict)
    while True:
        async with open_tx() as tx:
            part = await store.of_set(tx, made.id, [State.proposed], None, hands.part_max)
            await go(tx, all_going(part, Reason.tripped, trips))
        if len(part) < hands.part_max:
            return


async def give_up(hands: Hands, tx: Tx, set_id: UUID) -> None:
    """Whoever worked it out was killed: nothing of it is wanted, and that can be seen."""
    held = await sets.get(tx, set_id, lock=True)
    if held is not None and not held.whole:
        await sets.finish(tx, set_id)
        await carrying.begin(hands, tx, held, Errand(Reason.withdrawn))
