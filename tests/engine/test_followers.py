"""Followers of the log: each event has one effect, in order, and none is skipped."""

import asyncio
import os
import sys
from collections.abc import Sequence
from uuid import UUID

import pytest

from hanse.base.faults import Rejected
from hanse.base.ids import RandomIds
from hanse.engine.log import followers, following
from hanse.engine.log.events import append
from hanse.engine.log.followers import Follower, State, advance, enrol
from hanse.engine.log.history import Event
from hanse.engine.postgres.cluster import Cluster
from hanse.engine.seal import KeyRing
from hanse.engine.tx import Database, Tx
from tests.conftest import NOBODY
from tests.engine.facts import (
    NAME,
    OrderPlaced,
    RuleChanged,
    Spoilable,
    counting,
    keep,
    place_orders,
)


@pytest.fixture
async def log(spoiled: Spoilable) -> Spoilable:
    await spoiled.empty()
    await spoiled.admin.execute("truncate engine_search_tokens")
    return spoiled


async def kept(log: Spoilable, workspace: UUID) -> list[int]:
    """The numbers of the orders that had their effect, as one after the other wrote them."""
    rows = await log.admin.fetch(
        "select token from engine_search_tokens where workspace_id = $1 order by ctid", workspace
    )
    return [int(row["token"]) for row in rows]


def refusing(number: int, batch: int = followers.BATCH) -> Follower:
    async def handle(tx: Tx, events: Sequence[Event]) -> None:
        await keep(tx, events)
        if any(event.payload["number"] == number for event in events):
            raise Rejected(f"Order {number} is not to be had.", next_step="Repair it.")

    return Follower(NAME, {"shop.order.placed"}, handle, batch, from_beginning=True)


async def follow(log: Spoilable, follower: Follower) -> None:
    await enrol(log.database, [follower])
    while await advance(log.database, follower):
        pass


async def state(log: Spoilable) -> State:
    async with log.database.system_tx("test") as tx:
        (found,) = await followers.states(tx)
        return found


async def test_every_event_has_one_effect_in_order(log: Spoilable, ids: RandomIds) -> None:
    ours, theirs = ids.new(), ids.new()
    await place_orders(log.database, ours, 50)
    await place_orders(log.database, theirs, 3)
    async with log.database.tx(ours, NOBODY) as tx:
        await append(tx, RuleChanged({}, {}))
    await place_orders(log.database, ours, 10, first=51)
    await follow(log, counting(batch=7))
    await follow(log, counting(batch=7))
    assert await kept(log, ours) == list(range(1, 61))
    assert await kept(log, theirs) == [1, 2, 3]
    assert (await state(log)).lag == 0


async def test_an_event_that_is_committed_late_is_not_skipped(
    log: Spoilable, ids: RandomIds
) -> None:
    workspace = ids.new()
    late = log.database.tx(workspace, NOBODY)
    tx = await late.__aenter__()
    await append(tx, OrderPlaced(ids.new(), 1))
    await place_orders(log.database, workspace, 2, first=2)
    await follow(log, counting())
    assert await kept(log, workspace) == []
    await late.__aexit__(None, None, None)
    await follow(log, counting())
    assert await kept(log, workspace) == [1, 2, 3]


async def test_a_crash_between_effect_and_position_repeats_nothing(
    log: Spoilable, ids: RandomIds
) -> None:
    workspace = ids.new()
    await place_orders(log.database, workspace, 5)
    await follow(log, counting(batch=2))
    await log.admin.execute("update events_followers set xact = 0, seq = 0")
    await place_orders(log.database, workspace, 1, first=6)
    await follow(log, counting(batch=2))
    assert await kept(log, workspace) == [1, 2, 3, 4, 5, 6]


async def test_a_crash_within_the_effect_leaves_nothing_of_it(
    log: Spoilable, ids: RandomIds
) -> None:
    """The transaction is lost before its end, as when the process is killed."""
    workspace = ids.new()
    await place_orders(log.database, workspace, 3)

    async def die(tx: Tx, events: Sequence[Event]) -> None:
        await keep(tx, events)
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await follow(log, Follower(NAME, {"shop.order.placed"}, die, from_beginning=True))
    assert await kept(log, workspace) == []
    await follow(log, counting())
    assert await kept(log, workspace) == [1, 2, 3]


async def test_two_processes_at_the_same_events_have_one_effect(
    log: Spoilable, ids: RandomIds
) -> None:
    workspaces = [ids.new() for _ in range(4)]
    await enrol(log.database, [counting()])
    for round_ in range(5):
        for workspace in workspaces:
            await place_orders(log.database, workspace, 20, first=round_ * 20 + 1)
        await asyncio.gather(*(follow(log, counting(batch=6)) for _ in range(3)))
    for workspace in workspaces:
        assert sorted(await kept(log, workspace)) == list(range(1, 101))
    assert (await state(log)).failing == ()


