"""People look at what would be sent, and agree, edit, release or withdraw."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from hanse.base.faults import Conflict, Denied, Gone, Rejected
from hanse.base.money import Money, total
from hanse.changes.model import limits as limits_model
from hanse.changes.model import policies
from hanse.changes.model.changes import Change, check, edited, narrowed
from hanse.changes.model.kinds import KINDS, Gauge
from hanse.changes.model.planned import Planned, changes_of
from hanse.changes.model.policies import Approval, Approver, Load, Policy, Schedule, preview_of
from hanse.changes.model.states import WAITING, CannotMove, Reason, State
from hanse.changes.service import facts, gate, queue
from hanse.changes.service.hands import Hands
from hanse.changes.service.moving import all_going, go
from hanse.changes.service.planning import piece_of
from hanse.changes.store import agreeing, sets
from hanse.changes.store import rows as store
from hanse.changes.store.sets import Held
from hanse.engine.log import events as log
from hanse.engine.tx import Actor, Tx
from hanse.engine.tx import Limits as OwnLimits
from hanse.trade.fields import Fields, chosen, kept

PART = 5_000
WHY_CHARS_MAX = 500


class Looked(Conflict):
    """What was looked at is not what would be sent now."""

    code = "preview_changed"


async def one_set(tx: Tx, set_id: UUID, *, lock: bool = False) -> Held:
    found = await sets.get(tx, set_id, lock=lock)
    if found is None:
        raise Gone("There is no such set of changes here.")
    return found


async def waiting(tx: Tx, set_id: UUID, *states: State) -> Sequence[Planned]:
    """All of the set that are in these states; costs by their number."""
    found: list[Planned] = []
    after: UUID | None = None
    while part := await store.of_set(tx, set_id, states, after, PART):
        found += part
        after = part[-1].change.id
    return found


def loads_of(changes: Sequence[Change]) -> Sequence[Load]:
    """What it is about, kind by kind: how many, and by how much money moves."""
    by_kind: dict[str, list[Change]] = {}
    for each in changes:
        by_kind.setdefault(each.kind, []).append(each)
    return [Load(kind, len(group), stake_of(group)) for kind, group in sorted(by_kind.items())]


def stake_of(changes: Sequence[Change]) -> tuple[Money, ...]:
    """By how much prices move, and how much is spent, in each currency."""
    moneys = [
        money
        for each in changes
        for name, value in each.after.items()
        if KINDS[each.kind].gauge(name) in (Gauge.price, Gauge.spend)
        if (money := at_stake(each.before.get(name), value)) is not None
    ]
    currencies = sorted({each.currency for each in moneys})
    return tuple(
        total(each, [money for money in moneys if money.currency == each]) for each in currencies
    )


def at_stake(before: object, after: object) -> Money | None:
    if not isinstance(after, Money):
        return before if isinstance(before, Money) else None
    alike = isinstance(before, Money) and before.currency == after.currency
    return abs(after - before) if alike and isinstance(before, Money) else after


# Agreeing


def approver_of(actor: Actor, role: str, limits: OwnLimits) -> Approver:
    """The person who speaks, also where a key of the person's does."""
    most = None
    if limits.amount_minor is not None and limits.currency is not None:
        most = Money(limits.currency, limits.amount_minor)
    person_id = actor.person_id or actor.id
    if person_id is None:
        raise Denied(
            "Somebody has to answer for this, and the operator's token is nobody's.",
            "Sign in as a member of the workspace, or use a key of one.",
        )
    return Approver(person_id, role, most, limits.items_max)


async def approve(hands: Hands, tx: Tx, set_id: UUID, preview: str, approver: Approver) -> State:
    """One person's word for exactly this preview; the state of the set's changes then."""
    held = await one_set(tx, set_id, lock=True)
    planned = await waiting(tx, set_id, State.proposed)
    if not planned:
        raise CannotMove("Nothing of this set waits for approval.", "Look at its states.")
    seen(held, preview)
    policy = await agreeing.policy(tx, shared=True)
    loads = loads_of(changes_of(planned))
    stages = policies.needed(policy, loads)
    given = [each for _, each in await agreeing.approvals(tx, set_id)]
    origins = {each.change.origin for each in planned}
    policies.check_approver(approver, origins, stages or policies.ONE_PERSON, given, preview, loads)
    mine = Approval(approver.person_id, approver.role, preview, tx.now)
    await agreeing.approve(tx, set_id, tx.actor.name, mine)
    await log.append(tx, facts.SetAgreed(set_id, held.set.title, preview))
    if not policies.is_approved(stages, [*given, mine], preview):
        return State.proposed
    await approved(tx, set_id, held.set.title, planned, held.schedule, policy, automatic=False)
    return State.approved


def seen(held: Held, preview: str) -> None:
    if preview != held.preview:
        raise Looked("What would be sent is not what you looked at any more.", "Look at it again.")


async def approved(
    tx: Tx,
    set_id: UUID,
    title: str,
    planned: Sequence[Planned],
    schedule: Schedule,
    policy: Policy,
    *,
    automatic: bool,
) -> None:
    """They go out as soon as their time has come, if that is before their agreement is old."""
    begins = max(filter(None, (tx.now, schedule.not_before)))
    ends = min(filter(None, (begins + policy.approve_life, schedule.not_after)))
    for start in range(0, len(planned), PART):
        part = planned[start : start + PART]
        await store.set_due(tx, [each.change.id for each in part], begins, ends)
        await go(tx, all_going(part, Reason.agreed))
    await log.append(tx, facts.SetApproved(set_id, title, len(planned), automatic))
    await queue.ask_to_send(tx, {each.change.account_id for each in planned}, at=begins)


