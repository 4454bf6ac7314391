"""What is read back, as fields again. What could not be read is left out: it is not None."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hanse.connectors.shopify.wire.page import SOURCES
from hanse.trade import drafts
from hanse.trade.fields import Fields, Value, chosen
from hanse.trade.goods import Offer, Product, ProductKind
from hanse.trade.ports_read import Ask, Kind, Reach
from hanse.trade.ports_write import Found, Reading, Target

# Such as aa-1-13-8; a collection, which stands beside it, has a number.
TAXONOMY = re.compile(r"[a-z]{2}(?:-\d{1,6}){0,12}", re.ASCII)
VARIED = frozenset({"options", "variants"})


def readings(kind: Kind, targets: Sequence[Target]) -> Sequence[Reading]:
    """By id, so that nothing lags, each once. What has no id yet cannot be read like this, nor can
    a level of stock, which is one of an item at a place."""
    most = SOURCES[kind].rows_max
    named = (each.remote_id for each in targets)
    ids = list(dict.fromkeys(each for each in named if each and "@" not in each))
    return [
        Reading(kind, Ask(Reach.named, ids=tuple(ids[at : at + most]), rows_max=most))
        for at in range(0, len(ids), most)
    ]


def offers_found(names: frozenset[str], kind: Kind, value: Any) -> Sequence[Found]:
    """A product of the mirror holds its offers; an offer that was read by id is one."""
    return [
        Found(Target(each.variant_id, each.product_id), chosen(of_offer(each), names))
        for each in offers(kind, value)
        if each.variant_id
    ]


def new_offers_found(kind: Kind, value: Any) -> Sequence[Found]:
    return [
        Found(
            Target(each.variant_id, each.product_id),
            {**of_offer(each), "choices": drafts.choices_value(each.choices)},
        )
        for each in offers(kind, value)
        if each.variant_id
    ]


def offers(kind: Kind, value: object) -> Sequence[Offer]:
    if kind is Kind.products and isinstance(value, Product):
        return value.offers
    return [value] if kind is Kind.offers and isinstance(value, Offer) else []


def products_found(names: frozenset[str], kind: Kind, value: Any) -> Sequence[Found]:
    if kind is not Kind.products or not isinstance(value, Product):
        return []
    fields = dict(of_product(value))
    if VARIED & names and value.kind is ProductKind.variants and not value.incomplete:
        fields |= drafts.shown_variants(value)
    return [Found(Target(value.remote_id), chosen(fields, names))]


def of_offer(offer: Offer) -> Fields:
    """Where no price could be read, nobody knows whether one is struck out beside it."""
    fields: dict[str, Value] = {"sku": offer.sku, "gtin": offer.gtin}
    if offer.price is not None:
        fields |= {"price": offer.price, "compare_at": offer.compare_at}
    return fields


def of_product(product: Product) -> Fields:
    """With what it is sold for, if it is sold as one thing only."""
    told: Mapping[str, Value] = {
        "title": product.title,
        "description_html": product.description_html,
        "handle": product.handle,
        "state": product.state.value if product.state else None,
    }
    fields: dict[str, Value] = {name: value for name, value in told.items() if value is not None}
    fields |= {"seo_title": product.seo_title, "seo_description": product.seo_description}
    own = next((each for each in product.categories if TAXONOMY.fullmatch(each.remote_id)), None)
    fields["category"] = (own.remote_id, own.name) if own else None
    fields["tags"] = in_order(each.name for each in product.tags)
    if product.state:
        fields["listed"] = product.listed
    if len(product.offers) == 1 and not product.incomplete:
        fields |= of_offer(product.offers[0])
    return fields


def in_order(tags: Iterable[str]) -> tuple[str, ...]:
    """As Shopify shows them, and so that two of them are the same whatever their order was."""
    return tuple(sorted(tags, key=lambda tag: (tag.casefold(), tag)))
