"""Pictures of one product, by the mutations that are for them alone. All of one call or none, which
is guessed, as the words are."""

from typing import Any

from hanse.sandbox.shopify import pictures, stockroom
from hanse.sandbox.shopify.ask import Ask, Fields, gid, number_of
from hanse.sandbox.shopify.pictures import AT_ONCE_MAX, OF_PRODUCT_MAX, Problem
from hanse.sandbox.shopify.refusals import too_many
from hanse.sandbox.shopify.shop import Shop
from hanse.sandbox.shopify.table import Record
from hanse.sandbox.shopify.writes import files

Args = dict[str, Any]
CODES = {"UNACCEPTABLE_ASSET": "INVALID_MEDIA_TYPE"}
FULL = f"Exceeded {OF_PRODUCT_MAX} media per product"
NO_PRODUCT = "Product does not exist"


def media_problems(shop: Shop, row: Record | None, wishes: list[Args]) -> list[Problem]:
    """What is wrong with pictures that a product shall show as well."""
    found = pictures.problems_of(shop, wishes, ["media"])
    if wishes and pictures.is_full(row, len(wishes)):
        found.append((["media"], "PRODUCT_MEDIA_LIMIT_EXCEEDED", FULL))
    return found


def add(shop: Shop, row: Record, wishes: list[Args]) -> list[Record]:
    made = [pictures.make(shop, wish) for wish in wishes]
    for each in made:
        pictures.attach(shop, row, each)
    return made


def create(_row: Any, ask: Ask, args: Args) -> Args:
    shop, wishes = ask.shop, args["media"]
    row = shop.products.row(number_of(args["productId"], "Product"))
    if row is None:
        return _refused(missing("productId"), media=None)
    if problems := media_problems(shop, row, wishes):
        return _refused(problems, media=None, product=row)
    row = shop.products.edit(row["id"])
    made = add(shop, row, wishes)
    stockroom.touch(shop, row["id"])
    return _refused([], media=made, product=row)


def update(_row: Any, ask: Ask, args: Args) -> Args:
    shop, wishes = ask.shop, args["media"]
    row = shop.products.row(number_of(args["productId"], "Product"))
    if row is None:
        return _refused(missing("productId"), media=None)
    problems = pictures.problems_of(shop, wishes, ["media"])
    problems += _strangers(row, [wish["id"] for wish in wishes], "media")
    for at, wish in enumerate(wishes if not problems else ()):
        found = _named(row, wish["id"])
        if found and shop.media_status(found) != "READY":
            words = "Non-ready media cannot be updated"
            problems.append((["media", str(at), "id"], "NON_READY_MEDIA", words))
    if problems:
        return _refused(problems, media=None, product=row)
    row = shop.products.edit(row["id"])
    changed = []
    for wish in wishes:
        found = pictures.to_edit(shop, number_of(wish["id"], "MediaImage"))
        if wish.get("alt") is not None:
            found["alt"] = wish["alt"]
        shop.note("file.update", found["id"])
        changed.append(found)
    stockroom.touch(shop, row["id"])
    return _refused([], media=changed, product=row)


def delete(_row: Any, ask: Ask, args: Args) -> Args:
    """From the product; a file that no other one shows goes with it, guessed."""
    shop, texts = ask.shop, args["mediaIds"]
    none = {"deletedMediaIds": None, "deletedProductImageIds": None}
    row = shop.products.row(number_of(args["productId"], "Product"))
    if row is None:
        return _refused(missing("productId"), **none)
    if problems := _strangers(row, texts, "mediaIds"):
        return _refused(problems, **none, product=row)
    row = shop.products.edit(row["id"])
    ids = [number_of(text, "MediaImage") for text in texts]
    pictures.detach(shop, row, ids)
    for number in ids:
        file = shop.library.files.get(number)
        if file is not None and not file["on"]:
            files.drop(shop, number)
    stockroom.touch(shop, row["id"])
    gone = [gid("ImageSource", number) for number in ids]
    return _refused([], deletedMediaIds=texts, deletedProductImageIds=gone, product=row)


def reorder(_row: Any, ask: Ask, args: Args) -> Args:
    """One move after the other; the job is done by the time that somebody looks."""
    shop, moves = ask.shop, args["moves"]
    row = shop.products.row(number_of(args["id"], "Product"))
    if len(moves) > AT_ONCE_MAX:
        raise too_many(len(moves), AT_ONCE_MAX)
    problems = missing("id") if row is None else []
    if row is not None:
        problems = _strangers(row, [move["id"] for move in moves], "moves")
    if row is None or problems:
        return {
            "job": None,
            "mediaUserErrors": files.shown(problems),
            "userErrors": _plain(problems),
        }
    row = shop.products.edit(row["id"])
    order = list(row["media"])
    for move in moves:
        found = _named(row, move["id"])
        assert found is not None, "it was looked for above"
        order.remove(found)
        order.insert(int(move["newPosition"]), found)
    row["media"] = order
    shop.note("media.reorder", row["id"])
    stockroom.touch(shop, row["id"])
    job = {"id": gid("Job", shop.next("job", 1)), "done": False}
    return {"job": job, "mediaUserErrors": [], "userErrors": []}


def _named(row: Record, text: str) -> Record | None:
    number = number_of(text, "MediaImage")
    return next((each for each in row["media"] if each["id"] == number), None)


def _strangers(row: Record, texts: list[str], field: str) -> list[Problem]:
    code = "MEDIA_DOES_NOT_EXIST_ON_PRODUCT"
    return [
        ([field, str(at)], code, f"Media id {text} does not exist on product")
        for at, text in enumerate(texts)
        if _named(row, text) is None
    ]


def missing(field: str) -> list[Problem]:
    return [([field], "PRODUCT_DOES_NOT_EXIST", NO_PRODUCT)]


def _plain(problems: list[Problem]) -> list[Record]:
    return [{"field": field, "message": text} for field, _, text in problems]


def _refused(problems: list[Problem], **more: Any) -> Args:
    known = CODES | {code: code for code in KEPT}
    told = [(field, known.get(code, "INVALID"), text) for field, code, text in problems]
    errors = {"mediaUserErrors": files.shown(told), "userErrors": _plain(problems)}
    return {"product": None} | more | errors


KEPT = (
    "MEDIA_DOES_NOT_EXIST_ON_PRODUCT",
    "NON_READY_MEDIA",
    "PRODUCT_DOES_NOT_EXIST",
    "PRODUCT_MEDIA_LIMIT_EXCEEDED",
)
FIELDS: Fields = {
    ("Mutation", "productCreateMedia"): create,
    ("Mutation", "productUpdateMedia"): update,
    ("Mutation", "productDeleteMedia"): delete,
    ("Mutation", "productReorderMedia"): reorder,
}
