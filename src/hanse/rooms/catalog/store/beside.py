"""Statements about what stands beside products and variants: costs, translations, bundles, texts
of the history."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from hanse.base.money import UnitCost
from hanse.engine.tx import Tx
from hanse.rooms.catalog.model.goods import CostKind, CostRow, Part

COSTS = """
    select distinct on (variant_id, kind) variant_id, kind, amount, currency
    from catalog_costs
    where workspace_id = $1 and variant_id = any($2::uuid[]) and since <= $3
    order by variant_id, kind, since desc, id desc
"""
COSTS_TOLD = """
    select variant_id, kind, amount, currency, since, source from catalog_costs
    where workspace_id = $1 and variant_id = any($2::uuid[])
    order by since desc, id desc limit $3
"""
ADD_COSTS = """
    insert into catalog_costs
        (workspace_id, id, variant_id, kind, amount, currency, since, source, set_by)
    select $1, given.*, $9
    from unnest($2::uuid[], $3::uuid[], $4::text[], $5::numeric[], $6::text[], $7::timestamptz[],
        $8::text[]) as given
"""
TRANSLATIONS = """
    select product_id, language, field, text from catalog_translations
    where workspace_id = $1 and product_id = any($2::uuid[]) and ($3 = '' or language = $3)
"""
PUT_TRANSLATIONS = """
    insert into catalog_translations (workspace_id, product_id, language, field, text)
    select $1, given.* from unnest($2::uuid[], $3::text[], $4::text[], $5::text[]) as given
    on conflict (workspace_id, product_id, language, field) do update set text = excluded.text
"""
DROP_TRANSLATIONS = """
    delete from catalog_translations as held
    using unnest($2::uuid[], $3::text[], $4::text[]) as given (product_id, language, field)
    where held.workspace_id = $1 and held.product_id = given.product_id
      and held.language = given.language and held.field = given.field
"""
BUNDLES = """
    select variant_id, component_id, count from catalog_bundles
    where workspace_id = $1 and variant_id = any($2::uuid[])
    order by variant_id, component_id
"""
# As deep as a bundle may go and one more; a circle would end there.
BELOW = """
    with recursive below as (
        select variant_id, component_id, count, 1 as depth from catalog_bundles
        where workspace_id = $1 and variant_id = any($2::uuid[])
        union
        select held.variant_id, held.component_id, held.count, below.depth + 1
        from below join catalog_bundles held
          on held.workspace_id = $1 and held.variant_id = below.component_id
        where below.depth <= $3
    )
    select distinct variant_id, component_id, count from below
"""
ABOVE = """
    with recursive above as (
        select component_id as part_id, variant_id, 1 as depth from catalog_bundles
        where workspace_id = $1 and component_id = any($2::uuid[])
        union
        select above.part_id, held.variant_id, above.depth + 1
        from above join catalog_bundles held
          on held.workspace_id = $1 and held.component_id = above.variant_id
        where above.depth <= $3
    )
    select distinct part_id, variant_id from above
"""
CLEAR_BUNDLE = "delete from catalog_bundles where workspace_id = $1 and variant_id = $2"
ADD_BUNDLE = """
    insert into catalog_bundles (workspace_id, variant_id, component_id, count)
    select $1, $2, given.* from unnest($3::uuid[], $4::integer[]) as given
"""
LOCK_BUNDLES = "select pg_advisory_xact_lock(hashtextextended('catalog_bundles ' || $1, 0))"
KEEP_TEXTS = """
    insert into catalog_texts (workspace_id, digest, text)
    select $1, given.* from unnest($2::text[], $3::text[]) as given on conflict do nothing
