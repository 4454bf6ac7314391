"""Events of no room, for the tests of the log; and a log that a test may spoil."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

import asyncpg

from hanse.base.clock import SystemClock
from hanse.base.ids import RandomIds
from hanse.engine.log.events import append, declare
from hanse.engine.log.followers import BATCH, Follower
from hanse.engine.log.history import Event
from hanse.engine.postgres.cluster import Cluster
from hanse.engine.postgres.dsns import Dsns, on_database
from hanse.engine.seal import KeyRing
from hanse.engine.tx import Database, Tx
from tests.conftest import NOBODY


@declare("shop.order.placed", "{actor} took order {number}", subject=("shop.order", "order_id"))
@dataclass(frozen=True, slots=True)
class OrderPlaced:
    order_id: UUID
    number: int
    version: int = 1


@declare(
    "shop.buyer.registered",
    "{email} registered",
    personal=("email", "phone"),
    person="buyer_id",
)
@dataclass(frozen=True, slots=True)
class BuyerRegistered:
    buyer_id: UUID | None
    email: str | None
    phone: str | None = None
    country: str = "SG"


@declare("shop.rule.changed", "{actor} changed the rule")
@dataclass(frozen=True, slots=True)
class RuleChanged:
    before: Mapping[str, object]
    after: Mapping[str, object]


async def place_orders(database: Database, workspace: UUID, count: int, first: int = 1) -> None:
    """So many orders, numbered, in one transaction."""
    async with database.tx(workspace, NOBODY) as tx:
        numbers = range(first, first + count)
        await append(tx, *(OrderPlaced(tx.ids.new(), number) for number in numbers))


NAME = "shop.count"


async def record_old(log: "Spoilable", month: date) -> None:
    """Two orders of a month of the past, as they were recorded then."""
    await log.admin.execute(
        """
        insert into events (workspace_id, id, recorded_at, happened_at, name, form, actor_kind,
            payload)
        select $1, gen_random_uuid(), $2::timestamptz + day * interval '1 day', $2,
            'shop.order.placed', 1, 'system', '{"number": 1}'
        from generate_series(2, 3) as day
        """,
        UUID(int=5),
        datetime(month.year, month.month, 1, tzinfo=UTC),
    )


async def keep(tx: Tx, events: Sequence[Event]) -> None:
    """An effect in the workspace: one row an event; a second one for the same event is refused."""
    for event in events:
        await tx.execute(
            """
            insert into engine_search_tokens (workspace_id, kind, id, token)
            values ($1, 'followed', $2, $3)
            """,
            *(tx.workspace_id, event.id, str(event.payload["number"])),
        )


def counting(batch: int = BATCH) -> Follower:
    """One that has this effect for every order."""
    return Follower(NAME, {"shop.order.placed"}, keep, batch, from_beginning=True)


@dataclass(frozen=True, slots=True)
class Spoilable:
    """A log of its own, and the superuser's way into it."""

    database: Database
    admin: asyncpg.Connection
    dsns: Dsns

    async def empty(self) -> None:
        await self.admin.execute(
            "truncate events, events_blocks, events_marks, events_followers, events_dropped_months"
        )


@asynccontextmanager
async def spoilable(server: Cluster, template: str, ring: KeyRing) -> AsyncIterator[Spoilable]:
    name = f"t_{RandomIds(SystemClock()).new().hex}"
    maker = await asyncpg.connect(on_database(server.admin_dsn, "postgres"))
    await maker.execute(f"create database {name} template {template} strategy file_copy")
    admin = await asyncpg.connect(on_database(server.admin_dsn, name))
    served = server.dsns
    dsns = Dsns(*(on_database(dsn, name) for dsn in (served.owner, served.app, served.system)))
    clock = SystemClock()
    database = await Database.open(
        dsns.app, dsns.system, clock=clock, ids=RandomIds(clock), ring=ring, connections_max=6
    )
    try:
        yield Spoilable(database, admin, dsns)
    finally:
        await database.close()
        await admin.close()
        await maker.execute(f"drop database {name} with (force)")
        await maker.close()
