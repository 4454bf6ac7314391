"""How many of a product or a variation can be sold. The store compares nothing before it sets, so
it is read before; and it ignores a number where it does not count (recording 194)."""

from collections.abc import Sequence
from typing import Any

from hanse.base.faults import Finding
from hanse.connectors.woocommerce.writes import batch
from hanse.connectors.woocommerce.writes.batch import error, warning
from hanse.trade.fields import Fields, Value, shown
from hanse.trade.goods import Offer, Product, ProductKind
from hanse.trade.ports_read import Kind
from hanse.trade.ports_write import Found, Piece, Target, Wanted, WritePort
from hanse.trade.shop import Shop
from hanse.trade.stock import CountedBy, StockLevel

KIND = "offers.stock"
NAMES = {"quantity": "stock quantity"}
COUNTED = "counted"  # where the number is kept, in one of these words
HERE, NOBODY, PRODUCT = "here", "nobody", "product"
VARIANTS, NEVER = "variants", "never"
QUANTITY_MAX = 1_000_000_000  # guessed: more than anybody has


def piece(wanted: Wanted, shop: Shop) -> Piece:
    findings: list[Finding] = []
    counted = wanted.shown.get(COUNTED)
    if isinstance(counted, str) and counted in REFUSED:
        findings.append(error("not_counted_here", *REFUSED[counted], "quantity"))
    if counted == NOBODY:
        findings.append(FROM_NOW_ON)
    quantity = wanted.after.get("quantity")
    if "quantity" in wanted.after:
        findings += of_count(quantity)
    # A state beside a number is the store's to say: it would write over ours (recording 059).
    return batch.piece(wanted, {"manage_stock": True, "stock_quantity": quantity}, findings, NAMES)


REFUSED = {
    PRODUCT: (
        "All variants of this product are sold from one number, which the product keeps.",
        "Change the number of the product, or let each variation manage its stock in the store.",
    ),
    VARIANTS: (
        "This product is sold in variants, and each of them keeps its own number.",
        "Change the numbers of its variants.",
    ),
    NEVER: (
        "A grouped product and one that is sold elsewhere have no stock in the store.",
        "Change the numbers of the products that it leads to.",
    ),
}
FROM_NOW_ON = warning(
    "counted_from_now_on",
    "The store does not count this today and sells it without end. From now on it counts, beginning"
    " with this number.",
    "If it shall be sold without end, do not sell it from this stock.",
    "quantity",
)


def of_count(value: Value) -> Sequence[Finding]:
    if value is None:
        said = "Without a number the store would sell it without end."
        step = "Enter 0 if nothing shall be sold; to stop counting, untick it in the store itself."
        return (error("no_count", said, step, "quantity"),)
    if isinstance(value, bool) or not isinstance(value, int):
        # A text in a batch becomes 0 without a word (recording 081).
        said = f"The stock quantity must be a whole number, and it is {shown(value)}."
        return (error("no_count", said, "Enter a whole number.", "quantity"),)
    if value < 0:
        said = f"{shown(value)} is below 0, and what is not there cannot be sold."
        return (error("below_zero", said, "Enter 0 or more.", "quantity"),)
    if value > QUANTITY_MAX:
        said = f"It is {shown(value)}; at most {QUANTITY_MAX:,} can be written."
        return (error("too_large", said, "Enter a smaller number.", "quantity"),)
    return ()


# What is read back


def found(kind: Kind, value: Any) -> Sequence[Found]:
    """A product tells of itself, also where it keeps the number of all its variants."""
    if kind is Kind.products and isinstance(value, Product):
        missing = batch.unread(value.findings)
        counted = of_product(value, value.stock)
        return told(Target(value.remote_id), value.stock, counted, missing)
    if kind is Kind.offers and isinstance(value, Offer) and value.variant_id:
        missing = batch.unread(value.findings)
        target = Target(value.variant_id, value.product_id)
        return told(target, value.stock, COUNTING.get(value.stock.counted_by), missing)
    return ()


COUNTING: dict[CountedBy | None, str] = {
    CountedBy.offer: HERE,
    CountedBy.product: PRODUCT,
    CountedBy.nobody: NOBODY,
}


def of_product(product: Product, stock: StockLevel) -> str | None:
    """Of a product in variants that counts itself the number is that of all which do not."""
    if product.kind not in (ProductKind.single, ProductKind.variants):
        return NEVER if product.kind else None
    if product.kind is ProductKind.variants and stock.counted_by is CountedBy.nobody:
        return VARIANTS
    return COUNTING.get(stock.counted_by)


def told(
    target: Target, stock: StockLevel, counted: str | None, missing: frozenset[str]
) -> Sequence[Found]:
    if counted is None or {"manage_stock", "stock_quantity"} & missing:
        return ()
    fields: Fields = {"quantity": stock.quantity, COUNTED: counted}
    return (Found(target, fields),)


PORT = WritePort(
    KIND,
    frozenset(NAMES),
    piece,
    batch.updating(KIND),
    batch.updated,
    batch.readings,
    found,
    leans_on=frozenset({COUNTED}),
    names=NAMES,
)
