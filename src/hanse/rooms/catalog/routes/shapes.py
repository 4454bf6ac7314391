"""What the routes of products take and answer."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field, JsonValue
from pydantic.config import JsonDict

from hanse.base.faults import Finding
from hanse.engine.doors.doors import Body
from hanse.engine.doors.paging import Page
from hanse.rooms.catalog.model import fields
from hanse.rooms.catalog.model.edits import Edited
from hanse.rooms.catalog.model.goods import OfferLink, Part, Product, Variant
from hanse.rooms.catalog.routes.values import FieldsJson, fields_out, value_out
from hanse.rooms.catalog.service.reading import Row

ID = "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c61"
OTHER_ID = "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c62"
EDITS_MAX = 5_000
VARIANTS_MAX = 500  # in one request
ROW: JsonDict = {
    "id": ID,
    "title": "Brass lamp",
    "state": "active",
    "brand_id": None,
    "category_id": None,
    "tags": ["brass"],
    "changed_at": "2026-11-20T14:03:05Z",
    "version": 3,
    "variants": 2,
    "sku": "L-1",
    "price_from": {"currency": "EUR", "minor": 990},
    "price_to": {"currency": "EUR", "minor": 1290},
    "account_ids": [],
    "picture": None,
}
PART: JsonDict = {"component_id": OTHER_ID, "count": 2, "product_id": ID, "sku": "L-2"}
VARIANT: JsonDict = {
    "id": OTHER_ID,
    "state": "active",
    "fields": {"sku": "L-1", "choices": ["Red"], "price": {"currency": "EUR", "minor": 990}},
    "parts": [],
    "version": 1,
}
WHOLE: JsonDict = {
    "id": ID,
    "state": "active",
    "fields": {"title": "Brass lamp", "tags": ["brass"], "options": ["Colour"]},
    "translations": {"id": {"title": "Lampu kuningan"}},
    "variants": [VARIANT],
    "offers": [],
    "version": 3,
}
FINDING: JsonDict = {
    "field": "title",
    "code": "empty",
    "sentence": "The title is empty.",
    "next_step": "Give the product a name.",
}

Id = Annotated[UUID, Path(description="The id of a product.")]
VariantId = Annotated[UUID, Path(description="The id of a variant.")]
State = Literal["active", "archived"]


class MoneyOut(BaseModel):
    """An amount in the smallest unit of its currency."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"currency": "EUR", "minor": 1290}]})

    currency: str
    minor: int


class ProductRowOut(BaseModel):
    """A product in the table, with its active variants summed up."""

    model_config = ConfigDict(json_schema_extra={"examples": [ROW]})

    id: UUID
    title: str
    state: State
    brand_id: UUID | None
    category_id: UUID | None
    tags: list[str]
    changed_at: datetime
    version: int
    variants: int
    sku: str | None
    price_from: MoneyOut | None = Field(description="None also where prices differ in currency.")
    price_to: MoneyOut | None
    account_ids: list[UUID] = Field(description="The accounts at which it is sold.")
    picture: str | None = Field(
        description="The hash of its first picture, whose bytes are at `/api/catalog/media/{hash}`."
    )


class ProductRowsOut(Page[ProductRowOut]):
    """Products, the newest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [ROW], "next_cursor": None, "similar": False}]}
    )

    similar: bool = Field(description="No product holds these words; these have similar titles.")


class PartShape(Body):
    """So many of another variant in a bundle."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"component_id": ID, "count": 2}]})

    component_id: UUID
    count: Annotated[int, Field(ge=1, le=10_000)]


class PartOut(PartShape):
    """A part with what people know it by."""

    model_config = ConfigDict(json_schema_extra={"examples": [PART]})

    product_id: UUID
    sku: str


class PartsIn(Body):
    """What a variant is made of; nothing makes it no bundle."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"parts": [{"component_id": ID, "count": 2}]}]}
    )

    parts: Annotated[list[PartShape], Field(max_length=100)]


class VariantOut(BaseModel):
    """What is sold of a product."""

    model_config = ConfigDict(json_schema_extra={"examples": [VARIANT]})

    id: UUID
    state: State
    fields: FieldsJson
    parts: list[PartOut]
    version: int


class OfferLinkOut(BaseModel):
    """Where a variant is sold, by the platform's ids."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": OTHER_ID,
                    "account_id": ID,
                    "variant_id": ID,
                    "remote_product_id": "4711",
                    "remote_variant_id": None,
                }
            ]
        }
    )

    id: UUID
    account_id: UUID
    variant_id: UUID
    remote_product_id: str
    remote_variant_id: str | None


class OurProductOut(BaseModel):
    """A product with all that is known of it but what it costs."""

    model_config = ConfigDict(json_schema_extra={"examples": [WHOLE]})

    id: UUID
    state: State
    fields: FieldsJson
    translations: dict[str, dict[str, str]] = Field(description="By language and field.")
    variants: list[VariantOut]
    offers: list[OfferLinkOut]
    version: int


