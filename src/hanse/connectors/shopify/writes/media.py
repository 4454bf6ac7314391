"""The pictures of a product, in their order; the first is the main one.

One `productSet` says the whole list, and what a list leaves out is deleted by it. So whatever else
stands there, such as a film, is named again in its place, and what leaves the list is taken off the
product before: then the shop keeps it as a file, and an undo puts it back by its id. What the shop
has is named by its id; one of ours is brought ahead and named by where it lies then, or fetched by
Shopify from its public address where we keep no copy.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from hanse.base.faults import Finding, OutcomeUnknown, Severity
from hanse.base.text import clean
from hanse.connectors.shopify.mapping.ids import gid
from hanse.connectors.shopify.wire import query, uploads
from hanse.connectors.shopify.wire.query import Aliased, alias, one
from hanse.connectors.shopify.wire.query import Fields as Asked
from hanse.connectors.shopify.writes import answers, seen
from hanse.connectors.shopify.writes.calls import CODED, Mutation, within
from hanse.connectors.shopify.writes.draft import Draft, quoted
from hanse.connectors.shopify.writes.limits import LIMIT
from hanse.connectors.shopify.writes.products import opened
from hanse.trade.fields import Fields, Picture, Value
from hanse.trade.files import File
from hanse.trade.goods import Medium, MediumState, Product
from hanse.trade.pictures import OURS, picture_of, pictures_of
from hanse.trade.ports_read import Kind, Question, Reply
from hanse.trade.ports_write import Ahead, Found, Later, Outcome, Piece, Target, Wanted, WritePort
from hanse.trade.shop import Shop

MEDIA = "products.media"
FIELD = "images"
BESIDE = "media"  # what stands in the same list and is no picture, or none yet
NAMES: Mapping[str, str] = {FIELD: "Pictures"}
ROWS_MAX = 5  # guessed: with each, several files are fetched by the platform
NEW_MAX = 10  # guessed: of each product, as long as a call may take
SET = Mutation("productSet", "input", "ProductSetInput!", CODED, ROWS_MAX)
WHY_CHARS = 200
NUMBER = re.compile(r"[1-9]\d{0,19}", re.ASCII)
SORT = re.compile(r"gid://shopify/(?:MediaImage|Video|ExternalVideo|Model3d)/[1-9]\d{0,19}")

# What stands in a change for the address of a file that is brought ahead: its hash, and its size.
AHEAD = re.compile(r"ahead:([0-9a-f]{64}\.[a-z0-9]{2,5})\?bytes=(\d{1,12})", re.ASCII)
TYPES: Mapping[str, str] = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "gif": "image/gif",
}


# A change becomes a list


def piece(wanted: Wanted, shop: Shop) -> Piece:
    draft = opened(wanted, shop, NAMES)
    told = pictures_of(wanted.after.get(FIELD))
    if told is None:
        said = f"Pictures are wanted, not {quoted(wanted.after.get(FIELD))}."
        refuse(draft, "no_pictures", said, "Choose pictures.")
        return draft.piece({})
    beside = beside_of(wanted.shown.get(BESIDE, ()))
    if beside is None:
        said = "Not all that the product is shown by could be read, and what is not named is lost."
        refuse(draft, "not_read", said, "Read the product again; above 50, change it in Shopify.")
        return draft.piece({})
    there = {each.name: each for each in pictures_of(wanted.shown.get(FIELD)) or ()}
    doubt_all(draft, told, there)
    rows = [row for each in told if (row := of_picture(draft, each, there))]
    for each in beside:
        if not each.is_picture and each.state is not MediumState.failed:
            rows.insert(each.place, {"id": each.name})
    named = {each.get("id") for each in rows}
    leaving = [
        each.remote_id
        for each in there.values()
        if NUMBER.fullmatch(each.remote_id) and gid("MediaImage", each.remote_id) not in named
    ]
    document: dict[str, object] = {"files": rows}
    if leaving and not draft.refused:
        product = gid("Product", wanted.target.remote_id or "")
        document["detached"] = [
            {"id": gid("MediaImage", each), "referencesToRemove": [product]} for each in leaving
        ]
    return draft.piece(document)


def refuse(draft: Draft, code: str, sentence: str, step: str) -> None:
    draft.refuse(FIELD, code, sentence, step)


def doubt_all(draft: Draft, told: Sequence[Picture], there: Mapping[str, Picture]) -> None:
    if len({each.name for each in told}) < len(told):
        refuse(draft, "picture_twice", "A picture is there twice.", "Take one of them away.")
    if len(told) > (most := LIMIT[FIELD].size_max):
        said = f"There are {len(told)} pictures, and Shopify takes at most {most}."
        refuse(draft, "too_many", said, f"Take {len(told) - most} of them away.")
    new = sum(known_id(each, there) is None for each in told)
    if new > NEW_MAX:
        said = f"Shopify would fetch {new} pictures in one call; {NEW_MAX} are enough."
        refuse(draft, "too_many_new", said, "Add some now, and the others later.")
    if there and not told:
        draft.warn(
            FIELD,
            "no_picture_left",
            "The product will have no picture.",
            "Leave the main one, unless that is meant.",
        )


def known_id(picture: Picture, there: Mapping[str, Picture]) -> str | None:
    """Of what the shop has, or had: then nothing is brought a second time."""
    found = there.get(picture.name, picture).remote_id or picture.name
    return found if NUMBER.fullmatch(found) else None


def of_picture(
    draft: Draft, picture: Picture, there: Mapping[str, Picture]
) -> Mapping[str, object] | None:
    draft.fits(FIELD, "The text of a picture", picture.alt, LIMIT["image_alt"])
    if (known := known_id(picture, there)) is not None:
        return {"id": gid("MediaImage", known), "alt": picture.alt}
    source = source_of(draft, picture)
    if source is None:
        return None
    row = {"alt": picture.alt, "contentType": "IMAGE", "filename": picture.name}
    return {"originalSource": source, **row}


def source_of(draft: Draft, picture: Picture) -> str | None:
    """By its name it is known again when it is read back, so it must be one of ours."""
    if not OURS.fullmatch(picture.name):
        said = "A picture that the shop does not have yet is one of ours, by the hash of its bytes."
        refuse(draft, "not_ours", said, "Add it to the product here first.")
        return None
    ending = picture.name.rpartition(".")[2]
    if ending not in TYPES:
        said = f"Shopify takes no pictures that end in .{ending}."
        refuse(draft, "no_such_type", said, "Save it as JPEG or PNG and add that.")
        return None
    if file := draft.wanted.files.get(picture.name):
        if file.size > (most := LIMIT["image"].size_max):
            said = f"A picture has {file.size:,} bytes; Shopify takes at most {most:,}."
            refuse(draft, "too_large", said, "Save it smaller and add that.")
        return f"ahead:{picture.name}?bytes={file.size}"
    if not is_public(picture.address):
        said = "A picture is not kept here, and has no public address to be fetched from."
        refuse(draft, "no_address", said, "Add it to the product here again.")
        return None
    return picture.address


def is_public(address: str) -> bool:
    try:
        parts = urlsplit(address)
        usual = parts.scheme == "https" and parts.port in (None, 443)
        return usual and bool(parts.hostname) and address.isascii() and address.isprintable()
    except ValueError:
        return False


# What stands beside the pictures


@dataclass(frozen=True, slots=True)
class Beside:
    """One of the list that is no picture, or one that is not ready; `place` counts all of it."""

    place: int
    name: str
    state: MediumState
    why: str

    @property
    def is_picture(self) -> bool:
        return self.name.startswith(gid("MediaImage", ""))


def beside_value(media: Sequence[Medium]) -> Value:
    return tuple(
        (place, each.name, each.state.value, clean(each.why))
        for place, each in enumerate(media)
        if not each.is_picture or each.state is not MediumState.ready
    )


def beside_of(value: Value) -> Sequence[Beside] | None:
    """None if not all of it was read."""
    found = []
    for each in value if isinstance(value, tuple) else (None,):
        match each:
            case (int(place), str(name), str(state), str(why)) if SORT.fullmatch(name):
                if state not in list(MediumState):
                    return None
                found.append(Beside(place, name, MediumState(state), why))
            case _:
                return None
    return found


def found(kind: Kind, value: Any) -> Sequence[Found]:
    """A picture that the shop is still at work on has no address yet, so its id is its name."""
    if kind is not Kind.products or not isinstance(value, Product):
        return ()
    target = Target(value.remote_id)
    if value.media is None:
        return (Found(target, {BESIDE: None}),)
    ready = {each.remote_id: picture_of(each) for each in value.images}
    pictures = tuple(
        ready.get(each.remote_id) or Picture(each.remote_id, each.alt or "", "", each.remote_id)
        for each in value.media
        if each.is_picture and each.state is not MediumState.failed
    )
    return (Found(target, {FIELD: pictures, BESIDE: beside_value(value.media)}),)


def later(before: Fields, now: Fields) -> Later | None:
    """Of pictures that came since: what failed is said in the words of the platform, once all the
    others are through."""
    known = {each.name for each in beside_of(before.get(BESIDE, ())) or ()}
    new = [each for each in beside_of(now.get(BESIDE, ())) or () if each.is_picture]
    if any(each.state is MediumState.waiting for each in new):
        return Later()
    lost = [each for each in new if each.state is MediumState.failed and each.name not in known]
    if not lost:
        return None
    said = f' It says: "{lost[0].why[:WHY_CHARS]}"' if lost[0].why else ""
    count = "a picture" if len(lost) == 1 else f"{len(lost)} pictures"
    sentence = f"Shopify took it, but could make nothing of {count}.{said}"
    step = "Save the picture as JPEG or PNG once more, and add that."
    return Later(Finding(Severity.error, "picture_failed", sentence, step, FIELD))


# Files that go ahead


def files(piece: Piece) -> Sequence[File]:
    """Those that the piece names, each once."""
    sources = [each.get("originalSource", "") for each in json.loads(piece.body)["files"]]
    named = [match for each in sources if (match := AHEAD.fullmatch(each))]
    return [
        File(match[1], TYPES[match[1].rpartition(".")[2]], int(match[2]))
        for match in {match[1]: match for match in named}.values()
    ]


def filled(question: Question, addresses: Mapping[str, str]) -> Question:
    """With the address of each file in its place; nothing else of the request is touched."""

    def address(match: re.Match[str]) -> str:
        found = addresses.get(match[1])
        return match[0] if found is None else json.dumps(found, ensure_ascii=False)[1:-1]

    body = AHEAD.sub(address, (question.body or b"").decode())
    return replace(question, body=body.encode())


# The call


def request(pieces: Sequence[Piece], key: str, shop: Shop) -> Question:
    within(MEDIA, pieces, ROWS_MAX)
    parts: list[Aliased] = []
    for number, each in enumerate(pieces):
        document = json.loads(each.body)
        row, parent = alias(number), f"p{number}"
        parts += detaching(number, document.get("detached"))
        parts.append(
            Aliased(
                f"productSet(identifier: {{ id: ${parent} }}, input: ${row}, synchronous: true)",
                f"${parent}: ID!, ${row}: {SET.input}",
                {
                    parent: gid("Product", each.target.remote_id or ""),
                    row: {"files": document["files"]},
                },
                one(SET.thing, Asked("id")) + CODED,
            )
        )
    return query.changes(MEDIA, parts)


def detaching(number: int, leaving: object) -> Iterable[Aliased]:
    """Mutations of a document are carried out in their order."""
    if leaving:
        name = detached(number)
        yield Aliased(
            f"fileUpdate(files: ${name})",
            f"${name}: [FileUpdateInput!]!",
            {name: leaving},
            Asked("files { id }") + CODED,  # a plain list costs only what is in it
            name,
        )


def detached(number: int) -> str:
    return f"d{number}"


def outcomes(pieces: Sequence[Piece], reply: Reply, shop: Shop) -> Sequence[Outcome]:
    told = answers.outcomes(SET, pieces, reply)
    return [half_done(reply, number, each) for number, each in enumerate(told)]


def half_done(reply: Reply, number: int, told: Outcome) -> Outcome:
    """What was taken off the product is off it, also where the new list was refused after that."""
    fault = told.fault
    payload = answers.payload_of(reply, detached(number))
    if fault is None or payload is None or not list(payload.many("files")):
        return told
    lost = OutcomeUnknown(f"{fault.sentence} What was to leave had been taken off before that.")
    return replace(told, fault=lost)


PORT = WritePort(
    kind=MEDIA,
    fields=frozenset(NAMES),
    piece=piece,
    request=request,
    outcomes=outcomes,
    readings=partial(seen.readings, Kind.products),
    found=found,
    leans_on=frozenset({BESIDE}),
    names=NAMES,
    ahead=Ahead(files, uploads.question, uploads.places, filled, uploads.METHOD, uploads.FAMILY),
    later=later,
)
