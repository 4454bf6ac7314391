"""What changed since we last looked is read: from the mark on, page by page."""

from typing import Any
from uuid import UUID

from hanse.base.faults import Fault
from hanse.rooms.connections.service.opening import OpenTx
from hanse.rooms.connections.service.reach import Opened, Reach
from hanse.rooms.mirror.model import feeds as model
from hanse.rooms.mirror.model.feeds import Feed, FeedState
from hanse.rooms.mirror.service import storing
from hanse.rooms.mirror.service.pulling import HOPELESS, note, port_of, same_page
from hanse.rooms.mirror.service.storing import Source
from hanse.rooms.mirror.store import feeds as store
from hanse.trade.ports_read import Ask, ReadPort
from hanse.trade.ports_read import Reach as Reaches

PAGES_MAX = 10_000


async def look(reach: Reach, open_tx: OpenTx, workspace_id: UUID, feed_id: UUID) -> int:
    """How many rows were new or other than before."""
    async with open_tx() as tx:
        feed = await store.get(tx, feed_id)
    if feed is None or feed.state not in (FeedState.current, FeedState.failed):
        return 0
    try:
        opened = await reach.open(workspace_id, feed.account_id)
        port = port_of(opened.platform, feed)
        if Reaches.changed in port.reaches and feed.mark_at is not None:
            return await read_on(reach, opened, open_tx, feed, port)
        async with open_tx() as tx:
            due = model.next_look(tx.now, port.reaches, silent(opened))
            await store.looked(tx, feed.id, feed.mark_at, due)
    except Fault as fault:
        await note(open_tx, feed, fault)
        if not isinstance(fault, HOPELESS):
            raise
    return 0


async def read_on(
    reach: Reach, opened: Opened, open_tx: OpenTx, feed: Feed, port: ReadPort[Any]
) -> int:
    assert feed.mark_at is not None
    ask: Ask | None = Ask(Reaches.changed, since=feed.mark_at)
    mark_at, written, shop = feed.mark_at, 0, opened.account.shop
    met: set[bytes] = set()
    for _ in range(PAGES_MAX):
        if ask is None:
            break
        asked_at = reach.database.clock.now()
        reply = await reach.ask(opened, port.question(ask, shop))
        page = port.page(ask, reply, shop)
        if model.met_before(met, ask.since, page.seen_ids):
            raise same_page(opened, feed.kind)
        ready = storing.drafts(port.kind, page.rows)
        mark_at = model.mark_after_look(mark_at, page.reached_at)
        source = Source(feed.id, feed.account_id, feed.kind, "increment", asked_at)
        async with open_tx() as tx:
            stored = await storing.store_rows(tx, source, page.rows, ready)
            due = model.next_look(tx.now, port.reaches, silent(opened))
            # The mark moves with its page, so whoever is killed reads no page for nothing.
            await store.looked(tx, feed.id, mark_at, due)
        written += stored.written
        ask = page.next
    return written


def silent(opened: Opened) -> bool:
    return opened.account.silent_since is not None
