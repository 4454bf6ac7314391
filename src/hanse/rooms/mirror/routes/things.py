"""HTTP of what accounts show: products, offers, stock, places, orders, refunds, customers."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.base.faults import Rejected
from hanse.engine.doors.doors import Doors, InTx
from hanse.engine.doors.paging import (
    PAGE_USUAL,
    Cursor,
    Limit,
    Page,
    cut,
    read_cursor,
    read_id,
)
from hanse.rooms.mirror.model.rows import Shown
from hanse.rooms.mirror.routes import permissions
from hanse.rooms.mirror.service import showing
from hanse.rooms.mirror.service.showing import Thing, Wanted
from hanse.trade.ports_read import Kind

doors = Doors("mirror")

THING: JsonDict = {
    "id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c61",
    "account_id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c21",
    "remote_id": "4711",
    "parent_id": None,
    "title": "Brass Lamp",
    "sku": "HZ-0000001",
    "state": "live",
    "amount_minor": 2_990,
    "currency": "USD",
    "image_url": None,
    "happened_at": None,
    "modified_at": "2026-11-20T14:03:05Z",
    "findings": 0,
    "read_at": "2026-11-20T14:03:06Z",
    "read_by": "hook",
    "gone_at": None,
    "version": 2,
}

Id = Annotated[UUID, Path(description="The id of the thing here.")]
OfAccount = Annotated[UUID | None, Query(alias="account", description="Of this account alone.")]
States = Annotated[
    list[str] | None, Query(alias="state", max_length=20, description="Any of these.")
]
Text = Annotated[
    str | None,
    Query(
        alias="q",
        min_length=1,
        max_length=100,
        description="An SKU, the platform's id, or how the title begins.",
    ),
]
GoneToo = Annotated[
    bool, Query(alias="gone", description="Also what the platform does not show any more.")
]


class ThingOut(BaseModel):
    """One thing that an account shows, as last read."""

    model_config = ConfigDict(json_schema_extra={"examples": [THING]})

    id: UUID
    account_id: UUID
    remote_id: str
    parent_id: str | None
    title: str | None
    sku: str | None
    state: str | None
    amount_minor: int | None
    currency: str | None
    image_url: str | None
    happened_at: datetime | None
    modified_at: datetime | None = Field(description="As the platform says.")
    findings: int = Field(description="What could not be read in it.")
    read_at: datetime = Field(description="When it was last found to be new or other.")
    read_by: str = Field(description="hook, increment, pull or settling.")
    gone_at: datetime | None
    version: int


class ThingsOut(Page[ThingOut]):
    """What accounts show."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [THING], "next_cursor": None}]}
    )


