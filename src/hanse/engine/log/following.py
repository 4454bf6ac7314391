"""Runs the followers of one process: woken by the log, one process at a time for each of them."""

import asyncio
import logging
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass, field

from hanse.engine.log.events import CHANNEL
from hanse.engine.log.followers import Follower, advance, enrol
from hanse.engine.outages import as_fault
from hanse.engine.tx import Database, is_open

log = logging.getLogger(__name__)

POLL_S = 1.0  # a notification may be lost with its connection, and nobody announces a retry
RETRY_S = 1.0

# Which of these followers have something to do now.
WITH_NEWS = """
    select name from events_followers as follower
    where name = any($1::text[]) and (
        exists (select from events
            where (events.xact, events.seq) > (follower.xact, follower.seq)
              and events.xact < (select events_horizon()))
        or exists (select from events_marks
            where events_marks.follower = name and retry_at <= clock_timestamp()))
"""
# Held by the connection, so it ends with the process, however that ends.
LEAVE = "select pg_advisory_unlock_all()"
TAKE = "select pg_try_advisory_lock(hashtextextended('events_follower ' || $1, 0))"


@dataclass(slots=True)
class Lane:
    """A follower in this process, and whether there is something for it."""

    follower: Follower
    news: asyncio.Event = field(default_factory=asyncio.Event)


async def run(
    database: Database,
    followers: Sequence[Follower],
    stop: asyncio.Event,
    poll_s: float = POLL_S,
) -> None:
    """Follow until told to stop; what is being handled then is finished first.

    Any number of processes may do this. That a follower is at work in one of them only saves work:
    were it in two, the marks in the workspaces would still give each event one effect.
    """
    lanes = {follower.name: Lane(follower) for follower in followers}
    async with asyncio.TaskGroup() as group:
        for lane in lanes.values():
            group.create_task(keep_up(database, lane, stop))
        while not stop.is_set():
            if not await there(watch(database, lanes, stop, poll_s)):
                await first_of(RETRY_S, stop)
        for lane in lanes.values():
            lane.news.set()


async def watch(
    database: Database, lanes: Mapping[str, Lane], stop: asyncio.Event, poll_s: float
) -> None:
    """Tell the lanes that are ours when there is news, for as long as the connection lives."""
    await enrol(database, [lane.follower for lane in lanes.values()])
    woken = asyncio.Event()
    ours: set[str] = set()

    def wake(*_: object) -> None:
        woken.set()

    async with database.system.acquire() as connection:
        await connection.add_listener(CHANNEL, wake)
        try:
            while not stop.is_set():
                woken.clear()
                for row in await connection.fetch(WITH_NEWS, list(lanes)):
                    name = row["name"]
                    if name in ours or await connection.fetchval(TAKE, name):
                        ours.add(name)
                        lanes[name].news.set()
                await first_of(poll_s, woken, stop)
        finally:
            if is_open(connection):
                await connection.remove_listener(CHANNEL, wake)
                await connection.execute(LEAVE)


async def keep_up(database: Database, lane: Lane, stop: asyncio.Event) -> None:
    while not stop.is_set():
        await lane.news.wait()
        lane.news.clear()
        await there(work_off(database, lane.follower, stop))


async def work_off(database: Database, follower: Follower, stop: asyncio.Event) -> None:
    while not stop.is_set() and await advance(database, follower):
        pass


async def there(work: Awaitable[None]) -> bool:
    """Do it; false if the database went away meanwhile, which the log file tells."""
    try:
        await work
    except Exception as error:
        fault = as_fault(error)
        if fault is None:
            raise
        log.warning("engine.log.not_followed", extra={"why": fault.sentence})
        return False
    return True


async def first_of(limit_s: float, *events: asyncio.Event) -> None:
    waits = [asyncio.ensure_future(event.wait()) for event in events]
    await asyncio.wait(waits, timeout=limit_s, return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()
