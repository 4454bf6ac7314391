"""HTTP of suppliers, and of what is wanted of all of them."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Response

from hanse.engine.doors.doors import Doors, Expected, InTx
from hanse.engine.doors.paging import PAGE_USUAL, Cursor, Limit, cut, read_id
from hanse.engine.doors.versions import etag
from hanse.rooms.purchasing.model.suppliers import Supplier
from hanse.rooms.purchasing.model.suppliers import SupplierState as State
from hanse.rooms.purchasing.routes.held import OfCards
from hanse.rooms.purchasing.routes.permissions import READ_SUPPLIERS, WRITE_SUPPLIERS
from hanse.rooms.purchasing.routes.supplier_shapes import (
    MAY_END,
    AcceptedIn,
    SupplierChangeIn,
    SupplierIn,
    SupplierOut,
    SuppliersOut,
    WantedIn,
    WantedOut,
    supplier_out,
    wanted_out,
)
from hanse.rooms.purchasing.service import scoring
from hanse.rooms.purchasing.service import suppliers as service

doors = Doors("purchasing")

Id = Annotated[UUID, Path(description="The id of the supplier.")]


@doors.get("/api/purchasing/suppliers", needs=READ_SUPPLIERS)
async def list_suppliers(
    tx: InTx,
    cards: OfCards,
    state: Annotated[list[State] | None, Query(description="Of these; else not archived.")] = None,
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> SuppliersOut:
    """List suppliers, the newest first."""
    states = state or [State.active, State.paused]
    found = await service.page(tx, cards, read_id(cursor), states, limit + 1)
    page, following = cut(found, limit, lambda each: [each.supplier.id])
    scores = await scoring.scores(tx, [each.supplier.id for each in page])
    items = [supplier_out(each, scores[each.supplier.id]) for each in page]
    return SuppliersOut(items=items, next_cursor=following)


@doors.post("/api/purchasing/suppliers", needs=WRITE_SUPPLIERS, status=201)
async def create_supplier(tx: InTx, cards: OfCards, asked: SupplierIn) -> SupplierOut:
    """Add a supplier, and link it to the connected account where orders are placed."""
    wanted = Supplier(
        id=UUID(int=0),
        state=State.active,
        accepted=(),
        accepted_by=None,
        accepted_at=None,
        version=1,
        made_at=tx.now,
        **asked.model_dump(),
    )
    return await told(tx, cards, await service.make(tx, cards, wanted))


@doors.get("/api/purchasing/suppliers/{id}", needs=READ_SUPPLIERS, versioned=True)
async def read_supplier(tx: InTx, cards: OfCards, id: Id, answer: Response) -> SupplierOut:  # noqa: A002
    """Show a supplier, and what its platform can do."""
    found = await service.one(tx, id)
    answer.headers["etag"] = etag(found.version)
    return await told(tx, cards, found)


@doors.patch("/api/purchasing/suppliers/{id}", needs=WRITE_SUPPLIERS)
async def edit_supplier(
    tx: InTx,
    cards: OfCards,
    id: Id,  # noqa: A002
    asked: SupplierChangeIn,
    expected: Expected,
    answer: Response,
) -> SupplierOut:
    """Change a supplier, pause or archive it. What is under way there goes on."""
    found = await service.one(tx, id)
    given = asked.model_dump(exclude_unset=True)
    wanted = replace(
        found,
        **{name: said for name, said in given.items() if said is not None or name in MAY_END},
    )
    made = await service.change(tx, cards, wanted, expected)
    answer.headers["etag"] = etag(made.version)
    return await told(tx, cards, made)


@doors.put("/api/purchasing/suppliers/{id}/accepted", needs=WRITE_SUPPLIERS)
async def accept_wishes(
    tx: InTx,
    cards: OfCards,
    id: Id,  # noqa: A002
    asked: AcceptedIn,
    expected: Expected,
    answer: Response,
) -> SupplierOut:
    """Agree that these wishes are only written for a person there to read. Nothing proves that
    they were met; orders there do not ask again."""
    names = [each.value for each in asked.wishes]
    made = await service.accept(tx, cards, id, names, expected)
    answer.headers["etag"] = etag(made.version)
    return await told(tx, cards, made)


@doors.get("/api/purchasing/defaults", needs=READ_SUPPLIERS, versioned=True)
async def read_wanted(tx: InTx, answer: Response) -> WantedOut:
    """Show what is wanted of every supplier."""
    found = await service.defaults(tx)
    answer.headers["etag"] = etag(found.version)
    return wanted_out(found)


@doors.put("/api/purchasing/defaults", needs=WRITE_SUPPLIERS)
async def set_wanted(tx: InTx, asked: WantedIn, expected: Expected, answer: Response) -> WantedOut:
    """Say what is wanted of every supplier, and what a gift note says."""
    made = await service.set_defaults(tx, asked.wishes, asked.gift_note, expected)
    answer.headers["etag"] = etag(made.version)
    return wanted_out(made)


async def told(tx: InTx, cards: OfCards, found: Supplier) -> SupplierOut:
    [shown] = await service.shown(tx, cards, [found])
    return supplier_out(shown, (await scoring.scores(tx, [found.id]))[found.id])
