"""Statements about endpoints of webhooks."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.notices.model.webhooks import Endpoint, EndpointState

ADD = """
    insert into notices_endpoints
        (workspace_id, id, name, url, kinds, secret, state, made_by, made_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""
GET = """
    select id, name, url, kinds, state, failing_since, old_until, made_at, version
    from notices_endpoints where workspace_id = $1 and id = $2
"""
HOLD = """
    select id, name, url, kinds, state, failing_since, old_until, made_at, version
    from notices_endpoints where workspace_id = $1 and id = $2 for update
"""
FIND = """
    select id, name, url, kinds, state, failing_since, old_until, made_at, version
    from notices_endpoints
    where workspace_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3
"""
ACTIVE = """
    select id, name, url, kinds, state, failing_since, old_until, made_at, version
    from notices_endpoints where workspace_id = $1 and state = 'active' order by id
"""
COUNT = "select count(*) from notices_endpoints where workspace_id = $1"
SAVE = """
    update notices_endpoints
    set name = $3, url = $4, kinds = $5, state = $6, failing_since = $7, version = version + 1
    where workspace_id = $1 and id = $2
"""
FAILING = "update notices_endpoints set failing_since = $3 where workspace_id = $1 and id = $2"
DELETE = "delete from notices_endpoints where workspace_id = $1 and id = $2"
ROTATE = """
    update notices_endpoints
    set secret = $3, old_secret = $4, old_until = $5, version = version + 1
    where workspace_id = $1 and id = $2
"""
SECRETS = """
    select secret, old_secret, old_until from notices_endpoints where workspace_id = $1 and id = $2
"""
OLDER_SECRETS = """
    select id, secret from notices_endpoints where secret < $1 order by secret limit $2 for update
"""
REPLACE_SECRETS = "update notices_endpoints set secret = $3 where id = $1 and secret = $2"
OLDER_OLD_SECRETS = """
    select id, old_secret from notices_endpoints
    where old_secret < $1 order by old_secret limit $2 for update
"""
REPLACE_OLD_SECRETS = """
    update notices_endpoints set old_secret = $3 where id = $1 and old_secret = $2
"""
LOCK = "select pg_advisory_xact_lock(hashtextextended('notices_endpoints ' || $1::text, 0))"


async def add(
    tx: Tx, endpoint_id: UUID, name: str, url: str, kinds: Sequence[str], secret: bytes
) -> None:
    await tx.execute(
        ADD,
        *(tx.workspace_id, endpoint_id, name, url, list(kinds), secret, "active"),
        *(tx.actor.id, tx.now),
    )


async def get(tx: Tx, endpoint_id: UUID) -> Endpoint | None:
    row = await tx.fetchrow(GET, tx.workspace_id, endpoint_id)
    return endpoint(*row) if row else None


async def hold(tx: Tx, endpoint_id: UUID) -> Endpoint | None:
    row = await tx.fetchrow(HOLD, tx.workspace_id, endpoint_id)
    return endpoint(*row) if row else None


async def find(tx: Tx, before: UUID | None, rows_max: int) -> Sequence[Endpoint]:
    return [endpoint(*row) for row in await tx.fetch(FIND, tx.workspace_id, before, rows_max)]


async def active(tx: Tx) -> Sequence[Endpoint]:
    return [endpoint(*row) for row in await tx.fetch(ACTIVE, tx.workspace_id)]


async def count(tx: Tx) -> int:
    """Whoever counts holds the list until its transaction ends."""
    await tx.fetchval(LOCK, str(tx.workspace_id))
    found: int = await tx.fetchval(COUNT, tx.workspace_id)
    return found


async def save(tx: Tx, changed: Endpoint) -> None:
    await tx.execute(
        SAVE,
        *(tx.workspace_id, changed.id, changed.name, changed.url, list(changed.kinds)),
        *(changed.state.value, changed.failing_since),
    )


async def note_failing(tx: Tx, endpoint_id: UUID, since: datetime | None) -> None:
    await tx.execute(FAILING, tx.workspace_id, endpoint_id, since)


async def delete(tx: Tx, endpoint_id: UUID) -> None:
    await tx.execute(DELETE, tx.workspace_id, endpoint_id)


async def rotate(
    tx: Tx, endpoint_id: UUID, secret: bytes, old_secret: bytes, old_until: datetime
) -> None:
    await tx.execute(ROTATE, tx.workspace_id, endpoint_id, secret, old_secret, old_until)


async def secrets(tx: Tx, endpoint_id: UUID) -> tuple[bytes, bytes | None]:
    """Sealed: the one that signs, and the one before it while that signs too."""
    row = await tx.fetchrow(SECRETS, tx.workspace_id, endpoint_id)
    assert row is not None, "hold it first"
    old = row["old_secret"] if row["old_until"] and row["old_until"] > tx.now else None
    return row["secret"], old


async def older_secrets(tx: Tx, before: bytes, rows_max: int) -> Sequence[tuple[UUID, bytes]]:
    rows = await tx.fetch(OLDER_SECRETS, before, rows_max)
    return [(row["id"], row["secret"]) for row in rows]


async def replace_secrets(tx: Tx, rows: Sequence[tuple[UUID, bytes, bytes]]) -> None:
    await tx.executemany(REPLACE_SECRETS, rows)


async def older_old_secrets(tx: Tx, before: bytes, rows_max: int) -> Sequence[tuple[UUID, bytes]]:
    rows = await tx.fetch(OLDER_OLD_SECRETS, before, rows_max)
    return [(row["id"], row["old_secret"]) for row in rows]


async def replace_old_secrets(tx: Tx, rows: Sequence[tuple[UUID, bytes, bytes]]) -> None:
    await tx.executemany(REPLACE_OLD_SECRETS, rows)


def endpoint(
    endpoint_id: UUID,
    name: str,
    url: str,
    kinds: Sequence[str],
    state: str,
    failing_since: datetime | None,
    old_until: datetime | None,
    made_at: datetime,
    version: int,
) -> Endpoint:
    return Endpoint(
        *(endpoint_id, name, url, tuple(kinds), EndpointState(state)),
        *(failing_since, old_until, made_at, version),
    )
