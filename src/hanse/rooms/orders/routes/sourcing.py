"""HTTP of whom goods of an order are bought of: who could send them, and which one it is."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors import access
from hanse.engine.doors.access import MANAGERS, READERS
from hanse.engine.doors.doors import Body, Doors, InTx
from hanse.rooms.orders.routes.shapes import Id
from hanse.rooms.orders.service import sourcing
from hanse.rooms.orders.service.sourcing import Choice, Now, Offered, Pick
from hanse.rooms.purchasing.model.ranking import Aside, Part
from hanse.rooms.purchasing.model.states import State

doors = Doors("orders")

READ = access.declare(
    "orders.source.read", "See who could send goods of an order, and for how much.", *READERS
)
WRITE = access.declare(
    "orders.source.write", "Say of which supplier goods of an order are bought.", *MANAGERS
)
LINES_MAX = 100
ID = "0190a2b4-0000-7000-8000-000000000001"
OTHER = "0190a2b4-0000-7000-8000-000000000002"
GIVEN: JsonDict = {
    "part": "cost",
    "share": "0.9",
    "weight": "45",
    "points": "40.50",
    "value": "USD 9.90",
}
ALTERNATIVE: JsonDict = {
    "offer_id": OTHER,
    "supplier": "Lamp factory",
    "cost_minor": 990,
    "currency": "USD",
    "days": 12,
    "stock": 40,
    "points": "82.30",
    "given": [GIVEN],
    "aside": None,
    "facts": {},
    "dearer_minor": 90,
    "days_later": -3,
}
NOW: JsonDict = {
    "purchase_id": ID,
    "number": "1001-7K2M9QWE",
    "state": "quoted",
    "due_at": "2026-11-20T14:13:05Z",
    "offer_id": ID,
    "pieces": 2,
}
SOURCE: JsonDict = {
    "line_id": ID,
    "sku": "L-1",
    "title": "Brass lamp",
    "pieces": 2,
    "now": NOW,
    "alternatives": [ALTERNATIVE],
}
PICK: JsonDict = {"line_id": ID, "offer_id": OTHER}


class PickIn(Body):
    """A line of the order, and the offer that all of it that can be is bought by."""

    line_id: UUID
    offer_id: UUID


class BuyIn(Body):
    """Of whom lines are bought."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"picks": [PICK]}]})

    picks: Annotated[list[PickIn], Field(min_length=1, max_length=LINES_MAX)]


class GivenOut(BaseModel):
    """The points of one part of the rule: a share of its weight, and on what that rests."""

    part: Part
    share: str
    weight: str
    points: str
    value: str


class AlternativeOut(BaseModel):
    """Who could send a line. `aside` is why it cannot be taken by itself, with its facts.
    `dearer_minor` and `days_later` are against what it is bought by now, else against the best."""

    offer_id: UUID
    supplier: str
    cost_minor: int | None
    currency: str | None
    days: int | None
    stock: int | None
    points: str
    given: list[GivenOut]
    aside: Aside | None
    facts: dict[str, str]
    dearer_minor: int | None
    days_later: int | None


class SourceNowOut(BaseModel):
    """The supplier order that it is bought with now."""

    purchase_id: UUID
    number: str
    state: State
    due_at: datetime | None
    offer_id: UUID
    pieces: int


class SourceOut(BaseModel):
    """A line, and who could send it, best first. `pieces`: so many can be bought elsewhere; 0 once
    they have left for a supplier."""

    line_id: UUID
    sku: str
    title: str
    pieces: int
    now: SourceNowOut | None
    alternatives: list[AlternativeOut]


class SourcesOut(BaseModel):
    """Lines that somebody could send."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [SOURCE]}]})

    items: list[SourceOut]


class PickOut(BaseModel):
    line_id: UUID
    offer_id: UUID


class BoughtOut(BaseModel):
    """The supplier orders that were begun, and where lines were bought before."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"purchase_ids": [ID], "before": [PICK]}]}
    )

    purchase_ids: list[UUID]
    before: list[PickOut]


@doors.get("/api/orders/orders/{id}/sources", needs=READ)
async def list_sources(tx: InTx, id: Id) -> SourcesOut:  # noqa: A002
    """List who could send goods of an order, best first, with what each costs more or less."""
    return SourcesOut(items=[source_out(each) for each in await sourcing.choices(tx, id)])


@doors.post("/api/orders/orders/{id}/sources", needs=WRITE)
async def buy_at_supplier(tx: InTx, id: Id, asked: BuyIn) -> BoughtOut:  # noqa: A002
    """Have lines of an order bought by these offers. What waits at another supplier is stopped
    there; until it is placed it can be stopped, or bought elsewhere again."""
    picks = [Pick(each.line_id, each.offer_id) for each in asked.picks]
    made = await sourcing.take(tx, id, picks)
    return BoughtOut(
        purchase_ids=list(made.purchase_ids),
        before=[PickOut(line_id=each.line_id, offer_id=each.offer_id) for each in made.before],
    )


def source_out(found: Choice) -> SourceOut:
    return SourceOut(
        line_id=found.line.id,
        sku=found.line.sku,
        title=found.line.title,
        pieces=found.pieces,
        now=now_out(found.now) if found.now else None,
        alternatives=[alternative_out(each) for each in found.offered],
    )


def now_out(found: Now) -> SourceNowOut:
    return SourceNowOut(
        purchase_id=found.purchase.id,
        number=found.purchase.number,
        state=found.purchase.state,
        due_at=found.purchase.due_at,
        offer_id=found.offer_id,
        pieces=found.pieces,
    )


def alternative_out(found: Offered) -> AlternativeOut:
    placed, it = found.placed, found.placed.alternative
    return AlternativeOut(
        offer_id=it.id,
        supplier=it.name,
        cost_minor=it.cost.minor if it.cost else None,
        currency=it.cost.currency if it.cost else None,
        days=it.days,
        stock=it.stock,
        points=f"{placed.points:f}",
        given=[
            GivenOut(
                part=each.part,
                share=f"{each.share:.4f}",
                weight=f"{each.weight:f}",
                points=f"{each.points:f}",
                value=each.value,
            )
            for each in placed.given
        ],
        aside=placed.aside,
        facts=dict(placed.facts),
        dearer_minor=found.dearer.minor if found.dearer is not None else None,
        days_later=found.days_later,
    )
