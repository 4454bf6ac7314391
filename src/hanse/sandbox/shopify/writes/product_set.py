"""productSet: a product as it shall be. A list that is given replaces the whole list."""

from typing import Any

from hanse.sandbox.shopify import merchant, payloads, pictures, stockroom
from hanse.sandbox.shopify.ask import Ask, Fields, gid, number_of
from hanse.sandbox.shopify.catalog import ITEM_OF_VARIANT, option
from hanse.sandbox.shopify.deliveries import tell
from hanse.sandbox.shopify.fields.shop import LOOKS, product_by_handle
from hanse.sandbox.shopify.fields.stock import location
from hanse.sandbox.shopify.pictures import Problem
from hanse.sandbox.shopify.refusals import too_many
from hanse.sandbox.shopify.shop import Shop
from hanse.sandbox.shopify.table import Record
from hanse.sandbox.shopify.writes import products, variants

Args = dict[str, Any]
OPTIONS_MAX = 3
OPERATION_FIRST = 79


def product_set(_row: Any, ask: Ask, args: Args) -> Args:
    shop, given = ask.shop, args["input"]
    if len(given.get("variants") or ()) > variants.VARIANTS_MAX:
        raise too_many(len(given["variants"]), variants.VARIANTS_MAX)
    row, problems = _meant(shop, args)
    problems += _problems(ask, given, row) + _file_problems(ask, given)
    if problems:
        return _answer(ask, None, problems, at_once=True)
    is_new = row is None
    row = blank(shop) if row is None else shop.products.edit(row["id"])
    wish = args.get("identifier") or {}
    if is_new:
        title = given.get("title") or ""
        handle = given.get("handle") or wish.get("handle")
        given = given | {"handle": handle or products.free_handle(shop, title)}
    products.write(shop, row, given)
    if given.get("productOptions") is not None:
        _set_options(row, given["productOptions"])
    elif is_new:
        row["options"] = [option(row["id"], 0, "Title", ["Default Title"])]
    if given.get("files") is not None:
        _set_files(shop, row, given["files"])
    if given.get("variants") is not None:
        _set_variants(ask, row, given["variants"])
    elif is_new:
        made = shop.variants.add(merchant.new_variant(row["id"], shop.now(), None, 0))
        row["variants"] = [made["id"]]
    if given.get("metafields") is not None:
        set_metafields(shop, row, given["metafields"])
    shop.note("product.set", row["handle"])
    if is_new:
        found = (shop.variants.row(number) for number in row["variants"])
        row["totalInventory"] = sum(shop.available(variant) for variant in found if variant)
        tell(shop, "products/create", payloads.product_body(shop, row))
    else:
        stockroom.touch(shop, row["id"])
    return _answer(ask, row, [], at_once=bool(args["synchronous"]))


def _meant(shop: Shop, args: Args) -> tuple[Record | None, list[Problem]]:
    """The product that is meant; None where a new one is wanted."""
    wish = args.get("identifier") or {}
    text = wish.get("id") or args["input"].get("id")
    if text:
        row = shop.products.row(number_of(text, "Product"))
        if row is None:
            return None, [(["input", "id"], "PRODUCT_DOES_NOT_EXIST", "Product does not exist")]
        return row, []
    return (product_by_handle(shop, wish["handle"]) if wish.get("handle") else None), []


