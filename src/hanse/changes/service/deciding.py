"""A person decides where no machine may: what became of it, and whose word counts."""

from dataclasses import replace
from enum import StrEnum
from uuid import UUID

from hanse.base.faults import Gone
from hanse.changes.model.kinds import KINDS
from hanse.changes.model.owners import afterwards
from hanse.changes.model.planned import Planned
from hanse.changes.model.states import Reason
from hanse.changes.service import answering, approving, carrying, facts, owning
from hanse.changes.service.hands import Hands
from hanse.changes.service.moving import Going
from hanse.changes.service.planning import files_of, piece_of
from hanse.changes.store import rows as store
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.trade.fields import chosen


class Decision(StrEnum):
    ours = "ours"  # it is proposed again, over what the shop shows
    theirs = "theirs"  # what the shop shows stays
    done = "done"  # a person looked there: it is done
    not_done = "not_done"


REASONS = {
    Decision.ours: Reason.ours_again,
    Decision.theirs: Reason.theirs_kept,
    Decision.done: Reason.found_by_person,
    Decision.not_done: Reason.given_up,
}


async def decide(
    hands: Hands, tx: Tx, change_id: UUID, decision: Decision, person_id: UUID
) -> Planned:
    await approving.locked_set(tx, (await approving.one(tx, change_id)).change.set_id)
    planned = await approving.one(tx, change_id, lock=True)
    if decision is Decision.ours:
        await store.renew(tx, [await over_theirs(hands, tx, planned)])
    await answering.moved_on(
        tx, [Going(planned.change, REASONS[decision])], tx.now, person_id=person_id
    )
    change = planned.change
    told = facts.ChangeDecided(change.id, change.set_id, change.thing.title, decision.value)
    await log.append(tx, told)
    await carrying.previewed_anew(tx, change.set_id)
    return await approving.one(tx, change_id)


async def over_theirs(hands: Hands, tx: Tx, planned: Planned) -> Planned:
    """The same wish, as it stands to what the shop shows now."""
    accounts = await hands.accounts(tx, [planned.change.account_id])
    account = accounts.get(planned.change.account_id)
    if account is None:
        raise Gone("The shop of this change is not here any more.")
    power = hands.power(planned.platform, planned.change.kind)
    seen = await hands.shown(tx, account.id, power.port, [planned.target])
    shown = seen[planned.target][0] if planned.target in seen else planned.basis.before
    names = frozenset(planned.change.after)
    whose = (await owning.owners_of(tx, [planned.change]))[planned.change.id]
    basis = replace(
        planned.basis,
        before=chosen(shown, names | power.port.leans_on),
        owners=afterwards(planned.change, whose),
    )
    creates = KINDS[planned.change.kind].creates
    change = replace(planned.change, before={} if creates else chosen(shown, names))
    files = await files_of(hands, tx, [change.after])
    renewed = piece_of(change, basis, planned.platform, account.shop, power, files)
    return replace(renewed, draw=planned.draw)
