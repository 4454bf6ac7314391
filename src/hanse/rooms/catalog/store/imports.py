"""Statements about tables that are brought in, and their rows."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec

from hanse.base.faults import Finding
from hanse.base.money import UnitCost, plain
from hanse.engine.tx import Tx
from hanse.rooms.catalog.model.cells import Reading
from hanse.rooms.catalog.model.edits import Edit
from hanse.rooms.catalog.model.imports import (
    Import,
    ImportRow,
    ImportState,
    Plan,
    RowState,
    Template,
)
from hanse.rooms.catalog.model.sheets import Places
from hanse.trade.fields import decoded, encoded, kept, restored

ADD = """
    insert into catalog_imports (workspace_id, id, name, state, digest, bytes, format, encoding,
        delimiter, columns, sample, findings, made_at, made_by, made_by_name, state_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::jsonb, $12::jsonb, $13, $14, $15, $13)
"""
IMPORTS = """
    select id, name, state, digest, bytes, format, encoding, delimiter, columns, sample, findings,
        mapping, counts, made_at, made_by, made_by_name, state_at, version
    from catalog_imports where workspace_id = $1
"""
GET = f"{IMPORTS} and id = $2"
LOCKED = f"{GET} for update"
PAGE = f"{IMPORTS} and ($2::uuid is null or id < $2) order by id desc limit $3"
MOVE = """
    update catalog_imports
    set state = $3, mapping = $4::jsonb, counts = $5::jsonb, findings = $6::jsonb, state_at = $7,
        version = version + 1
    where workspace_id = $1 and id = $2
"""
DROP_ROWS = "delete from catalog_import_rows where workspace_id = $1 and import_id = $2"
DELETE = "delete from catalog_imports where workspace_id = $1 and id = $2"
# Of all workspaces; what a job works on is left to it.
OLD = """
    select workspace_id, id from catalog_imports
    where state_at < $1 and state not in ('checking', 'applying') order by state_at limit $2
"""
OF_IMPORT = """
    select number, lead, state, wish, findings, product_id from catalog_import_rows
    where workspace_id = $1 and import_id = $2
"""
ADD_ROWS = """
    insert into catalog_import_rows (workspace_id, import_id, number, lead, state, wish, findings,
        product_id)
    select $1, $2, number, lead, state, wish::jsonb, findings::jsonb, product_id
    from unnest($3::int[], $4::int[], $5::text[], $6::text[], $7::text[], $8::uuid[])
        as given (number, lead, state, wish, findings, product_id)
"""
PUT_ROWS = """
    update catalog_import_rows as held
    set state = given.state, findings = given.findings::jsonb, product_id = given.product_id
    from unnest($3::int[], $4::text[], $5::text[], $6::uuid[])
        as given (number, state, findings, product_id)
    where held.workspace_id = $1 and held.import_id = $2 and held.number = given.number
"""
# A product is made whole or not at all.
REFUSE_TOGETHER = """
    update catalog_import_rows as held set state = 'refused', findings = $3::jsonb
    where held.workspace_id = $1 and held.import_id = $2 and held.state = 'ready'
      and held.lead in (select lead from catalog_import_rows
        where workspace_id = $1 and import_id = $2 and state = 'refused' and lead <> number
        union select number from catalog_import_rows
        where workspace_id = $1 and import_id = $2 and state = 'refused' and lead = number)
"""
NEXT = """
    and state = 'ready' and lead in (
        select lead from catalog_import_rows
        where workspace_id = $1 and import_id = $2 and state = 'ready'
        group by lead order by lead limit $3)
    order by lead, number
"""
READY = f"{OF_IMPORT} {NEXT}"
BEHIND = "and number > $3 and ($4::text is null or state = $4) order by number limit $5"
ROWS = f"{OF_IMPORT} {BEHIND}"
COUNTS = """
    select state, count(*) as rows from catalog_import_rows
    where workspace_id = $1 and import_id = $2 group by state
"""
TEMPLATES = """
    select id, name, mapping from catalog_import_templates where workspace_id = $1
    order by name limit $2
"""
PUT_TEMPLATE = """
    insert into catalog_import_templates (workspace_id, id, name, mapping, made_at)
    values ($1, $2, $3, $4::jsonb, $5)
    on conflict (workspace_id, name) do update
    set mapping = excluded.mapping, made_at = excluded.made_at
