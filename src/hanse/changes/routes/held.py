"""What the doors of changes need of the program: handed in once, when it starts."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from hanse.changes.model.policies import Approver
from hanse.changes.service import approving
from hanse.changes.service.hands import Hands
from hanse.engine.doors.doors import Called


async def hands_of(request: Request) -> Hands:
    hands: Hands = request.app.state.hands
    return hands


async def approver_of(called: Called) -> Approver:
    """The person who speaks, also where a key of the person's does."""
    return approving.approver_of(called.actor, called.role, called.limits)


OfHands = Annotated[Hands, Depends(hands_of)]
Approving = Annotated[Approver, Depends(approver_of)]
