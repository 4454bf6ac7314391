"""One long writer would hold up everybody who follows the log: it is seen, and it is ended."""

from uuid import UUID

import asyncpg
import pytest

from hanse.base.faults import Unavailable
from hanse.base.ids import RandomIds
from hanse.engine.health import health
from hanse.engine.log import events
from hanse.engine.log.events import append, read_after
from hanse.engine.outages import as_fault
from hanse.engine.tx import INSTALLATION, Database
from tests.conftest import NOBODY
from tests.engine.facts import OrderPlaced, place_orders


async def test_no_transaction_of_ours_may_take_over_5_s(database: Database) -> None:
    async with database.tx(INSTALLATION, NOBODY) as tx:
        assert await tx.fetchval("show transaction_timeout") == "5s"
    async with database.system_tx("test") as tx:
        assert await tx.fetchval("show transaction_timeout") == "5s"


async def test_a_writer_that_takes_too_long_is_ended_and_the_log_goes_on(
    database: Database, workspace: UUID, ids: RandomIds
) -> None:
    async with database.system_tx("test") as tx:
        start = await events.horizon(tx)
    with pytest.raises(asyncpg.PostgresError) as ended:
        async with database.tx(workspace, NOBODY) as tx:
            await append(tx, OrderPlaced(ids.new(), 1))
            await place_orders(database, workspace, 1, first=2)
            async with database.system_tx("test") as reader:
                assert await read_after(reader, start, 10) == []
            await tx.execute("set local transaction_timeout = '100ms'")
            await tx.fetchval("select pg_sleep(10)")
    assert isinstance(as_fault(ended.value), Unavailable)
    async with database.system_tx("test") as reader:
        assert len(await read_after(reader, start, 10)) == 1


async def test_a_long_writer_is_seen_whoever_it_is(
    database: Database, workspace: UUID, admin_dsn: str
) -> None:
    """Also one of another role, whose doings the program may not look at."""
    stranger = await asyncpg.connect(admin_dsn)
    async with stranger.transaction():
        await stranger.execute("create temporary table scratch (x int)")
        await place_orders(database, workspace, 1)
        async with database.system_tx("test") as tx:
            first = await events.held_back_s(tx)
            later = await events.held_back_s(tx)
        assert 0 < first < later
    await stranger.close()
    assert not health.writers(later + health.WRITER_MAX_S).ok
