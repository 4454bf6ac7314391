"""HTTP of products: the table, one product, making and editing, parts, merging and splitting."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from hanse.engine.doors.doors import Body, Doors, InTx
from hanse.engine.doors.paging import PAGE_USUAL, Cursor, Limit, cut, read_id
from hanse.rooms.catalog.model import goods
from hanse.rooms.catalog.routes.permissions import READ, WRITE
from hanse.rooms.catalog.routes.shapes import (
    ID,
    OTHER_ID,
    Id,
    OurProductOut,
    PartsIn,
    ProductEditedOut,
    ProductEditsIn,
    ProductIn,
    ProductRowsOut,
    State,
    VariantId,
    edited_out,
    row_out,
    whole_out,
)
from hanse.rooms.catalog.routes.values import fields_in, value_in, value_out
from hanse.rooms.catalog.service import bundling, editing, making, media, merging, offering, reading
from hanse.rooms.catalog.service.making import NewGoods

doors = Doors("catalog")

OfBrand = Annotated[UUID | None, Query(alias="brand", description="Of this brand.")]
OfCategory = Annotated[
    UUID | None, Query(alias="category", description="In this category or below it.")
]
Tagged = Annotated[str | None, Query(alias="tag", max_length=255, description="With this tag.")]
SoldAt = Annotated[UUID | None, Query(alias="account", description="Sold at this account.")]
NotSoldAt = Annotated[
    UUID | None, Query(alias="not_account", description="Not sold at this account.")
]
Bare = Annotated[bool, Query(alias="no_barcode", description="With a variant that has no barcode.")]
Words = Annotated[
    str,
    Query(alias="q", max_length=200, description="Words of the title, an SKU, a barcode, a tag."),
]


class MergeIn(Body):
    """Which product is to be merged into this one. With `dry` nothing is done."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"from_id": OTHER_ID, "take": ["title"], "dry": True}]}
    )

    from_id: UUID
    take: Annotated[list[str], Field(max_length=200)] = Field(
        default=[], description="Fields in which the other product's value is taken."
    )
    dry: bool = False


class DifferingOut(BaseModel):
    """A field in which both products say something, and not the same."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"field": "title", "kept": "Lamp", "other": "Brass lamp"}]}
    )

    field: str
    kept: JsonValue
    other: JsonValue


class MergedOut(BaseModel):
    """What clashes, what is filled in, and how much moves."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"clashes": [], "filled": ["summary_html"], "variants": 2, "offers": 1}]
        }
    )

    clashes: list[DifferingOut]
    filled: list[str]
    variants: int
    offers: int


class SplitIn(Body):
    """Which variants leave, and how their product is to be called; as before, if that is empty."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"variant_ids": [OTHER_ID], "title": "Red lamp"}]}
    )

    variant_ids: Annotated[list[UUID], Field(min_length=1, max_length=500)]
    title: Annotated[str, Field(max_length=500)] = ""


class ProductMadeOut(BaseModel):
    """The product that there is now."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"id": ID}]})

    id: UUID