def _problems(ask: Ask, given: Args, row: Record | None) -> list[Problem]:
    checked = given if row is not None else {"title": given.get("title")} | given
    found = products.problems_of(ask.shop, checked, "input", row)
    options, rows = given.get("productOptions"), given.get("variants")
    if options is not None and rows is None:
        text = "Variants input is required when updating product options"
        found.append((["input", "variants"], "VARIANTS_INPUT_MISSING", text))
    if len(options or ()) > OPTIONS_MAX:
        text = f"Can only specify a maximum of {OPTIONS_MAX} options"
        found.append((["input", "productOptions"], "INVALID_INPUT", text))
    seen = set()
    for at, variant in enumerate(rows or ()):
        head = ["input", "variants", str(at)]
        if (wrong := variants.price_problem(variant)) is not None:
            found.append(([*head, wrong[0]], "INVALID_VARIANT", wrong[2]))
        values = tuple(value.get("name") or value.get("id") for value in variant["optionValues"])
        if values in seen:
            text = f"The variant '{' / '.join(map(str, values))}' already exists."
            found.append((head, "DUPLICATED_VALUE", text))
        seen.add(values)
        for level in variant.get("inventoryQuantities") or ():
            if location(ask.shop, number_of(level["locationId"], "Location")) is None:
                found.append(([*head, "inventoryQuantities"], "NOT_FOUND", "Location not found"))
    return found


def blank(shop: Shop) -> Record:
    now = shop.now()
    return shop.products.add(
        {
            "id": 0,
            "title": "",
            "handle": "",
            "descriptionHtml": "",
            "vendor": shop.title,
            "productType": "",
            "status": "ACTIVE",
            "tags": [],
            "createdAt": now,
            "updatedAt": now,
            "publishedAt": None,  # nobody has published it yet
            "templateSuffix": None,
            "seo": {"title": None, "description": None},
            "category": None,
            "options": [],
            "variants": [],
            "media": [],
            "metafields": [],
            "totalInventory": 0,
        }
    )


def _set_options(row: Record, given: list[Args]) -> None:
    row["options"] = [
        option(
            row["id"],
            place,
            wanted.get("name") or f"Option {place + 1}",
            [value.get("name") or "" for value in wanted.get("values") or ()],
        )
        for place, wanted in enumerate(given)
    ]


def _set_variants(ask: Ask, row: Record, given: list[Args]) -> None:
    """Matched by id or else by their values; those that are not named any more are deleted."""
    shop = ask.shop
    known = [variant for n in row["variants"] if (variant := shop.variants.row(n)) is not None]
    by_values = {tuple(variant["selected"]): variant["id"] for variant in known}
    kept = []
    for place, wanted in enumerate(given):
        values = _values(row, wanted["optionValues"])
        number = by_values.get(tuple(values))
        if wanted.get("id"):
            number = number_of(wanted["id"], "ProductVariant")
        if number in row["variants"] and number is not None:
            variant = shop.variants.edit(number)
        else:
            variant = shop.variants.add(merchant.new_variant(row["id"], shop.now(), None, 0))
        variants.write(ask, variant, wanted)
        variant |= {"selected": values, "title": " / ".join(values), "position": place + 1}
        if wanted.get("file"):
            _show(shop, row, variant, wanted["file"])
        for level in wanted.get("inventoryQuantities") or ():
            _set_level(shop, variant, level)
        kept.append(variant["id"])
    for variant in known:
        if variant["id"] not in kept:
            shop.variants.remove(variant["id"])
    row["variants"] = kept


def _values(row: Record, given: list[Args]) -> list[str]:
    """One value for each option, in the order of the options, which learn new ones."""
    found = {value.get("optionName"): value.get("name") or "" for value in given}
    values = []
    for place, known in enumerate(row["options"]):
        value = found.get(known["name"])
        if value is None:
            value = given[place].get("name") or "" if place < len(given) else ""
        names = [one["name"] for one in known["values"]]
        if value not in names:
            fresh = option(row["id"], place, known["name"], [*names, value])
            known["values"] = fresh["values"]
        values.append(value)
    return values


def _set_level(shop: Shop, variant: Record, given: Args) -> None:
    place = number_of(given["locationId"], "Location")
    item = variant["id"] + ITEM_OF_VARIANT
    level = shop.level_to_change(item, place)
    level |= {"available": given["quantity"], "updatedAt": shop.now(), "isActive": True}


