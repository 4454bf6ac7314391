"""Our rows behind PgQueuer's manager: what it asks its store, its driver and its executor for.

The manager wakes by notification, fetches, dispatches, lets each run show that it lives, and at the
end waits for what still runs. Claims follow our own rule: workspaces, lanes, keys, pauses.
"""

import asyncio
import itertools
import logging
from collections.abc import Awaitable, Mapping
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

from pgqueuer import AsyncpgPoolDriver, Queries, QueueManager
from pgqueuer.adapters.persistence.qb import QueryQueueBuilder
from pgqueuer.domain.settings import DBSettings
from pgqueuer.executors import AbstractEntrypointExecutor, EntrypointExecutorParameters
from pgqueuer.models import Context, TracebackRecord
from pgqueuer.models import Job as Dispatched
from pgqueuer.ports.driver import NotifyCallback
from pgqueuer.queries import EntrypointExecutionParameter
from pgqueuer.types import JOB_STATUS, Channel, JobId, QueueEntrypoint, QueueManagerId

from hanse.engine.jobs.claims import START, Claimed, Run, claim
from hanse.engine.jobs.endings import PURPOSE, Ending, beat, end
from hanse.engine.jobs.jobs import CHANNEL
from hanse.engine.jobs.runs import Held, Workplace, carry_out
from hanse.engine.jobs.verdicts import Cancelled, HandedBack, WorkerLost
from hanse.engine.log.following import first_of
from hanse.engine.outages import as_fault
from hanse.engine.tx import CommitUnknown, Database, is_open

OUTAGE_S = 0.5
GATHER_S = 0.002  # runs end in groups; one claim then fills all their places
END_TRIES_MAX = 60

ENTRYPOINT = QueueEntrypoint("hanse")
NOT_NOW = Claimed((), START, OUTAGE_S)

T = TypeVar("T")

log = logging.getLogger(__name__)


async def unless_away(work: Awaitable[T], instead: T) -> T:
    """What it returns; or something else if the database went away meanwhile, for that passes."""
    try:
        return await work
    except Exception as error:
        if not isinstance(error, CommitUnknown | OSError) and as_fault(error) is None:
            raise
        log.warning("jobs.database.missed", extra={"why": str(as_fault(error) or error)})
        return instead


class Manager(QueueManager):
    async def verify_structure(self) -> None:
        """The tables are ours, and the migrations have made them."""


class Hand(AbstractEntrypointExecutor):
    """Does one dispatched job. What becomes of it is decided here, so it never raises."""

    def __init__(self, store: "Store", place: Workplace) -> None:
        super().__init__(EntrypointExecutorParameters(concurrency_limit=0, func=self._nothing))
        self._store = store
        self._place = place

    async def execute(self, job: Dispatched, context: Context) -> None:
        try:
            if ending := await self._run(self._store.held[job.id]):
                await self._store.endings.add(ending)
        finally:
            del self._store.held[job.id]

    async def _run(self, held: Held) -> Ending | None:
        try:
            return await carry_out(held, self._place)
        finally:
            self._store.busy -= 1
            self._store.room.set()

    async def _nothing(self, job: Dispatched) -> None: ...


class Listener(AsyncpgPoolDriver):
    """PgQueuer's driver, which listens anew after its connection was ended."""

    _again: "asyncio.Task[None] | None" = None

    async def add_listener(self, channel: str, callback: NotifyCallback) -> None:
        await self._give_back_the_dead()
        await super().add_listener(channel, callback)

        def ended(_: object) -> None:
            if self._entered:
                self._again = asyncio.create_task(self._listen_again(channel, callback))

        if self._listener_connection is not None:
            self._listener_connection.add_termination_listener(ended)

    async def _listen_again(self, channel: str, callback: NotifyCallback) -> None:
        while True:
            if await unless_away(self._listened(channel, callback), False):
                return
            await asyncio.sleep(OUTAGE_S)

    async def _listened(self, channel: str, callback: NotifyCallback) -> bool:
        await self.add_listener(channel, callback)
        return True

    async def _give_back_the_dead(self) -> None:
        """Else the pool would wait for a connection that was ended while we held it."""
        held = self._listener_connection
        if held is not None and not is_open(held):
            self._listener_connection = None
            await self._pool.release(held)

    async def __aexit__(self, *raised: object) -> None:
        if self._again:
            self._again.cancel()
        await self._give_back_the_dead()
        await super().__aexit__(*raised)


