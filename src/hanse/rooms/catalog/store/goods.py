"""Statements about products and variants. Rows go in as one document, so lists in them fit."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from hanse.base.money import Money
from hanse.engine.tx import Tx
from hanse.rooms.catalog.model import barcodes
from hanse.rooms.catalog.model.goods import Product, State, Variant
from hanse.trade.fields import kept, restored

PRODUCTS = """
    select id, title, description_html, summary_html, handle, seo_title, seo_description, brand_id,
        category_id, tags, options, attributes, state, version
    from catalog_products where workspace_id = $1 and id = any($2::uuid[])
"""
BRIEF = """
    select id, title, brand_id, category_id, tags from catalog_products
    where workspace_id = $1 and id = any($2::uuid[])
"""
# In the order of their ids, so that two who lock the same ones do not wait for each other.
LOCKED_PRODUCTS = f"{PRODUCTS} order by id for update"
ADD_PRODUCTS = """
    insert into catalog_products (workspace_id, id, title, description_html, summary_html, handle,
        seo_title, seo_description, brand_id, category_id, tags, options, attributes, state,
        made_at, changed_at)
    select $1, given.*, $3, $3
    from jsonb_to_recordset($2::jsonb) as given (id uuid, title text, description_html text,
        summary_html text, handle text, seo_title text, seo_description text, brand_id uuid,
        category_id uuid, tags text[], options text[], attributes jsonb, state text)
"""
PUT_PRODUCTS = """
    update catalog_products as held
    set title = given.title, description_html = given.description_html,
        summary_html = given.summary_html, handle = given.handle, seo_title = given.seo_title,
        seo_description = given.seo_description, brand_id = given.brand_id,
        category_id = given.category_id, tags = given.tags, options = given.options,
        attributes = given.attributes, state = given.state, changed_at = $3,
        version = held.version + 1
    from jsonb_to_recordset($2::jsonb) as given (id uuid, title text, description_html text,
        summary_html text, handle text, seo_title text, seo_description text, brand_id uuid,
        category_id uuid, tags text[], options text[], attributes jsonb, state text)
    where held.workspace_id = $1 and held.id = given.id
"""
TOUCH = """
    update catalog_products set version = version + 1, changed_at = $3
    where workspace_id = $1 and id = any($2::uuid[])
"""
VARIANTS = """
    select id, product_id, sku, gtin, choices, weight_g, price_minor, currency, state, position,
        version
    from catalog_variants where workspace_id = $1
"""
VARIANTS_NAMED = f"{VARIANTS} and id = any($2::uuid[])"
LOCKED_VARIANTS = f"{VARIANTS_NAMED} order by id for update"
VARIANTS_OF = f"{VARIANTS} and product_id = any($2::uuid[]) order by product_id, position, id"
ADD_VARIANTS = """
    insert into catalog_variants (workspace_id, id, product_id, sku, gtin, gtin_key, choices,
        weight_g, price_minor, currency, state, position)
    select $1, given.*
    from jsonb_to_recordset($2::jsonb) as given (id uuid, product_id uuid, sku text, gtin text,
        gtin_key text, choices text[], weight_g integer, price_minor bigint, currency text,
        state text, position integer)
"""
PUT_VARIANTS = """
    update catalog_variants as held
    set product_id = given.product_id, sku = given.sku, gtin = given.gtin,
        gtin_key = given.gtin_key, choices = given.choices, weight_g = given.weight_g,
        price_minor = given.price_minor, currency = given.currency, state = given.state,
        position = given.position, version = held.version + 1
    from jsonb_to_recordset($2::jsonb) as given (id uuid, product_id uuid, sku text, gtin text,
        gtin_key text, choices text[], weight_g integer, price_minor bigint, currency text,
        state text, position integer)
    where held.workspace_id = $1 and held.id = given.id
"""
# A hash stands for the workspace: two that share one wait for each other now and then.
LOCK_SKUS = "select pg_advisory_xact_lock(hashtextextended('catalog_skus ' || $1, 0))"
# First out of the way, so that two variants can exchange their SKUs.
FREE_SKUS = """
    update catalog_variants set sku = '' where workspace_id = $1 and id = any($2::uuid[])
"""
SKU_HOLDERS = """
    select held.sku, held.id, held.product_id, product.title
    from catalog_variants held join catalog_products product
      on product.workspace_id = held.workspace_id and product.id = held.product_id
    where held.workspace_id = $1 and held.state = 'active' and held.sku <> ''
      and held.sku = any($2::text[])
"""
KEYED = """
    select id, product_id, sku, gtin_key from catalog_variants
    where workspace_id = $1 and state = 'active'
      and (sku <> '' and sku = any($2::text[]) or gtin_key = any($3::text[]))
