"""Pictures as files of the shop: what is wrong with a wish for one, what stands behind its address,
when it shows, and which products show it."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import unquote, urlsplit

from PIL import Image

from hanse.sandbox.painted import FORMATS, HIGH, TYPES, WIDE
from hanse.sandbox.shopify import stockroom
from hanse.sandbox.shopify.catalog import (
    CHILDREN_MAX,
    MEDIA_FIRST,
    MEDIA_HOST,
    PRODUCT_FIRST,
    address,
)
from hanse.sandbox.shopify.library import FILE_FIRST
from hanse.sandbox.shopify.refusals import too_many
from hanse.sandbox.shopify.shop import Shop
from hanse.sandbox.shopify.staged import FOLDER
from hanse.sandbox.shopify.table import Record
from hanse.sandbox.webhooks import Letter, Parcel
from hanse.sandbox.world import number_of

Args = dict[str, Any]
Problem = tuple[list[str], str, str]  # field, code, words
AT_ONCE_MAX = 250
OF_PRODUCT_MAX = 250
ALT_MAX = 512
PIXELS_MAX = 25_000_000
BEGINS_AFTER = 0.25  # of the time that the work takes; guessed
# The words of refusals and errors are guessed.
BAD_URL = ("INVALID_IMAGE_SOURCE_URL", "Image URL is invalid")
LONG_ALT = ("ALT_VALUE_LIMIT_EXCEEDED", f"The alt value exceeds the maximum limit of {ALT_MAX}")
NO_PICTURE = ("UNACCEPTABLE_ASSET", "Only images are accepted")
BAD_NAME = ("INVALID_FILENAME_EXTENSION", "Filename extension is not one of an image")
OTHER_NAME = (
    "MISMATCHED_FILENAME_AND_ORIGINAL_SOURCE",
    "Filename and original source must have the same extension",
)
NAMELESS = ("MISSING_FILENAME_FOR_DUPLICATE_MODE_REPLACE", "Filename is required to replace a file")
TAKEN = ("FILENAME_ALREADY_EXISTS", "The filename is already taken")
NOT_LOADED = ("IMAGE_DOWNLOAD_FAILURE", "The image could not be downloaded.")
NOT_AN_IMAGE = ("INVALID_IMAGE_FILE_TYPE", "The file is not an image that is supported.")
TOO_LARGE = ("INVALID_IMAGE_RESOLUTION", "The image has more than 25 megapixels.")


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands behind an address. `mark` is the same for the same bytes or address."""

    name: str
    mark: str
    mime: str = "image/jpeg"
    width: int = WIDE
    height: int = HIGH
    held: tuple[int, int] | None = None
    error: tuple[str, str] | None = None


def problems_of(shop: Shop, wishes: Sequence[Args], head: list[str]) -> list[Problem]:
    """What the platform says at once; whether there is a picture it finds out later."""
    if len(wishes) > AT_ONCE_MAX:
        raise too_many(len(wishes), AT_ONCE_MAX)
    found = (problems_at(shop, wish, [*head, str(at)]) for at, wish in enumerate(wishes))
    return [problem for rows in found for problem in rows]


def problems_at(shop: Shop, wish: Args, head: list[str]) -> list[Problem]:
    return [([*head, field], code, words) for field, (code, words) in _problems(shop, wish)]


def _problems(shop: Shop, wish: Args) -> list[tuple[str, tuple[str, str]]]:
    found = []
    source, name = wish.get("originalSource"), wish.get("filename")
    if source is not None and not _is_address(source):
        found.append(("originalSource", BAD_URL))
    if len(wish.get("alt") or "") > ALT_MAX:
        found.append(("alt", LONG_ALT))
    kind = wish.get("contentType") or wish.get("mediaContentType") or "IMAGE"
    if kind != "IMAGE":
        found.append(
            ("mediaContentType" if "mediaContentType" in wish else "contentType", NO_PICTURE)
        )
    if name and ending(name) not in FORMATS:
        found.append(("filename", BAD_NAME))
    elif name and source and _form(ending(name_in(source))) not in (None, _form(ending(name))):
        found.append(("filename", OTHER_NAME))
    mode = wish.get("duplicateResolutionMode")
    if mode == "REPLACE" and not name:
        found.append(("filename", NAMELESS))
    if mode == "RAISE_ERROR" and shop.library.named(name or name_in(source or "")):
        found.append(("filename", TAKEN))
    return found


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def name_in(source: str) -> str:
    return unquote(urlsplit(source).path).rpartition("/")[2]


