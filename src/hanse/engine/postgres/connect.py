"""One connection outside every pool, with a fault in plain words when there is none."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final, TypeAlias

import asyncpg

from hanse.engine.postgres.dsns import parse
from hanse.engine.postgres.faults import LetInRefused, NotThere

CONNECT_TIMEOUT_S: Final = 20.0

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"


@asynccontextmanager
async def connected(dsn: str, name: str) -> AsyncIterator[Connection]:
    """A connection that resolves names in the schema public only."""
    at = parse(dsn)
    try:
        connection = await asyncpg.connect(
            dsn,
            timeout=CONNECT_TIMEOUT_S,
            server_settings={"application_name": name, "search_path": "public"},
        )
    except (
        asyncpg.InvalidPasswordError,
        asyncpg.InvalidAuthorizationSpecificationError,
    ) as refused:
        raise LetInRefused(
            f"The database does not let {at.user or 'us'} in: {refused}.",
            "Look at the user and the password in HANSE_DATABASE_URL, and at pg_hba.conf of the"
            " server.",
        ) from refused
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as refused:
        raise NotThere(
            f"The database {at.database or at.user} at {at.hosts or 'its socket'} does not"
            f" answer: {refused}.",
            "See that it runs and that HANSE_DATABASE_URL is right.",
        ) from refused
    try:
        yield connection
    finally:
        await connection.close()
