"""What the doors of stock need of the program: handed in once, when it starts."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from hanse.rooms.stock.service.safety import Cards


async def cards_of(request: Request) -> Cards:
    """The card of each platform that can be connected."""
    return {name: each.CARD for name, each in request.app.state.reach.platforms.items()}


OfCards = Annotated[Cards, Depends(cards_of)]
