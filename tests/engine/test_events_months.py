"""The months of the log: made ahead, never missing, dropped when nobody needs them."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import asyncpg
import pytest

from hanse.base.faults import Conflict, Rejected
from hanse.base.ids import RandomIds
from hanse.engine.log import history, months, sealer
from hanse.engine.log.audit import story, verify
from hanse.engine.log.events import START, Position, append, read_after
from hanse.engine.log.followers import Follower, advance, enrol
from hanse.engine.log.history import Filters
from hanse.engine.postgres.cluster import Cluster
from hanse.engine.seal import KeyRing
from hanse.engine.tx import Actor, ActorKind
from tests.conftest import NOBODY
from tests.engine.facts import OrderPlaced, Spoilable, place_orders, record_old, spoilable

OPERATOR = Actor(ActorKind.system, None, "operator")
OLD = date(2025, 3, 1)
OLDER = date(2025, 2, 1)


@pytest.fixture
async def log(server: Cluster, template: str, ring: KeyRing) -> AsyncIterator[Spoilable]:
    async with spoilable(server, template, ring) as opened:
        yield opened


async def tables(log: Spoilable) -> set[str]:
    rows = await log.admin.fetch(
        "select relname from pg_class where relispartition and relname like 'events%'"
        " and relkind = 'r'"
    )
    return {row["relname"] for row in rows}


async def make_old(log: Spoilable, month: date) -> None:
    """A table for a month of the past, and two orders in it, as they were recorded then."""
    following = (month + timedelta(days=32)).replace(day=1)
    await log.admin.execute(
        f"create table events_{month:%Y_%m} partition of events"
        f" for values from ('{month} 00:00+00') to ('{following} 00:00+00')"
    )
    await record_old(log, month)


async def test_this_month_and_those_ahead_have_a_table(log: Spoilable) -> None:
    now = datetime.now(UTC)
    wanted = {"events_other"}
    month = now.date().replace(day=1)
    for _ in range(months.MONTHS_AHEAD + 1):
        wanted.add(f"events_{month:%Y_%m}")
        month = (month + timedelta(days=32)).replace(day=1)
    assert await tables(log) == wanted
    last = f"events_{month - timedelta(days=1):%Y_%m}"
    await log.admin.execute(f"drop table {last}")
    await months.make_ready(log.database)
    await months.make_ready(log.database)
    assert await tables(log) == wanted
    secured = await log.admin.fetchrow(
        f"select relrowsecurity, relforcerowsecurity from pg_class where relname = '{last}'"
    )
    assert secured is not None
    assert [*secured] == [True, True]


async def test_an_append_succeeds_where_no_month_was_made(
    log: Spoilable, ids: RandomIds, caplog: pytest.LogCaptureFixture
) -> None:
    for table in await tables(log) - {"events_other"}:
        await log.admin.execute(f"drop table {table}")
    workspace = ids.new()
    await place_orders(log.database, workspace, 3)
    assert await log.admin.fetchval("select count(*) from events_other") == 3
    await months.make_ready(log.database)
    # This month stays in the other table, those to come have theirs.
    assert len(await tables(log)) == 1 + months.MONTHS_AHEAD
    assert "engine.log.months_missing" in caplog.messages
    await place_orders(log.database, workspace, 1, first=4)
    assert await log.admin.fetchval("select count(*) from events_other") == 4
    async with log.database.tx(workspace, NOBODY) as tx:
        assert len(await history.read(tx, Filters(), START, 10)) == 4


@pytest.mark.parametrize("own_table", [True, False])
async def test_a_dropped_month_leaves_its_heads_and_verify_says_so(
    log: Spoilable, ids: RandomIds, own_table: bool
) -> None:
    await (make_old if own_table else record_old)(log, OLD)
    await sealer.seal_all(log.database)
    await place_orders(log.database, ids.new(), 3)
    await sealer.seal_all(log.database)
    await months.drop_month(log.database, OLD, OPERATOR)
    await sealer.seal_all(log.database)
    assert await log.admin.fetchval("select count(*) from events") == 4
    assert f"events_{OLD:%Y_%m}" not in await tables(log)
    rows = await log.admin.fetch(
        "select number, list is null as bare from events_blocks order by number"
    )
    assert [(row["number"], row["bare"]) for row in rows] == [(1, True), (2, False), (3, False)]
    verdict = await verify(log.database)
    assert (verdict.problem, verdict.rows, verdict.dropped_rows) == ("", 4, 2)
    assert "Dropped months, of which only the sealed heads are left: 2025-03 (2 rows)." in story(
        verdict
    )
    async with log.database.system_tx("test") as tx:
        (event,) = await history.read(tx, Filters(name="engine.month"), START, 10)
    assert history.sentence(event) == (
        "operator dropped the log of 2025-03-01; its sealed heads are kept"
    )


async def test_a_block_over_two_months_keeps_its_list_until_both_are_gone(
    log: Spoilable, ids: RandomIds
) -> None:
    await make_old(log, OLDER)
    await make_old(log, OLD)
    await sealer.seal_all(log.database)
    await months.drop_month(log.database, OLDER, OPERATOR)
    assert (await verify(log.database)).dropped_rows == 2
    await log.admin.execute("delete from events where id = (select id from events limit 1)")
    assert "was removed from block 1" in (await verify(log.database)).problem
    await months.drop_month(log.database, OLD, OPERATOR)
    verdict = await verify(log.database)
    assert (verdict.problem, verdict.dropped_rows, verdict.rows) == ("", 4, 0)
    assert await log.admin.fetchval("select list from events_blocks where number = 1") is None


async def test_a_row_put_into_a_dropped_stretch_is_named(log: Spoilable) -> None:
    await make_old(log, OLD)
    await sealer.seal_all(log.database)
    await months.drop_month(log.database, OLD, OPERATOR)
    await log.admin.execute(
        "update events set xact = (select last_xact from events_blocks),"
        " seq = (select last_seq from events_blocks)"
    )
    assert "(engine.month.dropped, recorded 20" in (await verify(log.database)).problem


async def test_a_month_that_was_dropped_past_the_program_is_noticed(log: Spoilable) -> None:
    await make_old(log, OLD)
    await sealer.seal_all(log.database)
    await log.admin.execute(f"drop table events_{OLD:%Y_%m}")
    await log.admin.execute("insert into events_dropped_months (month) values ($1)", OLD)
    problem = (await verify(log.database)).problem
    assert problem == "2025-03 counts as dropped, but no event tells by whom."


async def test_a_month_that_somebody_needs_is_not_dropped(log: Spoilable) -> None:
    await make_old(log, OLD)
    with pytest.raises(Conflict, match=r"2025-03 holds events that are not sealed yet\. See that"):
        await months.drop_month(log.database, OLD, OPERATOR)
    await sealer.seal_all(log.database)

    async def handle(*_: object) -> None:
        raise RuntimeError

    follower = Follower("shop.read", {"shop.order.placed"}, handle, from_beginning=True)
    await enrol(log.database, [follower])
    for _ in range(2):  # before it has read anything, and where it is stuck
        with pytest.raises(Conflict, match=r"shop\.read has not read all of 2025-03 yet"):
            await months.drop_month(log.database, OLD, OPERATOR)
        await advance(log.database, follower)
    async with log.database.system_tx("test") as tx:
        now = tx.now.date()
    with pytest.raises(Rejected, match=r"is not over yet\. Only whole months of the past"):
        await months.drop_month(log.database, now, OPERATOR)
    with pytest.raises(asyncpg.RaiseError, match="only when it is over"):
        async with log.database.system_tx("test") as tx:
            await tx.execute("select events_drop_month($1)", now.replace(day=1))


async def test_after_a_move_to_another_server_nothing_is_skipped(
    log: Spoilable, ids: RandomIds
) -> None:
    """A dump brings rows whose transactions have larger numbers than those of the new server."""
    workspace = ids.new()
    await place_orders(log.database, workspace, 3)
    await log.admin.execute("update events set xact = xact + 5000000000")
    await log.admin.execute(
        "insert into events_followers (name, xact, seq) select 'shop.all', max(xact), max(seq)"
        " from events"
    )
    place = Position(
        await log.admin.fetchval("select xact from events_followers"),
        await log.admin.fetchval("select seq from events_followers"),
    )
    await months.make_ready(log.database)
    async with log.database.system_tx("test") as tx:
        assert len(await read_after(tx, START, 10)) == 3
        assert await read_after(tx, place, 10) == []
        shift = await tx.fetchval("select events_shift()")
    async with log.database.tx(workspace, NOBODY) as tx:
        await append(tx, OrderPlaced(ids.new(), 4))
    async with log.database.system_tx("test") as tx:
        assert len(await read_after(tx, place, 10)) == 1
    await months.make_ready(log.database)
    async with log.database.system_tx("test") as tx:
        assert await tx.fetchval("select events_shift()") == shift
