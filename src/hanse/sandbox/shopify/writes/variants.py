"""productVariantsBulkUpdate, and what any write of a variant has in common."""

from decimal import Decimal, InvalidOperation
from typing import Any

from hanse.sandbox.shopify import payloads, stockroom
from hanse.sandbox.shopify.ask import Ask, Fields, number_of
from hanse.sandbox.shopify.deliveries import tell
from hanse.sandbox.shopify.money import minor_of
from hanse.sandbox.shopify.refusals import too_many
from hanse.sandbox.shopify.table import Record
from hanse.sandbox.shopify.writes import media

Args = dict[str, Any]
VARIANTS_MAX = 2048
PRICE_MAX = Decimal(10**18)
PLAIN = ("barcode", "taxable", "taxCode", "inventoryPolicy")
ITEM_PLAIN = (
    "sku",
    "tracked",
    "requiresShipping",
    "countryCodeOfOrigin",
    "provinceCodeOfOrigin",
    "harmonizedSystemCode",
)


def bulk_update(_row: Any, ask: Ask, args: Args) -> Args:
    """All of them or none, unless the caller takes what can be had."""
    shop, given = ask.shop, args["variants"]
    if len(given) > VARIANTS_MAX:
        raise too_many(len(given), VARIANTS_MAX)
    number = number_of(args["productId"], "Product")
    parent = shop.products.row(number)
    if parent is None:
        return _refused(
            [problem(["productId"], "PRODUCT_DOES_NOT_EXIST", "Product does not exist")]
        )
    problems: list[Record] = []
    good: list[tuple[int, Args]] = []
    for at, row in enumerate(given):
        wrong = _row_problem(ask, parent, row)
        if wrong is None:
            good.append((number_of(row["id"], "ProductVariant"), row))
        else:
            field, code, text = wrong
            problems.append(problem(["variants", str(at), field], code, text))
    wrong_media = media.media_problems(shop, parent, args.get("media") or [])
    if wrong_media:
        return _refused([problem(field, "INVALID_INPUT", text) for field, _, text in wrong_media])
    if problems and not args["allowPartialUpdates"]:
        return _refused(problems)
    if args.get("media"):
        media.add(shop, shop.products.edit(number), args["media"])
    for variant, row in good:
        write(ask, shop.variants.edit(variant), row)
        shop.note("variant.update", variant)
        if row.get("inventoryItem"):
            changed = shop.variants.edit(variant)
            tell(shop, "inventory_items/update", payloads.item_body(shop, changed))
    if good:
        stockroom.touch(shop, number)
    wanted = [number_of(row["id"], "ProductVariant") for row in given if row.get("id")]
    rows = [found for n in wanted if (found := shop.variants.row(n)) is not None]
    return {
        "product": shop.products.row(number),
        "productVariants": rows,
        "userErrors": problems,
    }


def _row_problem(ask: Ask, parent: Record, row: Args) -> tuple[str, str, str] | None:
    if not row.get("id"):
        return "id", "PRODUCT_VARIANT_ID_MISSING", "Product variant is missing ID attribute"
    if number_of(row["id"], "ProductVariant") not in parent["variants"]:
        return "id", "PRODUCT_VARIANT_DOES_NOT_EXIST", "Product variant does not exist"
    if row.get("inventoryQuantities") is not None:
        code = "NO_INVENTORY_QUANTITIES_ON_VARIANTS_UPDATE"
        return "inventoryQuantities", code, "Inventory quantities can only be provided on create."
    if row.get("mediaId"):
        wanted = number_of(row["mediaId"], "MediaImage")
        if all(media["id"] != wanted for media in parent["media"]):
            return "mediaId", "INVALID_INPUT", "Media does not exist on product"  # guessed
    return price_problem(row)


def price_problem(row: Args) -> tuple[str, str, str] | None:
    for field in ("price", "compareAtPrice"):
        if row.get(field) is None:
            continue
        try:
            amount = Decimal(str(row[field]))
        except InvalidOperation:
            return field, "INVALID_INPUT", "Price is not a number"  # guessed words
        if amount < 0:
            text = "Price must be greater than or equal to 0"
            return field, "GREATER_THAN_OR_EQUAL_TO", text
        if amount >= PRICE_MAX:
            return field, "INVALID_INPUT", "Price must be less than 1000000000000000000"
    return None


def write(ask: Ask, variant: Record, given: Args) -> None:
    """What is not given stays as it was; a price to compare with that is null goes."""
    currency = ask.shop.currency
    if given.get("price") is not None:
        variant["price"] = minor_of(str(given["price"]), currency)
    if "compareAtPrice" in given:
        compare = given["compareAtPrice"]
        variant["compare"] = None if compare is None else minor_of(str(compare), currency)
    for name in PLAIN:
        if name in given:
            variant[name] = given[name]
    if given.get("mediaId"):
        variant["media"] = number_of(given["mediaId"], "MediaImage")
    if given.get("sku") is not None:
        variant["sku"] = given["sku"]
    item = given.get("inventoryItem") or {}
    for name in ITEM_PLAIN:
        if name in item:
            variant[name] = item[name]
    if item.get("cost") is not None:
        variant["cost"] = minor_of(str(item["cost"]), currency)
    if weight := (item.get("measurement") or {}).get("weight"):
        variant |= {"weight": float(weight["value"]), "weightUnit": weight["unit"]}
    variant["updatedAt"] = ask.shop.now()


def problem(field: list[str] | None, code: str, message: str) -> Record:
    return {"field": field, "code": code, "message": message}


def _refused(problems: list[Record]) -> Args:
    return {"product": None, "productVariants": None, "userErrors": problems}


FIELDS: Fields = {("Mutation", "productVariantsBulkUpdate"): bulk_update}
