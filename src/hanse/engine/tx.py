"""The unit of work: who, which workspace, when. The workspace is set here and nowhere else."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Self, TypeVar
from uuid import UUID

import asyncpg

from hanse.base.clock import Clock
from hanse.base.faults import Conflict, OutcomeUnknown, Unavailable
from hanse.base.ids import Ids
from hanse.engine import outages
from hanse.engine.bell import Bell
from hanse.engine.seal import KeyRing

Found = TypeVar("Found")

# What belongs to the whole installation stands in a workspace of its own.
INSTALLATION = UUID(int=0)

# The only tables whose rows hanse_system reads over all workspaces, and why.
SYSTEM_TABLES: dict[str, str] = {
    "catalog_imports": "a file that no workspace names is swept, so all that are named are asked",
    "catalog_media": "a file that no workspace names is swept, so all that are named are asked",
    "changes_changes": "changes that are not at their end are looked for in all workspaces",
    "changes_sets": "what is carried out on large sets is taken up again in all workspaces",
    "changes_owner_shops": "shops with fields of ours are looked at in all workspaces",
    "connections_accounts": "a webhook names its account alone, and tending visits all accounts",
    "connections_consents": "keys are handed over with the consent's state and no workspace",
    "engine_answers": "kept answers older than a day are forgotten in all workspaces at once",
    "engine_calls": "calls older than a month are forgotten in all workspaces at once",
    "engine_data_keys": "a new master key wraps the keys of all workspaces anew",
    "engine_hooks": "webhooks older than a month are forgotten in all workspaces at once",
    "engine_mails": "the operator reads what was sent, and old mails are forgotten, everywhere",
    "events": "followers, live streams and the sealer read the log over all workspaces",
    "jobs": "workers take jobs of all workspaces, and one account must not starve the others",
    "jobs_schedules": "workers ask for the jobs whose time has come in any workspace",
    "jobs_tries": "workers write how a try ended, in whatever workspace that was",
    "events_marks": "followers try again where they failed, in whatever workspace that is",
    "identity_businesses": "those whose grace is over are deleted in all workspaces at once",
    "identity_invitations": "whoever brings an invitation does not know in which workspace it is",
    "identity_keys": "whoever brings a key does not know in which workspace it is",
    "identity_limits": "what a person may approve is read with what the person may do",
    "identity_members": "a person who signs in is asked for in all workspaces",
    "identity_people": "who speaks is read together with where and as what",
    "identity_sessions": "who speaks is read together with where and as what",
    "mirror_feeds": "feeds whose time has come are looked for in all workspaces at once",
    "notices_deliveries": "old deliveries are forgotten in all workspaces at once",
    "orders_sellers": "a file that no workspace names is swept, so all that are named are asked",
    "pricing_rules": "when rates change, every workspace with rules at work looks at its prices",
    "purchasing_orders": "what is due at suppliers is looked for everywhere",
    "purchasing_parcels": "so are parcels whose way is to be asked for",
    "purchasing_suppliers": "and suppliers whose look-ups are planned",
    "purchasing_disputes": "and disputes with them that are open",
    "purchasing_topics": "and topics whose trends are read at night",
    "notices_notices": "old notices are forgotten in all workspaces at once",
    "stock_items": "opening counts that were not decided on are taken up again in all workspaces",
    "stock_looks": "listings that wait to be looked at are taken up again in all workspaces",
    "stock_readings": "shops that were read before stock was kept are looked for everywhere",
    "identity_workspaces": "a person's workspaces are listed with their names",
    "stock_channels": "shops that are told of stock by the clock are looked for in all workspaces",
    "stock_promotions": "promotions whose time has come are looked for in all workspaces at once",
    "stock_shown": "offers of which a shop is still to be told are looked for in all workspaces",
}

POOL_CONNECTIONS_MAX = 20
SYSTEM_CONNECTIONS_MAX = 6
CONNECT_TIMEOUT_S = 10.0
STATEMENT_TIMEOUT_S = 30.0


class CommitUnknown(OutcomeUnknown):
    """Nothing outside was touched, so whoever reads what is there may begin again."""


class ActorKind(StrEnum):
    person = "person"
    key = "key"
    system = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. A key acts for its maker and says so in its name; `person_id` is who answers for
    what is done."""

    kind: ActorKind
    id: UUID | None
    name: str
    person_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """Up to where whoever acts may approve. What is not set has no limit."""

    amount_minor: int | None = None
    currency: str | None = None
    items_max: int | None = None