async def test_a_failing_event_keeps_its_place_and_is_named(
    log: Spoilable, ids: RandomIds, caplog: pytest.LogCaptureFixture
) -> None:
    ours, theirs = ids.new(), ids.new()
    await place_orders(log.database, ours, 5)
    await place_orders(log.database, theirs, 2)
    await follow(log, refusing(4, batch=3))
    assert await kept(log, ours) == [1, 2, 3]
    assert await kept(log, theirs) == [1, 2]
    (stuck,) = (await state(log)).failing
    fourth = await log.admin.fetchval(
        "select id from events where workspace_id = $1 order by xact, seq offset 3 limit 1", ours
    )
    assert (stuck.workspace_id, stuck.event_id, stuck.failures) == (ours, fourth, 1)
    assert stuck.problem == "Order 4 is not to be had."
    assert stuck.retry_at > stuck.since
    assert "engine.log.follower_failed" in caplog.messages


async def test_a_failing_workspace_waits_longer_each_time_and_then_catches_up(
    log: Spoilable, ids: RandomIds
) -> None:
    ours, theirs = ids.new(), ids.new()
    await place_orders(log.database, ours, 3)
    await follow(log, refusing(2))
    waits = []
    for _ in range(3):
        await log.admin.execute("update events_marks set retry_at = clock_timestamp()")
        await follow(log, refusing(2))
        waits.append(
            await log.admin.fetchval(
                "select round(extract(epoch from retry_at - clock_timestamp()))::int"
                " from events_marks where retry_at is not null"
            )
        )
    assert waits == [2, 4, 8]
    await place_orders(log.database, ours, 2, first=4)
    await place_orders(log.database, theirs, 1)
    await follow(log, counting())
    assert await kept(log, ours) == [1]
    assert await kept(log, theirs) == [1]
    await log.admin.execute("update events_marks set retry_at = clock_timestamp()")
    await follow(log, counting())
    assert await kept(log, ours) == [1, 2, 3, 4, 5]
    assert (await state(log)).failing == ()


async def test_a_failure_that_does_not_come_again_is_none(log: Spoilable, ids: RandomIds) -> None:
    workspace, calls = ids.new(), list[int]()

    async def handle(tx: Tx, events: Sequence[Event]) -> None:
        calls.append(len(events))
        await keep(tx, events)
        if len(calls) == 1:
            raise ConnectionError

    await place_orders(log.database, workspace, 5)
    await follow(log, Follower(NAME, {"shop.order.placed"}, handle, 2, from_beginning=True))
    assert calls == [2, 1, 1, 2, 1]
    assert await kept(log, workspace) == [1, 2, 3, 4, 5]
    assert (await state(log)).failing == ()


async def test_a_workspace_with_much_to_read_takes_turns_with_the_others(
    log: Spoilable, ids: RandomIds
) -> None:
    large, small = ids.new(), ids.new()
    await place_orders(log.database, large, 50)
    await place_orders(log.database, small, 1)
    follower = counting(batch=10)
    await enrol(log.database, [follower])
    assert await advance(log.database, follower)
    assert await kept(log, large) == list(range(1, 11))
    assert await kept(log, small) == [1]
    # A crash here loses nothing: the mark says that more waits.
    while await advance(log.database, follower):
        pass
    assert await kept(log, large) == list(range(1, 51))


async def test_a_follower_of_what_nobody_declares_does_not_start(log: Spoilable) -> None:
    follower = Follower(NAME, {"shop.order.plcaed"}, keep)
    with pytest.raises(ValueError, match=r"follows shop\.order\.plcaed, which nobody declares"):
        await enrol(log.database, [follower])


async def test_what_is_told_of_a_failure_holds_no_secret(log: Spoilable, ids: RandomIds) -> None:
    await place_orders(log.database, ids.new(), 1)

    async def handle(tx: Tx, events: Sequence[Event]) -> None:
        raise RuntimeError("answered 401 to access_token=abc123secret")

    await follow(log, Follower(NAME, {"shop.order.placed"}, handle, from_beginning=True))
    (stuck,) = (await state(log)).failing
    assert stuck.problem == "RuntimeError: answered 401 to access_token=********"


async def test_a_handler_sees_its_workspace_and_the_request(log: Spoilable, ids: RandomIds) -> None:
    seen: list[tuple[UUID, str, str]] = []

    async def handle(tx: Tx, events: Sequence[Event]) -> None:
        visible = await tx.fetch("select distinct workspace_id from events")
        assert [row["workspace_id"] for row in visible] == [tx.workspace_id]
        seen.append((tx.workspace_id, tx.request_id, tx.actor.name))

    workspaces = sorted([ids.new(), ids.new()])
    for workspace in workspaces:
        async with log.database.tx(workspace, NOBODY, f"request of {workspace}") as tx:
            await append(tx, OrderPlaced(ids.new(), 1))
    await follow(log, Follower(NAME, {"shop.order.placed"}, handle, from_beginning=True))
    assert seen == [(one, f"request of {one}", NAME) for one in workspaces]


