"""Where bytes are handed in. No token is asked for: who knows the signed address may."""

import re
from collections.abc import Mapping
from hashlib import sha256
from urllib.parse import parse_qs

from hanse.sandbox.shopify.library import Staged
from hanse.sandbox.shopify.replies import Reply
from hanse.sandbox.shopify.shop import Shop

FOLDER = "/_staged/"
IMAGES = ("IMAGE", "PRODUCT_IMAGE", "COLLECTION_IMAGE", "SHOP_IMAGE")
IMAGE_BYTES_MAX = 20 * 1024**2
PARTS_MAX = 32
NAME = re.compile(rb'name="([^"]*)"')
# The codes and words are those of the storage service behind it, guessed from its documents.
REFUSALS = {
    "SignatureDoesNotMatch": (403, "Access denied."),
    "AccessDenied": (403, "Access denied."),
    "ExpiredToken": (400, "Invalid argument."),
    "EntityTooLarge": (400, "Your proposed upload exceeds the maximum allowed object size."),
    "InvalidPolicyDocument": (400, "The content of the form does not meet the policy document."),
    "MalformedPOSTRequest": (400, "The body of your POST request is not well-formed."),
    "InsufficientStorage": (507, "There is no room."),
}


def receive(
    shop: Shop, method: str, path: str, query: str, headers: Mapping[str, str], content: bytes
) -> Reply:
    key = path.removeprefix(FOLDER)
    if method == "POST" and not key:
        return _form(shop, headers.get("content-type", ""), content)
    if method != "PUT":  # what lies there is private
        return refusal("AccessDenied")
    target = shop.library.staged.get(key)
    signature = parse_qs(query).get("X-Goog-Signature", [""])[0]
    if target is None or target.by_form or signature != target.signature:
        return refusal("SignatureDoesNotMatch")
    # The parameters are headers, by their own names or by those that the web has for them.
    sent = {"content_type": headers.get("content_type") or headers.get("content-type", "")}
    sent["acl"] = headers.get("acl") or headers.get("x-goog-acl", "")
    if any(sent.get(name) != value for name, value in target.parameters):
        return refusal("SignatureDoesNotMatch")
    return _kept(shop, target, content) or Reply(200, {"ETag": tag(content)}, b"")


def _form(shop: Shop, kind: str, content: bytes) -> Reply:
    """All parameters in their order, then the file."""
    parts = parts_of(kind, content)
    if parts is None or not parts or parts[-1][0] != "file":
        return refusal("MalformedPOSTRequest")
    *fields, (_, body) = parts
    sent = [(name, value.decode("utf-8", "replace")) for name, value in fields]
    target = shop.library.staged.get(dict(sent).get("key", ""))
    if target is None or not target.by_form or sent != target.parameters:
        return refusal("InvalidPolicyDocument")
    if (refused := _kept(shop, target, body)) is not None:
        return refused
    answer = f"<PostResponse><Key>{target.key}</Key><ETag>{tag(body)}</ETag></PostResponse>"
    return Reply(201, {"Content-Type": "application/xml", "ETag": tag(body)}, answer.encode())


def _kept(shop: Shop, target: Staged, content: bytes) -> Reply | None:
    """Nothing where the bytes are there now, else why not."""
    if shop.clock.now() >= target.expires_at:
        return refusal("ExpiredToken")
    if target.resource in IMAGES and len(content) > IMAGE_BYTES_MAX:
        return refusal("EntityTooLarge")
    held = shop.library.keep(content)
    if held is None:
        return refusal("InsufficientStorage")
    target.held = held
    shop.note("staged.upload", sha256(content).hexdigest()[:16])
    return None


def tag(content: bytes) -> str:
    return f'"{sha256(content).hexdigest()[:32]}"'


def refusal(code: str) -> Reply:
    status, words = REFUSALS[code]
    body = f"<Error><Code>{code}</Code><Message>{words}</Message></Error>"
    return Reply(status, {"Content-Type": "application/xml"}, body.encode())


def parts_of(kind: str, content: bytes) -> list[tuple[str, bytes]] | None:
    """Name and bytes of each part of a form; None where it is none."""
    media, _, rest = kind.partition(";")
    boundary = re.search(r'boundary="?([^";]+)', rest)
    if media.strip().lower() != "multipart/form-data" or boundary is None:
        return None
    line = b"--" + boundary[1].encode()
    pieces = (b"\r\n" + content).split(b"\r\n" + line)
    if len(pieces) < 3 or len(pieces) > PARTS_MAX + 2 or not pieces[-1].startswith(b"--"):
        return None
    found = []
    for piece in pieces[1:-1]:
        head, between, body = piece.partition(b"\r\n\r\n")
        name = NAME.search(head)
        if not between or name is None:
            return None
        found.append((name[1].decode("utf-8", "replace"), body))
    return found
