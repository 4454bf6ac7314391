"""What the log is read with, whoever asks: one range of one index, however much the others did."""

from uuid import UUID

import asyncpg
import pytest

from hanse.engine.log.history import END, READ_ABOUT, READ_NEWEST
from hanse.engine.tx import Actor, ActorKind, Database
from tests.engine.facts import place_orders

EVENTS = 3_000
PREPARE = "prepare asked(bigint, bigint, uuid, bigint, uuid) as "


@pytest.mark.parametrize("mode", ["force_generic_plan", "force_custom_plan"])
@pytest.mark.parametrize("statement", [READ_ABOUT, READ_NEWEST], ids=["about", "newest"])
async def test_a_page_reads_no_more_than_it_shows(
    database: Database, workspace: UUID, admin_dsn: str, mode: str, statement: str
) -> None:
    await place_orders(database, workspace, EVENTS)
    admin = await asyncpg.connect(admin_dsn)
    await admin.execute("analyze events")
    await admin.close()
    quiet = database.ids.new()  # somebody, and a workspace, of whom the log knows nothing
    for place in (workspace, quiet):
        async with database.tx(place, Actor(ActorKind.person, quiet, "")) as tx:
            await tx.execute(f"set local plan_cache_mode = {mode}")
            await tx.execute(PREPARE + statement)
            run = f"execute asked({END.xact}, {END.seq}, '{quiet}', 51, '{place}')"
            plan = "\n".join(row[0] for row in await tx.fetch(f"explain (analyze) {run}"))
            await tx.execute("deallocate asked")
        assert "Rows Removed by Filter" not in plan, plan
        assert most_rows(plan) <= 51, plan


def most_rows(plan: str) -> float:
    """Of all steps: how many rows the one that gave most gave."""
    actual = [part.split("rows=")[1].split()[0] for part in plan.split("(actual")[1:]]
    return max(map(float, actual))
