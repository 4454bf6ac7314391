"""HTTP of pictures: brought, put in order, shown by their hash."""

from typing import Annotated, ClassVar
from uuid import UUID

from fastapi import Header, Path, Query
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict
from starlette.responses import Response

from hanse.base.faults import Gone
from hanse.engine.doors.access import PUBLIC
from hanse.engine.doors.doors import Body, Doors, FileBrought, InDatabase, InTx
from hanse.engine.doors.paging import PAGE_USUAL, Cursor, Limit, Page, cut, read_cursor
from hanse.engine.files.pictures import BYTES_MAX
from hanse.engine.tx import Actor, ActorKind
from hanse.rooms.catalog.model import media as model
from hanse.rooms.catalog.model.media import Media, Placed
from hanse.rooms.catalog.routes.file_held import OfShelf, PublicBase
from hanse.rooms.catalog.routes.permissions import READ, WRITE
from hanse.rooms.catalog.service import media as service

doors = Doors("catalog")

DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
MEDIA: JsonDict = {
    "digest": DIGEST,
    "media_type": "image/jpeg",
    "bytes": 182_044,
    "width": 1_600,
    "height": 1_200,
    "alt": "A brass lamp on a table",
    "variant_id": None,
    "public_url": None,
}
FOREVER = "private, max-age=31536000, immutable"
YEAR = "public, max-age=31536000, immutable"

Id = Annotated[UUID, Path(description="The id of the product.")]
Digest = Annotated[str, Path(min_length=1, max_length=64, description="The hash of the picture.")]
Side = Annotated[
    int | None,
    Query(ge=1, le=960, description="As small as is enough for so many pixels on a side."),
]
Alt = Annotated[str, Query(max_length=500, description="What is seen, for who cannot see it.")]
Known = Annotated[str, Header(alias="If-None-Match", include_in_schema=False)]


class PictureFile(Response):
    """A picture of one of these types."""

    media_type = "image/webp"
    media_types: ClassVar = tuple(model.ENDS)


class MediaOut(BaseModel):
    """A picture. Its bytes are at `/api/catalog/media/{digest}`."""

    model_config = ConfigDict(json_schema_extra={"examples": [MEDIA]})

    digest: str
    media_type: str
    bytes: int
    width: int
    height: int
    alt: str
    variant_id: UUID | None = None
    public_url: str | None = Field(
        description="Where a platform fetches it; null where this hub has no public address."
    )


class PicturesOut(BaseModel):
    """The pictures of a product, in the order in which they are shown."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [MEDIA]}]})

    items: list[MediaOut]


class UnusedOut(Page[MediaOut]):
    """Pictures that no product shows."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [MEDIA], "next_cursor": None}]}
    )


class PlacedIn(Body):
    digest: str = Field(min_length=64, max_length=64)
    variant_id: UUID | None = None
    alt: str = Field(default="", max_length=500)


