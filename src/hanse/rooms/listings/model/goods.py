"""A product as a listing looks at it: with names where the catalogue keeps ids."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from hanse.base.money import Money


@dataclass(frozen=True, slots=True)
class Sold:
    """One variant: what a buyer can put into the basket."""

    id: UUID
    sku: str = ""
    gtin: str = ""
    choices: tuple[str, ...] = ()
    price: Money | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """What is known of an image; None where nobody has measured it. `name` is the hash of its bytes
    with its ending, `address` where a shop fetches it."""

    media_type: str
    size_bytes: int | None = None
    width: int | None = None
    height: int | None = None
    alt: str = ""
    name: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Goods:
    """`category_ids` are its own and all above; `attributes` are worded, by their keys."""

    id: UUID
    title: str
    description_html: str = ""
    summary_html: str = ""
    handle: str = ""
    seo_title: str = ""
    seo_description: str = ""
    brand: str = ""
    category: str = ""
    category_ids: tuple[UUID, ...] = ()
    tags: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    variants: tuple[Sold, ...] = ()
    pictures: tuple[Picture, ...] = ()
    version: int = 1

    @property
    def first(self) -> Sold | None:
        return self.variants[0] if self.variants else None


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is listed. An empty market is all of them; an empty language is that of the
    product's own texts."""

    account_id: UUID
    account: str
    platform: str
    currency: str
    market: str = ""
    language: str = ""
