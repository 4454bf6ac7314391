"""What was read is written down: only what is new or other, and the log says what that was."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from hanse.engine.jobs.jobs import enqueue
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.mirror.model.rows import Draft, named_by, plan, wanted_for
from hanse.rooms.mirror.service import facts, packing
from hanse.rooms.mirror.store import feeds, wanted
from hanse.rooms.mirror.store import rows as store
from hanse.trade.ports_read import Kind, Row

REFRESH_JOB = "mirror.refresh"
EVENT_IDS_MAX = 500


@dataclass(frozen=True, slots=True)
class Source:
    """Whose rows these are, and how they were come by; `asked_at` is before the question left."""

    feed_id: UUID
    account_id: UUID
    kind: Kind
    read_by: str
    asked_at: datetime
    by_name: bool = False


@dataclass(frozen=True, slots=True)
class Stored:
    new: int
    changed: int
    unchanged: int

    @property
    def written(self) -> int:
        return self.new + self.changed


def drafts(kind: Kind, rows: Sequence[Row[Any]]) -> Sequence[Draft]:
    """Outside of any transaction: this is where the processor is busy."""
    return [packing.draft(kind, row) for row in rows]


async def store_rows(
    tx: Tx, source: Source, rows: Sequence[Row[Any]], ready: Sequence[Draft] | None = None
) -> Stored:
    """Write what is new or other than it was; costs by the page, not by what is kept."""
    kind, account_id = source.kind, source.account_id
    if not rows:
        return Stored(0, 0, 0)
    made = taken(source, ready if ready is not None else drafts(kind, rows))
    await store.lock(tx, account_id, kind)
    known = await store.known(tx, account_id, kind, [each.remote_id for each in made])
    planned = plan(made, known, source.asked_at)
    new = [(tx.ids.new(), each) for each in planned.new]
    changed = [(kept.id, each) for kept, each in planned.changed]
    touched = [(kept.id, each) for kept, each in planned.touched]
    if new:
        await store.add(tx, account_id, kind, await packing.sealed(tx, kind, new), source.read_by)
    if others := [*changed, *touched]:
        ready_rows = await packing.sealed(tx, kind, others)
        await store.change(tx, account_id, ready_rows, source.read_by)
    ids = [row for row, _ in (*new, *changed)]
    await tell_changed(tx, source, ids, len(new))
    fresh = {each.remote_id for _, each in (*new, *changed)}
    values = [row.value for row in rows if row.remote_id in fresh]
    named = [one for value in values for one in named_by(kind, value)]
    await want(tx, account_id, [*named, *(wanted_for(kind, each) for each in planned.parts)])
    return Stored(len(new), len(changed) + len(touched), planned.unchanged)


async def saw(
    tx: Tx, account_id: UUID, kind: Kind, rows: Sequence[Row[Any]], asked_at: datetime
) -> None:
    """Somebody else asked a shop for these by name; what was answered is kept here as well. An
    offer that its product tells of is read with the product."""
    feed = await feeds.of_kind(tx, account_id, kind)
    if feed is None or not rows:
        return
    apart: Sequence[Row[Any]] = rows
    if kind is Kind.offers:
        known = await store.known(tx, account_id, kind, [each.remote_id for each in rows])
        apart = [each for each in rows if each.remote_id in known]
        parents = {each.value.product_id for each in rows if each.remote_id not in known}
        await want(tx, account_id, [(Kind.products, each, "") for each in sorted(parents)])
    source = Source(feed.id, account_id, kind, "settling", asked_at, by_name=True)
    await store_rows(tx, source, apart)


def taken(source: Source, made: Sequence[Draft]) -> Sequence[Draft]:
    """Of what was asked for by name there is no more to come, and of a product its offers come
    apart: that is taken as it is."""
    if source.by_name or source.kind is Kind.products:
        return [replace(each, is_whole=True) for each in made]
    return made


async def want(tx: Tx, account_id: UUID, named: Sequence[tuple[Kind, str, str]]) -> None:
    """Have these asked for by name, as soon as a worker is free."""
    if named:
        await wanted.add(tx, account_id, named)
        await enqueue(tx, REFRESH_JOB, str(account_id), {"account": account_id})


async def tell_changed(tx: Tx, source: Source, ids: Sequence[UUID], new: int) -> None:
    event = facts.CHANGED[source.kind]
    for at in range(0, len(ids), EVENT_IDS_MAX):
        part = ids[at : at + EVENT_IDS_MAX]
        fresh = max(0, min(new - at, len(part)))
        await log.append(tx, event(source.feed_id, source.account_id, part, len(part), fresh))


async def remove(tx: Tx, source: Source, remote_ids: Sequence[str]) -> int:
    """They are no longer shown, and with a product its offers and levels."""
    await store.lock(tx, source.account_id, source.kind)
    gone = await store.gone(tx, source.account_id, source.kind, remote_ids, source.asked_at)
    await tell_removed(tx, source, source.kind, gone)
    if source.kind is Kind.products:
        for child in (Kind.offers, Kind.levels):
            children = await store.gone_children(tx, source.account_id, child, remote_ids)
            await tell_removed(tx, source, child, children)
    return len(gone)


async def tell_removed(tx: Tx, source: Source, kind: Kind, ids: Sequence[UUID]) -> None:
    event = facts.REMOVED[kind]
    for at in range(0, len(ids), EVENT_IDS_MAX):
        part = ids[at : at + EVENT_IDS_MAX]
        await log.append(tx, event(source.feed_id, source.account_id, part, len(part)))
