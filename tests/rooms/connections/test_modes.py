"""The switch of the whole workspace: no shop is written to while it rehearses."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from hanse.app.api.ground import Ground
from hanse.base.clock import SystemClock
from hanse.base.faults import Rejected
from hanse.base.ids import RandomIds
from hanse.engine.doors.versions import Changed
from hanse.engine.postgres.cluster import Cluster
from hanse.engine.postgres.dsns import Dsns, on_database
from hanse.engine.postgres.migrate import migrate
from hanse.engine.postgres.migrations import FOLDER
from hanse.engine.tx import Database
from hanse.rooms.connections.model.accounts import WriteMode
from hanse.rooms.connections.service import accounts, modes
from tests.api import shops as made
from tests.api.hub import Hub, Person, running
from tests.engine.job_workers import until
from tests.rooms.shops import OPERATOR

HERE = "Sari Trading"
WORKSPACE = """
    insert into identity_workspaces (workspace_id, id, name, state, made_at)
    values ($1, $1, $2, 'active', $3)
"""
WAITING = "select count(*) > 0 from pg_locks where not granted"


@pytest.fixture(scope="module")
async def hub(ground: Ground, admin_dsn: str) -> AsyncIterator[Hub]:
    async with running(ground, admin_dsn) as opened:
        yield opened


@pytest.fixture
async def workspace(database: Database, hub: Hub) -> UUID:
    """Where the jobs of shops are known, as they are in a program that runs."""
    workspace = database.ids.new()
    async with database.tx(workspace, OPERATOR) as tx:
        await tx.execute(WORKSPACE, workspace, HERE, tx.now)
    return workspace


async def live_shop(database: Database, workspace: UUID, name: str = "Lamps") -> UUID:
    """A shop whose own switch is on."""
    async with database.tx(workspace, OPERATOR) as tx:
        account_id = await made.account(tx, name)
        account = await accounts.account(tx, account_id)
        await accounts.set_mode(tx, account_id, WriteMode.live, name, account.version)
    return account_id


async def go_live(database: Database, workspace: UUID) -> int:
    async with database.tx(workspace, OPERATOR) as tx:
        version = (await modes.mode(tx)).version
        return (await modes.set_mode(tx, WriteMode.live, HERE, version)).version


async def effective(database: Database, workspace: UUID) -> list[WriteMode]:
    async with database.tx(workspace, OPERATOR) as tx:
        return [each.effective_mode for each in await accounts.list_accounts(tx, None, None, 10)]


async def told(database: Database, workspace: UUID) -> list[tuple[str, str]]:
    """From which mode to which, by the log."""
    async with database.tx(workspace, OPERATOR) as tx:
        rows = await tx.fetch(
            "select payload from events where name = 'connections.mode.changed' order by seq"
        )
    payloads = [json.loads(row["payload"]) for row in rows]
    return [(each["before"]["write_mode"], each["after"]["write_mode"]) for each in payloads]


async def test_a_shop_is_live_only_while_its_workspace_is(
    database: Database, workspace: UUID
) -> None:
    shop = await live_shop(database, workspace)
    assert await effective(database, workspace) == [WriteMode.dry]
    await go_live(database, workspace)
    assert await effective(database, workspace) == [WriteMode.live]
    async with database.tx(workspace, OPERATOR) as tx:
        account = await accounts.account(tx, shop)
        assert (account.write_mode, account.effective_mode) == (WriteMode.live, WriteMode.live)
        back = await accounts.set_mode(tx, shop, WriteMode.dry, "", account.version)
    assert (back.workspace_mode, back.effective_mode) == (WriteMode.live, WriteMode.dry)


async def test_a_new_workspace_rehearses(database: Database, workspace: UUID) -> None:
    async with database.tx(workspace, OPERATOR) as tx:
        found = await modes.mode(tx)
    assert (found.write_mode, found.changed_at, found.version) == (WriteMode.dry, None, 0)


async def test_live_is_switched_on_by_the_name_of_the_workspace(
    database: Database, workspace: UUID
) -> None:
    async with database.tx(workspace, OPERATOR) as tx:
        with pytest.raises(Rejected, match=f"type the name of the workspace: {HERE}") as caught:
            await modes.set_mode(tx, WriteMode.live, "Lamps", 0)
        assert [each.field for each in caught.value.findings] == ["confirm"]
        live = await modes.set_mode(tx, WriteMode.live, f"  {HERE} ", 0)
    assert (live.write_mode, live.changed_at) == (WriteMode.live, tx.now)


async def test_back_to_rehearsing_needs_no_name(database: Database, workspace: UUID) -> None:
    version = await go_live(database, workspace)
    async with database.tx(workspace, OPERATOR) as tx:
        back = await modes.set_mode(tx, WriteMode.dry, "", version)
    assert back.write_mode is WriteMode.dry
    assert await told(database, workspace) == [("dry", "live"), ("live", "dry")]


async def test_a_mode_that_was_changed_meanwhile_is_not_switched(
    database: Database, workspace: UUID
) -> None:
    old = await go_live(database, workspace)
    async with database.tx(workspace, OPERATOR) as tx:
        await modes.stop(tx)
    async with database.tx(workspace, OPERATOR) as tx:
        with pytest.raises(Changed):
            await modes.set_mode(tx, WriteMode.live, HERE, old)


async def test_a_stop_holds_for_every_shop_at_once(database: Database, workspace: UUID) -> None:
    for name in ("Lamps", "Mugs", "Rugs"):
        await live_shop(database, workspace, name)
    await go_live(database, workspace)
    async with database.tx(workspace, OPERATOR) as tx:
        assert (await modes.stop(tx)).write_mode is WriteMode.dry
    assert await effective(database, workspace) == [WriteMode.dry] * 3


async def test_a_stop_that_stops_nothing_tells_nothing(database: Database, workspace: UUID) -> None:
    for _ in range(2):
        async with database.tx(workspace, OPERATOR) as tx:
            assert (await modes.stop(tx)).write_mode is WriteMode.dry
    assert await told(database, workspace) == []
    await go_live(database, workspace)
    assert await told(database, workspace) == [("dry", "live")]


async def test_a_stop_wins_over_whoever_switches_to_live_in_the_same_moment(
    database: Database, workspace: UUID
) -> None:
    await live_shop(database, workspace)

    async def stop() -> None:
        async with database.tx(workspace, OPERATOR) as tx:
            await modes.stop(tx)

    async def waits() -> bool:
        async with database.tx(workspace, OPERATOR) as tx:
            return bool(await tx.fetchval(WAITING))

    async with asyncio.TaskGroup() as group, database.tx(workspace, OPERATOR) as tx:
        await modes.set_mode(tx, WriteMode.live, HERE, 0)
        group.create_task(stop())
        await until(waits)
    assert await effective(database, workspace) == [WriteMode.dry]
    assert await told(database, workspace) == [("dry", "live"), ("live", "dry")]


async def test_another_workspace_goes_on(database: Database, workspace: UUID) -> None:
    await live_shop(database, workspace)
    await go_live(database, workspace)
    async with database.tx(database.ids.new(), OPERATOR) as tx:
        assert (await modes.stop(tx)).write_mode is WriteMode.dry
    assert await effective(database, workspace) == [WriteMode.live]


# Over HTTP.

MODE, STOP = "/api/connections/mode", "/api/connections/stop"
LIVE = {"write_mode": "live", "confirm": HERE}
FIRST = {"If-Match": '"0"'}


@pytest.fixture
async def ada(hub: Hub) -> Person:
    return await hub.person()


@pytest.fixture
async def shop(hub: Hub, ada: Person) -> UUID:
    return await hub.workspace(ada, HERE)


async def test_the_mode_is_shown_and_switched(hub: Hub, ada: Person, shop: UUID) -> None:
    await live_shop(hub.database, shop)
    browser = await hub.browser(ada)
    before = await browser.ask("GET", MODE)
    assert (before.body["write_mode"], before.headers["ETag"]) == ("dry", '"0"')
    wrong = await browser.ask("POST", MODE, {**LIVE, "confirm": "Lamps"}, headers=FIRST)
    assert (wrong.status, wrong.body["fields"][0]["field"]) == (422, "confirm")
    live = await browser.ask("POST", MODE, LIVE, headers=FIRST)
    assert (live.status, live.body["write_mode"]) == (200, "live")
    assert live.body["changed_by"] == str(ada.id)
    [account] = (await browser.ask("GET", "/api/connections/accounts")).body["items"]
    shown = [account[f"{mode}_mode"] for mode in ("write", "workspace", "effective")]
    assert shown == ["live", "live", "live"]
    assert (await browser.ask("POST", MODE, LIVE, headers=FIRST)).code == "changed_meanwhile"


async def test_a_stop_asks_for_no_proof_and_going_live_does(
    hub: Hub, ada: Person, shop: UUID
) -> None:
    await go_live(hub.database, shop)
    browser = await hub.browser(ada)
    await hub.age(ada, "proven_at", "1 hour")
    stopped = await browser.ask("POST", STOP)
    assert (stopped.status, stopped.body["write_mode"]) == (200, "dry")
    again = await browser.ask("POST", MODE, LIVE, headers={"If-Match": stopped.headers["ETag"]})
    assert again.code == "proof_needed"


async def test_whoever_may_not_switch_a_shop_may_not_switch_all(hub: Hub, shop: UUID) -> None:
    clerk = await hub.person("Cleo Clerk")
    await hub.join(shop, clerk, "manager")
    browser = await hub.browser(clerk)
    assert (await browser.ask("GET", MODE)).status == 200
    assert (await browser.ask("POST", MODE, LIVE, headers=FIRST)).status == 403
    assert (await browser.ask("POST", STOP)).status == 403


# An installation from before.


@pytest.fixture
async def older(server: Cluster, tmp_path: Path) -> AsyncIterator[tuple[str, Dsns, Path]]:
    """A database as it was before workspaces had a mode, and the folder that it was made from."""
    name = f"m_{RandomIds(SystemClock()).new().hex}"
    admin = await asyncpg.connect(on_database(server.admin_dsn, "postgres"))
    await admin.execute(f"create database {name}")
    given = (server.dsns.owner, server.dsns.app, server.dsns.system)
    for file in sorted(FOLDER.glob("*.sql")):
        if not file.name.endswith("_connections_modes.sql"):
            shutil.copy(file, tmp_path)
            continue
        break
    dsns, place = (
        Dsns(*(on_database(dsn, name) for dsn in given)),
        on_database(server.admin_dsn, name),
    )
    await migrate(place, dsns, tmp_path)
    yield place, dsns, tmp_path
    await admin.execute(f"drop database {name} with (force)")
    await admin.close()


OLD_SHOP = """
    insert into connections_accounts (workspace_id, id, platform, name, address, shop_key, state,
        write_mode, currency, decimals, scopes, missing, secrets, made_at, connected_at)
    values ($1, $2, 'woocommerce', 'Lamps', '', $2::uuid::text, 'active', $3, 'USD', 2, '{}', '{}',
        '\\x00', now(), now())
"""


async def test_who_was_live_before_an_update_goes_on(older: tuple[str, Dsns, Path]) -> None:
    place, dsns, folder = older
    went_live, rehearsed = UUID(int=1), UUID(int=2)
    admin = await asyncpg.connect(place)
    for workspace, mode in ((went_live, "live"), (went_live, "live"), (rehearsed, "dry")):
        await admin.execute(OLD_SHOP, workspace, RandomIds(SystemClock()).new(), mode)
    for file in FOLDER.glob("*_connections_modes.sql"):
        shutil.copy(file, folder)
    await migrate(place, dsns, folder)
    rows = await admin.fetch("select workspace_id, write_mode, version from connections_modes")
    forced = await admin.fetchval(
        "select relforcerowsecurity from pg_class where relname = 'connections_accounts'"
    )
    await admin.close()
    assert [tuple(row) for row in rows] == [(went_live, "live", 1)]
    assert forced, "workspaces are kept apart also from the owner of the tables, as before"
