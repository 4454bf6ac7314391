"""What the doors of purchasing need of the program: handed in once, when it starts."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from hanse.changes.service.hands import Hands
from hanse.engine.doors.doors import Called, InDatabase
from hanse.rooms.purchasing.service.ports import Suppliers
from hanse.rooms.purchasing.service.quoting import OpenTx
from hanse.rooms.purchasing.service.suppliers import Cards


async def cards_of(request: Request) -> Cards:
    """The card of each platform that can be connected."""
    return {name: each.CARD for name, each in request.app.state.reach.platforms.items()}


async def hands_of(request: Request) -> Hands:
    """The way to propose changes."""
    hands: Hands = request.app.state.hands
    return hands


OfCards = Annotated[Cards, Depends(cards_of)]
OfHands = Annotated[Hands, Depends(hands_of)]


async def suppliers_of(request: Request) -> Suppliers:
    """The way to suppliers."""
    suppliers: Suppliers = request.app.state.suppliers
    return suppliers


OfSuppliers = Annotated[Suppliers, Depends(suppliers_of)]


async def opener_of(request: Request, database: InDatabase, caller: Called) -> OpenTx:
    """Short transactions of the caller, for what waits for a supplier between them."""
    request_id: str = request.state.request_id
    return lambda: database.tx(caller.workspace_id, caller.actor, request_id, caller.limits)


Opening = Annotated[OpenTx, Depends(opener_of)]
