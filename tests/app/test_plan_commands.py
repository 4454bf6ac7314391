"""`hanse plan`: the plans side by side, the plan of a workspace, and another one for it."""

import argparse
from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest

from hanse.app.cli import plan
from hanse.app.opened import Opened
from hanse.base.faults import Gone, Rejected
from hanse.engine.settings import load
from hanse.engine.tx import Database
from hanse.rooms.billing.service import plans as service
from tests.conftest import NOBODY

Hanse = Callable[..., Awaitable[list[str]]]

WORKSPACE = """
    insert into identity_workspaces (workspace_id, id, name, state, made_at)
    values ($1, $1, 'Sari Shop', 'active', $2)
"""


@pytest.fixture
async def shop(database: Database, workspace: UUID) -> str:
    async with database.tx(workspace, NOBODY) as tx:
        await tx.execute(WORKSPACE, workspace, tx.now)
    return str(workspace)


@pytest.fixture
def hanse(database: Database) -> Hanse:
    """Run the command with these words; the lines that it wrote."""

    async def run(*words: str) -> list[str]:
        lines: list[str] = []
        parser = argparse.ArgumentParser()
        plan.add(parser.add_subparsers(required=True))
        args = parser.parse_args(["plan", *words])
        opened = Opened(
            load({}), database.clock, database.ids, lines.append, opened_database=database
        )
        assert await plan.run(args, opened) == 0
        return lines

    return run


async def test_the_plans_stand_side_by_side(hanse: Hanse) -> None:
    assert [line.split() for line in await hanse("list")] == [
        ["free", "pro", "premium"],
        ["products", "10", "100", "any", "number"],
        ["browser", "extension", "no", "no", "yes"],
    ]


async def test_a_workspace_is_put_on_a_plan_and_shown(hanse: Hanse, shop: str) -> None:
    assert (await hanse("show", shop))[:2] == [
        "plan                Free from the beginning",
        "products            0 of 10",
    ]
    first = (await hanse("set", shop, "pro"))[0]
    assert first.startswith("plan                Pro since 2")
    assert (await hanse("show", shop))[0] == first


async def test_a_smaller_plan_says_what_it_means(
    hanse: Hanse, database: Database, shop: str
) -> None:
    await hanse("set", shop, "pro")
    async with database.tx(UUID(shop), NOBODY) as tx:
        await service.allow(tx, "products", 37)
    lines = await hanse("set", shop, "free")
    assert lines[-1] == (
        "37 products are used, 27 more than Free holds. Nothing is deleted; none can be added."
    )


async def test_the_log_names_the_command(hanse: Hanse, database: Database, shop: str) -> None:
    await hanse("set", shop, "premium")
    async with database.tx(UUID(shop), NOBODY) as tx:
        [event] = await tx.fetch("select name, actor_name from events")
    assert tuple(event) == ("billing.plan.set", "hanse plan")


async def test_what_is_not_there_is_a_sentence(hanse: Hanse, database: Database, shop: str) -> None:
    with pytest.raises(Rejected, match="There is no plan 'gold'"):
        await hanse("set", shop, "gold")
    with pytest.raises(Gone, match="no such workspace"):
        await hanse("show", str(database.ids.new()))
