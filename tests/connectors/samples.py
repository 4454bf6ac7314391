"""A good value of every field that a port may know, and another one."""

from collections.abc import Mapping

from hanse.base.money import Money
from hanse.changes.model.kinds import KINDS
from hanse.trade.fields import Fields, Picture, Value
from hanse.trade.ports_read import Kind
from hanse.trade.ports_write import Target, WritePort
from hanse.trade.shop import Shop

# Every field that a port may know, by a value that any platform takes.
SAMPLES: Mapping[str, Value] = {
    "title": "A lamp",
    "description_html": "<p>Bright</p>",
    "summary_html": "<p>A lamp</p>",
    "seo_title": "Lamps",
    "seo_description": "Bright lamps",
    "handle": "lamp-0001",
    "tags": ("bright", "new"),
    "state": "live",
    "listed": True,
    "sku": "LAMP-1",
    "gtin": "4006381333931",
    "price": "12.90",
    "regular": "19.90",
    "sale_price": "12.90",
    "compare_at": "19.90",
    "quantity": 7,
    "options": (("Size", ("S", "M")),),
    "variants": (
        (("S",), (("compare_at", None), ("gtin", None), ("price", "12.90"), ("sku", "LAMP-S"))),
        (("M",), (("compare_at", None), ("gtin", None), ("price", "13.90"), ("sku", "LAMP-M"))),
    ),
    "choices": (("Colour", "Red"), ("Size", "M")),
    "categories": (("16", "Lamps"), ("17", "Sale")),
    "tag_terms": (("21", "bright"), ("22", "new")),
    "category": ("aa-1-13-8", "Home > Lamps"),
    "images": (Picture("81", "A lamp"), Picture("82", "From the side")),
    "carrier": "DHL",
    "tracking_number": "JD0002",
    "tracking_url": "https://dhl.example/JD0002",
    "lines": (("41", 2), ("42", 1)),
    "amount": "12.90",
    "shipping": "2.90",
    "note": "It came too late",
    "by_hand": False,
    "cancelled": True,
    "restock": True,
    "complete": True,
    "notify": False,
}
# What is there for another value of it alone, where a text more is none.
OTHERS: Mapping[str, Value] = {
    "options": (("Width", ("S", "M")),),
    "choices": (("Colour", "Red"), ("Size", "S")),
    "categories": (("17", "Sale"),),
    "tag_terms": (("22", "new"),),
    "category": ("aa-1", "Home"),
    "images": (Picture("82", "From the side"), Picture("81", "A lamp")),
    "lines": (("41", 1),),
}
# Of what goes back it is said whether it is restocked.
REFUNDED: Value = (("41", 2, True), ("42", 1, True))
OTHER_REFUNDED: Value = (("41", 1, True),)
# A product is sold as one thing or in variants, which it may have before it is live.
IN_VARIANTS = frozenset({"options", "variants"})
AS_ONE = frozenset({"price", "compare_at", "sku", "gtin"})
DRAFT: Fields = {"state": "draft"}
MONEY = frozenset({"price", "regular", "sale_price", "compare_at", "amount", "shipping"})


def sample(name: str, shop: Shop, kind: str = "") -> Value:
    value = REFUNDED if (kind, name) == ("orders.refund", "lines") else SAMPLES[name]
    if name == "variants" and isinstance(value, tuple):
        return tuple(priced(each, shop) for each in value)
    return Money.of(shop.currency, str(value)) if name in MONEY else value


def priced(variant: Value, shop: Shop) -> Value:
    assert isinstance(variant, tuple)
    choices, told = variant
    assert isinstance(told, tuple)
    fields = dict(each for each in told if isinstance(each, tuple) and len(each) == 2)
    return choices, tuple(
        (name, Money.of(shop.currency, str(value)) if name == "price" else value)
        for name, value in fields.items()
    )


def samples(port: WritePort, shop: Shop, name: str = "") -> Fields:
    """Of all fields that go together with this one."""
    left_out = frozenset[str]()
    if port.fields >= {"options", "title"}:
        left_out = (
            (AS_ONE if "variants" in port.fields else AS_ONE - {"sku"})
            if name in IN_VARIANTS
            else (IN_VARIANTS)
        )
    found = {name: sample(name, shop, port.kind) for name in sorted(port.fields - left_out)}
    return {**found, **(DRAFT if name in IN_VARIANTS else {})}


def target(port: WritePort, number: int = 31) -> Target:
    parent = str(number + 5000) if port.kind.startswith(("offers.", "orders.")) else None
    return Target(None if KINDS[port.kind].creates else there(port, number), parent)


def there(port: WritePort, number: int) -> str:
    """The id of what is there, as the port knows it: a level of stock is one at a place."""
    level = f"{number}@7"
    return level if has_places(port) else str(number)


def has_places(port: WritePort) -> bool:
    return any(each.kind is Kind.levels for each in port.readings([Target("31@7", "12")]))


def seen(port: WritePort) -> Fields:
    """What must have been shown before, where a change names what it is made from."""
    return {"quantity": 3} if has_places(port) else {}


def another(value: Value) -> Value:
    if isinstance(value, bool):
        return not value
    if isinstance(value, Money):
        return Money(value.currency, value.minor + 1)
    if isinstance(value, int):
        return value + 1
    if isinstance(value, tuple):
        return value[1:] if isinstance(value[0], str) else dearer(value)
    return "draft" if value == SAMPLES["state"] else f"{value}-1"


def dearer(variants: tuple[Value, ...]) -> Value:
    def turned(value: Value) -> Value:
        if isinstance(value, tuple):
            return tuple(map(turned, value))
        return another(value) if isinstance(value, Money) else value

    return turned(variants)
