"""The seeded goods: product n of them is a pure function of the seed and n, and then held.

Product n is what the sandbox's shops have as product n. Of every even n each `sku_code` is the
shops' SKU, an odd n has codes of its own. There are as many as the shops have, at most 400. The
price is 40 to 64 of 100 of the shops' first price, in US dollars.
"""

from dataclasses import dataclass, field

from hanse.sandbox.world import NOUNS, World, drawn, product

PRODUCT_FIRST = 1_005_006_000_000_000
SKU_FIRST = 12_000_030_000_000_000
CATEGORY_FIRST = 200_000_000
STORE_FIRST = 1_100_000_000
PRODUCTS_MAX = 400
STORES = 7  # product n is of store n modulo this
COLOURED_EVERY, COLOURED_AT = 10, 5  # the tenth with sizes is the shops' own, n modulo 10 is 0
CLOSED_EVERY, CLOSED_AT = 20, 7  # n modulo 20 is 7: not sold to these
CLOSED_TO = ("AU", "BR")
# The ids of properties and of their values are guessed.
SIZE, COLOUR = ("5", "Size"), ("14", "Color")
SIZES = {"S": "100014064", "M": "361386", "L": "361385"}
COLOURS = {"Black": ("193", "Black matt"), "Green": ("175", "Green")}


@dataclass(frozen=True, slots=True)
class Property:
    id: str
    name: str
    value_id: str
    value: str
    own_name: str  # what the seller calls the value


@dataclass(slots=True)
class Sku:
    id: int
    attr: str  # empty where the product has one alone
    code: str
    price_minor: int  # cents of a US dollar
    stock: int
    properties: tuple[Property, ...] = ()

    @property
    def label(self) -> str:
        return ", ".join(each.own_name for each in self.properties)


@dataclass(slots=True)
class Item:
    number: int
    id: int
    title: str
    category: int
    store: int
    weight_g: int
    sold: int
    skus: list[Sku]
    on_sale: bool = True
    gone: bool = False
    closed_to: set[str] = field(default_factory=set)

    def sku_by_attr(self, attr: str) -> Sku | None:
        """Copied to the letter; a product with one alone takes the empty text."""
        return next((sku for sku in self.skus if sku.attr == attr), None)

    def sku_by_id(self, number: int) -> Sku | None:
        return next((sku for sku in self.skus if sku.id == number), None)

    @property
    def tiers(self) -> list[tuple[int, int]]:
        """From how many pieces on so many of 100 are taken off; every third product has them."""
        return [(5, 6), (20, 12)] if self.number % 3 == 0 else []

    def price_for(self, sku: Sku, quantity: int) -> int:
        """Of one piece, where so many are bought."""
        off = max((off for least, off in self.tiers if quantity >= least), default=0)
        return sku.price_minor * (100 - off) // 100

    def import_charges(self, sku: Sku, country: str) -> int:
        """Of one piece, to the US, beside the price; 0 where the price has them in it already."""
        return sku.price_minor * 12 // 100 if country == "US" and self.number % 4 == 1 else 0


def seeded(world: World) -> dict[int, Item]:
    found = (_item(world, number) for number in range(min(world.products, PRODUCTS_MAX)))
    return {item.id: item for item in found}


def _item(world: World, number: int) -> Item:
    digest, shops = drawn(world, "aliexpress", number, 12), product(world, number)
    share = 40 + digest[0] % 25
    linked = number % 2 == 0

    def sku(at: int, price_minor: int, code: str, properties: tuple[Property, ...]) -> Sku:
        attr = ";".join(_spelled(each) for each in properties)
        stock = int.from_bytes(digest[2 + at : 4 + at], "big") % 3000 if digest[1] % 25 else 0
        cents = max(50, price_minor * share // 100)
        return Sku(SKU_FIRST + number * 10 + at, attr, code, cents, stock, properties)

    if shops.variants:
        skus = [
            sku(at, each.price_minor, each.sku, (_size(each.size),))
            for at, each in enumerate(shops.variants)
        ]
    elif number % COLOURED_EVERY == COLOURED_AT:
        kinds = [(_colour(colour), _size(size)) for colour in COLOURS for size in ("M", "L")]
        skus = [sku(at, shops.price_minor, f"AE-{number}-{at}", of) for at, of in enumerate(kinds)]
    else:
        skus = [sku(0, shops.price_minor, shops.sku if linked else f"AE-{number}", ())]
    noun = next((at for at, word in enumerate(NOUNS) if f" {word} " in shops.name), 0)
    return Item(
        number=number,
        id=PRODUCT_FIRST + number,
        title=shops.name,
        category=CATEGORY_FIRST + noun + 1,
        store=STORE_FIRST + number % STORES,
        weight_g=50 + digest[9] * 8,
        sold=int.from_bytes(digest[10:12], "big") % 5000,
        skus=skus,
        closed_to=set(CLOSED_TO) if number % CLOSED_EVERY == CLOSED_AT else set(),
    )


def _size(size: str) -> Property:
    return Property(*SIZE, SIZES[size], size, size)


def _colour(colour: str) -> Property:
    value_id, own_name = COLOURS[colour]
    return Property(*COLOUR, value_id, colour, own_name)


def _spelled(each: Property) -> str:
    own = "" if each.own_name == each.value and each.name == "Size" else f"#{each.own_name}"
    return f"{each.id}:{each.value_id}{own}"
