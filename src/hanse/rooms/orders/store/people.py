"""Statements about what is sealed: who bought, and notes."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from hanse.engine.tx import Tx

OLDER_ORDERS = """
    select id, personal from orders_orders
    where workspace_id = $3 and personal is not null and substr(personal, 1, 4) < $1
    limit $2 for update
"""
REPLACE_ORDERS = "update orders_orders set personal = $3 where id = $1 and personal = $2"
OLDER_TAX_NUMBERS = """
    select id, tax_number from orders_orders
    where workspace_id = $3 and tax_number is not null and substr(tax_number, 1, 4) < $1
    limit $2 for update
"""
REPLACE_TAX_NUMBERS = "update orders_orders set tax_number = $3 where id = $1 and tax_number = $2"
OLDER_CUSTOMERS = """
    select id, personal from orders_customers
    where workspace_id = $3 and personal is not null and substr(personal, 1, 4) < $1
    limit $2 for update
"""
REPLACE_CUSTOMERS = "update orders_customers set personal = $3 where id = $1 and personal = $2"
OLDER_NOTES = """
    select id, words from orders_notes
    where workspace_id = $3 and substr(words, 1, 4) < $1 limit $2 for update
"""
REPLACE_NOTES = "update orders_notes set words = $3 where id = $1 and words = $2"

PERSONAL = """
    select id, personal from orders_orders
    where workspace_id = $1 and id = any($2::uuid[]) and personal is not null
"""
TAX_NUMBERS = """
    select id, tax_number from orders_orders
    where workspace_id = $1 and id = any($2::uuid[]) and tax_number is not null
"""
SET_TAX_NUMBER = """
    update orders_orders set tax_number = $3, version = version + 1
    where workspace_id = $1 and id = $2
"""


async def personal(tx: Tx, order_ids: Sequence[UUID]) -> Mapping[UUID, bytes]:
    rows = await tx.fetch(PERSONAL, tx.workspace_id, order_ids)
    return {row["id"]: row["personal"] for row in rows}


async def tax_numbers(tx: Tx, order_ids: Sequence[UUID]) -> Mapping[UUID, bytes]:
    rows = await tx.fetch(TAX_NUMBERS, tx.workspace_id, list(order_ids))
    return {row["id"]: row["tax_number"] for row in rows}


async def set_tax_number(tx: Tx, order_id: UUID, number: bytes | None) -> None:
    await tx.execute(SET_TAX_NUMBER, tx.workspace_id, order_id, number)


async def older_orders(tx: Tx, before: bytes, rows_max: int) -> Sequence[tuple[UUID, bytes]]:
    rows = await tx.fetch(OLDER_ORDERS, before, rows_max, tx.workspace_id)
    return [(row["id"], row["personal"]) for row in rows]


async def replace_orders(tx: Tx, rows: Sequence[tuple[UUID, bytes, bytes]]) -> None:
    await tx.executemany(REPLACE_ORDERS, rows)


async def older_tax_numbers(tx: Tx, before: bytes, rows_max: int) -> Sequence[tuple[UUID, bytes]]:
    rows = await tx.fetch(OLDER_TAX_NUMBERS, before, rows_max, tx.workspace_id)
    return [(row["id"], row["tax_number"]) for row in rows]


async def replace_tax_numbers(tx: Tx, rows: Sequence[tuple[UUID, bytes, bytes]]) -> None:
    await tx.executemany(REPLACE_TAX_NUMBERS, rows)


async def older_customers(tx: Tx, before: bytes, rows_max: int) -> Sequence[tuple[UUID, bytes]]:
    rows = await tx.fetch(OLDER_CUSTOMERS, before, rows_max, tx.workspace_id)
    return [(row["id"], row["personal"]) for row in rows]


async def replace_customers(tx: Tx, rows: Sequence[tuple[UUID, bytes, bytes]]) -> None:
    await tx.executemany(REPLACE_CUSTOMERS, rows)


async def older_notes(tx: Tx, before: bytes, rows_max: int) -> Sequence[tuple[UUID, bytes]]:
    rows = await tx.fetch(OLDER_NOTES, before, rows_max, tx.workspace_id)
    return [(row["id"], row["words"]) for row in rows]


async def replace_notes(tx: Tx, rows: Sequence[tuple[UUID, bytes, bytes]]) -> None:
    await tx.executemany(REPLACE_NOTES, rows)
