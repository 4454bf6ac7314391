"""HTTP of what goods are named by: brands, categories, attributes."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors.doors import Body, Doors, Expected, InTx
from hanse.rooms.catalog.model.attributes import Attribute, AttributeType
from hanse.rooms.catalog.model.goods import State
from hanse.rooms.catalog.model.trees import Category
from hanse.rooms.catalog.routes.permissions import READ, WRITE
from hanse.rooms.catalog.routes.shapes import ID
from hanse.rooms.catalog.routes.shapes import State as StateWord
from hanse.rooms.catalog.service import naming
from hanse.rooms.catalog.service.naming import Brand

doors = Doors("catalog")

BRAND: JsonDict = {"id": ID, "name": "Lumi", "version": 1}
CATEGORY: JsonDict = {
    "id": ID,
    "name": "Lamps",
    "parent_id": None,
    "remote_id": None,
    "state": "active",
    "version": 1,
}
ATTRIBUTE: JsonDict = {
    "key": "width",
    "name": "Width",
    "type": "measure",
    "unit": "cm",
    "choices": [],
    "state": "active",
    "version": 1,
}
BrandId = Annotated[UUID, Path(description="The id of a brand.")]
CategoryId = Annotated[UUID, Path(description="The id of a category.")]
Key = Annotated[str, Path(max_length=60, description="By what products name it.")]
OfAccount = Annotated[
    UUID | None, Query(alias="account", description="What the listings of this account name.")
]
Name = Annotated[str, Field(min_length=1, max_length=200)]


class BrandIn(Body):
    """How a brand is called."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "Lumi"}]})

    name: Name


class BrandOut(BaseModel):
    """A brand."""

    model_config = ConfigDict(json_schema_extra={"examples": [BRAND]})

    id: UUID
    name: str
    version: int


class BrandsOut(BaseModel):
    """All brands by name."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [BRAND]}]})

    items: list[BrandOut]


class CategoryIn(Body):
    """A category and its place; archived ones are kept by the products that have them."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "Lamps", "parent_id": None, "state": "active"}]}
    )

    name: Name
    parent_id: UUID | None = None
    state: StateWord = "active"


class CategoryOut(BaseModel):
    """A category of our own tree, or one that listings of an account name."""

    model_config = ConfigDict(json_schema_extra={"examples": [CATEGORY]})

    id: UUID
    name: str
    parent_id: UUID | None
    remote_id: str | None
    state: StateWord
    version: int


class CategoriesOut(BaseModel):
    """A whole tree, by name."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [CATEGORY]}]})

    items: list[CategoryOut]


class AttributeIn(Body):
    """What can be said of products. The type stays for ever."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "Width", "type": "measure", "unit": "cm"}]}
    )

    name: Name
    type: Literal["text", "number", "yes_no", "choice", "date", "measure"]
    unit: Annotated[str, Field(max_length=40)] = ""
    choices: Annotated[list[str], Field(default_factory=list, max_length=500)]
    state: StateWord = "active"
    version: int = Field(default=0, ge=0, description="The one that was read; 0 to make it.")


class AttributeOut(AttributeIn):
    """An attribute with its key."""

    model_config = ConfigDict(json_schema_extra={"examples": [ATTRIBUTE]})

    key: str


class AttributesOut(BaseModel):
    """All attributes by key."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [ATTRIBUTE]}]})

    items: list[AttributeOut]


@doors.get("/api/catalog/brands", needs=READ)
async def list_brands(tx: InTx) -> BrandsOut:
    """List all brands."""
    return BrandsOut(items=[brand_out(each) for each in await naming.brands(tx)])


@doors.post("/api/catalog/brands", needs=WRITE, status=201)
async def create_brand(tx: InTx, asked: BrandIn) -> BrandOut:
    """Add a brand."""
    return brand_out(await naming.make_brand(tx, asked.name))


@doors.patch("/api/catalog/brands/{id}", needs=WRITE)
async def rename_brand(
    tx: InTx,
    id: BrandId,  # noqa: A002
    asked: BrandIn,
    expected: Expected,
) -> BrandOut:
    """Rename a brand. A name that another one has makes the two one, and the answer is that one."""
    return brand_out(await naming.rename_brand(tx, id, asked.name, expected))


@doors.get("/api/catalog/categories", needs=READ)
async def list_categories(tx: InTx, account: OfAccount = None) -> CategoriesOut:
    """List the categories of our own tree, or what the listings of an account name."""
    found = await naming.categories(tx, account)
    return CategoriesOut(items=[category_out(each) for each in found])


@doors.post("/api/catalog/categories", needs=WRITE, status=201)
async def create_category(tx: InTx, asked: CategoryIn) -> CategoryOut:
    """Add a category to our own tree."""
    made = await naming.put_category(tx, None, asked.name, asked.parent_id, State(asked.state))
    return category_out(made)


@doors.patch("/api/catalog/categories/{id}", needs=WRITE)
async def change_category(
    tx: InTx,
    id: CategoryId,  # noqa: A002
    asked: CategoryIn,
    expected: Expected,
) -> CategoryOut:
    """Rename, move or archive a category of our own tree."""
    made = await naming.put_category(
        tx, id, asked.name, asked.parent_id, State(asked.state), expected
    )
    return category_out(made)


@doors.get("/api/catalog/attributes", needs=READ)
async def list_attributes(tx: InTx) -> AttributesOut:
    """List what can be said of products."""
    found = await naming.attributes(tx)
    return AttributesOut(items=[attribute_out(each) for each in found.values()])


# The version stands in the body, for the same request makes it and changes it.
@doors.put("/api/catalog/attributes/{key}", needs=WRITE, versioned=False)
async def put_attribute(tx: InTx, key: Key, asked: AttributeIn) -> AttributeOut:
    """Make an attribute, or change its name, unit, choices or state."""
    wanted = Attribute(
        id=tx.ids.new(),
        key=key,
        name=asked.name,
        type=AttributeType(asked.type),
        unit=asked.unit,
        choices=tuple(asked.choices),
        state=State(asked.state),
    )
    return attribute_out(await naming.put_attribute(tx, wanted, asked.version))


def brand_out(brand: Brand) -> BrandOut:
    return BrandOut(id=brand.id, name=brand.name, version=brand.version)


def category_out(category: Category) -> CategoryOut:
    return CategoryOut(
        id=category.id,
        name=category.name,
        parent_id=category.parent_id,
        remote_id=category.remote_id,
        state=category.state.value,
        version=category.version,
    )


def attribute_out(attribute: Attribute) -> AttributeOut:
    return AttributeOut(
        key=attribute.key,
        name=attribute.name,
        type=attribute.type.value,
        unit=attribute.unit,
        choices=list(attribute.choices),
        state=attribute.state.value,
        version=attribute.version,
    )
