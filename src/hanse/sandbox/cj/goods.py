"""What the supplier sells: seeded goods in numbered variants, counted by country.

Every third good is the world's own product of the same number: the same name, and variants with
the SKUs that the sandbox's shops sell (`HZ-0000003`, `HZ-0000030-S`). The others are CJ's alone.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hanse.sandbox.world import LOOKS, NOUNS, World, product

GOODS = 300
SHARED_EVERY = 3
FIRST_ID = 1_400_000_000_000_000_000  # guessed: how ids look; they are text on the wire
STEP = 100
COLOURS = ("Black", "White", "Green", "Grey")


@dataclass(frozen=True, slots=True)
class Warehouse:
    """`area` and `storage` are guessed, as is which of them there are."""

    country: str
    area: int
    name: str
    country_name: str
    storage: str


WAREHOUSES = {
    each.country: each
    for each in (
        Warehouse("CN", 1, "China Warehouse", "China", "1000000001"),
        Warehouse("US", 2, "US Warehouse", "United States of America", "1000000002"),
        Warehouse("DE", 4, "Germany Warehouse", "Germany", "1000000004"),
    )
}
CATEGORIES = {noun: f"CATEGORY-{at:04d}" for at, noun in enumerate(NOUNS)}


@dataclass(slots=True)
class Shelf:
    """One variant in one country; what only the factory has is not verified."""

    cj: int
    factory: int
    verified: bool

    @property
    def total(self) -> int:
        return self.cj + self.factory


@dataclass(slots=True)
class Variant:
    vid: str
    pid: str
    sku: str
    key: str  # "Black-S", or one word
    cents: int
    weight_g: int
    shelves: dict[str, Shelf]
    is_on: bool = True


@dataclass(slots=True)
class Good:
    number: int
    pid: str
    sku: str
    name: str
    noun: str
    created_at: datetime
    listed: int
    variants: list[Variant] = field(default_factory=list)
    is_on: bool = True


@dataclass(slots=True)
class Goods:
    by_pid: dict[str, Good]
    by_spu: dict[str, Good]
    by_vid: dict[str, Variant]
    by_sku: dict[str, Variant]

    def good_of(self, variant: Variant) -> Good:
        return self.by_pid[variant.pid]

    def is_sold(self, variant: Variant) -> bool:
        return variant.is_on and self.good_of(variant).is_on

    def variant(self, reference: str) -> Variant | None:
        """By vid or SKU."""
        return self.by_vid.get(reference) or self.by_sku.get(reference)


def seeded(seed: int, start: datetime) -> Goods:
    """All of them, the same for the same seed; their dates count back from the start."""
    goods = [_good(seed, number, start) for number in range(GOODS)]
    variants = [variant for good in goods for variant in good.variants]
    return Goods(
        {good.pid: good for good in goods},
        {good.sku: good for good in goods},
        {each.vid: each for each in variants},
        {each.sku: each for each in variants},
    )


def _good(seed: int, number: int, start: datetime) -> Good:
    draw = hashlib.blake2b(f"{seed}:cj:{number}".encode(), digest_size=16).digest()
    created_at = start - timedelta(days=1 + draw[0], hours=draw[1] % 24)
    pid, listed = str(FIRST_ID + number * STEP), int.from_bytes(draw[2:4], "big")
    rows: list[tuple[str, str, int]]  # SKU, key, price
    if number % SHARED_EVERY == 0:
        theirs = product(World(seed, GOODS), number)
        share = 35 + draw[4] % 20  # of what the shop takes, in per cent
        spu, name = theirs.sku, theirs.name
        noun = next(word for word in NOUNS if word in name.split())
        rows = [(v.sku, v.size, v.price_minor * share // 100) for v in theirs.variants]
        rows = rows or [(theirs.sku, "Default", theirs.price_minor * share // 100)]
    else:
        noun = NOUNS[draw[5] % len(NOUNS)]
        spu, name = f"CJSB{number:07d}", f"{LOOKS[draw[6] % len(LOOKS)]} {noun} {number}"
        base = 100 + int.from_bytes(draw[7:9], "big") % 4000
        rows = [
            (f"{spu}{at + 1:02d}AZ", f"{colour}-{'SM'[at % 2]}", base + 25 * at)
            for at, colour in enumerate(COLOURS[: 1 + draw[9] % len(COLOURS)])
        ]
    good = Good(number, pid, spu, name, noun, created_at, listed)
    for at, (sku, key, cents) in enumerate(rows):
        vid, lot = str(FIRST_ID + number * STEP + at + 1), draw[10 + at : 16]
        shelves = {"CN": Shelf(20 + lot[0] % 180, 5 * draw[3], draw[2] % 2 == 0)}
        if number % 2 == 0:
            shelves["US"] = Shelf(lot[0] % 60, 0, True)
        if number % 4 == 0:
            shelves["DE"] = Shelf(lot[0] % 30, 0, True)
        good.variants.append(Variant(vid, pid, sku, key, cents, 60 + draw[1] * 3, shelves))
    return good
