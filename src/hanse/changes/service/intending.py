"""The transaction before the first byte: all is checked once more, and what will be sent is
written down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from hanse.base.faults import Finding, Rejected, Severity
from hanse.changes.model.changes import wire_key
from hanse.changes.model.fingerprints import Basis, Moved, NothingLeft, recheck
from hanse.changes.model.intents import Intent
from hanse.changes.model.kinds import KINDS
from hanse.changes.model.limits import Limits
from hanse.changes.model.owners import Owner, afterwards, refusals
from hanse.changes.model.planned import Planned, changes_of
from hanse.changes.model.policies import Policy
from hanse.changes.model.settling import Look, asked_again_at
from hanse.changes.model.states import Reason, State
from hanse.changes.service import bringing, carrying, facts, gate, owning
from hanse.changes.service.addressing import Addresses, addresses_of
from hanse.changes.service.bringing import Brought
from hanse.changes.service.hands import Hands, Opened, Power
from hanse.changes.service.moving import Going, all_going, go
from hanse.changes.service.planning import files_of, findings_of, piece_of
from hanse.changes.store import agreeing, intents, sets
from hanse.changes.store import rows as store
from hanse.changes.store.sets import Errand
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.trade.fields import chosen
from hanse.trade.ports_read import Question, Reply

SEND_WITHIN = timedelta(seconds=10)  # the intent's life: after it no byte leaves


@dataclass(frozen=True, slots=True)
class Intended:
    """On disk. `began`: by this process's own clock, before it was written."""

    intent: Intent
    planned: tuple[Planned, ...]
    question: Question
    began: float


@dataclass(frozen=True, slots=True)
class Batch:
    """What might go out in one call; `again`, where it was sent before and the platform shows that
    nothing came of it."""

    planned: tuple[Planned, ...]
    looks: Mapping[UUID, Look]
    brought: Brought = bringing.NOTHING
    told: Reply | None = None  # what was asked just before
    sends: int = 1
    again: bool = False


async def intend(
    hands: Hands,
    tx: Tx,
    opened: Opened,
    power: Power,
    batch: Batch,
    owner: UUID,
    went: list[Going],
) -> Intended | None:
    """None if nothing of it may go out now. Who moved on for whatever reason is added to `went`."""
    live = await hands.live_for_share(tx, opened.id)
    policy = await agreeing.policy(tx, shared=True)
    limits = await agreeing.limits(tx, shared=True)
    ids = [each.change.id for each in batch.planned]
    sends = batch.sends
    if batch.again:
        locked = await store.get(tx, ids, lock=True)
        newest = await intents.newest(tx, ids)
        taken: Sequence[Planned] = [
            each
            for each in locked
            if each.change.state is State.unknown
            and newest[each.change.id].intent.sends == batch.sends - 1  # else another was there
        ]
    else:
        taken, sends = await as_often(tx, power, await store.take(tx, ids))
        taken = await still_so(hands, tx, opened, power, taken, batch, policy, went)
    going = await let_through(hands, tx, taken, limits, went, again=batch.again)
    if not live and batch.again:
        await wait(tx, going, not_in_rehearsal(going))
        return None
    if live:
        if batch.again:
            without = bringing.findings_of(batch.brought, power.port, going)
            await wait(tx, [each for each in going if each.change.id in without], without)
        # The others are brought by whoever finds them next.
        going = [
            each
            for each in going
            if batch.brought.all_of(bringing.files_of(power.port, each.piece))
        ]
    if not going:
        return None
    batch = replace(batch, sends=sends)
    addresses: Addresses = {}
    if live:
        addresses, moved = await addresses_of(hands, tx, power.port, going, opened.shop)
        await put_back(tx, [each for each in going if each.change.id in moved], moved, batch, went)
        going = [each for each in going if each.change.id not in moved]
        if not going:
            return None
    return await written(tx, hands, opened, power, going, batch, addresses, owner, went, live=live)


async def put_back(
    tx: Tx,
    stopped: Sequence[Planned],
    why: Mapping[UUID, Finding],
    batch: Batch,
    went: list[Going],
) -> None:
    """What may have been done already stays unknown; the others are proposed again."""
    if batch.again:
        await wait(tx, stopped, why)
    elif stopped:
        went += await go(tx, all_going(stopped, Reason.moved, why))


async def as_often(tx: Tx, power: Power, taken: Sequence[Planned]) -> tuple[Sequence[Planned], int]:
    """Of what is one too many if it is there twice, those that were sent as often as the first, and
    how often this makes it. What came back as not sent is no sending more."""
    if power.way.harmless_twice or not taken:
        return taken, 1
    newest = await intents.newest(tx, [each.change.id for each in taken])
    sends = {
        each.change.id: max(newest[each.change.id].intent.sends, 1)
        if each.change.id in newest
        else 1
        for each in taken
    }
    first = sends[taken[0].change.id]
    return [each for each in taken if sends[each.change.id] == first], first


