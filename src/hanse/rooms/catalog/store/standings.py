"""Statements about what rules of prices look at, and nothing else: they are asked of every offer
of a workspace, so each row is flat, and each thing beside it is looked up by its own key."""

from collections.abc import Sequence
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.catalog.model.standings import PAGE_ROWS, Standing

FIRST = UUID(int=0)  # below every id

# A cost in millionths where it is a whole number of them, as it nearly always is; else exactly.
MILLIONTHS = "min_scale(amount) <= 6 and amount < 1000000000000"
COST = f"""
    select case when {MILLIONTHS} then (amount * 1000000)::bigint end as fine,
        case when {MILLIONTHS} then null else amount end as exact, currency
    from catalog_costs
    where workspace_id = $1 and variant_id = held.variant_id and since <= $2
"""  # noqa: S608 - our own columns
# With a limit each of these stays a look-up by key, whatever the planner makes of the sizes.
BESIDE = f"""
    left join lateral (
        select category_id, brand_id, tags, true as known from catalog_products
        where workspace_id = $1 and id = held.product_id limit 1) product on true
    left join lateral (
        select price_minor, currency, true as known from catalog_variants
        where workspace_id = $1 and id = held.variant_id limit 1) variant on true
    left join lateral ({COST} and kind = 'supplier'
        order by since desc, id desc limit 1) supplier on true
    left join lateral ({COST} and kind = 'landed'
        order by since desc, id desc limit 1) landed on true
"""  # noqa: S608 - our own columns
STANDING = """
    select held.id, held.account_id, held.variant_id, held.remote_product_id,
        held.remote_variant_id, product.category_id, product.brand_id, product.tags,
        variant.price_minor, variant.currency, supplier.fine, supplier.exact, supplier.currency,
        landed.fine, landed.exact, landed.currency, product.known and variant.known
"""
OFFERS = """
    select id, account_id, product_id, variant_id, remote_product_id, remote_variant_id
    from catalog_offers where workspace_id = $1
"""
PAGE = f"""{STANDING}
    from ({OFFERS} and id > $3 order by id limit {PAGE_ROWS}) held {BESIDE} order by held.id
"""
OF_VARIANTS = f"""{STANDING}
    from ({OFFERS} and variant_id = any($3::uuid[])) held {BESIDE} order by held.id
"""


async def page(tx: Tx, after: UUID | None) -> Sequence[Standing]:
    rows = await tx.fetch(PAGE, tx.workspace_id, tx.now, after or FIRST)
    return list(map(Standing._make, rows))


async def of_variants(tx: Tx, variant_ids: Sequence[UUID]) -> Sequence[Standing]:
    rows = await tx.fetch(OF_VARIANTS, tx.workspace_id, tx.now, list(variant_ids))
    return list(map(Standing._make, rows))
