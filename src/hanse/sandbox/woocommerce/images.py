"""Images by address or by number. An address is loaded inside the call, each time anew."""

import re
from typing import Any
from urllib.parse import urlsplit

from hanse.sandbox.woocommerce.errors import Refusal
from hanse.sandbox.woocommerce.schema import as_int
from hanse.sandbox.woocommerce.store import Record, Store

LOADABLE = {"jpg", "jpeg", "png", "gif", "webp", "avif", "ico", "heic"}


def images_of(store: Store, rows: list[Any]) -> tuple[Record, ...]:
    """The attachments meant, new ones for addresses; a bad one undoes those made before it."""
    made: dict[int, str] = {}
    found: list[Record] = []
    try:
        for row in rows:
            if as_int(row.get("id")):
                image = dict(_known(store, as_int(row["id"])))
            else:
                image = _loaded(store, str(row.get("src", "")))
                made[image["id"]] = str(row.get("src", ""))
            image |= {name: str(row[name]) for name in ("name", "alt") if row.get(name)}
            store.attachments[image["id"]] = image
            found.append(image)
    except Refusal:
        for number in made:
            del store.attachments[number]
        raise
    for src in made.values():
        store.ledger.note("woocommerce", "image.upload", src)
    return tuple(found)


def _known(store: Store, number: int) -> Record:
    if number not in store.attachments:
        raise Refusal(
            400, "woocommerce_product_invalid_image_id", f"#{number} is an invalid image ID."
        )
    return store.attachments[number]


def _loaded(store: Store, src: str) -> Record:
    file = urlsplit(src).path.rpartition("/")[2]
    stem, _, extension = file.rpartition(".")
    kind = store.sniff(src)
    if kind is None:
        raise _upload_error(f"Error getting remote image {src}. Error: {_refused(src)}")
    if not stem or extension.lower() not in LOADABLE:
        raise _upload_error("Invalid image: Sorry, you are not allowed to upload this file type.")
    # Bytes that are something else than the name says correct the name.
    right = extension if kind.lower() == "jpg" and extension.lower() == "jpeg" else kind
    now = store.now()
    folder = now.astimezone(store.zone).strftime("/wp-content/uploads/%Y/%m/")
    taken = {row["path"] for row in store.attachments.values()}
    name, number = f"{stem}.{right}", 1
    while folder + name in taken:
        name, number = f"{stem}-{number}.{right}", number + 1
    path = folder + name
    return {"id": store.next("post"), "path": path, "name": name, "alt": "", "created": now}


def _refused(src: str) -> str:
    parts = urlsplit(src)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return (
        f"cURL error 7: Failed to connect to {parts.hostname} port {port} after 0 ms: "
        "Couldn't connect to server"
    )


def _upload_error(message: str) -> Refusal:
    message = re.sub(r"\s+", " ", message)
    return Refusal(400, "woocommerce_product_image_upload_error", message)
