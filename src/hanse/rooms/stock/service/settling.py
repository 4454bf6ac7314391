"""What becomes of numbers that were asked for: proven ones tell how long it took, others go the way
that the table of endings has for them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from hanse.changes.model.planned import Planned
from hanse.changes.model.states import State
from hanse.changes.service import reading
from hanse.engine.tx import Tx
from hanse.rooms.stock.model.endings import Then, after
from hanse.rooms.stock.service import hiding, pushing
from hanse.rooms.stock.store import latencies
from hanse.rooms.stock.store import pushing as store
from hanse.rooms.stock.store.latencies import Took
from hanse.rooms.stock.store.pushing import Row, Seen

Ways = Mapping[tuple[UUID, Then], Sequence[Planned]]


async def ours(tx: Tx, change_ids: Sequence[UUID]) -> Mapping[UUID, Planned]:
    """Those of these changes that are of stock."""
    if not change_ids:
        return {}
    found = await reading.of_kinds(tx, change_ids, [pushing.KIND, hiding.KIND])
    return {each.change.id: each for each in found}


def places_of(changes: Collection[Planned]) -> Sequence[tuple[UUID, str]]:
    """The numbers at shops that they were to set."""
    return [
        (each.change.account_id, target_of(each))
        for each in changes
        if each.change.kind == pushing.KIND
    ]


async def settle(tx: Tx, state: State, found: Sequence[Planned], at: datetime) -> None:
    """`at`: when they came to that state."""
    await settle_listings(
        tx, state, [each for each in found if each.change.kind == hiding.KIND], at
    )
    changes = [each for each in found if each.change.kind == pushing.KIND]
    for (account_id, then), group in ways(state, changes).items():
        targets = [target_of(each) for each in group]
        if then is Then.proven:
            await proven(tx, account_id, group, at)
        elif then is Then.next_time:
            settled = state is State.rehearsed
            await store.leave(tx, account_id, await newest(tx, account_id, group), settled=settled)
        elif then is not Then.rest:
            first = then is Then.look_first
            await pushing.mark_again(tx, account_id, targets, look_first=first)


async def settle_listings(tx: Tx, state: State, changes: Sequence[Planned], at: datetime) -> None:
    by_shop: dict[UUID, list[Planned]] = {}
    for each in changes:
        by_shop.setdefault(each.change.account_id, []).append(each)
    for account_id, group in by_shop.items():
        if await hiding.settle(tx, state, account_id, group, at):
            await pushing.ask(tx, [account_id])


def ways(state: State, changes: Sequence[Planned]) -> Ways:
    found: dict[tuple[UUID, Then], list[Planned]] = {}
    for each in changes:
        then = after(state, each.change.reason if each.change.state is state else None)
        found.setdefault((each.change.account_id, then), []).append(each)
    return found


def target_of(planned: Planned) -> str:
    return planned.change.thing.ours.partition("/")[2]


def wanted_of(planned: Planned) -> int:
    value = planned.change.after[pushing.FIELD]
    assert isinstance(value, int), "the port has no other"
    return value


async def newest(tx: Tx, account_id: UUID, changes: Sequence[Planned]) -> Sequence[str]:
    """Those of which nothing newer was asked since."""
    rows = {each.target: each for each in await named(tx, account_id, changes)}
    return [
        target_of(each)
        for each in changes
        if (row := rows.get(target_of(each))) and row.asked == wanted_of(each)
    ]


async def named(tx: Tx, account_id: UUID, changes: Sequence[Planned]) -> Sequence[Row]:
    return await store.named(tx, account_id, [target_of(each) for each in changes])


async def proven(tx: Tx, account_id: UUID, changes: Sequence[Planned], at: datetime) -> None:
    by_target = {target_of(each): each for each in changes}
    seen: list[Seen] = []
    took: list[Took] = []
    for row in await named(tx, account_id, changes):
        change = by_target[row.target]
        seen.append(seen_of(row, change, at))
        if (ms := seen[-1].ms) is not None and row.variant_id is not None:
            took.append(Took(account_id, row.variant_id, at, ms))
    await store.proven(tx, account_id, seen)
    await latencies.add(tx, took)
    if any(each.marked_at for each in seen):
        await pushing.ask(tx, [account_id])


def seen_of(row: Row, planned: Planned, at: datetime) -> Seen:
    """What moved before the change was made is told by it. What moved later is still to be told:
    the shop is behind since then, and is looked at again if it is to show something else."""
    quantity, made_at = wanted_of(planned), planned.change.made_at
    told = row.moved_at is not None and row.moved_at <= made_at
    assert row.moved_at is not None or not told
    ms = max(int((at - row.moved_at).total_seconds() * 1_000), 0) if told and row.moved_at else None
    newer = row.marked_at is not None or (row.asked is not None and row.asked != quantity)
    moved_at = max(made_at, row.moved_at or made_at) if newer else None
    marked_at = row.marked_at or (at if newer else None)
    return Seen(row.target, quantity, ms, moved_at, marked_at)
