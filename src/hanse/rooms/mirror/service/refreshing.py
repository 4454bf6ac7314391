"""What webhooks hinted at, and what documents named, is asked for by name: many in one call."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from hanse.base.faults import Fault, Gone, Rejected
from hanse.engine import hooks
from hanse.engine.tx import Tx
from hanse.rooms.connections.service import hearing
from hanse.rooms.connections.service.opening import OpenTx
from hanse.rooms.connections.service.reach import Opened, Reach
from hanse.rooms.mirror.model import feeds as model
from hanse.rooms.mirror.model.feeds import Feed, FeedState
from hanse.rooms.mirror.service import echoing, pulling, storing
from hanse.rooms.mirror.service.storing import Source
from hanse.rooms.mirror.store import feeds as feeds_store
from hanse.rooms.mirror.store import rows as rows_store
from hanse.rooms.mirror.store import told as told_store
from hanse.rooms.mirror.store import wanted as store
from hanse.rooms.mirror.store.wanted import Hinted
from hanse.trade.ports_read import Ask, Kind, ReadPort
from hanse.trade.ports_read import Reach as Reaches
from hanse.trade.signals import Delivery, Signal
from hanse.trade.tracking import TrackReport

# Who takes what an account says itself of parcels on their way, and which are followed no longer.
Tell = Callable[[Tx, UUID, Sequence[TrackReport], Sequence[str]], Awaitable[None]]

HOOKS_MAX = 500
WANTED_MAX = 1_000
TRIES_MAX = 8
ROUNDS_MAX = 200


async def nobody(
    tx: Tx, account_id: UUID, reports: Sequence[TrackReport], dropped: Sequence[str]
) -> None:
    """Where nobody cares for parcels."""


async def refresh(
    reach: Reach, open_tx: OpenTx, workspace_id: UUID, account_id: UUID, tell: Tell = nobody
) -> int:
    """Until nothing is wanted any more; how many things were asked for."""
    opened = await reach.open(workspace_id, account_id)
    asked = 0
    for _ in range(ROUNDS_MAX):
        taken = await take_hints(opened, open_tx, tell)
        async with open_tx() as tx:
            hinted = await store.next_of(tx, account_id, WANTED_MAX)
        if not hinted and not taken:
            break
        for kind, of_kind in groupby(sorted(hinted, key=by_kind), key=lambda each: each.kind):
            asked += await ask_for(reach, opened, open_tx, kind, list(of_kind))
        if len(hinted) < WANTED_MAX:  # what comes meanwhile is asked for in one call
            await asyncio.sleep(hooks.GATHERED_FOR.total_seconds())
    return asked


def by_kind(hinted: Hinted) -> tuple[str, str, str]:
    return hinted.kind.value, hinted.parent_id, hinted.remote_id


async def take_hints(opened: Opened, open_tx: OpenTx, tell: Tell) -> int:
    """The webhooks that wait become names to ask for, in one transaction; how many there were.
    What they say and is known is not asked for, unless a person wants it."""
    async with open_tx() as tx:
        waiting = await hooks.waiting(tx, opened.id, HOOKS_MAX)
        told: list[Signal] = []
        again: list[Signal] = []
        notes: dict[str, list[UUID]] = {}
        of_parcels: list[Delivery] = []
        kinds = {port.kind for port in opened.platform.READS}
        for hook in waiting:
            delivery = opened.platform.signals(hook.headers, hook.body or b"")
            mine = again if hook.note == hooks.AGAIN else told
            mine += [each for each in delivery.signals if each.kind in kinds]
            if delivery.reports or delivery.dropped:
                of_parcels.append(delivery)
            if delivery.account is not None:
                await hearing.hear(tx, opened.id, delivery.account)
            notes.setdefault(delivery.note, []).append(hook.id)
        wanted = [*again, *await echoing.news(tx, opened.id, told)]
        if named := [(each.kind, each.remote_id, each.parent_id or "") for each in wanted]:
            await store.add(tx, opened.id, named)
        if of_parcels:
            reports = [one for each in of_parcels for one in each.reports]
            await tell(tx, opened.id, reports, [one for each in of_parcels for one in each.dropped])
        for note, ids in notes.items():
            await hooks.settle(tx, ids, "done", note)
        return len(waiting)


async def ask_for(
    reach: Reach, opened: Opened, open_tx: OpenTx, kind: Kind, hinted: Sequence[Hinted]
) -> int:
    """What cannot be asked for now is wanted still, and given up after some tries."""
    async with open_tx() as tx:
        feed = await feeds_store.of_kind(tx, opened.id, kind)
    port = next((each for each in opened.platform.READS if each.kind is kind), None)
    if feed is None or port is None or feed.state is FeedState.stopped:
        async with open_tx() as tx:
            await store.done(tx, hinted)
        return 0
    try:
        await ask_by_name(reach, opened, open_tx, feed, port, hinted)
    except Fault:
        async with open_tx() as tx:
            await store.tried(tx, hinted)
            await store.give_up(tx, hinted, TRIES_MAX)
            # Whoever tells of it next is asked, whatever they say.
            await told_store.forget(tx, opened.id, [(kind, each.remote_id) for each in hinted])
        raise
    return len(hinted)


async def ask_by_name(
    reach: Reach,
    opened: Opened,
    open_tx: OpenTx,
    feed: Feed,
    port: ReadPort[Any],
    hinted: Sequence[Hinted],
) -> None:
    named = [each for each in hinted if each.remote_id and Reaches.named in port.reaches]
    by_id: dict[str, list[Hinted]] = {}
    for each in named:
        by_id.setdefault(each.remote_id, []).append(each)
    rows_max = pulling.port_rows(opened, feed)
    for ids in model.batches(sorted(by_id), rows_max):
        await pulling.settle(reach, opened, open_tx, feed, port, ids, "hook")
        async with open_tx() as tx:
            await store.done(tx, [each for remote_id in ids for each in by_id[remote_id]])
    for each in [each for each in hinted if each not in named]:
        if each.parent_id and Reaches.of_parent in port.reaches:
            await ask_of_parent(reach, opened, open_tx, feed, port, each.parent_id)
        async with open_tx() as tx:
            await store.done(tx, [each])


async def ask_of_parent(
    reach: Reach,
    opened: Opened,
    open_tx: OpenTx,
    feed: Feed,
    port: ReadPort[Any],
    parent_id: str,
) -> None:
    """All that belongs to it: what is not told any more is gone."""
    shop, seen, met = opened.account.shop, list[str](), set[bytes]()
    ask: Ask | None = Ask(Reaches.of_parent, parent_id=parent_id)
    asked_at = reach.database.clock.now()
    source = Source(feed.id, feed.account_id, feed.kind, "hook", asked_at)
    try:
        while ask is not None:
            page = port.page(ask, await reach.ask(opened, port.question(ask, shop)), shop)
            if model.met_before(met, None, page.seen_ids):
                raise pulling.same_page(opened, feed.kind)
            async with open_tx() as tx:
                await storing.store_rows(tx, source, page.rows)
            seen += page.seen_ids
            ask = page.next
    except (Gone, Rejected):
        seen = []  # the parent itself is not there any more
    async with open_tx() as tx:
        await remove_children(tx, source, parent_id, seen)


async def remove_children(tx: Tx, source: Source, parent_id: str, seen: Sequence[str]) -> None:
    gone = await rows_store.gone_children(tx, source.account_id, source.kind, [parent_id], seen)
    await storing.tell_removed(tx, source, source.kind, gone)
