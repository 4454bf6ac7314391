"""`hanse audit verify` names the first row that is not as it was sealed."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import asyncpg
import pytest

from hanse.base.faults import Rejected
from hanse.base.ids import RandomIds
from hanse.engine.log import audit, chain, heads, sealer
from hanse.engine.log.audit import Verdict, story, verify
from hanse.engine.log.events import append
from hanse.engine.log.heads import ExportedHead
from hanse.engine.log.personal import redact
from tests.conftest import NOBODY
from tests.engine.facts import BuyerRegistered, Spoilable, place_orders

ROWS = 30
IN_BLOCK = 10  # so there are three blocks


@pytest.fixture
async def log(spoiled: Spoilable) -> Spoilable:
    """Thirty sealed orders of two workspaces."""
    await spoiled.empty()
    for workspace in (UUID(int=1), UUID(int=2)):
        await place_orders(spoiled.database, workspace, ROWS // 2)
    assert await sealer.seal_all(spoiled.database, IN_BLOCK) == 3
    return spoiled


async def numbered(log: Spoilable, place: int) -> asyncpg.Record:
    """The event at this place of the log, counted from 0."""
    row = await log.admin.fetchrow(
        "select id, xact, seq, recorded_at from events order by xact, seq offset $1 limit 1", place
    )
    assert row is not None
    return row


async def test_an_honest_log_verifies(log: Spoilable) -> None:
    looked: list[Verdict] = []
    verdict = await verify(log.database, report=looked.append)
    assert (verdict.problem, verdict.last, verdict.rows) == ("", 3, ROWS)
    assert looked[-1].rows == ROWS
    told = story(verdict)
    assert told[0] == "Checked blocks 1 to 3: 30 rows are as they were sealed."
    assert told[-1] == "Nothing was altered, removed or inserted."
    assert "whoever owns the database could have made the whole chain anew" in told[1]


@pytest.mark.parametrize(
    "change",
    [
        "payload = payload || '{\"number\": 999}'",
        "happened_at = happened_at - interval '1 day'",
        "actor_id = gen_random_uuid()",
        "name = 'shop.order.paid'",
        "workspace_id = gen_random_uuid()",
        "version = null",
        "request_id = 'another'",
    ],
)
async def test_the_first_altered_row_is_named(log: Spoilable, change: str) -> None:
    first, later = await numbered(log, 12), await numbered(log, 17)
    await log.admin.execute(
        f"update events set {change} where id = any($1)", [first["id"], later["id"]]
    )
    verdict = await verify(log.database)
    assert verdict.problem.startswith(f"Event {first['id']} (shop.order.p")
    assert verdict.problem.endswith("in block 2 was altered after it was sealed.")
    assert (verdict.last, verdict.rows) == (1, 10)


@pytest.mark.parametrize("place", [0, 9, 10, 15, 29])
async def test_the_first_removed_row_is_named(log: Spoilable, place: int) -> None:
    gone = await numbered(log, place)
    await log.admin.execute("delete from events where id = $1", gone["id"])
    verdict = await verify(log.database)
    block = place // IN_BLOCK + 1
    assert verdict.problem == (
        f"Event {gone['id']}, recorded {gone['recorded_at']:%Y-%m-%d %H:%M:%S}, "
        f"was removed from block {block}."
    )


@pytest.mark.parametrize("place", [0, 9, 15, 28])
async def test_the_first_inserted_row_is_named(log: Spoilable, ids: RandomIds, place: int) -> None:
    """Put in with a position and an instant that fit between two others."""
    before, added = await numbered(log, place), ids.new()
    await log.admin.execute(
        """
        insert into events (workspace_id, id, xact, seq, recorded_at, happened_at, name, form,
            actor_kind, payload)
        select workspace_id, $1, xact, seq, recorded_at, happened_at, name, form,
            actor_kind, payload
        from events where id = $2
        """,
        added,
        before["id"],
    )
    verdict = await verify(log.database)
    assert verdict.problem.startswith(f"Event {added} (shop.order.placed, recorded ")
    assert "was inserted into block" in verdict.problem


@pytest.mark.parametrize(
    ("xact", "message"),
    [
        (1, "was inserted into block 1 after it was sealed."),
        (-1, "was inserted at a place that is no place in the log."),
        (2**60, "was inserted at a place that is no place in the log."),
    ],
)
async def test_a_row_inserted_before_or_behind_all_others_is_named(
    log: Spoilable, ids: RandomIds, xact: int, message: str
) -> None:
    added = ids.new()
    await log.admin.execute(
        """
        insert into events
            (workspace_id, id, xact, seq, happened_at, name, form, actor_kind, payload)
        values ($1, $1, $2, 1, now(), 'shop.order.placed', 1, 'system', '{}')
        """,
        *(added, xact),
    )
    verdict = await verify(log.database)
    assert verdict.problem.startswith(f"Event {added} ")
    assert verdict.problem.endswith(message)


async def test_a_row_that_was_moved_is_noticed(log: Spoilable) -> None:
    await log.admin.execute(
        "update events set seq = seq + 1000000 where id = $1", (await numbered(log, 3))["id"]
    )
    assert "block 1" in (await verify(log.database)).problem


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        ("delete from events_blocks where number = 1", "Block 1 was removed; the next one is"),
        ("delete from events_blocks where number = 2", "Block 2 was removed; the next one is"),
        ("update events_blocks set rows = 9 where number = 2", "Block 2 was altered: its head"),
        (
            "update events_blocks set closed_at = closed_at - interval '1 day' where number = 2",
            "Block 2 was altered: its head",
        ),
        ("update events_blocks set head = digest where number = 3", "Block 3 was altered: its"),
    ],
)
async def test_a_block_that_was_tampered_with_is_named(
    log: Spoilable, spoil: str, message: str
) -> None:
    await log.admin.execute(spoil)
    assert (await verify(log.database)).problem.startswith(message)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        ("update events_blocks set list = null", "The list of the rows of block 1 was removed."),
        (
            "update events_blocks set list = list || '\\x00'",
            "The list of the rows of block 1 was altered.",
        ),
    ],
)
async def test_whoever_spoils_a_row_and_its_list_is_noticed_too(
    log: Spoilable, spoil: str, message: str
) -> None:
    await log.admin.execute("delete from events where id = $1", (await numbered(log, 3))["id"])
    await log.admin.execute(spoil)
    assert (await verify(log.database)).problem == message


async def rechain(log: Spoilable) -> None:
    """What the owner of the database can do: seal everything anew, with all that was spoiled."""
    await log.admin.execute("truncate events_blocks")
    await sealer.seal_all(log.database, IN_BLOCK)


async def exported(log: Spoilable) -> Sequence[ExportedHead]:
    async with log.database.system_tx("test") as tx:
        return heads.read(heads.write(await heads.export(tx)))


async def test_a_chain_made_anew_is_noticed_by_exported_heads_only(log: Spoilable) -> None:
    kept = await exported(log)
    assert [head.number for head in kept] == [3]
    assert (await verify(log.database, exported=kept)).problem == ""
    await log.admin.execute("delete from events where id = $1", (await numbered(log, 3))["id"])
    await rechain(log)
    assert (await verify(log.database)).problem == ""
    problem = (await verify(log.database, exported=kept)).problem
    assert problem.startswith("Block 3 has another head than the exported one, closed 20")
    assert problem.endswith("the chain was made anew up to there.")


async def test_an_end_that_was_cut_off_is_noticed_by_exported_heads_only(log: Spoilable) -> None:
    kept = await exported(log)
    await log.admin.execute("delete from events_blocks where number = 3")
    await log.admin.execute(
        "delete from events where (xact, seq) >= ($1, $2)",
        *((cut := await numbered(log, 20))["xact"], cut["seq"]),
    )
    assert (await verify(log.database)).problem == ""
    problem = (await verify(log.database, exported=kept)).problem
    assert "was exported and is not there any more: the log was cut off before it" in problem


async def test_one_head_a_day_is_exported(log: Spoilable) -> None:
    await log.admin.execute(
        "update events_blocks set closed_at = closed_at - interval '3 days' where number < 3"
    )
    assert [head.number for head in await exported(log)] == [2, 3]


def test_a_spoiled_file_of_heads_is_refused() -> None:
    line = heads.write([])
    assert heads.read(line) == []
    for wrong in ("{", "{}", '{"block": 1, "closed_at": "x", "head": "00"}', "[]"):
        with pytest.raises(Rejected, match=r"Line 1 of the exported heads does not read"):
            heads.read(wrong)


async def test_a_check_can_begin_later(log: Spoilable) -> None:
    await log.admin.execute("delete from events where id = $1", (await numbered(log, 3))["id"])
    verdict = await verify(log.database, first=2)
    assert (verdict.problem, verdict.first, verdict.last, verdict.rows) == ("", 2, 3, 20)
    assert "What stands before block 2 was not looked at." in story(verdict)
    beyond = await verify(log.database, first=9)
    assert beyond.problem == "Block 8, which the check begins after, is not there."


async def test_an_empty_log_says_so(log: Spoilable) -> None:
    await log.empty()
    told = story(await verify(log.database))
    assert told[0] == "There is no block to check."


async def test_what_is_not_sealed_is_told(log: Spoilable) -> None:
    await place_orders(log.database, UUID(int=1), 2)
    told = story(await verify(log.database))
    assert any(
        sentence.startswith("2 rows are not sealed yet, the oldest for") for sentence in told
    )
    late = story(replace(await verify(log.database), unsealed_s=400.0))
    assert "That is too long: see that a worker runs, and that no transaction hangs." in late


async def test_the_chain_holds_when_a_person_is_erased(log: Spoilable, ids: RandomIds) -> None:
    person, workspace = ids.new(), UUID(int=1)
    async with log.database.tx(workspace, NOBODY) as tx:
        await append(tx, BuyerRegistered(person, "ada@example.org"))
    await sealer.seal_all(log.database)
    async with log.database.tx(workspace, NOBODY) as tx:
        await redact(tx, person)
    await sealer.seal_all(log.database)
    verdict = await verify(log.database)
    assert (verdict.problem, verdict.rows) == ("", ROWS + 2)


async def test_ciphertext_that_was_exchanged_is_named(log: Spoilable, ids: RandomIds) -> None:
    async with log.database.tx(UUID(int=1), NOBODY) as tx:
        (event_id,) = await append(tx, BuyerRegistered(ids.new(), "ada@example.org"))
    await sealer.seal_all(log.database)
    await log.admin.execute(
        "update events set personal = personal || '\\x00' where id = $1", event_id
    )
    assert (await verify(log.database)).problem.startswith(f"Event {event_id} (shop.buyer.")


async def test_many_small_blocks_are_checked_in_one_look(log: Spoilable) -> None:
    await log.empty()
    count = audit.BLOCKS_AT_ONCE + 20
    await place_orders(log.database, UUID(int=1), count)
    assert await sealer.seal_all(log.database, rows_max=1) == count
    looks: list[Verdict] = []
    verdict = await verify(log.database, report=looks.append)
    assert (verdict.rows, len(looks)) == (count, 2)


def test_a_list_reads_as_it_was_written(ids: RandomIds) -> None:
    at = chain.EPOCH + chain.MICROSECOND * 123_456_789
    entries = [chain.Entry(ids.new(), at, bytes(range(32))), chain.Entry(ids.new(), at, bytes(32))]
    assert chain.read_list(chain.write_list(entries)) == entries
