"""The seeded world: product number n is a pure function of the seed and n, and costs no memory."""

import hashlib
from dataclasses import dataclass

NOUNS = ("Lamp", "Mug", "Scarf", "Kettle", "Notebook", "Chair", "Case", "Cable", "Tent", "Bowl")
LOOKS = ("Oak", "Brass", "Linen", "Blue", "Folding", "Small", "Nordic", "Striped", "Steel", "Red")
SIZES = ("S", "M", "L")
VARIABLE_EVERY = 10  # one product in ten has variants
VARIANTS = len(SIZES)


@dataclass(frozen=True, slots=True)
class SeedVariant:
    sku: str
    size: str
    price_minor: int
    stock: int


@dataclass(frozen=True, slots=True)
class SeedProduct:
    number: int
    name: str
    sku: str
    price_minor: int
    stock: int
    variants: tuple[SeedVariant, ...]


@dataclass(frozen=True, slots=True)
class World:
    """How many products there are before anybody writes, and what they cost in which money."""

    seed: int = 1
    products: int = 0
    currency: str = "USD"


def product(world: World, number: int) -> SeedProduct:
    """Product `number` of the world, the same at every call."""
    if not 0 <= number < world.products:
        raise IndexError(f"The world has {world.products} products; there is no number {number}.")
    digest = hashlib.blake2b(f"{world.seed}:{number}".encode(), digest_size=8).digest()
    look, noun = LOOKS[digest[0] % len(LOOKS)], NOUNS[digest[1] % len(NOUNS)]
    price_minor = 500 + int.from_bytes(digest[2:4], "big") % 15000
    stock = digest[4] % 100
    sku = f"HZ-{number:07d}"
    variants = tuple(
        SeedVariant(f"{sku}-{size}", size, price_minor + 100 * step, digest[5 + step] % 50)
        for step, size in enumerate(SIZES)
        if number % VARIABLE_EVERY == 0
    )
    return SeedProduct(number, f"{look} {noun} {number}", sku, price_minor, stock, variants)


def number_of(world: World, sku: str) -> tuple[int, str] | None:
    """Which seeded product has this SKU, and which size of it; the way back from `product`."""
    head, _, rest = sku.partition("-")
    digits, _, size = rest.partition("-")
    if head != "HZ" or len(digits) != 7 or not digits.isdecimal():
        return None
    number = int(digits)
    if number >= world.products or (size and (size not in SIZES or number % VARIABLE_EVERY)):
        return None
    return number, size