async def still_so(
    hands: Hands,
    tx: Tx,
    opened: Opened,
    power: Power,
    taken: Sequence[Planned],
    batch: Batch,
    policy: Policy,
    went: list[Going],
) -> Sequence[Planned]:
    """Those for which all is as it was when it was agreed to. The others go back, each for itself,
    and say what moved."""
    holding: list[Planned] = []
    renewed: list[Planned] = []
    moved: list[Going] = []
    owners = await owning.owners_of(tx, changes_of(taken)) if taken else {}
    files = await files_of(hands, tx, [each.change.after for each in taken])
    without = bringing.findings_of(batch.brought, power.port, taken)
    for each in taken:
        whose = owners[each.change.id]
        if each.change.id in without:
            moved.append(Going(each.change, Reason.moved, without[each.change.id]))
            continue
        now = basis_now(each, power, batch.looks.get(each.change.id), policy, whose)
        not_ours = refusals(each.change, whose)
        if now is None or not_ours:
            moved.append(Going(each.change, Reason.moved, not_ours[0] if not_ours else gone(each)))
            continue
        checked = recheck(each.change, each.basis, now)
        if isinstance(checked, NothingLeft):
            moved.append(Going(each.change, Reason.nothing_left))
        elif isinstance(checked, Moved):
            finding = moved_finding(each, checked.sentences)
            moved.append(Going(each.change, Reason.moved, finding))
            try:
                basis = replace(now, owners=afterwards(each.change, whose))
                anew = piece_of(checked.change, basis, each.platform, opened.shop, power, files)
                renewed.append(replace(anew, draw=each.draw))
            except Rejected as fault:
                moved[-1] = Going(each.change, Reason.moved, findings_of(fault)[0])
        else:
            holding.append(each)
    if moved:
        await store.renew(tx, renewed)
        went += await go(tx, moved)
        for set_id in sorted({each.change.set_id for each in moved}):
            await carrying.previewed_anew(tx, set_id)
    return holding


def basis_now(
    each: Planned,
    power: Power,
    look: Look | None,
    policy: Policy,
    owners: Mapping[str, Owner],
) -> Basis | None:
    """What a preview made now would stand on; None if the thing is not there any more."""
    before = each.basis.before
    if look is not None and not KINDS[each.change.kind].creates:
        if look.fields is None:
            return None
        before = {**before, **chosen(look.fields, frozenset(before))}
    return replace(each.basis, before=before, owners=owners, policy=policy.version, card=power.card)


def gone(each: Planned) -> Finding:
    return Finding(
        Severity.error,
        "gone",
        f"{each.change.thing.title}: the shop does not show it any more.",
        "Withdraw it.",
    )


def moved_finding(each: Planned, sentences: Sequence[str]) -> Finding:
    return Finding(
        Severity.warning, "moved", " ".join(sentences), "Look at the difference as it is now."
    )


async def let_through(
    hands: Hands,
    tx: Tx,
    taken: Sequence[Planned],
    limits: Limits,
    went: list[Going],
    *,
    again: bool,
) -> Sequence[Planned]:
    """The guard once more, in the transaction that counts. One trip halts all of its set, by
    whoever comes first: it takes all that waits, also what the others have taken, so they let go
    of it and do not wait."""
    if not taken:
        return taken
    verdict = await gate.judged(hands, tx, taken, limits)
    if not verdict.holds:
        return taken
    trips = {each.change_id: each.finding for each in verdict.trips}
    if again:
        await store.explain(tx, trips)
        return [each for each in taken if each.change.id not in trips]
    halted = {each.change.set_id for each in taken if each.change.id in trips}
    for set_id in sorted(halted):
        held = await sets.get_free(tx, set_id)
        if held is None:
            continue
        of_it = [each for each in taken if each.change.set_id == set_id]
        went += await go(tx, all_going(of_it, Reason.tripped, trips))
        if held.errand is None:  # else all of it is stopped already
            await carrying.begin(hands, tx, held, Errand(Reason.tripped))
        first = verdict.trips[0].finding.sentence
        await log.append(tx, facts.SetHeld(set_id, held.set.title, len(trips), first))
    return [each for each in taken if each.change.set_id not in halted]


def not_in_rehearsal(going: Sequence[Planned]) -> Mapping[UUID, Finding]:
    """What may have happened is not rehearsed."""
    return {
        each.change.id: Finding(
            Severity.warning,
            "rehearsal",
            f"{each.change.thing.title}: it did not arrive, and while the shop is in rehearsal it "
            f"is not sent again.",
            "Switch the shop to live, or say here that it is not done.",
        )
        for each in going
    }


async def wait(tx: Tx, going: Sequence[Planned], doubts: Mapping[UUID, Finding]) -> None:
    """They stay unknown, and are asked about later."""
    if going:
        now = await intents.clock(tx)
        await store.explain(tx, doubts)
        at = asked_again_at(now, max(each.looks for each in going))
        await store.look_again(tx, dict.fromkeys((each.change.id for each in going), at))


async def written(
    tx: Tx,
    hands: Hands,
    opened: Opened,
    power: Power,
    going: Sequence[Planned],
    batch: Batch,
    addresses: Addresses,
    owner: UUID,
    went: list[Going],
    *,
    live: bool,
) -> Intended | None:
    """The intent, and its changes on their way; in dry mode the request alone, which is kept."""
    kind = power.port.kind
    ids = [each.change.id for each in going]
    pieces = [each.piece for each in going]
    bare = power.port.request(pieces, "", opened.shop)
    key = wire_key(kind, ids, bare.body or b"")
    question = power.port.request(pieces, key, opened.shop)
    if power.port.ahead:
        question = power.port.ahead.filled(question, batch.brought.addresses)
    if power.port.first and batch.told is not None:
        question = power.port.first.filled(question, batch.told)
    began = hands.database.clock.monotonic()
    intent = await intents.add(
        tx,
        *(tx.ids.new(), opened.id, kind, ids, key, owner),
        SEND_WITHIN if live else timedelta(0),
        power.timeout_s,
        batch.sends if live else 0,
        None,
        (question.method, question.path, question.body or b""),
    )
    reason = Reason.dry if not live else Reason.sent_again if batch.again else Reason.intended
    look_at = intent.over_at if live else None
    went += await go(
        tx,
        [Going(each.change, reason, look_at=look_at) for each in going],
        at=intent.written_at,
    )
    if power.port.sealed and live:
        [each] = going
        question = power.port.sealed.filled(question, addresses[each.change.id])
    return Intended(intent, tuple(going), question, began) if live else None
