"""HTTP of what is told of a product: its history, and what it costs for those who may know."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.base.faults import Rejected
from hanse.base.money import UnitCost, plain
from hanse.engine.doors.doors import Body, Doors, InTx
from hanse.engine.doors.paging import PAGE_USUAL, Cursor, Limit, Page, cut, read_cursor
from hanse.engine.log.events import Position
from hanse.rooms.catalog.model.goods import CostKind, CostRow
from hanse.rooms.catalog.routes.permissions import READ, READ_COSTS, WRITE_COSTS
from hanse.rooms.catalog.routes.shapes import OTHER_ID, Id
from hanse.rooms.catalog.routes.values import FieldsJson, fields_out, wrong
from hanse.rooms.catalog.service import costing, reading, telling

doors = Doors("catalog")

COSTS_MAX = 2_000
LINE: JsonDict = {
    "at": "2026-11-20T14:03:05Z",
    "who": "Ayu Lestari",
    "name": "catalog.product.edited",
    "sentence": "Ayu Lestari edited title",
    "variant_id": None,
    "before": {"title": "Lamp"},
    "after": {"title": "Brass lamp"},
}
COST: JsonDict = {
    "variant_id": OTHER_ID,
    "kind": "supplier",
    "amount": "0.0035",
    "currency": "USD",
    "since": "2026-11-20T14:03:05Z",
    "source": "price list",
}


class HistoryLineOut(BaseModel):
    """Something that happened to a product or a variant of it."""

    model_config = ConfigDict(json_schema_extra={"examples": [LINE]})

    at: datetime
    who: str
    name: str
    sentence: str
    variant_id: UUID | None
    before: FieldsJson
    after: FieldsJson


class HistoryOut(Page[HistoryLineOut]):
    """The history of a product, the newest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [LINE], "next_cursor": None}]}
    )


class CostShape(Body):
    """What a variant costs from some time on, as exact as it was given."""

    model_config = ConfigDict(json_schema_extra={"examples": [COST]})

    variant_id: UUID
    kind: Literal["supplier", "landed"]
    amount: Annotated[str, Field(max_length=60, pattern=r"^[0-9]+(\.[0-9]+)?$")]
    currency: Annotated[str, Field(min_length=3, max_length=3)]
    since: AwareDatetime | None = Field(default=None, description="None: from now on.")
    source: Annotated[str, Field(max_length=200)] = ""


class CostsIn(Body):
    """Costs of any variants."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"costs": [COST]}]})

    costs: Annotated[list[CostShape], Field(max_length=COSTS_MAX)]


class CostsOut(BaseModel):
    """All that was said of what the variants of a product cost, the newest first."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [COST]}]})

    items: list[CostShape]


class CostsSetOut(BaseModel):
    """How many costs are other than before."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"changed": 1}]})

    changed: int


@doors.get("/api/catalog/products/{id}/history", needs=READ)
async def list_history(
    tx: InTx,
    id: Id,  # noqa: A002
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> HistoryOut:
    """List what happened to a product: every field with who changed it, when, and what it was."""
    before = None
    if cursor:
        xact, seq = read_cursor(cursor, int, int)
        assert isinstance(xact, int)
        assert isinstance(seq, int)
        before = Position(xact, seq)
    await reading.product(tx, id)
    found = await telling.history_of(tx, id, before, limit + 1)
    page, following = cut(found, limit, lambda line: [line.position.xact, line.position.seq])
    return HistoryOut(
        items=[
            HistoryLineOut(
                at=line.at,
                who=line.who,
                name=line.name,
                sentence=line.sentence,
                variant_id=line.variant_id,
                before=fields_out(line.before),
                after=fields_out(line.after),
            )
            for line in page
        ],
        next_cursor=following,
    )


@doors.get("/api/catalog/products/{id}/costs", needs=READ_COSTS)
async def list_costs(tx: InTx, id: Id) -> CostsOut:  # noqa: A002
    """List what the variants of a product cost, with what they did cost before."""
    await reading.product(tx, id)
    variants = (await reading.variants_of(tx, [id]))[id]
    found = await costing.costs_told(tx, [each.id for each in variants])
    return CostsOut(
        items=[
            CostShape(
                variant_id=each.variant_id,
                kind=each.kind.value,
                amount=plain(each.cost.value),
                currency=each.cost.currency,
                since=each.since,
                source=each.source,
            )
            for each in found
        ]
    )


@doors.post("/api/catalog/costs", needs=WRITE_COSTS)
async def set_costs(tx: InTx, asked: CostsIn) -> CostsSetOut:
    """Say what variants cost from now on, or from some day on. What was said before stays."""
    rows = [
        CostRow(
            each.variant_id,
            CostKind(each.kind),
            cost_in(place, each),
            each.since or tx.now,
            each.source,
        )
        for place, each in enumerate(asked.costs)
    ]
    return CostsSetOut(changed=await costing.set_costs(tx, rows))


def cost_in(place: int, given: CostShape) -> UnitCost:
    try:
        return UnitCost(given.currency, Decimal(given.amount))
    except (Rejected, ValueError) as fault:
        raise wrong(f"costs.{place}", str(fault), "Correct the amount or the currency.") from None
