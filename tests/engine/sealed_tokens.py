"""A table with a sealed column, as a later room will have one, and how it is sealed anew."""

from collections.abc import Sequence
from uuid import UUID

import asyncpg

from hanse.engine.tx import Tx
from hanse.engine.vault import Resealing, SealedColumn

TABLE = """
    create table room_tokens (
        workspace_id uuid not null, id uuid not null, token bytea not null,
        primary key (workspace_id, id));
    alter table room_tokens owner to hanse_owner;
    alter table room_tokens enable row level security;
    alter table room_tokens force row level security;
    create policy room_tokens_workspace on room_tokens
        using (workspace_id = (select hanse_workspace()))
        with check (workspace_id = (select hanse_workspace()));
    grant select, insert, update, delete on room_tokens to hanse_app;
"""


async def make_table(admin_dsn: str) -> None:
    admin = await asyncpg.connect(admin_dsn)
    await admin.execute(TABLE)
    await admin.close()


async def empty(admin_dsn: str) -> None:
    admin = await asyncpg.connect(admin_dsn)
    await admin.execute("truncate room_tokens, engine_data_keys")
    await admin.close()


async def older(tx: Tx, before: bytes, rows_max: int) -> Sequence[tuple[UUID, bytes]]:
    rows = await tx.fetch(
        "select id, token from room_tokens where token < $1 limit $2 for update", before, rows_max
    )
    return [(row["id"], row["token"]) for row in rows]


async def replace(tx: Tx, rows: Sequence[tuple[UUID, bytes, bytes]]) -> None:
    await tx.executemany("update room_tokens set token = $3 where id = $1 and token = $2", rows)


TOKEN = SealedColumn("room_tokens", "token", Resealing(older, replace))


async def keep(tx: Tx, row: UUID, sealed: bytes) -> None:
    await tx.execute("insert into room_tokens values ($1, $2, $3)", tx.workspace_id, row, sealed)


async def kept(tx: Tx) -> dict[UUID, bytes]:
    return {row["id"]: row["token"] for row in await tx.fetch("select id, token from room_tokens")}
