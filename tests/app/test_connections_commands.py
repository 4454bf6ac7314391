"""`hanse connections`: the shops, one look at one, a reading that is asked for, and the calls."""

import argparse
from collections.abc import AsyncIterator, Awaitable, Callable
from uuid import UUID

import pytest

from hanse.app.cli import connections
from hanse.app.opened import Opened
from hanse.base.faults import Gone
from hanse.engine.settings import load
from hanse.engine.tx import Database
from hanse.rooms.connections.model.accounts import Account, WriteMode
from hanse.rooms.connections.service import accounts, connecting, modes
from tests.rooms.shops import OPERATOR, SMALL, Street, street

Hanse = Callable[..., Awaitable[tuple[int, list[str]]]]
WORKSPACE = """
    insert into identity_workspaces (workspace_id, id, name, state, made_at)
    values ($1, $1, 'Sari Trading', 'active', $2)
"""


@pytest.fixture
async def shops(database: Database) -> AsyncIterator[Street]:
    async with street(database) as opened:
        yield opened


@pytest.fixture
async def account(shops: Street, workspace: UUID) -> Account:
    """A shop that was found by its name, as in the demo, and is read."""
    keys = shops.shop("woocommerce").keys()
    looked = await connecting.look(
        shops.reach, "woocommerce", {"store_url": "https://lamps.test", **keys}
    )
    connected = await connecting.connect(shops.opener(workspace), looked, "Lamps")
    await shops.follow()
    await shops.pull(workspace)
    return connected


@pytest.fixture
def hanse(shops: Street) -> Hanse:
    """Run the command with these words; its code and the lines that it wrote."""
    database = shops.database
    ways = {"ROUTES": f"*.test={shops.address}", "ALLOW": "127.0.0.0/8"}
    settings = load({f"HANSE_OUTBOUND_{name}": value for name, value in ways.items()})

    async def run(*words: str) -> tuple[int, list[str]]:
        lines: list[str] = []
        parser = argparse.ArgumentParser()
        connections.add(parser.add_subparsers(required=True))
        args = parser.parse_args(["connections", *words])
        opened = Opened(
            settings, database.clock, database.ids, lines.append, opened_database=database
        )
        return await connections.run(args, opened), lines

    return run


async def test_the_shops_of_every_workspace_are_listed(hanse: Hanse, account: Account) -> None:
    code, lines = await hanse("list")
    assert code == 0
    [line] = [each for each in lines if str(account.id) in each]
    assert f"woocommerce  {account.name}  active  dry  read 2" in line
    assert lines[-1].endswith(" connected")


async def test_a_shop_is_listed_as_live_only_while_its_workspace_is_too(
    hanse: Hanse, account: Account, shops: Street, workspace: UUID
) -> None:
    async def listed() -> str:
        _, lines = await hanse("list")
        return next(each for each in lines if str(account.id) in each)

    async with shops.database.tx(workspace, OPERATOR) as tx:
        await tx.execute(WORKSPACE, workspace, tx.now)
        now = await accounts.account(tx, account.id)
        await accounts.set_mode(tx, account.id, WriteMode.live, "Lamps", now.version)
    assert "  active  dry  " in await listed()
    async with shops.database.tx(workspace, OPERATOR) as tx:
        await modes.set_mode(tx, WriteMode.live, "Sari Trading", 0)
    assert "  active  live  " in await listed()


async def test_a_shop_is_looked_at_and_what_its_key_may_is_said(
    hanse: Hanse, account: Account
) -> None:
    code, lines = await hanse("test", str(account.id))
    assert code == 0, lines
    assert lines[0].endswith(", version 10.5.0")
    assert "lamps.test" in lines[0]


async def test_everything_that_is_read_as_a_whole_is_asked_for_again(
    hanse: Hanse, account: Account, shops: Street, workspace: UUID
) -> None:
    """Refunds are not: they come when an order names them."""
    code, [line] = await hanse("pull", str(account.id))
    assert code == 0
    assert "products" in line
    assert "refunds" not in line
    async with shops.database.tx(workspace, OPERATOR) as tx:
        waiting = await tx.fetchval("select count(*) from jobs where name = 'mirror.pull'")
    assert waiting == line.count(",") + 1


async def test_one_kind_alone_is_asked_for_again(hanse: Hanse, account: Account) -> None:
    assert await hanse("pull", str(account.id), "--kind", "orders") == (
        0,
        ["To be read again by a worker: orders"],
    )
    code, [line] = await hanse("pull", str(account.id), "--kind", "ships")
    assert (code, line) == (1, "To be read again by a worker: nothing of that kind")


async def test_calls_are_shown_without_the_key(
    hanse: Hanse, account: Account, shops: Street
) -> None:
    await shops.reach.outbound.recorder.flush()
    code, lines = await hanse("calls", str(account.id), "--limit", "3")
    assert code == 0
    assert len(lines) == 3
    assert all("  200  ok " in line and "GET http" in line for line in lines)
    keys = shops.shop("woocommerce").keys()
    assert not [line for line in lines for key in keys.values() if key in line]


async def test_a_shop_that_is_not_there_is_said_to_be_gone(hanse: Hanse) -> None:
    with pytest.raises(Gone):
        await hanse("test", str(UUID(int=SMALL.seed)))
