"""What the log is read with, whoever asks: one range of one index, however much the others did."""

import re
from uuid import UUID

import asyncpg
import pytest

from hanse.engine.log.events import Position, append
from hanse.engine.log.history import END, Filters, read, read_back
from hanse.engine.log.history_rows import READ_ABOUT, READ_NAMED, READ_NEWEST
from hanse.engine.tx import Actor, ActorKind, Database, Tx
from tests.engine.facts import RuleChanged, place_orders
from tests.engine.plans import most_rows, plan_of

EVENTS = 3_000
PAGES = 6  # of an index, down to the one row; a walk over all events is forty and more
PAGE = 51  # rows


@pytest.mark.parametrize("mode", ["force_generic_plan", "force_custom_plan"])
@pytest.mark.parametrize("statement", [READ_ABOUT, READ_NEWEST], ids=["about", "newest"])
async def test_a_page_reads_no_more_than_it_shows(
    database: Database, workspace: UUID, admin_dsn: str, mode: str, statement: str
) -> None:
    await place_orders(database, workspace, EVENTS)
    await analyzed(admin_dsn)
    quiet = database.ids.new()  # somebody, and a workspace, of whom the log knows nothing
    async with database.tx(workspace, Actor(ActorKind.person, quiet, "")) as tx:
        early = (await read(tx, Filters(workspace), Position(0, 0), 100))[-1].position
    for place, before in ((workspace, END), (workspace, early), (quiet, END)):
        async with database.tx(place, Actor(ActorKind.person, quiet, "")) as tx:
            plan = await page_of(tx, mode, statement, ("uuid", str(quiet)), before)
        assert "Rows Removed by Filter" not in plan, plan
        assert most_rows(plan) <= PAGE, plan
        assert most_pages(plan) <= most_rows(plan) + PAGES, plan


@pytest.mark.parametrize("mode", ["force_generic_plan", "force_custom_plan"])
async def test_a_page_of_some_names_reads_of_each_no_more_than_it_shows(
    database: Database, workspace: UUID, admin_dsn: str, mode: str
) -> None:
    """However much of other names lies above them: a shop that is busy tells nobody the time."""
    rare = database.ids.new()
    async with database.tx(workspace, Actor(ActorKind.system, None, "a test")) as tx:
        await append(tx, *(RuleChanged({}, {"step": step}) for step in range(3)))
    await place_orders(database, workspace, EVENTS)
    await analyzed(admin_dsn)
    names = ["shop.rule.changed", "shop.rule.never"]
    async with database.tx(workspace, Actor(ActorKind.person, rare, "")) as tx:
        found = await read_back(tx, Filters(workspace, names=names), None, PAGE)
        assert [event.name for event in found] == names[:1] * 3
        which = "{" + ",".join(names) + "}"
        plan = await page_of(tx, mode, READ_NAMED, ("text[]", which), END)
    assert "Rows Removed by Filter" not in plan, plan
    assert most_rows(plan) <= 3, plan
    assert most_pages(plan) <= most_rows(plan) + PAGES, plan


async def analyzed(admin_dsn: str) -> None:
    admin = await asyncpg.connect(admin_dsn)
    await admin.execute("analyze events")
    await admin.close()


async def page_of(tx: Tx, mode: str, statement: str, who: tuple[str, str], before: Position) -> str:
    """How the page before this place was read: `who` is the type and the value of whom it is of."""
    kind, value = who
    given = f"{before.xact}, {before.seq}, '{value}', {PAGE}, '{tx.workspace_id}'"
    return await plan_of(tx, mode, statement, f"bigint, bigint, {kind}, bigint, uuid", given)


def most_pages(plan: str) -> int:
    """Of all walks over an index: how many pages the longest looked at."""
    walks = re.findall(
        r"Index Scan Backward(?:(?!->).)*?Buffers: shared hit=(\d+)", plan, re.DOTALL
    )
    return max(map(int, walks))
