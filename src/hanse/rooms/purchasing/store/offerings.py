"""Statements about offers as people see and set them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.purchasing.model.offers import Offer, OfferState

NAMES = tuple(each.name for each in fields(Offer))

# Each its own, for an index serves either: of a supplier, of a variant, and of everything.
OF_SUPPLIER = """
    select * from purchasing_offers
    where workspace_id = $1 and supplier_id = $2 and variant_id > $3 and ($5 or state = 'active')
    order by variant_id limit $4
"""
OF_VARIANT = """
    select * from purchasing_offers
    where workspace_id = $1 and variant_id = $2 and state = 'active' and id > $3
    order by id limit $4
"""
EVERYTHING = """
    select * from purchasing_offers
    where workspace_id = $1 and id > $2 and ($4 or state = 'active') order by id limit $3
"""
OF_VARIANTS = """
    select offer.* from purchasing_offers as offer join purchasing_suppliers as supplier
      on supplier.workspace_id = $1 and supplier.id = offer.supplier_id
        and supplier.state = 'active'
    where offer.workspace_id = $1 and offer.variant_id = any($2::uuid[]) and offer.state = 'active'
    order by offer.variant_id, offer.id
"""
PAIRS = """
    select offer.* from unnest($2::uuid[], $3::uuid[]) as given (supplier_id, variant_id)
    join purchasing_offers as offer on offer.workspace_id = $1
      and offer.supplier_id = given.supplier_id and offer.variant_id = given.variant_id
    order by offer.id for update of offer
"""
SEEN = PAIRS.replace("for update of offer", "")
KNOWN_THERE = """
    select * from purchasing_offers where workspace_id = $1 and supplier_id = $2
      and (sku = any($3::text[]) and sku <> '' or product_remote_id = any($4::text[])
        and product_remote_id <> '')
    order by id
"""
PUT = """
    insert into purchasing_offers as held (workspace_id, id, supplier_id, variant_id, state,
        product_remote_id, variant_remote_id, order_key, sku, from_country, price_minor, breaks,
        minimum, case_pack, lead_days, share_percent, stock, stock_sure, read_at)
    select $1, given.id, given.supplier_id, given.variant_id, given.state, given.product,
        given.variant, given.key, given.sku, given.country, given.price, given.breaks::jsonb,
        given.minimum, given.pack, given.lead, given.share, given.stock, given.sure, given.read_at
    from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[],
        $9::text[], $10::text[], $11::bigint[], $12::text[], $13::integer[], $14::integer[],
        $15::numeric[], $16::numeric[], $17::bigint[], $18::bigint[], $19::timestamptz[])
        as given (id, supplier_id, variant_id, state, product, variant, key, sku, country, price,
            breaks, minimum, pack, lead, share, stock, sure, read_at)
    order by given.supplier_id, given.variant_id
    on conflict (workspace_id, supplier_id, variant_id) do update
    set state = excluded.state, product_remote_id = excluded.product_remote_id,
        variant_remote_id = excluded.variant_remote_id, order_key = excluded.order_key,
        sku = excluded.sku, from_country = excluded.from_country,
        price_minor = excluded.price_minor, breaks = excluded.breaks, minimum = excluded.minimum,
        case_pack = excluded.case_pack, lead_days = excluded.lead_days,
        share_percent = excluded.share_percent, stock = excluded.stock,
        stock_sure = excluded.stock_sure, read_at = excluded.read_at, version = held.version + 1
    returning id
"""
OFFERED = """
    select distinct variant_id from purchasing_offers
    where workspace_id = $1 and variant_id > $2 and state = 'active'
    order by variant_id limit $3
"""
FIRST = UUID(int=0)


def read(row: Any) -> Offer:
    values = {name: row[name] for name in NAMES}
    steps = json.loads(values["breaks"])
    return Offer(
        **{
            **values,
            "state": OfferState(values["state"]),
            "breaks": tuple((int(count), int(minor)) for count, minor in steps),
        }
    )


async def of_supplier(
    tx: Tx, supplier_id: UUID, after: UUID | None, rows_max: int, *, off: bool
) -> Sequence[Offer]:
    """Sorted by our variants."""
    args = tx.workspace_id, supplier_id, after or FIRST, rows_max, off
    return [read(row) for row in await tx.fetch(OF_SUPPLIER, *args)]


async def of_variant(
    tx: Tx, variant_id: UUID, after: UUID | None, rows_max: int
) -> Sequence[Offer]:
    rows = await tx.fetch(OF_VARIANT, tx.workspace_id, variant_id, after or FIRST, rows_max)
    return [read(row) for row in rows]


async def everything(tx: Tx, after: UUID | None, rows_max: int, *, off: bool) -> Sequence[Offer]:
    rows = await tx.fetch(EVERYTHING, tx.workspace_id, after or FIRST, rows_max, off)
    return [read(row) for row in rows]


async def of_variants(tx: Tx, variant_ids: Sequence[UUID]) -> Sequence[Offer]:
    """Active ones of active suppliers."""
    return [read(row) for row in await tx.fetch(OF_VARIANTS, tx.workspace_id, list(variant_ids))]


async def pairs(
    tx: Tx, wanted: Sequence[tuple[UUID, UUID]], *, lock: bool
) -> Mapping[tuple[UUID, UUID], Offer]:
    """By supplier and variant."""
    suppliers, variants = [each for each, _ in wanted], [each for _, each in wanted]
    if lock:
        rows = await tx.fetch(PAIRS, tx.workspace_id, suppliers, variants)
    else:
        rows = await tx.fetch(SEEN, tx.workspace_id, suppliers, variants)
    found = [read(row) for row in rows]
    return {(each.supplier_id, each.variant_id): each for each in found}


async def known_there(
    tx: Tx, supplier_id: UUID, skus: Sequence[str], product_ids: Sequence[str]
) -> Sequence[Offer]:
    """Those of a supplier that go by these names of its own."""
    rows = await tx.fetch(KNOWN_THERE, tx.workspace_id, supplier_id, list(skus), list(product_ids))
    return [read(row) for row in rows]


async def put(tx: Tx, offers: Sequence[Offer]) -> Sequence[UUID]:
    """Made, or as they are from now on."""
    if not offers:
        return ()
    rows = [
        (
            *(each.id, each.supplier_id, each.variant_id, each.state.value),
            *(each.product_remote_id, each.variant_remote_id, each.order_key, each.sku),
            *(each.from_country, each.price_minor, json.dumps(each.breaks), each.minimum),
            *(each.case_pack, each.lead_days, each.share_percent, each.stock, each.stock_sure),
            each.read_at,
        )
        for each in offers
    ]
    columns = [list(each) for each in zip(*rows, strict=True)]
    return [row["id"] for row in await tx.fetch(PUT, tx.workspace_id, *columns)]


async def offered(tx: Tx, after: UUID | None, rows_max: int) -> Sequence[UUID]:
    """Variants that somebody offers, in their order."""
    rows = await tx.fetch(OFFERED, tx.workspace_id, after or FIRST, rows_max)
    return [row["variant_id"] for row in rows]
