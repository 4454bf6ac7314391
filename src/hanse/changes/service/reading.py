"""Changes as people look at them: sets, single changes, receipts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hanse.base.faults import Gone
from hanse.changes.model.changes import Lane
from hanse.changes.model.kinds import KINDS
from hanse.changes.model.owners import Passing as Passing
from hanse.changes.model.planned import Planned as Planned
from hanse.changes.model.policies import Approval, Stage, needed, valid, waiting
from hanse.changes.model.settling import Look
from hanse.changes.model.states import State
from hanse.changes.service import approving, bringing, carrying, owning
from hanse.changes.service.bringing import Step as Step
from hanse.changes.service.hands import Hands, Power
from hanse.changes.store import agreeing, finding, intents, sets, steps
from hanse.changes.store import rows as store
from hanse.changes.store.intents import Sent as Sent
from hanse.changes.store.sets import Held as Held
from hanse.changes.store.sets import OnItsWay as OnItsWay
from hanse.changes.store.steps import Line as Line
from hanse.engine import pace
from hanse.engine.manifest import Rate
from hanse.engine.pace import BucketState
from hanse.engine.tx import Tx
from hanse.trade.ports_read import Question as Question


@dataclass(frozen=True, slots=True)
class Summary:
    """A set and how many of its changes are where."""

    held: Held
    counts: Mapping[State, int]


@dataclass(frozen=True, slots=True)
class Share:
    """What of a set goes to one shop, in one kind, and what that costs at today's limits: with
    what is left of them at this moment."""

    account_id: UUID
    kind: str
    count: int
    calls: int
    seconds: float
    units: int  # of the platform's own quota; 0 where it has none
    left: int | None  # so much of that quota is there now; None: there is none


@dataclass(frozen=True, slots=True)
class Whole:
    """A set as somebody looks at it who is to agree to it."""

    summary: Summary
    shares: Sequence[Share]
    approvals: Sequence[tuple[str, Approval]]
    stages: Sequence[Stage]  # what the policy asks for now
    missing: Stage | None  # who has to agree next


@dataclass(frozen=True, slots=True)
class Asked:
    """The platform's own request of a change, as if it went alone, and what goes before it."""

    question: Question
    ahead: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """All that is known of one change: who, why, what was sent, answered and read back."""

    planned: Planned
    held: Held
    asked: Asked
    lines: Sequence[Line]
    sent: Sequence[Sent]
    looks: Sequence[Look]
    approvals: Sequence[tuple[str, Approval]]
    proof: str  # how this kind is proven on this platform
    passing: Sequence[Passing]  # what gets another owner by it, while it waits


async def list_sets(
    tx: Tx, states: Sequence[State] | None, before: tuple[datetime, UUID] | None, rows_max: int
) -> Sequence[Summary]:
    found = await sets.find(tx, states, before, rows_max)
    counts = await sets.counts(tx, [each.set.id for each in found])
    return [Summary(each, counts[each.set.id]) for each in found]


async def counts(tx: Tx) -> Mapping[State, int]:
    """Of all changes of the workspace."""
    return await sets.all_counts(tx)


async def counts_of_set(tx: Tx, set_id: UUID) -> Mapping[State, int]:
    return (await sets.counts(tx, [set_id]))[set_id]


async def whole(hands: Hands, tx: Tx, set_id: UUID) -> Whole:
    held = await approving.one_set(tx, set_id)
    counts_of = await counts_of_set(tx, set_id)
    given = await agreeing.approvals(tx, set_id)
    loads = await carrying.loads_of(tx, set_id, State.proposed, State.held)
    stages = needed(await agreeing.policy(tx), loads) if loads else ()
    good = valid(await agreeing.standing(tx, set_id), held.preview)
    return Whole(
        Summary(held, counts_of),
        await shares(hands, tx, set_id),
        given,
        stages,
        waiting(stages, good) if loads else None,
    )


async def shares(hands: Hands, tx: Tx, set_id: UUID) -> Sequence[Share]:
    rows = [row for row in await sets.shares(tx, set_id) if (row[2], row[1]) in hands.powers]
    accounts = sorted({row[0] for row in rows})
    buckets = {(each.account_id, each.family): each for each in await pace.states(tx, accounts)}
    taken: dict[tuple[UUID, str], int] = {}
    found = []
    for account_id, kind, platform, group_calls, count in rows:
        power = hands.powers[platform, kind]
        place = account_id, power.rate.family
        quota = quota_of(power.rate, buckets.get(place), taken.get(place, 0), tx.now)
        found.append(share(power, account_id, kind, count, group_calls, quota))
        taken[place] = taken.get(place, 0) + found[-1].units
    return found


@dataclass(frozen=True, slots=True)
class Quota:
    """What is left now, how fast it comes back, and how long nothing goes out at all."""

    left: float
    per_s: float
    still_s: float


def quota_of(rate: Rate, bucket: BucketState | None, taken: int, now: datetime) -> Quota | None:
    """`taken` goes out before. Of what nobody has called yet, all is left."""
    if not rate.units or not rate.window_s:
        return None
    left, per_s, still_s = float(rate.units), rate.units / rate.window_s, 0.0
    if bucket is not None:
        left = left if bucket.left is None else bucket.left
        per_s = bucket.restored_per_s or per_s
        until = max(filter(None, (now, bucket.blocked_until, bucket.next_try_at)))
        still_s = (until - now).total_seconds()
    return Quota(left - taken, per_s, still_s)


