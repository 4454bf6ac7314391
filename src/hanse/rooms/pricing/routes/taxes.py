"""HTTP of taxes by place: the table that comes with the program, and a workspace's own rates."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors.doors import Body, Doors, InTx
from hanse.engine.doors.instants import Day
from hanse.rooms.pricing.model.places import OURS, TaxRate
from hanse.rooms.pricing.routes.permissions import READ_TAXES, WRITE_TAXES
from hanse.rooms.pricing.service import taxes as service
from hanse.rooms.pricing.service.taxes import Row

doors = Doors("pricing")

TAX: JsonDict = {
    "place": "DE",
    "sort": "standard",
    "percent": "19",
    "since": "2021-01-01",
    "until": None,
    "included": True,
}
SEEN: JsonDict = {**TAX, "id": None, "source": "European Commission"}


class TaxIn(Body):
    """A rate of your own: it goes before the table's."""

    model_config = ConfigDict(json_schema_extra={"examples": [TAX]})

    place: Annotated[str, Field(pattern="^[A-Z]{2}(-[A-Z0-9]{1,3})?$")]
    sort: Annotated[str, Field(pattern="^[a-z][a-z_]{0,39}$")] = "standard"
    percent: Annotated[Decimal, Field(ge=0, lt=1000, decimal_places=4)]
    since: Day
    until: Day | None = Field(None, description="The first day on which it does not hold.")
    included: bool = Field(True, description="Whether prices are shown with it.")


class TaxOut(BaseModel):
    """A tax rate; `id` is null for what comes with the program."""

    model_config = ConfigDict(json_schema_extra={"examples": [SEEN]})

    id: UUID | None
    place: str
    sort: str
    percent: Decimal
    since: date
    until: date | None
    included: bool
    source: str = Field(description="Where it is written; `yours` for your own.")


class TaxesOut(BaseModel):
    """Your own rates, then the table by place. They are few, so in one page."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [SEEN]}]})

    items: list[TaxOut]


@doors.get("/api/pricing/taxes", needs=READ_TAXES)
async def list_taxes(tx: InTx) -> TaxesOut:
    """List tax rates by place, with the days from which they hold and where that is written."""
    return TaxesOut(items=[tax_out(each) for each in await service.list_taxes(tx)])


@doors.post("/api/pricing/taxes", needs=WRITE_TAXES, status=201)
async def set_tax(tx: InTx, asked: TaxIn) -> TaxOut:
    """Set a rate of your own; the same place, sort and first day again is a correction."""
    wanted = TaxRate(
        *(asked.place, asked.sort, asked.percent, asked.since, asked.until, asked.included),
        OURS,
    )
    return tax_out(await service.set_tax(tx, wanted))


@doors.delete("/api/pricing/taxes/{id}", needs=WRITE_TAXES, versioned=False)
async def remove_tax(
    tx: InTx,
    id: Annotated[UUID, Path(description="The id of a rate of your own.")],  # noqa: A002
) -> None:
    """Take a rate of your own away: the table's counts again."""
    await service.remove_tax(tx, id)


def tax_out(row: Row) -> TaxOut:
    rate = row.rate
    return TaxOut(
        id=row.id,
        place=rate.place,
        sort=rate.sort,
        percent=rate.percent,
        since=rate.since,
        until=rate.until,
        included=rate.included,
        source=rate.source,
    )
