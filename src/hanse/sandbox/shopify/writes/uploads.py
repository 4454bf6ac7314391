"""stagedUploadsCreate: a place for bytes, and what has to be sent there with them."""

from typing import Any
from urllib.parse import quote

from hanse.sandbox.shopify.ask import Ask, Fields
from hanse.sandbox.shopify.library import STAGED_FOR, Staged
from hanse.sandbox.shopify.pictures import AT_ONCE_MAX
from hanse.sandbox.shopify.refusals import too_many
from hanse.sandbox.shopify.shop import Shop
from hanse.sandbox.shopify.staged import FOLDER, IMAGE_BYTES_MAX, IMAGES
from hanse.sandbox.shopify.table import Record

Args = dict[str, Any]
SIZED = ("VIDEO", "MODEL_3D")


def create(_row: Any, ask: Ask, args: Args) -> Args:
    """All places or none, guessed."""
    shop, given = ask.shop, args["input"]
    if len(given) > AT_ONCE_MAX:
        raise too_many(len(given), AT_ONCE_MAX)
    problems = [
        {"field": ["input", str(at), field], "message": words}
        for at, one in enumerate(given)
        for field, words in _problems(one)
    ]
    if problems:
        return {"stagedTargets": None, "userErrors": problems}
    shop.library.forget_old(shop.clock.now())
    places = [
        promise(
            shop, ask.host, o["filename"], o["mimeType"], o["resource"], o["httpMethod"] == "POST"
        )
        for o in given
    ]
    return {"stagedTargets": places, "userErrors": []}


def _problems(one: Args) -> list[tuple[str, str]]:
    """The words are guessed."""
    found, size = [], one.get("fileSize")
    if not one["filename"].strip() or "/" in one["filename"]:
        found.append(("filename", "Filename is invalid"))
    if one["resource"] in IMAGES and not one["mimeType"].startswith("image/"):
        found.append(("mimeType", "Mime type is not one of an image"))
    if one["resource"] in SIZED and size is None:
        found.append(("fileSize", "File size is required"))
    if size is not None and not str(size).isdecimal():
        found.append(("fileSize", "File size is not a number"))
    elif size is not None and one["resource"] in IMAGES and int(size) > IMAGE_BYTES_MAX:
        found.append(("fileSize", "File size exceeds the maximum of 20 MB"))
    return found


def promise(
    shop: Shop, host: str, name: str, mime: str, resource: str = "IMAGE", by_form: bool = False
) -> Record:
    """A place for the bytes of one file, under an address that nobody guesses."""
    folder = shop.secret_text("staged", 32)
    key = f"tmp/{shop.number}/{resource.lower()}/{folder}/{name}"
    signature = shop.secret_text("signature", 64)
    now = shop.clock.now()
    if by_form:
        parameters = [
            ("Content-Type", mime),
            ("success_action_status", "201"),
            ("acl", "private"),
            ("key", key),
            ("x-goog-date", f"{now:%Y%m%dT%H%M%SZ}"),
            ("x-goog-credential", f"merchant-assets/{now:%Y%m%d}/auto/storage/goog4_request"),
            ("x-goog-algorithm", "GOOG4-RSA-SHA256"),
            ("x-goog-signature", signature),
            ("policy", shop.secret_text("policy", 64)),
        ]
    else:
        parameters = [("content_type", mime), ("acl", "private")]
    expires_at = now + STAGED_FOR
    shop.library.staged[key] = Staged(
        key, name, mime, resource, by_form, parameters, signature, expires_at
    )
    shop.note("staged.create", name)
    lies_at = f"{host}{FOLDER}{quote(key)}"
    signed = f"{lies_at}?X-Goog-Expires=86400&X-Goog-Signature={signature}"
    return {
        "url": f"{host}{FOLDER}" if by_form else signed,
        "resourceUrl": lies_at,
        "parameters": [{"name": n, "value": value} for n, value in parameters],
    }


FIELDS: Fields = {("Mutation", "stagedUploadsCreate"): create}
