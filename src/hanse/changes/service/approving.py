"""People look at what would be sent, and agree, edit, release or withdraw."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import NoReturn
from uuid import UUID

from hanse.base.faults import Conflict, Denied, Gone, Rejected
from hanse.base.money import Money
from hanse.changes.model import policies
from hanse.changes.model.changes import check, edited, narrowed
from hanse.changes.model.kinds import KINDS
from hanse.changes.model.owners import afterwards, refusals
from hanse.changes.model.planned import Planned
from hanse.changes.model.policies import Approval, Approver
from hanse.changes.model.states import WAITING, CannotMove, Reason, State
from hanse.changes.service import carrying, facts, owning
from hanse.changes.service.hands import Hands
from hanse.changes.service.moving import all_going, go
from hanse.changes.service.planning import files_of, piece_of
from hanse.changes.store import agreeing, sets
from hanse.changes.store import rows as store
from hanse.changes.store.sets import Errand, Held
from hanse.engine.log import events as log
from hanse.engine.tx import Actor, Tx
from hanse.engine.tx import Limits as OwnLimits
from hanse.trade.fields import Fields, chosen, kept

WHY_CHARS_MAX = 500


class Looked(Conflict):
    """What was looked at is not what would be sent now."""

    code = "preview_changed"


async def one_set(tx: Tx, set_id: UUID) -> Held:
    found = await sets.get(tx, set_id)
    if found is None:
        raise Gone("There is no such set of changes here.")
    return found


async def locked_set(tx: Tx, set_id: UUID) -> Held:
    """Nobody else decides about it until this transaction is over."""
    found = await sets.get(tx, set_id, lock=True)
    if found is None:
        raise Gone("There is no such set of changes here.")
    carrying.check_free(found)
    return found


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
    held = await locked_set(tx, set_id)
    loads = await carrying.loads_of(tx, set_id, State.proposed)
    if not loads:
        await no_longer(tx, held)
    seen(held, preview)
    policy = await agreeing.policy(tx, shared=True)
    stages = policies.needed(policy, loads)
    given = await agreeing.standing(tx, set_id)
    origins = [held.set.origin]
    policies.check_approver(approver, origins, stages or policies.ONE_PERSON, given, preview, loads)
    mine = Approval(approver.person_id, approver.role, preview, tx.now)
    await agreeing.approve(tx, set_id, tx.actor.name, mine)
    await log.append(tx, facts.SetAgreed(set_id, held.set.title, preview))
    if not policies.is_approved(stages, [*given, mine], preview):
        return State.proposed
    await carrying.agreed(hands, tx, held, automatic=False)
    return State.approved


async def no_longer(tx: Tx, held: Held) -> NoReturn:
    """Of two who agree at once, one comes too late, and is told whose word it was."""
    given = await agreeing.approvals(tx, held.set.id)
    names = [name for name, each in given if each.preview == held.preview]
    who = f"{names[-1]} has approved it already: " if names else ""
    sentence = f"{who}nothing of this set waits for approval."
    raise CannotMove(sentence[0].upper() + sentence[1:], "Look at its states.")


def seen(held: Held, preview: str) -> None:
    if preview != held.preview:
        raise Looked("What would be sent is not what you looked at any more.", "Look at it again.")


# Editing


async def edit(
    hands: Hands, tx: Tx, change_id: UUID, after: Fields, version: int, person_id: UUID
) -> Planned:
    """Other values for the same wish: another preview, which nobody has agreed to."""
    await locked_set(tx, (await one(tx, change_id)).change.set_id)
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
    whose = (await owning.owners_of(tx, [wished]))[change_id]
    if not_ours := refusals(wished, whose):
        raise Rejected(f"{wished.thing.title} cannot be changed like this.", not_ours)
    owners = afterwards(wished, whose)
    basis = replace(planned.basis, before=chosen(now, leans_on), owners=owners)
    files = await files_of(hands, tx, [wished.after])
    renewed = piece_of(wished, basis, planned.platform, account.shop, power, files)
    await store.renew(tx, [replace(renewed, draw=planned.draw)])
    if planned.change.state is not State.proposed:
        await go(tx, all_going([planned], Reason.edited), person_id=person_id)
    told = facts.ChangeEdited(
        *(change_id, planned.change.set_id, planned.change.thing.title),
        *(kept(planned.change.after), kept(wished.after)),
    )
    await log.append(tx, told)
    await carrying.previewed_anew(tx, planned.change.set_id)
    return await one(tx, change_id)


async def one(tx: Tx, change_id: UUID, *, lock: bool = False) -> Planned:
    found = await store.get(tx, [change_id], lock=lock)
    if not found:
        raise Gone("There is no such change here.")
    return found[0]


async def withdraw(hands: Hands, tx: Tx, set_id: UUID, change_ids: Sequence[UUID] = ()) -> int:
    """What was not sent is not wanted any more: all of the set, or these of it."""
    held = await locked_set(tx, set_id)
    if not change_ids:
        counts = (await sets.counts(tx, [set_id]))[set_id]
        count = sum(counts.get(state, 0) for state in WAITING)
        if count:
            await log.append(tx, facts.SetWithdrawn(set_id, held.set.title, count))
            await carrying.begin(hands, tx, held, Errand(Reason.withdrawn))
        return count
    found = [
        each
        for each in await store.get(tx, change_ids)
        if each.change.set_id == set_id and each.change.state in WAITING
    ]
    went = await go(tx, all_going(found, Reason.withdrawn))
    if went:
        await log.append(tx, facts.SetWithdrawn(set_id, held.set.title, len(went)))
        await carrying.previewed_anew(tx, set_id)
    return len(went)


# Releasing


async def release(hands: Hands, tx: Tx, set_id: UUID, why: str, approver: Approver) -> State:
    """A person's word, by name, that each change may go beyond exactly the limits that it goes
    beyond now. Anything else that the guard finds later holds it again."""
    held = await locked_set(tx, set_id)
    if not 0 < len(why.strip()) <= WHY_CHARS_MAX:
        raise Rejected(
            f"A release says why in 1 to {WHY_CHARS_MAX} characters.",
            next_step="Say in a sentence why it is right.",
        )
    loads = await carrying.loads_of(tx, set_id, State.held)
    if not loads:
        raise CannotMove("The guard holds nothing of this set.", "Look at its states.")
    policies.check_limits_of(approver, loads)
    number = sum(each.items for each in loads)
    await log.append(tx, facts.SetReleased(set_id, held.set.title, why.strip(), number))
    errand = Errand(Reason.released, approver.person_id, why)
    await carrying.begin(hands, tx, held, errand)
    left = await carrying.loads_of(tx, set_id, State.proposed)
    return State.proposed if left else State.approved


# Time


async def expire(tx: Tx, now: datetime, rows_max: int) -> int:
    """What nobody agreed to in time, or was not sent in time, is not wanted any more."""
    over = await store.over(tx, now, rows_max)
    went = await go(tx, all_going(over, Reason.too_old))
    return len(went)
