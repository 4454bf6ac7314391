"""Products, variants, their options and pictures."""

import hashlib
import html
import re
from typing import Any

from hanse.sandbox.shopify.ask import Ask, Fields, Lists, gid, ids, plain
from hanse.sandbox.shopify.money import plain as amount
from hanse.sandbox.shopify.paging import VARIANTS_MAX, Listed
from hanse.sandbox.shopify.shop import Shop
from hanse.sandbox.shopify.table import Record

Args = dict[str, Any]


def variants_of(shop: Shop, row: Record) -> list[Record]:
    found = (shop.variants.row(number) for number in row["variants"])
    return [variant for variant in found if variant is not None]


def parent_of(row: Record, ask: Ask, _args: Args) -> Record | None:
    return ask.shop.products.row(row["product"])


def price(row: Record, ask: Ask, _args: Args) -> str:
    return amount(row["price"], ask.shop.currency)


def _compare(row: Record, ask: Ask, _args: Args) -> str | None:
    return None if row["compare"] is None else amount(row["compare"], ask.shop.currency)


def _pricing(row: Record, ask: Ask, _args: Args) -> Record:
    """No market has a price of its own here."""
    compare = row["compare"]
    return {
        "price": ask.money(row["price"]),
        "compareAtPrice": None if compare is None else ask.money(compare),
    }


def _variants(row: Record, ask: Ask, args: Args) -> Listed:
    found = variants_of(ask.shop, row)
    if args.get("sortKey") == "ID":
        found.sort(key=lambda variant: variant["id"])
    return Listed(found, VARIANTS_MAX)


def _price_range(row: Record, ask: Ask, _args: Args) -> Record:
    prices = [variant["price"] for variant in variants_of(ask.shop, row)] or [0]
    return {
        "minVariantPrice": ask.money(min(prices)),
        "maxVariantPrice": ask.money(max(prices)),
    }


def selected(row: Record, ask: Ask) -> list[Record]:
    """Which value of each option the variant has."""
    parent = ask.shop.products.row(row["product"])
    options = parent["options"] if parent else []
    return [
        {
            "name": option["name"],
            "value": value,
            "optionValue": next(
                (known for known in option["values"] if known["name"] == value),
                {"id": 0, "name": value},
            ),
        }
        for option, value in zip(options, row["selected"], strict=False)
    ]


def _quantity(row: Record, ask: Ask, _args: Args) -> int:
    return ask.shop.available(row)


def _for_sale(row: Record, ask: Ask, _args: Args) -> bool:
    return row["inventoryPolicy"] == "CONTINUE" or ask.shop.available(row) > 0


def _description(row: Record, _ask: Ask, args: Args) -> str:
    text = html.unescape(re.sub(r"<[^>]*>", "", row["descriptionHtml"])).strip()
    return text[: args["truncateAt"]] if args.get("truncateAt") is not None else text


def _out_of_stock(row: Record, ask: Ask, _args: Args) -> bool:
    return any(ask.shop.available(variant) <= 0 for variant in variants_of(ask.shop, row))


def media_status(row: Record, ask: Ask, _args: Args) -> str:
    """A picture that was just handed in is being worked on for a while."""
    return str(ask.shop.media_status(row))


def image_of(media: Record | None, ask: Ask) -> Record | None:
    """A picture without its own life as media; one that is not ready has none."""
    if media is None or ask.shop.media_status(media) != "READY":
        return None
    return {
        "id": gid("ImageSource", media["id"]),
        "url": media["url"],
        "src": media["url"],
        "originalSrc": media["url"],
        "altText": media["alt"],
        "width": media["width"],
        "height": media["height"],
    }


def _images(row: Record, ask: Ask, _args: Args) -> Listed:
    return Listed([image for media in row["media"] if (image := image_of(media, ask))])


def _featured(row: Record, _ask: Ask, _args: Args) -> Record | None:
    return row["media"][0] if row["media"] else None


def _variant_media(row: Record, ask: Ask, _args: Args) -> Listed:
    parent = ask.shop.products.row(row["product"])
    known = parent["media"] if parent else []
    return Listed([media for media in known if media["id"] == row["media"]])


def _variant_image(row: Record, ask: Ask, args: Args) -> Record | None:
    return next((image_of(media, ask) for media in _variant_media(row, ask, args)), None)


def _preview(row: Record, ask: Ask, args: Args) -> Record:
    return {"image": image_of(row, ask), "status": media_status(row, ask, args)}


def _media_errors(row: Record, ask: Ask, _args: Args) -> list[Record]:
    if ask.shop.media_status(row) != "FAILED":
        return []
    code, message = row["error"]
    return [{"code": code, "details": None, "message": message}]


def _original(row: Record, ask: Ask, _args: Args) -> Record | None:
    if ask.shop.media_status(row) != "READY":
        return None
    held = row.get("held")
    return {"url": row["url"], "fileSize": held[1] if held else None}


