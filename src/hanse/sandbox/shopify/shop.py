"""One shop: its rows, its apps, and how it may misbehave."""

import hashlib
import random
import re
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import partial
from typing import Any

from hanse.base.clock import Clock
from hanse.sandbox.ledger import Ledger
from hanse.sandbox.shopify import catalog, sales
from hanse.sandbox.shopify.apps import App, Keyring, Rights
from hanse.sandbox.shopify.buyers import Buyers, buyers_of
from hanse.sandbox.shopify.catalog import ITEM_FIRST, ITEM_OF_VARIANT, LOCATION_FIRST, Seed
from hanse.sandbox.shopify.instants import spelled
from hanse.sandbox.shopify.library import Library
from hanse.sandbox.shopify.table import Record, Table
from hanse.sandbox.webhooks import Outbox
from hanse.sandbox.world import World, stock_at

NAME = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")
STATES = ("available", "committed", "reserved", "damaged", "safety_stock", "quality_control")


@dataclass(frozen=True, slots=True)
class Plan:
    """How fast a bucket fills again and how much it holds: GraphQL points, then REST calls."""

    name: str
    restore_per_s: float
    bucket: float
    rest_per_s: float
    rest_bucket: int


PLANS = {
    "standard": Plan("Basic", 100, 2000, 2, 40),
    "advanced": Plan("Advanced", 200, 4000, 4, 80),  # guessed buckets from here on
    "plus": Plan("Shopify Plus", 1000, 20000, 20, 400),
    "enterprise": Plan("Commerce Components", 2000, 40000, 20, 400),
}


@dataclass(slots=True)
class Moods:
    """What this platform alone can do to its callers. Everything but the time that a picture takes
    is off at first."""

    frozen: bool = False  # 402 until it pays
    locked: bool = False  # 423
    deep_page_max: int = 25_000  # how many rows of a list can be paged through
    search_lag_s: float = 0.0  # how long lists do not see what was just written
    throttle_next: int = 0  # so many GraphQL calls are THROTTLED whatever they cost
    internal_error_share: float = 0.0  # INTERNAL_SERVER_ERROR; half of them after the write
    stale_next: int = 0  # so many stock writes find that somebody was faster
    bulk_fails_after: int | None = None  # lines until a bulk operation fails with partial data
    bulk_error: str = "INTERNAL_SERVER_ERROR"
    cancel_takes_s: float = 5.0  # how long a cancelled bulk operation keeps its place
    media_fails: bool = False
    media_takes_s: float = 2.0  # how long a picture is worked on before it shows
    refuses_static_tokens: bool = False
    customers_visible: bool = True  # whether the app was approved for protected customer data


def set_moods(moods: Moods, document: dict[str, Any]) -> None:
    """As `POST` of a document would have it; says what is wrong with one, and changes nothing."""
    known = {one.name: type(getattr(Moods(), one.name)) for one in fields(Moods)}
    if unknown := set(document) - set(known):
        raise ValueError(f"A shop has no {', '.join(sorted(unknown))}; it has {', '.join(known)}.")
    for name, value in document.items():
        kind = known[name]
        if kind is float and isinstance(value, int):
            continue
        if kind is not type(None) and type(value) is not kind:
            raise ValueError(f"{name} is a {kind.__name__}, not {value!r}.")
    for name, value in document.items():
        setattr(moods, name, value)


