"""Statements that find products: the table of them, and the words by which they are found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.catalog.model.goods import State
from hanse.rooms.catalog.model.words import of_goods

GOODS = """
    select product.id, product.title, coalesce(brand.name, '') as brand, product.tags,
        array(select unnest(array[held.sku, held.gtin]) from catalog_variants held
            where held.workspace_id = product.workspace_id and held.product_id = product.id
              and held.state = 'active') as codes
    from catalog_products product left join catalog_brands brand
      on brand.workspace_id = product.workspace_id and brand.id = product.brand_id
    where product.workspace_id = $1 and product.id = any($2::uuid[])
"""
RENEW = """
    update catalog_products as held set search = given.search
    from (select id, array_to_tsvector(string_to_array(words, chr(31))) as search
          from unnest($2::uuid[], $3::text[]) as given (id, words)) as given
    where held.workspace_id = $1 and held.id = given.id and held.search <> given.search
"""
# What is not asked for falls away when the plan is made, so each question has a plan of its own.
OWN_PLAN = "set local plan_cache_mode = force_custom_plan"
SOLD = """and exists (
        select from catalog_offers offer where offer.workspace_id = $1
          and offer.product_id = product.id and offer.account_id = $7)"""
UNSOLD = """and not exists (
        select from catalog_offers offer where offer.workspace_id = $1
          and offer.product_id = product.id and offer.account_id = $8)"""
BARE = """and exists (
        select from catalog_variants bare where bare.workspace_id = $1
          and bare.product_id = product.id and bare.state = 'active' and bare.gtin = '')"""
ANY, NONE = "", "and ({}::uuid is null)"


def find_statement(sold: str, unsold: str, bare: str) -> str:
    """A condition on other rows joins them only where it stands for itself, not behind an `or`."""
    return f"""
    select product.id, product.title, product.state, product.brand_id, product.category_id,
        product.tags, product.changed_at, product.version
    from catalog_products product
    where product.workspace_id = $1 and product.state = $2
      and ($3::uuid is null or product.id < $3)
      and ($4::uuid is null or product.brand_id = $4)
      and ($5::uuid[] is null or product.category_id = any($5))
      and ($6::text is null or product.search @@ $6::tsquery)
      {sold} {unsold} {bare}
    order by product.id desc limit $9
    """  # noqa: S608 - our own conditions


# By whether it is asked for: sold at an account, not sold at one, without a barcode.
FINDS = {
    (sold, unsold, bare): find_statement(
        SOLD if sold else NONE.format("$7"),
        UNSOLD if unsold else NONE.format("$8"),
        BARE if bare else ANY,
    )
    for sold in (False, True)
    for unsold in (False, True)
    for bare in (False, True)
}
LIKE = """
    select product.id, product.title, product.state, product.brand_id, product.category_id,
        product.tags, product.changed_at, product.version
    from catalog_products product
    where product.workspace_id = $1 and product.state = $2 and product.title %> $3
    order by word_similarity($3, product.title) desc, product.id desc limit $4
"""
LIKE_ENOUGH = "set local pg_trgm.word_similarity_threshold = 0.5"
# Of many titles at once, the most similar products of ours.
SIMILAR = """
    select asked.place, near.id, near.nearness
    from unnest($2::text[]) with ordinality as asked (title, place)
    cross join lateral (
        select product.id, similarity(product.title, asked.title) as nearness
        from catalog_products product
        where product.workspace_id = $1 and product.state = 'active'
          and product.title % asked.title
        order by nearness desc, product.id limit $3) as near
    order by asked.place, near.nearness desc
"""
SIMILAR_ENOUGH = "set local pg_trgm.similarity_threshold = 0.45"
SUMS = """
    select held.product_id, count(*) as variants,
        min(held.sku) filter (where held.sku <> '') as sku, min(held.price_minor) as least,
        max(held.price_minor) as most, min(held.currency) as currency,
        count(distinct held.currency) as currencies
    from catalog_variants held
    where held.workspace_id = $1 and held.product_id = any($2::uuid[]) and held.state = 'active'
    group by held.product_id