def _file_problems(ask: Ask, given: Args) -> list[Problem]:
    """Of the product's own list, and of the picture of each variant. The codes are guessed."""
    wishes = given.get("files") or []
    if len(wishes) > pictures.AT_ONCE_MAX:
        raise too_many(len(wishes), pictures.AT_ONCE_MAX)
    placed = [(["input", "files", str(at)], wish) for at, wish in enumerate(wishes)]
    for at, variant in enumerate(given.get("variants") or ()):
        if variant.get("file"):
            placed.append((["input", "variants", str(at), "file"], variant["file"]))
    found: list[Problem] = []
    for head, wish in placed:
        wrong = pictures.problems_at(ask.shop, wish, head)
        found += [(field, "INVALID_INPUT", text) for field, _, text in wrong]
        if bool(wish.get("id")) == bool(wish.get("originalSource")):
            text = "Exactly one of id and originalSource is required"
            found.append((head, "INVALID_INPUT", text))
        elif wish.get("id") and file_of(ask, wish["id"]) is None:
            found.append(([*head, "id"], "NOT_FOUND", f"File {wish['id']} does not exist"))
    return found


def file_of(ask: Ask, text: str) -> Record | None:
    found: Record | None = LOOKS["MediaImage"](ask.shop, number_of(text, "MediaImage"))
    return found


def _set_files(shop: Shop, row: Record, given: list[Args]) -> None:
    """In this order; what is not named goes from the product and stays a file."""
    wanted = [_file(shop, wish) for wish in given]
    ids = [each["id"] for each in wanted]
    gone = [each["id"] for each in row["media"] if each["id"] not in ids]
    pictures.detach(shop, row, gone)
    for each in wanted:
        pictures.attach(shop, row, each)
    row["media"] = sorted(row["media"], key=lambda each: ids.index(each["id"]))


def _file(shop: Shop, wish: Args) -> Record:
    if not wish.get("id"):
        return pictures.make(shop, wish)
    row = pictures.to_edit(shop, number_of(wish["id"], "MediaImage"))
    if wish.get("alt") is not None:
        row["alt"] = wish["alt"]
    return row


def _show(shop: Shop, row: Record, variant: Record, wish: Args) -> None:
    """The picture of one variant, which is one of the product's as well."""
    known = [each for each in row["media"] if each.get("source") == wish.get("originalSource")]
    media = known[0] if known and not wish.get("id") else _file(shop, wish)
    pictures.attach(shop, row, media)
    variant["media"] = media["id"]


def set_metafields(shop: Shop, row: Record, given: list[Args]) -> None:
    now = shop.now()
    row["metafields"] = [
        {
            "id": shop.next("metafield", 20_000_000_000_001),
            "namespace": one.get("namespace") or "custom",
            "key": one.get("key") or "",
            "type": one.get("type") or "single_line_text_field",
            "value": one.get("value") or "",
            "createdAt": now,
            "updatedAt": now,
        }
        for one in given
    ]


def _answer(ask: Ask, row: Record | None, problems: list[Problem], *, at_once: bool) -> Args:
    errors = [{"field": f, "code": code, "message": text} for f, code, text in problems]
    if at_once:
        return {"product": row, "productSetOperation": None, "userErrors": errors}
    number = ask.shop.next("operation", OPERATION_FIRST)
    ask.shop.remembered["operation", str(number)] = row["id"] if row else None
    operation: Record = {
        "__typename": "ProductSetOperation",
        "id": gid("ProductSetOperation", number),
        "status": "CREATED",
        "product": None,
        "userErrors": [],
    }
    return {"product": None, "productSetOperation": operation, "userErrors": errors}


def operation(_row: Any, ask: Ask, args: Args) -> Record | None:
    """By the time that somebody looks, the work is done."""
    number = number_of(args["id"], "ProductSetOperation")
    product = ask.shop.remembered.get(("operation", str(number)))
    if product is None:
        return None
    return {
        "__typename": "ProductSetOperation",
        "id": args["id"],
        "status": "COMPLETE",
        "product": ask.shop.products.row(product),
        "userErrors": [],
    }


FIELDS: Fields = {
    ("Mutation", "productSet"): product_set,
    ("QueryRoot", "productOperation"): operation,
}