class ProductIn(Body):
    """A product to be made; one without variants gets one."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"fields": {"title": "Brass lamp"}, "variants": [{"sku": "L-1"}]}]
        }
    )

    fields: FieldsJson
    variants: Annotated[list[FieldsJson], Field(default_factory=list, max_length=VARIANTS_MAX)]


class FieldEditIn(Body):
    """What its editor saw in a field, and what shall stand there."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"variant_id": None, "field": "title", "was": "Lamp", "now": "Lamps"}]
        }
    )

    variant_id: UUID | None = Field(default=None, description="None: of the product itself.")
    field: Annotated[str, Field(min_length=1, max_length=200)]
    was: JsonValue
    now: JsonValue


class ProductEditsIn(Body):
    """Edits of one product and of its variants, and variants that are new."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"edits": [{"field": "title", "was": "Lamp", "now": "Lamps"}], "new_variants": []}
            ]
        }
    )

    edits: Annotated[list[FieldEditIn], Field(max_length=EDITS_MAX)]
    new_variants: Annotated[list[FieldsJson], Field(default_factory=list, max_length=VARIANTS_MAX)]


class EditClashOut(BaseModel):
    """The editor saw `base` and wants `ours`; meanwhile somebody has put `theirs` there."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"id": ID, "field": "title", "base": "Lamp", "ours": "Lamps", "theirs": "Light"}
            ]
        }
    )

    id: UUID
    field: str
    base: JsonValue
    ours: JsonValue
    theirs: JsonValue


class EditRefusedOut(BaseModel):
    """An edit that cannot be, and why."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"id": ID, **FINDING}]})

    id: UUID
    field: str
    code: str
    sentence: str
    next_step: str


class ProductEditedOut(BaseModel):
    """What was done; what clashed or was refused was left as it is."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"fields": 1, "clashes": [], "refused": [], "product": WHOLE}]
        }
    )

    fields: int = Field(description="How many fields are other than before.")
    clashes: list[EditClashOut]
    refused: list[EditRefusedOut]
    product: OurProductOut


def row_out(row: Row, picture: str | None) -> ProductRowOut:
    found, sums = row.found, row.sums
    return ProductRowOut(
        id=found.id,
        title=found.title,
        state=found.state.value,
        brand_id=found.brand_id,
        category_id=found.category_id,
        tags=list(found.tags),
        changed_at=found.changed_at,
        version=found.version,
        variants=sums.variants,
        sku=sums.sku,
        price_from=money_out(sums.currency, sums.least),
        price_to=money_out(sums.currency, sums.most),
        account_ids=list(row.account_ids),
        picture=picture,
    )


def money_out(currency: str | None, minor: int | None) -> MoneyOut | None:
    return MoneyOut(currency=currency, minor=minor) if currency and minor is not None else None


def variant_out(
    variant: Variant, parts: Sequence[Part], components: Mapping[UUID, Variant]
) -> VariantOut:
    return VariantOut(
        id=variant.id,
        state=variant.state.value,
        fields=fields_out(fields.of_variant(variant)),
        parts=[
            PartOut(
                component_id=each.component_id,
                count=each.count,
                product_id=components[each.component_id].product_id,
                sku=components[each.component_id].sku,
            )
            for each in parts
        ],
        version=variant.version,
    )


def offer_out(link: OfferLink) -> OfferLinkOut:
    return OfferLinkOut(
        id=link.id,
        account_id=link.account_id,
        variant_id=link.variant_id,
        remote_product_id=link.remote_product_id,
        remote_variant_id=link.remote_variant_id,
    )


def whole_out(
    product: Product,
    variants: Sequence[Variant],
    parts: Mapping[UUID, Sequence[Part]],
    components: Mapping[UUID, Variant],
    offers: Sequence[OfferLink],
    translations: Mapping[str, Mapping[str, str]],
) -> OurProductOut:
    return OurProductOut(
        id=product.id,
        state=product.state.value,
        fields=fields_out(fields.of_product(product)),
        translations={language: dict(texts) for language, texts in translations.items()},
        variants=[variant_out(each, parts.get(each.id, ()), components) for each in variants],
        offers=[offer_out(each) for each in offers],
        version=product.version,
    )


def edited_out(done: Edited, product: OurProductOut) -> ProductEditedOut:
    return ProductEditedOut(
        fields=done.fields,
        clashes=[
            EditClashOut(
                id=each.edit.id,
                field=each.edit.field,
                base=value_out(each.base),
                ours=value_out(each.ours),
                theirs=value_out(each.theirs),
            )
            for each in done.clashes
        ],
        refused=[refusal_out(each.edit.id, each.finding) for each in done.refused],
        product=product,
    )


def refusal_out(thing_id: UUID, finding: Finding) -> EditRefusedOut:
    return EditRefusedOut(
        id=thing_id,
        field=finding.field,
        code=finding.code,
        sentence=finding.sentence,
        next_step=finding.next_step,
    )
