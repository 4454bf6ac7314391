"""What the doors of imports take and answer."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.base.faults import Finding
from hanse.engine.doors.doors import Body
from hanse.engine.doors.paging import Page
from hanse.engine.sheets.reading import COLUMNS_MAX
from hanse.rooms.catalog.model.cells import Reading
from hanse.rooms.catalog.model.imports import Import, ImportRow, Template
from hanse.rooms.catalog.model.sheets import Places
from hanse.rooms.catalog.service import importing

FINDING: JsonDict = {
    "severity": "error",
    "code": "no_number",
    "sentence": "'12,50' is no number as it is to be read: digits, and a point for decimals.",
    "next_step": "Choose the other sign for decimals.",
    "field": "price",
}
PLACED: JsonDict = {"column": 0, "field": "sku"}
PLACES: JsonDict = {
    "columns": [PLACED],
    "decimal": "comma",
    "currency": "EUR",
    "empty": "leave",
    "creates": False,
}
IMPORT: JsonDict = {
    "id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c61",
    "name": "products.csv",
    "state": "checked",
    "bytes": 18_204,
    "format": "csv",
    "encoding": "utf-8",
    "delimiter": ";",
    "columns": ["Artikelnummer", "Preis"],
    "findings": [],
    "places": PLACES,
    "counts": {"ready": 98, "refused": 2},
    "made_at": "2026-11-20T14:03:05Z",
    "made_by_name": "Sari",
    "state_at": "2026-11-20T14:03:06Z",
    "version": 3,
}
TEMPLATE: JsonDict = {"name": "Supplier list", "columns": [PLACED], "places": PLACES}
ROW: JsonDict = {
    "number": 7,
    "state": "refused",
    "product_id": None,
    "edits": [],
    "findings": [FINDING],
}


class FileFindingOut(BaseModel):
    """What is wrong, and what to do about it."""

    model_config = ConfigDict(json_schema_extra={"examples": [FINDING]})

    severity: str
    code: str
    sentence: str
    next_step: str
    field: str


class ColumnPlace(Body):
    """Where a column goes: a field such as title, sku, attributes.colour, translations.id.title."""

    model_config = ConfigDict(json_schema_extra={"examples": [PLACED]})

    column: int = Field(ge=0, lt=COLUMNS_MAX)
    field: str = Field(min_length=1, max_length=120)


class PlacesIn(Body):
    """Which column is which field, and how the cells are to be read."""

    model_config = ConfigDict(json_schema_extra={"examples": [PLACES]})

    columns: list[ColumnPlace] = Field(max_length=COLUMNS_MAX)
    decimal: Literal["point", "comma"]
    currency: str = Field(default="", pattern="^([A-Z]{3})?$")
    empty: Literal["leave", "clear"] = "leave"
    creates: bool = Field(default=False, description="Make products of rows that name none.")


class TableStepIn(Body):
    """What is to be done next, upon the version that was seen."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"step": "check", "version": 1, "places": PLACES, "template": ""}]
        }
    )

    step: Literal["check", "apply", "cancel"]
    version: int = Field(ge=1, le=2**31 - 1)
    places: PlacesIn | None = None
    template: str = Field(default="", max_length=100, description="Keep the places by this name.")


class TableOut(BaseModel):
    """A table that was uploaded, and how far it is."""

    model_config = ConfigDict(json_schema_extra={"examples": [IMPORT]})

    id: UUID
    name: str
    state: str
    bytes: int
    format: str
    encoding: str
    delimiter: str
    columns: list[str]
    findings: list[FileFindingOut] = Field(description="About the file as a whole.")
    places: PlacesIn | None
    counts: dict[str, int] = Field(description="Rows by their states.")
    made_at: datetime
    made_by_name: str
    state_at: datetime
    version: int


class TablesOut(Page[TableOut]):
    """Tables that were uploaded."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [IMPORT], "next_cursor": None}]}
    )


class TableTemplateOut(BaseModel):
    """Places that were kept, in this file."""

    model_config = ConfigDict(json_schema_extra={"examples": [TEMPLATE]})

    name: str
    columns: list[ColumnPlace]
    places: PlacesIn


class WholeTableOut(TableOut):
    """An import with its first rows, and the places that its columns may have."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    **IMPORT,
                    "sample": [["LMP-1", "12,50"]],
                    "suggested": [PLACED],
                    "templates": [TEMPLATE],
                }
            ]
        }
    )

    sample: list[list[str]]
    suggested: list[ColumnPlace]
    templates: list[TableTemplateOut]


class TableRowOut(BaseModel):
    """A row as a spreadsheet counts it, with what came of it."""

    model_config = ConfigDict(json_schema_extra={"examples": [ROW]})

    number: int
    state: str
    product_id: UUID | None
    edits: list[str] = Field(description="The fields that it changes.")
    findings: list[FileFindingOut]


class TableRowsOut(Page[TableRowOut]):
    """Rows of an import."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [ROW], "next_cursor": None}]}
    )


def finding_out(finding: Finding) -> FileFindingOut:
    return FileFindingOut(
        severity=finding.severity.value,
        code=finding.code,
        sentence=finding.sentence,
        next_step=finding.next_step,
        field=finding.field,
    )


def places_of(asked: PlacesIn) -> Places:
    reading = Reading(asked.decimal, asked.currency, asked.empty)
    columns = {each.column: each.field for each in asked.columns}
    return Places(columns, reading, asked.creates)


def places_out(places: Places) -> PlacesIn:
    reading = places.reading
    return PlacesIn(
        columns=[ColumnPlace(column=at, field=name) for at, name in places.columns.items()],
        decimal=reading.decimal,
        currency=reading.currency,
        empty=reading.empty,
        creates=places.creates,
    )


def import_out(found: Import) -> TableOut:
    return TableOut(
        id=found.id,
        name=found.name,
        state=found.state.value,
        bytes=found.bytes,
        format=found.format,
        encoding=found.encoding,
        delimiter=found.delimiter,
        columns=list(found.columns),
        findings=[finding_out(each) for each in found.findings],
        places=places_out(found.places) if found.places else None,
        counts=dict(found.counts),
        made_at=found.made_at,
        made_by_name=found.made_by_name,
        state_at=found.state_at,
        version=found.version,
    )


def whole_out(whole: importing.Whole) -> WholeTableOut:
    found = whole.found
    told = import_out(found).model_dump() | {"counts": dict(whole.counts)}
    return WholeTableOut(
        **told,
        sample=[list(each) for each in found.sample],
        suggested=[ColumnPlace(column=at, field=name) for at, name in whole.suggested.items()],
        templates=[template_out(each, found.columns) for each in whole.templates],
    )


def template_out(template: Template, heads: tuple[str, ...]) -> TableTemplateOut:
    columns = importing.fitted(template, heads)
    return TableTemplateOut(
        name=template.name,
        columns=[ColumnPlace(column=at, field=name) for at, name in columns.items()],
        places=places_out(template.places),
    )


def row_out(row: ImportRow) -> TableRowOut:
    made = row.plan.makes
    names = [each.field for each in row.plan.edits] or ([*made[0], *made[1]] if made else [])
    return TableRowOut(
        number=row.number,
        state=row.state.value,
        product_id=row.product_id,
        edits=[*names, *(f"cost.{kind}" for kind in row.plan.costs)],
        findings=[finding_out(each) for each in row.findings],
    )