NO_LIMITS = Limits()


@dataclass(slots=True)
class Tx:
    """One open transaction. Rooms get it as an argument; the door that opened it closes it."""

    workspace_id: UUID
    actor: Actor
    now: datetime
    request_id: str
    ids: Ids
    clock: Clock
    ring: KeyRing = field(repr=False)
    connection: "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]" = field(repr=False)
    limits: Limits = NO_LIMITS
    wakes: set[str] = field(default_factory=set)  # channels whose listeners the commit wakes

    async def fetch(self, sql: str, *args: object) -> list[asyncpg.Record]:
        return await self.connection.fetch(sql, *args)

    async def fetchrow(self, sql: str, *args: object) -> asyncpg.Record | None:
        return await self.connection.fetchrow(sql, *args)

    async def fetchval(self, sql: str, *args: object) -> Any:
        return await self.connection.fetchval(sql, *args)

    async def execute(self, sql: str, *args: object) -> int:
        """Run one statement; the number of rows that it touched."""
        status = await self.connection.execute(sql, *args)
        count = status.rpartition(" ")[2]
        return int(count) if count.isdigit() else 0

    async def executemany(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        await self.connection.executemany(sql, rows)

    async def copy(
        self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]
    ) -> int:
        """Load many rows at once; the number of rows."""
        status = await self.connection.copy_records_to_table(
            table, records=rows, columns=list(columns)
        )
        return int(status.rpartition(" ")[2])

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """What happens inside is taken back alone if it raises; the rest stays."""
        # Savepoints of one name nest: the newest hides the older ones until it is released.
        await self.connection.execute("savepoint part")
        try:
            yield
        except BaseException:
            if is_open(self.connection):
                await self.connection.execute("rollback to savepoint part; release savepoint part")
            raise
        await self.connection.execute("release savepoint part")


@dataclass(frozen=True, slots=True)
class Database:
    """The pools of one process: one for work inside a workspace, one for what sees them all."""

    clock: Clock
    ids: Ids
    ring: KeyRing = field(repr=False)
    app: "asyncpg.Pool[asyncpg.Record]" = field(repr=False)
    system: "asyncpg.Pool[asyncpg.Record]" = field(repr=False)
    bell: Bell = field(default_factory=Bell, repr=False)

    @classmethod
    async def open(
        cls,
        app_dsn: str,
        system_dsn: str,
        *,
        clock: Clock,
        ids: Ids,
        ring: KeyRing,
        connections_max: int = POOL_CONNECTIONS_MAX,
    ) -> Self:
        app = await pool(app_dsn, connections_max, "hanse")
        try:
            system = await pool(system_dsn, SYSTEM_CONNECTIONS_MAX, "hanse system")
        except BaseException:
            await app.close()
            raise
        return cls(clock, ids, ring, app, system)

    async def close(self) -> None:
        await self.bell.close()
        await self.app.close()
        await self.system.close()

    @asynccontextmanager
    async def tx(
        self,
        workspace_id: UUID,
        actor: Actor,
        request_id: str = "",
        limits: Limits = NO_LIMITS,
    ) -> AsyncIterator[Tx]:
        """Commit what was done inside, or nothing of it. Sees the rows of one workspace only."""
        async with begun(self.app, workspace_id) as connection:
            tx = self._tx(connection, workspace_id, actor, request_id, limits)
            yield tx
        self.bell.ring(self.system, tx.wakes)

    @asynccontextmanager
    async def system_tx(
        self, purpose: str, workspace_id: UUID = INSTALLATION, request_id: str = ""
    ) -> AsyncIterator[Tx]:
        """Like `tx`, for the engine's own work over all workspaces, on SYSTEM_TABLES only."""
        actor = Actor(ActorKind.system, None, purpose)
        async with begun(self.system, workspace_id) as connection:
            tx = self._tx(connection, workspace_id, actor, request_id)
            yield tx
        self.bell.ring(self.system, tx.wakes)

    async def glance(
        self, purpose: str, look: Callable[[Tx], Awaitable[Found]], request_id: str = ""
    ) -> Found:
        """What one statement of `look` reads over all workspaces, on SYSTEM_TABLES only.

        A single statement is a transaction by itself, so this asks the server once. It may be asked
        twice, where the first connection had died: it must read and nothing else.
        """
        actor = Actor(ActorKind.system, None, purpose)

        async def ask(
            connection: "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]",
        ) -> Found:
            return await look(self._tx(connection, INSTALLATION, actor, request_id))

        connection, found = await first(self.system, ask)
        await self.system.release(connection)
        return found

    def _tx(
        self,
        connection: "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]",
        workspace_id: UUID,
        actor: Actor,
        request_id: str,
        limits: Limits = NO_LIMITS,
    ) -> Tx:
        return Tx(
            workspace_id=workspace_id,
            actor=actor,
            now=self.clock.now(),
            request_id=request_id,
            ids=self.ids,
            clock=self.clock,
            ring=self.ring,
            connection=connection,
            limits=limits,
        )


