"""What is sold where: links between our variants and the offers of shops."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from hanse.base.faults import Rejected
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.catalog.model import trees
from hanse.rooms.catalog.model.goods import OfferFacts as OfferFacts
from hanse.rooms.catalog.model.goods import OfferLink
from hanse.rooms.catalog.model.standings import Standing as Standing
from hanse.rooms.catalog.service import facts as told
from hanse.rooms.catalog.store import beside, goods, naming
from hanse.rooms.catalog.store import offers as store
from hanse.rooms.catalog.store import standings as standing

LINKS_MAX = 10_000


async def links(tx: Tx, ids: Sequence[UUID]) -> Mapping[UUID, OfferLink]:
    return {each.id: each for each in await store.named(tx, ids)}


async def links_of(tx: Tx, product_ids: Sequence[UUID]) -> Sequence[OfferLink]:
    return await store.of_products(tx, product_ids)


async def links_of_variants(tx: Tx, variant_ids: Sequence[UUID]) -> Sequence[OfferLink]:
    return await store.of_variants(tx, variant_ids)


async def links_page(
    tx: Tx, account_id: UUID | None, after: UUID | None, rows_max: int
) -> Sequence[OfferLink]:
    """By id, of one account or of all."""
    return await store.page(tx, account_id, after, rows_max)


async def links_named(
    tx: Tx, account_id: UUID, remote_ids: Sequence[str]
) -> Mapping[str, OfferLink]:
    """By the platform's id of the variant, or of the product where that itself is sold."""
    return await store.remote(tx, account_id, remote_ids)


async def links_of_listings(
    tx: Tx, account_id: UUID, remote_product_ids: Sequence[str]
) -> Sequence[OfferLink]:
    return await store.remote_products(tx, account_id, remote_product_ids)


async def product_names(
    tx: Tx, account_id: UUID, remote_product_ids: Sequence[str]
) -> Mapping[str, UUID]:
    """Our product of each listing that has one."""
    found = await store.remote_products(tx, account_id, remote_product_ids)
    return {each.remote_product_id: each.product_id for each in found}


async def link(tx: Tx, links: Sequence[OfferLink], how: str) -> None:
    """From now on these are the same; an offer that led elsewhere leads here. `how` says by what it
    was known: sku, barcode, person, made."""
    if len(links) > LINKS_MAX:
        raise Rejected(
            f"{len(links):,} links at once; {LINKS_MAX:,} are the most.",
            next_step="Link them in pages.",
        )
    if not links:
        return
    ids = [each.id for each in await store.add(tx, links, how)]
    for at in range(0, len(ids), told.IDS_MAX):
        part = ids[at : at + told.IDS_MAX]
        await log.append(tx, told.OffersLinked(part, len(part)))


async def unlink(tx: Tx, ids: Sequence[UUID]) -> Sequence[OfferLink]:
    """The offers stay in their shops, and nothing of ours is known of them any more."""
    gone = await store.remove(tx, ids)
    for at in range(0, len(gone), told.IDS_MAX):
        part = gone[at : at + told.IDS_MAX]
        products = sorted({each.product_id for each in part})
        offer_ids = [each.id for each in part]
        await log.append(tx, told.OffersUnlinked(offer_ids, products, len(part)))
    return gone


async def facts(tx: Tx, offer_ids: Sequence[UUID]) -> Mapping[UUID, OfferFacts]:
    """What rules of prices look at, of each offer that is linked."""
    return await facts_of(tx, await store.named(tx, offer_ids))


async def standings_page(tx: Tx, after: UUID | None) -> Sequence[Standing]:
    """How offers stand for rules of prices, by id: a page of `PAGE_ROWS`, fewer in the last one."""
    return await standing.page(tx, after)


async def standings_of_variants(tx: Tx, variant_ids: Sequence[UUID]) -> Sequence[Standing]:
    """The same, of the offers of these variants."""
    return await standing.of_variants(tx, variant_ids)


async def paths(tx: Tx) -> Mapping[UUID, tuple[UUID, ...]]:
    """Of each category of our own tree: itself and all above it, the nearest first."""
    tree = trees.tree_of(await naming.categories(tx, None))
    return {each: trees.path(tree, each) for each in tree}


async def facts_by_sku(tx: Tx, account_id: UUID, skus: Sequence[str]) -> Mapping[str, OfferFacts]:
    """Of what is to be sold there and is not yet: its link is none that is kept, and has the id of
    the variant."""
    new = {
        sku: OfferLink(variant_id, account_id, product_id, variant_id, "", None)
        for sku, variant_id, product_id, _ in await goods.sku_holders(tx, skus)
    }
    found = await facts_of(tx, list(new.values()))
    return {sku: found[each.id] for sku, each in new.items() if each.id in found}


async def variants_by_sku(tx: Tx, skus: Sequence[str]) -> Mapping[str, UUID]:
    """The variant that has this SKU; where several have it, it says nothing."""
    found: dict[str, set[UUID]] = {}
    for sku, variant_id, _, _ in await goods.sku_holders(tx, skus) if skus else ():
        found.setdefault(sku, set()).add(variant_id)
    return {sku: next(iter(ids)) for sku, ids in found.items() if len(ids) == 1}


async def facts_of(tx: Tx, linked: Sequence[OfferLink]) -> Mapping[UUID, OfferFacts]:
    products = await goods.brief(tx, sorted({each.product_id for each in linked}))
    variant_ids = sorted({each.variant_id for each in linked})
    variants = await goods.variants(tx, variant_ids)
    costs = await beside.costs(tx, variant_ids, tx.now)
    tree = trees.tree_of(await naming.categories(tx, None))
    return {
        each.id: OfferFacts(
            link=each,
            category_ids=trees.path(tree, product.category_id),
            brand_id=product.brand_id,
            tags=product.tags,
            costs=costs.get(each.variant_id, {}),
            list_price=variant.price,
            title=", ".join(filter(None, (product.title, *variant.choices))),
        )
        for each in linked
        if (product := products.get(each.product_id)) and (variant := variants.get(each.variant_id))
    }
