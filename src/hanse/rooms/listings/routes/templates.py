"""HTTP of templates: texts with variables, and what they make of listings."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors.doors import Body, Doors, Expected, InTx
from hanse.rooms.listings.model import templates as model
from hanse.rooms.listings.model.templates import Template
from hanse.rooms.listings.routes.held import OfDesk
from hanse.rooms.listings.routes.permissions import READ_TEMPLATES, WRITE_TEMPLATES
from hanse.rooms.listings.routes.shapes import ID, Id, ListingFindingOut, finding_out
from hanse.rooms.listings.service import templating

doors = Doors("listings")

TEMPLATE: JsonDict = {
    "name": "Titles",
    "field": "title",
    "text": "{brand} {title|shorten 60}",
    "account_id": None,
    "market": "",
    "category_id": None,
}
SHOWN: JsonDict = {
    "listing_id": ID,
    "title": "Lamp",
    "now": "Lamp",
    "made": "Kain Lamp",
    "findings": [],
}


class TemplateIn(Body):
    """A text with variables, and where it holds."""

    model_config = ConfigDict(json_schema_extra={"examples": [TEMPLATE]})

    name: Annotated[str, Field(min_length=1, max_length=model.NAME_CHARS_MAX)]
    field: Annotated[str, Field(max_length=40)]
    text: Annotated[str, Field(min_length=1, max_length=model.TEXT_CHARS_MAX)]
    account_id: UUID | None = None
    market: Annotated[str, Field(max_length=10)] = ""
    category_id: UUID | None = None


class TemplateOut(BaseModel):
    """A text with variables, and where it holds."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"id": ID, **TEMPLATE, "version": 1}]}
    )

    id: UUID
    name: str
    field: str
    text: str
    account_id: UUID | None = Field(description="Null: at all shops.")
    market: str = Field(description="Empty: in all markets.")
    category_id: UUID | None = Field(description="Null: of all categories.")
    version: int


class TemplatesOut(BaseModel):
    """All templates, with what stands for a variable. They are few, so they come in one page."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "templates": [{"id": ID, **TEMPLATE, "version": 1}],
                    "variables": {"title": "the title of the product"},
                    "filters": ["shorten"],
                    "fields": ["title"],
                }
            ]
        }
    )

    templates: list[TemplateOut]
    variables: dict[str, str]
    filters: list[str]
    fields: list[str]


class TemplateTryIn(Body):
    """A template that is not kept yet, and the listings that it is seen on."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"field": "title", "text": "{brand} {title}", "listing_ids": [ID]}]
        }
    )

    field: Annotated[str, Field(max_length=40)]
    text: Annotated[str, Field(max_length=model.TEXT_CHARS_MAX)]
    listing_ids: Annotated[list[UUID], Field(max_length=templating.PREVIEW_MAX)]


class TemplateShownOut(BaseModel):
    """What the template makes of one listing."""

    model_config = ConfigDict(json_schema_extra={"examples": [SHOWN]})

    listing_id: UUID
    title: str
    now: str
    made: str
    findings: list[ListingFindingOut]


class TemplateTriedOut(BaseModel):
    """What is wrong with a template, and what it makes."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"findings": [], "items": [SHOWN]}]})

    findings: list[ListingFindingOut]
    items: list[TemplateShownOut]


@doors.get("/api/listings/templates", needs=READ_TEMPLATES)
async def list_templates(tx: InTx) -> TemplatesOut:
    """List the templates, and what can stand in one."""
    found = await templating.list_templates(tx)
    keys = sorted(await templating.keys(tx))
    return TemplatesOut(
        templates=[template_out(each) for each in found],
        variables={
            **model.VARIABLES,
            **{f"{model.ATTRIBUTE}{key}": f"the attribute {key}" for key in keys},
        },
        filters=sorted(model.FILTERS),
        fields=list(model.FIELDS),
    )


@doors.post("/api/listings/templates", needs=WRITE_TEMPLATES, status=201)
async def add_template(tx: InTx, asked: TemplateIn) -> TemplateOut:
    """Add a template. One with an unknown variable is refused."""
    return template_out(await templating.save(tx, template_in(tx.ids.new(), asked), None))


@doors.put("/api/listings/templates/{id}", needs=WRITE_TEMPLATES)
async def change_template(
    tx: InTx,
    id: Id,  # noqa: A002
    asked: TemplateIn,
    expected: Expected,
) -> TemplateOut:
    """Change a template; the listings that it holds for are compared anew."""
    return template_out(await templating.save(tx, template_in(id, asked), expected))


@doors.delete("/api/listings/templates/{id}", needs=WRITE_TEMPLATES)
async def remove_template(tx: InTx, id: Id, expected: Expected) -> None:  # noqa: A002
    """Remove a template; its listings inherit from the product again."""
    await templating.remove(tx, id, expected)


@doors.post("/api/listings/templates/try", needs=READ_TEMPLATES)
async def try_template(tx: InTx, desk: OfDesk, asked: TemplateTryIn) -> TemplateTriedOut:
    """Show what a template would make of listings. Nothing is kept."""
    template = Template(tx.ids.new(), "-", asked.field, asked.text)
    findings = model.check(template, await templating.keys(tx))
    shown = await templating.preview(desk, tx, template, asked.listing_ids)
    return TemplateTriedOut(
        findings=[finding_out(each) for each in findings],
        items=[
            TemplateShownOut(
                listing_id=each.listing_id,
                title=each.title,
                now=each.now,
                made=each.made.text,
                findings=[finding_out(one) for one in each.made.findings],
            )
            for each in shown
        ],
    )


def template_in(template_id: UUID, asked: TemplateIn) -> Template:
    place = (asked.account_id, asked.market, asked.category_id)
    return Template(template_id, asked.name, asked.field, asked.text, *place)


def template_out(found: Template) -> TemplateOut:
    return TemplateOut(
        id=found.id,
        name=found.name,
        field=found.field,
        text=found.text,
        account_id=found.account_id,
        market=found.market,
        category_id=found.category_id,
        version=found.version,
    )
