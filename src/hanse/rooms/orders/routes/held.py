"""What the doors of orders need of the program: handed in once, when it starts."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from hanse.changes.service.hands import Hands


async def hands_of(request: Request) -> Hands:
    """The way to propose changes."""
    hands: Hands = request.app.state.hands
    return hands


OfHands = Annotated[Hands, Depends(hands_of)]
