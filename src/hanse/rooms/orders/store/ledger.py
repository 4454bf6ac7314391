"""Statements about what the ledger holds for lines."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from hanse.engine.tx import Tx

NOTE = """
    update orders_lines as line set held = now.held, short = now.short, sold = now.sold
    from unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[]) as now (id, held, short, sold)
    where line.workspace_id = $1 and line.id = now.id
      and (line.held, line.short, line.sold) is distinct from (now.held, now.short, now.sold)
"""
CAME = """
    update orders_lines as line set came = line.came + now.count
    from unnest($2::uuid[], $3::bigint[], $4::bigint[]) as now (id, came, count)
    where line.workspace_id = $1 and line.id = now.id and line.came = now.came
    returning line.id
"""
OPEN_OF = """
    select distinct account_id, remote_id from orders_orders
    where workspace_id = $1 and id in (
        select order_id from orders_lines
        where workspace_id = $1 and variant_id = any($2::uuid[]) and waits limit 5000)
"""
SHORT_OF = """
    select distinct account_id, remote_id from orders_orders
    where workspace_id = $1 and id in (
        select order_id from orders_lines
        where workspace_id = $1 and variant_id = any($2::uuid[]) and short > 0
        order by placed_at limit 500)
"""
# What is held of them is asked of the ledger anew.
LOST = """
    with less as (
        update orders_lines set held = 0 where workspace_id = $1 and id = any($2::uuid[])
        returning order_id)
    select distinct account_id, remote_id from orders_orders
    where workspace_id = $1 and id in (select order_id from less)
"""


async def note(tx: Tx, rows: Sequence[tuple[UUID, int, int, int]]) -> None:
    """By line: what is held, what lacks, and how many the ledger knows to be out."""
    if rows:
        await tx.execute(NOTE, tx.workspace_id, *map(list, zip(*rows, strict=True)))


async def came(tx: Tx, counts: Mapping[UUID, tuple[int, int]]) -> frozenset[UUID]:
    """By line, how many pieces had come back as the shop says, and how many more; those lines of
    which nobody noted it meanwhile."""
    columns = (
        list(counts),
        [was for was, _ in counts.values()],
        [new for _, new in counts.values()],
    )
    found = await tx.fetch(CAME, tx.workspace_id, *columns) if counts else []
    return frozenset(row["id"] for row in found)


async def open_of(tx: Tx, variant_ids: Sequence[UUID]) -> Sequence[tuple[UUID, str]]:
    """The orders, by shop and its own id, with open lines of these."""
    return [(*row,) for row in await tx.fetch(OPEN_OF, tx.workspace_id, list(variant_ids))]


async def short_of(tx: Tx, variant_ids: Sequence[UUID]) -> Sequence[tuple[UUID, str]]:
    return [(*row,) for row in await tx.fetch(SHORT_OF, tx.workspace_id, list(variant_ids))]


async def lost(tx: Tx, line_ids: Sequence[UUID]) -> Sequence[tuple[UUID, str]]:
    """Lines that hold nothing any more, told by the ledger: their orders."""
    return [(*row,) for row in await tx.fetch(LOST, tx.workspace_id, list(line_ids))]
