"""Statements about purchase orders for our own shelf."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.purchasing.model.restocks import Restock, RestockLine, RestockState

NAMES = tuple(each.name for each in fields(Restock) if each.name != "lines")

OF_STATES = """
    select found.* from unnest($5::text[]) as wanted (state) cross join lateral (
        select * from purchasing_restocks
        where workspace_id = $1 and state = wanted.state and (made_at, id) < ($2, $3)
          and ($6::uuid is null or supplier_id = $6)
        order by made_at desc, id desc limit $4) as found
    order by made_at desc, id desc limit $4
"""
GET = "select * from purchasing_restocks where workspace_id = $1 and id = $2"
LOCKED = "select * from purchasing_restocks where workspace_id = $1 and id = $2 for update"
LINES = """
    select restock_id, id, variant_id, offer_id, quantity, price_minor, received, defective
    from purchasing_restock_lines
    where workspace_id = $1 and restock_id = any($2::uuid[]) order by restock_id, id
"""
ADD = """
    insert into purchasing_restocks (workspace_id, id, number, supplier_id, place_id, state,
        state_since, currency, freight_minor, duty_minor, other_minor, expected_on, note,
        reference, why, made_at, made_by)
    values ($1, $2, $3, $4, $5, 'draft', $6, $7, $8, $9, $10, $11, $12, $13, $14::jsonb, $6, $15)
"""
ADD_LINES = """
    insert into purchasing_restock_lines (workspace_id, id, restock_id, variant_id, offer_id,
        quantity, price_minor)
    select $1, given.id, $2, given.variant_id, given.offer_id, given.quantity, given.price
    from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::integer[], $7::bigint[])
        as given (id, variant_id, offer_id, quantity, price)
"""
DELETE_LINES = "delete from purchasing_restock_lines where workspace_id = $1 and restock_id = $2"
PUT = """
    update purchasing_restocks set place_id = $3, freight_minor = $4, duty_minor = $5,
        other_minor = $6, expected_on = $7, note = $8, reference = $9, version = version + 1
    where workspace_id = $1 and id = $2
"""
MOVE = """
    update purchasing_restocks set state = $3,
        state_since = case when state = $3 then state_since else $4 end,
        sent_at = case when $3 = 'sent' then coalesce(sent_at, $4) else sent_at end,
        closed_at = case when $3 = 'closed' then $4 else closed_at end, version = version + 1
    where workspace_id = $1 and id = $2
"""
RECEIVE = """
    update purchasing_restock_lines as line set received = line.received + given.count,
        defective = line.defective + given.defective
    from unnest($3::uuid[], $4::integer[], $5::integer[]) as given (id, count, defective)
    where line.workspace_id = $1 and line.restock_id = $2 and line.id = given.id
"""
KEEP_FILE = """
    insert into purchasing_restock_files (workspace_id, restock_id, made_at, content)
    values ($1, $2, $3, $4) on conflict do nothing
"""
FILE = """
    select content from purchasing_restock_files
    where workspace_id = $1 and restock_id = $2 order by made_at desc limit 1
"""
COMING = """
    select line.variant_id, sum(line.quantity - line.received)::bigint as pieces
    from purchasing_restock_lines as line join purchasing_restocks as restock
      on restock.workspace_id = $1 and restock.id = line.restock_id
    where line.workspace_id = $1 and line.variant_id = any($2::uuid[])
      and line.received < line.quantity
      and restock.state in ('draft', 'sent', 'confirmed', 'received_in_part')
    group by line.variant_id
"""


def read(row: Any) -> Restock:
    values = {name: row[name] for name in NAMES}
    return Restock(
        **{
            **values,
            "state": RestockState(values["state"]),
            "why": json.loads(values["why"]),
        }
    )


async def with_lines(tx: Tx, found: Sequence[Restock]) -> Sequence[Restock]:
    lines: dict[UUID, list[RestockLine]] = {}
    for restock_id, *line in await tx.fetch(LINES, tx.workspace_id, [each.id for each in found]):
        lines.setdefault(restock_id, []).append(RestockLine(*line))
    return [replace(each, lines=tuple(lines.get(each.id, ()))) for each in found]


async def page(
    tx: Tx,
    states: Sequence[RestockState],
    supplier_id: UUID | None,
    before: tuple[datetime, UUID],
    rows_max: int,
) -> Sequence[Restock]:
    given = [each.value for each in states]
    rows = await tx.fetch(OF_STATES, tx.workspace_id, *before, rows_max, given, supplier_id)
    return await with_lines(tx, [read(row) for row in rows])


async def get(tx: Tx, restock_id: UUID, *, lock: bool = False) -> Restock | None:
    if lock:
        row = await tx.fetchrow(LOCKED, tx.workspace_id, restock_id)
    else:
        row = await tx.fetchrow(GET, tx.workspace_id, restock_id)
    return (await with_lines(tx, [read(row)]))[0] if row else None


async def add(tx: Tx, made: Restock) -> None:
    await tx.execute(
        ADD,
        *(tx.workspace_id, made.id, made.number, made.supplier_id, made.place_id, tx.now),
        *(made.currency, made.freight_minor, made.duty_minor, made.other_minor),
        *(made.expected_on, made.note, made.reference, json.dumps(list(made.why)), made.made_by),
    )
    await add_lines(tx, made.id, made.lines)


async def add_lines(tx: Tx, restock_id: UUID, lines: Sequence[RestockLine]) -> None:
    if lines:
        rows = [
            (each.id, each.variant_id, each.offer_id, each.quantity, each.price_minor)
            for each in lines
        ]
        columns = [list(each) for each in zip(*rows, strict=True)]
        await tx.execute(ADD_LINES, tx.workspace_id, restock_id, *columns)


async def put(tx: Tx, changed: Restock, lines: Sequence[RestockLine] | None) -> None:
    """With these lines instead of those that were there, if any are given."""
    await tx.execute(
        PUT,
        *(tx.workspace_id, changed.id, changed.place_id, changed.freight_minor),
        *(changed.duty_minor, changed.other_minor, changed.expected_on, changed.note),
        changed.reference,
    )
    if lines is not None:
        await tx.execute(DELETE_LINES, tx.workspace_id, changed.id)
        await add_lines(tx, changed.id, lines)


async def move(tx: Tx, restock_id: UUID, to: RestockState) -> None:
    await tx.execute(MOVE, tx.workspace_id, restock_id, to.value, tx.now)


async def receive(tx: Tx, restock_id: UUID, came: Mapping[UUID, tuple[int, int]]) -> None:
    """By line: how many came, and how many of them are defective."""
    counts, defects = [each for each, _ in came.values()], [each for _, each in came.values()]
    await tx.execute(RECEIVE, tx.workspace_id, restock_id, list(came), counts, defects)


async def keep_file(tx: Tx, restock_id: UUID, content: bytes) -> None:
    await tx.execute(KEEP_FILE, tx.workspace_id, restock_id, tx.now, content)


async def file(tx: Tx, restock_id: UUID) -> bytes | None:
    """As it was sent last."""
    found: bytes | None = await tx.fetchval(FILE, tx.workspace_id, restock_id)
    return found


async def coming(tx: Tx, variant_ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """Pieces of these that are drafted or ordered, and have not come."""
    rows = await tx.fetch(COMING, tx.workspace_id, list(variant_ids))
    return {row["variant_id"]: row["pieces"] for row in rows}
