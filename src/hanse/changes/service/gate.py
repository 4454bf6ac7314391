"""What the guard has to know, gathered: at the gate, and again where the intent is written."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from hanse.base.money import Money
from hanse.changes import guard
from hanse.changes.model.changes import Change
from hanse.changes.model.kinds import KINDS, THERE, Gauge
from hanse.changes.model.limits import Limits, OfferFacts, ShopFacts, Verdict
from hanse.changes.model.planned import Planned, changes_of
from hanse.changes.service.hands import Hands, Known, Size
from hanse.changes.store import agreeing, history
from hanse.engine.tx import Tx

DAY = timedelta(hours=24)
TAKING = (Gauge.quantity, Gauge.listing)


async def judged(hands: Hands, tx: Tx, planned: Sequence[Planned], limits: Limits) -> Verdict:
    """The guard's word on these, everybody's alike; costs a fixed number of statements."""
    changes = changes_of(planned)
    return guard.judge(
        changes,
        KINDS,
        await offer_facts(hands, tx, planned),
        await shop_facts(hands, tx, changes),
        await spent(tx, changes),
        limits,
        await agreeing.releases(tx, [each.id for each in changes]),
    )


def gauged(changes: Sequence[Change], *gauges: Gauge) -> Sequence[Change]:
    """Those that touch a field which the guard reads so."""
    names = {kind: named(kind, gauges) for kind in {each.kind for each in changes}}
    return [each for each in changes if not names[each.kind].isdisjoint(each.after)]


def named(kind: str, gauges: Sequence[Gauge]) -> frozenset[str]:
    return frozenset(name for name, gauge in KINDS[kind].gauges if gauge in gauges)


async def offer_facts(
    hands: Hands, tx: Tx, planned: Sequence[Planned]
) -> Mapping[UUID, OfferFacts]:
    changes = changes_of(planned)
    priced = gauged(changes, Gauge.price, Gauge.variants)
    facts = {each.change.id: OfferFacts(now=each.basis.before) for each in planned}
    if not priced:
        return facts
    lanes = {each.id: each.lane for each in priced}
    together = list(dict.fromkeys(lanes.values()))
    day_ago = await history.since(tx, together, tx.now - DAY)
    agreed = await history.agreed(tx, together)
    known = await hands.known(tx, priced)
    for each in priced:
        told = known.get(each.id, Known())
        facts[each.id] = OfferFacts(
            now=facts[each.id].now,
            floor=told.floor,
            cost=told.cost,
            day_ago=day_ago.get(lanes[each.id], {}),
            approved=agreed.get(lanes[each.id], {}),
            inside={
                choices: OfferFacts(floor=one.floor, cost=one.cost)
                for choices, one in told.inside.items()
            },
        )
    return facts


async def shop_facts(hands: Hands, tx: Tx, changes: Sequence[Change]) -> Mapping[UUID, ShopFacts]:
    """Of shops from which something is taken: most changes take nothing, and wait for nobody."""
    taking = [
        each
        for each in gauged(changes, *TAKING)
        if not KINDS[each.kind].creates and KINDS[each.kind].counts(each.after)
    ]
    if not taking:
        return {}
    account_ids = sorted({each.account_id for each in taking})
    for account_id in account_ids:
        await history.lock(tx, account_id)
    accounts = await hands.accounts(tx, account_ids)
    sizes = await hands.sizes(tx, account_ids)
    kinds = sorted(name for name, kind in KINDS.items() if has(name, *TAKING) and not kind.creates)
    gone: dict[tuple[UUID, Gauge], set[str]] = {}
    for account_id, thing, was, after in await history.taken(tx, account_ids, kinds, tx.now - DAY):
        [(name, value)] = after.items()
        for gauge in TAKING:
            there = THERE[gauge]
            named = any(KINDS[kind].gauge(name) is gauge for kind in kinds)
            if named and there(was[name]) and not there(value):
                gone.setdefault((account_id, gauge), set()).add(thing)
    return {
        each: ShopFacts(
            accounts[each].name,
            *(sizes.get(each, Size(0, 0)).stocked, sizes.get(each, Size(0, 0)).listed),
            *(frozenset(gone.get((each, gauge), ())) for gauge in TAKING),
        )
        for each in account_ids
    }


def has(kind: str, *gauges: Gauge) -> bool:
    return any(gauge in gauges for _, gauge in KINDS[kind].gauges)


async def spent(tx: Tx, changes: Sequence[Change]) -> Mapping[str, Money]:
    """What left us within a day, and what is on its way, over all shops."""
    spending = gauged(changes, Gauge.spend)
    if not spending:
        return {}
    await history.lock(tx, tx.workspace_id)  # money is spent from one purse
    kinds = sorted(name for name in KINDS if has(name, Gauge.spend))
    names = {name for kind in kinds for name in named(kind, [Gauge.spend])}
    return await history.spent(tx, kinds, sorted(names), tx.now - DAY)
