"""HTTP of look-ups: what is planned to be read at suppliers, and what cannot be kept fresh."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors.doors import Doors, InTx
from hanse.rooms.catalog.model.goods import Label
from hanse.rooms.purchasing.model.looks import Unfresh, Why
from hanse.rooms.purchasing.routes.permissions import READ_OFFERS, WRITE_OFFERS
from hanse.rooms.purchasing.service import look_plans as service
from hanse.rooms.purchasing.service import looking
from hanse.rooms.purchasing.service.look_plans import Day

doors = Doors("purchasing")

ID = "0190a2b4-0000-7000-8000-000000000001"
HOUR: JsonDict = {"at": "2026-11-20T14:00:00Z", "looks": 187, "done": 12}
UNFRESH: JsonDict = {
    "product_id": "1725-A",
    "variant_id": ID,
    "title": "Brass lamp",
    "sku": "L-1",
    "why": "dearer",
    "looks": 0,
    "wrong": 0.24,
    "stale_days": 3.5,
    "loss_minor": 812,
}
DAY: JsonDict = {
    "account_id": ID,
    "suppliers": ["CJ"],
    "day": "2026-11-20",
    "since": "2026-11-20T00:00:00Z",
    "until": "2026-11-21T00:00:00Z",
    "made_at": "2026-11-20T00:00:12Z",
    "budget": 45000,
    "spent": 120,
    "planned": 44880,
    "products": 6100,
    "currency": "USD",
    "loss_minor": 8210,
    "loss_without_minor": 31044,
    "more_points": 90000,
    "loss_more_minor": 5100,
    "unfresh_more": 12,
    "unfresh_count": 1,
    "unfresh": [UNFRESH],
    "hours": [HOUR],
}


class LookHourOut(BaseModel):
    """How many products are looked up in an hour, and how many were."""

    model_config = ConfigDict(json_schema_extra={"examples": [HOUR]})

    at: datetime
    looks: int
    done: int


class UnfreshOut(BaseModel):
    """A product that cannot be kept fresh. `why`: `dearer`, its look prevents less loss than others
    of as many points; `pace`, the supplier answers no more calls; `quick`, it is looked at and
    changes faster. `wrong`: the share of the day in which buyers see the wrong thing."""

    model_config = ConfigDict(json_schema_extra={"examples": [UNFRESH]})

    product_id: str
    variant_id: UUID
    title: str
    sku: str
    why: Why
    looks: int
    wrong: float
    stale_days: float
    loss_minor: int


class LookDayOut(BaseModel):
    """The plan of a day at a supplier whose look-ups are counted. Losses are those expected in the
    24 hours from `since` on: with this plan, if nobody looked, and with `more_points`."""

    model_config = ConfigDict(json_schema_extra={"examples": [DAY]})

    account_id: UUID
    suppliers: list[str]
    day: date
    since: datetime
    until: datetime
    made_at: datetime
    budget: int = Field(description="Points of the day for looking; the rest is for orders.")
    spent: int
    planned: int = Field(description="Points of the looks that were planned at `made_at`.")
    products: int
    currency: str
    loss_minor: int
    loss_without_minor: int
    more_points: int
    loss_more_minor: int | None
    unfresh_more: int
    unfresh_count: int
    unfresh: list[UnfreshOut] = Field(description="The dearest 100.")
    hours: list[LookHourOut]


class LooksOut(BaseModel):
    """Today and tomorrow, of every supplier that has a plan."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [DAY]}]})

    items: list[LookDayOut]


class PlannedOut(BaseModel):
    """How many connected suppliers are planned anew; the plans come one by one."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"accounts": 1}]})

    accounts: int


@doors.get("/api/purchasing/looks", needs=READ_OFFERS)
async def show_looks(tx: InTx) -> LooksOut:
    """Show what is looked up at suppliers today and tomorrow, and what cannot be kept fresh."""
    return LooksOut(items=[day_out(each) for each in await service.days(tx)])


@doors.post("/api/purchasing/looks/plan", needs=WRITE_OFFERS, status=202)
async def plan_looks(tx: InTx) -> PlannedOut:
    """Plan the rest of today and tomorrow anew, from what is known now."""
    return PlannedOut(accounts=await looking.ask_plans(tx))


def day_out(found: Day) -> LookDayOut:
    plan, notes = found.plan, found.plan.notes
    return LookDayOut(
        account_id=plan.account_id,
        suppliers=list(plan.names),
        day=plan.day,
        since=notes.since,
        until=notes.until,
        made_at=plan.made_at,
        budget=plan.budget,
        spent=plan.spent,
        planned=plan.planned,
        products=notes.products,
        currency=notes.currency,
        loss_minor=plan.loss_minor,
        loss_without_minor=notes.loss_without_minor,
        more_points=notes.more_points,
        loss_more_minor=plan.loss_more_minor,
        unfresh_more=notes.unfresh_more,
        unfresh_count=notes.unfresh_count,
        unfresh=[unfresh_out(each, found.labels.get(each.variant_id)) for each in notes.unfresh],
        hours=[LookHourOut(at=each.at, looks=each.looks, done=each.done) for each in found.hours],
    )


def unfresh_out(found: Unfresh, label: Label | None) -> UnfreshOut:
    return UnfreshOut(
        product_id=found.product_id,
        variant_id=found.variant_id,
        title=label.title if label else "",
        sku=label.sku if label else "",
        why=found.why,
        looks=found.looks,
        wrong=found.wrong,
        stale_days=found.stale_days,
        loss_minor=found.loss_minor,
    )
