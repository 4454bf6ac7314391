"""What the doors of listings need of the program: handed in once, when it starts."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from hanse.rooms.listings.service.loading import Desk


async def desk_of(request: Request) -> Desk:
    """The way to propose changes, and the card of each platform that can be connected."""
    state = request.app.state
    cards = {name: each.CARD for name, each in state.reach.platforms.items()}
    return Desk(state.hands, cards, state.reach.base)


OfDesk = Annotated[Desk, Depends(desk_of)]