@doors.get("/api/catalog/products", needs=READ)
async def list_our_products(
    tx: InTx,
    state: State = "active",
    brand: OfBrand = None,
    category: OfCategory = None,
    tag: Tagged = None,
    account: SoldAt = None,
    not_account: NotSoldAt = None,
    no_barcode: Bare = False,
    q: Words = "",
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> ProductRowsOut:
    """List products, the newest first."""
    asked = reading.Asked(
        state=goods.State(state),
        brand_id=brand,
        category_id=category,
        tag=tag,
        linked_to=account,
        not_linked_to=not_account,
        no_barcode=no_barcode,
        text=q.replace("\0", "").strip(),
    )
    found = await reading.list_products(tx, asked, read_id(cursor), limit + 1)
    page, following = cut(found.rows, limit, lambda row: [row.found.id])
    pictures = await media.first_of(tx, [row.found.id for row in page])
    return ProductRowsOut(
        items=[row_out(row, pictures.get(row.found.id)) for row in page],
        next_cursor=following,
        similar=found.similar,
    )


@doors.post("/api/catalog/products", needs=WRITE, status=201)
async def create_product(tx: InTx, asked: ProductIn) -> ProductMadeOut:
    """Make a product with its variants."""
    variants = [fields_in(each, f"variants.{place}") for place, each in enumerate(asked.variants)]
    new = NewGoods(fields_in(asked.fields), variants or [{}])
    done = await making.make(tx, [new], "typed")
    done.demand_all()
    return ProductMadeOut(id=done.product_ids[0])


@doors.get("/api/catalog/products/{id}", needs=READ)
async def read_our_product(tx: InTx, id: Id) -> OurProductOut:  # noqa: A002
    """Show a product with its variants, offers, bundles and translations."""
    return await whole(tx, id)


# Each edit brings what its editor saw, which says more than one version of the whole would.
@doors.patch("/api/catalog/products/{id}", needs=WRITE, versioned=False)
async def edit_product(tx: InTx, id: Id, asked: ProductEditsIn) -> ProductEditedOut:  # noqa: A002
    """Edit a product and its variants, field by field, and add variants.

    Whoever edits other fields is in nobody's way. An edit of a field that somebody has changed
    meanwhile is not done and told with all three values; the others are done.
    """
    own = {each.id for each in (await reading.variants_of(tx, [id]))[id]}
    edits = [
        editing.Edit(
            within(each.variant_id, own, place) if each.variant_id else id,
            each.field,
            value_in(f"edits.{place}.was", each.was),
            value_in(f"edits.{place}.now", each.now),
        )
        for place, each in enumerate(asked.edits)
    ]
    done = await editing.edit(tx, edits)
    await making.add_variants(
        tx,
        id,
        [fields_in(each, f"new_variants.{place}") for place, each in enumerate(asked.new_variants)],
    )
    return edited_out(done, await whole(tx, id))


def within(variant_id: UUID, own: set[UUID], place: int) -> UUID:
    if variant_id in own:
        return variant_id
    raise making.refused(f"edits.{place}.variant_id", "This is no variant of the product.")


@doors.put("/api/catalog/variants/{id}/parts", needs=WRITE, versioned=False)
async def set_parts(tx: InTx, id: VariantId, asked: PartsIn) -> PartsIn:  # noqa: A002
    """Say what a variant is made of; nothing makes it no bundle."""
    parts = [goods.Part(each.component_id, each.count) for each in asked.parts]
    await bundling.set_parts(tx, id, parts)
    return asked


@doors.post("/api/catalog/products/{id}/merge", needs=WRITE)
async def merge_product(tx: InTx, id: Id, asked: MergeIn) -> MergedOut:  # noqa: A002
    """Merge another product into this one: its variants and offers come here, it is archived.

    Splitting the variants off again brings it back.
    """
    if asked.dry:
        found = await merging.preview(tx, id, asked.from_id)
    else:
        found = await merging.merge(tx, id, asked.from_id, asked.take)
    return MergedOut(
        clashes=[
            DifferingOut(field=each.field, kept=value_out(each.kept), other=value_out(each.other))
            for each in found.clashes
        ],
        filled=list(found.filled),
        variants=found.variants,
        offers=found.offers,
    )


@doors.post("/api/catalog/products/{id}/split", needs=WRITE)
async def split_product(tx: InTx, id: Id, asked: SplitIn) -> ProductMadeOut:  # noqa: A002
    """Make a product of its own of some variants, with their offers. Merging undoes it."""
    return ProductMadeOut(id=await merging.split(tx, id, asked.variant_ids, asked.title))


async def whole(tx: InTx, product_id: UUID) -> OurProductOut:
    product = await reading.product(tx, product_id)
    variants = (await reading.variants_of(tx, [product_id]))[product_id]
    parts = await reading.parts(tx, [each.id for each in variants])
    component_ids = {part.component_id for some in parts.values() for part in some}
    return whole_out(
        product,
        variants,
        parts,
        await reading.variants(tx, sorted(component_ids)),
        await offering.links_of(tx, [product_id]),
        await reading.all_translations(tx, product_id),
    )