"""
TEXTS = (
    "select digest, text from catalog_texts where workspace_id = $1 and digest = any($2::text[])"
)


async def costs(
    tx: Tx, variant_ids: Sequence[UUID], at: datetime
) -> Mapping[UUID, Mapping[str, UnitCost]]:
    found: dict[UUID, dict[str, UnitCost]] = {}
    for row in await tx.fetch(COSTS, tx.workspace_id, list(variant_ids), at):
        cost = UnitCost(row["currency"], row["amount"])
        found.setdefault(row["variant_id"], {})[row["kind"]] = cost
    return found


async def costs_told(tx: Tx, variant_ids: Sequence[UUID], rows_max: int) -> Sequence[CostRow]:
    return [
        CostRow(
            row["variant_id"],
            CostKind(row["kind"]),
            UnitCost(row["currency"], row["amount"]),
            row["since"],
            row["source"],
        )
        for row in await tx.fetch(COSTS_TOLD, tx.workspace_id, list(variant_ids), rows_max)
    ]


async def add_costs(tx: Tx, rows: Sequence[CostRow]) -> None:
    columns = zip(
        *(
            (
                *(tx.ids.new(), each.variant_id, each.kind.value, each.cost.value),
                *(each.cost.currency, each.since, each.source),
            )
            for each in rows
        ),
        strict=True,
    )
    await tx.execute(ADD_COSTS, tx.workspace_id, *map(list, columns), tx.actor.id)


async def translations(
    tx: Tx, product_ids: Sequence[UUID], language: str = ""
) -> Sequence[tuple[UUID, str, str, str]]:
    """Product, language, field, text; of all languages if none is named."""
    rows = await tx.fetch(TRANSLATIONS, tx.workspace_id, list(product_ids), language)
    return [(*row,) for row in rows]


async def put_translations(tx: Tx, rows: Sequence[tuple[UUID, str, str, str]]) -> None:
    columns = zip(*rows, strict=True)
    await tx.execute(PUT_TRANSLATIONS, tx.workspace_id, *map(list, columns))


async def drop_translations(tx: Tx, rows: Sequence[tuple[UUID, str, str]]) -> None:
    columns = zip(*rows, strict=True)
    await tx.execute(DROP_TRANSLATIONS, tx.workspace_id, *map(list, columns))


async def bundles(tx: Tx, variant_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Part]]:
    return parts_of(await tx.fetch(BUNDLES, tx.workspace_id, list(variant_ids)))


async def bundles_below(
    tx: Tx, variant_ids: Sequence[UUID], depth_max: int
) -> Mapping[UUID, Sequence[Part]]:
    """These bundles, and those that their parts are."""
    return parts_of(await tx.fetch(BELOW, tx.workspace_id, list(variant_ids), depth_max))


async def bundles_above(
    tx: Tx, component_ids: Sequence[UUID], depth_max: int
) -> Mapping[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = {}
    for part_id, variant_id in await tx.fetch(
        ABOVE, tx.workspace_id, list(component_ids), depth_max
    ):
        found.setdefault(part_id, set()).add(variant_id)
    return found


def parts_of(rows: Sequence[Any]) -> Mapping[UUID, Sequence[Part]]:
    found: dict[UUID, list[Part]] = {}
    for variant_id, component_id, count in rows:
        found.setdefault(variant_id, []).append(Part(component_id, count))
    return found


async def set_bundle(tx: Tx, variant_id: UUID, parts: Sequence[Part]) -> None:
    await tx.execute(CLEAR_BUNDLE, tx.workspace_id, variant_id)
    ids, counts = [each.component_id for each in parts], [each.count for each in parts]
    await tx.execute(ADD_BUNDLE, tx.workspace_id, variant_id, ids, counts)


async def lock_bundles(tx: Tx) -> None:
    """One transaction at a time: two that each look fine could make a circle together."""
    await tx.execute(LOCK_BUNDLES, str(tx.workspace_id))


async def keep_texts(tx: Tx, texts: Mapping[str, str]) -> None:
    await tx.execute(KEEP_TEXTS, tx.workspace_id, list(texts), list(texts.values()))


async def texts(tx: Tx, digests: Sequence[str]) -> Mapping[str, str]:
    rows = await tx.fetch(TEXTS, tx.workspace_id, list(digests))
    return {row["digest"]: row["text"] for row in rows}
