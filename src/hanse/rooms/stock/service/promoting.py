"""Promotions: pieces are kept for a shop when one begins, and free again when it is over."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from hanse.base.faults import Conflict, Finding, Gone
from hanse.base.text import clean
from hanse.engine.log import events as log
from hanse.engine.tx import Actor, ActorKind, Database, Tx
from hanse.rooms.catalog.model.goods import Label
from hanse.rooms.catalog.service import labels
from hanse.rooms.connections.service import accounts
from hanse.rooms.stock.model import promotions as model
from hanse.rooms.stock.model.moves import Cause, Move, MoveKind
from hanse.rooms.stock.model.naming import called, named
from hanse.rooms.stock.model.promotions import Asked, Promotion, PromotionState
from hanse.rooms.stock.model.wording import refused, wrong
from hanse.rooms.stock.service import moving, naming, places
from hanse.rooms.stock.service.place_facts import (
    PromotionBegun,
    PromotionEnded,
    PromotionPlanned,
)
from hanse.rooms.stock.store import naming as levels_store
from hanse.rooms.stock.store import promotions as store

TURN = "stock.turn_promotions"
CAUSE = "stock.promotion"
CLOCK = Actor(ActorKind.system, None, "the hub")
AT_ONCE = 500
WORKSPACES_MAX = 1_000


async def list_promotions(
    tx: Tx, state: PromotionState | None, before: UUID | None, rows_max: int
) -> Sequence[Promotion]:
    return await store.find(tx, state, before, rows_max)


async def labels_of(tx: Tx, found: Sequence[Promotion]) -> Mapping[UUID, Label]:
    return await labels.labels(tx, [each.variant_id for each in found])


async def plan(
    tx: Tx,
    name: str,
    account_id: UUID,
    place_id: UUID | None,
    lines: Sequence[Asked],
    from_at: datetime,
    until_at: datetime,
) -> Sequence[Promotion]:
    """One for each variant. What begins now is kept at once."""
    await accounts.account(tx, account_id)
    place = await (places.usable(tx, place_id) if place_id else places.first_own(tx))
    findings = [*model.what_is_wrong(clean(name), from_at, until_at, tx.now)]
    counts, unnamed = await counts_of(tx, lines)
    if findings or unnamed:
        raise refused([*findings, *unnamed][:100])
    who = tx.actor.person_id or tx.actor.id
    made = [
        Promotion(
            *(tx.ids.new(), clean(name), account_id, variant_id, place.id, count, 0),
            *(from_at, until_at, PromotionState.planned, 0, who),
        )
        for variant_id, count in counts.items()
    ]
    await store.add(tx, made)
    told = [
        PromotionPlanned(each.id, each.name, each.variant_id, account_id, each.count)
        for each in made
    ]
    await log.append(tx, *told)
    if from_at <= tx.now:
        await turn(tx, [each.id for each in made])
    return await store.named(tx, [each.id for each in made])


async def counts_of(tx: Tx, lines: Sequence[Asked]) -> tuple[Mapping[UUID, int], Sequence[Finding]]:
    known = await naming.known(tx, ((each.variant_id, each.sku) for each in lines))
    counts: dict[UUID, int] = {}
    findings: list[Finding] = []
    for each in lines:
        label, finding = named(known, each.variant_id, each.sku, f"lines.{each.number}.")
        if label and label.variant_id in counts:
            sentence = f"{called(label)} stands here twice."
            finding = wrong("twice", sentence, "Leave one out.", f"lines.{each.number}")
        if label and not finding:
            counts[label.variant_id] = each.count
        findings.extend(filter(None, [finding]))
    return counts, findings


async def end(tx: Tx, promotion_id: UUID) -> Promotion:
    """Before its time: what is still kept is free again."""
    found = await one(tx, promotion_id)
    if found.state is PromotionState.over:
        raise Conflict(f"The promotion {found.name} is over already.", "Look at the list again.")
    await turn(tx, [promotion_id], over=True)
    return await one(tx, promotion_id)


async def one(tx: Tx, promotion_id: UUID) -> Promotion:
    found = await store.named(tx, [promotion_id])
    if not found:
        raise Gone("There is no such promotion, or not any more.")
    return found[0]


async def turn(tx: Tx, ids: Sequence[UUID], *, over: bool = False) -> int:
    """Begin those whose time has come and end those whose time is over; how many."""
    first = await store.named(tx, ids)
    levels = await levels_store.locked(tx, [(each.variant_id, each.place_id) for each in first])
    held = await store.locked(tx, ids)
    ending = [
        each
        for each in held
        if each.state is not PromotionState.over and (over or each.until_at <= tx.now)
    ]
    going = {each.id for each in ending}
    beginning = [
        each
        for each in held
        if each.state is PromotionState.planned and each.from_at <= tx.now and each.id not in going
    ]
    kept = model.shared_out(beginning, levels)
    await move(tx, ending, {each.id: -each.left for each in ending}, MoveKind.release)
    await move(tx, beginning, kept, MoveKind.reservation)
    await store.put(
        tx,
        {each.id: (PromotionState.over, 0, each.short) for each in ending}
        | {
            each.id: (PromotionState.running, kept[each.id], each.count - kept[each.id])
            for each in beginning
        },
    )
    await tell(tx, beginning, ending, kept)
    return len(beginning) + len(ending)


async def move(tx: Tx, turned: Sequence[Promotion], by: Mapping[UUID, int], kind: MoveKind) -> None:
    """Of one name together, for they were planned together."""
    groups: dict[str, list[Promotion]] = {}
    for each in turned:
        if by[each.id]:
            groups.setdefault(each.name, []).append(each)
    for name, group in groups.items():
        moves = [
            Move(
                *(each.variant_id, each.place_id, kind),
                promised=by[each.id],
                account_id=each.account_id,
            )
            for each in group
        ]
        await moving.move(tx, moves, Cause(CAUSE, group[0].id, name))


async def tell(
    tx: Tx, begun: Sequence[Promotion], ended: Sequence[Promotion], kept: Mapping[UUID, int]
) -> None:
    first = [
        PromotionBegun(
            *(each.id, each.name, each.variant_id, each.account_id),
            *(kept[each.id], each.count - kept[each.id]),
        )
        for each in begun
    ]
    last = [
        PromotionEnded(each.id, each.name, each.variant_id, each.account_id, each.left)
        for each in ended
    ]
    await log.append(tx, *first, *last)


async def turn_all(database: Database) -> int:
    """In every workspace, each in a transaction of its own; how many began or ended."""
    async with database.system_tx(TURN) as tx:
        workspaces = await store.workspaces_due(tx, WORKSPACES_MAX)
    count = 0
    for workspace_id in workspaces:
        while True:
            async with database.tx(workspace_id, CLOCK) as tx:
                ids = await store.due(tx, AT_ONCE)
                count += await turn(tx, ids) if ids else 0
            if len(ids) < AT_ONCE:
                break
    return count
