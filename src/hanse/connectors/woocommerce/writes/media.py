"""The pictures of a product, in their order; the first is the main one.

A new one is fetched by the store from an address, within the call. What is there is named by its
id, for the same address again would be a second picture (recording 054).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from hanse.base.faults import Finding
from hanse.connectors.woocommerce.mapping import ENTITY
from hanse.connectors.woocommerce.writes import batch
from hanse.connectors.woocommerce.writes.batch import error, warning
from hanse.connectors.woocommerce.writes.codes import CLEANED
from hanse.connectors.woocommerce.writes.limits import too_long, too_many
from hanse.trade.fields import Picture
from hanse.trade.goods import Product
from hanse.trade.pictures import OURS, pictures_of, pictures_value
from hanse.trade.ports_read import Kind
from hanse.trade.ports_write import Found, Piece, Target, Wanted, WritePort
from hanse.trade.shop import Shop

KIND = "products.media"
FIELD = "images"
NAMES = {FIELD: "pictures"}
NEW_MAX = 8  # guessed: of each product, as long as a call may take
# What is no path with an ending is refused (recording 053), and so is any other port (section 7).
PORTS = {None, 80, 443, 8080}
ENDING = re.compile(r"/[^/]+\.[A-Za-z0-9]{2,5}$")


def piece(wanted: Wanted, shop: Shop) -> Piece:
    batch.whole(wanted)
    findings: list[Finding] = []
    row: dict[str, object] = {}
    if FIELD in wanted.after:
        row["images"] = images(wanted, findings)
    return batch.piece(wanted, row, findings, NAMES)


def images(wanted: Wanted, findings: list[Finding]) -> Sequence[Mapping[str, object]]:
    told = pictures_of(wanted.after[FIELD])
    if told is None:
        findings.append(of_list("no_pictures", "These are no pictures.", "Choose pictures."))
        return ()
    there = {each.name: each for each in pictures_of(wanted.shown.get(FIELD)) or ()}
    findings.extend(too_many(FIELD, len(told)))
    findings.extend(of_all(told, there))
    rows: list[Mapping[str, object]] = []
    fetched = 0
    for each in told:
        known = there.get(each.name, each).remote_id or each.name
        findings.extend(of_alt(each, there.get(each.name)))
        if batch.NUMBER.fullmatch(known):
            rows.append({"id": int(known), "alt": each.alt})
            continue
        fetched += 1
        if each.name in wanted.files and not each.address:
            each = replace(each, address=wanted.files[each.name].address)
        findings.extend(of_address(each))
        rows.append({"src": each.address, "alt": each.alt})
    if fetched > NEW_MAX:
        sentence = f"The store would fetch {fetched} pictures in one call; {NEW_MAX} are enough."
        findings.append(of_list("too_many_new", sentence, "Add some now, and the others later."))
    return rows


def of_list(code: str, sentence: str, step: str) -> Finding:
    return error(code, sentence, step, FIELD)


def of_all(told: Sequence[Picture], there: Mapping[str, Picture]) -> Iterable[Finding]:
    names = [each.name for each in told]
    if len(set(names)) < len(names):
        yield of_list("picture_twice", "A picture is there twice.", "Take one of them away.")
    if there and not told:
        yield warning(
            "no_picture_left",
            "The product will have no picture.",
            "Leave the main one, unless that is meant.",
            FIELD,
        )


def of_alt(picture: Picture, there: Picture | None) -> Iterable[Finding]:
    alt = picture.alt
    yield from too_long("image_alt", alt, FIELD)
    if CLEANED.search(alt) or ENTITY.search(alt):
        yield of_list(
            "cleaned",
            f"The store would spell the text '{alt[:60]}' of a picture otherwise: it takes out"
            " blanks at the edges or in a row, tags, and what cannot be seen.",
            "Write it without them.",
        )
    if there and there.alt and not alt:
        # guessed: from the source of the vendor, which leaves a text as it is if none is sent.
        yield of_list(
            "alt_stays",
            f"The store keeps the text '{there.alt[:60]}' of a picture where none is sent.",
            "Write another text.",
        )


def of_address(picture: Picture) -> Iterable[Finding]:
    if not picture.address:
        yield of_list(
            "no_address",
            "The store cannot fetch a picture, for it has no public address.",
            "Say under which public address Hanse is reached, or add it in the shop.",
        )
        return
    try:
        parts = urlsplit(picture.address)
        fits = parts.port in PORTS and bool(parts.hostname)
    except ValueError:
        fits = False
    if not fits or parts.scheme not in ("http", "https") or not ENDING.search(parts.path):
        yield of_list(
            "no_address",
            f"The store fetches no picture from {picture.address[:120]}.",
            "It needs a web address on the usual port that ends like a picture, as in .jpg.",
        )
    elif not OURS.fullmatch(picture.name) or picture.name not in parts.path:
        # By its name it is known again when it is read back.
        yield of_list(
            "not_ours",
            "A picture that the shop does not have yet is one of ours, by the hash of its bytes.",
            "Add it to the product here first.",
        )


def found(kind: Kind, value: Any) -> Sequence[Found]:
    if kind is not Kind.products or not isinstance(value, Product):
        return ()
    if "images" in batch.unread(value.findings):
        return ()
    return (Found(Target(value.remote_id), {FIELD: pictures_value(value.images)}),)


PORT = WritePort(
    KIND,
    frozenset({FIELD}),
    piece,
    batch.updating(KIND),
    batch.updated,
    batch.readings,
    found,
    names=NAMES,
)
