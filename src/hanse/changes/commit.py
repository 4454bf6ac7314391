"""The only road out. Each step is a transaction of its own, so whoever is killed between two of
them leaves behind how far it came:

    intend   all is checked once more; what will be sent is on disk, and committed
    send     the bytes leave, once, while the intent lives
    answer   what came back is on disk, and nothing else happens before
    move     each change goes where its part of the answer leads
    prove    the shop is read by id, and shows it

What fell silent in between is swept into `unknown`, and settled by reading.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from hanse.base.faults import AuthLapsed, Fault, OutcomeUnknown, Throttled, Unavailable
from hanse.changes.model.changes import as_before
from hanse.changes.model.kinds import KINDS
from hanse.changes.model.planned import Planned
from hanse.changes.model.states import BY_WAY, Reason, State
from hanse.changes.service import answering, asking, bringing, making, naming, queue, renewing
from hanse.changes.service.asking import OpenTx, Reading
from hanse.changes.service.hands import Hands, Opened, Power, Turn
from hanse.changes.service.intending import Batch, Intended, intend
from hanse.changes.service.moving import Going
from hanse.changes.store import finding, intents
from hanse.changes.store import rows as store
from hanse.changes.store.intents import Sent, Told
from hanse.engine.metrics import Meter
from hanse.engine.pace import CircuitOpen
from hanse.engine.tx import Tx
from hanse.trade.ports_read import Reply
from hanse.trade.ports_write import Outcome

SENDERS_MIN, SENDERS_MAX = 2, 6  # at one shop, in one job
TURN_WAIT_S = 30.0
TURN_PRIORITY = 5
OPEN_MAX = 500
UNHEARD_MAX, REST_S = 3, 1.0

# After these it makes no sense to go on at once: the job engine asks again when it does.
STOPPING = (Throttled, Unavailable, AuthLapsed)


@dataclass(frozen=True, slots=True)
class Road:
    """One run of one worker, to one shop."""

    hands: Hands
    open_tx: OpenTx
    opened: Opened
    owner: UUID
    meter: Meter | None = None

    def power(self, kind: str) -> Power:
        return self.hands.power(self.opened.platform_name, kind)


async def send_all(road: Road, seconds: float) -> bool:
    """Until nothing is due, or the time is over; whether nothing is due any more. While one call is
    on its way, the next one is prepared and the one before is read back."""
    until = road.hands.database.clock.monotonic() + seconds
    senders = [send_until(road, until) for _ in range(senders_of(road))]
    ends = await asyncio.gather(*senders, return_exceptions=True)
    for each in ends:
        if isinstance(each, BaseException):
            raise each
    return all(ends)


def senders_of(road: Road) -> int:
    """As many as the platform answers at once: where each answer takes a while, calls go out beside
    each other. Never one alone, for it could not prepare the next meanwhile."""
    powers = road.hands.powers.items()
    most = [
        each.rate.at_once_max for (name, _), each in powers if name == road.opened.platform_name
    ]
    return max(SENDERS_MIN, min(max(most, default=0), SENDERS_MAX))


async def send_until(road: Road, until: float) -> bool:
    """One call that was not answered says little: after a rest the next one goes out. After some in
    a row the shop is left alone."""
    clock, unheard = road.hands.database.clock, 0
    while clock.monotonic() < until:
        try:
            if not await send_next(road):
                return True
        except Unavailable as fault:
            unheard += 1
            if unheard == UNHEARD_MAX or isinstance(fault, CircuitOpen):
                raise
            await asyncio.sleep(REST_S)
        else:
            unheard = 0
    return False


async def send_next(road: Road) -> bool:
    """One call, of whatever kind has waited; whether there was anything."""
    kinds = [kind for name, kind in road.hands.powers if name == road.opened.platform_name]
    async with road.open_tx() as tx:
        await naming.name(road.hands, tx, road.opened)
        waiting = await finding.waiting_kinds(tx, road.opened.id, kinds, await intents.clock(tx))
    for kind in waiting:
        power = road.power(kind)
        async with road.open_tx() as tx:
            now = await intents.clock(tx)
            batch_max = power.way.write.batch_max
            planned = await store.next_due(tx, road.opened.id, kind, now, batch_max)
        if planned:
            await send_claimed(road, power, planned)
            return True
    return False


async def send_claimed(road: Road, power: Power, planned: Sequence[Planned]) -> None:
    """Whatever of it is not sent now is left for others at once."""
    try:
        # Files first, for that may take a while; then it is looked, and sent at once.
        brought = await bringing.bring(road.hands, road.open_tx, road.opened, power, planned)
        reading = await before_sending(road, power, planned)
        await send(road, power, Batch(tuple(planned), reading.looks, brought))
        await tell_moved(road, planned, reading)
    finally:
        async with road.open_tx() as tx:
            await store.leave(tx, [each.change.id for each in planned])


async def before_sending(road: Road, power: Power, planned: Sequence[Planned]) -> Reading:
    """What the shop shows now, where the platform does not compare before it sets."""
    if power.way.write.compare_and_set or KINDS[power.port.kind].creates:
        return Reading({}, {}, (), road.hands.database.clock.now())
    return await asking.look(road.hands, road.open_tx, road.opened, power, planned)


async def tell_moved(road: Road, planned: Sequence[Planned], reading: Reading) -> None:
    """What was seen to have moved goes where all others look, who may want it otherwise now."""
    moved = [
        each
        for each in planned
        if (look := reading.looks.get(each.change.id))
        and look.fields is not None
        and not as_before(each.change, look.fields)
    ]
    if moved:
        async with road.open_tx() as tx:
            await asking.keep_rows(road.hands, tx, road.opened.id, reading)


async def send(road: Road, power: Power, batch: Batch) -> None:
    pieces = [each.piece for each in batch.planned]
    asked = power.port.request(pieces, "", road.opened.shop)
    batch = replace(batch, told=await asking.just_before(road.hands, road.opened, power, pieces))
    async with road.hands.shops.turn(
        road.opened, asked.family, asked.cost, TURN_PRIORITY, TURN_WAIT_S
    ) as turn:
        async with road.open_tx() as tx:
            went: list[Going] = []
            intended = await intend(road.hands, tx, road.opened, power, batch, road.owner, went)
        count(road, went, intended.intent.written_at if intended else None)
        if intended is None:
            return
        outcomes, fault = await leave(road, power, turn, intended)
    sent, answered_at = await answered(road, intended, outcomes, fault)
    await move(road, power, sent, answered_at, intended.planned)
    await turn.note(fault)
    if isinstance(fault, STOPPING):
        raise fault


async def leave(
    road: Road, power: Power, turn: Turn, intended: Intended
) -> tuple[Sequence[Outcome], Fault | None]:
    """The bytes leave, once; what came of it. Here the outside world changes, and nowhere else."""
    intent = intended.intent
    # Counted from before the intent was written, so that our clock never gives it a longer life.
    gone_s = road.hands.database.clock.monotonic() - intended.began
    left_s = (intent.send_by - intent.written_at).total_seconds() - gone_s
    if left_s <= 0:
        return (), Unavailable("It took too long to be sent, so it was not.")
    try:
        reply = await turn.write_remote(intended.question, left_s)
    except Fault as fault:
        return (), fault
    return outcomes_of(road, power, intended, reply), None


def outcomes_of(road: Road, power: Power, intended: Intended, reply: Reply) -> Sequence[Outcome]:
    pieces = [each.piece for each in intended.planned]
    outcomes = power.port.outcomes(pieces, reply, road.opened.shop)
    if len(outcomes) != len(pieces):
        lost = OutcomeUnknown("The answer does not say what became of each of them.")
        return [Outcome(lost) for _ in pieces]
    return outcomes


async def answered(
    road: Road, intended: Intended, outcomes: Sequence[Outcome], fault: Fault | None
) -> tuple[Sent, datetime]:
    """On disk, before anything else happens. If it was swept meanwhile, the one that is there
    counts."""
    told: Sequence[Told] = [answering.told_of(each) for each in outcomes]
    whole = answering.told_of(Outcome(fault))
    async with road.open_tx() as tx:
        at = await intents.answer(tx, intended.intent.id, whole.fault, whole.sentence, told)
        sent = await intents.one(tx, intended.intent.id)
    return sent, at or sent.intent.answered_at or intended.intent.over_at


async def move(
    road: Road, power: Power, sent: Sent, answered_at: datetime, planned: Sequence[Planned]
) -> None:
    """Where the answer leads; what it does not prove by itself is read back."""
    async with road.open_tx() as tx:
        current = await of_this(tx, sent, planned)
        went = await answering.by_answer(tx, power, sent, current, answered_at)
        open_ones = await store.get(tx, [each.change.id for each in current])
        if looks := [each.look_at for each in open_ones if each.look_at]:
            await queue.ask_to_settle(tx, road.opened.id, at=min(looks))
    count(road, went, answered_at)
    left = [each for each in open_ones if each.change.state is State.sending]
    if left:
        await prove(road, power, sent, answered_at, left)
    if outrun := [each for each in open_ones if each.change.reason is Reason.outrun]:
        await look_anew(road, power, outrun)


async def look_anew(road: Road, power: Power, planned: Sequence[Planned]) -> None:
    """The platform compared, and wrote nothing: what is there now is read and told. Where that is
    what was wanted, nothing is left to do."""
    reading = await asking.look(road.hands, road.open_tx, road.opened, power, planned)
    ids = [each.change.id for each in planned]
    async with road.open_tx() as tx:
        await asking.keep(road.hands, tx, road.opened.id, reading)
        went = await renewing.renew(road.hands, tx, road.opened, power, ids, reading.looks)
    count(road, went, None)


async def of_this(tx: Tx, sent: Sent, planned: Sequence[Planned]) -> Sequence[Planned]:
    """Those that are on their way by this sending; of whom was sent again it tells nothing."""
    locked = await store.get(tx, [each.change.id for each in planned], lock=True)
    newest = await intents.newest(tx, [each.change.id for each in locked])
    return [
        each
        for each in locked
        if each.change.state is State.sending and newest[each.change.id].intent.id == sent.intent.id
    ]


async def prove(
    road: Road, power: Power, sent: Sent, answered_at: datetime, planned: Sequence[Planned]
) -> None:
    reading = await asking.look(road.hands, road.open_tx, road.opened, power, planned)
    async with road.open_tx() as tx:
        await asking.keep(road.hands, tx, road.opened.id, reading)
        await store.made(tx, reading.found_ids)  # whose answer does not say how it is called
        current = await of_this(tx, sent, planned)
        now = await intents.clock(tx)
        went = await answering.by_reading_back(tx, power, answered_at, current, reading.looks, now)
        await making.own(road.hands, tx, road.opened, went, reading)
    count(road, went, now)


# What fell silent, and what nobody knows


async def settle_all(road: Road) -> datetime | None:
    """Whatever is open and due is swept, read and settled; when the next one is due."""
    async with road.open_tx() as tx:
        now = await intents.clock(tx)
        due = await store.to_look_at(tx, road.opened.id, now, OPEN_MAX)
    by_kind: dict[str, list[Planned]] = {}
    for each in due:
        by_kind.setdefault(each.change.kind, []).append(each)
    for kind, planned in by_kind.items():
        await settle_kind(road, road.power(kind), planned)
    async with road.open_tx() as tx:
        return await store.next_look(tx, road.opened.id)


async def settle_kind(road: Road, power: Power, planned: Sequence[Planned]) -> None:
    async with road.open_tx() as tx:
        planned = await store.get(tx, [each.change.id for each in planned], lock=True)
        sent = await intents.newest(tx, [each.change.id for each in planned])
        now = await intents.clock(tx)
        silent = [each for each in planned if each.change.state is State.sending]
        went = await answering.by_silence(tx, power, sent, silent, now)
    count(road, went, now)
    answered_groups: dict[UUID, list[Planned]] = {}
    unknown: list[Planned] = []
    for each in planned:
        mine = sent[each.change.id].intent
        if each.change.state is State.unknown:
            unknown.append(each)
        elif mine.answered_at is not None:
            answered_groups.setdefault(mine.id, []).append(each)
    for group in answered_groups.values():
        mine_sent = sent[group[0].change.id]
        assert mine_sent.intent.answered_at is not None
        await move(road, power, mine_sent, mine_sent.intent.answered_at, group)
    if unknown:
        await settle_unknown(road, power, unknown)


async def settle_unknown(road: Road, power: Power, planned: Sequence[Planned]) -> None:
    reading = await asking.look(road.hands, road.open_tx, road.opened, power, planned)
    async with road.open_tx() as tx:
        await asking.keep(road.hands, tx, road.opened.id, reading)
        await store.made(tx, reading.found_ids)
        ids = [each.change.id for each in planned]
        current = [
            each
            for each in await store.get(tx, ids, lock=True)
            if each.change.state is State.unknown
        ]
        # Read once more: while the shop was asked, another one may have sent it again.
        sent = await intents.newest(tx, [each.change.id for each in current])
        newer = await answering.newer_behind(tx, current)
        now = await intents.clock(tx)
        went, again = await answering.by_settling(
            tx, power, sent, current, reading.looks, now, newer
        )
        await making.own(road.hands, tx, road.opened, went, reading)
    count(road, went, now)
    for batch in together(again, sent, power):
        brought = await bringing.bring(road.hands, road.open_tx, road.opened, power, batch.planned)
        await send(road, power, replace(batch, brought=brought))


def together(again: Sequence[Planned], sent: Mapping[UUID, Sent], power: Power) -> Sequence[Batch]:
    """What is sent again, as many in a call as the card allows, each once more than before."""
    groups: dict[tuple[str, int], list[Planned]] = {}
    for each in again:
        key = (each.piece.group, sent[each.change.id].intent.sends + 1)
        groups.setdefault(key, []).append(each)
    most = power.way.write.batch_max
    return [
        Batch(tuple(group[start : start + most]), {}, sends=sends, again=True)
        for (_, sends), group in groups.items()
        for start in range(0, len(group), most)
    ]


def count(road: Road, went: Sequence[Going], at: datetime | None) -> None:
    """Counted once they are committed, so that what was taken back is not counted."""
    if road.meter is None:
        return
    came = [(each.change, BY_WAY[each.change.state, each.reason].to) for each in went]
    platform = road.opened.platform_name
    for (kind, to), number in Counter((change.kind, to) for change, to in came).items():
        road.meter.count("hanse_changes_total", number, platform=platform, kind=kind, state=to)
    for change, to in came:
        if to is State.proven and at is not None:
            seconds = (at - change.made_at).total_seconds()
            road.meter.observe(
                "hanse_change_seconds", max(seconds, 0.0), platform=platform, kind=change.kind
            )