async def test_a_new_follower_begins_now_unless_it_wants_all(
    log: Spoilable, ids: RandomIds
) -> None:
    workspace = ids.new()
    await place_orders(log.database, workspace, 3)
    from_now = Follower("shop.later", {"shop.order.placed"}, keep)
    await follow(log, from_now)
    assert await kept(log, workspace) == []
    await place_orders(log.database, workspace, 1, first=4)
    await follow(log, from_now)
    assert await kept(log, workspace) == [4]


async def test_a_follower_that_left_is_forgotten(log: Spoilable, ids: RandomIds) -> None:
    await place_orders(log.database, ids.new(), 1)
    await follow(log, counting())
    async with log.database.system_tx("test") as tx:
        assert await followers.forget(tx, NAME)
        assert not await followers.forget(tx, NAME)
        assert await followers.states(tx) == []
        assert await tx.fetchval("select count(*) from events_marks") == 0


# Running


async def reached(log: Spoilable, workspace: UUID, count: int) -> None:
    async with asyncio.timeout(60):
        while len(await kept(log, workspace)) < count:
            await asyncio.sleep(0.01)


def noting(who: str, by: list[str]) -> Follower:
    async def handle(tx: Tx, events: Sequence[Event]) -> None:
        await keep(tx, events)
        by.extend([who] * len(events))

    return Follower(NAME, {"shop.order.placed"}, handle, from_beginning=True)


async def test_a_commit_wakes_the_follower(log: Spoilable, ids: RandomIds) -> None:
    workspace, stop = ids.new(), asyncio.Event()
    running = asyncio.create_task(following.run(log.database, [counting()], stop, poll_s=600))
    for number in range(1, 6):
        await place_orders(log.database, workspace, 1, first=number)
        await reached(log, workspace, number)
    stop.set()
    await asyncio.wait_for(running, 10)


async def test_one_process_at_a_time_follows_and_another_takes_over(
    log: Spoilable, ids: RandomIds, server: Cluster, ring: KeyRing
) -> None:
    workspace, by = ids.new(), list[str]()
    stops = [asyncio.Event(), asyncio.Event()]
    other = await Database.open(
        log.dsns.app,
        log.dsns.system,
        clock=log.database.clock,
        ids=log.database.ids,
        ring=ring,
        connections_max=3,
    )
    first = asyncio.create_task(following.run(log.database, [noting("first", by)], stops[0]))
    await place_orders(log.database, workspace, 1)
    await reached(log, workspace, 1)
    second = asyncio.create_task(following.run(other, [noting("second", by)], stops[1]))
    await place_orders(log.database, workspace, 10, first=2)
    await reached(log, workspace, 11)
    assert set(by) == {"first"}
    stops[0].set()
    await asyncio.wait_for(first, 10)
    await place_orders(log.database, workspace, 1, first=12)
    await reached(log, workspace, 12)
    assert by[-1] == "second"
    stops[1].set()
    await asyncio.wait_for(second, 10)
    await other.close()


async def test_processes_killed_at_work_repeat_and_lose_nothing(
    log: Spoilable, ids: RandomIds
) -> None:
    workspaces = [ids.new(), ids.new()]
    for count in range(1, 4):
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.engine.follow_orders"),
            env={**os.environ, "APP": log.dsns.app, "SYSTEM": log.dsns.system},
        )
        try:
            for workspace in workspaces:
                await place_orders(log.database, workspace, 40, first=count * 40 - 39)
            await reached(log, workspaces[0], count * 40 - 30)
        finally:
            process.kill()
            await process.wait()
    await follow(log, counting())
    for workspace in workspaces:
        assert sorted(await kept(log, workspace)) == list(range(1, 121))


async def test_a_lost_connection_is_sat_out(
    log: Spoilable, ids: RandomIds, caplog: pytest.LogCaptureFixture
) -> None:
    workspace, stop = ids.new(), asyncio.Event()
    running = asyncio.create_task(following.run(log.database, [counting()], stop))
    await place_orders(log.database, workspace, 1)
    await reached(log, workspace, 1)
    await log.admin.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where datname = current_database() and pid <> pg_backend_pid()"
    )
    async with asyncio.timeout(60):
        while "engine.log.not_followed" not in caplog.messages:
            await asyncio.sleep(0.01)
    await place_orders(log.database, workspace, 1, first=2)
    await reached(log, workspace, 2)
    stop.set()
    await asyncio.wait_for(running, 10)
