"""productCreate: a product with one variant, which nobody sees before it is published."""

from typing import Any

from hanse.sandbox.shopify import merchant, payloads
from hanse.sandbox.shopify.ask import Ask, Fields
from hanse.sandbox.shopify.catalog import option
from hanse.sandbox.shopify.deliveries import tell
from hanse.sandbox.shopify.fields.shop import shop_row
from hanse.sandbox.shopify.pictures import Problem
from hanse.sandbox.shopify.table import Record
from hanse.sandbox.shopify.writes import media, product_set, products

Args = dict[str, Any]


def create(_row: Any, ask: Ask, args: Args) -> Args:
    shop, given, wishes = ask.shop, args.get("product") or {}, args.get("media") or []
    problems = products.problems_of(shop, {"title": None} | given, "product", None)
    problems += media.media_problems(shop, None, wishes)
    if problems:
        return _answer(ask, None, problems)
    row = product_set.blank(shop)
    handle = given.get("handle") or products.free_handle(shop, given["title"])
    products.write(shop, row, given | {"handle": handle})
    options = given.get("productOptions") or [{"name": "Title", "values": []}]
    row["options"] = [
        option(row["id"], at, each.get("name") or f"Option {at + 1}", _values(each))
        for at, each in enumerate(options)
    ]
    made = shop.variants.add(merchant.new_variant(row["id"], shop.now(), None, 0))
    firsts = [each["values"][0]["name"] for each in row["options"]]
    made |= {"selected": firsts, "title": " / ".join(firsts)}
    row["variants"] = [made["id"]]
    if given.get("metafields") is not None:
        product_set.set_metafields(shop, row, given["metafields"])
    media.add(shop, row, wishes)
    shop.note("product.create", row["handle"])
    tell(shop, "products/create", payloads.product_body(shop, row))
    return _answer(ask, row, [])


def _values(given: Args) -> list[str]:
    return [value.get("name") or "" for value in given.get("values") or ()] or ["Default Title"]


def _answer(ask: Ask, row: Record | None, problems: list[Problem]) -> Args:
    errors = [{"field": field, "message": text} for field, _, text in problems]
    return {"product": row, "shop": shop_row(None, ask, {}), "userErrors": errors}


FIELDS: Fields = {("Mutation", "productCreate"): create}
