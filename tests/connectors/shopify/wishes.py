"""Changes of made-up things, as pieces and as the questions that they make."""

from collections.abc import Mapping, Sequence

import pytest

from hanse.base.faults import Finding, Rejected, Severity
from hanse.base.money import Money
from hanse.connectors.shopify import manifest
from hanse.trade.drafts import Variant, options_value, variants_value
from hanse.trade.fields import NOTHING, Fields, Picture
from hanse.trade.files import File
from hanse.trade.goods import Option
from hanse.trade.ports_read import Question
from hanse.trade.ports_write import Piece, Target, Wanted, WritePort
from hanse.trade.shop import Shop
from tests.connectors.shopify.told import SHOP

PORTS: Mapping[str, WritePort] = {port.kind: port for port in manifest.WRITES}
PRICE, CODES, STOCK = PORTS["offers.price"], PORTS["offers.codes"], PORTS["offers.stock"]
TEXTS, PLACES, STATE = PORTS["products.texts"], PORTS["products.places"], PORTS["products.state"]
MEDIA = PORTS["products.media"]
CREATE, ADD = PORTS["products.create"], PORTS["offers.create"]
SIZES = [Option("Size", ("S", "M"))]


def sizes(*prices: int) -> Fields:
    """A product in sizes, at these prices."""
    made = [
        Variant((size,), {"price": Money("USD", minor), "sku": f"SHIRT-{size}"})
        for size, minor in zip(SIZES[0].values, prices, strict=False)
    ]
    return {"options": options_value(SIZES), "variants": variants_value(SIZES, made)}


HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
FRONT = Picture("81", "Front", "https://cdn.example/81.png", "81")


SIDE = Picture("82", "From the side", "https://cdn.example/82.png", "82")


def ours(number: int, alt: str = "A lamp", address: str = "") -> Picture:
    return Picture(f"{number:02d}{HASH[2:]}.jpg", alt, address)


def kept(*pictures: Picture) -> Mapping[str, File]:
    """Of these we have the bytes."""
    return {each.name: File(each.name, "image/jpeg", 4711) for each in pictures}


USUAL: Mapping[str, Fields] = {
    "offers.price": {"price": Money("USD", 1290), "compare_at": Money("USD", 1990)},
    "offers.codes": {"sku": "LAMP-1", "gtin": "4006381333931"},
    "offers.stock": {"quantity": 7},
    "products.texts": {
        "title": "A lamp",
        "description_html": "<p>Bright</p>",
        "seo_title": "Lamps",
        "seo_description": None,
    },
    "products.places": {"tags": ("bright", "new"), "category": ("aa-1-13-8", "Shirts")},
    "products.state": {"state": "draft"},
    "products.media": {"images": (FRONT, ours(1, address="https://hub.example/media/1.jpg"))},
    "products.create": {
        "handle": "lamp-0001",
        "title": "A lamp",
        "description_html": "<p>Bright</p>",
        "state": "draft",
        "sku": "LAMP-1",
        "gtin": "4006381333931",
        "price": Money("USD", 1290),
        "compare_at": Money("USD", 1990),
    },
    "orders.refund": {
        "amount": Money("USD", 1290),
        "note": "It came too late",
        "lines": (("41", 1, True),),
        "shipping": Money("USD", 290),
        "notify": True,
    },
    "orders.cancel": {
        "cancelled": True,
        "amount": Money("USD", 1290),
        "restock": True,
        "note": "It came too late",
        "notify": True,
    },
    "orders.ship": {
        "carrier": "DHL",
        "tracking_number": "JD0002",
        "tracking_url": "https://dhl.example/JD0002",
        "lines": (("41", 2),),
        "notify": False,
    },
    "offers.create": {
        "choices": (("Colour", "Red"), ("Size", "M")),
        "sku": "SHIRT-M",
        "gtin": "4006381333931",
        "price": Money("USD", 1290),
        "compare_at": Money("USD", 1990),
    },
}


def target_of(text: str) -> Target:
    """`31 of 12` is a variant of a product; nothing is what is to be made."""
    own, _, parent = text.partition(" of ")
    return Target(own or None, parent or None)


def is_made(kind: str) -> bool:
    return kind.endswith(".create") or kind.startswith("orders.")


def usual(kind: str) -> Target:
    if is_made(kind):
        return Target(None, None if kind.startswith("products.") else "12")
    if kind == "offers.stock":
        return target_of("501@7 of 12")
    return target_of("31 of 12" if kind.startswith("offers.") else "12")


def wish(
    kind: str, after: Fields | None = None, shown: Fields = NOTHING, target: Target | None = None
) -> Wanted:
    return Wanted(target or usual(kind), shown, USUAL[kind] if after is None else after, "0192-ab")


def piece_of(
    port: WritePort,
    after: Fields | None = None,
    shown: Fields = NOTHING,
    target: Target | None = None,
    shop: Shop = SHOP,
) -> Piece:
    return port.piece(wish(port.kind, after, shown, target), shop)


def refused(
    port: WritePort,
    after: Fields,
    shown: Fields = NOTHING,
    target: Target | None = None,
    shop: Shop = SHOP,
) -> Sequence[Finding]:
    """What it is refused for; doubts beside that are left out."""
    with pytest.raises(Rejected) as raised:
        piece_of(port, after, shown, target, shop)
    return [each for each in raised.value.findings if each.severity is Severity.error]


def pieces_of(kind: str, *targets: str) -> Sequence[Piece]:
    """The usual change of each of these."""
    making = is_made(kind)
    return [
        piece_of(
            PORTS[kind],
            target=Target(None, at.parent_id) if making else at,
            shown={"quantity": 3} if kind == "offers.stock" else NOTHING,
        )
        for at in map(target_of, targets)
    ]


def question_of(kind: str, *targets: str) -> Question:
    return PORTS[kind].request(pieces_of(kind, *targets), "key-1", SHOP)


def variant_lookup() -> Question:
    assert ADD.lookup
    return ADD.lookup.question(wish("offers.create"), SHOP)


def parcel_questions() -> Mapping[str, Question]:
    """What is asked just before a parcel is made, and where the answer to that was lost."""
    ship, refund = PORTS["orders.ship"], PORTS["orders.refund"]
    assert refund.first
    assert ship.first
    cancel = PORTS["orders.cancel"]
    assert ship.lookup
    assert cancel.lookup
    return {
        "orders.cancelled": cancel.lookup.question(wish("orders.cancel"), SHOP),
        "orders.openings": ship.first.question(pieces_of("orders.ship", " of 12"), SHOP),
        "orders.payments": refund.first.question(pieces_of("orders.refund", " of 12"), SHOP),
        "orders.parcels": ship.lookup.question(wish("orders.ship"), SHOP),
    }


def lookup_of(handle: str) -> Question:
    assert CREATE.lookup
    return CREATE.lookup.question(wish("products.create", {"handle": handle}), SHOP)


def leaving_pictures() -> Question:
    """What is there is taken off the product before the list without it is said."""
    piece = piece_of(MEDIA, {"images": (SIDE,)}, {"images": (FRONT, SIDE), "media": ()})
    return MEDIA.request([piece], "key-1", SHOP)