"""


async def add(tx: Tx, made: Import) -> None:
    await tx.execute(
        ADD,
        *(tx.workspace_id, made.id, made.name, made.state.value, made.digest, made.bytes),
        *(made.format, made.encoding, made.delimiter, list(made.columns)),
        *(json.dumps(made.sample), said(made.findings), made.made_at, made.made_by),
        made.made_by_name,
    )


async def get(tx: Tx, import_id: UUID, *, locked: bool = False) -> Import | None:
    if locked:
        row = await tx.fetchrow(LOCKED, tx.workspace_id, import_id)
    else:
        row = await tx.fetchrow(GET, tx.workspace_id, import_id)
    return import_of(row) if row else None


async def page(tx: Tx, before: UUID | None, rows_max: int) -> Sequence[Import]:
    return [import_of(row) for row in await tx.fetch(PAGE, tx.workspace_id, before, rows_max)]


async def move(tx: Tx, moved: Import) -> None:
    await tx.execute(
        MOVE,
        *(tx.workspace_id, moved.id, moved.state.value),
        spelled(moved.places) if moved.places else None,
        *(json.dumps(dict(moved.counts)), said(moved.findings), tx.now),
    )


async def drop_rows(tx: Tx, import_id: UUID) -> None:
    await tx.execute(DROP_ROWS, tx.workspace_id, import_id)


async def delete(tx: Tx, import_id: UUID) -> None:
    await tx.execute(DROP_ROWS, tx.workspace_id, import_id)
    await tx.execute(DELETE, tx.workspace_id, import_id)


async def old(tx: Tx, before: datetime, rows_max: int) -> Sequence[tuple[UUID, UUID]]:
    """Workspaces and imports."""
    return [(row["workspace_id"], row["id"]) for row in await tx.fetch(OLD, before, rows_max)]


async def add_rows(tx: Tx, import_id: UUID, rows: Sequence[ImportRow]) -> None:
    await tx.execute(
        ADD_ROWS,
        *(tx.workspace_id, import_id, [each.number for each in rows]),
        *([each.lead for each in rows], [each.state.value for each in rows]),
        *([spelled_plan(each.plan) for each in rows], [said(each.findings) for each in rows]),
        [each.product_id for each in rows],
    )


async def put_rows(tx: Tx, import_id: UUID, rows: Sequence[ImportRow]) -> None:
    await tx.execute(
        PUT_ROWS,
        *(tx.workspace_id, import_id, [each.number for each in rows]),
        *([each.state.value for each in rows], [said(each.findings) for each in rows]),
        [each.product_id for each in rows],
    )


async def refuse_together(tx: Tx, import_id: UUID, why: Finding) -> None:
    await tx.execute(REFUSE_TOGETHER, tx.workspace_id, import_id, said([why]))


async def ready(tx: Tx, import_id: UUID, leads_max: int) -> Sequence[ImportRow]:
    rows = await tx.fetch(READY, tx.workspace_id, import_id, leads_max)
    return [row_of(row) for row in rows]


async def rows(
    tx: Tx, import_id: UUID, after: int, state: RowState | None, rows_max: int
) -> Sequence[ImportRow]:
    found = await tx.fetch(
        ROWS, tx.workspace_id, import_id, after, state.value if state else None, rows_max
    )
    return [row_of(row) for row in found]


async def counts(tx: Tx, import_id: UUID) -> Mapping[str, int]:
    found = await tx.fetch(COUNTS, tx.workspace_id, import_id)
    return {row["state"]: row["rows"] for row in found}


async def templates(tx: Tx, rows_max: int) -> Sequence[Template]:
    rows = await tx.fetch(TEMPLATES, tx.workspace_id, rows_max)
    return [template_of(row) for row in rows]


async def put_template(tx: Tx, template: Template) -> None:
    document = {**msgspec.to_builtins(template.places), "heads": dict(template.heads)}
    await tx.execute(
        PUT_TEMPLATE,
        *(tx.workspace_id, template.id, template.name, json.dumps(document), tx.now),
    )


# How they stand in their columns.


def said(findings: Sequence[Finding]) -> str:
    return msgspec.json.encode(list(findings)).decode()


def heard(text: str) -> tuple[Finding, ...]:
    return msgspec.json.decode(text, type=tuple[Finding, ...])


def spelled(places: Places) -> str:
    return msgspec.json.encode(places).decode()


def places_of(text: str) -> Places:
    return msgspec.json.decode(text, type=Places, strict=False)


def spelled_plan(plan: Plan) -> str:
    return json.dumps(
        {
            "edits": [
                [str(each.id), each.field, encoded(each.was), encoded(each.now)]
                for each in plan.edits
            ],
            "makes": [kept(each) for each in plan.makes] if plan.makes else None,
            "costs": {
                kind: [each.currency, plain(each.value)] for kind, each in plan.costs.items()
            },
            "variant_id": str(plan.variant_id) if plan.variant_id else None,
        }
    )


def plan_of(text: str) -> Plan:
    document = json.loads(text)
    made, variant_id = document["makes"], document["variant_id"]
    return Plan(
        tuple(
            Edit(UUID(thing), field, decoded(was), decoded(now))
            for thing, field, was, now in document["edits"]
        ),
        (restored(made[0]), restored(made[1])) if made else None,
        {
            kind: UnitCost(currency, Decimal(value))
            for kind, (currency, value) in document["costs"].items()
        },
        UUID(variant_id) if variant_id else None,
    )


def import_of(row: Any) -> Import:
    return Import(
        id=row["id"],
        name=row["name"],
        state=ImportState(row["state"]),
        digest=row["digest"],
        bytes=row["bytes"],
        format=row["format"],
        encoding=row["encoding"],
        delimiter=row["delimiter"],
        columns=tuple(row["columns"]),
        sample=tuple(tuple(each) for each in json.loads(row["sample"])),
        findings=heard(row["findings"]),
        places=places_of(row["mapping"]) if row["mapping"] else None,
        counts=json.loads(row["counts"]),
        made_at=row["made_at"],
        made_by=row["made_by"],
        made_by_name=row["made_by_name"],
        state_at=row["state_at"],
        version=row["version"],
    )


def row_of(row: Any) -> ImportRow:
    return ImportRow(
        *(row["number"], row["lead"], RowState(row["state"]), plan_of(row["wish"])),
        *(heard(row["findings"]), row["product_id"]),
    )


def template_of(row: Any) -> Template:
    document = json.loads(row["mapping"])
    heads = document.pop("heads")
    reading = Reading(**document["reading"])
    return Template(row["id"], row["name"], heads, Places({}, reading, document["creates"]))
