"""Our goods as frozen values, whatever platforms call them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from hanse.base.money import Money, UnitCost
from hanse.trade.fields import Value


class State(StrEnum):
    active = "active"
    archived = "archived"


class CostKind(StrEnum):
    supplier = "supplier"
    landed = "landed"


@dataclass(frozen=True, slots=True)
class Product:
    """`options` are the names of what a buyer chooses; `attributes` stand by their keys."""

    id: UUID
    title: str
    description_html: str = ""
    summary_html: str = ""
    handle: str = ""
    seo_title: str = ""
    seo_description: str = ""
    brand_id: UUID | None = None
    category_id: UUID | None = None
    tags: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    attributes: Mapping[str, Value] = field(default_factory=dict)
    state: State = State.active
    version: int = 1


@dataclass(frozen=True, slots=True)
class Variant:
    """`choices` has one value for each option of its product, in the same order."""

    id: UUID
    product_id: UUID
    sku: str = ""
    gtin: str = ""
    choices: tuple[str, ...] = ()
    weight_g: int | None = None
    price: Money | None = None
    state: State = State.active
    position: int = 0
    version: int = 1


@dataclass(frozen=True, slots=True)
class OfferLink:
    """This variant is sold there. `remote_variant_id` is None where the product itself is sold."""

    id: UUID
    account_id: UUID
    product_id: UUID
    variant_id: UUID
    remote_product_id: str
    remote_variant_id: str | None

    @property
    def remote_name(self) -> str:
        return self.remote_variant_id or self.remote_product_id


@dataclass(frozen=True, slots=True)
class OfferFacts:
    """What rules look at. `category_ids` holds the category itself and all above it."""

    link: OfferLink
    category_ids: tuple[UUID, ...]
    brand_id: UUID | None
    tags: tuple[str, ...]
    costs: Mapping[str, UnitCost]
    list_price: Money | None
    title: str


@dataclass(frozen=True, slots=True)
class CostRow:
    """From `since` on this variant costs us so much, says the source."""

    variant_id: UUID
    kind: CostKind
    cost: UnitCost
    since: datetime
    source: str


@dataclass(frozen=True, slots=True)
class Part:
    """So many of another variant are in a bundle."""

    component_id: UUID
    count: int


@dataclass(frozen=True, slots=True)
class Label:
    """What a variant is called: its title is that of the product, and what sets it apart there."""

    variant_id: UUID
    product_id: UUID
    title: str
    sku: str
    gtin: str
    state: State
    is_bundle: bool = False
