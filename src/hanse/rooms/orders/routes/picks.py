"""HTTP of pick lists: what is still to go out of many orders."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query

from hanse.engine.doors.doors import Called, Doors, InTx
from hanse.rooms.orders.model.shown import Asked
from hanse.rooms.orders.routes import permissions
from hanse.rooms.orders.routes.paper_permissions import READ_SLIPS
from hanse.rooms.orders.routes.papers import IDS_MAX, PdfFile, named
from hanse.rooms.orders.routes.shapes import From, OfAccount, OfTrouble, Search, States, Tag, To
from hanse.rooms.orders.service import selecting
from hanse.rooms.orders.service.papers import issuing, selling

doors = Doors("orders")

Orders = Annotated[list[UUID] | None, Query(max_length=IDS_MAX)]


@doors.get(
    "/api/orders/picks.pdf",
    needs=READ_SLIPS,
    example="%PDF-1.7",
    ready=issuing.drawing_loaded,
)
async def print_picks(
    tx: InTx,
    caller: Called,
    order: Orders = None,
    but: Orders = None,
    search: Search = None,
    state: States = None,
    account: OfAccount = None,
    tag: Tag = None,
    trouble: OfTrouble = None,
    since: From = None,
    until: To = None,
    language: Annotated[Literal["en", "id", "de"], Query()] = "en",
) -> PdfFile:
    """Print what is still to go out of several orders, by SKU, with the orders it is for: of those
    named, or of all that the filters of the list let through."""
    if not order:
        asked = Asked(tuple(state or ()), account, tag, trouble, since, until, search)
        sees = permissions.sees_persons(caller)
        order = [*await selecting.picked(tx, asked, set(but or ()), with_person=sees)]
    return PdfFile(await selling.picks(tx, order, language), headers=named("picks.pdf"))
