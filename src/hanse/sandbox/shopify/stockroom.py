"""Stock changes, whoever causes them, and the news of them."""

from hanse.sandbox.shopify import payloads
from hanse.sandbox.shopify.catalog import ITEM_OF_VARIANT
from hanse.sandbox.shopify.deliveries import new_id, tell
from hanse.sandbox.shopify.shop import Shop
from hanse.sandbox.shopify.table import Record

Move = tuple[int, int, str, int]  # item, location, state, by how much


def move(shop: Shop, moves: list[Move], *, event: str | None = None) -> None:
    """Count the moves; each level that shoppers notice is told once, and each product once."""
    now, event = shop.now(), event or new_id(shop)
    noticed: dict[tuple[int, int], Record] = {}
    for item, location, state, delta in moves:
        level = shop.level_to_change(item, location)
        level[state] += delta
        level["updatedAt"] = now
        shop.note("stock.move", item)
        if state == "available" and delta:
            noticed[item, location] = level
    products = {}
    for level in noticed.values():
        tell(shop, "inventory_levels/update", payloads.level_body(level), event=event)
        variant = shop.variants.edit(level["item"] - ITEM_OF_VARIANT)
        variant["updatedAt"] = now  # guessed that the variant counts as changed as well
        products[variant["product"]] = True
    for number in products:
        touch(shop, number, event=event)


def touch(shop: Shop, number: int, *, event: str | None = None) -> Record:
    """The product changed, if only in its stock; the news does not say what."""
    row = shop.products.edit(number)
    row["updatedAt"] = shop.now()
    tell(shop, "products/update", payloads.product_body(shop, row), event=event)
    return row