def share(
    power: Power, account_id: UUID, kind: str, count: int, groups: int, quota: Quota | None
) -> Share:
    """At least a call for each group, and one for each full batch; read back as many at once."""
    most = power.way.write.batch_max
    calls = max(groups, -(-count // most))
    calling_s = calls * SECONDS_A_CALL / power.rate.at_once_max
    if quota is None:
        return Share(account_id, kind, count, calls, round(calling_s, 1), 0, None)
    units = calls * power.cost(min(most, count))
    usual_s, short = units / quota.per_s, max(units - max(quota.left, 0), 0)
    seconds = quota.still_s + max(short / quota.per_s, min(usual_s, calling_s))
    left = max(int(quota.left), 0)
    return Share(account_id, kind, count, calls, round(seconds, 1), units, left)


SECONDS_A_CALL = 2.0  # where a platform tells no limit: what a batch takes at a small store


async def changes_of_set(
    tx: Tx, set_id: UUID, states: Iterable[State] | None, after: UUID | None, rows_max: int
) -> Sequence[Planned]:
    await approving.one_set(tx, set_id)
    return await store.of_set(tx, set_id, states, after, rows_max)


async def list_changes(
    tx: Tx,
    states: Iterable[State] | None,
    account_id: UUID | None,
    thing: str | None,
    before: tuple[datetime, UUID] | None,
    rows_max: int,
) -> Sequence[Planned]:
    return await finding.find(tx, states, account_id, thing, before, rows_max)


async def requests(hands: Hands, tx: Tx, planned: Sequence[Planned]) -> Mapping[UUID, Asked]:
    """Of each change."""
    accounts = await hands.accounts(tx, sorted({each.change.account_id for each in planned}))
    found: dict[UUID, Asked] = {}
    for each in planned:
        account = accounts.get(each.change.account_id)
        if account is None:
            raise Gone("The shop of this change is not here any more.")
        port = hands.power(each.platform, each.change.kind).port
        question = port.request([each.piece], "", account.shop)
        ahead = tuple(bringing.steps(port, each.piece, account.shop))
        found[each.change.id] = Asked(question, ahead)
    return found


async def receipt(hands: Hands, tx: Tx, change_id: UUID) -> Receipt:
    planned = await approving.one(tx, change_id)
    power = hands.power(planned.platform, planned.change.kind)
    return Receipt(
        planned,
        await approving.one_set(tx, planned.change.set_id),
        (await requests(hands, tx, [planned]))[change_id],
        await steps.of_change(tx, change_id),
        await intents.of_change(tx, change_id),
        await intents.looks_of(tx, change_id),
        await agreeing.approvals(tx, planned.change.set_id),
        power.way.proof_in_words,
        (await passing(tx, [planned])).get(change_id, ()),
    )


async def passing(tx: Tx, planned: Sequence[Planned]) -> Mapping[UUID, Sequence[Passing]]:
    """What gets another owner by those of these that wait for somebody's word."""
    return await owning.passing(tx, [each.change for each in planned])


async def busy_everywhere(tx: Tx) -> Sequence[tuple[UUID, UUID, bool, datetime]]:
    """In the system's transaction: workspace, set, whether something is carried out on it, and
    since when it is there, of the sets on which it is and of those that are not whole."""
    return await sets.busy_everywhere(tx)


async def creations(tx: Tx, change_ids: Sequence[UUID]) -> Sequence[Planned]:
    """Those of these changes that make something which is shown at a shop."""
    made = {name: kind for name, kind in KINDS.items() if kind.creates and kind.hidden_by}
    kinds = sorted(name for name, kind in made.items() if KINDS[kind.hidden_by].of_listing)
    return await finding.of_kinds(tx, change_ids, kinds)


async def of_kinds(tx: Tx, change_ids: Sequence[UUID], kinds: Sequence[str]) -> Sequence[Planned]:
    """Those of these changes that are of one of the kinds."""
    return await finding.of_kinds(tx, change_ids, kinds)


async def lanes_in(tx: Tx, lanes: Sequence[Lane], states: Iterable[State]) -> frozenset[Lane]:
    """Those of these in which some change is in one of the states."""
    return await store.lanes_in(tx, lanes, states) if lanes else frozenset()


async def over_everywhere(tx: Tx) -> Sequence[UUID]:
    """In the system's transaction: the workspaces in which something has waited for too long."""
    return await sets.over_everywhere(tx)


async def place(tx: Tx, workspace_ids: Sequence[UUID], set_or_change: UUID) -> tuple[UUID, UUID]:
    """In the system's transaction: the workspace and the set of a set or of a change."""
    found = await sets.place(tx, workspace_ids, set_or_change)
    if found is None:
        raise Gone("There is no such set and no such change.", "`hanse changes list` shows all.")
    return found


async def on_its_way(tx: Tx, set_id: UUID) -> Sequence[OnItsWay]:
    """What of a set goes on by itself. What waits for a person is not in it."""
    return await sets.on_its_way(tx, set_id)


async def counts_everywhere(tx: Tx) -> Mapping[State, int]:
    """In the system's transaction: how many are on their way, in all workspaces together."""
    return await sets.counts_everywhere(tx)


async def open_everywhere(tx: Tx) -> Mapping[UUID, Mapping[State, frozenset[UUID]]]:
    """In the system's transaction: the shops of each workspace with something that is not over."""
    found: dict[UUID, dict[State, set[UUID]]] = {}
    for workspace_id, account_id, _, state in await sets.open_everywhere(tx):
        found.setdefault(workspace_id, {}).setdefault(state, set()).add(account_id)
    return {
        workspace_id: {state: frozenset(ids) for state, ids in states.items()}
        for workspace_id, states in found.items()
    }
