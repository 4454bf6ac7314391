"""Products and the offers in them. What the platform does not tell is None; ids are texts."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hanse.base.faults import Finding
from hanse.base.money import Money
from hanse.trade.stock import StockLevel


class ProductKind(StrEnum):
    single = "single"
    variants = "variants"
    bundle = "bundle"
    elsewhere = "elsewhere"  # a link to somebody else's shop


class ListingState(StrEnum):
    live = "live"
    scheduled = "scheduled"
    pending = "pending"  # waits for somebody's review
    private = "private"
    draft = "draft"
    trashed = "trashed"
    archived = "archived"  # no longer sold, kept for the record


@dataclass(frozen=True, slots=True)
class Label:
    """A category, a brand or a tag, as a product names it."""

    remote_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Image:
    remote_id: str | None
    url: str
    alt: str | None = None


class MediumState(StrEnum):
    ready = "ready"
    waiting = "waiting"  # the platform is still at work on it
    failed = "failed"


@dataclass(frozen=True, slots=True)
class Medium:
    """One of what a product is shown by, in the platform's own list, which may hold films as well.
    `name` is how the platform names it where a number says not which sort it is; `why` are the
    platform's words for what failed."""

    remote_id: str
    name: str
    is_picture: bool
    state: MediumState
    alt: str | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """What a buyer chooses: Colour, with the values Red and Blue."""

    name: str
    values: tuple[str, ...]
    remote_id: str | None = None  # None: this product's own


@dataclass(frozen=True, slots=True)
class Choice:
    """`value` is None where the offer stands for any value of the option."""

    option: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Sale:
    """A reduced price, running or planned; a bound that is None is open."""

    price: Money
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """The unit that is sold. `price` is what a buyer pays now, `compare_at` what is struck out
    beside it, `regular` the price without any sale."""

    product_id: str
    variant_id: str | None  # None: the product itself is sold
    sku: str | None
    gtin: str | None
    title: str | None
    state: ListingState | None
    price: Money | None
    compare_at: Money | None
    regular: Money | None
    sale: Sale | None
    stock: StockLevel
    choices: tuple[Choice, ...] = ()
    image: Image | None = None
    weight: str | None = None  # in the unit of the shop
    modified_at: datetime | None = None
    findings: tuple[Finding, ...] = ()
    stock_item_id: str | None = None  # under which its stock is kept, if that has an id of its own


@dataclass(frozen=True, slots=True)
class Product:
    """`offers` holds what the document itself tells; `variant_ids` names those to be read apart.

    `incomplete`: there are more offers, whose ids nobody told; ask for the offers of the product.
    `media` is the whole list that `images` are of, where the platform has such a list and told all
    of it.
    """

    remote_id: str
    kind: ProductKind | None
    state: ListingState | None
    listed: bool | None  # False: can be bought, but is in no list and no search
    title: str | None
    description_html: str | None
    summary_html: str | None
    url: str | None
    sku: str | None
    stock: StockLevel
    offers: tuple[Offer, ...] = ()
    variant_ids: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    images: tuple[Image, ...] = ()
    categories: tuple[Label, ...] = ()
    brands: tuple[Label, ...] = ()
    tags: tuple[Label, ...] = ()
    source: str | None = None  # where our own import says that it came from
    created_at: datetime | None = None
    modified_at: datetime | None = None
    findings: tuple[Finding, ...] = ()
    incomplete: bool = False
    handle: str | None = None  # its name in the address, where the shop has no other like it
    seo_title: str | None = None  # for search engines; None: the usual one is shown
    seo_description: str | None = None
    media: tuple[Medium, ...] | None = None
