"""Seeded products and variants as this shop shows them, and the numbers that they have here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from hanse.sandbox.painted import HIGH, WIDE
from hanse.sandbox.shopify.instants import spelled_second
from hanse.sandbox.world import LOCATIONS, SIZES, VARIABLE_EVERY, VARIANTS, World, product

Record = dict[str, Any]

# Above 2^53, so that who reads a number as a float is found out.
PRODUCT_FIRST = 9_007_300_000_000_001
VARIANT_FIRST = 9_007_400_000_000_001
ITEM_FIRST = 9_007_500_000_000_001
ITEM_OF_VARIANT = ITEM_FIRST - VARIANT_FIRST
OPTION_FIRST = 9_008_000_000_000_000
VALUE_FIRST = 9_100_000_000_000_000
MEDIA_FIRST = 9_200_000_000_000_000
CHILDREN_MAX = 4096  # of one product and one kind; their ids follow from the product's
MEDIA_HOST = "cdn.shopify.com"
LOCATION_FIRST = 70_000_000_001
LEVEL_FIRST = 900_000_000_001
BLOCK = VARIABLE_EVERY - 1 + VARIANTS  # ten products have twelve variants


@dataclass(frozen=True, slots=True)
class Seed:
    """What a seeded row needs to know of its shop."""

    world: World
    opened_second: int
    domain: str
    number: int

    @staticmethod
    def of(world: World, opened_at: datetime, domain: str, number: int) -> "Seed":
        return Seed(world, int(opened_at.timestamp()), domain, number)


def variants_of(products: int) -> int:
    """How many variants that many products have."""
    blocks, rest = divmod(products, VARIABLE_EVERY)
    return blocks * BLOCK + (rest - 1 + VARIANTS if rest else 0)


def variant_index(number: int, step: int) -> int:
    block, rest = divmod(number, VARIABLE_EVERY)
    return block * BLOCK + (step if rest == 0 else rest - 1 + VARIANTS)


def variant_place(index: int) -> tuple[int, int | None]:
    """Which product a variant belongs to, and which size it is; the way back."""
    block, rest = divmod(index, BLOCK)
    if rest < VARIANTS:
        return block * VARIABLE_EVERY, rest
    return block * VARIABLE_EVERY + rest - VARIANTS + 1, None


def stamp(seed: Seed, count: int, index: int) -> str:
    """The newest was made a second before the shop opened, and each older one a second earlier."""
    return spelled_second(seed.opened_second - count + index)


def child(first: int, number: int, place: int) -> int:
    return first + (number - PRODUCT_FIRST) * CHILDREN_MAX + place


def address(shop: int, name: str) -> str:
    """Where a file of a shop is shown to everybody."""
    return f"https://{MEDIA_HOST}/s/files/1/{shop}/files/{quote(name)}"


def media_of(seed: Seed, number: int, place: int, name: str, alt: str) -> Record:
    return {
        "__typename": "MediaImage",
        "id": child(MEDIA_FIRST, number, place),
        "alt": alt,
        "status": "READY",
        "url": f"{address(seed.number, f'{name}.jpg')}?v=1",
        "width": WIDE,
        "height": HIGH,
    }


def option(number: int, place: int, name: str, values: list[str]) -> Record:
    first = place * 256  # an option has fewer values than that, guessed
    return {
        "id": child(OPTION_FIRST, number, place),
        "name": name,
        "position": place + 1,
        "values": [
            {"id": child(VALUE_FIRST, number, first + at), "name": value}
            for at, value in enumerate(values)
        ],
    }


def seeded_product(seed: Seed, index: int) -> Record:
    found = product(seed.world, index)
    number = PRODUCT_FIRST + index
    at = stamp(seed, seed.world.products, index)
    look, _, rest = found.name.partition(" ")
    sizes = [variant.size for variant in found.variants]
    first = VARIANT_FIRST + variant_index(index, 0)
    stocks = [variant.stock for variant in found.variants] or [found.stock]
    return {
        "id": number,
        "title": found.name,
        "handle": found.name.lower().replace(" ", "-"),
        "descriptionHtml": f"<p>{found.name}, made to last.</p>",
        "vendor": "Hanse Workshop",
        "productType": rest.partition(" ")[0],
        "status": "ACTIVE",
        "tags": [look.lower()],
        "createdAt": at,
        "updatedAt": at,
        "publishedAt": at,
        "templateSuffix": None,
        "seo": {"title": None, "description": None},
        "category": None,
        "options": [
            option(number, 0, "Size" if sizes else "Title", sizes or ["Default Title"]),
        ],
        "variants": list(range(first, first + len(stocks))),
        "media": [media_of(seed, number, 0, found.sku, found.name)],
        "metafields": [],
        "totalInventory": sum(stocks),
    }


def seeded_variant(seed: Seed, index: int) -> Record:
    number, step = variant_place(index)
    found = product(seed.world, number)
    size = SIZES[step] if step is not None else None
    chosen = found if step is None else found.variants[step]
    return {
        "id": VARIANT_FIRST + index,
        "product": PRODUCT_FIRST + number,
        "title": size or "Default Title",
        "sku": chosen.sku,
        "barcode": None,
        "position": (step or 0) + 1,
        "price": chosen.price_minor,
        "compare": None,
        "cost": chosen.price_minor // 2,
        "taxable": True,
        "taxCode": None,
        "inventoryPolicy": "DENY",
        "tracked": True,
        "requiresShipping": True,
        "weight": 500.0,
        "weightUnit": "GRAMS",
        "countryCodeOfOrigin": None,
        "provinceCodeOfOrigin": None,
        "harmonizedSystemCode": None,
        "createdAt": (at := stamp(seed, seed.world.products, number)),
        "updatedAt": at,
        "selected": [size or "Default Title"],
        "media": None,
        "metafields": [],
        "stock": chosen.stock,
    }


def seeded_locations(opened: str) -> list[Record]:
    return [
        {
            "id": LOCATION_FIRST + at,
            "name": place.name,
            "isActive": True,
            "isPrimary": at == 0,
            "country": place.country,
            "createdAt": opened,
            "updatedAt": opened,
        }
        for at, place in enumerate(LOCATIONS)
    ]
