"""Statements about edits of many things, and each field of them."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from hanse.base.faults import Finding
from hanse.engine.tx import Tx
from hanse.rooms.catalog.model.bulk import Operation
from hanse.rooms.catalog.model.bulks import Bulk, BulkRow, BulkState, FieldState, Selection
from hanse.trade.fields import decoded, encoded

BULKS = """
    select id, state, selection, operations, after, counts, finding, made_at, made_by,
        made_by_name, state_at, version
    from catalog_bulks where workspace_id = $1
"""
GET = f"{BULKS} and id = $2"
LOCKED = f"{GET} for update"
PAGE = f"{BULKS} and ($2::uuid is null or id < $2) order by id desc limit $3"
ADD = """
    insert into catalog_bulks (workspace_id, id, state, selection, operations, made_at, made_by,
        made_by_name, state_at)
    values ($1, $2, $3, $4::jsonb, $5::jsonb, $6, $7, $8, $6)
"""
MOVE = """
    update catalog_bulks
    set state = $3, after = $4, counts = $5::jsonb, finding = $6::jsonb, state_at = $7,
        version = version + case when state = $3 then 0 else 1 end
    where workspace_id = $1 and id = $2
"""
ADD_ROWS = """
    insert into catalog_bulk_rows (workspace_id, bulk_id, id, thing_id, title, field, was, now,
        state, finding)
    select $1, $2, id, thing_id, title, field, was::jsonb, now::jsonb, state, finding::jsonb
    from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
        $10::text[]) as given (id, thing_id, title, field, was, now, state, finding)
"""
PUT_ROWS = """
    update catalog_bulk_rows as held set state = given.state, finding = given.finding::jsonb
    from unnest($3::uuid[], $4::text[], $5::text[]) as given (id, state, finding)
    where held.workspace_id = $1 and held.bulk_id = $2 and held.id = given.id
"""
ROWS = """
    select id, thing_id, title, field, was, now, state, finding from catalog_bulk_rows
    where workspace_id = $1 and bulk_id = $2 and state = $3 and ($4::uuid is null or id > $4)
    order by id limit $5
"""


async def add(tx: Tx, made: Bulk) -> None:
    await tx.execute(
        ADD,
        *(tx.workspace_id, made.id, made.state.value, spelled(made.selection)),
        *(spelled(made.operations), made.made_at, made.made_by, made.made_by_name),
    )


async def get(tx: Tx, bulk_id: UUID, *, locked: bool = False) -> Bulk | None:
    if locked:
        row = await tx.fetchrow(LOCKED, tx.workspace_id, bulk_id)
    else:
        row = await tx.fetchrow(GET, tx.workspace_id, bulk_id)
    return bulk_of(row) if row else None


async def page(tx: Tx, before: UUID | None, rows_max: int) -> Sequence[Bulk]:
    return [bulk_of(row) for row in await tx.fetch(PAGE, tx.workspace_id, before, rows_max)]


async def move(tx: Tx, moved: Bulk) -> None:
    finding = spelled(moved.finding) if moved.finding else None
    await tx.execute(
        MOVE,
        *(tx.workspace_id, moved.id, moved.state.value, moved.after),
        *(json.dumps(dict(moved.counts)), finding, tx.now),
    )


async def add_rows(tx: Tx, bulk_id: UUID, rows: Sequence[BulkRow]) -> None:
    await tx.execute(
        ADD_ROWS,
        *(tx.workspace_id, bulk_id, [each.id for each in rows], [each.thing_id for each in rows]),
        *([each.title for each in rows], [each.field for each in rows]),
        [json.dumps(encoded(each.was)) for each in rows],
        [json.dumps(encoded(each.now)) for each in rows],
        [each.state.value for each in rows],
        [spelled(each.finding) if each.finding else None for each in rows],
    )


async def put_rows(tx: Tx, bulk_id: UUID, rows: Sequence[BulkRow]) -> None:
    await tx.execute(
        PUT_ROWS,
        *(tx.workspace_id, bulk_id, [each.id for each in rows]),
        [each.state.value for each in rows],
        [spelled(each.finding) if each.finding else None for each in rows],
    )


async def rows(
    tx: Tx, bulk_id: UUID, state: FieldState, after: UUID | None, rows_max: int
) -> Sequence[BulkRow]:
    found = await tx.fetch(ROWS, tx.workspace_id, bulk_id, state.value, after, rows_max)
    return [row_of(row) for row in found]


def spelled(value: object) -> str:
    return msgspec.json.encode(value).decode()


def bulk_of(row: Any) -> Bulk:
    finding = row["finding"]
    return Bulk(
        id=row["id"],
        state=BulkState(row["state"]),
        selection=msgspec.json.decode(row["selection"], type=Selection),
        operations=msgspec.json.decode(row["operations"], type=tuple[Operation, ...]),
        after=row["after"],
        counts=json.loads(row["counts"]),
        finding=msgspec.json.decode(finding, type=Finding) if finding else None,
        made_at=row["made_at"],
        made_by=row["made_by"],
        made_by_name=row["made_by_name"],
        state_at=row["state_at"],
        version=row["version"],
    )


def row_of(row: Any) -> BulkRow:
    finding = row["finding"]
    return BulkRow(
        *(row["id"], row["thing_id"], row["title"], row["field"]),
        *(decoded(json.loads(row["was"])), decoded(json.loads(row["now"]))),
        FieldState(row["state"]),
        msgspec.json.decode(finding, type=Finding) if finding else None,
    )
