"""Statements about what suppliers did."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.purchasing.model.marks import Kind, Mark

# The same fact told again is the same mark. Of a price one thing is said, the first.
PUT = """
    insert into purchasing_marks as held (workspace_id, id, supplier_id, kind, about, count, at)
    select $1, given.id, given.supplier_id, given.kind, given.about, given.count, $2
    from unnest($3::uuid[], $4::uuid[], $5::text[], $6::uuid[], $7::integer[])
        as given (id, supplier_id, kind, about, count)
    where given.kind not in ('price_kept', 'price_above') or not exists (
        select from purchasing_marks as other
        where other.workspace_id = $1 and other.supplier_id = given.supplier_id
          and other.kind in ('price_kept', 'price_above') and other.about = given.about)
    order by given.supplier_id, given.kind, given.about
    on conflict (workspace_id, supplier_id, kind, about) do update set count = excluded.count
    where held.count <> excluded.count
"""
COUNTS = """
    select supplier_id, kind, sum(count)::bigint as count from purchasing_marks
    where workspace_id = $1 and supplier_id = any($2::uuid[]) and at >= $3
    group by supplier_id, kind
"""
PIECES = """
    select purchase_id, sum(quantity)::bigint as pieces from purchasing_order_lines
    where workspace_id = $1 and purchase_id = any($2::uuid[]) group by purchase_id
"""


async def put(tx: Tx, marks: Sequence[Mark]) -> None:
    if marks:
        rows = [
            (tx.ids.new(), each.supplier_id, each.kind.value, each.about, each.count)
            for each in marks
        ]
        columns = [list(each) for each in zip(*rows, strict=True)]
        await tx.execute(PUT, tx.workspace_id, tx.now, *columns)


async def counts(
    tx: Tx, supplier_ids: Sequence[UUID], since: datetime
) -> Mapping[UUID, Mapping[Kind, int]]:
    found: dict[UUID, dict[Kind, int]] = {each: {} for each in supplier_ids}
    for row in await tx.fetch(COUNTS, tx.workspace_id, list(supplier_ids), since):
        found[row["supplier_id"]][Kind(row["kind"])] = row["count"]
    return found


async def pieces(tx: Tx, purchase_ids: Sequence[UUID]) -> Mapping[UUID, int]:
    rows = await tx.fetch(PIECES, tx.workspace_id, list(purchase_ids))
    return {row["purchase_id"]: row["pieces"] for row in rows}