def _metafield(row: Record, _ask: Ask, args: Args) -> Record | None:
    name, key = args.get("namespace"), args["key"]
    if name is None and "." in key:
        name, _, key = key.partition(".")
    return next(
        (m for m in row["metafields"] if m["key"] == key and name in (None, m["namespace"])), None
    )


def _metafields(row: Record, _ask: Ask, args: Args) -> Listed:
    name = args.get("namespace")
    return Listed([m for m in row["metafields"] if name in (None, m["namespace"])])


def _digest(row: Record, _ask: Ask, _args: Args) -> str:
    return hashlib.sha256(row["value"].encode()).hexdigest()


def _count(numbers: list[Any]) -> Record:
    return {"count": len(numbers), "precision": "EXACT"}


FIELDS: Fields = {
    ("Product", "bodyHtml"): lambda row, _ask, _args: row["descriptionHtml"],
    ("Product", "description"): _description,
    ("Product", "isGiftCard"): plain(False),
    ("Product", "requiresSellingPlan"): plain(False),
    ("Product", "tracksInventory"): lambda row, ask, _args: any(
        variant["tracked"] for variant in variants_of(ask.shop, row)
    ),
    ("Product", "hasOnlyDefaultVariant"): lambda row, _ask, _args: (
        row["options"][0]["name"] == "Title" and len(row["variants"]) == 1
    ),
    ("Product", "hasOutOfStockVariants"): _out_of_stock,
    ("Product", "hasVariantsThatRequiresComponents"): plain(False),
    ("Product", "onlineStoreUrl"): lambda row, ask, _args: (
        f"https://{ask.shop.domain}/products/{row['handle']}" if row["publishedAt"] else None
    ),
    ("Product", "onlineStorePreviewUrl"): lambda row, ask, _args: (
        f"https://{ask.shop.domain}/products/{row['handle']}"
    ),
    ("Product", "priceRangeV2"): _price_range,
    ("Product", "variantsCount"): lambda row, _ask, _args: _count(row["variants"]),
    ("Product", "mediaCount"): lambda row, _ask, _args: _count(row["media"]),
    ("Product", "options"): lambda row, _ask, args: row["options"][: args.get("first")],
    ("Product", "featuredMedia"): _featured,
    ("Product", "featuredImage"): lambda row, ask, args: image_of(_featured(row, ask, args), ask),
    ("ProductOption", "values"): lambda row, _ask, _args: [v["name"] for v in row["values"]],
    ("ProductOption", "optionValues"): lambda row, _ask, _args: row["values"],
    ("ProductOptionValue", "hasVariants"): plain(True),
    ("ProductVariant", "price"): price,
    ("ProductVariant", "compareAtPrice"): _compare,
    ("Product", "publishedOnCurrentPublication"): lambda row, _ask, _args: (
        row["publishedAt"] is not None
    ),
    ("ProductVariant", "contextualPricing"): _pricing,
    ("ProductVariant", "displayName"): lambda row, ask, args: (
        f"{(parent_of(row, ask, args) or {}).get('title')} - {row['title']}"
    ),
    ("ProductVariant", "inventoryQuantity"): _quantity,
    ("ProductVariant", "sellableOnlineQuantity"): _quantity,
    ("ProductVariant", "availableForSale"): _for_sale,
    ("ProductVariant", "requiresComponents"): plain(False),
    ("ProductVariant", "selectedOptions"): lambda row, ask, _args: selected(row, ask),
    ("ProductVariant", "product"): parent_of,
    ("ProductVariant", "inventoryItem"): lambda row, _ask, _args: row,
    ("ProductVariant", "image"): _variant_image,
    ("MediaImage", "mediaContentType"): plain("IMAGE"),
    ("MediaImage", "preview"): _preview,
    ("MediaImage", "mediaErrors"): _media_errors,
    ("MediaImage", "image"): lambda row, ask, _args: image_of(row, ask),
    ("MediaImage", "status"): media_status,
    ("MediaImage", "fileStatus"): media_status,
    ("MediaImage", "mimeType"): lambda row, _ask, _args: row.get("mime", "image/jpeg"),
    ("MediaImage", "createdAt"): lambda row, ask, _args: row.get("createdAt") or ask.shop.now(),
    ("MediaImage", "updatedAt"): lambda row, ask, _args: row.get("updatedAt") or ask.shop.now(),
    ("MediaImage", "originalSource"): _original,
    ("Metafield", "compareDigest"): _digest,
}
LISTS: Lists = {
    ("Product", "variants"): _variants,
    ("Product", "media"): lambda row, _ask, _args: Listed(row["media"]),
    ("Product", "images"): _images,
    ("Product", "collections"): lambda _row, _ask, _args: Listed([]),
    ("ProductVariant", "media"): _variant_media,
}
for _kind in ("Product", "ProductVariant", "Order", "Customer"):
    FIELDS[_kind, "metafield"] = _metafield
    LISTS[_kind, "metafields"] = _metafields
ids(FIELDS, "Product", "ProductVariant", "ProductOption", "ProductOptionValue", "MediaImage")
ids(FIELDS, "Metafield", "Collection")
