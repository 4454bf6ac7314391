"""HTTP of connected accounts: connect, look, rename, rehearse or go live, disconnect."""

from fastapi import Response

from hanse.engine.doors.doors import Called, Doors, Expected, InTx
from hanse.engine.doors.paging import PAGE_USUAL, Cursor, Limit, cut, read_id
from hanse.engine.doors.versions import etag
from hanse.rooms.connections.routes.held import OfReach, Opening
from hanse.rooms.connections.routes.permissions import APPROVE, READ, WRITE
from hanse.rooms.connections.routes.shapes import (
    AccountIn,
    AccountOut,
    AccountsOut,
    ClocksOut,
    HealthOut,
    Id,
    KeysIn,
    LookIn,
    LookOut,
    ModeIn,
    RenameIn,
    States,
    health_of,
    look_of,
    shaped,
)
from hanse.rooms.connections.service import accounts as service
from hanse.rooms.connections.service import connecting, health

doors = Doors("connections")


@doors.get("/api/connections/accounts", needs=READ)
async def list_accounts(
    tx: InTx, state: States = None, limit: Limit = PAGE_USUAL, cursor: Cursor = None
) -> AccountsOut:
    """List connected accounts, the newest first."""
    found = await service.list_accounts(tx, read_id(cursor), state, limit + 1)
    page, following = cut(found, limit, lambda account: [account.id])
    heard = await health.heard(tx, [one.id for one in page])
    items = [shaped(one, heard.get(one.id)) for one in page]
    return AccountsOut(items=items, next_cursor=following)


@doors.get("/api/connections/clocks", needs=READ)
async def list_clocks(tx: InTx) -> ClocksOut:
    """List every token and consent that ends, the next end first."""
    return ClocksOut(items=[shaped(one) for one in await service.clocks(tx)])


@doors.post("/api/connections/looks", needs=WRITE, repeatable=True)
async def look_at_shop(reach: OfReach, open_tx: Opening, asked: LookIn) -> LookOut:
    """Try keys out before anything is saved, and tell in words what they open."""
    async with open_tx() as tx:
        before = await service.account(tx, asked.account_id) if asked.account_id else None
    ca_pem = before.ca_pem if before else ""
    looked = await connecting.look(reach, asked.platform, asked.fields, ca_pem)
    async with open_tx() as tx:
        known = await connecting.known_as(tx, looked)
    return look_of(looked.probe, known)


@doors.post("/api/connections/accounts", needs=WRITE, status=201, repeatable=True)
async def connect_account(
    reach: OfReach, open_tx: Opening, asked: AccountIn, answer: Response
) -> AccountOut:
    """Connect a shop by its keys. One that was connected before is the same account again."""
    with connecting.attempt(reach, asked.platform):
        looked = await connecting.look(reach, asked.platform, asked.fields)
        account = await connecting.connect(open_tx, looked, asked.name)
    answer.headers["etag"] = etag(account.version)
    return shaped(account)


@doors.get("/api/connections/accounts/{id}", needs=READ, versioned=True)
async def read_account(tx: InTx, id: Id, answer: Response) -> AccountOut:  # noqa: A002
    """Show one account."""
    found = await service.account(tx, id)
    answer.headers["etag"] = etag(found.version)
    return shaped(found, (await health.heard(tx, [id])).get(id))


@doors.patch("/api/connections/accounts/{id}", needs=WRITE)
async def rename_account(
    tx: InTx,
    id: Id,  # noqa: A002
    asked: RenameIn,
    expected: Expected,
    answer: Response,
) -> AccountOut:
    """Call an account otherwise."""
    found = await service.rename(tx, id, asked.name, expected)
    answer.headers["etag"] = etag(found.version)
    return shaped(found)


@doors.get("/api/connections/accounts/{id}/health", needs=READ)
async def read_health(tx: InTx, id: Id) -> HealthOut:  # noqa: A002
    """Show what is left of the platform's limits, what is closed, and how the last calls went."""
    found = await health.health(tx, id)
    return health_of(found)


@doors.post("/api/connections/accounts/{id}/test", needs=WRITE, repeatable=True)
async def test_account(
    reach: OfReach,
    open_tx: Opening,
    called: Called,
    id: Id,  # noqa: A002
) -> LookOut:
    """Look at a connected shop again, as if for the first time."""
    return look_of(await connecting.test(reach, open_tx, called.workspace_id, id), None)


@doors.post("/api/connections/accounts/{id}/keys", needs=WRITE, repeatable=True)
async def renew_keys(
    reach: OfReach,
    open_tx: Opening,
    id: Id,  # noqa: A002
    asked: KeysIn,
    answer: Response,
) -> AccountOut:
    """Connect an account again with new keys of the same shop; what hangs on it stays."""
    async with open_tx() as tx:
        before = await service.account(tx, id)
    with connecting.attempt(reach, before.platform):
        looked = await connecting.look(reach, before.platform, asked.fields, before.ca_pem)
        account = await connecting.connect_again(open_tx, looked, id)
    answer.headers["etag"] = etag(account.version)
    return shaped(account)


@doors.post("/api/connections/accounts/{id}/mode", needs=APPROVE, versioned=True, step_up=True)
async def set_mode(
    tx: InTx,
    id: Id,  # noqa: A002
    asked: ModeIn,
    expected: Expected,
    answer: Response,
) -> AccountOut:
    """Let changes go out to the shop, or have them rehearsed only."""
    found = await service.set_mode(tx, id, asked.write_mode, asked.confirm, expected)
    answer.headers["etag"] = etag(found.version)
    return shaped(found)


@doors.post(
    "/api/connections/accounts/{id}/disconnect", needs=WRITE, versioned=True, repeatable=True
)
async def disconnect_account(
    reach: OfReach,
    open_tx: Opening,
    called: Called,
    id: Id,  # noqa: A002
    expected: Expected,
) -> AccountOut:
    """Take our webhooks away there, give the key back and erase it here; the history stays."""
    return shaped(await service.disconnect(reach, open_tx, called.workspace_id, id, expected))