class WholeOut(ThingOut):
    """A thing with what we understand, and the platform's own document beside it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{**THING, "value": {"remote_id": "4711"}, "document": '{"id":4711}'}]
        }
    )

    value: Any = Field(description="As we understand it.")
    document: str = Field(description="As the platform sent it, JSON.")


@doors.get("/api/mirror/products", needs=permissions.READ_PRODUCTS)
async def list_products(
    tx: InTx,
    account: OfAccount = None,
    state: States = None,
    q: Text = None,
    gone: GoneToo = False,
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> ThingsOut:
    """List the products that accounts show, those that we met last first."""
    wanted = Wanted(account, state, gone, q)
    return await listed(tx, Kind.products, wanted, limit, cursor)


@doors.get("/api/mirror/products/{id}", needs=permissions.READ_PRODUCTS)
async def read_product(tx: InTx, id: Id) -> WholeOut:  # noqa: A002
    """Show a product as we understand it, and as the platform sent it."""
    return whole(await showing.thing(tx, Kind.products, id))


@doors.get("/api/mirror/offers", needs=permissions.READ_OFFERS)
async def list_offers(
    tx: InTx,
    account: OfAccount = None,
    parent: Annotated[
        str | None, Query(max_length=200, description="Of this product, by the platform's id.")
    ] = None,
    q: Text = None,
    gone: GoneToo = False,
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> ThingsOut:
    """List the variants that are read apart from their products."""
    wanted = Wanted(account, None, gone, q, parent)
    return await listed(tx, Kind.offers, wanted, limit, cursor)


@doors.get("/api/mirror/offers/{id}", needs=permissions.READ_OFFERS)
async def read_offer(tx: InTx, id: Id) -> WholeOut:  # noqa: A002
    """Show a variant as we understand it, and as the platform sent it."""
    return whole(await showing.thing(tx, Kind.offers, id))


@doors.get("/api/mirror/locations", needs=permissions.READ_LOCATIONS)
async def list_locations(
    tx: InTx, account: OfAccount = None, limit: Limit = PAGE_USUAL, cursor: Cursor = None
) -> ThingsOut:
    """List the places at which accounts keep goods."""
    return await listed(tx, Kind.locations, Wanted(account), limit, cursor)


@doors.get("/api/mirror/levels", needs=permissions.READ_LEVELS)
async def list_levels(
    tx: InTx,
    account: OfAccount = None,
    q: Text = None,
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> ThingsOut:
    """List the stock that is kept by place, apart from products."""
    return await listed(tx, Kind.levels, Wanted(account, text=q), limit, cursor)


@doors.get("/api/mirror/levels/{id}", needs=permissions.READ_LEVELS)
async def read_level(tx: InTx, id: Id) -> WholeOut:  # noqa: A002
    """Show the stock of one offer by place, and as the platform sent it."""
    return whole(await showing.thing(tx, Kind.levels, id))


@doors.get("/api/mirror/orders", needs=permissions.READ_ORDERS)
async def list_orders(
    tx: InTx,
    account: OfAccount = None,
    state: States = None,
    q: Annotated[
        str | None,
        Query(min_length=1, max_length=100, description="A number, or the platform's id."),
    ] = None,
    gone: GoneToo = False,
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> ThingsOut:
    """List the orders of accounts, those placed last first."""
    wanted = Wanted(account, state, gone, q)
    return await happened(tx, Kind.orders, wanted, limit, cursor)


@doors.get("/api/mirror/orders/{id}", needs=permissions.READ_ORDERS)
async def read_order(tx: InTx, id: Id) -> WholeOut:  # noqa: A002
    """Show an order as we understand it, and as the platform sent it. Who looked is in the log."""
    return whole(await showing.thing(tx, Kind.orders, id))


@doors.get("/api/mirror/refunds", needs=permissions.READ_REFUNDS)
async def list_refunds(
    tx: InTx,
    account: OfAccount = None,
    parent: Annotated[
        str | None, Query(max_length=200, description="Of this order, by the platform's id.")
    ] = None,
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> ThingsOut:
    """List refunds that are read apart from their orders."""
    return await happened(tx, Kind.refunds, Wanted(account, parent_id=parent), limit, cursor)


@doors.get("/api/mirror/buyers", needs=permissions.READ_BUYERS)
async def list_buyers(
    tx: InTx, account: OfAccount = None, limit: Limit = PAGE_USUAL, cursor: Cursor = None
) -> ThingsOut:
    """List the customers of accounts; who they are is shown one by one."""
    return await listed(tx, Kind.buyers, Wanted(account), limit, cursor)


@doors.get("/api/mirror/buyers/{id}", needs=permissions.READ_BUYERS)
async def read_buyer(tx: InTx, id: Id) -> WholeOut:  # noqa: A002
    """Show a customer as we understand them, and as the platform sent them."""
    return whole(await showing.thing(tx, Kind.buyers, id))


async def listed(tx: InTx, kind: Kind, wanted: Wanted, limit: int, cursor: str | None) -> ThingsOut:
    found = await showing.list_things(tx, kind, wanted, read_id(cursor), limit + 1)
    page, following = cut(found, limit, lambda thing: [thing.id])
    return ThingsOut(items=[shaped(one) for one in page], next_cursor=following)


async def happened(
    tx: InTx, kind: Kind, wanted: Wanted, limit: int, cursor: str | None
) -> ThingsOut:
    before = None
    if cursor:
        at, row = read_cursor(cursor, str, UUID)
        before = (instant(str(at)), UUID(str(row)))
    found = await showing.list_happened(tx, kind, wanted, before, limit + 1)
    page, following = cut(found, limit, place)
    return ThingsOut(items=[shaped(one) for one in page], next_cursor=following)


def place(thing: Shown) -> tuple[str, UUID]:
    at = thing.label.happened_at
    assert at is not None, "the list shows only what has happened"
    return at.isoformat(), thing.id


def instant(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise Rejected(
            "The cursor is none that this list has given out.",
            next_step="Take `next_cursor` of the page before, or leave it out.",
        ) from None


def shaped(found: Shown) -> ThingOut:
    label = found.label
    return ThingOut(
        id=found.id,
        account_id=found.account_id,
        remote_id=found.remote_id,
        parent_id=label.parent_id,
        title=label.title,
        sku=label.sku,
        state=label.state,
        amount_minor=label.amount.minor if label.amount else None,
        currency=label.amount.currency if label.amount else None,
        image_url=label.image_url,
        happened_at=label.happened_at,
        modified_at=label.modified_at,
        findings=label.findings,
        read_at=found.read_at,
        read_by=found.read_by,
        gone_at=found.gone_at,
        version=found.version,
    )


def whole(found: Thing) -> WholeOut:
    value = msgspec.to_builtins(found.value)
    return WholeOut(**shaped(found.shown).model_dump(), value=value, document=found.document)
