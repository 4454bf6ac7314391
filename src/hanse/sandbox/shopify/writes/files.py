"""fileCreate, fileUpdate and fileDelete, and the list of files. A call is done whole or not at all,
which is guessed."""

from typing import Any

from hanse.sandbox.shopify import pictures, stockroom
from hanse.sandbox.shopify.ask import Ask, Fields, Lists, number_of
from hanse.sandbox.shopify.fields.lists import searched
from hanse.sandbox.shopify.fields.shop import LOOKS
from hanse.sandbox.shopify.paging import Listed
from hanse.sandbox.shopify.pictures import AT_ONCE_MAX, Problem
from hanse.sandbox.shopify.refusals import too_many
from hanse.sandbox.shopify.search import Field
from hanse.sandbox.shopify.shop import Shop
from hanse.sandbox.shopify.table import Record

Args = dict[str, Any]
SORTED = {"CREATED_AT": "createdAt", "UPDATED_AT": "updatedAt", "FILENAME": "filename"}


def create(_row: Any, ask: Ask, args: Args) -> Args:
    wishes = args["files"]
    if problems := pictures.problems_of(ask.shop, wishes, ["files"]):
        return {"files": None, "userErrors": shown(problems)}
    return {"files": [pictures.make(ask.shop, wish) for wish in wishes], "userErrors": []}


def update(_row: Any, ask: Ask, args: Args) -> Args:
    """What is said of a file, what it holds, and which products show it."""
    shop, wishes = ask.shop, args["files"]
    problems = pictures.problems_of(shop, wishes, ["files"])
    for at, wish in enumerate(wishes):
        problems += _unfit(shop, wish, ["files", str(at)])
    if problems:
        return {"files": None, "userErrors": shown(problems)}
    return {"files": [_changed(shop, wish) for wish in wishes], "userErrors": []}


def _unfit(shop: Shop, wish: Args, head: list[str]) -> list[Problem]:
    row = LOOKS["MediaImage"](shop, number_of(wish["id"], "MediaImage"))
    if row is None:
        words = f"File id {wish['id']} does not exist."
        return [([*head, "id"], "FILE_DOES_NOT_EXIST", words)]
    if shop.media_status(row) != "READY":
        return [([*head, "id"], "NON_READY_STATE", "Non-ready files cannot be updated.")]
    found: list[Problem] = []
    for field in ("referencesToAdd", "referencesToRemove"):
        for text in wish.get(field) or ():
            product = shop.products.row(number_of(text, "Product"))
            if product is None:
                words = f"The reference target {text} does not exist."
                found.append(([*head, field], "REFERENCE_TARGET_DOES_NOT_EXIST", words))
            elif field == "referencesToAdd" and pictures.is_full(product, 1):
                words = "Exceeded the maximum number of media of a product."
                found.append(([*head, field], "PRODUCT_MEDIA_LIMIT_EXCEEDED", words))
    return found


def _changed(shop: Shop, wish: Args) -> Record:
    row = pictures.to_edit(shop, number_of(wish["id"], "MediaImage"))
    if wish.get("originalSource") is not None:
        pictures.fill(shop, dict(row), row, pictures.seen(shop, wish["originalSource"]), wish)
    elif wish.get("alt") is not None:
        row |= {"alt": wish["alt"], "updatedAt": shop.now()}
    for field, work in (("referencesToAdd", pictures.attach), ("referencesToRemove", _detach)):
        for text in wish.get(field) or ():
            product = shop.products.edit(number_of(text, "Product"))
            work(shop, product, row)
            stockroom.touch(shop, product["id"])
    shop.note("file.update", row["id"])
    return row


def _detach(shop: Shop, product: Record, row: Record) -> None:
    pictures.detach(shop, product, [row["id"]])


def delete(_row: Any, ask: Ask, args: Args) -> Args:
    shop, texts = ask.shop, args["fileIds"]
    if len(texts) > AT_ONCE_MAX:
        raise too_many(len(texts), AT_ONCE_MAX)
    ids = {text: number_of(text, "MediaImage") for text in texts}
    missing = [text for text, n in ids.items() if LOOKS["MediaImage"](shop, n) is None]
    if missing:
        words = f"File ids {', '.join(missing)} do not exist."
        return {
            "deletedFileIds": None,
            "userErrors": shown([(["fileIds"], "FILE_DOES_NOT_EXIST", words)]),
        }
    for number in ids.values():
        drop(shop, number)
    return {"deletedFileIds": texts, "userErrors": []}


def drop(shop: Shop, number: int) -> None:
    pictures.forget(shop, pictures.to_edit(shop, number))
    shop.note("file.delete", number)


def shown(problems: list[Problem]) -> list[Record]:
    return [{"field": field, "code": code, "message": text} for field, code, text in problems]


def _files(_row: Any, ask: Ask, args: Args) -> Listed:
    """Files that were made since the shop opened; those of the seed stand at their products."""
    fields: dict[str, Field] = {
        "id": Field("id", lambda row: row["id"]),
        "filename": Field("text", lambda row: row["filename"]),
        "created_at": Field("date", lambda row: row["createdAt"]),
        "updated_at": Field("date", lambda row: row["updatedAt"]),
        "status": Field("word", ask.shop.media_status),
        "media_type": Field("word", lambda _row: "IMAGE"),
    }
    search = searched(ask, args, fields, ("filename",))
    rows = [r for r in ask.shop.library.files.values() if search is None or search.passes(r)]
    name = SORTED.get(args.get("sortKey") or "", "id")
    return Listed(sorted(rows, key=lambda row: row[name]))


FIELDS: Fields = {
    ("Mutation", "fileCreate"): create,
    ("Mutation", "fileUpdate"): update,
    ("Mutation", "fileDelete"): delete,
}
LISTS: Lists = {("QueryRoot", "files"): _files}
