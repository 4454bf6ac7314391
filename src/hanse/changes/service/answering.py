"""What became of what was sent: from the answer on disk, from a reading, or from silence."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from hanse.base import faults
from hanse.base.faults import Fault, Finding, Rejected, Severity, Throttled
from hanse.changes.model import intents as model
from hanse.changes.model.planned import Planned
from hanse.changes.model.settling import (
    Ask,
    Look,
    SendAgain,
    Settle,
    Stop,
    asked_again_at,
    read_from,
    settle,
)
from hanse.changes.model.settling import Sent as Sending
from hanse.changes.model.states import BY_WAY, IN_FLIGHT, WAITING, Reason, State
from hanse.changes.service import queue
from hanse.changes.service.hands import Power
from hanse.changes.service.moving import Going, go
from hanse.changes.store import rows as store
from hanse.changes.store import stages
from hanse.changes.store.intents import Sent, Told
from hanse.engine.sending import KINDS as FAULT_KINDS
from hanse.engine.sending import kind_of
from hanse.engine.tx import Tx
from hanse.trade.ports_write import Later, Outcome

READ_BACK_WITHIN = timedelta(seconds=10)

CLASSES: Mapping[str, type[Fault]] = {each.code: each for each in FAULT_KINDS}


def told_of(outcome: Outcome) -> Told:
    fault = outcome.fault
    return Told(
        kind_of(fault) if fault else "",
        sentence_of(fault),
        outcome.remote_id,
        outcome.number_taken,
    )


def sentence_of(fault: Fault | None) -> str:
    if fault is None:
        return ""
    said = [fault.sentence]
    if isinstance(fault, Rejected):
        said += [str(each) for each in fault.findings[:5]]
    return " ".join(filter(None, said))[:1_000]


def fault_named(code: str, sentence: str) -> Fault | None:
    """The fault behind a name that was written down."""
    if not code:
        return None
    kind = CLASSES.get(code, faults.OutcomeUnknown)
    return Throttled(sentence, 1.0) if kind is Throttled else kind(sentence)


async def by_answer(
    tx: Tx, power: Power, sent: Sent, planned: Sequence[Planned], answered_at: datetime
) -> Sequence[Going]:
    """Each row goes where its part of the answer leads; the others wait to be read back.

    It may run twice: the answer stays as it was, and who has moved on is not moved again.
    """
    going: list[Going] = []
    left: list[Planned] = []
    made: dict[UUID, str] = {}
    for each in planned:
        told = sent.told(each.change.id) if sent.outcomes else Told(sent.fault, sent.sentence)
        fault = fault_named(told.fault, told.sentence)
        if told.remote_id:
            made[each.change.id] = told.remote_id
        reason = model.answered(
            power.way, fault, sends=sent.intent.sends, number_taken=told.number_taken
        )
        if reason is None:
            left.append(each)
        else:
            look_at = None
            if reason in (Reason.answer_lost, Reason.second_refused):
                look_at = read_from(power.way, model.sent(sent.intent, answered_at))
            going.append(Going(each.change, reason, finding_of(each, fault), look_at))
    await store.made(tx, made)
    # Whoever sent reads it back at once; others, if that does not come.
    by = answered_at + READ_BACK_WITHIN
    await store.look_later(tx, dict.fromkeys((each.change.id for each in left), by))
    unsent = [each.change for each in going if each.reason is Reason.not_sent]
    newer = await store.lanes_in(tx, [each.lane for each in unsent], WAITING) if unsent else ()
    went = await moved_on(tx, going, answered_at)
    # While it was on its way nobody could take its place; who wished for it since does so now.
    room = [replace(each, state=State.approved) for each in unsent if each.lane in newer]
    return [
        *went,
        *await go(tx, [Going(each, Reason.newer_wish) for each in room], at=answered_at),
    ]


def finding_of(each: Planned, fault: Fault | None) -> Finding | None:
    if fault is None:
        return None
    return Finding(
        Severity.error, fault.code, f"{each.change.thing.title}: {fault.sentence}", fault.next_step
    )


async def by_silence(
    tx: Tx, power: Power, sent: Mapping[UUID, Sent], planned: Sequence[Planned], now: datetime
) -> Sequence[Going]:
    """Nobody can bring the answer any more; of the others it is waited for."""
    going: list[Going] = []
    later: dict[UUID, datetime] = {}
    for each in planned:
        intent = sent[each.change.id].intent
        if model.swept(intent, now):
            look_at = max(read_from(power.way, model.sent(intent)), now)
            going.append(Going(each.change, Reason.owner_lost, look_at=look_at))
        elif intent.answered_at is None:
            later[each.change.id] = intent.over_at
    await store.look_later(tx, later)
    return await moved_on(tx, going, now)


async def by_reading_back(
    tx: Tx,
    power: Power,
    answered_at: datetime,
    planned: Sequence[Planned],
    looks: Mapping[UUID, Look],
    now: datetime,
) -> Sequence[Going]:
    """A good answer is proven by what the shop shows; what it does not show yet is asked again."""
    going: list[Going] = []
    left: dict[UUID, datetime] = {}
    for each in planned:
        look = looks.get(each.change.id)
        said = said_later(power, each, look)
        found = model.read_back(power.way, each.change, answered_at, look, now, said)
        if isinstance(found, Settle):
            due = read_from(power.way, Sending(answered_at, answered_at))
            lost = found.reason is Reason.not_shown
            going.append(Going(each.change, found.reason, found.finding, due if lost else None))
        else:
            left[each.change.id] = max(found.at, asked_again_at(now, each.looks))
    await store.look_again(tx, left)
    return await moved_on(tx, going, now)


def said_later(power: Power, planned: Planned, look: Look | None) -> Later | None:
    """What the platform shows of something that it had taken."""
    if power.port.later is None or look is None or look.fields is None:
        return None
    return power.port.later(planned.basis.before, look.fields)


async def by_settling(
    tx: Tx,
    power: Power,
    sent: Mapping[UUID, Sent],
    planned: Sequence[Planned],
    looks: Mapping[UUID, Look],
    now: datetime,
    newer: frozenset[UUID],
) -> tuple[Sequence[Going], Sequence[Planned]]:
    """What is unknown is settled by what the shop shows: who went, and who may be sent again."""
    going: list[Going] = []
    stopped: dict[UUID, Finding] = {}
    later: dict[UUID, datetime] = {}
    again: list[Planned] = []
    for each in planned:
        mine = sent[each.change.id]
        look = looks.get(each.change.id)
        found = settle(
            power.way,
            each.change,
            model.sent(mine.intent, mine.intent.answered_at),
            look,
            now,
            newer_waits=each.change.id in newer,
            later=said_later(power, each, look),
        )
        match found:
            case Settle():
                going.append(Going(each.change, found.reason, found.finding))
            case Stop():
                stopped[each.change.id] = found.finding
            case SendAgain():
                again.append(each)
            case Ask():
                later[each.change.id] = max(found.at, asked_again_at(now, each.looks))
    await store.explain(tx, stopped)
    await store.look_again(tx, later)
    return await moved_on(tx, going, now), again


async def moved_on(
    tx: Tx, going: Sequence[Going], at: datetime, *, person_id: UUID | None = None
) -> Sequence[Going]:
    """And what a proven one takes back is undone by that; what waits behind it may leave."""
    went = await go(tx, going, at=at, person_id=person_id)
    await free(tx, went)
    undone = [undoes for each in went if each.reason in PROVES for undoes in each.change.undoes]
    if not undone:
        return went
    originals = [
        Going(each.change, Reason.exchanged_back)
        for each in await store.get(tx, undone, lock=True)
        if each.change.state is State.proven
    ]
    return [*went, *await go(tx, originals, at=at)]


async def free(tx: Tx, went: Sequence[Going]) -> None:
    landed = [
        each.change
        for each in went
        if each.change.state in IN_FLIGHT
        and BY_WAY[each.change.state, each.reason].to not in (*IN_FLIGHT, State.approved)
    ]
    if landed:
        waiting = await store.lanes_in(tx, [each.lane for each in landed], [State.approved])
        behind = await stages.behind(
            tx, sorted({each.set_id for each in landed}), [each.id for each in landed]
        )
        accounts = {*(each.account_id for each in waiting), *(b.change.account_id for b in behind)}
        await queue.ask_to_send(tx, accounts)


PROVES = frozenset({Reason.read_back, Reason.keyed_answer, Reason.accepted, Reason.found_by_person})


async def newer_behind(tx: Tx, planned: Sequence[Planned]) -> frozenset[UUID]:
    """Those behind which an approved one of the same lane waits."""
    lanes = [each.change.lane for each in planned]
    waiting = await store.lanes_in(tx, lanes, [State.approved])
    return frozenset(each.change.id for each in planned if each.change.lane in waiting)