@dataclass(slots=True)
class Shop:
    clock: Clock
    ledger: Ledger
    world: World
    name: str
    seed: Seed
    plan: Plan
    chance: random.Random
    outbox: Outbox
    keys: Keyring
    products: Table
    variants: Table
    customers: Table
    orders: Table
    locations: list[Record]
    opened_at: datetime
    title: str
    zone: str = "America/New_York"
    locale: str = "en"  # the first of its languages
    moods: Moods = field(default_factory=Moods)
    levels: dict[tuple[int, int], Record] = field(default_factory=dict)  # by item and location
    moved: set[int] = field(default_factory=set)  # the items that have a row in `levels`
    handles: dict[str, int] = field(default_factory=dict)  # of written products
    library: Library = field(default_factory=Library)
    subscriptions: dict[int, Record] = field(default_factory=dict)
    operations: dict[int, Any] = field(default_factory=dict)
    counters: dict[str, int] = field(default_factory=dict)
    remembered: dict[tuple[str, str], Any] = field(default_factory=dict)  # idempotency keys
    buyers: Buyers | None = None  # of the seeded orders, once somebody has looked for them
    bought: dict[int, list[int]] = field(default_factory=dict)  # orders placed since, by customer
    jobs: set[Any] = field(default_factory=set)  # running work, kept from being collected

    @property
    def domain(self) -> str:
        return f"{self.name}.myshopify.com"

    @property
    def currency(self) -> str:
        return self.world.currency

    @property
    def number(self) -> int:
        return self.seed.number

    def now(self) -> str:
        return spelled(self.clock.now())

    def next(self, sequence: str, first: int = 1) -> int:
        number = self.counters.get(sequence, first)
        self.counters[sequence] = number + 1
        return number

    def note(self, kind: str, key: object) -> None:
        self.ledger.note("shopify", kind, str(key))

    def secret_text(self, what: str, size: int = 32) -> str:
        """Text that is new at every call and the same in every run."""
        seed = f"{self.world.seed}:{self.name}:{what}:{self.next(f'secret:{what}')}"
        return hashlib.sha256(seed.encode()).hexdigest()[:size]

    def orders_of(self, customer: int) -> list[Record]:
        """All orders of one customer. The first who asks has the seeded ones looked through."""
        if self.buyers is None:
            self.buyers = buyers_of(self.world)
        seeded = self.buyers.of(customer - sales.CUSTOMER_FIRST)
        numbers = [*(self.orders.first + each for each in seeded), *self.bought.get(customer, ())]
        found = (self.orders.row(number) for number in numbers)
        return [row for row in found if row is not None]

    def media_status(self, row: Record) -> str:
        """A picture that was just handed in lies there, is worked on, and comes to an end."""
        now = self.clock.now()
        if "ready_at" not in row or now >= row["ready_at"]:
            return str(row["status"])
        return "UPLOADED" if now < row["begun_at"] else "PROCESSING"

    # Stock

    def level(self, item: int, location: int) -> Record | None:
        """How much of an item lies at a place; None where it is not kept there."""
        if found := self.levels.get((item, location)):
            return found
        index, place = item - ITEM_FIRST, location - LOCATION_FIRST
        if not 0 <= index < self.variants.seeded or not 0 <= place < len(self.locations):
            return None
        if (variant := self.variants.row(item - ITEM_OF_VARIANT)) is None:
            return None
        number, size = catalog.variant_place(index)
        counts = stock_at(self.world, number, size)
        if place >= len(counts):
            return None
        return new_level(item, location, counts[place], variant["createdAt"])

    def level_to_change(self, item: int, location: int) -> Record:
        """The row itself, made where the item was not kept there yet."""
        found = self.level(item, location) or new_level(item, location, 0, self.now())
        for place in self.locations:  # whoever sums up an item finds all its rows
            other = self.level(item, place["id"])
            if other is not None:
                self.levels[item, place["id"]] = other
        self.levels[item, location] = found
        self.moved.add(item)
        return found

    def levels_of(self, item: int) -> list[Record]:
        found = [self.level(item, place["id"]) for place in self.locations]
        return [level for level in found if level is not None]

    def available(self, variant: Record) -> int:
        item = variant["id"] + ITEM_OF_VARIANT
        if item not in self.moved:
            return int(variant["stock"])
        return sum(level["available"] for level in self.levels_of(item) if level["isActive"])


def add_app(shop: Shop, app: App, *, installed: bool = False) -> App:
    """One more app that may ask to be let in; an installed one has what it asked for."""
    shop.keys.apps[app.client_id] = app
    if installed:
        shop.keys.installed[app.client_id] = app.scopes
    return app


def new_level(item: int, location: int, available: int, at: str) -> Record:
    return {
        "item": item,
        "location": location,
        "isActive": True,
        "createdAt": at,
        "updatedAt": at,
        "incoming": 0,
        **dict.fromkeys(STATES, 0),
        "available": available,
    }


def on_hand(level: Record) -> int:
    return int(sum(level[state] for state in STATES))


def new_shop(
    clock: Clock,
    ledger: Ledger,
    world: World,
    name: str,
    *,
    plan: str = "standard",
    app: App | None = None,
    opened_at: datetime | None = None,
) -> Shop:
    """A shop with its seeded rows and one app, which is the merchant's own and is installed."""
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} cannot be a shop's name: use small letters, digits and dashes.")
    opened_at = opened_at or clock.now()
    digest = hashlib.sha256(f"{world.seed}:{name}".encode()).hexdigest()
    seed = Seed.of(world, opened_at, f"{name}.myshopify.com", 10**10 + int(digest[:8], 16))
    keys = Keyring()
    app = app or App(digest[:32], "shpss_" + digest[32:], "Hanse", scopes=Rights.wanted())
    keys.apps[app.client_id] = app
    keys.installed[app.client_id] = app.scopes
    stamp = catalog.stamp
    rows = partial(Table, skip=world.skip)
    return Shop(
        clock=clock,
        ledger=ledger,
        world=world,
        name=name,
        seed=seed,
        plan=PLANS[plan],
        chance=random.Random(digest),  # noqa: S311 (a game that can be repeated, no secret)
        outbox=Outbox(random.Random(digest)),  # noqa: S311
        keys=keys,
        products=rows(
            catalog.PRODUCT_FIRST,
            world.products,
            lambda index: catalog.seeded_product(seed, index),
            lambda index: stamp(seed, world.products, index),
        ),
        variants=rows(
            catalog.VARIANT_FIRST,
            catalog.variants_of(world.products),
            lambda index: catalog.seeded_variant(seed, index),
            lambda index: stamp(seed, world.products, catalog.variant_place(index)[0]),
        ),
        customers=rows(
            sales.CUSTOMER_FIRST,
            world.customers,
            lambda index: sales.seeded_customer(seed, index),
            lambda index: sales.customer_stamp(seed, index),
        ),
        orders=rows(
            sales.ORDER_FIRST,
            world.orders,
            lambda index: sales.seeded_order(seed, index),
            lambda index: sales.order_stamp(seed, index),
        ),
        locations=catalog.seeded_locations(spelled(opened_at)),
        opened_at=opened_at,
        title=name.replace("-", " ").title(),
    )