async def pool(dsn: str, connections_max: int, name: str) -> "asyncpg.Pool[asyncpg.Record]":
    try:
        return await asyncpg.create_pool(
            dsn,
            min_size=1,
            max_size=connections_max,
            timeout=CONNECT_TIMEOUT_S,
            command_timeout=STATEMENT_TIMEOUT_S,
            server_settings={"application_name": name},
            reset=leave_nothing,
        )
    except (OSError, asyncpg.PostgresError) as refused:
        raise Unavailable(
            f"The database does not let us in: {refused}.",
            "See that it runs and that HANSE_DATABASE_URL is right: `hanse doctor` tells more.",
        ) from refused


async def leave_nothing(connection: asyncpg.Connection) -> None:
    """Whoever was interrupted twice could not take back; the next one must not commit it."""
    if connection.is_in_transaction():
        await connection.execute("rollback")


@asynccontextmanager
async def begun(
    pool: "asyncpg.Pool[asyncpg.Record]", workspace_id: UUID
) -> AsyncIterator["asyncpg.pool.PoolConnectionProxy[asyncpg.Record]"]:
    """A connection inside a transaction; COMMIT, or ROLLBACK when anything was raised."""
    connection = await begin(pool, workspace_id)
    try:
        try:
            yield connection
        except BaseException:
            if is_open(connection):
                await connection.execute("rollback")
            raise
        status = await commit(connection)
    finally:
        await pool.release(connection)
    if status != "COMMIT":
        raise Conflict(
            "The work was taken back: a statement in it had failed and went unnoticed.",
            "Try again; if it happens twice, tell the operator.",
        )


async def begin(
    pool: "asyncpg.Pool[asyncpg.Record]", workspace_id: UUID
) -> "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]":
    """A clean session, BEGIN and the workspace, in one round trip.

    What the last transaction left in its session is gone before another workspace gets it, by a
    transaction of its own: a channel is left when that commits. The workspace is a UUID, which
    cannot carry SQL. `SET LOCAL` ends with the transaction, so a connection goes back to the pool
    without it.
    """

    async def start(connection: "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]") -> None:
        await connection.execute(
            f"begin; {connection.get_reset_query()} discard temp; commit; begin; "
            f"set local hanse.workspace_id = '{UUID(int=workspace_id.int)}'"
        )

    connection, _ = await first(pool, start)
    return connection


async def first(
    pool: "asyncpg.Pool[asyncpg.Record]",
    ask: Callable[["asyncpg.pool.PoolConnectionProxy[asyncpg.Record]"], Awaitable[Found]],
) -> tuple["asyncpg.pool.PoolConnectionProxy[asyncpg.Record]", Found]:
    """A connection that lives, and its first answer.

    One that the server ended while it lay idle says so at its first statement, when nothing was
    done yet: then the next one is taken.
    """
    idle = pool.get_size()
    while True:
        connection = await pool.acquire()
        try:
            return connection, await ask(connection)
        except BaseException as failed:
            await pool.release(connection)
            if idle and outages.is_gone(failed):
                idle -= 1
                continue
            raise


async def commit(connection: "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]") -> str:
    """The server's answer. A lost answer is not a failure: the work may stand."""
    try:
        return await connection.execute("commit")
    except (asyncpg.InterfaceError, asyncpg.PostgresConnectionError, OSError, TimeoutError) as lost:
        raise CommitUnknown(
            "The database went away before it said whether the work was committed.",
            "Read before you try again: it may have happened.",
        ) from lost


def is_open(connection: "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]") -> bool:
    """A connection that the server ended has left the pool by itself and answers nothing more."""
    try:
        return not connection.is_closed()
    except asyncpg.InterfaceError:
        return False
