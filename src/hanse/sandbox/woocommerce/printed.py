"""Pages of seeded products printed from a form, for making each anew is what a pull waits for.

The form is one product as the store shows it now, with gaps where products of its kind differ. It
is made anew for every page, so that nothing which the store shows otherwise is missed.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, timedelta
from decimal import Decimal

from hanse.sandbox.woocommerce.envelope import Call, spelled
from hanse.sandbox.woocommerce.prices import shown
from hanse.sandbox.woocommerce.seeded import FIRST_PRODUCT, STRIDE, amount
from hanse.sandbox.woocommerce.shelf import Shelf
from hanse.sandbox.woocommerce.store import Record
from hanse.sandbox.world import VARIABLE_EVERY, product

NUMBERS = {"id": "%(id)d", "stock_quantity": "%(stock)d"}
TEXTS = {
    "sku": "%(sku)s",
    "name": "%(name)s",
    "slug": "%(slug)s",
    "generated_slug": "%(slug)s",
    "price": "%(price)s",
    "regular_price": "%(price)s",
    "stock_status": "%(status)s",
    **dict.fromkeys(("date_created", "date_modified"), "%(local)s"),
    **dict.fromkeys(("date_created_gmt", "date_modified_gmt"), "%(gmt)s"),
}
SOME_PRICE, AS_SHOWN = "1234567", "1,234,567.00"


def print_page(
    call: Call, shelf: Shelf, spots: Sequence[Record | int], document: Callable[[Record], Record]
) -> bytes:
    """The rows as JSON. A number is the place of a seeded product that nobody has written."""
    form, parts = "", []
    for spot in spots:
        if isinstance(spot, int) and spot % VARIABLE_EVERY:
            form = form or _form(call, document(shelf.at(spot)), FIRST_PRODUCT + spot * STRIDE)
            parts.append((form % _gaps(call, spot)).encode())
        else:
            parts.append(spelled(document(shelf.at(spot) if isinstance(spot, int) else spot)))
    return b"[" + b",".join(parts) + b"]"


def _form(call: Call, found: Record, number: int) -> str:
    marked = found | {name: f"@{name}@" for name in (*NUMBERS, *TEXTS) if name in found}
    marked["permalink"] = f"{call.home}/product/@slug@/"
    marked["price_html"] = shown(SOME_PRICE)
    text = spelled(marked).decode().replace("%", "%%")
    for name, gap in NUMBERS.items():
        text = text.replace(f'"@{name}@"', gap)
    for name, gap in TEXTS.items():
        text = text.replace(f"@{name}@", gap)
    itself = f"\\/wc\\/v3\\/products\\/{number}"
    return text.replace(f'{itself}"', f'{itself[: -len(str(number))]}%(id)d"').replace(
        AS_SHOWN, "%(amount)s"
    )


def _gaps(call: Call, place: int) -> dict[str, object]:
    store = call.store
    seed = product(store.world, place)
    price = amount(store.world, seed.price_minor)
    made = store.seeded_at + timedelta(seconds=place)
    return {
        "id": FIRST_PRODUCT + place * STRIDE,
        "stock": seed.stock,
        "status": "instock" if seed.stock else "outofstock",
        "sku": seed.sku,
        "name": seed.name,
        "slug": seed.name.lower().replace(" ", "-"),
        "price": price,
        "amount": f"{Decimal(price):,.2f}",
        "local": made.astimezone(store.zone).isoformat()[:19],
        "gmt": made.astimezone(UTC).isoformat()[:19],
    }
