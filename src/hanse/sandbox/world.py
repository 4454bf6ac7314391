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
    customers: int = 0
    orders: int = 0
    order_days: int = 90
    # So many ids after the seeded ones are left out: another run may have given them away.
    skip: int = 0
    # Shops of one world sell the same things to other people: `salt` tells them apart.
    salt: str = ""

    def __post_init__(self) -> None:
        if self.orders and not (self.products and self.customers):
            raise ValueError("Orders need products and customers: say how many.")
        if self.skip < 0:
            raise ValueError("Ids are left out, or none: --skip is 0 or more.")


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


@dataclass(frozen=True, slots=True)
class SeedLocation:
    name: str
    country: str


LOCATIONS = (SeedLocation("Main warehouse", "US"), SeedLocation("Corner shop", "US"))


@dataclass(frozen=True, slots=True)
class SeedCustomer:
    number: int
    first_name: str
    last_name: str
    email: str
    phone: str
    line_1: str
    city: str
    postcode: str
    country: str


@dataclass(frozen=True, slots=True)
class SeedLine:
    """`size` is the index of the variant; None where the product has none."""

    product: int
    size: int | None
    quantity: int


@dataclass(frozen=True, slots=True)
class SeedOrder:
    """`age_s` counts back from the start of the world. States: paid, shipped, refunded, cancelled
    and pending."""

    number: int
    age_s: int
    customer: int
    lines: tuple[SeedLine, ...]
    state: str


FIRST_NAMES = ("Ana", "Budi", "Chen", "Dewi", "Emma", "Femi", "Goran", "Hana", "Ivan", "Jia")
LAST_NAMES = ("Adler", "Brandt", "Costa", "Dogan", "Eriksen", "Fujita", "Garcia", "Halim", "Ito")
CITIES = (("Austin", "73301", "US"), ("Boston", "02108", "US"), ("Denver", "80201", "US"))
REGIONS = {"Austin": "TX", "Boston": "MA", "Denver": "CO"}
STATES = ("paid",) * 4 + ("shipped",) * 4 + ("refunded", "cancelled", "pending")
LINES_MAX = 3
YOUNGEST_S = 60
DAY_S = 86_400
SALTED = ("customer", "order")


def drawn(world: World, what: str, number: int, size: int = 16) -> bytes:
    """Bytes that belong to this thing of this world, the same at every call."""
    salt = f":{world.salt}" if world.salt and what in SALTED else ""
    text = f"{world.seed}:{what}:{number}{salt}"
    return hashlib.blake2b(text.encode(), digest_size=size).digest()


def customer(world: World, number: int) -> SeedCustomer:
    if not 0 <= number < world.customers:
        raise IndexError(f"The world has {world.customers} customers; no number {number}.")
    digest = drawn(world, "customer", number)
    first, last = FIRST_NAMES[digest[0] % len(FIRST_NAMES)], LAST_NAMES[digest[1] % len(LAST_NAMES)]
    city, postcode, country = CITIES[digest[2] % len(CITIES)]
    email = f"{first}.{last}.{number}@example.com".lower()
    phone = f"+1555{int.from_bytes(digest[3:6], 'big') % 10_000_000:07d}"
    line_1 = f"{1 + digest[6]} Elm Street"
    return SeedCustomer(number, first, last, email, phone, line_1, city, postcode, country)


def order(world: World, number: int) -> SeedOrder:
    """Orders are spread over `order_days` before the start; a greater number is never older."""
    if not 0 <= number < world.orders:
        raise IndexError(f"The world has {world.orders} orders; there is no number {number}.")
    digest = drawn(world, "order", number, 32)
    age_s = _age_s(world, number) - digest[0] * _gap_s(world) // 256
    lines = []
    for at in range(1 + digest[1] % LINES_MAX):
        draw = int.from_bytes(digest[2 + 6 * at : 6 + 6 * at], "big")
        chosen = product(world, draw % world.products)
        size = digest[7 + 6 * at] % len(chosen.variants) if chosen.variants else None
        lines.append(SeedLine(chosen.number, size, 1 + digest[6 + 6 * at] % 3))
    buyer = int.from_bytes(digest[26:30], "big") % max(world.customers, 1)
    return SeedOrder(
        number, max(age_s, YOUNGEST_S), buyer, tuple(lines), STATES[digest[30] % len(STATES)]
    )


def orders_until(world: World, age_s: float) -> int:
    """How many orders are so old or older: all with a smaller number than this."""
    if age_s <= YOUNGEST_S:
        return world.orders
    low, high = 0, world.orders
    while low < high:
        middle = (low + high) // 2
        if order(world, middle).age_s >= age_s:
            low = middle + 1
        else:
            high = middle
    return low


def state_and_buyer(world: World, number: int) -> tuple[str, int]:
    """What `order` says of these two, for whoever looks through all of them."""
    digest = drawn(world, "order", number, 32)
    buyer = int.from_bytes(digest[26:30], "big") % max(world.customers, 1)
    return STATES[digest[30] % len(STATES)], buyer


def _gap_s(world: World) -> int:
    return world.order_days * DAY_S // max(world.orders, 1)


def _age_s(world: World, number: int) -> int:
    span_s = world.order_days * DAY_S
    return span_s - (span_s * number) // max(world.orders, 1)


def stock_at(world: World, number: int, size: int | None) -> tuple[int, ...]:
    """How much lies at each of LOCATIONS; the sum is the stock of the product or variant."""
    found = product(world, number)
    total = found.stock if size is None else found.variants[size].stock
    kept = total - drawn(world, "place", number * 8 + (size or 0), 1)[0] % (total + 1)
    return kept, total - kept
