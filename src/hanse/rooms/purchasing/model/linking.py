"""Products of a supplier and variants of ours that go by the same SKU."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from hanse.rooms.purchasing.model.offers import NOBODY, Offer
from hanse.rooms.purchasing.model.suppliers import Supplier
from hanse.trade.supply import Supply, SupplyVariant


@dataclass(frozen=True, slots=True)
class Linked:
    """`offers` are those that are new or others now; `left` are SKUs of the supplier, and why they
    link nothing."""

    offers: Sequence[Offer]
    same: int
    left: Mapping[str, str]

    @property
    def made(self) -> int:
        return sum(1 for each in self.offers if each.id == NOBODY)


def skus_of(supplies: Sequence[Supply]) -> Sequence[str]:
    return sorted({each.sku for supply in supplies for each in supply.variants if each.sku})


def link(
    supplier: Supplier,
    supplies: Sequence[Supply],
    ours: Mapping[str, UUID],
    there: Mapping[UUID, Offer],
    bundles: Collection[UUID],
    now: datetime,
) -> Linked:
    """`ours` are variants by SKU; `there` are the supplier's offers by our variant."""
    by_name = {(each.product_remote_id, each.variant_remote_id): each for each in there.values()}
    counts = Counter(each.sku for supply in supplies for each in supply.variants)
    their_skus = Counter(each.sku for each in there.values() if each.sku)
    by_their_sku = {each.sku: each for each in there.values() if their_skus[each.sku] == 1}
    found: dict[UUID, Offer] = {}
    left: dict[str, str] = {}
    same = 0
    for supply in supplies:
        for each in supply.variants:
            sku = each.sku or ""
            known = by_name.get((supply.remote_id, each.variant_id))
            if known is None and sku and counts[sku] == 1:
                known = by_their_sku.get(sku)
                variant_id = ours.get(sku)
                if known is None and variant_id is not None and variant_id not in bundles:
                    known = there.get(variant_id) or Offer(NOBODY, supplier.id, variant_id)
                if known is not None and known.product_remote_id:
                    left[sku] = "linked"  # to another product, and a person said so
                    continue
            if known is None:
                left[sku or each.variant_id] = why_not(sku, counts[each.sku], ours, bundles)
                continue
            made = told(known, supply, each, supplier, now)
            if replace(made, read_at=known.read_at) == known:
                same += 1
            else:
                found[made.variant_id] = made
    return Linked(list(found.values()), same, left)


def why_not(sku: str, count: int, ours: Mapping[str, UUID], bundles: Collection[UUID]) -> str:
    if not sku:
        return "no_sku"
    if count > 1:
        return "twice"
    return "bundle" if ours.get(sku) in bundles and sku in ours else "unknown"


def told(
    offer: Offer, supply: Supply, variant: SupplyVariant, supplier: Supplier, now: datetime
) -> Offer:
    """A price in another currency than the supplier's is none of it."""
    own = variant.price is not None and variant.price.currency == supplier.currency
    stock = [each for each in variant.stock if each.quantity is not None]
    sure = [each.sure for each in stock if each.sure is not None]
    return replace(
        offer,
        product_remote_id=supply.remote_id,
        variant_remote_id=variant.variant_id,
        order_key=variant.key,
        sku=variant.sku or offer.sku,
        price_minor=variant.price.minor if own and variant.price else offer.price_minor,
        breaks=tuple((step.quantity, step.price.minor) for step in variant.breaks)
        if own
        else offer.breaks,
        stock=sum(each.quantity or 0 for each in stock) if stock else None,
        stock_sure=sum(sure) if sure else None,
        read_at=now,
    )
