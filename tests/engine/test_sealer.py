"""Blocks of the hash chain, closed behind the writers."""

import asyncio
import hashlib
import struct
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest

from hanse.base.clock import SystemClock
from hanse.base.ids import RandomIds
from hanse.engine.log import sealer
from hanse.engine.log.chain import NO_HEAD
from hanse.engine.log.events import START, append
from hanse.engine.seal import KeyRing
from hanse.engine.tx import Database
from tests.conftest import NOBODY
from tests.engine.facts import BuyerRegistered, OrderPlaced, Spoilable, place_orders


@pytest.fixture
async def log(spoiled: Spoilable) -> Spoilable:
    await spoiled.empty()
    return spoiled


async def test_blocks_follow_each_other_and_leave_no_row_out(
    log: Spoilable, ids: RandomIds
) -> None:
    workspaces = [ids.new(), ids.new()]
    for workspace in workspaces:
        await place_orders(log.database, workspace, 7)
    assert await sealer.seal_all(log.database, rows_max=5) == 3
    blocks = [sealer.from_row(row) for row in await log.admin.fetch(f"{sealer.BLOCK} order by 1")]
    assert [block.number for block in blocks] == [1, 2, 3]
    assert [block.rows for block in blocks] == [5, 5, 4]
    assert [block.after for block in blocks] == [START, blocks[0].last, blocks[1].last]
    assert [block.previous for block in blocks] == [NO_HEAD, blocks[0].head, blocks[1].head]
    assert await sealer.seal_all(log.database) == 0


async def test_a_row_of_a_running_transaction_is_left_to_a_later_block(
    log: Spoilable, ids: RandomIds
) -> None:
    late = log.database.tx(ids.new(), NOBODY)
    tx = await late.__aenter__()
    await append(tx, OrderPlaced(ids.new(), 1))
    await place_orders(log.database, ids.new(), 3)
    assert await sealer.seal_all(log.database) == 0
    await late.__aexit__(None, None, None)
    assert await sealer.seal_all(log.database) == 1
    assert await log.admin.fetchval("select rows from events_blocks") == 4


async def test_writers_do_not_wait_for_the_sealer(log: Spoilable, ids: RandomIds) -> None:
    """Nor for one in the middle of its transaction; a second sealer leaves the work to it."""
    workspace = ids.new()
    await place_orders(log.database, workspace, 3)
    async with log.database.system_tx("sealer") as tx:
        assert await sealer.seal(tx) is not None
        async with asyncio.timeout(60):
            await place_orders(log.database, workspace, 3)
            assert await sealer.seal_all(log.database) == 0


async def test_it_seals_until_it_is_told_to_stop(log: Spoilable, ids: RandomIds) -> None:
    await place_orders(log.database, ids.new(), 3)
    stop = asyncio.Event()
    running = asyncio.create_task(sealer.run(log.database, stop, every_s=0.02))
    async with asyncio.timeout(60):
        await all_sealed(log)
        await place_orders(log.database, ids.new(), 3)
        await all_sealed(log)
        stop.set()
        await running
    assert sealer.EVERY_S < 60


async def test_a_database_that_is_away_is_waited_for(
    log: Spoilable, ring: KeyRing, ids: RandomIds, caplog: pytest.LogCaptureFixture
) -> None:
    clock, stop = SystemClock(), asyncio.Event()
    away = await Database.open(
        log.dsns.app, log.dsns.system, clock=clock, ids=ids, ring=ring, connections_max=1
    )
    await away.close()
    running = asyncio.create_task(sealer.run(away, stop, every_s=0.01))
    async with asyncio.timeout(60):
        while caplog.messages.count("engine.log.not_sealed") < 2:
            await asyncio.sleep(0.01)
        stop.set()
        await running


async def test_what_is_not_sealed_yet_is_known(log: Spoilable, ids: RandomIds) -> None:
    assert await unsealed(log) == (0, 0.0)
    await place_orders(log.database, ids.new(), 3)
    rows, age_s = await unsealed(log)
    assert (rows, 0 < age_s < 60) == (3, True)
    await sealer.seal_all(log.database)
    assert await unsealed(log) == (0, 0.0)


async def test_a_stranger_can_compute_the_chain_from_its_description(
    log: Spoilable, ids: RandomIds
) -> None:
    """What docs/reference/events.md says, done again without our code."""
    workspace = ids.new()
    async with log.database.tx(workspace, NOBODY) as tx:
        await append(tx, OrderPlaced(ids.new(), 1), BuyerRegistered(ids.new(), "ada@example.org"))
    await sealer.seal_all(log.database)
    rows = await log.admin.fetch("select * from events order by xact, seq")
    listed = b"".join(
        row["id"].bytes
        + struct.pack(">q", since_2000(row["recorded_at"]))
        + hashlib.sha256(binary_row(row)).digest()
        for row in rows
    )
    block = await log.admin.fetchrow("select * from events_blocks")
    assert block is not None
    assert block["list"] == listed
    numbers = [
        1,
        0,
        0,
        rows[-1]["xact"],
        rows[-1]["seq"],
        2,
        since_2000(min(row["recorded_at"] for row in rows)),
        since_2000(max(row["recorded_at"] for row in rows)),
        since_2000(block["closed_at"]),
    ]
    told = b"hanse block 1\n" + b"".join(struct.pack(">q", number) for number in numbers)
    assert (
        hashlib.sha256(told + hashlib.sha256(listed).digest() + bytes(32)).digest()
        == (block["head"])
    )


UUID_, BIGINT, INSTANT, TEXT, SMALLINT, BYTES, JSONB = 2950, 20, 1184, 25, 21, 17, 3802
COLUMNS = {
    "workspace_id": UUID_,
    "id": UUID_,
    "xact": BIGINT,
    "seq": BIGINT,
    "recorded_at": INSTANT,
    "happened_at": INSTANT,
    "name": TEXT,
    "form": SMALLINT,
    "actor_kind": TEXT,
    "actor_id": UUID_,
    "actor_name": TEXT,
    "request_id": TEXT,
    "subject_kind": TEXT,
    "subject_id": UUID_,
    "version": BIGINT,
    "person_id": UUID_,
    "personal_fields": TEXT,
    "personal": BYTES,
    "payload": JSONB,
}


def binary_row(row: asyncpg.Record) -> bytes:
    """For each column the number of its type, its length and its bytes; no bytes for null."""
    told = struct.pack(">i", len(COLUMNS))
    for name, type_number in COLUMNS.items():
        value = None if row[name] is None else binary(type_number, row[name])
        told += struct.pack(">ii", type_number, -1 if value is None else len(value))
        told += value or b""
    return told


def binary(type_number: int, value: Any) -> bytes:
    encoded: dict[int, Callable[[], bytes]] = {
        UUID_: lambda: value.bytes,
        BIGINT: lambda: struct.pack(">q", value),
        INSTANT: lambda: struct.pack(">q", since_2000(value)),
        TEXT: lambda: value.encode(),
        SMALLINT: lambda: struct.pack(">h", value),
        BYTES: lambda: value,
        JSONB: lambda: b"\x01" + value.encode(),
    }
    return encoded[type_number]()


def since_2000(instant: datetime) -> int:
    return (instant - datetime(2000, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


async def unsealed(log: Spoilable) -> tuple[int, float]:
    async with log.database.system_tx("test") as tx:
        return await sealer.unsealed(tx)


async def all_sealed(log: Spoilable) -> None:
    while (await unsealed(log))[0]:
        await asyncio.sleep(0.01)