def ending(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def _form(end: str) -> str | None:
    return FORMATS.get(end)


def seen(shop: Shop, source: str) -> Seen:
    """Nothing is fetched: bytes that were handed in and files of this shop are looked at, and any
    other address is believed if its name is one of a picture."""
    parts, name = urlsplit(source), name_in(source)
    if parts.path.startswith(FOLDER):
        target = shop.library.promised(unquote(parts.path.removeprefix(FOLDER)), shop.clock.now())
        if target is None or target.held is None:
            return Seen(name, source, error=NOT_LOADED)
        return _measured(name, shop.library.content(target.held), target.held)
    if parts.hostname == MEDIA_HOST:
        if (own := shop.library.named(name)) and own["url"].partition("?")[0].endswith(parts.path):
            size = own["width"], own["height"]
            return Seen(name, own["mark"], own["mime"], *size, own["held"], own["error"])
        is_seeded = number_of(shop.world, name.removesuffix(".jpg"))
        return Seen(name, source, error=None if is_seeded else NOT_LOADED)
    form = FORMATS.get(ending(name))
    if form is None:
        return Seen(name, source, error=NOT_AN_IMAGE)
    return Seen(name, source, TYPES[form])


def _measured(name: str, content: bytes, held: tuple[int, int]) -> Seen:
    mark = sha256(content).hexdigest()[:16]
    try:
        with Image.open(io.BytesIO(content), formats=list(TYPES)) as image:
            wide, high = image.size
            if wide * high > PIXELS_MAX:
                return Seen(name, mark, held=held, error=TOO_LARGE)
            image.load()
            return Seen(name, mark, TYPES[str(image.format)], wide, high, held)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return Seen(name, mark, held=held, error=NOT_AN_IMAGE)


def make(shop: Shop, wish: Args) -> Record:
    """The file, which does not show yet; or the one of this name, which it replaces."""
    found = seen(shop, wish["originalSource"])
    name = wish.get("filename") or found.name
    if ending(name) not in FORMATS:
        name = f"{name or 'image'}.jpg"
    known = shop.library.named(name)
    if known is not None and wish.get("duplicateResolutionMode") == "REPLACE":
        return fill(shop, known | {}, known, found, wish)
    if known is not None:
        stem, _, end = name.rpartition(".")
        name = f"{stem}_{shop.secret_text('file', 32)}.{end}"
    number = shop.next("file", FILE_FIRST)
    row: Record = {"__typename": "MediaImage", "id": number, "filename": name, "alt": None}
    row |= {"createdAt": shop.now(), "on": []}
    shop.library.files[number] = row
    shop.library.names[name] = number
    return fill(shop, {}, row, found, wish)


def fill(shop: Shop, before: Record, row: Record, found: Seen, wish: Args) -> Record:
    """What the file holds from now on; it has to be worked on first."""
    now, takes = shop.clock.now(), shop.moods.media_takes_s
    error = NOT_LOADED if shop.moods.media_fails else found.error
    version = int(now.timestamp())
    row |= {
        "alt": wish["alt"] if wish.get("alt") is not None else before.get("alt"),
        "status": "FAILED" if error else "READY",
        "error": error,
        "url": f"{address(shop.number, row['filename'])}?v={version}",
        "source": wish["originalSource"],
        "mark": found.mark,
        "mime": found.mime,
        "width": found.width,
        "height": found.height,
        "held": found.held,
        "updatedAt": shop.now(),
        "begun_at": now + timedelta(seconds=takes * BEGINS_AFTER),
        "ready_at": now + timedelta(seconds=takes),
    }
    shop.note("file.replace" if before else "file.create", found.mark)
    if takes:
        _tell_when_done(shop, row)
    return row


def _tell_when_done(shop: Shop, row: Record) -> None:
    """Products that show it are told as changed once more when the work is done."""
    due_at = row["ready_at"]

    def tell() -> Parcel | None:
        for number in row["on"] if row["ready_at"] == due_at else ():
            if shop.products.row(number):
                stockroom.touch(shop, number)
        return None

    shop.outbox.post(Letter(due_at, f"media:{row['id']}:{due_at}", tell, lambda _status: None))


# Of products


def to_edit(shop: Shop, number: int) -> Record:
    """The row itself; a picture that the seed made is a file like all others from now on."""
    if number in shop.library.files:
        return shop.library.files[number]
    product = shop.products.edit(PRODUCT_FIRST + (number - MEDIA_FIRST) // CHILDREN_MAX)
    row: Record = next(each for each in product["media"] if each["id"] == number)
    at, name = product["createdAt"], name_in(row["url"])
    row |= {"filename": name, "source": row["url"], "mark": row["url"], "mime": "image/jpeg"}
    row |= {"held": None, "error": None, "createdAt": at, "updatedAt": at, "on": [product["id"]]}
    shop.library.files[number] = row
    shop.library.names[name] = number
    return row


def attach(shop: Shop, product: Record, row: Record) -> None:
    """Behind those that it shows; one that is there already stays where it is."""
    if any(each["id"] == row["id"] for each in product["media"]):
        return
    product["media"] = [*product["media"], row]
    row["on"].append(product["id"])
    shop.note("media.attach", f"{product['id']} {row['mark']}")


def detach(shop: Shop, product: Record, ids: Sequence[int]) -> None:
    for number in [each["id"] for each in product["media"]]:
        if number in ids:
            row = to_edit(shop, number)  # it stays a file
            row["on"] = [each for each in row["on"] if each != product["id"]]
            shop.note("media.detach", product["id"])
    product["media"] = [row for row in product["media"] if row["id"] not in ids]
    for number in product["variants"]:
        variant = shop.variants.row(number)
        if variant and variant["media"] in ids:
            shop.variants.edit(number)["media"] = None


def forget(shop: Shop, row: Record) -> None:
    """The file is gone, from every product that shows it too."""
    for product in list(row["on"]):
        if shop.products.row(product):
            detach(shop, shop.products.edit(product), [row["id"]])
            stockroom.touch(shop, product)
    del shop.library.files[row["id"]], shop.library.names[row["filename"]]


def is_full(product: Record | None, more: int) -> bool:
    return len(product["media"] if product else ()) + more > OF_PRODUCT_MAX