"""
SHOPS = """
    select product_id, array_agg(distinct account_id) as account_ids from catalog_offers
    where workspace_id = $1 and product_id = any($2::uuid[]) group by product_id
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the table is narrowed to; `query` is in the words of the index."""

    state: State = State.active
    brand_id: UUID | None = None
    category_ids: Sequence[UUID] | None = None
    query: str | None = None
    linked_to: UUID | None = None
    not_linked_to: UUID | None = None
    no_barcode: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A product in the table."""

    id: UUID
    title: str
    state: State
    brand_id: UUID | None
    category_id: UUID | None
    tags: tuple[str, ...]
    changed_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class Sums:
    """What the table tells of the variants of a product: the price is none in two currencies."""

    variants: int
    sku: str | None
    least: int | None
    most: int | None
    currency: str | None


async def renew(tx: Tx, ids: Sequence[UUID]) -> None:
    """Make the words of these anew, of what they hold now."""
    rows = await tx.fetch(GOODS, tx.workspace_id, list(ids))
    words = ["\x1f".join(of_goods([row[1], row[2]], row[3], row[4])) for row in rows]
    await tx.execute(RENEW, tx.workspace_id, [row["id"] for row in rows], words)


async def find(tx: Tx, wanted: Wanted, before: UUID | None, rows_max: int) -> Sequence[Found]:
    await tx.execute(OWN_PLAN)
    categories = None if wanted.category_ids is None else list(wanted.category_ids)
    sold, unsold = wanted.linked_to is not None, wanted.not_linked_to is not None
    rows = await tx.fetch(
        FINDS[sold, unsold, wanted.no_barcode],
        *(tx.workspace_id, wanted.state.value, before, wanted.brand_id, categories, wanted.query),
        *(wanted.linked_to, wanted.not_linked_to, rows_max),
    )
    return [found(*row) for row in rows]


async def like(tx: Tx, state: State, text: str, rows_max: int) -> Sequence[Found]:
    """Those whose titles hold something similar, the nearest first."""
    await tx.execute(LIKE_ENOUGH)
    rows = await tx.fetch(LIKE, tx.workspace_id, state.value, text, rows_max)
    return [found(*row) for row in rows]


async def similar(
    tx: Tx, titles: Sequence[str], rows_max: int
) -> Sequence[Sequence[tuple[UUID, float]]]:
    """For each title, our products with the most similar ones, and how near they are."""
    near: list[list[tuple[UUID, float]]] = [[] for _ in titles]
    await tx.execute(SIMILAR_ENOUGH)
    for place, product_id, nearness in await tx.fetch(
        SIMILAR, tx.workspace_id, list(titles), rows_max
    ):
        near[place - 1].append((product_id, float(nearness)))
    return near


async def sums(tx: Tx, ids: Sequence[UUID]) -> Mapping[UUID, Sums]:
    return {
        row["product_id"]: Sums(
            *(row["variants"], row["sku"], row["least"], row["most"]),
            currency=row["currency"] if row["currencies"] == 1 else None,
        )
        for row in await tx.fetch(SUMS, tx.workspace_id, list(ids))
    }


async def shops(tx: Tx, ids: Sequence[UUID]) -> Mapping[UUID, Sequence[UUID]]:
    """The accounts at which each is sold."""
    rows = await tx.fetch(SHOPS, tx.workspace_id, list(ids))
    return {row["product_id"]: row["account_ids"] for row in rows}


def found(
    product_id: UUID,
    title: str,
    state: str,
    brand_id: UUID | None,
    category_id: UUID | None,
    tags: Sequence[str],
    changed_at: datetime,
    version: int,
) -> Found:
    return Found(
        *(product_id, title, State(state), brand_id, category_id, tuple(tags), changed_at, version)
    )
