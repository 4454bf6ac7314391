"""Live changes: one LISTEN in each process, the log read by position, fanned out to open streams.

A stream says what changed and never how it looks now: topic, id, version. The client asks again
through the ordinary doors, where row security and permissions decide what it sees. An event may
come twice, after a stream was resumed; it is never lost without a `reset`.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from uuid import UUID

import asyncpg

from hanse.base.faults import Fault, Unavailable
from hanse.engine.doors.access import Caller, topic_permission
from hanse.engine.live.readers import Reader, Readers
from hanse.engine.log.events import (
    CHANNEL,
    START,
    Head,
    Position,
    held_back_s,
    horizon,
    read_about,
    read_after,
)
from hanse.engine.metrics import Meter
from hanse.engine.outages import as_fault
from hanse.engine.tx import INSTALLATION, ActorKind, Database

log = logging.getLogger(__name__)

PURPOSE = "live changes"
READ_MAX = 100  # events in one look, few enough that whoever reads has room for them all
RESUME_MAX = 1_000  # events that a stream which comes back is told; beyond, it begins anew
POLL_S = 1.0  # a notification can be lost together with its connection
HURRY_S = 0.02  # what was announced waits for an older transaction, which will end soon
RETRY_S = 1.0
READY_S = 5.0
BEAT_S = 15.0
LIFE_S = 900.0

RESET = b'event: reset\ndata: {"reason":"Too much happened meanwhile. Read everything again."}\n\n'


class Hub:
    """The open streams of one process and the one connection that wakes them."""

    def __init__(
        self,
        database: Database,
        meter: Meter,
        readers: Readers | None = None,
        ready_s: float = READY_S,
    ) -> None:
        self.readers = Readers(meter) if readers is None else readers
        self._ready_s = ready_s
        self._database = database
        self._callers: dict[UUID, dict[Reader, Caller]] = {}
        self._position = START
        self._ready = asyncio.Event()
        self._wake = asyncio.Event()
        self._stop = asyncio.Event()

    async def run(self) -> None:
        """Tell every stream what happens, until `close`; an outage of the database is sat out."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._listen())
            group.create_task(self._follow())
            group.create_task(self._beat())

    def close(self) -> None:
        """End all streams; their clients come back to another process."""
        self._stop.set()
        self._wake.set()
        self.readers.close()

    @asynccontextmanager
    async def stream(self, caller: Caller, last: str) -> AsyncIterator[tuple[Reader, bytes]]:
        """A reader from now on, and the bytes that bring it there from where it was last."""
        if not await wait_for(self._ready, self._ready_s):
            raise Unavailable("The log cannot be read at the moment, so nothing is live.")
        after = Position.parse(last) if last else None
        reader = self.readers.open(caller.name_for_limits, self._database.clock.monotonic())
        mates = self._callers.setdefault(caller.workspace_id, {})
        # In this instant, without an await: what comes later than the position is queued.
        mates[reader], until = caller, self._position
        try:
            missed = b"" if after is None else await self._missed(caller, after, until)
            yield reader, missed + hello(until)
        finally:
            self.readers.leave(reader)
            del mates[reader]
            if not mates:
                del self._callers[caller.workspace_id]

    async def _missed(self, caller: Caller, after: Position, until: Position) -> bytes:
        async with self._database.tx(caller.workspace_id, caller.actor) as tx:
            heads = await read_after(tx, after, RESUME_MAX + 1)
            known = after <= await horizon(tx)
        if caller.actor.kind is ActorKind.person and caller.workspace_id != INSTALLATION:
            async with self._database.tx(INSTALLATION, caller.actor) as tx:
                of_account = await read_about(tx, caller.actor.id, after, RESUME_MAX + 1)
            heads = sorted([*heads, *of_account], key=lambda head: head.position)
        if not known or len(heads) > RESUME_MAX:
            return RESET
        due = (head for head in heads if head.position <= until)
        return b"".join(
            frame(head) for head in due if topic_permission(head.name) in caller.permissions
        )

    async def _follow(self) -> None:
        while not self._stop.is_set():
            try:
                await self._catch_up()
            except OUTAGES as error:
                complain(error)
                await wait_for(self._stop, RETRY_S)
            else:
                await wait_for(self._wake, POLL_S)

    async def _catch_up(self) -> None:
        """Read to the end of the log; what is held back by an older transaction is awaited too."""
        while not self._stop.is_set():
            self._wake.clear()
            async with self._database.system_tx(PURPOSE) as tx:
                if not self._ready.is_set():
                    self._position = await horizon(tx)
                    self._ready.set()
                heads = await read_after(tx, self._position, READ_MAX)
                held_back = not heads and await held_back_s(tx) > 0
            self._tell(heads)
            if held_back:
                await asyncio.sleep(HURRY_S)
            elif not heads:
                return

    def _tell(self, heads: Iterable[Head]) -> None:
        for head in heads:
            self._position = head.position
            audience = self._audience(head)
            if not audience:
                continue
            piece, needed = frame(head), topic_permission(head.name)
            for reader, caller in audience:
                if needed in caller.permissions:
                    self.readers.give(reader, piece)

    def _audience(self, head: Head) -> Sequence[tuple[Reader, Caller]]:
        """The streams of its workspace. What happens to an account is told to its person, wherever
        that one works at the moment.
        """
        mates = list(self._callers.get(head.workspace_id, {}).items())
        if head.workspace_id == INSTALLATION and head.subject_id is not None:
            mates += [
                (reader, caller)
                for workspace_id, readers in self._callers.items()
                if workspace_id != INSTALLATION
                for reader, caller in readers.items()
                if caller.actor.id == head.subject_id
            ]
        return mates

    async def _listen(self) -> None:
        while not self._stop.is_set():
            try:
                async with self._database.system.acquire() as connection:
                    await self._listen_on(connection)
            except OUTAGES as error:
                complain(error)
                await wait_for(self._stop, RETRY_S)

    async def _listen_on(
        self, connection: "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]"
    ) -> None:
        """Stay until the connection is lost or we are closed."""
        lost = asyncio.Event()

        def wake(*_: object) -> None:
            self._wake.set()

        def lose(*_: object) -> None:
            lost.set()

        connection.add_termination_listener(lose)
        await connection.add_listener(CHANNEL, wake)
        try:
            self._wake.set()  # what was announced while nobody listened
            await first_of(lost, self._stop)
        finally:
            if not lost.is_set():
                connection.remove_termination_listener(lose)
                await connection.remove_listener(CHANNEL, wake)

    async def _beat(self) -> None:
        while not self._stop.is_set():
            await wait_for(self._stop, BEAT_S)
            self.readers.beat(self._database.clock.monotonic(), LIFE_S)


OUTAGES = (
    Fault,
    OSError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
)


def complain(error: Exception) -> None:
    """An outage is a line in the log; a mistake of ours is raised."""
    fault = error if isinstance(error, Fault | OSError) else as_fault(error)
    if fault is None:
        raise error
    log.warning("live.log.unreachable", extra={"why": str(fault)})


def frame(head: Head) -> bytes:
    """One event as it travels; its id is where a stream that comes back goes on."""
    subject = str(head.subject_id) if head.subject_id else None
    data = json.dumps({"topic": head.name, "id": subject, "version": head.version})
    return f"id: {head.position}\ndata: {data}\n\n".encode()


def hello(position: Position) -> bytes:
    """From here on nothing is missed."""
    return f"id: {position}\nevent: hello\ndata: {{}}\n\n".encode()


async def first_of(*events: asyncio.Event) -> None:
    waits = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()


async def wait_for(event: asyncio.Event, seconds: float) -> bool:
    """Whether it came within this time."""
    try:
        async with asyncio.timeout(seconds):
            return await event.wait()
    except TimeoutError:
        return False