class OrderIn(Body):
    """All pictures as they shall be, and which stood there when the editor read them."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [], "was": []}]})

    items: list[PlacedIn] = Field(max_length=model.OF_PRODUCT_MAX)
    was: list[str] = Field(max_length=model.OF_PRODUCT_MAX)


@doors.post("/api/catalog/media", needs=WRITE, status=201, file_bytes_max=BYTES_MAX)
async def add_picture(
    tx: InTx,
    shelf: OfShelf,
    base: PublicBase,
    content: FileBrought,
    alt: Alt = "",
    product_id: UUID | None = None,
    variant_id: UUID | None = None,
) -> MediaOut:
    """Bring a picture: JPEG, PNG, WebP, GIF or AVIF, told by its bytes. With a product it is shown
    behind those that the product has."""
    made = await service.add(tx, shelf, content, alt)
    if product_id:
        await service.attach(tx, product_id, made.digest, variant_id)
    return media_out(made, Placed(made.digest, variant_id, made.alt), base, tx.workspace_id)


@doors.get("/api/catalog/media", needs=READ)
async def list_unused_pictures(
    tx: InTx, base: PublicBase, limit: Limit = PAGE_USUAL, cursor: Cursor = None
) -> UnusedOut:
    """List the pictures that no product shows."""
    after = ""
    if cursor is not None:
        [last] = read_cursor(cursor, str)
        after = str(last)
    found = await service.unused(tx, after, limit + 1)
    page, following = cut(found, limit, lambda each: [each.digest])
    items = [media_out(each, Placed(each.digest), base, tx.workspace_id) for each in page]
    return UnusedOut(items=items, next_cursor=following)


@doors.delete("/api/catalog/media/{digest}", needs=WRITE, versioned=False)
async def delete_picture(tx: InTx, digest: Digest) -> None:
    """Delete a picture that no product shows."""
    await service.delete(tx, digest)


@doors.get("/api/catalog/media/{digest}", needs=READ, example="RIFF....WEBPVP8 ")
async def read_picture(
    tx: InTx, shelf: OfShelf, digest: Digest, size: Side = None, known: Known = ""
) -> PictureFile:
    """Show a picture of the workspace by its hash. It never changes, so it is kept for good."""
    media = await service.named(tx, digest)
    return await file(shelf, media, size, known, {"cache-control": FOREVER})


@doors.get("/api/catalog/products/{id}/media", needs=READ)
async def list_pictures(tx: InTx, base: PublicBase, id: Id) -> PicturesOut:  # noqa: A002
    """List the pictures of a product, in the order in which they are shown."""
    found = await service.of_product(tx, id)
    return PicturesOut(
        items=[media_out(each.media, each.placed, base, tx.workspace_id) for each in found]
    )


@doors.put("/api/catalog/products/{id}/media", needs=WRITE, versioned=False)
async def arrange_pictures(
    tx: InTx,
    base: PublicBase,
    id: Id,  # noqa: A002
    asked: OrderIn,
) -> PicturesOut:
    """Put the pictures of a product in order, say what they show, or take some out."""
    wanted = [Placed(each.digest, each.variant_id, each.alt) for each in asked.items]
    found = await service.arrange(tx, id, wanted, asked.was)
    return PicturesOut(
        items=[media_out(each.media, each.placed, base, tx.workspace_id) for each in found]
    )


@doors.get("/media/{name}", needs=PUBLIC, example="RIFF....WEBPVP8 ")
async def fetch_picture(
    database: InDatabase,
    shelf: OfShelf,
    name: Annotated[str, Path(max_length=80, description="The hash and the type.")],
    w: Annotated[UUID | None, Query(description="The workspace.")] = None,
    t: Annotated[str, Query(max_length=64, description="What only a platform has.")] = "",
    known: Known = "",
) -> PictureFile:
    """Show a picture to a platform that was given its address."""
    found = model.NAME.fullmatch(name)
    if not found or not w:
        raise Gone("There is no such picture here.")
    actor = Actor(ActorKind.system, None, "a platform that fetches a picture")
    async with database.tx(w, actor) as tx:
        media = await service.for_platform(tx, found[1], t)
    return await file(
        shelf,
        media,
        None,
        known,
        {"cache-control": YEAR, "cross-origin-resource-policy": "cross-origin"},
    )


async def file(
    shelf: OfShelf, media: Media, side: int | None, known: str, headers: dict[str, str]
) -> PictureFile:
    digest, media_type = media.at_side(side)
    tagged = {**headers, "etag": f'"{digest}"'}
    if f'"{digest}"' in [each.strip().removeprefix("W/") for each in known.split(",")]:
        return PictureFile(status_code=304, headers=tagged)
    content, _ = await service.content(shelf, media, side)
    return PictureFile(content, media_type=media_type, headers=tagged)


def media_out(media: Media, placed: Placed, base: str, workspace_id: UUID) -> MediaOut:
    return MediaOut(
        digest=media.digest,
        media_type=media.media_type,
        bytes=media.bytes,
        width=media.width,
        height=media.height,
        alt=placed.alt or media.alt,
        variant_id=placed.variant_id,
        public_url=model.address(base, workspace_id, media),
    )
