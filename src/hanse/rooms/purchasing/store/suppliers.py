"""Statements about suppliers and what the workspace wants of all of them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.purchasing.model.suppliers import Defaults, Supplier, SupplierState

NAMES = tuple(each.name for each in fields(Supplier))

FIND = """
    select * from purchasing_suppliers
    where workspace_id = $1 and ($2::uuid is null or id < $2) and state = any($3::text[])
    order by id desc limit $4
"""
OF_IDS = "select * from purchasing_suppliers where workspace_id = $1 and id = any($2::uuid[])"
GET = "select * from purchasing_suppliers where workspace_id = $1 and id = $2"
# Whoever begins an order there holds the row's key, and is not kept waiting.
HOLD = "select * from purchasing_suppliers where workspace_id = $1 and id = $2 for no key update"
HOLD_ALL = """
    select id from purchasing_suppliers where workspace_id = $1 and id = any($2::uuid[])
    order by id for no key update
"""
COUNT = """
    select count(*) from purchasing_suppliers where workspace_id = $1 and state <> 'archived'
"""
BY_NAMES = """
    select id, lower(name) as name from purchasing_suppliers
    where workspace_id = $1 and state <> 'archived' and lower(name) = any($2::text[])
"""
# Of two who make the same one at once, one makes it.
ADD = """
    insert into purchasing_suppliers (workspace_id, id, name, account_id, email, state, currency,
        from_country, minimum_minor, lead_days, lead_spread, buffer_minutes, above_percent,
        margin_percent, dispute_days, wishes, memo, made_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16::jsonb, $17, $18)
    on conflict do nothing
"""
PUT = """
    update purchasing_suppliers set name = $3, account_id = $4, email = $5, state = $6,
        currency = $7, from_country = $8, minimum_minor = $9, lead_days = $10, lead_spread = $11,
        buffer_minutes = $12, above_percent = $13, margin_percent = $14,
        dispute_days = $15, wishes = $16::jsonb, memo = $17, accepted = $18, accepted_by = $19,
        accepted_at = $20, version = version + 1
    where workspace_id = $1 and id = $2
      and ($6 = 'archived' or not exists (
        select from purchasing_suppliers as other where other.workspace_id = $1
            and other.id <> $2 and other.state <> 'archived' and lower(other.name) = lower($3)))
"""
LOCK = "select pg_advisory_xact_lock(hashtextextended('purchasing_suppliers ' || $1, 0))"
IN_USE = """
    select exists (
        select from purchasing_orders where workspace_id = $1 and supplier_id = $2) as ordered,
      exists (select from purchasing_offers where workspace_id = $1 and supplier_id = $2
        and price_minor is not null)
      or exists (select from purchasing_restocks where workspace_id = $1 and supplier_id = $2)
      or exists (select from purchasing_vouchers where workspace_id = $1 and supplier_id = $2)
        as priced
"""
DEFAULTS = "select wishes, gift_note, version from purchasing_defaults where workspace_id = $1"
# The first time there is nothing to lock: of two who say it, the second finds another version.
PUT_DEFAULTS = """
    insert into purchasing_defaults as held (workspace_id, wishes, gift_note)
    values ($1, $2::jsonb, $3)
    on conflict (workspace_id) do update
    set wishes = excluded.wishes, gift_note = excluded.gift_note, version = held.version + 1
    where held.version = $4
"""


def read(row: Any) -> Supplier:
    values = {name: row[name] for name in NAMES}
    return Supplier(
        **{
            **values,
            "state": SupplierState(values["state"]),
            "wishes": json.loads(values["wishes"]),
            "accepted": tuple(values["accepted"]),
        }
    )


async def find(
    tx: Tx, before: UUID | None, states: Sequence[SupplierState], rows_max: int
) -> Sequence[Supplier]:
    given = [each.value for each in states]
    rows = await tx.fetch(FIND, tx.workspace_id, before, given, rows_max)
    return [read(row) for row in rows]


async def of_ids(tx: Tx, ids: Sequence[UUID]) -> Mapping[UUID, Supplier]:
    rows = await tx.fetch(OF_IDS, tx.workspace_id, list(ids))
    return {row["id"]: read(row) for row in rows}


async def get(tx: Tx, supplier_id: UUID, *, hold: bool = False) -> Supplier | None:
    if hold:
        row = await tx.fetchrow(HOLD, tx.workspace_id, supplier_id)
    else:
        row = await tx.fetchrow(GET, tx.workspace_id, supplier_id)
    return read(row) if row else None


async def hold_all(tx: Tx, ids: Sequence[UUID]) -> None:
    """Whoever writes what they offer does it alone."""
    await tx.fetch(HOLD_ALL, tx.workspace_id, list(ids))


async def lock(tx: Tx) -> None:
    """Whoever names suppliers does it alone."""
    await tx.execute(LOCK, str(tx.workspace_id))


async def count(tx: Tx) -> int:
    return int(await tx.fetchval(COUNT, tx.workspace_id))


async def by_names(tx: Tx, names: Sequence[str]) -> Mapping[str, UUID]:
    """In small letters, of those that are not archived."""
    rows = await tx.fetch(BY_NAMES, tx.workspace_id, [each.lower() for each in names])
    return {row["name"]: row["id"] for row in rows}


async def in_use(tx: Tx, supplier_id: UUID) -> tuple[bool, bool]:
    """Whether something was ever ordered there for a buyer, and whether sums are kept in its
    currency."""
    row = await tx.fetchrow(IN_USE, tx.workspace_id, supplier_id)
    assert row is not None
    return row["ordered"], row["ordered"] or row["priced"]


async def add(tx: Tx, made: Supplier) -> bool:
    """False: there is one of that name."""
    return bool(await tx.execute(ADD, *columns(tx, made), tx.now))


def columns(tx: Tx, made: Supplier) -> tuple[object, ...]:
    return (
        *(tx.workspace_id, made.id, made.name, made.account_id, made.email, made.state.value),
        *(made.currency, made.from_country, made.minimum_minor, made.lead_days, made.lead_spread),
        *(made.buffer_minutes, made.above_percent, made.margin_percent, made.dispute_days),
        *(json.dumps(dict(made.wishes)), made.memo),
    )


async def put(tx: Tx, changed: Supplier) -> bool:
    """False: there is another one of that name."""
    by = list(changed.accepted), changed.accepted_by, changed.accepted_at
    return bool(await tx.execute(PUT, *columns(tx, changed), *by))


async def defaults(tx: Tx) -> Defaults:
    row = await tx.fetchrow(DEFAULTS, tx.workspace_id)
    return Defaults(json.loads(row["wishes"]), *row[1:]) if row else Defaults({}, "", 0)


async def put_defaults(tx: Tx, wishes: Mapping[str, bool], note: str, expected: int) -> bool:
    """False: somebody else was faster."""
    given = json.dumps(dict(wishes))
    return bool(await tx.execute(PUT_DEFAULTS, tx.workspace_id, given, note, expected))
