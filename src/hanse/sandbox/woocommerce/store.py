"""What one store holds. Products of the seeded world are made when asked for; writes lie over."""

import hashlib
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from hanse.base.clock import Clock
from hanse.sandbox.ledger import Ledger
from hanse.sandbox.webhooks import Outbox
from hanse.sandbox.woocommerce import seeded
from hanse.sandbox.woocommerce.auth import Key
from hanse.sandbox.woocommerce.seeded import FIRST_PRODUCT as FIRST_SEEDED
from hanse.sandbox.woocommerce.seeded import STRIDE, Numbers, VariationIds, amount
from hanse.sandbox.woocommerce.shelf import Shelf
from hanse.sandbox.world import LINES_MAX, SeedProduct, World, number_of, product

Record = dict[str, Any]
DEFAULT_CATEGORY = 15


@dataclass(slots=True)
class Store:
    clock: Clock
    ledger: Ledger
    world: World = field(default_factory=World)
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Singapore"))
    version: str = "10.5.0"
    name: str = "shop"
    keys: dict[str, Key] = field(default_factory=dict)
    posts: dict[int, Record | None] = field(default_factory=dict)  # written products; None is gone
    skus: dict[str, int] = field(default_factory=dict)
    children: dict[int, list[int]] = field(default_factory=dict)
    terms: dict[str, dict[int, Record]] = field(default_factory=dict)
    attributes: dict[int, Record] = field(default_factory=dict)
    attachments: dict[int, Record] = field(default_factory=dict)
    rows: dict[str, MutableMapping[int, Record]] = field(default_factory=dict)  # coupons, ...
    settings: dict[str, str] = field(default_factory=dict)
    counters: dict[str, int] = field(default_factory=dict)
    moved: set[int] = field(default_factory=set)  # whose stock the call of now moved
    # What an image's bytes are (png, jpg, webp), or None where its address does not answer. The
    # default believes the name; a test or the program may look.
    sniff: Callable[[str], str | None] = field(default=lambda src: src.rpartition(".")[2])
    # Real stores send nothing to private addresses and odd ports; a sandbox on loopback must.
    guarded: bool = False
    outbox: Outbox = field(default_factory=lambda: Outbox(Random(1)))  # noqa: S311
    seeded_at: datetime = datetime(2026, 1, 1, tzinfo=UTC)
    numbers: Numbers = field(init=False)
    catalog: Shelf = field(init=False)  # products
    variations: Shelf = field(init=False)
    slugs: dict[str, int] = field(default_factory=dict)  # of written products, how many have it
    kin: dict[frozenset[int], list[int]] = field(default_factory=dict)  # see `products.related`

    def __post_init__(self) -> None:
        """Seeded customers, orders and refunds lie ready, each made when it is asked for."""
        world, self.numbers = self.world, seeded.numbers(self.world, self.now())
        ids, at = self.numbers, self.seeded_at
        self.rows |= {
            "customers": Shelf(ids.customers, lambda n: seeded.customer_row(world, n, at)),
            "orders": Shelf(ids.orders, lambda n: seeded.order_row(world, n, ids)),
            "refunds": Shelf(ids.refunds, lambda n: seeded.refund_row(world, n, ids)),
        }
        self.catalog = Shelf(self.seeded, lambda at: self._made(self.seeded[at]))
        sizes = VariationIds(world.products)
        self.variations = Shelf(sizes, lambda at: self._made(sizes[at]))
        lines = world.orders * LINES_MAX + 1
        if world.orders:
            self.counters |= {"item": lines, "meta": (lines + 1) * seeded.METAS_MAX}
        if world.customers:
            self.counters["user"] = ids.customers.stop + world.skip

    def shelf(self, noun: str) -> Shelf:
        found = self.rows[noun]
        assert isinstance(found, Shelf)
        return found

    def next(self, sequence: str) -> int:
        """The next number of a sequence; products, orders and images share one, `post`."""
        first = self.counters.get(sequence, FIRSTS.get(sequence, 1))
        if sequence == "post":
            seeded = self.numbers.refunds.stop if self.world.products else 0
            first = max(first, seeded + self.world.skip)
        self.counters[sequence] = first + 1
        return first

    def now(self) -> datetime:
        return self.clock.now().replace(microsecond=0)

    @property
    def is_old(self) -> bool:
        """Whether it is one before version 10, such as the 9.9.5 that the notes compare with."""
        return int(self.version.partition(".")[0]) < 10

    @property
    def seeded(self) -> range:
        """The ids of the seeded products, without their variations."""
        return self.numbers.products if self.world.products else range(0)

    def post(self, number: int) -> Record | None:
        """A product or a variation, trashed ones too; a copy that may be changed."""
        if number in self.posts:
            known = self.posts[number]
            return dict(known) if known else None
        return self._seeded(number)

    def keep(self, record: Record) -> None:
        """Write it, with its SKU and its place among its parent's children."""
        before = self.post(record["id"])
        if before and self.skus.get(before["sku"]) == record["id"]:
            del self.skus[before["sku"]]
        self.posts[record["id"]] = record
        self.shelf_of(record)[record["id"]] = record
        self._count_slug(before, -1)
        self._count_slug(record, 1)
        self.kin.clear()
        if record["sku"]:
            self.skus[record["sku"]] = record["id"]
        if record["type"] == "variation":
            siblings = self.children.setdefault(record["parent_id"], [])
            if record["id"] not in siblings:
                siblings.append(record["id"])

    def forget(self, record: Record) -> None:
        self.posts[record["id"]] = None
        del self.shelf_of(record)[record["id"]]
        self._count_slug(record, -1)
        self.kin.clear()
        if self.skus.get(record["sku"]) == record["id"]:
            del self.skus[record["sku"]]
        siblings = self.children.get(record["parent_id"], [])
        if record["id"] in siblings:
            siblings.remove(record["id"])

    def holder_of(self, sku: str) -> int | None:
        """Which product or variation has this SKU, in the trash too."""
        if sku in self.skus:
            return self.skus[sku]
        if not (found := number_of(self.world, sku)):
            return None
        number, size = found
        place = FIRST_SEEDED + number * STRIDE
        for at in range(place, place + STRIDE) if size else (place,):
            if at not in self.posts and (record := self._seeded(at)) and record["sku"] == sku:
                return at
        return None

    def variations_of(self, number: int) -> list[Record]:
        known = list(self.children.get(number, []))
        if number in self.seeded:
            known += [
                at for at in range(number + 1, number + STRIDE) if at not in known and self.post(at)
            ]
        return [record for at in sorted(known) if (record := self.post(at))]

    def touched(self) -> list[Record]:
        """Every product that was ever written and still is there, without variations."""
        return self.catalog.touched()

    def shelf_of(self, record: Record) -> Shelf:
        return self.variations if record["type"] == "variation" else self.catalog

    def made_at(self, number: int) -> datetime:
        """When a seeded product and its variations were made: one after the other."""
        return self.seeded_at + timedelta(seconds=(number - FIRST_SEEDED) // STRIDE)

    def _count_slug(self, record: Record | None, step: int) -> None:
        if record and record["id"] in self.posts and record["type"] != "variation":
            self.slugs[record["slug"]] = max(0, self.slugs.get(record["slug"], 0) + step)

    def _made(self, number: int) -> Record:
        found = self._seeded(number)
        assert found is not None
        return found

    def _seeded(self, number: int) -> Record | None:
        if not self.seeded or not FIRST_SEEDED <= number < self.seeded.stop:
            return None
        at, step = divmod(number - FIRST_SEEDED, STRIDE)
        seed = product(self.world, at)
        if step and step > len(seed.variants):
            return None
        made = self.made_at(number)
        base = {**BLANK, "id": number, "created": made, "modified": made, "manage_stock": True}
        return (
            _seeded_variation(self.world, base, seed, step)
            if step
            else _seeded_product(self.world, base, seed)
        )


FIRSTS = {"post": 11, "term": DEFAULT_CATEGORY + 1}

BLANK: Record = {
    **dict.fromkeys(("slug", "description", "short_description", "sku", "regular_price"), ""),
    **dict.fromkeys(("sale_price", "external_url", "button_text", "tax_class", "weight"), ""),
    **dict.fromkeys(("purchase_note", "post_password", "global_unique_id", "shipping_class"), ""),
    **dict.fromkeys(("featured", "virtual", "downloadable", "manage_stock"), False),
    **dict.fromkeys(("sold_individually",), False),
    **dict.fromkeys(("date_on_sale_from", "date_on_sale_to", "stock_quantity"), None),
    **dict.fromkeys(("low_stock_amount",), None),
    **dict.fromkeys(("downloads", "upsell_ids", "cross_sell_ids", "brands", "tags"), ()),
    **dict.fromkeys(("images", "attributes", "default_attributes"), ()),
    **dict.fromkeys(("grouped_products", "meta_data"), ()),
    "name": "Product",
    "type": "simple",
    "status": "publish",
    "catalog_visibility": "visible",
    "download_limit": -1,
    "download_expiry": -1,
    "tax_status": "taxable",
    "stock_status": "instock",
    "backorders": "no",
    "dimensions": {"length": "", "width": "", "height": ""},
    "reviews_allowed": True,
    "parent_id": 0,
    "categories": (DEFAULT_CATEGORY,),
    "menu_order": 0,
    "total_sales": 0,
}


def _seeded_product(world: World, base: Record, seed: SeedProduct) -> Record:
    base |= {"name": seed.name, "sku": seed.sku, "slug": seed.name.lower().replace(" ", "-")}
    if seed.variants:
        sizes = [variant.size for variant in seed.variants]
        attribute = {"id": 0, "name": "Size", "position": 0, "visible": True, "variation": True}
        attributes = ({**attribute, "options": sizes},)
        return {**base, "type": "variable", "manage_stock": False, "attributes": attributes}
    stock = {
        "stock_quantity": seed.stock,
        "stock_status": "instock" if seed.stock else "outofstock",
    }
    return {**base, "regular_price": amount(world, seed.price_minor), **stock}


def _seeded_variation(world: World, base: Record, seed: SeedProduct, step: int) -> Record:
    variant = seed.variants[step - 1]
    return {
        **base,
        "type": "variation",
        "parent_id": base["id"] - step,
        "tax_class": "parent",
        "sku": variant.sku,
        "regular_price": amount(world, variant.price_minor),
        "stock_quantity": variant.stock,
        "stock_status": "instock" if variant.stock else "outofstock",
        "attributes": ({"id": 0, "name": "Size", "option": variant.size},),
        "categories": (),
    }


def new_key(store: Store, permissions: str, *, manager: bool = True, seed: str = "") -> Key:
    """A pair of keys that the store accepts from now on."""
    number = store.next("key")
    text = f"{store.world.seed}:{number}:{seed}".encode()
    name, secret = (hashlib.sha1(part + text).hexdigest() for part in (b"ck", b"cs"))  # noqa: S324
    key = Key(number, f"ck_{name}", f"cs_{secret}", permissions, manager)
    store.keys[key.consumer_key] = key
    return key
