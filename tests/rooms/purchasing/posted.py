"""A workspace with an account at a service that follows parcels, and a supplier that sends."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from hanse.app.supplying import Trackers
from hanse.engine.tx import Database
from hanse.rooms.connections.model.accounts import Account
from hanse.rooms.connections.service import connecting
from hanse.rooms.purchasing.service import followed
from hanse.rooms.purchasing.service.followed import Done
from hanse.rooms.purchasing.store import parcels as parcels_store
from hanse.sandbox.track17 import desk
from hanse.sandbox.world import World
from tests.rooms.shops import OPERATOR, Street, street

ONE, TWO, THREE = "RR100000001CN", "RR100000002CN", "RR100000003CN"
TRACK17, SUPPLIER_ACCOUNT = "track17", UUID(int=17)

SUPPLIER = """
    insert into purchasing_suppliers (workspace_id, id, name, state, currency, made_at)
    values ($1, $2, 'Factory', 'active', 'USD', $3)
"""
ORDER = """
    insert into purchasing_orders (workspace_id, id, number, supplier_id, account_id, order_id,
        state, state_since, country, ship_to, remote_id, arrives_by, made_at)
    values ($1, $2, $3, $4, $5, $2, 'sent', $6, 'US', 'nobody', $3, $7, $6)
"""
SHOWN = """
    select number, state, events_seen from purchasing_parcels where workspace_id = $1
    order by number
"""
STAGES = "select number, stage, why from purchasing_followed where workspace_id = $1"
TIME_GOES_BY = """
    update purchasing_followed set ask_at = $2 where workspace_id = $1 and stage = 'followed'
"""
SAID = "select name, payload from events where workspace_id = $1 order by seq"


@dataclass
class Post:
    """A workspace with an account at the service, and a supplier that sends."""

    shops: Street
    workspace: UUID
    account: Account
    supplier_id: UUID

    @property
    def trackers(self) -> Trackers:
        return Trackers(self.shops.reach)

    async def sends(self, number: str, promised: timedelta | None = None) -> UUID:
        """The supplier has sent a parcel; its id."""
        async with self.shops.database.tx(self.workspace, OPERATOR) as tx:
            purchase_id, parcel_id = tx.ids.new(), tx.ids.new()
            by = tx.now + promised if promised else None
            args = purchase_id, f"B-{number}", self.supplier_id, SUPPLIER_ACCOUNT
            await tx.execute(ORDER, tx.workspace_id, *args, tx.now, by)
            await parcels_store.add(tx, [(parcel_id, purchase_id, number, "", "")])
        return parcel_id

    async def follow(self, trackers: Trackers | None = None) -> Done:
        opener = self.shops.opener(self.workspace)
        return await followed.follow(
            trackers or self.trackers, opener, self.workspace, self.account.id
        )

    async def later(self) -> None:
        async with self.shops.database.tx(self.workspace, OPERATOR) as tx:
            await tx.execute(TIME_GOES_BY, tx.workspace_id, tx.now)

    async def read(self, statement: str) -> list[Mapping[str, Any]]:
        async with self.shops.database.tx(self.workspace, OPERATOR) as tx:
            return [dict(row) for row in await tx.fetch(statement, tx.workspace_id)]

    async def states(self) -> dict[str, str]:
        return {row["number"]: row["state"] for row in await self.read(SHOWN)}

    async def stages(self) -> dict[str, str]:
        return {row["number"]: row["stage"] for row in await self.read(STAGES)}

    async def said(self, name: str) -> list[Any]:
        return [json.loads(row["payload"]) for row in await self.read(SAID) if row["name"] == name]

    def do(self, act: str, **document: Any) -> None:
        desk.act(self.shops.sandbox.track17, act, document)

    def registered(self, number: str | None = None) -> int:
        ledger = self.shops.sandbox.track17.first.ledger
        return ledger.count(TRACK17, "number.register", number)


@asynccontextmanager
async def posted(database: Database, workspace: UUID) -> AsyncIterator[Post]:
    async with street(database, World(seed=7, products=1)) as shops:
        service = shops.sandbox.track17
        looked = await connecting.look(shops.reach, TRACK17, {"api_key": service.first.key})
        account = await connecting.connect(shops.opener(workspace), looked, "")
        desk.act(service, "account", {"quota": 100, "lag_s": 0, "per_second": 1_000})
        async with database.tx(workspace, OPERATOR) as tx:
            supplier_id = tx.ids.new()
            await tx.execute(SUPPLIER, tx.workspace_id, supplier_id, tx.now)
        yield Post(shops, workspace, account, supplier_id)
