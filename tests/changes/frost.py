"""How a worker is frozen at one step of a commit, from outside: another session of the database
holds what its next statement needs, or the shop holds its answer. The product knows nothing of it.

    async with STEPS["after intent"](frost) as frozen:
        worker = await start()
        await frozen()  # it stands there now

What was held is let go at the end of the block.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

import asyncpg

from hanse.sandbox.held import Sandbox
from tests.engine.job_workers import until

LONG_S = 120.0
HELD_S = 600.0  # longer than any test
PROBE_S = 0.2

BEHIND = """
    select count(*) from pg_stat_activity
    where $1 = any(pg_blocking_pids(pid)) and datname = current_database()
"""
# One waits for the copy; one that tells of jobs as well waits for it, in its commit too.
COMMITTING = """
    select count(*) from pg_stat_activity
    where query = 'commit' and state = 'active' and wait_event in ('SyncRep', 'object')
      and datname = current_database() and usename = $1
"""
LOCK_CHANGES = "select id from changes_changes where workspace_id = $1 for update"
COMMIT = "select pg_logical_emit_message(true, '', '')"  # something to write, and nothing else


@dataclass
class Frost:
    """`calls` are under way at once, and all are to be frozen."""

    admin_dsn: str
    app: str
    sandbox: Sandbox
    workspace: UUID
    calls: int

    @asynccontextmanager
    async def session(self) -> AsyncIterator[asyncpg.Connection]:
        found = await asyncpg.connect(self.admin_dsn)
        try:
            yield found
        finally:
            await found.close()

    async def count(self, sql: str, given: object, at_least: int) -> None:
        async with self.session() as looking:

            async def there() -> bool:
                return bool(await looking.fetchval(sql, given) >= at_least)

            await until(there, LONG_S)

    async def behind(self, holder: asyncpg.Connection) -> None:
        """Until all calls wait for what this session holds."""
        await self.count(BEHIND, holder.get_server_pid(), self.calls)

    @asynccontextmanager
    async def no_writing(self, table: str) -> AsyncIterator[asyncpg.Connection]:
        async with self.session() as holder, holder.transaction():
            await holder.execute(f"lock table {table} in share mode")
            yield holder

    @asynccontextmanager
    async def no_moving(self) -> AsyncIterator[asyncpg.Connection]:
        """All changes of the workspace are held."""
        async with self.session() as holder, holder.transaction():
            await holder.execute(LOCK_CHANGES, self.workspace)
            yield holder

    @asynccontextmanager
    async def no_news_of_commits(self) -> AsyncIterator[None]:
        """What is committed is on disk, and whoever did it is never told: the server waits for a
        copy of itself that is not there."""
        async with self.session() as ruling, self.session() as probing:
            await ruling.execute("alter system set synchronous_standby_names = 'nobody'")
            await ruling.execute("select pg_reload_conf()")
            waiting: asyncio.Task[str] | None = None
            try:
                while waiting is None:  # until a commit of our own is seen to wait
                    probe = asyncio.create_task(probing.execute(COMMIT))
                    _, left = await asyncio.wait([probe], timeout=PROBE_S)
                    waiting = probe if left else None
                yield
            finally:
                await ruling.execute("alter system reset synchronous_standby_names")
                await ruling.execute("select pg_reload_conf()")
                if waiting:
                    await waiting

    def holds(self, kind: str) -> Callable[[], Awaitable[None]]:
        """The shop holds the next calls; the wait until they have arrived there."""
        before = self.sandbox.faults.struck.get(kind, 0)
        more = {"seconds": HELD_S} if kind == "slow" else {}
        self.sandbox.faults.set(
            {"kind": kind, "calls": ".*", "count": self.calls, "platform": "", **more}
        )

        async def arrived() -> None:
            struck = self.sandbox.faults.struck
            await until(lambda: struck.get(kind, 0) >= before + self.calls, LONG_S)

        return arrived


Frozen = Callable[[], Awaitable[None]]
Step = Callable[[Frost], AbstractAsyncContextManager[Frozen]]


@asynccontextmanager
async def before_intent(frost: Frost) -> AsyncIterator[Frozen]:
    """All is checked, and the intent cannot be written."""
    async with frost.no_writing("changes_intents") as holder:
        yield lambda: frost.behind(holder)


@asynccontextmanager
async def after_intent(frost: Frost) -> AsyncIterator[Frozen]:
    """The intent is on disk, and whoever wrote it does not know it yet: nothing has left."""
    async with frost.session() as holder:
        held = holder.transaction()
        await held.start()
        await holder.execute("lock table changes_intents in share mode")
        dumb = frost.no_news_of_commits()

        async def frozen() -> None:
            await frost.behind(holder)
            await dumb.__aenter__()
            await held.rollback()
            await frost.count(COMMITTING, frost.app, frost.calls)

        try:
            yield frozen
        finally:
            await dumb.__aexit__(None, None, None)


@asynccontextmanager
async def held_by_the_shop(frost: Frost, kind: str, table: str) -> AsyncIterator[Frozen]:
    """The first calls after a row of this table was written, and no others before them."""
    async with frost.session() as holder:
        held = holder.transaction()
        await held.start()
        await holder.execute(f"lock table {table} in share mode")

        async def frozen() -> None:
            await frost.behind(holder)
            arrived = frost.holds(kind)
            await held.rollback()
            await arrived()

        yield frozen


def on_its_way(frost: Frost) -> AbstractAsyncContextManager[Frozen]:
    """The bytes have left, and the shop has done nothing."""
    return held_by_the_shop(frost, "lost_before", "changes_intents")


def after_send(frost: Frost) -> AbstractAsyncContextManager[Frozen]:
    """The shop has done it, and its answer is not here."""
    return held_by_the_shop(frost, "slow", "changes_intents")


@asynccontextmanager
async def answer_unwritten(frost: Frost) -> AsyncIterator[Frozen]:
    """The answer is here, and cannot be written down."""
    async with frost.no_writing("changes_answers") as holder:
        yield lambda: frost.behind(holder)


@asynccontextmanager
async def after_answer(frost: Frost) -> AsyncIterator[Frozen]:
    """The answer is on disk, and nothing has followed from it."""
    async with frost.session() as holder, frost.session() as other, other.transaction():
        held = holder.transaction()
        await held.start()
        await holder.execute("lock table changes_answers in share mode")

        async def frozen() -> None:
            await frost.behind(holder)
            await other.execute(LOCK_CHANGES, frost.workspace)
            await held.rollback()
            await frost.behind(other)

        yield frozen


def before_read_back(frost: Frost) -> AbstractAsyncContextManager[Frozen]:
    """What follows from the answer is on disk; the shop is asked, and does not say."""
    return held_by_the_shop(frost, "slow", "changes_answers")


@asynccontextmanager
async def after_read_back(frost: Frost) -> AsyncIterator[Frozen]:
    """The shop was read, and what it showed cannot be written down."""
    async with frost.no_writing("changes_looks") as holder:
        yield lambda: frost.behind(holder)


STEPS: Mapping[str, Step] = {
    "before intent": before_intent,
    "after intent": after_intent,
    "on its way": on_its_way,
    "after send": after_send,
    "answer unwritten": answer_unwritten,
    "after answer": after_answer,
    "before read-back": before_read_back,
    "after read-back": after_read_back,
}