class Endings:
    """Writes how runs ended: while one statement is under way, the next ones gather."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._gathered: list[tuple[Ending, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def add(self, ending: Ending) -> None:
        """Returns when it is written."""
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._gathered.append((ending, written))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        await written

    async def _write(self) -> None:
        while self._gathered:
            batch, self._gathered = self._gathered, []
            [result] = await asyncio.gather(
                self._end([ending for ending, _ in batch]), return_exceptions=True
            )
            for _, written in batch:
                if result is None:
                    written.set_result(None)
                else:
                    written.set_exception(result)

    async def _end(self, endings: list[Ending]) -> None:
        """During an outage, again and again; a run whose end was not written is run once more."""
        for _ in range(END_TRIES_MAX):
            if await unless_away(self._try_to_end(endings), False):
                return
            await asyncio.sleep(OUTAGE_S)

    async def _try_to_end(self, endings: list[Ending]) -> bool:
        await end(self._database, endings)
        return True


class Store(Queries):
    """What this worker holds, and PgQueuer's questions about the rest."""

    def __init__(self, place: Workplace, worker: str, jobs_max: int) -> None:
        settings = DBSettings(channel=Channel(CHANNEL))
        super().__init__(Listener(place.database.system), qbq=QueryQueueBuilder(settings))
        self.held: dict[int, Held] = {}  # until their end is written
        self.busy = 0  # of these, whose handler has not ended
        self.endings = Endings(place.database)
        self.room = asyncio.Event()  # for another job, or to stop
        self._place = place
        self._worker = worker
        self._jobs_max = jobs_max
        self._names = list(place.declarations)
        self._numbers = itertools.count(1)
        self._after = START
        self._next_due_s: float | None = None
        self._stopping = False

    async def hand_back(self, grace_s: float) -> None:
        """Take no more; let what runs end for a while, then stop it and give it to others."""
        self._stopping = True
        self.room.set()
        loop = asyncio.get_running_loop()
        until = loop.time() + grace_s
        while self.busy and (left_s := until - loop.time()) > 0:
            self.room.clear()
            await first_of(left_s, self.room)
        for held in self.held.values():
            held.halt(HandedBack(f"Its worker, {self._worker}, was asked to stop."))

    async def dequeue(
        self,
        batch_size: int,
        entrypoints: dict[QueueEntrypoint, EntrypointExecutionParameter],
        queue_manager_id: QueueManagerId,
        global_concurrency_limit: int | None,
        heartbeat_timeout: timedelta,
    ) -> list[Dispatched]:
        """As many as there is room for; while there is none, this waits."""
        while self.busy >= self._jobs_max and not self._stopping:
            self.room.clear()
            await self.room.wait()
            await asyncio.sleep(GATHER_S)
        if self._stopping:
            return []
        claimed = await unless_away(
            self._claim(min(batch_size, self._jobs_max - self.busy)), NOT_NOW
        )
        self._after, self._next_due_s = claimed.stopped, claimed.next_due_s
        self.busy += len(claimed.runs)
        return [self._hold(Held(run)) for run in claimed.runs]

    async def _claim(self, jobs_max: int) -> Claimed:
        async with self._place.database.system_tx(PURPOSE) as tx:
            return await claim(tx, self._worker, self._names, jobs_max, self._after)

    def _hold(self, held: Held) -> Dispatched:
        number = JobId(next(self._numbers))
        self.held[number] = held
        # Made without checks: it is only the ticket by which the manager dispatches.
        return Dispatched.model_construct(id=number, entrypoint=ENTRYPOINT, attempts=0)

    async def update_heartbeat(self, job_ids: list[JobId]) -> None:
        """Show that these live; stop those that somebody cancelled or took over meanwhile."""
        alive = [held for number in set(job_ids) if (held := self.held.get(number))]
        ours = await unless_away(self._beat([held.run for held in alive]), None)
        if ours is None:
            return
        for held in alive:
            run = held.run.id, held.run.tries
            if run not in ours:
                held.taken = True
                held.halt(WorkerLost("Another worker took it over: this one was silent too long."))
            elif ours[run]:
                held.halt(Cancelled("It was cancelled while it ran."))

    async def _beat(self, runs: list[Run]) -> Mapping[tuple[UUID, int], bool] | None:
        async with self._place.database.system_tx(PURPOSE) as tx:
            return await beat(tx, self._worker, runs)

    async def log_jobs(
        self, job_status: list[tuple[Dispatched, JOB_STATUS, TracebackRecord | None]]
    ) -> None:
        """How they ended is written already."""

    async def eligible_queued_work(self, entrypoints: list[QueueEntrypoint]) -> int:
        return 0  # the claim before this question took all that may run

    async def queued_work(self, entrypoints: list[QueueEntrypoint]) -> int:
        return 0

    async def next_deferred_eta(self, entrypoints: list[QueueEntrypoint]) -> timedelta | None:
        return None if self._next_due_s is None else timedelta(seconds=max(self._next_due_s, 0))
