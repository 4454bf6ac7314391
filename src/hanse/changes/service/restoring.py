"""A person decides about drift: theirs stays, ours is proposed over it, or the field is theirs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.base.faults import Conflict, Finding, Rejected, Severity
from hanse.changes.model.drifts import AFTER, WHOLE, Drift, DriftDecision
from hanse.changes.model.owners import Owned, Owner
from hanse.changes.model.planned import Wish
from hanse.changes.model.states import State
from hanse.changes.service import drifting, facts, owning
from hanse.changes.service.hands import Hands
from hanse.changes.service.proposing import Proposed, propose
from hanse.changes.store import drifts as store
from hanse.changes.store import owning as lines_store
from hanse.changes.store.owning import Line, json_of
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.trade.fields import Value

AT_ONCE_MAX = 1_000
TITLE = "Restore ours"
WHY = "Somebody at the shop changed what is ours, and ours is wanted."


@dataclass(frozen=True, slots=True)
class Left:
    """A drift that is still open, and why."""

    drift_id: UUID
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided; the set that restores ours, if there is one."""

    count: int
    set_id: UUID | None
    state: State | None
    left: tuple[Left, ...]


async def decide(
    hands: Hands, tx: Tx, drift_ids: Sequence[UUID], decision: DriftDecision
) -> Decided:
    """About all of these that are open. What somebody else has decided meanwhile stays so."""
    if not 0 < len(drift_ids) <= AT_ONCE_MAX:
        raise Rejected(
            f"{len(drift_ids):,} drifts at once; 1 to {AT_ONCE_MAX:,} can be decided about.",
            next_step="Choose some of them.",
        )
    found = await store.locked(tx, drift_ids)
    if not found:
        raise Conflict("None of these is open any more.", "Look at the list again.")
    made: Proposed | None = None
    left: tuple[Left, ...] = ()
    if decision is DriftDecision.restore:
        made, left = await restore(hands, tx, found)
    elif decision is DriftDecision.keep:
        await keep(tx, found)
    else:
        await hand(tx, found)
    open_still = {each.drift_id for each in left}
    done = [each for each in found if each.id not in open_still]
    set_id = made.set_id if made else None
    await store.decide(tx, [each.id for each in done], AFTER[decision], set_id)
    for account_id, group in by_shop(done).items():
        ids = [each.id for each in group]
        await log.append(tx, facts.DriftsDecided(account_id, ids, len(ids), decision.value))
    return Decided(len(done), set_id, made.state if made else None, left)


def by_shop(found: Sequence[Drift]) -> Mapping[UUID, Sequence[Drift]]:
    groups: dict[UUID, list[Drift]] = {}
    for each in found:
        groups.setdefault(each.account_id, []).append(each)
    return groups


# Theirs


async def keep(tx: Tx, found: Sequence[Drift]) -> None:
    """What the shop shows is what is agreed and wanted, and whoever owned the field owns it still.
    What is not there any more is nobody's: its fields are the channel's."""
    for account_id, group in by_shop(found).items():
        held = await owning.lines_of(tx, account_id, [each.thing for each in group])
        fields = [each for each in group if each.field != WHOLE]
        await put(tx, account_id, held, fields, keep_ours=False)
        await owning.hand_over(tx, account_id, fields_gone(group, held), Owner.channel)


async def hand(tx: Tx, found: Sequence[Drift]) -> None:
    for account_id, group in by_shop(found).items():
        held = await owning.lines_of(tx, account_id, [each.thing for each in group])
        keys = [(each.thing, each.field) for each in group if each.field != WHOLE]
        keys += fields_gone(group, held)
        await owning.hand_over(tx, account_id, keys, Owner.channel)


def fields_gone(group: Sequence[Drift], held: Mapping[owning.Key, Owned]) -> list[owning.Key]:
    """All fields of the things that are gone."""
    things = {each.thing for each in group if each.field == WHOLE}
    return [key for key in held if key[0] in things]


async def put(
    tx: Tx,
    account_id: UUID,
    held: Mapping[owning.Key, Owned],
    group: Sequence[Drift],
    *,
    keep_ours: bool,
) -> None:
    """What the shop shows is agreed to be what was there."""
    lines = []
    for each in group:
        line = held.get((each.thing, each.field))
        if line is not None and line.owner is not Owner.channel:
            theirs = json_of(each.theirs)
            ours = json_of(each.ours) if keep_ours else theirs
            about = (each.thing, each.field, line.owner, line.parent_id)
            lines.append(Line(*about, theirs, ours, line.version))
    await lines_store.put(tx, account_id, lines)


# Ours


async def restore(
    hands: Hands, tx: Tx, found: Sequence[Drift]
) -> tuple[Proposed | None, tuple[Left, ...]]:
    """A set of changes like any other: previewed, guarded, agreed to."""
    accounts = await hands.accounts(tx, sorted({each.account_id for each in found}))
    left: list[Left] = []
    groups: dict[tuple[UUID, str, str], list[Drift]] = {}
    for each in found:
        account = accounts.get(each.account_id)
        kind = kind_of(hands, account.platform, each) if account else None
        if kind is None:
            left.append(Left(each.id, (not_written(each),)))
        else:
            groups.setdefault((each.account_id, each.thing, kind), []).append(each)
    wishes = [wish_of(kind, group) for (_, _, kind), group in groups.items()]
    if not wishes:
        return None, tuple(left)
    made = await propose(hands, tx, wishes, title=TITLE, why=WHY)
    refused = {each.place: each.findings for each in made.refused}
    wanted: list[Drift] = []
    for place, group in enumerate(groups.values()):
        if place in refused:
            left += [Left(each.id, refused[place]) for each in group]
        else:
            wanted += group
    for account_id, drifted in by_shop(wanted).items():
        held = await owning.lines_of(tx, account_id, [each.thing for each in drifted])
        await put(tx, account_id, held, drifted, keep_ours=True)
    return made, tuple(left)


def kind_of(hands: Hands, platform: str, drift: Drift) -> str | None:
    noun = owning.noun_of(drift.thing)
    powers = drifting.powers_of(hands, platform, noun)
    return next((each.port.kind for each in powers if drift.field in each.port.fields), None)


def not_written(drift: Drift) -> Finding:
    if drift.field == WHOLE:
        sentence = f"{drift.title or drift.thing}: the shop does not have it any more."
        step = "Publish it again, or keep what the shop shows."
    else:
        sentence = f"{drift.title or drift.thing}: nothing writes {drift.field} there."
        step = "Change it at the shop itself, or keep what the shop shows."
    return Finding(Severity.error, "not_written", sentence, step, drift.field)


def wish_of(kind: str, group: Sequence[Drift]) -> Wish:
    first = group[0]
    after: dict[str, Value] = {each.field: each.ours for each in group}
    target = drifting.target_of(first.thing, first.parent_id)
    return Wish(first.account_id, kind, target, after, first.title)
