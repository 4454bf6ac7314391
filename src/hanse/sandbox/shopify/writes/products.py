"""productUpdate and productDelete, and what any write of a product has in common."""

import re
from typing import Any

from hanse.sandbox.shopify import merchant, stockroom
from hanse.sandbox.shopify.ask import Ask, Fields, number_of
from hanse.sandbox.shopify.fields.shop import product_by_handle, shop_row
from hanse.sandbox.shopify.pictures import Problem
from hanse.sandbox.shopify.shop import Shop
from hanse.sandbox.shopify.table import Record
from hanse.sandbox.shopify.writes import media

Args = dict[str, Any]
TEXT_MAX, TAGS_MAX = 255, 250
PLAIN = ("descriptionHtml", "vendor", "productType", "status", "templateSuffix")
NAMES = {"title": "Title", "vendor": "Vendor", "productType": "Product type", "handle": "Handle"}


def problems_of(shop: Shop, given: Args, head: str, own: Record | None) -> list[Problem]:
    """What the platform's listing rules say to these values; `own` is the product itself."""
    found: list[Problem] = []
    if "title" in given and not (given["title"] or "").strip():
        found.append(([head, "title"], "BLANK", "Title can't be blank"))
    for name, word in NAMES.items():
        if len(given.get(name) or "") > TEXT_MAX:
            text = f"{word} is too long (maximum is {TEXT_MAX} characters)"
            found.append(([head, name], "TOO_LONG", text))
    tags = given.get("tags") or []
    if len(tags) > TAGS_MAX or any(len(tag) > TEXT_MAX for tag in tags):
        found.append(([head, "tags"], "INVALID_INPUT", "Product tags is invalid"))
    if given.get("handle"):
        handle = spelled_handle(given["handle"])
        other = product_by_handle(shop, handle)
        if other is not None and other is not own and (own is None or other["id"] != own["id"]):
            text = f"Handle '{handle}' already in use. Please provide a new handle."
            found.append(([head, "handle"], "HANDLE_NOT_UNIQUE", text))
    return found


def spelled_handle(text: str) -> str:
    return re.sub(r"[^\w]+|_+", "-", text.strip().lower()).strip("-")


def free_handle(shop: Shop, title: str) -> str:
    """The handle of a title; a taken one gets a number behind it."""
    head = handle = spelled_handle(title) or "product"
    number = 0
    while product_by_handle(shop, handle) is not None:
        number += 1
        handle = f"{head}-{number}"
    return handle


def write(shop: Shop, row: Record, given: Args) -> None:
    """What is not given stays as it was. A blank handle is made from the title again."""
    if given.get("title"):
        row["title"] = given["title"]
    for name in PLAIN:
        if given.get(name) is not None:
            row[name] = given[name]
    if "handle" in given:
        shop.handles.pop(row["handle"], None)
        wish = given["handle"]
        row["handle"] = spelled_handle(wish) if wish else free_handle(shop, row["title"])
    shop.handles[row["handle"]] = row["id"]
    if given.get("tags") is not None:
        unique = {tag.strip().lower(): tag.strip() for tag in reversed(given["tags"])}
        row["tags"] = sorted(unique.values(), key=str.lower)
    if given.get("seo") is not None:
        row["seo"] = row["seo"] | given["seo"]


def update(_row: Any, ask: Ask, args: Args) -> Args:
    shop, given = ask.shop, args.get("product") or {}
    row = _known(shop, given.get("id"))
    if row is None:
        return _refused([(["id"], "", "Product does not exist")])
    problems = problems_of(shop, given, "product", row)
    if problems := problems + media.media_problems(shop, row, args.get("media") or []):
        return _refused(problems)
    row = shop.products.edit(row["id"])
    write(shop, row, given)
    media.add(shop, row, args.get("media") or [])
    shop.note("product.update", row["id"])
    stockroom.touch(shop, row["id"])
    return {"product": row, "userErrors": []}


def delete(_row: Any, ask: Ask, args: Args) -> Args:
    text = args["input"]["id"]
    row = _known(ask.shop, text)
    if row is None:
        wrong = {"field": ["id"], "message": "Product does not exist"}
        return {"deletedProductId": None, "shop": shop_row(None, ask, {}), "userErrors": [wrong]}
    merchant.delete_product(ask.shop, row["id"])
    return {"deletedProductId": text, "shop": shop_row(None, ask, {}), "userErrors": []}


def _known(shop: Shop, text: str | None) -> Record | None:
    return shop.products.row(number_of(text, "Product")) if text else None


def _refused(problems: list[Problem]) -> Args:
    shown = [{"field": field, "message": message} for field, _, message in problems]
    return {"product": None, "userErrors": shown}


FIELDS: Fields = {
    ("Mutation", "productUpdate"): update,
    ("Mutation", "productDelete"): delete,
}
