"""Statements about who wants no letters."""

from collections.abc import Collection

from hanse.engine.tx import Tx

THERE = """
    select address_hash from letters_stops
    where workspace_id = $1 and address_hash = any($2::bytea[])
"""
ADD = """
    insert into letters_stops (workspace_id, address_hash, at) values ($1, $2, $3)
    on conflict do nothing
"""
REMOVE = "delete from letters_stops where workspace_id = $1 and address_hash = $2"
COUNT = "select count(*) from letters_stops where workspace_id = $1"


async def there(tx: Tx, hashes: Collection[bytes]) -> frozenset[bytes]:
    rows = await tx.fetch(THERE, tx.workspace_id, list(hashes))
    return frozenset(row["address_hash"] for row in rows)


async def add(tx: Tx, address_hash: bytes) -> int:
    return await tx.execute(ADD, tx.workspace_id, address_hash, tx.now)


async def remove(tx: Tx, address_hash: bytes) -> int:
    return await tx.execute(REMOVE, tx.workspace_id, address_hash)


async def count(tx: Tx) -> int:
    found: int = await tx.fetchval(COUNT, tx.workspace_id)
    return found
