"""Everything of a kind is read, page by page: each page, what it says of how far we are, and what
it changed are one transaction, so whoever is killed goes on behind the last page.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from typing import Any, TypeAlias
from uuid import UUID

from hanse.base.faults import AuthLapsed, Conflict, Denied, Fault, Gone, Rejected, Unavailable
from hanse.engine.log import events as log
from hanse.engine.pace import CircuitOpen
from hanse.engine.tx import Tx
from hanse.rooms.connections.service.opening import OpenTx
from hanse.rooms.connections.service.ports import Platform
from hanse.rooms.connections.service.reach import Opened, Reach
from hanse.rooms.mirror.model import feeds as model
from hanse.rooms.mirror.model.feeds import Feed, FeedState, Trouble
from hanse.rooms.mirror.service import facts, storing
from hanse.rooms.mirror.service.bulk import bulk_pages
from hanse.rooms.mirror.service.cursors import Cursor, Read, parsed, written
from hanse.rooms.mirror.service.storing import Source
from hanse.rooms.mirror.store import feeds as store
from hanse.rooms.mirror.store import rows as rows_store
from hanse.trade.ports_read import Ask, Kind, ReadPort
from hanse.trade.ports_read import Reach as Reaches

Say: TypeAlias = Callable[[str, int | None, int | None], Awaitable[None]]

# Trying again does not help: a person has to do something first.
HOPELESS = (AuthLapsed, Denied, Rejected, Gone, Conflict)


def port_of(platform: Platform, feed: Feed) -> ReadPort[Any]:
    found = [port for port in platform.READS if port.kind is feed.kind]
    if not found:
        raise Gone(f"{platform.CARD.title} does not show {feed.kind} any more.")
    return found[0]


async def pull(
    reach: Reach, open_tx: OpenTx, workspace_id: UUID, feed_id: UUID, say: Say, seconds: float
) -> bool:
    """Read on for so many seconds; whether it has come to the end."""
    async with open_tx() as tx:
        feed = await store.get(tx, feed_id)
        if feed is None or feed.state is FeedState.stopped:
            return True
        if feed.state is not FeedState.pulling:
            if feed.full_at is None or feed.full_at > tx.now:
                return True  # it has been read meanwhile
            feed = await start(tx, feed)
    try:
        opened = await reach.open(workspace_id, feed.account_id)
        return await read_on(reach, opened, open_tx, feed, say, seconds)
    except Fault as fault:
        await note(open_tx, feed, fault)
        if isinstance(fault, HOPELESS):
            return True
        raise


async def start(tx: Tx, feed: Feed) -> Feed:
    await rows_store.forget_seen(tx, feed.id)
    await store.start(tx, feed.id, written(Cursor()))
    await log.append(tx, facts.PullBegun(feed.id, feed.account_id, feed.kind.value))
    found = await store.get(tx, feed.id)
    assert found is not None
    return found


async def read_on(
    reach: Reach, opened: Opened, open_tx: OpenTx, feed: Feed, say: Say, seconds: float
) -> bool:
    port = port_of(opened.platform, feed)
    clock = reach.database.clock
    until = clock.monotonic() + seconds
    cursor = parsed(feed.cursor)
    done = feed.rows_done
    bulk = opened.platform.BULK
    if bulk is not None and feed.kind in bulk.kinds:
        pages = bulk_pages(reach, opened, bulk, feed, cursor.bulk)
    else:
        pages = asked_pages(reach, opened, port, cursor.ask)
    met: set[bytes] = set()
    async for read in pages:
        if model.met_before(met, None, read.page.seen_ids):
            await pages.aclose()
            raise same_page(opened, feed.kind)
        if not await keep(open_tx, feed, port, read):
            return True  # stopped meanwhile
        done += len(read.page.seen_ids)
        await say(f"{feed.kind} of {opened.account.name}", done, read.page.total)
        if read.onward is None:
            break
        if clock.monotonic() > until:
            await pages.aclose()
            return False
    await finish(reach, opened, open_tx, feed, port)
    return True


def same_page(opened: Opened, kind: Kind) -> Unavailable:
    """A list that goes round in a circle has no end, and one that seems to end so is not whole."""
    return Unavailable(
        f"{opened.account.name} gave the same page of {kind} twice.",
        "A cache in front of the shop may do that: have it leave the API alone.",
    )


async def asked_pages(
    reach: Reach, opened: Opened, port: ReadPort[Any], ask: Ask | None
) -> AsyncGenerator[Read, None]:
    """Each page is asked for while the one before it is being written."""
    waiting = asyncio.create_task(fetch(reach, opened, port, ask or Ask(Reaches.everything)))
    try:
        while True:
            read = await waiting
            if read.onward is None or read.onward.ask is None:
                yield read
                return
            waiting = asyncio.create_task(fetch(reach, opened, port, read.onward.ask))
            yield read
    finally:
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)


async def fetch(reach: Reach, opened: Opened, port: ReadPort[Any], ask: Ask) -> Read:
    shop = opened.account.shop
    asked_at = reach.database.clock.now()
    reply = await reach.ask(opened, port.question(ask, shop))
    page = port.page(ask, reply, shop)
    onward = Cursor(ask=page.next) if page.next else None
    return Read(page, tuple(storing.drafts(port.kind, page.rows)), asked_at, onward)


async def keep(open_tx: OpenTx, feed: Feed, port: ReadPort[Any], read: Read) -> bool:
    """One page in one transaction; whether the feed still wants it."""
    source = Source(feed.id, feed.account_id, feed.kind, "pull", read.asked_at)
    cursor = written(read.onward or Cursor())
    async with open_tx() as tx:
        stored = await storing.store_rows(tx, source, read.page.rows, read.drafts)
        if read.page.seen_ids:
            await rows_store.add_seen(tx, feed.id, read.page.seen_ids)
        return await store.advance(
            tx, feed.id, cursor, len(read.page.seen_ids), read.page.total, stored.written
        )


async def finish(
    reach: Reach, opened: Opened, open_tx: OpenTx, feed: Feed, port: ReadPort[Any]
) -> None:
    """What was met nowhere is asked for by name; then the feed is as the platform is."""
    gone = await settle_unseen(reach, opened, open_tx, feed, port)
    async with open_tx() as tx:
        await rows_store.forget_seen(tx, feed.id)
        began_at = feed.began_at or tx.now
        silent = opened.account.silent_since is not None
        await store.note_gone(tx, feed.id, gone)
        await store.finish(
            tx,
            feed.id,
            model.mark_after_full(began_at),
            model.next_look(tx.now, port.reaches, silent),
            model.next_full(tx.now, feed.account_id),
        )
        found = await store.get(tx, feed.id)
        assert found is not None
        await log.append(
            tx,
            facts.PullDone(
                *(feed.id, feed.account_id, feed.kind.value, found.rows_done),
                *(found.rows_changed, found.rows_gone),
            ),
        )


async def settle_unseen(
    reach: Reach, opened: Opened, open_tx: OpenTx, feed: Feed, port: ReadPort[Any]
) -> int:
    """How many are gone. Never a copy, never a guess: what does not answer to its name is gone."""
    gone = 0
    while True:
        async with open_tx() as tx:
            began_at = feed.began_at or tx.now
            unseen = await rows_store.unseen(
                tx, feed.account_id, feed.kind, feed.id, began_at, UNSEEN_MAX
            )
        if not unseen:
            return gone
        for ids in model.batches(unseen, min(port_rows(opened, feed), len(unseen))):
            gone += await settle(reach, opened, open_tx, feed, port, ids)


UNSEEN_MAX = 1_000


def port_rows(opened: Opened, feed: Feed) -> int:
    return next(each.rows_max for each in opened.platform.CARD.reads if each.kind == feed.kind)


async def settle(
    reach: Reach,
    opened: Opened,
    open_tx: OpenTx,
    feed: Feed,
    port: ReadPort[Any],
    ids: Sequence[str],
    read_by: str = "settling",
) -> int:
    """Ask for these by name: what comes is kept, what does not is gone; how many are."""
    shop = opened.account.shop
    ask = Ask(Reaches.named, ids=tuple(ids))
    asked_at = reach.database.clock.now()
    reply = await reach.ask(opened, port.question(ask, shop))
    page = port.page(ask, reply, shop)
    ready = storing.drafts(port.kind, page.rows)
    source = Source(feed.id, feed.account_id, feed.kind, read_by, asked_at, by_name=True)
    missing = sorted(set(ids) - set(page.seen_ids))
    async with open_tx() as tx:
        await storing.store_rows(tx, source, page.rows, ready)
        await rows_store.add_seen(tx, feed.id, list(ids))
        return await storing.remove(tx, source, missing) if missing else 0


async def note(open_tx: OpenTx, feed: Feed, fault: Fault) -> None:
    """What keeps us from reading stands at the feed until a page comes through again."""
    if isinstance(fault, CircuitOpen):
        return  # nobody asked, and why not was noted by whoever asked last
    hopeless = isinstance(fault, HOPELESS)
    async with open_tx() as tx:
        told = Trouble(fault.sentence, fault.next_step, tx.now)
        await store.trouble(tx, feed.id, told, tx.now + model.AGAIN_AFTER_FAULT, hopeless)
        if hopeless:
            await log.append(
                tx,
                facts.PullFailed(feed.id, feed.account_id, feed.kind.value, fault.sentence),
            )
