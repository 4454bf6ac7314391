"""`hanse audit`: what an operator sees of the log."""

import argparse
import asyncio
import json
from collections.abc import Callable, Coroutine
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from hanse.app.cli import audit
from hanse.app.opened import Opened
from hanse.base.clock import SystemClock
from hanse.base.faults import Gone, Rejected
from hanse.base.ids import RandomIds
from hanse.engine.log import sealer
from hanse.engine.log.events import append
from hanse.engine.log.followers import Follower, advance, enrol
from hanse.engine.settings import load
from tests.conftest import NOBODY
from tests.engine.facts import BuyerRegistered, Spoilable, place_orders, record_old

Hanse = Callable[..., Coroutine[None, None, int]]


@pytest.fixture
async def log(spoiled: Spoilable) -> Spoilable:
    await spoiled.empty()
    return spoiled


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def hanse(log: Spoilable, said: list[str]) -> Hanse:
    """`hanse audit ...`, with the words of its output in `said`."""
    clock = SystemClock()
    opened = Opened(load({}), clock, RandomIds(clock), said.append, opened_database=log.database)

    async def run(*words: object) -> int:
        parser = argparse.ArgumentParser()
        audit.add(parser.add_subparsers(dest="command"))
        said.clear()
        return await audit.run(parser.parse_args(["audit", *map(str, words)]), opened)

    return run


async def test_tail_shows_the_newest_as_sentences(
    hanse: Hanse, said: list[str], log: Spoilable, workspace: UUID
) -> None:
    await place_orders(log.database, workspace, 30)
    assert await hanse("tail", "-n", 2) == 0
    assert [line.partition("  ")[2] for line in said] == [
        f"shop.order.placed  person {NOBODY.id} took order {number}" for number in (29, 30)
    ]
    await hanse("tail")
    assert len(said) == audit.TAIL_ROWS
    await hanse("tail", "--name", "orders")
    assert said == []


async def test_tail_goes_on_with_what_comes(
    hanse: Hanse, said: list[str], log: Spoilable, workspace: UUID
) -> None:
    await place_orders(log.database, workspace, 1)
    following = asyncio.create_task(hanse("tail", "--follow", "--workspace", workspace))
    async with asyncio.timeout(60):
        for number in range(2, 5):
            while len(said) < number - 1:
                await asyncio.sleep(0.01)
            await place_orders(log.database, workspace, 1, first=number)
        while len(said) < 4:
            await asyncio.sleep(0.01)
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)
    assert [line.rpartition(" ")[2] for line in said] == ["1", "2", "3", "4"]


async def test_export_writes_json_lines_from_the_first_to_the_last(
    hanse: Hanse, said: list[str], log: Spoilable, workspace: UUID, ids: RandomIds
) -> None:
    await place_orders(log.database, workspace, 1_100)
    await place_orders(log.database, ids.new(), 2)
    assert await hanse("export", "--workspace", workspace) == 0
    lines = [json.loads(line) for line in "\n".join(said).splitlines()]
    assert [line["payload"]["number"] for line in lines] == list(range(1, 1_101))
    assert (lines[0]["name"], lines[0]["actor_id"]) == ("shop.order.placed", str(NOBODY.id))
    await hanse("export")
    assert len("\n".join(said).splitlines()) == 1_102


async def test_personal_fields_are_exported_with_a_reason_only(
    hanse: Hanse, said: list[str], log: Spoilable, workspace: UUID, ids: RandomIds
) -> None:
    async with log.database.tx(workspace, NOBODY) as tx:
        await append(tx, BuyerRegistered(ids.new(), "ada@example.org"))
    await hanse("export")
    assert json.loads(said[0])["payload"]["email"] == "sealed"
    await hanse("export", "--open", "she asked for it", "--workspace", workspace)
    (line,) = "\n".join(said).splitlines()
    assert json.loads(line)["payload"]["email"] == "ada@example.org"
    await hanse("tail", "--name", "engine.personal", "--workspace", workspace)
    assert said[0].endswith("opened the personal fields of 1 events: she asked for it")
    assert "  operator " in said[0].replace("engine.personal.opened", "")
    with pytest.raises(Rejected, match=r"in one workspace at a time\. Say which: --workspace ID"):
        await hanse("export", "--open", "all of it")


async def test_verify_says_what_it_did_and_fails_when_something_is_wrong(
    hanse: Hanse, said: list[str], log: Spoilable, workspace: UUID, tmp_path: Path
) -> None:
    await place_orders(log.database, workspace, 5)
    await sealer.seal_all(log.database)
    kept = tmp_path / "heads"
    assert await hanse("heads", "--export", kept) == 0
    assert said == [f"1 heads are in {kept}. Keep it apart from the database."]
    await hanse("heads")
    assert said == kept.read_text("utf-8").splitlines()
    assert await hanse("verify", "--heads", kept) == 0
    assert said == [
        "Checked blocks 1 to 1: 5 rows are as they were sealed.",
        "Compared 1 exported heads.",
        "Nothing was altered, removed or inserted.",
    ]
    await log.admin.execute("update events set form = 2 where name = 'shop.order.placed'")
    assert await hanse("verify") == 1
    assert said[-1].endswith("in block 1 was altered after it was sealed.")
    assert await hanse("verify", "--from", 5) == 1


async def test_followers_are_listed_with_what_stops_them(
    hanse: Hanse, said: list[str], log: Spoilable, workspace: UUID
) -> None:
    async def refuse(*_: object) -> None:
        raise Rejected("There is no shelf for it.")

    follower = Follower("shop.shelve", {"shop.order.placed"}, refuse, from_beginning=True)
    await enrol(log.database, [follower])
    await place_orders(log.database, workspace, 3)
    await hanse("followers")
    assert said == ["shop.shelve: 3 events to read"]
    await advance(log.database, follower)
    await hanse("followers")
    assert said[0] == "shop.shelve: 0 events to read"
    assert said[1].startswith(f"  stuck in workspace {workspace} at event ")
    assert said[1].endswith(" 1 tries: There is no shelf for it.")
    await hanse("followers", "--forget", "shop.shelve")
    assert said == []
    with pytest.raises(Rejected, match=r"There is no follower shop\.nobody"):
        await hanse("followers", "--forget", "shop.nobody")


async def test_a_month_is_dropped_by_its_name(
    hanse: Hanse, said: list[str], log: Spoilable
) -> None:
    with pytest.raises(Gone, match="holds nothing of 2025-03"):
        await hanse("drop", "2025-03")
    await record_old(log, date(2025, 3, 1))
    await sealer.seal_all(log.database)
    assert await hanse("drop", "2025-03") == 0
    assert said == ["The events of 2025-03 are gone; the heads of its blocks stay."]


async def test_filters_are_read_as_an_operator_writes_them(
    hanse: Hanse, said: list[str], log: Spoilable, workspace: UUID
) -> None:
    await place_orders(log.database, workspace, 2)
    subject = await log.admin.fetchval("select subject_id from events order by xact, seq limit 1")
    for words, rows in [
        (("--subject", subject), 1),
        (("--subject", f"shop.order:{subject}"), 1),
        (("--subject", f"shop.crate:{subject}"), 0),
        (("--actor", NOBODY.id), 2),
        (("--person", NOBODY.id), 0),
        (("--since", "2026-01-01", "--until", "2199-01-01T00:00:00+08:00"), 2),
        (("--until", "2026-01-01T00:00"), 0),
    ]:
        await hanse("tail", *words)
        assert len(said) == rows, words
