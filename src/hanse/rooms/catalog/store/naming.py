"""Statements about brands, categories and attributes: what goods are named by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.catalog.model.attributes import Attribute, AttributeType
from hanse.rooms.catalog.model.goods import State
from hanse.rooms.catalog.model.trees import CATEGORIES_MAX, Category

BRANDS_MAX = 20_000
ATTRIBUTES_MAX = 1_000
BRANDS = "select id, name, key, version from catalog_brands where workspace_id = $1"
BRANDS_ALL = f"{BRANDS} order by key limit $2"
BRANDS_NAMED = f"{BRANDS} and id = any($2::uuid[])"
BRANDS_KEYED = f"{BRANDS} and key = any($2::text[])"
ADD_BRANDS = """
    insert into catalog_brands (workspace_id, id, name, key)
    select $1, given.* from unnest($2::uuid[], $3::text[], $4::text[]) as given
    on conflict (workspace_id, key) do nothing
"""
RENAME_BRAND = """
    update catalog_brands set name = $3, key = $4, version = version + 1
    where workspace_id = $1 and id = $2
"""
DROP_BRAND = "delete from catalog_brands where workspace_id = $1 and id = $2"
MOVE_BRAND = """
    update catalog_products set brand_id = $3, version = version + 1, changed_at = $4
    where workspace_id = $1 and id in (
        select id from catalog_products where workspace_id = $1 and brand_id = $2 limit $5)
    returning id
"""
OF_BRAND = """
    select id from catalog_products
    where workspace_id = $1 and brand_id = $2 and ($3::uuid is null or id > $3)
    order by id limit $4
"""
ATTRIBUTES = """
    select id, key, name, type, unit, choices, state, version from catalog_attributes
    where workspace_id = $1 order by key limit $2
"""
PUT_ATTRIBUTE = """
    insert into catalog_attributes
        (workspace_id, id, key, name, type, unit, choices, state, version)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    on conflict (workspace_id, id) do update
    set name = excluded.name, unit = excluded.unit, choices = excluded.choices,
        state = excluded.state, version = excluded.version
"""
CATEGORIES = """
    select id, name, parent_id, account_id, platform, remote_id, state, version
    from catalog_categories
    where workspace_id = $1 and ($2::uuid is null and account_id is null or account_id = $2)
    order by name, id limit $3
"""
ADD_CATEGORIES = """
    insert into catalog_categories (workspace_id, id, name, parent_id, account_id, platform,
        remote_id, state)
    select $1, given.* from unnest($2::uuid[], $3::text[], $4::uuid[], $5::uuid[], $6::text[],
        $7::text[], $8::text[]) as given
    on conflict (workspace_id, account_id, remote_id) where account_id is not null do update
    set name = excluded.name, version = catalog_categories.version + 1
    where catalog_categories.name <> excluded.name
"""
PUT_CATEGORY = """
    update catalog_categories set name = $3, parent_id = $4, state = $5, version = version + 1
    where workspace_id = $1 and id = $2 and account_id is null
"""
LOCK_TREE = "select pg_advisory_xact_lock(hashtextextended('catalog_categories ' || $1, 0))"


@dataclass(frozen=True, slots=True)
class Brand:
    id: UUID
    name: str
    key: str
    version: int = 1


async def brands(tx: Tx) -> Sequence[Brand]:
    return [Brand(*row) for row in await tx.fetch(BRANDS_ALL, tx.workspace_id, BRANDS_MAX)]


async def brands_named(tx: Tx, ids: Sequence[UUID]) -> Mapping[UUID, Brand]:
    rows = await tx.fetch(BRANDS_NAMED, tx.workspace_id, list(ids))
    return {row["id"]: Brand(*row) for row in rows}


async def brands_keyed(tx: Tx, keys: Sequence[str]) -> Mapping[str, Brand]:
    rows = await tx.fetch(BRANDS_KEYED, tx.workspace_id, list(keys))
    return {row["key"]: Brand(*row) for row in rows}


async def add_brands(tx: Tx, made: Sequence[Brand]) -> None:
    columns = zip(*((each.id, each.name, each.key) for each in made), strict=True)
    await tx.execute(ADD_BRANDS, tx.workspace_id, *map(list, columns))


async def rename_brand(tx: Tx, brand_id: UUID, name: str, key: str) -> None:
    await tx.execute(RENAME_BRAND, tx.workspace_id, brand_id, name, key)


async def drop_brand(tx: Tx, brand_id: UUID) -> None:
    await tx.execute(DROP_BRAND, tx.workspace_id, brand_id)


async def move_brand(tx: Tx, from_id: UUID, into_id: UUID, rows_max: int) -> Sequence[UUID]:
    rows = await tx.fetch(MOVE_BRAND, tx.workspace_id, from_id, into_id, tx.now, rows_max)
    return [row["id"] for row in rows]


async def of_brand(tx: Tx, brand_id: UUID, after: UUID | None, rows_max: int) -> Sequence[UUID]:
    rows = await tx.fetch(OF_BRAND, tx.workspace_id, brand_id, after, rows_max)
    return [row["id"] for row in rows]


async def attributes(tx: Tx) -> Mapping[str, Attribute]:
    rows = await tx.fetch(ATTRIBUTES, tx.workspace_id, ATTRIBUTES_MAX)
    return {row["key"]: attribute_of(row) for row in rows}


async def put_attribute(tx: Tx, attribute: Attribute) -> None:
    await tx.execute(
        PUT_ATTRIBUTE,
        *(tx.workspace_id, attribute.id, attribute.key, attribute.name, attribute.type.value),
        *(attribute.unit, list(attribute.choices), attribute.state.value, attribute.version),
    )


def attribute_of(row: Any) -> Attribute:
    return Attribute(
        row["id"],
        row["key"],
        row["name"],
        AttributeType(row["type"]),
        row["unit"],
        tuple(row["choices"]),
        State(row["state"]),
        row["version"],
    )


async def categories(tx: Tx, account_id: UUID | None) -> Sequence[Category]:
    """Our own tree, or what the listings of an account name."""
    rows = await tx.fetch(CATEGORIES, tx.workspace_id, account_id, CATEGORIES_MAX)
    return [category_of(row) for row in rows]


async def add_categories(tx: Tx, made: Sequence[Category]) -> None:
    columns = zip(
        *(
            (
                *(each.id, each.name, each.parent_id, each.account_id, each.platform),
                *(each.remote_id, each.state.value),
            )
            for each in made
        ),
        strict=True,
    )
    await tx.execute(ADD_CATEGORIES, tx.workspace_id, *map(list, columns))


async def put_category(tx: Tx, category: Category) -> None:
    await tx.execute(
        PUT_CATEGORY,
        *(tx.workspace_id, category.id, category.name, category.parent_id, category.state.value),
    )


async def lock_tree(tx: Tx) -> None:
    """One transaction at a time: two moves that each look fine could make a circle together."""
    await tx.execute(LOCK_TREE, str(tx.workspace_id))


def category_of(row: Any) -> Category:
    return Category(
        row["id"],
        row["name"],
        row["parent_id"],
        row["account_id"],
        row["platform"],
        row["remote_id"],
        State(row["state"]),
        row["version"],
    )
