"""What sells at suppliers is read each night, a page at a time: who is killed goes on with the next
page, and a day is never counted twice."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from hanse.base.faults import AuthLapsed, Conflict, Denied, Fault, Gone, Rejected
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.purchasing.model import topics as model
from hanse.rooms.purchasing.model import trends
from hanse.rooms.purchasing.model.topics import Topic
from hanse.rooms.purchasing.model.trends import Standing
from hanse.rooms.purchasing.service.ports import Opened, Suppliers
from hanse.rooms.purchasing.service.topic_facts import TopicRead
from hanse.rooms.purchasing.store import topics as store
from hanse.rooms.purchasing.store import trends as trends_store
from hanse.rooms.stock.model.wording import refused, wrong
from hanse.trade.trends import Category, Feed, SeenPage

READ_FOR_S = 280.0  # then the next job goes on

OpenTx = Callable[[], AbstractAsyncContextManager[Tx]]


async def read(suppliers: Suppliers, open_tx: OpenTx, workspace_id: UUID, account_id: UUID) -> int:
    """Every topic of the account that is due; how many pages were kept."""
    opened = await suppliers.open(workspace_id, account_id)
    loop = asyncio.get_running_loop()
    ends, done = loop.time() + READ_FOR_S, 0
    while loop.time() < ends and suppliers.tells_trends(opened.platform_name):
        async with open_tx() as tx:
            topic = await store.due(tx, account_id)
            day = tx.now.date()
            if topic:
                await store.begin(tx, topic.id, day)
        if topic is None:
            break
        begun = topic.page_done if topic.reading_on == day else 0
        pages, fault = await read_topic(suppliers, opened, open_tx, topic, day, begun)
        done += pages
        if isinstance(fault, Conflict):
            break
        if fault is not None and not await put_off(open_tx, topic, fault):
            break  # the supplier does not answer: the others are tried later too
    return done


async def read_topic(
    suppliers: Suppliers, opened: Opened, open_tx: OpenTx, topic: Topic, day: date, begun: int
) -> tuple[int, Fault | None]:
    kept = 0
    for page in range(begun + 1, topic.pages + 1):
        try:
            seen = await suppliers.seen(opened, topic.sought, page)
        except Fault as fault:
            return kept, fault
        async with open_tx() as tx:
            if not await keep(tx, topic, day, page, seen):
                return kept, Conflict("Another run reads this topic, or nobody watches it.")
        kept += 1
        if seen.is_last:
            break
    async with open_tx() as tx:
        await finish(tx, topic.id, day)
    return kept, None


async def keep(tx: Tx, topic: Topic, day: date, page: int, seen: SeenPage) -> bool:
    """False where another run has kept this page, or nobody watches the topic any more."""
    if not await store.next_page(tx, topic.id, day, page):
        return False
    currency = topic.sought.currency
    # A price in another currency than was asked for is none that days could be compared by.
    rows = [
        each if each.price is None or each.price.currency == currency else replace(each, price=None)
        for each in seen.rows
    ]
    await trends_store.keep(tx, topic.id, day, rows)
    return True


async def finish(tx: Tx, topic_id: UUID, day: date) -> None:
    """The day is whole: what was seen is judged, what is old forgotten, the next night set."""
    topic = await store.get(tx, topic_id, lock=True)
    if topic is None or topic.read_on == day or topic.reading_on != day:
        return
    since = day - timedelta(days=trends.HISTORY_DAYS)
    histories = await trends_store.history(tx, topic_id, since)
    judged = trends.judged(histories, topic.first_on or day, day)
    await trends_store.judge(tx, topic_id, judged)
    await trends_store.forget(tx, topic_id, day - timedelta(days=model.KEEP_DAYS))
    products = await trends_store.seen(tx, topic_id, day)
    await store.done(tx, topic_id, day, products, model.next_night(topic_id, tx.now))
    rising = sum(each.standing is Standing.rising for each in judged.values())
    await log.append(tx, TopicRead(topic_id, topic.name, products, rising))


async def put_off(open_tx: OpenTx, topic: Topic, fault: Fault) -> bool:
    """Whether it is about this topic alone, which is tried again the next night."""
    alone = isinstance(fault, Gone | Rejected | Denied)
    async with open_tx() as tx:
        later = tx.now + model.AGAIN_AFTER
        due_at = model.next_night(topic.id, tx.now) if alone else later
        await store.put_off(tx, topic.id, due_at, fault.code, str(fault))
    return alone


async def everywhere(tx: Tx, rows_max: int) -> Sequence[tuple[UUID, UUID]]:
    """Workspaces and accounts with a topic that is due, in the system's transaction."""
    return await store.everywhere(tx, rows_max)


async def choices(
    suppliers: Suppliers, workspace_id: UUID, account_id: UUID, parent_id: str
) -> tuple[Sequence[Feed], Sequence[Category]]:
    """What the platform itself has to choose from; its feeds with the top of its categories."""
    try:
        opened = await suppliers.open(workspace_id, account_id)
        if not suppliers.tells_trends(opened.platform_name):
            return (), ()
        feeds = () if parent_id else await suppliers.feeds(opened)
        return feeds, await suppliers.categories(opened, parent_id)
    except (Gone, Conflict, AuthLapsed) as fault:
        # The account is named by a filter, so it is that which is wrong.
        raise refused([wrong("account", fault.sentence, fault.next_step, "account")]) from None