"""
COUNT = "select count(*) from catalog_products where workspace_id = $1"


async def products(tx: Tx, ids: Sequence[UUID]) -> Mapping[UUID, Product]:
    rows = await tx.fetch(PRODUCTS, tx.workspace_id, list(ids))
    return {row["id"]: product_of(row) for row in rows}


async def brief(tx: Tx, ids: Sequence[UUID]) -> Mapping[UUID, Product]:
    """Without their texts: what they are called, and where they belong."""
    return {
        row["id"]: Product(
            row["id"],
            row["title"],
            brand_id=row["brand_id"],
            category_id=row["category_id"],
            tags=tuple(row["tags"]),
        )
        for row in await tx.fetch(BRIEF, tx.workspace_id, list(ids))
    }


async def locked_products(tx: Tx, ids: Sequence[UUID]) -> Mapping[UUID, Product]:
    rows = await tx.fetch(LOCKED_PRODUCTS, tx.workspace_id, list(ids))
    return {row["id"]: product_of(row) for row in rows}


async def variants(tx: Tx, ids: Sequence[UUID]) -> Mapping[UUID, Variant]:
    rows = await tx.fetch(VARIANTS_NAMED, tx.workspace_id, list(ids))
    return {row["id"]: variant_of(row) for row in rows}


async def locked_variants(tx: Tx, ids: Sequence[UUID]) -> Mapping[UUID, Variant]:
    rows = await tx.fetch(LOCKED_VARIANTS, tx.workspace_id, list(ids))
    return {row["id"]: variant_of(row) for row in rows}


async def variants_of(tx: Tx, product_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Variant]]:
    found: dict[UUID, list[Variant]] = {each: [] for each in product_ids}
    for row in await tx.fetch(VARIANTS_OF, tx.workspace_id, list(product_ids)):
        found[row["product_id"]].append(variant_of(row))
    return found


async def add_products(tx: Tx, made: Sequence[Product]) -> None:
    await tx.execute(ADD_PRODUCTS, tx.workspace_id, product_rows(made), tx.now)


async def put_products(tx: Tx, changed: Sequence[Product]) -> None:
    await tx.execute(PUT_PRODUCTS, tx.workspace_id, product_rows(changed), tx.now)


async def touch_products(tx: Tx, ids: Iterable[UUID]) -> None:
    """They hold something else than before, in rows beside theirs."""
    await tx.execute(TOUCH, tx.workspace_id, list(ids), tx.now)


async def add_variants(tx: Tx, made: Sequence[Variant]) -> None:
    await tx.execute(ADD_VARIANTS, tx.workspace_id, variant_rows(made))


async def put_variants(tx: Tx, changed: Sequence[Variant]) -> None:
    await tx.execute(FREE_SKUS, tx.workspace_id, [each.id for each in changed])
    await tx.execute(PUT_VARIANTS, tx.workspace_id, variant_rows(changed))


async def lock_skus(tx: Tx) -> None:
    """One transaction at a time decides who has which SKU."""
    await tx.execute(LOCK_SKUS, str(tx.workspace_id))


async def sku_holders(tx: Tx, skus: Sequence[str]) -> Sequence[tuple[str, UUID, UUID, str]]:
    """SKU, variant, product and its title of those that have one of these now."""
    return [(*row,) for row in await tx.fetch(SKU_HOLDERS, tx.workspace_id, list(skus))]


async def keyed(
    tx: Tx, skus: Sequence[str], gtin_keys: Sequence[str]
) -> Sequence[tuple[UUID, UUID, str, str | None]]:
    """Variant, product, SKU and barcode of those that have one of these."""
    rows = await tx.fetch(KEYED, tx.workspace_id, list(skus), list(gtin_keys))
    return [(*row,) for row in rows]


async def count(tx: Tx) -> int:
    found: int = await tx.fetchval(COUNT, tx.workspace_id)
    return found


def product_rows(products: Sequence[Product]) -> str:
    return encoded(
        {
            "id": each.id,
            "title": each.title,
            "description_html": each.description_html,
            "summary_html": each.summary_html,
            "handle": each.handle,
            "seo_title": each.seo_title,
            "seo_description": each.seo_description,
            "brand_id": each.brand_id,
            "category_id": each.category_id,
            "tags": each.tags,
            "options": each.options,
            "attributes": kept(each.attributes),
            "state": each.state.value,
        }
        for each in products
    )


def variant_rows(variants: Sequence[Variant]) -> str:
    return encoded(
        {
            "id": each.id,
            "product_id": each.product_id,
            "sku": each.sku,
            "gtin": each.gtin,
            "gtin_key": barcodes.key(each.gtin),
            "choices": each.choices,
            "weight_g": each.weight_g,
            "price_minor": each.price.minor if each.price else None,
            "currency": each.price.currency if each.price else None,
            "state": each.state.value,
            "position": each.position,
        }
        for each in variants
    )


def encoded(rows: Iterable[Mapping[str, object]]) -> str:
    return msgspec.json.encode(list(rows)).decode()


def product_of(row: Any) -> Product:
    return Product(
        id=row["id"],
        title=row["title"],
        description_html=row["description_html"],
        summary_html=row["summary_html"],
        handle=row["handle"],
        seo_title=row["seo_title"],
        seo_description=row["seo_description"],
        brand_id=row["brand_id"],
        category_id=row["category_id"],
        tags=tuple(row["tags"]),
        options=tuple(row["options"]),
        attributes=restored(msgspec.json.decode(row["attributes"])),
        state=State(row["state"]),
        version=row["version"],
    )


def variant_of(row: Any) -> Variant:
    priced = row["price_minor"] is not None and row["currency"]
    return Variant(
        id=row["id"],
        product_id=row["product_id"],
        sku=row["sku"],
        gtin=row["gtin"],
        choices=tuple(row["choices"]),
        weight_g=row["weight_g"],
        price=Money(row["currency"], row["price_minor"]) if priced else None,
        state=State(row["state"]),
        position=row["position"],
        version=row["version"],
    )
