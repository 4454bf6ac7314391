"""Live changes: everybody is told what is theirs, nothing is lost, nobody is held up."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from uuid import UUID

import asyncpg
import pytest

from hanse.base.clock import FixedClock
from hanse.base.faults import Conflict, Fault, Rejected, Throttled, Unavailable
from hanse.base.ids import RandomIds
from hanse.engine.doors.access import Caller
from hanse.engine.live import live
from hanse.engine.live.live import Hub
from hanse.engine.live.readers import DROPPED, HEARTBEAT, Readers
from hanse.engine.log.events import append, declare
from hanse.engine.metrics import Meter, render
from hanse.engine.outages import as_fault
from hanse.engine.tx import Database
from tests.conftest import NOBODY
from tests.engine.sse import LIMIT_S, Frame, frames


@declare("gallery.picture.shown", "Picture {number} was shown", subject=("gallery.picture", "id"))
@dataclass(frozen=True, slots=True)
class Hung:
    """A picture for the tests of this file."""

    id: UUID
    number: int
    version: int


@declare("gallery.vault.opened", "The vault was opened")
@dataclass(frozen=True, slots=True)
class Opened:
    """Something that not everybody is told of."""

    number: int


def caller(workspace: UUID, *permissions: str) -> Caller:
    return Caller(NOBODY, workspace, frozenset(permissions or {"gallery.picture.read"}), "somebody")


class Listener:
    """Reads a stream until enough has come."""

    def __init__(self, hub: Hub, who: Caller, last: str = "") -> None:
        self._opening = hub.stream(who, last)
        self.seen: list[Frame] = []

    async def __aenter__(self) -> "Listener":
        self._reader, first = await self._opening.__aenter__()
        self.seen += frames(first)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._opening.__aexit__(None, None, None)

    async def read(self, count: int) -> list[Frame]:
        """The next so many events, or a failure that shows what came instead."""
        start = len(self.seen)
        try:
            async with asyncio.timeout(LIMIT_S):
                while len(self.seen) < start + count:
                    piece = await self._reader.next()
                    assert piece, f"the stream ended after {self.seen}"
                    self.seen += frames(piece)
        except TimeoutError:
            pytest.fail(f"only {self.seen[start:]} came")
        return self.seen[start:]

    async def end(self) -> list[Frame]:
        """What came until the end of the stream."""
        async with asyncio.timeout(LIMIT_S):
            while piece := await self._reader.next():
                self.seen += frames(piece)
        return self.seen


def numbers(found: Sequence[Frame]) -> list[object]:
    return [frame.data.get("version") for frame in found if frame.event == "message"]


@pytest.fixture
async def hub(database: Database) -> AsyncIterator[Hub]:
    made = Hub(database, Meter())
    running = asyncio.create_task(made.run())
    yield made
    made.close()
    async with asyncio.timeout(LIMIT_S):
        await running


async def hang(database: Database, workspace: UUID, *versions: int) -> UUID:
    async with database.tx(workspace, NOBODY) as tx:
        picture = tx.ids.new()
        await append(tx, *(Hung(picture, version, version) for version in versions))
    return picture


async def test_a_change_is_told_with_topic_id_and_version(
    hub: Hub, database: Database, workspace: UUID
) -> None:
    async with Listener(hub, caller(workspace)) as listener:
        assert [frame.event for frame in listener.seen] == ["hello"]
        picture = await hang(database, workspace, 7)
        [told] = await listener.read(1)
    assert told.event == "message"
    assert told.data == {"topic": "gallery.picture.shown", "id": str(picture), "version": 7}


async def test_another_workspace_is_told_nothing(
    hub: Hub, database: Database, workspace: UUID, ids: RandomIds
) -> None:
    other = ids.new()
    async with Listener(hub, caller(workspace)) as ours, Listener(hub, caller(other)) as theirs:
        await hang(database, other, 1)
        await hang(database, workspace, 2)
        assert numbers(await ours.read(1)) == [2]
        assert numbers(await theirs.read(1)) == [1]


async def test_who_may_not_read_a_noun_is_not_told_of_it(
    hub: Hub, database: Database, workspace: UUID
) -> None:
    async with (
        Listener(hub, caller(workspace)) as visitor,
        Listener(hub, caller(workspace, "gallery.picture.read", "gallery.vault.read")) as guard,
    ):
        before = visitor.seen[0].id
        async with database.tx(workspace, NOBODY) as tx:
            await append(tx, Opened(1))
        await hang(database, workspace, 2)
        assert [frame.data["topic"] for frame in await guard.read(2)] == [
            "gallery.vault.opened",
            "gallery.picture.shown",
        ]
        assert numbers(await visitor.read(1)) == [2]
    async with Listener(hub, caller(workspace), before) as back:
        assert [frame.data.get("topic") for frame in back.seen] == ["gallery.picture.shown", None]


async def test_a_stream_that_comes_back_is_told_what_it_missed(
    hub: Hub, database: Database, workspace: UUID, ids: RandomIds
) -> None:
    async with Listener(hub, caller(workspace)) as listener:
        await hang(database, workspace, 1)
        [last] = await listener.read(1)
    await hang(database, workspace, 2, 3)
    await hang(database, ids.new(), 99)
    async with Listener(hub, caller(workspace)) as witness:
        await hang(database, workspace, 4)
        while 4 not in numbers(witness.seen):  # the hub may still be at what was before
            await witness.read(1)
    async with Listener(hub, caller(workspace), last.id) as back:
        await hang(database, workspace, 5)
        await back.read(1)
        assert numbers(back.seen) == [2, 3, 4, 5]


async def test_who_heard_nothing_yet_comes_back_with_the_hello(
    hub: Hub, database: Database, workspace: UUID
) -> None:
    async with Listener(hub, caller(workspace)) as listener:
        hello = listener.seen[0].id
    await hang(database, workspace, 1)
    async with Listener(hub, caller(workspace), hello) as back:
        seen = back.seen if numbers(back.seen) else await back.read(1)
        assert numbers(seen) == [1]


async def test_a_late_commit_is_told_although_younger_ones_were_first(
    hub: Hub, database: Database, workspace: UUID
) -> None:
    async with Listener(hub, caller(workspace)) as listener:
        async with database.tx(workspace, NOBODY) as late:
            await append(late, Hung(late.ids.new(), 1, 1))
            await hang(database, workspace, 2)
        assert numbers(await listener.read(2)) == [1, 2]


async def test_what_was_taken_back_is_not_told(
    hub: Hub, database: Database, workspace: UUID
) -> None:
    async with Listener(hub, caller(workspace)) as listener:
        with pytest.raises(ZeroDivisionError):
            async with database.tx(workspace, NOBODY) as tx:
                await append(tx, Hung(tx.ids.new(), 1, 1))
                raise ZeroDivisionError
        await hang(database, workspace, 2)
        assert numbers(await listener.read(1)) == [2]


async def test_a_lost_connection_loses_nothing(
    hub: Hub, database: Database, workspace: UUID, admin_dsn: str
) -> None:
    admin = await asyncpg.connect(admin_dsn)
    async with Listener(hub, caller(workspace)) as listener:
        await hang(database, workspace, 1)
        await listener.read(1)
        ended = await admin.fetchval(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity "
            "where application_name = 'hanse system' and datname = current_database()"
        )
        assert ended >= 1
        await hang(database, workspace, 2)
        assert numbers(await listener.read(1)) == [2]
    await admin.close()


async def test_an_outage_of_the_database_is_sat_out(
    hub: Hub,
    database: Database,
    workspace: UUID,
    admin_dsn: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    admin = await asyncpg.connect(admin_dsn)
    name = await admin.fetchval("select quote_ident(current_database())")
    async with Listener(hub, caller(workspace)) as listener:
        await admin.execute(f"alter database {name} connection limit 0")
        try:
            await admin.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity "
                "where datname = current_database() and pid <> pg_backend_pid()"
            )
            async with asyncio.timeout(LIMIT_S):
                while "live.log.unreachable" not in caplog.text:
                    await asyncio.sleep(0.01)
        finally:
            await admin.execute(f"alter database {name} connection limit -1")
        await hang(database, workspace, 1)
        assert numbers(await listener.read(1)) == [1]
    await admin.close()


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (asyncpg.ConnectionDoesNotExistError("closed"), Unavailable),
        (asyncpg.CannotConnectNowError("starting up"), Unavailable),
        (asyncpg.TooManyConnectionsError("full"), Unavailable),
        (asyncpg.InterfaceError("the connection is closed"), Unavailable),
        (asyncpg.InternalClientError("another operation is in progress"), Unavailable),
        (asyncpg.QueryCanceledError("statement timeout"), Unavailable),
        (ConnectionRefusedError(), Unavailable),
        (asyncpg.DeadlockDetectedError("deadlock"), Conflict),
        (asyncpg.LockNotAvailableError("lock timeout"), Conflict),
    ],
)
def test_what_the_driver_raises_says_what_to_do(error: Exception, fault: type[Fault]) -> None:
    assert type(as_fault(error)) is fault


@pytest.mark.parametrize(
    "mistake",
    [asyncpg.DataError("a text, not a number"), asyncpg.UndefinedTableError("x"), ValueError("x")],
)
def test_a_mistake_of_ours_is_no_outage(mistake: Exception) -> None:
    assert as_fault(mistake) is None


async def test_a_slow_reader_is_dropped_with_a_reason_and_comes_back(
    database: Database, workspace: UUID
) -> None:
    meter = Meter()
    hub = Hub(database, meter, Readers(meter, frames_max=5))
    running = asyncio.create_task(hub.run())
    async with (
        Listener(hub, caller(workspace)) as slow,
        Listener(hub, caller(workspace)) as quick,
    ):
        last = slow.seen[0].id
        for version in range(1, 11):
            await hang(database, workspace, version)
            await quick.read(1)
        assert numbers(quick.seen) == [*range(1, 11)]
        assert [frame.event for frame in await slow.end()] == ["hello", "dropped"]
        assert "too slowly" in str(slow.seen[-1].data["reason"])
    assert "hanse_live_dropped_total 1.0" in render(meter).decode()
    async with Listener(hub, caller(workspace), last) as back:
        assert numbers(back.seen) == [*range(1, 11)]
    hub.close()
    await running


async def test_a_burst_drops_nobody_who_reads(
    hub: Hub, database: Database, workspace: UUID
) -> None:
    async with Listener(hub, caller(workspace)) as listener:
        reading = asyncio.create_task(listener.read(5_000))
        await hang(database, workspace, *range(5_000))
        assert numbers(await reading) == [*range(5_000)]


async def test_who_missed_too_much_begins_anew(
    hub: Hub, database: Database, workspace: UUID
) -> None:
    async with Listener(hub, caller(workspace)) as listener:
        hello = listener.seen[0].id
    await hang(database, workspace, *range(live.RESUME_MAX + 1))
    async with Listener(hub, caller(workspace), hello) as back:
        assert [frame.event for frame in back.seen] == ["reset", "hello"]
        assert "Read everything again" in str(back.seen[0].data["reason"])


async def test_who_comes_from_a_future_that_was_undone_begins_anew(
    hub: Hub, workspace: UUID
) -> None:
    """As after a restore: the log is shorter than the reader remembers."""
    async with Listener(hub, caller(workspace), "999999999999-1") as back:
        assert [frame.event for frame in back.seen] == ["reset", "hello"]


async def test_a_position_that_is_none_is_refused(hub: Hub, workspace: UUID) -> None:
    with pytest.raises(Rejected, match="no position in the log"):
        async with Listener(hub, caller(workspace), "yesterday"):
            pass


async def test_closing_ends_every_stream_and_opens_no_other(
    database: Database, workspace: UUID
) -> None:
    hub = Hub(database, Meter())
    running = asyncio.create_task(hub.run())
    async with Listener(hub, caller(workspace)) as listener:
        hub.close()
        assert [frame.event for frame in await listener.end()] == ["hello"]
    await running
    with pytest.raises(Unavailable, match="about to end"):
        async with Listener(hub, caller(workspace)):
            pass
    assert len(hub.readers) == 0


async def test_nobody_waits_for_a_log_that_cannot_be_read(
    database: Database, workspace: UUID
) -> None:
    hub = Hub(database, Meter(), ready_s=0.01)
    with pytest.raises(Unavailable, match="nothing is live"):
        async with Listener(hub, caller(workspace)):
            pass


def test_one_caller_cannot_take_all_streams(clock: FixedClock) -> None:
    readers = Readers(Meter(), most=3, most_of_one=2)
    first = readers.open("a", 0)
    readers.open("a", 0)
    with pytest.raises(Throttled, match="Too many live streams"):
        readers.open("a", 0)
    readers.leave(first)
    readers.leave(first)
    readers.open("a", 0)
    readers.open("b", 0)
    with pytest.raises(Throttled):
        readers.open("c", 0)


async def test_a_stream_shows_life_and_ends_when_its_caller_must_prove_himself_again() -> None:
    readers = Readers(Meter())
    young, old = readers.open("a", 100), readers.open("b", 50)
    readers.beat(now=100, life_s=60)
    assert await young.next() == HEARTBEAT
    assert await old.next() == HEARTBEAT
    readers.beat(now=120, life_s=60)
    assert await young.next() == HEARTBEAT
    assert await old.next() == b""
    assert len(readers) == 1


async def test_what_waits_is_written_before_a_stream_ends() -> None:
    readers = Readers(Meter(), frames_max=2)
    reader = readers.open("a", 0)
    for piece in (b"1", b"2"):
        readers.give(reader, piece)
    readers.leave(reader)
    readers.give(reader, b"3")
    assert [await reader.next(), await reader.next()] == [b"12", b""]
    dropped = readers.open("a", 0)
    for piece in (b"1", b"2", b"3"):
        readers.give(dropped, piece)
    assert [await dropped.next(), await dropped.next()] == [DROPPED, b""]
