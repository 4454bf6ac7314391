"""What the log tells about goods. Fields stand before and after; texts too long for the log are
named by what they say and kept beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.engine.log.events import declare

PRODUCT = ("catalog.product", "product_id")
IDS_MAX = 500  # in one event


@declare("catalog.product.changed", "{count} products are other than before", routine=True)
@dataclass(frozen=True, slots=True)
class ProductsChanged:
    """For whoever builds on goods: which, and in which fields."""

    product_ids: Sequence[UUID]
    fields: Sequence[str]
    count: int


@declare("catalog.product.made", "The product {title} was made {how}", subject=PRODUCT)
@dataclass(frozen=True, slots=True)
class ProductMade:
    """`notes` say what of a listing did not fit and was left out."""

    product_id: UUID
    title: str
    how: str
    variants: int
    notes: Sequence[str] = ()


@declare("catalog.product.edited", "{actor} edited {what}", subject=PRODUCT)
@dataclass(frozen=True, slots=True)
class ProductEdited:
    """Of the product itself, or of one variant of it."""

    product_id: UUID
    variant_id: UUID | None
    what: str
    before: Mapping[str, object]
    after: Mapping[str, object]


@declare("catalog.product.merged", "{actor} merged {title} into another one", subject=PRODUCT)
@dataclass(frozen=True, slots=True)
class ProductMerged:
    """Told of both: of the one that is no more, and of the one that holds its variants now."""

    product_id: UUID
    from_id: UUID
    into_id: UUID
    title: str
    variant_ids: Sequence[UUID]


@declare(
    "catalog.product.split", "{actor} made {title} of variants of another one", subject=PRODUCT
)
@dataclass(frozen=True, slots=True)
class ProductSplit:
    """Told of both: of the one that the variants left, and of the one that they are in now."""

    product_id: UUID
    from_id: UUID
    into_id: UUID
    title: str
    variant_ids: Sequence[UUID]


@declare(
    "catalog.offer.linked", "{count} offers of shops are known by their products", routine=True
)
@dataclass(frozen=True, slots=True)
class OffersLinked:
    offer_ids: Sequence[UUID]
    count: int


@declare("catalog.offer.unlinked", "{actor} took {count} offers of shops from their products")
@dataclass(frozen=True, slots=True)
class OffersUnlinked:
    offer_ids: Sequence[UUID]
    product_ids: Sequence[UUID]
    count: int


@declare("catalog.cost.changed", "{actor} set the costs of {count} variants")
@dataclass(frozen=True, slots=True)
class CostsChanged:
    """What they cost stands in no event: not everybody may know."""

    variant_ids: Sequence[UUID]
    count: int


@declare("catalog.match.decided", "{actor} decided on {count} listings: {answer}")
@dataclass(frozen=True, slots=True)
class MatchesDecided:
    answer: str
    count: int
    account_id: UUID | None


@declare("catalog.brand.changed", "{actor} changed the brand {name}: {what}")
@dataclass(frozen=True, slots=True)
class BrandChanged:
    brand_id: UUID
    name: str
    what: str


@declare("catalog.category.changed", "{actor} changed the category {name}: {what}")
@dataclass(frozen=True, slots=True)
class CategoryChanged:
    category_id: UUID
    name: str
    what: str


@declare("catalog.attribute.changed", "{actor} changed the attribute {name}: {what}")
@dataclass(frozen=True, slots=True)
class AttributeChanged:
    attribute_id: UUID
    name: str
    what: str