# Editing


async def edit(
    hands: Hands, tx: Tx, change_id: UUID, after: Fields, version: int, person_id: UUID
) -> Planned:
    """Other values for the same wish: another preview, which nobody has agreed to."""
    planned = await one(tx, change_id, lock=True)
    if planned.change.version != version:
        raise Conflict("It was changed meanwhile.", "Look at it again.")
    if planned.change.state not in WAITING:
        raise CannotMove(
            f"It is {planned.change.state}: nothing of it can be edited.", "Propose another one."
        )
    accounts = await hands.accounts(tx, [planned.change.account_id])
    account = accounts[planned.change.account_id]
    power = hands.power(planned.platform, planned.change.kind)
    if strange := sorted(after.keys() - power.port.fields):
        raise Rejected(f"{account.name} has no {strange[0]} that could be written.")
    shown = await hands.shown(tx, account.id, power.port, [planned.target])
    now = shown[planned.target][0] if planned.target in shown else planned.basis.before
    kind = KINDS[planned.change.kind]
    before = {} if kind.creates else {name: now.get(name) for name in after}
    wished = replace(edited(planned.change, after, tx.now, person_id), before=before)
    check(wished, kind)
    wished = wished if kind.creates else narrowed(wished)
    leans_on = power.port.leans_on | frozenset(wished.after)
    basis = replace(planned.basis, before=chosen(now, leans_on))
    renewed = piece_of(wished, basis, planned.platform, account.shop, power)
    await store.renew(tx, [replace(renewed, draw=planned.draw)])
    if planned.change.state is not State.proposed:
        await go(tx, all_going([planned], Reason.edited), person_id=person_id)
    told = facts.ChangeEdited(
        *(change_id, planned.change.set_id, planned.change.thing.title),
        *(kept(planned.change.after), kept(wished.after)),
    )
    await log.append(tx, told)
    await previewed_anew(tx, planned.change.set_id)
    return await one(tx, change_id)


async def one(tx: Tx, change_id: UUID, *, lock: bool = False) -> Planned:
    found = await store.get(tx, [change_id], lock=lock)
    if not found:
        raise Gone("There is no such change here.")
    return found[0]


async def previewed_anew(tx: Tx, set_id: UUID) -> None:
    """Approvals of what was there before are not for this."""
    await sets.previewed(tx, set_id, preview_of(await store.fingerprints(tx, set_id)))


async def withdraw(tx: Tx, set_id: UUID, change_ids: Sequence[UUID] = ()) -> int:
    """What was not sent is not wanted any more: all of the set, or these of it."""
    held = await one_set(tx, set_id, lock=True)
    named = set(change_ids)
    found = [
        each
        for each in await waiting(tx, set_id, *sorted(WAITING))
        if not named or each.change.id in named
    ]
    went = await go(tx, all_going(found, Reason.withdrawn))
    if went:
        await log.append(tx, facts.SetWithdrawn(set_id, held.set.title, len(went)))
        await previewed_anew(tx, set_id)
    return len(went)


# Releasing


async def release(hands: Hands, tx: Tx, set_id: UUID, why: str, approver: Approver) -> State:
    """A person's word, by name, that each change may go beyond exactly the limits that it goes
    beyond now. Anything else that the guard finds later holds it again."""
    held = await one_set(tx, set_id, lock=True)
    if not 0 < len(why.strip()) <= WHY_CHARS_MAX:
        raise Rejected(
            f"A release says why in 1 to {WHY_CHARS_MAX} characters.",
            next_step="Say in a sentence why it is right.",
        )
    planned = await waiting(tx, set_id, State.held)
    if not planned:
        raise CannotMove("The guard holds nothing of this set.", "Look at its states.")
    changes = changes_of(planned)
    policies.check_limits_of(approver, loads_of(changes))
    verdict = await gate.judged(hands, tx, planned, await agreeing.limits(tx))
    await agreeing.release(tx, limits_model.release(verdict.trips, approver.person_id), why)
    await go(tx, all_going(planned, Reason.released), person_id=approver.person_id)
    await log.append(tx, facts.SetReleased(set_id, held.set.title, why.strip(), len(planned)))
    return await if_agreed(tx, held)


async def if_agreed(tx: Tx, held: Held) -> State:
    """Whoever had agreed to this very preview has agreed to it still."""
    planned = await waiting(tx, held.set.id, State.proposed)
    policy = await agreeing.policy(tx, shared=True)
    stages = policies.needed(policy, loads_of(changes_of(planned)))
    given = [each for _, each in await agreeing.approvals(tx, held.set.id)]
    current = await one_set(tx, held.set.id)
    if not planned or not policies.is_approved(stages, given, current.preview):
        return State.proposed
    automatic = not stages
    await approved(
        tx, held.set.id, held.set.title, planned, held.schedule, policy, automatic=automatic
    )
    return State.approved


# Time


async def expire(tx: Tx, now: datetime, rows_max: int) -> int:
    """What nobody agreed to in time, or was not sent in time, is not wanted any more."""
    over = await store.over(tx, now, rows_max)
    went = await go(tx, all_going(over, Reason.too_old))
    return len(went)
