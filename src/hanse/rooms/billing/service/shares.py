"""How what buyers paid is shared: read by everybody whom it concerns, set by the operator."""

from dataclasses import dataclass
from datetime import datetime

from hanse.base.faults import Rejected
from hanse.engine.doors.versions import Changed, same_version
from hanse.engine.log import events
from hanse.engine.tx import Tx
from hanse.rooms.billing.model import shares as model
from hanse.rooms.billing.model.shares import VERSIONS_MAX, Share, ShareKind, Terms, Wanted
from hanse.rooms.billing.service import facts, plans
from hanse.rooms.billing.store import plans as plans_store
from hanse.rooms.billing.store import shares as store


@dataclass(frozen=True, slots=True)
class Held:
    """What holds for a workspace now, and all versions."""

    now: Share | None
    terms: Terms
    at: datetime


async def terms(tx: Tx) -> Terms:
    return await store.terms(tx, await plans_store.standing(tx))


async def held(tx: Tx) -> Held:
    await plans.demand_workspace(tx)
    found = await terms(tx)
    return Held(found.at(tx.now), found, tx.now)


async def set_share(tx: Tx, wanted: Wanted, expected: int) -> Held:
    """Of this client alone, from a day on; kind plan: as its plan says again."""
    await plans.demand_workspace(tx)
    model.check(wanted, tx.now)
    own = (await terms(tx)).own
    new = version(tx, wanted, expected, own[0].number if own else 0)
    if not await store.set_own(tx, new):
        raise Changed("The share was changed by somebody else in this moment.", "Read it again.")
    await events.append(tx, told("", new))
    return await held(tx)


async def set_plan_share(tx: Tx, plan: str, wanted: Wanted, expected: int) -> Share:
    """Of all clients on a plan that have none of their own."""
    known = (await plans.catalogue(tx)).plans
    if plan not in known:
        raise Rejected(
            f"There is no plan {plan!r}.", next_step=f"Choose one of: {', '.join(known)}."
        )
    if wanted.kind is ShareKind.plan:
        raise Rejected("A plan has a share of its own, or none.", next_step="Choose shared or off.")
    model.check(wanted, tx.now)
    numbers = [each.number for name, each in (await terms(tx)).plans if name == plan]
    new = version(tx, wanted, expected, max(numbers, default=0))
    if not await store.set_of_plan(tx, plan, new):
        raise Changed("The share was changed by somebody else in this moment.", "Read it again.")
    await events.append(tx, told(plan, new))
    return new


def version(tx: Tx, wanted: Wanted, expected: int, newest: int) -> Share:
    same_version(expected, newest)
    if newest >= VERSIONS_MAX:
        raise Rejected(
            f"A share has at most {VERSIONS_MAX} versions.", next_step="Change the plan instead."
        )
    return Share(
        *(newest + 1, wanted.kind, wanted.client_bp, wanted.currency),
        *(model.begins(wanted, tx.now), tx.now, tx.actor.person_id or tx.actor.id),
    )


def told(plan: str, new: Share) -> facts.ShareSet:
    share = model.told(new.kind, new.client_bp, new.currency)
    return facts.ShareSet(plan, share, new.from_at.isoformat(), new.number)
